"""Flows whose filed runs leave a choice: each place, series and year by itself, figure by figure.

Revised parts beside cumulative figures, confidential months, rounded or vague numbers: all 78 runs
of the year are answered by the total order, the planes take the steps that answer for the totals
from January on, and what these do not give goes into `runs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, pairwise
from typing import NamedTuple, TypeAlias

import numpy as np

from tiendo.cube.cells.codes import Array
from tiendo.cube.cells.resolve.answer import Answer, state_of
from tiendo.cube.cells.resolve.columns import Cells, table_of
from tiendo.cube.cells.resolve.contradictions import FINDING_COLUMNS, Finding, History
from tiendo.cube.cells.resolve.known import Year
from tiendo.cube.cells.resolve.regular import Flows
from tiendo.cube.cells.resolve.said import Run, Said, said_of
from tiendo.cube.cells.resolve.walks import ANSWER, differs, level_by_planes, steps_of_planes
from tiendo.cube.cells.tables import Table
from tiendo.cube.cells.tile import MONTHS, PLANES

RUNS = tuple((first, last) for first in range(MONTHS) for last in range(first, MONTHS))
"""All runs within a year, by months from January (0)."""

GROUPS_AT_A_TIME = 2000
"""Enough for NumPy to be worth its calls, few enough to need little memory."""

PlaneRow: TypeAlias = tuple[float, ...]
"""What the planes hold of one cell, in the order of `PLANES`."""

_NOTHING_KNOWN: PlaneRow = tuple(fill for _, fill in PLANES.values())


class Group(NamedTuple):
    """What was resolved of one place, series and year.

    Attributes:
        january: its first month.
        planes: what the planes hold, by month.
        levels: the level of each of `RUNS`.
        findings: what contradicts them, by run.
    """

    place: int
    series: int
    january: int
    planes: list[PlaneRow]
    levels: list[Answer]
    findings: list[tuple[Run, Finding]]


class Resolved(NamedTuple):
    """What was resolved of several groups."""

    cells: Cells
    runs: Table
    findings: Table


def resolved_parts(flows: Flows) -> Iterator[tuple[int, Resolved]]:
    """Yield what is resolved of flows, part by part, each with its number of figures."""
    for part in flows.parts(GROUPS_AT_A_TIME):
        figures = said_of(part.figures)
        bounds = pairwise([*part.starts.tolist(), len(figures)])
        groups = [group_of(figures[start:end]) for start, end in bounds]
        yield len(figures), _as_columns(groups)


def group_of(figures: Sequence[Said]) -> Group:
    """Resolve all figures of levels of one place, series and year."""
    one = figures[0]
    history = History(one.last // MONTHS, figures)
    january = history.now.origin
    runs = [(january + first, january + last) for first, last in RUNS]
    levels = [history.now.level(run) for run in runs]
    found = zip(runs, map(history.contradiction, runs, levels), strict=True)
    findings = [(run, finding) for run, finding in found if finding]
    return Group(one.place, one.series, january, _planes(history.now), levels, findings)


def _planes(year: Year) -> list[PlaneRow]:
    """Return what the planes hold of a year, by month.

    A total rests on the figure at the end of the path that answers for it. Where there is no such
    figure, or the total may not be shown, nothing is held.
    """
    totals: dict[int, float] = {year.origin: 0.0}
    planes = []
    for end in range(year.origin, year.origin + MONTHS):
        said = _figure_ending_at(year, end)
        if said is None or said.first not in totals:
            planes.append(_NOTHING_KNOWN)
            continue
        totals[end + 1] = totals[said.first] + said.value
        planes.append(_plane_row(said, totals[end + 1]))
    return planes


def _figure_ending_at(year: Year, end: int) -> Said | None:
    run = (year.origin, end)
    if not year.level(run).known:
        return None
    if run in year.runs:
        return year.runs[run]
    path = year.graph.best_path(run)
    sign, said = path[-1] if path else (-1, None)
    return said if sign > 0 else None


def _plane_row(said: Said, total: float) -> PlaneRow:
    printed = np.iinfo(np.int8)
    return (
        total,
        state_of(said.value, abs(said.value)),
        said.last - said.first + 1,
        min(max(said.decimals, printed.min), printed.max),
        said.comparator,
        said.status,
        said.modality,
        said.known_at,
        said.recorded_at,
        said.id,
    )


def _as_columns(groups: Sequence[Group]) -> Resolved:
    planes = _arrays(PLANES, chain.from_iterable(group.planes for group in groups), MONTHS)
    levels = _arrays(ANSWER, chain.from_iterable(group.levels for group in groups), len(RUNS))
    return Resolved(
        _cells(groups, planes), _runs_unlike_planes(groups, planes, levels), _findings(groups)
    )


def _arrays(
    types: Mapping[str, tuple[str, float | int]], rows: Iterator[Sequence[float]], width: int
) -> dict[str, Array]:
    """Return rows, `width` of them for each group, as arrays (width, groups) by name."""
    columns = zip(types.items(), zip(*rows, strict=True), strict=False)  # `since` has no column
    return {
        name: np.array(values, kind).reshape(-1, width).T for (name, (kind, _)), values in columns
    }


def _cells(groups: Sequence[Group], planes: Mapping[str, Array]) -> Cells:
    month, group = np.nonzero(planes["step"])
    held = {name: values[month, group] for name, values in planes.items()}
    return Cells.of(
        held
        | {
            "month": np.array([each.january for each in groups])[group] + month,
            "place": np.array([each.place for each in groups])[group],
            "series": np.array([each.series for each in groups])[group],
        }
    )


def _runs_unlike_planes(
    groups: Sequence[Group], planes: Mapping[str, Array], levels: Mapping[str, Array]
) -> Table:
    """Return the levels that the planes alone would not give."""
    steps = steps_of_planes(planes)
    unlike = np.zeros((len(RUNS), len(groups)), np.bool_)
    for number, (first, last) in enumerate(RUNS):
        given = level_by_planes(planes, steps, first, last)
        unlike[number] = differs(given, {name: all_[number] for name, all_ in levels.items()})
    run, group = np.nonzero(unlike)
    january = np.array([each.january for each in groups])[group]
    cell = {
        "place": np.array([each.place for each in groups])[group],
        "series": np.array([each.series for each in groups])[group],
        "first": january + np.array([first for first, _ in RUNS])[run],
        "last": january + np.array([last for _, last in RUNS])[run],
    }
    return Table.of("runs", cell | {name: all_[unlike] for name, all_ in levels.items()})


def _findings(groups: Sequence[Group]) -> Table:
    rows = [
        (group.place, group.series, *run, *finding)
        for group in groups
        for run, finding in group.findings
    ]
    return table_of("findings", FINDING_COLUMNS, rows)
