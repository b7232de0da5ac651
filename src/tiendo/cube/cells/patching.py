"""Putting newly resolved cells into a tile that already stands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tiendo.cube.cells.codes import CHECKS, Array, Ints, Mask
from tiendo.cube.cells.tables import SCHEMAS, Sorting, Table, joined
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile


def replaced(tile: Tile, newer: Tile, pairs: Ints, cells: Ints | None = None) -> Tile:
    """Return the tile in which all that is said of some pairs is what another tile says of them.

    What was stated beside a level may stand although levels of other runs have changed.

    Args:
        tile: what stands.
        newer: of the same block and year; may know more places and other series.
        pairs: rows (place, series ordinal); all other places and series stay as they are.
        cells: rows (place, series ordinal, first month, last month): of these pairs, what was
            stated stands but for these cells, and what follows from it alone. None for nothing.

    Raises:
        ValueError: for tiles of different years.
    """
    if tile.year != newer.year:
        raise ValueError(f"a tile of {newer.year} cannot replace cells of {tile.year}")
    places = max(tile.places, newer.places)
    series = np.union1d(tile.series, newer.series).astype(np.int64)
    chosen = pairs[np.isin(pairs[:, 1], series) & (pairs[:, 0] < places)]
    told = chosen[np.isin(chosen[:, 1], newer.series) & (chosen[:, 0] < newer.places)]
    planes = {}
    for name, (_, fill) in PLANES.items():
        plane = _copied(tile, name, places, series)
        plane[:, *_cells(chosen, series)] = fill
        plane[:, *_cells(told, series)] = newer.planes[name][:, *_cells(told, newer.series)]
        planes[name] = plane
    tables = {
        name: _patched(tile.tables[name], newer.tables[name], pairs, cells) for name in SCHEMAS
    }
    return Tile(tile.year, places, series, planes, tables)


def _cells(pairs: Ints, series: Ints) -> tuple[Ints, Ints]:
    """Return the places and the columns of pairs on the axes of a tile with these series."""
    return pairs[:, 0], np.searchsorted(series, pairs[:, 1])


def _copied(tile: Tile, name: str, places: int, series: Ints) -> Array:
    """Return a copy of a plane on wider axes, with nothing known where the tile does not reach."""
    if (tile.places, len(tile.series)) == (places, len(series)):
        return tile.planes[name].copy()
    kind, fill = PLANES[name]
    plane = np.full((MONTHS, places, len(series)), fill, kind)
    plane[:, : tile.places, np.searchsorted(series, tile.series)] = tile.planes[name]
    return plane


def _patched(standing: Table, newer: Table, pairs: Ints, cells: Ints | None) -> Table:
    replaced_by_newer = _are_of(standing, pairs)
    if cells is not None:
        replaced_by_newer &= ~_stand_as_stated(standing) | are_in_cells(standing, cells)
    kept = standing.take(~replaced_by_newer)
    table = joined(standing.name, [kept, newer.take(_are_of(newer, pairs))])
    return table.take(Sorting().order(table))


def _stand_as_stated(table: Table) -> Mask:
    """Which rows follow from what was stated beside the level of their own run alone."""
    if table.name == "findings":
        return np.asarray(table["check"] == CHECKS.index("implied_base"), np.bool_)
    return np.full(table.length, table.name == "stated")


def are_in_cells(table: Mapping[str, Array], cells: Ints) -> Mask:
    """Whether each row is of one of some cells, rows (place, series, first, last)."""
    names = ("place", "series", "first", "last")
    wide = [
        1 + max(table[name].max(initial=0), cells[:, at].max(initial=0))
        for at, name in enumerate(names)
    ]
    rows = np.ravel_multi_index([table[name].astype(np.int64) for name in names], wide)
    return np.isin(rows, np.ravel_multi_index(cells.astype(np.int64).T, wide))


def _are_of(table: Mapping[str, Array], pairs: Ints) -> Mask:
    """Whether the rows of a table are of some pairs."""
    width = 1 + max(table["series"].max(initial=0), pairs[:, 1].max(initial=0))
    of_pair = pairs[:, 0].astype(np.int64) * width + pairs[:, 1]
    return np.isin(table["place"].astype(np.int64) * width + table["series"], of_pair)
