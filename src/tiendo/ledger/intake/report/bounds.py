"""Intervals of printed numbers, as checks judge and show them."""

from __future__ import annotations

from decimal import Decimal

from tiendo.vocabulary.interval import Interval


def is_precise(bounds: Interval) -> bool:
    """Whether a number has digits enough to tell a slip: 1 times 1,000 may be 500 or 1,500."""
    if bounds.lo is None or bounds.hi is None:
        return False
    return (bounds.hi - bounds.lo) * 20 < abs(middle(bounds))


def is_below(one: Interval, other: Interval) -> bool:
    """Whether every number of one interval lies below every number of another."""
    return one.hi is not None and other.lo is not None and one.hi < other.lo


def middle(bounds: Interval) -> Decimal:
    """Return the middle of an interval, or its only end."""
    ends = [end for end in (bounds.lo, bounds.hi) if end is not None]
    return sum(ends, start=Decimal(0)) / max(len(ends), 1)


def shown(bounds: Interval) -> str:
    """Return the middle of an interval, with as many digits as its width leaves sure."""
    if bounds.lo is None or bounds.hi is None:
        return "any number"
    width = bounds.hi - bounds.lo
    number = middle(bounds)
    exponent = width.adjusted() if width else int(number.as_tuple().exponent)
    return f"{number.quantize(Decimal(1).scaleb(min(exponent, 0))).normalize():,f}"
