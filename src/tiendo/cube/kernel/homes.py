"""Where the rows of a family stand in the blocks of the cube."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import Ints

Rows: TypeAlias = slice | Ints
"""Rows of a tile or a family; a slice, which copies nothing, where they are neighbours."""


@dataclass(frozen=True)
class Homes:
    """Where some rows of a family stand in a block.

    Attributes:
        numbers: rows of the family.
        mine, theirs: these rows, and the block's rows that fill them.
        offset: what is added to the block's rows to give the family's; None where they differ so.
        end: how many rows a tile of the block must have to know them all.
    """

    numbers: Ints
    mine: Rows
    theirs: Rows
    offset: int | None
    end: int

    @classmethod
    def of(cls, mine: Ints, theirs: Ints) -> Homes:
        """Return what stands where, by slices where rows are neighbours."""
        end = int(theirs.max(initial=-1)) + 1
        rows, homes = _as_slice(mine), _as_slice(theirs)
        beside = isinstance(rows, slice) and isinstance(homes, slice)
        return cls(mine, rows, homes, int(mine[0] - theirs[0]) if beside else None, end)

    def known_to(self, places: int) -> Homes:
        """Return them without those that a tile of so many rows does not know yet."""
        if self.end <= places:
            return self
        theirs = np.arange(self.end)[self.theirs]
        known = theirs < places
        return Homes.of(self.numbers[known], theirs[known])

    @cached_property
    def in_order(self) -> tuple[tuple[int, int], ...]:
        """Each row of the block in its order, behind the family's row that it fills."""
        theirs = np.arange(self.end)[self.theirs].tolist()
        pairs = zip(self.numbers.tolist(), theirs, strict=True)
        return tuple(sorted(pairs, key=lambda pair: pair[1]))

    @cached_property
    def ends_in_order(self) -> Ints:
        """Each row of the block in its order, and the one behind it, (rows, 2)."""
        theirs = np.array([home for _, home in self.in_order], np.int64)
        return np.stack([theirs, theirs + 1], axis=1)


def _as_slice(rows: Ints) -> Rows:
    """Return rows as a slice, if there are any and each stands behind the one before."""
    if not len(rows) or int(rows[-1]) - int(rows[0]) != len(rows) - 1:
        return rows
    start = int(rows[0])
    are_neighbours = len(rows) == 1 or (np.diff(rows) == 1).all()
    return slice(start, start + len(rows)) if are_neighbours else rows
