"""Unknown, not due, not applicable and zero are different; revisions and contradictions show."""

from __future__ import annotations

from decimal import Decimal

from tests.explain.asking import checks, finding, row, rows
from tests.world import CATALOGUE, RECORDED, evidence, filed, planned, stated
from tiendo.cube.explain.chain_link import back_cast, link_factor, non_additive_residual
from tiendo.cube.explain.evaluate import windows_of
from tiendo.cube.explain.json_form import explanation_as_json
from tiendo.cube.explain.reader import Reader
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import Severity, State, Status, Verdict

PLACE = "song-xanh"
OWING = [Obligation(PLACE, "investment")]


def test_an_owed_run_is_not_due_until_its_lag_has_passed_and_missing_after() -> None:
    def state(as_of: str) -> State:
        return row(PLACE, "investment", "2024-01", as_of=as_of, obligations=OWING).state

    assert state("2024-02-10") is State.NOT_DUE
    assert state("2024-02-11") is State.MISSING


def test_an_owed_total_is_asked_even_where_only_a_part_was_filed() -> None:
    lan = filed(stated(PLACE, "investment", "2024-01", "3", cut="management=local"))
    found = row(PLACE, "investment", "2024-01", lan, as_of="2024-03-31", obligations=OWING)
    assert found.state is State.MISSING


def test_a_planned_series_asked_too_finely_is_not_applicable() -> None:
    lan = filed(planned(PLACE, "output", "2024", "5000", basis="current"))
    assert row(PLACE, "output", "2024-02", lan, basis="current").state is State.NOT_APPLICABLE
    assert row(PLACE, "output", "2024-Q1", lan, basis="current").state is State.MISSING


def test_a_planned_year_that_is_not_over_is_not_due() -> None:
    lan = filed(planned(PLACE, "revenue", "2026", "5000", known="2025-12-10"))
    assert row(PLACE, "revenue", "2026", lan, as_of="2026-06-30").state is State.NOT_DUE


def test_nothing_filed_or_planned_gives_no_row() -> None:
    assert rows(PLACE, "2024-01") == []


QUANG_NINH_2024 = [
    stated(PLACE, "investment", "2024-01", "1139.268", known="2024-01-29", status=Status.ESTIMATE),
    stated(
        PLACE, "investment", "2024-01", "831.341", known="2024-02-29", status=Status.PRELIMINARY
    ),
    stated(PLACE, "investment", "2024-02", "810.505", known="2024-02-29", status=Status.ESTIMATE),
    stated(
        PLACE,
        "investment",
        "2024-01/2024-02",
        "1641.846",
        known="2024-02-29",
        status=Status.ESTIMATE,
    ),
    stated(
        PLACE, "investment", "2024-02", "802.625", known="2024-03-29", status=Status.PRELIMINARY
    ),
    stated(PLACE, "investment", "2024-03", "844.832", known="2024-03-29", status=Status.ESTIMATE),
    stated(PLACE, "investment", "2024-Q1", "2478.798", known="2024-03-29", status=Status.ESTIMATE),
    stated(
        PLACE, "investment", "2024-03", "833.959", known="2024-04-29", status=Status.PRELIMINARY
    ),
]
"""Real figures of the state-budget investment of Quảng Ninh (statistics office, 2024)."""


def test_a_cumulative_figure_stays_and_its_revision_is_found() -> None:
    lan = filed(*QUANG_NINH_2024)
    to_date = row(PLACE, "investment", "2024-01/2024-02", lan)
    assert to_date.value == Decimal("1641.846")
    revision = finding(to_date, "revision")
    assert (revision.expected, revision.stated) == (Decimal("1633.966"), Decimal("1641.846"))
    assert revision.verdict is Verdict.EXPLAINED

    february = row(PLACE, "investment", "2024-02", lan)
    assert (february.value, february.year_to_date) == (Decimal("802.625"), Decimal("1641.846"))
    assert finding(february, "revision").expected == Decimal("1633.966")


def test_before_the_revision_was_known_there_is_no_finding() -> None:
    lan = filed(*QUANG_NINH_2024)
    assert checks(row(PLACE, "investment", "2024-01/2024-02", lan, as_of="2024-03-10")) == []


def test_a_revision_follows_the_latest_word_on_every_month() -> None:
    quarter = row(PLACE, "investment", "2024-Q1", filed(*QUANG_NINH_2024))
    assert finding(quarter, "revision").expected == Decimal("2467.925")


def test_a_report_that_contradicts_itself_is_no_revision() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-01", "10"),
        stated(PLACE, "investment", "2024-02", "20"),
        stated(PLACE, "investment", "2024-01/2024-02", "40"),
    )
    assert finding(row(PLACE, "investment", "2024-01/2024-02", lan), "sum").expected == 30
    february = row(PLACE, "investment", "2024-02", lan)
    assert {(f.check, f.expected, f.stated) for f in february.findings} == {
        ("sum", 30, 20),
        ("sum", 30, 40),
    }


def test_a_part_that_the_same_report_revises_contradicts_nothing() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-03", "100", known="2024-04-01"),
        stated(PLACE, "investment", "2024-01/2024-02", "200", known="2024-05-01"),
        stated(PLACE, "investment", "2024-Q1", "310", known="2024-05-01"),
    )
    march = row(PLACE, "investment", "2024-03", lan)
    assert [(f.check, f.expected, f.stated) for f in march.findings] == [("revision", 110, 100)]
    assert checks(row(PLACE, "investment", "2024-Q1", lan)) == []


def test_rounding_is_no_contradiction() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-01", "10.4"),
        stated(PLACE, "investment", "2024-02", "20.4"),
        stated(PLACE, "investment", "2024-01/2024-02", "31"),
    )
    assert checks(row(PLACE, "investment", "2024-01/2024-02", lan)) == []


def test_growth_on_unstated_prices_is_marked() -> None:
    lan = filed(
        stated(PLACE, "output", "2024-Q1", "5800", basis="not_stated"),
        stated(PLACE, "output", "2024-Q1", "8.26", kind="growth", basis="not_stated"),
    )
    found = finding(row(PLACE, "output", "2024-Q1", lan, basis="not_stated"), "price_basis")
    assert (found.verdict, found.severity) == (Verdict.NOT_CHECKABLE, Severity.WARNING)


def test_two_stated_comparisons_that_imply_different_bases_are_found() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024", "110"),
        stated(PLACE, "revenue", "2024", "10.0", kind="growth"),
        stated(PLACE, "revenue", "2024", "25", kind="change_abs"),
    )
    assert finding(row(PLACE, "revenue", "2024", lan), "implied_base").expected == 85


def chain_linking_world() -> Reader:
    """Parts and total at 2010 prices for 2019 and 2020, and at 2020 prices for 2020."""
    old = {"": ("1000", "1060"), "farming": ("400", "410"), "industry": ("600", "650")}
    new = {"": "1900", "farming": "900", "industry": "1000"}
    statements = []
    for code, (before, link) in old.items():
        cut = f"sector={code}" if code else ""
        for year, value in (("2019", before), ("2020", link)):
            statements.append(stated(PLACE, "output", year, value, cut=cut, basis="constant_2010"))
        statements.append(
            stated(PLACE, "output", "2020", new[code], cut=cut, basis="constant_2020")
        )
    return Reader(evidence(filed(*statements)))


def test_chain_linking_keeps_the_growth_of_every_series() -> None:
    reader = chain_linking_world()
    year, before = Period.parse("2020"), Period.parse("2019")
    for cut in (TOTAL, Breakdown.of(sector="farming"), Breakdown.of(sector="industry")):
        series = Series("output", cut, "constant_2020")
        linked = back_cast(reader, PLACE, series, "constant_2010", before)
        old = reader.computed_growth(PLACE, Series("output", cut, "constant_2010"), year)
        assert linked is not None and old is not None
        growth = 100 * (reader.level(PLACE, series, year).amount / linked.amount - 1)
        assert abs(growth - old.amount) < Decimal("1e-20")


def test_chain_linked_parts_leave_a_residual_that_is_shown_not_spread() -> None:
    reader = chain_linking_world()
    total = Series("output", TOTAL, "constant_2020")
    factor = link_factor(reader, PLACE, total, "constant_2010")
    assert factor is not None and abs(factor.amount - Decimal(1900) / 1060) < Decimal("1e-20")

    def linked(code: str) -> Decimal:
        series = total.with_breakdown(Breakdown.of(sector=code))
        answer = back_cast(reader, PLACE, series, "constant_2010", Period.parse("2019"))
        assert answer is not None
        return answer.amount

    from dataclasses import replace

    from tests.world import SECTORS

    two_sectors = replace(SECTORS, parts=SECTORS.parts[:2])
    gap = non_additive_residual(
        reader, PLACE, total, two_sectors, "constant_2010", Period.parse("2019")
    )
    whole = Decimal(1000) * 1900 / 1060
    assert gap is not None
    assert abs(gap.amount - (whole - linked("farming") - linked("industry"))) < Decimal("1e-15")
    assert gap.amount != 0


def test_chain_linking_refuses_without_the_link_year() -> None:
    lan = filed(stated(PLACE, "output", "2019", "10", basis="constant_2010"))
    series = Series("output", TOTAL, "constant_2020")
    reader = Reader(evidence(lan))
    assert back_cast(reader, PLACE, series, "constant_2010", Period.parse("2019")) is None
    assert link_factor(reader, PLACE, Series("output", TOTAL, "current"), "constant_2010") is None


def test_the_json_tells_file_cell_clocks_and_person() -> None:
    lan = filed(stated(PLACE, "investment", "2024-01", "10.50", known="2024-02-01", cell="line 12"))
    found = explanation_as_json(row(PLACE, "investment", "2024-01", lan), "vi")
    figure = found["trace"]["figure"]
    assert (figure["file"], figure["cell"], figure["by"]) == ("filing-1.csv", "line 12", "Lan")
    assert (figure["known_at"], figure["recorded_at"]) == ("2024-02-01", "2026-01-15T08:30:00Z")
    assert found["source"] == "filing-1.csv, line 12"
    assert (found["value"], found["value_lo"], found["value_hi"]) == (10.5, 10.495, 10.505)
    assert RECORDED.isoformat().startswith("2026-01-15")


def test_an_evaluation_asks_for_the_years_it_compares_and_those_that_link_price_bases() -> None:
    years = {str(window) for window in windows_of(Period.parse("2026-Q1"), CATALOGUE)}
    assert years == {"2026", "2025", "2020", "2010"}
