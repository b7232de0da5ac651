"""Where the tables of a sheet stand: titles, header rows, labels, units and rows with numbers."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from tiendo.ledger.intake.report.area import Area, is_empty_mark
from tiendo.ledger.intake.report.lexicon import lexicons
from tiendo.ledger.intake.report.titles import Text, dateline, unit_words
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Sheet
from tiendo.vocabulary.period import FIRST_YEAR, LAST_YEAR

_COLUMN_NUMBER = re.compile(r"\(?(?:[A-Za-z]|\d{1,2})\)?(?:\s*[=:].*)?")


@dataclass(frozen=True, slots=True)
class Block:
    """The place of one table on its sheet; rows and columns counted from 0.

    Attributes:
        titles: rows above the header that belong to it.
        header: rows of the header.
        body: rows with labels and numbers.
        below: rows behind it, up to the next table.
        label_column: where the labels stand.
        value_columns: columns that hold numbers, or stand among such under a heading.
    """

    titles: range
    header: range
    body: range
    below: range
    label_column: int
    value_columns: tuple[int, ...]


def beside_each_other(sheet: Sheet) -> list[Area]:
    """Return the areas of a sheet: all of it, or pieces where tables stand side by side.

    A table begins at a column that heads labels, in a row in which another one does so left of it,
    if numbers stand behind both. Labels repeated at the right edge are no table.
    """
    whole = Area(sheet)
    for row in np.unique(whole.label_headings.nonzero()[0]).tolist():
        heads = whole.label_headings[row].nonzero()[0].tolist()
        numbers = whole.values[row + 1 :].any(axis=0)
        starts = [
            head
            for head, next_ in pairwise([*heads, sheet.width])
            if numbers[head + 1 : next_].any()
        ]
        if len(starts) > 1:
            # The column of section numbers belongs to the labels right of it.
            cuts = [0, *(_with_section_numbers(whole, row, start) for start in starts[1:])]
            pieces = pairwise([*cuts, sheet.width])
            return [Area(sheet, range(first, end)) for first, end in pieces]
    return [whole]


def _with_section_numbers(area: Area, row: int, column: int) -> int:
    """Return where a table begins whose labels are headed in a cell: there, or one to the left."""
    cell = area.sheet.cell(row, column - 1)
    marks = [p.mark for lexicon in lexicons() for p in lexicon.phrases(cell.text)]
    return column - 1 if "number_heading" in marks else column


def find_blocks(area: Area) -> Iterator[Block]:
    """Yield the tables of a sheet from the top."""
    start = 0
    rows = _Rows(area)
    while (block := rows.next_block(start)) is not None:
        yield block
        start = block.body.stop


def header_above(area: Area, first: int, label: int, values: Sequence[int]) -> range:
    """Return the rows of headings over some columns of numbers that begin in a row.

    Args:
        first: the first row of numbers, from 0.
        label: the column of the labels.
        values: the columns of the numbers.
    """
    return _Rows(area).header_above(first, 0, label, values)


class _Rows:
    """Tells rows of numbers from headers and titles."""

    def __init__(self, area: Area) -> None:
        self._area = area
        self._visible = area.rows
        self._numbered = self._rows_with_numbers()

    def next_block(self, start: int) -> Block | None:
        """Return the first table at or below a row, or None."""
        at = bisect_left(self._numbered, start)
        if at == len(self._numbered):
            return None
        first = self._numbered[at]
        end = self._end_of_body(first)
        body = self._seen_between(first, end)
        label = self._label_column(body)
        values = self._columns_of_values(body, label)
        header = self.header_above(first, start, label, values)
        values = self._with_headed_columns(header, label, values)
        last = body[int(self._area.values[body][:, label + 1 :].any(axis=1).nonzero()[0][-1])]
        last = self._with_rows_of_texts(last, end, values)
        return Block(
            titles=range(start, header.start),
            header=header,
            body=range(self._behind_column_numbers(header.stop), last + 1),
            below=range(last + 1, max(end, last + 1)),
            label_column=label,
            value_columns=values,
        )

    def header_above(self, first: int, start: int, label: int, values: Sequence[int]) -> range:
        """Return the rows of headings just above a row, down from a row at the highest."""
        bottom = self._header_bottom(first, start, label, values)
        if bottom is None:
            return range(first, first)
        return range(self._header_top(bottom, start, label, values), bottom + 1)

    def _seen_between(self, first: int, end: int) -> list[int]:
        """Return the rows from one to before another that people see."""
        return self._visible[bisect_left(self._visible, first) : bisect_left(self._visible, end)]

    def _cells(self, row: int) -> list[Cell] | None:
        """Return the filled cells of a row; None where it is hidden or beyond the sheet."""
        beyond = row < 0 or row >= self._area.sheet.height
        return None if beyond or row in self._area.sheet.hidden_rows else self._area.filled(row)

    def _behind_column_numbers(self, row: int) -> int:
        while (cells := self._cells(row)) is not None and self._is_column_numbers(cells):
            row += 1
        return row

    def _rows_with_numbers(self) -> list[int]:
        """Return the rows that have a label, and a number somewhere right of it."""
        words, values = self._area.words, self._area.values
        width = self._area.sheet.width
        if not values.any():
            return []
        first_words = np.where(words.any(axis=1), words.argmax(axis=1), width)
        last_values = np.where(values.any(axis=1), width - 1 - values[:, ::-1].argmax(axis=1), -1)
        fitting = (last_values > first_words) & ~self._area.label_headings.any(axis=1)
        rows = set(fitting.nonzero()[0].tolist())
        found = [row for row in self._visible if row in rows]
        return [row for row in found if not self._counts_columns(row)]

    def _counts_columns(self, row: int) -> bool:
        """Whether a row that has words and a number counts the columns for all that."""
        words = self._area.words[row].nonzero()[0]
        if _COLUMN_NUMBER.fullmatch(self._area.sheet.cell(row, int(words[0])).text.strip()) is None:
            return False
        return self._is_column_numbers(self._area.filled(row))

    @staticmethod
    def _is_column_numbers(cells: Sequence[Cell]) -> bool:
        """Whether a row counts the columns: A, B, 1, 2, 3=2/1."""
        texts = [_digits_or_text(cell) for cell in cells]
        fitting = all(_COLUMN_NUMBER.fullmatch(text) for text in texts)
        return len(texts) > 2 and fitting and any(re.match(r"\(?[12]\b", text) for text in texts)

    def _end_of_body(self, first: int) -> int:
        """Return the row at which the next table's header begins, or the sheet's end."""
        words, values, heads = self._area.words, self._area.values, self._area.label_headings
        seen = values[first].copy()
        numbered = bisect_left(self._numbered, first) + 1
        header: int | None = None
        for row in self._visible[bisect_left(self._visible, first) + 1 :]:
            if numbered < len(self._numbered) and self._numbered[numbered] == row:
                if header is not None:
                    return header
                numbered += 1
                seen |= values[row]
                continue
            if header is not None:
                continue
            wordy = int((words[row] & seen).sum()) > 1 and not values[row].any()
            if wordy or heads[row].any():
                header = row
        return self._area.sheet.height

    def _label_column(self, body: Sequence[int]) -> int:
        """Return the leftmost column with about as many words as any other, and numbers behind it.

        Units are no labels, unless there are no other words.
        """
        rightmost = int(self._area.values[body].any(axis=0).nonzero()[0][-1])
        counts = self._area.names[body][:, :rightmost].sum(axis=0)
        if not counts.any():
            counts = self._area.words[body][:, :rightmost].sum(axis=0)
        return int((2 * counts >= max(counts.max(), 1)).nonzero()[0][0])

    def _columns_of_values(self, body: Sequence[int], label: int) -> tuple[int, ...]:
        columns = self._area.values[body].any(axis=0).nonzero()[0].tolist()
        return tuple(column for column in columns if column > label)

    def _header_bottom(
        self, first: int, start: int, label: int, values: Sequence[int]
    ) -> int | None:
        """Return the lowest row above the numbers with words over them."""
        for row in range(first - 1, start - 1, -1):
            if self._is_header(row, label, values):
                return row
        return None

    def _header_top(self, bottom: int, start: int, label: int, values: Sequence[int]) -> int:
        top = bottom
        while top > start and self._is_header(top - 1, label, values):
            top -= 1
        merges = (self._area.merge(bottom, column) for column in (*range(label + 1), *values))
        return max(start, min([top, *(m.top for m in merges if m is not None)]))

    def _is_header(self, row: int, label: int, values: Sequence[int]) -> bool:
        """Whether a row has headings over the numbers: not a title across, a unit or a date."""
        cells = self._cells(row)
        if cells is None or self._is_column_numbers(cells):
            return False
        spread = {c: self._area.spread(row, c) for c in values}
        texts = [c for c in spread.values() if _as_text(c) and not is_empty_mark(c)]
        if not texts or self._is_title(row, label, values):
            return False
        return not all(_is_aside(cell) for cell in texts)

    def _is_title(self, row: int, label: int, values: Sequence[int]) -> bool:
        """Whether one cell is merged over the labels and the numbers."""
        merge = self._area.merge(row, values[0])
        return merge is not None and merge.left <= label and merge.right >= values[0]

    def _with_headed_columns(
        self, header: range, label: int, values: Sequence[int]
    ) -> tuple[int, ...]:
        """Add the columns right of the labels that have a heading, though no number."""
        headed = [
            column
            for column in self._area.columns
            if column > label and any(_as_text(self._area.spread(row, column)) for row in header)
        ]
        return tuple(sorted({*values, *headed}))

    def _with_rows_of_texts(self, last: int, end: int, values: Sequence[int]) -> int:
        """Return the last row of the table, with those just behind it that have texts for numbers.

        They are empty marks, or what was typed in place of a number and must not be lost.
        """
        row = last + 1
        while row < end and any(cell.column in values for cell in self._cells(row) or []):
            last, row = row, row + 1
        return last


def _is_aside(cell: Cell) -> bool:
    """Whether a text above a table is its unit, a date or a form's number, not a heading."""
    text = Text(_as_text(cell), cell.address)
    return unit_words(text.words) is not None or dateline([text]) is not None


def _as_text(cell: Cell) -> str:
    """Return what a cell says as text; of numbers, a year alone can be a heading."""
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        is_year = cell.number == int(cell.number) and FIRST_YEAR <= cell.number <= LAST_YEAR
        return f"{int(cell.number)}" if is_year else ""
    return cell.text.strip()


def _digits_or_text(cell: Cell) -> str:
    return cell.text.strip() if cell.number is None else f"{cell.number.normalize():f}"


def heading_of(area: Area, header: range, column: int) -> tuple[str, int]:
    """Return a column's headings from top to bottom, joined, and the row of the lowest."""
    found: list[str] = []
    lowest = header.start
    seen: set[tuple[int, int]] = set()
    for row in header:
        if row in area.sheet.hidden_rows:
            continue
        cell = area.spread(row, column)
        text = " ".join(_as_text(cell).split())
        if text and (cell.row, cell.column) not in seen:
            seen.add((cell.row, cell.column))
            found.append(text)
            lowest = row if area.merge(row, column) is None else cell.row
    return " ".join(found), lowest
