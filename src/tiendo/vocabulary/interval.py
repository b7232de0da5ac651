"""Closed intervals of decimals, and the interval that a printed number implies.

Rounding loses digits and words such as "over" open an end. Every derived figure carries the
interval of its operands (R. E. Moore, Interval Analysis, 1966), so that two figures are called
contradictory only when no true value can satisfy both.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from tiendo.vocabulary.words import Comparator, Operator

ZERO = Decimal(0)
INFINITY = Decimal("Infinity")
DOWN = Context(prec=40, rounding=ROUND_FLOOR)
UP = Context(prec=40, rounding=ROUND_CEILING)
"""Ends are rounded outwards, so that the true number never falls out of an interval."""


@dataclass(frozen=True, slots=True)
class Interval:
    """All numbers from `lo` to `hi`, both included; None means no bound on that side."""

    lo: Decimal | None
    hi: Decimal | None

    @classmethod
    def point(cls, value: Decimal) -> Interval:
        """Return the interval that holds `value` alone."""
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(_add(DOWN, self.lo, other.lo), _add(UP, self.hi, other.hi))

    def __neg__(self) -> Interval:
        return Interval(
            None if self.hi is None else self.hi.copy_negate(),
            None if self.lo is None else self.lo.copy_negate(),
        )

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def scaled(self, factor: Decimal) -> Interval:
        """Multiply by the number `factor`."""
        return self * Interval.point(factor)

    def __mul__(self, other: Interval) -> Interval:
        corners = [(a, b) for a in self._ends() for b in other._ends()]
        lo = min(_product(DOWN, a, b) for a, b in corners)
        hi = max(_product(UP, a, b) for a, b in corners)
        return Interval(lo if lo.is_finite() else None, hi if hi.is_finite() else None)

    def __truediv__(self, other: Interval) -> Interval:
        """Divide; the quotient by an interval that touches zero has no bounds."""
        if other.lo is not None and other.lo > 0:
            corners = [(a, b) for a in self._ends() for b in other._ends()]
            lo = min(_quotient(DOWN, a, b) for a, b in corners)
            hi = max(_quotient(UP, a, b) for a, b in corners)
            return Interval(lo if lo.is_finite() else None, hi if hi.is_finite() else None)
        if other.hi is not None and other.hi < 0:
            return -(self / -other)
        return UNBOUNDED

    def _ends(self) -> tuple[Decimal, Decimal]:
        """Return both ends, an open one as an infinity."""
        lo = -INFINITY if self.lo is None else self.lo
        return lo, INFINITY if self.hi is None else self.hi

    def meets(self, other: Interval) -> bool:
        """Whether some number lies in both."""
        below = self.hi is not None and other.lo is not None and self.hi < other.lo
        above = other.hi is not None and self.lo is not None and other.hi < self.lo
        return not below and not above

    def contains(self, value: Decimal) -> bool:
        """Whether `value` lies inside."""
        return self.meets(Interval.point(value))


UNBOUNDED = Interval(None, None)


def _add(context: Context, a: Decimal | None, b: Decimal | None) -> Decimal | None:
    return None if a is None or b is None else context.add(a, b)


def _product(context: Context, a: Decimal, b: Decimal) -> Decimal:
    """Return a x b, where zero times an open end is zero: no number in there is infinite."""
    return ZERO if a == 0 or b == 0 else context.multiply(a, b)


def _quotient(context: Context, a: Decimal, b: Decimal) -> Decimal:
    """Return a / b for b above zero; over an open end it comes as near to zero as one likes."""
    if a.is_infinite():
        return a
    return ZERO if b.is_infinite() else context.divide(a, b)


def bounds_of_printed(
    value: Decimal,
    decimals: int,
    comparator: Comparator = Comparator.EXACT,
    value_hi: Decimal | None = None,
) -> Interval:
    """Return where the true number lies behind a printed one.

    Args:
        value: the printed number, in the indicator's unit.
        decimals: digits printed after the point, in that unit; negative where a scale word
            moved the point (1,207 bn in VND has -9).
        comparator: "over", "nearly", ...
        value_hi: the upper end of a printed range.

    Source: contract, "Bounds of a printed number".
    """
    match comparator:
        case Comparator.MORE_THAN | Comparator.AT_LEAST:
            return Interval(value, None)
        case Comparator.LESS_THAN | Comparator.AT_MOST:
            return Interval(None, value)
        case Comparator.NEARLY:
            return Interval(value - _last_digit_unit(value, decimals), value)
        case Comparator.APPROX:
            unit = _last_digit_unit(value, decimals)
            return Interval(value - unit, value + unit)
        case Comparator.RANGE:
            return Interval(value, value if value_hi is None else value_hi)
        case Comparator.EXACT:
            half = Decimal(5).scaleb(-decimals - 1)
            return Interval(DOWN.subtract(value, half), UP.add(value, half))


def bounds_of_plan(value: Decimal, decimals: int, operator: Operator) -> Interval:
    """Return where a printed plan figure lies; "none left" is exactly zero."""
    if operator is Operator.NONE_LEFT:
        return Interval.point(ZERO)
    return bounds_of_printed(value, decimals, Comparator(operator.value))


def _last_digit_unit(value: Decimal, decimals: int) -> Decimal:
    """One unit of the last non-zero digit: 100 for 700, 1000 for 838,000, 0.1 for 2.50."""
    if value == 0:
        return Decimal(1).scaleb(-decimals)
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent))
