"""The numbers of a table, kept as two floats a cell; what they are exactly is read from the sheet.

A `Statement` or an exact interval is made when one is asked for, and its address is computed: a
file of a million numbers would otherwise be a million objects of half a kilobyte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from tiendo.ledger.intake.line import Number, statement_of
from tiendo.ledger.intake.numerals import parse_number, shifted
from tiendo.ledger.intake.report.lexicon import all_empty_marks
from tiendo.ledger.intake.report.numbers import Printed, read_cell
from tiendo.ledger.intake.report.slots import RowSlots, Slot
from tiendo.ledger.intake.report.table import Table
from tiendo.ledger.intake.workbook.grid import Array
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.interval import Interval, bounds_of_printed

_SHORT = 10**9
"""Numbers below it, with as many digits behind the point as are printed, stand as they are."""

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads the bits of a hash (the golden ratio of 2**64)."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where the numbers of a table lie, roughly; lines and columns in the order of the table's.

    Attributes:
        middles: the numbers, (lines, columns), NaN where there is none or it cannot be read.
        halves: half a unit of their last printed digit, (lines, columns).
    """

    middles: Array
    halves: Array

    @property
    def present(self) -> Array:
        """Where there is a number, (lines, columns)."""
        found: Array = ~np.isnan(self.middles)
        return found


@dataclass(frozen=True, slots=True)
class Stated:
    """What a table states: made anew whenever it is asked for.

    Attributes:
        table: the table.
        slots: of each line.
        filed: where a number stands that is filed, (lines, columns).
        day: since when its figures are known.
        given: whether that day was stated rather than taken from today.
        has_numbers: whether any number stands in the table, filed or only checked.
    """

    table: Table
    slots: Sequence[RowSlots]
    filed: Array
    day: date
    given: bool
    has_numbers: bool

    @property
    def count(self) -> int:
        """How many statements it makes."""
        return int(self.filed.sum())

    def topics(self) -> Array:
        """Return of each statement the hash of what it is about, (statements,)."""
        found = []
        for line, slots, filed in zip(self.table.lines, self.slots, self.filed, strict=True):
            place = np.uint64(hash(line.place) & 0xFFFFFFFFFFFFFFFF)
            own = slots.topics[filed].astype(np.uint64)
            found.append((own ^ place) * _SPREAD + place)
        return np.concatenate(found) if found else np.empty(0, dtype=np.uint64)

    def statements(self) -> Iterator[Statement]:
        """Yield the statements, line by line."""
        sheet, columns = self.table.sheet, self.table.columns
        opening = f"{sheet.name}!" if sheet.name else ""
        for line, slots, filed in zip(self.table.lines, self.slots, self.filed, strict=True):
            for at in filed.nonzero()[0].tolist():
                slot = slots.slots[at]
                printed = printed_in(self.table, line.row, columns[at].index)
                if slot.shape is not None and printed is not None:
                    yield statement_of(
                        slot.shape,
                        line.place,
                        slot.period,
                        filed_number(printed, slot),
                        None,
                        self.day,
                        self.given,
                        f"{opening}{sheet.address(line.row, columns[at].index)}",
                    )


def filed_number(printed: Printed, slot: Slot) -> Number:
    """Return the number as it is filed: every digit kept, and how many of them are printed.

    Raises:
        VocabularyError: if it has too many digits.
    """
    value, decimals = shifted(printed.value, slot.power), printed.decimals - slot.power
    digits = -int(value.as_tuple().exponent)
    if 0 <= digits == decimals and 0 < value < _SHORT:
        return value, decimals
    number, _ = parse_number(f"{value:.{max(digits, decimals, 0)}f}")
    return number, decimals


def printed_in(table: Table, row: int, column: int) -> Printed | None:
    """Return the number of any cell of a table's sheet; None if it holds none that can be read."""
    if column < 0:
        return None
    cell = table.sheet.cell(row, column)
    found = read_cell(cell, table.decimal_mark, all_empty_marks())
    return found if isinstance(found, Printed) else None


def bounds_in(table: Table, row: int, column: int) -> Interval | None:
    """Return where the number of any cell of a table's sheet lies; None if it holds none."""
    printed = printed_in(table, row, column)
    return bounds_of_printed(printed.value, printed.decimals) if printed else None


class Kept(Protocol):
    """What tables state, walked through as often as is wanted."""

    @property
    def count(self) -> int:
        """How many statements they make."""
        ...

    def __iter__(self) -> Iterator[Stated]: ...


class Statements(Sequence[Statement]):
    """All that the tables of a file state, in their order, made anew at each walk through them."""

    def __init__(self, tables: Kept, left_out: frozenset[int] = frozenset()) -> None:
        """Keep what is stated.

        Args:
            tables: what each table states.
            left_out: numbers of the statements, from 0, that say what an earlier one says.
        """
        self._tables = tables
        self._left_out = left_out

    def __len__(self) -> int:
        return self._tables.count - len(self._left_out)

    def __iter__(self) -> Iterator[Statement]:
        every = (statement for table in self._tables for statement in table.statements())
        if not self._left_out:
            return every
        return (one for number, one in enumerate(every) if number not in self._left_out)

    def __getitem__(self, index: int | slice) -> Statement | list[Statement]:  # type: ignore[override]
        """Return one or some, walking through those before."""
        return list(self)[index]
