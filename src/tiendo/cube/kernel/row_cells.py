"""The cells of which the rows of a table tell: how numbers by cell become numbers by row.

Where every place has rows of the same series, as where each unit is given the same plans, two short
lists say it all: which places, and which series. Numbers of whole places are then moved at once,
and no list as long as the table is made (measured: a quarter of the time).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask


class RowCells:
    """The cells of rows, each by its number: place x number of columns + column."""

    def __init__(self, numbers: Ints) -> None:
        self._numbers = numbers

    @classmethod
    def at(cls, place: Array, series: Array, columns: int) -> RowCells:
        """Return the cells of rows by their places and series, in a family of so many columns."""
        numbers = np.multiply(place, columns, dtype=np.int64)
        numbers += series
        return cls(numbers)

    @property
    def numbers(self) -> Ints:
        """The number of each row's cell."""
        return self._numbers

    def of(self, values: Array, out: Array | None = None) -> Array:
        """Return the number of each row's cell, from those of all cells, (places, columns).

        Args:
            values: numbers of all cells.
            out: where to put them, if they are not to be put into a new array.
        """
        # With an array to put them into, only clipping copies straight there.
        return values.ravel().take(self.numbers, out=out, mode="raise" if out is None else "clip")

    def mark(self, mask: Mask) -> None:
        """Set each row's cell in a mask, (places, columns)."""
        mask.put(self.numbers, True)

    def all_in(self, mask: Mask) -> bool:
        """Return whether a mask, (places, columns), holds for the cells of all rows."""
        return bool(self.of(mask).all())

    def take(self, rows: Ints) -> RowCells:
        """Return the cells of some rows."""
        return RowCells(self.numbers.take(rows))


class AlikeCells(RowCells):
    """The cells of rows of which every place has the same, one place after the other."""

    def __init__(self, places: Ints, series: Ints, columns: int) -> None:
        """Say which cells these are.

        Args:
            places: row of the family of each place.
            series: column of each row of one place.
            columns: number of columns of the family.
        """
        self._places = places
        self._series = series
        self._columns = columns

    @cached_property
    def numbers(self) -> Ints:
        """The number of each row's cell."""
        first = np.multiply(self._places, self._columns, dtype=np.int64)
        return (first[:, None] + self._series).ravel()

    def of(self, values: Array, out: Array | None = None) -> Array:
        """Return the number of each row's cell, from those of all cells, (places, columns)."""
        if out is None:
            out = np.empty(len(self._places) * len(self._series), values.dtype)
        first, last = int(self._places[0]), int(self._places[-1])
        neighbours = last - first + 1 == len(self._places) and (np.diff(self._places) == 1).all()
        here = values[first : last + 1] if neighbours else values.take(self._places, axis=0)
        here.take(self._series, axis=1, out=out.reshape(len(self._places), -1), mode="clip")
        return out

    def mark(self, mask: Mask) -> None:
        """Set each row's cell in a mask, (places, columns)."""
        mask[self._places] |= self._of_one_place

    def all_in(self, mask: Mask) -> bool:
        """Return whether a mask, (places, columns), holds for the cells of all rows."""
        return bool((mask.take(self._places, axis=0) | ~self._of_one_place).all())

    @cached_property
    def _of_one_place(self) -> Mask:
        """Which columns the rows of each place concern."""
        found = np.zeros(self._columns, np.bool_)
        found[self._series] = True
        return found
