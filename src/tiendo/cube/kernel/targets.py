"""Targets of places of another map, for many places at once: recast where they make one, or not.

The same rules as `cube.explain.targets`. Nothing is looked at where no place that is not on the map
has a plan, which is so as long as nothing was reformed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

import numpy as np

from tiendo.cube.cells.codes import NO_TEXT, OPERATORS, PLANNED_LEVEL, Array, Floats, Ints, Mask
from tiendo.cube.cells.tables import SCHEMAS
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.family_trees import TargetParts
from tiendo.cube.kernel.listed_plans import WhenAsked
from tiendo.cube.kernel.numbers import RELATIVE_ZERO
from tiendo.vocabulary.former_targets import joined_operator

CONSTANT: Mapping[str, int] = {
    "version": NO_TEXT,
    "decision": NO_TEXT,
    "derived": 1,
    "shared_first": 0,
    "shared_last": 0,
}
"""What is the same for every recast plan."""
REDUCED: Mapping[str, np.ufunc] = {
    "lo": np.add,
    "hi": np.add,
    "known_at": np.maximum,
    "order": np.maximum,
    "state": np.minimum,
}
"""What of a recast plan follows from those of its parts, and how."""

_NO_OPERATOR = 255
_SCHEMA = SCHEMAS["plans"]
_KEY = ("place", "series", "assigner", "kind", "first", "last")
"""What makes two plans versions of one."""


def _joined_code(bits: int) -> int:
    """Return the code of the operator of a sum by those of its parts, a bit for each."""
    said = compress(OPERATORS, (bits >> bit & 1 for bit in range(len(OPERATORS))))
    joined = joined_operator(said) if bits else None
    return _NO_OPERATOR if joined is None else OPERATORS.index(joined)


JOINED_OPERATORS = np.array([_joined_code(bits) for bits in range(1 << len(OPERATORS))], np.uint8)
"""The operator of a sum of targets, by the set of those of its parts, a bit for each."""


@dataclass(frozen=True)
class FormerTargets:
    """What the targets of places of another map are for the places of this one.

    Attributes:
        rows: plans that are sums of others, as rows of the table "plans".
        tell_refused: gives place and column of each target that does not compare.
    """

    rows: Mapping[str, Array]
    tell_refused: Callable[[], tuple[Ints, Ints]]

    @cached_property
    def refused(self) -> tuple[Ints, Ints]:
        """Place and column of each target that does not compare."""
        return self.tell_refused()

    @property
    def recast(self) -> tuple[Ints, Ints]:
        """Place and column of each plan that was recast."""
        return self.rows["place"].astype(np.int64), self.rows["series"].astype(np.int64)

    @property
    def cells(self) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
        """Places and columns of the plans that were recast, and of those that do not compare."""
        return self.recast, self.refused

    def of_rows(self, rows: Ints, places: int) -> FormerTargets:
        """Return the same by the numbers of some places of a family, which all of theirs are among.

        Args:
            rows: rows of these places.
            places: how many places the family has.
        """
        position = np.full(places, -1)
        position[rows] = np.arange(len(rows))

        def refused() -> tuple[Ints, Ints]:
            place, column = self.refused
            return position[place], column

        def column(name: str) -> Array:
            found = self.rows[name]
            return position[found].astype(_SCHEMA[name]) if name == "place" else found

        return FormerTargets(WhenAsked(column), refused)

    def by_itself(self) -> FormerTargets:
        """Return the same without the tiles that it is read from."""
        return _known_targets({name: self.rows[name] for name in _SCHEMA}, self.refused)

    def __reduce__(self) -> tuple[object, ...]:
        return _known_targets, (dict(self.rows), self.refused)

    def behind(self, plans: Mapping[str, Array]) -> WhenAsked:
        """Return the table of plans with those that were recast behind the others."""
        return WhenAsked(lambda name: np.concatenate([plans[name], self.rows[name]]))


def _known_targets(rows: Mapping[str, Array], refused: tuple[Ints, Ints]) -> FormerTargets:
    return FormerTargets(rows, lambda: refused)


def former_targets(
    parts: TargetParts, columns: Columns, plans: Mapping[str, Array], answering: Mask
) -> FormerTargets | None:
    """Return what the plans of places that are not on the map are for those that are.

    Args:
        parts: whose targets concern whom.
        columns: the columns of these places.
        plans: every version of their plans, of the run and its year.
        answering: the versions that answer.

    Returns:
        None where there are no such plans.
    """
    concern = parts.is_part[plans["place"]] & answering & ~np.isnan(plans["value"])
    if not concern.any():
        return None
    rows, heirs = _for_their_heirs(plans["place"], np.flatnonzero(concern), parts)
    short = None
    if parts.chosen is not None:
        target = tuple(plans[name][rows] for name in _KEY if name != "place")
        counts, short = parts.chosen.among(heirs, plans["place"][rows], target)
        rows, heirs, short = rows[counts], heirs[counts], short[counts]
    own = np.flatnonzero(parts.is_made[plans["place"]])
    found = _Groups(
        plans, np.concatenate([rows, own]), np.concatenate([heirs, plans["place"][own]])
    )
    is_own = np.arange(len(found.rows)) >= len(rows)
    bits = np.where(is_own, 0, 1 << plans["operator"][found.rows].astype(np.int64))
    operators = JOINED_OPERATORS[found.reduced(np.bitwise_or, bits)]
    place, column = found.keys["place"], found.keys["series"]
    adds_up = (found.keys["kind"] == PLANNED_LEVEL) & columns.sums_over_places[column]
    count = found.reduced(np.add, ~is_own)
    whole, same = parts.whole[place] & (count == parts.needed[place]), parts.same[place]
    if parts.chosen is not None and short is not None:
        chosen = parts.chosen.concerns[place]
        lacks = found.reduced(np.logical_or, np.append(short, np.zeros(len(own), np.bool_)))
        whole, same = np.where(chosen, ~lacks, whole), np.where(chosen, count == 1, same)
    joins = whole & (same | adds_up) & (operators != _NO_OPERATOR)
    without_own = ~found.reduced(np.logical_or, is_own)
    made = joins & without_own
    refused = np.flatnonzero((~joins & without_own)[found.number])
    return FormerTargets(found.summed(made, operators), lambda: found.at(refused))


def _for_their_heirs(place: Array, rows: Ints, parts: TargetParts) -> tuple[Ints, Ints]:
    """Return each row once for each place that it concerns, and these places."""
    begin, count = parts.begin[place[rows]], parts.count[place[rows]]
    repeated = np.repeat(np.arange(len(rows)), count)
    within = np.arange(len(repeated)) - np.repeat(np.cumsum(count) - count, count)
    return rows[repeated], parts.heirs[begin[repeated] + within]


class _Groups:
    """Plans that are versions or parts of one plan of a place.

    Attributes:
        rows: the plans, by their numbers in the table.
        number: of each of them its group.
        keys: of each group what its members share.
    """

    def __init__(self, plans: Mapping[str, Array], rows: Ints, place: Array) -> None:
        self._plans = plans
        self.rows = rows
        self._members = {name: plans[name][rows] for name in _KEY if name != "place"}
        self._members["place"] = place
        each = [self._members[name] for name in _KEY]
        self._order = np.lexsort(each[::-1])
        begins = np.zeros(len(rows), np.bool_)
        begins[:1] = True
        for values in each:
            begins[1:] |= np.diff(values[self._order]) != 0
        self._starts = np.flatnonzero(begins)
        self.number = np.empty(len(rows), np.int64)
        self.number[self._order] = np.cumsum(begins) - 1
        firsts = self._order[self._starts]
        self.keys = {name: self._members[name][firsts] for name in _KEY}

    def reduced(self, by: np.ufunc, values: Array) -> Array:
        """Return what the members of each group make of some values."""
        kind = values.dtype if by is not np.add or values.dtype == np.float64 else np.int64
        found: Array = by.reduceat(values[self._order].astype(kind), self._starts)
        return found

    def at(self, members: Ints) -> tuple[Ints, Ints]:
        """Return place and column of some members."""
        place, column = self._members["place"][members], self._members["series"][members]
        return place.astype(np.int64), column.astype(np.int64)

    def summed(self, made: Mask, operators: Array) -> WhenAsked:
        """Return the plans that the members of some groups make together."""

        def column(name: str) -> Array:
            if name in CONSTANT:
                found = np.full(len(made), CONSTANT[name])
            elif name in REDUCED:
                found = self.reduced(REDUCED[name], self._plans[name][self.rows])
            elif name == "value":
                found = self._total()
            else:
                found = operators if name == "operator" else self.keys[name]
            return found[made].astype(_SCHEMA[name])

        return WhenAsked(column)

    def _total(self) -> Floats:
        """Return the sum of the members of each group, zero where it is nearly so."""
        values = self._plans["value"][self.rows]
        total = self.reduced(np.add, values)
        largest = self.reduced(np.maximum, np.abs(values))
        total[np.abs(total) <= RELATIVE_ZERO * largest] = 0.0
        return total
