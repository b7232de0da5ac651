"""Properties of formulas on random trees, against oracles that share no code with them."""

from __future__ import annotations

import functools
import itertools
import operator
import re
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.vocabulary import formula_world
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.formula import (
    Binary,
    Expression,
    Lag,
    Negation,
    Number,
    Operand,
    Outcome,
    Quotient,
    Reference,
    Sum,
    Used,
    check_cycles,
    check_units,
    evaluate,
    order_of,
    parse,
    references,
)
from tiendo.vocabulary.indicator import Catalogue, FormulaVersion, Indicator
from tiendo.vocabulary.interval import Interval, bounds_of_printed
from tiendo.vocabulary.series import TOTAL, Breakdown
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Comparator

CODES = ("a", "b-c", "d2")
TIMES = Unit.parse("times")


def card(code: str, unit: str = "times", *formulas: FormulaVersion, per: str = "") -> Indicator:
    return formula_world.card(code, unit, *formulas, per=per)


PLAIN = Catalogue([card(code) for code in CODES])
NUMBERS = st.builds(
    Number, st.decimals(0, 1000, places=2).map(lambda d: d.normalize() + 0), st.booleans()
)
CUTS = st.sampled_from([TOTAL, Breakdown.of(x="1"), Breakdown.of(x="1", y="z-z.z_9")])


def trees(leaves: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    def grow(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        return st.one_of(
            st.builds(Negation, inner),
            st.builds(Binary, st.sampled_from("+-*/"), inner, inner),
            st.builds(Sum, st.lists(inner, min_size=1, max_size=3).map(tuple)),
            st.builds(Quotient, st.sampled_from(["share", "ratio"]), inner, inner),
            st.builds(Lag, inner, st.integers(1, 24)),
        )

    return st.recursive(leaves, grow, max_leaves=8)


REFERENCES = st.builds(Reference, st.sampled_from(CODES), CUTS)
EXPRESSIONS = trees(st.one_of(NUMBERS, REFERENCES))


@given(EXPRESSIONS)
def test_a_printed_tree_is_read_as_itself(expression: Expression) -> None:
    assert parse(str(expression)) == expression


@given(st.text(alphabet="ab-2.5 +*/(),%[]=;lagsum\t", max_size=30))
def test_any_text_is_read_or_refused_with_a_column(text: str) -> None:
    try:
        expression = parse(text)
    except VocabularyError as error:
        assert re.match(r"column \d+: ", str(error))
    else:
        assert parse(str(expression)) == expression


# ---- the value, against Python's own arithmetic on exact fractions ---------------------


class Term:
    """A function of the months looked back, with Python's arithmetic on fractions."""

    def __init__(self, at: Callable[[int], Fraction]) -> None:
        self.at = at

    def __neg__(self) -> Term:
        return Term(lambda t: -self.at(t))

    def __add__(self, other: Term) -> Term:
        return Term(lambda t: self.at(t) + other.at(t))

    def __sub__(self, other: Term) -> Term:
        return Term(lambda t: self.at(t) - other.at(t))

    def __mul__(self, other: Term) -> Term:
        return Term(lambda t: self.at(t) * other.at(t))

    def __truediv__(self, other: Term) -> Term:
        return Term(lambda t: self.at(t) / other.at(t))


_WORD = re.compile(r"(\d+(?:\.\d+)?)(%?)|([a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\[[^\]]*\])?)(?!\w*\()")


def by_python(text: str, value: Callable[[str, int], Fraction]) -> Fraction | None:
    """Let Python parse and compute the printed formula; None where it divides by zero."""

    def translated(found: re.Match[str]) -> str:
        if found[1]:
            return f"number('{found[1]}', {100 if found[2] else 1})"
        return f"named('{found[3]}')"

    names = {
        "number": lambda text, by: Term(lambda _t: Fraction(text) / by),
        "named": lambda name: Term(lambda t: value(name, t)),
        "sum": lambda *terms: functools.reduce(operator.add, terms),
        "share": operator.truediv,
        "ratio": operator.truediv,
        "lag": lambda x, n: Term(lambda t: x.at(t + int(n.at(0)))),
    }
    try:
        term: Term = eval(_WORD.sub(translated, text), {"__builtins__": {}} | names)
        return term.at(0)
    except ZeroDivisionError:
        return None


def invented(name: str, lag: int) -> Decimal:
    """Return some number of up to three digits for a name and lag, below, above or equal zero."""
    return Decimal(zlib.crc32(f"{name} {lag}".encode()) % 1999 - 999).scaleb(-1)


_TOLD = (
    (Comparator.EXACT, ROUND_HALF_EVEN),
    (Comparator.EXACT, ROUND_HALF_EVEN),
    (Comparator.AT_LEAST, ROUND_FLOOR),
    (Comparator.AT_MOST, ROUND_CEILING),
)


def rounding(decimals: int) -> Callable[[str, Breakdown, int], Operand]:
    """Return a lookup of the invented numbers, rounded, some told as "at least" or "at most"."""

    def lookup(code: str, cut: Breakdown, lag: int) -> Operand:
        name = str(Reference(code, cut))
        true = invented(name, lag)
        comparator, direction = _TOLD[zlib.crc32(f"{lag} {name}".encode()) % len(_TOLD)]
        printed = true.quantize(Decimal(1).scaleb(-decimals), direction)
        return Operand(printed, bounds_of_printed(printed, decimals, comparator))

    return lookup


def exactly(code: str, cut: Breakdown, lag: int) -> Operand:
    value = invented(str(Reference(code, cut)), lag)
    return Operand(value, Interval.point(value))


@given(EXPRESSIONS)
def test_the_value_is_the_one_that_python_computes(expression: Expression) -> None:
    outcome = evaluate(expression, exactly, PLAIN, TIMES)
    true = by_python(str(expression), lambda name, lag: Fraction(invented(name, lag)))
    if true is None:
        assert outcome.value is None
        assert outcome.zero_divisor
        return
    assert outcome.value is not None
    assert abs(Fraction(outcome.value) - true) <= abs(true) * Fraction(1, 10**27)
    assert not outcome.zero_divisor


def holds(bounds: Interval, number: Fraction) -> bool:
    above = bounds.lo is None or Fraction(bounds.lo) <= number
    return above and (bounds.hi is None or number <= Fraction(bounds.hi))


@given(EXPRESSIONS, st.integers(-1, 1))
def test_the_true_number_lies_in_the_bounds(expression: Expression, decimals: int) -> None:
    outcome = evaluate(expression, rounding(decimals), PLAIN, TIMES)
    true = by_python(str(expression), lambda name, lag: Fraction(invented(name, lag)))
    assume(outcome.value is not None and true is not None)
    assert outcome.value is not None
    assert outcome.bounds is not None
    assert true is not None
    assert holds(outcome.bounds, true)
    assert holds(outcome.bounds, Fraction(outcome.value))


@given(EXPRESSIONS, st.integers(0, 20))
def test_missing_stays_missing(expression: Expression, which: int) -> None:
    keys = [(u.indicator, u.breakdown, u.lag_months) for u in _used(expression)]
    assume(keys)
    gone = keys[which % len(keys)]
    outcome = evaluate(
        expression, lambda *key: None if key == gone else exactly(*key), PLAIN, TIMES
    )
    assert (outcome.value, outcome.bounds) == (None, None)
    assert [(u.indicator, u.breakdown, u.lag_months) for u in outcome.missing] == [gone]
    assert len(outcome.used) == len(keys) == len(set(keys))


def _used(expression: Expression) -> tuple[Used, ...]:
    return evaluate(expression, exactly, PLAIN, TIMES).used


# ---- units: the same physical result in whatever scale the cards are kept ---------------

# A money, a count and an area in scales of their own; formulas whose result is money per count.
SCALES = ["", "k ", "m ", "bn "]
MONEY, COUNT, AREA = ("VND",), ("persons",), ("m2", "ha", "km2")
PHYSICAL = [
    ("money / count", "VND", "persons"),
    ("(money + lag(money, 12)) / (count - 0.5 * count)", "VND", "persons"),
    ("share(money, sum(money, lag(money, 3)))", "percent", ""),
    ("ratio(area, lag(area, 12)) - 1", "percent", ""),
    ("money / area * area / count", "VND", "persons"),
    ("count / area * lag(area, 1)", "persons", ""),
    ("rate * money + money", "VND", ""),
    ("rate - lag(rate, 12)", "percentage_points", ""),
    ("income * count + money", "VND", ""),
]


def scaled(units: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.builds(str.__add__, st.sampled_from(SCALES), st.sampled_from(units))


def physical(text: str, units: Mapping[str, str], result: Unit, per: str) -> Fraction:
    """Evaluate where the operands are the same quantities stated in `units`; in base units."""
    catalogue = Catalogue(
        [
            card(code, unit, per="persons" if code == "income" else "")
            for code, unit in units.items()
        ]
    )

    def lookup(code: str, _cut: Breakdown, lag: int) -> Operand:
        base = abs(invented(code, lag)) + 1
        stated = base.scaleb(-Unit.parse(units[code]).exponent)
        return Operand(stated, Interval.point(stated))

    check_units(parse(text), catalogue, result, per)
    outcome: Outcome = evaluate(parse(text), lookup, catalogue, result, per)
    assert outcome.value is not None
    return Fraction(outcome.value) * Fraction(10) ** result.exponent


@given(
    st.sampled_from(PHYSICAL),
    scaled(MONEY),
    scaled(COUNT),
    scaled(AREA),
    st.sampled_from(["percent", "times"]),
    scaled(MONEY),
    st.sampled_from(SCALES),
)
def test_scales_do_not_change_the_physical_result(
    formula: tuple[str, str, str],
    money: str,
    count: str,
    area: str,
    rate: str,
    income: str,
    scale: str,
) -> None:
    text, unit, per = formula
    plain = {"money": "VND", "count": "persons", "area": "m2", "rate": "times", "income": "VND"}
    wanted = physical(text, plain, Unit.parse(unit), per)
    units = {"money": money, "count": count, "area": area, "rate": rate, "income": income}
    stated = Unit.parse(unit if unit.startswith("percent") else scale + unit)
    found = physical(text, units, stated, per)
    assert abs(found - wanted) <= abs(wanted) * Fraction(1, 10**26)


@given(trees(st.builds(Reference, st.sampled_from(["money", "count", "rate"]))))
def test_units_that_are_accepted_obey_a_change_of_base_units(expression: Expression) -> None:
    """A formula whose dimension is money keeps its number if all counts are told in dozens.

    That is the meaning of a dimension: the number depends on no unit but its own.
    """
    units = {"money": "VND", "count": "persons", "rate": "times"}
    cards = Catalogue([card(code, unit) for code, unit in units.items()])
    try:
        check_units(expression, cards, Unit.parse("VND"))
    except VocabularyError:
        return

    def computed(dozen: int, scale: int) -> Fraction | None:
        def value(name: str, lag: int) -> Fraction:
            number = Fraction(invented(name, lag))
            return (
                number / dozen if name == "count" else number * scale if name == "money" else number
            )

        return by_python(str(expression), value)

    plain, dozens, scaled_money = computed(1, 1), computed(12, 1), computed(1, 7)
    assert plain == dozens
    assert scaled_money == (None if plain is None else 7 * plain)


# ---- cycles ---------------------------------------------------------------------------

GRAPHS = st.integers(1, 7).flatmap(
    lambda n: st.lists(
        st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.integers(0, 2)), max_size=2 * n
    )
)


def catalogue_of(edges: list[tuple[int, int, int]]) -> Catalogue:
    """Cards c0.. whose formula is the sum of what the edges name, some of it lagged."""
    uses: dict[int, list[str]] = {}
    for code, operand, lag in edges:
        uses.setdefault(code, []).append(f"lag(c{operand}, {lag})" if lag else f"c{operand}")
    codes = {code for edge in edges for code in edge[:2]} | {0}
    return Catalogue(
        card(f"c{n}", "t", *([FormulaVersion(f"sum({', '.join(uses[n])})")] if n in uses else []))
        for n in sorted(codes)
    )


def is_cyclic(edges: list[tuple[int, int, int]]) -> bool:
    """Strip cards that use nothing left, again and again (A. B. Kahn, 1962); a cycle stays."""
    left = {(code, operand) for code, operand, _ in edges}
    while True:
        users = {code for code, _ in left}
        kept = {(code, operand) for code, operand in left if operand in users}
        if kept == left:
            return bool(left)
        left = kept


@given(GRAPHS)
def test_cycles_are_found_where_there_are_any(edges: list[tuple[int, int, int]]) -> None:
    cards = catalogue_of(edges)
    if not is_cyclic(edges):
        check_cycles(cards)
        order = order_of(cards, date(2024, 1, 1))
        assert sorted(order) == sorted({f"c{code}" for code, _, _ in edges})
        for place, code in enumerate(order):
            needed = {r.indicator for r in references(parse(cards[code].formulas[0].expression))}
            assert needed & set(order) <= set(order[:place])
        return
    with pytest.raises(VocabularyError) as caught:
        check_cycles(cards)
    named = caught.value.message.removeprefix("the formulas go in a circle: ").split(" -> ")
    assert named[0] == named[-1]
    assert len(set(named)) == len(named) - 1
    steps = {(f"c{code}", f"c{operand}") for code, operand, _ in edges}
    assert set(itertools.pairwise(named)) <= steps
