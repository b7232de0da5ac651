"""A target as the outlook takes it: a level of the year, to be reached from below or kept under."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.outlook.history import OutlookError
from tiendo.outlook.wording import OutlookReason
from tiendo.outlook.year import YearOutlook
from tiendo.vocabulary.sentence import Sentence, UnitText, number
from tiendo.vocabulary.words import Direction, Operator

_OTHER_UNIT = 30.0  # times the outlook or less than a thirtieth: a unit was mixed up
_AT_MOST = (Operator.LESS_THAN, Operator.AT_MOST, Operator.NONE_LEFT)
_AT_LEAST = (Operator.MORE_THAN, Operator.AT_LEAST)


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure for the year, and which way it is met.

    Attributes:
        level: in the unit of the series.
        direction: up (at least) or down (at most).
    """

    level: float
    direction: Direction = Direction.UP

    def is_met_by(self, figure: float) -> bool:
        """Whether a figure of the whole year meets the goal."""
        return figure <= self.level if self.direction is Direction.DOWN else figure >= self.level


class NoGoal(OutlookError):
    """A plan figure by which a series cannot be judged, and why."""

    def __init__(self, reason: Sentence, *, remedy: str) -> None:
        self.reason = reason
        super().__init__(reason, remedy=remedy)


def goal_for(
    outlook: YearOutlook,
    value: float,
    *,
    operator: Operator = Operator.EXACT,
    unit: str = "",
    growth: bool = False,
) -> Goal:
    """Return the goal that a plan figure sets for a series.

    A bare printed number is judged by the direction in which the indicator is good.

    Args:
        outlook: the series' outlook.
        value: the level planned, or with `growth` the growth in percent on last year.
        operator: how the plan says it is to be met.
        unit: unit of the plan figure, if stated.
        growth: whether `value` is a growth.

    Raises:
        NoGoal: for a target of zero that is to be reached, one in another unit, or a growth
            without last year's figure.
    """
    direction = _direction(operator, outlook.history.direction)
    if growth:
        if outlook.last_year is None:
            why = OutlookReason.NO_LAST_YEAR_FOR_GROWTH.said()
            raise NoGoal(_of(outlook, why), remedy="file last year")
        return Goal(outlook.last_year * (1 + value / 100), direction)
    if unit and outlook.history.unit and unit != outlook.history.unit:
        units = UnitText(unit), UnitText(outlook.history.unit)
        why = OutlookReason.TARGET_IN_OTHER_UNIT.said(unit=units[0], other=units[1])
        raise NoGoal(_of(outlook, why), remedy="give both in one unit")
    if value < 0 or (value == 0 and direction is not Direction.DOWN):
        why = OutlookReason.TARGET_OF_NOTHING.said(target=number(value, "g"))
        raise NoGoal(_of(outlook, why), remedy="give the level that is to be reached")
    comparable = value > 0 and outlook.centre > 0
    if comparable and not 1 / _OTHER_UNIT < value / outlook.centre < _OTHER_UNIT:
        why = OutlookReason.TARGET_TOO_FAR.said(
            target=number(value, ".10g"), outlook=number(outlook.centre, ".6g")
        )
        raise NoGoal(_of(outlook, why), remedy="check the unit of the target")
    return Goal(value, direction)


def _of(outlook: YearOutlook, why: Sentence) -> Sentence:
    return OutlookReason.OF_SERIES.said(series=outlook.series, why=why)


def _direction(operator: Operator, good: Direction) -> Direction:
    if operator in _AT_MOST:
        return Direction.DOWN
    if operator in _AT_LEAST:
        return Direction.UP
    return Direction.DOWN if good is Direction.DOWN else Direction.UP
