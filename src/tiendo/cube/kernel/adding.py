"""Sums and weighted means over many places at once, where only numbers are asked for.

The rules are those of `rollup`, which knows quality too. Here the rows of children are added to
those of their parents by a product with a sparse matrix, straight from where they stand, without
the interpreter's lock: a quarter of the time that it takes to lay them out in a grid first
(measured for 4,900 communes of 359 districts and 100 columns).
"""

from __future__ import annotations

import numpy as np

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    NOT_APPLICABLE,
    PARTIAL,
    ZERO,
    Bytes,
    Floats,
    Ints,
    Mask,
)
from tiendo.cube.kernel.columns import NONE, Columns
from tiendo.cube.kernel.family_trees import Siblings
from tiendo.cube.kernel.numbers import EXACTLY, RELATIVE_ZERO, Answers, state_of, without
from tiendo.cube.kernel.rollup import known_of

_MANY = 0.5
"""Children that are a smaller part of the places than this are looked at by themselves: making all
places ready to be added up would cost more."""


class Addends:
    """Levels of places that are being added up: with zero instead of NaN, until they are closed.

    They are changed where they stand, as a copy would move as much memory as adding them up.

    Attributes:
        levels: the levels, (places, columns), without quality.
        means: the columns that are means over places.
        weighed: of the means their values times their weights, then the weights, (places, twice the
            means): NaN where one of the two is not known, zero where the figure does not apply.
        below_zero: the columns in which any value is below zero.
    """

    def __init__(self, levels: Answers, columns: Columns) -> None:
        """Take levels, all of them as they stand; the caller tells what changes later."""
        places, width = levels.shape
        self.levels = levels
        self._columns = columns
        self.means = np.flatnonzero(columns.means_over_places)
        weights = columns.weights[self.means]
        self._not_weighed = np.flatnonzero(weights == NONE)
        self._with_weights = np.concatenate([self.means, np.maximum(weights, 0)])
        self.weighed: Floats = np.empty((places, len(self._with_weights)))
        self.below_zero: Mask = np.zeros(width, np.bool_)
        self._changed: Mask = np.zeros(places, np.bool_)
        self._take(levels.value, levels.state, self.weighed)

    def of_rows(self, rows: Ints) -> Addends:
        """Return the same of some places, as their levels stand."""
        return Addends(self.levels.at(rows), self._columns)

    def note_change(self, rows: Ints) -> None:
        """Note that the levels of some places were filled; they are taken when they are needed."""
        self._changed[rows] = True

    def renew(self, rows: Ints) -> None:
        """Take those levels of some places that were filled since."""
        rows = rows[self._changed[rows]]
        if not len(rows):
            return
        self._changed[rows] = False
        some = self.levels.at(rows)
        weighed = np.empty((len(rows), len(self._with_weights)))
        self._take(some.value, some.state, weighed)
        self.levels.value[rows] = some.value
        self.weighed[rows] = weighed

    def close(self) -> None:
        """Put NaN again where there is no value."""
        np.copyto(self.levels.value, np.nan, where=self.levels.state > PARTIAL)

    def _take(self, value: Floats, state: Bytes, weighed: Floats) -> None:
        """Put zero into values where there is none, and weigh the means."""
        np.copyto(value, 0.0, where=state > PARTIAL)
        if value.min(initial=0.0) < 0:
            self.below_zero |= (value < 0).any(axis=0)
        count = len(self.means)
        if not count:
            return
        value.take(self._with_weights, axis=1, out=weighed, mode="clip")
        states = state.take(self._with_weights, axis=1)
        np.copyto(weighed, np.nan, where=states > ZERO)
        weights = weighed[:, count:]
        if len(self._not_weighed):
            weights[:, self._not_weighed] = np.nan
        weighed[:, :count] *= weights
        not_owed = states[:, :count] == NOT_APPLICABLE
        if not_owed.any():
            np.copyto(weighed, 0.0, where=np.tile(not_owed, 2))


class Children:
    """The children of several parents, to be added up."""

    def __init__(self, addends: Addends, siblings: Siblings, listed: Mask) -> None:
        """Look at the states of children.

        Args:
            addends: the levels of the places among which they are found.
            siblings: who belongs to whom.
            listed: for each parent whether all its children are known to the register.
        """
        if len(siblings.members) < _MANY * len(addends.weighed):
            addends, siblings = addends.of_rows(siblings.members), siblings.among_members
        else:
            addends.renew(siblings.members)
        self._addends, self._grid = addends, siblings.grid
        self._matrix = siblings.matrix(len(addends.weighed))
        states = addends.levels.state.take(self._grid, axis=0)
        self._some, whole, self._hidden = known_of(states)
        self._complete = whole & listed[:, None]

    def sums(self) -> Answers:
        """Return the sums, (parents, columns): partial where they lack a part."""
        addends = self._addends
        value: Floats = self._matrix @ addends.levels.value
        if not self._some.all():
            np.copyto(value, np.nan, where=~self._some)
        state = state_of(value, EXACTLY)
        # Elsewhere a sum is near zero, beside the largest of its parts, only where it is zero.
        columns = np.flatnonzero(addends.below_zero)
        if len(columns):
            some = value.take(columns, axis=1)
            zero = np.abs(some) <= RELATIVE_ZERO * self._largest(columns)
            value[:, columns] = without(some, zero & self._complete[:, columns], 0.0)
            state[:, columns] = state_of(value.take(columns, axis=1), EXACTLY)
        np.copyto(state, np.uint8(PARTIAL), where=self._some & ~self._complete)
        return _hidden_where(self._hidden, Answers({"value": value, "state": state}))

    def means(self, sums: Answers) -> Answers:
        """Return weighted means, (parents, means over places).

        Missing where a part or its weight is not known.

        Args:
            sums: of all columns.
        """
        columns = self._addends.means
        both = self._matrix @ self._addends.weighed
        total = both[:, len(columns) :]
        mean: Floats = both[:, : len(columns)] / total
        sound = (self._complete & self._some).take(columns, axis=1) & (total > 0)
        np.copyto(mean, np.nan, where=~sound)
        state = state_of(mean, EXACTLY)
        # Beside the largest of its parts; where none is below zero, these are not above their sum.
        near = np.abs(mean) <= RELATIVE_ZERO * sums.value.take(columns, axis=1)
        if self._addends.below_zero[columns].any() or (near & (mean != 0)).any():
            zero = np.abs(mean) <= RELATIVE_ZERO * self._largest(columns)
            np.copyto(mean, 0.0, where=zero)
            np.copyto(state, np.uint8(ZERO), where=zero)
        return _hidden_where(
            self._hidden.take(columns, axis=1), Answers({"value": mean, "state": state})
        )

    def _largest(self, columns: Ints) -> Floats:
        """Return the largest of each parent's children as absolute values, (parents, columns)."""
        numbers = np.abs(self._addends.levels.value.take(columns, axis=1))
        largest: Floats = np.maximum.reduce(numbers.take(self._grid, axis=0), axis=0)
        return largest


def _hidden_where(hidden: Mask, answers: Answers) -> Answers:
    answers.clear_where(hidden, CONFIDENTIAL)
    return answers
