"""The level of a run as the planes of a tile give it: figures added along steps.

This is the reading rule of `tiendo.cube.cells.tile`, by which resolving finds out where the planes
alone would not give what the total order gives; there it writes a row of `runs`.
"""

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
    ZERO,
    Array,
    Floats,
    Ints,
    Mask,
)
from tiendo.cube.cells.resolve.answer import APPROX, LESS, MORE, RELATIVE_ZERO
from tiendo.cube.cells.tile import MONTHS
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


def steps_of_planes(planes: Mapping[str, Array]) -> Steps:
    """Return the figures that planes, (12, cells), rest on: those that P(b) - P(b - step) are."""
    value, months = planes["value"], planes["step"].astype(np.int64)
    totals = np.concatenate([np.zeros((1, value.shape[1])), value])
    starts = np.arange(1, MONTHS + 1)[:, None] - months
    figure = value - np.take_along_axis(totals, starts, axis=0)
    lo, hi = printed_bounds(figure, planes["decimals"], planes["comparator"])
    columns = {name: planes[name] for name in _CODES}
    return Steps(months, {"value": figure, "lo": lo, "hi": hi, **columns})


def level_by_planes(
    planes: Mapping[str, Array], steps: Steps, first: int, last: int
) -> dict[str, Array]:
    """Return the level of a run of a flow as planes give it, as columns of `ANSWER`.

    Back from the end of `last` by whole steps to the beginning of `first`; or beyond it, and then
    the one figure that begins there and ends where the run begins is subtracted. Only the number 0
    is zero: who reads values alone does not know how large the figures were that cancelled out.

    Args:
        planes: of `tile.PLANES`, each (12, cells).
        steps: of these planes.
        first: first month of the run, 0 for January; `last` alike.
    """
    after = planes["value"][last]
    before = planes["value"][first - 1] if first else np.zeros(len(after))
    return level_along(steps, first, last, value=after - before, subtracting=True)


def level_along(
    steps: Steps, first: int, last: int, *, value: Floats | None = None, subtracting: bool = False
) -> dict[str, Array]:
    """Return the level of a run put together along steps, as columns of `ANSWER`.

    Args:
        steps: what to walk along.
        first: first month of the run, 0 for January; `last` alike.
        value: what the run's values are; by default the sum of the steps. NaN: missing.
        subtracting: whether a walk may go beyond the beginning and have one step subtracted.
    """
    walk = _Walk(steps)
    position = np.full(steps.months.shape[1], last + 1)
    going = np.ones(len(position), np.bool_) if value is None else ~np.isnan(value)
    while going.any():
        here = np.flatnonzero(going)
        walk.add(position[here] - 1, here)
        moved = steps.months[position[here] - 1, here]
        position[here] -= moved
        going[here] = (moved > 0) & (position[here] > first)
    done = position == first
    if subtracting and first:
        begins = first - steps.months[first - 1]
        beyond = (position < first) & (begins == position) & (steps.months[first - 1] > 0)
        here = np.flatnonzero(beyond)
        walk.subtract(np.full(len(here), first - 1), here)
        done |= beyond
    known = done if value is None else done & ~np.isnan(value)
    if value is None:
        return walk.answer(walk.total, known, zero=RELATIVE_ZERO)
    return walk.answer(value, known, zero=0.0)


class _Walk:
    """What has been added up so far, cell by cell."""

    def __init__(self, steps: Steps) -> None:
        cells = steps.months.shape[1]
        self._columns = steps.columns
        self._count = np.zeros(cells, np.int64)
        self._largest = np.zeros(cells)
        self.total = np.zeros(cells)
        self._exact = np.ones(cells, np.bool_)
        self._found = {name: np.full(cells, fill, kind) for name, (kind, fill) in ANSWER.items()}
        self._found["lo"][:] = self._found["hi"][:] = 0.0
        self._found["status"][:] = NO_CODE

    def add(self, month: Ints, cells: Ints) -> None:
        """Add the figures that end at `month` of these cells."""
        lo, hi = self._take(month, cells, 1)
        self._found["lo"][cells] += lo
        self._found["hi"][cells] += hi

    def subtract(self, month: Ints, cells: Ints) -> None:
        """Subtract the figures that end at `month` of these cells."""
        lo, hi = self._take(month, cells, -1)
        self._found["lo"][cells] -= hi
        self._found["hi"][cells] -= lo

    def _take(self, month: Ints, cells: Ints, sign: int) -> tuple[Floats, Floats]:
        taken = {name: values[month, cells] for name, values in self._columns.items()}
        found = self._found
        self._count[cells] += 1
        self.total[cells] += sign * taken["value"]
        self._largest[cells] = np.fmax(self._largest[cells], np.abs(taken["value"]))
        self._exact[cells] &= taken["comparator"] == EXACT
        found["comparator"][cells] = taken["comparator"]
        found["figure"][cells] = taken["figure"]
        found["status"][cells] = np.minimum(found["status"][cells], taken["status"])
        worst = np.maximum(_after_none(found["modality"][cells]), _after_none(taken["modality"]))
        found["modality"][cells] = worst - np.uint8(1)
        for name in ("known_at", "recorded_at"):
            found[name][cells] = np.maximum(found[name][cells], taken[name])
        return taken["lo"], taken["hi"]

    def answer(self, value: Floats, known: Mask, zero: float) -> dict[str, Array]:
        """Return answers, missing where not `known`, zero up to this part of the largest figure."""
        found, single = self._found, self._count == 1
        is_zero = np.abs(value) <= zero * self._largest
        found["value"] = np.where(is_zero, 0.0, value)
        found["state"] = is_zero.astype(np.uint8)  # the codes of value and zero
        told = _comparator_of(found["lo"], found["hi"], self._exact)
        found["comparator"] = np.where(single, found["comparator"], told)
        found["figure"] = np.where(single, found["figure"], 0)
        found["filed"] = single.astype(np.uint8)
        for name, (kind, fill) in ANSWER.items():
            found[name] = np.where(known, found[name], np.array(fill, kind))
        return found


def _after_none(modality: Array) -> Array:
    """Return codes of modalities in an order in which none, the last code, comes first."""
    return modality + np.uint8(1)


def _comparator_of(lo: Floats, hi: Floats, exact: Mask) -> Array:
    open_lo, open_hi = np.isinf(lo), np.isinf(hi)
    told = np.where(open_hi & ~open_lo, MORE, np.where(open_lo & ~open_hi, LESS, APPROX))
    return np.where(exact, EXACT, told).astype(np.uint8)


def differs(given: Mapping[str, Array], wanted: Mapping[str, Array]) -> Mask:
    """Whether answers are not those wanted; numbers may differ by 1e-9 of the value."""
    unlike = np.zeros(len(given["state"]), np.bool_)
    for name in ANSWER:
        if name not in ("value", "lo", "hi"):
            unlike |= given[name] != wanted[name]
    known = wanted["state"] <= ZERO
    size = np.abs(wanted["value"])
    unlike |= known & ~close(given["value"], wanted["value"], size)
    for end in ("lo", "hi"):
        width = np.where(np.isinf(wanted[end]), 0.0, np.abs(wanted[end]))
        unlike |= known & ~close(given[end], wanted[end], np.maximum(size, width))
    return unlike


def close(a: Floats, b: Floats, size: Floats) -> Mask:
    """Whether numbers are equal to 1e-9 of `size`; open ends equal open ends."""
    with np.errstate(invalid="ignore"):
        same: Mask = (a == b) | (np.abs(a - b) <= RELATIVE_ZERO * size)
    return same
