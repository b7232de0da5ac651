"""Targets of places of another map where every place has the same ones: sums of rows.

What `targets` finds by sorting the plans of any places. Where each unit was given plans of the same
series by the same assigners, as a country's usually are, they stand in a grid of places x plans:
its rows are added up, and what comes out stands in the order in which plans are listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import PLANNED_LEVEL, Array, Floats, Ints, Mask, constant_in
from tiendo.cube.cells.tables import SCHEMAS, is_first_of_its_group
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.family_table import FamilyTable
from tiendo.cube.kernel.family_trees import Siblings, TargetParts
from tiendo.cube.kernel.listed_plans import ListedPlans, WhenAsked, chosen
from tiendo.cube.kernel.numbers import RELATIVE_ZERO
from tiendo.cube.kernel.row_cells import AlikeCells, RowCells
from tiendo.cube.kernel.targets import CONSTANT, JOINED_OPERATORS, REDUCED, FormerTargets

_SCHEMA = SCHEMAS["plans"]
_SHARED = ("series", "assigner", "kind", "operator")
"""What must be the same for every place besides the run."""


@dataclass(frozen=True)
class AlikePlans:
    """Plans of one run of which every place has the same, one place after the other.

    Attributes:
        table: the plans, versions of one plan behind each other.
        places: rows of the places, ascending.
        shared: of each plan of a place what all places share, by the names of columns.
        answering: which of them are the versions that answer.
    """

    table: FamilyTable
    places: Ints
    shared: Mapping[str, Array]
    answering: Mask

    @classmethod
    def of(cls, table: FamilyTable) -> AlikePlans | None:
        """Return the plans of a table in this way, None where places differ."""
        alike = table.alike() if table.runs == 1 else None
        if alike is None or not (np.diff(alike[0]) > 0).all():
            return None
        found = {name: table.repeated(name) for name in _SHARED}
        shared = {name: values for name, values in found.items() if values is not None}
        if len(shared) < len(found):
            return None
        of_one_place = ("series", "assigner", "kind")
        first = is_first_of_its_group(shared, len(shared["series"]), of_one_place)
        return cls(table, alike[0], shared, first)

    def grid(self, name: str) -> Array:
        """Return a column of those that answer, (places, plans)."""
        values = self.table[name]
        if (constant := constant_in(values)) is not None:
            return np.broadcast_to(values.dtype.type(constant), (len(self.places), len(self.plans)))
        every = values.reshape(len(self.places), -1)
        return every if self.answering.all() else every[:, self.plans]

    @cached_property
    def plans(self) -> Ints:
        """Numbers of the plans of a place that answer."""
        return np.flatnonzero(self.answering)

    def listed(self, wanted: Mask, columns: int) -> ListedPlans:
        """Return the plans of the places that are wanted of a family of so many columns."""
        kept = np.flatnonzero(wanted[self.places])
        each = len(self.answering)
        found: Mapping[str, Array] = self.table
        if len(kept) < len(self.places):
            found = chosen(self.table, (kept[:, None] * each + np.arange(each)).ravel())
        cells = RowCells(np.empty(0, np.int64))
        if len(kept):
            cells = AlikeCells(self.places[kept], self.shared["series"], columns)
        return ListedPlans(found, cells, np.tile(self.answering, len(kept)))


def alike_targets(
    parts: TargetParts, columns: Columns, plans: AlikePlans, answered: Mask
) -> FormerTargets | None:
    """Return what the plans of places that are not on the map are for places that are.

    Args:
        parts: whose targets concern whom.
        columns: the columns of these places.
        plans: the plans of all of them.
        answered: places of which it is asked.

    Returns:
        None where there are no such plans; the plans stand by place, as they are listed.
    """
    position = np.full(len(parts.is_made), -1)
    position[plans.places] = np.arange(len(plans.places))
    made, grid, real = parts.by_heir
    # A place with plans of its own has those of all others too, and its own come first.
    wanted = np.flatnonzero(answered[made] & (position[made] < 0))
    at = np.where(real[:, wanted], position[grid[:, wanted]], -1)
    some = (at >= 0).any(axis=0)
    if not some.any():
        return None
    return _Sums(parts, columns, plans, made[wanted[some]], at[:, some]).targets()


def recast_plans(former: FormerTargets, columns: int) -> ListedPlans:
    """Return the plans that were recast, in a family of so many columns."""
    cells = RowCells.at(former.rows["place"], former.rows["series"], columns)
    return ListedPlans(former.rows, cells, np.ones(len(cells.numbers), np.bool_))


class _Sums:
    """The plans that parts make together, each number added up when it is asked for.

    Attributes:
        heirs: rows of the places that are made of parts.
        at: of each heir the positions of its parts among the plans' places, (most parts, heirs), -1
            where it has fewer or they have no plans.
    """

    def __init__(
        self, parts: TargetParts, columns: Columns, plans: AlikePlans, heirs: Ints, at: Ints
    ) -> None:
        self._plans = plans
        self._heirs = heirs
        self._at = at
        self._keys = {name: values[plans.plans] for name, values in plans.shared.items()}
        self._operators = JOINED_OPERATORS[1 << self._keys["operator"].astype(np.int64)]
        series = self._keys["series"]
        adds_up = (self._keys["kind"] == PLANNED_LEVEL) & columns.sums_over_places[series]
        whole = parts.whole[heirs] & ((at >= 0).sum(axis=0) == parts.needed[heirs])
        ruled = parts.same[heirs][:, None] | adds_up
        total = self._total()
        self._joins: Mask = whole[:, None] & ruled & ~np.isnan(total)
        self._value: Floats = total[self._joins]

    def targets(self) -> FormerTargets:
        """Return them with what does not compare."""
        return FormerTargets(WhenAsked(self._column), self._refused)

    def _column(self, name: str) -> Array:
        """Return a column of the plans that were recast."""
        kind = _SCHEMA[name]
        if name == "place":
            return np.repeat(self._heirs, self._joins.sum(axis=1)).astype(kind)
        if name == "value":
            return self._value
        if name in REDUCED:
            return self._reduced(name)[self._joins].astype(kind)
        if name in CONSTANT:
            return self._constant(CONSTANT[name], kind)
        if name in ("first", "last"):
            return self._constant(self._plans.table[name][0], kind)
        shared = self._operators if name == "operator" else self._keys[name]
        if (shared == shared[:1]).all():
            return self._constant(shared[0], kind)
        return np.broadcast_to(shared, self._joins.shape)[self._joins].astype(kind)

    def _constant(self, number: int, kind: str) -> Array:
        return np.broadcast_to(np.dtype(kind).type(number), (int(self._joins.sum()),))

    def _reduced(self, name: str) -> Array:
        """Return what a column of the parts comes to, (heirs, plans)."""
        return self._along(self._plans.grid(name), REDUCED[name])

    def _total(self) -> Floats:
        """Return the sums of the parts' numbers, NaN where one of them is not known."""
        values = self._plans.grid("value")
        heirs = Siblings(np.arange(self._at.shape[1]), self._at, self._at >= 0)
        total: Floats = heirs.matrix(len(values)) @ values
        if not values.min(initial=0.0) >= 0:  # else a sum is near zero only where it is zero
            largest = self._along(np.abs(values), np.maximum)
            total[np.abs(total) <= RELATIVE_ZERO * largest] = 0.0
        return total

    def _along(self, values: Array, by: np.ufunc) -> Array:
        """Return what the parts of each heir come to, of values by place and plan."""
        first = self._at.max(axis=0)  # a part that has plans, as of every heir one has
        found: Array = values.take(first, axis=0)
        for at in self._at:
            more = np.flatnonzero((at >= 0) & (at != first))
            if len(more) == len(at):
                by(found, values.take(at, axis=0), out=found)
            elif len(more):
                found[more] = by(found[more], values.take(at[more], axis=0))
        return found

    def _refused(self) -> tuple[Ints, Ints]:
        """Return place and column of each target of a part that does not compare."""
        known = ~np.isnan(self._plans.grid("value"))
        count = np.zeros(self._joins.shape, np.int64)
        for at in self._at:
            count += known.take(at, axis=0) & (at >= 0)[:, None]
        count[self._joins] = 0
        heir, plan = np.nonzero(count)
        times = count[heir, plan]
        return np.repeat(self._heirs[heir], times), np.repeat(self._keys["series"][plan], times)
