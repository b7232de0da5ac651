"""The months of one day's map as a lazy dataset: recast where its places were others then.

One chunk is one year of all places asked for, since a place may have been made of others anywhere.
Its numbers are those of the whole country's evaluation, month by month, and no others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import dask.array as da
import numpy as np
import xarray as xr

from tiendo.analysis.labels import Line
from tiendo.analysis.months import (
    NO_QUALITY,
    NUMBERS,
    QUALITY,
    Months,
    dataset_of_months,
    months_of,
    variables_of,
)
from tiendo.cube.cells.codes import MISSING, Array, Ints
from tiendo.cube.cells.tile import MONTHS
from tiendo.cube.kernel import Question, Result
from tiendo.vocabulary.place import Place

_CELL = np.dtype([*NUMBERS.descr, *QUALITY.descr])
_FIELD_OF = {"lo": "value_lo", "hi": "value_hi"}
"""Fields of a result that are called otherwise than here."""


@dataclass(frozen=True)
class MonthsOnMap:
    """What of a cube is laid out on one day's map.

    Attributes:
        months: the cube, its years, and the day on which it is asked.
        places: of the map, all of one level.
        map_day: the day whose map it is.
    """

    months: Months
    places: tuple[Place, ...]
    map_day: date

    @property
    def columns(self) -> Ints:
        """The columns of all series that have a card, computed ones too, as the cards order them.

        A ratio is recast from its recast numerator and denominator.
        """
        return self.months.country.columns.in_card_order

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each place, by its key."""
        return {place.key: row for row, place in enumerate(self.places)}

    def dataset(self) -> xr.Dataset:
        """Return the lazy dataset over place, series and month."""
        columns = self.months.country.columns
        lines = [Line(columns.series[n], columns.card(n)) for n in self.columns.tolist()]
        cells = self._cells()
        return dataset_of_months(self.months, self.places, lines, variables_of(cells, cells))

    def _cells(self) -> da.Array:
        years, shape = self.months.years, (len(self.places), len(self.columns))
        if not years or 0 in shape:
            nothing = _no_cells((*shape, MONTHS * len(years)))
            return da.from_array(nothing, chunks=-1)
        level = self.places[0].level
        return da.map_blocks(
            _year_of_cells,
            name=f"tiendo-map-{self.map_day}-{level}-{self.months.token}",
            on_map=self,
            chunks=((shape[0],), (shape[1],), (MONTHS,) * len(years)),
            dtype=_CELL,
            meta=np.empty((0, 0, 0), _CELL),
        )


def _no_cells(shape: Sequence[int]) -> Array:
    """Return cells of which nothing is known."""
    found = np.empty(shape, _CELL)
    found["value"] = found["year_to_date"] = np.nan
    found["state"] = MISSING
    for name in QUALITY.names or ():
        found[name] = NO_QUALITY[name]
    return found


def _year_of_cells(on_map: MonthsOnMap, block_id: tuple[int, int, int]) -> Array:
    """Return what a year's months hold, (places, columns, months)."""
    months = on_map.months
    found = _no_cells((len(on_map.places), len(on_map.columns), MONTHS))
    for month, run in enumerate(months_of(months.years[block_id[2]])):
        question = Question(run, months.day, tree_as_of=on_map.map_day, only_on_map=True)
        for result in months.country.evaluate_all(question):
            _put(found[..., month], result, on_map)
    return found


def _put(cells: Any, result: Result, on_map: MonthsOnMap) -> None:
    """Put the levels of a result into the cells of a month, (places, columns)."""
    target = np.array([on_map.row_of.get(place.key, -1) for place in result.places], np.int64)
    rows = np.flatnonzero(target >= 0)
    rows = rows[result.rows[rows].any(axis=1)]
    there = result.rows[np.ix_(rows, on_map.columns)]
    for name in _CELL.names or ():
        values = result.fields[_FIELD_OF.get(name, name)][np.ix_(rows, on_map.columns)]
        kept = cells[name][target[rows]]
        cells[name][target[rows]] = np.where(there, values, kept)
