"""The countries and provinces as they were evaluated, and single ones of them anew.

When a province files, its own row changes, its rank, and its country. What the others grew by, and
what a country is given by its provinces, need not be found again to answer for one of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import ZERO, Floats, Ints, Mask
from tiendo.cube.kernel import Question, Result
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.evaluation import Evaluation
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.filings import Below
from tiendo.cube.kernel.levels import RollUp
from tiendo.cube.kernel.numbers import Answers
from tiendo.cube.kernel.shares import rank_among
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place

_FEW = 6
"""So many places at most are evaluated anew beside the others; more take as long as all."""

Evaluate: TypeAlias = Callable[[Family, RollUp, Below], Result]
"""Evaluates a family, given what lies below its places."""


class _NotAskedBefore(LookupError):
    """What lies below places was not asked for in a run; the tiles have gone on since."""


@dataclass(frozen=True)
class AskedSummit:
    """The summit's answer to one question, and who has filed since.

    It holds where nothing is confidential and nobody owes anything: then a place's row rests on its
    own figures and what is below it, and on its siblings by their growth alone.

    Attributes:
        family: the countries and provinces.
        columns: the columns.
        question: what was asked.
        result: what it gave.
        said: where a place or any below it filed anything, (places, columns).
        given: what lies below the places, by run and whether as shown.
        since: rows of the places that have filed since.
    """

    family: Family
    columns: Columns
    question: Question
    result: Result
    said: Mask
    given: Mapping[tuple[Period, bool], Answers]
    since: Set[int] = frozenset()

    @classmethod
    def of(cls, evaluation: Evaluation, columns: Columns) -> AskedSummit:
        """Return what an evaluation of the summit gives, with what may be asked of it again."""
        result, levels = evaluation.result(), evaluation.levels
        asked = [(run, False) for run in levels.runs()] + [(evaluation.question.run, True)]
        given = {(run, shown): levels.rolled_up(run, as_shown=shown) for run, shown in asked}
        said = evaluation.filings.below.said
        return cls(evaluation.family, columns, evaluation.question, result, said, given)

    @property
    def runs(self) -> tuple[Period, ...]:
        """The runs that were looked at."""
        return tuple(dict.fromkeys(run for run, _ in self.given))

    def result_of(self, place: Place, evaluate: Evaluate) -> Result | None:
        """Return the rows of one place; None where all of the summit must be evaluated anew.

        That is where too many others have filed since, where one has on which it rests, where runs
        are looked at now that were not before, or where its targets were set for what a reform made
        it of: those places would have to be evaluated beside it.
        """
        row = self.family.row[place.key]
        siblings = self._siblings(row)
        if self.since & self._children(row):
            return None
        if not self.since & {row, *siblings}:
            return self.result.of_place(place)
        anew = sorted(self.since & siblings | {row})
        if len(anew) > _FEW or self._others_targets_concern(row):
            return None
        try:
            found = evaluate(self._alone(anew), self._given_to(anew), self._below(anew))
        except _NotAskedBefore:
            return None
        growths = _growths_of(self.result)
        growths[anew] = _growths_of(found)
        ranks = found.fields["rank"].copy()
        ranks[anew.index(row)] = rank_among(growths[row], growths[sorted(siblings)], self.columns)
        ranked = found if not siblings else replace(found, fields={**found.fields, "rank": ranks})
        return ranked.of_place(place)

    def _others_targets_concern(self, row: int) -> bool:
        """Whether targets of places of another map were recast onto a place, or do not compare."""
        former = self.result.plans.former
        return former is not None and any(row in places for places, _ in former.cells)

    def _alone(self, rows: Sequence[int]) -> Family:
        """Return some of the places as a family that is told what lies below each."""
        some = self.family.of_rows(rows)
        return Family(
            some.register, some.places, some.homes, np.ones(len(rows), np.bool_), is_summit=True
        )

    def _given_to(self, rows: Sequence[int]) -> RollUp:
        def given(run: Period, as_shown: bool) -> Answers:
            if (run, as_shown) not in self.given:
                raise _NotAskedBefore(run)
            return self.given[run, as_shown].at(list(rows))

        return given

    def _below(self, rows: Sequence[int]) -> Below:
        said = self.said[list(rows)]
        nothing = np.zeros(said.shape, np.int32)
        return Below(nothing, nothing, said)

    def _children(self, row: int) -> set[int]:
        return {child for parent, rows in self._each() if parent == row for child in rows.tolist()}

    def _siblings(self, row: int) -> set[int]:
        """Return the rows of all children of the place's parent, itself too; none for a country."""
        return {other for _, rows in self._each() if row in rows for other in rows.tolist()}

    def _each(self) -> list[tuple[int, Ints]]:
        tree = self.family.tree(self.question.map_day)
        return [each for siblings in tree.generations for each in siblings.each()]


def _growths_of(result: Result) -> Floats:
    """Return the growths by which places are ranked, (places, columns)."""
    known = result.fields["state"] <= ZERO
    growths: Floats = np.where(known, result.fields["growth_pct"], np.nan)
    return growths
