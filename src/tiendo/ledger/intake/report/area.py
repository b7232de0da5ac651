"""A sheet as people see it: what is hidden left out, merged cells as one, each cell told apart.

What a cell holds (a number, words, a heading of labels) is told for a whole sheet at once, each
distinct text once: a sheet of a million cells has a few hundred texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from tiendo.ledger.intake.report.lexicon import all_empty_marks, lexicons
from tiendo.ledger.intake.report.numbers import looks_like_number
from tiendo.ledger.intake.report.titles import Text
from tiendo.ledger.intake.report.units import read_unit
from tiendo.ledger.intake.workbook.grid import Array, Cell, CellKind, Merge, Sheet

_ENUMERATOR = re.compile(r"\(?(?:[IVXLC]{1,5}|[A-Za-zĐđ]|\d{1,2}(?:\.\d{1,2})*)[.)]?|[-+–•*]")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NUMERIC = (CellKind.NUMBER, CellKind.DATE, CellKind.BOOLEAN, CellKind.ERROR)


def is_value(cell: Cell) -> bool:
    """Whether a cell holds a number, or what stands where one should be."""
    if cell.kind is CellKind.TEXT:
        return looks_like_number(cell.text)
    return cell.kind in _NUMERIC or cell.formula


def is_empty_mark(cell: Cell) -> bool:
    """Whether a cell says that there is no number."""
    return cell.kind is CellKind.TEXT and cell.text.strip() in all_empty_marks()


def heads_labels(cell: Cell) -> bool:
    """Whether a cell heads the labels, so that years beside it are headings, not numbers."""
    return cell.kind is CellKind.TEXT and _is_label_heading(cell.text)


@lru_cache(maxsize=4096)
def _is_label_heading(text: str) -> bool:
    found = (lexicon.phrases(text) for lexicon in lexicons())
    return any([p.mark for p in phrases] == ["label_heading"] for phrases in found)


def _are_words(text: str) -> bool:
    """Whether a text is words rather than a number, a section number or an empty mark."""
    bare = text.strip()
    if bare in all_empty_marks() or looks_like_number(text):
        return False
    return _ENUMERATOR.fullmatch(bare) is None and _WORD.search(bare) is not None


def _are_words_but_no_unit(text: str) -> bool:
    return _are_words(text) and read_unit(text) is None


class Area:
    """A sheet, or some columns of it, as people see it.

    Attributes:
        within: the columns that it was made of; None for all.
        rows, columns: numbers of those that are seen.
        values: where a number stands, or what stands in place of one, (rows, columns) of the sheet.
        words: where words stand that are no number, no section number and no empty mark.
        names: the same without units.
        label_headings: where the labels of a table are headed.
    """

    def __init__(self, sheet: Sheet, columns: range | None = None) -> None:
        """Look at a sheet; at some of its columns only, if they are given."""
        self.sheet = sheet
        self.within = columns
        within = range(sheet.width) if columns is None else columns
        self._merged: dict[tuple[int, int], Merge] = {}
        for merge in sheet.merges:
            for row in range(merge.top, min(merge.bottom + 1, sheet.height)):
                for column in range(merge.left, min(merge.right + 1, sheet.width)):
                    self._merged[row, column] = merge
        self.rows = [row for row in range(sheet.height) if row not in sheet.hidden_rows]
        self.columns = [c for c in within if c not in sheet.hidden_columns]
        self._unseen = np.ones(sheet.width, dtype=bool)
        self._unseen[self.columns] = False
        self.values = np.isin(sheet.kinds, _NUMERIC) | (
            sheet.formulas & (sheet.kinds != CellKind.TEXT)
        )
        self.values |= self._texts_that(looks_like_number)
        self.words = self._texts_that(_are_words)
        self.names = self._texts_that(_are_words_but_no_unit)
        self.label_headings = self._texts_that(_is_label_heading)
        for plane in (self.values, self.words, self.names, self.label_headings):
            plane[:, self._unseen] = False

    def _texts_that(self, holds: Callable[[str], bool]) -> Array:
        """Return where a text stands of which something holds; each text is asked once."""
        texts = self.sheet.kinds == CellKind.TEXT
        strings = np.where(texts, self.sheet.strings, -1)
        known = np.unique(strings)
        known = known[known >= 0]
        answers = np.array([holds(self.sheet.texts[int(n)]) for n in known], dtype=bool)
        found: Array = np.isin(strings, known[answers])
        return found

    def merge(self, row: int, column: int) -> Merge | None:
        """Return the merged rectangle that a cell belongs to."""
        return self._merged.get((row, column))

    def spread(self, row: int, column: int) -> Cell:
        """Return a cell, or the one that it is merged into."""
        merge = self.merge(row, column)
        return self.sheet.cell(merge.top, merge.left) if merge else self.sheet.cell(row, column)

    def filled(self, row: int) -> list[Cell]:
        """Return the cells of a row that hold something, of the columns that are seen."""
        held = (self.sheet.kinds[row] != CellKind.EMPTY) | self.sheet.formulas[row]
        cells = (self.sheet.cell(row, c) for c in (held & ~self._unseen).nonzero()[0].tolist())
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
