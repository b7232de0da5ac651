"""A figure may be stated as growth, ratio, change or share; the rest is derived and marked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.explain.asking import checks, finding, row, rows
from tests.world import filed, planned, stated
from tiendo.vocabulary.words import Comparator, Measure, State, Verdict

PLACE = "song-xanh"


def near(value: Decimal | None, wanted: float) -> bool:
    return value is not None and float(value) == pytest.approx(wanted, rel=1e-4)


def test_a_stated_growth_implies_the_base() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "1207"),
        stated(PLACE, "revenue", "2024-Q1", "36.3", kind="growth"),
    )
    found = row(PLACE, "revenue", "2024-Q1", lan)
    assert found.growth_pct == Decimal("36.3")
    assert near(found.same_period, 885.55)
    assert "same_period" in found.derived and "growth_pct" not in found.derived
    assert near(found.difference, 1207 - 885.55)


def test_a_ratio_to_the_same_period_is_a_level_not_a_change() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-H1", "5570", comparator=Comparator.MORE_THAN),
        stated(PLACE, "revenue", "2024-H1", "86.74", kind="base_ratio"),
    )
    found = row(PLACE, "revenue", "2024-H1", lan)
    assert found.base_ratio_pct == Decimal("86.74")
    assert found.growth_pct == Decimal("-13.26")
    assert near(found.same_period, 6421.5)
    assert set(found.derived) >= {"growth_pct", "same_period"}
    assert "base_ratio_pct" not in found.derived


def test_a_stated_change_implies_base_and_growth() -> None:
    lan = filed(
        stated(PLACE, "investment", "2023", "42269"),
        stated(PLACE, "investment", "2023", "2413", kind="change_abs"),
    )
    found = row(PLACE, "investment", "2023", lan)
    assert (found.same_period, found.difference) == (39856, 2413)
    assert near(found.growth_pct, 6.0543)
    assert "difference" not in found.derived


def test_a_filed_base_beats_the_implied_one_and_the_contradiction_is_found() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2023-Q1", "100"),
        stated(PLACE, "revenue", "2024-Q1", "110"),
        stated(PLACE, "revenue", "2024-Q1", "20", kind="growth"),
    )
    found = row(PLACE, "revenue", "2024-Q1", lan)
    assert (found.same_period, found.growth_pct) == (100, 20)
    contradiction = finding(found, "level_change_growth")
    assert contradiction.verdict is Verdict.CONTRADICTION
    assert (contradiction.expected, contradiction.stated) == (10, 20)


def test_printed_digits_excuse_a_small_difference() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2023-Q1", "99.6"),
        stated(PLACE, "revenue", "2024-Q1", "110"),
        stated(PLACE, "revenue", "2024-Q1", "10", kind="growth"),
    )
    assert "level_change_growth" not in checks(row(PLACE, "revenue", "2024-Q1", lan))


def test_a_growth_stated_before_its_level_was_revised_is_explained() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2023-Q1", "100", known="2023-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "110", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "10", kind="growth", known="2024-04-01"),
    )
    later = filed(stated(PLACE, "revenue", "2024-Q1", "130", known="2024-07-01"), number=2)
    found = row(PLACE, "revenue", "2024-Q1", lan, later)
    assert found.growth_pct == 10
    assert finding(found, "level_change_growth").verdict is Verdict.EXPLAINED


def test_a_stated_growth_refers_to_the_level_of_its_own_filing_never_to_a_revision() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "110", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "10", kind="growth", known="2024-04-01"),
    )
    later = filed(stated(PLACE, "revenue", "2024-Q1", "130", known="2024-07-01"), number=2)
    assert row(PLACE, "revenue", "2024-Q1", lan, later).same_period == 100


def test_a_growth_without_a_level_is_a_row_of_its_own() -> None:
    lan = filed(stated(PLACE, "output", "2024-Q1", "7.5", kind="growth", basis="constant_2010"))
    (found,) = rows(PLACE, "2024-Q1", lan)
    assert found.measure is Measure.GROWTH
    assert (found.unit, found.value, found.growth_pct) == (
        "percent",
        Decimal("7.5"),
        Decimal("7.5"),
    )
    assert found.base_ratio_pct == Decimal("107.5")
    assert (found.same_period, found.year_to_date, found.rank) == (None, None, None)


def test_a_level_of_another_filing_does_not_adopt_a_growth() -> None:
    levels = filed(stated(PLACE, "revenue", "2024-Q1", "110"), number=1)
    growth = filed(stated(PLACE, "revenue", "2024-Q1", "7.5", kind="growth"), number=2)
    measures = {found.measure: found for found in rows(PLACE, "2024-Q1", levels, growth)}
    assert set(measures) == {Measure.LEVEL, Measure.GROWTH}
    assert measures[Measure.LEVEL].growth_pct is None


def test_a_fall_of_all_leaves_no_base() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "0"),
        stated(PLACE, "revenue", "2024-Q1", "-100", kind="growth"),
    )
    found = row(PLACE, "revenue", "2024-Q1", lan)
    assert (found.state, found.same_period, found.growth_pct) == (State.ZERO, None, -100)


@pytest.mark.parametrize("base", ["0", "-5"])
def test_no_growth_on_a_base_that_is_not_above_zero(base: str) -> None:
    lan = filed(
        stated(PLACE, "revenue", "2023-Q1", base), stated(PLACE, "revenue", "2024-Q1", "10")
    )
    found = row(PLACE, "revenue", "2024-Q1", lan)
    assert (found.growth_pct, found.base_ratio_pct) == (None, None)
    assert found.difference == 10 - Decimal(base)


def test_a_ratio_has_points_not_growth() -> None:
    lan = filed(
        stated(PLACE, "trained-rate", "2023", "13"), stated(PLACE, "trained-rate", "2024", "15")
    )
    found = row(PLACE, "trained-rate", "2024", lan)
    assert (found.difference, found.growth_pct) == (2, None)


def test_growth_never_crosses_price_bases_but_chain_linking_is_offered() -> None:
    lan = filed(
        stated(PLACE, "output", "2025", "150", basis="constant_2020"),
        stated(PLACE, "output", "2024", "80", basis="constant_2010"),
    )
    found = row(PLACE, "output", "2025", lan, basis="constant_2020")
    assert (found.same_period, found.growth_pct) == (None, None)
    link = filed(
        stated(PLACE, "output", "2020", "110", basis="constant_2020"),
        stated(PLACE, "output", "2020", "64", basis="constant_2010"),
        number=2,
    )
    linked = row(PLACE, "output", "2025", lan, link, basis="constant_2020")
    assert linked.growth_pct is None
    offered = finding(linked, "price_basis").expected
    assert near(offered, 100 * (150 / (80 * 110 / 64) - 1))


def test_levels_are_not_compared_across_a_break_in_series() -> None:
    lan = filed(
        stated(PLACE, "output", "2020-Q1", "100"),
        stated(PLACE, "output", "2021-Q1", "135"),
    )
    found = row(PLACE, "output", "2021-Q1", lan)
    assert (found.same_period_state, found.same_period) == (State.REFUSED, None)
    assert found.growth_pct is None
    assert "rule:series_break" in checks(found)
    growth = stated(PLACE, "output", "2021-Q1", "4.5", kind="growth")
    again = row(PLACE, "output", "2021-Q1", filed(*[f.statement for f in lan], growth))
    assert again.growth_pct == Decimal("4.5")
    assert near(again.same_period, 135 / 1.045)
    assert "level_change_growth" not in checks(again)


@given(
    base=st.decimals("1", "1000000", places=4),
    factor=st.decimals("0.05", "20", places=6),
    level_decimals=st.integers(0, 4),
    growth_decimals=st.integers(0, 3),
)
def test_the_implied_base_holds_the_truth_in_its_interval(
    base: Decimal, factor: Decimal, level_decimals: int, growth_decimals: int
) -> None:
    level = (base * factor).quantize(Decimal(1).scaleb(-level_decimals))
    growth = (100 * (factor - 1)).quantize(Decimal(1).scaleb(-growth_decimals))
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", str(level)),
        stated(PLACE, "revenue", "2024-Q1", str(growth), kind="growth"),
    )
    from tests.world import evidence
    from tiendo.cube.explain.reader import Reader
    from tiendo.vocabulary.period import Period

    series = lan[0].statement.series
    implied = Reader(evidence(lan)).base(PLACE, series, Period.parse("2024-Q1")).answer
    if implied.value is not None:
        assert implied.bounds.contains(base)


def test_a_stated_share_of_a_plan_without_a_level_is_not_dropped() -> None:
    lan = filed(stated(PLACE, "revenue", "2024-Q1", "30.2", kind="plan_share"))
    (plan,) = row(PLACE, "revenue", "2024-Q1", lan).plans
    assert plan.answer.value is None
    assert plan.share is not None and plan.share.value == Decimal("30.2")


def test_a_target_stated_as_a_ratio_is_a_growth_target() -> None:
    lan = filed(planned(PLACE, "revenue", "2024", "108", kind="base_ratio"))
    (plan,) = row(PLACE, "revenue", "2024", lan).plans
    assert (plan.kind, plan.answer.value, plan.derived) == (Measure.GROWTH, 8, True)


def test_a_share_of_the_whole_is_a_row_of_its_own() -> None:
    lan = filed(
        stated(PLACE, "output", "2024", "25", basis="current", cut="sector=farming"),
        stated(PLACE, "output", "2024", "22", basis="current", cut="sector=farming", kind="share"),
    )
    found = row(
        PLACE, "output", "2024", lan, basis="current", cut="sector=farming", measure=Measure.SHARE
    )
    assert (found.value, found.unit) == (22, "percent")


def test_a_rate_changes_by_percentage_points() -> None:
    lan = filed(stated(PLACE, "trained-rate", "2024", "2", kind="change_abs"))
    (found,) = rows(PLACE, "2024", lan)
    assert (found.measure, found.unit, found.difference) == (
        Measure.CHANGE_ABS,
        "percentage_points",
        2,
    )


def test_a_growth_refers_to_its_own_filing_even_if_the_level_was_dated_later() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "10", kind="growth", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "110", known="2024-04-05"),
    )
    assert row(PLACE, "revenue", "2024-Q1", lan).same_period == 100


def test_values_of_other_runs_that_are_only_partial_are_not_shown_as_whole() -> None:
    lan = filed(
        stated("ben-tre-nho", "revenue", "2024-01", "3"),
        stated("ben-tre-nho", "revenue", "2024-02", "3"),
        stated("doi-che", "revenue", "2024-02", "4"),
    )
    found = row(PLACE, "revenue", "2024-02", lan)
    assert (found.value, found.previous_period, found.year_to_date) == (7, None, None)


def test_a_new_cumulative_figure_implies_a_revision_of_the_month_before() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-01", "1139.268", known="2024-01-29"),
        stated(PLACE, "investment", "2024-02", "810.505", known="2024-02-29"),
        stated(PLACE, "investment", "2024-01/2024-02", "1641.846", known="2024-02-29"),
    )
    revision = finding(row(PLACE, "investment", "2024-01", lan), "revision")
    assert (revision.expected, revision.stated) == (Decimal("831.341"), Decimal("1139.268"))


def test_a_mean_is_as_uncertain_as_its_weights() -> None:
    about_100 = {"comparator": Comparator.APPROX}
    lan = filed(
        stated("ben-tre-nho", "wage", "2024-01", "10"),
        stated("doi-che", "wage", "2024-01", "20"),
        stated("ben-tre-nho", "workers", "2024-01", "100", **about_100),
        stated("doi-che", "workers", "2024-01", "100", **about_100),
    )
    mean = row(PLACE, "wage", "2024-01", lan)
    assert mean.value == 15
    assert mean.bounds.contains(Decimal(18))
