"""Finds where the level of a series jumps for reasons that are no growth, and links across it.

A break shows in the growth on the same period of last year: it jumps, stays there for just a year
and falls back. Only in a calm series does that stand out, so the limit is six times the usual
scatter of growth, and at least 18 %. Where the growths of the year of the break differ among
themselves by as much, the new definition has another profile of the year, and one factor cannot
link across it (Vietnam's output re-evaluated in 2021: 68, 41, 22 and 16 % by quarter).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats

_SMALLEST_JUMP = 0.18
_SCATTERS = 6.0
_SHARP = 0.7  # of the jump happens from one period to the next
# How much of the jump every growth across it shows; a new definition may change the profile too.
_EVENLY_WITHIN_YEAR, _EVENLY_AT_NEW_YEAR = 0.6, 0.3
_MANY, _APART = 6, 0.1  # growths of one year: one factor does not do for them
_OTHER_BASE = np.log(3.0)
_MANY_TIMES = np.log(300.0)
_FEWEST_OTHER_GROWTHS = 4
_BACK = 0.4  # of the jump: growth of the next year is that near to the usual one


@dataclass(frozen=True, slots=True, eq=False)
class Break:
    """A jump of the level.

    Attributes:
        start: index of the first period after it, counted from the first of the table.
        factor: what earlier values are multiplied by to be on the later level; the middle one
            where each period has its own.
        by_period: the factor of each period of the year where one does not do for all; NaN where
            the year of the break does not tell it yet. None where one does.
    """

    start: int
    factor: float
    by_period: Floats | None = None

    def linked(self, line: Floats) -> Floats:
        """Return values in order of time, those before the break carried to the level after it."""
        carried = line.copy()
        factors: Floats | float = self.factor
        if self.by_period is not None:
            factors = np.resize(self.by_period, self.start)
        carried[: self.start] *= factors
        return carried

    @property
    def is_other_base(self) -> bool:
        """Whether the jump is so large that unit or base period must have changed."""
        return bool(abs(np.log(self.factor)) >= _OTHER_BASE)


def find_breaks(values: Floats, periods: int) -> list[Break]:
    """Return the breaks of a positive series, largest first, at most three.

    Args:
        values: in order of time, NaN where unknown; the last `periods` are this year.
        periods: how many of them make a year.
    """
    found: list[Break] = []
    linked = values
    for _ in range(3):
        jump = _largest_jump(linked, periods)
        if jump is None:
            break
        linked = jump.linked(linked)
        found.append(jump)
    return found


def find_odd_sizes(values: Floats) -> list[int]:
    """Return periods that are some hundred times larger or smaller than those around them."""
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = np.where(values > 0, np.log(values), np.nan)
    odd: list[int] = []
    known = logarithms[np.isfinite(logarithms)]
    if not len(known) or np.ptp(known) < _MANY_TIMES:
        return odd
    for index, value in enumerate(logarithms):
        around = np.concatenate(
            [logarithms[max(0, index - 3) : index], logarithms[index + 1 : index + 4]]
        )
        around = around[np.isfinite(around)]
        if len(around) >= 2 and np.isfinite(value) and np.ptp(around) < _OTHER_BASE:
            if abs(value - np.median(around)) > _MANY_TIMES:
                odd.append(index)
    return odd


def _largest_jump(values: Floats, periods: int) -> Break | None:
    with np.errstate(divide="ignore", invalid="ignore"):
        logarithms = np.where(values > 0, np.log(values), np.nan)
    growth = np.full_like(logarithms, np.nan)
    growth[periods:] = logarithms[periods:] - logarithms[:-periods]
    best: Break | None = None
    # Within this year a jump may be a shock that passes; only New Year changes definitions.
    this_year = len(values) - periods
    for start in _candidates(growth, periods, this_year):
        found = _jump_at(growth, start, periods)
        if found is not None and (best is None or abs(found[0]) > abs(np.log(best.factor))):
            best = Break(start, float(np.exp(found[0])), found[1])
    return best or _new_profile(growth, periods, this_year)


def _candidates(growth: Floats, first: int, last: int) -> list[int]:
    """Return periods whose growth stands out at all; the costly look is only worth it there."""
    known = growth[np.isfinite(growth)]
    if len(known) < _FEWEST_OTHER_GROWTHS:
        return []
    usual = np.median(known)
    scatter = 1.4826 * np.median(np.abs(known - usual))
    stands_out = np.abs(growth - usual) >= 0.6 * max(_SMALLEST_JUMP, 2 * scatter)
    return [start for start in range(first, last + 1) if stands_out[start]]


def _jump_at(growth: Floats, start: int, periods: int) -> tuple[float, Floats | None] | None:
    """Return the logarithmic jump of the level at `start`, its factors if uneven, or None."""
    inside = growth[start : start + periods]
    inside = inside[np.isfinite(inside)]
    outside = np.concatenate([growth[:start], growth[start + periods :]])
    outside = outside[np.isfinite(outside)]
    before = growth[max(periods, start - periods) : start]
    if (
        len(inside) < max(1, periods // 6)
        or len(outside) < _FEWEST_OTHER_GROWTHS
        or not np.isfinite(before).any()
    ):
        return None
    usual = float(np.median(outside))
    scatter = 1.4826 * float(np.median(np.abs(outside - usual)))
    jump = float(np.median(inside)) - usual
    limit = max(_SMALLEST_JUMP, _SCATTERS * scatter)
    evenly = _EVENLY_AT_NEW_YEAR if start % periods == 0 else _EVENLY_WITHIN_YEAR
    if abs(jump) < limit or (np.sign(jump) * (inside - usual) < evenly * abs(jump)).any():
        return None
    sharp = np.sign(jump) * (growth[start] - np.nanmedian(before)) >= _SHARP * abs(jump)
    after = growth[start + periods : start + 2 * periods]
    after = after[np.isfinite(after)]
    # Within a year only a level that stayed there for another half year is a new one.
    fewest_after = periods // 2 if start % periods else 0
    back = len(after) == 0 or bool(abs(np.median(after) - usual) < _BACK * abs(jump))
    stays = len(after) >= fewest_after and back
    if not (sharp and stays):
        return None
    apart = start % periods == 0 and _apart(inside) >= max(_APART, _SCATTERS * scatter)
    return jump, np.exp(growth[start : start + periods] - usual) if apart else None


def _apart(growths: Floats) -> float:
    """Return how far growths lie apart; of six and more the least and the greatest do not count."""
    ordered = np.sort(growths)
    inner = ordered[1:-1] if len(ordered) >= _MANY else ordered
    return float(np.ptp(inner))


def _new_profile(growth: Floats, periods: int, this_year: int) -> Break | None:
    """Return the last New Year at which periods of the year moved apart for good, if any.

    Their growth of that year is out of all proportion, in either direction, and that of the next
    is as usual again: after a shock it would swing back. Nor is it the swing back after one.
    """
    for start in range(this_year - periods, periods, -periods):
        before, inside = growth[start - periods : start], growth[start : start + periods]
        after = growth[start + periods : start + 2 * periods]
        outside = np.concatenate([growth[:start], growth[start + 2 * periods :]])
        outside = outside[np.isfinite(outside)]
        both = np.isfinite(inside) & np.isfinite(after)
        if len(outside) < _FEWEST_OTHER_GROWTHS or not np.isfinite(inside).all():
            continue
        usual = float(np.median(outside))
        scatter = 1.4826 * float(np.median(np.abs(outside - usual)))
        limit = max(_SMALLEST_JUMP, _SCATTERS * scatter)
        far = np.abs(inside - usual) >= limit
        told = far & both
        lasts = np.abs(before + inside - 2 * usual)[far] > (1 - _BACK) * np.abs(inside - usual)[far]
        back = np.abs(after - usual)[both] < _BACK * np.abs(inside - usual).max()
        if np.ptp(inside) >= limit and far.sum() >= periods / 4 and 2 * told.sum() >= far.sum():
            if not (back.all() and lasts.all()):
                continue
            factors = np.exp(inside - usual)
            return Break(start, float(np.median(factors)), factors)
    return None
