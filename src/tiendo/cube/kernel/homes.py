"""Where the rows of a family stand in the blocks of the cube."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import Ints

Rows: TypeAlias = slice | Ints
"""Rows of a tile or a family; a slice, which copies nothing, where they are neighbours."""


@dataclass(frozen=True, slots=True)
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
        """Return what stands where, by slices where both are neighbours."""
        end = int(theirs.max(initial=-1)) + 1
        if len(mine) and _are_neighbours(theirs) and _are_neighbours(mine):
            start, home = int(mine[0]), int(theirs[0])
            rows, homes = slice(start, start + len(mine)), slice(home, home + len(mine))
            return cls(mine, rows, homes, start - home, end)
        return cls(mine, mine, theirs, None, end)

    def known_to(self, places: int) -> Homes:
        """Return them without those that a tile of so many rows does not know yet."""
        if self.end <= places:
            return self
        theirs = np.arange(self.end)[self.theirs]
        known = theirs < places
        return Homes.of(self.numbers[known], theirs[known])


def _are_neighbours(rows: Ints) -> bool:
    if len(rows) == 1:
        return True
    return int(rows[-1]) - int(rows[0]) == len(rows) - 1 and bool((np.diff(rows) == 1).all())
