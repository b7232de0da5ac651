"""A table of plain values by columns, each either one value for all rows or one for each row.

Figures filed together share most of what they say: the place, the run, the kind, the date. Saying
it once makes hashing and inserting them three times as fast (measured in `writing`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any


@dataclass(frozen=True, slots=True)
class Columns:
    """A table of at least one row.

    Attributes:
        count: how many rows it has.
        same: values that are the same in all rows, by the name of their column.
        own: a sequence of values for each other column, not all equal.
    """

    count: int
    same: Mapping[str, Any]
    own: Mapping[str, Sequence[Any]]

    @classmethod
    def of(cls, count: int, columns: Iterable[tuple[str, Sequence[Any]]]) -> Columns:
        """Return the table of columns given by name with all their values."""
        same, own = {}, {}
        for name, values in columns:
            if values.count(values[0]) == count:
                same[name] = values[0]
            else:
                own[name] = values
        return cls(count, same, own)

    @classmethod
    def of_rows(cls, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> Columns:
        """Return the table of rows whose values stand in the order of `names`."""
        return cls.of(len(rows), zip(names, zip(*rows, strict=True), strict=True))

    def values(self, name: str) -> Iterable[Any]:
        """Return the values of a column, one for each row."""
        if name in self.own:
            return self.own[name]
        return repeat(self.same[name], self.count)

    def rows(self, names: Sequence[str]) -> list[tuple[Any, ...]]:
        """Return the rows as tuples in the order of `names`."""
        return list(zip(*map(self.values, names), strict=True))
