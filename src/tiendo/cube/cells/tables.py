"""Sparse tables: columns of equal length, whose names and types are fixed here.

Every table says first which cell a row belongs to: `place` (row of the block), `series` (ordinal of
the series axis) and the run `first`..`last` in months (12 x year + month - 1).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask, constant_in, read_only

Run: TypeAlias = tuple[int, int]
"""First and last month."""

_CELL = {"place": "i4", "series": "i4", "first": "i4", "last": "i4"}
_NUMBER = {"value": "f8", "lo": "f8", "hi": "f8"}
_QUALITY = {
    "status": "u1",
    "comparator": "u1",
    "modality": "u1",
    "known_at": "i4",
    "recorded_at": "i8",
}

SCHEMAS: Mapping[str, Mapping[str, str]] = {
    # Own levels of runs that the planes do not give (`tile`): the answer of the total order.
    # `filed`: read from one figure, `figure` its id, else 0. lo and hi are infinite where open.
    "runs": {**_CELL, "state": "u1", "filed": "u1", "figure": "i8", **_NUMBER, **_QUALITY},
    # What was stated of a run beside or instead of its level; `slot` is one of SLOTS.
    # base_*: the base that it implies, NaN if none. agreed: 1 if, when it was stated, it met the
    # levels as they were then known.
    "stated": {
        **_CELL,
        "slot": "u1",
        "kind": "u1",
        "state": "u1",
        "figure": "i8",
        **_NUMBER,
        **_QUALITY,
        "agreed": "u1",
        "base_value": "f8",
        "base_lo": "f8",
        "base_hi": "f8",
        "base_state": "u1",
        "base_status": "u1",
        "base_comparator": "u1",
        "base_modality": "u1",
        "base_known_at": "i4",
        "base_recorded_at": "i8",
    },
    # Every version of every plan, those implied by a stated share included (derived = 1).
    # `kind` is a code of MEASURES, `order` the id of its figure. shared_first..shared_last is the
    # run of which the share was stated (0..0 for a filed plan). value is NaN where only a share is
    # known. state as of an answer. Rows of one cell stand in the order of the contract's `plans`:
    # by assigner (none as ""), kind ("growth" before "level") and run, then the answering one
    # first and older ones after it.
    "plans": {
        **_CELL,
        "kind": "u1",
        "assigner": "i4",
        "version": "i4",
        "decision": "i4",
        "operator": "u1",
        "state": "u1",
        "derived": "u1",
        "known_at": "i4",
        "order": "i8",
        "shared_first": "i4",
        "shared_last": "i4",
        **_NUMBER,
    },
    # The stated plan share that answers for a run and assigner; `order` the id of its figure.
    "shares": {**_CELL, "assigner": "i4", "order": "i8", **_NUMBER},
    # Findings that follow from a place's own figures of one series alone: sum, revision,
    # implied_base. `since` and `by` are days that their details name.
    "findings": {
        **_CELL,
        "check": "u1",
        "verdict": "u1",
        "severity": "u1",
        "since": "i4",
        "by": "i4",
        "expected": "f8",
        "stated": "f8",
    },
}

SLOTS = (
    "comparison",
    "change",
    "contribution",
    "row_growth",
    "row_base_ratio",
    "row_change_abs",
    "row_share",
    "row_contribution",
)
"""What a stated figure fills: a field of the level's row, or a row of its own (row_*).

comparison: the stated growth or ratio to the same period; change: the stated change."""


_PLAN_KEY = ("assigner", "series", "place", "kind", "first", "last")
"""What versions of one plan share; what parts most of them is looked at first."""


class Table(Mapping[str, Array]):
    """A table of `SCHEMAS`: its columns by name, all of one length.

    The columns may be any mapping, also one that reads them when they are first asked for. In a
    tile the rows of one run stand together (`Sorting`); `ranges` tells where, and may be given by
    who knows it without reading the columns.
    """

    def __init__(
        self,
        name: str,
        length: int,
        columns: Mapping[str, Array],
        ranges: Mapping[Run, tuple[int, int]] | None = None,
    ) -> None:
        self.name = name
        self.length = length
        self._columns = columns
        self._ranges = ranges
        self._begins: dict[Run, Ints] = {}
        self._alike: dict[Run, tuple[Array, Array] | None] = {}
        self._cells: dict[tuple[Run, int], Ints] = {}
        self._zeros: dict[str, Ints] = {}
        self._firsts: Mask | None = None
        self._repeated: dict[tuple[Run, str], Array | None] = {}

    @classmethod
    def empty(cls, name: str) -> Table:
        """Return the table without rows."""
        return cls.of(name, {})

    @classmethod
    def of(cls, name: str, columns: Mapping[str, Array]) -> Table:
        """Return the table of these columns, in the types of its schema; none of them: no rows.

        Raises:
            ValueError: for a column that is missing, unknown or of another length.
        """
        schema = SCHEMAS[name]
        if not columns:
            columns = {column: np.empty(0, kind) for column, kind in schema.items()}
        if set(columns) != set(schema):
            raise ValueError(f"table {name} has other columns: {set(columns) ^ set(schema)}")
        typed = {
            # A view: what was given stays writable for its owner, who must not change it any more.
            c: read_only(np.ascontiguousarray(columns[c], dtype=k).view())
            for c, k in schema.items()
        }
        lengths = {len(values) for values in typed.values()}
        if len(lengths) != 1:
            raise ValueError(f"columns of table {name} differ in length: {lengths}")
        return cls(name, lengths.pop(), typed)

    def __getitem__(self, column: str) -> Array:
        return self._columns[column]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS[self.name])

    def __len__(self) -> int:
        return len(SCHEMAS[self.name])

    @property
    def ranges(self) -> Mapping[Run, tuple[int, int]]:
        """Where the rows of each run begin and end, by (first, last) month.

        Raises:
            ValueError: if the rows of a run do not stand together.
        """
        if self._ranges is None:
            self._ranges = _ranges_of(self["first"], self["last"])
        return self._ranges

    def begins(self, run: Run) -> Ints:
        """Return the first row of each place among those of a run, up to the last that has any.

        Where a place has none, that of the next one; in the end the row behind them all.
        Remembered: tables never change.

        Args:
            run: one of `ranges`.
        """
        if run not in self._begins:
            start, stop = self.ranges[run]
            place = self["place"][start:stop]
            # Keys of another type would have the whole column converted to theirs.
            each = np.arange(place[-1] + 2, dtype=place.dtype)
            self._begins[run] = read_only(start + place.searchsorted(each))
        return self._begins[run]

    def alike(self, run: Run) -> tuple[Array, Array] | None:
        """Return places and series of a run's rows, if every place has rows of the same series.

        Then the run's rows are those of the first of these places, one for each of these series,
        then those of the second, ... None where places differ. Remembered: tables never change.

        Args:
            run: one of `ranges`.
        """
        if run not in self._alike:
            rows = slice(*self.ranges[run])
            self._alike[run] = _alike(self["place"][rows], self["series"][rows])
        return self._alike[run]

    def cells(self, run: Run, columns: int) -> Ints:
        """Return the cell of each row of a run, place x columns + series, in a tile of so many.

        Remembered: tables never change.
        """
        if (run, columns) not in self._cells:
            rows = slice(*self.ranges[run])
            numbers = np.multiply(self["place"][rows], columns, dtype=np.int64)
            self._cells[run, columns] = read_only(numbers + self["series"][rows])
        return self._cells[run, columns]

    def zeros(self, column: str) -> Ints:
        """Return the rows that hold zero in a column. Remembered: tables never change."""
        if column not in self._zeros:
            self._zeros[column] = read_only(np.flatnonzero(self[column] == 0))
        return self._zeros[column]

    def firsts(self) -> Mask:
        """Return the rows of a table of plans that begin a group (`is_first_of_its_group`).

        Remembered: tables never change.
        """
        if self._firsts is None:
            self._firsts = read_only(is_first_of_its_group(self, self.length))
        return self._firsts

    def repeated(self, run: Run, column: str) -> Array | None:
        """Return a column of one place's rows, if every place's rows of a run hold the same in it.

        None where places differ, in this or in their series. Remembered: tables never change.

        Args:
            run: one of `ranges`.
            column: its name.
        """
        if (run, column) not in self._repeated:
            self._repeated[run, column] = self._find_repeated(run, column)
        return self._repeated[run, column]

    def _find_repeated(self, run: Run, column: str) -> Array | None:
        if (alike := self.alike(run)) is None:
            return None
        each, values = len(alike[1]), self[column][slice(*self.ranges[run])]
        first = values[:each].copy()
        is_same = constant_in(values) is not None or (values.reshape(-1, each) == first).all()
        return read_only(first) if is_same else None

    def __repr__(self) -> str:
        return f"Table({self.name}, {self.length} rows)"

    def take(self, rows: Array) -> Table:
        """Return the table of these rows, given by number or as a mask."""
        return Table.of(self.name, {column: self[column][rows] for column in self})


def is_first_of_its_group(
    plans: Mapping[str, Array], count: int, by: Sequence[str] = _PLAN_KEY
) -> Mask:
    """Return the rows, so many, that begin a group of one cell, kind, period and assigner.

    Args:
        plans: the rows, those of one group behind each other.
        count: how many there are.
        by: the columns to look at, where the others are known to be the same.
    """
    first = np.ones(count, np.bool_)
    same = np.ones(max(0, count - 1), np.bool_)
    for name in by:
        same &= plans[name][1:] == plans[name][:-1]
        if not same.any():
            return first
    first[1:] = ~same
    return first


def _ranges_of(first: Array, last: Array) -> dict[Run, tuple[int, int]]:
    if not len(first):
        return {}
    changes = np.flatnonzero((np.diff(first) != 0) | (np.diff(last) != 0)) + 1
    bounds = [0, *changes.tolist(), len(first)]
    runs = [(int(first[at]), int(last[at])) for at in bounds[:-1]]
    if len(set(runs)) < len(runs):
        raise ValueError("the rows of a run do not stand together")
    return dict(zip(runs, itertools.pairwise(bounds), strict=True))


def _alike(place: Array, series: Array) -> tuple[Array, Array] | None:
    each = int(np.searchsorted(place, place[0], side="right"))
    if len(place) % each:
        return None
    places, first = place[::each].copy(), series[:each].copy()
    same = (place.reshape(-1, each) == places[:, None]).all()
    same = same and (series.reshape(-1, each) == first).all()
    return (read_only(places), read_only(first)) if same else None


def joined(name: str, tables: list[Table]) -> Table:
    """Return the rows of several tables of one kind, one after the other."""
    if not tables:
        return Table.empty(name)
    return Table.of(name, {c: np.concatenate([t[c] for t in tables]) for c in SCHEMAS[name]})


@dataclass(frozen=True, slots=True)
class Sorting:
    """How a table of a tile is sorted: by run, then place and series, kept stable."""

    columns: tuple[str, ...] = ("last", "first", "place", "series")

    def order(self, table: Table) -> Array:
        """Return the row numbers in this order; rows of one cell keep theirs."""
        return np.lexsort([table[column] for column in reversed(self.columns)])
