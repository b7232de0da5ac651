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
from tiendo.cube.kernel.adding import Addends
from tiendo.cube.kernel.columns import NONE, Columns
from tiendo.cube.kernel.disclosure import hidden_beside
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_trees import Tree
from tiendo.cube.kernel.formulas import by_formulas
from tiendo.cube.kernel.numbers import Answers, Index
from tiendo.cube.kernel.own import OwnLevels, add_up
from tiendo.cube.kernel.place_rules import PlaceRules
from tiendo.cube.kernel.recasts import RECAST_EXACTLY, Recast, Recaster, Recasts
from tiendo.cube.kernel.residuals import residuals_of
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
        below: what the children of a generation give its parents, by its number, and for which
            columns that was found.
        recasts: what was recast from places of another map.
        origin: how levels came from another map, if any did (`recasts.NOT_RECAST`, ...).
        addends: the levels as numbers to be added up, while they are and nobody asks for more.
    """

    answers: Answers
    stages: int = 0
    beside: dict[str, Mask] = field(default_factory=dict)
    below: dict[int, tuple[Answers, Mask]] = field(default_factory=dict)
    recasts: list[Recast] = field(default_factory=list)
    origin: Bytes | None = None
    addends: Addends | None = None

    def note_change(self, rows: Ints) -> None:
        """Note that levels of some places were filled while they are added up."""
        if self.addends is not None:
            self.addends.note_change(rows)

    def note_below(self, number: int, columns: Ints, below: Answers) -> None:
        """Note what children give in some more columns, if it is known of most."""
        if number in self.below:
            kept, there = self.below[number]
            kept.put((slice(None), columns), below)
            there[columns] = True

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
        *,
        quality: bool,
    ) -> None:
        self.family = family
        self.columns = columns
        self._own = own
        self._roll_up_outside = roll_up_outside
        self._map_day = map_day
        self._progress: dict[Period, _Progress] = {}
        self._shown: dict[Period, Answers] = {}
        self._whole: dict[Period, Answers] = {}
        self._own_shown: dict[Period, Answers] = {}
        self._every_column = np.arange(len(columns))
        self._rules = PlaceRules(family, columns)
        self._stages = int(columns.depth.max(initial=0)) + 1
        self._may_hide: dict[str, Ints] = {}
        for indicator in hidden_indicators & columns.of_indicator.keys():
            self._may_hide[indicator] = np.array(columns.of_indicator[indicator])
        hidden = np.zeros(len(columns), np.bool_)
        for some in self._may_hide.values():
            hidden[some] = True
        # Findings are told of own levels; residuals have bases, and disclosure looks at totals.
        self._asks_for_own = quality or bool(self._may_hide) or bool(columns.residuals)
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

    def whole(self, run: Period) -> Answers:
        """Return the levels of a run without partial sums."""
        if run not in self._whole:
            self._whole[run] = self.shown(run).whole()
        return self._whole[run]

    def own_shown(self, run: Period) -> Answers:
        """Return the levels that the places' own figures give."""
        if run not in self._own_shown:
            self._own_shown[run] = self._find_own_shown(run)
        return self._own_shown[run]

    def _find_own_shown(self, run: Period) -> Answers:
        self.unhidden(run)  # takes them over, to be changed, if nobody has asked for them
        return self._without_giveaways(self._own.of(run), run)

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

    def _shown_columns(self, columns: Ints, run: Period) -> Answers:
        """Return some columns as they may be shown, without waiting for later ones.

        Args:
            columns: their numbers; missing for NONE.
            run: the run.
        """
        none = columns == NONE
        self._advance(run, int(self.columns.stages[columns[~none]].max(initial=0)))
        found = self._progress[run].answers.of_columns(columns)
        if none.any():
            found.clear_where(np.broadcast_to(none, found.shape), MISSING)
        if self._may_hide:
            beside = np.zeros(found.shape, np.bool_)
            for at, column in enumerate(columns.tolist()):
                indicator = self.columns.series[column].indicator
                if column != NONE and indicator in self._may_hide:
                    position = np.searchsorted(self._may_hide[indicator], column)
                    beside[:, at] = self._beside_hidden(indicator, run)[:, position]
            found.clear_where(beside & ~np.isnan(found.value), CONFIDENTIAL)
        return found

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
                below = self._rules.given(levels, siblings, self.tree(run).listed)
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
        recasts = self._progress[run].recasts
        for recast in (*recasts, *self._across(run, self._every_column, self._stages)):
            at, those = _placed(position, recast.rows)
            if len(at):
                recast.put_where_better(found, origin, at, those)

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
            found = self._found_elsewhere(run)
            if found is None:
                self._progress[run] = _Progress(self._to_be_filled(run))
            else:
                self._progress[run] = _Progress(found, stages=self._stages)
        progress = self._progress[run]
        while progress.stages < min(stages, self._stages):
            stage = progress.stages
            self._find_stage(progress, run, stage)
            progress.stages = max(progress.stages, stage + 1)

    def _found_elsewhere(self, run: Period) -> Answers | None:
        """Return all levels of a run if somebody else finds them; here nobody does."""
        return None

    def _to_be_filled(self, run: Period) -> Answers:
        """Return own levels to which the others are added."""
        if self._asks_for_own:
            return self._own.of(run).copy()
        return self._own.handed_over(run)

    def _find_stage(self, progress: _Progress, run: Period, stage: int) -> None:
        self._compute(progress, run, stage)
        self._roll_up(progress, run, np.flatnonzero(self.columns.depth == stage))

    def _compute(self, progress: _Progress, run: Period, stage: int) -> None:
        """Fill what is still missing of the columns of a stage by formulas and as residuals."""
        answers = progress.answers
        for formulas in self.columns.formulas_on(run)[stage]:
            found = by_formulas(formulas, run, self._shown_columns)
            if found is not None:
                answers.fill((slice(None), found[0]), found[1])
        for residuals in self.columns.residuals_at[stage]:
            answers.fill((slice(None), residuals.columns), residuals_of(answers, residuals))
        columns = np.flatnonzero(self.columns.depth == stage)
        for recast in self._across(run, columns, stage + 1):
            self._take(progress, recast, recast.answers.known)

    def _take(self, progress: _Progress, recast: Recast, wanted: Mask) -> None:
        """Fill what is still missing with what was recast, where it is wanted."""
        cells = recast.cells(recast.rows)
        taken = (progress.answers.state[cells] == MISSING) & wanted
        if taken.all():
            progress.answers.put(cells, recast.answers)
        elif taken.any():
            here = progress.answers.at(cells)
            here.put_where(taken, recast.answers)
            progress.answers.put(cells, here)
        if recast.origin is not None and taken.any():
            progress.came_from(cells, np.where(taken, recast.origin, 0).astype(np.uint8))

    def _take_all(self, progress: _Progress, recast: Recast) -> None:
        """Fill what is still missing with what was recast, partial sums too.

        Where nobody asks how a level came about, nothing needs to be noted, and whole rows are put.
        """
        if recast.origin is not None:
            self._take(progress, recast, ~recast.answers.is_missing)
        else:
            progress.answers.fill(recast.cells(recast.rows), recast.answers)

    def _fill_recast(
        self, progress: _Progress, tree: Tree, columns: Ints, number: int, found: Recasts
    ) -> None:
        """Fill what is recast before a generation: what is whole, or what is still wanted."""
        for is_rest, rows in tree.recast_steps.get(number, ()):
            if rows not in found:  # parts are known before: the rest was found with the whole
                found[rows] = self._recaster.recast(
                    tree, rows, progress.answers, columns, progress.addends
                )
                progress.recasts += found[rows]
            for one in found[rows]:
                if is_rest:
                    self._take_all(progress, one)
                else:
                    self._take(progress, one, one.answers.known)
                progress.note_change(one.rows)

    def _roll_up(self, progress: _Progress, run: Period, columns: Ints) -> None:
        """Fill what is still missing of some columns from the children, deepest parents first."""
        answers = progress.answers
        if self._roll_up_outside is not None and self.family.outside.any():
            self._fill_outside(progress, columns, self._roll_up_outside(run, False))
        # Rows are taken whole where most columns are wanted: picking columns costs more.
        most = 2 * len(columns) > len(self.columns)
        tree, recasts = self.tree(run), Recasts()
        if most and not answers.has_quality:
            progress.addends = Addends(answers, self.columns)
        for number, siblings in enumerate(tree.generations):
            self._fill_recast(progress, tree, columns, number, recasts)
            if not (answers.state[siblings.parents] == MISSING).any():
                continue
            if most:
                among = np.zeros(len(self.columns), np.bool_)
                among[columns] = True
                below = self._rules.given(
                    answers, siblings, tree.listed, among=among, addends=progress.addends
                )
                answers.fill(siblings.parents, below)
                progress.note_change(siblings.parents)
                progress.below.setdefault(number, (below, among))
            else:
                below = self._rules.given(answers, siblings, tree.listed, columns)
                answers.fill(np.ix_(siblings.parents, columns), below)
                progress.note_below(number, columns, below)
        self._fill_recast(progress, tree, columns, len(tree.generations), recasts)
        if progress.addends is not None:
            progress.addends.close()
            progress.addends = None

    def _fill_outside(self, progress: _Progress, columns: Ints, told: Answers) -> None:
        """Fill what is still missing of places whose children are not in the family."""
        below = told.at((slice(None), columns))
        cells = np.ix_(np.flatnonzero(self.family.outside), columns)
        if below[ORIGIN].any():
            free = progress.answers.state[cells] == MISSING
            progress.came_from(cells, np.where(free, below[ORIGIN], 0).astype(np.uint8))
        progress.answers.fill(cells, below)


def _placed(position: Ints, rows: Ints) -> tuple[Ints, Ints]:
    """Return the positions of those rows that have one, and which of the rows these are."""
    at = position[rows]
    those = np.flatnonzero(at >= 0)
    return at[those], those
