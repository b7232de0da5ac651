"""Levels that follow from a card's formula, for all places at once: never the ratio itself.

Operands are taken to base units by their powers of ten. A divisor or a result is zero where it is
within 1e-12 of the terms that it was computed from, as float64 does not tell it more exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tiendo.cube.cells.codes import CONFIDENTIAL, Floats, Mask
from tiendo.cube.kernel.columns import NONE, Columns, Formula, OperandKey
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
from tiendo.vocabulary.formula.units import scale_of
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import Unit

Lookup = Callable[[int, Period], Answers]
"""Gives the shown levels of a column on a run, (places,)."""

_NOISE = 1e-12


@dataclass(frozen=True)
class _Number:
    """Numbers in base units with their intervals, and the size of what they were computed from."""

    value: Floats
    bounds: Bounds
    size: Floats


@dataclass(frozen=True)
class _Operands:
    """What a formula refers to, and where a divisor turned out to be zero."""

    found: Mapping[OperandKey, _Number]
    no_result: Mask


def by_formula(columns: Columns, formula: Formula, run: Period, lookup: Lookup) -> Answers | None:
    """Return what a formula gives for each place on a run; None where it gives nothing to any.

    Confidential where an operand is, missing where one is unknown or a divisor is zero.
    """
    answers = {
        key: lookup(column, run.shifted(-key[2]))
        for key, column in formula.operands.items()
        if column != NONE
    }
    if not answers:
        return None
    hidden = np.logical_or.reduce([answer.hidden for answer in answers.values()])
    whole = len(answers) == len(formula.operands)
    known = np.logical_and.reduce([a.known for a in answers.values()]) & whole
    if not (known.any() or hidden.any()):
        return None
    card = columns.card(formula.column)
    quality = next(iter(answers.values())).has_quality
    operands = _Operands(
        {key: _in_base_units(columns, key, answer) for key, answer in answers.items()},
        np.zeros(known.shape, np.bool_),
    )
    if whole:
        found = _value(formula.expression, 0, operands)
        scale = 1.0 / _in_base(card.unit, card.per)
        told = np.where(np.abs(found.value) <= _NOISE * found.size, 0.0, found.value * scale)
        value = np.where(known & ~operands.no_result, told, np.nan)
        bounds = found.bounds[0] * scale, found.bounds[1] * scale
    else:
        value = np.full(known.shape, np.nan)
        bounds = value, value
    sizes = [np.abs(value), *_terms_like(columns, formula, answers)]
    result = computed(
        value, bounds if quality else None, list(answers.values()), np.fmax.reduce(sizes)
    )
    result.clear_where(hidden, CONFIDENTIAL)
    return result


def _terms_like(
    columns: Columns, formula: Formula, answers: Mapping[OperandKey, Answers]
) -> list[Floats]:
    """Return the operands that measure what the card does: zero is relative to them."""
    unit = columns.card(formula.column).unit
    found = []
    for key, answer in answers.items():
        factor = _factor_between(columns.catalogue[key[0]].unit, unit)
        if factor is not None:
            found.append(np.abs(answer.value) * factor)
    return found


@lru_cache
def _factor_between(one: Unit, other: Unit) -> float | None:
    """Return by what numbers in one unit are multiplied for another, None where they measure else.

    Remembered, as formulas are asked again for every run.
    """
    return 10.0 ** one.shift_to(other) if one.converts_to(other) else None


@lru_cache
def _in_base(unit: Unit, per: str) -> float:
    """Return by what numbers in a card's unit are multiplied for base units."""
    return 10.0 ** scale_of(unit, per)[1]


def _in_base_units(columns: Columns, key: OperandKey, answer: Answers) -> _Number:
    card = columns.catalogue[key[0]]
    factor = _in_base(card.unit, card.per)
    value = answer.value * factor
    if not answer.has_quality:
        return _Number(value, (value, value), np.abs(value))
    return _Number(value, (answer["lo"] * factor, answer["hi"] * factor), np.abs(value))


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
            return _Number(-a.value, (-a.bounds[1], -a.bounds[0]), a.size)
        case Sum(terms):
            first, *others = (_value(term, lag, operands) for term in terms)
            for other in others:
                first = _sum(first, other)
            return first
        case Quotient(_, upper, lower) | Binary("/", upper, lower):
            return _quotient(_value(upper, lag, operands), _value(lower, lag, operands), operands)
        case Binary(sign, left, right):
            a, b = _value(left, lag, operands), _value(right, lag, operands)
            return _combined(sign, a, b)


def _combined(sign: str, a: _Number, b: _Number) -> _Number:
    if sign == "+":
        return _sum(a, b)
    if sign == "-":
        return _Number(a.value - b.value, subtracted(a.bounds, b.bounds), a.size + b.size)
    return _Number(a.value * b.value, multiplied(a.bounds, b.bounds), a.size * b.size)


def _sum(a: _Number, b: _Number) -> _Number:
    return _Number(a.value + b.value, added(a.bounds, b.bounds), a.size + b.size)


def _quotient(a: _Number, b: _Number, operands: _Operands) -> _Number:
    """Return a / b; unbounded where b may be zero."""
    zero = np.abs(b.value) <= _NOISE * b.size
    operands.no_result[...] |= zero
    divisor = np.where(zero, 1.0, b.value)
    value = a.value / divisor
    below = b.bounds[1] < 0
    lo, hi = np.where(below, -b.bounds[1], b.bounds[0]), np.where(below, -b.bounds[0], b.bounds[1])
    upper = np.where(below, -a.bounds[1], a.bounds[0]), np.where(below, -a.bounds[0], a.bounds[1])
    sound = lo > 0
    inverse = 1.0 / np.where(sound, hi, 1.0), 1.0 / np.where(sound, lo, 1.0)
    low, high = multiplied(upper, inverse)
    bounds = np.where(sound, low, -np.inf), np.where(sound, high, np.inf)
    return _Number(value, bounds, a.size / np.abs(divisor))
