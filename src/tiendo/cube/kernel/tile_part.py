"""What a family takes from one tile: which of its rows, and of which rows of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask
from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel.homes import Homes, Rows

_FEW = 8
"""Up to so many places of a tile, or stretches of them, are looked up one by one in its tables."""


@dataclass(frozen=True)
class TilePart:
    """What a family takes from one tile.

    Attributes:
        tile: the tile.
        numbers: rows of the family that it fills.
        mine, theirs: these rows, and the tile's rows that fill them.
        offset: what is added to the tile's rows to give the family's; None where they differ so.
        is_whole: whether these are all rows of the tile.
    """

    tile: Tile
    numbers: Ints
    mine: Rows
    theirs: Rows
    offset: int | None
    is_whole: bool

    @classmethod
    def of(cls, tile: Tile, homes: Homes) -> TilePart:
        """Return what a family takes from a tile, leaving out places that it does not know yet."""
        known = homes.known_to(tile.places)
        count = len(known.numbers)
        offset = known.offset if count or tile.places else 0
        whole = count == tile.places and offset is not None
        return cls(tile, known.numbers, known.mine, known.theirs, offset, whole)

    def places_of(self, table: Table, rows: slice, of_one_run: bool) -> tuple[Array, Rows]:
        """Return the family's places in some rows of a table, and which rows these are.

        Rows of one run stand by place, so that a few places are found without a look at all rows.
        """
        home = table["place"][rows]
        if self.offset is not None and (of_one_run or self.is_whole):
            return home + np.int32(self.offset) if self.offset else home, rows
        if of_one_run and 0 < len(self.numbers) <= _FEW:
            numbers, keys = self._few
            starts, ends = home.searchsorted(keys)
            counts = ends - starts
            found = [np.arange(*each) for each in zip(starts, ends, strict=True)]
            return numbers.repeat(counts), np.concatenate(found) + rows.start
        row_of = np.full(self.tile.places, -1, np.int32)
        row_of[self.theirs] = self.numbers
        places = row_of[home]
        kept = np.flatnonzero(places >= 0)
        return places[kept], kept + rows.start

    @cached_property
    def _few(self) -> tuple[Ints, Ints]:
        """The family's rows in the tile's order, and the tile's rows with those behind them."""
        theirs = np.arange(self.tile.places, dtype=SCHEMAS["runs"]["place"])[self.theirs]
        order = np.argsort(theirs)
        return self.numbers[order].astype(np.int32), np.stack([theirs[order], theirs[order] + 1])

    def stretches_of(self, table: Table, rows: slice, needed: Mask | None) -> list[slice]:
        """Return those rows of one run that are of places that the family needs.

        They stand by place, so that what lies before, between and behind these is left out at no
        cost; what lies between many short stretches is not.

        Args:
            table: the tile's.
            rows: its rows of the run.
            needed: places of the family of which rows are needed, all by default.
        """
        if self.offset is None or not isinstance(self.theirs, slice):
            return [rows]
        if self.is_whole and needed is None:
            return [rows]
        start, stop = self.theirs.start, self.theirs.stop
        ends = np.array([start, stop]) if needed is None else start + _ends(needed[self.mine])
        if len(ends) > 2 * _FEW:
            ends = ends[[0, -1]]
        place = table["place"][rows]
        # A key of another type would have the whole column converted to it.
        found = rows.start + place.searchsorted(ends.astype(place.dtype))
        return [slice(*each) for each in found.reshape(-1, 2).tolist() if each[0] < each[1]]


def _ends(wanted: Mask) -> Ints:
    """Return where each stretch of what is wanted begins and ends, one after the other."""
    return np.flatnonzero(np.diff(wanted, prepend=False, append=False))
