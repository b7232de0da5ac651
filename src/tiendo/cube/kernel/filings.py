"""What was filed at and below the places of a family, and what they owe, for one question."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Array, Mask
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.duties import Duties, filed_columns, years_looked_at
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import sums_below
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.world import Question


@dataclass(frozen=True)
class Below:
    """What is told of places besides their levels; a block tells the summit this of its tops.

    Attributes:
        filed: how many lowest-level places within have filed what they owe, (places, columns).
        due: how many owe it.
        said: where a place or any below it filed anything of a column.
    """

    filed: Array
    due: Array
    said: Mask


class Filings:
    """What the places of a family filed and owe; found when it is asked for, not to be changed."""

    def __init__(
        self,
        held: HeldFigures,
        columns: Columns,
        levels: Levels,
        duties: Duties,
        question: Question,
        outside: Below | None = None,
        said: Mask | None = None,
    ) -> None:
        """Take where to look.

        Args:
            held: the figures of the family.
            columns: what is evaluated.
            levels: the levels of the family.
            duties: what is owed of it.
            question: what is asked.
            outside: what was filed and is owed at and below the outside rows of the family, if it
                has any.
            said: where a place or any below it filed anything; found if it is not known.
        """
        self._held = held
        self._columns = columns
        self._levels = levels
        self._duties = duties
        self._question = question
        self._outside = outside
        self._known_said = said

    @property
    def family(self) -> Family:
        """The places."""
        return self._held.family

    @cached_property
    def owed(self) -> Mask:
        """Where an office owes a column's indicator of a place, (places, columns)."""
        return self._duties.owed(self._question.run)

    @cached_property
    def said(self) -> Mask:
        """Where a place or any below it in the family filed anything of a column."""
        if self._known_said is not None:
            return self._known_said
        years = years_looked_at(self._question.run, self._columns)
        said = filed_columns(self._held, self.family, self._columns, years)
        return said | self._said_of_parts(said)

    @cached_property
    def below(self) -> Below:
        """What was filed and is owed at and below each place, outside rows too."""
        said = self.said
        if not self.owed.any() and self._outside is None:
            return Below(np.zeros(said.shape, np.int32), np.zeros(said.shape, np.int32), said)
        run, tree = self._question.run, self.family.tree(self._question.map_day)
        due = self._duties.due(run)
        filed = (due & ~self._levels.shown(run).is_missing).astype(np.int32)
        if self._outside is None:
            return Below(sums_below(filed, tree), self._duties.due_below(run, tree), said)
        outside, counts = np.flatnonzero(self.family.outside), due.astype(np.int32)
        filed[outside], counts[outside] = self._outside.filed, self._outside.due
        said = said.copy()  # what is remembered of this family alone stays as it is
        said[outside] |= self._outside.said
        said |= self._said_below(said)
        return Below(sums_below(filed, tree), sums_below(counts, tree), said)

    def _said_of_parts(self, said: Mask) -> Mask:
        """Return what was filed at and below the places that others are recast from."""
        found = np.zeros(said.shape, np.bool_)
        if not said.any():
            return found
        counts = self._columns.sums_over_places | self._columns.means_over_places
        run, row_of = self._question.run, self.family.row
        earlier = run.same_period_last_year()
        for one in {run, run.previous(), earlier, run.year_to_date()}:
            for row, cover in self._levels.tree(one).covers.items():
                rows = [row_of[part.key] for part in cover.parts if part.key in row_of]
                found[row] |= said[rows].any(axis=0) & (counts | cover.same)
        return found

    def _said_below(self, said: Mask) -> Mask:
        """Return what was filed below the countries."""
        found = np.zeros(said.shape, np.bool_)
        for row, children in self.family.ever_below.items():
            found[row] = said[children].any(axis=0)
        counts = self._columns.sums_over_places | self._columns.means_over_places
        return found & counts[None, :]
