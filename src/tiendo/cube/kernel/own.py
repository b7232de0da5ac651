"""The level that a place's own figures give: planes and sparse runs, by the card's time rule.

The total order was followed when the figures were recorded (`cells.resolve`); here it is read.
"""

from __future__ import annotations

import numpy as np

from tiendo.cube.cells.codes import (
    COMPARATORS,
    CONFIDENTIAL,
    EXACT,
    NEVER,
    NO_INSTANT,
    Array,
    Floats,
    Mask,
)
from tiendo.cube.cells.tile import MONTHS
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.means import MeansOverTime
from tiendo.cube.kernel.numbers import (
    EXACTLY,
    NUMBERS,
    Answers,
    added,
    bounds_of,
    comparator_of,
    computed,
    state_of,
    subtracted,
    table_answers,
)
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Comparator

_OPEN_ABOVE = [COMPARATORS.index(word) for word in (Comparator.MORE_THAN, Comparator.AT_LEAST)]
_OPEN_BELOW = [COMPARATORS.index(word) for word in (Comparator.LESS_THAN, Comparator.AT_MOST)]


class OwnLevels:
    """Own levels of all places and columns of a family, by run, remembered."""

    def __init__(self, held: HeldFigures, columns: Columns, quality: bool) -> None:
        self._held = held
        self._columns = columns
        self._quality = quality
        self._found: dict[Period, Answers] = {}
        self._figures: dict[int, Answers] = {}
        self._means = MeansOverTime(held, columns, quality)

    def of(self, run: Period) -> Answers:
        """Return the own levels of a run; not to be changed."""
        if run not in self._found:
            self._found[run] = self._find(run)
        return self._found[run]

    def handed_over(self, run: Period) -> Answers:
        """Return the same to be changed; whoever asks for them again waits until they are found."""
        found = self.of(run)
        del self._found[run]
        return found

    def _find(self, run: Period) -> Answers:
        answers = self._in_year(run) if run.within_one_year else self._over_years(run)
        if len(self._columns.means_over_time):
            self._means.fill(answers, run, self.of)
        self._put_runs(answers, run)
        return answers

    def _put_runs(self, answers: Answers, run: Period) -> None:
        """Put the levels of which the planes do not tell, or not all."""
        runs = self._held.of_run("runs", run)
        by_tile = None if self._quality else runs.by_tile(len(self._columns))
        if by_tile is None:
            found = table_answers(runs, slice(None), self._quality)
            answers.put_cells(runs.cells(len(self._columns)).numbers, found)
        else:
            for mine, numbers, table, rows in by_tile:
                for name in NUMBERS:
                    answers[name][mine].put(numbers, table[name][rows])

    # ---- from the planes -----------------------------------------------------------

    def _in_year(self, run: Period) -> Answers:
        """Return what the planes say of a run within a year."""
        value: Floats = np.empty(self._held.shape)
        others = np.flatnonzero(~self._columns.sums_over_time)
        months = [run.last, run.first - 1] if run.first % MONTHS else [run.last]
        for rows, (end, *before) in self._held.by_part("value", months):
            width = end.shape[1]
            here = value[rows, :width]
            if before:
                # All is subtracted and what lasts put back: a mask takes twice as long (measured).
                np.subtract(end, before[0], out=here)
                last = others[others < width]
                here[:, last] = end.take(last, axis=1)
            else:
                np.copyto(here, end)
            value[rows, width:] = np.nan
        answers = Answers({"value": value, "state": state_of(value, EXACTLY)})
        if self._quality:
            self._add_quality(answers, run)
        return answers

    def _add_quality(self, answers: Answers, run: Period) -> None:
        """Add what the figures say that a walk from the run's end passes by whole steps.

        Where it passes the run's beginning, the figure that begins there with it is subtracted.
        """
        walked = _Walked(answers.shape)
        flows = np.broadcast_to(self._columns.sums_over_time, answers.shape)
        known = ~np.isnan(answers.value)
        at = np.full(answers.shape, run.last)
        for month in range(run.last, run.first - 1, -1):
            here = known & (at == month)
            if not here.any():
                continue
            walked.add(here, self._figure(month))
            step = np.where(flows, self._held.month("step", month), run.months).astype(np.int64)
            at = np.where(here, month - step, at)
        beyond = known & (at < run.first - 1)
        if beyond.any():
            walked.subtract(beyond, self._figure(run.first - 1))
        answers.columns |= walked.quality()

    def _figure(self, month: int) -> Answers:
        """Return the figure on which the cell of a month rests, with its printed interval."""
        if month not in self._figures:
            planes = {
                name: self._held.month(name, month)
                for name in ("comparator", "status", "modality", "known_at", "recorded_at")
            }
            value = self._value_of_figure(month)
            half = 0.5 * 10.0 ** -self._held.month("decimals", month).astype(np.float64)
            exact = planes["comparator"] == EXACT
            lo = np.where(exact, value - half, value)
            hi = np.where(exact, value + half, value)
            if not exact.all():
                lo[np.isin(planes["comparator"], _OPEN_BELOW)] = -np.inf
                hi[np.isin(planes["comparator"], _OPEN_ABOVE)] = np.inf
            figure = self._held.month("figure", month)
            self._figures[month] = Answers(
                {"value": value, "lo": lo, "hi": hi, "figure": figure, **planes}
            )
        return self._figures[month]

    def _value_of_figure(self, month: int) -> Floats:
        value: Floats = self._held.month("value", month).copy()
        step = np.where(self._columns.sums_over_time, self._held.month("step", month), 0)
        for months in np.unique(step):
            if 0 < months <= month % MONTHS:
                there = step == months
                value[there] -= self._held.month("value", month - int(months))[there]
        return value

    # ---- runs over several years ------------------------------------------------------

    def _over_years(self, run: Period) -> Answers:
        """Return the sums of a run's years; for stocks the last month."""
        answers = Answers.missing(self._held.shape, self._quality)
        total = add_up([self.of(year) for year in run.years()], self._quality)
        answers.put_where(np.broadcast_to(self._columns.sums_over_time, answers.shape), total)
        if self._columns.lasts.any():
            lasts = np.broadcast_to(self._columns.lasts, answers.shape)
            answers.put_where(lasts, self._in_year(Period(run.last, run.last)))
            self._put_untold_ends(answers, run)
        return answers

    def _put_untold_ends(self, answers: Answers, run: Period) -> None:
        """Put the figures of a last month of which the planes do not tell all.

        They stand in `runs` with the same end: a figure whose interval planes cannot give under its
        id, a state instead of a value where the planes have none.
        """
        runs = self._held.table("runs", run.year)
        rows = np.flatnonzero((runs["last"] == run.last) & self._columns.lasts[runs["series"]])
        rows = rows[np.argsort(runs["known_at"][rows], kind="stable")]
        where = runs["place"][rows], runs["series"][rows]
        untold = np.isnan(self._held.month("value", run.last)[where])
        same = self._held.month("figure", run.last)[where] == runs["figure"][rows]
        is_it = np.where(untold, np.isnan(runs["value"][rows]), same)
        rows, where = rows[is_it], (where[0][is_it], where[1][is_it])
        answers.put(where, table_answers(runs, rows, self._quality))


def add_up(parts: list[Answers], quality: bool) -> Answers:
    """Return the sums: hidden where a part is hidden, missing where one is not known."""
    value = parts[0].value
    known, hidden = parts[0].known, parts[0].hidden
    for part in parts[1:]:
        value = value + part.value
        known, hidden = known & part.known, hidden | part.hidden
    bounds = None
    if quality:
        bounds = bounds_of(parts[0])
        for part in parts[1:]:
            bounds = added(bounds, bounds_of(part))
    total = computed(np.where(known, value, np.nan), bounds, parts)
    total.clear_where(hidden, CONFIDENTIAL)
    return total


class _Walked:
    """What the figures on a walk add up to, cell by cell."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        self._lo, self._hi = np.zeros(shape), np.zeros(shape)
        self._exact = np.ones(shape, np.bool_)
        self._count = np.zeros(shape, np.int8)
        self._status = np.full(shape, 255, np.uint8)
        self._modality = np.zeros(shape, np.uint8)
        self._known_at = np.full(shape, NEVER, np.int32)
        self._recorded_at = np.full(shape, NO_INSTANT, np.int64)
        self._figure = np.zeros(shape, np.int64)
        self._comparator = np.zeros(shape, np.uint8)

    def add(self, here: Mask, figure: Answers) -> None:
        """Add a figure where `here` holds."""
        lo, hi = added((self._lo, self._hi), (figure["lo"], figure["hi"]))
        self._take(here, figure, lo, hi)

    def subtract(self, here: Mask, figure: Answers) -> None:
        """Subtract a figure where `here` holds."""
        lo, hi = subtracted((self._lo, self._hi), (figure["lo"], figure["hi"]))
        self._take(here, figure, lo, hi)

    def _take(self, here: Mask, figure: Answers, lo: Floats, hi: Floats) -> None:
        np.copyto(self._lo, lo, where=here)
        np.copyto(self._hi, hi, where=here)
        self._exact &= ~here | (figure["comparator"] == EXACT)
        self._count += here
        worst = np.minimum(self._status, figure["status"])
        np.copyto(self._status, worst, where=here)
        least = np.maximum(self._modality, figure["modality"])
        np.copyto(self._modality, least, where=here)
        np.copyto(self._known_at, np.maximum(self._known_at, figure["known_at"]), where=here)
        latest = np.maximum(self._recorded_at, figure["recorded_at"])
        np.copyto(self._recorded_at, latest, where=here)
        np.copyto(self._figure, figure["figure"], where=here)
        np.copyto(self._comparator, figure["comparator"], where=here)

    def quality(self) -> dict[str, Array]:
        """Return the columns of quality; one figure alone was filed, several are computed."""
        nothing, filed = self._count == 0, self._count == 1
        computed_as = comparator_of(self._lo, self._hi, self._exact)
        return {
            "lo": np.where(nothing, -np.inf, self._lo),
            "hi": np.where(nothing, np.inf, self._hi),
            "comparator": np.where(
                nothing, np.uint8(255), np.where(filed, self._comparator, computed_as)
            ),
            "status": np.where(nothing, np.uint8(0), self._status),
            "modality": np.where(nothing, np.uint8(255), self._modality),
            "known_at": self._known_at,
            "recorded_at": self._recorded_at,
            "filed": filed.astype(np.uint8),
            "figure": np.where(filed, self._figure, 0),
        }
