"""Where a target stands, by the chance of meeting it; the thresholds are data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tiendo.outlook.goals import Goal
from tiendo.outlook.pace import RequiredPace, required_pace
from tiendo.outlook.year import NoOutlook, YearOutlook
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.words import Direction, TargetStatus

_SHORT_RECORD = 5  # growths


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which chance on a target is ahead, on track or at risk.

    Attributes:
        fewest_record_years: how many past growths of the rest make a record.
    """

    ahead: float
    on_track: float
    at_risk: float
    fewest_record_years: int


@dataclass(frozen=True, slots=True)
class TargetJudgement:
    """Where a target stands, how sure that is, and what it takes.

    Attributes:
        chance: of meeting the target, 0 to 1; None without an outlook.
        pace: what the rest of the year must bring; None without an outlook.
        reason: why there is no outlook, or why the target does not compare; None otherwise.
    """

    status: TargetStatus
    chance: float | None
    pace: RequiredPace | None
    reason: Sentence | None = None

    @property
    def short_record(self) -> int:
        """How many growths a record holds that puts a target beyond reach and is short; else 0."""
        over = self.pace is not None and self.pace.rest < 0
        years = self.pace.record_years if self.pace and not over else 0
        beyond = self.status is TargetStatus.BEYOND_REACH
        return years if beyond and years < _SHORT_RECORD else 0

    @property
    def caution(self) -> str:
        """What to bear in mind: beyond a short record is not beyond what is possible."""
        if not self.short_record:
            return ""
        return (
            f"beyond reach by a short record: it holds {self.short_record} growths of the rest of "
            "the year; the chance says more"
        )


@lru_cache(maxsize=1)
def packaged_thresholds() -> Thresholds:
    """Return the thresholds of data/thresholds.json."""
    text = (files("tiendo.outlook") / "data" / "thresholds.json").read_text(encoding="utf-8")
    table = json.loads(text)
    return Thresholds(
        ahead=float(table["ahead"]),
        on_track=float(table["on_track"]),
        at_risk=float(table["at_risk"]),
        fewest_record_years=int(table["fewest_record_years"]),
    )


def target_status(
    outlook: YearOutlook | NoOutlook, goal: Goal | None, thresholds: Thresholds | None = None
) -> TargetJudgement:
    """Judge a target.

    met: the year is over and the target met, or a rising flow is already there. missed: over and
    not met. beyond_reach: the rest of the year would have to grow as it never did in the record.
    Otherwise by the chance. Whether a figure is due yet is not known here.

    Args:
        outlook: of the series; without one the target has no data.
        goal: what is to be reached; None says that it cannot be compared with the series.
        thresholds: by default those of the package.
    """
    limits = thresholds or packaged_thresholds()
    if isinstance(outlook, NoOutlook):
        return TargetJudgement(TargetStatus.NO_DATA, None, None, outlook.reason)
    if goal is None:
        return TargetJudgement(TargetStatus.NOT_COMPARABLE, None, None)
    chance = outlook.chance(goal.level, goal.direction)
    pace = required_pace(outlook, goal)
    return TargetJudgement(_status(outlook, goal, chance, pace, limits), chance, pace)


def _status(
    outlook: YearOutlook, goal: Goal, chance: float, pace: RequiredPace, limits: Thresholds
) -> TargetStatus:
    if outlook.scale == 0:
        return TargetStatus.MET if goal.is_met_by(outlook.centre) else TargetStatus.MISSED
    rising = goal.direction is not Direction.DOWN
    adds_up = not outlook.history.is_last and not outlook.history.is_mean
    if adds_up and rising and outlook.to_date >= goal.level:
        return TargetStatus.MET
    if _was_never_reached(pace, rising, adds_up, limits):
        return TargetStatus.BEYOND_REACH
    if chance >= limits.ahead:
        return TargetStatus.AHEAD
    if chance >= limits.on_track:
        return TargetStatus.ON_TRACK
    return TargetStatus.AT_RISK if chance >= limits.at_risk else TargetStatus.OFF_TRACK


def _was_never_reached(pace: RequiredPace, rising: bool, adds_up: bool, limits: Thresholds) -> bool:
    if adds_up and not rising and pace.rest < 0:
        return True
    if pace.growth_pct is None or pace.best_growth_pct is None:
        return False
    if pace.record_years < limits.fewest_record_years:
        return False
    beyond = pace.growth_pct - pace.best_growth_pct
    return beyond > 0 if rising else beyond < 0
