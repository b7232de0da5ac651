"""What it takes: the pace of the rest of the year that would still reach a target.

Growth arithmetic: docs/methods.md and shared method of planning offices; the required growth of
the rest follows from that of the whole, weighed by the share the year to date had last year.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.outlook.arrays import Floats
from tiendo.outlook.goals import Goal
from tiendo.outlook.history import OutlookError
from tiendo.outlook.year import YearOutlook


@dataclass(frozen=True, slots=True)
class RequiredPace:
    """What the rest of the year must bring.

    Attributes:
        rest: how much is missing, in the unit of the series; negative when more than reached.
        periods_left: months (or quarters) that are left.
        per_period: the rest, evenly over them; of an average what each must be.
        growth_pct: growth on the same months of last year; None where they were zero or unknown.
        best_growth_pct: the highest such growth in the record, the lowest for a target to stay
            under; None with less than two years.
        best_year: the year of that growth.
        record_years: over how many years the record goes.
    """

    rest: float
    periods_left: int
    per_period: float | None
    growth_pct: float | None
    best_growth_pct: float | None
    best_year: int | None
    record_years: int


def required_pace(outlook: YearOutlook, goal: Goal) -> RequiredPace:
    """Return the pace that still reaches a goal, against the record of the same months."""
    history = outlook.history
    left = history.periods - len(outlook.now)
    rests = _rests(outlook)
    required, rest, per_period = _required(outlook, goal, left)
    growth = None
    # Nothing can grow by less than -100 %: then no more is needed.
    if left and len(rests) and rests[-1] > 0 and required >= 0:
        growth = 100 * (required / float(rests[-1]) - 1)
    best, year, years = _best(outlook, rests, goal)
    return RequiredPace(rest, left, per_period, growth, best, year, years)


def _required(outlook: YearOutlook, goal: Goal, left: int) -> tuple[float, float, float | None]:
    """Return what compares with the record's rests, what is missing, and that evenly spread."""
    history = outlook.history
    if history.is_last:
        rest = goal.level - outlook.to_date
        return goal.level, rest, rest / left if left else None
    if history.is_mean:
        rest = goal.level * history.periods - float(outlook.now.sum())
        even = rest / left if left else None
        return rest, even if even is not None else 0.0, even
    rest = goal.level - outlook.to_date
    return rest, rest, rest / left if left else None


def _rests(outlook: YearOutlook) -> Floats:
    """Return what the rest of each past year brought: of a stock its last value."""
    known = len(outlook.now)
    if outlook.history.is_last or known == outlook.history.periods:
        last: Floats = outlook.years[:, -1]
        return last
    rests: Floats = outlook.years[:, known:].sum(axis=1)
    return rests


def _best(outlook: YearOutlook, rests: Floats, goal: Goal) -> tuple[float | None, int | None, int]:
    if len(rests) < 2:
        return None, None, 0
    known = rests[:-1] > 0
    if not known.any():
        return None, None, 0
    growths = 100 * (rests[1:][known] / rests[:-1][known] - 1)
    years = outlook.year - len(rests) + 1 + np.flatnonzero(known)
    at = int(np.argmin(growths)) if goal.direction.value == "down" else int(np.argmax(growths))
    return float(growths[at]), int(years[at]), len(growths)


@dataclass(frozen=True, slots=True)
class Readings:
    """Both readings of "growth of g %, in the rest of the year": growths in percent.

    Attributes:
        share: the part of last year's figure that the year to date had.
        rest_if_year: what the rest must grow if g is meant for the whole year.
        year_if_rest: what the year grows if g is meant for the rest.
    """

    share: float
    rest_if_year: float
    year_if_rest: float


def both_readings(growth_pct: float, to_date_growth_pct: float, share: float) -> Readings:
    """Return both readings of an ambiguous growth, such as "7.7 % in the last six months".

    Args:
        growth_pct: the growth that the text names.
        to_date_growth_pct: growth of the year to date.
        share: the part of last year's figure that the year to date had, between 0 and 1.

    Raises:
        OutlookError: for a share that is none.
    """
    if not 0 < share < 1:
        raise OutlookError(
            f"a share of {share:g} of last year is none", remedy="give a number between 0 and 1"
        )
    return Readings(
        share=share,
        rest_if_year=(growth_pct - share * to_date_growth_pct) / (1 - share),
        year_if_rest=share * to_date_growth_pct + (1 - share) * growth_pct,
    )
