"""A figure as a row of the database, and back.

A row is a plain tuple in the order of FIGURE_COLUMNS, of integers, texts and None only: it is what
is inserted, what is hashed and what is compared, so the three cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import (
    Comparator,
    FiledState,
    Kind,
    Modality,
    Operator,
    Status,
)

Row: TypeAlias = tuple[Any, ...]
SeriesKey: TypeAlias = tuple[str, tuple[tuple[str, str], ...], str]
"""Indicator, pairs of the breakdown, price basis: hashes faster than a `Series`."""

FIGURE_COLUMNS = (
    "id",
    "filing_id",
    "place_id",
    "series_id",
    "first",
    "last",
    "kind",
    "value",
    "value_hi",
    "decimals",
    "stated_unit",
    "comparator",
    "modality",
    "status",
    "state",
    "known_at",
    "assigner",
    "version",
    "operator",
    "decision",
    "cell",
)

(
    ID,
    FILING,
    PLACE,
    SERIES,
    FIRST,
    LAST,
    KIND,
    VALUE,
    VALUE_HI,
    DECIMALS,
    STATED_UNIT,
    COMPARATOR,
    MODALITY,
    STATUS,
    STATE,
    KNOWN_AT,
    ASSIGNER,
    VERSION,
    OPERATOR,
    DECISION,
    CELL,
) = range(len(FIGURE_COLUMNS))

# The cast makes SQLite's driver hand out the text itself instead of parsing it into a date.
FIGURE_SELECT = ", ".join(
    'CAST("known_at" AS TEXT)' if column == "known_at" else f'"{column}"'
    for column in FIGURE_COLUMNS
)
"""The columns of a row as they stand in a SELECT on both databases."""

# Enumerated words are subclasses of str, for which the drivers take a slow path: plain ones go in.
_PLAIN: dict[str | None, str | None] = {
    word: word.value
    for words in (Kind, Comparator, Modality, Status, FiledState, Operator)
    for word in words
}
_PLAIN[None] = None

_fields_of = attrgetter(
    "place",
    "series.indicator",
    "series.breakdown.pairs",
    "series.price_basis",
    "period.first",
    "period.last",
    "kind",
    "value",
    "value_hi",
    "decimals",
    "stated_unit",
    "comparator",
    "modality",
    "status",
    "state",
    "known_at",
    "assigner",
    "version",
    "operator",
    "decision",
    "cell",
)


def row_maker(
    place_ids: Mapping[str, int], series_ids: Mapping[SeriesKey, int]
) -> Callable[[Statement, int, int], Row]:
    """Return the function that makes a statement, a figure's id and a filing's id a row.

    Args:
        place_ids: opaque ids by the keys of places.
        series_ids: ids of the rows of series.

    The function raises a TiendoError for a statement that has neither or both of a value and a
    state, or a value that is no finite number.
    """
    days: dict[date, str] = {}
    plain = _PLAIN

    def make(statement: Statement, figure: int, filing: int) -> Row:
        (place, indicator, pairs, basis, first, last, kind, value, high, decimals, unit,
         comparator, modality, status, state, known_at, assigner, version, operator, decision,
         cell) = _fields_of(statement)  # fmt: skip
        if value is not None:
            if state is not None or not value.is_finite():
                raise _unsound(statement)
            value = str(value)
        elif state is None:
            raise _unsound(statement)
        if high is not None:
            high = str(high)
        known = days.get(known_at)
        if known is None:
            known = days[known_at] = known_at.isoformat()
        return (
            figure, filing, place_ids[place], series_ids[indicator, pairs, basis], first, last,
            plain[kind], value, high, decimals, unit, plain[comparator], plain[modality],
            plain[status], plain[state], known, assigner, version, plain[operator], decision, cell,
        )  # fmt: skip

    return make


def _unsound(statement: Statement) -> TiendoError:
    where = f" ({statement.cell})" if statement.cell else ""
    return TiendoError(
        f"the figure of '{statement.place}' for {statement.series.indicator}, "
        f"{statement.period}{where} must have either a finite value or a state",
        remedy="give it a number, or one of the states confidential, not_applicable, withdrawn",
    )


_KINDS: dict[str, Kind] = {word.value: word for word in Kind}
_COMPARATORS: dict[str, Comparator] = {word.value: word for word in Comparator}
_MODALITIES: dict[str, Modality] = {word.value: word for word in Modality}


def _or_none(words: type[StrEnum]) -> dict[Any, Any]:
    return {None: None} | {word.value: word for word in words}


_STATUSES = _or_none(Status)
_STATES = _or_none(FiledState)
_OPERATORS = _or_none(Operator)


def statement_reader(
    place_keys: Mapping[int, str], series: Mapping[int, Series]
) -> Callable[[Row], Statement]:
    """Return the function that reads a row as the statement it was made from.

    Args:
        place_keys: keys of places by their opaque ids.
        series: the series by the ids of their rows.

    `known_at_given` is always true of what is read: the date is stored by then.
    """

    def read(row: Row) -> Statement:
        (_id, _filing, place, series_id, first, last, kind, value, high, decimals, unit,
         comparator, modality, status, state, known_at, assigner, version, operator, decision,
         cell) = row  # fmt: skip
        return Statement(
            place_keys[place],
            series[series_id],
            period_of(first, last),
            _KINDS[kind],
            None if value is None else Decimal(value),
            day_of(known_at),
            None if high is None else Decimal(high),
            decimals,
            unit,
            _COMPARATORS[comparator],
            _MODALITIES[modality],
            _STATUSES[status],
            _STATES[state],
            assigner,
            version,
            _OPERATORS[operator],
            decision,
            cell,
        )

    return read


# Thousands of rows share few runs and dates.
period_of = lru_cache(maxsize=65536)(Period)
"""Return the run from one month number to another."""

day_of = lru_cache(maxsize=65536)(date.fromisoformat)
"""Return the day that an ISO date names."""


@lru_cache(maxsize=65536)
def series_of(indicator: str, breakdown: str, price_basis: str) -> Series:
    """Return the series that a row of series stands for."""
    return Series(indicator, Breakdown.parse(breakdown), price_basis)
