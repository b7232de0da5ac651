"""From a table that is understood to its numbers, each judged as a line of a CSV would be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.limits import beyond
from tiendo.ledger.intake.line import (
    Lines,
    Problem,
    number_problems,
    place_problems,
    statement_of,
)
from tiendo.ledger.intake.report.entered import Numbers, Stated, filed_number
from tiendo.ledger.intake.report.lexicon import all_empty_marks
from tiendo.ledger.intake.report.numbers import Printed, Unreadable, read_cell
from tiendo.ledger.intake.report.slots import RowSlots, Slot, Slots
from tiendo.ledger.intake.report.table import Line, Table, fault_at
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Look, Merge
from tiendo.validation.rule import Rule
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Kind, Severity

_SAFE = 1e15
"""Numbers below it have few enough digits to be filed without a closer look."""


class Figures:
    """Reads the numbers of tables.

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
        rules: Sequence[Rule] = (),
    ) -> None:
        self.faults: list[Fault] = []
        self.notes: list[Fault] = []
        self._register = register
        self._today = today
        self._known_at = known_at
        self._marks = all_empty_marks()
        lines = Lines(register, catalogue, today=today, known_at=known_at, rules=rules)
        self._slots = Slots(catalogue, lines)

    def of_table(self, table: Table) -> tuple[Numbers, Stated]:
        """Return the numbers of a table and what they state; those with a fault are left out."""
        told = table.told.get("date")
        day = self._known_at or (date.fromisoformat(told.meaning) if told else None)
        slots = [self._slots.of_row(table, line, day) for line in table.lines]
        shape = (len(table.lines), len(table.columns))
        reading = _Reading(table, np.full(shape, np.nan), np.zeros(shape), self._marks)
        for number, line in enumerate(table.lines):
            self._read_row(reading, number, line, slots[number])
        if reading.first_text is not None:
            self._tell_texts(reading)
        filed = np.array([[slot.shape is not None for slot in row.slots] for row in slots], bool)
        numbers = Numbers(reading.middles, reading.halves)
        has_numbers = bool(numbers.present.any())
        filed = filed.reshape(shape) & numbers.present
        stated = Stated(table, slots, filed, day or self._today, day is not None, has_numbers)
        return numbers, stated

    def _read_row(self, reading: _Reading, number: int, line: Line, row: RowSlots) -> None:
        unborn = self._place_problems(line, row)
        for at, (kind, value, look, formula) in enumerate(reading.cells(line.row)):
            if kind == CellKind.EMPTY and not formula:
                continue
            slot = row.slots[at]
            problems = (*slot.problems, *unborn[at]) if unborn else slot.problems
            address = (line.row, reading.columns[at])
            plain = kind == CellKind.NUMBER and address not in reading.merged
            if plain and not problems and _is_plain(value, look, slot):
                decimals = kept_decimals(value) if look.decimals is None else look.decimals
                reading.keep(number, at, value, decimals)
            else:
                self._read_cell(reading, number, at, slot, problems, address)

    def _place_problems(self, line: Line, row: RowSlots) -> list[list[Problem]] | None:
        """Return what is wrong with each run of a place that did not always exist."""
        place = self._register[line.place]
        if place.span.start is None and place.span.end is None:
            return None
        return [place_problems(place, slot.period) if slot.shape else [] for slot in row.slots]

    def _read_cell(
        self,
        reading: _Reading,
        number: int,
        at: int,
        slot: Slot,
        problems: Sequence[Problem],
        address: tuple[int, int],
    ) -> None:
        """Read a cell that is not just a number, or add its faults."""
        table = reading.table
        cell = table.sheet.cell(*address)
        if address in reading.merged:
            self._refuse_merged(table, reading.merged[address], cell)
            return
        printed = read_cell(cell, table.decimal_mark, self._marks)
        if isinstance(printed, Unreadable):
            self._refuse(table, cell, printed.message, printed.remedy)
        if not isinstance(printed, Printed):
            return
        found = [*problems] or list(_problems_of(printed, slot))
        for _, message, remedy in found:
            self._refuse(table, cell, message, remedy)
        if not found:
            reading.keep(number, at, float(printed.value), printed.decimals)
            reading.count_text(cell, printed)

    def _refuse_merged(self, table: Table, merge: Merge, cell: Cell) -> None:
        """Refuse a number in merged cells once, where it stands."""
        if (merge.top, merge.left) == (cell.row, cell.column):
            self._refuse(
                table,
                cell,
                "the number stands in merged cells, so that its row and column are not sure",
                "unmerge the cells and write the number in the one where it belongs",
            )

    def _refuse(self, table: Table, cell: Cell, message: str, remedy: str) -> None:
        self.faults.append(fault_at(table.sheet, cell.row, cell.column, message, remedy))

    def _tell_texts(self, reading: _Reading) -> None:
        table, first = reading.table, reading.first_text
        if first is None:
            return
        mark = f" with the decimal mark '{table.decimal_mark}'" if table.decimal_mark else ""
        count = f"{reading.texts} number{'s are' if reading.texts > 1 else ' is'} kept as text"
        message = f"{count} and read{mark}; this is the first"
        self.notes.append(
            fault_at(table.sheet, first.row, first.column, message, "", Severity.INFO)
        )


class _Reading:
    """The numbers of a table on their way.

    Attributes:
        middles, halves: as in `Numbers`.
        columns: where the columns stand.
        merged: the cells of the body that are merged with others.
        texts: how many numbers are kept as text; the first of them is `first_text`.
    """

    def __init__(
        self, table: Table, middles: np.ndarray, halves: np.ndarray, marks: frozenset[str]
    ) -> None:
        self.table = table
        self.middles = middles
        self.halves = halves
        self.columns = [column.index for column in table.columns]
        self.merged = _merged_cells(table)
        self.texts = 0
        self.first_text: Cell | None = None

    def cells(self, row: int) -> Iterator[tuple[int, float, Look, bool]]:
        """Yield kind, number, look and whether it is a formula of each column's cell."""
        sheet = self.table.sheet
        columns = self.columns
        if max(columns, default=0) >= sheet.width:
            return ((c.kind, _number(c), c.look, c.formula) for c in self._beyond(row))
        looks = (sheet.known_looks[look] for look in sheet.looks[row, columns].tolist())
        return zip(
            sheet.kinds[row, columns].tolist(),
            sheet.numbers[row, columns].tolist(),
            looks,
            sheet.formulas[row, columns].tolist(),
            strict=True,
        )

    def _beyond(self, row: int) -> Iterator[Cell]:
        """Yield the cells where a mapping file names columns that the sheet does not have."""
        return (self.table.sheet.cell(row, column) for column in self.columns)

    def keep(self, line: int, at: int, value: float, decimals: int) -> None:
        """Keep a number."""
        self.middles[line, at] = value
        self.halves[line, at] = 0.5 * 10.0**-decimals

    def count_text(self, cell: Cell, printed: Printed) -> None:
        """Count a number that is kept as text."""
        if printed.text:
            self.texts += 1
            self.first_text = self.first_text or cell


def _number(cell: Cell) -> float:
    return float("nan") if cell.number is None else float(cell.number)


def _is_plain(value: float, look: Look, slot: Slot) -> bool:
    """Whether nothing can be wrong with a number: its look, its size and its sign are usual."""
    if look.percent or look.thousands or not -_SAFE < value < _SAFE:
        return False
    shape = slot.shape
    if shape is None:
        return True
    if value < 0 and shape.kind is Kind.LEVEL and shape.card.unit.counts:
        return False
    kept = value * 10.0 ** (slot.power + shape.shift) if shape.limits else value
    return all(limit.holds_surely(kept) for limit in shape.limits)


def kept_decimals(value: float) -> int:
    """Return how many digits after the point the shortest writing of a number has."""
    text = repr(value)
    if "e" in text:
        mantissa, _, power = text.partition("e")
        return max(0, len(mantissa.partition(".")[2]) - int(power))
    tail = text.partition(".")[2]
    return 0 if tail == "0" else len(tail)


def _problems_of(printed: Printed, slot: Slot) -> Iterator[Problem]:
    """Yield what is wrong with a number where it stands."""
    if printed.percent and not slot.percent:
        yield (
            "",
            f"the number is printed as a percentage, but the unit is '{slot.unit}'",
            "correct the cell's number format or the unit",
        )
        return
    if slot.shape is None:
        return
    try:
        number = filed_number(printed, slot)
    except VocabularyError as error:
        yield "value", error.message, error.remedy
        return
    found = number_problems(slot.shape, number, None)
    if not found:
        said = statement_of(slot.shape, "", slot.period, number, None, date.min, True, "")
        found += beyond(slot.shape.limits, said)
    yield from found


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
