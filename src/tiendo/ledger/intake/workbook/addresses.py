"""Reading the addresses of cells, such as D12, and of rectangles, such as A1:D12."""

from __future__ import annotations

import re

from tiendo.ledger.intake.workbook.grid import Merge

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)


def column_of(letters: str) -> int:
    """Return a column by its letters, counted from 0; -1 if there is no such column."""
    column = 0
    for letter in letters[:4]:
        if not "A" <= letter <= "Z":
            return -1
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1 if column <= LAST_COLUMN else -1


def position(address: str) -> tuple[int, int] | None:
    """Return row and column of an address, counted from 0; None if it is none."""
    found = _ADDRESS.fullmatch(address)
    if found is None or int(found[2]) > LAST_ROW or column_of(found[1]) < 0:
        return None
    return int(found[2]) - 1, column_of(found[1])


def rectangle(reference: str) -> Merge | None:
    """Return the rectangle of a reference such as A1:D12; None if it is none."""
    first, _, last = reference.partition(":")
    start, end = position(first), position(last or first)
    if start is None or end is None or start[0] > end[0] or start[1] > end[1]:
        return None
    return Merge(start[0], start[1], end[0], end[1])
