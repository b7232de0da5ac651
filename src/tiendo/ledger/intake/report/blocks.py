"""Where the tables of a sheet stand: titles, header rows, labels, units and rows with numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tiendo.ledger.intake.report.lexicon import all_empty_marks, lexicons
from tiendo.ledger.intake.report.numbers import looks_like_number
from tiendo.ledger.intake.report.titles import Text, dateline, unit_words
from tiendo.ledger.intake.report.units import read_unit
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Merge, Sheet
from tiendo.vocabulary.period import FIRST_YEAR, LAST_YEAR

_COLUMN_NUMBER = re.compile(r"\(?(?:[A-Za-z]|\d{1,2})\)?(?:\s*[=:].*)?")
_ENUMERATOR = re.compile(r"\(?(?:[IVXLC]{1,5}|[A-Za-zĐđ]|\d{1,2}(?:\.\d{1,2})*)[.)]?|[-+–•*]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMERIC = (CellKind.NUMBER, CellKind.DATE, CellKind.BOOLEAN, CellKind.ERROR)


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


class Area:
    """A sheet with its merged cells, seen by people: hidden rows and columns are left out."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self._merged: dict[tuple[int, int], Merge] = {}
        for merge in sheet.merges:
            for row in range(merge.top, min(merge.bottom + 1, sheet.height)):
                for column in range(merge.left, min(merge.right + 1, sheet.width)):
                    self._merged[row, column] = merge
        self.rows = [row for row in range(sheet.height) if row not in sheet.hidden_rows]
        self.columns = [c for c in range(sheet.width) if c not in sheet.hidden_columns]

    def merge(self, row: int, column: int) -> Merge | None:
        """Return the merged rectangle that a cell belongs to."""
        return self._merged.get((row, column))

    def spread(self, row: int, column: int) -> Cell:
        """Return a cell, or the one that it is merged into."""
        merge = self.merge(row, column)
        return self.sheet.cell(merge.top, merge.left) if merge else self.sheet.cell(row, column)

    def filled(self, row: int) -> list[Cell]:
        """Return the cells of a row that hold something, without hidden columns."""
        held = (self.sheet.kinds[row] != CellKind.EMPTY) | self.sheet.formulas[row]
        hidden = self.sheet.hidden_columns
        cells = (self.sheet.cell(row, int(c)) for c in held.nonzero()[0] if int(c) not in hidden)
        return [cell for cell in cells if cell.kind is not CellKind.TEXT or cell.text.strip()]

    def texts(self, rows: Sequence[int]) -> list[Text]:
        """Return all texts of some rows, line by line of each cell, with their addresses."""
        found = []
        for row in rows:
            if row in self.sheet.hidden_rows:
                continue
            for cell in self.filled(row):
                if cell.kind is CellKind.TEXT:
                    lines = filter(None, map(str.strip, cell.text.splitlines()))
                    found += [Text(line, cell.address) for line in lines]
        return found


def find_blocks(area: Area) -> Iterator[Block]:
    """Yield the tables of a sheet from the top."""
    start = 0
    rows = _Rows(area)
    while (block := rows.next_block(start)) is not None:
        yield block
        start = block.body.stop


def is_value(cell: Cell) -> bool:
    """Whether a cell holds a number, or what stands where one should be."""
    if cell.kind is CellKind.TEXT:
        return looks_like_number(cell.text)
    return cell.kind in _NUMERIC or cell.formula


def is_empty_mark(cell: Cell) -> bool:
    """Whether a cell says that there is no number."""
    return cell.kind is CellKind.TEXT and cell.text.strip() in all_empty_marks()


class _Rows:
    """Tells rows of numbers from headers and titles."""

    def __init__(self, area: Area) -> None:
        self._area = area
        self._cells = {row: area.filled(row) for row in area.rows}

    def next_block(self, start: int) -> Block | None:
        """Return the first table at or below a row, or None."""
        first = next((r for r in self._cells if r >= start and self._has_numbers(r)), None)
        if first is None:
            return None
        end = self._end_of_body(first)
        body = [row for row in self._cells if first <= row < end]
        label = self._label_column(body)
        values = self._columns_of_values(body, label)
        bottom = self._header_bottom(first, start, label, values)
        top = self._header_top(bottom, start, label, values) if bottom is not None else first
        header = range(top, (bottom if bottom is not None else first - 1) + 1)
        values = self._with_headed_columns(header, label, values)
        last = max(row for row in body if any(is_value(c) for c in self._right_of(row, label)))
        last = self._with_rows_of_texts(last, end, values)
        return Block(
            titles=range(start, header.start),
            header=header,
            body=range(self._behind_column_numbers(header.stop), last + 1),
            below=range(last + 1, max(end, last + 1)),
            label_column=label,
            value_columns=values,
        )

    def _behind_column_numbers(self, row: int) -> int:
        while row in self._cells and self._is_column_numbers(self._cells[row]):
            row += 1
        return row

    def _right_of(self, row: int, column: int) -> list[Cell]:
        return [cell for cell in self._cells[row] if cell.column > column]

    def _has_numbers(self, row: int) -> bool:
        """Whether a row has a label, and a number somewhere right of it."""
        cells = self._cells[row]
        if self._is_column_numbers(cells) or any(map(_heads_labels, cells)):
            return False
        labels = [c.column for c in cells if _is_words(c)]
        return bool(labels) and any(is_value(c) and c.column > labels[0] for c in cells)

    @staticmethod
    def _is_column_numbers(cells: Sequence[Cell]) -> bool:
        """Whether a row counts the columns: A, B, 1, 2, 3=2/1."""
        texts = [_digits_or_text(cell) for cell in cells]
        fitting = all(_COLUMN_NUMBER.fullmatch(text) for text in texts)
        return len(texts) > 2 and fitting and any(re.match(r"\(?[12]\b", text) for text in texts)

    def _end_of_body(self, first: int) -> int:
        """Return the row at which the next table's header begins, or the sheet's end."""
        seen = self._value_columns_of(first)
        header: int | None = None
        for row in self._cells:
            if row <= first:
                continue
            if self._has_numbers(row):
                if header is not None:
                    return header
                seen |= self._value_columns_of(row)
                continue
            words = [c for c in self._cells[row] if c.column in seen and _is_words(c)]
            wordy = len(words) > 1 and not any(map(is_value, self._cells[row]))
            if (wordy or any(map(_heads_labels, self._cells[row]))) and header is None:
                header = row
        return self._area.sheet.height

    def _value_columns_of(self, row: int) -> set[int]:
        return {cell.column for cell in self._cells[row] if is_value(cell)}

    def _label_column(self, body: Sequence[int]) -> int:
        """Return the leftmost column with about as many words as any other, and numbers behind it.

        Units are no labels, unless there are no other words.
        """
        cells = [cell for row in body for cell in self._cells[row]]
        rightmost = max(cell.column for cell in cells if is_value(cell))
        words = [cell for cell in cells if _is_words(cell) and cell.column < rightmost]
        named = [cell for cell in words if read_unit(cell.text) is None]
        counts = Counter(cell.column for cell in named or words)
        most = max(counts.values())
        return min(column for column, count in counts.items() if 2 * count >= most)

    def _columns_of_values(self, body: Sequence[int], label: int) -> tuple[int, ...]:
        found = {c.column for row in body for c in self._right_of(row, label) if is_value(c)}
        return tuple(sorted(found))

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
        cells = self._cells.get(row)
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
        while row < end and any(cell.column in values for cell in self._cells.get(row, [])):
            last, row = row, row + 1
        return last


def _is_words(cell: Cell) -> bool:
    """Whether a cell holds words rather than a number, a section number or an empty mark."""
    if cell.kind is not CellKind.TEXT or is_empty_mark(cell) or looks_like_number(cell.text):
        return False
    text = cell.text.strip()
    return _ENUMERATOR.fullmatch(text) is None and _WORD.search(text) is not None


def _heads_labels(cell: Cell) -> bool:
    """Whether a cell heads the labels, so that years beside it are headings, not numbers."""
    return cell.kind is CellKind.TEXT and _is_label_heading(cell.text)


@lru_cache(maxsize=4096)
def _is_label_heading(text: str) -> bool:
    found = (lexicon.phrases(text) for lexicon in lexicons())
    return any([p.mark for p in phrases] == ["label_heading"] for phrases in found)


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
