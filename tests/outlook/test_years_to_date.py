"""Series that tell sums only, halves or years to date, and series without a past year."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.outlook.invented import (
    BY_NAME,
    FIRST_YEAR,
    JUNE,
    MARKET,
    ORCHARD,
    QUARRY,
    YEAR,
    gate_words,
    history,
    look,
    months_of,
    refusal,
    table,
)
from tiendo.outlook.goals import goal_for
from tiendo.outlook.history import OutlookError, SeriesHistory, lay_out, years_to_date
from tiendo.outlook.of_file import outlooks_of
from tiendo.outlook.path import target_path
from tiendo.outlook.status import target_status
from tiendo.outlook.tables import read_series
from tiendo.outlook.year import YearOutlook, year_outlook
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Nature, TargetStatus

HALF = Period.parse("2024-H1")


def told(*rows: tuple[str, float]) -> SeriesHistory:
    """Return a series of which these runs are told."""
    return lay_out("told", [(Period.parse(run), value) for run, value in rows])


def halves(values: np.ndarray, first_year: int = FIRST_YEAR) -> list[tuple[str, float]]:
    """Return the first half and the whole of each year, of the last one its first half alone."""
    rows = []
    for number, year in enumerate(values):
        rows.append((f"{first_year + number}-H1", float(year[:6].sum())))
        if number < len(values) - 1:
            rows.append((f"{first_year + number}", float(year.sum())))
    return rows


def test_half_a_year_alone_is_carried_on_at_an_even_pace_within_a_wide_interval() -> None:
    one = look(told(("2024-H1", 5570)))
    assert one.centre == pytest.approx(11_140) and one.to_date == pytest.approx(5570)
    low, high = one.interval(0.8)
    assert high / low > 1.35
    assert "only the sum of the year so far is known; no year of history" in one.method
    assert "wide intervals" in one.method
    assert gate_words(one) == ["gap"] and "of 2024-H1 only the sum is known" in one.notes[0].detail
    judged = target_status(one, goal_for(one, 12_748.91))
    assert judged.status in {TargetStatus.OFF_TRACK, TargetStatus.AT_RISK}
    assert judged.pace and judged.pace.rest == pytest.approx(12_748.91 - 5570)


def test_half_a_year_is_wider_than_its_even_months_would_be() -> None:
    months = np.full((1, 12), np.nan)
    months[0, :JUNE] = 5570 / 6
    by_month = look(SeriesHistory("told", YEAR, months))
    assert by_month.centre == pytest.approx(11_140)
    assert look(told(("2024-H1", 5570))).scale > by_month.scale


def test_peers_of_the_topic_lend_their_profile_to_a_sum() -> None:
    peers = [history(f"peer {n}", table(0.05, 1.0, 0.05, seed=n), topic="trade") for n in range(5)]
    alone = lay_out("young", [(HALF, float(MARKET[5, :6].sum()))], topic="trade")
    lent = year_outlook([*peers, alone], JUNE, year=YEAR).outlooks[-1]
    assert isinstance(lent, YearOutlook)
    assert abs(lent.centre - MARKET[5].sum()) < abs(look(alone).centre - MARKET[5].sum())


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_halves_are_compared_with_the_halves_of_past_years(name: str) -> None:
    values = BY_NAME[name]
    one = look(told(*halves(values)))
    assert one.last_year == pytest.approx(values[4].sum())
    assert one.to_date == pytest.approx(values[5, :6].sum())
    low, high = one.interval(0.95)
    assert low < values[5].sum() < high
    assert "the same sum of 5 past years" in one.method
    assert len(one.past) == 4
    alone = look(told(halves(values)[-1]))
    assert high / low < alone.quantile(0.975) / alone.quantile(0.025)


def test_a_season_that_the_halves_tell_is_no_even_pace() -> None:
    rows = [("2022-H1", 20.0), ("2022", 100.0), ("2023-H1", 20.0), ("2023", 100.0)]
    assert look(told(*rows, ("2024-H1", 20.0))).centre == pytest.approx(100, rel=0.05)


def test_quarters_stand_in_where_this_year_s_months_are_not_all_told() -> None:
    months = [(str(period), value) for period, value in months_of(MARKET[:5])]
    first, second = (float(MARKET[5, start : start + 3].sum()) for start in (0, 3))
    by_quarter = look(history("market", MARKET.reshape(6, 4, 3).sum(axis=2)))
    for this_year in (
        [("2024-Q1", first), ("2024-Q2", second)],
        [("2024-Q1", first), ("2024-H1", first + second)],
    ):
        one = look(told(*months, *this_year))
        assert one.history.periods == 4 and "5 years of history" in one.method
        assert one.centre == pytest.approx(by_quarter.centre)
    half = look(told(*months, ("2024-H1", first + second)))
    assert "the same sum of 5 past years" in half.method
    assert half.centre == pytest.approx(MARKET[5].sum(), rel=0.1)


@given(later=st.floats(0, 1e6), year=st.floats(0, 1e6))
def test_sums_after_the_month_never_matter(later: float, year: float) -> None:
    rows = halves(QUARRY)
    plain = look(told(*rows))
    after = look(told(*rows, ("2024-9M", later), ("2024", year), ("2024-H2", later)))
    assert after.centre == plain.centre and after.quantile(0.1) == plain.quantile(0.1)


@given(factor=st.floats(1e-3, 1e6))
def test_another_unit_changes_nothing(factor: float) -> None:
    rows = halves(ORCHARD)
    scaled = look(told(*[(run, factor * value) for run, value in rows]))
    assert scaled.centre == pytest.approx(factor * look(told(*rows)).centre, rel=1e-9)


def test_what_is_not_told_of_the_year_to_date_is_no_year_to_date() -> None:
    assert "nothing of 2024" in refusal(told(*halves(QUARRY)[:-1], ("2024-H2", 9.0))).reason
    assert "nothing of 2024" in refusal(told(*halves(QUARRY)[:-1], ("2024-9M", 9.0))).reason
    one = refusal(told(("2023-H1", 5.0), ("2023", 9.0), ("2024-H1", -5.0)))
    assert "negative values" in one.reason
    assert "all values are zero" in refusal(told(("2024-H1", 0.0))).reason
    twice = refusal(told(("2024-H1", 5.0), ("2024-H1", 6.0)))
    assert "2024-06 is given twice" in twice.reason


def test_older_quarters_without_last_year_s_leave_the_year_to_date() -> None:
    older = [(f"2022-Q{number}", 25.0) for number in (1, 2, 3, 4)]
    one = look(told(*older, ("2023-01", 8.0), ("2024-Q1", 25.0), ("2024-H1", 50.0)))
    assert one.centre == pytest.approx(100) and "no year of history" in one.method


def test_sums_of_another_topic_teach_the_other_series_nothing() -> None:
    others = [history(f"peer {n}", table(0.05, 1.0, 0.1, seed=n)) for n in range(40)]
    alone = year_outlook(others, JUNE, year=YEAR).outlooks[0]
    orchard = replace(told(*halves(ORCHARD)), topic="fruit")
    beside = year_outlook([*others, orchard], JUNE, year=YEAR).outlooks[0]
    assert isinstance(alone, YearOutlook) and isinstance(beside, YearOutlook)
    assert (alone.centre, alone.quantile(0.1)) == (beside.centre, beside.quantile(0.1))


def test_a_corrected_half_of_a_past_year_is_left_out() -> None:
    one = look(told(("2023-H1", 12.0), ("2023", 9.0), ("2024-H1", 5.0)))
    assert one.last_year is None and one.centre == pytest.approx(10)


def test_a_single_quarter_is_a_year_to_date_and_a_single_month_is_not() -> None:
    assert look(told(("2024-Q1", 25.0)), month=3).centre == pytest.approx(100)
    assert "a single value" in refusal(told(("2024-01", 25.0)), month=1).reason


def test_months_that_a_sum_hides_are_not_shown_on_the_path() -> None:
    one = look(told(*halves(QUARRY)))
    path = target_path(one, goal_for(one, 1500.0))
    assert [point.actual is None for point in path] == [True] * 5 + [False] + [True] * 6
    assert path[5].actual == pytest.approx(QUARRY[5, :6].sum())


@pytest.mark.parametrize(
    "runs", [("2024",), ("2023", "2024"), ("2024-02", "2024-04/2024-08"), ("2021/2025", "2024-01")]
)
def test_other_runs_are_refused(runs: tuple[str, ...]) -> None:
    with pytest.raises(OutlookError, match="all be months, or all be quarters"):
        lay_out("odd", [(Period.parse(run), 1.0) for run in runs])


def test_a_half_of_a_stock_means_nothing() -> None:
    with pytest.raises(OutlookError, match="2024-H1 is not like the others"):
        lay_out("households", [(HALF, 5.0)], nature=Nature.STOCK)


def test_a_table_may_hold_halves(tmp_path: Path) -> None:
    file = tmp_path / "halves.csv"
    file.write_text("series,period,value\nrevenue,2024-H1,5570\n", encoding="utf-8")
    [one] = outlooks_of(read_series(file), JUNE)
    assert isinstance(one.outlook, YearOutlook) and one.outlook.centre == pytest.approx(11_140)


@given(months=st.lists(st.floats(0, 1e6), min_size=12, max_size=12))
def test_years_to_date_are_sums_of_runs_in_order(months: list[float]) -> None:
    runs = [(Period.of_month(YEAR, number + 1), value) for number, value in enumerate(months)]
    [row] = years_to_date(reversed(runs), YEAR, 1)
    assert row == pytest.approx(list(accumulate(months)))


def test_a_hole_ends_the_year_to_date_until_a_longer_run_bridges_it() -> None:
    runs = [("2024-01", 1.0), ("2024-03", 3.0), ("2024-H1", 30.0), ("2024-07", 4.0)]
    [row] = years_to_date([(Period.parse(run), value) for run, value in runs], YEAR, 1)
    assert np.flatnonzero(np.isfinite(row)).tolist() == [0, 5, 6]
    assert row[[0, 5, 6]].tolist() == [1.0, 30.0, 34.0]


def test_without_history_uneven_months_are_less_sure_than_even_ones() -> None:
    months = np.full((1, 12), np.nan)
    widths = []
    for swing in (0.0, 0.3, 0.9):
        months[0, :JUNE] = 100 * (1 + swing * np.array([1, -1, 1, -1, 1, -1]))
        low, high = look(SeriesHistory("young", YEAR, months.copy())).interval(0.8)
        widths.append(high / low)
    assert widths == sorted(widths) and widths[-1] > 1.5
