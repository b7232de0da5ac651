"""Reading a form that comes back: every filled cell a statement, every bad one named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tiendo.ledger.intake.fault import Fault, FileRefused, Intake
from tiendo.ledger.intake.forms.form import (
    FIRST_LINE,
    HIDDEN_SHEET,
    MARK,
    STATUS_COLUMN,
    STATUS_ROW,
    VERSION,
    Column,
)
from tiendo.ledger.intake.forms.words import FormWords, words_in
from tiendo.ledger.intake.line import Lines
from tiendo.ledger.intake.table import Row
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Sheet, Workbook, address_of
from tiendo.ledger.intake.workbook.uncomputed import uncomputed_formulas
from tiendo.validation.rule import Rule
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Kind

_EMPTY = Row(*[""] * len(Row._fields))
_ANEW = "write the form anew with `tiendo form` and copy your numbers into it"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an id of the form means."""

    place: str
    indicator: str
    breakdown: str
    price_basis: str
    unit: str
    cumulative: bool


def is_form(workbook: Workbook) -> bool:
    """Whether a workbook is a form that was written by `write_form`, of whatever version."""
    sheet = _hidden_sheet(workbook)
    return sheet is not None and sheet.cell(0, 0).text == MARK


def read_form(
    workbook: Workbook,
    *,
    register: PlaceRegister,
    catalogue: Catalogue,
    today: date,
    known_at: date | None = None,
    rules: Sequence[Rule] = (),
) -> Intake:
    """Return what a filled form says, and what is wrong with it.

    Cells that are still empty say nothing. A line is known by its id in the hidden column, wherever
    it was moved to.

    Args:
        workbook: the form.
        register: the places that may be named.
        catalogue: the indicators that may be named.
        today: the day of the intake, in the workspace's time zone.
        known_at: since when the world knows the figures; None for today.
        rules: those that say what cannot be refuse it.
    """
    lines = Lines(register, catalogue, today=today, known_at=known_at, rules=rules)
    try:
        reader = _Reader(workbook, lines)
    except FileRefused as refused:
        fault = replace(refused.fault, file_name=workbook.file_name)
        return Intake((), (fault,), workbook.sha256, workbook.file_name)
    statements = tuple(reader.statements())
    found = [*reader.faults, *uncomputed_formulas(workbook)]
    faults = tuple(replace(fault, file_name=workbook.file_name) for fault in found)
    return Intake(statements, faults, workbook.sha256, workbook.file_name, source=reader.office)


class _Reader:
    """Reads the cells of one form.

    Attributes:
        office: who filled it.
        faults: what is wrong so far.
    """

    def __init__(self, workbook: Workbook, lines: Lines) -> None:
        self.faults: list[Fault] = []
        self._lines = lines
        hidden = _hidden_sheet(workbook)
        if hidden is None:
            raise FileRefused(0, "", "the workbook is no form of tiendo", _ANEW)
        self._sheet = _filled_sheet(workbook)
        self._asked = _asked_lines(hidden)
        language, self.office = hidden.cell(0, 2).text, hidden.cell(0, 3).text
        self._period = Period.parse(hidden.cell(1, 0).text)
        self._words: FormWords = words_in(language)
        self._status = self._chosen(self._sheet.cell(STATUS_ROW, STATUS_COLUMN), "statuses")

    def statements(self) -> Iterator[Statement]:
        """Yield what the filled cells say, line by line."""
        rows = self._rows_by_id()
        for id, asked in self._asked.items():
            if id in rows:
                yield from self._of_line(rows[id], asked)

    def _rows_by_id(self) -> Mapping[str, int]:
        """Return the row of each line by its id; lines that are gone or stand twice are faults."""
        found: dict[str, int] = {}
        for row in range(FIRST_LINE, self._sheet.height):
            cell = self._sheet.cell(row, Column.ID)
            filled = [self._sheet.cell(row, c) for c in (Column.VALUE, Column.CUMULATIVE)]
            id = "" if cell.number is None else f"{cell.number.normalize():f}"
            if id in self._asked and id not in found:
                found[id] = row
            elif any(one.kind is not CellKind.EMPTY for one in filled):
                twice = id in found
                said = "this line stands twice" if twice else "this line is none of the form's"
                self._fault(filled[0], said, "empty it" if twice else _ANEW)
        gone = [id for id in self._asked if id not in found]
        if gone:
            text = f"{len(gone)} lines of the form are gone, the first is no. {gone[0]}"
            self.faults.append(Fault(0, "", text, _ANEW, sheet=self._sheet.name))
        return found

    def _of_line(self, row: int, asked: _Asked) -> Iterator[Statement]:
        unit = self._sheet.cell(row, Column.UNIT)
        wanted = self._words.unit(asked.unit)
        if unit.text != wanted:
            text = f"the form asks in {wanted}, the cell now says '{unit.text}'"
            self._fault(unit, text, f"write {wanted} there again, and the numbers in {wanted}")
            return
        value, cumulative, reason = (
            self._sheet.cell(row, c) for c in (Column.VALUE, Column.CUMULATIVE, Column.STATE)
        )
        state = self._chosen(reason, "states")
        if state and value.kind is not CellKind.EMPTY:
            text = f"there is a number and a reason why there is none ('{reason.text}')"
            self._fault(value, text, "empty one of the two")
        elif state:
            yield from self._statement(reason, asked, self._period, "", state)
        else:
            yield from self._of_cell(value, asked, self._period)
        if asked.cumulative:
            yield from self._of_cell(cumulative, asked, self._period.year_to_date())
        elif cumulative.kind is not CellKind.EMPTY:
            text = "a cumulative number is not asked here"
            self._fault(cumulative, text, "empty the cell; the period's number stands beside it")

    def _of_cell(self, cell: Cell, asked: _Asked, run: Period) -> Iterator[Statement]:
        if cell.kind is not CellKind.EMPTY and (number := self._number(cell)):
            yield from self._statement(cell, asked, run, number, "")

    def _statement(
        self, cell: Cell, asked: _Asked, run: Period, number: str, state: str
    ) -> Iterator[Statement]:
        row = _EMPTY._replace(
            place=asked.place,
            indicator=asked.indicator,
            breakdown=asked.breakdown,
            price_basis=asked.price_basis,
            period=str(run),
            kind=Kind.LEVEL,
            value=number,
            unit=asked.unit,
            status="" if state else self._status,
            state=state,
        )
        already = len(self._lines.faults)
        said = self._lines.read(cell.row + 1, row)
        for fault in self._lines.faults[already:]:
            self._fault(cell, fault.message, fault.remedy)
        if said is not None:
            yield replace(said, cell=f"{self._sheet.name}!{cell.address}")

    def _number(self, cell: Cell) -> str | None:
        """Return a cell's number as plain digits, None after a fault."""
        if cell.kind is CellKind.NUMBER and cell.number is not None:
            if cell.look.percent or cell.look.thousands:
                text = "the cell shows another number than it holds"
                self._fault(cell, text, "give it the number format of the cells beside it")
                return None
            return f"{cell.number:f}"
        told = {
            CellKind.TEXT: f"'{cell.text}' is text, not a number",
            CellKind.DATE: "the cell holds a date",
            CellKind.BOOLEAN: "the cell holds true or false",
            CellKind.ERROR: f"the cell holds the error {cell.text}",
        }
        self._fault(cell, told[cell.kind], "write the number alone, without words, unit or spaces")
        return None

    def _chosen(self, cell: Cell, key: str) -> str:
        """Return the contract's word for what was chosen in a cell; "" for nothing or a fault."""
        text = fold(cell.text)
        if cell.kind is CellKind.EMPTY or not text:
            return ""
        words = self._words.list_of(key)
        for word, told in words.items():
            if text in (fold(told), word):
                return word
        self._fault(
            cell, f"'{cell.text}' is none of the entries", f"one of: {', '.join(words.values())}"
        )
        return ""

    def _fault(self, cell: Cell, message: str, remedy: str) -> None:
        self.faults.append(
            Fault(
                0,
                "",
                message,
                remedy,
                sheet=self._sheet.name,
                cell=address_of(cell.row, cell.column),
            )
        )


def _hidden_sheet(workbook: Workbook) -> Sheet | None:
    return next((one for one in workbook.sheets if one.name == HIDDEN_SHEET), None)


def _filled_sheet(workbook: Workbook) -> Sheet:
    shown = [one for one in workbook.sheets if not one.hidden and one.name != HIDDEN_SHEET]
    if len(shown) != 1:
        names = ", ".join(f"'{one.name}'" for one in shown) or "none"
        raise FileRefused(0, "", f"a form has one sheet to be filled, this file has {names}", _ANEW)
    return shown[0]


def _asked_lines(hidden: Sheet) -> dict[str, _Asked]:
    """Return what each id of the form means.

    Raises:
        FileRefused: if the hidden sheet is of another version or was changed.
    """
    mark, version = hidden.cell(0, 0).text, hidden.cell(0, 1).text
    if mark != MARK or version != str(VERSION):
        text = f"the form is of version {version or 'unknown'}, this tiendo reads {VERSION}"
        raise FileRefused(0, "", text, _ANEW)
    found: dict[str, _Asked] = {}
    for row in range(2, hidden.height):
        id, place, indicator, breakdown, basis, unit, cumulative = (
            hidden.cell(row, column).text for column in range(7)
        )
        if not (id and place and indicator):
            raise FileRefused(0, "", "the hidden sheet of the form was changed", _ANEW)
        found[id] = _Asked(place, indicator, breakdown, basis, unit, bool(cumulative))
    if len(found) < hidden.height - 2:
        raise FileRefused(0, "", "the hidden sheet of the form was changed", _ANEW)
    return found
