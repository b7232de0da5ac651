"""From text to rows of cells: comments, the header, and lines with the right number of cells."""

from __future__ import annotations

import csv
import difflib
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from tiendo.ledger.intake.fault import Fault, FileRefused

MAX_LINE = 20_000
"""Characters that a line may have; longer ones come from files that are no tables."""


class Row(NamedTuple):
    """The cells of a line by column, without surrounding spaces; empty where there is no column."""

    place: str
    indicator: str
    breakdown: str
    price_basis: str
    period: str
    kind: str
    value: str
    value_hi: str
    unit: str
    comparator: str
    modality: str
    status: str
    state: str
    known_at: str
    assigner: str
    version: str
    operator: str
    decision: str


COLUMNS = Row._fields
"""All columns, in the order of the contract."""

REQUIRED = ("place", "indicator", "period", "value")
_EXAMPLE = "the first line names the columns, such as: place,indicator,period,value,unit"

csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE + 1))


def is_long_form(text: str) -> bool:
    """Whether the first line below the comments names any of the columns; so it does if it is gone.

    Such a file is meant as a long-form table even where something is wrong with its header.
    """
    for line in io.StringIO(text):
        bare = line.strip()
        if bare and not bare.startswith(("#", '"#')):
            return any(cell.strip(' "') in COLUMNS for cell in re.split(r"[,;\t|]", bare))
    return True


class Table:
    """The rows of a long-form CSV, read as they are asked for.

    Attributes:
        comments: the lines above the header that began with "#", without it.
        faults: of lines that could not be cut into cells; grows while rows are read.
    """

    def __init__(self, text: str) -> None:
        """Read comments and header.

        Raises:
            FileRefused: if there is no header or it is wrong.
        """
        self.faults: list[Fault] = []
        self.comments: list[str] = []
        self._lines = io.StringIO(text, newline="")
        self._before = 0
        first = self._skip_comments()
        self._reader = csv.reader(
            chain([first], self._without_long_lines(self._lines)), strict=True
        )
        self._width, self._pick = self._read_header()

    def _skip_comments(self) -> str:
        for line in self._lines:
            bare = line.strip()
            if bare and not bare.startswith(("#", '"#')):
                if len(line) > MAX_LINE:
                    raise FileRefused(self._before + 1, *_too_long(line))
                return line
            if bare:
                self.comments.append(_comment(bare))
            self._before += 1
        raise FileRefused(0, "", "the file has no header", _EXAMPLE)

    def _without_long_lines(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            if len(line) > MAX_LINE:
                self.faults.append(Fault(self._line + 1, *_too_long(line)))
                yield "\n"
            else:
                yield line

    @property
    def _line(self) -> int:
        """The number of the last line that the reader took."""
        return self._before + self._reader.line_num

    def _read_header(self) -> tuple[int, Callable[[Sequence[str]], tuple[str, ...]]]:
        start = self._before + 1
        try:
            names = [name.strip() for name in next(self._reader)]
        except csv.Error as error:
            raise FileRefused(start, "", *_csv_problem(error)) from None
        _check_header(names, start)
        # One empty cell is added to each row; absent columns point to it.
        indices = [names.index(name) if name in names else len(names) for name in COLUMNS]
        return len(names), itemgetter(*indices)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the number of the line on which each row begins, and the row.

        Raises:
            FileRefused: never; lines that cannot be cut are added to `faults`.
        """
        width, pick, reader = self._width, self._pick, self._reader
        while True:
            start = self._line + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self.faults.append(Fault(start, "", *_csv_problem(error)))
                continue
            if len(cells) != width:
                if any(cell.strip() for cell in cells):
                    self.faults.append(Fault(start, "", *_wrong_width(cells, width)))
                continue
            cells = [cell.strip() for cell in cells]
            if any(cells):
                cells.append("")
                yield start, Row._make(pick(cells))


def _comment(line: str) -> str:
    """Return the text of a comment, also where a spreadsheet has padded or quoted it."""
    if line.startswith('"'):
        line = next(csv.reader([line]), [""])[0]
    return line.rstrip(",").lstrip("#").strip()


def _check_header(names: Sequence[str], line: int) -> None:
    if len(names) == 1:
        for mark, word in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
            if mark in names[0]:
                raise FileRefused(
                    line, "", f"the cells are parted by {word}", "save it with commas between cells"
                )
    for name in names:
        if name not in COLUMNS:
            close = difflib.get_close_matches(name.lower(), COLUMNS, 1)
            hint = f"did you mean '{close[0]}'? " if close else ""
            what = f"there is no column '{name}'" if name else "a column has no name"
            raise FileRefused(line, "", what, f"{hint}the columns: {', '.join(COLUMNS)}")
        if names.count(name) > 1:
            raise FileRefused(line, name, "the column stands twice", "leave one of the two out")
    for name in REQUIRED:
        if name not in names:
            raise FileRefused(
                line, "", f"the column '{name}' is missing", f"needed are: {', '.join(REQUIRED)}"
            )


def _too_long(line: str) -> tuple[str, str, str]:
    return (
        "",
        f"the line has {len(line)} characters, more than the {MAX_LINE} that are allowed",
        "one line holds one figure",
    )


def _wrong_width(cells: Sequence[str], width: int) -> tuple[str, str]:
    if cells[0].lstrip().startswith("#"):
        return "a comment stands below the header", "move comments above the header"
    message = f"the line has {len(cells)} cells, the header {width}"
    if len(cells) > width:
        return message, "put a cell that holds a comma in quotation marks"
    return message, "give every column a cell, if only an empty one"


def _csv_problem(error: csv.Error) -> tuple[str, str]:
    if "unexpected end" in str(error):
        return (
            "a quotation mark is opened and never closed; what follows was not read",
            'close it, or write a quotation mark inside a cell twice ("")',
        )
    if "expected after" in str(error):
        return (
            "there is text after a closing quotation mark",
            'write a quotation mark inside a cell twice ("")',
        )
    return f"the line is no CSV ({error})", "write cells parted by commas"
