"""Rolling up: what the children of many places give at once, by the card's place rule.

A sum over places says so where a part is missing: its state is partial, its value that of the known
parts, and it has no interval. What is hidden below hides the sum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    EXACT,
    MISSING,
    NO_CODE,
    NOT_APPLICABLE,
    PARTIAL,
    Array,
    Floats,
    Mask,
)
from tiendo.cube.kernel.family import Siblings
from tiendo.cube.kernel.numbers import (
    Answers,
    Bounds,
    comparator_of,
    divided,
    multiplied,
    state_of,
)

_UNKNOWN_TIME = np.iinfo(np.int64).min


@dataclass(frozen=True)
class _Below:
    """The children of several parents, with what is said of them.

    Attributes:
        answers: theirs, (children, columns).
        starts: where the children of each parent begin.
        has: where a child has a value, partial ones included.
        owed: where it is not said that the figure does not apply to the child.
        complete: (parents, columns) where every owed child is known and all children are listed.
    """

    answers: Answers
    starts: Array
    has: Mask
    owed: Mask
    complete: Mask

    def sum(self, values: Array) -> Array:
        """Return the sums over each parent's children."""
        found: Array = np.add.reduceat(values, self.starts, axis=0)
        return found

    def all(self, mask: Mask) -> Mask:
        """Return whether all children of a parent are such."""
        return np.logical_and.reduceat(mask, self.starts, axis=0)

    def any(self, mask: Mask) -> Mask:
        """Return whether any child of a parent is such."""
        return np.logical_or.reduceat(mask, self.starts, axis=0)

    def most(self, values: Array) -> Array:
        """Return the largest over each parent's children."""
        found: Array = np.maximum.reduceat(values, self.starts, axis=0)
        return found

    def least(self, values: Array) -> Array:
        """Return the smallest over each parent's children."""
        found: Array = np.minimum.reduceat(values, self.starts, axis=0)
        return found


def _below(children: Answers, siblings: Siblings, listed: Mask) -> _Below:
    has = ~np.isnan(children.value)
    owed = children.state != NOT_APPLICABLE
    whole = np.logical_and.reduceat(children.known | ~owed, siblings.starts, axis=0)
    complete = whole & listed[siblings.parents][:, None]
    return _Below(children, siblings.starts, has, owed, complete)


def summed_up(children: Answers, siblings: Siblings, listed: Mask) -> Answers:
    """Return the sums of children's answers for each of their parents.

    Args:
        children: answers of `siblings.children`, (children, columns).
        siblings: who belongs to whom.
        listed: for each row of the family whether all its children are known to the register.
    """
    below = _below(children, siblings, listed)
    some = below.any(below.has)
    value = below.sum(np.where(below.has, children.value, 0.0))
    largest = below.most(np.where(below.has, np.abs(children.value), 0.0))
    state = np.where(below.complete, state_of(value, largest), np.uint8(PARTIAL))
    value = np.where(below.complete & (state == 1), 0.0, value)
    result = Answers(
        {"value": np.where(some, value, np.nan), "state": np.where(some, state, np.uint8(MISSING))}
    )
    if children.has_quality:
        _add_quality(result, below, below.has)
        bounds = (
            below.sum(_of(children["lo"], below.has)),
            below.sum(_of(children["hi"], below.has)),
        )
        _bound(result, below, bounds)
    _close(result, below)
    return result


def averaged(children: Answers, weights: Answers, siblings: Siblings, listed: Mask) -> Answers:
    """Return the weighted means of children's answers; missing where any part or weight is.

    Args:
        children: answers of `siblings.children`, (children, columns).
        weights: their weights, of the same shape.
        siblings: who belongs to whom.
        listed: for each row of the family whether all its children are known to the register.
    """
    below = _below(children, siblings, listed)
    weighed = below.all(weights.known | ~below.owed) & below.complete
    total = below.sum(_of(weights.value, below.owed))
    sound = weighed & (total > 0) & below.any(below.owed)
    product = below.sum(_of(children.value * weights.value, below.owed))
    value = np.where(sound, product / np.where(sound, total, 1.0), np.nan)
    largest = below.most(_of(np.abs(children.value), below.owed))
    state = state_of(value, largest)
    result = Answers({"value": np.where(state == 1, 0.0, value), "state": state})
    if children.has_quality:
        _add_quality(result, below, below.owed, weights)
        _bound(result, below, _bounds_of_mean(children, weights, below, total))
    _close(result, below)
    return result


def _of(values: Array, mask: Mask) -> Array:
    return np.where(mask, values, 0.0)


def _bounds_of_mean(children: Answers, weights: Answers, below: _Below, total: Floats) -> Bounds:
    """Return what exact weights allow, else the hull of the values."""
    lo = below.least(np.where(below.owed, children["lo"], np.inf))
    hi = below.most(np.where(below.owed, children["hi"], -np.inf))
    exact = below.all((weights["lo"] == weights["hi"]) | ~below.owed)
    weight = weights.value
    products = multiplied((children["lo"], children["hi"]), (weight, weight))
    sums = below.sum(_of(products[0], below.owed)), below.sum(_of(products[1], below.owed))
    low, high = divided(sums, (total, total))
    return np.where(exact, low, lo), np.where(exact, high, hi)


def _add_quality(
    result: Answers, below: _Below, counted: Mask, weights: Answers | None = None
) -> None:
    """Add status, modality and dates as final and as fresh as the worst of those counted."""
    operands = [below.answers] if weights is None else [below.answers, weights]

    def worst(name: str, unknown: int, least: bool) -> Array:
        each = [np.where(counted, operand[name], unknown) for operand in operands]
        found = [below.least(one) if least else below.most(one) for one in each]
        worst_of: Array = (np.minimum if least else np.maximum).reduce(found)
        return worst_of

    status = worst("status", NO_CODE, least=True)
    result.columns["status"] = np.where(below.any(counted), status, 0).astype(np.uint8)
    wrapped = [np.where(counted, operand["modality"] + np.uint8(1), 0) for operand in operands]
    least_factual = np.maximum.reduce([below.most(one) for one in wrapped])
    result.columns["modality"] = (least_factual.astype(np.uint8) - np.uint8(1)).astype(np.uint8)
    result.columns["known_at"] = worst("known_at", 0, least=False).astype(np.int32)
    result.columns["recorded_at"] = worst("recorded_at", _UNKNOWN_TIME, least=False)
    exact = np.logical_and.reduce(
        [
            below.all(np.isin(operand["comparator"], (EXACT, NO_CODE)) | ~counted)
            for operand in operands
        ]
    )
    result.columns["comparator"] = exact.astype(np.uint8)  # until the bounds are known
    result.columns["filed"] = np.zeros(result.shape, np.uint8)
    result.columns["figure"] = np.zeros(result.shape, np.int64)


def _bound(result: Answers, below: _Below, bounds: Bounds) -> None:
    """Add the interval of whole sums and means, and the comparator that it gives them."""
    exact = result.columns["comparator"].astype(np.bool_)
    lo = np.where(below.complete, bounds[0], -np.inf)
    hi = np.where(below.complete, bounds[1], np.inf)
    result.columns["lo"], result.columns["hi"] = lo, hi
    told = comparator_of(lo, hi, exact)
    result.columns["comparator"] = np.where(below.complete, told, np.uint8(NO_CODE))


def _close(result: Answers, below: _Below) -> None:
    """Hide what has a hidden part; leave nothing where nothing is known."""
    hidden = below.any(below.answers.hidden)
    if result.has_quality:
        result.clear_where(np.isnan(result.value), MISSING)
    if hidden.any():
        result.clear_where(hidden, CONFIDENTIAL)
