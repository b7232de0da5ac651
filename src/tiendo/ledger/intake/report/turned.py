"""A piece of a sheet turned on its side: what stood in rows stands in columns.

A table whose months go down the rows is read as the usual one with months in columns. The cells
keep the addresses at which people see them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.ledger.intake.workbook.grid import Array, CellKind, Merge, Sheet, address_of


@dataclass(frozen=True)
class TurnedSheet(Sheet):
    """Some rows and columns of a sheet, turned; `kinds` and the others are turned with it.

    Attributes:
        from_rows: of each of its columns the row of the sheet, from 0.
        from_columns: of each of its rows the column of the sheet, from 0.
    """

    from_rows: tuple[int, ...] = ()
    from_columns: tuple[int, ...] = ()

    def address(self, row: int, column: int) -> str:
        """Return the address of a cell on the sheet as it is."""
        return address_of(self.from_rows[column], self.from_columns[row])

    def line_name(self, column: int) -> str:
        """Return what people call a column of this: a row of the sheet as it is."""
        return f"row {self.from_rows[column] + 1}"


def turned(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> TurnedSheet:
    """Return some rows and columns of a sheet turned on their side, in the order given."""
    cells = np.ix_(rows, columns)

    def plane(array: Array) -> Array:
        return np.ascontiguousarray(array[cells].T)

    row_of = {row: at for at, row in enumerate(rows)}
    column_of = {column: at for at, column in enumerate(columns)}
    return TurnedSheet(
        name=sheet.name,
        hidden=sheet.hidden,
        kinds=plane(sheet.kinds),
        numbers=plane(sheet.numbers),
        strings=plane(sheet.strings),
        looks=plane(sheet.looks),
        formulas=plane(sheet.formulas),
        texts=sheet.texts,
        known_looks=sheet.known_looks,
        merges=tuple(_turned_merges(sheet.merges, row_of, column_of)),
        from_rows=tuple(rows),
        from_columns=tuple(columns),
    )


def _turned_merges(
    merges: Sequence[Merge], row_of: dict[int, int], column_of: dict[int, int]
) -> list[Merge]:
    """Return the merges within the piece; what of them lies outside is cut off."""
    found = []
    for merge in merges:
        rows = [row_of[row] for row in range(merge.top, merge.bottom + 1) if row in row_of]
        columns = [column_of[c] for c in range(merge.left, merge.right + 1) if c in column_of]
        if rows and columns:
            found.append(Merge(min(columns), min(rows), max(columns), max(rows)))
    return found


def without_rows(sheet: Sheet, rows: Sequence[int]) -> Sheet:
    """Return a sheet on which some rows are empty."""
    emptied = list(rows)
    kinds, strings, formulas = sheet.kinds.copy(), sheet.strings.copy(), sheet.formulas.copy()
    kinds[emptied], strings[emptied], formulas[emptied] = CellKind.EMPTY, -1, False
    return Sheet(
        name=sheet.name,
        hidden=sheet.hidden,
        kinds=kinds,
        numbers=sheet.numbers,
        strings=strings,
        looks=sheet.looks,
        formulas=formulas,
        texts=sheet.texts,
        known_looks=sheet.known_looks,
        merges=sheet.merges,
        hidden_rows=sheet.hidden_rows,
        hidden_columns=sheet.hidden_columns,
    )
