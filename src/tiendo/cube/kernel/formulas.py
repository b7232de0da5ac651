"""Levels that follow from a card's formula, for all places at once: never the ratio itself.

Operands are taken to base units by their powers of ten. A divisor or a result is zero where it is
within 1e-12 of the terms that it was computed from, as float64 does not tell it more exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import CONFIDENTIAL, Floats, Ints, Mask
from tiendo.cube.kernel.formula_groups import FormulaGroup, OperandKey
from tiendo.cube.kernel.numbers import Answers, Bounds, added, computed, multiplied, subtracted
from tiendo.vocabulary.formula import Expression
from tiendo.vocabulary.formula.tree import (
    Binary,
    Lag,
    Negation,
    Number,
    Quotient,
    Reference,
    Sum,
)
from tiendo.vocabulary.period import Period

Lookup = Callable[[Ints, Period], Answers]
"""Gives the shown levels of some columns on a run, (places, columns); missing for NONE."""

_NOISE = 1e-12


@dataclass(frozen=True)
class _Number:
    """Numbers in base units, with their intervals if asked for, and how large its terms were."""

    value: Floats
    bounds: Bounds | None
    size: Floats


@dataclass(frozen=True)
class _Operands:
    """What formulas refer to, and where a divisor turned out to be zero."""

    found: Mapping[OperandKey, _Number]
    no_result: Mask


def by_formulas(group: FormulaGroup, run: Period, lookup: Lookup) -> tuple[Ints, Answers] | None:
    """Return what formulas of one shape give for each place on a run, and for which columns.

    Confidential where an operand is, missing where one is unknown or a divisor is zero.

    Args:
        group: the formulas.
        run: the run.
        lookup: gives the operands.

    Returns:
        the columns for which there is anything, and the answers, (places, these columns); None
        where nothing is given to any place.
    """
    runs = [run.shifted(-key[2]) for key in group.keys]
    answers = [lookup(columns, at) for columns, at in zip(group.operands, runs, strict=True)]
    known = np.logical_and.reduce([answer.known for answer in answers])
    hidden = np.logical_or.reduce([answer.hidden for answer in answers])
    told = (known | hidden).any(axis=0)
    if not told.any():
        return None
    if not told.all():
        some = np.flatnonzero(told)
        group, answers = group.of(some), [answer.of_columns(some) for answer in answers]
        known, hidden = known[:, some], hidden[:, some]
    return group.columns, _computed(group, answers, known, hidden)


def _computed(
    group: FormulaGroup, answers: Sequence[Answers], known: Mask, hidden: Mask
) -> Answers:
    pieces = zip(group.keys, answers, group.to_base, strict=True)
    operands = _Operands(
        {key: _in_base_units(answer, factors) for key, answer, factors in pieces},
        np.zeros(known.shape, np.bool_),
    )
    found = _value(group.expression, 0, operands)
    told = np.where(np.abs(found.value) <= _NOISE * found.size, 0.0, found.value * group.from_base)
    value = np.where(known & ~operands.no_result, told, np.nan)
    bounds = None
    if found.bounds and answers[0].has_quality:
        bounds = found.bounds[0] * group.from_base, found.bounds[1] * group.from_base
    result = computed(value, bounds, answers, _scale(group, value, answers))
    result.clear_where(hidden, CONFIDENTIAL)
    return result


def _scale(group: FormulaGroup, value: Floats, answers: Sequence[Answers]) -> Floats:
    """Return what zero is relative to: the result and the operands that measure what it does."""
    scale = np.abs(value)
    for answer, factors in zip(answers, group.to_unit, strict=True):
        if not np.isnan(factors).all():
            scale = np.fmax(scale, np.abs(answer.value) * factors)
    return scale


def _in_base_units(answer: Answers, factors: Floats) -> _Number:
    value = answer.value * factors
    bounds = (answer["lo"] * factors, answer["hi"] * factors) if answer.has_quality else None
    return _Number(value, bounds, np.abs(value))


def _value(expression: Expression, lag: int, operands: _Operands) -> _Number:
    """Return an expression in base units, so many months back."""
    match expression:
        case Number(number, percent):
            constant = np.asarray(float(number) / (100 if percent else 1))
            return _Number(constant, (constant, constant), np.abs(constant))
        case Reference(indicator, breakdown):
            return operands.found[indicator, breakdown, lag]
        case Lag(operand, months):
            return _value(operand, lag + months, operands)
        case Negation(operand):
            a = _value(operand, lag, operands)
            return _Number(-a.value, a.bounds and _negated(a.bounds), a.size)
        case Sum(terms):
            first, *others = (_value(term, lag, operands) for term in terms)
            for other in others:
                first = _combined("+", first, other)
            return first
        case Quotient(_, upper, lower) | Binary("/", upper, lower):
            return _quotient(_value(upper, lag, operands), _value(lower, lag, operands), operands)
        case Binary(sign, left, right):
            return _combined(sign, _value(left, lag, operands), _value(right, lag, operands))


_OF_SIGN = {
    "+": (np.add, added, np.add),
    "-": (np.subtract, subtracted, np.add),
    "*": (np.multiply, multiplied, np.multiply),
}
"""For each sign how numbers, intervals and sizes are put together."""


def _combined(sign: str, a: _Number, b: _Number) -> _Number:
    of_numbers, of_bounds, of_sizes = _OF_SIGN[sign]
    bounds = a.bounds and b.bounds and of_bounds(a.bounds, b.bounds)
    return _Number(of_numbers(a.value, b.value), bounds, of_sizes(a.size, b.size))


def _quotient(a: _Number, b: _Number, operands: _Operands) -> _Number:
    """Return a / b; unbounded where b may be zero."""
    zero = np.abs(b.value) <= _NOISE * b.size
    operands.no_result[...] |= zero
    divisor = np.where(zero, 1.0, b.value)
    bounds = a.bounds and b.bounds and _bounds_of_quotient(a.bounds, b.bounds)
    return _Number(a.value / divisor, bounds, a.size / np.abs(divisor))


def _bounds_of_quotient(a: Bounds, b: Bounds) -> Bounds:
    below = b[1] < 0
    if below.any():
        less, more = _negated(b), _negated(a)
        b = np.where(below, less[0], b[0]), np.where(below, less[1], b[1])
        a = np.where(below, more[0], a[0]), np.where(below, more[1], a[1])
    sound = b[0] > 0
    inverse = 1.0 / np.where(sound, b[1], 1.0), 1.0 / np.where(sound, b[0], 1.0)
    low, high = multiplied(a, inverse)
    return np.where(sound, low, -np.inf), np.where(sound, high, np.inf)


def _negated(a: Bounds) -> Bounds:
    return -a[1], -a[0]
