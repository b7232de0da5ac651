"""Periods: runs of whole months, read in every accepted spelling and printed by their name."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import FIRST_YEAR, LAST_YEAR, Period

months = st.integers(FIRST_YEAR * 12, LAST_YEAR * 12 + 11)
periods = st.tuples(months, months).map(lambda ends: Period(min(ends), max(ends)))


@pytest.mark.parametrize(
    ("text", "printed", "months"),
    [
        ("2024-03", "2024-03", 1),
        ("2024-M03", "2024-03", 1),
        ("2024-Q1", "2024-Q1", 3),
        ("2024-01/2024-03", "2024-Q1", 3),
        ("2024-H1", "2024-H1", 6),
        ("2024-S2", "2024-H2", 6),
        ("2024-9M", "2024-9M", 9),
        ("2024-01/2024-12", "2024", 12),
        ("2024", "2024", 12),
        ("2021/2025", "2021/2025", 60),
        ("2024-01/2024-05", "2024-01/2024-05", 5),
        ("2024-M01/M05", "2024-01/2024-05", 5),
        ("2023-11/2024-02", "2023-11/2024-02", 4),
        (" 2024-Q4 ", "2024-Q4", 3),
    ],
)
def test_a_period_is_printed_by_its_name(text: str, printed: str, months: int) -> None:
    period = Period.parse(text)
    assert (str(period), period.months) == (printed, months)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-13", "months run from 01 to 12"),
        ("2024-00", "months run from 01 to 12"),
        ("2024-Q5", "is no period"),
        ("2024-H3", "is no period"),
        ("2024-05/2024-01", "ends before it begins"),
        ("2025/2021", "ends before it begins"),
        ("1024", "years run from"),
        ("", "is no period"),
        ("Q1/2024", "write 2024-03 (month)"),
        ("2024-3", "is no period"),
    ],
)
def test_what_is_no_period_is_refused_with_the_right_spelling(text: str, reason: str) -> None:
    with pytest.raises(VocabularyError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        Period.parse(text)


@given(periods)
def test_every_period_survives_being_printed(period: Period) -> None:
    assert Period.parse(str(period)) == period


@given(periods)
def test_years_tile_a_period(period: Period) -> None:
    years = period.years()
    assert sum(piece.months for piece in years) == period.months
    assert all(piece.within_one_year for piece in years)


def test_the_runs_that_a_run_is_compared_with() -> None:
    quarter = Period.parse("2024-Q1")
    assert str(quarter.previous()) == "2023-Q4"
    assert str(quarter.same_period_last_year()) == "2023-Q1"
    assert str(Period.parse("2024-Q3").year_to_date()) == "2024-9M"
    assert str(Period.parse("2021/2025").same_period_last_year()) == "2016/2020"
    assert str(Period.parse("2024-05").whole_year()) == "2024"
    assert (quarter.start, quarter.end) == (date(2024, 1, 1), date(2024, 3, 31))
    assert Period.parse("2024-02").end == date(2024, 2, 29)
    assert Period.parse("2024").covers(quarter) and not quarter.covers(Period.parse("2024"))
