"""Evaluating blocks one by one, and the summit from what they add up to.

A block needs nothing of the others. What it gives the summit is small: for its tops, what their
children add up to in the runs that matter. So a country streams through one block's memory at a
time, on one machine or on many, and the same functions do either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.axes import SUMMIT, TileSource
from tiendo.cube.cells.codes import Array, Ints
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.duties import Duties
from tiendo.cube.kernel.evaluation import Below, Evaluation
from tiendo.cube.kernel.family import Family, block_family, summit_family
from tiendo.cube.kernel.levels import RollUp
from tiendo.cube.kernel.numbers import Answers
from tiendo.cube.kernel.result import Result
from tiendo.cube.kernel.world import Question, World
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Tops:
    """What a block gives the summit of the places that stand at its top.

    Attributes:
        block: number of the block.
        rolled_up: what their children add up to, by run and whether as shown, (tops, columns).
        below: duties and what was filed, (tops, columns).
    """

    block: int
    rolled_up: Mapping[tuple[Period, bool], Answers]
    below: Below


@dataclass(frozen=True)
class BlockAnswer:
    """A block's rows, and what it gives the summit."""

    result: Result
    tops: Tops


class Country:
    """A cube with what is needed to evaluate it; made once, asked many questions."""

    def __init__(self, world: World, source: TileSource) -> None:
        self.world = world
        self.source = source
        self.columns = Columns(source.axes.series, world.catalogue)
        self.summit = summit_family(world.register, source.axes)
        self._families: dict[int, Family] = {SUMMIT: self.summit}
        self._duties: dict[int, Duties] = {}

    @property
    def blocks(self) -> range:
        """The numbers of the blocks, without the summit."""
        return range(SUMMIT + 1, len(self.source.axes.blocks))

    def family(self, block: int) -> Family:
        """Return the family of a block, or the summit."""
        if block not in self._families:
            axes = self.source.axes
            self._families[block] = block_family(self.world.register, axes, block)
        return self._families[block]

    def _evaluation(
        self,
        block: int,
        question: Question,
        rolled_up: RollUp | None = None,
        below: Below | None = None,
    ) -> Evaluation:
        family = self.family(block)
        if block not in self._duties:
            self._duties[block] = Duties(self.world, family, self.columns)
        duties = self._duties[block]
        return Evaluation(self.source, self.columns, family, duties, question, rolled_up, below)

    def _top_rows(self, block: int) -> Ints:
        """Return the block's rows of those of its places that stand in the summit, in its order."""
        return np.array([row for home, row in self.summit.homes if home == block], np.int64)

    def block_answer(self, block: int, question: Question) -> BlockAnswer:
        """Evaluate the places below the top of a block."""
        with np.errstate(all="ignore"):
            evaluation = self._evaluation(block, question)
            result = evaluation.result()
            return BlockAnswer(result, self._tops(block, evaluation, evaluation.levels.runs()))

    def tops(self, block: int, question: Question, runs: Iterable[Period]) -> Tops:
        """Return only what a block gives the summit."""
        with np.errstate(all="ignore"):
            return self._tops(block, self._evaluation(block, question), runs)

    def _tops(self, block: int, evaluation: Evaluation, runs: Iterable[Period]) -> Tops:
        rows = self._top_rows(block)
        quality = evaluation.question.quality
        found = {}
        for run in runs:
            below = evaluation.levels.rolled_up(run, as_shown=False, of=rows)
            found[run, False] = below.at(rows)
        if quality:
            run = evaluation.question.run
            found[run, True] = evaluation.levels.rolled_up(run, as_shown=True, of=rows).at(rows)
        duties = evaluation.below
        return Tops(block, found, Below(duties.filed[rows], duties.due[rows], duties.said[rows]))

    def summit_result(self, question: Question, tops: Sequence[Tops]) -> Result:
        """Evaluate the countries and the places below them from what every block gave."""
        with np.errstate(all="ignore"):
            gathered = _Gathered(self, question, tops)
            return self._evaluation(SUMMIT, question, gathered.rolled_up, gathered.below()).result()

    def evaluate_all(
        self, question: Question, progress: Progress | None = None
    ) -> Iterator[Result]:
        """Yield the results of every block and then of the summit, one in memory at a time."""
        tops = []
        for done, block in enumerate(self.blocks, 1):
            answer = self.block_answer(block, question)
            tops.append(answer.tops)
            if progress is not None:
                progress(done)
            yield answer.result
        yield self.summit_result(question, tops)

    def evaluate_place(self, key: str, question: Question) -> Result:
        """Return the result in which one place is answered for, with its neighbours.

        Raises:
            TiendoError: for a place that the cube does not hold.
        """
        place = self.world.register.find(key)
        if place.id not in self.source.axes.row_of:
            raise TiendoError(f"the cube does not hold '{key}'", remedy="run `tiendo rebuild`")
        block, row = self.source.axes.row_of[place.id]
        if block != SUMMIT and self.family(block).tree(question.run.end).answered[row]:
            return self.block_answer(block, question).result
        runs = _runs_compared(question.run)
        return self.summit_result(
            question, [self.tops(block, question, runs) for block in self.blocks]
        )


class _Gathered:
    """What the blocks gave, in the order of the summit's outside rows."""

    def __init__(self, country: Country, question: Question, tops: Sequence[Tops]) -> None:
        self._country = country
        self._question = question
        self._tops = sorted(tops, key=lambda one: one.block)

    def rolled_up(self, run: Period, as_shown: bool) -> Answers:
        """Return what lies below the outside rows; runs that no block foresaw are found now."""
        pieces = []
        for one in self._tops:
            found = one.rolled_up.get((run, as_shown))
            if found is None:
                found = self._country.tops(one.block, self._question, [run]).rolled_up[
                    run, as_shown
                ]
            pieces.append(found)
        return Answers({n: _joined([piece[n] for piece in pieces]) for n in pieces[0].columns})

    def below(self) -> Below | None:
        """Return duties and what was filed at and below the outside rows."""
        if not self._tops:
            return None
        each = [one.below for one in self._tops]
        return Below(
            _joined([one.filed for one in each]),
            _joined([one.due for one in each]),
            _joined([one.said for one in each]),
        )


def _joined(pieces: list[Array]) -> Array:
    return np.concatenate(pieces)


def _runs_compared(run: Period) -> tuple[Period, ...]:
    """Return the runs that every evaluation compares, each once."""
    earlier = run.same_period_last_year()
    return tuple(dict.fromkeys((run, run.previous(), earlier, run.year_to_date())))
