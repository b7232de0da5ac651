"""The entries of a mapping file, and its words for runs of months relative to the report's."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.ledger.intake.report.table import Against, Meaning, Report
from tiendo.ledger.intake.report.units import StatedUnit
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Modality, Status

YEAR = 12
SAME_PERIOD, PREVIOUS_PERIOD, PLAN = "same_period", "previous_period", "plan"
COMPARED = (SAME_PERIOD, PREVIOUS_PERIOD, PLAN)
"""What a ratio may divide by: the run a year earlier, the run before, the plan of the year."""

_MONTHS = {
    "month": 0,
    "previous_month": -1,
    "next_month": 1,
}
_CUMULATIVES = {"cumulative": 0, "previous_cumulative": -1, "next_cumulative": 1}
_YEARS = {"year": 0, "previous_year": -YEAR, "next_year": YEAR}
RUNS = (*_MONTHS, *_CUMULATIVES, *_YEARS)
"""Words for runs of months; a month's cumulative figure runs from January to it."""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A column: where it stands, its heading, and what its numbers state.

    Attributes:
        index: its number, from 0.
        heading: what must stand over it, but for its digits; empty if anything may.
        run: one of `RUNS`, or a period.
        earlier: whether the run is meant a year earlier.
        versus: of a ratio, what it divides by: one of `COMPARED`, or a period; else empty.
        line: of the mapping file.
    """

    index: int
    heading: str
    kind: Kind
    run: str
    earlier: bool
    versus: str
    modality: Modality
    status: Status | None
    assigner: str | None
    unit: StatedUnit | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class LineMap:
    """A row: its label, and what it is about.

    Attributes:
        label: its label, whatever its capitals and marks.
        under: label of the row that it stands under, where the label stands more than once.
        place: key of its own place; None for that of the report.
        line: of the mapping file.
    """

    label: str
    under: str
    series: Series
    unit: StatedUnit | None
    place: str | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class TableMap:
    """A table: where it stands and what its columns and rows are; rows and columns from 0.

    Attributes:
        sheet: name of its sheet; empty for the only one.
        header: its first and last header row.
        rows: its first and last row; None from the header to the end of the sheet.
        unit: unit of levels whose row and column name none.
        decimal_mark: of numbers kept as text; None to let the cells tell it.
    """

    sheet: str
    header: tuple[int, int]
    rows: tuple[int, int] | None
    label_column: int
    unit: StatedUnit | None
    decimal_mark: str | None
    columns: tuple[ColumnMap, ...]
    lines: tuple[LineMap, ...]


def period_of(run: str, earlier: bool, report: Report | None) -> Period:
    """Return the run that a word means in a report.

    Raises:
        VocabularyError: if it is neither a word nor a period, or no report tells the month.
    """
    if run not in RUNS:
        return _earlier(Period.parse(run), earlier)
    if report is None:
        raise VocabularyError(
            f"the run '{run}' needs the period of the report, which no title names",
            remedy="name it with --period, or in the field 'period' of the mapping file",
        )
    month = report.month
    if run in _MONTHS:
        return _earlier(month.shifted(_MONTHS[run]), earlier)
    if run in _CUMULATIVES:
        return _earlier(month.shifted(_CUMULATIVES[run]).year_to_date(), earlier)
    return _earlier(month.whole_year().shifted(_YEARS[run]), earlier)


def run_word(period: Period, report: Report | None, *, plan: bool) -> tuple[str, bool]:
    """Return the word for a run in a report, and whether it is meant a year earlier.

    A run that no word fits is named as a period.
    """
    if report is None:
        return str(period), False
    words = (*_YEARS, *_MONTHS, *_CUMULATIVES) if plan else (*_MONTHS, *_CUMULATIVES, *_YEARS)
    for earlier in (False, True):
        for word in words:
            if period_of(word, earlier, report) == period:
                return word, earlier
    return str(period), False


def meaning_of(column: ColumnMap, report: Report | None) -> Meaning:
    """Return what a column means in a report; ratios that no figure states are only checked.

    Raises:
        VocabularyError: as `period_of`.
    """
    period = period_of(column.run, column.earlier, report)
    against = _against(column.versus, period)
    yearly = against is None or against.plan or column.versus == SAME_PERIOD
    compares_plans = against is not None and column.modality is Modality.TARGET
    return Meaning(
        column.kind,
        period,
        column.modality,
        column.status,
        column.assigner,
        against,
        filed=yearly and not compares_plans,
    )


def versus_word(meaning: Meaning) -> str:
    """Return the word for what a column is compared with; empty where with nothing."""
    if meaning.against is None:
        return ""
    if meaning.against.plan:
        return PLAN
    if meaning.against.period == meaning.period.same_period_last_year():
        return SAME_PERIOD
    if meaning.against.period == meaning.period.previous():
        return PREVIOUS_PERIOD
    return str(meaning.against.period)


def _against(versus: str, period: Period) -> Against | None:
    match versus:
        case "":
            return None
        case "plan":
            return Against(period.whole_year(), plan=True)
        case "same_period":
            return Against(period.same_period_last_year())
        case "previous_period":
            return Against(period.previous())
    return Against(Period.parse(versus))


def _earlier(period: Period, earlier: bool) -> Period:
    return period.same_period_last_year() if earlier else period
