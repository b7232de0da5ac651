"""Intervals behind printed numbers, and arithmetic that never loses the truth."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.vocabulary.interval import Interval, bounds_of_plan, bounds_of_printed
from tiendo.vocabulary.words import Comparator, Operator

D = Decimal
numbers = st.decimals("-100000", "100000", places=3)
positive = st.decimals("0.001", "100000", places=3)


def around(inside: st.SearchStrategy[Decimal]) -> st.SearchStrategy[tuple[Interval, Decimal]]:
    """Intervals, some open at an end, with a number inside."""
    width = st.none() | st.decimals("0", "50", places=3)
    return st.tuples(inside, width, width).map(
        lambda t: (
            Interval(None if t[1] is None else t[0] - t[1], None if t[2] is None else t[0] + t[2]),
            t[0],
        )
    )


@pytest.mark.parametrize(
    ("value", "decimals", "comparator", "lo", "hi"),
    [
        ("5800", 0, "exact", "5799.5", "5800.5"),
        ("8.26", 2, "exact", "8.255", "8.265"),
        ("5800", 0, "more_than", "5800", None),
        ("5800", 0, "at_least", "5800", None),
        ("87.5", 1, "less_than", None, "87.5"),
        ("87.5", 1, "at_most", None, "87.5"),
        ("700", 0, "nearly", "600", "700"),
        ("838000", 0, "approx", "837000", "839000"),
        ("2.50", 2, "approx", "2.4", "2.6"),
        ("1207", -3, "exact", "707", "1707"),
        ("0", 1, "nearly", "-0.1", "0"),
    ],
)
def test_bounds_of_a_printed_number(
    value: str, decimals: int, comparator: str, lo: str | None, hi: str | None
) -> None:
    found = bounds_of_printed(D(value), decimals, Comparator(comparator))
    assert found == Interval(None if lo is None else D(lo), None if hi is None else D(hi))


def test_a_range_is_its_two_ends() -> None:
    assert bounds_of_printed(D(25), 0, Comparator.RANGE, D(35)) == Interval(D(25), D(35))


def test_a_plan_is_bounded_by_its_operator() -> None:
    assert bounds_of_plan(D(15), 0, Operator.MORE_THAN) == Interval(D(15), None)
    assert bounds_of_plan(D(0), 0, Operator.NONE_LEFT) == Interval(D(0), D(0))
    assert bounds_of_plan(D(100), 0, Operator.EXACT) == Interval(D("99.5"), D("100.5"))


@given(st.decimals("-1e6", "1e6", places=6), st.integers(0, 5))
def test_the_interval_of_a_rounded_number_holds_the_truth(truth: Decimal, decimals: int) -> None:
    printed = truth.quantize(D(1).scaleb(-decimals))
    assert bounds_of_printed(printed, decimals).contains(truth)


@given(around(numbers), around(numbers))
def test_sums_differences_and_products_hold_the_truth(
    left: tuple[Interval, Decimal], right: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, y) = left, right
    assert (a + b).contains(x + y)
    assert (a - b).contains(x - y)
    assert (a * b).contains(x * y)
    assert a.scaled(D("-2.5")).contains(x * D("-2.5"))


@given(around(numbers), around(positive))
def test_quotients_hold_the_truth(
    left: tuple[Interval, Decimal], right: tuple[Interval, Decimal]
) -> None:
    (a, x), (b, y) = left, right
    found = a / b
    with localcontext(prec=60):
        assert found.contains(x / y)


@given(around(numbers), around(numbers))
def test_intervals_meet_exactly_when_they_share_a_number(
    left: tuple[Interval, Decimal], right: tuple[Interval, Decimal]
) -> None:
    (a, _), (b, _) = left, right
    ends = [end for end in (a.lo, a.hi, b.lo, b.hi) if end is not None] or [D(0)]
    assert a.meets(b) == any(a.contains(end) and b.contains(end) for end in ends)


@given(numbers, positive)
def test_quotients_of_exact_numbers_are_rounded_outwards(x: Decimal, y: Decimal) -> None:
    quotient = Interval.point(x) / Interval.point(y)
    assert quotient.lo is not None and quotient.hi is not None
    with localcontext(prec=60):
        assert quotient.lo * y <= x <= quotient.hi * y
