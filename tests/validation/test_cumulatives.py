"""Rules about the year to date: it never falls, and it is what its months make it."""

from __future__ import annotations

from decimal import Decimal

from tests.validation.asking import HERE, found, numbers, rule
from tests.world import filed, stated
from tiendo.validation.rule import Cumulative, MonthInCumulative
from tiendo.vocabulary.words import Verdict

FALLS = Cumulative()
MONTH = MonthInCumulative(tolerance_pct=Decimal(2))
TO_FEBRUARY, TO_MARCH = "2025-01/2025-02", "2025-Q1"


def february(value: str = "30", **fields: str) -> list:  # type: ignore[type-arg]
    """Return the report of February: the year to date."""
    return filed(
        stated(HERE, "revenue", TO_FEBRUARY, value, known="2025-02-28", **fields), number=1
    )


def test_a_falling_year_to_date_is_suspect_between_reports() -> None:
    march = filed(stated(HERE, "revenue", TO_MARCH, "25", known="2025-03-31"), number=2)
    [one] = found(FALLS, "2025-03", february(), march)
    assert one.verdict is Verdict.SUSPECT
    assert numbers(one) == (30, 25)
    assert "25 to date is less than the 30 to date of 2025-01/2025-02" in one.detail
    assert [figure.statement.value for figure in one.figures] == [30, 25]


def test_within_one_report_it_is_a_contradiction() -> None:
    both = filed(
        stated(HERE, "revenue", TO_FEBRUARY, "30", known="2025-03-31"),
        stated(HERE, "revenue", TO_MARCH, "25", known="2025-03-31"),
    )
    [one] = found(FALLS, "2025-Q1", both)
    assert one.verdict is Verdict.CONTRADICTION


def test_it_is_explained_where_the_months_were_revised() -> None:
    march = filed(
        stated(HERE, "revenue", "2025-01", "10", known="2025-03-31"),
        stated(HERE, "revenue", "2025-02", "9", known="2025-03-31"),
        stated(HERE, "revenue", TO_MARCH, "25", known="2025-03-31"),
        number=2,
    )
    [one] = found(FALLS, "2025-03", february(), march)
    assert one.verdict is Verdict.EXPLAINED


def test_a_rising_or_equal_year_to_date_is_silent_and_so_is_rounding() -> None:
    for value in ("31", "30", "29.6"):
        march = filed(stated(HERE, "revenue", TO_MARCH, value, known="2025-03-31"), number=2)
        assert found(FALLS, "2025-03", february(), march) == (), value


def test_stocks_and_new_years_do_not_count_as_falls() -> None:
    stocks = filed(
        stated(HERE, "workers", "2025-01/2025-02", "300"), stated(HERE, "workers", "2025-Q1", "250")
    )
    assert found(FALLS, "2025-Q1", stocks) == ()
    years = filed(stated(HERE, "revenue", "2024", "100"), stated(HERE, "revenue", "2025-01", "9"))
    assert found(FALLS, "2025-01", years) == ()


def test_without_an_earlier_year_to_date_nothing_is_said_unless_the_rule_wants_it() -> None:
    march = filed(stated(HERE, "revenue", TO_MARCH, "25"))
    assert found(FALLS, "2025-03", march) == ()
    [one] = found(rule(FALLS, right="refuse"), "2025-03", march)
    assert one.verdict is Verdict.NOT_CHECKABLE


def test_a_hidden_year_to_date_is_not_compared() -> None:
    hidden = filed(
        stated(HERE, "revenue", TO_FEBRUARY, None, state="confidential", known="2025-03-01"),
        number=2,
    )
    march = filed(stated(HERE, "revenue", TO_MARCH, "25", known="2025-03-31"), number=3)
    for one in (FALLS, rule(FALLS, left="refuse", right="refuse")):
        assert found(one, "2025-03", february(), hidden, march) == ()


def test_a_month_that_the_year_to_date_does_not_hold_is_found() -> None:
    march = filed(
        stated(HERE, "revenue", "2025-03", "12", known="2025-03-31"),
        stated(HERE, "revenue", TO_MARCH, "45", known="2025-03-31"),
        number=2,
    )
    [one] = found(MONTH, "2025-03", february(), march)
    assert (one.verdict, *numbers(one)) == (Verdict.SUSPECT, 42, 45)


def test_a_month_that_fits_is_silent() -> None:
    march = filed(
        stated(HERE, "revenue", "2025-03", "12", known="2025-03-31"),
        stated(HERE, "revenue", TO_MARCH, "42", known="2025-03-31"),
        number=2,
    )
    assert found(MONTH, "2025-03", february(), march) == ()


def test_what_the_report_revises_of_earlier_months_is_added() -> None:
    # Like Quảng Ninh in 2024: the estimate of January was revised when February was reported.
    january = filed(stated(HERE, "revenue", "2025-01", "1139.268", known="2025-01-29"), number=1)
    report = filed(
        stated(HERE, "revenue", "2025-01", "831.341", known="2025-02-28"),
        stated(HERE, "revenue", "2025-02", "810.505", known="2025-02-28"),
        stated(HERE, "revenue", TO_FEBRUARY, "1641.846", known="2025-02-28"),
        number=2,
    )
    assert found(MONTH, "2025-02", january, report) == ()


def test_without_the_month_the_rule_says_nothing_or_that_it_cannot_be_checked() -> None:
    march = filed(stated(HERE, "revenue", TO_MARCH, "45", known="2025-03-31"), number=2)
    assert found(MONTH, "2025-03", february(), march) == ()
    [one] = found(rule(MONTH, right="refuse"), "2025-03", february(), march)
    assert one.verdict is Verdict.NOT_CHECKABLE
