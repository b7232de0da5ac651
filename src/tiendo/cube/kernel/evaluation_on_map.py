"""The places of a map alone: of what is asked of all places, only what concerns these is found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from tiendo.cube.kernel.duties import Duties
from tiendo.cube.kernel.evaluation import Evaluation, evaluation_of
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.filings import Filings
from tiendo.cube.kernel.levels_of_some import LevelsOfSome, SomePlaces
from tiendo.cube.kernel.plans import Plans, plans_for

DutiesOf: TypeAlias = Callable[[Family], Duties]
"""Gives what is owed of a family."""


def asks_of_some(evaluation: Evaluation) -> bool:
    """Return whether some places alone are asked for, and the others can be left out.

    What is confidential hides cells beside it, and findings look at what was filed elsewhere: then
    all places are evaluated, and those that are not asked for left out at the end.
    """
    question = evaluation.question
    if not question.only_on_map or question.quality or evaluation.levels.hides_anything:
        return False
    return not evaluation.family.on_map(question.map_day).all()


def others_do_not_matter(evaluation: Evaluation) -> bool:
    """Return whether there are others than those of the map, on which nothing that is asked rests.

    So it is on a map before a reform: what will be made of its places need not be looked at, nor do
    targets that were set for it concern them. The year that links two price bases can lie behind
    the run; it is looked at only where quality is asked for.
    """
    day, end = evaluation.question.map_day, evaluation.question.run.end
    if not asks_of_some(evaluation) or not evaluation.family.others_come_later(day, end):
        return False
    return evaluation.family.target_parts(day, end) is None


def evaluation_of_map(everywhere: Evaluation, duties_of: DutiesOf) -> Evaluation:
    """Return the evaluation of a map's places where the others do not matter.

    Of these nothing but what they filed already counts, as it tells which rows there are.
    """
    family, rows = everywhere.family.of_map(everywhere.question.map_day)
    return evaluation_of(
        everywhere.held.of_family(family),
        everywhere.columns,
        duties_of(family),
        everywhere.question,
        said=everywhere.filings.said[rows],
    )


class EvaluationOnMap(Evaluation):
    """The same question, asked of the places of its map; levels rest on those of all places."""

    def __init__(self, everywhere: Evaluation, duties_of: DutiesOf) -> None:
        """Take from an evaluation of all places what concerns those of the map.

        Who has filed what is owed is counted along the map itself, below whose places there are no
        others than its own.
        """
        question, columns = everywhere.question, everywhere.columns
        family, rows = everywhere.family.of_map(question.map_day)
        held = everywhere.held.of_family(family)
        levels = LevelsOfSome(everywhere.levels, held, rows, question.map_day)
        said = everywhere.filings.said[rows]
        filings = Filings(held, columns, levels, duties_of(family), question, said=said)
        super().__init__(held, columns, levels, filings, question)
        self._everywhere = everywhere
        self._places = SomePlaces(rows, held, levels)

    def plans(self) -> Plans:
        """Return every version of the plans, those recast from places of another map too."""
        everywhere = self._everywhere
        return plans_for(
            everywhere.held,
            everywhere.columns,
            everywhere.levels,
            everywhere.question,
            everywhere.texts,
            everywhere.answered,
            self._places,
        )
