"""From the bytes of a workbook to its sheets; to be run in a process of its own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np

from tiendo.ledger.intake.workbook.addresses import LAST_COLUMN
from tiendo.ledger.intake.workbook.archive import Archive
from tiendo.ledger.intake.workbook.gate import check_first_bytes, check_size
from tiendo.ledger.intake.workbook.grid import (
    Array,
    CellKind,
    Look,
    Sheet,
    Workbook,
    address_of,
)
from tiendo.ledger.intake.workbook.limits import Limits
from tiendo.ledger.intake.workbook.number_format import section_of
from tiendo.ledger.intake.workbook.package import Package, SheetPart, open_package
from tiendo.ledger.intake.workbook.refusal import damaged
from tiendo.ledger.intake.workbook.scanning import (
    FORMULA,
    Book,
    Scan,
    scan_sheet,
    too_many_cells,
)
from tiendo.ledger.intake.workbook.second_reading import compare_with_second_reading
from tiendo.ledger.intake.workbook.styles import Style, read_styles
from tiendo.ledger.intake.workbook.texts import Texts, read_shared_texts

Progress = Callable[[int, int], None]
"""Called with the bytes read and all bytes, now and then and at the end."""


def parse_workbook(content: bytes, limits: Limits, progress: Progress | None) -> Workbook:
    """Return the sheets of a workbook, whose file name is left empty.

    Args:
        content: its bytes.
        limits: how large it may be.
        progress: told how far the reading is.

    Raises:
        FileRefused: if it is no workbook, harmful, damaged or too large.
    """
    check_size(len(content), limits)
    check_first_bytes(content)
    archive = Archive(content, limits)
    package = open_package(archive)
    book = _book(archive, package, limits)
    looks = _Looks(book.styles)
    sheets: list[Sheet] = []
    report = _reporter(archive, package, progress)
    for part in package.sheets:
        chunks = report(archive.unpack(part.part))
        scan = scan_sheet(chunks, part.part, part.name, book)
        free = limits.max_cells - sum(sheet.kinds.size for sheet in sheets)
        sheets.append(_sheet(part, scan, book, looks, free))
    compare_with_second_reading(content, sheets)
    return Workbook("", hashlib.sha256(content).hexdigest(), tuple(sheets))


def _book(archive: Archive, package: Package, limits: Limits) -> Book:
    texts = Texts()
    styles, strings = package.styles, package.strings
    return Book(
        styles=read_styles(archive.unpack(styles), styles) if styles else (),
        shared=read_shared_texts(archive.unpack(strings), strings, texts) if strings else (),
        texts=texts,
        date_1904=package.date_1904,
        uncomputed=package.uncomputed,
        limits=limits,
    )


def _reporter(
    archive: Archive, package: Package, progress: Progress | None
) -> Callable[[Iterable[bytes]], Iterator[bytes]]:
    total = sum(archive.size(sheet.part) for sheet in package.sheets if sheet.part in archive.names)
    done = 0

    def report(chunks: Iterable[bytes]) -> Iterator[bytes]:
        nonlocal done
        for chunk in chunks:
            yield chunk
            done += len(chunk)
            if progress is not None:
                progress(done, total)

    return report


class _Looks:
    """The looks of a workbook's cells, each kept once; the first is that of a plain cell."""

    def __init__(self, styles: Sequence[Style]) -> None:
        self.known: list[Look] = [Look()]
        numbers = {Look(): 0}
        self._styles = styles or (Style(),)
        self._of_style: list[list[int]] = []
        for style in self._styles:
            for look in style.looks():
                if numbers.setdefault(look, len(self.known)) == len(self.known):
                    self.known.append(look)
            self._of_style.append([numbers[look] for look in style.looks()])

    def of_cells(self, styles: Array, numbers: Array) -> Array:
        """Return the number of each cell's look.

        Args:
            styles: the cells' styles, (n,).
            numbers: their numbers, (n,), NaN where they have none; a format may print small and
                large numbers in different ways.
        """
        first = np.array([looks[0] for looks in self._of_style], dtype=np.int32)
        found: Array = first[styles]
        for style in np.unique(styles):
            looks = self._of_style[style]
            if len(set(looks)) > 1:
                mine = (styles == style) & ~np.isnan(numbers)
                sections = section_of(self._styles[style].sections, numbers[mine])
                found[mine] = np.array(looks, dtype=np.int32)[sections]
        return found


def _sheet(part: SheetPart, scan: Scan, book: Book, looks: _Looks, free: int) -> Sheet:
    rows, columns = np.divmod(np.frombuffer(scan.places, dtype=np.int64), LAST_COLUMN)
    shape = (int(rows.max()) + 1, int(columns.max()) + 1) if len(rows) else (0, 0)
    if shape[0] * shape[1] > free:
        raise too_many_cells(part.name, book.limits)
    _refuse_twice_filled(scan, part.name)
    marks = np.frombuffer(scan.kinds, dtype=np.uint8)
    kinds, values = marks % FORMULA, np.frombuffer(scan.values, dtype=np.float64)
    numeric = (kinds == CellKind.NUMBER) | (kinds == CellKind.DATE)
    numbers = np.where(numeric, values, np.nan)
    strings = np.where(numeric, -1, values).astype(np.int32)
    styles = np.frombuffer(scan.styles, dtype=np.int32)

    def spread(of_cells: Array, empty: float) -> Array:
        plane = np.full(shape, empty, dtype=of_cells.dtype)
        plane[rows, columns] = of_cells
        return plane

    return Sheet(
        name=part.name,
        hidden=part.hidden,
        kinds=spread(kinds, CellKind.EMPTY),
        numbers=spread(numbers, np.nan),
        strings=spread(strings, -1),
        looks=spread(looks.of_cells(styles, numbers), 0),
        formulas=spread(marks >= FORMULA, False),
        texts=book.texts.known,
        known_looks=looks.known,
        merges=tuple(scan.merges),
        hidden_rows=frozenset(scan.hidden_rows),
        hidden_columns=frozenset(scan.hidden_columns),
    )


def _refuse_twice_filled(scan: Scan, name: str) -> None:
    places = np.frombuffer(scan.places, dtype=np.int64)
    if bool(np.all(places[1:] > places[:-1])):
        return
    found, counts = np.unique(places, return_counts=True)
    if (counts > 1).any():
        row, column = divmod(int(found[counts > 1][0]), LAST_COLUMN)
        raise damaged("the cell is written twice", sheet=name, cell=address_of(row, column))
