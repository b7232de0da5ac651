"""Places that file alike are resolved together: which figures answer does not hang on numbers."""

from __future__ import annotations

from itertools import chain

import numpy as np

from tests.cells.resolving import Block, Tiles, block, series_of
from tests.world import filed, stated
from tiendo.cube.cells.codes import CHECKS
from tiendo.cube.cells.resolve.columns import group_ends, group_starts, in_order
from tiendo.cube.cells.resolve.order import CELL
from tiendo.cube.cells.resolve.pattern import Pattern, grouped
from tiendo.cube.cells.resolve.regular import Flows
from tiendo.vocabulary.figure import Figure, Statement
from tiendo.vocabulary.words import State

PLACES = ("ben-tre-nho", "doi-che", "doi-che-2")


def report(place: str, year: int, january: str, february: str, to_date: str) -> list[Statement]:
    """Two months in a first report, and the total of both in a later one."""
    return [
        stated(place, "investment", f"{year}-01", january, known=f"{year}-02-05"),
        stated(place, "investment", f"{year}-02", february, known=f"{year}-03-05"),
        stated(place, "investment", f"{year}-01/{year}-02", to_date, known=f"{year}-03-20"),
    ]


def patterns(figures: list[Figure]) -> list[tuple[Pattern, int]]:
    """Return the patterns of figures, each with the number of groups that have it."""
    columns = in_order(block(figures).figures, CELL)
    starts = group_starts(columns["place"], columns["series"], columns["last"] // 12)
    return [(pattern, len(rows)) for pattern, rows in grouped(columns, starts)]


def test_places_that_file_the_same_reports_have_one_pattern_whatever_they_say() -> None:
    reports = (report(place, 2025, str(n), "2", "5") for n, place in enumerate(PLACES))
    [(_, groups)] = patterns(filed(*chain.from_iterable(reports)))
    assert groups == 3


def test_the_same_reports_of_another_year_have_the_same_pattern() -> None:
    said = [*report("doi-che", 2025, "1", "2", "3"), *report("doi-che", 2024, "7", "8", "9")]
    [(_, groups)] = patterns(filed(*said))
    assert groups == 2


def test_a_report_that_came_earlier_makes_another_pattern() -> None:
    late = stated("doi-che", "investment", "2025-01", "1", known="2025-04-01")
    [_, *others] = report("doi-che", 2025, "1", "2", "3")
    said = [*report("ben-tre-nho", 2025, "1", "2", "3"), late, *others]
    assert [groups for _, groups in patterns(filed(*said))] == [1, 1]


def test_a_figure_replaced_on_its_own_day_changes_neither_the_pattern_nor_what_follows() -> None:
    reports = report("doi-che", 2025, "1", "2", "5")
    wrong = filed(stated("doi-che", "investment", "2025-02", "7", known="2025-03-05"), number=1)
    corrected, plain = block(wrong, filed(*reports, number=2)), block(filed(*reports, number=2))
    assert len(corrected.figures) == 1 + len(plain.figures)
    assert len(flows_of(corrected).standing().figures) == len(plain.figures)
    for each in (corrected, plain):
        tiles = Tiles(each.resolved(), "doi-che", series_of("investment"), each.series)
        [finding] = tiles.rows("findings", "2025-01/2025-02")
        assert (finding["expected"], finding["stated"]) == (3, 5)


def test_a_figure_replaced_on_a_later_day_was_known_until_then() -> None:
    first = filed(stated("doi-che", "investment", "2025-02", "7", known="2025-03-04"), number=1)
    reports = filed(*report("doi-che", 2025, "1", "2", "5"), number=2)
    flows = flows_of(block(first, reports))
    assert len(flows.standing().figures) == len(flows.figures) == 4


def flows_of(figures: Block) -> Flows:
    columns = in_order(figures.figures, CELL)
    return Flows.of(columns, group_ends(*(columns[name] for name in CELL)))


def test_each_place_of_a_pattern_has_its_own_numbers_and_findings() -> None:
    said = [
        *report("ben-tre-nho", 2025, "1", "2", "3"),
        *report("doi-che", 2025, "10", "20", "34"),
    ]
    of = block(filed(*said))
    tiles = of.resolved()

    def read(place: str) -> Tiles:
        return Tiles(tiles, place, series_of("investment"), of.series)

    assert read("ben-tre-nho").level("2025-01/2025-02").value == 3
    assert read("doi-che").level("2025-01/2025-02").value == 34
    # March's total is filed; 30 of the months is not 34, and 3 is 3.
    assert read("ben-tre-nho").rows("findings", "2025-01/2025-02") == []
    [finding] = read("doi-che").rows("findings", "2025-01/2025-02")
    assert CHECKS[finding["check"]] == "sum"
    assert (finding["expected"], finding["stated"]) == (30, 34)


def test_a_confidential_figure_makes_another_pattern_and_hides() -> None:
    hidden = stated(
        "doi-che", "investment", "2025-01", None, state="confidential", known="2025-02-05"
    )
    [_, *others] = report("doi-che", 2025, "1", "2", "3")
    figures = filed(*report("ben-tre-nho", 2025, "1", "2", "3"), hidden, *others)
    assert len(patterns(figures)) == 2
    of = block(figures)
    tiles = Tiles(of.resolved(), "doi-che", series_of("investment"), of.series)
    assert tiles.level("2025-01").state is State.CONFIDENTIAL
    assert np.isnan(tiles.level("2025-01").value)
