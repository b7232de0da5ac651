"""Small sheets written as rows of values, as a grid or as a real workbook."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import xlsxwriter

from tiendo.ledger.intake.workbook.grid import CellKind, Look, Merge, Sheet, Workbook

Value = str | int | float | bool | datetime | None
Rows = Sequence[Sequence[Value]]
ERRORS = ("#REF!", "#DIV/0!", "#N/A")


@dataclass(frozen=True)
class Drawn:
    """A sheet as somebody would type it.

    Attributes:
        rows: values of the cells; "  text" is indented by one step for each two spaces.
        merges: rectangles such as "A1:H1".
        looks: number formats by column: decimals, or "%" with decimals.
    """

    rows: Rows
    merges: tuple[str, ...] = ()
    looks: dict[int, Look] = field(default_factory=dict)
    name: str = "Biểu 1"
    hidden: bool = False

    def with_cell(self, address: str, value: Value) -> Drawn:
        """Return the sheet with another value in a cell."""
        row, column = position(address)
        rows = [list(cells) for cells in self.rows]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
        return replace(self, rows=rows)

    def with_merge(self, area: str) -> Drawn:
        """Return the sheet with some more cells merged."""
        return replace(self, merges=(*self.merges, area))

    def shifted(self, first: str, last_row: int, by: int = 1) -> Drawn:
        """Return the sheet with the numbers from a column on moved aside, down to a row."""
        top, column = position(first)
        rows = [list(cells) for cells in self.rows]
        for row in range(top, last_row):
            rows[row] = rows[row][:column] + [None] * by + rows[row][column:]
        return replace(self, rows=rows)


def position(address: str) -> tuple[int, int]:
    """Return row and column of an address, from 0."""
    letters = address.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(address[len(letters) :]) - 1, column - 1


def grid(drawn: Drawn) -> Sheet:
    """Return a sheet as the workbook reader gives it."""
    height = len(drawn.rows)
    width = max(len(cells) for cells in drawn.rows)
    kinds = np.zeros((height, width), dtype=np.uint8)
    numbers = np.full((height, width), np.nan)
    strings = np.full((height, width), -1, dtype=np.int32)
    looks = np.zeros((height, width), dtype=np.int32)
    texts: list[str] = []
    known = [Look()]
    for row, cells in enumerate(drawn.rows):
        for column, value in enumerate(cells):
            look = drawn.looks.get(column, Look())
            if isinstance(value, str):
                kinds[row, column] = CellKind.ERROR if value in ERRORS else CellKind.TEXT
                strings[row, column] = len(texts)
                indent = (len(value) - len(value.lstrip(" "))) // 2
                texts.append(unicodedata.normalize("NFC", value.lstrip(" ")))
                look = Look(indent=indent)
            elif isinstance(value, bool):
                kinds[row, column], numbers[row, column] = CellKind.BOOLEAN, value
            elif isinstance(value, datetime):
                kinds[row, column] = CellKind.DATE
                numbers[row, column] = (value - datetime(1899, 12, 30)).days
            elif value is not None:
                kinds[row, column], numbers[row, column] = CellKind.NUMBER, value
            if look not in known:
                known.append(look)
            looks[row, column] = known.index(look)
    formulas = np.zeros((height, width), dtype=bool)
    merges = tuple(_merge(area) for area in drawn.merges)
    return Sheet(
        drawn.name, drawn.hidden, kinds, numbers, strings, looks, formulas, texts, known, merges
    )


def book(*drawn: Drawn) -> Workbook:
    """Return a workbook as the reader gives it."""
    return Workbook("báo-cáo.xlsx", "0" * 64, tuple(grid(each) for each in drawn))


def xlsx(*drawn: Drawn) -> bytes:
    """Return a workbook written by XlsxWriter."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        for each in drawn:
            _write(workbook, each)
    return buffer.getvalue()


def _write(workbook: xlsxwriter.Workbook, drawn: Drawn) -> None:
    sheet = workbook.add_worksheet(drawn.name)
    if drawn.hidden:
        sheet.hide()
    formats: dict[object, object] = {}

    def formatted(**facts: object) -> object:
        return formats.setdefault(tuple(facts.items()), workbook.add_format(facts))

    anchors = {position(area.partition(":")[0]): area for area in drawn.merges}
    for row, cells in enumerate(drawn.rows):
        for column, value in enumerate(cells):
            indent = (len(value) - len(value.lstrip(" "))) // 2 if isinstance(value, str) else 0
            style = formatted(indent=indent)
            if not isinstance(value, str) and column in drawn.looks:
                style = formatted(num_format=_number_format(drawn.looks[column]))
            value = value.lstrip(" ") if isinstance(value, str) else value
            if (row, column) in anchors:
                sheet.merge_range(anchors[row, column], "", style)
            if value is not None:
                sheet.write(row, column, value, style)


def _number_format(look: Look) -> str:
    digits = "." + "0" * look.decimals if look.decimals else ""
    return f"0{digits}%" if look.percent else f"#,##0{digits}"


def _merge(area: str) -> Merge:
    first, last = area.split(":")
    (top, left), (bottom, right) = position(first), position(last)
    return Merge(top, left, bottom, right)
