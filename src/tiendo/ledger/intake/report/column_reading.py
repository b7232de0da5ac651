"""What the columns of a table mean: their headings, judged beside each other and the title."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import mode
from typing import TypeAlias

from tiendo.ledger.intake.report.blocks import heading_of
from tiendo.ledger.intake.report.headings import Heading, Side, understand
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.meanings import Outcome, settle
from tiendo.ledger.intake.report.surroundings import Title
from tiendo.ledger.intake.report.table import Column, Meaning, Report
from tiendo.ledger.intake.report.table_reading import TableReading
from tiendo.ledger.intake.report.units import StatedUnit, read_unit, unit_at_end
from tiendo.ledger.intake.workbook.grid import CellKind, address_of, column_name
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind


@dataclass(frozen=True, slots=True)
class _Headed:
    """A column of numbers with what its heading says; `card` is the indicator that opens it."""

    index: int
    text: str
    address: str
    heading: Heading
    unit: StatedUnit | None
    card: Indicator | None = None


_OF_THE_PERIOD = Heading(Side(marks={"this_period"}), None, frozenset())

Settled: TypeAlias = dict[tuple[tuple[str, ...], Report | None], list[Outcome]]


class ColumnReader:
    """Reads the columns of one table."""

    def __init__(self, table: TableReading, labels: Labels, settled: Settled) -> None:
        """Read the columns of a table.

        Args:
            table: the table.
            labels: the names of the indicators.
            settled: what columns of other tables of the file mean, by their headings and period;
                they repeat from table to table.
        """
        self._table = table
        self._labels = labels
        self._settled = settled

    def read(self, title: Title) -> list[tuple[Indicator | None, list[Column]]]:
        """Return the columns that are understood, after adding the faults of the others.

        They come by the indicators that their headings name; None is that of each row or the title.
        """
        headings = self._headings(title.report)
        if self._contradict_title(headings, title):
            return [(None, [])]
        cards = {each.card.code if each.card else "": each.card for each in headings}
        found = []
        for code, card in cards.items() or [("", None)]:
            mine = [each for each in headings if (each.card.code if each.card else "") == code]
            columns = self._columns(mine, title.report)
            self._check_month(columns, title)
            self._check_estimates(columns, title.report)
            found.append((card, self._without_twins(columns)))
        return found

    def _headings(self, report: Report | None) -> list[_Headed]:
        """Return what heads the columns of numbers."""
        found = []
        block = self._table.block
        for column in range(block.label_column + 1):
            text, _ = heading_of(self._table.area, block.header, column)
            self._tell_number_column(column, text, report)
        for column in block.value_columns:
            text, row = heading_of(self._table.area, block.header, column)
            address = address_of(row, column)
            heading, card = self._heading(column, text, address, report)
            if heading is not None:
                unit = unit_at_end(text)[1] or self._unit_above(column, block.header)
                found.append(_Headed(column, text, address, heading, unit, card))
        return found

    def _unit_above(self, column: int, header: range) -> StatedUnit | None:
        """Return the unit that a heading over several columns names, if the lowest names none."""
        for row in reversed(header):
            if unit := unit_at_end(self._table.area.spread(row, column).text)[1]:
                return unit if not unit.is_percent else None
        return None

    def _tell_number_column(self, column: int, text: str, report: Report | None) -> None:
        try:
            if text and understand(text, report).role == "number":
                self._table.number_column = column
        except VocabularyError:
            return

    def _heading(
        self, column: int, text: str, address: str, report: Report | None
    ) -> tuple[Heading | None, Indicator | None]:
        """Return what heads a column of numbers, and the indicator that it names, if any.

        There is no heading where the column is another or its words are not understood.
        """
        has_numbers = self._has_numbers(column)
        if not text:
            if has_numbers:
                self._table.refuse(
                    address,
                    f"column {column_name(column)} has numbers and no heading",
                    "write its heading, or name it in a mapping file",
                )
            return None, None
        bare, unit = unit_at_end(text)
        words = bare if unit is not None and not unit.is_percent else text
        try:
            heading = understand(words, report)
        except VocabularyError as error:
            if (named := self._of_indicator(column, report)) is not None:
                return named
            if has_numbers:
                remedy = f"{error.remedy}: `tiendo map FILE -o MAP.yaml` proposes one"
                self._table.refuse(address, error.message, remedy)
            else:
                self._table.note(address, f"the column '{text}' holds no number and is left out")
            return None, None
        if heading.role == "unit":
            self._take_unit_column(column, address)
        if heading.role == "remark" and has_numbers:
            self._table.refuse(
                address,
                f"the column '{text}' holds numbers, but is no column of figures",
                "name it in a mapping file",
            )
        return (heading if heading.role is None else None), None

    def _of_indicator(self, column: int, report: Report | None) -> tuple[Heading, Indicator] | None:
        """Return what a heading says behind the indicator that opens it; None if none does.

        A heading that names nothing else is about the report's own period.
        """
        header = self._table.block.header
        cells = [self._table.area.spread(r, column) for r in header]
        texts = dict.fromkeys(" ".join(cell.text.split()) for cell in cells if cell.text.strip())
        bare = " ".join(unit_at_end(text)[0] or text for text in texts)
        opening = self._labels.leading(bare)
        if opening is None:
            return None
        card, rest = opening
        try:
            heading = understand(rest, report) if rest else _OF_THE_PERIOD
        except VocabularyError:
            return None
        return (heading, card) if heading.role is None else None

    def _has_numbers(self, column: int) -> bool:
        return bool(self._table.area.values[self._table.visible_body(), column].any())

    def _take_unit_column(self, column: int, address: str) -> None:
        """Take a column headed "Đơn vị" for units only where its cells are units."""
        cells = [self._table.sheet.cell(row, column) for row in self._table.visible_body()]
        texts = [cell.text.strip() for cell in cells if cell.kind is CellKind.TEXT]
        if any(read_unit(text) for text in texts):
            self._table.unit_column = column
        elif texts:
            self._table.note(address, "no cell below is a unit: the column is taken for offices")
        elif self._has_numbers(column):
            message = "the column is headed as units, but holds numbers"
            self._table.refuse(address, message, "correct the heading, or use a mapping file")

    def _columns(self, headings: list[_Headed], report: Report | None) -> list[Column]:
        key = tuple(each.text for each in headings), report
        if key not in self._settled:
            self._settled[key] = settle([each.heading for each in headings], report)
        outcomes = self._settled[key]
        columns: list[Column] = []
        for each, outcome in zip(headings, outcomes, strict=True):
            if isinstance(outcome, VocabularyError):
                message = f"'{each.text}': {outcome.message}"
                if self._has_numbers(each.index):
                    self._table.refuse(each.address, message, outcome.remedy)
                else:
                    self._table.note(each.address, f"{message}; it holds no number and is left out")
            elif outcome.meaning is not None and _is_bare_percentage(each, outcome.meaning):
                message = f"'{each.text}': it does not say what it is a percentage of"
                self._table.refuse(each.address, message, "write it in full, or use a mapping file")
            elif outcome.meaning is not None:
                meaning = outcome.meaning
                reason = sys.intern(f"'{each.text}': {outcome.reason}")
                columns.append(
                    Column(each.index, each.text, each.address, meaning, reason, each.unit)
                )
        return columns

    def _contradict_title(self, headings: Sequence[_Headed], title: Title) -> bool:
        """Refuse a title or a heading of a month where all that is dated is about another one.

        Where several headings agree, it is the title that is wrong.
        """
        report, told = title.report, title.told.get("period")
        if report is None or told is None:
            return False
        dated = [each for each in headings if _dates_its_facts(each.heading)]
        lasts = [each.heading.numerator.runs[0].last for each in dated]
        relative = any(_is_of_the_report(each.heading) for each in headings)
        if not dated or relative or report.run.last in lasts:
            return False
        last = mode(lasts)
        agreeing = [each for each, own in zip(dated, lasts, strict=True) if own == last]
        if len(agreeing) == 1:
            (wrong,) = agreeing
            self._refuse_month(wrong, wrong.heading.numerator.runs[0], report.run, told.address)
            return True
        listed = ", ".join(f"'{each.text}' in {each.address}" for each in agreeing)
        self._table.refuse(
            told.address,
            f"the title names {report.run}, but no column is about that: {listed}",
            "correct the month of the title",
        )
        return True

    def _refuse_month(self, wrong: _Headed | Column, run: Period, named: Period, told: str) -> None:
        text, address = (
            (wrong.text, wrong.address)
            if isinstance(wrong, _Headed)
            else (wrong.heading, wrong.heading_cell)
        )
        where = f"the title in {told}" if told else "the period asked for"
        self._table.refuse(
            address,
            f"'{text}' is about {run}, but {where} names {named}: no column is about that",
            "correct the month of the title or of the headings",
        )

    def _check_month(self, columns: Sequence[Column], title: Title) -> None:
        """Refuse a table none of whose columns is about the month of its title, or dated before."""
        report = title.report
        facts = [c for c in columns if not c.meaning.is_plan and c.meaning.kind is Kind.LEVEL]
        if report is None or not facts:
            return
        self._check_date(facts, report, title)
        if any(column.meaning.period.last == report.run.last for column in facts):
            return
        latest = max(facts, key=lambda c: (c.meaning.period.last, -c.meaning.period.months))
        told = title.told.get("period")
        self._refuse_month(latest, latest.meaning.period, report.run, told.address if told else "")

    def _check_date(self, facts: Sequence[Column], report: Report, title: Title) -> None:
        """Refuse a title that names a month which began after the date that the report bears."""
        dated, told = title.told.get("date"), title.told.get("period")
        if dated is None or told is None or dated.meaning >= f"{report.month.start}":
            return
        if any(column.meaning.period.last == report.run.last for column in facts):
            self._table.refuse(
                told.address,
                f"the title names {report.run}, but the report bears the date {dated.meaning} in "
                f"{dated.address}, before {report.month} began",
                "correct the month of the title, or the date",
            )
            del title.told["date"]  # One mistake is told once, not at each figure.

    def _check_estimates(self, columns: Sequence[Column], report: Report | None) -> None:
        """Refuse an estimate of a month to come that stands where the report's month should."""
        levels = [c for c in columns if c.meaning.kind is Kind.LEVEL and not c.meaning.is_plan]
        if report is None or any(c.meaning.period == report.month for c in levels):
            return
        for column in levels:
            month = column.meaning.period
            ahead = month.months == 1 and month.last > report.run.last
            others = [c for c in levels if c is not column]
            if ahead and all(c.meaning.period != month.year_to_date() for c in others):
                self._table.refuse(
                    column.heading_cell,
                    f"'{column.heading}' is about {month}, the report about {report.month}, which "
                    "has no column of its own",
                    "correct the month of the heading",
                )

    def _without_twins(self, columns: Sequence[Column]) -> list[Column]:
        """Refuse columns that mean the same and hold other numbers; return the rest."""
        twins: set[int] = set()
        for number, later in enumerate(columns):
            for earlier in columns[:number]:
                if earlier.meaning == later.meaning and not self._are_alike(earlier, later):
                    twins |= {earlier.index, later.index}
                    self._refuse_twin(earlier, later)
                    self._refuse_twin(later, earlier)
        return [column for column in columns if column.index not in twins]

    def _refuse_twin(self, column: Column, other: Column) -> None:
        self._table.refuse(
            column.heading_cell,
            f"'{column.heading}' means the same as '{other.heading}' in {other.heading_cell}, "
            f"{column.meaning.kind} of {column.meaning.period}, but holds other numbers",
            "correct one of the headings",
        )

    def _are_alike(self, one: Column, other: Column) -> bool:
        cells = [
            (self._table.sheet.cell(row, one.index), self._table.sheet.cell(row, other.index))
            for row in self._table.visible_body()
        ]
        return all((a.number, a.text) == (b.number, b.text) for a, b in cells)


_BESIDE = {
    "plan", "same_period", "same_month", "last_year", "next_year", "previous_period",
    "previous_month", "previous_cumulative",
}  # fmt: skip
"""What a heading says that is about another run than the report's."""


def _dates_its_facts(heading: Heading) -> bool:
    """Whether a heading names the run of levels that may be the report's own."""
    side = heading.numerator
    return heading.denominator is None and bool(side.runs) and not side.marks & _BESIDE


def _is_of_the_report(heading: Heading) -> bool:
    """Whether a heading of levels is about the report's own period, whichever that is."""
    marks = heading.numerator.marks
    if heading.denominator is not None or heading.numerator.runs or marks & _BESIDE:
        return False
    return bool(marks & {"this_period", "this_month", "cumulative"})


def _is_bare_percentage(headed: _Headed, meaning: Meaning) -> bool:
    """Whether a heading names percent amid its words, but nothing that they are compared with."""
    named = bool(headed.heading.signs & {"percent", "times"})
    return meaning.kind is Kind.LEVEL and named and headed.unit is None
