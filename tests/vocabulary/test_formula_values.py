"""What formulas give: scales, shares, lags, bounds, and what has no value."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from tests.vocabulary.formula_world import CARDS, card
from tiendo.vocabulary.formula import (
    Operand,
    Outcome,
    check_units,
    evaluate,
    parse,
)
from tiendo.vocabulary.indicator import (
    Catalogue,
)
from tiendo.vocabulary.interval import UNBOUNDED, Interval
from tiendo.vocabulary.series import TOTAL, Breakdown
from tiendo.vocabulary.unit import Unit

# ---- values -----------------------------------------------------------------------

Known = Mapping[tuple[str, int], tuple[str, str, str]]


def compute(text: str, unit: str, known: Known, per: str = "") -> Outcome:
    """Evaluate with operands given as {(code, lag): (value, low, high)}."""

    def lookup(indicator: str, breakdown: Breakdown, lag: int) -> Operand | None:
        code = f"{indicator}[{breakdown}]" if breakdown else indicator
        if (code, lag) not in known:
            return None
        value, lo, hi = (Decimal(number) for number in known[code, lag])
        return Operand(value, Interval(lo, hi), origin=code)

    check_units(parse(text), CARDS, Unit.parse(unit), per)
    return evaluate(parse(text), lookup, CARDS, Unit.parse(unit), per)


def test_scales_are_converted() -> None:
    known = {
        ("tourism-revenue", 0): ("838", "837.5", "838.5"),
        ("tourists", 0): ("1000000", "999999.5", "1000000.5"),
    }
    outcome = compute("tourism-revenue / tourists", "m VND", known, per="visits")
    assert outcome.value == Decimal("0.838")
    assert outcome.bounds is not None
    assert outcome.bounds.contains(Decimal("0.838"))
    assert outcome.bounds.lo is not None
    assert Decimal("0.83749") < outcome.bounds.lo < Decimal("0.8375")


def test_a_noun_under_per_may_have_a_scale() -> None:
    cards = Catalogue([card("cars", "k heads", per="k persons"), card("people", "persons")])
    one, eight = Decimal(1), Decimal(8)
    known = {"cars": Operand(eight, Interval.point(eight)), "people": Operand(one, UNBOUNDED)}
    formula, heads = parse("cars * people"), Unit.parse("heads")
    check_units(formula, cards, heads)
    assert evaluate(formula, lambda code, *_: known[code], cards, heads).value == 8
    back = evaluate(parse("cars"), lambda code, *_: known[code], cards, heads, per="m persons")
    assert back.value == 8_000_000


def test_a_share_is_in_percent_when_its_card_is() -> None:
    known = {("poor", 0): ("5", "5", "5"), ("population", 0): ("40", "40", "40")}
    assert compute("share(poor, population)", "percent", known).value == Decimal("12.5")
    assert compute("100% - share(poor, population)", "percent", known).value == Decimal("87.5")
    assert compute("share(poor, population)", "times", known).value == Decimal("0.125")


def test_growth_and_change_of_a_rate() -> None:
    grdp = {("grdp", 0): ("108", "108", "108"), ("grdp", 12): ("100", "100", "100")}
    assert compute("ratio(grdp, lag(grdp, 12)) - 1", "percent", grdp).value == 8
    rate = {("poverty-rate", 0): ("15", "15", "15"), ("poverty-rate", 12): ("13", "13", "13")}
    text = "poverty-rate - lag(poverty-rate, 12)"
    assert compute(text, "percentage_points", rate).value == 2


def test_percent_operands_are_hundredths() -> None:
    known = {("poverty-rate", 0): ("2.5", "2.5", "2.5"), ("population", 0): ("400", "400", "400")}
    assert compute("poverty-rate * population", "persons", known).value == 10


def test_lags_add_up_and_reach_every_reference() -> None:
    known = {("grdp", 3): ("1", "1", "1"), ("tax", 15): ("2000", "2000", "2000")}
    outcome = compute("lag(grdp + lag(tax, 12), 3)", "bn VND", known)
    assert outcome.value == 3
    assert [(used.indicator, used.lag_months) for used in outcome.used] == [
        ("grdp", 3),
        ("tax", 15),
    ]


def test_the_trace_names_each_operand_once_in_order() -> None:
    known = {
        ("grdp", 0): ("10", "10", "10"),
        ("grdp[sector=services]", 0): ("4", "4", "4"),
    }
    text = "share(grdp[sector=services], grdp) + share(grdp[sector=services], grdp)"
    outcome = compute(text, "percent", known)
    assert outcome.value == 80
    assert [used.breakdown for used in outcome.used] == [Breakdown.of(sector="services"), TOTAL]
    origins = [used.operand.origin for used in outcome.used if used.operand]
    assert origins == ["grdp[sector=services]", "grdp"]


@pytest.mark.parametrize("text", ["grdp + tax", "tax - grdp", "-sum(tax, grdp)", "0 * grdp + tax"])
def test_missing_stays_missing_and_is_named(text: str) -> None:
    outcome = compute(text, "bn VND", {("tax", 0): ("1", "1", "1")})
    assert (outcome.value, outcome.bounds) == (None, None)
    assert [used.indicator for used in outcome.missing] == ["grdp"]
    assert len(outcome.used) == 2


def test_division_by_zero_gives_no_value_and_is_named() -> None:
    known = {("poor", 0): ("5", "5", "5"), ("population", 0): ("0", "0", "0")}
    outcome = compute("1% + share(poor, population - population)", "percent", known)
    assert (outcome.value, outcome.bounds, outcome.missing) == (None, None, ())
    assert outcome.zero_divisor == "population - population"


def test_a_divisor_that_may_be_zero_leaves_no_bounds() -> None:
    known = {("poor", 0): ("5", "4", "6"), ("population", 0): ("1", "0", "2")}
    outcome = compute("share(poor, population)", "percent", known)
    assert (outcome.value, outcome.bounds) == (Decimal(500), UNBOUNDED)


def interval(lo: int | None, hi: int | None) -> Interval:
    return Interval(None if lo is None else Decimal(lo), None if hi is None else Decimal(hi))


@pytest.mark.parametrize(
    ("sign", "a", "b", "bounds"),
    [
        ("+", (1, 2), (3, None), (4, None)),
        ("-", (1, 2), (3, None), (None, -1)),
        ("*", (-1, 2), (-3, 4), (-6, 8)),
        ("*", (1, None), (2, 3), (2, None)),
        ("*", (1, None), (-2, 3), (None, None)),
        ("*", (None, 1), (2, 3), (None, 3)),
        ("*", (None, -1), (2, None), (None, -2)),
        ("*", (None, None), (0, 0), (0, 0)),
        ("*", (-1, None), (0, None), (None, None)),
        ("/", (4, 6), (1, 2), (2, 6)),
        ("/", (4, 6), (-2, -1), (-6, -2)),
        ("/", (4, 6), (2, None), (0, 3)),
        ("/", (4, None), (1, 2), (2, None)),
        ("/", (4, 6), (-1, 2), (None, None)),
    ],
)
def test_bounds_are_as_narrow_as_they_can_be(
    sign: str,
    a: tuple[int | None, int | None],
    b: tuple[int | None, int | None],
    bounds: tuple[int | None, int | None],
) -> None:
    cards = Catalogue([card("a", "times"), card("b", "times")])
    known = {"a": Operand(Decimal(5), interval(*a)), "b": Operand(Decimal(2), interval(*b))}
    times = Unit.parse("times")
    outcome = evaluate(parse(f"a {sign} b"), lambda code, *_: known[code], cards, times)
    assert outcome.bounds == interval(*bounds)


def test_the_callback_runs_in_its_own_decimal_context() -> None:
    seen = []

    def lookup(_code: str, _breakdown: Breakdown, _lag: int) -> Operand:
        seen.append(Decimal(1) / 3)
        return Operand(Decimal(1), Interval.point(Decimal(1)))

    evaluate(parse("poor"), lookup, CARDS, Unit.parse("persons"))
    assert seen == [Decimal(1) / 3]
