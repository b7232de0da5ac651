"""What a family takes from a tile, also from one that is older than all of its places there."""

from __future__ import annotations

import numpy as np
import pytest

from tiendo.cube.cells.codes import Ints
from tiendo.cube.cells.tables import SCHEMAS, Table, joined
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel.homes import Homes
from tiendo.cube.kernel.tile_part import TilePart

RUN = (24_288, 24_290)


def _runs(places: Ints) -> Table:
    """Return a table of one run whose rows are of some places of a tile."""
    columns = {name: np.zeros(len(places), kind) for name, kind in SCHEMAS["runs"].items()}
    first, last = np.full((2, len(places)), np.array([RUN]).T)
    return Table.of("runs", columns | {"place": places, "first": first, "last": last})


def _part(homes: list[int], places: int, first: int = 0) -> TilePart:
    """Return what a family, whose rows from one on these are, takes from a tile of some places."""
    numbers = first + np.arange(len(homes))
    return TilePart.of(Tile.empty(2024, places), Homes.of(numbers, np.array(homes)))


@pytest.mark.parametrize(("home", "expected"), [(1, [0]), (5, [])])
def test_a_tile_gives_only_the_rows_of_places_it_knows(home: int, expected: list[int]) -> None:
    part, table = _part([home], places=2), _runs(np.arange(2))

    places, rows = part.places_of(table, slice(0, 2))
    found = part.stretches_of(table, RUN, None)

    assert places.tolist() == expected
    assert table["place"][rows].tolist() == [home] * len(expected)
    assert [table["place"][one.rows].tolist() for one in found] == [[home] for _ in expected]
    assert [home + one.offset for one in found if one.offset is not None] == expected


def test_rows_of_all_runs_are_known_only_where_all_places_are_the_familys() -> None:
    table = _runs(np.arange(4))

    assert _part([0, 1, 2, 3], places=4, first=7).all_rows(table) == (slice(0, 4), 7)
    assert _part([0, 1, 2], places=4, first=7).all_rows(table) == (slice(0, 4), None)


def test_of_a_few_places_that_are_strewn_each_is_found_by_itself() -> None:
    table = _runs(np.array([0, 0, 3, 3, 3, 9, 9]))
    part = _part([9, 4, 0], places=10, first=5)
    needed = np.ones(8, np.bool_)
    needed[7] = False

    assert part.stretches_of(table, RUN, None) == [(slice(0, 2), 7), (slice(5, 7), -4)]
    assert part.stretches_of(table, RUN, needed) == [(slice(5, 7), -4)]
    of_others = _part([4, 1], places=10)
    assert of_others.stretches_of(table, RUN, None) == []


def test_of_many_places_that_are_strewn_all_rows_are_looked_at() -> None:
    table = _runs(np.arange(40))

    found = _part(list(range(0, 40, 2)), places=40).stretches_of(table, RUN, None)

    assert found == [(slice(0, 40), None)]


def test_rows_between_places_that_are_needed_are_left_out() -> None:
    table = _runs(np.repeat(np.arange(6), 2))
    part = _part(list(range(6)), places=6)
    needed = np.array([False, True, True, False, False, True])

    found = part.stretches_of(table, RUN, needed)

    assert found == [(slice(2, 6), 0), (slice(10, 12), 0)]
    assert part.stretches_of(table, RUN, np.zeros(6, np.bool_)) == []


def test_many_short_stretches_are_read_as_one() -> None:
    table, part = _runs(np.arange(40)), _part(list(range(40)), places=40)

    found = part.stretches_of(table, RUN, np.arange(40) % 2 == 1)

    assert found == [(slice(1, 40), 0)]


def test_it_is_told_where_the_rows_of_each_place_begin() -> None:
    table = _runs(np.array([1, 1, 1, 3, 3]))

    assert table.begins(RUN).tolist() == [0, 0, 3, 3, 5]


def test_the_rows_of_a_later_run_begin_behind_those_of_the_one_before() -> None:
    earlier, later = _runs(np.array([0, 2])), _runs(np.array([1, 2]))
    moved = {name: later[name] + (1 if name in ("first", "last") else 0) for name in later}

    both = joined("runs", [earlier, Table.of("runs", moved)])

    assert both.begins(RUN).tolist() == [0, 1, 1, 2]
    assert both.begins((RUN[0] + 1, RUN[1] + 1)).tolist() == [2, 2, 3, 4]


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ([4, 5], [1, 2], (slice(4, 6), slice(1, 3), 3)),
        ([4, 5], [1, 7], (slice(4, 6), [1, 7], None)),
        ([4, 6], [1, 2], ([4, 6], slice(1, 3), None)),
        ([4, 5], [2, 1], (slice(4, 6), [2, 1], None)),
        ([], [], ([], [], None)),
    ],
)
def test_neighbours_are_a_slice(mine: list[int], theirs: list[int], expected: object) -> None:
    homes = Homes.of(np.array(mine, np.int64), np.array(theirs, np.int64))
    rows = (one if isinstance(one, slice) else one.tolist() for one in (homes.mine, homes.theirs))

    assert (*rows, homes.offset) == expected
