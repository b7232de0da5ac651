"""Finds years whose values are cumulative though single periods are meant, and takes them apart.

Reports often print the year to date; a table that changes from one to the other within a year is
the trap (Vietnam's quarterly GDP: cumulative up to the second quarter of 2018, then single).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from tiendo.outlook.arrays import Booleans, Floats

REVISION = 0.1
"""Of the mean period: what falls below zero by less is a correction of what was printed before."""
_LAST_OVER_FIRST = 2.0
_SMOOTHER = 0.7  # differences must be this much smoother than the values themselves
_FEWEST = {12: 6, 4: 3}
# Eight months that never fall and a January that begins low again are no accident, however
# unevenly money was paid out; in quarters a season does the same.
_FEWEST_RISING, _RISEN, _BEGINS_AGAIN = 8, 3.0, 0.5
_MOST_YEARS_RISING, _EVEN_FIRST, _BESIDE = 2 / 3, 2.0, 2
_CORRECTED = 0.1  # of the year to date: by so much it may fall in a table of totals
# A table rarely changes from totals to single periods, and more rarely within a year. What it does
# by all its neighbours is believed until the other reading fits so many times better.
_TURNS_AT_NEW_YEAR, _TURNS_WITHIN, _BEGINS_TO_ADD_UP = 1.5, 2.0, 2.5
_NOISE = 0.03
_LEVEL_COUNTS = 0.25  # growth differs from year to year; the profile does not
_FEWEST_NOW = 3
_DOUBTED_RISE, _DOUBTED_FIT = {12: 2.0, 4: 2.5}, 1.5


def cumulative_prefixes(table: Floats) -> list[int]:
    """Return how many first periods of each year are cumulative; 0 where none is.

    A year is cumulative if it never falls and its differences run on more smoothly than its values
    do, or if it never falls over eight months and the next year begins low again. Other years go
    by their neighbours: of the readings that leave no negative period the one most like the profile
    of the other years.

    Args:
        table: years x periods, NaN where unknown; the last year may be in progress.
    """
    periods = table.shape[1]
    following = [*(row[0] for row in table[1:]), np.nan]
    smooth = [_grows_like_a_total(row, first) for row, first in zip(table, following, strict=True)]
    uneven = _uneven_totals(table, following)
    whole = [one or other for one, other in zip(smooth, uneven, strict=True)]
    prefixes = [periods if is_total else 0 for is_total in whole]
    if not any(whole):
        if len(table) > 1:
            prefixes[-1] = _added_up_now(table)
        return prefixes
    profile = _single_profile(table, whole)
    for year in range(len(table)):
        before = year > 0 and prefixes[year - 1] == periods
        if not whole[year] and (before or (year + 1 < len(table) and whole[year + 1])):
            expected = profile * np.nanmax(table[year - 1 if before else year + 1])
            adds_up = before or year == 0
            prefixes[year] = _best_prefix(table[year], expected, adds_up=adds_up)
    return prefixes


def taken_apart(table: Floats, prefixes: list[int]) -> Floats:
    """Return the table with cumulative periods as differences.

    A year to date that falls was corrected: what was printed before is held to the later word. Over
    a hole the difference is known all the same; it is shared evenly.
    """
    single = table.copy()
    for year, prefix in enumerate(prefixes):
        if prefix > 1:
            single[year, :prefix] = np.diff(_bridged(_corrected(table[year, :prefix])), prepend=0.0)
    return single


def _bridged(totals: Floats) -> Floats:
    """Return totals with holes on the line between their neighbours; unknown after the last."""
    there = np.flatnonzero(np.isfinite(totals))
    ends = np.arange(len(totals))
    bridged: Floats = np.interp(ends, [-1, *there], [0.0, *totals[there]], right=np.nan)
    return bridged


def may_be_cumulative(table: Floats) -> bool:
    """Whether single periods rise through each year and begin low again, as totals would.

    Only a doubt: a season may do the same, and a first year tells little.
    """
    periods = table.shape[1]
    if len(table) == 1:
        [now] = table
        known = now[np.isfinite(now)]
        rises = len(known) >= _FEWEST_NOW and bool((np.diff(known) > 0).all())
        return rises and bool(known[-1] >= _LAST_OVER_FIRST * known[0] > 0)
    if _times_better_as_total(table) > _DOUBTED_FIT:
        return True
    told = [
        (row[np.isfinite(row)], after[0])
        for row, after in pairwise(table)
        if np.isfinite(row).sum() > periods / 2 and np.isfinite(after[0])
    ]
    risen = [
        not _falls(np.diff(row, prepend=0.0))
        and bool(row[-1] >= _DOUBTED_RISE[periods] * max(row[0], first_of_next))
        and bool(row[-1] > 0)
        for row, first_of_next in told
    ]
    return len(risen) > 0 and sum(risen) >= 0.75 * len(risen)


def _grows_like_a_total(row: Floats, first_of_next: float) -> bool:
    """Whether a year never falls, and its differences run on smoothly where its values do not.

    A month in which nothing came, or a small correction downwards, does not make it another table.
    """
    known = row[np.isfinite(row)]
    if len(known) < _FEWEST[len(row)] or known[0] <= 0:
        return False
    steps = np.diff(known, prepend=0.0)
    if _falls(steps) or known[-1] < _LAST_OVER_FIRST * known[0]:
        return False
    singles, values = steps[steps > 0], known
    if len(singles) < len(known) / 2:
        return False
    if np.isfinite(first_of_next) and first_of_next > 0:
        singles = np.append(singles, first_of_next)
        values = np.append(known, first_of_next)
    return _roughness(singles) < _SMOOTHER * _roughness(values)


def _uneven_totals(table: Floats, following: list[float]) -> list[bool]:
    """Return the years that never fall and after which the next begins low again.

    Single months may do so once by accident: a minority of years must be nearer to the other years
    as totals, and a lone year must have begun like its other months.
    """
    rising = [_rises_and_begins_again(r, first) for r, first in zip(table, following, strict=True)]
    judged = [bool(np.isfinite(row).sum() >= _FEWEST_RISING) for row in table[:-1]]
    if sum(rising) >= max(2, _MOST_YEARS_RISING * sum(judged)):
        return rising
    others = [year for year, known in enumerate(judged) if known and not rising[year]]
    return [
        rose and (_nearer_as_total(table, year, others) if others else _begins_evenly(table[year]))
        for year, rose in enumerate(rising)
    ]


def _nearer_as_total(table: Floats, year: int, others: list[int]) -> bool:
    """Whether a year compares with those beside it as a total; a mixed one there is too large."""
    near = [other for other in others if abs(other - year) <= _BESIDE] or others
    usual = min(float(np.nanmean(table[other])) for other in near)
    as_total = np.nanmax(table[year]) / table.shape[1]
    as_singles = np.nanmean(table[year])
    return usual > 0 and bool(abs(np.log(as_total / usual)) < abs(np.log(as_singles / usual)))


def _begins_evenly(row: Floats) -> bool:
    known = row[np.isfinite(row)]
    return bool(known[0] <= _EVEN_FIRST * known[-1] / len(known))


def _rises_and_begins_again(row: Floats, first_of_next: float) -> bool:
    known = row[np.isfinite(row)]
    if len(row) != 12 or len(known) < _FEWEST_RISING or known[-1] <= 0:
        return False
    steps = np.diff(known, prepend=0.0)
    return (
        not _falls(steps)
        and (steps > 0).sum() >= _FEWEST_RISING - 1
        and bool(known[-1] >= _RISEN * known[0] >= 0)
        and bool(first_of_next < _BEGINS_AGAIN * known[-1])
    )


def _falls(steps: Floats) -> bool:
    return bool(steps.min() < -REVISION * abs(steps.mean()))


def _corrected(totals: Floats) -> Floats:
    """Return totals none of which is above a later one; NaN stays."""
    there = np.isfinite(totals)
    held = totals.copy()
    held[there] = np.minimum.accumulate(totals[there][::-1])[::-1]
    return held


def _roughness(values: Floats) -> float:
    return float(np.abs(np.diff(np.log(values))).sum())


def _single_profile(table: Floats, whole: list[bool]) -> Floats:
    """Return the mean share of each period, from cumulative years taken apart."""
    shares = []
    for row, is_total in zip(table, whole, strict=True):
        if is_total and np.isfinite(row).all() and row[-1] > 0:
            shares.append(np.diff(_corrected(row), prepend=0.0) / row[-1])
    periods = table.shape[1]
    return np.mean(shares, axis=0) if shares else np.full(periods, 1 / periods)


def _best_prefix(row: Floats, expected: Floats, *, adds_up: bool) -> int:
    """Return the prefix that, taken apart, leaves the year most like what is expected.

    Args:
        row: a year, NaN where unknown.
        expected: single periods by the profile, at the level of the year beside.
        adds_up: whether the table told totals up to this year.
    """
    known = int(np.flatnonzero(np.isfinite(row))[-1]) + 1 if np.isfinite(row).any() else 0
    best, least = 0, np.inf
    for prefix, single in _readings(row[:known]):
        if prefix in (0, known):
            usual = 1.0 if (prefix == known) is adds_up else _TURNS_AT_NEW_YEAR
        else:
            usual = _TURNS_WITHIN
        odd = usual * _unlike(single, expected[:known])
        if odd < least - 1e-9:
            best, least = prefix, odd
    return best


def _readings(row: Floats) -> Iterator[tuple[int, Floats]]:
    """Yield each prefix that may be cumulative, and the single periods that it leaves."""
    yield 0, row
    for prefix in range(2, len(row) + 1):
        totals = row[:prefix]
        held = _corrected(totals)
        if (totals - held > _CORRECTED * totals).any():
            return
        single = row.copy()
        single[:prefix] = np.diff(held, prepend=0.0)
        yield prefix, single


def _unlike(single: Floats, expected: Floats) -> float:
    """Return how far single periods are from others, in logarithms; what is zero is no sign."""
    told: Booleans = (single > 0) & (expected > 0)
    if not told.any():
        return np.inf
    distance = np.log(single[told]) - np.log(expected[told])
    level = float(np.median(distance))
    return float(np.abs(distance - level).mean()) + _LEVEL_COUNTS * abs(level) + _NOISE


def _added_up_now(table: Floats) -> int:
    """Return how many periods of this year are totals though no year before holds any."""
    adds_up = _times_better_as_total(table) > _BEGINS_TO_ADD_UP
    known = int(np.isfinite(table[-1]).sum())
    return known if adds_up and known >= _FEWEST_NOW else 0


def _times_better_as_total(table: Floats) -> float:
    """Return how many times better this year fits past ones as totals; 0 where it does not."""
    now, past = table[-1], table[:-1]
    known = int(np.isfinite(now).cumprod().sum())
    whole = past[np.isfinite(past).all(axis=1) & (past > 0).all(axis=1)]
    if known < 2 or not len(whole) or now[0] <= 0 or _falls(np.diff(now[:known], prepend=0.0)):
        return 0.0
    expected = whole.mean(axis=0)[:known] * whole[-1].mean() / whole.mean()
    single = np.diff(_corrected(now[:known]), prepend=0.0)
    last = whole[-1, :known].sum()
    nearer = abs(np.log(now[known - 1] / last)) < 0.5 * abs(np.log(now[:known].sum() / last))
    return _unlike(now[:known], expected) / _unlike(single, expected) if nearer else 0.0
