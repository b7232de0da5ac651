"""Targets: statuses by chance, required pace, both readings, the seasonal path."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.outlook.invented import (
    JUNE,
    MARKET,
    ORCHARD,
    QUARRY,
    YEAR,
    history,
    look,
    refusal,
)
from tiendo.outlook.goals import Goal, goal_for
from tiendo.outlook.history import OutlookError, SeriesHistory
from tiendo.outlook.pace import both_readings, required_pace
from tiendo.outlook.path import target_path
from tiendo.outlook.status import Thresholds, packaged_thresholds, target_status
from tiendo.vocabulary.words import Direction, Nature, Operator, TargetStatus

MARKET_NOW = look(history("market"))


# Two years of history hold a single growth of the rest: too little of a record to be beyond.
ORCHARD_NOW = look(history("orchard", np.vstack([np.full((3, 12), np.nan), ORCHARD[3:]])))


def reached_with(chance: float) -> Goal:
    """Return the orchard's goal that has a chance."""
    return Goal(ORCHARD_NOW.quantile(1 - chance))


@pytest.mark.parametrize(
    ("chance", "status"),
    [(0.85, "ahead"), (0.6, "on_track"), (0.3, "at_risk"), (0.15, "off_track")],
)
def test_the_status_follows_the_chance(chance: float, status: str) -> None:
    judged = target_status(ORCHARD_NOW, reached_with(chance))
    assert judged.status == status
    assert judged.chance == pytest.approx(chance, abs=1e-6)


def test_a_rising_flow_that_is_there_has_met_its_target_before_the_year_ends() -> None:
    assert target_status(MARKET_NOW, Goal(MARKET_NOW.to_date)).status is TargetStatus.MET


def test_when_the_year_is_over_it_is_met_or_missed() -> None:
    over = look(history("market"), month=12)
    assert target_status(over, Goal(over.centre)).status is TargetStatus.MET
    assert target_status(over, Goal(over.centre + 1)).status is TargetStatus.MISSED
    assert target_status(over, Goal(over.centre + 1, Direction.DOWN)).status is TargetStatus.MET


def test_a_pace_that_was_never_reached_is_beyond_reach() -> None:
    rests = MARKET[:5, JUNE:].sum(axis=1)
    best = max(rests[1:] / rests[:-1])
    just_beyond = Goal(MARKET_NOW.to_date + rests[-1] * best * 1.02)
    judged = target_status(MARKET_NOW, just_beyond)
    assert judged.status is TargetStatus.BEYOND_REACH
    assert judged.pace is not None
    assert judged.pace.growth_pct > judged.pace.best_growth_pct  # type: ignore[operator]


def test_beyond_a_short_record_says_that_it_is_short() -> None:
    short = look(SeriesHistory("market", 2021, MARKET[2:]))
    rests = MARKET[2:5, JUNE:].sum(axis=1)
    judged = target_status(short, Goal(short.to_date + rests[-1] * 1.3))
    assert judged.status is TargetStatus.BEYOND_REACH
    assert "it holds 2 growths" in judged.caution
    over = Goal(short.to_date * 0.9, Direction.DOWN)
    assert target_status(short, over).caution == ""
    assert target_status(MARKET_NOW, reached_with(0.6)).caution == ""


def test_a_flow_above_what_it_may_be_at_most_cannot_come_back() -> None:
    goal = Goal(MARKET_NOW.to_date * 0.9, Direction.DOWN)
    assert target_status(MARKET_NOW, goal).status is TargetStatus.BEYOND_REACH


def test_without_an_outlook_there_is_no_data_and_without_a_goal_no_comparison() -> None:
    nothing = refusal(history("odd", -MARKET))
    judged = target_status(nothing, Goal(1.0))
    assert (judged.status, judged.chance) == (TargetStatus.NO_DATA, None)
    assert "negative" in judged.reason
    assert target_status(MARKET_NOW, None).status is TargetStatus.NOT_COMPARABLE


def test_thresholds_are_data() -> None:
    assert packaged_thresholds() == Thresholds(0.8, 0.5, 0.2, 2)
    strict = Thresholds(0.95, 0.9, 0.85, 2)
    assert target_status(ORCHARD_NOW, reached_with(0.6), strict).status is TargetStatus.OFF_TRACK


def test_a_growth_target_is_reckoned_on_last_year() -> None:
    goal = goal_for(MARKET_NOW, 10.0, growth=True)
    assert goal.level == pytest.approx(1.1 * MARKET[4].sum())


def test_a_bare_number_is_judged_by_the_direction_that_is_good() -> None:
    down = look(history("market", direction=Direction.DOWN))
    assert goal_for(down, 1500.0).direction is Direction.DOWN
    assert goal_for(down, 1500.0, operator=Operator.AT_LEAST).direction is Direction.UP
    assert goal_for(MARKET_NOW, 1500.0, operator=Operator.AT_MOST).direction is Direction.DOWN


@pytest.mark.parametrize(
    ("value", "facts", "said"),
    [
        (0.0, {}, "reached by doing nothing"),
        (-5.0, {}, "reached by doing nothing"),
        (1500.0, {"unit": "t"}, "the target is in t, the series in bn VND"),
        (1.5e6, {}, "too far apart to be in one unit"),
    ],
)
def test_targets_that_mean_nothing_are_refused(
    value: float, facts: dict[str, str], said: str
) -> None:
    told = look(history("market", unit="bn VND"))
    with pytest.raises(OutlookError, match=said):
        goal_for(told, value, **facts)  # type: ignore[arg-type]


def test_required_pace_of_a_flow() -> None:
    goal = Goal(1600.0)
    pace = required_pace(MARKET_NOW, goal)
    rest = 1600.0 - MARKET[5, :JUNE].sum()
    last_rest = MARKET[4, JUNE:].sum()
    assert pace.rest == pytest.approx(rest)
    assert (pace.periods_left, pace.per_period) == (6, pytest.approx(rest / 6))
    assert pace.growth_pct == pytest.approx(100 * (rest / last_rest - 1))
    rests = MARKET[:5, JUNE:].sum(axis=1)
    growths = 100 * (rests[1:] / rests[:-1] - 1)
    assert pace.best_growth_pct == pytest.approx(growths.max())
    assert pace.best_year == 2020 + int(growths.argmax())
    assert pace.record_years == 4


def test_required_pace_of_a_stock_is_a_level() -> None:
    stock = np.cumsum(np.full((6, 12), 2.0)).reshape(6, 12) + 100
    pace = required_pace(look(history("households", stock, nature=Nature.STOCK)), Goal(250.0))
    assert pace.rest == pytest.approx(250.0 - stock[5, JUNE - 1])
    assert pace.growth_pct == pytest.approx(100 * (250.0 / stock[4, 11] - 1))


@pytest.mark.parametrize(("share", "rest"), [(0.45, 9.70), (0.48, 9.96), (0.50, 10.14)])
def test_cam_pha_needs_about_ten_percent_in_the_second_half(share: float, rest: float) -> None:
    # 63,700 at +5.2 % and 685 at +10.7 % are +5.26 % in the first half; the year is to be +7.7 %.
    first_half = 100 * ((63_700 + 685) / (63_700 / 1.052 + 685 / 1.107) - 1)
    assert first_half == pytest.approx(5.26, abs=0.01)
    readings = both_readings(7.7, first_half, share)
    assert readings.rest_if_year == pytest.approx(rest, abs=0.01)
    assert 6.4 < readings.year_if_rest < 6.65


def test_a_share_that_is_none_has_no_readings() -> None:
    with pytest.raises(OutlookError, match="is none"):
        both_readings(7.7, 5.26, 1.0)


def test_the_reference_province_needs_13_percent_in_the_second_half() -> None:
    table = Path(__file__).resolve().parents[3] / "shared/data/vietnam"
    file = table / "ref_dienbien_grdp_scenario_2026.csv"
    if not file.exists():
        pytest.skip("the reference province's scenario is not on this machine")
    import csv

    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    sectors = [row for row in rows if row["isic_section"] != "TOTAL"]
    [total] = [row for row in rows if row["isic_section"] == "TOTAL"]
    base, goal = (sum(float(r[c]) for r in sectors) for c in ("va_2025_bn", "target_2026_bn"))
    assert (round(base, 1), round(goal, 1)) == (30_469.0, 33_826.4)
    half = float(total["va_6m2026_bn"])
    before = half / (1 + float(total["growth_6m_pct"]) / 100)
    readings = both_readings(100 * (goal / base - 1), 100 * (half / before - 1), before / base)
    assert readings.rest_if_year == pytest.approx(13.07, abs=0.01)
    assert readings.rest_if_year == pytest.approx(100 * ((goal - half) / (base - before) - 1))


def test_the_path_rises_with_the_season_and_ends_at_the_goal() -> None:
    goal = Goal(1500.0)
    path = target_path(MARKET_NOW, goal)
    levels = [point.path for point in path]
    assert levels == sorted(levels)
    assert levels[-1] == pytest.approx(1500.0)
    assert levels[0] < 1500.0 / 12  # January is weak in the market
    assert [point.actual is not None for point in path] == [True] * 6 + [False] * 6
    assert path[5].actual == pytest.approx(MARKET_NOW.to_date)
    assert str(path[5].period) == "2024-H1"
    assert all(point.low < point.path < point.high for point in path[:-1])
    assert (path[-1].low, path[-1].high) == (path[-1].path, path[-1].path)


def test_the_band_narrows_as_the_year_goes_on() -> None:
    path = target_path(MARKET_NOW, Goal(1500.0))
    widths = [point.high / point.low for point in path]
    assert widths == sorted(widths, reverse=True)


def test_a_topic_s_profile_bends_the_path_of_a_short_record() -> None:
    short = look(history("quarry", np.vstack([np.full((4, 12), np.nan), QUARRY[4:]])))
    even = np.arange(1, 13) / 12
    late = even**2
    own, bent = (target_path(short, Goal(1500.0), profile)[5].path for profile in (None, late))
    assert bent < own
    assert YEAR == short.year
