"""Planes of a family stand in its own rows, wherever its places stand in the tiles."""

from __future__ import annotations

import numpy as np
import pytest

from tiendo.cube.cells.axes import Axes, MemoryTiles
from tiendo.cube.cells.codes import Ints
from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.held import HeldFigures
from tiendo.vocabulary.place import Place, PlaceName, PlaceRegister
from tiendo.vocabulary.words import Level

YEAR, COLUMNS, PLACES = 2024, 4, 5


def _tile(block: int, series: list[int]) -> Tile:
    """Return a tile whose values tell block, month, place and series by their digits."""
    shape = (MONTHS, PLACES, len(series))
    month, place, at = np.indices(shape)
    planes = {name: np.full(shape, fill, kind) for name, (kind, fill) in PLANES.items()}
    planes["value"] = block * 10_000.0 + month * 100 + place * 10 + np.array(series)[at]
    tables = {name: Table.empty(name) for name in SCHEMAS}
    return Tile(YEAR, PLACES, np.array(series), planes, tables)


def _held(homes: list[tuple[int, int]], tiles: list[Tile], columns: int = COLUMNS) -> HeldFigures:
    """Return what a family of these homes holds; a tile for each block from 1 on."""
    places = [
        Place(number + 1, f"p{number}", Level.COMMUNE, (PlaceName("en", f"p{number}"),))
        for number in range(PLACES * len(tiles))
    ]
    ids = [tuple(p.id for p in places[at : at + PLACES]) for at in range(0, len(places), PLACES)]
    held = [places[(block - 1) * PLACES + row] for block, row in homes]
    family = Family(PlaceRegister(places), held, homes, np.zeros(len(held), bool), is_summit=False)
    by_block = {(block, YEAR): tile for block, tile in enumerate(tiles, 1)}
    return HeldFigures(MemoryTiles(Axes(((), *ids)), by_block), family, columns)


def _expected(homes: list[tuple[int, int]], month: int, series: Ints) -> list[list[float]]:
    return [[block * 10_000 + month * 100 + row * 10 + s for s in series] for block, row in homes]


@pytest.mark.parametrize("columns", [COLUMNS, 9_000], ids=["all months at once", "one at a time"])
@pytest.mark.parametrize(
    "homes",
    [
        [(1, 0), (1, 1), (2, 3), (2, 4)],
        [(1, 0), (1, 2), (1, 4), (2, 1), (2, 3)],
        [(2, 4), (1, 3), (2, 0), (1, 1)],
        [(1, 4), (1, 2), (2, 0)],
    ],
    ids=["neighbours", "strewn in the tiles", "strewn in both", "in another order"],
)
def test_each_place_has_its_own_numbers(homes: list[tuple[int, int]], columns: int) -> None:
    every = list(range(COLUMNS))
    held = _held(homes, [_tile(1, every), _tile(2, every)], columns)

    for month in (0, 11):
        found = held.month("value", YEAR * MONTHS + month)
        assert found[:, :COLUMNS].tolist() == _expected(homes, month, np.array(every))
        assert np.isnan(found[:, COLUMNS:]).all()


def test_series_that_a_tile_does_not_have_are_not_known() -> None:
    homes = [(1, 0), (1, 3), (2, 0), (2, 3)]
    first, others = [0, 1], [1, 3]
    held = _held(homes, [_tile(1, first), _tile(2, others)])

    found = held.month("value", YEAR * MONTHS + 4)

    assert found[:2, first].tolist() == _expected(homes[:2], 4, np.array(first))
    assert found[2:, others].tolist() == _expected(homes[2:], 4, np.array(others))
    assert np.isnan(found[:2, [2, 3]]).all() and np.isnan(found[2:, [0, 2]]).all()
