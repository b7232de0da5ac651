"""From a table that is understood to statements: every number through the checks of a CSV line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.line import Lines
from tiendo.ledger.intake.numerals import shifted
from tiendo.ledger.intake.report.lexicon import all_empty_marks
from tiendo.ledger.intake.report.numbers import Printed, Unreadable, read_cell
from tiendo.ledger.intake.report.table import Column, Line, Table, fault_at
from tiendo.ledger.intake.report.units import StatedUnit
from tiendo.ledger.intake.table import Row
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Merge
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.interval import Interval, bounds_of_printed
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Kind, Nature, Severity

_EMPTY = Row(*[""] * len(Row._fields))
_COMPARING = (Kind.BASE_RATIO, Kind.GROWTH)


@dataclass(frozen=True, slots=True)
class Entered:
    """A number of a table where it stands.

    Attributes:
        line, column: its row and its column, understood.
        bounds: where the true number lies, in the row's unit, or in percent.
        statement: what it states; None where the number is checked only.
    """

    line: Line
    column: Column
    bounds: Interval
    statement: Statement | None

    @property
    def address(self) -> tuple[int, int]:
        """Its row and column, from 0."""
        return self.line.row, self.column.index


class Figures:
    """Makes statements of the numbers of tables.

    Attributes:
        faults: cells that give none.
        notes: what was noticed.
    """

    def __init__(
        self,
        register: PlaceRegister,
        catalogue: Catalogue,
        *,
        today: date,
        known_at: date | None,
    ) -> None:
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._register = register
        self._catalogue = catalogue
        self._today = today
        self._known_at = known_at
        self._marks = all_empty_marks()
        self._units: dict[tuple[str, StatedUnit], tuple[str, int]] = {}

    def of_table(self, table: Table) -> list[Entered]:
        """Return the numbers of a table; those with a fault are left out."""
        told = table.told.get("date")
        day = self._known_at or (date.fromisoformat(told.meaning) if told else None)
        lines = Lines(self._register, self._catalogue, today=self._today, known_at=day)
        merged = _merged_cells(table)
        entered: list[Entered] = []
        texts: list[Cell] = []
        for line in table.lines:
            for column in table.columns:
                cell = table.sheet.cell(line.row, column.index)
                merge = merged.get((line.row, column.index))
                if merge is not None and cell.kind is not CellKind.EMPTY:
                    self._refuse_merged(table, merge, cell)
                    continue
                printed = self._printed(table, cell)
                if printed is not None and (one := self._one(table, line, column, printed, lines)):
                    entered.append(one)
                    texts += [cell] if printed.text else []
        if texts:
            self._tell_texts(table, texts)
        return entered

    def _refuse_merged(self, table: Table, merge: Merge, cell: Cell) -> None:
        """Refuse a number in merged cells once, where it stands."""
        if (merge.top, merge.left) == (cell.row, cell.column):
            self._refuse(
                table,
                cell.row,
                cell.column,
                "the number stands in merged cells, so that its row and column are not sure",
                "unmerge the cells and write the number in the one where it belongs",
            )

    def _printed(self, table: Table, cell: Cell) -> Printed | None:
        found = read_cell(cell, table.decimal_mark, self._marks)
        if isinstance(found, Unreadable):
            self._refuse(table, cell.row, cell.column, found.message, found.remedy)
            return None
        return found

    def _refuse(self, table: Table, row: int, column: int, message: str, remedy: str) -> None:
        self.faults.append(fault_at(table.sheet, row, column, message, remedy))

    def _one(
        self, table: Table, line: Line, column: Column, printed: Printed, lines: Lines
    ) -> Entered | None:
        """Return a number with its statement, or None after adding its faults."""
        try:
            unit, power = self._unit(table, line, column, printed)
        except VocabularyError as error:
            self._refuse(table, line.row, column.index, error.message, error.remedy)
            return None
        bounds = bounds_of_printed(printed.value, printed.decimals)
        if not column.meaning.filed:
            return Entered(line, column, bounds, None)
        value = shifted(printed.value, power)
        digits = max(0, -int(value.as_tuple().exponent))
        shown = max(digits, printed.decimals - power)
        statement = lines.read(0, _row(line, column, unit, f"{value:.{shown}f}"))
        if statement is None:
            for fault in lines.faults:
                self._refuse(table, line.row, column.index, fault.message, fault.remedy)
            lines.faults.clear()
            return None
        address = table.sheet.cell(line.row, column.index).address
        kept = replace(
            statement,
            cell=f"{table.sheet.name}!{address}" if table.sheet.name else address,
            decimals=statement.decimals - (shown - (printed.decimals - power)),
        )
        return Entered(line, column, bounds, kept)

    def _unit(self, table: Table, line: Line, column: Column, printed: Printed) -> tuple[str, int]:
        """Return the unit of a number and a power of ten on top of it.

        Raises:
            VocabularyError: if no unit is told, or two, or one that the indicator does not take.
        """
        card = self._catalogue[line.series.indicator]
        if column.meaning.kind is Kind.CHANGE_ABS and not card.unit.dimension:
            return "percentage_points", 0
        if column.meaning.kind not in (Kind.LEVEL, Kind.CHANGE_ABS):
            if (
                column.meaning.kind in _COMPARING
                and card.nature is Nature.RATIO
                and not table.confirmed
            ):
                raise VocabularyError(
                    f"'{card.code}' is a rate: its comparison may be a ratio or points",
                    remedy="name the column in a mapping file, or empty the cell",
                )
            return "percent", 0
        unit = _told_unit(table, line, column)
        if (card.code, unit) not in self._units:
            self._units[card.code, unit] = unit.of_card(card)
        text, power = self._units[card.code, unit]
        if printed.percent and text != "percent":
            raise VocabularyError(
                f"the number is printed as a percentage, but the unit is '{unit.text}'",
                remedy="correct the cell's number format or the unit",
            )
        return text, power

    def _tell_texts(self, table: Table, cells: list[Cell]) -> None:
        mark = f" with the decimal mark '{table.decimal_mark}'" if table.decimal_mark else ""
        count = f"{len(cells)} number{'s are' if len(cells) > 1 else ' is'} kept as text"
        self.notes.append(
            fault_at(
                table.sheet,
                cells[0].row,
                cells[0].column,
                f"{count} and read{mark}; this is the first",
                "",
                Severity.INFO,
            )
        )


def _told_unit(table: Table, line: Line, column: Column) -> StatedUnit:
    if line.unit and column.unit and line.unit != column.unit:
        raise VocabularyError(
            f"the row says '{line.unit.text}', the heading '{column.unit.text}'",
            remedy="name one unit",
        )
    unit = line.unit or column.unit or table.unit
    if unit is None:
        raise VocabularyError(
            "no unit is told by the row, the heading or the title",
            remedy="write it in a column of units, or above the table after 'Unit:'",
        )
    return unit


def _row(line: Line, column: Column, unit: str, value: str) -> Row:
    """Return a number as the line of a long-form CSV that says the same."""
    meaning = column.meaning
    return _EMPTY._replace(
        place=line.place,
        indicator=line.series.indicator,
        breakdown=str(line.series.breakdown),
        price_basis=line.series.price_basis,
        period=str(meaning.period),
        kind=meaning.kind.value,
        value=value,
        unit=unit,
        modality=meaning.modality.value,
        status=meaning.status.value if meaning.status else "",
        assigner=meaning.assigner or "",
    )


def _merged_cells(table: Table) -> dict[tuple[int, int], Merge]:
    """Return the cells of the body that are merged with others, over the columns of numbers."""
    columns = {column.index for column in table.columns}
    found = {}
    for merge in table.sheet.merges:
        if merge.bottom < table.body[0] or merge.top > table.body[1]:
            continue
        for row in range(merge.top, merge.bottom + 1):
            for column in range(merge.left, merge.right + 1):
                if column in columns:
                    found[row, column] = merge
    return found
