"""A table as it stands in a file: cells with what they hold and how they are shown.

A sheet is kept in arrays, so that a million cells are some tens of megabytes; a `Cell` is made when
one is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]


class CellKind(IntEnum):
    """What a cell holds."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOLEAN = 4
    ERROR = 5


_KINDS = tuple(CellKind)


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is shown.

    Attributes:
        decimals: digits that its number format prints after the point; None if it prints what is
            needed ("General").
        percent: the number is printed times 100 with a percent sign.
        indent: by how many steps its text is indented.
        bold: whether it is printed bold.
        thousands: how often the number is divided by 1000 before it is printed, as the commas at
            the end of the format "#,##0,," say: 2 prints 12984500000 as 12,985.
        day: a date is printed with its day, and not as a month.
    """

    decimals: int | None = None
    percent: bool = False
    indent: int = 0
    bold: bool = False
    thousands: int = 0
    day: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        row, column: where it stands, counted from 0.
        kind: what it holds.
        text: its text, as written; of an error its name (#REF!), of a boolean TRUE or FALSE; empty
            for other kinds.
        number: its number, as the file keeps it; None for other kinds. People see it times 100
            where `look.percent`, and divided by 1000 `look.thousands` times.
        moment: its date; None for others.
        look: how it is shown.
        formula: whether a formula gives it; an empty cell with a formula was never computed.
    """

    row: int
    column: int
    kind: CellKind
    text: str = ""
    number: Decimal | None = None
    moment: datetime | None = None
    look: Look = Look()
    formula: bool = False

    @property
    def address(self) -> str:
        """Its address, such as D12."""
        return address_of(self.row, self.column)


@dataclass(frozen=True, slots=True)
class Merge:
    """A rectangle of cells that are merged into one; first and last row and column, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook, or the one table of a CSV file.

    Attributes:
        name: its name, as written.
        hidden: whether people do not see it.
        kinds: codes of `CellKind`, (rows, columns).
        numbers: the numbers as the file keeps them, NaN elsewhere; dates as days since 1899-12-30.
        strings: number of each cell's text in `texts`; -1 where it has none.
        looks: number of each cell's look in `known_looks`.
        formulas: where a formula gives what a cell holds.
        texts: all texts, each once.
        known_looks: all looks, each once.
        merges: what is merged.
        hidden_rows, hidden_columns: numbers of those that people do not see.
    """

    name: str
    hidden: bool
    kinds: Array
    numbers: Array
    strings: Array
    looks: Array
    formulas: Array
    texts: Sequence[str]
    known_looks: Sequence[Look]
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        """Number of rows."""
        return int(self.kinds.shape[0])

    @property
    def width(self) -> int:
        """Number of columns."""
        return int(self.kinds.shape[1])

    def address(self, row: int, column: int) -> str:
        """Return the address at which people see a cell."""
        return address_of(row, column)

    def line_name(self, column: int) -> str:
        """Return what people call a column."""
        return f"column {column_name(column)}"

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell, by row and column from 0; an empty one beyond the last."""
        kinds, numbers, strings, looks, formulas = self.planes()
        height, width = kinds.shape
        if row >= height or column >= width:
            return Cell(row, column, CellKind.EMPTY)
        kind = _KINDS[kinds.item(row, column)]
        string = strings.item(row, column)
        number = numbers.item(row, column)
        return Cell(
            row,
            column,
            kind,
            self.texts[string] if string >= 0 else "",
            _decimal(number) if kind is CellKind.NUMBER else None,
            _moment(number) if kind is CellKind.DATE else None,
            self.known_looks[looks.item(row, column)],
            formulas.item(row, column),
        )

    def planes(self) -> tuple[Array, Array, Array, Array, Array]:
        """Return kinds, numbers, strings, looks and formulas."""
        return self.kinds, self.numbers, self.strings, self.looks, self.formulas

    def row(self, row: int) -> list[Cell]:
        """Return the cells of a row."""
        return [self.cell(row, column) for column in range(self.width)]

    def rows(self) -> Iterator[list[Cell]]:
        """Yield the rows' cells, one row after the other."""
        for row in range(self.height):
            yield self.row(row)


@dataclass(frozen=True)
class Workbook:
    """The sheets of a file, in their order.

    Attributes:
        file_name: name of the file, without its folder.
        sha256: digest of its bytes, in hexadecimal.
        sheets: its sheets.
    """

    file_name: str
    sha256: str
    sheets: tuple[Sheet, ...]


def _decimal(number: float) -> Decimal:
    # A spreadsheet keeps 15 to 17 digits; the shortest that give the number back are meant.
    return Decimal(repr(number).removesuffix(".0"))


_DAY_ZERO = np.datetime64("1899-12-30T00:00:00", "s")


def _moment(days: float) -> datetime:
    seconds = np.timedelta64(round(days * 86_400), "s")
    found: datetime = (_DAY_ZERO + seconds).astype(datetime)
    return found


@lru_cache(maxsize=1024)
def column_name(column: int) -> str:
    """Return a column's letters: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def address_of(row: int, column: int) -> str:
    """Return the address of a cell, such as D12, by row and column from 0."""
    return f"{column_name(column)}{row + 1}"
