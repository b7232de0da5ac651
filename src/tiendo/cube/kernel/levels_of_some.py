"""Levels of some places of a family, found with those of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiendo.cube.cells.codes import Ints
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels, _Progress
from tiendo.cube.kernel.numbers import Answers
from tiendo.vocabulary.period import Period


class LevelsOfSome(Levels):
    """Levels of some of the places whose levels are found elsewhere, where nothing is hidden.

    What else is told of a place, from growth to ranks, needs no others than those that are told of.
    """

    def __init__(self, everywhere: Levels, family: Family, rows: Ints, map_day: date) -> None:
        """Look levels up instead of finding them.

        Args:
            everywhere: the levels of all places.
            family: some of these places.
            rows: which of them they are.
            map_day: the day whose map is asked for.
        """
        super().__init__(
            family, everywhere.columns, everywhere._own, frozenset(), map_day, quality=False
        )
        self._everywhere = everywhere
        self._rows = rows

    def own_shown(self, run: Period) -> Answers:
        """Return the levels that the places' own figures give."""
        if run not in self._own_shown:
            self._own_shown[run] = self._everywhere.own_shown(run).at(self._rows)
        return self._own_shown[run]

    def _advance(self, run: Period, stages: int) -> None:
        """Look up all stages of a run at once."""
        if run not in self._progress:
            levels = self._everywhere.unhidden(run).at(self._rows)
            self._progress[run] = _Progress(levels, stages=self._stages)


@dataclass(frozen=True)
class SomePlaces:
    """Some of the places of a family, as a family of their own.

    Attributes:
        rows: which of the places they are.
        held: their figures.
        levels: their levels.
    """

    rows: Ints
    held: HeldFigures
    levels: LevelsOfSome
