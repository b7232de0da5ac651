"""The year-end outlook: its properties, and what it does from no year of history to many."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.outlook.invented import (
    BY_NAME,
    FIRST_YEAR,
    JUNE,
    MARKET,
    YEAR,
    history,
    look,
    refusal,
    table,
)
from tiendo.outlook.engines import Engine
from tiendo.outlook.history import OutlookError, SeriesHistory
from tiendo.outlook.year import YearOutlook, year_outlook
from tiendo.vocabulary.words import Direction, Nature

NAMES = st.sampled_from(sorted(BY_NAME))
MONTHS = st.integers(1, 11)


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_the_year_ends_within_a_wide_interval_of_what_was_invented(name: str) -> None:
    told = look(history(name))
    low, high = told.interval(0.95)
    assert low < BY_NAME[name][5].sum() < high
    assert told.to_date == pytest.approx(BY_NAME[name][5, :JUNE].sum())


@settings(max_examples=25)
@given(name=NAMES, month=MONTHS, low=st.floats(0.5, 2), step=st.floats(0.001, 1))
def test_the_chance_falls_when_the_target_rises(
    name: str, month: int, low: float, step: float
) -> None:
    told = look(history(name), month)
    easy, hard = told.centre * low, told.centre * (low + step)
    assert told.chance(easy) >= told.chance(hard)
    assert told.chance(easy, Direction.DOWN) == pytest.approx(1 - told.chance(easy))
    assert 0 <= told.chance(hard) <= told.chance(easy) <= 1


@settings(max_examples=25)
@given(name=NAMES, month=MONTHS, factor=st.floats(1e-6, 1e9))
def test_another_unit_changes_nothing(name: str, month: int, factor: float) -> None:
    plain = look(history(name), month)
    scaled = look(history(name, BY_NAME[name] * factor), month)
    assert scaled.centre == pytest.approx(factor * plain.centre, rel=1e-9)
    assert scaled.quantile(0.1) == pytest.approx(factor * plain.quantile(0.1), rel=1e-9)
    assert scaled.chance(factor * 1300) == pytest.approx(plain.chance(1300), abs=1e-9)


@settings(max_examples=25)
@given(name=NAMES, month=MONTHS, later=st.floats(0, 1e6))
def test_figures_after_the_month_never_matter(name: str, month: int, later: float) -> None:
    changed = BY_NAME[name].copy()
    changed[5, month:] = later
    assert look(history(name, changed), month).centre == look(history(name), month).centre


@settings(max_examples=15)
@given(month=st.integers(0, 5), factor=st.floats(0.9, 1.1))
def test_a_revision_moves_its_own_series_only(month: int, factor: float) -> None:
    revised = MARKET.copy()
    revised[5, month] *= factor
    plain = year_outlook([history("market"), history("quarry")], JUNE, year=YEAR)
    after = year_outlook([history("market", revised), history("quarry")], JUNE, year=YEAR)
    quarries = [one.outlooks[1] for one in (plain, after)]
    assert all(isinstance(one, YearOutlook) for one in quarries)
    assert quarries[0].quantile(0.1) == quarries[1].quantile(0.1)  # type: ignore[union-attr]
    if factor == 1.0:
        assert after.outlooks[0].centre == plain.outlooks[0].centre  # type: ignore[union-attr]


@pytest.mark.parametrize("years", [0, 1, 2, 3, 5, 29])
def test_from_no_year_of_history_to_many(years: int) -> None:
    values = table(0.04, 1.0, 0.05, years=years + 1)
    one = SeriesHistory("market", YEAR - years, values)
    told = look(one)
    low, high = told.interval(0.8)
    assert told.to_date < low < told.centre < high
    assert told.centre == pytest.approx(values[-1].sum(), rel=0.2)
    assert len(told.past) == max(0, min(years, 10) - 1) or len(told.past) == 4


def test_less_history_is_less_sure() -> None:
    widths = []
    for years in (0, 1, 4):
        low, high = look(SeriesHistory("m", YEAR - years, MARKET[5 - years :])).interval(0.8)
        widths.append(high / low)
    assert widths == sorted(widths, reverse=True)


def test_without_history_peers_of_the_topic_lend_their_profile() -> None:
    peers = [history(f"peer {n}", table(0.05, 1.0, 0.05, seed=n), topic="trade") for n in range(5)]
    young = SeriesHistory("young", YEAR, MARKET[5:], topic="trade")
    lone = look(young).centre
    lent = year_outlook([*peers, young], JUNE, year=YEAR).outlooks[-1]
    assert isinstance(lent, YearOutlook)
    actual = MARKET[5].sum()
    assert abs(lent.centre - actual) < abs(lone - actual)
    assert "no year of history" in lent.method


def test_a_stock_ends_at_its_last_month() -> None:
    stock = np.cumsum(np.full((6, 12), 2.0)).reshape(6, 12) + 100
    told = look(history("households", stock, nature=Nature.STOCK))
    assert told.centre == pytest.approx(stock[5, 11], rel=0.03)
    assert told.to_date == stock[5, JUNE - 1]


def test_an_average_is_the_mean_of_its_months() -> None:
    told = look(history("yield", nature=Nature.AVERAGE, values=MARKET))
    assert told.centre == pytest.approx(look(history("market")).centre / 12)


def test_at_constant_prices_growth_persists() -> None:
    steady = table(0.08, 1.0, 0.004)
    told = look(history("grdp", steady, constant_price=True), month=3)
    assert told.centre / told.last_year - 1 == pytest.approx(0.08, abs=0.01)  # type: ignore[operator]


def test_quarters_do_as_months_do() -> None:
    quarters = MARKET.reshape(6, 4, 3).sum(axis=2)
    told = look(history("market", quarters))
    assert told.centre == pytest.approx(look(history("market")).centre, rel=0.05)


def test_a_year_that_is_over_is_known() -> None:
    told = look(history("market"), month=12)
    assert told.centre == told.quantile(0.1) == pytest.approx(MARKET[5].sum())
    assert (told.chance(told.centre), told.chance(told.centre * 1.01)) == (1.0, 0.0)


def test_it_keeps_how_it_was_made_and_how_it_erred_before() -> None:
    told = look(history("market"))
    assert "quick" in told.method and "5 years of history" in told.method
    assert [past.year for past in told.past] == [2023, 2022, 2021, 2020]
    for past in told.past:
        assert past.actual == pytest.approx(MARKET[past.year - FIRST_YEAR].sum())
        assert past.error_pct == pytest.approx(100 * (past.outlook / past.actual - 1))


def test_past_errors_are_those_of_an_outlook_made_then() -> None:
    told = look(history("market"))
    then = look(history("market", MARKET[:5]), year=2023)
    assert told.past[0].outlook == pytest.approx(then.centre, rel=0.01)


def test_a_calibration_given_is_used() -> None:
    many = [history(f"s{n}", table(0.05, 1.0, 0.1, seed=n)) for n in range(30)]
    made = year_outlook(many, JUNE, year=YEAR, vintage="2024-07-06")
    assert made.calibration.vintage == "2024-07-06"
    again = year_outlook(many[:1], JUNE, year=YEAR, calibration=made.calibration).outlooks[0]
    assert isinstance(again, YearOutlook)
    assert again.law is made.calibration.laws[12, JUNE, False]


def test_the_full_engine_adds_the_library_s_models() -> None:
    [told] = year_outlook([history("market")], JUNE, year=YEAR, engine=Engine.FULL).outlooks
    assert isinstance(told, YearOutlook)
    assert {"ets", "ces"} <= set(told.estimates)
    assert told.centre == pytest.approx(MARKET[5].sum(), rel=0.05)


def test_a_series_that_is_refused_does_not_stop_the_others() -> None:
    negative = history("odd", -MARKET)
    made = year_outlook([negative, history("market")], JUNE, year=YEAR).outlooks
    assert [type(one).__name__ for one in made] == ["NoOutlook", "YearOutlook"]
    assert refusal(negative).series == "odd"


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_is_none_is_refused(month: int) -> None:
    with pytest.raises(OutlookError, match="is no month"):
        year_outlook([history("market")], month)


def test_a_quarter_must_have_ended() -> None:
    quarters = history("market", MARKET.reshape(6, 4, 3).sum(axis=2))
    assert "no quarter of 2024 has ended" in refusal(quarters, month=2).reason
