"""What the numbers of a table must satisfy among themselves.

A printed number is an interval (half a unit of its last digit to both sides), and so is what others
imply for it: two contradict each other only where the intervals cannot meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import reduce
from itertools import permutations

from tiendo.ledger.intake.report.table import Column, Line
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind, Nature, Rule

Position = tuple[int, int]
"""Row and column of a cell, from 0."""

Bounds = Callable[[Position], Interval | None]
"""Gives where the number of a cell lies; None where the cell has none."""

HUNDRED = Interval.point(Decimal(100))


class Form(StrEnum):
    """How a stated number follows from others."""

    RATIO = "ratio"
    GROWTH = "growth"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Relation:
    """A number that others imply.

    Attributes:
        form: ratio of the first to the second in percent, that less 100, or sum of all.
        stated: cell of the number.
        operands: cells of the others.
        told: what is compared, for people.
        of_parts: whether a whole is compared with its parts.
    """

    form: Form
    stated: Position
    operands: tuple[Position, ...]
    told: str
    of_parts: bool = False

    @property
    def cells(self) -> tuple[Position, ...]:
        """All cells that take part."""
        return (self.stated, *self.operands)

    def expected(self, bounds: Bounds) -> Interval | None:
        """Return where the stated number must lie; None where an operand is missing."""
        found = [bounds(cell) for cell in self.operands]
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            return None
        if self.form is Form.SUM:
            return reduce(lambda one, other: one + other, known)
        ratio = known[0] / known[1] * HUNDRED
        return ratio - HUNDRED if self.form is Form.GROWTH else ratio

    def holds(self, bounds: Bounds) -> bool | None:
        """Whether the stated number can be true; None where one is missing."""
        stated, expected = bounds(self.stated), self.expected(bounds)
        return None if stated is None or expected is None else stated.meets(expected)


@dataclass(frozen=True, slots=True)
class Template:
    """A relation between columns that every row of a table must satisfy.

    Attributes:
        form: how the stated column follows from the others.
        columns: the stated column, then the others.
        told: what is compared, for people.
        additive: whether only flows that add up satisfy it.
    """

    form: Form
    columns: tuple[Column, ...]
    told: str
    additive: bool

    def in_row(self, row: int) -> Relation:
        """Return the relation of one row."""
        stated, *operands = [(row, column.index) for column in self.columns]
        return Relation(self.form, stated, tuple(operands), self.told)


def templates(columns: Sequence[Column]) -> list[Template]:
    """Return what columns imply for each other: ratios, and runs that add up."""
    return [*_ratio_columns(columns), *_sum_columns(columns)]


def _ratio_columns(columns: Sequence[Column]) -> Iterator[Template]:
    """Yield every ratio whose numerator and denominator have columns."""
    for column in columns:
        meaning = column.meaning
        if meaning.against is None:
            continue
        above = _level(columns, meaning.period, plan=meaning.is_plan)
        below = _level(
            columns, meaning.against.period, plan=meaning.against.plan, assigner=meaning.assigner
        )
        if above and below and above is not below:
            form = Form.GROWTH if meaning.kind is Kind.GROWTH else Form.RATIO
            told = f"'{above.heading}' by '{below.heading}'"
            yield Template(form, (column, above, below), told, additive=False)


def _level(
    columns: Sequence[Column], period: Period, *, plan: bool, assigner: str | None = None
) -> Column | None:
    """Return the only column with the level of a run; None if there is none, or several."""
    found = [
        column
        for column in columns
        if column.meaning.kind is Kind.LEVEL
        and column.meaning.period == period
        and column.meaning.is_plan is plan
        and (not plan or column.meaning.assigner == assigner)
    ]
    return found[0] if len(found) == 1 else None


def _sum_columns(columns: Sequence[Column]) -> Iterator[Template]:
    """Yield the runs that two others make up, end to end."""
    levels = [c for c in columns if c.meaning.kind is Kind.LEVEL and not c.meaning.is_plan]
    for early, late in permutations(levels, 2):
        if early.meaning.period.last + 1 != late.meaning.period.first:
            continue
        whole = Period(early.meaning.period.first, late.meaning.period.last)
        both = _level(columns, whole, plan=False)
        if both is not None and whole.within_one_year:
            told = f"'{early.heading}' and '{late.heading}' together"
            yield Template(Form.SUM, (both, early, late), told, additive=True)


def is_additive(card: Indicator) -> bool:
    """Whether the runs of an indicator add up."""
    return card.nature is Nature.FLOW and card.time_rule is Rule.SUM


Family = tuple[Line, list[Line], bool]
"""A whole, those of its parts that stand in the table, and whether all do."""


def families(lines: Iterable[Line], catalogue: Catalogue) -> Iterator[Family]:
    """Yield the rows that are parts of another row, by the breakdown trees of their cards."""
    by_series = {(line.place, line.series): line for line in lines}
    for (place, series), whole in by_series.items():
        for tree in catalogue[series.indicator].breakdowns:
            for code, parts in tree.groups():
                if series.breakdown.get(tree.dimension) != code:
                    continue
                cuts = [series.breakdown.with_code(tree.dimension, part.code) for part in parts]
                found = [by_series.get((place, series.with_breakdown(cut))) for cut in cuts]
                known = [line for line in found if line is not None]
                if known:
                    yield whole, known, len(known) == len(parts)
