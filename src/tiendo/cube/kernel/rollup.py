"""Rolling up: what the children of many places give at once, by the card's place rule.

A sum over places says so where a part is missing: its state is partial, its value that of the known
parts, and it has no interval. What is hidden below hides the sum.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    EXACT,
    MISSING,
    NO_CODE,
    NOT_APPLICABLE,
    PARTIAL,
    STATES,
    VALUE,
    ZERO,
    Array,
    Bytes,
    Floats,
    Mask,
)
from tiendo.cube.kernel.family import Siblings
from tiendo.cube.kernel.numbers import (
    RELATIVE_ZERO,
    Answers,
    Bounds,
    comparator_of,
    divided,
    multiplied,
    state_of,
)

_UNKNOWN_TIME = np.iinfo(np.int64).min


_COUNTED = 2.0**17
"""One more than the children that a place may have: three counts share the bits of a number."""


def _counted_as(state: int) -> float:
    """Return a child's share in three counts: of those without a whole value, with one, hidden."""
    unknown = state > ZERO and state != NOT_APPLICABLE
    has_value = state in (VALUE, ZERO, PARTIAL)
    return unknown + _COUNTED * (has_value + _COUNTED * (state == CONFIDENTIAL))


_COUNTS = np.array([_counted_as(state) for state in range(len(STATES))])


class _Below:
    """The children of several parents, with what is said of them.

    A sum over many groups of rows is a product with their membership matrix, which takes a third of
    the time of NumPy's reduceat (measured); ends of intervals may be infinite and take that.

    Attributes:
        answers: theirs, (children, columns).
        owed: where it is not said that the figure does not apply to the child.
        complete: (parents, columns) where every owed child is known and all children are listed.
        some: where any child has a value.
        hidden: where any child is confidential.
    """

    def __init__(self, answers: Answers, siblings: Siblings, listed: Mask) -> None:
        self.answers = answers
        self._siblings = siblings
        shape = len(siblings.parents), answers.shape[1]
        self.all_known = bool(answers.known.all())
        if self.all_known:
            self.hidden = np.zeros(shape, np.bool_)
            self.some = np.ones(shape, np.bool_)
            whole = self.some
        else:
            counts = siblings.membership @ _COUNTS.take(answers.state)
            whole = counts % _COUNTED == 0
            self.hidden = counts >= _COUNTED**2
            self.some = counts % _COUNTED**2 >= _COUNTED
        self.complete = whole & listed[siblings.parents][:, None]

    @cached_property
    def has(self) -> Mask:
        """Where a child has a value, partial ones included."""
        return ~np.isnan(self.answers.value)

    @cached_property
    def owed(self) -> Mask:
        """Where it is not said that the figure does not apply to the child."""
        found: Mask = self.answers.state != NOT_APPLICABLE
        return found

    def sum(self, values: Floats, counted: Mask) -> Floats:
        """Return the sums over each parent's children of those that are counted; all finite."""
        if not self.all_known:
            values = np.where(counted, values, 0.0)
        found: Floats = self._siblings.membership @ values
        return found

    def sum_of_ends(self, values: Floats) -> Floats:
        """Return the sums over each parent's children of numbers that may be infinite."""
        found: Floats = np.add.reduceat(values, self._siblings.starts, axis=0)
        return found

    def all(self, mask: Mask) -> Mask:
        """Return whether all children of a parent are such."""
        return np.logical_and.reduceat(mask, self._siblings.starts, axis=0)

    def any(self, mask: Mask) -> Mask:
        """Return whether any child of a parent is such."""
        return np.logical_or.reduceat(mask, self._siblings.starts, axis=0)

    def most(self, values: Array) -> Array:
        """Return the largest over each parent's children."""
        found: Array = np.maximum.reduceat(values, self._siblings.starts, axis=0)
        return found

    def least(self, values: Array) -> Array:
        """Return the smallest over each parent's children."""
        found: Array = np.minimum.reduceat(values, self._siblings.starts, axis=0)
        return found

    def state_of(self, value: Floats, counted: Mask) -> Bytes:
        """Return the state of each sum or mean; zero is relative to the largest child.

        The largest of each group is looked up only where the largest of all leaves it open.
        """
        sizes = np.abs(self.answers.value)
        sizes = sizes if self.all_known else np.where(counted, sizes, 0.0)
        open_still = np.abs(value) <= RELATIVE_ZERO * sizes.max(initial=0.0)
        if not open_still.any():
            return np.where(np.isnan(value), np.uint8(MISSING), np.uint8(VALUE))
        columns = np.flatnonzero(open_still.any(axis=0))
        largest = np.zeros(value.shape)
        largest[:, columns] = self.most(sizes[:, columns])
        return state_of(value, largest)


def summed_up(children: Answers, siblings: Siblings, listed: Mask) -> Answers:
    """Return the sums of children's answers for each of their parents.

    Args:
        children: answers of `siblings.children`, (children, columns).
        siblings: who belongs to whom.
        listed: for each row of the family whether all its children are known to the register.
    """
    below = _Below(children, siblings, listed)
    value = below.sum(children.value, below.has)
    state = np.where(below.complete, below.state_of(value, below.has), np.uint8(PARTIAL))
    value = np.where(state == ZERO, 0.0, value)
    if not below.all_known:
        value = np.where(below.some, value, np.nan)
        state = np.where(below.some, state, np.uint8(MISSING))
    result = Answers({"value": value, "state": state})
    if children.has_quality:
        _add_quality(result, below, below.has)
        lo, hi = (np.where(below.has, children[end], 0.0) for end in ("lo", "hi"))
        _bound(result, below, (below.sum_of_ends(lo), below.sum_of_ends(hi)))
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
    below = _Below(children, siblings, listed)
    sound = below.complete & below.all(weights.known | ~below.owed)
    total = below.sum(np.where(weights.known, weights.value, 0.0), below.owed)
    sound &= (total > 0) & below.some
    product = np.where(weights.known, children.value * weights.value, 0.0)
    product = np.where(np.isnan(product), 0.0, product)
    value = np.where(sound, below.sum(product, below.owed) / np.where(sound, total, 1.0), np.nan)
    state = below.state_of(value, below.owed & below.has)
    result = Answers({"value": np.where(state == ZERO, 0.0, value), "state": state})
    if children.has_quality:
        _add_quality(result, below, below.owed, weights)
        _bound(result, below, _bounds_of_mean(children, weights, below, total))
    _close(result, below)
    return result


def _bounds_of_mean(children: Answers, weights: Answers, below: _Below, total: Floats) -> Bounds:
    """Return what exact weights allow, else the hull of the values."""
    lo = below.least(np.where(below.owed, children["lo"], np.inf))
    hi = below.most(np.where(below.owed, children["hi"], -np.inf))
    exact = below.all((weights["lo"] == weights["hi"]) | ~below.owed)
    weight = weights.value
    products = multiplied((children["lo"], children["hi"]), (weight, weight))
    lows, highs = (below.sum_of_ends(np.where(below.owed, end, 0.0)) for end in products)
    low, high = divided((lows, highs), (total, total))
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
    if result.has_quality:
        result.clear_where(np.isnan(result.value), MISSING)
    if below.hidden.any():
        result.clear_where(below.hidden, CONFIDENTIAL)
