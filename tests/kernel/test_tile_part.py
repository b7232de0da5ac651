"""What a family takes from a tile, also from one that is older than all of its places there."""

from __future__ import annotations

import numpy as np
import pytest

from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel.homes import Homes
from tiendo.cube.kernel.tile_part import TilePart

_OF_TWO_PLACES = Table.of(
    "runs", {name: np.arange(2).astype(kind) for name, kind in SCHEMAS["runs"].items()}
)


def _part(home: int) -> TilePart:
    """Return what a family of one place, in a row of the block, takes from a tile of two."""
    return TilePart.of(Tile.empty(2024, 2), Homes.of(np.array([0]), np.array([home])))


@pytest.mark.parametrize("of_one_run", [False, True])
@pytest.mark.parametrize(("home", "expected"), [(1, [0]), (5, [])])
def test_a_tile_gives_only_the_rows_of_places_it_knows(
    home: int, expected: list[int], of_one_run: bool
) -> None:
    part = _part(home)
    rows = slice(0, 2)
    if of_one_run:
        rows, *none = part.stretches_of(_OF_TWO_PLACES, rows, None) or [slice(0, 0)]
        assert not none

    places, _ = part.places_of(_OF_TWO_PLACES, rows, of_one_run)

    assert places.tolist() == expected


def test_rows_between_places_that_are_needed_are_left_out() -> None:
    places = np.repeat(np.arange(6), 2)
    table = Table.of("runs", {name: places.astype(kind) for name, kind in SCHEMAS["runs"].items()})
    part = TilePart.of(Tile.empty(2024, 6), Homes.of(np.arange(6), np.arange(6)))
    needed = np.array([False, True, True, False, False, True])

    found = part.stretches_of(table, slice(0, 12), needed)

    assert found == [slice(2, 6), slice(10, 12)]
    assert part.stretches_of(table, slice(0, 12), np.zeros(6, np.bool_)) == []


def test_many_short_stretches_are_read_as_one() -> None:
    places = np.arange(40)
    table = Table.of("runs", {name: places.astype(kind) for name, kind in SCHEMAS["runs"].items()})
    part = TilePart.of(Tile.empty(2024, 40), Homes.of(places, places))

    found = part.stretches_of(table, slice(0, 40), places % 2 == 1)

    assert found == [slice(1, 40)]
