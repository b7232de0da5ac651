"""What children give their parents: sums or weighted means, by the place rules of the cards."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tiendo.cube.cells.codes import MISSING, Array, Ints, Mask
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
        self._allowed: dict[int, Mask] = {}

    def given(
        self,
        answers: Answers,
        siblings: Siblings,
        listed: Mask,
        columns: Ints | None = None,
        among: Mask | None = None,
    ) -> Answers:
        """Return what children give their parents, (parents, columns).

        Args:
            answers: levels of the family, (places, all columns), in which those of the children
                are found.
            siblings: the children.
            listed: for each row of the family whether all its children are known to the register.
            columns: the columns that are returned, all by default.
            among: which of these are to be found, the others are left missing; all by default.
        """
        of_mean = self.are_means(columns)
        means = np.flatnonzero(of_mean if among is None else of_mean & among)
        weights = None
        if columns is None:
            children = answers.at(siblings.grid)
            if len(means):
                weights = self.weights(children, means)
        else:
            children = answers.of_columns(columns).at(siblings.grid)
            if len(means):
                weights = self.weights(answers, columns[means]).at(siblings.grid)
        result = added_up(children, weights, means, siblings, listed)
        may_not = ~self.may_roll_up(siblings, columns)
        if among is not None:
            may_not |= ~among
        result.clear_where(may_not, MISSING)
        return result

    def are_means(self, columns: Ints | None = None) -> Mask:
        """Return which of some columns, all by default, are means over places."""
        found = self._columns.means_over_places
        return found if columns is None else found[columns]

    def weigh_each_other(self, columns: Ints) -> bool:
        """Return whether a weight of these columns is one of them."""
        return bool(np.isin(self._columns.weights[columns], columns).any())

    def weights(self, answers: Answers, means: Ints) -> Answers:
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

    def may_roll_up(self, siblings: Siblings, columns: Ints | None = None) -> Mask:
        """Return where parents may be added up: by the card's place rule and levels."""
        key = id(siblings)
        if key not in self._allowed:
            levels = [self._family.levels[parent] for parent in siblings.parents]
            reported = np.array([self._columns.at_level[level] for level in levels], np.bool_)
            has_rule = self._columns.sums_over_places | self._columns.means_over_places
            self._allowed[key] = reported & has_rule
        allowed = self._allowed[key]
        return allowed if columns is None else allowed[:, columns]


def added_up(
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


class SideBySide:
    """Some columns of several runs side by side, so that a step is taken once for all runs.

    A step on a few columns costs as much as what it works on (measured: four runs at once take a
    third of the time of one after the other).
    """

    def __init__(
        self, picked: Answers, weights: Answers | None, rules: PlaceRules, columns: Ints, runs: int
    ) -> None:
        self._picked = picked
        self._weights = weights
        self._rules = rules
        self._columns = columns
        self._runs = runs
        self._means = np.flatnonzero(np.tile(rules.are_means(columns), runs))

    @classmethod
    def of(cls, each: Sequence[Answers], columns: Ints, rules: PlaceRules) -> SideBySide:
        """Return some columns of the levels of several runs.

        Args:
            each: levels of a family, (places, all columns), for every run.
            columns: the columns; none of them the weight of another.
            rules: their place rules.
        """
        means = columns[rules.are_means(columns)]
        weights = joined([rules.weights(one, means) for one in each]) if len(means) else None
        picked = joined([one.of_columns(columns) for one in each])
        return cls(picked, weights, rules, columns, len(each))

    def add_up(self, siblings: Siblings, listed: Mask) -> list[Answers]:
        """Fill what parents are missing from their children.

        Returns:
            what the children give, for every run; nothing where no parent misses anything.
        """
        if not (self._picked.state[siblings.parents] == MISSING).any():
            return []
        children = self._picked.at(siblings.grid)
        weights = None if self._weights is None else self._weights.at(siblings.grid)
        below = added_up(children, weights, self._means, siblings, listed)
        may_not = ~self._rules.may_roll_up(siblings, self._columns)
        below.clear_where(np.tile(may_not, self._runs), MISSING)
        self._picked.fill(siblings.parents, below)
        return self._parted(below)

    def levels(self) -> list[Answers]:
        """Return the levels of every run, (places, columns), as far as they are found."""
        return self._parted(self._picked)

    def _parted(self, answers: Answers) -> list[Answers]:
        width = len(self._columns)
        return [
            answers.at((_ALL, slice(at, at + width))) for at in range(0, width * self._runs, width)
        ]


def joined(each: Sequence[Answers]) -> Answers:
    """Return answers side by side, those of one column behind those of another."""
    columns: dict[str, Array] = {
        name: np.concatenate([one[name] for one in each], axis=1) for name in each[0].columns
    }
    return Answers(columns)
