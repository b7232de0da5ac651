"""Which other runs may give a flow another value than the one that answers.

Two figures contradict each other only when the intervals behind their printed digits cannot meet:
that is found where the numbers are at hand (`by_pattern`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from tiendo.cube.cells.codes import (
    CHECKS,
    SEVERITIES,
    STATUSES,
    VERDICTS,
)
from tiendo.cube.cells.resolve.known import Way, Year, standing
from tiendo.cube.cells.resolve.paths import Graph, Steps
from tiendo.cube.cells.resolve.said import Run, Said, finality
from tiendo.vocabulary.words import Severity, Status, Verdict

SUM, REVISION = CHECKS.index("sum"), CHECKS.index("revision")
EXPLAINED = VERDICTS.index(Verdict.EXPLAINED)
WARNING = SEVERITIES.index(Severity.WARNING)
SUSPECT = VERDICTS.index(Verdict.SUSPECT), SEVERITIES.index(Severity.INFO)
CONTRADICTION = VERDICTS.index(Verdict.CONTRADICTION), WARNING
UNFINISHED = (STATUSES.index(Status.ESTIMATE), STATUSES.index(Status.PRELIMINARY))


class Finding(NamedTuple):
    """A row of the table `findings`, without its cell."""

    check: int
    verdict: int
    severity: int
    since: int
    by: int
    expected: float
    stated: float


@dataclass(frozen=True, slots=True)
class Doubt:
    """The figures by which a run may have another value than the one that answers.

    Attributes:
        since: the figure on whose day the answer became known.
        by: the figure since whose day `later` is given.
        at_once: what the report of that day gives.
        tiles: what other runs gave on that day.
        revised: parts of `tiles` that the report of the day gives anew, and what it gives. Where
            that is another value, the tiles contradict nothing.
        later: what newer figures give.
    """

    since: Said
    by: Said
    at_once: Steps = ()
    tiles: Steps = ()
    revised: tuple[tuple[Said, Steps], ...] = ()
    later: Steps = ()


FINDING_COLUMNS = ("place", "series", "first", "last", *Finding._fields)


class History:
    """The levels filed for runs within one year, of all vintages: what stood and what was said."""

    def __init__(self, year: int, levels: Sequence[Said]) -> None:
        """Keep figures.

        Args:
            levels: every figure of a level of this place, series and year.
        """
        self._year = year
        self._levels = sorted(levels, key=finality)
        self._known: dict[int, Year] = {}
        self._said: dict[int, Graph] = {}
        self.now = Year(year, standing(self._levels))

    @cached_property
    def _days(self) -> list[int]:
        """The days on which levels became known, latest first."""
        return sorted({said.known_at for said in self._levels}, reverse=True)

    def known_by(self, day: int) -> Year:
        """Return the year as it was known on a day."""
        if day not in self._known:
            then = [said for said in self._levels if said.known_at <= day]
            self._known[day] = Year(self._year, standing(then))
        return self._known[day]

    def said_on(self, day: int) -> Graph:
        """Return the levels that became known on one day: what one report says."""
        if day not in self._said:
            runs = {said.run: said for said in self._levels if said.known_at == day}
            self._said[day] = Graph.of(self._year * 12, runs)
        return self._said[day]

    def doubt(self, run: Run, way: Way) -> Doubt | None:
        """Return the other runs that may give `run` another value, at once or by now.

        Args:
            run: a run of the year.
            way: the figures that answer for it; nothing is doubted where they state no number.
        """
        if way.hidden or not all(said.has_value for _, said in way.steps) or not way.steps:
            return None
        since = min((said for _, said in way.steps), key=lambda said: said.known_at)
        doubt = Doubt(since, since)
        if way.filed:
            doubt = self._doubted_at_once(doubt, since.known_at, run)
        if newer := self._newer(since.known_at, run):
            doubt = replace(doubt, later=newer[0], by=newer[1])
        return doubt if doubt.at_once or doubt.tiles or doubt.later else None

    def _doubted_at_once(self, doubt: Doubt, day: int, run: Run) -> Doubt:
        """Return what the other runs gave on the day the answer became known.

        A part known earlier to which the report of that day itself gives another value was revised
        by it, and contradicts nothing.
        """
        tiles = self.known_by(day).current_tiles(run) or ()
        revisions = ((part, self._revision_on(day, part)) for _, part in tiles)
        return replace(
            doubt,
            at_once=self.said_on(day).best_path(run) or (),
            tiles=tiles,
            revised=tuple((part, path) for part, path in revisions if path),
        )

    def _revision_on(self, day: int, part: Said) -> Steps | None:
        """Return what one day's report gives for a part that was known before."""
        said = self.said_on(day)
        return None if said.runs.get(part.run) is part else said.best_path(part.run)

    def _newer(self, since: int, run: Run) -> tuple[Steps, Said] | None:
        """Return what became known after a day and says most of a run, and since which figure.

        The latest word on every part; else what one later report says by itself, since figures of
        different reports mix before and after a revision.
        """
        if tiles := self.now.current_tiles(run):
            latest = max((said for _, said in tiles), key=lambda said: said.known_at)
            if latest.known_at > since:
                return tiles, latest
        for day in self._days:
            if day <= since:
                return None
            if path := self.said_on(day).best_path(run):
                return path, path[0][1]
        return None
