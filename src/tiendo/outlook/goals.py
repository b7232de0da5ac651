"""A target as the outlook takes it: a level of the year, to be reached from below or kept under."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.outlook.history import OutlookError
from tiendo.outlook.year import YearOutlook
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
        OutlookError: for a target of zero that is to be reached, one in another unit, or a growth
            without last year's figure.
    """
    series = outlook.series
    direction = _direction(operator, outlook.history.direction)
    if growth:
        if outlook.last_year is None:
            raise OutlookError(
                f"{series}: a growth target needs last year's figure", remedy="file last year"
            )
        return Goal(outlook.last_year * (1 + value / 100), direction)
    if unit and outlook.history.unit and unit != outlook.history.unit:
        raise OutlookError(
            f"{series}: the target is in {unit}, the series in {outlook.history.unit}",
            remedy="give both in one unit",
        )
    if value < 0 or (value == 0 and direction is not Direction.DOWN):
        raise OutlookError(
            f"{series}: a target of {value:g} is reached by doing nothing",
            remedy="give the level that is to be reached",
        )
    comparable = value > 0 and outlook.centre > 0
    if comparable and not 1 / _OTHER_UNIT < value / outlook.centre < _OTHER_UNIT:
        raise OutlookError(
            f"{series}: the target {value:.10g} and the outlook {outlook.centre:.6g} are too far "
            "apart to be in one unit",
            remedy="check the unit of the target",
        )
    return Goal(value, direction)


def _direction(operator: Operator, good: Direction) -> Direction:
    if operator in _AT_MOST:
        return Direction.DOWN
    if operator in _AT_LEAST:
        return Direction.UP
    return Direction.DOWN if good is Direction.DOWN else Direction.UP
