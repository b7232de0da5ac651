"""Computing a formula from operands that a callback looks up; pure, with bounds and a trace.

Arithmetic is decimal with sixty digits, rounded once at the end: the value to the nearest, the
bounds outwards, so that the true number never falls out of them.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    Inexact,
    localcontext,
)
from typing import Any

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

_WORKING = Context(prec=60, traps=[])
_RESULT_DIGITS = 28
# Two roundings of the working precision stay below this part of a number.
_SLACK = Decimal("1e-57")


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


def evaluate(
    expression: Expression,
    lookup: Lookup,
    catalogue: Mapping[str, Indicator],
    unit: Unit,
    per: str = "",
) -> Outcome:
    """Compute a formula whose units have been checked.

    Args:
        expression: the formula.
        lookup: asked once for each distinct operand, also after one was found missing.
        catalogue: the cards that the formula refers to, for the scales of their units.
        unit: the unit of the card that it belongs to; the result is stated in it.
        per: the noun by which that unit is silently divided.
    """
    # The callback runs in the caller's own decimal context, before this one is opened.
    used = {key: Used(*key, lookup(*key)) for key in dict.fromkeys(_named(expression, 0))}
    with localcontext(_WORKING):
        work = _Work(used, catalogue)
        result = work.value(expression, 0)
        if result is None:
            return Outcome(None, None, tuple(used.values()), work.zero_divisor)
        factor = Decimal(1).scaleb(-scale_of(unit, per)[1])
        value, bounds = result.value * factor, result.bounds.scaled(factor)
    lo = None if bounds.lo is None else _rounded(bounds.lo, ROUND_FLOOR)
    hi = None if bounds.hi is None else _rounded(bounds.hi, ROUND_CEILING)
    return Outcome(_rounded(value, ROUND_HALF_EVEN), Interval(lo, hi), tuple(used.values()))


def _rounded(number: Decimal, rounding: str) -> Decimal:
    return Context(prec=_RESULT_DIGITS, rounding=rounding, traps=[]).plus(number)


def _named(expression: Expression, lag: int) -> Iterator[Key]:
    """Yield what a formula refers to, with the months it looks back."""
    if isinstance(expression, Reference):
        yield expression.indicator, expression.breakdown, lag
    if isinstance(expression, Lag):
        lag += expression.months
    for child in children(expression):
        yield from _named(child, lag)


@dataclass
class _Work:
    used: Mapping[Key, Used]
    catalogue: Mapping[str, Indicator]
    zero_divisor: str = ""

    def value(self, expression: Expression, lag: int) -> Operand | None:
        """Return the expression in base units, so many months back; None if it has no value."""
        match expression:
            case Number(number, percent):
                exact = number.scaleb(-2) if percent else number
                return Operand(exact, Interval.point(exact))
            case Reference(indicator, breakdown):
                return self._referred(indicator, breakdown, lag)
            case Lag(operand, months):
                return self.value(operand, lag + months)
            case Negation(operand):
                inner = self.value(operand, lag)
                return None if inner is None else Operand(-inner.value, -inner.bounds)
            case Sum(terms):
                return self._sum([self.value(term, lag) for term in terms])
            case Binary(sign, left, right):
                return self._combined(sign, left, right, lag)
            case Quotient(_, upper, lower):
                return self._combined("/", upper, lower, lag)

    def _referred(self, indicator: str, breakdown: Breakdown, lag: int) -> Operand | None:
        operand = self.used[indicator, breakdown, lag].operand
        if operand is None:
            return None
        card = self.catalogue[indicator]
        factor = Decimal(1).scaleb(scale_of(card.unit, card.per)[1])
        return Operand(operand.value * factor, operand.bounds.scaled(factor))

    def _sum(self, terms: list[Operand | None]) -> Operand | None:
        total = Operand(Decimal(0), Interval.point(Decimal(0)))
        for term in terms:
            if term is None:
                return None
            total = Operand(total.value + term.value, _outward("+", total.bounds, term.bounds))
        return total

    def _combined(self, sign: str, left: Expression, right: Expression, lag: int) -> Operand | None:
        a, b = self.value(left, lag), self.value(right, lag)
        if a is None or b is None:
            return None
        if sign == "/" and not b.value:
            self.zero_divisor = self.zero_divisor or str(right)
            return None
        value: Decimal = _ARITHMETIC[sign](a.value, b.value)
        return Operand(value, _outward(sign, a.bounds, b.bounds))


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def _outward(sign: str, a: Interval, b: Interval) -> Interval:
    """Return the interval of a result, a little wider where its arithmetic had to round."""
    with localcontext() as context:
        context.clear_flags()
        bounds: Interval = _ARITHMETIC[sign](a, b)
        if not context.flags[Inexact]:
            return bounds
        lo = None if bounds.lo is None else bounds.lo - abs(bounds.lo) * _SLACK
        hi = None if bounds.hi is None else bounds.hi + abs(bounds.hi) * _SLACK
        return Interval(lo, hi)
