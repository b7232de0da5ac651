"""Properties of formulas on random trees, against oracles that share no code with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

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
from tiendo.vocabulary.words import Nature, Rule

CODES = ("a", "b-c", "d2")
TIMES = Unit.parse("times")
Key = tuple[str, Breakdown, int]


def card(code: str, unit: str = "times", *formulas: FormulaVersion, per: str = "") -> Indicator:
    return Indicator(
        code=code,
        names={"en": code},
        unit=Unit.parse(unit),
        nature=Nature.FLOW,
        time_rule=Rule.SUM,
        place_rule=Rule.SUM,
        per=per,
        formulas=formulas,
    )


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


def keys_of(expression: Expression) -> set[Key]:
    """Find what a formula refers to by the text it prints, not by its tree."""
    found: set[Key] = set()

    def lookup(*key: str | Breakdown | int) -> None:
        found.add(key)  # type: ignore[arg-type]

    evaluate(expression, lookup, PLAIN, TIMES)  # type: ignore[arg-type]
    return found


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


def by_python(expression: Expression, values: Mapping[Key, Fraction]) -> Fraction | None:
    """Translate the printed formula to Python and let it compute; None for a zero divisor."""
    names = {str(Reference(code, cut)): f"v[{n}]" for n, (code, cut) in enumerate(
        {(code, cut) for code, cut, _ in values})}  # fmt: skip
    table = [
        {lag: value for (code, cut, lag), value in values.items() if str(Reference(code, cut)) == n}
        for n in names
    ]
    text = str(expression)
    text = re.sub(r"(?<![\w.=-])(\d+(?:\.\d+)?)(%?)(?![\w\]])", _python_number, text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<![\w=-]){re.escape(name)}(?![\w\[-])", f"(lambda t: {names[name]}[t])", text)

    def lift(value: object) -> object:
        return value if callable(value) else (lambda _t: value)

    class Term:
        """A function of the months looked back, with arithmetic."""

        def __init__(self, at: object) -> None:
            self.at = lift(at)

    del Term, lift
    return _run(text, table)


def _python_number(found: re.Match[str]) -> str:
    return f"N('{found[1]}', {bool(found[2])})"


def _run(text: str, table: list[dict[int, Fraction]]) -> Fraction | None:
    raise NotImplementedError
