"""Evaluating blocks one by one, and the summit from what they add up to.

A block needs nothing of the others. What it gives the summit is small: for its tops, what their
children add up to in the runs that matter. So a country streams through one block's memory at a
time, on one machine or on many, and the same functions do either.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from tiendo.cube.cells.axes import SUMMIT, Axes, MemoryTiles, TileSource
from tiendo.cube.cells.codes import Ints
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.duties import Duties
from tiendo.cube.kernel.evaluation import Evaluation, evaluation_of
from tiendo.cube.kernel.evaluation_on_map import (
    EvaluationOnMap,
    asks_of_some,
    evaluation_of_map,
    others_do_not_matter,
)
from tiendo.cube.kernel.family import Family, family_around, family_of_blocks, summit_family
from tiendo.cube.kernel.filings import Below, Filings
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import ORIGIN, Levels, RollUp
from tiendo.cube.kernel.numbers import Answers
from tiendo.cube.kernel.own import OwnLevels
from tiendo.cube.kernel.result import Result
from tiendo.cube.kernel.streaming import Batch, in_order
from tiendo.cube.kernel.world import PartOfWorld, Question, World
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place

Progress = Callable[[int], None]

_THREADS = 2

_CELLS_TOGETHER = 800_000
"""Smaller blocks are taken together up to about so many cells: NumPy's calls cost as much for few
as for many, and threads wait for each other between them (measured on two threads: 53 ms for 10,600
places x 100 series, 69 ms with half as many at a time, 92 ms with a quarter; for the 13,900 of two
maps 88 ms in two batches, 105 in four)."""

_CELLS_ALONE = 60_000
"""Up to so many cells are taken together even where that leaves processors without work."""


@dataclass(frozen=True)
class Tops:
    """What a batch of blocks gives the summit of the places that stand at their tops.

    Attributes:
        batch: the blocks.
        rolled_up: what their children add up to, by run and whether as shown, (tops, columns).
        below: duties and what was filed, (tops, columns).
    """

    batch: Batch
    rolled_up: Mapping[tuple[Period, bool], Answers]
    below: Below


@dataclass(frozen=True)
class BatchAnswer:
    """The rows of a batch of blocks, and what it gives the summit."""

    result: Result
    tops: Tops


class Country:
    """A cube with what is needed to evaluate it; made once, asked many questions."""

    def __init__(self, world: World | PartOfWorld, source: TileSource) -> None:
        self.world = world
        self.source = source
        axes = source.axes
        self.columns = Columns(axes.series, world.catalogue, axes.hidden, world.owed)
        self.summit = summit_family(world.register, axes)
        self.batches = self.batches_for(_THREADS)
        self._families: dict[Batch, Family] = {(SUMMIT,): self.summit}
        self._below_tops: dict[Batch, Family] = {}
        self._around: dict[int, Family] = {}
        self._duties: dict[tuple[tuple[int, int], ...], Duties] = {}

    def batches_for(self, processors: int, most: int | None = None) -> tuple[Batch, ...]:
        """Return all blocks but the summit in batches.

        Args:
            processors: how many work at a time.
            most: cells of a batch of several blocks, however large the country is; never more than
                `_CELLS_TOGETHER`.
        """
        most = min(_CELLS_TOGETHER, most or _CELLS_TOGETHER)
        return _batches(self.source.axes, len(self.columns), processors, most)

    def family(self, batch: Batch) -> Family:
        """Return the family of a batch of blocks, or the summit."""
        if batch not in self._families:
            register, axes = self.world.register, self.source.axes
            self._families[batch] = family_of_blocks(register, axes, batch)
        return self._families[batch]

    def _family_around(self, block: int, place: Place) -> Family:
        if place.id not in self._around:
            found = family_around(self.world.register, self.source.axes, block, place)
            self._around |= {one.id: found for one in found.places if one.parents == place.parents}
        return self._around[place.id]

    def _duties_of(self, family: Family) -> Duties:
        if family.homes not in self._duties:
            self._duties[family.homes] = Duties(self.world, family, self.columns)
        return self._duties[family.homes]

    def _held_by(self, family: Family) -> HeldFigures:
        return HeldFigures(self.source, family, len(self.columns))

    def _evaluation(
        self,
        family: Family,
        question: Question,
        rolled_up: RollUp | None = None,
        below: Below | None = None,
    ) -> Evaluation:
        held, duties = self._held_by(family), self._duties_of(family)
        return evaluation_of(
            held, self.columns, duties, question, roll_up_outside=rolled_up, below_outside=below
        )

    def batch_answer(self, batch: Batch, question: Question) -> BatchAnswer:
        """Evaluate the places below the tops of a batch of blocks."""
        with np.errstate(all="ignore"):
            everywhere = told = self._evaluation(self.family(batch), question)
            levels = everywhere.levels
            if others_do_not_matter(everywhere):
                told = evaluation_of_map(everywhere, self._duties_of)
                levels = told.levels
            elif asks_of_some(everywhere):
                told = EvaluationOnMap(everywhere, self._duties_of)
            result = told.result()
            # What places off the map filed tells which rows there are above them all the same.
            below = self._below_of_tops(batch, told.filings, everywhere.filings)
            return BatchAnswer(result, self._tops(batch, levels, question, levels.runs(), below))

    def tops(self, batch: Batch, question: Question, runs: Iterable[Period]) -> Tops:
        """Return only what a batch of blocks gives the summit.

        Where nobody owes anything and no territory changed, places that have nothing below them
        give nothing, and are left out: the summit itself knows what they filed.
        """
        all_count = self.world.owed or self.world.register.reforms.events
        family = self.family(batch) if all_count else self._family_below_tops(batch)
        with np.errstate(all="ignore"):
            evaluation = self._evaluation(family, question)
            below = self._below_of_tops(batch, evaluation.filings, evaluation.filings)
            return self._tops(batch, evaluation.levels, question, runs, below)

    def _family_below_tops(self, batch: Batch) -> Family:
        """Return the family of a batch without the tops that never had a place below them."""
        if batch not in self._below_tops:
            whole, register = self.family(batch), self.world.register
            tops = set(self.summit.homes)
            rows = [
                row
                for row, place in enumerate(whole.places)
                if whole.homes[row] not in tops or register.all_children(place.key)
            ]
            self._below_tops[batch] = whole.of_rows(rows)
        return self._below_tops[batch]

    def _tops(
        self,
        batch: Batch,
        levels: Levels,
        question: Question,
        runs: Iterable[Period],
        below: Below,
    ) -> Tops:
        """Return what a batch gives the summit, rolled up from the levels of a family."""
        there, rows = self._tops_in(batch, levels.family)
        shape = below.said.shape

        def rolled_up(run: Period, as_shown: bool) -> Answers:
            of_tops = Answers.missing(shape, question.quality)
            of_tops.columns[ORIGIN] = np.zeros(shape, np.uint8)
            if len(rows):
                of_tops.put(there, levels.rolled_up(run, as_shown=as_shown, of=rows))
            return of_tops

        found = {(run, False): rolled_up(run, as_shown=False) for run in runs}
        if question.quality:
            found[question.run, True] = rolled_up(question.run, as_shown=True)
        return Tops(batch, found, below)

    def _below_of_tops(self, batch: Batch, counted: Filings, said: Filings) -> Below:
        """Return what was filed and is owed at and below the tops of a batch.

        Args:
            batch: the blocks.
            counted: of the places whose filings count.
            said: of all places that tell what was ever filed.
        """
        shape = sum(block in batch for block, _ in self.summit.homes), len(self.columns)
        below = Below(np.zeros(shape, np.int32), np.zeros(shape, np.int32), np.zeros(shape, bool))
        there, rows = self._tops_in(batch, counted.family)
        below.filed[there], below.due[there] = counted.below.filed[rows], counted.below.due[rows]
        there, rows = self._tops_in(batch, said.family)
        below.said[there] = said.said[rows]
        return below

    def _tops_in(self, batch: Batch, family: Family) -> tuple[Ints, Ints]:
        """Return which tops of a batch stand in a family, and in which of its rows."""
        tops = (home for home in self.summit.homes if home[0] in batch)
        found = np.array([family.row_of_home.get(home, -1) for home in tops], np.int64)
        there = np.flatnonzero(found >= 0)
        return there, found[there]

    def summit_result(self, question: Question, tops: Sequence[Tops]) -> Result:
        """Evaluate the countries and the places below them from what every block gave."""
        with np.errstate(all="ignore"):
            return self.summit_evaluation(question, tops).result()

    def summit_evaluation(self, question: Question, tops: Sequence[Tops]) -> Evaluation:
        """Return the evaluation of the countries and the places below them, to be asked more of."""
        gathered = _Gathered(self, question, tops)
        return self._evaluation(self.summit, question, gathered.rolled_up, gathered.below())

    def evaluate_all(
        self, question: Question, progress: Progress | None = None
    ) -> Iterator[Result]:
        """Yield the results of every batch and then of the summit, in a fixed order.

        Two threads work, as NumPy leaves the interpreter to others while it computes; no more than
        four batches are in memory at a time.

        Args:
            question: what is asked.
            progress: called with the number of blocks that are done.
        """
        tops, done = [], 0
        for answer in self._answers(question):
            tops.append(answer.tops)
            done += len(answer.tops.batch)
            if progress is not None:
                progress(done)
            yield answer.result
        yield self.summit_result(question, tops)

    def _answers(self, question: Question) -> Iterator[BatchAnswer]:
        with ThreadPoolExecutor(_THREADS) as threads:

            def ask(batch: Batch) -> Future[BatchAnswer]:
                return threads.submit(self.batch_answer, batch, question)

            yield from in_order(self.batches, ask, 2 * _THREADS)

    def evaluate_place(self, key: str, question: Question) -> Result:
        """Return the rows of one place, in a result that has no others.

        A place that the cube does not hold filed nothing, and has none.
        """
        place = self.world.register.find(key)
        if place.id not in self.source.axes.row_of:
            return self._nothing_of(place, question)
        block = self._block_of(place)
        if block != SUMMIT:
            near = self._family_around(block, place)
            if near.tree(question.map_day).answered[near.row[place.key]]:
                with np.errstate(all="ignore"):
                    return self._evaluation(near, question).result().of_place(place)
        runs = runs_compared(question.run)
        tops = [self.tops(batch, question, runs) for batch in self.batches]
        return self.summit_result(question, tops).of_place(place)

    def _nothing_of(self, place: Place, question: Question) -> Result:
        nothing = MemoryTiles(replace(self.source.axes, blocks=((), (place.id,))), {})
        alone = Family(
            self.world.register, (place,), ((1, 0),), np.zeros(1, np.bool_), is_summit=False
        )
        held = HeldFigures(nothing, alone, len(self.columns))
        duties = Duties(self.world, alone, self.columns)
        with np.errstate(all="ignore"):
            return evaluation_of(held, self.columns, duties, question).result()

    def evaluate_below(self, key: str, question: Question) -> Result:
        """Return a result that holds the rows of all places directly below a place, among others.

        A place that the cube does not hold has nothing below it that filed.
        """
        place = self.world.register.find(key)
        if place.id not in self.source.axes.row_of:
            return self._nothing_of(place, question)
        block = self._block_of(place)
        if block != SUMMIT:
            return self.batch_answer((block,), question).result
        runs = runs_compared(question.run)
        return self.summit_result(
            question, [self.tops(batch, question, runs) for batch in self.batches]
        )

    def own_levels(self, key: str, runs: Iterable[Period]) -> dict[Period, Answers]:
        """Return what a place itself filed as levels of some runs, (columns,), without quality.

        Nothing for a place that the cube does not hold.
        """
        place = self.world.register.find(key)
        if place.id not in self.source.axes.row_of:
            return {}
        block = self._block_of(place)
        family = self.summit if block == SUMMIT else self._family_around(block, place)
        held = self._held_by(family)
        own, row = OwnLevels(held, self.columns, quality=False), family.row[place.key]
        with np.errstate(all="ignore"):
            return {run: own.of(run).at(row) for run in runs}

    def _block_of(self, place: Place) -> int:
        return self.source.axes.row_of[place.id][0]


class _Gathered:
    """What the blocks gave, in the order of the summit's outside rows."""

    def __init__(self, country: Country, question: Question, tops: Sequence[Tops]) -> None:
        self._country = country
        self._question = question
        self._tops = sorted(tops, key=lambda one: one.batch)

    def rolled_up(self, run: Period, as_shown: bool) -> Answers:
        """Return what lies below the outside rows; runs that no block foresaw are found now."""
        pieces = []
        for one in self._tops:
            found = one.rolled_up.get((run, as_shown))
            if found is None:
                found = self._country.tops(one.batch, self._question, [run]).rolled_up[
                    run, as_shown
                ]
            pieces.append(found)
        return Answers(
            {n: np.concatenate([piece[n] for piece in pieces]) for n in pieces[0].columns}
        )

    def below(self) -> Below | None:
        """Return duties and what was filed at and below the outside rows."""
        if not self._tops:
            return None
        each = [one.below for one in self._tops]
        return Below(
            np.concatenate([one.filed for one in each]),
            np.concatenate([one.due for one in each]),
            np.concatenate([one.said for one in each]),
        )


def _batches(axes: Axes, columns: int, processors: int, most: int) -> tuple[Batch, ...]:
    """Return all blocks but the summit, neighbours together where they are small, evenly.

    There is at least one for each processor, unless they would be tiny.
    """
    sizes = [columns * len(block) for block in axes.blocks[SUMMIT + 1 :]]
    cells = max(1, sum(sizes))
    fair = math.ceil(cells / processors)
    most = min(most, max(_CELLS_ALONE, fair))
    batches, before = math.ceil(cells / most), 0
    if batches > processors:
        batches = processors * math.ceil(batches / processors)  # the last ones wait for nobody
    found: dict[int, list[int]] = {}
    for block, size in enumerate(sizes, SUMMIT + 1):
        # A block goes where the middle of its cells lies.
        found.setdefault((2 * before + size) * batches // (2 * cells), []).append(block)
        before += size
    return tuple(map(tuple, found.values()))


def runs_compared(run: Period) -> tuple[Period, ...]:
    """Return the runs that every evaluation compares, each once."""
    earlier = run.same_period_last_year()
    return tuple(dict.fromkeys((run, run.previous(), earlier, run.year_to_date())))
