"""One sheet's XML, read as a stream: what each cell holds, and what people do not see of it.

After ECMA-376, part 1, 18.3. What the sheet says of its own size (`dimension`) is not believed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import isfinite, nan

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook.addresses import LAST_COLUMN, LAST_ROW, column_of, rectangle
from tiendo.ledger.intake.workbook.grid import CellKind, Merge, address_of
from tiendo.ledger.intake.workbook.limits import Limits
from tiendo.ledger.intake.workbook.refusal import damaged, refused
from tiendo.ledger.intake.workbook.serial_dates import UNSHOWN, days, days_of_text
from tiendo.ledger.intake.workbook.styles import Style
from tiendo.ledger.intake.workbook.texts import Texts, unescaped
from tiendo.ledger.intake.workbook.xml_events import SPREADSHEET, parse

_TRUE = ("1", "true", "on")
_MOST_MERGES = 200_000
# As plain numbers, which are quicker than words of an enumeration.
_EMPTY, _TEXT, _NUMBER, _DATE, _BOOLEAN, _ERROR = (int(kind) for kind in CellKind)
FORMULA = 8
"""Added to the kind of a cell that a formula fills."""

_BOOLEANS = {"1": "TRUE", "true": "TRUE", "0": "FALSE", "false": "FALSE"}


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of a workbook share.

    Attributes:
        styles: looks of cells, by number.
        shared: numbers of the shared texts.
        texts: all texts; grows.
        date_1904: days are counted from 1904.
        uncomputed: a formula's result of 0 may never have been computed.
        limits: how far a sheet may be filled.
    """

    styles: Sequence[Style]
    shared: Sequence[int]
    texts: Texts
    date_1904: bool
    uncomputed: bool
    limits: Limits


@dataclass(slots=True)
class Scan:
    """The filled cells of a sheet, in the order of the file; the arrays are of equal length.

    Attributes:
        places: where they stand: row x 16384 + column, both from 0.
        kinds: codes of `CellKind`; EMPTY for formulas that were never computed; 8 more where a
            formula gives what a cell holds.
        values: numbers; days since 1899-12-30 of dates; of others the numbers of their texts, and
            -1 where they have none.
        styles: numbers of their styles.
        merges: rectangles that are merged.
        hidden_rows, hidden_columns: numbers of those that people do not see.
    """

    places: array[int] = field(default_factory=lambda: array("q"))
    kinds: array[int] = field(default_factory=lambda: array("B"))
    values: array[float] = field(default_factory=lambda: array("d"))
    styles: array[int] = field(default_factory=lambda: array("i"))
    merges: list[Merge] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


def scan_sheet(chunks: Iterable[bytes], part: str, name: str, book: Book) -> Scan:
    """Return what the cells of a sheet hold.

    Args:
        chunks: the sheet's XML.
        part: how faults name it.
        name: the sheet's name, for faults.
        book: what the sheets share.

    Raises:
        FileRefused: if it is damaged or filled beyond the limits.
    """
    reader = _SheetReader(name, book)
    parse(chunks, part, reader.start, reader.end, reader.text)
    return reader.scan


class _SheetReader:
    """Handlers of a sheet's XML. They run millions of times: what most cells need comes first."""

    __slots__ = (
        "_book",
        "_cell_tag",
        "_column",
        "_dates",
        "_formula",
        "_in_cell",
        "_kind",
        "_letters",
        "_max_cells",
        "_max_columns",
        "_max_rows",
        "_name",
        "_pieces",
        "_pronunciation",
        "_row",
        "_row_label",
        "_style",
        "_styles",
        "_text_tag",
        "_value",
        "_value_tag",
        "_valued",
        "scan",
        "text",
    )

    def __init__(self, name: str, book: Book) -> None:
        self.scan = Scan()
        self._name = name
        self._book = book
        self._max_rows, self._max_columns = book.limits.max_rows, book.limits.max_columns
        self._max_cells = book.limits.max_cells
        self._dates = [style.date for style in book.styles] or [False]
        self._styles: dict[str | None, int] = {f"{n}": n for n in range(len(self._dates))}
        self._styles[None] = 0
        self._letters: dict[str, int] = {}
        self._cell_tag = self._value_tag = self._text_tag = ""
        self._row = self._column = -1
        self._row_label = ""
        self._pieces: list[str] = []
        self.text = self._pieces.append
        self._kind = "n"
        self._style = 0
        self._value = ""
        self._in_cell = self._formula = self._valued = self._pronunciation = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == self._value_tag:
            self._pieces.clear()
            if self._valued and self._in_cell:
                raise self._damaged("the cell has two values")
            self._valued = True
        elif tag == self._cell_tag:
            self._begin_cell(attributes)
        elif tag == self._text_tag:
            self._pieces.clear()
        else:
            self._begin_other(tag, attributes)

    def end(self, tag: str) -> None:
        if tag == self._value_tag:
            self._value = "".join(self._pieces)
        elif tag == self._cell_tag:
            self._end_cell()
            self._in_cell = False
        elif tag == self._text_tag:
            if not self._pronunciation:
                self._value += "".join(self._pieces)
        elif tag.endswith(" rPh"):
            self._pronunciation = False

    def _begin_other(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if not self._cell_tag:
            if namespace not in SPREADSHEET or name != "worksheet":
                raise self._damaged("a sheet does not begin as a sheet does")
            self._cell_tag, self._value_tag = f"{namespace} c", f"{namespace} v"
            self._text_tag = f"{namespace} t"
        elif namespace not in SPREADSHEET:
            return
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._pronunciation = True
        elif name == "col":
            self._columns_seen(attributes)
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _begin_row(self, attributes: dict[str, str]) -> None:
        label = attributes.get("r")
        row = self._row + 1 if label is None else _number(label) - 1
        if not 0 <= row < LAST_ROW:
            raise self._damaged(f"it has a row '{label or row + 1}'")
        self._row, self._column = row, -1
        self._row_label = str(row + 1)
        if attributes.get("hidden") in _TRUE or attributes.get("ht") in ("0", "0.0"):
            self.scan.hidden_rows.add(row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        if address is None:
            self._column += 1
        else:
            label = self._row_label
            if not label or not address.endswith(label):
                raise self._damaged(f"the cell '{address}' stands in row {label or 'none'}")
            letters = address[: -len(label)]
            column = self._letters.get(letters)
            self._column = self._new_column(letters) if column is None else column
        self._kind = attributes.get("t", "n")
        self._style = self._styles.get(attributes.get("s"), -1)
        self._value = ""
        self._in_cell = True
        self._formula = self._valued = False

    def _new_column(self, letters: str) -> int:
        column = column_of(letters)
        if column < 0:
            raise self._damaged(f"it has a cell '{letters}{self._row_label}'")
        self._letters[letters] = column
        return column

    def _end_cell(self) -> None:
        value = self._value
        if not (value or self._formula or self._valued):
            return
        if self._row >= self._max_rows or self._column >= self._max_columns:
            raise self._too_far()
        if self._style < 0:
            raise self._damaged("the cell has a look that does not exist")
        if not value:
            if self._formula:
                self._keep_empty()
        elif self._kind == "n":
            self._keep_number(value)
        elif self._kind == "s":
            self._keep_text(self._shared_text(value))
        else:
            self._keep_other(value)

    def _keep_number(self, text: str) -> None:
        try:
            number = float(text)
        except ValueError:
            number = nan
        if not isfinite(number) or "_" in text or not text.isascii():
            raise self._damaged(f"the cell should hold a number and holds '{text[:50]}'")
        if number == 0 and self._formula and self._book.uncomputed:
            self._keep(_EMPTY, -1)
        elif self._dates[self._style]:
            moment = days(number, date_1904=self._book.date_1904)
            if moment is None:
                self._keep(_ERROR, self._book.texts.number(UNSHOWN))
            else:
                self._keep(_DATE, moment)
        else:
            self._keep(_NUMBER, number or 0.0)  # There is no number -0.

    def _keep_other(self, value: str) -> None:
        kind, texts = self._kind, self._book.texts
        if kind in ("str", "inlineStr"):
            self._keep_text(texts.number(unescaped(value)))
        elif kind == "b" and value in _BOOLEANS:
            self._keep(_BOOLEAN, texts.number(_BOOLEANS[value]))
        elif kind == "e":
            self._keep(_ERROR, texts.number(value))
        elif kind == "d" and (moment := days_of_text(value)) is not None:
            self._keep(_DATE, moment)
        else:
            raise self._damaged(f"the cell holds '{value[:50]}' and says that it is '{kind}'")

    def _keep_text(self, string: int) -> None:
        # An empty text is what people see of an empty cell.
        if self._formula or self._book.texts.known[string]:
            self._keep(_TEXT, string)

    def _keep_empty(self) -> None:
        """Keep a formula without a value: its result is the empty text, or was never computed."""
        if self._valued and self._kind == "str":
            self._keep(_TEXT, self._book.texts.number(""))
        else:
            self._keep(_EMPTY, -1)

    def _keep(self, kind: int, value: float) -> None:
        scan = self.scan
        scan.places.append(self._row * LAST_COLUMN + self._column)
        scan.kinds.append(kind + FORMULA if self._formula else kind)
        scan.values.append(value)
        scan.styles.append(self._style)
        if len(scan.places) > self._max_cells:
            raise too_many_cells(self._name, self._book.limits)

    def _shared_text(self, text: str) -> int:
        number = _number(text.strip())
        if not 0 <= number < len(self._book.shared):
            raise self._damaged(f"the cell refers to a text '{text[:50]}' that does not exist")
        return self._book.shared[number]

    def _too_far(self) -> FileRefused:
        limits = self._book.limits
        return refused(
            f"the cell lies beyond the {limits.max_rows:,} rows and {limits.max_columns:,}"
            " columns that are allowed",
            "delete what stands far below or to the right of the table (Ctrl+End goes there)",
            sheet=self._name,
            cell=address_of(self._row, self._column),
        )

    def _columns_seen(self, attributes: dict[str, str]) -> None:
        first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
        if not 1 <= first <= last <= LAST_COLUMN:
            raise self._damaged("it has columns without numbers")
        if attributes.get("hidden") in _TRUE or attributes.get("width") in ("0", "0.0"):
            self.scan.hidden_columns.update(range(first - 1, last))

    def _merge(self, reference: str) -> None:
        merge = rectangle(reference)
        if merge is None or len(self.scan.merges) >= _MOST_MERGES:
            raise self._damaged(f"it has cells merged as '{reference[:50]}', or too many")
        self.scan.merges.append(merge)

    def _damaged(self, what: str) -> FileRefused:
        cell = address_of(self._row, self._column) if self._in_cell else ""
        return damaged(what, sheet=self._name, cell=cell)


def too_many_cells(sheet: str, limits: Limits) -> FileRefused:
    """Return the refusal of a workbook whose filled cells are too many or too far apart."""
    return refused(
        f"up to here the workbook has more than the {limits.max_cells:,} cells that are allowed,"
        " counted up to the last filled row and column of each sheet",
        "delete what stands far from the tables, or split the workbook into several files",
        sheet=sheet,
    )


def _number(text: str) -> int:
    """Return a whole number from 0; -1 if the text is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
