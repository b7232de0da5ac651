"""The made-up country as tiles of a cube, laid out directly instead of being resolved.

Every figure is a level of one month. So a flow's plane holds sums from January as far as no month
is missing; runs behind a gap stand in the table `runs`, each run of months that has no gap inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import (
    EXACT,
    MEASURES,
    MODALITIES,
    NO_TEXT,
    OPERATORS,
    STATUSES,
    VALUE,
    ZERO,
    Array,
    Floats,
    Ints,
    microseconds,
)
from tiendo.cube.cells.tables import SCHEMAS, Sorting, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Measure, Modality, Operator, Status

from .values import ASSIGNERS, FIRST_YEAR, Country

AS_OF = date(2025, 6, 30)
"""The day on which the cube is asked: everything is known by then."""

RECORDED = microseconds(datetime(2025, 2, 1, tzinfo=UTC))
_FILED = {
    "status": STATUSES.index(Status.PRELIMINARY),
    "comparator": EXACT,
    "modality": MODALITIES.index(Modality.ACTUAL),
    "recorded_at": RECORDED,
}
_PLAN_FROM = 1 << 40
"""Plan figures are numbered from here, monthly ones from one."""


def axes_of(country: Country) -> Axes:
    """Return the axes of the country's cube."""
    return Axes(country.places.blocks(), country.axis.series(), ASSIGNERS)


def tiles_of_year(
    country: Country, year: int, blocks: Sequence[tuple[int, ...]] | None = None
) -> Iterator[tuple[int, Tile]]:
    """Yield number and tile of each block for a year; provinces, if no other blocks are given.

    The ids of a block follow one another.
    """
    values = np.full((MONTHS, *country.shape), np.nan)
    values[:, country.places.communes] = country.year(year)
    plans = country.plans(year)
    for block, ids in enumerate(blocks or country.places.blocks()):
        start, end = ids[0] - 1, ids[-1]
        filed = np.ascontiguousarray(values[:, start:end])
        yield block, _tile(country, year, start, filed, plans[:, start:end])


def _tile(country: Country, year: int, start: int, filed: Floats, plans: Floats) -> Tile:
    """Return the tile of the places from `start` on; `filed` by months, places and series."""
    figures = figures_of(country, year, start, filed)
    tables = {name: Table.empty(name) for name in SCHEMAS}
    tables["runs"] = _sorted("runs", _runs(country, year, filed, figures))
    tables["plans"] = _sorted("plans", _plans(country, year, start, plans))
    planes = _planes(country, year, filed, figures)
    held = np.flatnonzero(~np.isnan(filed).all(axis=(0, 1)))
    if len(held) < filed.shape[2]:
        planes = {name: np.ascontiguousarray(plane[:, :, held]) for name, plane in planes.items()}
    return Tile(year, filed.shape[1], held, planes, tables)


def known_on(month: Array) -> Array:
    """Return the days (ordinals) on which figures of months are known: the 6th day after them."""
    return np.array([Period(each, each).end.toordinal() + 6 for each in month.tolist()], np.int32)


def figures_of(country: Country, year: int, start: int, filed: Floats) -> Ints:
    """Return the numbers of the monthly figures."""
    places, series = country.shape
    month = 12 * (year - FIRST_YEAR) + np.arange(MONTHS)
    place = start + np.arange(filed.shape[1])
    cell = (month[:, None] * places + place)[:, :, None] * series + np.arange(series)
    return 1 + cell


def _planes(country: Country, year: int, filed: Floats, figures: Ints) -> dict[str, Array]:
    flow = country.axis.is_flow
    value = np.where(flow, np.cumsum(filed, axis=0), filed)
    known = ~np.isnan(value)
    months = known_on(12 * year + np.arange(MONTHS))[:, None, None]
    described: dict[str, Any] = {
        "state": np.where(filed == 0, ZERO, VALUE),
        "step": 1,
        "decimals": country.axis.decimals,
        "known_at": months,
        "figure": figures,
        **_FILED,
    }
    planes: dict[str, Array] = {"value": value}
    for name, content in described.items():
        kind, nothing = PLANES[name]
        planes[name] = np.where(known, content, nothing).astype(kind)
    return planes


# ---- tables ------------------------------------------------------------------------


def _runs(country: Country, year: int, filed: Floats, figures: Ints) -> dict[str, Array]:
    """Return the runs of flows behind a gap: their planes end at it."""
    behind = np.isnan(np.cumsum(filed, axis=0)) & country.axis.is_flow
    pieces = []
    for first in range(MONTHS):
        total = np.zeros(filed.shape[1:])
        open_ = behind[first]
        for last in range(first, MONTHS):
            total = total + filed[last]
            place, series = np.nonzero(open_ & ~np.isnan(total))
            months = last - first + 1
            piece = {
                "place": place,
                "series": series,
                "value": total[place, series],
                "figure": figures[last, place, series] if months == 1 else np.zeros(len(place)),
            }
            run = {"first": 12 * year + first, "last": 12 * year + last, "filed": months == 1}
            pieces.append(piece | {k: np.full(len(place), v) for k, v in run.items()})
    runs = {name: np.concatenate([piece[name] for piece in pieces]) for name in pieces[0]}
    months = runs["last"] - runs["first"] + 1
    half = 0.5 * 10.0 ** -country.axis.decimals[runs["series"]] * months
    runs["lo"], runs["hi"] = runs["value"] - half, runs["value"] + half
    runs["state"] = np.where(runs["value"] == 0, ZERO, VALUE)
    days = known_on(12 * year + np.arange(MONTHS))
    runs["known_at"] = days[runs["last"] - 12 * year]
    return runs | {name: np.full(len(months), code) for name, code in _FILED.items()}


def _plans(country: Country, year: int, start: int, plans: Floats) -> dict[str, Array]:
    """Return the plans of the year: those of each cell by their assigners."""
    _, places, series = plans.shape
    cells = 2 * places * series
    place, column, assigner = (
        index.ravel() for index in np.indices((places, series, len(ASSIGNERS)))
    )
    value = np.moveaxis(plans, 0, -1).ravel()
    order = ((year - FIRST_YEAR) * len(country.places) + start + place) * series + column
    same: dict[str, int | float] = {
        "first": 12 * year,
        "last": 12 * year + 11,
        "kind": MEASURES.index(Measure.LEVEL),
        "version": NO_TEXT,
        "decision": NO_TEXT,
        "operator": OPERATORS.index(Operator.AT_LEAST),
        "derived": 0,
        "known_at": Period.of_year(year).start.toordinal(),
        "shared_first": 0,
        "shared_last": 0,
        "hi": np.inf,
    }
    return {
        "place": place,
        "series": column,
        "assigner": assigner,
        "state": np.where(value == 0, ZERO, VALUE),
        "order": _PLAN_FROM + 2 * order + assigner,
        "value": value,
        "lo": value,
        **{name: np.full(cells, content) for name, content in same.items()},
    }


def _sorted(name: str, columns: dict[str, Array]) -> Table:
    table = Table.of(name, columns)
    return table.take(Sorting().order(table))
