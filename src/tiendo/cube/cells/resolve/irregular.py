"""Flows whose filed runs leave a choice, many places, series and years at once.

Revised parts beside cumulative figures, confidential months, rounded or vague numbers: all 78 runs
of the year are answered by the total order, the planes take the steps that answer for the totals
from January on, and what these do not give goes into `runs`. Which figures answer is the pattern's
matter (`pattern`); here their numbers are put together, for all groups of a pattern in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    EXACT,
    MISSING,
    NEVER,
    NO_CODE,
    VALUE,
    ZERO,
    Array,
    Ints,
    Mask,
)
from tiendo.cube.cells.codes import NOT_APPLICABLE as APPLIES_NOT
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.answer import RELATIVE_ZERO
from tiendo.cube.cells.resolve.columns import Cells, joined_cells
from tiendo.cube.cells.resolve.contradictions import (
    CONTRADICTION,
    EXPLAINED,
    REVISION,
    SUM,
    SUSPECT,
    UNFINISHED,
    WARNING,
)
from tiendo.cube.cells.resolve.pattern import CONFIDENTIAL as HIDDEN
from tiendo.cube.cells.resolve.pattern import (
    FILED,
    NONE,
    NOT_APPLICABLE,
    NOTHING,
    RUNS,
    Pattern,
    Sums,
    grouped,
)
from tiendo.cube.cells.resolve.pattern import SUM as ADDED_UP
from tiendo.cube.cells.resolve.regular import Flows
from tiendo.cube.cells.resolve.walks import ANSWER, close, comparator_of, meet, printed_bounds
from tiendo.cube.cells.tables import Table, joined
from tiendo.cube.cells.tile import MONTHS

_FIRST, _LAST = (np.array(ends) for ends in zip(*RUNS, strict=True))
_STATE_OF_KIND = {NOTHING: MISSING, HIDDEN: CONFIDENTIAL, NOT_APPLICABLE: APPLIES_NOT}
_STATE = np.array([_STATE_OF_KIND.get(kind, VALUE) for kind in range(5)], np.uint8)


class Resolved(NamedTuple):
    """What was resolved of several groups."""

    cells: Cells
    runs: Table
    findings: Table


def resolved(flows: Flows) -> Resolved:
    """Return what is resolved of flows."""
    parts = [
        _resolved(pattern, _Group.of(flows.figures, rows))
        for pattern, rows in grouped(flows.figures, flows.starts)
    ]
    return Resolved(
        joined_cells([part.cells for part in parts]),
        joined("runs", [part.runs for part in parts]),
        joined("findings", [part.findings for part in parts]),
    )


@dataclass(frozen=True)
class _Group:
    """Groups of one pattern: each column (groups, figures of a group)."""

    columns: Mapping[str, Array]

    @classmethod
    def of(cls, figures: FigureColumns, rows: Ints) -> _Group:
        return cls({name: figures[name][rows] for name in figures.columns})

    def __getitem__(self, name: str) -> Array:
        return self.columns[name]

    def cell(self) -> dict[str, Ints]:
        """Return place, series and January of each group."""
        january = self["last"][:, 0] // MONTHS * MONTHS
        return {
            "place": self["place"][:, 0].astype(np.int64),
            "series": self["series"][:, 0].astype(np.int64),
            "january": january.astype(np.int64),
        }

    def sums(self, sums: Sums) -> dict[str, Array]:
        """Return sums of figures, as columns of `ANSWER`, (groups, sums); of nothing: 0.

        `largest` is the size of the largest of these figures.
        """
        there, added = sums.signs != 0, sums.signs > 0

        def each(name: str, otherwise: float) -> Array:
            return np.where(there, self[name][:, sums.figures], otherwise)

        number = each("value", 0.0)
        low, high = each("lo", 0.0), each("hi", 0.0)
        value = (number * sums.signs).sum(axis=2)
        lo = np.where(added, low, -high).sum(axis=2)
        hi = np.where(added, high, -low).sum(axis=2)
        largest = np.abs(number).max(axis=2, initial=0.0)
        is_zero = np.abs(value) <= RELATIVE_ZERO * largest
        exact = (each("comparator", EXACT) == EXACT).all(axis=2)
        return {
            "state": is_zero.astype(np.uint8),  # the codes of value and zero
            "value": np.where(is_zero, 0.0, value),
            "lo": lo,
            "hi": hi,
            "status": each("status", NO_CODE).min(axis=2, initial=NO_CODE),
            "comparator": comparator_of(lo, hi, exact),
            "modality": each("modality", 0).max(axis=2, initial=0),
            "known_at": each("known_at", NEVER).max(axis=2, initial=NEVER),
            "recorded_at": each("recorded_at", _LONG_AGO).max(axis=2, initial=_LONG_AGO),
            "largest": largest,
        }


_LONG_AGO = np.iinfo(np.int64).min


def _resolved(pattern: Pattern, group: _Group) -> Resolved:
    sums = group.sums(pattern.sums)
    levels = _levels(pattern, group, sums)
    planes = _planes(pattern, group)
    return Resolved(
        _cells(pattern, group, planes),
        _runs_unlike_planes(pattern, group, planes, levels),
        _findings(pattern, group, sums, levels),
    )


def _levels(pattern: Pattern, group: _Group, sums: Mapping[str, Array]) -> dict[str, Array]:
    """Return the answers for all runs, as columns of `ANSWER`, (groups, runs)."""
    told = np.isin(pattern.kind, (FILED, ADDED_UP))
    levels = {}
    for name, (kind, fill) in ANSWER.items():
        if name in sums:
            levels[name] = np.where(told, sums[name][:, pattern.sum_of], np.array(fill, kind))
    levels["state"] = np.where(told, levels["state"], _STATE[pattern.kind])
    filed = pattern.figure != NONE
    shown = filed & (pattern.kind != HIDDEN)
    of_run = np.maximum(pattern.figure, 0)
    levels["filed"] = np.broadcast_to(shown.astype(np.uint8), levels["state"].shape)
    levels["figure"] = np.where(shown, group["id"][:, of_run], 0)
    levels["known_at"] = np.where(filed, group["known_at"][:, of_run], levels["known_at"])
    as_printed = pattern.kind == FILED
    levels["comparator"] = np.where(
        as_printed, group["comparator"][:, of_run], levels["comparator"]
    )
    return levels


# ---- planes ------------------------------------------------------------------------------


def _planes(pattern: Pattern, group: _Group) -> dict[str, Array]:
    """Return what planes hold, (groups, months): totals from January on, and the last figures."""
    there, figure = pattern.step_figure != NONE, np.maximum(pattern.step_figure, 0)
    number = group["value"][:, figure]
    totals = np.zeros((len(number), MONTHS + 1))
    for month in np.flatnonzero(there).tolist():
        totals[:, month + 1] = totals[:, pattern.step_from[month]] + number[:, month]
    printed = np.iinfo(np.int8)
    names = ("comparator", "status", "modality", "known_at", "recorded_at")
    return {
        "value": np.where(there, totals[:, 1:], np.nan),
        "before": totals[:, np.where(there, pattern.step_from, 0)],
        "state": (number == 0).astype(np.uint8),
        "step": np.broadcast_to(
            np.where(there, np.arange(1, MONTHS + 1) - pattern.step_from, 0), number.shape
        ),
        "decimals": np.clip(group["decimals"][:, figure], printed.min, printed.max),
        "figure": group["id"][:, figure],
        **{name: group[name][:, figure] for name in names},
    }


def _cells(pattern: Pattern, group: _Group, planes: Mapping[str, Array]) -> Cells:
    months = np.flatnonzero(pattern.step_figure != NONE)
    cell = group.cell()
    shape = len(cell["place"]), len(months)
    held = {name: planes[name][:, months].ravel() for name in planes if name != "before"}
    at = {name: np.repeat(cell[name], shape[1]) for name in ("place", "series")}
    return Cells.of(held | at | {"month": (cell["january"][:, None] + months).ravel()})


def _runs_unlike_planes(
    pattern: Pattern, group: _Group, planes: Mapping[str, Array], levels: Mapping[str, Array]
) -> Table:
    """Return the levels that the planes alone would not give."""
    unlike = np.broadcast_to(
        (pattern.kind != NOTHING) | pattern.walked, levels["value"].shape
    ).copy()
    unlike &= ~(pattern.told & _agree(pattern, planes, levels))
    at, run = np.nonzero(unlike)
    cell = group.cell()
    january = cell["january"][at]
    return Table.of(
        "runs",
        {
            "place": cell["place"][at],
            "series": cell["series"][at],
            "first": january + _FIRST[run],
            "last": january + _LAST[run],
        }
        | {name: values[at, run] for name, values in levels.items()},
    )


def _agree(pattern: Pattern, planes: Mapping[str, Array], levels: Mapping[str, Array]) -> Mask:
    """Whether planes give the numbers of the levels where they walk along the same figures.

    Float64 may lose digits of a difference of two totals, printed decimals may not tell the
    interval of a vague number. Only the number 0 is zero: who reads values alone does not know how
    large the figures were that cancelled out.
    """
    totals = np.concatenate([np.zeros((len(planes["value"]), 1)), planes["value"]], axis=1)
    value = totals[:, _LAST + 1] - totals[:, _FIRST]
    lo, hi = printed_bounds(
        planes["value"] - planes["before"], planes["decimals"], planes["comparator"]
    )
    walks = pattern.walks
    added, there = walks.signs > 0, walks.signs != 0
    low = np.where(there, np.where(added, lo[:, walks.figures], -hi[:, walks.figures]), 0.0)
    high = np.where(there, np.where(added, hi[:, walks.figures], -lo[:, walks.figures]), 0.0)
    wanted = levels["value"]
    same: Mask = (value == 0) == (levels["state"] == ZERO)
    size = np.abs(wanted)
    same &= close(value, wanted, size)
    for given, end in ((low.sum(axis=2), levels["lo"]), (high.sum(axis=2), levels["hi"])):
        width = np.where(np.isinf(end), 0.0, np.abs(end))
        same &= close(given, end, np.maximum(size, width))
    return same


# ---- findings ----------------------------------------------------------------------------


def _findings(
    pattern: Pattern, group: _Group, sums: Mapping[str, Array], levels: Mapping[str, Array]
) -> Table:
    """Return where other runs give a run another value, at once or by now."""
    doubts = pattern.doubts
    if not len(doubts.run):
        return Table.empty("findings")
    stated = levels["value"][:, doubts.run]
    bounds = levels["lo"][:, doubts.run], levels["hi"][:, doubts.run]

    def contradict(numbers: Ints) -> Mask:
        size = np.maximum(sums["largest"][:, numbers], np.abs(stated))
        apart = ~meet((sums["lo"][:, numbers], sums["hi"][:, numbers]), bounds, size)
        found: Mask = apart & (numbers != 0)
        return found

    at_once, tiles = contradict(doubts.at_once), contradict(doubts.tiles)
    for row, part, path in doubts.revised:
        said = group["lo"][:, part], group["hi"][:, part]
        given = sums["lo"][:, path], sums["hi"][:, path]
        tiles[:, row] &= meet(given, said, sums["largest"][:, path])
    by_sum = at_once | tiles
    later = contradict(doubts.later) & ~by_sum
    other = np.where(by_sum, np.where(at_once, doubts.at_once, doubts.tiles), doubts.later)
    groups, rows = np.nonzero(by_sum | later)
    return _Found(groups, rows, other).table(pattern, group, sums, levels, by_sum)


@dataclass(frozen=True)
class _Found:
    """Doubts that hold: groups and rows of doubts, and for each doubt the sum that contradicts."""

    group: Ints
    row: Ints
    other: Ints

    def table(
        self,
        pattern: Pattern,
        group: _Group,
        sums: Mapping[str, Array],
        levels: Mapping[str, Array],
        by_sum: Mask,
    ) -> Table:
        """Return the findings; a revision is explained, the rest is as bad as it is final."""
        doubts, at = pattern.doubts, self.group
        run, other = doubts.run[self.row], self.other[at, self.row]
        statuses = levels["status"][at, run], sums["status"][at, other]
        unfinished = np.logical_or(*(np.isin(status, UNFINISHED) for status in statuses))
        is_sum = by_sum[at, self.row]
        verdict, severity = (
            np.where(is_sum, np.where(unfinished, open_still, final), explained)
            for open_still, final, explained in zip(
                SUSPECT, CONTRADICTION, (EXPLAINED, WARNING), strict=True
            )
        )
        cell = group.cell()
        january = cell["january"][at]
        by = group["known_at"][at, doubts.by[self.row]]
        return Table.of(
            "findings",
            {
                "place": cell["place"][at],
                "series": cell["series"][at],
                "first": january + _FIRST[run],
                "last": january + _LAST[run],
                "check": np.where(is_sum, SUM, REVISION),
                "verdict": verdict,
                "severity": severity,
                "since": group["known_at"][at, doubts.since[self.row]],
                "by": np.where(is_sum, NEVER, by),
                "expected": sums["value"][at, other],
                "stated": levels["value"][at, run],
            },
        )


def resolved_parts(flows: Flows) -> Iterator[tuple[int, Resolved]]:
    """Yield what is resolved of flows, part by part, each with its number of figures."""
    for part in flows.parts(GROUPS_AT_A_TIME):
        yield len(part.figures), resolved(part)


GROUPS_AT_A_TIME = 2000
"""Few enough to need little memory, and to tell now and then how far it is."""
