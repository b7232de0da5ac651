"""Numbers that stand one column beside their headings: which column it began at, in which rows.

Somebody inserted or deleted a cell. What does not fit in such a row then fits when all columns from
one on are read one place aside: two relations at least, since one may fit by chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tiendo.ledger.intake.report.entered import bounds_in
from tiendo.ledger.intake.report.relations import Position, Relation
from tiendo.ledger.intake.report.screening import FAILS, HOLDS, Screen
from tiendo.ledger.intake.report.table import Table
from tiendo.vocabulary.interval import Interval

_TRIED = 20
"""Rows of which every shift is tried; of the others only those that explained one of these."""

_Found = dict[tuple[int, int], dict[int, int]]
"""By first column and step: the rows that a shift explains, and how many relations it mends."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows whose numbers stand one column aside.

    Attributes:
        column: the first column of them, from 0.
        step: 1 where they stand too far to the right, -1 to the left.
        rows: rows of the sheet, from 0.
    """

    column: int
    step: int
    rows: tuple[int, ...]


def shifts(table: Table, screen: Screen) -> list[Shift]:
    """Return the shifts that explain what does not fit, that of most rows first."""
    found: _Found = {}
    for tried, number in enumerate(_strange_lines(screen)):
        row = table.lines[number].row
        known = list(found) if tried >= _TRIED else _possible(table, row)
        for column, step in known:
            if mended := _mended(table, screen, number, column, step):
                found.setdefault((column, step), {})[row] = mended
    taken: set[int] = set()
    chosen = []
    for (column, step), rows in sorted(found.items(), key=lambda one: (-len(one[1]), one[0])):
        left = [row for row in rows if row not in taken]
        if sum(rows[row] for row in left) > 1:
            chosen.append(Shift(column, step, tuple(left)))
            taken.update(left)
    return chosen


def _strange_lines(screen: Screen) -> list[int]:
    """Return the numbers of the lines in which something does not fit, or never does."""
    found: set[int] = set()
    for template, verdicts in zip(screen.templates, screen.verdicts, strict=True):
        strange = verdicts == FAILS
        if not (verdicts == HOLDS).any():
            strange = screen.additive | (not template.additive)
        found.update(strange.nonzero()[0].tolist())
    return sorted(found)


def _possible(table: Table, row: int) -> list[tuple[int, int]]:
    """Return the shifts that a row may have: a cell inserted leaves one empty, one deleted, too."""
    columns = [column.index for column in table.columns]
    empty = [column for column in columns if bounds_in(table, row, column) is None]
    to_the_left = [(column, -1) for column in columns] if columns[-1] in empty else []
    return [*((column, 1) for column in empty), *to_the_left]


def _mended(table: Table, screen: Screen, number: int, column: int, step: int) -> int:
    """Return how many relations of a row a shift mends; 0 if it leaves any that does not fit."""

    def aside(cell: Position) -> Position:
        begins = column if step > 0 else column + 1
        return (cell[0], cell[1] + step) if cell[1] >= begins else cell

    def raw(cell: Position) -> Interval | None:
        return bounds_in(table, *cell)

    mended = 0
    for relation in _relations(table, screen, number):
        cells = tuple(map(aside, relation.cells))
        moved = Relation(relation.form, cells[0], cells[1:], relation.told)
        verdict = moved.holds(raw)
        if verdict is False or (cells == relation.cells and relation.holds(raw) is False):
            return 0
        mended += verdict is True and cells != relation.cells
    return mended


def _relations(table: Table, screen: Screen, number: int) -> Iterator[Relation]:
    for template in screen.templates:
        if screen.additive[number] or not template.additive:
            yield template.in_row(table.lines[number].row)
