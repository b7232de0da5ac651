"""The Lunar New Year table, and what share of the holidays falls into January."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from tests.outlook.invented import MARKET
from tiendo.outlook.tet import as_though_in, first_days, share_in_january, tet_effects


@pytest.mark.parametrize(
    ("year", "day"),
    [
        (2007, date(2007, 2, 17)),  # a day before the Chinese one: the meridian of Hanoi
        (2020, date(2020, 1, 25)),
        (2023, date(2023, 1, 22)),
        (2024, date(2024, 2, 10)),
        (2025, date(2025, 1, 29)),
        (2030, date(2030, 2, 2)),
    ],
)
def test_the_table_holds_the_calendar_s_days(year: int, day: date) -> None:
    assert first_days()[year] == day


def test_holidays_are_counted_by_month() -> None:
    assert share_in_january(2023) == 1.0
    assert share_in_january(2024) == 0.0
    assert share_in_january(2025) == pytest.approx(5 / 9)
    assert share_in_january(1800) is None


def test_only_january_and_february_move_and_no_year_changes() -> None:
    moved, told = as_though_in(MARKET[:5], 2019, 2024, -0.15)
    assert told
    assert moved[:, 2:] == pytest.approx(MARKET[:5, 2:])
    assert moved.sum(axis=1) == pytest.approx(MARKET[:5].sum(axis=1))
    assert moved[4, 0] == pytest.approx(MARKET[4, 0] * np.exp(0.15))


def test_without_an_effect_nothing_moves() -> None:
    moved, told = as_though_in(MARKET[:5], 2019, 2024, 0.0)
    assert (moved == MARKET[:5]).all() and not told


def test_effects_are_data_with_their_topics() -> None:
    assert set(tet_effects()) >= {"export", "import", "retail"}
    assert all(-0.5 < effect < 0.5 for effect in tet_effects().values())
