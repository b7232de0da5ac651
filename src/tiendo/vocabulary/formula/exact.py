"""Exact arithmetic for formulas: a number with its bounds, as fractions, rounded only at the end.

So a divisor that is zero is found to be zero, and the true number never falls out of the bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from tiendo.vocabulary.interval import Interval

DIGITS = 28
"""Digits to which results are rounded."""

_ZERO = Fraction(0)
_Bound = Fraction | None


@dataclass(frozen=True, slots=True)
class Exact:
    """A number and the interval of the true one (R. E. Moore, 1966); None is an open end."""

    value: Fraction
    lo: Fraction | None
    hi: Fraction | None

    @classmethod
    def point(cls, value: Fraction) -> Exact:
        """Return a number known exactly."""
        return cls(value, value, value)

    @classmethod
    def of(cls, value: Decimal, bounds: Interval) -> Exact:
        """Return a decimal number with its bounds."""
        return cls(Fraction(value), _fraction(bounds.lo), _fraction(bounds.hi))

    def rounded(self) -> tuple[Decimal, Interval]:
        """Return the value rounded to the nearest, and the bounds rounded outwards."""
        lo = None if self.lo is None else _decimal(self.lo, ROUND_FLOOR)
        hi = None if self.hi is None else _decimal(self.hi, ROUND_CEILING)
        return _decimal(self.value, ROUND_HALF_EVEN), Interval(lo, hi)

    def __neg__(self) -> Exact:
        return Exact(-self.value, _negated(self.hi), _negated(self.lo))

    def __add__(self, other: Exact) -> Exact:
        return Exact(self.value + other.value, _sum(self.lo, other.lo), _sum(self.hi, other.hi))

    def __sub__(self, other: Exact) -> Exact:
        return self + -other

    def __mul__(self, other: Exact) -> Exact:
        value = self.value * other.value
        a, b, c, d = self.lo, self.hi, other.lo, other.hi
        if a is not None and b is not None and c is not None and d is not None:
            corners = (a * c, a * d, b * c, b * d)
            return Exact(value, min(corners), max(corners))
        if a is not None and c is not None and a >= 0 and c >= 0:
            return Exact(value, a * c, None if b is None or d is None else b * d)
        return Exact(value, None, None)

    def __truediv__(self, other: Exact) -> Exact:
        """Divide; the quotient by what may be zero has no bounds.

        Raises:
            ZeroDivisionError: if the divisor's value is zero.
        """
        if other.hi is not None and other.hi < 0:
            return -self / -other
        inverse = 1 / other.value
        if other.lo is None or other.lo <= 0:
            return Exact(self.value * inverse, None, None)
        return self * Exact(inverse, _ZERO if other.hi is None else 1 / other.hi, 1 / other.lo)


def _fraction(bound: Decimal | None) -> Fraction | None:
    return None if bound is None else Fraction(bound)


def _negated(bound: _Bound) -> _Bound:
    return None if bound is None else -bound


def _sum(a: _Bound, b: _Bound) -> _Bound:
    return None if a is None or b is None else a + b


def _decimal(number: Fraction, rounding: str) -> Decimal:
    context = Context(prec=DIGITS, rounding=rounding)
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))
