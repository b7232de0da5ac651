"""Levels of all places and columns of a family: own figures, else formula, residual, children.

Columns come in stages: those that are filed or rolled up first, then what is computed from them.
A formula that looks back needs earlier stages of an earlier run only, so nothing goes in circles.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from tiendo.cube.cells.codes import CONFIDENTIAL, MISSING, Array, Ints, Mask
from tiendo.cube.kernel.columns import NONE, Columns, Residual
from tiendo.cube.kernel.disclosure import hidden_beside
from tiendo.cube.kernel.family import Family, Siblings
from tiendo.cube.kernel.formulas import by_formula
from tiendo.cube.kernel.numbers import Answers, Index, bounds_of, computed, subtracted
from tiendo.cube.kernel.own import OwnLevels
from tiendo.cube.kernel.rollup import averaged, summed_up
from tiendo.vocabulary.period import Period

RollUp = Callable[[Period, bool], Answers]
"""Gives what the children of the outside rows of a family add up to, (outside rows, columns).

Asked with a run, and whether children count as they may be shown or as they are."""


@dataclass
class _Progress:
    """Levels of one run before anything is hidden for another's sake, as far as they are found."""

    answers: Answers
    stages: int = 0
    beside: dict[str, Mask] = field(default_factory=dict)


class Levels:
    """Levels by run, remembered within one evaluation; what is given must not be changed."""

    def __init__(
        self,
        family: Family,
        columns: Columns,
        own: OwnLevels,
        hidden_indicators: frozenset[str],
        roll_up_outside: RollUp | None = None,
    ) -> None:
        self.family = family
        self.columns = columns
        self._own = own
        self._roll_up_outside = roll_up_outside
        self._progress: dict[Period, _Progress] = {}
        self._shown: dict[Period, Answers] = {}
        self._own_shown: dict[Period, Answers] = {}
        self._allowed: dict[int, Mask] = {}
        self._stages = int(columns.depth.max(initial=0)) + 1
        self._may_hide: dict[str, Ints] = {}
        self._last_stage: dict[str, int] = {}
        for column, one in enumerate(columns.series):
            stage = max(self._last_stage.get(one.indicator, 0), int(columns.depth[column]))
            self._last_stage[one.indicator] = stage
            if one.indicator in hidden_indicators:
                known = self._may_hide.get(one.indicator, np.empty(0, np.int64))
                self._may_hide[one.indicator] = np.append(known, column)

    # ---- as they may be shown ------------------------------------------------------

    def shown(self, run: Period) -> Answers:
        """Return the levels of a run, (places, columns)."""
        if run not in self._shown:
            self._shown[run] = self._without_giveaways(self.unhidden(run), run)
        return self._shown[run]

    def own_shown(self, run: Period) -> Answers:
        """Return the levels that the places' own figures give."""
        if run not in self._own_shown:
            self._own_shown[run] = self._without_giveaways(self._own.of(run), run)
        return self._own_shown[run]

    def own(self, run: Period) -> Answers:
        """Return own levels before anything is hidden for another's sake."""
        return self._own.of(run)

    def _without_giveaways(self, answers: Answers, run: Period) -> Answers:
        """Return the answers without those that would give a hidden one beside them away."""
        if not self._may_hide:
            return answers
        self.unhidden(run)
        beside = np.zeros(answers.shape, np.bool_)
        for indicator, columns in self._may_hide.items():
            beside[:, columns] = self._beside_hidden(indicator, run)
        if not beside.any():
            return answers
        answers = answers.copy()
        answers.clear_where(beside & ~np.isnan(answers.value), CONFIDENTIAL)
        return answers

    def _beside_hidden(self, indicator: str, run: Period) -> Mask:
        """Return where a cell of an indicator must be hidden beside a hidden one."""
        progress = self._progress[run]
        if indicator not in progress.beside:
            tree = self.family.tree(run.end)
            columns = self._may_hide[indicator]
            progress.beside[indicator] = hidden_beside(
                self._own.of(run), progress.answers, tree, self.columns, columns
            )
        return progress.beside[indicator]

    def _shown_column(self, column: int, run: Period) -> Answers:
        """Return one column as it may be shown, (places,), without waiting for later ones."""
        self._advance(run, self._last_stage[self.columns.series[column].indicator] + 1)
        answers = self._progress[run].answers.at((slice(None), column)).copy()
        indicator = self.columns.series[column].indicator
        if indicator in self._may_hide:
            position = int(np.flatnonzero(self._may_hide[indicator] == column)[0])
            beside = self._beside_hidden(indicator, run)[:, position]
            answers.clear_where(beside & ~np.isnan(answers.value), CONFIDENTIAL)
        return answers

    # ---- before anything is hidden for another cell's sake -----------------------------

    def unhidden(self, run: Period) -> Answers:
        """Return the levels of a run before anything is hidden for another cell's sake."""
        self._advance(run, self._stages)
        return self._progress[run].answers

    def runs(self) -> tuple[Period, ...]:
        """Return the runs of which levels were asked for."""
        return tuple(self._progress)

    def rolled_up(self, run: Period, *, as_shown: bool, of: Ints | None = None) -> Answers:
        """Return what the children of places give, whatever the places filed themselves.

        Args:
            run: the run of months.
            as_shown: count the children as they may be shown, else before hiding.
            of: rows of the places wanted, all by default; of others nothing is said.
        """
        levels = self.shown(run) if as_shown else self.unhidden(run)
        found = Answers.missing(levels.shape, levels.has_quality)
        everything = np.arange(len(self.columns))
        for siblings in self.family.tree(run.end).generations:
            if of is not None and not np.isin(siblings.parents, of).any():
                continue
            found.put(siblings.parents, self._from_children(levels, siblings, everything, run))
        if self._roll_up_outside is not None and self.family.outside.any():
            rows = np.flatnonzero(self.family.outside)
            found.put(rows, self._roll_up_outside(run, as_shown))
        return found

    def _advance(self, run: Period, stages: int) -> None:
        """Find the columns of the first `stages` stages of a run."""
        if run not in self._progress:
            self._progress[run] = _Progress(self._own.of(run).copy())
        progress = self._progress[run]
        while progress.stages < min(stages, self._stages):
            stage = progress.stages
            self._find_stage(progress.answers, run, stage)
            progress.stages = max(progress.stages, stage + 1)

    def _find_stage(self, answers: Answers, run: Period, stage: int) -> None:
        here = self.columns.depth == stage
        for formula in self.columns.formulas_on(run):
            if here[formula.column]:
                found = by_formula(self.columns, formula, run, self._shown_column)
                if found is not None:
                    _fill(answers, (slice(None), formula.column), found)
        for column, residual in self.columns.residuals.items():
            if here[column]:
                rest = residual_of(_parts_of(answers, residual))
                _fill(answers, (slice(None), column), rest)
        self._roll_up(answers, run, np.flatnonzero(here))

    def _roll_up(self, answers: Answers, run: Period, columns: Ints) -> None:
        """Fill what is still missing of some columns from the children, deepest parents first."""
        every = len(columns) == len(self.columns)
        if self._roll_up_outside is not None and self.family.outside.any():
            rows = np.flatnonzero(self.family.outside)
            below = self._roll_up_outside(run, False)
            _fill(
                answers,
                rows if every else np.ix_(rows, columns),
                below if every else below.at((slice(None), columns)),
            )
        for siblings in self.family.tree(run.end).generations:
            where = siblings.parents if every else np.ix_(siblings.parents, columns)
            if (answers.state[where] == MISSING).any():
                _fill(answers, where, self._from_children(answers, siblings, columns, run))

    def _from_children(
        self, answers: Answers, siblings: Siblings, columns: Ints, run: Period
    ) -> Answers:
        """Return what children give their parents in some columns, by the cards' place rules."""
        every = len(columns) == len(self.columns)
        listed = self.family.tree(run.end).listed
        children = answers.at(siblings.children if every else np.ix_(siblings.children, columns))
        result = summed_up(children, siblings, listed)
        means = np.flatnonzero(self.columns.means_over_places[columns])
        if len(means):
            weight_of = self.columns.weights[columns[means]]
            weights = answers.at(np.ix_(siblings.children, np.maximum(weight_of, 0)))
            weights.clear_where(np.broadcast_to(weight_of == NONE, weights.shape), MISSING)
            cells = (slice(None), means)
            result.put(cells, averaged(children.at(cells), weights, siblings, listed))
        may_not = ~self._may_roll_up(siblings, columns)
        if may_not.any():
            result.clear_where(may_not, MISSING)
        return result

    def _may_roll_up(self, siblings: Siblings, columns: Ints) -> Mask:
        """Return where parents may be added up: by the card's place rule and levels."""
        key = id(siblings)
        if key not in self._allowed:
            levels = [self.family.levels[parent] for parent in siblings.parents]
            reported = np.array([self.columns.at_level[level] for level in levels], np.bool_)
            has_rule = self.columns.sums_over_places | self.columns.means_over_places
            self._allowed[key] = reported & has_rule
        return self._allowed[key][:, columns]


def _fill(answers: Answers, where: Index, found: Answers) -> None:
    """Put what was found where the answers at an index are still missing."""
    known = answers.at(where)
    answers.put(where, known.chosen(known.is_missing, found))


def _parts_of(answers: Answers, residual: Residual) -> list[Answers]:
    return [answers.at((slice(None), c)) for c in (residual.total, *residual.others)]


def residual_of(answers: Sequence[Answers]) -> Answers:
    """Return the first answers minus all others (evaluation.md, row 2).

    Missing where one is not known, confidential where one is.
    """
    total, *others = answers
    known = np.logical_and.reduce([answer.known for answer in answers])
    hidden = np.logical_or.reduce([answer.hidden for answer in answers])
    value: Array = total.value
    for other in others:
        value = value - other.value
    bounds = None
    if total.has_quality:
        bounds = bounds_of(total)
        for other in others:
            bounds = subtracted(bounds, bounds_of(other))
    result = computed(np.where(known, value, np.nan), bounds, answers)
    result.clear_where(hidden, CONFIDENTIAL)
    return result
