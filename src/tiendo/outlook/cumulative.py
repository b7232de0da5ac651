"""Finds years whose values are cumulative though single periods are meant, and takes them apart.

Reports often print the year to date; a table that changes from one to the other within a year is
the trap (Vietnam's quarterly GDP: cumulative up to the second quarter of 2018, then single).
"""

from __future__ import annotations

import numpy as np

from tiendo.outlook.arrays import Floats

_LAST_OVER_FIRST = 2.0
_SMOOTHER = 0.7  # differences must be this much smoother than the values themselves
_FEWEST = {12: 6, 4: 3}
REVISION = 0.1
"""Of the mean period: what falls below zero by less is a correction of what was printed before."""


def cumulative_prefixes(table: Floats) -> list[int]:
    """Return how many first periods of each year are cumulative; 0 where none is.

    Args:
        table: years x periods, NaN where unknown; the last year may be in progress.
    """
    periods = table.shape[1]
    following = [*(row[0] for row in table[1:]), np.nan]
    whole = [_grows_like_a_total(row, first) for row, first in zip(table, following, strict=True)]
    prefixes = [periods if is_total else 0 for is_total in whole]
    if not any(whole):
        return prefixes
    profile = _single_profile(table, whole)
    for year in range(len(table)):
        beside = (year > 0 and whole[year - 1]) or (year + 1 < len(table) and whole[year + 1])
        if not whole[year] and beside:
            prefixes[year] = _best_prefix(table[year], profile)
    return prefixes


def taken_apart(table: Floats, prefixes: list[int]) -> Floats:
    """Return the table with cumulative periods as differences; NaN where the one before is."""
    single = table.copy()
    for year, prefix in enumerate(prefixes):
        if prefix > 1:
            single[year, 1:prefix] = np.diff(table[year, :prefix])
    return single


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


def _falls(steps: Floats) -> bool:
    return bool(steps.min() < -REVISION * abs(steps.mean()))


def _roughness(values: Floats) -> float:
    return float(np.abs(np.diff(np.log(values))).sum())


def _single_profile(table: Floats, whole: list[bool]) -> Floats:
    """Return the mean share of each period, from cumulative years taken apart."""
    shares = []
    for row, is_total in zip(table, whole, strict=True):
        if is_total and np.isfinite(row).all():
            shares.append(np.diff(row, prepend=0.0) / row[-1])
    periods = table.shape[1]
    return np.mean(shares, axis=0) if shares else np.full(periods, 1 / periods)


def _best_prefix(row: Floats, profile: Floats) -> int:
    """Return the prefix that, taken apart, leaves the year most like the profile."""
    known = int(np.isfinite(row).cumprod().sum())
    if known < 2:
        return 0
    best, least = 0, np.inf
    for prefix in (0, *range(2, known + 1)):
        single = row[:known].copy()
        single[1 : max(prefix, 1)] = np.diff(row[: max(prefix, 1)])
        told = (single > 0) & (profile[:known] > 0)
        if _falls(single) or not told.any():
            continue
        distance = np.log(single[told]) - np.log(profile[:known][told])
        odd = float(np.abs(distance - np.median(distance)).mean())
        if odd < least - 1e-9:
            best, least = prefix, odd
    return best
