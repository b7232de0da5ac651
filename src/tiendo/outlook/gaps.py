"""What to do about missing periods: fill a few by other years or neighbours, leave years out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats, Integers

MOST_MISSING = {12: 2, 4: 1}


def never_known(past: Floats) -> Integers:
    """Return the periods that no past year knows, if at least two years know any."""
    begun = past[np.isfinite(past).sum(axis=1) >= past.shape[1] // 2]
    if len(begun) < 2:
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(~np.isfinite(begun).any(axis=0))


@dataclass(frozen=True, slots=True, eq=False)
class Filled:
    """The whole years up to the last, without holes.

    Attributes:
        years: years x periods; none if the last year holds too many holes.
        cells: row and column, counted in what was given, of what was filled.
        unfillable: cells that no year tells anything of; the years are no use while there are any.
        left_out: rows that hold too many holes, the oldest of the history first.
    """

    years: Floats
    cells: list[tuple[int, int]]
    unfillable: list[tuple[int, int]]
    left_out: list[int]


def filled_years(past: Floats, now: Floats, *, adds_up: bool) -> Filled:
    """Fill years of which little is missing; what lies before a year with more is left out.

    A flow is filled by what the other years had in that period beside the periods that both know,
    a level by the line between its neighbours.

    Args:
        past: years x periods before this one, NaN where unknown.
        now: this year's known periods.
        adds_up: whether the year is the sum of its periods.
    """
    known = np.isfinite(past)
    missing = (~known).sum(axis=1)
    usable = missing <= MOST_MISSING[past.shape[1]]
    begin = len(past)
    while begin > 0 and usable[begin - 1]:
        begin -= 1
    if begin < len(past) and not adds_up and not known[begin, 0] and not known[:begin].any():
        begin += 1  # A level that was told from some month on has no neighbour before it.
    kept = past[begin:].copy()
    cells = [(int(row), int(col)) for row, col in np.argwhere(~np.isfinite(kept))]
    if adds_up:
        told = [_by_other_years(past[begin:], row, col) for row, col in cells]
    else:
        told = _between_neighbours(past, now, [(begin + row, col) for row, col in cells])
    unfillable = []
    for (row, col), value in zip(cells, told, strict=True):
        kept[row, col] = value
        if not np.isfinite(value):
            unfillable.append((begin + row, col))
    # A first year that was begun late is no gap.
    first = int(np.argmax(known.any(axis=1))) if known.any() else 0
    left_out = [row for row in range(first, begin) if missing[row] and row > first]
    if begin == len(past) and known.any():
        left_out = [begin - 1]
    return Filled(kept, [(begin + row, col) for row, col in cells], unfillable, left_out)


def _by_other_years(years: Floats, row: int, column: int) -> float:
    """Return a period as other years had it, beside the periods that both know; NaN if none did."""
    own = np.isfinite(years[row])
    ratios = []
    for other in np.delete(years, row, axis=0):
        both = own & np.isfinite(other)
        if np.isfinite(other[column]) and other[both].sum() > 0:
            ratios.append(other[column] / other[both].sum() * years[row][both].sum())
    return float(np.mean(ratios)) if ratios else np.nan


def _between_neighbours(past: Floats, now: Floats, cells: Sequence[tuple[int, int]]) -> list[float]:
    line = np.concatenate([past.ravel(), now])
    there = np.flatnonzero(np.isfinite(line))
    at = [row * past.shape[1] + col for row, col in cells]
    return [float(value) for value in np.interp(at, there, line[there], left=np.nan, right=np.nan)]
