"""A figure as a row of the database, and back.

A row is a plain tuple in the order of FIGURE_COLUMNS, of integers, texts and None only: the same
values are inserted, hashed and compared, so the three cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from tiendo.ledger.columns import Columns
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

_SAID = (
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
_said_by = attrgetter(*_SAID)


def columns_of_statements(
    statements: Sequence[Statement],
    place_ids: Mapping[str, int],
    series_ids: Mapping[SeriesKey, int],
    *,
    filing: int,
    first_id: int,
) -> Columns:
    """Return the figures that statements become, in their order.

    Args:
        statements: at least one.
        place_ids: opaque ids by the keys of places.
        series_ids: ids of the rows of series.
        filing: id of their filing.
        first_id: id of the first; the others follow it.

    Raises:
        TiendoError: for a statement that has neither or both of a value and a state, or a value
            that is no finite number.
    """
    (places, indicators, cuts, bases, firsts, lasts, kinds, values, highs, decimals, units,
     comparators, modalities, statuses, states, dates, assigners, versions, operators, decisions,
     cells) = zip(*map(_said_by, statements), strict=True)  # fmt: skip
    count = len(statements)
    for statement, value, state in zip(statements, values, states, strict=True):
        if (value is None) is (state is None) or not (value is None or value.is_finite()):
            raise _unsound(statement)
    plain = _PLAIN.__getitem__
    columns = (
        tuple(range(first_id, first_id + count)),
        (filing,) * count,
        _each(place_ids.__getitem__, places),
        tuple(map(series_ids.__getitem__, zip(indicators, cuts, bases, strict=True))),
        firsts,
        lasts,
        _each(plain, kinds),
        tuple([None if value is None else str(value) for value in values]),
        tuple([None if high is None else str(high) for high in highs]),
        decimals,
        units,
        _each(plain, comparators),
        _each(plain, modalities),
        _each(plain, statuses),
        _each(plain, states),
        _each(date.isoformat, dates),
        assigners,
        versions,
        _each(plain, operators),
        decisions,
        cells,
    )
    return Columns.of(count, zip(FIGURE_COLUMNS, columns, strict=True))


def _each(translate: Callable[[Any], Any], values: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the values translated; where they are all equal, one is."""
    if values.count(values[0]) == len(values):
        return (translate(values[0]),) * len(values)
    return tuple(map(translate, values))


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
