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
from tiendo.ledger.intake.report.doubling import Doubling
from tiendo.ledger.intake.report.entered import Numbers
from tiendo.ledger.intake.report.relations import Form, Position, Relation, families
from tiendo.ledger.intake.report.screening import Screen, levels_of
from tiendo.ledger.intake.report.shifts import Shift, shifts
from tiendo.ledger.intake.report.sizes import SLIPS, Sizes
from tiendo.ledger.intake.report.table import Column, Line, Table, fault_at
from tiendo.ledger.intake.report.turned import TurnedSheet
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.interval import UNBOUNDED, Interval
from tiendo.vocabulary.words import Kind, Severity

_LOW_RATIO, _HIGH_GROWTH = 50, 60


def check(table: Table, numbers: Numbers, catalogue: Catalogue) -> list[Fault]:
    """Return what is wrong with the numbers of a table, in the order of the cells."""
    return _Check(table, numbers, catalogue).faults()


class _Check:
    """The numbers of one table and what they must satisfy."""

    def __init__(self, table: Table, numbers: Numbers, catalogue: Catalogue) -> None:
        self._table = table
        self._catalogue = catalogue
        self._screen = Screen(table, numbers, catalogue)
        self._sizes = Sizes(table, numbers)
        self._bounds = self._screen.bounds

    def faults(self) -> list[Fault]:
        """Return all faults; what one mistake explains is told once."""
        failing = self._screen.failing()
        aside = shifts(self._table, self._screen)
        if any(len(shift.rows) > 1 for shift in aside):
            return [self._shift_fault(shift) for shift in aside]
        found: list[Fault] = [self._shift_fault(shift) for shift in aside]
        rows = {row for shift in aside for row in shift.rows}
        explained = {(row, column.index) for row in rows for column in self._table.columns}
        doubling = Doubling(
            self._table,
            self._screen,
            lambda cell, other: self._mended_by(cell, other, frozenset(failing)),
        )
        for whole, fault in doubling.faults(failing):
            if whole not in explained:
                found.append(fault)
                explained.add(whole)
        for slip, fault in self._slips(failing, explained):
            found.append(fault)
            explained.add(slip)
        found += self._taken_for_growth()
        for wrong, fault in self._falling(explained, failing):
            found.append(fault)
            explained.add(wrong)
        found += [
            self._contradiction(relation)
            for relation in failing
            if not explained & set(relation.cells)
        ]
        found += self._too_large_parts(explained)
        found += self._off_by_a_power(explained)
        return found

    def _where(self, cell: Position) -> str:
        return self._table.sheet.address(*cell)

    def _at(self, cell: Position, message: str, remedy: str, severity: Severity) -> Fault:
        return fault_at(self._table.sheet, *cell, message, remedy, severity)

    def _shift_fault(self, shift: Shift) -> Fault:
        sheet = self._table.sheet
        count = len(shift.rows)
        if isinstance(sheet, TurnedSheet):
            side, beside, lines = ("down" if shift.step > 0 else "up"), "row", "column"
        else:
            side, beside, lines = (
                ("to the right" if shift.step > 0 else "to the left"),
                "column",
                "row",
            )
        where = f"none of {count} {lines}s" if count > 1 else f"this {lines}"
        negated = "" if count > 1 else "not "
        return self._at(
            (shift.rows[0], shift.column),
            f"the numbers of {sheet.line_name(shift.column)} on stand one {beside} {side}: "
            f"in {where} do they {negated}fit the headings, and there they all do",
            "move the numbers under their headings",
            Severity.ERROR,
        )

    def _both(self, relation: Relation) -> tuple[Interval, Interval]:
        stated = self._bounds(relation.stated) or UNBOUNDED
        return stated, relation.expected(self._bounds) or UNBOUNDED

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
                    (
                        self._scaled_mends(cell, power, known),
                        -self._sizes.spread(cell, power),
                        -order,
                        cell,
                        power,
                    )
                    for order, cell in enumerate(_levels_first(relation))
                    for power in SLIPS
                ),
                key=lambda each: each[:3],
            )
            mended, _, _, cell, power = best
            if mended:
                found.setdefault(cell, Decimal(10) ** power)
        for cell, factor in found.items():
            yield cell, self._slip_fault(cell, factor)

    def _scaled_mends(self, cell: Position, power: int, failing: Set[Relation]) -> int:
        """Return how many failing relations a power of ten on a cell mends."""
        bounds = self._bounds(cell)
        if bounds is None or not is_precise(bounds):
            return 0
        return self._mended_by(cell, bounds.scaled(Decimal(10) ** power), failing)

    def _mended_by(self, cell: Position, other: Interval, failing: Set[Relation]) -> int:
        """Return how many failing relations another number in a cell mends; 0 if it breaks any."""
        taking_part = self._screen.taking_part(cell)
        verdicts = [
            relation.holds(lambda one: other if one == cell else self._bounds(one))
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
        sources = ", ".join(self._where(cell) for cell in relation.operands)
        return self._at(
            relation.stated,
            f"{relation.told} ({sources}) give {shown(expected)}, but {shown(stated)} is stated",
            "check the numbers of these cells",
            Severity.WARNING,
        )

    def _falling(
        self, explained: Set[Position], failing: Sequence[Relation]
    ) -> Iterator[tuple[Position, Fault]]:
        """Yield flows that are smaller than a part of their own run, each with its wrong cell."""
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
            if below is None or above is None or not is_below(above, below):
                continue
            if slip := self._sizes.nearer(part, whole):
                cell, power = slip
                yield cell, self._slip_fault(cell, Decimal(10) ** power)
                continue
            wrong = max(
                (whole, part), key=lambda cell: sum(cell in relation.cells for relation in failing)
            )
            yield (
                wrong,
                self._at(
                    wrong,
                    f"a cumulative figure falls: {outer.meaning.period} in {self._where(whole)} "
                    f"has {shown(above)}, its part {inner.meaning.period} in {self._where(part)} "
                    f"has {shown(below)}",
                    "check both numbers",
                    Severity.WARNING,
                ),
            )

    def _falls_below_zero(self, line: Line, levels: Sequence[Column]) -> bool:
        """Whether a row has a number below zero, as balances do."""
        cells = [self._bounds((line.row, column.index)) for column in levels]
        return any(bounds and bounds.hi is not None and bounds.hi < 0 for bounds in cells)

    def _off_by_a_power(self, explained: set[Position]) -> Iterator[Fault]:
        """Yield levels that nothing else checks and that are off beside their row by a thousand."""
        for row, column, power in self._sizes.slips():
            cell = (row, column)
            verdicts = [each.holds(self._bounds) for each in self._screen.taking_part(cell)]
            if cell in explained or any(verdict is not None for verdict in verdicts):
                continue
            bounds = self._bounds(cell) or UNBOUNDED
            times = f"{10 ** abs(power):,}"
            yield self._at(
                cell,
                f"beside the other numbers of its row, {shown(bounds)} is about {times} times too "
                f"{'small' if power > 0 else 'large'}",
                "check its unit and its digits",
                Severity.WARNING,
            )

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
