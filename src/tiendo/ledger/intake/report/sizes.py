"""How large the numbers of a row are beside each other, as the other rows have them.

The runs of a flow, its plan and its year before differ by small factors, and in each row by about
the same: a number that is off by a thousand stands out, and dividing it puts it right.
"""

from __future__ import annotations

import numpy as np

from tiendo.ledger.intake.report.entered import Numbers
from tiendo.ledger.intake.report.relations import Position
from tiendo.ledger.intake.report.screening import levels_of
from tiendo.ledger.intake.report.table import Table
from tiendo.ledger.intake.workbook.grid import Array

_NEAR = 0.7
"""How far numbers of a row may lie apart, in decimal logarithms, to tell a slip from a fact."""

_LEAST = 3
"""Fewer levels than these in a row do not tell which of them is wrong."""

SLIPS = (3, -3, 6, -6)
"""Powers of ten that a unit is mistaken by: thousand, million."""


class Sizes:
    """The levels of a table in decimal logarithms, less what their columns usually have."""

    def __init__(self, table: Table, numbers: Numbers) -> None:
        levels = {column.index for column in levels_of(table)}
        self._rows = [line.row for line in table.lines]
        self._line_of = {row: number for number, row in enumerate(self._rows)}
        self._columns = [c.index for c in table.columns if c.index in levels]
        at = [number for number, c in enumerate(table.columns) if c.index in levels]
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(numbers.middles[:, at])
        logs[~np.isfinite(logs)] = np.nan
        self._sizes = _within_rows(logs)

    def spread(self, cell: Position, power: int) -> float:
        """Return how far the numbers of a row lie apart once one is moved by a power of ten."""
        row = self._row_of(cell)
        if row is None:
            return float("inf")
        moved = row.copy()
        moved[self._columns.index(cell[1])] += power
        return float(np.nanmax(moved) - np.nanmin(moved))

    def slip_of(self, cell: Position) -> int | None:
        """Return by which power of ten a number is off beside the others of its row, if any."""
        row = self._row_of(cell)
        if row is None or np.isfinite(row).sum() < _LEAST:
            return None
        for power in SLIPS:
            others = np.delete(row, self._columns.index(cell[1]))
            together = float(np.nanmax(others) - np.nanmin(others)) < _NEAR
            if together and self.spread(cell, power) < _NEAR:
                return power
        return None

    def nearer(self, *cells: Position) -> tuple[Position, int] | None:
        """Return which of some cells of a row is off, and by which power; None if none surely is.

        It is the one that brings the row together by a factor of ten at least.
        """
        found = [(self.spread(cell, power), cell, power) for cell in cells for power in SLIPS]
        spread, cell, power = min(found, key=lambda one: one[0])
        return (cell, power) if spread + 1 < self.spread(cell, 0) else None

    def slips(self) -> list[tuple[int, int, int]]:
        """Return line, column and power of ten of each number that is off beside its row."""
        with np.errstate(invalid="ignore"):
            far = abs(self._sizes - _median(self._sizes, axis=1)[:, None]) > 2
        found = []
        for line, at in zip(*far.nonzero(), strict=True):
            row, column = self._rows[line], self._columns[at]
            if (power := self.slip_of((row, column))) is not None:
                found.append((row, column, power))
        return found

    def _row_of(self, cell: Position) -> Array | None:
        line = self._line_of.get(cell[0])
        if line is None or cell[1] not in self._columns:
            return None
        row: Array = self._sizes[line]
        return row if np.isfinite(row[self._columns.index(cell[1])]) else None


def _within_rows(logs: Array) -> Array:
    """Return sizes less the median of their row, then less that of their column."""
    if not logs.size:
        return logs
    centred = logs - _median(logs, axis=1)[:, None]
    if len(logs) > 2:
        centred = centred - _median(centred, axis=0)[None, :]
    return centred


def _median(values: Array, axis: int) -> Array:
    """Return medians without what is missing; NaN where everything is."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found: Array = np.nanmedian(values, axis=axis)
    return found
