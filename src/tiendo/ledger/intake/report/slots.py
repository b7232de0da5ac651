"""What a number would state by where it stands, but for the number: told once for many cells.

The tables of a file repeat the same few rows and headings, so that unit, shape and dates of a
number are settled for a pair of row and column headings and not for each of a million cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from tiendo.ledger.intake.line import Lines, Problem
from tiendo.ledger.intake.report.table import Column, Line, Table
from tiendo.ledger.intake.report.units import StatedUnit
from tiendo.ledger.intake.shape import Shape
from tiendo.ledger.intake.table import Row
from tiendo.ledger.intake.workbook.grid import Array
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind, Nature

_EMPTY = Row(*[""] * len(Row._fields))
_COMPARING = (Kind.BASE_RATIO, Kind.GROWTH)


@dataclass(frozen=True, slots=True)
class Slot:
    """What a number in a cell would state.

    Attributes:
        shape: its series, kind, unit and words; None where it is checked only, or cannot be filed.
        period: the run that it is about.
        power: power of ten on top of the shape's unit.
        unit: the unit as it is written, for messages.
        percent: whether the number may bear a percent sign.
        problems: why no number can be filed here.
    """

    shape: Shape | None
    period: Period
    power: int = 0
    unit: str = ""
    percent: bool = True
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class RowSlots:
    """The slots of a row, one for each column of its table.

    Attributes:
        slots: in the order of the columns.
        topics: of each slot, (columns,), what two statements of a place share if only one of them
            can be true, as a hash.
    """

    slots: tuple[Slot, ...]
    topics: Array


class Slots:
    """Settles slots, each combination of row, heading and date once."""

    def __init__(self, catalogue: Catalogue, lines: Lines) -> None:
        self._catalogue = catalogue
        self._lines = lines
        self._known: dict[object, RowSlots] = {}

    def of_row(self, table: Table, line: Line, day: date | None) -> RowSlots:
        """Return the slots of a row.

        Args:
            table: the table.
            line: the row.
            day: since when its figures are known, as the file says; None for today.
        """
        columns = tuple((c.meaning, c.unit) for c in table.columns)
        key = (columns, line.series, line.unit, table.unit, table.confirmed, day)
        known = self._known.get(key)
        if known is None:
            slots = tuple(self._slot(table, line, column, day) for column in table.columns)
            topics = [_topic(line, column) for column in table.columns]
            known = self._known[key] = RowSlots(slots, np.array(topics, dtype=np.int64))
        return known

    def _slot(self, table: Table, line: Line, column: Column, day: date | None) -> Slot:
        meaning = column.meaning
        card = self._catalogue[line.series.indicator]
        try:
            unit, power, written = _unit(table, line, column, card)
        except VocabularyError as error:
            problem = ("", error.message, error.remedy)
            return Slot(None, meaning.period, problems=(problem,))
        problems: list[Problem] = []
        shape = None
        if meaning.filed:
            shape = self._lines.shape(_row(line, column, unit), problems)
        if shape is not None:
            problems += self._lines.date_problems(shape, meaning.period, day)
        percent = unit == "percent"
        return Slot(shape, meaning.period, power, written, percent, tuple(problems))


def _topic(line: Line, column: Column) -> int:
    meaning = column.meaning
    return hash((line.series, meaning.period, meaning.kind, meaning.is_plan, meaning.assigner))


def _unit(table: Table, line: Line, column: Column, card: Indicator) -> tuple[str, int, str]:
    """Return the unit of a number, a power of ten on top of it, and the unit as it is written.

    Raises:
        VocabularyError: if no unit is told, or two, or one that the indicator does not take.
    """
    kind = column.meaning.kind
    if kind is Kind.CHANGE_ABS and not card.unit.dimension:
        return "percentage_points", 0, "percentage points"
    if kind not in (Kind.LEVEL, Kind.CHANGE_ABS):
        if kind in _COMPARING and card.nature is Nature.RATIO and not table.confirmed:
            raise VocabularyError(
                f"'{card.code}' is a rate: its comparison may be a ratio or points",
                remedy="name the column in a mapping file, or empty the cell",
            )
        return "percent", 0, "%"
    unit = _told_unit(table, line, column)
    text, power = unit.of_card(card)
    return text, power, unit.text


def _told_unit(table: Table, line: Line, column: Column) -> StatedUnit:
    if line.unit and column.unit and line.unit != column.unit:
        raise VocabularyError(
            f"the row says '{line.unit.text}', the heading '{column.unit.text}'",
            remedy="name one unit",
        )
    unit = line.unit or column.unit or table.unit
    if unit is None:
        raise VocabularyError(
            "no unit is told by the row, the heading or the title",
            remedy="write it in a column of units, or above the table after 'Unit:'",
        )
    return unit


def _row(line: Line, column: Column, unit: str) -> Row:
    """Return the words of a number as those of a long-form CSV that says the same."""
    meaning = column.meaning
    return _EMPTY._replace(
        indicator=line.series.indicator,
        breakdown=str(line.series.breakdown),
        price_basis=line.series.price_basis,
        kind=meaning.kind.value,
        unit=unit,
        modality=meaning.modality.value,
        status=meaning.status.value if meaning.status else "",
        assigner=meaning.assigner or "",
    )
