"""What tiles hold beside levels: plans and shares of them, stated growth and what it implies."""

from __future__ import annotations

from math import isnan
from typing import Any

import pytest

from tests.cells.resolving import Block, Tiles, block, series_of
from tests.world import filed, planned, stated
from tiendo.cube.cells.codes import CHECKS, MEASURES, STATES
from tiendo.cube.cells.tables import SLOTS
from tiendo.vocabulary.figure import Figure, Statement
from tiendo.vocabulary.words import Measure, State

PLACE = "ben-tre-nho"


def level(period: str, value: str | None, **fields: object) -> Statement:
    return stated(PLACE, "investment", period, value, **fields)  # type: ignore[arg-type]


def growth(period: str, value: str | None, **fields: object) -> Statement:
    return level(period, value, kind="growth", **fields)


def share(period: str, value: str | None, **fields: object) -> Statement:
    return level(period, value, kind="plan_share", **fields)


def plan(value: str | None, **fields: object) -> Statement:
    return planned(PLACE, "investment", "2025", value, **fields)


def rows(table: str, period: str, *filings: list[Figure]) -> list[dict[str, Any]]:
    of = block(*filings)
    return _read(of).rows(table, period)


def _read(of: Block) -> Tiles:
    return Tiles(of.resolved(), PLACE, series_of("investment"), of.series)


class TestPlans:
    def test_versions_stand_by_assigner_the_answering_one_first(self) -> None:
        filing = filed(
            plan("120", assigner="province", version="first", known="2025-01-05"),
            plan("130", assigner="city", known="2025-01-05"),
            plan("150", assigner="province", version="adjusted", known="2025-07-01"),
        )
        assert [row["value"] for row in rows("plans", "2025", filing)] == [130, 150, 120]

    def test_without_texts_assigners_stand_in_the_order_of_their_numbers(self) -> None:
        of = block(filed(plan("120", assigner="province"), plan("130", assigner="city")))
        tiles = Block(of.figures, of.series, ()).resolved()
        assert tiles[2025].tables["plans"]["value"].tolist() == [120, 130]

    def test_a_withdrawn_plan_takes_its_older_versions_along(self) -> None:
        older = filed(plan("120", known="2025-01-05"), number=1)
        gone = filed(plan(None, state="withdrawn", known="2025-03-01"), number=2)
        assert rows("plans", "2025", older, gone) == []
        assert len(rows("plans", "2025", older)) == 1

    def test_a_target_stated_as_a_ratio_is_one_of_growth(self) -> None:
        (row,) = rows("plans", "2025", filed(plan("108.5", kind="base_ratio")))
        assert (MEASURES[row["kind"]], row["value"]) == (Measure.GROWTH, 8.5)
        assert row["derived"]

    def test_a_stated_share_implies_the_plan_behind_a_level(self) -> None:
        (row,) = rows("plans", "2025", filed(level("2025-H1", "60"), share("2025-H1", "40")))
        assert (row["value"], row["derived"]) == (150, 1)
        assert (row["shared_first"], row["shared_last"]) == (2025 * 12, 2025 * 12 + 5)

    def test_a_share_without_a_level_tells_of_a_plan_but_not_how_large(self) -> None:
        (row,) = rows("plans", "2025", filed(share("2025-H1", "40")))
        assert isnan(row["value"]) and STATES[row["state"]] is State.MISSING

    @pytest.mark.parametrize(("period", "value"), [("2025-H1", "0"), ("2024/2025", "40")])
    def test_a_share_of_nothing_or_over_years_implies_no_plan(
        self, period: str, value: str
    ) -> None:
        assert rows("plans", "2025", filed(level(period, "60"), share(period, value))) == []

    def test_a_filed_plan_stands_before_an_implied_one(self) -> None:
        implied = filed(level("2025-H1", "60"), share("2025-H1", "40"), number=1)
        found = rows("plans", "2025", implied, filed(plan("140", known="2025-01-01"), number=2))
        assert [(row["value"], row["derived"]) for row in found] == [(140, 0), (150, 1)]

    def test_the_newest_share_of_a_run_answers_and_none_where_it_is_withdrawn(self) -> None:
        first = filed(share("2025-H1", "40", known="2025-07-01"), number=1)
        second = filed(share("2025-H1", "41", known="2025-08-01"), number=2)
        gone = filed(share("2025-H1", None, state="withdrawn", known="2025-09-01"), number=3)
        assert [row["value"] for row in rows("shares", "2025-H1", first, second)] == [41]
        assert rows("shares", "2025-H1", first, second, gone) == []


class TestStatedComparisons:
    def test_growth_filed_with_a_level_belongs_to_it_and_implies_its_base(self) -> None:
        (row,) = rows("stated", "2025-Q1", filed(level("2025-Q1", "110"), growth("2025-Q1", "10")))
        assert SLOTS[row["slot"]] == "comparison"
        assert row["base_value"] == pytest.approx(100)

    def test_growth_filed_alone_is_a_row_of_its_own_and_implies_nothing(self) -> None:
        known = filed(level("2025-Q1", "110"), number=1)
        (row,) = rows("stated", "2025-Q1", known, filed(growth("2025-Q1", "10"), number=2))
        assert SLOTS[row["slot"]] == "row_growth"
        assert isnan(row["base_value"])

    def test_a_fall_of_all_leaves_no_base(self) -> None:
        filing = filed(level("2025-Q1", "110"), growth("2025-Q1", "-100"))
        (row,) = rows("stated", "2025-Q1", filing)
        assert isnan(row["base_value"])

    def test_growth_refers_to_the_level_it_was_filed_with_not_to_a_revision(self) -> None:
        report = filed(
            level("2025-Q1", "110", known="2025-04-01"),
            growth("2025-Q1", "10", known="2025-04-01"),
            number=1,
        )
        revision = filed(level("2025-Q1", "120", known="2025-06-01"), number=2)
        (row,) = rows("stated", "2025-Q1", report, revision)
        assert row["base_value"] == pytest.approx(100)

    def test_a_growth_may_have_agreed_with_the_levels_when_it_was_stated(self) -> None:
        earlier = filed(level("2024-Q1", "100", known="2024-04-01"), number=1)
        report = filed(
            level("2025-Q1", "110", known="2025-04-01"),
            growth("2025-Q1", "10", known="2025-04-01"),
            number=2,
        )
        revised = filed(level("2024-Q1", "130", known="2025-06-01"), number=3)
        wrong = filed(level("2024-Q1", "130", known="2024-04-01"), number=1)
        (agreed,) = rows("stated", "2025-Q1", earlier, report, revised)
        (disagreed,) = rows("stated", "2025-Q1", wrong, report)
        assert (agreed["agreed"], disagreed["agreed"]) == (1, 0)

    def test_a_withdrawn_growth_is_gone_wherever_it_was_withdrawn(self) -> None:
        report = filed(level("2025-Q1", "110"), growth("2025-Q1", "10"), number=1)
        gone = growth("2025-Q1", None, state="withdrawn", known="2026-02-01")
        assert rows("stated", "2025-Q1", report, filed(gone, number=2)) == []

    def test_growth_and_change_that_imply_other_bases_are_a_finding(self) -> None:
        said = [level("2025-Q1", "110"), growth("2025-Q1", "10")]
        change = level("2025-Q1", "30", kind="change_abs")
        (finding,) = rows("findings", "2025-Q1", filed(*said, change))
        assert CHECKS[finding["check"]] == "implied_base"
        assert (finding["expected"], finding["stated"]) == (80, pytest.approx(100))

    def test_growth_and_change_of_one_base_are_none(self) -> None:
        said = [level("2025-Q1", "110"), growth("2025-Q1", "10")]
        change = level("2025-Q1", "10", kind="change_abs")
        assert rows("findings", "2025-Q1", filed(*said, change)) == []

    def test_a_year_of_which_only_a_growth_is_stated_has_a_tile(self) -> None:
        tiles = block(filed(growth("2025-Q1", "10"))).resolved()
        assert tiles[2025].planes["value"].shape[2] == 0
