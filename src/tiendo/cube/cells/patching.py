"""Putting newly resolved cells into a tile that already stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import CHECKS, Array, Ints, Mask
from tiendo.cube.cells.tables import SCHEMAS, Sorting, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile


@dataclass(frozen=True)
class Patch:
    """What replaces something of a tile.

    Attributes:
        pairs: whose levels and plans, (n, 2) of place row and series ordinal.
        newer: what is said of them now; of these places alone, since a tile of all places of the
            block takes longer to fill than what is new to be resolved.
        rows: the row in the block of each of its places, ascending.
        places: how many places the block has.
        cells: of which cells of theirs what was stated, (n, 4) with first and last month. Of others
            it stands, but for what follows from levels; None for all of them.
    """

    pairs: Ints
    newer: Tile
    rows: Ints
    places: int
    cells: Ints | None = None


def laid_over(tile: Tile, patches: Iterable[Patch]) -> Tile:
    """Return a tile with patches laid over it, one after the other.

    Raises:
        ValueError: for tiles of different years.
    """
    for patch in patches:
        tile = _replaced(tile, patch)
    return tile


def _replaced(tile: Tile, patch: Patch) -> Tile:
    """Return the tile in which all that is said of some pairs is what a patch says of them."""
    newer, pairs = patch.newer, patch.pairs
    if tile.year != newer.year:
        raise ValueError(f"a tile of {newer.year} cannot replace cells of {tile.year}")
    places = max(tile.places, patch.places)
    series = np.union1d(tile.series, newer.series).astype(np.int64)
    chosen = pairs[np.isin(pairs[:, 1], series) & (pairs[:, 0] < places)]
    is_told = np.isin(chosen[:, 1], newer.series) & np.isin(chosen[:, 0], patch.rows)
    gone, told = chosen[~is_told], chosen[is_told]
    theirs = np.searchsorted(patch.rows, told[:, 0]), np.searchsorted(newer.series, told[:, 1])
    here = told[:, 0], np.searchsorted(series, told[:, 1])
    emptied = gone[:, 0], np.searchsorted(series, gone[:, 1])
    planes = {}
    for name, (_, fill) in PLANES.items():
        plane = _copied(tile, name, places, series)
        plane[:, *emptied] = fill
        plane[:, *here] = newer.planes[name][:, *theirs]
        planes[name] = plane
    tables = {name: _patched(tile.tables[name], patch) for name in SCHEMAS}
    return Tile(tile.year, places, series, planes, tables)


def _copied(tile: Tile, name: str, places: int, series: Ints) -> Array:
    """Return a copy of a plane on wider axes, with nothing known where the tile does not reach."""
    if (tile.places, len(tile.series)) == (places, len(series)):
        return tile.planes[name].copy()
    kind, fill = PLANES[name]
    plane = np.full((MONTHS, places, len(series)), fill, kind)
    plane[:, : tile.places, np.searchsorted(series, tile.series)] = tile.planes[name]
    return plane


def _patched(standing: Table, patch: Patch) -> Table:
    replaced_by_newer = _are_of(standing, patch.pairs)
    if patch.cells is not None:
        replaced_by_newer &= ~_stand_as_stated(standing) | are_in_cells(standing, patch.cells)
    newer = dict(patch.newer.tables[standing.name])
    newer["place"] = patch.rows[newer["place"]]
    rows = np.flatnonzero(_are_of(newer, patch.pairs))
    if not len(rows) and not replaced_by_newer.any():
        return standing
    kept = np.flatnonzero(~replaced_by_newer)
    columns = {name: np.concatenate([standing[name][kept], newer[name][rows]]) for name in newer}
    table = Table.of(standing.name, columns)
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
