"""Working on columns of many figures at once: their order, their groups, what planes hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.tables import Table
from tiendo.cube.cells.tile import PLANES

_AT = {"month": "i4", "place": "i4", "series": "i4"}
_TYPES = _AT | {name: kind for name, (kind, _) in PLANES.items()}


@dataclass(frozen=True)
class Cells:
    """What planes hold, cell by cell: columns month (from year 0), place, series and `PLANES`."""

    columns: Mapping[str, Array]

    @classmethod
    def of(cls, columns: Mapping[str, Array]) -> Cells:
        """Return cells of these columns, in the types of the planes."""
        return cls({name: np.asarray(columns[name]).astype(kind) for name, kind in _TYPES.items()})

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def __len__(self) -> int:
        return len(self.columns["month"])

    def take(self, rows: Array) -> Cells:
        """Return these cells, given by number or as a mask."""
        return Cells({name: values[rows] for name, values in self.columns.items()})


def joined_cells(parts: Sequence[Cells]) -> Cells:
    """Return the cells of several, one after the other."""
    if not parts:
        return Cells({name: np.empty(0, kind) for name, kind in _TYPES.items()})
    return Cells({name: np.concatenate([part[name] for part in parts]) for name in _TYPES})


def group_starts(*keys: Array) -> Ints:
    """Return the rows at which a new group begins: equal neighbours in all keys are one group."""
    if not len(keys[0]):
        return np.empty(0, np.int64)
    new = np.ones(len(keys[0]), np.bool_)
    new[1:] = False
    for key in keys:
        new[1:] |= key[1:] != key[:-1]
    return np.flatnonzero(new)


def group_ends(*keys: Array) -> Mask:
    """Whether each row is the last of its group."""
    ends = np.zeros(len(keys[0]), np.bool_)
    ends[group_starts(*keys)[1:] - 1] = True
    ends[-1:] = True
    return ends


def in_order(figures: FigureColumns, by: Sequence[str]) -> FigureColumns:
    """Return the figures sorted by these columns, and within by rule 1: the answering one last.

    Rule 1 of the contract: the latest known_at; then the status; then the highest id.
    """
    keys = [*by, "known_at", "status", "id"]
    return figures.take(np.lexsort([figures[name] for name in reversed(keys)]))


def table_of(name: str, columns: Sequence[str], rows: Sequence[Sequence[float]]) -> Table:
    """Return the table of these rows, whose values are in the order of `columns`."""
    if not rows:
        return Table.empty(name)
    values = map(np.array, zip(*rows, strict=True))
    return Table.of(name, dict(zip(columns, values, strict=True)))
