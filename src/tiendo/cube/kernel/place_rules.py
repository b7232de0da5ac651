"""What children give their parents: sums or weighted means, by the place rules of the cards."""

from __future__ import annotations

import numpy as np

from tiendo.cube.cells.codes import MISSING, Ints, Mask
from tiendo.cube.kernel.adding import Addends, Children
from tiendo.cube.kernel.columns import NONE, Columns
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import Siblings
from tiendo.cube.kernel.numbers import Answers
from tiendo.cube.kernel.rollup import averaged, summed_up

_ALL = slice(None)


class PlaceRules:
    """The place rules of columns, for the places of a family."""

    def __init__(self, family: Family, columns: Columns) -> None:
        self._family = family
        self._columns = columns
        # With the siblings, as the identity of what is let go of may become another's.
        self._allowed: dict[int, tuple[Siblings, Mask]] = {}

    def given(
        self,
        answers: Answers,
        siblings: Siblings,
        listed: Mask,
        columns: Ints | None = None,
        among: Mask | None = None,
        addends: Addends | None = None,
    ) -> Answers:
        """Return what children give their parents, (parents, columns).

        Args:
            answers: levels of the family, (places, all columns), in which those of the children
                are found.
            siblings: the children.
            listed: for each row of the family whether all its children are known to the register.
            columns: the columns that are returned, all by default.
            among: which of these are to be found, the others are left missing; all by default.
            addends: the levels as numbers to be added up, if they are known.
        """
        may_not = ~self._may_roll_up(siblings, columns)
        if among is not None:
            may_not |= ~among
        if columns is None and not answers.has_quality:
            result = self._numbers(answers, siblings, listed[siblings.parents], addends)
        else:
            result = self._along_grid(answers, siblings, listed, columns, among)
        result.clear_where(may_not, MISSING)
        return result

    def _along_grid(
        self,
        answers: Answers,
        siblings: Siblings,
        listed: Mask,
        columns: Ints | None,
        among: Mask | None,
    ) -> Answers:
        """Return the same of some columns, or with quality."""
        of_mean = self._are_means(columns)
        means = np.flatnonzero(of_mean if among is None else of_mean & among)
        weights = None
        if columns is None:
            children = answers.at(siblings.grid)
            if len(means):
                weights = self._weights(children, means)
        else:
            children = answers.of_columns(columns).at(siblings.grid)
            if len(means):
                weights = self._weights(answers, columns[means]).at(siblings.grid)
        return _added_up(children, weights, means, siblings, listed)

    def _numbers(
        self, answers: Answers, siblings: Siblings, listed: Mask, addends: Addends | None
    ) -> Answers:
        """Return the same of all columns where only numbers are asked for."""
        if addends is None:
            answers, siblings = answers.at(siblings.members), siblings.among_members
            addends = Addends(answers, self._columns)
        children = Children(addends, siblings, listed)
        found = children.sums()
        if len(addends.means):
            found.put((_ALL, addends.means), children.means(found))
        return found

    def _are_means(self, columns: Ints | None = None) -> Mask:
        """Return which of some columns, all by default, are means over places."""
        found = self._columns.means_over_places
        return found if columns is None else found[columns]

    def _weights(self, answers: Answers, means: Ints) -> Answers:
        """Return the weights of columns that are means over places.

        Args:
            answers: levels of all columns, the last axis.
            means: the columns.
        """
        weight_of = self._columns.weights[means]
        weights = answers.of_columns(np.maximum(weight_of, 0))
        if (weight_of == NONE).any():
            weights.clear_where(np.broadcast_to(weight_of == NONE, weights.shape), MISSING)
        return weights

    def _may_roll_up(self, siblings: Siblings, columns: Ints | None = None) -> Mask:
        """Return where parents may be added up: by the card's place rule and levels."""
        key = id(siblings)
        if key not in self._allowed:
            levels = [self._family.levels[parent] for parent in siblings.parents]
            reported = np.array([self._columns.at_level[level] for level in levels], np.bool_)
            has_rule = self._columns.sums_over_places | self._columns.means_over_places
            self._allowed[key] = siblings, reported & has_rule
        _, allowed = self._allowed[key]
        return allowed if columns is None else allowed[:, columns]


def _added_up(
    children: Answers, weights: Answers | None, means: Ints, siblings: Siblings, listed: Mask
) -> Answers:
    """Return sums over children, and weighted means of some columns.

    Args:
        children: answers of `siblings.grid`, (most children, parents, columns); to be changed.
        weights: of those columns that are means, of the same shape; None if none is.
        means: the numbers of these columns.
        siblings: the children.
        listed: for each row of the family whether all its children are known to the register.
    """
    if weights is None:
        return summed_up(children, siblings, listed, spare=True)
    if len(means) == children.shape[-1]:
        return averaged(children, weights, siblings, listed)
    mean = averaged(children.of_columns(means), weights, siblings, listed)
    result = summed_up(children, siblings, listed, spare=True)
    result.put((_ALL, means), mean)
    return result
