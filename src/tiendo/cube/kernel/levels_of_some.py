"""Levels of some places of a family, found with those of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tiendo.cube.cells.codes import Ints
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.numbers import Answers
from tiendo.cube.kernel.own import OwnLevels
from tiendo.vocabulary.period import Period


class LevelsOfSome(Levels):
    """Levels of some of the places whose levels are found elsewhere, where nothing is hidden.

    What else is told of a place, from growth to ranks, needs no others than those that are told of.
    """

    def __init__(self, everywhere: Levels, held: HeldFigures, rows: Ints, map_day: date) -> None:
        """Look levels up instead of finding them.

        Args:
            everywhere: the levels of all places.
            held: the figures of some of these places.
            rows: which of them they are.
            map_day: the day whose map is asked for.
        """
        columns = everywhere.columns
        own = OwnLevels(held, columns, quality=False)
        super().__init__(held.family, columns, own, frozenset(), map_day, quality=False)
        self._everywhere = everywhere
        self._rows = rows

    def _found_elsewhere(self, run: Period) -> Answers:
        return self._everywhere.unhidden(run).at(self._rows)

    def _find_own_shown(self, run: Period) -> Answers:
        return self._everywhere.own_shown(run).at(self._rows)


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
