"""Which relations of a table hold, looked at a column at a time.

Floats tell fast where a relation surely holds; what they leave open is judged by the exact
intervals of the printed numbers. So the answer is that of `Relation.holds`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tiendo.ledger.intake.report.entered import Numbers, bounds_in
from tiendo.ledger.intake.report.relations import (
    Form,
    Position,
    Relation,
    Template,
    families,
    is_additive,
    templates,
)
from tiendo.ledger.intake.report.table import Column, Table
from tiendo.ledger.intake.workbook.grid import Array
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.words import Kind

HOLDS, UNKNOWN, FAILS = 1, 0, -1
_ROUNDING = 1e-12
"""Share of the numbers by which floats may be off; what is nearer is judged exactly."""


class Screen:
    """The relations of one table, with a verdict on each.

    Attributes:
        templates: what its columns imply for each other.
        verdicts: of each template, one for each line: `HOLDS`, `FAILS`, or `UNKNOWN` where a
            number is missing.
        of_parts: wholes and all their parts, in each column of levels, with their verdicts.
    """

    def __init__(self, table: Table, numbers: Numbers, catalogue: Catalogue) -> None:
        self._table = table
        self._numbers = numbers
        self._present = numbers.present
        self._low = numbers.middles - numbers.halves
        self._high = numbers.middles + numbers.halves
        self._line_of = {line.row: number for number, line in enumerate(table.lines)}
        self._at = {column.index: at for at, column in enumerate(table.columns)}
        self._exact: dict[Position, Interval | None] = {}
        self.additive = np.array(
            [is_additive(catalogue[line.series.indicator]) for line in table.lines], dtype=bool
        )
        self.templates = templates(table.columns)
        self.verdicts = [self._judged(template) for template in self.templates]
        self.of_parts: list[Relation] = []
        self._parts_that_fail: list[Relation] = []
        for relation, verdict in self._judged_parts(catalogue):
            self.of_parts.append(relation)
            if verdict == FAILS:
                self._parts_that_fail.append(relation)

    def bounds(self, cell: Position) -> Interval | None:
        """Return where the number of a cell of the table lies; None if it has none to be used."""
        line, at = self._line_of.get(cell[0]), self._at.get(cell[1])
        if line is None or at is None or not self._present[line, at]:
            return None
        if cell not in self._exact:
            self._exact[cell] = bounds_in(self._table, *cell)
        return self._exact[cell]

    def failing(self) -> list[Relation]:
        """Return the relations that cannot hold: row by row, then those of parts."""
        found = []
        by_rows = [(verdicts == FAILS).nonzero()[0].tolist() for verdicts in self.verdicts]
        for number in sorted({line for lines in by_rows for line in lines}):
            for template, verdicts in zip(self.templates, self.verdicts, strict=True):
                if verdicts[number] == FAILS:
                    found.append(template.in_row(self._table.lines[number].row))
        return found + self._parts_that_fail

    def taking_part(self, cell: Position) -> list[Relation]:
        """Return the relations in which a cell takes part."""
        row, column = cell
        line = self._line_of.get(row)
        found = [
            template.in_row(row)
            for template in self.templates
            if line is not None
            and any(c.index == column for c in template.columns)
            and (self.additive[line] or not template.additive)
        ]
        return found + [relation for relation in self.of_parts if cell in relation.cells]

    def rows_of(self, template: Template) -> list[Relation]:
        """Return the relation of every row that a template is for."""
        return [
            template.in_row(line.row)
            for line, adds in zip(self._table.lines, self.additive.tolist(), strict=True)
            if adds or not template.additive
        ]

    def _judged(self, template: Template) -> Array:
        stated, *operands = [self._at[column.index] for column in template.columns]
        known = self._present[:, [stated, *operands]].all(axis=1)
        if template.additive:
            known &= self.additive
        low, high = self._expected(template.form, operands)
        sure = self._meet_surely(stated, low, high)
        verdicts = np.where(known & sure, HOLDS, UNKNOWN)
        for number in (known & ~sure).nonzero()[0].tolist():
            holds = template.in_row(self._table.lines[number].row).holds(self.bounds)
            verdicts[number] = UNKNOWN if holds is None else HOLDS if holds else FAILS
        return verdicts

    def _expected(self, form: Form, operands: Sequence[int]) -> tuple[Array, Array]:
        """Return the ends of what the operands imply, NaN where floats alone do not tell it."""
        if form is Form.SUM:
            low, high = self._low[:, operands].sum(axis=1), self._high[:, operands].sum(axis=1)
            return low, high
        above, below = operands
        told = (self._low[:, above] >= 0) & (self._low[:, below] > 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            low = np.where(told, self._low[:, above] / self._high[:, below] * 100, np.nan)
            high = np.where(told, self._high[:, above] / self._low[:, below] * 100, np.nan)
        return (low - 100, high - 100) if form is Form.GROWTH else (low, high)

    def _meet_surely(self, stated: int, low: Array, high: Array) -> Array:
        """Return where a stated number surely lies between two ends; not where any is NaN."""
        own_low, own_high = self._low[:, stated], self._high[:, stated]
        spare = _ROUNDING * (100 + abs(own_low) + abs(own_high) + abs(low) + abs(high))
        meets: Array = (own_low + spare <= high) & (low + spare <= own_high)
        return meets

    def _judged_parts(self, catalogue: Catalogue) -> list[tuple[Relation, int]]:
        """Return the wholes of which the table has every part, column by column, with verdicts."""
        found = []
        for whole, parts, complete in families(self._table.lines, catalogue):
            if not complete or any(part.unit != whole.unit for part in parts):
                continue
            for column in levels_of(self._table):
                operands = tuple((part.row, column.index) for part in parts)
                told = f"the parts of '{whole.label}'"
                stated = (whole.row, column.index)
                relation = Relation(Form.SUM, stated, operands, told, of_parts=True)
                holds = relation.holds(self.bounds)
                verdict = UNKNOWN if holds is None else HOLDS if holds else FAILS
                found.append((relation, verdict))
        return found

    def columns_that_hold(self) -> set[int]:
        """Return where columns stand whose numbers fit others in some row."""
        return {
            template.columns[0].index
            for template, verdicts in zip(self.templates, self.verdicts, strict=True)
            if (verdicts == HOLDS).any()
        }

    def middles(self, column: Column) -> Array:
        """Return the numbers of a column, without those that are missing."""
        at = self._at[column.index]
        found: Array = self._numbers.middles[self._present[:, at], at]
        return found

    def lines_of(self, column: Column) -> list[int]:
        """Return the numbers of the lines that have a number in a column."""
        return self._present[:, self._at[column.index]].nonzero()[0].tolist()

    def lines_below(self, outer: Column, inner: Column) -> list[int]:
        """Return the numbers of the lines where one column may lie below another one."""
        high, low = self._high[:, self._at[outer.index]], self._low[:, self._at[inner.index]]
        return (high <= low).nonzero()[0].tolist()


def levels_of(table: Table) -> list[Column]:
    """Return the columns with levels, plans included."""
    return [column for column in table.columns if column.meaning.kind is Kind.LEVEL]
