"""From the cells of a line to a statement: place, period, number and date, and how they agree."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal
from functools import partial
from typing import Generic, TypeVar

from tiendo.ledger.intake.fault import Fault
from tiendo.ledger.intake.limits import beyond, limits_of
from tiendo.ledger.intake.numerals import MAX_DIGITS, parse_day, parse_number, shifted
from tiendo.ledger.intake.shape import Problem, Shape, ShapeReader, words_of
from tiendo.ledger.intake.table import Row
from tiendo.validation.rule import Rule
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Comparator, Kind, Modality, Operator

Read = TypeVar("Read")
Number = tuple[Decimal, int]
"""A number as it stands in a cell, and its printed digits after the point."""

# 100 added to a number of MAX_DIGITS digits must not round.
_EXACT = Context(prec=2 * MAX_DIGITS + 4)
# Control characters, and those that turn the direction of writing inside a line.
_UNSEEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069]")
_STATES = "confidential, not_applicable or withdrawn"


class _Cells(Generic[Read]):
    """The cells of one column, each distinct text read once."""

    def __init__(self, column: str, read: Callable[[str], Read]) -> None:
        self._column = column
        self._read = read
        self._known: dict[str, tuple[Read | None, Problem | None]] = {}

    def read(self, text: str, problems: list[Problem]) -> Read | None:
        """Return what `text` means, or None after adding what is wrong with it."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._understand(text)
        meaning, problem = known
        if problem is not None:
            problems.append(problem)
        return meaning

    def _understand(self, text: str) -> tuple[Read | None, Problem | None]:
        if not text:
            return None, (self._column, "the cell is empty", f"every line needs a {self._column}")
        try:
            return self._read(text), None
        except TiendoError as error:
            return None, (self._column, error.message, error.remedy)


class Lines:
    """Reads line after line.

    Attributes:
        faults: of all lines so far.
    """

    def __init__(
        self,
        register: PlaceRegister,
        catalogue: Catalogue,
        *,
        today: date,
        known_at: date | None,
        rules: Sequence[Rule] = (),
    ) -> None:
        self.faults: list[Fault] = []
        self._catalogue = catalogue
        self._rules = tuple(rule for rule in rules if rule.refuses)
        self._today = today
        self._known_at = known_at
        self._shapes: dict[object, tuple[Shape | None, list[Problem]]] = {}
        self._places = _Cells("place", partial(register.find, strictly=True))
        self._periods = _Cells("period", Period.parse)
        self._days = _Cells("known_at", parse_day)

    def read(self, line: int, row: Row) -> Statement | None:
        """Return what a line says, or None after adding its faults."""
        problems = _unseen_characters(row)
        shape = self._shape(row, problems)
        place = self._places.read(row.place, problems)
        period = self._periods.read(row.period, problems)
        value = _number("value", row.value, problems)
        high = _number("value_hi", row.value_hi, problems)
        if row.known_at:
            day = self._days.read(row.known_at, problems)
        else:
            day = self._known_at or self._today
        statement = None
        if not problems and shape and place and period and day:
            problems += number_problems(shape, value, high)
            problems += _date_problems(shape, period, day, self._today, value is not None)
            problems += place_problems(place, period)
            if not problems:
                given = bool(row.known_at) or self._known_at is not None
                statement = statement_of(
                    shape, place.key, period, value, high, day, given, f"line {line}"
                )
                problems += beyond(shape.limits, statement)
                statement = None if problems else statement
        self.faults += [Fault(line, *problem) for problem in problems]
        return statement

    def shape(self, row: Row, problems: list[Problem]) -> Shape | None:
        """Return what the words of a line mean, or None after adding what is wrong with them."""
        unseen = _unseen_characters(row)
        problems += unseen
        found = self._shape(row, problems)
        return None if unseen else found

    def date_problems(self, shape: Shape, period: Period, day: date | None) -> list[Problem]:
        """Return why a number of a run cannot be known since a day; None is today."""
        return _date_problems(shape, period, day or self._today, self._today, True)

    def _shape(self, row: Row, problems: list[Problem]) -> Shape | None:
        words = words_of(row)
        known = self._shapes.get(words)
        if known is None:
            reader = ShapeReader(row, self._catalogue)
            shape = reader.read()
            if shape is not None and self._rules:
                shape = replace(shape, limits=limits_of(self._rules, shape.card, shape.kind))
            known = self._shapes[words] = (shape, reader.problems)
        problems += known[1]
        return known[0]


def _unseen_characters(row: Row) -> list[Problem]:
    """Refuse what no reader sees in a name: two that look alike must be alike."""
    return [
        (column, "the cell holds a character that cannot be seen", "type the cell anew")
        for column in ("place", "assigner", "version", "decision")
        if _UNSEEN.search(getattr(row, column))
    ]


def _number(column: str, text: str, problems: list[Problem]) -> Number | None:
    if text:
        try:
            return parse_number(text)
        except TiendoError as error:
            problems.append((column, error.message, error.remedy))
    return None


def number_problems(shape: Shape, value: Number | None, high: Number | None) -> list[Problem]:
    """Return what is wrong with the numbers of a line.

    It has a value or a state, never both; an upper end only where it is a range; and nothing that
    is counted lies below zero.
    """
    if shape.state is not None:
        for column, number in (("value", value), ("value_hi", high)):
            if number is not None:
                text = f"there is a number and the state {shape.state} too"
                return [(column, text, "empty one of the two")]
        return []
    if value is None:
        return [("value", "the cell is empty", f"write a number, or as state {_STATES}")]
    if shape.operator is Operator.NONE_LEFT and value[0]:
        return [("value", f"none_left means 0, not {value[0]}", "write 0, or at_most as operator")]
    if shape.kind is Kind.LEVEL and shape.card.unit.counts and value[0] < 0:
        text = f"{value[0]} {shape.card.unit} is impossible: what is counted is never below zero"
        return [("value", text, "check the sign, or write change_abs as kind")]
    return _range_problems(shape, value, high)


def _range_problems(shape: Shape, value: Number, high: Number | None) -> list[Problem]:
    if high is None:
        if shape.comparator is Comparator.RANGE:
            return [("value_hi", "a range has no upper end", "write it, or drop the comparator")]
    elif shape.comparator is not Comparator.RANGE:
        return [("value_hi", "only a range has an upper end", "write range as comparator")]
    elif high[0] < value[0]:
        text = f"the upper end {high[0]} lies below the lower end {value[0]}"
        return [("value_hi", text, "write the smaller number in the column value")]
    return []


def _date_problems(
    shape: Shape, period: Period, day: date, today: date, has_value: bool
) -> list[Problem]:
    """Nothing is known before it can be, nor of an indicator that did not exist."""
    problems: list[Problem] = []
    if day > today:
        problems.append(("known_at", f"{day} lies in the future", f"today is {today}"))
    if has_value and shape.modality is Modality.ACTUAL and day < period.start:
        problems.append(
            (
                "known_at",
                f"an actual figure of {period} cannot be known on {day}, before it began",
                "correct the period or the date, or write expected or target as modality",
            )
        )
    card = shape.card
    if card.valid_from and period.end < card.valid_from:
        text = f"'{card.code}' exists since {card.valid_from}; {period} ends before"
        problems.append(("period", text, "correct the period, or name the older indicator"))
    if card.valid_to and period.start >= card.valid_to:
        text = f"'{card.code}' ended on {card.valid_to}; {period} begins after"
        problems.append(("period", text, "correct the period, or name the newer indicator"))
    return problems


def place_problems(place: Place, period: Period) -> list[Problem]:
    """Return that a place did not exist in a run."""
    problems: list[Problem] = []
    begun, ended = place.span.start, place.span.end
    if begun and period.end < begun:
        text = f"'{place.key}' exists since {begun}; {period} ends before"
        problems.append(("period", text, "correct the period, or name the unit before it"))
    if ended and period.start >= ended:
        text = f"'{place.key}' ended on {ended}; {period} begins after"
        problems.append(
            ("period", text, "correct the period, or name the unit that took its place")
        )
    return problems


def statement_of(
    shape: Shape,
    place: str,
    period: Period,
    value: Number | None,
    high: Number | None,
    day: date,
    given: bool,
    cell: str,
) -> Statement:
    """Return what a line or a cell states, in which nothing is wrong.

    Args:
        shape: what its words mean.
        place: key of its place.
        period: its run.
        value, high: its number and upper end, with their printed digits after the point.
        day: since when it is known.
        given: whether that day was stated.
        cell: where it stands in its file.
    """
    digits = max(value[1] if value else 0, high[1] if high else 0)
    return Statement(
        place,
        shape.series,
        period,
        shape.kind,
        _kept(value, shape),
        day,
        _kept(high, shape),
        digits - shape.shift if value else 0,
        shape.unit,
        shape.comparator,
        shape.modality,
        shape.status,
        shape.state,
        shape.assigner,
        shape.version,
        shape.operator,
        shape.decision,
        cell,
        given,
    )


def _kept(number: Number | None, shape: Shape) -> Decimal | None:
    """Return the number in the unit it is kept in, with every digit."""
    if number is None:
        return None
    value = shifted(number[0], shape.shift)
    return _EXACT.add(value, Decimal(shape.added)) if shape.added else value
