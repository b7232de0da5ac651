"""Columns of answers: the figures of many cells added along steps, and how answers compare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import (
    COMPARATORS,
    EXACT,
    MISSING,
    NEVER,
    NO_CODE,
    NO_INSTANT,
    Array,
    Floats,
    Ints,
    Mask,
)
from tiendo.cube.cells.resolve.answer import (
    APPROX,
    LESS,
    MORE,
    NOISE,
    RELATIVE_ZERO,
    ROUNDING,
)
from tiendo.vocabulary.words import Comparator

ANSWER: Mapping[str, tuple[str, float | int]] = {
    "state": ("u1", MISSING),
    "filed": ("u1", 0),
    "figure": ("i8", 0),
    "value": ("f8", np.nan),
    "lo": ("f8", -np.inf),
    "hi": ("f8", np.inf),
    "status": ("u1", 0),
    "comparator": ("u1", NO_CODE),
    "modality": ("u1", NO_CODE),
    "known_at": ("i4", NEVER),
    "recorded_at": ("i8", NO_INSTANT),
}
"""Columns of an answer and what stands there where nothing is known."""

_CODES = ("comparator", "status", "modality", "known_at", "recorded_at", "figure")
_BELOW = (COMPARATORS.index(Comparator.MORE_THAN), COMPARATORS.index(Comparator.AT_LEAST))
_ABOVE = (COMPARATORS.index(Comparator.LESS_THAN), COMPARATORS.index(Comparator.AT_MOST))


@dataclass(frozen=True)
class Steps:
    """The figures of one year that end at each month, at most one per month and cell.

    Attributes:
        months: their lengths, (12, cells); 0 where there is none.
        columns: value, lo, hi, comparator, status, modality, known_at, recorded_at and figure (its
            id), each (12, cells).
    """

    months: Ints
    columns: Mapping[str, Array]


def printed_bounds(value: Floats, decimals: Array, comparator: Array) -> tuple[Floats, Floats]:
    """Return where numbers lie by printed decimals and comparator (contract, "Bounds").

    NaN for a comparator that these two do not tell enough of (nearly, approx, range).
    """
    half = 0.5 * 10.0 ** -decimals.astype(np.float64)
    below, above = np.isin(comparator, _BELOW), np.isin(comparator, _ABOVE)
    exact = comparator == EXACT
    lo = np.where(exact, value - half, np.where(below, value, np.where(above, -np.inf, np.nan)))
    hi = np.where(exact, value + half, np.where(above, value, np.where(below, np.inf, np.nan)))
    return lo, hi


def level_along(steps: Steps, first: int, last: int) -> dict[str, Array]:
    """Return the level of a run as the sum of steps from its end to its beginning.

    As columns of `ANSWER`; missing where the steps do not meet the beginning.

    Args:
        steps: what to walk along.
        first: first month of the run, 0 for January; `last` alike.
    """
    walk = _Walk(steps)
    position = np.full(steps.months.shape[1], last + 1)
    going = np.ones(len(position), np.bool_)
    while going.any():
        here = np.flatnonzero(going)
        walk.add(position[here] - 1, here)
        moved = steps.months[position[here] - 1, here]
        position[here] -= moved
        going[here] = (moved > 0) & (position[here] > first)
    return walk.answer(position == first)


class _Walk:
    """What has been added up so far, cell by cell."""

    def __init__(self, steps: Steps) -> None:
        cells = steps.months.shape[1]
        self._columns = steps.columns
        self._count = np.zeros(cells, np.int64)
        self._largest = np.zeros(cells)
        self._total = np.zeros(cells)
        self._exact = np.ones(cells, np.bool_)
        self._found = {name: np.full(cells, fill, kind) for name, (kind, fill) in ANSWER.items()}
        self._found["lo"][:] = self._found["hi"][:] = 0.0
        self._found["status"][:] = NO_CODE

    def add(self, month: Ints, cells: Ints) -> None:
        """Add the figures that end at `month` of these cells."""
        taken = {name: values[month, cells] for name, values in self._columns.items()}
        found = self._found
        self._count[cells] += 1
        self._total[cells] += taken["value"]
        self._largest[cells] = np.fmax(self._largest[cells], np.abs(taken["value"]))
        self._exact[cells] &= taken["comparator"] == EXACT
        found["comparator"][cells] = taken["comparator"]
        found["figure"][cells] = taken["figure"]
        found["status"][cells] = np.minimum(found["status"][cells], taken["status"])
        worst = np.maximum(_after_none(found["modality"][cells]), _after_none(taken["modality"]))
        found["modality"][cells] = worst - np.uint8(1)
        for name in ("known_at", "recorded_at"):
            found[name][cells] = np.maximum(found[name][cells], taken[name])
        found["lo"][cells] += taken["lo"]
        found["hi"][cells] += taken["hi"]

    def answer(self, known: Mask) -> dict[str, Array]:
        """Return answers, missing where not `known`; zero is relative to the largest figure."""
        found, single, value = self._found, self._count == 1, self._total
        is_zero = np.abs(value) <= RELATIVE_ZERO * self._largest
        found["value"] = np.where(is_zero, 0.0, value)
        found["state"] = is_zero.astype(np.uint8)  # the codes of value and zero
        told = comparator_of(found["lo"], found["hi"], self._exact)
        found["comparator"] = np.where(single, found["comparator"], told)
        found["figure"] = np.where(single, found["figure"], 0)
        found["filed"] = single.astype(np.uint8)
        for name, (kind, fill) in ANSWER.items():
            found[name] = np.where(known, found[name], np.array(fill, kind))
        return found


def _after_none(modality: Array) -> Array:
    """Return codes of modalities in an order in which none, the last code, comes first."""
    return modality + np.uint8(1)


def comparator_of(lo: Floats, hi: Floats, exact: Mask) -> Array:
    """Return the comparators of computed values: an open end makes it more or less than."""
    open_lo, open_hi = np.isinf(lo), np.isinf(hi)
    told = np.where(open_hi & ~open_lo, MORE, np.where(open_lo & ~open_hi, LESS, APPROX))
    return np.where(exact, EXACT, told).astype(np.uint8)


def close(a: Floats, b: Floats, size: Floats) -> Mask:
    """Whether numbers are equal to 1e-9 of `size`; open ends equal open ends."""
    with np.errstate(invalid="ignore"):
        same: Mask = (a == b) | (np.abs(a - b) <= RELATIVE_ZERO * size)
    return same


def meet(a: tuple[Floats, Floats], b: tuple[Floats, Floats], size: Floats) -> Mask:
    """Whether some number lies in both intervals, rounding of float64 aside.

    Args:
        a: intervals.
        b: intervals.
        size: of the largest number that their ends were computed from.
    """
    return _not_above(a[0], b[1], size) & _not_above(b[0], a[1], size)


def _not_above(lo: Floats, hi: Floats, size: Floats) -> Mask:
    with np.errstate(invalid="ignore"):
        slack = ROUNDING * np.fmax(np.abs(lo), np.abs(hi)) + NOISE * size
        return (lo <= hi) | (lo <= hi + np.where(np.isfinite(slack), slack, 0.0))
