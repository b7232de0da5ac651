"""A second, independent reading of a workbook: where the two differ, the file is refused.

A number that looks right and is wrong is worse than a file that must be saved anew.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook.grid import Array, CellKind, Sheet, address_of
from tiendo.ledger.intake.workbook.refusal import SAVE_ANEW, damaged, refused
from tiendo.ledger.intake.workbook.serial_dates import UNSHOWN

_EMPTY, _TEXT, _NUMBER, _MOMENT, _BOOLEAN = range(5)
_CODES: dict[type[object], int] = {
    str: _TEXT,
    float: _NUMBER,
    int: _NUMBER,
    date: _MOMENT,
    datetime: _MOMENT,
    time: _MOMENT,
    timedelta: _MOMENT,
    bool: _BOOLEAN,
}
_AGREEING: dict[CellKind, tuple[int, ...]] = {
    CellKind.EMPTY: (_EMPTY,),
    CellKind.TEXT: (_TEXT,),
    CellKind.NUMBER: (_NUMBER,),
    CellKind.DATE: (_MOMENT, _TEXT),
    CellKind.BOOLEAN: (_BOOLEAN,),
    # The second reader shows errors as empty, and dates that spreadsheets cannot show as something.
    CellKind.ERROR: (_EMPTY, _NUMBER, _MOMENT),
}
_KNOWN_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", UNSHOWN)


def compare_with_second_reading(content: bytes, sheets: Sequence[Sheet]) -> None:
    """Read a workbook once more and compare sheet by sheet which cells hold what.

    Args:
        content: the workbook.
        sheets: its sheets, as they were read first.

    Raises:
        FileRefused: if the second reading fails, or differs in a name, in what kind of thing a cell
            holds, or in a number.
    """
    blank = np.array([not text.strip() for text in sheets[0].texts] + [False])
    sheet = sheets[0]
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [
            found.name for found in workbook.sheets_metadata if found.typ == SheetTypeEnum.WorkSheet
        ]
        if names != [sheet.name for sheet in sheets]:
            raise damaged("two ways of reading it find different sheets")
        for sheet in sheets:
            _compare(sheet, workbook.get_sheet_by_name(sheet.name), blank)
    except CalamineError:
        raise _failed(sheet) from None


def _compare(sheet: Sheet, other: CalamineSheet, blank: Array) -> None:
    codes, numbers = _read(other, sheet)
    kinds = sheet.kinds
    differ = np.zeros(kinds.shape, dtype=bool)
    for kind, agreeing in _AGREEING.items():
        differ |= (kinds == kind) & ~np.isin(codes, agreeing)
    # Nothing is seen of a formula that was never computed, nor of spaces, which either may drop.
    differ &= ~(sheet.formulas & (kinds == CellKind.EMPTY))
    differ &= ~((kinds == CellKind.TEXT) & (codes == _EMPTY) & blank[sheet.strings])
    differ |= (kinds == CellKind.NUMBER) & (codes == _NUMBER) & (numbers != sheet.numbers)
    if differ.any():
        row, column = (int(place) for place in np.argwhere(differ)[0])
        kind, code = CellKind(int(kinds[row, column])), int(codes[row, column])
        if (kind, code) in ((CellKind.NUMBER, _MOMENT), (CellKind.DATE, _NUMBER)):
            raise _number_or_date(sheet, row, column)
        raise _different(sheet, row, column)


def _failed(sheet: Sheet) -> FileRefused:
    """Return the refusal of a workbook whose second reading failed at a sheet.

    It fails at names of errors that it does not know; then the error is what has to be mended.
    """
    for row, column in np.argwhere(sheet.kinds == CellKind.ERROR):
        cell = sheet.cell(int(row), int(column))
        if cell.text not in _KNOWN_ERRORS:
            return refused(
                f"the cell shows the error '{cell.text}'",
                "mend its formula, or replace it by its value",
                sheet=sheet.name,
                cell=cell.address,
            )
    return damaged("a second way of reading it fails", sheet=sheet.name)


def _number_or_date(sheet: Sheet, row: int, column: int) -> FileRefused:
    return refused(
        "it cannot be told whether the cell shows a number or a date",
        "give it a plain number format or a plain date format, and save the file",
        sheet=sheet.name,
        cell=address_of(row, column),
    )


def _read(other: CalamineSheet, sheet: Sheet) -> tuple[Array, Array]:
    """Return codes and numbers of the second reading, in the shape of the first."""
    codes = np.zeros(sheet.kinds.shape, dtype=np.uint8)
    numbers = np.full(sheet.kinds.shape, np.nan)
    left = other.start[1] if other.start else 0
    for row, values in enumerate(other.iter_rows()):
        found = [_EMPTY if value == "" else _CODES.get(type(value), _TEXT) for value in values]
        if not any(found):
            continue
        while found[-1] == _EMPTY:
            found.pop()
        if row >= sheet.height or left + len(found) > sheet.width:
            raise _different(sheet, row, left + len(found) - 1)
        codes[row, left : left + len(found)] = found
        numbers[row, left : left + len(found)] = [
            value if value.__class__ is float or value.__class__ is int else np.nan
            for value in values[: len(found)]
        ]
    return codes, numbers


def _different(sheet: Sheet, row: int, column: int) -> FileRefused:
    return refused(
        "two ways of reading the file find different things in the cell",
        SAVE_ANEW,
        sheet=sheet.name,
        cell=address_of(row, column),
    )
