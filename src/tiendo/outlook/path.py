"""The path to a target: where the year should stand each month, and within which band.

A straight line is wrong for every flow with a season; the path gives each month its usual share
of the year, and the band shows between which figures the chance runs from 20 to 80 percent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.goals import Goal
from tiendo.outlook.prior import prior_for
from tiendo.outlook.year import YearOutlook
from tiendo.vocabulary.period import Period

_YEARS = 5
_TOPIC_WEIGHT = 3.0
_LOW, _HIGH = 0.2, 0.8


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One month (or quarter) of the path, year to date.

    Attributes:
        period: January to the month.
        path: where the year should stand.
        low, high: below `low` the chance of reaching the target is under 20 %, above `high`
            over 80 %.
        actual: where it stands, None for months ahead.
    """

    period: Period
    path: float
    low: float
    high: float
    actual: float | None


def target_path(
    outlook: YearOutlook, goal: Goal, topic_profile: Floats | None = None
) -> tuple[PathPoint, ...]:
    """Return the path of a goal; it never falls and ends at the goal.

    Args:
        outlook: of the series.
        goal: what is to be reached.
        topic_profile: cumulative shares of the year that the topic reaches, one a period; own
            years are shrunk to it. Without it and without own years the path is even.
    """
    history = outlook.history
    shares = cumulative_shares(outlook, topic_profile)
    length = 12 // history.periods
    points = []
    for index, share in enumerate(shares):
        path = goal.level * float(share)
        low, high = _band(outlook, index + 1, path)
        run = Period(outlook.year * 12, outlook.year * 12 + (index + 1) * length - 1)
        points.append(PathPoint(run, path, low, high, _actual(outlook, index)))
    return tuple(points)


def cumulative_shares(outlook: YearOutlook, topic_profile: Floats | None = None) -> Floats:
    """Return the share of the year reached by each period, rising, the last one 1.

    Of a stock: its level in percent of the year's end, which need not rise.
    """
    history = outlook.history
    years = outlook.years[-_YEARS:]
    if history.is_mean:
        return np.ones(history.periods)
    if history.is_last:
        ends = years[:, -1:]
        own = years[ends[:, 0] > 0] / ends[ends[:, 0] > 0]
        even = np.ones(history.periods)
    else:
        totals = years.sum(axis=1, keepdims=True)
        own = np.cumsum(years[totals[:, 0] > 0] / totals[totals[:, 0] > 0], axis=1)
        even = np.arange(1, history.periods + 1) / history.periods
    count = len(own)
    if topic_profile is None:
        mean = own.mean(axis=0) if count else even
    else:
        mean = (own.sum(axis=0) + _TOPIC_WEIGHT * topic_profile) / (count + _TOPIC_WEIGHT)
    shares: Floats = mean / mean[-1]
    return shares if history.is_last else np.maximum.accumulate(shares)


def _band(outlook: YearOutlook, known: int, path: float) -> tuple[float, float]:
    history = outlook.history
    if known == history.periods:
        return path, path
    law = prior_for(history.periods, known, history.is_last).law
    expected = law.expected_error(np.array([outlook.spread]), min(len(outlook.years), 2))[0]
    # A year to date so far below the path moves the outlook as far below the goal, and leaves the
    # chance to errors that are as large upwards.
    low = path * float(np.exp(-expected * law.quantile(_HIGH)))
    high = path * float(np.exp(-expected * law.quantile(_LOW)))
    return low, high


def _actual(outlook: YearOutlook, index: int) -> float | None:
    last = len(outlook.now) - 1
    if index > last or (outlook.history.spread_evenly and index < last):
        return None
    so_far = outlook.now[: index + 1]
    if outlook.history.is_last:
        return float(so_far[-1])
    return float(so_far.mean() if outlook.history.is_mean else so_far.sum())
