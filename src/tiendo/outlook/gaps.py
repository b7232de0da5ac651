"""What to do about missing periods: fill a few by the year's profile, leave other years out."""

from __future__ import annotations

import numpy as np

from tiendo.outlook.arrays import Floats, Integers

_MOST_MISSING = {12: 2, 4: 0}


def never_known(past: Floats) -> Integers:
    """Return the periods that no past year knows, if at least two years know any."""
    begun = past[np.isfinite(past).sum(axis=1) >= past.shape[1] // 2]
    if len(begun) < 2:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(~np.isfinite(begun).any(axis=0))


def period_word(column: int, periods: int) -> str:
    """Return what people call a period of every year."""
    return f"quarter {column + 1}" if periods == 4 else f"month {column + 1:02d}"


def filled_years(past: Floats) -> tuple[Floats, list[tuple[int, int]], list[int]]:
    """Return the whole years up to the last, filled cells, and rows left out between known ones.

    A year with at most two months missing is filled by the profile of the others; what lies before
    a year with more is left out, so that the history has no hole.
    """
    known = np.isfinite(past)
    missing = (~known).sum(axis=1)
    usable = missing <= _MOST_MISSING[past.shape[1]]
    begin = len(past)
    while begin > 0 and usable[begin - 1]:
        begin -= 1
    kept = past[begin:].copy()
    filled = [(begin + int(row), int(col)) for row, col in np.argwhere(~np.isfinite(kept))]
    profile = _profile(kept)
    for row, col in filled:
        own = kept[row - begin]
        there = np.isfinite(past[row])
        kept[row - begin, col] = own[there].sum() * profile[col] / profile[there].sum()
    # A first year that was begun late is no gap.
    first = int(np.argmax(known.any(axis=1))) if known.any() else 0
    left_out = [row for row in range(first, begin) if missing[row] and row > first]
    if begin == len(past) and known.any():
        left_out = [begin - 1]
    return kept, filled, left_out


def _profile(years: Floats) -> Floats:
    whole = years[np.isfinite(years).all(axis=1)]
    totals = whole.sum(axis=1, keepdims=True)
    whole = whole[totals[:, 0] > 0] / totals[totals[:, 0] > 0]
    if not len(whole):
        return np.full(years.shape[1], 1 / years.shape[1])
    mean: Floats = np.maximum(whole.mean(axis=0), 1e-9)
    return mean
