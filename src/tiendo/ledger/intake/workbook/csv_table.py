"""Any CSV table as a sheet of texts: what its numbers mean, its reader decides by the language."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from tiendo.ledger.intake.decoding import decode
from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook.gate import check_plain_name
from tiendo.ledger.intake.workbook.grid import CellKind, Look, Sheet, Workbook
from tiendo.ledger.intake.workbook.limits import Limits
from tiendo.ledger.intake.workbook.reading import opened
from tiendo.ledger.intake.workbook.refusal import last_part, of_fault, of_file, refused
from tiendo.ledger.intake.workbook.texts import Texts

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
"""What may part the cells of a line, and what it is called."""

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_EXTENSIONS = (".csv", ".tsv", ".txt")
_EVERY = 10_000


def read_csv_table(
    path_or_bytes: str | os.PathLike[str] | bytes,
    *,
    file_name: str = "",
    delimiter: str = "",
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Workbook:
    """Return a CSV table as a workbook with one sheet without a name, whose cells are texts.

    The text may be UTF-8, or UTF-16 with its mark. Cells are parted by commas, semicolons or tabs:
    by the one that cuts all lines into equally many cells or, if none does, more than half of them.

    Args:
        path_or_bytes: the file, or what it holds.
        file_name: how faults name it; by default the path's last part.
        delimiter: what parts the cells, if that is known.
        limits: how large it may be; by default what the command line allows.
        progress: told how many rows are read, and of how many.

    Raises:
        FileRefused: if it cannot be read, is too large, of another kind or in another encoding, or
            if it cannot be told what parts its cells.
    """
    limits = limits or Limits()
    if not file_name and not isinstance(path_or_bytes, bytes):
        file_name = os.fspath(path_or_bytes)
    file_name = last_part(file_name)
    try:
        _check_name(file_name)
        with opened(path_or_bytes, limits) as file:
            content = file.read(limits.max_bytes + 1)
        rows = _rows(_text(content), delimiter)
        digest = hashlib.sha256(content).hexdigest()
        return Workbook(file_name, digest, (_sheet(rows, limits, progress),))
    except FileRefused as refusal:
        raise of_file(refusal, file_name) from None


def _check_name(file_name: str) -> None:
    check_plain_name(file_name)
    if file_name and not file_name.lower().endswith(_EXTENSIONS):
        raise refused(
            "the file is not named as a CSV table (.csv)",
            "give it its right extension, or hand a workbook in as .xlsx",
        )


def _text(content: bytes) -> str:
    if not content.startswith(_UTF16):
        return decode(content)
    try:
        text = content.decode("utf-16")
    except UnicodeDecodeError as error:
        raise refused(
            f"byte {error.start + 1} of the file is not UTF-16, as its first bytes say it is",
            "save it as CSV UTF-8",
        ) from None
    return decode(text.encode())


@dataclass(frozen=True, slots=True)
class _Cut:
    """A text cut into rows by one delimiter.

    Attributes:
        rows: its cells.
        widths: how many rows that are not empty have how many cells.
        fault: why the text could not be cut; None if it could.
    """

    rows: list[list[str]]
    widths: Counter[int]
    fault: FileRefused | None = None

    @property
    def even(self) -> bool:
        """Whether all rows have equally many cells, and more than one."""
        return self.fault is None and len(self.widths) == 1 and 1 not in self.widths

    @property
    def mostly_even(self) -> bool:
        """Whether more than half of the rows have equally many cells, and more than one."""
        if self.fault is not None or not self.widths:
            return False
        width, rows = self.widths.most_common(1)[0]
        return width > 1 and 2 * rows > self.widths.total()


def _rows(text: str, delimiter: str) -> list[list[str]]:
    start = 0
    named = next(
        (mark for mark in DELIMITERS if text.startswith((f"sep={mark}\n", f"sep={mark}\r"))), ""
    )
    if named:  # A line that spreadsheet programs write for one another; it is no row.
        start = text.index("\n") + 1 if "\n" in text else text.index("\r") + 1
    known = delimiter or named
    marks = [known] if known else [mark for mark in DELIMITERS if mark in text]
    cuts = {mark: _cut(text[start:], mark) for mark in marks or [","]}
    chosen = _chosen(cuts)
    if chosen.fault is not None:
        raise chosen.fault
    return chosen.rows


def _chosen(cuts: dict[str, _Cut]) -> _Cut:
    """Return the one cut that makes a table.

    Raises:
        FileRefused: if several do or none does.
    """
    if len(cuts) == 1:
        return next(iter(cuts.values()))
    fitting = [mark for mark, cut in cuts.items() if cut.even]
    fitting = fitting or [mark for mark, cut in cuts.items() if cut.mostly_even]
    if len(fitting) == 1:
        return cuts[fitting[0]]
    if all(cut.fault for cut in cuts.values()):
        return next(iter(cuts.values()))
    marks = " or ".join(DELIMITERS[mark] for mark in fitting or cuts)
    raise refused(
        f"it cannot be told whether {marks} part the cells",
        'write "sep=;" (or "sep=,") on a line of its own above the table, or save it as .xlsx',
    )


def _cut(text: str, mark: str) -> _Cut:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    rows: list[list[str]] = []
    try:
        rows.extend(reader)
    except csv.Error as error:
        message = f"the line cannot be cut into cells ({error})"
        remedy = 'write a quotation mark inside a cell twice ("") and close every one'
        refusal = refused(message, remedy)
        return _Cut([], Counter(), of_fault(replace(refusal.fault, line=reader.line_num)))
    return _Cut(rows, Counter(len(row) for row in rows if any(map(str.strip, row))))


def _sheet(
    rows: Sequence[Sequence[str]],
    limits: Limits,
    progress: Callable[[int, int], None] | None,
) -> Sheet:
    shape = (len(rows), max(map(len, rows), default=0))
    _check_shape(shape, limits)
    texts = Texts()
    strings = np.full(shape, -1, dtype=np.int32)
    for number, row in enumerate(rows):
        strings[number, : len(row)] = [texts.number(cell) if cell else -1 for cell in row]
        if progress is not None and number % _EVERY == 0:
            progress(number, len(rows))
    if progress is not None:
        progress(len(rows), len(rows))
    return Sheet(
        name="",
        hidden=False,
        kinds=np.where(strings >= 0, CellKind.TEXT, CellKind.EMPTY).astype(np.uint8),
        numbers=np.full(shape, np.nan),
        strings=strings,
        looks=np.zeros(shape, dtype=np.int32),
        formulas=np.zeros(shape, dtype=bool),
        texts=tuple(texts.known),
        known_looks=(Look(),),
    )


def _check_shape(shape: tuple[int, int], limits: Limits) -> None:
    height, width = shape
    if height > limits.max_rows or width > limits.max_columns or height * width > limits.max_cells:
        raise refused(
            f"the table has {height:,} rows of {width:,} cells; allowed are {limits.max_rows:,}"
            f" rows, {limits.max_columns:,} columns and {limits.max_cells:,} cells",
            "split it into several files",
        )
