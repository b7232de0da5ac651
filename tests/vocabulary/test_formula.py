"""Formulas: how they are spelt, what their units must be, what they give."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.vocabulary.formula_world import CARDS, card
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.formula import (
    Binary,
    Lag,
    Negation,
    Number,
    Quotient,
    Reference,
    Sum,
    check_card,
    check_catalogue,
    check_cycles,
    check_units,
    order_of,
    parse,
    version_on,
)
from tiendo.vocabulary.indicator import (
    Catalogue,
    FormulaVersion,
    Indicator,
)
from tiendo.vocabulary.series import Breakdown
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Nature, Rule

A, B, C = Reference("a"), Reference("b"), Reference("c")


# ---- spelling ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("a-b", Reference("a-b")),
        ("a - b", Binary("-", A, B)),
        ("a+b*c", Binary("+", A, Binary("*", B, C))),
        ("(a + b) * c", Binary("*", Binary("+", A, B), C)),
        ("a - b - c", Binary("-", Binary("-", A, B), C)),
        ("a / b / c", Binary("/", Binary("/", A, B), C)),
        ("-a * b", Binary("*", Negation(A), B)),
        ("a * -b", Binary("*", A, Negation(B))),
        ("a - -b", Binary("-", A, Negation(B))),
        ("0.50 * a", Binary("*", Number(Decimal("0.5")), A)),
        ("100% - a", Binary("-", Number(Decimal(100), percent=True), A)),
        ("(a)-(b)", Binary("-", A, B)),
        ("5-3", Binary("-", Number(Decimal(5)), Number(Decimal(3)))),
        ("sum(a, b,c)", Sum((A, B, C))),
        ("share(a, b)", Quotient("share", A, B)),
        ("ratio(a, b)", Quotient("ratio", A, B)),
        ("lag(a + b, 12)", Lag(Binary("+", A, B), 12)),
        ("sum / share", Binary("/", Reference("sum"), Reference("share"))),
        ("a[sector=services]", Reference("a", Breakdown.of(sector="services"))),
        ("a[y=2 ; x=1.b_c-d]", Reference("a", Breakdown.of(x="1.b_c-d", y="2"))),
    ],
)
def test_a_formula_is_read_to_its_tree(text: str, tree: object) -> None:
    assert parse(text) == tree
    assert parse(str(parse(text))) == tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "column 1: the formula is empty; write one such as grdp / population"),
        ("a +", "column 4: found the end, expected a number, an indicator, a function or '('"),
        ("a b", "column 3: found 'b', expected an operator (+ - * /) or the end"),
        ("(a + b", "column 7: found the end, expected ')' to close the parenthesis"),
        ("a)", "column 2: found ')', expected an operator (+ - * /) or the end"),
        ("a- b", "column 2: this minus could be read as a hyphen; write a space on either side"),
        ("a -b", "column 3: this minus could be read as a hyphen"),
        ("5-a", "column 2: this minus could be read as a hyphen"),
        ("a-(b)", "column 2: this minus could be read as a hyphen"),
        ("a[x=1]-b", "column 7: this minus could be read as a hyphen"),
        ("a−b", "column 2: '−' has no meaning here; write the minus as '-'"),
        ("a × b", "column 3: '×' has no meaning here; write '*'"),
        ("a ^ 2", "column 3: '^' has no meaning here; powers are no part of the language"),
        ("GRDP", "column 1: 'G' is a capital letter; codes are written in lower case"),
        ("gr_dp", "column 3: '_' has no meaning here; codes are written with hyphens, such as"),
        ("0,5 * a", "column 2: found ',', expected an operator (+ - * /) or the end; write a dec"),
        (".5 * a", "column 1: '.' has no meaning here; write a digit before the point"),
        ("2a", "column 2: a letter follows the number 2; write '*' between the two"),
        ("1" * 31, "column 1: the number has too many digits; round it"),
        (
            "max(a, b)",
            "column 1: there is no function 'max'; the functions: sum, share, ratio, lag",
        ),
        ("sum()", "column 5: found ')', expected a number, an indicator, a function or '('"),
        ("sum(a b)", "column 7: found 'b', expected ')' or ',' in sum(...)"),
        ("share(a)", "column 8: share takes two arguments, not 1; write share(part, whole)"),
        ("ratio(a, b, c)", "column 14: ratio takes two arguments, not 3"),
        ("lag(a)", "column 6: found ')', expected ',' and the number of months in lag(...)"),
        ("lag(a, b)", "column 8: found 'b', expected a whole number of months, such as 12"),
        ("lag(a, 1.5)", "column 8: found '1.5', expected a whole number of months"),
        ("lag(a, -12)", "column 8: found '-', expected a whole number of months"),
        ("lag(a, 0)", "column 8: a lag of 0 months; a lag is 1 to 600 months back"),
        ("lag(a, 12", "column 10: found the end, expected ')' to close lag(...)"),
        ("a[sector]", "column 3: 'sector' is no breakdown; write dimension=code"),
        ("a[]", "column 3: the breakdown is empty; write [dimension=code]"),
        ("a[x=1", "column 2: '[' has no meaning here; close the breakdown with ']'"),
        ("(" * 99, "column 51: the formula is nested more than 50 deep; give a part of it"),
        ("-" * 99 + "5", "column 50: the formula is nested more than 50 deep"),
        ("a + " * 900, "column 2001: the formula is longer than 2000 characters"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_column(text: str, said: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        parse(text)
    assert str(caught.value).startswith(said)


# ---- units ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "per"),
    [
        ("grdp + tax", "bn VND", ""),
        ("grdp[sector=services] - lag(grdp, 12)", "k VND", ""),
        ("tourism-revenue / tourists", "m VND", "visits"),
        ("income * population", "bn VND", ""),
        ("harvest / field", "quintal/ha", ""),
        ("share(poor, population)", "percent", ""),
        ("poor / population", "percent", ""),
        ("ratio(grdp, lag(grdp, 12))", "times", ""),
        ("ratio(grdp, lag(grdp, 12)) - 1", "percent", ""),
        ("100% - share(poor, population)", "percent", ""),
        ("poverty-rate - lag(poverty-rate, 12)", "percentage_points", ""),
        ("lag(poverty-rate, 12) + rate-change", "percent", ""),
        ("0.5 * poverty-rate", "percent", ""),
        ("poverty-rate * population", "persons", ""),
        ("poverty-rate / lag(poverty-rate, 12) - 1", "times", ""),
        ("field * field / field", "km2", ""),
        ("100 * population", "persons", ""),
        ("2 * 3 + 1", "times", ""),
    ],
)
def test_units_that_fit(text: str, unit: str, per: str) -> None:
    check_units(parse(text), CARDS, Unit.parse(unit), per)


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        (
            "grdp + population",
            "bn VND",
            "cannot add grdp (bn VND) and population (persons); only quantities of the same kind",
        ),
        ("grdp - 5", "bn VND", "cannot subtract grdp (bn VND) and 5; only quantities"),
        (
            "income + grdp",
            "bn VND",
            "cannot add income (m VND per persons) and grdp (bn VND)",
        ),
        (
            "sum(grdp, tax, harvest / field)",
            "bn VND",
            "cannot add grdp (bn VND) and harvest / field (kg / m^2)",
        ),
        (
            "share(grdp, population)",
            "percent",
            "share compares grdp (bn VND) with population (persons); a share or ratio is of two",
        ),
        (
            "ratio(lag(grdp, 12), poor)",
            "times",
            "ratio compares lag(grdp, 12) (bn VND) with poor (persons)",
        ),
        (
            "grdp / population",
            "bn VND",
            "the formula gives VND / persons, its card says bn VND; correct the formula, or the",
        ),
        ("1 / population", "persons", "the formula gives 1 / persons, its card says persons"),
        ("share(poor, population)", "persons", "the formula gives percent, its card says persons"),
        (
            "100 - share(poor, population)",
            "percent",
            "100 stands beside share(poor, population) (percent); write the constant with its sign",
        ),
        ("1 + poverty-rate", "percent", "1 stands beside poverty-rate (percent); write the"),
        ("sum(poverty-rate, poverty-rate, 2 * 3)", "percent", "2 * 3 stands beside poverty-rate"),
        (
            "share(poor, population) * 100",
            "percent",
            "share(poor, population) * 100: percentages are converted by themselves; leave out the "
            "factor 100",
        ),
        ("poor * 100 / population", "percent", "poor * 100: percentages are converted"),
        ("population * poverty-rate / 100", "persons", "population * poverty-rate / 100: percent"),
        ("0.01 * poverty-rate * poor", "persons", "0.01 * poverty-rate: percentages are converted"),
    ],
)
def test_units_that_do_not_fit(text: str, unit: str, said: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        check_units(parse(text), CARDS, Unit.parse(unit))
    assert str(caught.value).startswith(said)


# ---- versions, references, cycles --------------------------------------------------


def version(text: str, start: int | None, end: int | None) -> FormulaVersion:
    return FormulaVersion(
        text, date(start, 1, 1) if start else None, date(end, 1, 1) if end else None
    )


def test_the_version_of_a_day_is_half_open() -> None:
    dated = card("x", "bn VND", version("grdp", None, 2020), version("tax", 2020, 2022))
    texts = [
        found.expression if (found := version_on(dated, day)) else None
        for day in (date(2019, 12, 31), date(2020, 1, 1), date(2021, 12, 31), date(2022, 1, 1))
    ]
    assert texts == ["grdp", "tax", "tax", None]
    check_card(dated, CARDS)


@pytest.mark.parametrize(
    ("versions", "said"),
    [
        (
            [version("grdp", None, 2021), version("tax", 2020, None)],
            "'grdp' and 'tax' hold at the same time; end the one on the day on which the other",
        ),
        ([version("grdp", None, None), version("tax", None, 2020)], "'grdp' and 'tax' hold at"),
        ([version("tax", 2020, None), version("grdp", 2019, None)], "'grdp' and 'tax' hold at"),
        ([version("grdp", 2020, 2020)], "the formula 'grdp' ends on 2020-01-01, not after 2020-"),
    ],
)
def test_overlapping_versions_are_refused(versions: list[FormulaVersion], said: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        check_card(card("x", "bn VND", *versions), CARDS)
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("gone", "the formula of 'x': there is no indicator 'gone'; write the code of a card"),
        ("grdp-tax", "the formula of 'x': there is no indicator 'grdp-tax'; a difference is "
         "written with spaces: grdp - tax"),
        ("tourism-revenue-1", "the formula of 'x': there is no indicator 'tourism-revenue-1'; a "
         "difference is written with spaces: tourism-revenue - 1"),
        ("tax[sector=services]", "the formula of 'x': 'tax' is not broken down by 'sector'"),
        ("grdp[sector=trade]", "the formula of 'x': 'trade' is no sector of 'grdp'; it has: serv"),
        ("grdp +", "the formula of 'x': column 7: found the end"),
        ("harvest", "the formula of 'x': the formula gives t, its card says bn VND"),
        ("x", "the formulas go in a circle: x -> x; let one of these indicators be filed"),
        ("lag(x, 12) * 2", "the formulas go in a circle: x -> x"),
    ],
)  # fmt: skip
def test_a_catalogue_with_a_wrong_formula_is_refused(text: str, said: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        check_catalogue(Catalogue([*CARDS.values(), card("x", "bn VND", text)]))
    assert str(caught.value).startswith(said)


def test_a_cycle_is_named_from_where_it_closes() -> None:
    cards = Catalogue([card("a", "t", "b"), card("b", "t", "lag(c, 1)"), card("c", "t", "d + b"),
                       card("d", "t")])  # fmt: skip
    with pytest.raises(VocabularyError, match="circle: b -> c -> b;"):
        check_cycles(cards)


def mean(code: str, weight: str) -> Indicator:
    """A mean over places, such as the yield of fields, weighed by another indicator."""
    return replace(card(code, "t"), nature=Nature.RATIO, time_rule=Rule.LAST, place_rule=Rule.MEAN,
                   weight=weight)  # fmt: skip


def test_a_weight_computed_from_what_it_weighs_is_refused() -> None:
    harvest, area = card("harvest", "t"), card("area", "t", "harvest - yield")
    with pytest.raises(VocabularyError, match="circle: yield -> area -> yield;"):
        check_cycles(Catalogue([harvest, area, mean("yield", "area")]))


def test_weights_that_are_filed_or_weigh_each_other_are_no_circle_of_formulas() -> None:
    check_cycles(Catalogue([mean("yield", "area"), card("area", "t", "harvest"),
                            card("harvest", "t")]))  # fmt: skip
    check_cycles(Catalogue([mean("yield", "quality"), mean("quality", "yield")]))


def test_formulas_that_hold_at_different_times_make_no_cycle() -> None:
    before, after = card("a", "t", version("b", None, 2020)), version("a", 2020, None)
    check_catalogue(Catalogue([before, card("b", "t", after)]))
    with pytest.raises(VocabularyError, match="circle: a -> b -> a"):
        check_catalogue(Catalogue([before, card("b", "t", version("a", 2019, None))]))


def test_the_order_puts_operands_first_and_leaves_out_what_is_filed() -> None:
    cards = Catalogue([card("a", "t", "b + c"), card("b", "t", "c"), card("c", "t", "d"),
                       card("d", "t")])  # fmt: skip
    assert order_of(cards, date(2024, 1, 1)) == ("c", "b", "a")


def test_a_long_chain_is_no_cycle_and_needs_no_recursion() -> None:
    chain = [card(f"c{n}", "t", f"c{n + 1}") for n in range(5000)]
    cards = Catalogue([*chain, card("c5000", "t")])
    assert len(order_of(cards, date(2024, 1, 1))) == 5000
