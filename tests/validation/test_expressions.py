"""Rules that compute: two expressions compared, and values per unit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.validation.asking import HERE, found, measured, numbers, rule
from tests.world import filed, stated
from tiendo.validation.rule import CardFormula, Comparison, PerUnit, Relation, Within
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.words import Verdict

BN = "bn VND"
EQUAL = Comparison(measured("revenue", BN), Relation.EQUAL, measured("investment * 2", BN))
SPEND = PerUnit(measured("revenue / visitors", "m VND", "visitors"), Decimal("0.02"), Decimal(20))

FORMULA = CardFormula(tolerance_pct=Decimal(1))
REVENUE_WITHIN = Within((("revenue", "output"),))


def test_a_part_larger_than_its_whole_is_found_with_both_numbers_and_both_figures() -> None:
    wrong = filed(stated(HERE, "revenue", "2025", "120"), stated(HERE, "investment", "2025", "50"))
    [one] = found(EQUAL, "2025", wrong)
    assert (one.check, one.verdict) == ("rule:tried", Verdict.CONTRADICTION)
    assert numbers(one) == (100, 120)
    assert one.figures == tuple(wrong)
    assert "revenue is 120 bn VND, but should be investment * 2, 100 bn VND" in one.detail


def test_numbers_that_agree_up_to_their_printed_digits_are_silent() -> None:
    # 50 stands for 49.5 to 50.5, twice of it for 99 to 101, and 101 for 100.5 to 101.5.
    right = filed(stated(HERE, "revenue", "2025", "101"), stated(HERE, "investment", "2025", "50"))
    assert found(EQUAL, "2025", right) == ()


@pytest.mark.parametrize(("value", "fires"), [("109", False), ("115", True), ("85", True)])
def test_a_tolerance_is_a_percentage_of_the_right_side(value: str, fires: bool) -> None:
    loose = Comparison(EQUAL.left, Relation.EQUAL, EQUAL.right, tolerance_pct=Decimal(10))
    figures = filed(
        stated(HERE, "revenue", "2025", value), stated(HERE, "investment", "2025", "50.00")
    )
    assert bool(found(loose, "2025", figures)) is fires


@pytest.mark.parametrize(
    ("relation", "revenue", "fires"),
    [
        (Relation.AT_MOST, "100", False),
        (Relation.AT_MOST, "102", True),
        (Relation.AT_LEAST, "100", False),
        (Relation.AT_LEAST, "98", True),
    ],
)
def test_at_most_and_at_least(relation: Relation, revenue: str, fires: bool) -> None:
    check = Comparison(measured("revenue", BN), relation, measured("investment", BN))
    figures = filed(
        stated(HERE, "revenue", "2025", revenue), stated(HERE, "investment", "2025", "100")
    )
    assert bool(found(check, "2025", figures)) is fires


@pytest.mark.parametrize(
    ("right", "expected"),
    [("skip", []), ("refuse", [Verdict.NOT_CHECKABLE]), ("zero", [Verdict.CONTRADICTION])],
)
def test_a_missing_side_is_skipped_refused_or_zero_as_the_rule_says(
    right: str, expected: list[Verdict]
) -> None:
    alone = filed(stated(HERE, "revenue", "2025", "120"))
    listed = found(rule(EQUAL, right=right), "2025", alone)
    assert [one.verdict for one in listed] == expected


def test_a_missing_left_side_can_be_told_too() -> None:
    # Revenue is known of 2024 only, so that the rule is asked of it and finds nothing for 2025.
    old = filed(stated(HERE, "revenue", "2024", "90"), stated(HERE, "investment", "2025", "50"))
    assert found(rule(EQUAL), "2025", old) == ()
    [one] = found(rule(EQUAL, left="refuse"), "2025", old)
    assert one.verdict is Verdict.NOT_CHECKABLE
    assert "revenue is not known" in one.detail


def test_estimates_are_suspect_rather_than_contradictory() -> None:
    figures = filed(
        stated(HERE, "revenue", "2025", "120", status="estimate"),
        stated(HERE, "investment", "2025", "50"),
    )
    [one] = found(EQUAL, "2025", figures)
    assert one.verdict is Verdict.SUSPECT


def test_a_value_per_unit_outside_its_range_is_suspect() -> None:
    # 495 bn VND over 838 visitors are 590 m VND each: the visitors are thousands.
    slipped = filed(stated(HERE, "revenue", "2025", "495"), stated(HERE, "visitors", "2025", "838"))
    [one] = found(SPEND, "2025", slipped)
    assert one.verdict is Verdict.SUSPECT
    assert one.expected == 20
    assert one.unit == "m VND/visitors"
    assert round(one.stated or 0) == 591


def test_a_value_per_unit_inside_its_range_is_silent() -> None:
    right = filed(
        stated(HERE, "revenue", "2025", "495"), stated(HERE, "visitors", "2025", "838000")
    )
    assert found(SPEND, "2025", right) == ()


def test_a_value_per_unit_that_rounding_may_bring_inside_is_silent() -> None:
    # One visitor stands for 0.5 to 1.5; 25 to 31 m VND each could be 20.
    coarse = filed(stated(HERE, "revenue", "2025", "0.0280"), stated(HERE, "visitors", "2025", "1"))
    assert found(SPEND, "2025", coarse) == ()


def test_a_quotient_by_zero_cannot_be_checked() -> None:
    none = filed(stated(HERE, "revenue", "2025", "495"), stated(HERE, "visitors", "2025", "0"))
    assert found(SPEND, "2025", none) == ()
    [one] = found(rule(SPEND, left="refuse"), "2025", none)
    assert one.verdict is Verdict.NOT_CHECKABLE
    assert "visitors, which is zero" in one.detail


def per_visitor(value: str, **fields: str) -> list[Figure]:
    """Return spend per visitor as filed, beside the revenue and the visitors that make it 0.59."""
    return filed(
        stated(HERE, "spend-per-visitor", "2025", value, **fields),
        stated(HERE, "revenue", "2025", "495"),
        stated(HERE, "visitors", "2025", "838000"),
    )


def test_a_filed_figure_must_be_what_its_cards_formula_makes() -> None:
    [one] = found(FORMULA, "2025", per_visitor("5.9"))
    assert one.verdict is Verdict.CONTRADICTION
    assert one.stated == Decimal("5.9")
    assert round(one.expected or 0, 4) == Decimal("0.5907")
    assert "but revenue / visitors is 0.590692 m VND" in one.detail
    assert found(FORMULA, "2025", per_visitor("0.59")) == ()
    assert found(FORMULA, "2025", per_visitor("0.595")) == (), "within the tolerance"


def test_what_follows_from_the_formula_is_not_held_against_itself() -> None:
    assert found(FORMULA, "2025", per_visitor("0.59")[1:]) == ()


def test_a_formula_without_an_operand_is_skipped_or_told() -> None:
    alone = per_visitor("5.9")[:2]
    assert found(FORMULA, "2025", alone) == ()
    [one] = found(rule(FORMULA, right="refuse"), "2025", alone)
    assert one.verdict is Verdict.NOT_CHECKABLE


def test_a_hidden_operand_of_a_formula_is_not_given_away() -> None:
    hidden = filed(
        stated(HERE, "visitors", "2025", None, state="confidential", known="2026-02-01"), number=2
    )
    assert found(rule(FORMULA, right="refuse"), "2025", per_visitor("5.9"), hidden) == ()


@pytest.mark.parametrize(("some", "fires"), [("120", True), ("100", False), ("99", False)])
def test_some_are_never_more_than_all(some: str, fires: bool) -> None:
    money = filed(
        stated(HERE, "revenue", "2025", some),
        stated(HERE, "output", "2025", "100", basis="current"),
    )
    listed = found(REVENUE_WITHIN, "2025", money)
    assert [numbers(one) for one in listed] == ([(100, Decimal(some))] if fires else [])


def test_where_all_are_not_known_it_is_skipped_or_told() -> None:
    some = filed(stated(HERE, "revenue", "2025", "120"))
    assert found(REVENUE_WITHIN, "2025", some) == ()
    [one] = found(rule(REVENUE_WITHIN, right="refuse"), "2025", some)
    assert one.verdict is Verdict.NOT_CHECKABLE


def test_a_confidential_operand_is_never_given_away() -> None:
    hidden = filed(
        stated(HERE, "revenue", "2025", "120"),
        stated(HERE, "investment", "2025", "50", known="2025-12-01"),
        stated(HERE, "investment", "2025", None, state="confidential", known="2026-01-10"),
    )
    for strategy in ("skip", "zero", "refuse"):
        assert found(rule(EQUAL, left=strategy, right=strategy), "2025", hidden) == ()
