"""From the sheets of a workbook to tables that are understood, with the reason of each choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from tiendo.ledger.intake.report.area import Area
from tiendo.ledger.intake.report.blocks import Block, beside_each_other, find_blocks
from tiendo.ledger.intake.report.column_reading import ColumnReader, Settled
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.lexicon import all_empty_marks
from tiendo.ledger.intake.report.line_reading import LineReader
from tiendo.ledger.intake.report.numbers import decide
from tiendo.ledger.intake.report.places import PlaceNames
from tiendo.ledger.intake.report.run_rows import Down, find_down
from tiendo.ledger.intake.report.runs_down import DownReader
from tiendo.ledger.intake.report.surroundings import Asked, Surroundings, Title
from tiendo.ledger.intake.report.table import Column, Line, Table
from tiendo.ledger.intake.report.table_reading import TableReading
from tiendo.ledger.intake.report.turned import turned, without_rows
from tiendo.ledger.intake.workbook.grid import CellKind, Sheet, column_name
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister


class Recogniser:
    """Understands the tables of sheets with one register and one catalogue."""

    def __init__(self, register: PlaceRegister, catalogue: Catalogue, asked: Asked) -> None:
        self._labels = Labels(catalogue)
        self._places = PlaceNames(register)
        self._asked = asked
        self._settled: Settled = {}

    def tables(self, sheet: Sheet) -> Iterator[Table]:
        """Yield the tables of a sheet, each with what could not be understood.

        A table without titles of its own has the place and the period of the one above it, or of
        the first one left of it.
        """
        beside: Title | None = None
        for area in beside_each_other(sheet):
            for table, title in self._of_area(area, beside):
                beside = beside or title
                yield table

    def _of_area(self, area: Area, title: Title | None) -> Iterator[tuple[Table, Title]]:
        """Yield the tables of an area, each with its title, one below the other."""
        down = find_down(area)
        if down is not None:
            reading, found = self._of_runs_down(area, down, title)
            if found is not None:
                title = found
                for table in self._down_tables(reading, down, title):
                    yield table, title
                area = Area(without_rows(area.sheet, (*down.header, *down.rows)), area.within)
        for block in find_blocks(area):
            reading = TableReading(area, block)
            title = self._title(reading, title)
            for table in self._of_block(reading, title):
                yield table, title

    def _of_runs_down(
        self, area: Area, down: Down, above: Title | None
    ) -> tuple[TableReading, Title | None]:
        """Return a table whose runs go down the rows, with its title; None if it is none."""
        end = down.rows[-1] + 1
        block = Block(
            titles=range(down.header.start),
            header=down.header,
            body=range(down.rows[0], end),
            below=range(end, area.sheet.height),
            label_column=down.labels[-1],
            value_columns=down.values,
        )
        reading = TableReading(area, block)
        title = self._title(reading, above)
        turned_sheet = turned(area.sheet, down.rows, down.values)
        reader = DownReader(reading, turned_sheet, down, self._labels)
        return reading, title if reader.names_anything(title) else None

    def _down_tables(self, reading: TableReading, down: Down, title: Title) -> Iterator[Table]:
        """Yield the tables of runs that go down the rows, one for each kind of number."""
        _tell_hidden(reading, reading.block)
        sheet = turned(reading.sheet, down.rows, down.values)
        read = list(DownReader(reading, sheet, down, self._labels).read(title))
        for number, (columns, lines) in enumerate(read or [([], [])]):
            yield Table(
                sheet=sheet,
                header=(0, 0),
                body=(0, sheet.height - 1),
                label_column=-1,
                unit_column=-1,
                report=title.report,
                unit=title.unit,
                decimal_mark=decide(number_texts(sheet, columns, lines)),
                columns=tuple(columns),
                lines=tuple(lines),
                faults=tuple(reading.faults) if number == 0 else (),
                notes=tuple(reading.notes) if number == 0 else (),
                told=title.told,
            )

    def _title(self, reading: TableReading, above: Title | None) -> Title:
        block = reading.block
        surroundings = Surroundings(
            reading.area, block.titles, block.below, self._labels, self._places
        )
        title = surroundings.read(self._asked, above)
        reading.faults += surroundings.faults
        reading.notes += surroundings.notes
        return title

    def _of_block(self, reading: TableReading, title: Title) -> Iterator[Table]:
        """Yield the table of a block; where columns name indicators, one for each of these."""
        _tell_hidden(reading, reading.block)
        for card, columns in ColumnReader(reading, self._labels, self._settled).read(title):
            yield self._table(reading, replace(title, card=card) if card else title, columns)

    def _table(self, reading: TableReading, title: Title, columns: Sequence[Column]) -> Table:
        block = reading.block
        lines = LineReader(reading, self._labels, self._places).read(title)
        return Table(
            sheet=reading.sheet,
            header=(block.header.start, block.header.stop - 1),
            body=(block.body.start, block.body.stop - 1),
            label_column=block.label_column,
            unit_column=reading.unit_column,
            report=title.report,
            unit=title.unit,
            decimal_mark=decide(number_texts(reading.sheet, columns, lines)),
            columns=tuple(columns),
            lines=tuple(lines),
            faults=tuple(reading.faults),
            notes=tuple(reading.notes),
            told=title.told,
        )


def number_texts(sheet: Sheet, columns: Sequence[Column], lines: Sequence[Line]) -> Iterator[str]:
    """Yield the numbers of a table that are kept as text."""
    marks = all_empty_marks()
    within = [column.index for column in columns if column.index < sheet.width]
    rows = [line.row for line in lines]
    cells = np.ix_(rows, within)
    for string in sheet.strings[cells][sheet.kinds[cells] == CellKind.TEXT].tolist():
        if sheet.texts[string].strip() not in marks:
            yield sheet.texts[string]


def _tell_hidden(reading: TableReading, block: Block) -> None:
    """Note what people do not see and is therefore left out."""
    end = min(block.below.stop, reading.sheet.height)
    rows = [row for row in sorted(reading.sheet.hidden_rows) if block.body.start <= row < end]
    if any(reading.sheet.kinds[row].any() for row in rows):
        numbers = ", ".join(str(row + 1) for row in rows)
        reading.note("", f"hidden rows are left out: {numbers}")
    columns = [c for c in sorted(reading.sheet.hidden_columns) if c < reading.sheet.width]
    if any(reading.sheet.kinds[block.body.start : block.body.stop, c].any() for c in columns):
        names = ", ".join(column_name(column) for column in columns)
        reading.note("", f"hidden columns are left out: {names}")
