"""What the rows of a table are about: their labels, under each other and under the title."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence

from tiendo.ledger.intake.report.area import is_value
from tiendo.ledger.intake.report.labels import Labels, Named
from tiendo.ledger.intake.report.lexicon import is_ditto, lexicons
from tiendo.ledger.intake.report.outline import Entry, entry_of, is_of_which, parents
from tiendo.ledger.intake.report.places import PlaceNames
from tiendo.ledger.intake.report.surroundings import Title
from tiendo.ledger.intake.report.table import Line
from tiendo.ledger.intake.report.table_reading import TableReading
from tiendo.ledger.intake.report.units import StatedUnit, read_unit
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, address_of
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series


class LineReader:
    """Reads the rows of one table."""

    def __init__(self, table: TableReading, labels: Labels, places: PlaceNames) -> None:
        self._table = table
        self._labels = labels
        self._places = places

    def read(self, title: Title) -> list[Line]:
        """Return the rows with numbers that are understood, after adding the faults of others."""
        entries = [entry for row in self._table.visible_body() if (entry := self._entry(row))]
        named: dict[int, Series] = {}
        lines = []
        before: tuple[Entry, Series] | None = None
        for entry, above in parents(entries):
            has_numbers = bool(self._table.area.values[entry.row, self._columns()].any())
            line = self._line(entry, above, before, named, title, has_numbers)
            if line is None and not is_of_which(entry.words):
                before = None
            if line is not None:
                named[entry.row] = line.series
                before = entry, line.series
                if has_numbers or self._has_marks(entry.row):
                    lines.append(line)
        if any(not line.place for line in lines):
            self._table.refuse("", "no title names the place of the report", "name it with --place")
        return [line for line in lines if line.place]

    def _entry(self, row: int) -> Entry | None:
        """Return the label of a row; None where it has none, which is a fault beside numbers."""
        column = self._table.block.label_column
        cell = self._table.sheet.cell(row, column)
        text = cell.text if cell.kind is CellKind.TEXT else ""
        if not text.strip():
            values = [cell for cell in self._values_of(row) if is_value(cell)]
            if values:
                self._table.refuse(
                    values[0].address,
                    "a number has no label in its row",
                    "write the label, or empty the cell",
                )
            return None
        number = (
            self._table.sheet.cell(row, self._table.number_column)
            if self._table.number_column >= 0
            else None
        )
        return entry_of(row, text, cell.look.indent, _number_text(number))

    def _columns(self) -> list[int]:
        unit = self._table.unit_column
        return [column for column in self._table.block.value_columns if column != unit]

    def _values_of(self, row: int) -> list[Cell]:
        return [self._table.sheet.cell(row, column) for column in self._columns()]

    def _has_marks(self, row: int) -> bool:
        return bool((self._table.sheet.kinds[row, self._columns()] == CellKind.TEXT).any())

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
        address = address_of(entry.row, self._table.block.label_column)
        place = title.place
        try:
            found, own = self._named(entry, over, beside, title)
        except VocabularyError as error:
            if has_numbers:
                self._table.refuse(address, error.message, error.remedy)
            return None
        parent = next((each.row for each in above if each.row in named), None)
        unit = self._unit_of(entry.row) or found.unit
        place = own or place
        label = entry.label.strip()
        # The tables of a file say the same again and again: it is kept once.
        reason = sys.intern(f"'{label}': {found.reason}")
        return Line(
            entry.row, label, place.key if place else "", found.series, unit, reason, parent
        )

    def _named(
        self, entry: Entry, over: Sequence[Series], beside: Series | None, title: Title
    ) -> tuple[Named, Place | None]:
        """Return what a label names: an indicator or a part, else a place of the table's own one.

        Raises:
            VocabularyError: if it names nothing, or more than one thing.
        """
        try:
            return self._labels.name(entry.words, over, beside, title.card, title.basis), None
        except VocabularyError as error:
            place = self._place_of(entry, title)
            if place is None:
                raise
            if title.card is None:
                raise VocabularyError(
                    f"'{entry.words}' is a place, but no title names the indicator of the table",
                    remedy="name it in the title, or map the table: `tiendo map FILE -o MAP.yaml`",
                ) from error
        # Provinces that stand under "local" are cut so too.
        cut = next((each for each in over if each.indicator == title.card.code), None)
        series = cut or self._labels.of_title(title.card, title.basis)
        return Named(series, None, f"it is the place {place.key}"), place

    def _place_of(self, entry: Entry, title: Title) -> Place | None:
        if fold(entry.words) in {word for lexicon in lexicons() for word in lexicon.country}:
            return self._places.country()
        run = title.report.run if title.report else None
        return self._places.in_row(entry.words, title.place, run)

    def _unit_of(self, row: int) -> StatedUnit | None:
        """Return the unit that the unit column tells of a row; an unknown one is a fault."""
        if self._table.unit_column < 0:
            return None
        cell = self._table.area.spread(row, self._table.unit_column)
        while is_ditto(cell.text.strip()) and cell.row > self._table.block.body.start:
            cell = self._table.area.spread(cell.row - 1, self._table.unit_column)
        text = cell.text.strip()
        unit = read_unit(text) if text else None
        if text and unit is None and any(is_value(each) for each in self._values_of(row)):
            self._table.refuse(
                cell.address,
                f"'{text}' is no known unit",
                "correct it, or name it in a mapping file",
            )
        return unit


def _understood(above: Sequence[Entry], named: Mapping[int, Series]) -> Iterator[Series]:
    """Yield what the rows above are about, up to one that is not understood.

    What stands under an unknown heading is not a part of what stands above that.
    """
    for entry in above:
        if entry.row in named:
            yield named[entry.row]
        elif not is_of_which(entry.words):
            return


def _number_text(cell: Cell | None) -> str:
    if cell is None:
        return ""
    return f"{cell.number.normalize():f}" if cell.number is not None else cell.text
