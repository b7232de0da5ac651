"""What a form asks, line by line, and where everything stands on its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Rule

MARK = "tiendo-form"
VERSION = 1
HIDDEN_SHEET = "tiendo"

STATUS_ROW, HEADING_ROW, FIRST_LINE = 4, 7, 8
STATUS_COLUMN = 3


class Column(IntEnum):
    """The columns of the sheet that people fill."""

    NUMBER = 0
    PLACE = 1
    INDICATOR = 2
    UNIT = 3
    SAME_PERIOD = 4
    PREVIOUS_PERIOD = 5
    BEFORE = 6
    PLAN = 7
    VALUE = 8
    CUMULATIVE = 9
    STATE = 10
    ID = 11


@dataclass(frozen=True, slots=True)
class Line:
    """One series of one place that is asked, with what is known beside it.

    Attributes:
        place: whose figure.
        card: its indicator.
        series: the cut and the price basis.
        same_period: value of the same period of last year, in the card's unit; None if unknown.
        previous_period: value of the period before.
        before: the year's total up to the period; None for stocks and at the year's beginning.
        plans: plans of the year, each with who assigned it ("" where nobody is named).
    """

    place: Place
    card: Indicator
    series: Series
    same_period: Decimal | None = None
    previous_period: Decimal | None = None
    before: Decimal | None = None
    plans: tuple[tuple[str, Decimal], ...] = ()

    def asks_cumulative(self, period: Period) -> bool:
        """Whether the year's total is asked besides: of flows, where it is another run."""
        return self.card.time_rule is Rule.SUM and period.year_to_date() != period


@dataclass(frozen=True, slots=True)
class Form:
    """What an office is asked for a period.

    Attributes:
        office: who is asked, by name.
        period: the run of months.
        as_of: the day on which the figures beside the cells were known.
        language: in which it is written.
        lines: what is asked, in order.
    """

    office: str
    period: Period
    as_of: date
    language: str
    lines: tuple[Line, ...]
