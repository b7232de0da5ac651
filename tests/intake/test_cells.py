"""Each rule for a cell: what is taken beside what is refused, with the message shown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.intake.small_world import TODAY, fault, one
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import (
    Comparator,
    FiledState,
    Kind,
    Modality,
    Operator,
    Status,
)


def refused(column: str, said: str, **line: str) -> None:
    assert fault(**line).startswith(f"nộp.csv, line 2, column {column}: {said}")


# ---- place, indicator, breakdown, price basis, period ------------------------------


@pytest.mark.parametrize("text", ["song-xanh", "Sông Xanh", "SONG XANH", " song-xanh "])
def test_a_place_is_found_by_key_or_name(text: str) -> None:
    assert one(place=text).place == "song-xanh"


def test_a_place_must_be_known_and_named_without_doubt() -> None:
    refused("place", "'Song Xan' is no known place; did you mean: song-xanh?", place="Song Xan")
    refused(
        "place",
        "'Đồi Chè' names 2 places; use the key of one: doi-che (Đồi Chè, commune); doi-che-2",
        place="Đồi Chè",
    )
    refused("place", "the cell is empty; every line needs a place", place="")


def test_an_indicator_is_found_by_its_code() -> None:
    assert one(indicator="visitors", value="5").series == Series("visitors")
    refused("indicator", "'revenu' is no indicator; did you mean: revenue?", indicator="revenu")
    refused("indicator", "the cell is empty; every line needs an indicator", indicator="")


def test_a_breakdown_is_one_that_the_card_knows() -> None:
    line = {"indicator": "output", "price_basis": "current"}
    assert one(**line, breakdown="sector=trade").series.breakdown == Breakdown.of(sector="trade")
    refused(
        "breakdown",
        "'fishing' is no sector of 'output'; it has: farming, services, trade",
        **line,
        breakdown="sector=fishing",
    )
    refused("breakdown", "'sector' is no breakdown; write dim", **line, breakdown="sector")
    refused("breakdown", "'revenue' is not broken down by 'sector'", breakdown="sector=trade")


def test_an_empty_price_basis_is_the_only_one_or_not_stated_or_a_fault() -> None:
    assert one().series.price_basis == "current"
    assert one(indicator="output").series.price_basis == "not_stated"
    basis = one(indicator="retail", price_basis="constant_2010").series.price_basis
    assert basis == "constant_2010"
    refused(
        "price_basis",
        "'retail' has several price bases and the cell names none; write one of: current,",
        indicator="retail",
    )
    refused(
        "price_basis",
        "'revenue' has no price basis constant_2020; it has: current",
        price_basis="constant_2020",
    )
    refused("price_basis", "'real' is no price basis; write current,", price_basis="real")


def test_a_period_is_read_in_any_spelling() -> None:
    assert str(one(period="2024-01/2024-03").period) == "2024-Q1"
    refused("period", "'06/2024' is no period; write 2024-03 (month),", period="06/2024")
    refused("period", "the cell is empty; every line needs a period", period="")


def test_a_period_lies_where_card_and_place_exist() -> None:
    line = {"indicator": "old-card"}
    assert one(**line, period="2020").value == 5
    assert one(**line, period="2019/2023").value == 5
    refused("period", "'old-card' exists since 2020-01-01; 2019 ends before", **line, period="2019")
    refused("period", "'old-card' ended on 2022-01-01; 2022 begins after", **line, period="2022")
    assert one(place="ben-cu", period="2024-06").place == "ben-cu"
    refused(
        "period",
        "'ben-cu' ended on 2024-07-01; 2024-07 begins after; correct the period, or name the unit",
        place="ben-cu",
        period="2024-07",
    )


# ---- value ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("12984.5", "12984.5", 1),
        ("5", "5", 0),
        ("5.00", "5", 2),
        ("-3.2", "-3.2", 1),
        ("+3.2", "3.2", 1),
        ("-0.0", "0", 1),
        ("123456789012345678901234567.890", "123456789012345678901234567.89", 3),
    ],
)
def test_a_plain_decimal_keeps_its_printed_digits(text: str, value: str, decimals: int) -> None:
    statement = one(value=text)
    assert (statement.value, statement.decimals) == (Decimal(value), decimals)
    assert not str(statement.value).startswith("-0")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12,5x", "'12,5x' is no number; write digits with a point, such as 12984.5"),
        ("12,984.5", "'12,984.5' is no number; leave out thousands separators and write a"),
        ("1.207.300", "'1.207.300' is no number; leave out thousands separators"),
        ("5 857", "'5 857' is no number; leave out thousands separators"),
        ("NaN", "'NaN' is no number; leave the line out, or say why there is no value in the"),
        ("-inf", "'-inf' is no number; leave the line out"),
        ("1e5", "'1e5' is no number; write digits with a point"),
        ("٥٨٥٧", "'٥٨٥٧' is no number; write digits with a point"),
        ("−5", "'−5' is no number; write digits with a point"),
        (".5", "'.5' is no number; write digits with a point"),
        ("5.", "'5.' is no number; write digits with a point"),
        ("8%", "'8%' is no number; write the number alone and 'percent' in the column unit"),
        ("1" * 31, f"'{'1' * 31}' has more than 30 digits; round it"),
        ("9" * 99, f"'{'9' * 37}...' has more than 30 digits; round it"),
        ("", "the cell is empty; write a number, or as state confidential, not_applicable or"),
    ],
)
def test_what_is_no_plain_decimal_is_refused(text: str, said: str) -> None:
    refused("value", said, value=text)


def test_a_number_or_a_state_never_both() -> None:
    statement = one(value="", state="confidential")
    assert (statement.value, statement.state) == (None, FiledState.CONFIDENTIAL)
    assert one(value="", state="withdrawn", period="2024-12").known_at == TODAY
    refused("value", "there is a number and the state withdrawn too; empty one", state="withdrawn")
    refused(
        "state",
        "'missing' is not one of the words for state; write one of: conf",
        value="",
        state="missing",
    )
    refused(
        "comparator",
        "there is no number to compare where state is confidential",
        value="",
        state="confidential",
        comparator="more_than",
    )


def test_what_is_counted_is_never_below_zero() -> None:
    assert one(indicator="visitors", value="-5", kind="change_abs").value == -5
    assert one(value="-5").value == -5
    refused(
        "value",
        "-5 visitors is impossible: what is counted is never below zero; check the sign",
        indicator="visitors",
        value="-5",
    )


def test_a_range_has_an_upper_end_and_nothing_else_has() -> None:
    statement = one(value="5", value_hi="6.25", comparator="range")
    assert (statement.value_hi, statement.decimals) == (Decimal("6.25"), 2)
    assert statement.bounds == Interval(Decimal(5), Decimal("6.25"))
    refused("value_hi", "a range has no upper end; write it", comparator="range")
    refused("value_hi", "only a range has an upper end; write range as", value_hi="6")
    refused(
        "value_hi",
        "the upper end 4 lies below the lower end 5.0; write the smaller number",
        value_hi="4",
        comparator="range",
    )


# ---- units ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "value", "decimals", "unit"),
    [
        ({"value": "5.0"}, "5.0", 1, "bn VND"),
        ({"value": "5000.0", "unit": "m VND"}, "5.0000", 4, "m VND"),
        ({"value": "1207", "unit": "VND"}, "0.000001207", 9, "VND"),
        ({"indicator": "visitors", "value": "838", "unit": "k visitors"}, "838000", -3, None),
        ({"indicator": "visitors", "value": "1.5", "unit": "m visitors"}, "1500000", -5, None),
        ({"kind": "growth", "value": "8.26"}, "8.26", 2, "percent"),
        ({"kind": "base_ratio", "value": "0.8674", "unit": "times"}, "86.74", 2, "times"),
        ({"kind": "contribution", "value": "4.58"}, "4.58", 2, "percentage_points"),
        ({"kind": "contribution", "value": "4.6", "unit": "percent"}, "4.6", 1, "percent"),
        ({"indicator": "poverty-rate", "value": "0.13", "unit": "times"}, "13", 0, "times"),
        (
            {"indicator": "poverty-rate", "kind": "change_abs", "value": "2"},
            "2",
            0,
            "percentage_points",
        ),
    ],
)
def test_units_convert_exactly(
    line: dict[str, str], value: str, decimals: int, unit: str | None
) -> None:
    statement = one(**line)
    assert (statement.value, statement.decimals) == (Decimal(value), decimals)
    assert statement.stated_unit == (unit or line["unit"])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ({"unit": "t"}, "a level of 'revenue' cannot be stated in t; state it in bn VND or in a"),
        ({"unit": "USD"}, "a level of 'revenue' cannot be stated in USD; state it in bn VND"),
        ({"unit": "furlong"}, "'furlong' is no known unit; write an optional scale word"),
        (
            {"kind": "growth", "unit": "bn VND"},
            "a growth of 'revenue' cannot be stated in bn VND; state it in percent",
        ),
        ({"kind": "growth", "unit": "percentage_points"}, "a growth of 'revenue' cannot be stated"),
        ({"kind": "growth", "unit": "times"}, "a growth of 'revenue' cannot be stated in times"),
        ({"kind": "contribution", "unit": "bn VND"}, "a contribution of 'revenue' cannot be"),
    ],
)
def test_a_unit_of_another_kind_is_refused(line: dict[str, str], said: str) -> None:
    refused("unit", said, **line)


def test_thirty_digits_are_converted_without_losing_one() -> None:
    digits = "123456789012345678901234567891"
    assert one(value=digits, unit="m VND").value == Decimal(f"{digits[:-3]}.{digits[-3:]}")
    over = one(kind="over_plan", value=f"0.{digits[1:]}").value
    assert over == Decimal(f"100.{digits[1:]}")


# ---- kinds, words and plans -------------------------------------------------------


def test_a_count_is_a_level_and_the_excess_over_a_plan_a_share_of_it() -> None:
    assert one(indicator="visitors", value="5", kind="count").kind is Kind.LEVEL
    over = one(kind="over_plan", value="5.3", assigner="province")
    assert (over.kind, over.value, over.decimals) == (Kind.PLAN_SHARE, Decimal("105.3"), 1)
    refused("kind", "ranks are computed, not filed; leave the line out", kind="rank", value="1")
    refused("kind", "'size' is not one of the words for kind; write one of: level,", kind="size")


def test_words_have_their_usual_meaning_where_the_cell_is_empty() -> None:
    statement = one()
    assert statement.comparator is Comparator.EXACT
    assert statement.modality is Modality.ACTUAL
    assert (statement.status, statement.operator, statement.kind) == (None, None, Kind.LEVEL)
    full = one(comparator="nearly", modality="estimated", status="preliminary")
    assert (full.comparator, full.status) == (Comparator.NEARLY, Status.PRELIMINARY)
    refused("comparator", "'about' is not one of the words for comparator", comparator="about")
    refused("modality", "'plan' is not one of the words for modality", modality="plan")
    refused("status", "'final' is not one of the words for status", status="final")


@pytest.mark.parametrize(
    ("line", "operator", "comparator"),
    [
        ({}, Operator.EXACT, Comparator.EXACT),
        ({"operator": "at_least"}, Operator.AT_LEAST, Comparator.EXACT),
        ({"comparator": "more_than"}, Operator.MORE_THAN, Comparator.EXACT),
        ({"comparator": "at_most", "operator": "at_most"}, Operator.AT_MOST, Comparator.EXACT),
        ({"comparator": "nearly"}, Operator.EXACT, Comparator.NEARLY),
        ({"value": "0", "operator": "none_left"}, Operator.NONE_LEFT, Comparator.EXACT),
    ],
)
def test_a_plan_has_an_operator(
    line: dict[str, str], operator: Operator, comparator: Comparator
) -> None:
    statement = one(modality="target", period="2024", **line)
    assert (statement.operator, statement.comparator) == (operator, comparator)
    assert statement.is_plan


def test_operators_that_cannot_be() -> None:
    plan = {"modality": "target", "period": "2024"}
    refused("operator", "only a plan has an operator; write modality", operator="at_least")
    refused("value", "none_left means 0, not 5.0; write 0, or", **plan, operator="none_left")
    refused(
        "operator",
        "the operator says at_least, the comparator more_than; say it once",
        **plan,
        operator="at_least",
        comparator="more_than",
    )
    refused(
        "comparator",
        "none_left is exactly zero; leave the comparator empty",
        **plan,
        operator="none_left",
        comparator="nearly",
        value="0",
    )


def test_a_growth_target_is_in_percent() -> None:
    plan = {"modality": "target", "period": "2024", "kind": "growth"}
    target = one(**plan, value="7.7", comparator="at_least", assigner="province", decision="QĐ 1")
    assert (target.kind, target.value, target.decision) == (Kind.GROWTH, Decimal("7.7"), "QĐ 1")
    refused("unit", "a growth of 'revenue' cannot be stated in bn VND", **plan, unit="bn VND")


def test_free_text_has_one_spelling_of_its_letters() -> None:
    assert one(decision="Quye\u0302\u0301t \u0111i\u0323nh").decision == "Quyết định"


def test_only_plans_and_their_shares_have_an_assigner() -> None:
    assert one(kind="plan_share", assigner="province").assigner == "province"
    assert one(modality="target", assigner="own").assigner == "own"
    refused("assigner", "only plans and shares of a plan have an assigner", assigner="own")
