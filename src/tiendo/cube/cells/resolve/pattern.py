"""Patterns: how the runs filed for one place, series and year lie, and in which order they came.

Which figures answer for a run, and which others might contradict it, follows from the runs, the
order of their days, their status and whether they state a number: never from the numbers. Places
that file the same reports have one pattern, month after month and year after year, so it is worked
out once (`pattern_of` remembers) and applied to arrays of all groups that have it (`by_pattern`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.columns import group_starts
from tiendo.cube.cells.resolve.contradictions import Doubt, History
from tiendo.cube.cells.resolve.known import Way, Year
from tiendo.cube.cells.resolve.paths import Steps
from tiendo.cube.cells.resolve.said import CONFIDENTIAL_SAID, Said
from tiendo.cube.cells.tile import MONTHS

RUNS = tuple((first, last) for first in range(MONTHS) for last in range(first, MONTHS))
"""All runs within a year, by months from January (0)."""

NOTHING, SUM, FILED, CONFIDENTIAL, NOT_APPLICABLE = range(5)
"""What answers for a run: nothing, figures that are added up, one that was filed for it, ..."""

NONE = -1
"""No figure."""

_REMEMBERED = 5_000
"""Patterns that are kept, some tens of kilobytes each."""

Signed: TypeAlias = tuple[tuple[int, int], ...]
"""Figures of a group by their positions, each with +1 where it is added, -1 where subtracted."""


@dataclass(frozen=True)
class Sums:
    """Several sums of figures, as rows of one length.

    Attributes:
        figures: position of each figure, (sums, longest); of none behind the end of a sum.
        signs: +1 or -1, 0 behind the end of a sum.
    """

    figures: Ints
    signs: Ints

    @classmethod
    def of(cls, each: Sequence[Signed]) -> Sums:
        """Return sums that may have different lengths."""
        longest = max(map(len, each), default=0)
        figures, signs = np.zeros((2, len(each), longest), np.int64)
        for row, steps in enumerate(each):
            for at, (sign, figure) in enumerate(steps):
                figures[row, at], signs[row, at] = figure, sign
        return cls(figures, signs)


@dataclass(frozen=True)
class Doubts:
    """Sums that may contradict the answers of runs; columns of one length, a row for each run.

    Attributes:
        run: number of the run in `RUNS`.
        since: the figure on whose day the answer became known.
        at_once: number of the sum that the report of that day gives, of nothing if it gives none.
        tiles: the same of what other runs gave on that day.
        later: the same of what newer figures give.
        by: the figure since whose day they do.
        revised: (row, figure, sum): the `tiles` of a row are no objection where the report of the
            day gives another value to this figure, namely this sum.
    """

    run: Ints
    since: Ints
    at_once: Ints
    tiles: Ints
    later: Ints
    by: Ints
    revised: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Pattern:
    """Which figures answer for every run of a year. Figures are told by position in their group.

    Attributes:
        sums: all sums that answers and doubts rest on; the first one is of nothing.
        kind: for each of `RUNS` what answers for it.
        sum_of: for each of `RUNS` the number of its sum.
        figure: for each of `RUNS` the figure that was filed for it, NONE if none was.
        step_figure: for each month the figure that planes hold of it, NONE if they hold nothing.
        step_from: for each month where that figure's run begins.
        walks: for each of `RUNS` the months whose steps planes add up to it (`tile`).
        walked: where planes give the run anything.
        told: where they give it from the very figures that answer.
        doubts: what may contradict the answers.
    """

    sums: Sums
    kind: Ints
    sum_of: Ints
    figure: Ints
    step_figure: Ints
    step_from: Ints
    walks: Sums
    walked: Mask
    told: Mask
    doubts: Doubts


def grouped(figures: FigureColumns, starts: Ints) -> Iterator[tuple[Pattern, Ints]]:
    """Yield each pattern with the rows of the groups that have it, (groups, figures of a group).

    Args:
        figures: all figures of levels of several places, series and years, in groups of these and
            within by run, day, status and id.
        starts: the row at which each group begins.
    """
    keys = _keys(figures, starts)
    ends = np.append(starts[1:], len(keys))
    groups: dict[bytes, list[int]] = {}
    for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
        groups.setdefault(keys[start:end].tobytes(), []).append(start)
    for key, heads in groups.items():
        size = len(key) // keys[0].nbytes
        yield pattern_of(key), np.array(heads)[:, None] + np.arange(size)


def _keys(figures: FigureColumns, starts: Ints) -> Array:
    """Return what patterns depend on, a row of five bytes or more for each figure."""
    sizes = np.diff(np.append(starts, len(figures)))
    group = np.repeat(np.arange(len(starts)), sizes)
    order = np.lexsort([figures["known_at"], group])
    day = np.empty(len(figures), np.int64)
    sorted_group, known_at = group[order], figures["known_at"][order]
    of_group = np.zeros(len(figures), np.int64)
    of_group[group_starts(sorted_group, known_at)] = 1
    counted = np.cumsum(of_group)
    head = np.searchsorted(sorted_group, sorted_group)
    day[order] = counted - counted[head]
    columns = [
        figures["first"] % MONTHS,
        figures["last"] % MONTHS,
        figures["status"],
        2 * figures["state"].astype(np.int64) + np.isnan(figures["value"]),
        day,
    ]
    return np.stack(columns, axis=1).astype(np.uint16)


@lru_cache(_REMEMBERED)
def pattern_of(key: bytes) -> Pattern:
    """Return the pattern of the groups with a key of `_keys`."""
    rows = np.frombuffer(key, np.uint16).reshape(-1, 5).tolist()
    history = History(0, [_figure(number, *row) for number, row in enumerate(rows)])
    ways = [history.now.way(run) for run in RUNS]
    sums = _Numbered()
    kinds, filed = [_kind_of(way) for way in ways], [_filed_for(way) for way in ways]
    numbers = [sums.number(way.steps) for way in ways]
    doubts = [
        (number, doubt)
        for number, (run, way) in enumerate(zip(RUNS, ways, strict=True))
        if (doubt := history.doubt(run, way))
    ]
    steps = _steps_of_planes(history.now)
    walks = [_walk(run, steps) for run in RUNS]
    told = [
        walk is not None and _as_figures(walk, steps) == sorted(_signed(way.steps))
        for walk, way in zip(walks, ways, strict=True)
    ]
    in_doubt = _doubts(doubts, sums)
    return Pattern(
        sums=Sums.of(sums.each),
        kind=np.array(kinds),
        sum_of=np.array(numbers),
        figure=np.array(filed),
        step_figure=np.array([step[0] if step else NONE for step in steps]),
        step_from=np.array([step[1] if step else NONE for step in steps]),
        walks=Sums.of([walk or () for walk in walks]),
        walked=np.array([walk is not None for walk in walks]),
        told=np.array(told),
        doubts=in_doubt,
    )


def _figure(number: int, first: int, last: int, status: int, state: int, day: int) -> Said:
    """Return a figure of which only what patterns depend on is told, its position as its id."""
    value = float("nan") if state % 2 else 0.0
    plain = dict.fromkeys(Said._fields, 0) | {"id": number, "first": first, "last": last}
    said = Said(**plain)
    return said._replace(value=value, status=status, state=state // 2, known_at=day + 1)


def _kind_of(way: Way) -> int:
    if way.hidden or (way.filed and way.steps[0][1].state == CONFIDENTIAL_SAID):
        return CONFIDENTIAL
    if way.filed:
        return FILED if way.steps[0][1].has_value else NOT_APPLICABLE
    return SUM if way.steps else NOTHING


def _filed_for(way: Way) -> int:
    return way.steps[0][1].id if way.filed else NONE


def _signed(steps: Steps) -> Signed:
    return tuple((sign, said.id) for sign, said in steps)


class _Numbered:
    """Sums, each told once; the first is of nothing."""

    def __init__(self) -> None:
        self._numbers: dict[Signed, int] = {(): 0}

    @property
    def each(self) -> list[Signed]:
        """The sums by their numbers."""
        return list(self._numbers)

    def number(self, steps: Steps) -> int:
        """Return the number of a sum."""
        return self._numbers.setdefault(_signed(steps), len(self._numbers))


def _doubts(each: Iterable[tuple[int, Doubt]], sums: _Numbered) -> Doubts:
    rows, revised = [], []
    for row, (run, doubt) in enumerate(each):
        at_once, tiles, later = map(sums.number, (doubt.at_once, doubt.tiles, doubt.later))
        rows.append((run, doubt.since.id, at_once, tiles, later, doubt.by.id))
        revised += [(row, part.id, sums.number(path)) for part, path in doubt.revised]
    columns = np.array(rows, np.int64).reshape(-1, 6)
    names = ("run", "since", "at_once", "tiles", "later", "by")
    by_name = {name: columns[:, at] for at, name in enumerate(names)}
    return Doubts(**by_name, revised=tuple(revised))


# ---- what planes hold and give ---------------------------------------------------------------


def _steps_of_planes(year: Year) -> list[tuple[int, int] | None]:
    """Return for each month the figure that planes hold of it, and where its run begins.

    A total rests on the figure at the end of the path that answers for it. Where there is no such
    figure, or the total may not be shown, nothing is held.
    """
    boundaries, found = {0}, list[tuple[int, int] | None]()
    for end in range(MONTHS):
        said = _figure_ending_at(year, end)
        if said is None or said.first not in boundaries:
            found.append(None)
            continue
        boundaries.add(end + 1)
        found.append((said.id, said.first))
    return found


def _figure_ending_at(year: Year, end: int) -> Said | None:
    way = year.way((0, end))
    if _kind_of(way) not in (FILED, SUM):
        return None
    sign, said = way.steps[-1]
    return said if sign > 0 else None


def _walk(run: tuple[int, int], steps: Sequence[tuple[int, int] | None]) -> Signed | None:
    """Return the months whose steps planes add up to a run, None where they give it nothing.

    Back from the end by whole steps to the beginning; or beyond it, and then the one step that
    begins there and ends where the run begins is subtracted.
    """
    first, last = run
    if steps[last] is None or (first and steps[first - 1] is None):
        return None
    walked: list[tuple[int, int]] = []
    position = last + 1
    while position > first:
        step = steps[position - 1]
        if step is None:
            return None
        walked.append((1, position - 1))
        position = step[1]
    if position == first:
        return tuple(walked)
    beyond = steps[first - 1]
    return (*walked, (-1, first - 1)) if beyond and beyond[1] == position else None


def _as_figures(walk: Signed, steps: Sequence[tuple[int, int] | None]) -> list[tuple[int, int]]:
    """Return the figures of the steps of these months, with their signs, sorted."""
    return sorted((sign, step[0]) for sign, month in walk if (step := steps[month]))
