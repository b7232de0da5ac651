"""Building tiles from all figures of the ledger: for the store, a scratch cube, or in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

import numpy as np

from tiendo.cube.cells.axes import MemoryTiles
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve import resolve
from tiendo.cube.cells.tile import Tile
from tiendo.ledger.cube.ground import Ground
from tiendo.ledger.cube.tail import Built, Key, Pending

Progress: TypeAlias = Callable[[int, int], None]
"""Told how many figures of how many are done."""


class TileWriter(Protocol):
    """Where built tiles are put."""

    def put(self, block: int, year: int, tile: Tile) -> None:
        """Take a tile."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much was built: figures read, and tiles that hold anything."""

    figures: int
    tiles: int


def build(
    ground: Ground,
    day: date,
    writer: TileWriter,
    *,
    later: bool = True,
    progress: Progress | None = None,
) -> tuple[Built, Counts]:
    """Resolve all figures, block by block, and put the tiles into a writer.

    Args:
        ground: the state of the ledger that is built to.
        day: figures known later do not count.
        writer: takes the tiles.
        later: also look for figures known later, so that the tiles can be kept current.
        progress: told after each block how many of the ledger's figures are done.
    """
    pending: set[Pending] = set()
    read = tiles = 0
    for block, figures in _figures_by_block(ground, None if later else day):
        pending |= _pending_in(block, figures, day)
        resolved = resolve(
            figures,
            ground.rules,
            places=len(ground.laid_out.blocks[block]),
            as_of=day.toordinal(),
            texts=ground.axes.texts,
        )
        for year, tile in resolved.items():
            writer.put(block, year, tile)
            tiles += 1
        read += len(figures)
        if progress is not None:
            progress(read, ground.state.last_figure)
    if progress is not None:
        # Figures of places or indicators that the pack lacks are not read.
        progress(ground.state.last_figure, ground.state.last_figure)
    built = Built(ground.state, day.toordinal(), tuple(sorted(pending)))
    return built, Counts(read, tiles)


def in_memory(ground: Ground, day: date) -> tuple[Built, MemoryTiles]:
    """Return tiles of the whole ledger held in memory; for small ones."""
    kept = _Kept()
    built, _ = build(ground, day, kept)
    return built, MemoryTiles(ground.axes, kept.tiles)


class _Kept:
    """A writer that keeps what it is given."""

    def __init__(self) -> None:
        self.tiles: dict[Key, Tile] = {}

    def put(self, block: int, year: int, tile: Tile) -> None:
        self.tiles[block, year] = tile


def _figures_by_block(ground: Ground, as_of: date | None) -> Iterator[tuple[int, FigureColumns]]:
    for block in range(len(ground.laid_out.blocks)):
        figures = ground.figures(ground.rows_of_block(block), as_of=as_of)
        if len(figures):
            yield block, figures


def _pending_in(block: int, figures: FigureColumns, day: date) -> set[Pending]:
    """Return the figures of a block that the world knows only later."""
    later = figures.take(np.flatnonzero(figures["known_at"] > day.toordinal()))
    columns: Mapping[str, list[int]] = {
        name: later[name].tolist() for name in ("known_at", "place", "series")
    }
    each = zip(columns["known_at"], columns["place"], columns["series"], strict=True)
    return {(known_at, block, row, series) for known_at, row, series in each}
