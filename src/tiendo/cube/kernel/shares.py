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
    NUMBERS,
    QUALITY,
    RELATIVE_ZERO,
    Answers,
    Bounds,
    bounds_of,
    derived,
    divided,
    subtracted,
)
from tiendo.vocabulary.period import Period

_FEW = 48
"""Siblings up to this number are compared each with each, more are sorted (measured: 110 of each of
1,700 parents and columns took 7.4 ms compared, 2.3 ms sorted; 32 of each of 15,600 took 3.7 and
6.5 ms)."""


def contribution(levels: Levels, comparison: Comparison, columns: Columns, run: Period) -> Answers:
    """Return the points that each part contributes to the growth of its total; as stated if so."""
    current, base = levels.whole(run), comparison.base(run).whole
    parts = np.flatnonzero(columns.wholes != NONE)
    change = comparison.change(run).value.take(parts, axis=-1)
    total = _numbers_of(base, columns.wholes[parts])
    found = _spread(_contribution(change, total, (current, base), parts), parts, current.shape[-1])
    stated = comparison.stated(run)
    if len(stated.rows("contribution")):
        found.put(stated.cells("contribution"), stated.answers("contribution"))
    return found


def _numbers_of(whole: Answers, columns: Ints) -> Answers:
    """Return some columns of levels without partial sums, whose states the numbers tell."""
    if not whole.has_quality:
        return Answers({"value": whole.value.take(columns, axis=-1)})
    return whole.of_columns(columns)


def _spread(told: Answers, columns: Ints, width: int) -> Answers:
    """Return answers of some columns among so many, of the others of which nothing is known.

    A column of nothing is put behind, and taken for each of these: half the time of filling and
    overwriting (measured).
    """
    position = np.full(width, len(columns))
    position[columns] = np.arange(len(columns))
    fields = {**NUMBERS, **QUALITY}
    spread = {}
    for name, values in told.columns.items():
        nothing = np.full((len(values), 1), fields[name][1], values.dtype)
        spread[name] = np.concatenate([values, nothing], axis=1).take(position, axis=1)
    return Answers(spread)


def _contribution(
    change: Floats, total: Answers, levels: tuple[Answers, Answers], parts: Ints
) -> Answers:
    """Return what parts contribute to the growth of their totals.

    Args:
        change: level minus base of the parts.
        total: the bases of their totals.
        levels: levels and bases of all columns.
        parts: the numbers of the parts.
    """
    value = HUNDRED * change
    value /= total.value
    np.copyto(value, np.nan, where=total.value <= 0)
    if not total.has_quality:
        return derived(value, None, [total], HUNDRED)
    current, base = (one.of_columns(parts) for one in levels)
    lo, hi = divided(subtracted(bounds_of(current), bounds_of(base)), bounds_of(total))
    return derived(value, (HUNDRED * lo, HUNDRED * hi), [current, base, total], HUNDRED)


def structure_share(levels: Levels, columns: Columns, run: Period) -> Answers:
    """Return 100 x part / total, at current prices or without prices only."""
    current = levels.whole(run)
    parts = np.flatnonzero((columns.wholes != NONE) & columns.shareable)
    whole = _numbers_of(current, columns.wholes[parts])
    return _spread(_share(_numbers_of(current, parts), whole), parts, current.shape[-1])


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
    return derived(value, bounds, [part, whole], HUNDRED)


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
        compare = _with_each if len(siblings.grid) <= _FEW else _by_order
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


def _by_order(goodness: Floats, limits: Floats) -> Array:
    """Return how many siblings exceed each limit: those that stand behind it in order.

    Where two growths of a column count as equal, each limit's place in the order is looked up.
    """
    count = len(goodness)
    each, limit = goodness.reshape(count, -1).T.copy(), limits.reshape(count, -1).T
    unknown = np.isnan(each)
    np.copyto(each, np.inf, where=unknown)  # comes last, too, and is sorted three times as fast
    order = each.argsort(axis=1)
    order += (np.arange(len(each)) * count)[:, None]
    ordered = each.ravel().take(order)
    known = count - unknown.sum(axis=1)
    above = np.empty(each.shape, np.int64)
    above.ravel()[order.ravel()] = (known[:, None] - np.arange(1, count + 1)).ravel()
    close = ordered[:, 1:] <= _limits(ordered[:, :-1])
    for row in np.flatnonzero((close & (ordered[:, 1:] < np.inf)).any(axis=1)):
        above[row] = known[row] - ordered[row].searchsorted(limit[row], side="right")
    return above.T.reshape(goodness.shape)
