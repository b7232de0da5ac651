"""What a part means for its whole: residuals, contributions, roll-ups, ranks, hidden cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.explain.asking import checks, finding, row, rows
from tests.world import filed, stated
from tiendo.vocabulary.figure import Figure, Statement
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.words import Comparator, State

PLACE = "song-xanh"
NOT_STATED = "not_stated"


def sector(code: str, level: str, growth: str, **fields: object) -> list[Statement]:
    cut = f"sector={code}" if code else ""
    place = {"cut": cut, "basis": NOT_STATED}
    return [
        stated(PLACE, "output", "2024-Q1", level, **place, **fields),  # type: ignore[arg-type]
        stated(PLACE, "output", "2024-Q1", growth, kind="growth", **place),  # type: ignore[arg-type]
    ]


def first_quarter() -> list[Figure]:
    """Figures like those of a real report: the total is "over", the taxes are not printed."""
    return filed(
        *sector("", "5800", "8.26", comparator=Comparator.MORE_THAN),
        *sector("industry", "2102", "13.23"),
        *sector("services", "2151", "6.66"),
        *sector("farming", "1299", "4.34"),
    )


@pytest.mark.parametrize(
    ("code", "points"),
    [("industry", 4.58), ("services", 2.51), ("farming", 1.01), ("taxes", 0.16)],
)
def test_contributions_use_base_period_shares(code: str, points: float) -> None:
    found = row(PLACE, "output", "2024-Q1", first_quarter(), cut=f"sector={code}", basis=NOT_STATED)
    assert float(found.contribution_pp or 0) == pytest.approx(points, abs=0.005)
    assert found.structure_share_pct is None
    assert "price_basis" in checks(found)


def test_the_residual_is_derived_with_an_open_interval() -> None:
    taxes = row(PLACE, "output", "2024-Q1", first_quarter(), cut="sector=taxes", basis=NOT_STATED)
    assert taxes.value == 248
    assert (taxes.bounds.lo, taxes.bounds.hi) == (Decimal("246.5"), None)
    assert taxes.comparator is Comparator.MORE_THAN
    assert "value" in taxes.derived
    assert float(taxes.growth_pct or 0) == pytest.approx(3.58, abs=0.01)


def test_no_residual_while_a_part_is_unknown() -> None:
    without_farming = first_quarter()[:6]
    cuts = {str(found.series.breakdown) for found in rows(PLACE, "2024-Q1", without_farming)}
    assert cuts == {"", "sector=industry", "sector=services"}


def test_structure_is_told_at_current_prices() -> None:
    lan = filed(
        stated(PLACE, "output", "2024", "200", basis="current"),
        stated(PLACE, "output", "2024", "50", basis="current", cut="sector=farming"),
        stated(PLACE, "output", "2024", "200", basis="constant_2010"),
        stated(PLACE, "output", "2024", "50", basis="constant_2010", cut="sector=farming"),
    )
    farming = {"cut": "sector=farming"}
    assert row(PLACE, "output", "2024", lan, basis="current", **farming).structure_share_pct == 25
    constant = row(PLACE, "output", "2024", lan, basis="constant_2010", **farming)
    assert constant.structure_share_pct is None


@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 10**6)), min_size=4, max_size=4))
def test_contributions_of_all_parts_add_up_to_the_growth_of_the_total(
    parts: list[tuple[int, int]],
) -> None:
    codes = ["farming", "industry", "services", "taxes"]
    totals = [sum(values) for values in zip(*parts, strict=True)]
    statements = []
    for cut, (base, current) in [
        *((f"sector={c}", p) for c, p in zip(codes, parts, strict=True)),
        ("", totals),
    ]:
        statements.append(stated(PLACE, "output", "2023", str(base), cut=cut))
        statements.append(stated(PLACE, "output", "2024", str(current), cut=cut))
    lan = filed(*statements)
    found = [row(PLACE, "output", "2024", lan, cut=f"sector={code}") for code in codes]
    total = row(PLACE, "output", "2024", lan)
    points = sum((each.contribution_pp or Decimal(0) for each in found), Decimal(0))
    assert float(points) == pytest.approx(float(total.growth_pct or 0), rel=1e-12, abs=1e-12)


def communes(first: str | None, second: str | None, **fields: object) -> list[Figure]:
    values = {"ben-tre-nho": first, "doi-che": second}
    return filed(
        *(
            stated(place, "revenue", "2024-01", value, **fields)  # type: ignore[arg-type]
            for place, value in values.items()
            if value is not None
        )
    )


def test_a_place_without_figures_is_the_sum_of_its_children() -> None:
    total = row(PLACE, "revenue", "2024-01", communes("3", "4.5"))
    assert (total.state, total.value) == (State.VALUE, Decimal("7.5"))
    assert (total.bounds.lo, total.bounds.hi) == (Decimal("6.95"), Decimal("8.05"))


def test_a_sum_with_a_missing_part_says_so_and_claims_nothing_else() -> None:
    total = row(PLACE, "revenue", "2024-01", communes("3", None))
    assert (total.state, total.value) == (State.PARTIAL, 3)
    assert (total.bounds.lo, total.bounds.hi) == (None, None)
    assert (total.growth_pct, total.rank, total.structure_share_pct) == (None, None, None)


def test_own_figures_beat_the_sum_of_the_children_and_the_difference_is_found() -> None:
    own = filed(stated(PLACE, "revenue", "2024-01", "9"), number=2)
    total = row(PLACE, "revenue", "2024-01", communes("3", "4"), own)
    assert total.value == 9
    assert (finding(total, "sum").expected, finding(total, "sum").stated) == (7, 9)
    agreeing = filed(stated(PLACE, "revenue", "2024-01", "7"), number=2)
    assert checks(row(PLACE, "revenue", "2024-01", communes("3", "4"), agreeing)) == []


def test_an_average_weighs_the_children() -> None:
    lan = filed(
        stated("ben-tre-nho", "wage", "2024-01", "10"),
        stated("doi-che", "wage", "2024-01", "16"),
        stated("ben-tre-nho", "workers", "2024-01", "200"),
        stated("doi-che", "workers", "2024-01", "100"),
    )
    assert row(PLACE, "wage", "2024-01", lan).value == 12
    without_one_weight = [*lan[:3]]
    assert "wage" not in {found.card.code for found in rows(PLACE, "2024-01", without_one_weight)}


def test_a_country_adds_up_over_two_levels() -> None:
    vang = filed(stated("doi-che-2", "revenue", "2024-01", "10"), number=2)
    assert row("lien-ha", "revenue", "2024-01", communes("3", "4"), vang).value == 17


def test_a_total_with_a_hidden_part_is_confidential() -> None:
    lan = filed(
        stated("ben-tre-nho", "revenue", "2024-01", "3"),
        stated("doi-che", "revenue", "2024-01", None, state="confidential"),
    )
    assert row(PLACE, "revenue", "2024-01", lan).state is State.CONFIDENTIAL


def test_beside_one_hidden_place_the_smallest_is_hidden_too() -> None:
    provinces = filed(
        stated("lien-ha", "revenue", "2024-01", "100"),
        stated(PLACE, "revenue", "2024-01", "60"),
        stated("nui-vang", "revenue", "2024-01", None, state="confidential"),
    )
    hidden = row(PLACE, "revenue", "2024-01", provinces)
    assert (hidden.state, hidden.value, hidden.year_to_date) == (State.CONFIDENTIAL, None, None)
    assert row("lien-ha", "revenue", "2024-01", provinces).value == 100
    without_total = provinces[1:]
    assert row(PLACE, "revenue", "2024-01", without_total).value == 60


def test_beside_one_hidden_part_the_smallest_is_hidden_too() -> None:
    lan = filed(
        stated(PLACE, "output", "2024", "100"),
        stated(PLACE, "output", "2024", "20", cut="sector=farming"),
        stated(PLACE, "output", "2024", "70", cut="sector=industry"),
        stated(PLACE, "output", "2024", None, cut="sector=services", state="confidential"),
    )
    assert row(PLACE, "output", "2024", lan, cut="sector=farming").state is State.CONFIDENTIAL
    assert row(PLACE, "output", "2024", lan, cut="sector=industry").value == 70
    assert row(PLACE, "output", "2024", lan, cut="sector=taxes").state is State.CONFIDENTIAL


def test_rank_is_by_growth_and_direction() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2023", "100"),
        stated(PLACE, "revenue", "2024", "110"),
        stated("nui-vang", "revenue", "2023", "10"),
        stated("nui-vang", "revenue", "2024", "12"),
        stated(PLACE, "poor-households", "2023", "100"),
        stated(PLACE, "poor-households", "2024", "80"),
        stated("nui-vang", "poor-households", "2023", "10"),
        stated("nui-vang", "poor-households", "2024", "9"),
    )
    assert row(PLACE, "revenue", "2024", lan).rank == 2
    assert row("nui-vang", "revenue", "2024", lan).rank == 1
    assert row(PLACE, "poor-households", "2024", lan).rank == 1


def test_completeness_counts_who_owes_the_run() -> None:
    owing = [Obligation("ben-tre-nho", "revenue"), Obligation("doi-che", "revenue")]
    total = row(PLACE, "revenue", "2024-01", communes("3", None), obligations=owing)
    assert total.completeness is not None
    assert (total.completeness.filed, total.completeness.due) == (1, 2)
    assert row(PLACE, "revenue", "2024-01", communes("3", None)).completeness is None


def test_parts_that_do_not_add_up_are_found_on_their_total() -> None:
    def report(local: str) -> list[Figure]:
        return filed(
            stated(PLACE, "investment", "2024-01", "10.0"),
            stated(PLACE, "investment", "2024-01", "4.0", cut="management=central"),
            stated(PLACE, "investment", "2024-01", local, cut="management=local"),
        )

    assert finding(row(PLACE, "investment", "2024-01", report("5.0")), "sum").expected == 9
    assert checks(row(PLACE, "investment", "2024-01", report("6.1"))) == []


def test_a_formula_follows_numerator_and_denominator() -> None:
    lan = filed(
        stated("ben-tre-nho", "revenue", "2024-01", "300"),
        stated("doi-che", "revenue", "2024-01", "195"),
        stated("ben-tre-nho", "visitors", "2024-01", "500000"),
        stated("doi-che", "visitors", "2024-01", "338000"),
    )
    from tests.world import evidence
    from tiendo.cube.explain.evaluate import explain
    from tiendo.vocabulary.period import Period
    from tiendo.vocabulary.series import TOTAL, Series

    (spend,) = explain(
        evidence(lan), PLACE, Series("spend-per-visitor", TOTAL, "current"), Period.parse("2024-01")
    )
    assert float(spend.value or 0) == pytest.approx(0.5907, abs=1e-4)
    trace = spend.trace("value")
    assert trace is not None and len(list(trace.figures())) == 4
    (nothing,) = explain(
        evidence(lan[:2]),
        PLACE,
        Series("spend-per-visitor", TOTAL, "current"),
        Period.parse("2024-01"),
    )
    assert nothing.state is State.MISSING
