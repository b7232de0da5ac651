"""What is wrong with the numbers of a table, and which mistake explains it.

A mistake that puts the reading itself in doubt (a shifted column, a slip of the unit, a parent
added to its children) is an error; a number that contradicts others is a warning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from itertools import product

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.report.bounds import is_below, is_precise, shown
from tiendo.ledger.intake.report.entered import Numbers, bounds_in
from tiendo.ledger.intake.report.relations import Form, Position, Relation, families
from tiendo.ledger.intake.report.screening import HOLDS, Screen, levels_of
from tiendo.ledger.intake.report.table import Column, Line, Table, fault_at
from tiendo.ledger.intake.workbook.grid import address_of, column_name
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.interval import UNBOUNDED, Interval
from tiendo.vocabulary.words import Kind, Severity

_SLIPS = tuple(Decimal(10) ** power for power in (3, -3, 6, -6))
_LOW_RATIO, _HIGH_GROWTH = 50, 60
_TWO = Decimal(2)


def check(table: Table, numbers: Numbers, catalogue: Catalogue) -> list[Fault]:
    """Return what is wrong with the numbers of a table, in the order of the cells."""
    return _Check(table, numbers, catalogue).faults()


class _Check:
    """The numbers of one table and what they must satisfy."""

    def __init__(self, table: Table, numbers: Numbers, catalogue: Catalogue) -> None:
        self._table = table
        self._catalogue = catalogue
        self._screen = Screen(table, numbers, catalogue)
        self._bounds = self._screen.bounds

    def faults(self) -> list[Fault]:
        """Return all faults; what one mistake explains is told once."""
        failing = self._screen.failing()
        shifted = list(self._shifted())
        if shifted:
            return shifted
        found: list[Fault] = []
        explained: set[Position] = set()
        for whole, fault in self._added_twice(failing):
            found.append(fault)
            explained.add(whole)
        for slip, fault in self._slips(failing, explained):
            found.append(fault)
            explained.add(slip)
        found += self._taken_for_growth()
        found += [
            self._contradiction(relation)
            for relation in failing
            if not explained & set(relation.cells)
        ]
        found += self._falling(explained)
        found += self._too_large_parts(explained)
        return found

    def _at(self, cell: Position, message: str, remedy: str, severity: Severity) -> Fault:
        return fault_at(self._table.sheet, *cell, message, remedy, severity)

    # ---- shifted columns --------------------------------------------------------

    def _shifted(self) -> Iterator[Fault]:
        """Yield columns whose ratios never fit where they stand, and always one column aside."""
        told: set[int] = set()
        for template, verdicts in zip(self._screen.templates, self._screen.verdicts, strict=True):
            if (verdicts == HOLDS).any():
                continue
            relations = self._screen.rows_of(template)
            if not relations:
                continue
            steps = self._steps_that_fit(relations)
            if steps is None:
                continue
            cells = relations[0].cells
            moved = min(c for (_, c), step in zip(cells, steps, strict=True) if step)
            if moved not in told:
                told.add(moved)
                yield self._shift_fault(moved, max(steps, key=abs), len(relations))

    def _steps_that_fit(self, relations: Sequence[Relation]) -> tuple[int, ...] | None:
        """Return by how many columns each cell must move so that every row fits; None if none."""
        size = len(relations[0].cells)
        options = [
            steps for sign in (1, -1) for steps in product((0, sign), repeat=size) if any(steps)
        ]
        for steps in sorted(options, key=lambda steps: (-sum(map(abs, steps)), steps)):
            moved = [relation.moved(relation.stated[0], steps) for relation in relations]
            verdicts = [each.holds(self._raw) for each in moved if len(set(each.cells)) == size]
            known = [verdict for verdict in verdicts if verdict is not None]
            if len(known) > 1 and all(known):
                return steps
        return None

    def _raw(self, cell: Position) -> Interval | None:
        """Return the number of any cell of the sheet."""
        return bounds_in(self._table, *cell)

    def _shift_fault(self, column: int, step: int, rows: int) -> Fault:
        first = next(line.row for line in self._table.lines)
        side = "right" if step > 0 else "left"
        return self._at(
            (first, column),
            f"the numbers of column {column_name(column)} on stand one column to the {side}: in "
            f"none of {rows} rows do they fit the headings, and there they all do",
            "move the numbers under their headings",
            Severity.ERROR,
        )

    # ---- parents added to their children ------------------------------------------

    def _added_twice(self, failing: Sequence[Relation]) -> Iterator[tuple[Position, Fault]]:
        """Yield totals that hold their parts twice: once as such, once as parts of parts."""
        for relation in failing:
            if relation.of_parts:
                stated, expected = self._both(relation)
                below = self._parts_of_parts(relation)
                twice = [expected.scaled(_TWO), *([expected + below] if below else [])]
                if any(stated.meets(sum_) for sum_ in twice):
                    yield relation.stated, self._twice_fault(relation.stated, expected)
        for line, children in self._outline():
            for cell, expected in self._doubled(line, children):
                yield cell, self._twice_fault(cell, expected)

    def _both(self, relation: Relation) -> tuple[Interval, Interval]:
        stated = self._bounds(relation.stated) or UNBOUNDED
        return stated, relation.expected(self._bounds) or UNBOUNDED

    def _parts_of_parts(self, relation: Relation) -> Interval | None:
        """Return the sum of what stands below the parts, if every one is known."""
        inner = [r for r in self._screen.of_parts if r.stated in relation.operands]
        found = [r.expected(self._bounds) for r in inner]
        known = [each for each in found if each is not None]
        if not known:
            return None
        total = known[0]
        for each in known[1:]:
            total = total + each
        return total

    def _twice_fault(self, cell: Position, expected: Interval) -> Fault:
        return self._at(
            cell,
            f"the parent was added to its children: {shown(expected)} expected, "
            f"{shown(self._bounds(cell) or UNBOUNDED)} stated",
            "add only the children that stand one step below it",
            Severity.ERROR,
        )

    def _outline(self) -> Iterator[tuple[Line, list[Line]]]:
        """Yield rows of other indicators than those that stand under them, with these."""
        below: dict[int | None, list[Line]] = {}
        for line in self._table.lines:
            below.setdefault(line.parent, []).append(line)
        for line in self._table.lines:
            children = below.get(line.row, [])
            of_card = [c for c in children if c.series.indicator == line.series.indicator]
            alike = all(child.unit == line.unit for child in children)
            if len(children) > 1 and alike and len(of_card) < len(children):
                yield line, children

    def _doubled(self, line: Line, children: Sequence[Line]) -> Iterator[tuple[Position, Interval]]:
        """Yield the cells of a row that are twice its children's sum, if all its levels are."""
        found = []
        for column in levels_of(self._table):
            stated = self._bounds((line.row, column.index))
            parts = [self._bounds((child.row, column.index)) for child in children]
            known = [part for part in parts if part is not None]
            if stated is None or not known:
                continue
            total = known[0]
            for part in known[1:]:
                total = total + part
            if not stated.meets(total.scaled(_TWO)):
                return
            found.append(((line.row, column.index), total))
        if len(found) > 1:
            yield from found

    # ---- slips of the unit --------------------------------------------------------

    def _slips(
        self, failing: Sequence[Relation], explained: set[Position]
    ) -> Iterator[tuple[Position, Fault]]:
        """Yield cells that fit all they take part in when they are moved by three or six digits."""
        found: dict[Position, Decimal] = {}
        known = frozenset(failing)
        for relation in failing:
            if explained & set(relation.cells):
                continue
            best = max(
                (
                    (self._mended_by(cell, factor, known), -order, cell, factor)
                    for order, cell in enumerate(_levels_first(relation))
                    for factor in _SLIPS
                ),
                key=lambda each: each[:2],
            )
            mended, _, cell, factor = best
            if mended:
                found.setdefault(cell, factor)
        for cell, factor in found.items():
            yield cell, self._slip_fault(cell, factor)

    def _mended_by(self, cell: Position, factor: Decimal, failing: Set[Relation]) -> int:
        """Return how many failing relations a factor on a cell mends; 0 if it breaks any."""
        bounds = self._bounds(cell)
        if bounds is None or not is_precise(bounds):
            return 0
        scaled = bounds.scaled(factor)
        taking_part = self._screen.taking_part(cell)
        verdicts = [
            relation.holds(lambda other: scaled if other == cell else self._bounds(other))
            for relation in taking_part
        ]
        if any(verdict is False for verdict in verdicts):
            return 0
        return sum(relation in failing for relation in taking_part)

    def _slip_fault(self, cell: Position, factor: Decimal) -> Fault:
        bounds = self._bounds(cell) or UNBOUNDED
        times = f"{max(factor, 1 / factor):,.0f}"
        return self._at(
            cell,
            f"the number fits the others only {'times' if factor > 1 else 'divided by'} {times}: "
            f"{shown(bounds.scaled(factor))} expected, {shown(bounds)} stated",
            "state it in the unit of its row",
            Severity.ERROR,
        )

    # ---- ratios and growth --------------------------------------------------------

    def _taken_for_growth(self) -> Iterator[Fault]:
        """Yield columns headed as ratios that hold growth, or the reverse, where nothing tells."""
        if self._table.confirmed:
            return
        proved = self._screen.columns_that_hold()
        for column in self._table.columns:
            kind, against = column.meaning.kind, column.meaning.against
            if against is None or against.plan or column.index in proved:
                continue
            values = self._screen.middles(column)
            if not len(values):
                continue
            growth = bool((abs(values) < _LOW_RATIO).all())
            ratio = bool((values > _HIGH_GROWTH).all())
            if (kind is Kind.BASE_RATIO and growth) or (kind is Kind.GROWTH and ratio):
                other = "growth" if growth else "ratios"
                first = self._table.lines[self._screen.lines_of(column)[0]].row
                yield self._at(
                    (first, column.index),
                    f"'{column.heading}' is read as {kind}, but its numbers look like {other}",
                    "write in the heading whether it is a ratio (108.8) or a growth (8.8)",
                    Severity.ERROR,
                )

    # ---- single contradictions ----------------------------------------------------

    def _contradiction(self, relation: Relation) -> Fault:
        stated, expected = self._both(relation)
        sources = ", ".join(address_of(*cell) for cell in relation.operands)
        return self._at(
            relation.stated,
            f"{relation.told} ({sources}) give {shown(expected)}, but {shown(stated)} is stated",
            "check the numbers of these cells",
            Severity.WARNING,
        )

    def _falling(self, explained: set[Position]) -> Iterator[Fault]:
        """Yield flows that are smaller than a part of their own run."""
        levels = [c for c in levels_of(self._table) if not c.meaning.is_plan]
        nested = [
            (inner, outer)
            for inner, outer in product(levels, levels)
            if inner.meaning.period != outer.meaning.period
            and outer.meaning.period.covers(inner.meaning.period)
        ]
        found = [
            (number, inner, outer)
            for inner, outer in nested
            for number in self._screen.lines_below(outer, inner)
            if self._screen.additive[number]
        ]
        for number, inner, outer in sorted(found, key=lambda each: each[0]):
            line = self._table.lines[number]
            part, whole = (line.row, inner.index), (line.row, outer.index)
            if {part, whole} & explained or self._falls_below_zero(line, levels):
                continue
            below, above = self._bounds(part), self._bounds(whole)
            if below is not None and above is not None and is_below(above, below):
                yield self._at(
                    whole,
                    f"a cumulative figure falls: {outer.meaning.period} has {shown(above)}, its "
                    f"part {inner.meaning.period} in {address_of(*part)} has {shown(below)}",
                    "check both numbers",
                    Severity.WARNING,
                )

    def _falls_below_zero(self, line: Line, levels: Sequence[Column]) -> bool:
        """Whether a row has a number below zero, as balances do."""
        cells = [self._bounds((line.row, column.index)) for column in levels]
        return any(bounds and bounds.hi is not None and bounds.hi < 0 for bounds in cells)

    def _too_large_parts(self, explained: set[Position]) -> Iterator[Fault]:
        """Yield wholes that some of their parts exceed."""
        for whole, parts, complete in families(self._table.lines, self._catalogue):
            if complete or any(part.unit != whole.unit for part in parts):
                continue
            for column in levels_of(self._table):
                cell = (whole.row, column.index)
                stated = self._bounds(cell)
                known = [
                    bounds
                    for part in parts
                    if (bounds := self._bounds((part.row, column.index))) is not None
                ]
                if stated is None or not known or cell in explained:
                    continue
                if any(each.lo is not None and each.lo < 0 for each in known):
                    continue
                total = known[0]
                for each in known[1:]:
                    total = total + each
                if is_below(stated, total):
                    yield self._at(
                        cell,
                        f"its parts add up to {shown(total)}, more than the {shown(stated)} "
                        "that is stated",
                        "check the numbers of these rows",
                        Severity.WARNING,
                    )


def _levels_first(relation: Relation) -> tuple[Position, ...]:
    """Return the cells of a relation, the level that it is about first, a ratio last."""
    if relation.form is Form.SUM:
        return relation.cells
    return (*relation.operands, relation.stated)
