"""The places of a map alone: levels are found of all places, the rest only of these."""

from __future__ import annotations

from tiendo.cube.cells.codes import Mask
from tiendo.cube.kernel.comparison import Comparison
from tiendo.cube.kernel.evaluation import Below, Evaluation
from tiendo.cube.kernel.levels_of_some import LevelsOfSome, SomePlaces
from tiendo.cube.kernel.plans import Plans


def told_of(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation of those places that are told of, if it is cheaper than that of all."""
    return EvaluationOnMap(evaluation) if _asks_of_some(evaluation) else evaluation


def others_do_not_matter(evaluation: Evaluation) -> bool:
    """Return whether there are others than those of the map, on which nothing that is asked rests.

    So it is on a map before a reform: what will be made of its places need not be looked at, nor do
    targets that were set for it concern them. The year that links two price bases can lie behind
    the run; it is looked at only where quality is asked for.
    """
    day, end = evaluation.question.map_day, evaluation.question.run.end
    if not _asks_of_some(evaluation) or not evaluation.family.others_come_later(day, end):
        return False
    return evaluation.family.target_parts(day, end) is None


def _asks_of_some(evaluation: Evaluation) -> bool:
    """Return whether some places alone are asked for, and the others can be left out.

    What is confidential hides cells beside it, and findings look at what was filed elsewhere: then
    all places are evaluated, and those that are not asked for left out at the end.
    """
    question = evaluation.question
    if not question.only_on_map or question.quality or evaluation.levels.hides_anything:
        return False
    return not evaluation.family.on_map(question.map_day).all()


class EvaluationOnMap(Evaluation):
    """The same question, asked of the places of its map."""

    def __init__(self, everywhere: Evaluation) -> None:
        """Take from an evaluation of all places what concerns those of the map."""
        self._everywhere = everywhere
        self._duties, self._columns = everywhere._duties, everywhere._columns
        self._texts, self.question = everywhere._texts, everywhere.question
        self._below_outside = None
        day = self.question.map_day
        self.family, rows = everywhere.family.of_map(day)
        self._held = everywhere._held.of_family(self.family)
        levels = LevelsOfSome(everywhere.levels, self.family, rows, day)
        self.levels = levels
        self._owed = everywhere._owed[rows]
        below = everywhere.below
        self._said = everywhere.said[rows]
        self._below = Below(below.filed[rows], below.due[rows], self._said)
        self.comparison = Comparison(self._held, self._columns, levels, self.question.quality)
        self._places = SomePlaces(rows, self._held, levels)

    def _plans(self, answered: Mask, told_of: SomePlaces | None = None) -> Plans:
        """Return every version of the plans, those recast from places of another map too."""
        return self._everywhere._plans(self._everywhere._answered(), self._places)
