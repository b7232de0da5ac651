"""A tile: what the places of one block hold in one calendar year.

A block is a province with everything below it, so that a tile is what one filing of that province
touches, and what one task of a cluster works on.

Planes, (12 months, places, series), describe levels only. By the card's time rule:

- sum: `value` at month b is P(b), the total from 1 January to the end of b; NaN where no path gives
  it. `step` is the number of months of the figure on which P(b) rests: that figure's run ends at b,
  and P(b) = P(b - step) + figure. The other planes describe that figure: 1 for a month that was
  filed singly, b for a cumulative figure.
- last: `value` is the level at the end of month b and `step` is 1.
- mean, none: nothing; all their filed runs stand in the table `runs`.

The level of a run a..b within a year is its row in the table `runs` if there is one; else, for
sum, P(b) - P(a - 1), put together along steps: back from b by whole steps to a - 1, or beyond it
with the one cell that begins where the walk ends subtracted; for last, the cell at b. No row and
NaN: missing. The writer (`resolve`) puts a row into `runs` wherever the total order gives anything
else: another value (by more than 1e-9 of it), state, interval, status, date or figure.
Runs over several years: those filed stand in `runs` of the year of their last month; else by rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import MISSING, NEVER, NO_CODE, NO_INSTANT, Array, Ints
from tiendo.cube.cells.tables import SCHEMAS, Table

PLANES: Mapping[str, tuple[str, float | int]] = {
    "value": ("f8", np.nan),
    "state": ("u1", MISSING),
    "step": ("u1", 0),
    "decimals": ("i1", 0),
    "comparator": ("u1", NO_CODE),
    "status": ("u1", 0),
    "modality": ("u1", NO_CODE),
    "known_at": ("i4", NEVER),
    "recorded_at": ("i8", NO_INSTANT),
    "figure": ("i8", 0),
}
"""Type of each plane and what stands where nothing is known. `figure` is 0 where there is none."""

MONTHS = 12


@dataclass(frozen=True)
class Tile:
    """What one block holds in one year.

    Attributes:
        year: calendar year.
        places: number of rows; later places of the block are not known to it.
        series: ordinals on the series axis of its columns, ascending.
        planes: by name, each (12, places, len(series)) and C-contiguous; may be read when asked.
        tables: by name, sorted by `tables.Sorting`.
    """

    year: int
    places: int
    series: Ints
    planes: Mapping[str, Array]
    tables: Mapping[str, Table]

    @classmethod
    def empty(cls, year: int, places: int = 0) -> Tile:
        """Return the tile in which nothing was filed."""
        shape = (MONTHS, places, 0)
        return cls(
            year,
            places,
            np.empty(0, np.int64),
            {name: np.full(shape, fill, kind) for name, (kind, fill) in PLANES.items()},
            {name: Table.empty(name) for name in SCHEMAS},
        )

    @cached_property
    def has_first_series(self) -> bool:
        """Whether its series are the first ones of the axis, with no gap between them."""
        return not len(self.series) or len(self.series) == int(self.series[-1]) + 1

    @property
    def january(self) -> int:
        """The year's first month, counted from January of year 0."""
        return self.year * MONTHS
