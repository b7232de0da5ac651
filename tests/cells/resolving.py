"""Resolving figures of the small world in a test, and reading the tiles as tile.py says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf, isnan, nan
from typing import Any

import numpy as np

from tests.world import CATALOGUE, REGISTER, TODAY
from tiendo.cube.cells.codes import (
    COMPARATORS,
    EXACT,
    MODALITIES,
    NO_CODE,
    STATES,
    STATUSES,
    Array,
    day_of,
    instant_of,
)
from tiendo.cube.cells.figures import FigureColumns, Numbering, columns_of
from tiendo.cube.cells.resolve import resolve, rules_of
from tiendo.cube.cells.tables import Table
from tiendo.cube.cells.tile import PLANES, Tile
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Comparator, Rule, State

PLACES = {place.key: row for row, place in enumerate(REGISTER)}


@dataclass(frozen=True)
class Block:
    """Figures of the small world as columns, with the axes that they stand on."""

    figures: FigureColumns
    series: tuple[Series, ...]
    texts: tuple[str, ...]

    def resolved(self, as_of: str | date = TODAY, **options: Any) -> dict[int, Tile]:
        """Return the tiles of all places of the small world by year."""
        day = date.fromisoformat(as_of) if isinstance(as_of, str) else as_of
        return resolve(
            self.figures,
            rules_of(self.series, CATALOGUE),
            places=len(PLACES),
            as_of=day.toordinal(),
            texts=self.texts,
            **options,
        )


def block(*filings: Iterable[Figure], series: Sequence[Series] = ()) -> Block:
    """Return figures as columns; their series stand behind those given."""
    figures = [figure for filing in filings for figure in filing]
    axis = tuple(dict.fromkeys([*series, *(figure.statement.series for figure in figures)]))
    texts = Numbering()
    ordinals = {one: number for number, one in enumerate(axis)}
    return Block(columns_of(figures, PLACES, ordinals, texts), axis, tuple(texts))


def series_of(indicator: str, cut: str = "") -> Series:
    """Return a series on its card's first price basis, as `tests.world.stated` files it."""
    return Series(indicator, Breakdown.parse(cut), CATALOGUE[indicator].price_bases[0])


@dataclass(frozen=True)
class Level:
    """The level of a run as tiles give it."""

    state: State = State.MISSING
    value: float = nan
    lo: float = -inf
    hi: float = inf
    comparator: Comparator | None = None
    status: Any = None
    modality: Any = None
    known_at: date | None = None
    recorded_at: Any = None
    figure: int | None = None
    """Id of the figure that it was read from."""


class Tiles:
    """Reads what stands in tiles, one place and series at a time and without NumPy's help."""

    def __init__(self, tiles: Mapping[int, Tile], place: str, series: Series, axis: Any) -> None:
        self._tiles = tiles
        self._place = PLACES[place]
        self._series = axis.index(series)
        self._rule = _rule_of(series, CATALOGUE)

    def rows(self, table: str, period: str | Period) -> list[dict[str, Any]]:
        """Return the rows of a table for a run."""
        run = Period.parse(period) if isinstance(period, str) else period
        if run.year not in self._tiles:
            return []
        return rows_of(self._tiles[run.year].tables[table], self._place, self._series, run)

    def level(self, period: str | Period) -> Level:
        """Return the level of a run: its row, else what the planes give."""
        run = Period.parse(period) if isinstance(period, str) else period
        if rows := self.rows("runs", run):
            (row,) = rows
            return _level_of_row(row)
        if run.year not in self._tiles or self._rule in (Rule.MEAN, Rule.NONE):
            return Level()
        planes = self._planes(run.year)
        if self._rule is Rule.LAST:
            return _level_of_stock(planes[run.last_month]) if planes else Level()
        return _level_of_flow(planes, run.first % 12, run.last_month) if planes else Level()

    def step(self, month: str) -> int:
        """Return the length of the figure that the total to the end of a month rests on."""
        run = Period.parse(month)
        planes = self._planes(run.year)
        return int(planes[run.last_month]["step"]) if planes else 0

    def _planes(self, year: int) -> dict[int, dict[str, Any]]:
        """Return the planes' columns by boundary: 1 for the end of January."""
        tile = self._tiles[year]
        if self._series not in tile.series or self._place >= tile.places:
            return {}
        column = list(tile.series).index(self._series)
        return {
            month + 1: {name: tile.planes[name][month, self._place, column] for name in PLANES}
            for month in range(12)
        }


def _rule_of(series: Series, catalogue: Catalogue) -> Rule:
    return catalogue[series.indicator].time_rule


def rows_of(table: Table, place: int, series: int, run: Period) -> list[dict[str, Any]]:
    """Return the rows of one cell."""
    found = np.flatnonzero(
        (table["place"] == place)
        & (table["series"] == series)
        & (table["first"] == run.first)
        & (table["last"] == run.last)
    )
    return [{name: table[name][row] for name in table} for row in found]


def _level_of_row(row: Mapping[str, Any]) -> Level:
    return Level(
        STATES[row["state"]],
        row["value"],
        row["lo"],
        row["hi"],
        None if row["comparator"] == NO_CODE else COMPARATORS[row["comparator"]],
        STATUSES[row["status"]],
        None if row["modality"] == NO_CODE else MODALITIES[row["modality"]],
        day_of(row["known_at"]),
        instant_of(row["recorded_at"]),
        int(row["figure"]) if row["filed"] else None,
    )


def _level_of_stock(end: Mapping[str, Any]) -> Level:
    return Level() if isnan(end["value"]) else _level_along([(1, end)], end["value"])


def _level_of_flow(planes: Mapping[int, Mapping[str, Any]], start: int, end: int) -> Level:
    """Walk back from `end` by whole steps, as the docstring of tile.py says."""
    if isnan(planes[end]["value"]) or (start and isnan(planes[start]["value"])):
        return Level()
    walk = []
    position = end
    while position > start:
        walk.append((1, _figure_at(planes, position)))
        position -= planes[position]["step"]
    if position < start:
        if start - planes[start]["step"] != position:
            return Level()
        walk.append((-1, _figure_at(planes, start)))
    before = planes[start]["value"] if start else 0.0
    return _level_along(walk, planes[end]["value"] - before)


def _figure_at(planes: Mapping[int, Mapping[str, Any]], boundary: int) -> Mapping[str, Any]:
    """Return the planes at a boundary with the value of the figure that the total rests on."""
    start = boundary - planes[boundary]["step"]
    before = planes[start]["value"] if start else 0.0
    return {**planes[boundary], "value": planes[boundary]["value"] - before}


def _level_along(walk: Sequence[tuple[int, Mapping[str, Any]]], value: float) -> Level:
    """Return a value as final and as fresh as the worst figure on a walk."""
    ends = [(sign, *_bounds(step)) for sign, step in walk]
    lo = sum(a if sign > 0 else -b for sign, a, b in ends)
    hi = sum(b if sign > 0 else -a for sign, a, b in ends)
    one = walk[0][1] if len(walk) == 1 else None
    comparators = {step["comparator"] for _, step in walk}
    return Level(
        State.ZERO if value == 0 else State.VALUE,
        value,
        lo,
        hi,
        COMPARATORS[one["comparator"]] if one else _comparator(lo, hi, comparators),
        STATUSES[min(step["status"] for _, step in walk)],
        MODALITIES[max(step["modality"] for _, step in walk)],
        day_of(max(step["known_at"] for _, step in walk)),
        instant_of(max(step["recorded_at"] for _, step in walk)),
        int(one["figure"]) if one else None,
    )


def _bounds(step: Mapping[str, Any]) -> tuple[float, float]:
    value, half = step["value"], 0.5 * 10.0 ** -float(step["decimals"])
    match COMPARATORS[step["comparator"]]:
        case Comparator.EXACT:
            return value - half, value + half
        case Comparator.MORE_THAN | Comparator.AT_LEAST:
            return value, inf
        case Comparator.LESS_THAN | Comparator.AT_MOST:
            return -inf, value
        case _:
            return nan, nan


def _comparator(lo: float, hi: float, comparators: set[int]) -> Comparator:
    if comparators == {EXACT}:
        return Comparator.EXACT
    if hi == inf and lo != -inf:
        return Comparator.MORE_THAN
    if lo == -inf and hi != inf:
        return Comparator.LESS_THAN
    return Comparator.APPROX


def same_tiles(one: Tile, other: Tile) -> bool:
    """Whether two tiles hold the same, column by column."""
    tables: list[tuple[Array, Array]] = [
        (table[name], other.tables[table.name][name])
        for table in one.tables.values()
        for name in table
    ]
    planes = [(one.planes[name], other.planes[name]) for name in PLANES]
    axes = [(one.series, other.series), (np.array(one.places), np.array(other.places))]
    return one.year == other.year and all(
        a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        for a, b in [*axes, *planes, *tables]
    )
