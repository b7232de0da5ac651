"""Tiles of a world, resolved in memory: what a store would hold of its figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tiendo.cube.cells.axes import Axes, MemoryTiles, blocks_of
from tiendo.cube.cells.figures import Numbering, columns_of
from tiendo.cube.cells.resolve import resolve, rules_of
from tiendo.cube.cells.tile import Tile
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import FiledState


def tiles_of(
    figures: Iterable[Figure],
    register: PlaceRegister,
    catalogue: Catalogue,
    as_of: date,
    known: Axes | None = None,
) -> MemoryTiles:
    """Return the tiles of all blocks as known on a day; what stands on `known` axes stays there."""
    known = known or Axes(())
    figures = tuple(figures)
    filed = (figure.statement.series for figure in figures)
    series = tuple(dict.fromkeys((*known.series, *filed)))
    ordinals = {one: ordinal for ordinal, one in enumerate(series)}
    blocks, texts = blocks_of(register), Numbering({text: n for n, text in enumerate(known.texts)})
    rules = rules_of(series, catalogue)
    tiles: dict[tuple[int, int], Tile] = {}
    for block, places in enumerate(blocks):
        rows = {register.by_id(place).key: row for row, place in enumerate(places)}
        columns = columns_of(figures, rows, ordinals, texts)
        resolved = resolve(
            columns, rules, places=len(places), as_of=as_of.toordinal(), texts=tuple(texts)
        )
        tiles |= {(block, year): tile for year, tile in resolved.items()}
    hidden = frozenset(
        figure.statement.series.indicator
        for figure in figures
        if figure.statement.state is FiledState.CONFIDENTIAL
    )
    return MemoryTiles(Axes(blocks, series, tuple(texts), hidden), tiles)
