"""Levels of all places and columns of a family: own figures, else formula, residual, children.

Columns come in stages: those that are filed or rolled up first, then what is computed from them.
A formula that looks back needs earlier stages of an earlier run only, so nothing goes in circles.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from tiendo.cube.cells.codes import CONFIDENTIAL, MISSING, Bytes, Ints, Mask
from tiendo.cube.kernel.columns import NONE, Columns
from tiendo.cube.kernel.disclosure import hidden_beside
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import Siblings, Tree
from tiendo.cube.kernel.formulas import by_formula
from tiendo.cube.kernel.numbers import Answers, Index
from tiendo.cube.kernel.own import OwnLevels, add_up
from tiendo.cube.kernel.recasts import RECAST_EXACTLY, Recast, Recaster, Recasts
from tiendo.cube.kernel.residuals import parts_of, residual_of
from tiendo.cube.kernel.rollup import averaged, summed_up
from tiendo.vocabulary.period import Period

RollUp = Callable[[Period, bool], Answers]
"""Gives what the children of the outside rows of a family add up to, (outside rows, columns).

Asked with a run, and whether children count as they may be shown or as they are."""

ORIGIN = "origin"
"""What a roll-up tells besides its answers: how each came from another map."""


@dataclass
class _Progress:
    """Levels of one run before anything is hidden for another's sake, as far as they are found.

    Attributes:
        answers: the levels, (places, columns).
        stages: how many stages are found.
        beside: for an indicator, where its cells must be hidden beside hidden ones.
        shown: columns that formulas asked for, as they may be shown.
        below: what the children of a generation give its parents, by its number, and for which
            columns that was found.
        origin: how levels came from another map, if any did (`recasts.NOT_RECAST`, ...).
    """

    answers: Answers
    stages: int = 0
    beside: dict[str, Mask] = field(default_factory=dict)
    shown: dict[int, Answers] = field(default_factory=dict)
    below: dict[int, tuple[Answers, Mask]] = field(default_factory=dict)
    origin: Bytes | None = None

    def came_from(self, index: Index, origin: Bytes) -> None:
        """Note how levels came from another map."""
        if self.origin is None:
            self.origin = np.zeros(self.answers.shape, np.uint8)
        self.origin[index] = np.where(origin > 0, origin, self.origin[index])


class Levels:
    """Levels by run, remembered within one evaluation; what is given must not be changed."""

    def __init__(
        self,
        family: Family,
        columns: Columns,
        own: OwnLevels,
        hidden_indicators: frozenset[str],
        map_day: date,
        roll_up_outside: RollUp | None = None,
    ) -> None:
        self.family = family
        self.columns = columns
        self._own = own
        self._roll_up_outside = roll_up_outside
        self._map_day = map_day
        self._progress: dict[Period, _Progress] = {}
        self._shown: dict[Period, Answers] = {}
        self._own_shown: dict[Period, Answers] = {}
        self._every_column = np.arange(len(columns))
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
        hidden = np.zeros(len(columns), np.bool_)
        for some in self._may_hide.values():
            hidden[some] = True
        self._recaster = Recaster(family, columns, hidden)

    @property
    def hides_anything(self) -> bool:
        """Whether any figure that a level may rest on is confidential."""
        return bool(self._may_hide)

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
            # A parent's own figure counts what it had at its time, whatever map is asked for.
            tree = self.family.tree(run.end)
            columns = self._may_hide[indicator]
            progress.beside[indicator] = hidden_beside(
                self._own.of(run), progress.answers, tree, self.columns, columns
            )
        return progress.beside[indicator]

    def _shown_column(self, column: int, run: Period) -> Answers:
        """Return one column as it may be shown, (places,), without waiting for later ones.

        Not to be changed.
        """
        self._advance(run, self._last_stage[self.columns.series[column].indicator] + 1)
        progress = self._progress[run]
        if column not in progress.shown:
            progress.shown[column] = self._column_without_giveaways(column, run)
        return progress.shown[column]

    def _column_without_giveaways(self, column: int, run: Period) -> Answers:
        answers = self._progress[run].answers.at((slice(None), column))
        indicator = self.columns.series[column].indicator
        if indicator not in self._may_hide:
            return answers
        position = int(np.flatnonzero(self._may_hide[indicator] == column)[0])
        beside = self._beside_hidden(indicator, run)[:, position]
        answers = answers.copy()
        answers.clear_where(beside & ~np.isnan(answers.value), CONFIDENTIAL)
        return answers

    # ---- before anything is hidden for another cell's sake -----------------------------

    def unhidden(self, run: Period) -> Answers:
        """Return the levels of a run before anything is hidden for another cell's sake."""
        self._advance(run, self._stages)
        return self._progress[run].answers

    def tree(self, run: Period) -> Tree:
        """Return how the places of the map are added up in a run."""
        return self.family.tree_of(self._map_day, run.end)

    def origin(self, run: Period) -> Bytes | None:
        """Return how the levels of a run came from another map; None where none did."""
        self.unhidden(run)
        return self._progress[run].origin

    def runs(self) -> tuple[Period, ...]:
        """Return the runs of which levels were asked for."""
        return tuple(self._progress)

    def rolled_up(self, run: Period, *, as_shown: bool, of: Ints | None = None) -> Answers:
        """Return what the children of places give, whatever the places filed themselves.

        Args:
            run: the run of months.
            as_shown: count the children as they may be shown, else before hiding.
            of: rows of the places wanted, all by default.

        Returns:
            one answer a place wanted and column, with its `ORIGIN`.
        """
        levels = self.shown(run) if as_shown else self.unhidden(run)
        wanted = np.arange(len(self.family)) if of is None else of
        position = np.full(len(self.family), -1)
        position[wanted] = np.arange(len(wanted))
        found = Answers.missing((len(wanted), len(self.columns)), levels.has_quality)
        for number, siblings in enumerate(self.tree(run).generations):
            at, those = _placed(position, siblings.parents)
            if not len(at):
                continue
            below, there = self._progress[run].below.get(number, (levels, np.False_))
            if as_shown or not there.all():
                below = self._from_children(levels, siblings, self._every_column, run)
            found.put(at, below.at(those))
        origin = np.zeros(found.shape, np.uint8)
        if self._roll_up_outside is not None and self.family.outside.any():
            at, those = _placed(position, np.flatnonzero(self.family.outside))
            told = self._roll_up_outside(run, as_shown).at(those)
            found.put(at, told)
            origin[at] = told[ORIGIN]
        if not as_shown:
            self._put_recasts(found, origin, run, position)
        found.columns[ORIGIN] = origin
        return found

    def _put_recasts(self, found: Answers, origin: Bytes, run: Period, position: Ints) -> None:
        """Put what is recast where it is whole, or the children of a place give nothing."""
        tree, every = self.tree(run), self._every_column
        recasts = [
            one
            for is_rest, rows in (step for steps in tree.recast_steps.values() for step in steps)
            if not is_rest and (position[list(rows)] >= 0).any()
            for one in self._recaster.recast(tree, rows, self.unhidden(run), every)
        ]
        for recast in (*recasts, *self._across(run, every, self._stages)):
            recast.put_where_better(found, origin, *_placed(position, recast.rows))

    def _across(self, run: Period, columns: Ints, stages: int) -> Iterator[Recast]:
        """Yield flows over a run in which places of the map began or ended: in two pieces."""
        for pieces, rows in self.family.divided(run, self._map_day).items():
            for piece in pieces:
                self._advance(piece, stages)
            each = [self._progress[piece].answers.at(np.ix_(rows, columns)) for piece in pieces]
            total = add_up(each, each[0].has_quality)
            wanted = self.columns.sums_over_time[columns][None, :] & ~total.hidden
            total.clear_where(~wanted, MISSING)
            origin = np.where(total.known, RECAST_EXACTLY, 0).astype(np.uint8)
            yield Recast(rows, columns, total, origin if total.has_quality else None)

    def _advance(self, run: Period, stages: int) -> None:
        """Find the columns of the first `stages` stages of a run."""
        if run not in self._progress:
            self._progress[run] = _Progress(self._own.of(run).copy())
        progress = self._progress[run]
        while progress.stages < min(stages, self._stages):
            stage = progress.stages
            self._find_stage(progress, run, stage)
            progress.stages = max(progress.stages, stage + 1)

    def _find_stage(self, progress: _Progress, run: Period, stage: int) -> None:
        answers, here = progress.answers, self.columns.depth == stage
        for formula in self.columns.formulas_on(run):
            if here[formula.column]:
                found = by_formula(self.columns, formula, run, self._shown_column)
                if found is not None:
                    answers.fill((slice(None), formula.column), found)
        for column, residual in self.columns.residuals.items():
            if here[column]:
                rest = residual_of(parts_of(answers, residual))
                answers.fill((slice(None), column), rest)
        columns = np.flatnonzero(here)
        for recast in self._across(run, columns, stage + 1):
            self._take(progress, recast, recast.answers.known)
        self._roll_up(progress, run, columns)

    def _take(self, progress: _Progress, recast: Recast, wanted: Mask) -> None:
        """Fill what is still missing with what was recast, where it is wanted."""
        cells = recast.cells(recast.rows)
        taken = (progress.answers.state[cells] == MISSING) & wanted
        if taken.all():
            progress.answers.put(cells, recast.answers)
        elif taken.any():
            progress.answers.put(cells, progress.answers.at(cells).chosen(taken, recast.answers))
        if recast.origin is not None and taken.any():
            progress.came_from(cells, np.where(taken, recast.origin, 0).astype(np.uint8))

    def _fill_recast(
        self, progress: _Progress, tree: Tree, columns: Ints, number: int, found: Recasts
    ) -> None:
        """Fill what is recast before a generation: what is whole, then, later, the rest."""
        for is_rest, rows in tree.recast_steps.get(number, ()):
            if rows not in found:  # parts are known before: the rest was found with the whole
                found[rows] = self._recaster.recast(tree, rows, progress.answers, columns)
            for one in found[rows]:
                self._take(progress, one, ~one.answers.is_missing if is_rest else one.answers.known)

    def _roll_up(self, progress: _Progress, run: Period, columns: Ints) -> None:
        """Fill what is still missing of some columns from the children, deepest parents first."""
        answers = progress.answers
        if self._roll_up_outside is not None and self.family.outside.any():
            rows = np.flatnonzero(self.family.outside)
            below = self._roll_up_outside(run, False).at((slice(None), columns))
            cells = np.ix_(rows, columns)
            if below[ORIGIN].any():
                free = answers.state[cells] == MISSING
                progress.came_from(cells, np.where(free, below[ORIGIN], 0).astype(np.uint8))
            answers.fill(cells, below)
        # Rows are taken whole where most columns are wanted: picking columns costs more.
        most = 2 * len(columns) > len(self.columns)
        tree, recasts = self.tree(run), Recasts()
        for number, siblings in enumerate(tree.generations):
            self._fill_recast(progress, tree, columns, number, recasts)
            if not (answers.state[siblings.parents] == MISSING).any():
                continue
            if most:
                among = self._is_among(columns)
                below = self._from_children(answers, siblings, self._every_column, run, among)
                answers.fill(siblings.parents, below)
                progress.below.setdefault(number, (below, among))
            else:
                below = self._from_children(answers, siblings, columns, run)
                answers.fill(np.ix_(siblings.parents, columns), below)
                if number in progress.below:
                    kept, there = progress.below[number]
                    kept.put((slice(None), columns), below)
                    there[columns] = True

        self._fill_recast(progress, tree, columns, len(tree.generations), recasts)

    def _is_among(self, columns: Ints) -> Mask:
        among = np.zeros(len(self.columns), np.bool_)
        among[columns] = True
        return among

    def _from_children(
        self,
        answers: Answers,
        siblings: Siblings,
        columns: Ints,
        run: Period,
        wanted: Mask | None = None,
    ) -> Answers:
        """Return what children give their parents in some columns, by the cards' place rules.

        Args:
            answers: levels of the family, in which those of the children are found.
            siblings: the children.
            columns: the columns that are returned.
            run: the run.
            wanted: which of these are to be found, the others are left missing; all by default.
        """
        listed = self.tree(run).listed
        every = columns is self._every_column
        picked = answers if every else answers.of_columns(columns)
        children = picked.at(siblings.grid)
        of_mean = self.columns.means_over_places[columns]
        means = np.flatnonzero(of_mean if wanted is None else of_mean & wanted)
        weights = self._weights(answers, columns[means]).at(siblings.grid) if len(means) else None
        if weights is None:
            result = summed_up(children, siblings, listed)
        elif len(means) == len(columns):
            result = averaged(children, weights, siblings, listed)
        else:
            result = summed_up(children, siblings, listed)
            mean = averaged(children.of_columns(means), weights, siblings, listed)
            result.put((slice(None), means), mean)
        may_not = ~self._may_roll_up(siblings, columns)
        if wanted is not None:
            may_not |= ~wanted
        if may_not.any():
            result.clear_where(may_not, MISSING)
        return result

    def _weights(self, answers: Answers, means: Ints) -> Answers:
        """Return the weights of columns that are means over places, (places, means)."""
        weight_of = self.columns.weights[means]
        weights = answers.of_columns(np.maximum(weight_of, 0))
        if (weight_of == NONE).any():
            weights.clear_where(np.broadcast_to(weight_of == NONE, weights.shape), MISSING)
        return weights

    def _may_roll_up(self, siblings: Siblings, columns: Ints) -> Mask:
        """Return where parents may be added up: by the card's place rule and levels."""
        key = id(siblings)
        if key not in self._allowed:
            levels = [self.family.levels[parent] for parent in siblings.parents]
            reported = np.array([self.columns.at_level[level] for level in levels], np.bool_)
            has_rule = self.columns.sums_over_places | self.columns.means_over_places
            self._allowed[key] = reported & has_rule
        allowed = self._allowed[key]
        return allowed if columns is self._every_column else allowed[:, columns]


def _placed(position: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return the positions of those rows that have one, and which of the rows these are."""
    at = position[rows]
    those = np.flatnonzero(at >= 0)
    return at[those], those
