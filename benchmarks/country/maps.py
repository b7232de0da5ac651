"""A map of the made-up country: its places, a row each, and the communes that filed within them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Array, Ints


@dataclass(frozen=True)
class Map:
    """The places that an evaluation tells of, depth first.

    Attributes:
        ids: their opaque ids, by which tiendo knows them.
        keys: their keys.
        parent: the row of each place's parent, -1 for the country.
        first: where, among all communes that filed, those within each place begin.
        communes: how many these are, at least one.
        due: how many of the places within each owe figures of what is asked, a commune itself.
    """

    ids: Ints
    keys: tuple[str, ...]
    parent: Ints
    first: Ints
    communes: Ints
    due: Ints

    def __len__(self) -> int:
        return len(self.keys)

    @cached_property
    def row_of(self) -> dict[int, int]:
        """The row of each place, by its id."""
        return {place: row for row, place in enumerate(self.ids.tolist())}

    def summed(self, communes: Array) -> Array:
        """Return for each place the sums over the communes within it, along the first axis."""
        with_end = np.concatenate([communes, np.zeros_like(communes[:1])])
        bounds = np.column_stack([self.first, self.first + self.communes]).ravel()
        # Every second sum is of what lies between two places.
        sums: Array = np.add.reduceat(with_end, bounds, axis=0)[::2]
        return sums
