"""The cells of rows: two short lists say the same where each place has rows of the same series."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.kernel.row_cells import AlikeCells, RowCells

COLUMNS = 7

PLACES = st.lists(st.integers(0, 8), min_size=1, max_size=5, unique=True).map(sorted)
SERIES = st.lists(st.integers(0, COLUMNS - 1), min_size=1, max_size=6).map(sorted)


def _both(places: list[int], series: list[int]) -> tuple[AlikeCells, RowCells]:
    numbers = [place * COLUMNS + one for place in places for one in series]
    alike = AlikeCells(np.array(places), np.array(series), COLUMNS)
    return alike, RowCells(np.array(numbers))


@given(PLACES, SERIES)
def test_short_lists_say_what_the_long_one_says(places: list[int], series: list[int]) -> None:
    alike, listed = _both(places, series)
    values = np.random.default_rng(0).random((9, COLUMNS))

    assert alike.numbers.tolist() == listed.numbers.tolist()
    assert alike.of(values).tolist() == listed.of(values).tolist()
    for cells in (alike, listed):
        into = np.empty(len(places) * len(series))
        assert cells.of(values, out=into) is into
        assert into.tolist() == listed.of(values).tolist()


@given(PLACES, SERIES)
def test_they_mark_the_same_cells(places: list[int], series: list[int]) -> None:
    alike, listed = _both(places, series)
    marked, expected = np.zeros((2, 9, COLUMNS), np.bool_)
    marked[0, 0] = expected[0, 0] = True

    alike.mark(marked)
    listed.mark(expected)

    assert marked.tolist() == expected.tolist()
    assert alike.all_in(marked)
    assert listed.all_in(marked)
    marked[places[-1], series[0]] = False
    assert not alike.all_in(marked)
    assert not listed.all_in(marked)


def test_some_rows_of_alike_places_are_listed() -> None:
    alike, listed = _both([1, 3], [0, 0, 4])

    assert alike.take(np.array([1, 5])).numbers.tolist() == listed.numbers[[1, 5]].tolist()


JANUARY = (24_288, 24_288)


def _table(cells: list[tuple[int, int]]) -> Table:
    columns = {name: np.zeros(len(cells), kind) for name, kind in SCHEMAS["plans"].items()}
    columns["place"], columns["series"] = np.array(cells).T
    columns["first"][:], columns["last"][:] = JANUARY
    return Table.of("plans", columns)


def test_a_table_tells_that_its_places_have_rows_of_the_same_series() -> None:
    alike = _table([(2, 1), (2, 1), (2, 5), (3, 1), (3, 1), (3, 5)]).alike(JANUARY)

    assert alike is not None
    places, series = alike
    assert places.tolist() == [2, 3]
    assert series.tolist() == [1, 1, 5]


@pytest.mark.parametrize(
    "cells",
    [
        [(2, 1), (2, 5), (3, 1)],  # fewer rows of one place
        [(2, 1), (2, 5), (3, 1), (3, 4)],  # of another series
        [(2, 1), (2, 5), (3, 1), (4, 5)],  # as many rows, of two places
    ],
)
def test_it_does_not_tell_so_where_one_differs(cells: list[tuple[int, int]]) -> None:
    assert _table(cells).alike(JANUARY) is None
