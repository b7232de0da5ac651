"""Putting together what was resolved: one tile per year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tiendo.cube.cells.codes import Array
from tiendo.cube.cells.resolve.columns import Cells
from tiendo.cube.cells.tables import SCHEMAS, Sorting, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile


def tiles_of(cells: Cells, tables: Mapping[str, Table], places: int) -> dict[int, Tile]:
    """Return the tiles of a block by year.

    Args:
        cells: what the planes hold.
        tables: by name, of all years; rows of one cell in their final order.
        places: rows of the block.
    """
    in_order = {name: table.take(Sorting().order(table)) for name, table in tables.items()}
    year_of_cell = cells["month"] // MONTHS
    by_year = np.argsort(year_of_cell, kind="stable")
    cells, year_of_cell = cells.take(by_year), year_of_cell[by_year]
    ends = [year_of_cell, *(table["last"] // MONTHS for table in in_order.values())]
    return {
        year: Tile(
            year,
            places,
            *_planes(cells.take(_slice(year_of_cell, year)), places),
            {name: _of_year(in_order[name], year) for name in SCHEMAS},
        )
        for year in np.unique(np.concatenate(ends)).tolist()
    }


def _slice(years: Array, year: int) -> Array:
    """Return the rows of a year in a sorted column of years."""
    return np.arange(np.searchsorted(years, year), np.searchsorted(years, year, side="right"))


def _of_year(table: Table, year: int) -> Table:
    return table.take(_slice(table["last"] // MONTHS, year))


def _planes(cells: Cells, places: int) -> tuple[Array, dict[str, Array]]:
    series = np.unique(cells["series"]).astype(np.int64)
    at = (cells["month"] % MONTHS, cells["place"], np.searchsorted(series, cells["series"]))
    planes = {}
    for name, (kind, fill) in PLANES.items():
        planes[name] = np.full((MONTHS, places, len(series)), fill, kind)
        planes[name][at] = cells[name]
    return series, planes
