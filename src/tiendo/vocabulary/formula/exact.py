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
# A number of the extended line, in its order: (-1, 0) is minus infinity, (0, x) the number x.
_End = tuple[int, Fraction]


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

    def _ends(self) -> tuple[_End, _End]:
        lo = (-1, _ZERO) if self.lo is None else (0, self.lo)
        return lo, (1, _ZERO) if self.hi is None else (0, self.hi)

    def __neg__(self) -> Exact:
        return Exact(-self.value, _negated(self.hi), _negated(self.lo))

    def __add__(self, other: Exact) -> Exact:
        return Exact(self.value + other.value, _sum(self.lo, other.lo), _sum(self.hi, other.hi))

    def __sub__(self, other: Exact) -> Exact:
        return self + -other

    def __mul__(self, other: Exact) -> Exact:
        corners = [_product(a, b) for a in self._ends() for b in other._ends()]
        return Exact(self.value * other.value, _bound(min(corners)), _bound(max(corners)))

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


def _product(a: _End, b: _End) -> _End:
    """Multiply two ends; zero times infinity is zero, because the true number is finite."""
    if not (a[0] or b[0]):
        return 0, a[1] * b[1]
    return _sign(a) * _sign(b), _ZERO


def _sign(end: _End) -> int:
    return end[0] or (end[1] > 0) - (end[1] < 0)


def _bound(end: _End) -> _Bound:
    return None if end[0] else end[1]


def _decimal(number: Fraction, rounding: str) -> Decimal:
    context = Context(prec=DIGITS, rounding=rounding)
    return context.divide(Decimal(number.numerator), Decimal(number.denominator))
