"""Parents that were added to their children: totals that hold what stands under them once more."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from statistics import median

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.report.bounds import middle, shown
from tiendo.ledger.intake.report.relations import Position, Relation
from tiendo.ledger.intake.report.screening import Screen, levels_of
from tiendo.ledger.intake.report.table import Line, Table, fault_at
from tiendo.vocabulary.interval import UNBOUNDED, Interval
from tiendo.vocabulary.words import Severity

Mends = Callable[[Position, Interval], int]
"""Tells how many relations another number in a cell mends; 0 if it breaks any."""

_USUAL, _OTHER = math.log(1.05), math.log(1.3)
"""Shares of a part within 5 % of each other are alike; those a third apart are not."""


class Doubling:
    """The rows of a table and what stands under them."""

    def __init__(self, table: Table, screen: Screen, mends: Mends) -> None:
        self._table = table
        self._screen = screen
        self._bounds = screen.bounds
        self._mends = mends
        self._levels = [column.index for column in levels_of(table)]
        self._unit_of = {line.row: line.unit for line in table.lines}
        self._below: dict[int, list[Line]] = {}
        for line in table.lines:
            if line.parent is not None:
                self._below.setdefault(line.parent, []).append(line)

    def faults(self, failing: Sequence[Relation]) -> Iterator[tuple[Position, Fault]]:
        """Yield the cells that hold too much, each once."""
        told: set[Position] = set()
        for cell, expected, severity in (
            *self._sums_twice(failing),
            *self._doubled(),
            *self._mended_without_children(failing),
            *self._unlike_other_columns(),
        ):
            if cell not in told:
                told.add(cell)
                yield cell, self._fault(cell, expected, severity)

    def _fault(self, cell: Position, expected: Interval, severity: Severity) -> Fault:
        stated = shown(self._bounds(cell) or UNBOUNDED)
        how = "was" if severity is Severity.ERROR else "seems to be"
        return fault_at(
            self._table.sheet,
            *cell,
            f"the parent {how} added to its children: {shown(expected)} expected, {stated} stated",
            "add only the children that stand one step below it",
            severity,
        )

    def _sums_twice(
        self, failing: Sequence[Relation]
    ) -> Iterator[tuple[Position, Interval, Severity]]:
        """Yield totals that hold their parts twice: once as such, once as parts of parts."""
        for relation in failing:
            if not relation.of_parts:
                continue
            stated = self._bounds(relation.stated) or UNBOUNDED
            expected = relation.expected(self._bounds) or UNBOUNDED
            below = self._parts_of_parts(relation)
            twice = [expected + expected, *([expected + below] if below else [])]
            if any(stated.meets(total) for total in twice):
                yield relation.stated, expected, Severity.ERROR

    def _parts_of_parts(self, relation: Relation) -> Interval | None:
        """Return the sum of what stands below the parts, where it is known."""
        inner = [r for r in self._screen.of_parts if r.stated in relation.operands]
        return _sum([r.expected(self._bounds) for r in inner])

    def _doubled(self) -> Iterator[tuple[Position, Interval, Severity]]:
        """Yield the cells of rows all of whose levels are twice what stands under them."""
        for line in self._table.lines:
            children = self._below.get(line.row, [])
            of_card = [c for c in children if c.series.indicator == line.series.indicator]
            alike = all(child.unit == line.unit for child in children)
            if len(children) < 2 or not alike or len(of_card) == len(children):
                continue
            pairs = [
                ((line.row, column), total)
                for column in self._levels
                if (total := _sum([self._bounds((child.row, column)) for child in children]))
            ]
            stated = [(cell, total, self._bounds(cell)) for cell, total in pairs]
            known = [(cell, total, bounds) for cell, total, bounds in stated if bounds is not None]
            if len(known) > 1 and all(bounds.meets(total + total) for _, total, bounds in known):
                for cell, total, _ in known:
                    yield cell, total, Severity.ERROR

    def _mended_without_children(
        self, failing: Sequence[Relation]
    ) -> Iterator[tuple[Position, Interval, Severity]]:
        """Yield cells that fit all they take part in once what stands under them is taken off."""
        cells = dict.fromkeys(c for r in failing if not r.of_parts for c in r.cells)
        for cell in cells:
            stated, below = self._bounds(cell), self._sum_below(cell)
            if stated is not None and below is not None and self._mends(cell, stated - below):
                yield cell, stated - below, Severity.ERROR

    def _sum_below(self, cell: Position) -> Interval | None:
        """Return the sum of what stands one step under a cell, in its unit; None for nothing."""
        row, column = cell
        below = self._below.get(row)
        if not below or column not in self._levels:
            return None
        unit = self._unit_of[row]
        return _sum([self._bounds((line.row, column)) for line in below if line.unit == unit])

    def _unlike_other_columns(self) -> Iterator[tuple[Position, Interval, Severity]]:
        """Yield levels that nothing else checks, beside others of which the parts are a like share.

        Taking the parts off makes their share what it is in all other columns.
        """
        for line in self._table.lines:
            if line.row not in self._below:
                continue
            shares = {
                column: self._log_share((line.row, column), taken_off=False)
                for column in self._levels
            }
            known = {column: share for column, share in shares.items() if share is not None}
            for column, share in known.items():
                others = [other for at, other in known.items() if at != column]
                cell = (line.row, column)
                if len(others) < 2 or self._is_checked(cell):
                    continue
                usual = median(others)
                alone = self._log_share(cell, taken_off=True)
                alike = all(abs(other - usual) < _USUAL for other in others)
                if not alike or alone is None or usual - share < _OTHER:
                    continue
                stated, below = self._bounds(cell), self._sum_below(cell)
                if abs(alone - usual) < _USUAL and stated is not None and below is not None:
                    yield cell, stated - below, Severity.WARNING

    def _log_share(self, cell: Position, *, taken_off: bool) -> float | None:
        """Return the logarithm of the parts' share of a cell, or of what is left without them."""
        stated, below = self._bounds(cell), self._sum_below(cell)
        if stated is None or below is None:
            return None
        whole, parts = float(middle(stated)), float(middle(below))
        whole -= parts if taken_off else 0
        return math.log(parts / whole) if parts > 0 and whole > 0 else None

    def _is_checked(self, cell: Position) -> bool:
        verdicts = [each.holds(self._bounds) for each in self._screen.taking_part(cell)]
        return any(verdict is not None for verdict in verdicts)


def _sum(found: Sequence[Interval | None]) -> Interval | None:
    known = [bounds for bounds in found if bounds is not None]
    return reduce(lambda one, other: one + other, known) if known else None
