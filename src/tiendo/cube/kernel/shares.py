"""Contribution, structure share, rank and completeness: what a part means for its whole.

Contribution uses base-period shares: 100 (current - base) / base of the total, in percentage points
(evaluation.md, row 3). Structure is told at current prices only (row 4).
"""

from __future__ import annotations

import numpy as np

from tiendo.cube.cells.codes import Array, Floats, Ints
from tiendo.cube.kernel.columns import NONE, Columns
from tiendo.cube.kernel.comparison import HUNDRED, Comparison
from tiendo.cube.kernel.family_trees import Tree
from tiendo.cube.kernel.levels import Levels
from tiendo.cube.kernel.numbers import (
    RELATIVE_ZERO,
    Answers,
    Bounds,
    bounds_of,
    computed,
    divided,
    subtracted,
)
from tiendo.vocabulary.period import Period

_FEW = 48
"""Siblings up to this number are compared each with each, more are sorted."""

_ALL = slice(None)


def contribution(levels: Levels, comparison: Comparison, columns: Columns, run: Period) -> Answers:
    """Return the points that each part contributes to the growth of its total; as stated if so."""
    current, base = levels.shown(run), comparison.base(run).answers
    found = Answers.missing(current.shape, current.has_quality)
    parts = np.flatnonzero(columns.wholes != NONE)
    if len(parts):
        cells = _cells(parts)
        found.put(
            cells,
            _contribution(
                current.at(cells), base.at(cells), base.at(_cells(columns.wholes[parts]))
            ),
        )
    stated = comparison.stated(run)
    if len(stated.rows("contribution")):
        found.put(stated.cells("contribution"), stated.answers("contribution"))
    return found


def _cells(columns: Ints) -> tuple[object, object]:
    """Return the index of whole columns; a slice, which copies nothing, where it can be."""
    first, last = int(columns[0]), int(columns[-1])
    if last - first + 1 == len(columns) and bool((np.diff(columns) == 1).all()):
        return _ALL, slice(first, last + 1)
    return _ALL, columns


def _contribution(current: Answers, base: Answers, total: Answers) -> Answers:
    known = current.known & base.known & total.known & (total.value > 0)
    change = current.value - base.value
    value = np.where(known, HUNDRED * change / np.where(known, total.value, 1.0), np.nan)
    bounds: Bounds | None = None
    if current.has_quality:
        lo, hi = divided(subtracted(bounds_of(current), bounds_of(base)), bounds_of(total))
        bounds = HUNDRED * lo, HUNDRED * hi
    return computed(value, bounds, [current, base, total], HUNDRED)


def structure_share(levels: Levels, columns: Columns, run: Period) -> Answers:
    """Return 100 x part / total, at current prices or without prices only."""
    current = levels.shown(run)
    found = Answers.missing(current.shape, current.has_quality)
    parts = np.flatnonzero((columns.wholes != NONE) & columns.shareable)
    if len(parts):
        cells = _cells(parts)
        whole = current.at(_cells(columns.wholes[parts]))
        found.put(cells, share_of(current.at(cells), whole))
    return found


def share_of(part: Answers, whole: Answers) -> Answers:
    """Return 100 x part / whole where both are known and the whole is not zero."""
    known = part.known & whole.known & (whole.value != 0)
    value = np.where(known, HUNDRED * part.value / np.where(known, whole.value, 1.0), np.nan)
    bounds: Bounds | None = None
    if part.has_quality:
        lo, hi = divided(bounds_of(part), bounds_of(whole))
        bounds = HUNDRED * lo, HUNDRED * hi
    return computed(value, bounds, [part, whole], HUNDRED)


def rank(growth: Floats, tree: Tree, columns: Columns) -> Array:
    """Return 1 + the number of siblings whose growth is strictly better; 0 for no rank.

    Growths that differ by less than 1e-9 of 100 or of themselves are equal (contract, "Zero").

    Args:
        growth: in percent, (places, columns); NaN where there is none or the level is not known.
        tree: the siblings.
        columns: gives the direction in which growth is good.
    """
    ranks = np.zeros(growth.shape, np.int32)
    goodness = growth * columns.directions[None, :]
    for siblings in tree.generations:
        mine = goodness[siblings.grid]
        limits = _limits(mine)
        mine[~siblings.real] = np.nan
        compare = _with_each if siblings.grid.shape[1] <= _FEW else _by_sorting
        ranked = compare(mine, limits) + 1
        ranked *= ~np.isnan(mine)
        ranks[siblings.grid[siblings.real]] = ranked[siblings.real]
    return ranks


def rank_among(growth: Floats, siblings: Floats, columns: Columns) -> Array:
    """Return the ranks of one place among its siblings, (columns,), by the rule of `rank`.

    Args:
        growth: of the place, (columns,).
        siblings: of all of them, itself as well, (siblings, columns).
        columns: gives the direction in which growth is good.
    """
    mine = growth * columns.directions
    above = (siblings * columns.directions > _limits(mine)).sum(axis=0)
    ranks: Array = np.where(np.isnan(mine), 0, above + 1)
    return ranks


def _limits(goodness: Floats) -> Floats:
    """Return what a growth exceeds that is better than each of these."""
    limits: Floats = goodness + RELATIVE_ZERO * np.fmax(HUNDRED, np.abs(goodness))
    return limits


def _with_each(goodness: Floats, limits: Floats) -> Array:
    """Return how many siblings exceed each limit: each compared with every other.

    Args:
        goodness: (parents, most children, columns), NaN where there is none.
        limits: what a better sibling exceeds, of the same shape.
    """
    above = np.zeros(goodness.shape, np.uint8)
    for number in range(goodness.shape[1]):
        above += goodness[:, number : number + 1] > limits
    return above


def _by_sorting(goodness: Floats, limits: Floats) -> Array:
    """Return how many siblings exceed each limit, by sorting them."""
    ordered = np.sort(np.where(np.isnan(goodness), -np.inf, goodness), axis=1)
    above = np.empty(goodness.shape, np.int32)
    for parent, _, column in np.ndindex(len(goodness), 1, goodness.shape[2]):
        column_of = (parent, slice(None), column)
        reached = np.searchsorted(ordered[column_of], limits[column_of], side="right")
        above[column_of] = goodness.shape[1] - reached
    return above


def sums_below(values: Array, tree: Tree) -> Array:
    """Return for each place the sum over itself and all below it: slices of the depth-first order.

    Args:
        values: counts, (places, columns).
        tree: how the places belong together.
    """
    ordered = values[tree.depth_first]
    totals = np.zeros((len(ordered) + 1, *values.shape[1:]), values.dtype)
    np.cumsum(ordered, axis=0, out=totals[1:])
    starts, ends = tree.spans.T
    found: Array = totals[ends] - totals[starts]
    return found
