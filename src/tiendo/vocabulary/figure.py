"""A figure: one number as somebody stated it, with who, when and where from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from tiendo.vocabulary.interval import Interval, bounds_of_plan, bounds_of_printed
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import (
    Comparator,
    FiledState,
    Kind,
    Modality,
    Operator,
    Status,
)


@dataclass(frozen=True, slots=True)
class Filing:
    """Somebody's act of handing in figures.

    Attributes:
        id: its number in the ledger.
        by: the person who filed.
        recorded_at: UTC instant at which this system wrote it.
        file_name: name of the file handed in, without its folder; empty for a form.
        source: who published the figures, as the file or the loader says; may be empty.
    """

    id: int
    by: str
    recorded_at: datetime
    file_name: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one line of a filing says, before the ledger numbers it.

    Attributes:
        place: key of the place.
        series: indicator, breakdown and price basis.
        period: the run of months it is about.
        kind: what the number states: a level, a growth, a share of the plan, ...
        value: in the card's unit for levels, changes and plan levels, otherwise in percent (growth,
            base ratio, shares) or percentage points (contribution); None where `state` stands.
        value_hi: upper end of a range.
        decimals: printed digits after the point in that unit, negative where a scale moved it.
        stated_unit: the unit as it was filed.
        cell: where in the file it stands, such as "line 12".
        known_at: the date on which the world could know it.
        known_at_given: whether that date was stated rather than taken from today.
    """

    place: str
    series: Series
    period: Period
    kind: Kind
    value: Decimal | None
    known_at: date
    value_hi: Decimal | None = None
    decimals: int = 0
    stated_unit: str = ""
    comparator: Comparator = Comparator.EXACT
    modality: Modality = Modality.ACTUAL
    status: Status | None = None
    state: FiledState | None = None
    assigner: str | None = None
    version: str | None = None
    operator: Operator | None = None
    decision: str | None = None
    cell: str = ""
    known_at_given: bool = True

    @property
    def is_plan(self) -> bool:
        """Whether it is a target."""
        return self.modality is Modality.TARGET

    @property
    def bounds(self) -> Interval:
        """Where the true number lies, by the printed digits and the comparator or operator.

        Raises:
            ValueError: if the statement carries a state instead of a value.
        """
        if self.value is None:
            raise ValueError("a statement without a value has no bounds")
        if self.is_plan and self.comparator is Comparator.EXACT:
            return bounds_of_plan(self.value, self.decimals, self.operator or Operator.EXACT)
        return bounds_of_printed(self.value, self.decimals, self.comparator, self.value_hi)


@dataclass(frozen=True, slots=True)
class Figure:
    """A statement as the ledger holds it.

    Attributes:
        id: ascending in the order of recording.
        filing: the filing it came with.
        statement: what it says.
    """

    id: int
    filing: Filing
    statement: Statement
