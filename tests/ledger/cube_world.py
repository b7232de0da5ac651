"""The small world as a country pack, tiles told in plain words, and filings at random."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from tests.world import CATALOGUE, REGISTER, planned, stated
from tiendo.cube.cells.axes import Axes, MemoryTiles, TileSource
from tiendo.cube.cells.codes import NO_TEXT
from tiendo.cube.cells.tables import SCHEMAS
from tiendo.cube.cells.tile import PLANES, Tile
from tiendo.cube.store import open_store
from tiendo.ledger import selectors
from tiendo.ledger.cube.building import in_memory
from tiendo.ledger.cube.ground import lay_out
from tiendo.ledger.cube.state import ledger_state
from tiendo.ledger.cube.store import cube_address
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period

PACK = Pack("small", REGISTER, CATALOGUE, (), "UTC", Path())
YEARS = range(2016, 2029)
_TEXTS = ("assigner", "version", "decision")


def from_scratch() -> MemoryTiles:
    """Return the tiles that the whole ledger gives today, without any store."""
    _, tiles = in_memory(lay_out(PACK, ledger_state()), selectors.today())
    return tiles


def stored_tiles() -> TileSource:
    """Return the tiles as they are stored, without what the ledger holds beyond them."""
    return open_store(cube_address())


def visitors(
    value: str, month: str = "2026-05", place: str = "song-xanh", **more: Any
) -> Statement:
    """Return visitors of a place in a month, as it files them."""
    return stated(place, "visitors", month, value, **more)


def told(tiles: TileSource) -> dict[str, dict[Any, Any]]:
    """Return everything that tiles say, whatever the order of their axes."""
    cells: dict[Any, Any] = {}
    rows: dict[Any, Any] = {}
    for block in range(len(tiles.axes.blocks)):
        for year in YEARS:
            tile = tiles.tile(block, year)
            cells |= dict(_cells(tile, tiles.axes, block))
            for where, row in _rows(tile, tiles.axes, block):
                rows.setdefault((year, *where), []).append(row)
    return {"cells": cells, "rows": rows}


def level(tiles: TileSource, place: str, indicator: str, month: str) -> float:
    """Return P(b), or the stock, of a place at the end of a month; NaN where nothing is known."""
    if REGISTER[place].id not in tiles.axes.row_of:
        return np.nan
    block, row = tiles.axes.row_of[REGISTER[place].id]
    run = Period.parse(month)
    tile = tiles.tile(block, run.year)
    found = [
        column
        for column, ordinal in enumerate(tile.series.tolist())
        if tiles.axes.series[ordinal].indicator == indicator
    ]
    return float(tile.planes["value"][run.last % 12, row, found[0]]) if found else np.nan


def _cells(tile: Tile, axes: Axes, block: int) -> Iterator[tuple[Any, Any]]:
    known = ~np.isnan(tile.planes["value"])
    for month, row, column in np.argwhere(known).tolist():
        series = axes.series[tile.series[column]]
        where = (tile.january + month, axes.blocks[block][row], str(series))
        yield where, tuple(tile.planes[name][month, row, column].item() for name in PLANES)


def _rows(tile: Tile, axes: Axes, block: int) -> Iterator[tuple[tuple[Any, ...], Any]]:
    """Yield where a row belongs and what it says; rows of one cell keep their order."""
    for name, schema in SCHEMAS.items():
        table = tile.tables[name]
        for number in range(table.length):
            row = {column: table[column][number].item() for column in schema}
            place, series = axes.blocks[block][row.pop("place")], axes.series[row.pop("series")]
            for column in _TEXTS:
                if column in row:
                    text = row[column]
                    row[column] = None if text == NO_TEXT else axes.texts[text]
            run = row.pop("first"), row.pop("last")
            yield (name, place, str(series), *run), repr(row)


class Chance:
    """Filings at random: every kind of run and statement, revised and withdrawn again."""

    def __init__(self, seed: int, today: date) -> None:
        self._random = random.Random(seed)
        self._today = today

    def statements(self, count: int) -> list[Statement]:
        """Return so many statements."""
        return [self._statement() for _ in range(count)]

    def first_quarters(self) -> list[Statement]:
        """Return the months of two first quarters, most of them, of every place below the top."""
        return [
            stated(place.key, indicator, f"{year}-{month:02d}", str(self._random.randint(50, 99)))
            for place in REGISTER
            for indicator in ("visitors", "poor-households", "workers", "investment")
            for year in (2024, 2025)
            for month in (1, 2, 3)
            if place.key != "lien-ha" and self._random.random() < 0.8
        ]

    def _statement(self) -> Statement:
        pick = self._random.choice
        place = pick(["lien-ha", "song-xanh", "ben-tre-nho", "doi-che", "doi-che-2"])
        indicator = pick(["output", "investment", "visitors", "poor-households", "workers", "wage"])
        year = pick([2023, 2024, 2025])
        months = [f"{year}-{month:02d}" for month in range(1, 13)]
        run = pick([*months, f"{year}-Q1", f"{year}-H1", f"{year}", f"{year}/2026"])
        known = str(self._today + timedelta(days=pick([-400, -30, -1, 0, 0, 2, 5])))
        kind = pick(["level"] * 6 + ["growth", "base_ratio", "change_abs", "plan_share"])
        value: str | None = str(Decimal(self._random.randint(1, 4000)) / 10)
        if pick([True, False, False]):
            said = planned(
                place, indicator, f"{year}", value, known=known,
                assigner=pick([None, "ministry", "council"]), version=pick([None, "first", "new"]),
            )  # fmt: skip
            return replace(said, cell=str(self._random.random()))
        state = pick([None] * 12 + ["withdrawn", "confidential", "not_applicable"])
        said = stated(
            place, indicator, run, None if state else value, kind=kind, known=known, state=state
        )
        return replace(said, cell=str(self._random.random()))
