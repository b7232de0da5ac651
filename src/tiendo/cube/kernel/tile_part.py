"""What a family takes from one tile: which of its rows, and of which rows of its tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask
from tiendo.cube.cells.tables import Run, Table
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel.homes import Homes

_FEW = 8
"""Up to so many places of a tile, or stretches of them, are looked up one by one in its tables."""


class Stretch(NamedTuple):
    """Rows of a tile's table that stand together.

    Attributes:
        rows: the rows.
        offset: what is added to their places to give the family's; None where they differ so, or
            where rows of other places stand among them.
    """

    rows: slice
    offset: int | None


@dataclass(frozen=True)
class TilePart:
    """What a family takes from one tile.

    Attributes:
        tile: the tile.
        homes: rows of the family that it fills, and the tile's rows that fill them.
        offset: what is added to the tile's rows to give the family's; None where they differ so.
        is_whole: whether these are all rows of the tile.
    """

    tile: Tile
    homes: Homes
    offset: int | None
    is_whole: bool

    @classmethod
    def of(cls, tile: Tile, homes: Homes) -> TilePart:
        """Return what a family takes from a tile, leaving out places that it does not know yet."""
        known = homes.known_to(tile.places)
        count = len(known.numbers)
        offset = known.offset if count or tile.places else 0
        return cls(tile, known, offset, count == tile.places and offset is not None)

    def places_of(self, table: Table, rows: slice) -> tuple[Array, Ints]:
        """Return the family's places in some rows of a table, and which rows these are."""
        row_of = np.full(self.tile.places, -1, np.int32)
        row_of[self.homes.theirs] = self.homes.numbers
        places = row_of[table["place"][rows]]
        kept = np.flatnonzero(places >= 0)
        return places[kept], kept + rows.start

    def all_rows(self, table: Table) -> Stretch:
        """Return the rows of a table, of whichever run."""
        return Stretch(slice(0, table.length), self.offset if self.is_whole else None)

    def stretches_of(self, table: Table, run: Run, needed: Mask | None) -> list[Stretch]:
        """Return those rows of one run that are of places that the family needs.

        They stand by place, so that what lies before, between and behind these is left out at no
        cost; what lies between many short stretches is not.

        Args:
            table: the tile's.
            run: one of its `ranges`.
            needed: places of the family of which rows are needed, all by default.
        """
        mine, theirs = self.homes.mine, self.homes.theirs
        if not isinstance(theirs, slice):
            if len(self.homes.numbers) <= _FEW:
                return self._place_by_place(table, run, needed)
            return [Stretch(slice(*table.ranges[run]), None)]
        if self.is_whole and needed is None:
            return [Stretch(slice(*table.ranges[run]), self.offset)]
        start, stop = theirs.start, theirs.stop
        ends = np.array([start, stop]) if needed is None else start + _ends(needed[mine])
        if len(ends) > 2 * _FEW:
            ends = ends[[0, -1]]
        found = _begins_of(table, run, ends).reshape(-1, 2).tolist()
        return [Stretch(slice(*each), self.offset) for each in found if each[0] < each[1]]

    def _place_by_place(self, table: Table, run: Run, needed: Mask | None) -> list[Stretch]:
        """Return the rows of each of a few places; mostly they have none."""
        ends = _begins_of(table, run, self.homes.ends_in_order).tolist()
        return [
            Stretch(slice(start, stop), number - home)
            for (number, home), (start, stop) in zip(self.homes.in_order, ends, strict=True)
            if start < stop and (needed is None or needed[number])
        ]


def _begins_of(table: Table, run: Run, places: Ints) -> Ints:
    """Return which row of a run is the first of each place, or would be."""
    return table.begins(run).take(places, mode="clip")


def _ends(wanted: Mask) -> Ints:
    """Return where each stretch of what is wanted begins and ends, one after the other."""
    return np.flatnonzero(np.diff(wanted, prepend=False, append=False))
