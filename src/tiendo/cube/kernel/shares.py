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

_FEW = 128
"""Siblings up to this number are compared each with each, more are sorted."""

_ALL = slice(None)


def contribution(levels: Levels, comparison: Comparison, columns: Columns, run: Period) -> Answers:
    """Return the points that each part contributes to the growth of its total; as stated if so."""
    current, base = levels.whole(run), comparison.base(run).whole
    found = Answers.missing(current.shape, current.has_quality)
    parts = np.flatnonzero(columns.wholes != NONE)
    if len(parts):
        of_parts = _numbers_of(current, parts), _numbers_of(base, parts)
        told = _contribution(*of_parts, _numbers_of(base, columns.wholes[parts]))
        found.put((_ALL, parts), told)
    stated = comparison.stated(run)
    if len(stated.rows("contribution")):
        found.put(stated.cells("contribution"), stated.answers("contribution"))
    return found


def _numbers_of(whole: Answers, columns: Ints) -> Answers:
    """Return some columns of levels without partial sums, whose states the numbers tell."""
    return Answers(
        {
            name: values.take(columns, axis=-1)
            for name, values in whole.columns.items()
            if name != "state"
        }
    )


def _contribution(current: Answers, base: Answers, total: Answers) -> Answers:
    value = current.value - base.value
    value *= HUNDRED
    value /= total.value
    np.copyto(value, np.nan, where=total.value <= 0)
    bounds: Bounds | None = None
    if current.has_quality:
        lo, hi = divided(subtracted(bounds_of(current), bounds_of(base)), bounds_of(total))
        bounds = HUNDRED * lo, HUNDRED * hi
    return computed(value, bounds, [current, base, total], HUNDRED)


def structure_share(levels: Levels, columns: Columns, run: Period) -> Answers:
    """Return 100 x part / total, at current prices or without prices only."""
    current = levels.whole(run)
    found = Answers.missing(current.shape, current.has_quality)
    parts = np.flatnonzero((columns.wholes != NONE) & columns.shareable)
    if len(parts):
        of_wholes = _numbers_of(current, columns.wholes[parts])
        found.put((_ALL, parts), _share(_numbers_of(current, parts), of_wholes))
    return found


def share_of(part: Answers, whole: Answers) -> Answers:
    """Return 100 x part / whole where both are known and the whole is not zero."""
    return _share(part.whole(), whole.whole())


def _share(part: Answers, whole: Answers) -> Answers:
    value = HUNDRED * part.value
    value /= whole.value
    np.copyto(value, np.nan, where=whole.value == 0)
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
    for siblings in tree.generations:
        compare = _with_each if len(siblings.grid) <= _FEW else _by_sorting
        for some in siblings.parted(growth.shape[1]):
            mine = growth.take(some.grid, axis=0)
            mine *= columns.directions
            mine[~some.real] = np.nan
            limits = _limits(mine)
            ranked = compare(mine, limits) + 1
            ranked *= ~np.isnan(mine)
            ranks[some.grid[some.real]] = ranked[some.real]
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
    limits = np.abs(goodness)
    np.fmax(limits, HUNDRED, out=limits)
    limits *= RELATIVE_ZERO
    limits += goodness
    return limits


def _with_each(goodness: Floats, limits: Floats) -> Array:
    """Return how many siblings exceed each limit: each compared with every other.

    Args:
        goodness: (most children, parents, columns), NaN where there is none.
        limits: what a better sibling exceeds, of the same shape.
    """
    above = np.zeros(goodness.shape, np.uint8)
    exceeds = np.empty(goodness.shape, np.bool_)
    for one in goodness:
        np.greater(one, limits, out=exceeds)
        above += exceeds.view(np.uint8)
    return above


def _by_sorting(goodness: Floats, limits: Floats) -> Array:
    """Return how many siblings exceed each limit, by sorting them."""
    each, above = np.moveaxis(goodness, 0, -1), np.empty(goodness.shape, np.int32)
    ordered = np.sort(np.where(np.isnan(each), -np.inf, each))
    for parent, column in np.ndindex(goodness.shape[1:]):
        children = slice(None), parent, column
        reached = np.searchsorted(ordered[parent, column], limits[children], side="right")
        above[children] = len(goodness) - reached
    return above


def sums_below(values: Array, tree: Tree) -> Array:
    """Return for each place the sum over itself and all below it, those of the deepest first.

    Args:
        values: counts, (places, columns).
        tree: how the places belong together.
    """
    found = values.copy()
    for siblings in tree.generations:
        children = found.take(siblings.grid, axis=0)
        children[~siblings.real] = 0
        found[siblings.parents] += np.add.reduce(children, axis=0, dtype=found.dtype)
    return found
