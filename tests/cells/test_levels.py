"""What tiles hold of levels: which figures answer for a run, and where they stand."""

from __future__ import annotations

from datetime import date
from math import isnan

import numpy as np
import pytest

from tests.cells.resolving import PLACES, Tiles, block, same_tiles, series_of
from tests.world import CATALOGUE, filed, stated
from tiendo.cube.cells.codes import CHECKS
from tiendo.cube.cells.resolve import SeriesRules, rules_of
from tiendo.vocabulary.figure import Figure, Statement
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Comparator, Modality, Rule, State, Status

PLACE = "ben-tre-nho"


def investment(period: str, value: str | None, **fields: object) -> Statement:
    return stated(PLACE, "investment", period, value, **fields)  # type: ignore[arg-type]


def read(*filings: list[Figure], indicator: str = "investment", as_of: str = "2026-06-30") -> Tiles:
    of = block(*filings)
    return Tiles(of.resolved(as_of), PLACE, series_of(indicator), of.series)


def rows_in(tiles: Tiles, *periods: str) -> list[str]:
    """Return the periods that have a row of their own."""
    return [period for period in periods if tiles.rows("runs", period)]


MONTHS = [f"2025-{month:02d}" for month in range(1, 13)]
OTHER_RUNS = ["2025-Q1", "2025-Q2", "2025-H1", "2025-H2", "2025-9M", "2025", "2025-02/2025-05"]


class TestRegularFlows:
    def test_months_stand_in_the_planes_and_longer_runs_are_their_sums(self) -> None:
        tiles = read(filed(*(investment(month, "10.5") for month in MONTHS)))
        assert [tiles.step(month) for month in MONTHS] == [1] * 12
        assert tiles.level("2025-Q2").value == 31.5
        assert tiles.level("2025-Q2").figure is None
        assert tiles.level("2025-04").figure == 1004
        assert rows_in(tiles, *MONTHS, *OTHER_RUNS) == []

    def test_a_cumulative_figure_is_a_total_itself_and_a_month_is_a_difference(self) -> None:
        said = [investment("2025-01", "5"), investment("2025-01/2025-02", "12")]
        tiles = read(filed(*said, investment("2025-Q1", "20.5")))
        assert [tiles.step(month) for month in MONTHS[:4]] == [1, 2, 3, 0]
        march = tiles.level("2025-03")
        assert (march.value, march.lo, march.hi) == (8.5, pytest.approx(7.95), pytest.approx(9.05))
        assert tiles.level("2025-Q1").figure == 1003
        assert rows_in(tiles, *MONTHS, *OTHER_RUNS) == []

    def test_quarters_give_halves_but_no_months(self) -> None:
        tiles = read(filed(*(investment(f"2025-Q{n}", str(n)) for n in range(1, 5))))
        assert [tiles.step(month) for month in MONTHS] == [0, 0, 3] * 4
        assert tiles.level("2025-H2").value == 7
        assert tiles.level("2025-05").state is State.MISSING

    def test_a_yearly_figure_fills_december_alone(self) -> None:
        tiles = read(filed(investment("2025", "100")))
        assert tiles.step("2025-12") == 12
        assert tiles.level("2025").value == 100
        assert tiles.level("2025-12").state is State.MISSING

    def test_months_behind_a_gap_have_rows_since_no_path_leads_to_january(self) -> None:
        tiles = read(filed(investment("2025-01", "1"), investment("2025-04", "4")))
        assert tiles.level("2025-04").value == 4
        assert rows_in(tiles, *MONTHS) == ["2025-04"]
        assert tiles.level("2025-01/2025-04").state is State.MISSING

    def test_a_small_month_beside_a_huge_one_keeps_its_digits(self) -> None:
        months = [investment("2025-01", "9000000000000000"), investment("2025-02", "0.001")]
        assert read(filed(*months)).level("2025-02").value == 0.001

    def test_nothing_filed_is_no_tile(self) -> None:
        assert block(filed(), series=[series_of("investment")]).resolved() == {}


class TestSeveralVintages:
    """January was estimated, then revised in February's report, whose total says so too."""

    JANUARY = filed(
        investment("2025-01", "1200.5", known="2025-02-05", status=Status.ESTIMATE), number=1
    )
    FEBRUARY = filed(
        investment("2025-01", "900.25", known="2025-03-05", status=Status.ESTIMATE),
        investment("2025-02", "800.5", known="2025-03-05", status=Status.ESTIMATE),
        investment("2025-01/2025-02", "1700.75", known="2025-03-05"),
        number=2,
    )
    MARCH = filed(investment("2025-02", "790.5", known="2025-04-05"), number=3)

    def test_the_latest_answers_for_its_run(self) -> None:
        tiles = read(self.JANUARY, self.FEBRUARY, self.MARCH)
        assert tiles.level("2025-01").value == 900.25
        assert tiles.level("2025-02").value == 790.5

    def test_as_of_an_earlier_day_the_estimate_answers(self) -> None:
        tiles = read(self.JANUARY, self.FEBRUARY, self.MARCH, as_of="2025-02-28")
        assert tiles.level("2025-01").value == 1200.5
        assert tiles.level("2025-02").state is State.MISSING

    def test_the_total_filed_stays_and_the_revision_is_a_finding(self) -> None:
        tiles = read(self.JANUARY, self.FEBRUARY, self.MARCH)
        assert tiles.level("2025-01/2025-02").value == 1700.75
        (finding,) = tiles.rows("findings", "2025-01/2025-02")
        assert CHECKS[finding["check"]] == "revision"
        assert (finding["expected"], finding["stated"]) == (1690.75, 1700.75)
        assert date.fromordinal(finding["since"]) == date(2025, 3, 5)
        assert date.fromordinal(finding["by"]) == date(2025, 4, 5)

    def test_a_report_that_agrees_with_itself_has_no_finding(self) -> None:
        tiles = read(self.JANUARY, self.FEBRUARY)
        assert not any(tiles.rows("findings", run) for run in (*MONTHS, "2025-01/2025-02"))

    def test_parts_that_never_added_up_are_a_finding_at_once(self) -> None:
        report = filed(
            investment("2025-01", "4"),
            investment("2025-02", "5"),
            investment("2025-01/2025-02", "11"),
        )
        (finding,) = read(report).rows("findings", "2025-01/2025-02")
        assert (CHECKS[finding["check"]], finding["expected"]) == ("sum", 9)

    def test_where_withdrawn_wins_other_runs_answer(self) -> None:
        withdrawn = investment("2025-02", None, state="withdrawn", known="2025-05-05")
        tiles = read(self.JANUARY, self.FEBRUARY, self.MARCH, filed(withdrawn, number=4))
        assert tiles.level("2025-02").value == 800.5  # the total to February less January
        assert tiles.level("2025-02").figure is None

    def test_a_figure_withdrawn_without_another_leaves_nothing(self) -> None:
        withdrawn = investment("2025-01", None, state="withdrawn", known="2025-05-05")
        tiles = read(self.JANUARY, filed(withdrawn, number=2))
        assert tiles.level("2025-01").state is State.MISSING


class TestPaths:
    """April follows in two ways from three runs each: 4 from the first half, 3 from the second."""

    FIRST = (
        investment("2025-Q1", "10"),
        investment("2025-01/2025-02", "5"),
        investment("2025-03/2025-04", "9"),
    )

    @staticmethod
    def second(day: str) -> list[Figure]:
        return filed(
            investment("2025-04/2025-05", "7", known=day),
            investment("2025-02/2025-05", "20", known=day),
            investment("2025-02/2025-04", "16", known=day),
            number=2,
        )

    def test_of_paths_known_alike_that_over_the_earliest_runs_answers(self) -> None:
        tiles = read(filed(*self.FIRST), self.second("2026-01-10"))
        assert tiles.level("2025-04").value == 4

    def test_the_path_that_became_known_last_answers(self) -> None:
        tiles = read(filed(*self.FIRST), self.second("2026-01-11"))
        assert tiles.level("2025-04").value == 3

    def test_fewer_runs_answer_before_newer_ones(self) -> None:
        total = investment("2025-01/2025-04", "15", known="2025-05-01")
        tiles = read(filed(*self.FIRST, total), self.second("2026-01-11"))
        assert tiles.level("2025-04").value == 5


class TestStatesAndVagueNumbers:
    def test_a_confidential_month_hides_what_holds_it_and_the_planes_tell_nothing(self) -> None:
        months = [investment(month, "10") for month in MONTHS if month != "2025-02"]
        of = block(filed(*months, investment("2025-02", None, state="confidential")))
        tiles = of.resolved()
        found = Tiles(tiles, PLACE, series_of("investment"), of.series)
        assert found.level("2025-02").state is State.CONFIDENTIAL
        assert found.level("2025-H1").state is State.CONFIDENTIAL
        assert found.level("2025-01").value == 10
        assert found.level("2025-Q2").value == 30
        assert np.isnan(tiles[2025].planes["value"][1:, PLACES[PLACE]]).all()

    def test_a_month_that_follows_only_from_hidden_ones_is_hidden(self) -> None:
        hidden = investment("2025-01/2025-02", None, state="confidential")
        tiles = read(filed(investment("2025-Q1", "30"), hidden))
        assert tiles.level("2025-03").state is State.CONFIDENTIAL
        assert tiles.level("2025-04").state is State.MISSING

    def test_not_applicable_is_an_answer_without_a_number(self) -> None:
        tiles = read(filed(investment("2025-01", None, state="not_applicable")))
        assert tiles.level("2025-01").state is State.NOT_APPLICABLE
        assert tiles.level("2025-01").figure == 1001

    def test_an_approximate_month_keeps_its_interval(self) -> None:
        about = investment("2025-01", "700", comparator=Comparator.APPROX)
        tiles = read(filed(about, investment("2025-02", "50")))
        assert (tiles.level("2025-01").lo, tiles.level("2025-01").hi) == (600, 800)
        both = tiles.level("2025-01/2025-02")
        assert (both.lo, both.hi, both.comparator) == (649.5, 850.5, Comparator.APPROX)
        assert rows_in(tiles, "2025-01", "2025-01/2025-02", "2025-02") == [
            "2025-01",
            "2025-01/2025-02",
        ]

    def test_over_a_number_opens_the_interval_without_a_row(self) -> None:
        over = investment("2025-01", "700", comparator=Comparator.MORE_THAN)
        tiles = read(filed(over, investment("2025-02", "50")))
        both = tiles.level("2025-01/2025-02")
        assert (both.lo, both.hi, both.comparator) == (749.5, np.inf, Comparator.MORE_THAN)
        assert rows_in(tiles, "2025-01", "2025-02", "2025-01/2025-02") == []

    def test_a_difference_within_a_billionth_is_zero(self) -> None:
        months = [investment(f"2025-0{n}", v) for n, v in ((1, "0.1"), (2, "0.2"), (3, "-0.3"))]
        assert read(filed(*months)).level("2025-Q1").state is State.ZERO
        totals = [
            investment("2025-01", "1000000000"),
            investment("2025-01/2025-02", "1000000000.5"),
        ]
        assert read(filed(*totals)).level("2025-02").state is State.ZERO
        apart = [investment("2025-01", "1000000"), investment("2025-01/2025-02", "1000000.5")]
        assert read(filed(*apart)).level("2025-02").value == 0.5

    def test_a_sum_is_as_final_as_its_worst_part(self) -> None:
        expected = investment("2025-02", "2", modality=Modality.EXPECTED, known="2026-02-01")
        tiles = read(filed(investment("2025-01", "1", status=Status.OFFICIAL), expected))
        both = tiles.level("2025-01/2025-02")
        assert (both.status, both.modality) == (None, Modality.EXPECTED)
        assert both.known_at == date(2026, 2, 1)


class TestOtherTimeRules:
    def test_a_stock_asked_for_a_quarter_is_that_of_its_last_month(self) -> None:
        tiles = read(filed(stated(PLACE, "workers", "2025-03", "70")), indicator="workers")
        assert tiles.level("2025-Q1").value == 70
        assert tiles.level("2025-02").state is State.MISSING
        assert rows_in(tiles, "2025-Q1", "2025-03") == []

    def test_a_stock_filed_for_a_quarter_answers_for_it_and_the_latest_for_the_month(self) -> None:
        quarter = stated(PLACE, "workers", "2025-Q1", "70", known="2025-04-01")
        month = stated(PLACE, "workers", "2025-03", "75", known="2025-05-01")
        tiles = read(filed(quarter, month), indicator="workers")
        assert tiles.level("2025-Q1").value == 70
        assert tiles.level("2025-03").value == 75
        assert tiles.level("2025-02/2025-03").value == 75
        assert rows_in(tiles, "2025-Q1", "2025-03") == ["2025-Q1"]

    def test_a_confidential_stock_hides_every_run_that_ends_with_it(self) -> None:
        hidden = stated(PLACE, "workers", "2025-03", None, state="confidential")
        tiles = read(filed(hidden), indicator="workers")
        assert tiles.level("2025-Q1").state is State.CONFIDENTIAL
        assert tiles.level("2025-03").state is State.CONFIDENTIAL
        assert tiles.level("2025-04").state is State.MISSING

    def test_of_means_and_ratios_only_filed_runs_are_held(self) -> None:
        wages = [stated(PLACE, "wage", month, "8.5") for month in ("2025-01", "2025-02")]
        tiles = read(filed(*wages), indicator="wage")
        assert tiles.level("2025-02").value == 8.5
        assert tiles.rows("runs", "2025-01/2025-02") == []  # the kernel's to put together
        assert tiles.step("2025-02") == 0

    def test_a_run_over_several_years_stands_in_its_last_one(self) -> None:
        of = block(filed(investment("2024/2025", "300")))
        tiles = of.resolved()
        assert list(tiles) == [2025]
        assert Tiles(tiles, PLACE, of.series[0], of.series).level("2024/2025").value == 300

    def test_a_mean_knows_what_weighs_it(self) -> None:
        axis = (series_of("wage"), series_of("workers"), series_of("visitors"))
        wage, workers, _ = rules_of(axis, CATALOGUE)
        assert wage == SeriesRules(Rule.MEAN, weight=1, has_weight=True)
        assert workers == SeriesRules(Rule.LAST)
        assert rules_of(axis[:1], CATALOGUE)[0].weight is None

    def test_figures_without_a_card_answer_for_exactly_their_runs(self) -> None:
        unheard_of = Series("moon-landings", Breakdown(), "current")
        assert rules_of([unheard_of], CATALOGUE) == (SeriesRules(Rule.NONE),)


class TestWhatIsResolved:
    FIGURES = filed(
        investment("2025-01", "1"),
        stated("doi-che", "investment", "2025-01", "2"),
        stated(PLACE, "workers", "2025-01", "3"),
        stated(PLACE, "investment", "2027-01", "9", known="2027-02-01"),
    )

    def test_only_the_pairs_asked_for_as_rows_or_as_a_mask(self) -> None:
        of = block(self.FIGURES)
        rows = np.array([[PLACES["doi-che"], 0]])
        mask = np.zeros((len(PLACES), len(of.series)), np.bool_)
        mask[PLACES["doi-che"], 0] = True
        by_rows, by_mask = of.resolved(pairs=rows)[2025], of.resolved(pairs=mask)[2025]
        assert same_tiles(by_rows, by_mask)
        assert by_rows.planes["value"][0, PLACES["doi-che"], 0] == 2
        assert isnan(by_rows.planes["value"][0, PLACES[PLACE], 0])
        assert by_rows.series.tolist() == [0]

    def test_what_is_known_later_makes_no_tile_yet(self) -> None:
        of = block(self.FIGURES)
        assert list(of.resolved()) == [2025]
        assert list(of.resolved("2027-02-01")) == [2025, 2027]

    def test_progress_tells_of_all_figures(self) -> None:
        told: list[int] = []
        block(self.FIGURES).resolved(progress=told.append)
        assert sum(told) == len(self.FIGURES)

    def test_the_order_of_the_figures_does_not_matter(self) -> None:
        backwards = list(reversed(self.FIGURES))
        axis = block(self.FIGURES).series
        assert same_tiles(
            block(self.FIGURES).resolved()[2025], block(backwards, series=axis).resolved()[2025]
        )
