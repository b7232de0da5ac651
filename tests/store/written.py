"""Tiles and states of a cube of the small world, to be written and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from tests.world import CATALOGUE
from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Array
from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.store import CubeStore, open_store, refresh
from tiendo.vocabulary.series import Breakdown, Series

SERIES = (
    *(Series(card.code, price_basis=card.price_bases[0]) for card in CATALOGUE.values()),
    Series("output", Breakdown.of(sector="services"), "current"),
)
AXES = Axes(((1,), (2, 4, 5), (3, 6)), SERIES, ("Lan", "Sở Tài chính"), frozenset({"wage"}))
"""Liên Hà, Sông Xanh and Núi Vàng, each a block: a store takes any that it is given."""

BLOCK = 1
"""The block of Sông Xanh, with its two communes."""

KEYS = ((0, 2025), (1, 2024), (1, 2025), (2, 2025))


def fields(**changed: Any) -> dict[str, Any]:
    """Return what a commit is told of the ledger's state."""
    return {
        "sequence": 7,
        "head": "5ea1",
        "last_figure": 1002,
        "as_of": 739000,
        "pack": "lien-ha",
        "axes": AXES,
    } | changed


def random_tile(
    number: int, year: int = 2025, places: int = 3, series: int = 4, rows: int = 5
) -> Tile:
    """Return a tile of random numbers, NaN and infinite ends among them."""
    random = np.random.default_rng(number)
    shape = (MONTHS, places, series)
    return Tile(
        year,
        places,
        np.sort(random.choice(len(SERIES), series, replace=False)),
        {name: _random(random, kind, shape) for name, (kind, _) in PLANES.items()},
        {
            name: Table.of(name, {c: _random(random, k, (rows,)) for c, k in schema.items()})
            for name, schema in SCHEMAS.items()
        },
    )


def with_columns(tile: Tile, table: str, **columns: float | Sequence[float]) -> Tile:
    """Return a tile of whose tables one has other columns; one number stands in every row."""
    before = tile.tables[table]
    other = {name: np.broadcast_to(values, before.length) for name, values in columns.items()}
    made = Table.of(table, {**before, **other})
    return replace(tile, tables={**tile.tables, table: made})


def _random(random: np.random.Generator, kind: str, shape: tuple[int, ...]) -> Array:
    if kind == "f8":
        values = random.normal(0, 1e6, shape).round(2)
        values[random.random(shape) < 0.2] = np.nan
        values[random.random(shape) < 0.1] = np.inf
        return values
    limits = np.iinfo(kind)
    return random.integers(limits.min, limits.max, shape, kind, endpoint=True)


_UNLIKE = 100
"""What no tile is stamped with; one cell of each plane says it, which makes the plane an array."""


def stamped(number: int, year: int = 2025) -> Tile:
    """Return a tile that says one number everywhere, so that a mixture would be seen.

    It says it in arrays, its planes, and in constants, the columns of its table.
    """
    shape, plans = (MONTHS, 1, 2), SCHEMAS["plans"]
    planes = {name: np.full(shape, number % 100, kind) for name, (kind, _) in PLANES.items()}
    for plane in planes.values():
        plane[-1, -1, -1] = _UNLIKE
    return Tile(
        year,
        1,
        np.arange(2),
        planes,
        {name: Table.empty(name) for name in SCHEMAS}
        | {"plans": Table.of("plans", {c: np.full(3, number % 100, k) for c, k in plans.items()})},
    )


def commit_stamped(address: str | Path, number: int, **how: Any) -> CubeStore:
    """Write a state in which every tile says one number."""
    with refresh(address, **how) as writer:
        for block, year in KEYS:
            writer.put(block, year, stamped(number, year))
        return writer.commit(**fields(sequence=number))


def numbers(store: CubeStore, keys: Iterable[tuple[int, int]] = KEYS) -> set[int]:
    """Return the numbers that all arrays of all tiles say."""
    said = [np.unique(array) for key in keys for array in arrays(store.tile(*key))]
    return {int(number) for each in said for number in each} - {_UNLIKE}


def arrays(tile: Tile) -> list[Array]:
    """Return all arrays of a tile, in a fixed order, except the names of its series."""
    return [
        *(tile.planes[name] for name in PLANES),
        *(tile.tables[name][column] for name, schema in SCHEMAS.items() for column in schema),
    ]


def same(one: Tile, other: Tile) -> bool:
    """Tell whether two tiles hold the same, to the bit and in the same types."""
    heads = [
        (t.year, t.places, t.series.tolist(), [t.tables[n].length for n in SCHEMAS])
        for t in (one, other)
    ]
    return heads[0] == heads[1] and all(
        a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
        for a, b in zip(arrays(one), arrays(other), strict=True)
    )


def folder_of(address: Path, block: int = BLOCK, year: int = 2025) -> Path:
    """Return the folder of a tile."""
    return address / open_store(address).manifest.tiles[block, year]
