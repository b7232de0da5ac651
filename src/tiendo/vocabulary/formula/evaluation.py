"""Computing a formula from operands that a callback looks up; pure, with bounds and a trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tiendo.vocabulary.formula.exact import Exact
from tiendo.vocabulary.formula.tree import (
    Binary,
    Expression,
    Lag,
    Negation,
    Number,
    Quotient,
    Reference,
    Sum,
    children,
)
from tiendo.vocabulary.formula.units import scale_of
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.series import Breakdown
from tiendo.vocabulary.unit import Unit


@dataclass(frozen=True, slots=True)
class Operand:
    """A number that a formula refers to, in the unit of its own card.

    Attributes:
        bounds: where the true number lies.
        origin: whatever the caller wants to find again in the trace.
    """

    value: Decimal
    bounds: Interval
    origin: object = None


@dataclass(frozen=True, slots=True)
class Used:
    """What was looked up: an indicator, a breakdown, so many months back; None if missing."""

    indicator: str
    breakdown: Breakdown
    lag_months: int
    operand: Operand | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a formula, in the unit of its card.

    Attributes:
        value: None if an operand is missing or a divisor is zero.
        bounds: where the true number lies; None without a value.
        used: each operand once, in the order in which the formula names them, missing ones too.
        zero_divisor: the divisor that is zero, as written; empty if none is.
    """

    value: Decimal | None
    bounds: Interval | None
    used: tuple[Used, ...]
    zero_divisor: str = ""

    @property
    def missing(self) -> tuple[Used, ...]:
        """What had no value."""
        return tuple(used for used in self.used if used.operand is None)


Key = tuple[str, Breakdown, int]
"""Indicator, breakdown and months back."""

Lookup = Callable[[str, Breakdown, int], Operand | None]
"""Gives the operand of an indicator and breakdown so many months back, or None."""


class _ZeroDivisor(Exception):
    """Carries the divisor, as written."""


def evaluate(
    expression: Expression,
    lookup: Lookup,
    catalogue: Mapping[str, Indicator],
    unit: Unit,
    per: str = "",
) -> Outcome:
    """Compute a formula whose units have been checked.

    The arithmetic is exact; only the results are rounded, to 28 digits. A missing operand makes the
    result missing, whatever it is multiplied by. An operand that stands twice counts as two in the
    bounds, which are then wider than need be, never too narrow.

    Args:
        expression: the formula.
        lookup: asked once for each distinct operand, also after one was found missing.
        catalogue: the cards that the formula refers to, for the scales of their units.
        unit: the unit of the card that it belongs to; the result is stated in it.
        per: the noun by which that unit is silently divided.
    """
    used = {key: Used(*key, lookup(*key)) for key in dict.fromkeys(named_operands(expression))}
    trace = tuple(used.values())
    operands = {
        key: _in_base_units(found.operand, catalogue[found.indicator])
        for key, found in used.items()
        if found.operand is not None
    }
    if len(operands) < len(used):
        return Outcome(None, None, trace)
    try:
        result = _value(expression, 0, operands)
    except _ZeroDivisor as divisor:
        return Outcome(None, None, trace, zero_divisor=str(divisor))
    value, bounds = (result * _power_of_ten(-scale_of(unit, per)[1])).rounded()
    return Outcome(value, bounds, trace)


def named_operands(expression: Expression, lag: int = 0) -> Iterator[Key]:
    """Yield what a formula refers to, as it is written, each with the months it looks back.

    Args:
        expression: the formula, or a piece of it.
        lag: by how many months the piece is looked back to already.
    """
    if isinstance(expression, Reference):
        yield expression.indicator, expression.breakdown, lag
    if isinstance(expression, Lag):
        lag += expression.months
    for child in children(expression):
        yield from named_operands(child, lag)


def _in_base_units(operand: Operand, card: Indicator) -> Exact:
    exponent = scale_of(card.unit, card.per)[1]
    return Exact.of(operand.value, operand.bounds) * _power_of_ten(exponent)


def _power_of_ten(exponent: int) -> Exact:
    return Exact.point(Fraction(10) ** exponent)


def _value(expression: Expression, lag: int, operands: Mapping[Key, Exact]) -> Exact:
    """Return the expression in base units, so many months back."""
    match expression:
        case Number(number, percent):
            return Exact.point(Fraction(number) / (100 if percent else 1))
        case Reference(indicator, breakdown):
            return operands[indicator, breakdown, lag]
        case Lag(operand, months):
            return _value(operand, lag + months, operands)
        case Negation(operand):
            return -_value(operand, lag, operands)
        case Sum(terms):
            values = (_value(term, lag, operands) for term in terms)
            return sum(values, start=Exact.point(Fraction(0)))
        case Quotient(_, upper, lower):
            return _quotient(upper, lower, lag, operands)
        case Binary("/", upper, lower):
            return _quotient(upper, lower, lag, operands)
        case Binary(sign, left, right):
            a, b = _value(left, lag, operands), _value(right, lag, operands)
            return a + b if sign == "+" else a - b if sign == "-" else a * b


def _quotient(
    upper: Expression, lower: Expression, lag: int, operands: Mapping[Key, Exact]
) -> Exact:
    a, b = _value(upper, lag, operands), _value(lower, lag, operands)
    if not b.value:
        raise _ZeroDivisor(lower)
    return a / b
