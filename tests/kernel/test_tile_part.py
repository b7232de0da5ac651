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
        rows = part.rows_of(_OF_TWO_PLACES, rows, None)

    places, _ = part.places_of(_OF_TWO_PLACES, rows, of_one_run)

    assert places.tolist() == expected
