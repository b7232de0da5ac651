"""From the sheets of a workbook to tables that are understood, with the reason of each choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.report.blocks import Area, Block, find_blocks, heading_of, is_value
from tiendo.ledger.intake.report.headings import Heading, understand
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.lexicon import all_empty_marks, is_ditto
from tiendo.ledger.intake.report.meanings import settle
from tiendo.ledger.intake.report.numbers import decide
from tiendo.ledger.intake.report.outline import Entry, entry_of, is_of_which, parents
from tiendo.ledger.intake.report.places import PlaceNames
from tiendo.ledger.intake.report.surroundings import Asked, Surroundings, Title
from tiendo.ledger.intake.report.table import Column, Line, Meaning, Report, Table, fault_in
from tiendo.ledger.intake.report.units import StatedUnit, read_unit, unit_at_end
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Sheet, address_of, column_name
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Severity


class Recogniser:
    """Understands the tables of sheets with one register and one catalogue."""

    def __init__(self, register: PlaceRegister, catalogue: Catalogue, asked: Asked) -> None:
        self._labels = Labels(catalogue)
        self._places = PlaceNames(register)
        self._asked = asked

    def tables(self, sheet: Sheet) -> Iterator[Table]:
        """Yield the tables of a sheet, each with what could not be understood."""
        area = Area(sheet)
        for block in find_blocks(area):
            yield _Recognition(area, block, self._labels, self._places, self._asked).table()


@dataclass(frozen=True, slots=True)
class _Headed:
    """A column of numbers with what its heading says."""

    index: int
    text: str
    address: str
    heading: Heading
    unit: StatedUnit | None


class _Recognition:
    """Understands one table."""

    def __init__(
        self, area: Area, block: Block, labels: Labels, places: PlaceNames, asked: Asked
    ) -> None:
        self._area = area
        self._sheet = area.sheet
        self._block = block
        self._labels = labels
        self._places = places
        self._asked = asked
        self._faults: list[Fault] = []
        self._notes: list[Fault] = []
        self._unit_column = -1
        self._number_column = -1

    def table(self) -> Table:
        """Return the table with its faults."""
        surroundings = Surroundings(
            self._area, self._block.titles, self._block.below, self._labels, self._places
        )
        title = surroundings.read(self._asked)
        self._faults += surroundings.faults
        self._notes += surroundings.notes
        headings = self._headings(title.report)
        columns = self._columns(headings, title.report)
        self._check_month(columns, title)
        self._check_estimates(columns, title.report)
        columns = self._without_twins(columns)
        lines = self._lines(title)
        texts = self._number_texts(columns, lines)
        mark = decide(texts)
        block = self._block
        return Table(
            sheet=self._sheet,
            header=(block.header.start, block.header.stop - 1),
            body=(block.body.start, block.body.stop - 1),
            label_column=block.label_column,
            unit_column=self._unit_column,
            report=title.report,
            unit=title.unit,
            decimal_mark=mark,
            columns=tuple(columns),
            lines=tuple(lines),
            faults=tuple(self._faults),
            notes=tuple(self._notes),
            told=title.told,
        )

    def _refuse(self, address: str, message: str, remedy: str) -> None:
        self._faults.append(fault_in(self._sheet, address, message, remedy))

    # ---- the columns ------------------------------------------------------------

    def _headings(self, report: Report | None) -> list[_Headed]:
        """Return what heads the columns of numbers."""
        found = []
        block = self._block
        for column in range(block.label_column + 1):
            text, _ = heading_of(self._area, block.header, column)
            self._tell_number_column(column, text, report)
        for column in block.value_columns:
            text, row = heading_of(self._area, block.header, column)
            address = address_of(row, column)
            heading = self._heading(column, text, address, report)
            if heading is not None:
                found.append(_Headed(column, text, address, heading, unit_at_end(text)[1]))
        return found

    def _tell_number_column(self, column: int, text: str, report: Report | None) -> None:
        try:
            if text and understand(text, report).role == "number":
                self._number_column = column
        except VocabularyError:
            return

    def _heading(
        self, column: int, text: str, address: str, report: Report | None
    ) -> Heading | None:
        """Return what heads a column of numbers, or None where it is another or not understood."""
        has_numbers = self._has_numbers(column)
        if not text:
            if has_numbers:
                self._refuse(
                    address,
                    f"column {column_name(column)} has numbers and no heading",
                    "write its heading, or name it in a mapping file",
                )
            return None
        bare, unit = unit_at_end(text)
        words = bare if unit is not None and not unit.is_percent else text
        try:
            heading = understand(words, report)
        except VocabularyError as error:
            if has_numbers:
                self._refuse(address, error.message, error.remedy)
            else:
                self._left_out(address, f"the column '{text}' holds no number and is left out")
            return None
        if heading.role == "unit":
            self._take_unit_column(column, address)
        if heading.role == "remark" and has_numbers:
            self._refuse(
                address,
                f"the column '{text}' holds numbers, but is no column of figures",
                "name it in a mapping file",
            )
        return heading if heading.role is None else None

    def _left_out(self, address: str, message: str) -> None:
        self._notes.append(fault_in(self._sheet, address, message, "", Severity.INFO))

    def _has_numbers(self, column: int) -> bool:
        return any(is_value(self._sheet.cell(row, column)) for row in self._visible_body())

    def _visible_body(self) -> list[int]:
        hidden = self._sheet.hidden_rows
        return [row for row in self._block.body if row not in hidden]

    def _take_unit_column(self, column: int, address: str) -> None:
        """Take a column headed "Đơn vị" for units only where its cells are units."""
        cells = [self._sheet.cell(row, column) for row in self._visible_body()]
        texts = [cell.text.strip() for cell in cells if cell.kind is CellKind.TEXT]
        if any(read_unit(text) for text in texts):
            self._unit_column = column
        elif texts:
            self._left_out(address, "no cell below is a unit: the column is taken for offices")

    def _columns(self, headings: list[_Headed], report: Report | None) -> list[Column]:
        outcomes = settle([each.heading for each in headings], report)
        columns: list[Column] = []
        for each, outcome in zip(headings, outcomes, strict=True):
            if isinstance(outcome, VocabularyError):
                message = f"'{each.text}': {outcome.message}"
                if self._has_numbers(each.index):
                    self._refuse(each.address, message, outcome.remedy)
                else:
                    self._left_out(each.address, f"{message}; it holds no number and is left out")
            elif outcome.meaning is not None and _is_bare_percentage(each, outcome.meaning):
                message = f"'{each.text}': it does not say what it is a percentage of"
                self._refuse(each.address, message, "write it in full, or use a mapping file")
            elif outcome.meaning is not None:
                meaning, reason = outcome.meaning, f"'{each.text}': {outcome.reason}"
                columns.append(
                    Column(each.index, each.text, each.address, meaning, reason, each.unit)
                )
        return columns

    def _check_month(self, columns: Sequence[Column], title: Title) -> None:
        """Refuse a table none of whose columns is about the month of its title."""
        report = title.report
        facts = [c for c in columns if not c.meaning.is_plan and c.meaning.kind is Kind.LEVEL]
        if report is None or not facts:
            return
        if any(column.meaning.period.last == report.run.last for column in facts):
            return
        latest = max(facts, key=lambda c: (c.meaning.period.last, -c.meaning.period.months))
        told = title.told.get("period")
        where = f"the title in {told.address}" if told else "the period asked for"
        self._refuse(
            latest.heading_cell,
            f"'{latest.heading}' is about {latest.meaning.period}, but {where} names {report.run}: "
            "no column is about that",
            "correct the month of the title or of the headings",
        )

    def _check_estimates(self, columns: Sequence[Column], report: Report | None) -> None:
        """Refuse an estimate of a month to come that stands where the report's month should."""
        levels = [c for c in columns if c.meaning.kind is Kind.LEVEL and not c.meaning.is_plan]
        if report is None or any(c.meaning.period == report.month for c in levels):
            return
        for column in levels:
            month = column.meaning.period
            ahead = month.months == 1 and month.last > report.run.last
            if ahead and all(c.meaning.period != month.year_to_date() for c in levels):
                self._refuse(
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
        self._refuse(
            column.heading_cell,
            f"'{column.heading}' means the same as '{other.heading}' in {other.heading_cell}, "
            f"{column.meaning.kind} of {column.meaning.period}, but holds other numbers",
            "correct one of the headings",
        )

    def _are_alike(self, one: Column, other: Column) -> bool:
        cells = [
            (self._sheet.cell(row, one.index), self._sheet.cell(row, other.index))
            for row in self._visible_body()
        ]
        return all((a.number, a.text) == (b.number, b.text) for a, b in cells)

    # ---- the rows ---------------------------------------------------------------

    def _lines(self, title: Title) -> list[Line]:
        entries = [entry for row in self._visible_body() if (entry := self._entry(row))]
        named: dict[int, Series] = {}
        lines = []
        before: tuple[Entry, Series] | None = None
        for entry, above in parents(entries):
            has_numbers = any(is_value(cell) for cell in self._values_of(entry.row))
            line = self._line(entry, above, before, named, title, has_numbers)
            if line is None and not is_of_which(entry.words):
                before = None
            if line is not None:
                named[entry.row] = line.series
                before = entry, line.series
                if has_numbers or self._has_marks(entry.row):
                    lines.append(line)
        if lines and title.place is None:
            self._refuse("", "no title names the place of the report", "name it with --place")
        return lines if title.place is not None else []

    def _entry(self, row: int) -> Entry | None:
        """Return the label of a row; None where it has none, which is a fault beside numbers."""
        column = self._block.label_column
        cell = self._sheet.cell(row, column)
        text = cell.text if cell.kind is CellKind.TEXT else ""
        if not text.strip():
            values = [cell for cell in self._values_of(row) if is_value(cell)]
            if values:
                self._refuse(
                    values[0].address,
                    "a number has no label in its row",
                    "write the label, or empty the cell",
                )
            return None
        number = self._sheet.cell(row, self._number_column) if self._number_column >= 0 else None
        return entry_of(row, text, cell.look.indent, _number_text(number))

    def _values_of(self, row: int) -> list[Cell]:
        return [
            self._sheet.cell(row, column)
            for column in self._block.value_columns
            if column != self._unit_column
        ]

    def _has_marks(self, row: int) -> bool:
        return any(cell.kind is CellKind.TEXT for cell in self._values_of(row))

    def _line(
        self,
        entry: Entry,
        above: Sequence[Entry],
        before: tuple[Entry, Series] | None,
        named: dict[int, Series],
        title: Title,
        has_numbers: bool,
    ) -> Line | None:
        over = list(_understood(above, named))
        beside = before[1] if before and before[0].depth == entry.depth else None
        address = address_of(entry.row, self._block.label_column)
        try:
            found = self._labels.name(entry.words, over, beside, title.card, title.basis)
        except VocabularyError as error:
            if has_numbers:
                self._refuse(address, error.message, error.remedy)
            return None
        parent = next((each.row for each in above if each.row in named), None)
        unit = self._unit_of(entry.row) or found.unit
        key = title.place.key if title.place else ""
        label = entry.label.strip()
        reason = f"'{label}': {found.reason}"
        return Line(entry.row, label, key, found.series, unit, reason, parent)

    def _unit_of(self, row: int) -> StatedUnit | None:
        """Return the unit that the unit column tells of a row; an unknown one is a fault."""
        if self._unit_column < 0:
            return None
        cell = self._area.spread(row, self._unit_column)
        while is_ditto(cell.text.strip()) and cell.row > self._block.body.start:
            cell = self._area.spread(cell.row - 1, self._unit_column)
        text = cell.text.strip()
        unit = read_unit(text) if text else None
        if text and unit is None and any(is_value(each) for each in self._values_of(row)):
            self._refuse(
                cell.address,
                f"'{text}' is no known unit",
                "correct it, or name it in a mapping file",
            )
        return unit

    def _number_texts(self, columns: Sequence[Column], lines: Sequence[Line]) -> Iterator[str]:
        """Yield the numbers that are kept as text."""
        marks = all_empty_marks()
        for line in lines:
            for column in columns:
                cell = self._sheet.cell(line.row, column.index)
                if cell.kind is CellKind.TEXT and cell.text.strip() not in marks:
                    yield cell.text


def _understood(above: Sequence[Entry], named: Mapping[int, Series]) -> Iterator[Series]:
    """Yield what the rows above are about, up to one that is not understood.

    What stands under an unknown heading is not a part of what stands above that.
    """
    for entry in above:
        if entry.row in named:
            yield named[entry.row]
        elif not is_of_which(entry.words):
            return


def _is_bare_percentage(headed: _Headed, meaning: Meaning) -> bool:
    """Whether a heading names percent amid its words, but nothing that they are compared with."""
    named = bool(headed.heading.signs & {"percent", "times"})
    return meaning.kind is Kind.LEVEL and named and headed.unit is None


def _number_text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"{cell.number.normalize():f}" if cell.number is not None else cell.text
