"""A country that is asked again and again while filings come in.

A province is ranked among all provinces, so its evaluation asks every block what it adds up to. A
filing changes one block: what the others gave is remembered, and so are the tiles that were read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.axes import Axes, TileSource
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel import Country, Question, Result, Tops, World
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.filings import Below
from tiendo.cube.kernel.levels import RollUp
from tiendo.cube.kernel.streaming import Batch
from tiendo.ledger.cube.bearing import days_looked_at, stands_alone
from tiendo.ledger.cube.remembering import Remembered
from tiendo.ledger.cube.summit import AskedSummit, Evaluate
from tiendo.vocabulary.period import Period

_BYTES_OF_TILES = 1 << 30
"""Tiles are remembered up to about this size, counted as if all their planes had been read."""

_BYTES_OF_CELL = sum(np.dtype(kind).itemsize for kind, _ in PLANES.values())

_QUESTIONS = 4
"""So many questions are remembered; what blocks gave for one takes some tens of megabytes."""

TileKey: TypeAlias = tuple[int, int]
"""Block and year of a tile."""

Home: TypeAlias = tuple[int, int]
"""Block and row of a place."""

TopsKey: TypeAlias = tuple[Batch, tuple[Period, ...]]
"""A batch of blocks, and the runs of which their sums were asked."""


class RememberedTiles:
    """Tiles of another source, kept once they were read."""

    def __init__(self, source: TileSource) -> None:
        self._source = source
        self._tiles: Remembered[TileKey, Tile] = Remembered(_BYTES_OF_TILES)

    @property
    def axes(self) -> Axes:
        """The axes of its tiles."""
        return self._source.axes

    def tile(self, block: int, year: int) -> Tile:
        """Return a block's tile of a year; an empty one where nothing was filed."""
        tile = self._tiles.get((block, year))
        if tile is None:
            tile = self._source.tile(block, year)
            weight = MONTHS * tile.places * len(tile.series) * _BYTES_OF_CELL
            self._tiles.keep((block, year), tile, weight)
        return tile

    def of_blocks(self, numbers: Collection[int]) -> TileSource:
        """Return some blocks' tiles alone, on the axes of these blocks; not remembered."""
        return self._source.of_blocks(numbers)

    def followed_by(self, source: TileSource, changed: Set[TileKey]) -> RememberedTiles:
        """Return the tiles of a later source, of which only the changed ones are read anew."""
        later = RememberedTiles(source)
        for key, tile, weight in self._tiles.items():
            if key not in changed:
                later._tiles.keep(key, tile, weight)
        return later


class RememberingCountry(Country):
    """A country that remembers what its blocks gave the summit.

    It knows which places ever filed: where nobody below a top did, the top's block is not asked.
    Ten thousand communes that file nothing would otherwise be added up for every question.
    """

    def __init__(
        self, world: World, source: RememberedTiles, filing: frozenset[int] | None = None
    ) -> None:
        super().__init__(world, source)
        self._tiles = source
        self._filing = filing
        self._given: Remembered[Question, dict[TopsKey, Tops]] = Remembered(_QUESTIONS)
        self._asked: Remembered[Question, AskedSummit] = Remembered(_QUESTIONS)

    def evaluate_place(self, key: str, question: Question) -> Result:
        """Return the rows of one place, in a result that has no others."""
        place, asked = self.world.register.find(key), self._asked.get(question)
        row = self.summit.row.get(place.key)
        if asked is not None and row is not None:
            if self.summit.tree(question.map_day).answered[row]:
                found = asked.result_of(place, self._evaluating(question))
                if found is not None:
                    return found
        return super().evaluate_place(key, question)

    def _evaluating(self, question: Question) -> Evaluate:
        def evaluate(family: Family, given: RollUp, below: Below) -> Result:
            with np.errstate(all="ignore"):
                return self._evaluation(family, question, given, below).result()

        return evaluate

    def summit_result(self, question: Question, tops: Sequence[Tops]) -> Result:
        """Evaluate the countries and the places below them from what every block gave."""
        if not self._are_told_apart:
            return super().summit_result(question, tops)
        with np.errstate(all="ignore"):
            asked = AskedSummit.of(self.summit_evaluation(question, tops), self.columns)
        self._asked.keep(question, asked)
        return asked.result

    @property
    def _are_told_apart(self) -> bool:
        """Whether a place's row rests on no other's but by sums and ranks.

        A hidden number may hide another one beside it; who owes is counted at every level.
        """
        return not (self.source.axes.hidden or self.world.owed)

    def tops(self, batch: Batch, question: Question, runs: Iterable[Period]) -> Tops:
        """Return only what a batch of blocks gives the summit."""
        given = self._given.get(question)
        if given is None:
            given = {}
            self._given.keep(question, given)
        key = batch, tuple(runs)
        if key not in given:
            given[key] = super().tops(batch, question, key[1])
        return given[key]

    def _family_below_tops(self, batch: Batch) -> Family:
        if self._filing is None or batch in self._below_tops:
            return super()._family_below_tops(batch)
        whole, register = self.family(batch), self.world.register
        tops = set(self.summit.homes)
        kept: set[int] = set()
        for place, home in zip(whole.places, whole.homes, strict=True):
            if home in tops:
                within = {one.id for one in register.ever_within(place.key)}
                if not self._filing.isdisjoint(within - {place.id}):
                    kept |= within
        rows = [row for row, place in enumerate(whole.places) if place.id in kept]
        self._below_tops[batch] = whole.of_rows(rows)
        return self._below_tops[batch]

    def followed_by(
        self,
        world: World,
        source: TileSource,
        changed: Set[TileKey],
        rows: Set[Home] | None,
        filing: frozenset[int] | None = None,
    ) -> RememberingCountry:
        """Return the country of a later state, in which only some tiles are other ones.

        Args:
            world: of that state.
            source: its tiles.
            changed: the tiles that are other ones.
            rows: the places that filed, if nothing was withdrawn or hidden; None if that is not
                known.
            filing: ids of the places that ever filed; None if that is not known.
        """
        tiles = self._tiles.followed_by(source, changed)
        if not _alike(self.source.axes, source.axes) or world != self.world:
            return RememberingCountry(world, tiles, filing)
        later = copy(self)
        if filing != self._filing:
            later._filing, later._below_tops = filing, {}
        later.source = later._tiles = tiles
        later._given, later._asked = Remembered(_QUESTIONS), Remembered(_QUESTIONS)
        blocks = {block for block, _ in changed}

        def gives_the_same(question: Question, key: TopsKey) -> bool:
            return blocks.isdisjoint(key[0]) or self._gives_the_same(question, key, rows)

        for question, given, _ in self._given.items():
            kept = {key: tops for key, tops in given.items() if gives_the_same(question, key)}
            later._given.keep(question, kept)
        for question, asked, _ in self._asked.items():
            keys = [(batch, asked.runs) for batch in self.batches]
            if rows is not None and all(gives_the_same(question, key) for key in keys):
                filed = {self._at_the_top[home] for home in rows if home in self._at_the_top}
                later._asked.keep(question, replace(asked, since=asked.since | filed))
        return later

    def _gives_the_same(self, question: Question, key: TopsKey, rows: Set[Home] | None) -> bool:
        """Whether what a batch gave the summit cannot rest on what some places filed.

        So it is with those at the top of whose territory no reform made anything else.
        """
        batch, runs = key
        if rows is None or not self._are_told_apart:
            return False
        here = [home for home in rows if home[0] in batch]
        if not self._at_the_top.keys() >= set(here):
            return False
        days = days_looked_at(question, runs, self.columns)
        places = (self.summit.places[self._at_the_top[home]] for home in here)
        return all(stands_alone(self.world.register, place, *days) for place in places)

    @cached_property
    def _at_the_top(self) -> Mapping[Home, int]:
        """Rows of the summit by where its places stand in the cube."""
        return {home: row for row, home in enumerate(self.summit.homes)}


def _alike(one: Axes, other: Axes) -> bool:
    """Whether places, series and what is hidden are the same; texts may have been added."""
    return (one.blocks, one.series, one.hidden) == (other.blocks, other.series, other.hidden)
