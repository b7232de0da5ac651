"""Are the tiles right? The country's filings as figures, resolved as recording resolves them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tiendo.cube.cells.codes import EXACT, KINDS, MODALITIES, NO_CODE, NO_TEXT, STATUSES, Array
from tiendo.cube.cells.figures import FIGURE_TYPES, FigureColumns
from tiendo.cube.cells.resolve import resolve, rules_of
from tiendo.cube.cells.tile import MONTHS, Tile
from tiendo.vocabulary.words import Kind, Modality, Status

from .cards import catalogue
from .tiles import AS_OF, RECORDED, axes_of, figures_of, known_on, tiles_of_year
from .values import FIRST_YEAR, YEARS, Country

_EVERY: dict[str, Any] = {
    "kind": KINDS.index(Kind.LEVEL),
    "comparator": EXACT,
    "state": 0,
    "version": NO_TEXT,
    "decision": NO_TEXT,
    "recorded_at": RECORDED,
}
_MONTHLY: dict[str, Any] = {
    "filing": 1,
    "modality": MODALITIES.index(Modality.ACTUAL),
    "status": STATUSES.index(Status.PRELIMINARY),
    "assigner": NO_TEXT,
    "operator": NO_CODE,
}
_PLANNED: dict[str, Any] = {"filing": 2, "modality": MODALITIES.index(Modality.TARGET), "status": 0}


class TilesDiffer(Exception):
    """A tile laid out directly is not what its figures resolve to."""


def check_tiles(country: Country) -> str:
    """Resolve every figure of a country, a small one; return how many there are, in words.

    Raises:
        TilesDiffer: naming block, year and array.
    """
    axes = axes_of(country)
    rules = rules_of(axes.series, catalogue(country.axis))
    years = range(FIRST_YEAR, FIRST_YEAR + YEARS)
    laid_out = {(b, year): tile for year in years for b, tile in tiles_of_year(country, year)}
    count = 0
    for block, ids in enumerate(axes.blocks):
        tiles = [laid_out[block, year] for year in years]
        figures = _joined(
            [_monthly(country, year, ids[0] - 1, ids[-1]) for year in years]
            + [_planned(country, tile) for tile in tiles]
        )
        count += len(figures)
        as_of = AS_OF.toordinal()
        resolved = resolve(figures, rules, places=len(ids), as_of=as_of, texts=axes.texts)
        for tile in tiles:
            _refuse_other(tile, resolved[tile.year], f"block {block} in {tile.year}")
    return f"{count:,} figures resolve to the tiles that were laid out"


def _monthly(country: Country, year: int, start: int, end: int) -> dict[str, Array]:
    """Return the monthly figures of the places from `start` to before `end`."""
    values = np.full((MONTHS, *country.shape), np.nan)
    values[:, country.places.communes] = country.year(year)
    filed = values[:, start:end]
    month, place, series = np.nonzero(~np.isnan(filed))
    decimals, value = country.axis.decimals[series], filed[month, place, series]
    half = 0.5 * 10.0**-decimals
    return _columns(
        {
            "id": figures_of(country, year, start, filed)[month, place, series],
            "place": place,
            "series": series,
            "first": 12 * year + month,
            "last": 12 * year + month,
            "value": value,
            "lo": value - half,
            "hi": value + half,
            "decimals": decimals,
            "known_at": known_on(12 * year + np.arange(MONTHS))[month],
            **_MONTHLY,
        }
    )


def _planned(country: Country, tile: Tile) -> dict[str, Array]:
    """Return the plans that a tile lists."""
    plans = tile.tables["plans"]
    decimals = country.axis.decimals[plans["series"]]
    return _columns({**plans, "id": plans["order"], "decimals": decimals, **_PLANNED})


def _columns(given: dict[str, Any]) -> dict[str, Array]:
    """Return columns of one length, what all figures share filled in."""
    found = {**given, **_EVERY}
    return {name: np.broadcast_to(found[name], given["id"].shape) for name in FIGURE_TYPES}


def _joined(pieces: list[dict[str, Array]]) -> FigureColumns:
    return FigureColumns(
        {
            name: np.concatenate([piece[name] for piece in pieces]).astype(kind)
            for name, kind in FIGURE_TYPES.items()
        }
    )


def _refuse_other(laid_out: Tile, resolved: Tile, where: str) -> None:
    if not np.array_equal(laid_out.series, resolved.series):
        raise TilesDiffer(f"{where}: other series")
    for name, plane in laid_out.planes.items():
        if not _equal(plane, resolved.planes[name]):
            raise TilesDiffer(f"{where}: other {name}")
    for name, table in laid_out.tables.items():
        for column in table:
            if not _equal(table[column], resolved.tables[name][column]):
                raise TilesDiffer(f"{where}: other {column} in {name}")


def _equal(a: Array, b: Array) -> bool:
    if a.dtype.kind != "f":
        return np.array_equal(a, b)
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=True)
