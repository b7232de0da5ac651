"""The same period a year earlier, growth and difference: rule 4 of the contract.

base = the filed level; else the one that a stated growth, ratio or change implies; else the
residual of bases; else what the children give; never across a break in series. growth = 100
(value / base - 1); what was stated beats what is computed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import KINDS, REFUSED, Array, Floats, Ints, Mask
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.numbers import (
    RELATIVE_ZERO,
    Answers,
    bounds_of,
    computed,
    divided,
    subtracted,
    without,
)
from tiendo.cube.kernel.residuals import residual_of
from tiendo.cube.kernel.stated import Stated
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind

BASE_RATIO = KINDS.index(Kind.BASE_RATIO)
HUNDRED = 100.0
_TWICE = 2 * RELATIVE_ZERO


@dataclass(frozen=True)
class Base:
    """What the same period was.

    Attributes:
        answers: the values to compare with, (places, columns).
        whole: the same without partial sums.
        broken: columns of which a break in series parts the two runs.
        instead: where a residual or a stated comparison gives what was not filed, no level.
    """

    answers: Answers
    whole: Answers
    broken: Mask
    instead: Mask


@dataclass(frozen=True)
class Change:
    """By how much levels differ from their bases.

    Attributes:
        value: level minus base, NaN where one is not known, (places, columns). Not to be changed.
        ratio: that by the base.
        small: numbers of the cells, place x columns + column, that are not zero and may yet count
            as zero beside the larger of the two (contract, "Zero").
    """

    value: Floats
    ratio: Floats
    small: Ints

    @classmethod
    def between(cls, current: Answers, base: Answers) -> Change:
        """Return by how much levels differ from their bases; both without partial sums."""
        value = current.value - base.value
        ratio = value / base.value
        # What counts as zero beside the larger operand is tiny beside each, as both are as large.
        tiny = np.abs(ratio) <= _TWICE
        tiny &= ratio != 0
        return cls(value, ratio, np.flatnonzero(tiny))


class Comparison:
    """Comparing a run with the same period a year earlier."""

    def __init__(self, held: HeldFigures, columns: Columns, levels: Levels, quality: bool) -> None:
        self._held = held
        self._columns = columns
        self._levels = levels
        self._quality = quality
        self._bases: dict[Period, Base] = {}
        self._stated: dict[Period, Stated] = {}
        self._hidden: dict[Period, Mask] = {}
        self._changes: dict[Period, Change] = {}
        self._growths: dict[Period, Answers] = {}

    def stated(self, run: Period) -> Stated:
        """Return what was stated of a run."""
        if run not in self._stated:
            self._stated[run] = Stated(self._held, run, self._quality)
        return self._stated[run]

    def base(self, run: Period) -> Base:
        """Return the base of a run."""
        if run not in self._bases:
            self._bases[run] = self._find_base(run)
        return self._bases[run]

    def _find_base(self, run: Period) -> Base:
        earlier = run.same_period_last_year()
        implied = self.stated(run).implied_bases()
        broken = self._columns.breaks_between(earlier, run)
        plain = implied is None and not self._columns.residuals and not broken.any()
        if plain and not self._levels.hides_anything:
            # Own levels beat children there too, so that this is the level of the earlier run.
            level = self._levels.shown(earlier)
            never = np.broadcast_to(np.False_, level.shape)
            return Base(level, self._levels.whole(earlier), broken, never)
        own = self._levels.own_shown(earlier)
        found, instead = own.copy(), np.zeros(own.shape, np.bool_)
        if own.is_missing.any():
            found.put_where(own.is_missing, self._levels.shown(earlier))
            instead |= self._put_residuals(found, own, implied, run)
            if implied is not None:
                stated = own.is_missing & ~np.isnan(implied.value)
                found.put_where(stated, implied)
                instead |= stated
        if broken.any():
            refused = Answers.missing(found.shape, self._quality)
            refused.clear_where(np.ones(found.shape, np.bool_), REFUSED)
            if implied is not None:
                refused.put_where(~np.isnan(implied.value), implied)
            found.put_where(broken[None, :] & ~own.hidden, refused)
        return Base(found, found.whole(), broken, instead)

    def filed_base(self, run: Period) -> Answers:
        """Return the levels that places filed for the earlier run, comparable or not."""
        return self._levels.own_shown(run.same_period_last_year())

    def looked_up(self, run: Period) -> Mask:
        """Return where the base is the level of the earlier run, not filed by the place itself."""
        base = self.base(run)
        return self.filed_base(run).is_missing & ~base.broken[None, :] & ~base.instead

    def _put_residuals(
        self, found: Answers, own: Answers, implied: Answers | None, run: Period
    ) -> Mask:
        """Put total minus other parts, all of the earlier run, where a residual has no base.

        Returns:
            where it was put.
        """
        shown = self._levels.shown(run)
        done = np.zeros(found.shape, np.bool_)
        for column in sorted(self._columns.residuals, key=lambda c: int(self._columns.depth[c])):
            if not (own.is_missing[:, column] & shown.known[:, column]).any():
                continue
            residual = self._columns.residuals[column]
            needed = (residual.total, *residual.others)
            bases = [self._base_of_column(found, implied, one, run) for one in needed]
            rest = residual_of(bases)
            where = own.is_missing[:, column] & shown.known[:, column] & ~rest.is_missing
            cell = (slice(None), column)
            found.put(cell, found.at(cell).chosen(where, rest))
            done[:, column] = where
        return done

    def _base_of_column(
        self, found: Answers, implied: Answers | None, column: int, run: Period
    ) -> Answers:
        """Return the base of one column, before breaks and implied bases are put into `found`."""
        base = found.at((slice(None), column)).copy()
        own = self._levels.own_shown(run.same_period_last_year()).at((slice(None), column))
        stated = None if implied is None else implied.at((slice(None), column))
        if self._columns.breaks_between(run.same_period_last_year(), run)[column]:
            base.clear_where(~own.hidden, REFUSED)
            own_counts = own.hidden
        else:
            own_counts = ~own.is_missing
        if stated is not None:
            base.put_where(~own_counts & ~np.isnan(stated.value), stated)
        return base

    def hides(self, run: Period) -> Mask:
        """Return where the level or its base is confidential."""
        if run not in self._hidden:
            level, base = self._levels.shown(run), self.base(run).answers
            if self._levels.hides_anything:
                self._hidden[run] = level.hidden | base.hidden
            else:
                self._hidden[run] = np.broadcast_to(np.False_, level.shape)
        return self._hidden[run]

    def change(self, run: Period) -> Change:
        """Return by how much the levels of a run differ from their bases."""
        if run not in self._changes:
            self._changes[run] = Change.between(self._levels.whole(run), self.base(run).whole)
        return self._changes[run]

    def growth(self, run: Period) -> Answers:
        """Return growth in percent; missing for ratios, on bases not above zero, where hidden."""
        if run not in self._growths:
            self._growths[run] = self._find_growth(run)
        return self._growths[run]

    def _find_growth(self, run: Period) -> Answers:
        level, base = self._levels.whole(run), self.base(run)
        may_grow = ~self._columns.ratios
        if self._levels.hides_anything:
            may_grow = may_grow & ~self.hides(run)
        found = _growth(level, base.whole, may_grow, self.change(run))
        stated = self.stated(run)
        if len(stated.rows("comparison")):
            cells = stated.cells("comparison")
            then = base.answers.at(cells)
            none = ~np.broadcast_to(may_grow, found.shape)[cells] | (then.known & (then.value <= 0))
            kept = ~none
            said = growth_as_stated(stated, "comparison")
            found.put((cells[0][kept], cells[1][kept]), said.at(kept))
        return found

    def difference(self, run: Period) -> Answers:
        """Return value - base, or the change as stated; missing where either is hidden."""
        hidden = self.hides(run)
        level, base = self._levels.whole(run), self.base(run).whole
        found = _difference(level, base, ~hidden, self.change(run))
        stated = self.stated(run)
        if len(stated.rows("change")):
            found, cells = found.copy(), stated.cells("change")
            kept = ~hidden[cells]
            found.put((cells[0][kept], cells[1][kept]), stated.answers("change").at(kept))
        return found


def growth_as_stated(stated: Stated, slot: str) -> Answers:
    """Return stated growth, and growth that a stated ratio to the same period is."""
    said = stated.answers(slot).copy()
    ratio = stated.table["kind"][stated.rows(slot)] == BASE_RATIO
    for name in ("value", "lo", "hi", "filed"):
        if name in said.columns:
            values = said.columns[name]
            less: Array = np.zeros_like(values) if name == "filed" else values - HUNDRED
            said.columns[name] = np.where(ratio, less, values)
    return said


def growth_between(current: Answers, base: Answers, wanted: Mask) -> Answers:
    """Return 100 (current / base - 1), missing for a base that is not known and above zero.

    Args:
        current: what is compared.
        base: with what, of the same shape.
        wanted: where growth is wanted, or any mask that is repeated along that shape.
    """
    current, base = current.whole(), base.whole()
    return _growth(current, base, wanted, Change.between(current, base))


def _growth(current: Answers, base: Answers, wanted: Mask, change: Change) -> Answers:
    value = change.ratio * np.where(wanted, HUNDRED, np.nan)
    np.copyto(value, np.nan, where=base.value < 0)
    # Over a base of zero it is infinite, and no number times zero. Such cells are strewn about,
    # where a mask takes five times as long (measured).
    value += 0.0 * value
    if current.has_quality:
        lo, hi = divided(bounds_of(current), bounds_of(base))
        bounds = HUNDRED * lo - HUNDRED, HUNDRED * hi - HUNDRED
        return computed(value, bounds, [current, base], HUNDRED)
    zero = np.abs(value.take(change.small)) <= RELATIVE_ZERO * HUNDRED
    value.put(change.small[zero], 0.0)
    return Answers({"value": value})


def change_between(current: Answers, base: Answers, wanted: Mask) -> Answers:
    """Return current - base where both are known."""
    current, base = current.whole(), base.whole()
    return _difference(current, base, wanted, Change.between(current, base))


def _difference(current: Answers, base: Answers, wanted: Mask, change: Change) -> Answers:
    value = change.value if wanted.all() else without(change.value, ~wanted)
    if current.has_quality:
        bounds = subtracted(bounds_of(current), bounds_of(base))
        return computed(value.copy(), bounds, [current, base])
    small = change.small
    size, now, then = (np.abs(each.take(small)) for each in (value, current.value, base.value))
    zero = size <= RELATIVE_ZERO * np.maximum(now, then)
    if zero.any():
        value = value.copy()
        value.put(small[zero], 0.0)
    return Answers({"value": value})
