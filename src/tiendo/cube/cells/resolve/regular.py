"""Flows whose filed runs leave no choice: resolved many at once, without a look at single figures.

A place, series and year is regular when it was filed by exact numbers alone and its runs either all
begin in January (cumulative figures) or do not overlap (months, quarters, ...). Between any two
boundaries there is then at most one path, so that neither the order of paths nor what other figures
say has to be asked: the planes give every level, and no two figures can contradict each other.
Runs behind a gap, which no path joins with January, get rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import EXACT, Array, Floats, Ints, Mask
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.answer import RELATIVE_ZERO
from tiendo.cube.cells.resolve.columns import Cells, group_ends, group_starts
from tiendo.cube.cells.resolve.walks import Steps, level_along
from tiendo.cube.cells.tables import Table
from tiendo.cube.cells.tile import MONTHS

SMALL_SHARE = 1e-5
"""A figure above this part of a total keeps nine digits as a difference of two float64 totals."""

_QUALITY = ("comparator", "status", "modality", "known_at", "recorded_at")


@dataclass(frozen=True)
class Flows:
    """Levels filed for runs within one year, of series that add up over time.

    Attributes:
        figures: every vintage, ordered by cell (place, series, last, first), then as rule 1 does.
        answering: which of them answers for its run.
        starts: the row at which each group, a place, series and year, begins.
    """

    figures: FigureColumns
    answering: Mask
    starts: Ints

    @classmethod
    def of(cls, figures: FigureColumns, answering: Mask) -> Flows:
        """Return the flows in their groups."""
        year = figures["last"] // MONTHS
        return cls(figures, answering, group_starts(figures["place"], figures["series"], year))

    def group_of_row(self) -> Ints:
        """Return the number of each figure's group."""
        sizes = np.diff(np.append(self.starts, len(self.figures)))
        return np.repeat(np.arange(len(self.starts)), sizes)

    def of_groups(self, chosen: Mask) -> Flows:
        """Return some groups."""
        rows = np.flatnonzero(chosen[self.group_of_row()])
        return Flows.of(self.figures.take(rows), self.answering[rows])

    def standing(self) -> Flows:
        """Return them without figures that another one of their run replaced on the same day.

        Such a figure never answered on any day, nor is it what its day's report says: what follows
        is the same without it, and where an office corrects itself the pattern stays as it was.
        """
        figures = self.figures
        names = ("place", "series", "last", "first", "known_at")
        kept = group_ends(*(figures[name] for name in names))
        if kept.all():
            return self
        return Flows.of(figures.take(kept), self.answering[kept])

    def parts(self, groups: int) -> Iterator[Flows]:
        """Yield all, so many groups at a time."""
        ends = np.append(self.starts, len(self.figures))
        for part in range(0, len(self.starts), groups):
            rows = np.arange(ends[part], ends[min(part + groups, len(self.starts))])
            yield Flows.of(self.figures.take(rows), self.answering[rows])


def split(flows: Flows) -> tuple[Flows, Flows]:
    """Return the regular groups and the others."""
    if not len(flows.figures):
        return flows, flows
    figures = flows.figures
    plain = (figures["comparator"] == EXACT) & (figures["state"] == 0)
    plain &= np.abs(figures["decimals"]) <= np.iinfo(np.int8).max
    regular = np.logical_and.reduceat(plain, flows.starts) & _leave_no_choice(flows)
    chosen = flows.of_groups(regular)
    kept = ~_lose_digits(chosen)
    regular[np.flatnonzero(regular)[~kept]] = False
    return chosen.of_groups(kept), flows.of_groups(~regular)


def _leave_no_choice(flows: Flows) -> Mask:
    """Whether the runs of each group all begin in January, or none overlaps another."""
    figures, rows = flows.figures, np.flatnonzero(flows.answering)
    group = flows.group_of_row()[rows]
    first, last = figures["first"][rows], figures["last"][rows]
    starts = np.searchsorted(group, np.arange(len(flows.starts)))
    apart = np.ones(len(rows), np.bool_)
    apart[1:] = (first[1:] > last[:-1]) | (group[1:] != group[:-1])
    from_january = first % MONTHS == 0
    return np.logical_and.reduceat(from_january, starts) | np.logical_and.reduceat(apart, starts)


@dataclass(frozen=True)
class _Dense:
    """Regular flows by month and group: (12, groups) each.

    Attributes:
        row: of the answering figure that ends at the month, -1 without one.
        months: its length, 0 without one.
        value: its number, NaN without one.
        total: P(b), NaN where no path gives it.
    """

    row: Ints
    months: Ints
    value: Floats
    total: Floats

    @classmethod
    def of(cls, flows: Flows) -> _Dense:
        figures, rows = flows.figures, np.flatnonzero(flows.answering)
        shape = (MONTHS, len(flows.starts))
        at = (figures["last"][rows] % MONTHS, flows.group_of_row()[rows])
        row, months = np.full(shape, -1), np.zeros(shape, np.int64)
        value = np.full(shape, np.nan)
        row[at] = rows
        months[at] = figures["last"][rows] - figures["first"][rows] + 1
        value[at] = figures["value"][rows]
        return cls(row, months, value, _totals(value, months))

    def is_cumulative(self) -> Mask:
        """Whether all runs of a group begin in January, so that each is a total itself."""
        to_date = np.arange(1, MONTHS + 1)[:, None]
        found: Mask = ((self.months == 0) | (self.months == to_date)).all(axis=0)
        return found


def _totals(value: Floats, months: Ints) -> Floats:
    """Return P(b) for each month: the total at which its figure begins, and the figure."""
    groups = np.arange(value.shape[1])
    totals = np.zeros((MONTHS + 1, len(groups)))
    for month in range(MONTHS):
        totals[month + 1] = totals[month + 1 - months[month], groups] + value[month]
    return totals[1:]


def _lose_digits(flows: Flows) -> Mask:
    """Whether the difference of two totals is not what the figures between them add up to.

    Float64 keeps sixteen digits: where figures of very different size or sign are added up, what is
    left of the small ones may be less than the nine digits that the contract promises, or be zero
    by its rule and yet not 0.
    """
    dense = _Dense.of(flows)
    size = np.abs(np.nan_to_num(dense.value))
    largest = np.max(np.abs(np.nan_to_num(dense.total)), axis=0, initial=0.0)
    doubtful = ((size > 0) & (size < SMALL_SHARE * largest)) | (dense.value < 0)
    cumulative = dense.is_cumulative()
    lost = np.zeros(len(flows.starts), np.bool_)
    groups = np.flatnonzero(doubtful.any(axis=0) & ~cumulative)
    lost[groups] = _sums_are_lost(dense.value[:, groups], dense.total[:, groups])
    lost[cumulative] = _differences_are_lost(dense.total[:, cumulative])
    return lost


def _sums_are_lost(value: Floats, total: Floats) -> Mask:
    """Whether for any run the totals differ by something else than the sum of its figures."""
    lost = np.zeros(value.shape[1], np.bool_)
    value = np.nan_to_num(value)
    for first in range(MONTHS):
        before = total[first - 1] if first else 0.0
        running = np.cumsum(value[first:], axis=0)
        largest = np.maximum.accumulate(np.abs(value[first:]), axis=0)
        apart = np.abs(total[first:] - before - running) > RELATIVE_ZERO * np.abs(running)
        lost |= (apart | _is_nearly_zero(running, largest)).any(axis=0)
    return lost


def _differences_are_lost(total: Floats) -> Mask:
    """Whether any two totals are so near each other that their difference counts as zero."""
    lost = np.zeros(total.shape[1], np.bool_)
    for first in range(1, MONTHS):
        before = total[first - 1]
        largest = np.fmax(np.abs(total[first:]), np.abs(before))
        lost |= _is_nearly_zero(total[first:] - before, largest).any(axis=0)
    return lost


def _is_nearly_zero(value: Floats, largest: Floats) -> Mask:
    """Whether values are zero by the contract's rule but not 0."""
    nearly: Mask = (value != 0) & (np.abs(value) <= RELATIVE_ZERO * largest)
    return nearly


def regular_cells(flows: Flows) -> Cells:
    """Return what the planes hold of regular flows."""
    dense = _Dense.of(flows)
    month, group = np.nonzero(~np.isnan(dense.total))
    rows = dense.row[month, group]
    figures = flows.figures
    planes = {name: figures[name][rows] for name in (*_QUALITY, "decimals", "place", "series")}
    planes |= {
        "month": figures["last"][rows],
        "value": dense.total[month, group],
        "state": figures["value"][rows] == 0,
        "step": dense.months[month, group],
        "figure": figures["id"][rows],
    }
    return Cells.of(planes)


def rows_behind_gaps(flows: Flows) -> Iterator[Table]:
    """Yield the levels of runs that figures add up to which no path joins with January."""
    dense = _Dense.of(flows)
    groups = np.flatnonzero(((dense.row >= 0) & np.isnan(dense.total)).any(axis=0))
    if not len(groups):
        return
    steps = _steps(flows.figures, dense, groups)
    unknown = np.isnan(dense.total[:, groups])
    head = flows.starts[groups]
    january = flows.figures["last"][head] // MONTHS * MONTHS
    for last in np.flatnonzero(unknown.any(axis=1)).tolist():
        for first in range(last + 1):
            levels = level_along(steps, first, last)
            found = np.flatnonzero(unknown[last] & ~np.isnan(levels["value"]))
            if len(found):
                cell = {
                    "place": flows.figures["place"][head[found]],
                    "series": flows.figures["series"][head[found]],
                    "first": january[found] + first,
                    "last": january[found] + last,
                }
                answer = {name: values[found] for name, values in levels.items()}
                yield Table.of("runs", cell | answer)


def _steps(figures: FigureColumns, dense: _Dense, groups: Ints) -> Steps:
    """Return the figures of some groups as steps to walk along."""
    row = dense.row[:, groups]

    def column(name: str) -> Array:
        return figures[name][row]  # of some other figure where there is none: no walk goes there

    names = ("lo", "hi", *_QUALITY)
    columns = {name: column(name) for name in names} | {"figure": column("id")}
    return Steps(dense.months[:, groups], {"value": dense.value[:, groups], **columns})
