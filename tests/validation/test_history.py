"""Rules that hold a figure against its own history."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.validation.asking import HERE, found, numbers, rule
from tests.world import filed, stated
from tiendo.validation.kinds.history import deviation
from tiendo.validation.rule import Outlier, PowerOfTen
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.words import Verdict

SLIP = PowerOfTen(
    powers=(2, 3, 6),
    closeness=Decimal("0.3"),
    years=4,
    neighbours=6,
    least=4,
    spread=Decimal("0.2"),
)
OUTLIER = Outlier(deviations=Decimal(5), floor_pct=Decimal(2), years=6, least=5)


def months(*values: str) -> list[Figure]:
    """Return revenue of January to ... 2025."""
    return filed(
        *(
            stated(HERE, "revenue", f"2025-{month:02}", value)
            for month, value in enumerate(values, start=1)
        )
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2.789", "2789"),  # a thousands separator read as a decimal comma, as in a real report
        ("2789000", "2789"),
        ("0.002789", "2789"),
    ],
)
def test_a_slip_by_a_power_of_ten_tells_what_would_fit(value: str, expected: str) -> None:
    [one] = found(SLIP, "2025-06", months("2700", "2810", "2650", "2900", "2750", value))
    assert one.verdict is Verdict.SUSPECT
    assert numbers(one) == (Decimal(expected), Decimal(value))


@pytest.mark.parametrize("value", ["2789", "9000", "900", "27890"])
def test_a_figure_that_is_merely_large_or_small_is_silent(value: str) -> None:
    assert found(SLIP, "2025-06", months("2700", "2810", "2650", "2900", "2750", value)) == ()


def test_a_restless_history_tells_nothing() -> None:
    assert found(SLIP, "2025-06", months("3", "2800", "40", "90000", "2", "2789000")) == ()


def test_a_short_history_is_skipped_or_told() -> None:
    short = months("2700", "2810", "2789000")
    assert found(SLIP, "2025-03", short) == ()
    [one] = found(rule(SLIP, right="refuse"), "2025-03", short)
    assert one.verdict is Verdict.NOT_CHECKABLE


def test_years_to_date_are_held_against_those_of_other_years_only() -> None:
    to_march = [
        stated(HERE, "revenue", f"{year}-Q1", value)
        for year, value in ((2021, "80"), (2022, "85"), (2023, "88"), (2024, "90"), (2025, "91000"))
    ]
    [one] = found(SLIP, "2025-Q1", filed(*to_march))
    assert one.expected == 91
    assert found(SLIP, "2024-Q1", filed(*to_march)) == ()


def test_zero_and_negative_figures_are_not_powers_of_ten() -> None:
    assert found(SLIP, "2025-06", months("2700", "2810", "2650", "2900", "2750", "0")) == ()
    assert found(SLIP, "2025-06", months("2700", "2810", "2650", "2900", "2750", "-3")) == ()


def yearly(*growths: str) -> list[Figure]:
    """Return the revenue of May in years up to 2025 that grew by so many percent."""
    value, statements = Decimal(1000), []
    first = 2025 - len(growths)
    for year, growth in enumerate(("0", *growths), start=first):
        value = value * (1 + Decimal(growth) / 100)
        statements.append(stated(HERE, "revenue", f"{year}-05", f"{value:.3f}"))
    return filed(*statements)


def test_a_growth_far_from_that_of_other_years_is_suspect() -> None:
    [one] = found(OUTLIER, "2025-05", yearly("8", "9", "7", "10", "8", "60"))
    assert one.verdict is Verdict.SUSPECT
    assert one.unit == "percent"
    assert [round(value or 0) for value in numbers(one)] == [8, 60]


@pytest.mark.parametrize("growth", ["8", "15", "1", "-1"])
def test_a_growth_within_five_deviations_is_silent(growth: str) -> None:
    assert found(OUTLIER, "2025-05", yearly("8", "9", "7", "10", "8", growth)) == ()


def test_a_restless_series_may_jump() -> None:
    assert found(OUTLIER, "2025-05", yearly("60", "-30", "45", "-20", "80", "60")) == ()


def test_one_wild_year_does_not_hide_the_next() -> None:
    # A mean and a standard deviation would be pulled up by the 300 %; median and MAD are not.
    assert len(found(OUTLIER, "2025-05", yearly("8", "300", "7", "10", "8", "60"))) == 1


def test_rounded_levels_are_no_outliers() -> None:
    # 1, 1, 1, ..., 2: a unit is all that is printed, and the growth may be anything.
    figures = filed(
        *(stated(HERE, "revenue", f"{year}-05", "1") for year in range(2019, 2025)),
        stated(HERE, "revenue", "2025-05", "2"),
    )
    assert found(OUTLIER, "2025-05", figures) == ()


def test_the_same_month_of_other_years_is_compared_not_the_months_before() -> None:
    # A moving holiday: February grows by 30 % every year, other months by 5 %.
    figures = filed(
        *(
            stated(HERE, "revenue", f"{year}-{month:02}", f"{1000 * growth ** (year - 2018):.3f}")
            for year in range(2018, 2026)
            for month, growth in ((1, Decimal("1.05")), (2, Decimal("1.3")))
        )
    )
    assert found(OUTLIER, "2025-02", figures) == ()


def test_a_short_record_of_growths_is_skipped_or_told() -> None:
    short = yearly("8", "9", "60")
    assert found(OUTLIER, "2025-05", short) == ()
    [one] = found(rule(OUTLIER, right="refuse"), "2025-05", short)
    assert one.verdict is Verdict.NOT_CHECKABLE


def test_growth_never_crosses_a_break_in_series() -> None:
    # Output breaks in 2021: the growth of that year says nothing of those before and after.
    figures = filed(
        *(
            stated(HERE, "output", f"{year}-Q1", str(value))
            for year, value in zip(
                range(2015, 2022), (100, 107, 114, 122, 131, 140, 190), strict=True
            )
        )
    )
    assert found(OUTLIER, "2021-Q1", figures) == ()


def test_hidden_years_are_no_history() -> None:
    hidden = [
        *yearly("8", "9", "7", "10", "8", "60"),
        *filed(
            stated(HERE, "revenue", "2021-05", None, state="confidential", known="2026-02-01"),
            number=2,
        ),
    ]
    [one] = found(rule(OUTLIER, right="refuse"), "2025-05", hidden)
    assert one.verdict is Verdict.NOT_CHECKABLE


def test_the_median_absolute_deviation() -> None:
    assert deviation([1, 1, 2, 2, 4, 6, 9]) == 1
