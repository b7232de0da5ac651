"""Findings that other runs give a flow another value than the one that answers.

Two figures contradict each other only when the intervals behind their printed digits cannot meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from tiendo.cube.cells.codes import (
    CHECKS,
    NEVER,
    SEVERITIES,
    STATUSES,
    VERDICTS,
)
from tiendo.cube.cells.resolve.answer import Answer, meet, sum_along
from tiendo.cube.cells.resolve.known import Year, standing
from tiendo.cube.cells.resolve.paths import Graph, Steps
from tiendo.cube.cells.resolve.said import Run, Said, finality
from tiendo.vocabulary.words import Severity, Status, Verdict

SUM, REVISION = CHECKS.index("sum"), CHECKS.index("revision")
EXPLAINED = VERDICTS.index(Verdict.EXPLAINED)
WARNING = SEVERITIES.index(Severity.WARNING)
SUSPECT = VERDICTS.index(Verdict.SUSPECT), SEVERITIES.index(Severity.INFO)
CONTRADICTION = VERDICTS.index(Verdict.CONTRADICTION), WARNING
_UNFINISHED = (STATUSES.index(Status.ESTIMATE), STATUSES.index(Status.PRELIMINARY))


class Finding(NamedTuple):
    """A row of the table `findings`, without its cell."""

    check: int
    verdict: int
    severity: int
    since: int
    by: int
    expected: float
    stated: float


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

    def contradiction(self, run: Run, answer: Answer) -> Finding | None:
        """Return the finding that other runs give `run` another value, at once or by now.

        Args:
            run: a run of the year.
            answer: its level; nothing is found where it is not known.
        """
        if not answer.known:
            return None
        since = answer.since
        if answer.filed and (other := self._contradicted_at_once(since, run, answer)):
            return Finding(SUM, *judged(answer, other), since, NEVER, other.value, answer.value)
        if found := self._contradicted_later(since, run, answer):
            now, day = found
            return Finding(REVISION, EXPLAINED, WARNING, since, day, now.value, answer.value)
        return None

    def _contradicted_at_once(self, day: int, run: Run, answer: Answer) -> Answer | None:
        """Return what the other runs gave on the day the answer became known, if that differed.

        A part known earlier to which the report of that day itself gives another value was revised
        by it, and contradicts nothing.
        """
        tiles = self.known_by(day).current_tiles(run)
        if tiles and any(self._is_revised_on(day, part) for _, part in tiles):
            tiles = None
        for path in (self.said_on(day).best_path(run), tiles):
            if path and not meet((other := sum_along(path)).bounds, answer.bounds):
                return other
        return None

    def _is_revised_on(self, day: int, part: Said) -> bool:
        """Whether one day's report gives another value to a part that was known before."""
        said = self.said_on(day)
        if said.runs.get(part.run) is part:
            return False
        path = said.best_path(part.run)
        return path is not None and not meet(sum_along(path).bounds, (part.lo, part.hi))

    def _contradicted_later(
        self, since: int, run: Run, answer: Answer
    ) -> tuple[Answer, int] | None:
        """Return what newer figures imply and since when, if it differs from the answer.

        The latest word on every part; else what one later report says by itself, since figures of
        different reports mix before and after a revision.
        """
        for path, day in self._newer(since, run):
            now = sum_along(path)
            return None if meet(now.bounds, answer.bounds) else (now, day)
        return None

    def _newer(self, since: int, run: Run) -> Iterator[tuple[Steps, int]]:
        """Yield paths over what became known after a day, the most telling first."""
        if tiles := self.now.current_tiles(run):
            latest = max(said.known_at for _, said in tiles)
            if latest > since:
                yield tiles, latest
        for day in self._days:
            if day <= since:
                return
            if path := self.said_on(day).best_path(run):
                yield path, day


def judged(*answers: Answer) -> tuple[int, int]:
    """Return how bad a contradiction is: estimates and preliminary figures may yet be revised."""
    unfinished = any(answer.status in _UNFINISHED for answer in answers)
    return SUSPECT if unfinished else CONTRADICTION
