"""Where the runs of a table go down its rows: T1, T2, ..., Quý I, 01/2024, 2019."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tiendo.ledger.intake.report.area import Area
from tiendo.ledger.intake.report.blocks import header_above
from tiendo.ledger.intake.report.headings import Heading, Side, understand
from tiendo.ledger.intake.report.lexicon import lexicons
from tiendo.ledger.intake.report.table import Report
from tiendo.ledger.intake.workbook.grid import Cell, CellKind
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.period import Period

SOME_YEAR = Report(Period.of_year(2000), names_month=False, names_run=True)
"""Stands for the report while it is only asked whether words name a run."""

_LEAST = 2
"""Rows that must name a run."""

_LABELS = 3
"""Columns among which the runs are looked for: a section number and the year may stand before."""

_MONTH_OF_YEAR = re.compile(r"(0?[1-9]|1[0-2])[/-]((?:19|20|21)\d\d)")
_FIRST_OF_MONTH = re.compile(r"01/(0[1-9]|1[0-2])/(\d{4})")
"""A date of a workbook that stands for its month only where a heading says that months are told."""

_BARE = re.compile(r"\d{1,2}|[IVX]{1,4}")
"""A month or quarter that only the heading of the labels tells."""


@dataclass(frozen=True, slots=True)
class Down:
    """Where runs go down the rows; rows and columns from 0.

    Attributes:
        labels: the column of the runs, or those of the years and of the runs within them.
        header: the rows of headings over the numbers.
        rows: rows with a run and numbers, with a total, or with a year over the rows below it.
        values: the columns of the numbers.
    """

    labels: tuple[int, ...]
    header: range
    rows: tuple[int, ...]
    values: tuple[int, ...]


def find_down(area: Area) -> Down | None:
    """Return where runs go down the rows of an area; None if they do not, or beside other rows."""
    for label in area.columns[:_LABELS]:
        right = area.values[:, label + 1 :].any(axis=1)
        filled = area.sheet.kinds[:, label] != CellKind.EMPTY
        first = next((row for row in area.rows if right[row] and filled[row]), None)
        if first is None:
            continue
        values = [column for column in area.columns if column > label]
        header = header_above(area, first, label, values)
        if header and _names_run(area, first, label, header):
            return _down_from(area, label, header)
        if area.names[first, label]:
            return None
    return None


def _down_from(area: Area, label: int, header: range) -> Down | None:
    """Return the table whose first column of labels names runs below its headings."""
    labels: tuple[int, ...] = (label,)
    numbered = _stretch(area, label + 1, header)
    if numbered and not any(_is_year(area, row, label + 1) for row in numbered):
        labels = (label, label + 1)
    else:
        numbered = _stretch(area, label, header)
    last = labels[-1]
    if sum(_names_run(area, row, last, header) for row in numbered) < _LEAST:
        return None
    seen = [row for row in area.rows if header.stop <= row < numbered[-1]]
    years = [r for r in seen if r not in numbered and _names_run(area, r, label, header)]
    values = [c for c in area.columns if c > last and area.values[numbered, c].any()]
    return Down(labels, header, tuple(sorted({*years, *numbered})), tuple(values))


def _stretch(area: Area, label: int, header: range) -> list[int]:
    """Return the rows with numbers, down to where another table begins; none where rows are mixed.

    Each of them names a run, or is headed as a total, in the column of the labels.
    """
    right = area.values[:, label + 1 :].any(axis=1)
    found: list[int] = []
    above = -1
    for row in (row for row in area.rows if row >= header.stop):
        if right[row]:
            if not (_names_run(area, row, label, header) or is_total(area, row, label)):
                return [] if found and found[-1] == above else found
            found.append(row)
        above = row
    return found


def _is_year(area: Area, row: int, column: int) -> bool:
    """Whether a cell is a number of four digits, which may be a year or a figure."""
    text = label_text(area.spread(row, column))
    return text.isdecimal() and len(text) > 2


def _names_run(area: Area, row: int, column: int, header: range) -> bool:
    """Whether a label names a run, by itself or together with what heads the labels."""
    over = label_heading(area, header, column)
    return run_heading(label_text(area.spread(row, column)), over, SOME_YEAR) is not None


def label_heading(area: Area, header: range, column: int) -> str:
    """Return what heads the runs: "Tháng", "Quý", "Năm"."""
    cells = [area.spread(row, column) for row in header]
    return " ".join(dict.fromkeys(filter(None, map(label_text, cells))))


def label_text(cell: Cell) -> str:
    """Return what a label says: words, a year, or a date that is the first of a month.

    That is told by its month, where no day is printed.
    """
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        number = cell.number
        return f"{int(number)}" if number == int(number) else ""
    if cell.kind is CellKind.DATE and cell.moment is not None and cell.moment.day == 1:
        return f"{cell.moment:%d/%m/%Y}" if cell.look.day else f"{cell.moment:%m/%Y}"
    return " ".join(cell.text.split())


def is_total(area: Area, row: int, column: int) -> bool:
    """Whether a row is headed as a total of those above it."""
    text = fold(label_text(area.spread(row, column)))
    return any(text in lexicon.total for lexicon in lexicons())


def run_heading(text: str, over: str, report: Report | None) -> Heading | None:
    """Return what the label of a row says that names one run; None if it does not.

    Args:
        text: the label, such as "T1", "Quý I", "01/2024", "2019", or "1".
        over: the heading of the labels: "Tháng" makes a month of a bare "1".
        report: tells the year of a run that names none.

    Raises:
        VocabularyError: if it names a run without a year, and nothing else tells the year.
    """
    if match := _MONTH_OF_YEAR.fullmatch(text):
        run = Period.of_month(int(match[2]), int(match[1]))
        return Heading(Side(runs=[run]), None, frozenset())
    if match := _FIRST_OF_MONTH.fullmatch(text):
        # Under "to date" 01/05 closes April, under "month" it is May; without either it is neither.
        headed = _understood(f"{over} {int(match[1])}", SOME_YEAR)
        if headed is None or [run.months for run in headed.numerator.runs] != [1]:
            return None
        return run_heading(f"{match[1]}/{match[2]}", over, report)
    for words in (text, f"{over} {text}" if _BARE.fullmatch(text) else ""):
        found = _understood(words, report)
        if found is not None:
            return found
    try:
        return Heading(Side(runs=[Period.parse(text)]), None, frozenset())
    except VocabularyError:
        return None


def _understood(words: str, report: Report | None) -> Heading | None:
    try:
        heading = understand(words, report or SOME_YEAR) if words else None
    except VocabularyError:
        return None
    if heading is None or heading.denominator or heading.signs or heading.role:
        return None
    if not heading.numerator.runs and "whole_year" not in heading.numerator.marks:
        return None
    return heading if report is not None else understand(words, report)
