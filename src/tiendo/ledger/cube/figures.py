"""Filed figures from SQL rows straight to columns, without an object for each figure.

Measured on one core with SQLite: 70,000 figures are read a second, by way of `LedgerFigures` and
`columns_of` 11,000. What costs most is the making of Python's values, so the closed words of a row
travel as one number that SQL puts together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
from django.db import connection

from tiendo.cube.cells.codes import (
    COMPARATORS,
    EXACT,
    FILED_STATES,
    KINDS,
    MODALITIES,
    NO_CODE,
    NO_TEXT,
    OPERATORS,
    STATUSES,
    Array,
    Floats,
    Ints,
    Mask,
    microseconds,
)
from tiendo.cube.cells.figures import FIGURE_TYPES, FigureColumns, Numbering
from tiendo.ledger.chain import moment
from tiendo.ledger.cube.remembering import Remembered
from tiendo.vocabulary.interval import Interval, bounds_of_plan, bounds_of_printed
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Comparator, Modality, Operator

_PLACES_AT_ONCE = 500
_ROWS_AT_ONCE = 50_000
_SERIES_NAMED = 400
"""Up to so many series are named in the question; more are sifted from its answer."""

_READ_BEFORE = 200_000
"""So many figures at most are remembered for those who read on, some 20 megabytes."""

_WORDS: tuple[tuple[str, Sequence[str | None]], ...] = (
    ("kind", KINDS),
    ("comparator", COMPARATORS),
    ("modality", MODALITIES),
    ("status", STATUSES),
    ("state", FILED_STATES),
    ("operator", OPERATORS),
)
"""Columns of closed words, a byte of the travelling number each, the lowest first."""


@dataclass(frozen=True)
class Wanted:
    """Which figures are to be read.

    Attributes:
        places: row of each place by its opaque id.
        series: mask over the series axis; figures of other series are left out.
        until: id of the last figure of the ledger's state that is read.
        as_of: only what the world could know on this day; None for all.
        windows: only runs that end in a month of one of these; none of them for all.
        since: id of the last figure that is not wanted any more.
    """

    places: Mapping[int, int]
    series: Mask
    until: int
    as_of: date | None = None
    windows: Sequence[Period] = ()
    since: int = 0


@dataclass(frozen=True)
class _ReadBefore:
    """Figures that were read, up to an id, of the series of a mask."""

    until: int
    series: Mask
    figures: FigureColumns


class FigureReader:
    """Reads figures as columns; numbers texts and remembers when filings were recorded."""

    def __init__(self, series_ids: Ints, texts: Iterable[str] = ()) -> None:
        """Make a reader.

        Args:
            series_ids: ids of the ledger's series in the order of the series axis, ascending.
            texts: assigners, versions and decisions that have their numbers already.
        """
        self.series_ids = series_ids
        self.texts = Numbering({text: number for number, text in enumerate(texts)})
        self._recorded: dict[int, int] = {}
        self._before: Remembered[tuple[object, ...], _ReadBefore] = Remembered(_READ_BEFORE)

    def read_on(self, wanted: Wanted) -> FigureColumns:
        """Return the figures as `read` does; what was read before is not read again.

        Figures never change, so of the same places and runs only those recorded since are wanting.
        A place that files every month would otherwise have its year read twelve times.
        """
        key = tuple(wanted.places.items()), wanted.as_of, tuple(wanted.windows)
        before = self._before.get(key)
        if before is None or before.until > wanted.until or (wanted.series & ~before.series).any():
            series, figures = wanted.series, self.read(wanted)
        else:
            series = before.series
            newer = self.read(replace(wanted, series=series, since=before.until))
            figures = together([before.figures, newer])
        self._before.keep(key, _ReadBefore(wanted.until, series, figures), len(figures))
        return figures.take(wanted.series[figures["series"]])

    def read(self, wanted: Wanted) -> FigureColumns:
        """Return the figures, in any order."""
        return together([self._columns(rows, wanted) for rows in _fetched(wanted, self.series_ids)])

    def runs(self, where: str, params: Sequence[Any], *, until: int) -> Ints:
        """Return figures up to an id: rows of place id, series ordinal, first, last and known_at.

        Args:
            where: SQL condition on the table of figures.
            params: its parameters.
            until: id of the last figure.
        """
        pieces = [np.empty((0, 5), np.int64)]
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "place_id", "series_id", "first", "last", {_day()} '  # noqa: S608
                f'FROM ledger_figure WHERE "id" <= %s AND {where}',
                [until, *params],
            )
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                pieces.append(np.array(rows, np.int64))
        found = np.concatenate(pieces)
        found[:, 1] = self._ordinals(found[:, 1])
        return found

    def _columns(self, rows: list[tuple[Any, ...]], wanted: Wanted) -> FigureColumns:
        (ids, filings, places, series, first, last, decimals, words, known, values, highs,
         assigners, versions, decisions) = zip(*rows, strict=True)  # fmt: skip
        columns: dict[str, Array] = {
            "id": np.array(ids),
            "filing": np.array(filings),
            "recorded_at": self._instants(np.array(filings)),
            "place": np.array([wanted.places[id] for id in places]),
            "series": self._ordinals(np.array(series)),
            "first": np.array(first),
            "last": np.array(last),
            "decimals": np.array(decimals),
            "known_at": np.array(known),
            "assigner": self._numbered(assigners),
            "version": self._numbered(versions),
            "decision": self._numbered(decisions),
            **_unpacked(np.array(words)),
        }
        columns["value"] = np.array([np.nan if v is None else float(v) for v in values])
        columns["lo"], columns["hi"] = _bounds(columns, values, highs)
        typed = {name: columns[name].astype(kind) for name, kind in FIGURE_TYPES.items()}
        return FigureColumns(typed).take(wanted.series[typed["series"]])

    def _ordinals(self, ids: Ints) -> Ints:
        """Return the ordinals of series by their ids.

        Raises:
            KeyError: for a series that was not there when the reader was made.
        """
        found: Ints = np.searchsorted(self.series_ids, ids)
        there = found < len(self.series_ids)
        there[there] = self.series_ids[found[there]] == ids[there]
        if not there.all():
            raise KeyError(f"series {ids[~there][0]} is newer than this reader")
        return found

    def _numbered(self, texts: tuple[str | None, ...]) -> Array:
        if texts.count(None) == len(texts):
            return np.full(len(texts), NO_TEXT)
        return np.array([self.texts.of(text) for text in texts])

    def _instants(self, filings: Ints) -> Array:
        """Return when filings were recorded, in microseconds since 1970."""
        ids, inverse = np.unique(filings, return_inverse=True)
        self._recorded |= _recorded_at([id for id in ids.tolist() if id not in self._recorded])
        return np.array([self._recorded[id] for id in ids.tolist()])[inverse]


def together(pieces: Sequence[FigureColumns]) -> FigureColumns:
    """Return the figures of several pieces as one."""
    return FigureColumns(
        {
            name: np.concatenate([np.empty(0, kind), *(piece[name] for piece in pieces)])
            for name, kind in FIGURE_TYPES.items()
        }
    )


# ---- what SQL does --------------------------------------------------------------------


def _fetched(wanted: Wanted, series_ids: Ints) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows of the figures in pieces; none of them empty."""
    where, params = _conditions(wanted, series_ids)
    places = list(wanted.places) if wanted.series.any() else []
    for start in range(0, len(places), _PLACES_AT_ONCE):
        some = places[start : start + _PLACES_AT_ONCE]
        for within, months in _months_asked(wanted.windows):
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {_columns_selected()} FROM ledger_figure "  # noqa: S608 - names of ours
                    f'WHERE "place_id" IN ({_marks(some)}){within}{where}',
                    [*some, *months, *params],
                )
                while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                    yield rows


def _months_asked(windows: Sequence[Period]) -> Iterator[tuple[str, list[int]]]:
    """Yield conditions on the last month with their parameters, one for each stretch of months.

    One at a time they go along the index; joined by OR they do not (SQLite: 19 instead of 10 ms
    for the country's figures of four years).
    """
    if not windows:
        yield "", []
    stretches: list[list[int]] = []
    for first, last in sorted((window.first, window.last) for window in windows):
        if stretches and first <= stretches[-1][1] + 1:
            stretches[-1][1] = max(last, stretches[-1][1])
        else:
            stretches.append([first, last])
    for stretch in stretches:
        yield ' AND "last" BETWEEN %s AND %s', stretch


def _columns_selected() -> str:
    names = ("id", "filing_id", "place_id", "series_id", "first", "last", "decimals")
    texts = ("value", "value_hi", "assigner", "version", "decision")
    return ", ".join(
        [
            *(f'"{name}"' for name in names),
            " + ".join(_as_byte(n, *words) for n, words in enumerate(_WORDS)),
            _day(),
            *(f'"{name}"' for name in texts),
        ]
    )


def _as_byte(number: int, column: str, words: Sequence[str | None]) -> str:
    """Return the SQL of a word's code, as the byte with this number."""
    shift = 8 * number
    cases = " ".join(f"WHEN '{word}' THEN {n << shift}" for n, word in enumerate(words) if word)
    absent = words.index(None) if None in words else NO_CODE
    return f'(CASE "{column}" {cases} ELSE {absent << shift} END)'


def _day() -> str:
    """Return the SQL of the day as Python counts it (`date.toordinal`)."""
    if connection.vendor == "postgresql":
        return "\"known_at\" - DATE '0001-01-01' + 1"
    # The Julian day of a midnight ends in .5; that of 0001-01-01 is 1721425.5.
    return 'CAST(julianday("known_at") - 1721424.5 AS INTEGER)'


def _conditions(wanted: Wanted, series_ids: Ints) -> tuple[str, list[Any]]:
    where, params = ' AND "id" > %s AND "id" <= %s', list[Any]([wanted.since, wanted.until])
    asked = series_ids[wanted.series]
    if len(asked) <= _SERIES_NAMED and len(asked) < len(series_ids):
        where += f' AND "series_id" IN ({_marks(asked)})'
        params += asked.tolist()
    if wanted.as_of is not None:
        where += ' AND "known_at" <= %s'
        params.append(wanted.as_of.isoformat())
    return where, params


def _recorded_at(filings: Sequence[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(filings), _PLACES_AT_ONCE):
            some = filings[start : start + _PLACES_AT_ONCE]
            cursor.execute(
                'SELECT "id", CAST("recorded_at" AS TEXT) FROM ledger_filing '  # noqa: S608
                f'WHERE "id" IN ({_marks(some)})',
                some,
            )
            found |= {id: microseconds(moment(text)) for id, text in cursor.fetchall()}
    return found


def _marks(values: Sequence[Any] | Ints) -> str:
    return ", ".join(["%s"] * len(values))


# ---- what NumPy does --------------------------------------------------------------------


def _unpacked(words: Ints) -> dict[str, Array]:
    return {name: words >> 8 * number & 255 for number, (name, _) in enumerate(_WORDS)}


def _bounds(
    columns: dict[str, Array], values: tuple[str | None, ...], highs: tuple[str | None, ...]
) -> tuple[Floats, Floats]:
    """Return where the true numbers lie: half of the last digit around what is printed exactly."""
    half = _halves(columns["decimals"])
    lo, hi = columns["value"] - half, columns["value"] + half
    target = MODALITIES.index(Modality.TARGET)
    bare = np.isin(columns["operator"], (NO_CODE, OPERATORS.index(Operator.EXACT)))
    plain = (columns["comparator"] == EXACT) & (bare | (columns["modality"] != target))
    for row in np.flatnonzero(~plain & ~np.isnan(columns["value"])).tolist():
        said = {name: int(columns[name][row]) for name in ("decimals", "comparator", "operator")}
        is_plan = columns["modality"][row] == target
        bounds = _bounds_in_words(is_plan, said, values[row], highs[row])
        lo[row] = -np.inf if bounds.lo is None else float(bounds.lo)
        hi[row] = np.inf if bounds.hi is None else float(bounds.hi)
    return lo, hi


def _halves(decimals: Ints) -> Floats:
    kinds, inverse = np.unique(decimals, return_inverse=True)
    return np.array([float(Decimal(5).scaleb(-int(d) - 1)) for d in kinds])[inverse]


def _bounds_in_words(
    is_plan: bool, said: dict[str, int], value: str | None, high: str | None
) -> Interval:
    printed, decimals = Decimal(value or 0), said["decimals"]
    comparator = COMPARATORS[said["comparator"]]
    if is_plan and comparator is Comparator.EXACT:
        return bounds_of_plan(printed, decimals, OPERATORS[said["operator"]])
    return bounds_of_printed(printed, decimals, comparator, None if high is None else Decimal(high))
