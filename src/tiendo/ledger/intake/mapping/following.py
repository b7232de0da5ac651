"""Following a mapping file through a workbook: it takes what the file names and nothing else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.mapping.words import ColumnMap, LineMap, TableMap, meaning_of
from tiendo.ledger.intake.report.area import Area, is_value
from tiendo.ledger.intake.report.blocks import heading_of
from tiendo.ledger.intake.report.labels import Labels
from tiendo.ledger.intake.report.lexicon import fold_keeping_percent
from tiendo.ledger.intake.report.numbers import decide
from tiendo.ledger.intake.report.places import PlaceNames
from tiendo.ledger.intake.report.recognition import number_texts
from tiendo.ledger.intake.report.surroundings import Asked, Surroundings, Title
from tiendo.ledger.intake.report.table import Column, Line, Report, Table, fault_in
from tiendo.ledger.intake.workbook.grid import CellKind, Sheet, Workbook, address_of
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Severity

# Digits and Roman numbers of quarters change from month to month; the words of a heading do not.
_CHANGING = re.compile(r"\b(?:\d+|t\d+|i{1,3}|iv)\b")


class Follower:
    """Follows the map of one table."""

    def __init__(
        self,
        table: TableMap,
        register: PlaceRegister,
        catalogue: Catalogue,
        labels: Labels,
        places: PlaceNames,
    ) -> None:
        self._map = table
        self._register = register
        self._catalogue = catalogue
        self._labels = labels
        self._places = places
        self._faults: list[Fault] = []
        self._notes: list[Fault] = []

    def table(self, workbook: Workbook, asked: Asked) -> Table:
        """Return the table as the map understands it, with what does not fit the map.

        Raises:
            VocabularyError: if the workbook has no such sheet.
        """
        sheet = self._sheet_of(workbook)
        area = Area(sheet)
        header, body = self._map.header, self._rows(sheet)
        surroundings = Surroundings(
            area,
            range(header[0]),
            range(body[1] + 1, sheet.height),
            self._labels,
            self._places,
        )
        title = surroundings.read(asked, needs_unit=self._map.unit is None)
        self._keep_faults(surroundings, title)
        columns = tuple(self._columns(area, title.report))
        lines = tuple(self._lines(area, body, title))
        return Table(
            sheet=sheet,
            header=header,
            body=body,
            label_column=self._map.label_column,
            unit_column=-1,
            report=title.report,
            unit=self._map.unit or title.unit,
            decimal_mark=self._map.decimal_mark or decide(number_texts(sheet, columns, lines)),
            columns=columns,
            lines=lines,
            faults=tuple(self._faults),
            notes=tuple(self._notes),
            told=title.told,
            confirmed=True,
        )

    def _sheet_of(self, workbook: Workbook) -> Sheet:
        wanted = _plain(self._map.sheet)
        visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
        found = [s for s in visible if _plain(s.name) == wanted] if wanted else visible
        if len(found) == 1:
            return found[0]
        listed = ", ".join(f"'{sheet.name}'" for sheet in visible) or "none"
        problem = f"no visible sheet '{self._map.sheet}'" if wanted else "several sheets"
        raise VocabularyError(
            f"the workbook has {problem}",
            remedy=f"name one of its sheets in the mapping file: {listed}",
        )

    def _rows(self, sheet: Sheet) -> tuple[int, int]:
        first, last = self._map.rows or (self._map.header[1] + 1, sheet.height - 1)
        return first, min(last, sheet.height - 1)

    def _keep_faults(self, surroundings: Surroundings, title: Title) -> None:
        self._faults += surroundings.faults
        self._notes += surroundings.notes
        if title.place is None and any(line.place is None for line in self._map.lines):
            self._refuse(
                surroundings.sheet,
                "",
                "no title names the place of the report",
                "name it with --place, or in the field 'place' of the mapping file",
            )

    def _refuse(self, sheet: Sheet, address: str, message: str, remedy: str) -> None:
        self._faults.append(fault_in(sheet, address, message, remedy))

    def _columns(self, area: Area, report: Report | None) -> Iterator[Column]:
        header = range(self._map.header[0], self._map.header[1] + 1)
        for column in self._map.columns:
            text, row = heading_of(area, header, column.index)
            address = address_of(row, column.index)
            if column.heading and _unchanging(text) != _unchanging(column.heading):
                self._refuse(
                    area.sheet,
                    address,
                    f"the heading is '{text}', the mapping file says '{column.heading}' in its "
                    f"line {column.line}",
                    "correct the mapping file, or propose a new one with `tiendo map`",
                )
                continue
            meaning = self._meaning(area.sheet, address, column, report)
            if meaning is not None:
                yield meaning

    def _meaning(
        self, sheet: Sheet, address: str, column: ColumnMap, report: Report | None
    ) -> Column | None:
        try:
            meaning = meaning_of(column, report)
        except VocabularyError as error:
            self._refuse(sheet, address, error.message, error.remedy)
            return None
        reason = f"line {column.line} of the mapping file says so"
        return Column(column.index, column.heading, address, meaning, reason, column.unit)

    def _lines(self, area: Area, body: tuple[int, int], title: Title) -> Iterator[Line]:
        heads = {fold(line.under) for line in self._map.lines if line.under}
        above = ""
        met: set[LineMap] = set()
        for row in range(body[0], body[1] + 1):
            cell = area.sheet.cell(row, self._map.label_column)
            label = fold(cell.text) if cell.kind is CellKind.TEXT else ""
            if row in area.sheet.hidden_rows or not label:
                self._tell_unlabelled(area, row)
                continue
            found = self._entry(label, above)
            if label in heads:
                above = label
            if found is None:
                self._tell_left_out(area, row, cell.text.strip())
            elif found in met:
                self._refuse(
                    area.sheet,
                    cell.address,
                    f"'{cell.text.strip()}' stands a second time",
                    "tell the two apart with the field 'under' of the mapping file",
                )
            else:
                met.add(found)
                key = found.place or (title.place.key if title.place else "")
                reason = f"line {found.line} of the mapping file says so"
                if key:
                    yield Line(row, cell.text.strip(), key, found.series, found.unit, reason)
        for line in self._map.lines:
            if line not in met:
                self._refuse(
                    area.sheet,
                    "",
                    f"no row has the label '{line.label}' of line {line.line} of the mapping file",
                    "correct the label there, or drop the entry",
                )

    def _entry(self, label: str, above: str) -> LineMap | None:
        """Return the entry of a label; one that names what it stands under goes first."""
        entries = [line for line in self._map.lines if fold(line.label) == label]
        under = [line for line in entries if line.under and fold(line.under) == above]
        plain = [line for line in entries if not line.under]
        return next(iter([*under, *plain]), None)

    def _tell_unlabelled(self, area: Area, row: int) -> None:
        if row not in area.sheet.hidden_rows:
            self._tell_left_out(area, row, "")

    def _tell_left_out(self, area: Area, row: int, label: str) -> None:
        """Note a row with numbers that the map does not name."""
        cells = [area.sheet.cell(row, column.index) for column in self._map.columns]
        if any(is_value(cell) for cell in cells):
            address = address_of(row, self._map.label_column)
            text = f"the row '{label}' is not named in the mapping file and is left out"
            self._notes.append(fault_in(area.sheet, address, text, "", Severity.INFO))


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _unchanging(heading: str) -> str:
    """Return the words of a heading that do not change with the month."""
    return " ".join(_CHANGING.sub(" ", fold_keeping_percent(heading)).split())
