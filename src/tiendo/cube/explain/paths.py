"""Paths over filed runs: how a flow's unknown run follows from the runs that were filed.

Within a year let P(b) be the total from 1 January to boundary b. A filed run [a, b) says
P(b) - P(a), so that any run is a path between its two boundaries over filed runs, each walked
forwards (added) or backwards (subtracted). Rule 2 of the contract fixes which path answers.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period


@dataclass(frozen=True, slots=True)
class Step:
    """One filed run on a path, with +1 where it is added and -1 where it is subtracted."""

    figure: Figure
    sign: int


Path = tuple[Step, ...]


def best_path(run: Period, filed: Mapping[Period, Figure]) -> Path | None:
    """Return the path that answers for `run`, or None where the filed runs do not reach.

    Fewest runs; then the path whose earliest known_at is the latest; then the smallest list of
    (first month, last month) pairs. `run` and the runs used lie in one calendar year.
    """
    usable = [
        (period, figure)
        for period, figure in filed.items()
        if period.within_one_year and period.year == run.year and figure.statement.value is not None
    ]
    paths = list(_shortest_paths(run.first, run.last + 1, usable))
    return min(paths, key=_path_order, default=None)


def fewest_tiles(run: Period, filed: Mapping[Period, Figure]) -> Path | None:
    """Return the fewest filed runs that exactly tile `run`, ties broken as for paths."""
    usable = [
        (period, figure)
        for period, figure in filed.items()
        if run.covers(period) and figure.statement.value is not None
    ]
    paths = list(_shortest_paths(run.first, run.last + 1, usable, forwards_only=True))
    return min(paths, key=_path_order, default=None)


def current_tiles(run: Period, filed: Mapping[Period, Figure]) -> Path | None:
    """Return what the latest word on every part of `run` adds up to, or None.

    The fewest filed runs, two or more, that tile `run` and of which none is out of date: a filed
    run is out of date when runs within it tile it and one of those became known later. (A
    cumulative figure grows stale when one of its months is revised; a month does not grow fresher
    by being contained in a later cumulative figure.)
    """
    within = {period: figure for period, figure in filed.items() if run.covers(period)}
    up_to_date = {
        period: figure
        for period, figure in within.items()
        if period != run and not is_out_of_date(period, within)
    }
    return fewest_tiles(run, up_to_date)


def is_out_of_date(run: Period, filed: Mapping[Period, Figure]) -> bool:
    """Whether runs within a filed run tile it and one of them became known later than it."""
    parts = {
        period: figure
        for period, figure in filed.items()
        if run.covers(period) and period != run and figure.statement.value is not None
    }
    from_start = _reached(run.first, [(period.first, period.last + 1) for period in parts])
    from_end = _reached(run.last + 1, [(period.last + 1, period.first) for period in parts])
    known_at = filed[run].statement.known_at
    return any(
        figure.statement.known_at > known_at
        and period.first in from_start
        and period.last + 1 in from_end
        for period, figure in parts.items()
    )


def _reached(start: int, steps: Collection[tuple[int, int]]) -> set[int]:
    """Return the boundaries that can be reached from `start` by steps (from, to)."""
    reached = {start}
    while onwards := {there for here, there in steps if here in reached} - reached:
        reached |= onwards
    return reached


def is_reachable(run: Period, filed: Collection[Period]) -> bool:
    """Whether the boundaries of `run` are joined by runs of its year, whatever they hold."""
    usable = [period for period in filed if period.year == run.year and period.within_one_year]
    steps = [(period.first, period.last + 1) for period in usable]
    return run.last + 1 in _reached(run.first, [*steps, *((b, a) for a, b in steps)])


def earliest_known(path: Path) -> date:
    """Return the earliest known_at on a path."""
    return min(step.figure.statement.known_at for step in path)


def latest_known(path: Path) -> date:
    """Return the latest known_at on a path."""
    return max(step.figure.statement.known_at for step in path)


def _path_order(path: Path) -> tuple[int, int, list[tuple[int, int]]]:
    spans = sorted(
        (step.figure.statement.period.first, step.figure.statement.period.last) for step in path
    )
    return len(path), -earliest_known(path).toordinal(), spans


def _shortest_paths(
    start: int,
    goal: int,
    usable: Collection[tuple[Period, Figure]],
    forwards_only: bool = False,
) -> Iterator[Path]:
    """Yield every path with the fewest steps from boundary `start` to boundary `goal`."""
    steps_from: dict[int, list[tuple[int, Step]]] = {}
    for period, figure in usable:
        first, after = period.first, period.last + 1
        steps_from.setdefault(first, []).append((after, Step(figure, 1)))
        if not forwards_only:
            steps_from.setdefault(after, []).append((first, Step(figure, -1)))
    distance = _distances(goal, steps_from)
    if start in distance:
        yield from _descend(start, goal, steps_from, distance)


def _distances(goal: int, steps_from: Mapping[int, list[tuple[int, Step]]]) -> dict[int, int]:
    """Return for each boundary the fewest steps to `goal`."""
    into: dict[int, set[int]] = {}
    for boundary, steps in steps_from.items():
        for reached, _ in steps:
            into.setdefault(reached, set()).add(boundary)
    distance = {goal: 0}
    frontier = [goal]
    while frontier:
        following = []
        for boundary in frontier:
            for before in into.get(boundary, ()):
                if before not in distance:
                    distance[before] = distance[boundary] + 1
                    following.append(before)
        frontier = following
    return distance


def _descend(
    boundary: int,
    goal: int,
    steps_from: Mapping[int, list[tuple[int, Step]]],
    distance: Mapping[int, int],
) -> Iterator[Path]:
    if boundary == goal:
        yield ()
        return
    for reached, step in steps_from[boundary]:
        if distance.get(reached, -1) == distance[boundary] - 1:
            for rest in _descend(reached, goal, steps_from, distance):
                yield (step, *rest)
