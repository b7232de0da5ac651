"""A report table as it was understood: what each column and each row of a sheet means, and why."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.report.units import StatedUnit
from tiendo.ledger.intake.workbook.grid import Sheet
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Modality, Severity, Status

Meant = TypeVar("Meant")


@dataclass(frozen=True, slots=True)
class Told(Generic[Meant]):
    """Something that was understood, with the cell and the words that told it."""

    meaning: Meant
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class Report:
    """The period that a report is about.

    Attributes:
        run: all of it: the month, the quarter, the months since January, the year.
        names_month: whether its last month was named for itself, as in "May and first 5 months".
        names_run: whether a longer run than that month was named.
    """

    run: Period
    names_month: bool
    names_run: bool

    @property
    def month(self) -> Period:
        """Its last month."""
        return Period(self.run.last, self.run.last)


@dataclass(frozen=True, slots=True)
class Against:
    """What a ratio divides by: the level of a run, or the plan of a year."""

    period: Period
    plan: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the numbers of a column state.

    Attributes:
        kind: level, base_ratio, growth, plan_share or share.
        period: the run of months that they are about.
        modality, status: how sure they are.
        assigner: of a plan or a share of it, who assigned it; None where not told.
        against: of a ratio, what it divides by.
        filed: whether they become figures; ratios that a figure cannot state are only checked.
    """

    kind: Kind
    period: Period
    modality: Modality = Modality.ACTUAL
    status: Status | None = None
    assigner: str | None = None
    against: Against | None = None
    filed: bool = True

    @property
    def is_plan(self) -> bool:
        """Whether they are targets."""
        return self.modality is Modality.TARGET


@dataclass(frozen=True, slots=True)
class Column:
    """A column with numbers.

    Attributes:
        index: where it stands, from 0.
        heading: its headings from top to bottom, joined.
        heading_cell: address of the lowest of them.
        meaning: what it states.
        reason: why.
        unit: the unit that the heading names; None where it names none.
    """

    index: int
    heading: str
    heading_cell: str
    meaning: Meaning
    reason: str
    unit: StatedUnit | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A row with numbers.

    Attributes:
        row: where it stands, from 0.
        label: its label, as written.
        place: key of its place.
        series: what it is about.
        unit: unit of its levels that the row itself tells; None where it tells none.
        reason: why.
        parent: row of the line that it is indented or numbered under; None at the top.
    """

    row: int
    label: str
    place: str
    series: Series
    unit: StatedUnit | None
    reason: str
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a sheet, understood.

    Attributes:
        sheet: where it stands.
        header: its first and last header row, from 0.
        body: its first and last row with labels.
        label_column, unit_column: where they stand; -1 where there is none.
        report: the period it is about; None where every column names its own.
        unit: of levels whose row and column name none.
        decimal_mark: of numbers kept as text; None where nothing tells it.
        columns, lines: what was understood of them.
        faults: what was not understood, or what cannot be right.
        notes: what was noticed.
        told: what the title tells of period, place, unit, indicator, date.
        confirmed: whether a person confirmed what the columns mean, in a mapping file.
    """

    sheet: Sheet
    header: tuple[int, int]
    body: tuple[int, int]
    label_column: int
    unit_column: int
    report: Report | None
    unit: StatedUnit | None
    decimal_mark: str | None
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]
    notes: tuple[Fault, ...] = ()
    told: dict[str, Told[str]] = field(default_factory=dict)
    confirmed: bool = False


def fault_at(
    sheet: Sheet,
    row: int,
    column: int,
    message: str,
    remedy: str,
    severity: Severity = Severity.ERROR,
) -> Fault:
    """Return a fault of one cell."""
    return fault_in(sheet, sheet.address(row, column), message, remedy, severity)


def fault_in(
    sheet: Sheet, address: str, message: str, remedy: str, severity: Severity = Severity.ERROR
) -> Fault:
    """Return a fault of a cell by its address, or of a whole sheet where that is empty."""
    return Fault(0, "", message, remedy, sheet=sheet.name, cell=address, severity=severity)
