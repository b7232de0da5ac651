"""The cube of the present moment, and what of earlier answers still holds after a filing.

A province is ranked among all provinces, so its evaluation asks every block what it adds up to. A
filing changes one block: what the others gave is remembered, and so are the tiles that were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from copy import copy
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.axes import Axes, TileSource
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel import Country, Question, Tops, World
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.streaming import Batch
from tiendo.ledger import selectors
from tiendo.ledger.cube.current import LiveTiles, live_tiles
from tiendo.ledger.cube.remembering import Remembered
from tiendo.packs.loading import Pack
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
            rows: the places in them of which anything was filed; None if that is not known.
            filing: ids of the places that ever filed; None if that is not known.
        """
        tiles = self._tiles.followed_by(source, changed)
        if not _alike(self.source.axes, source.axes) or world != self.world:
            return RememberingCountry(world, tiles, filing)
        later = copy(self)
        if filing != self._filing:
            later._filing, later._below_tops = filing, {}
        later.source = later._tiles = tiles
        later._given = Remembered(_QUESTIONS)
        blocks = {block for block, _ in changed}
        if rows is not None and self._give_nothing(rows):
            blocks = set()
        for question, given, _ in self._given.items():
            kept = {key: tops for key, tops in given.items() if blocks.isdisjoint(key[0])}
            later._given.keep(question, kept)
        return later

    def _give_nothing(self, rows: Set[Home]) -> bool:
        """Whether nothing that blocks give the summit can rest on what these places file.

        So it is with those that stand at the top, unless they hide something or owe it, or a reform
        made one of another.
        """
        source, world = self.source, self.world
        bare = not (source.axes.hidden or world.obligations or world.register.reforms.events)
        return bare and rows <= set(self.summit.homes)


@dataclass(frozen=True)
class Present:
    """The cube as the ledger stands now.

    Attributes:
        live: its tiles, as they are stored and with the ledger's tail.
        country: the same, to be evaluated.
    """

    live: LiveTiles
    country: RememberingCountry

    @classmethod
    def of(cls, pack: Pack) -> Present:
        """Open the cube.

        Raises:
            TiendoError: as `live_tiles`.
        """
        live = live_tiles(pack=pack)
        tiles = RememberedTiles(live.tiles)
        return cls(
            live, RememberingCountry(world_of(pack), tiles, frozenset(selectors.filing_place_ids()))
        )

    @property
    def sequence(self) -> int:
        """The number of the last event of the log that it holds."""
        return self.live.built.state.sequence

    def refreshed(self) -> Present:
        """Return the cube of the present state.

        Raises:
            TiendoError: as `live_tiles`.
        """
        live = self.live.refreshed()
        if live is self.live:
            return self
        changed, rows = _changed(self.live, live), _rows_filed(self.live, live)
        country = self.country.followed_by(
            world_of(live.pack), live.tiles, changed, rows, frozenset(selectors.filing_place_ids())
        )
        return Present(live, country)


def world_of(pack: Pack) -> World:
    """Return what an evaluation knows besides figures."""
    obligations = selectors.obligations(register=pack.register)
    return World(pack.register, pack.catalogue, obligations)


def _alike(one: Axes, other: Axes) -> bool:
    """Whether places, series and what is hidden are the same; texts may have been added."""
    return (one.blocks, one.series, one.hidden) == (other.blocks, other.series, other.hidden)


def _changed(before: LiveTiles, after: LiveTiles) -> set[TileKey]:
    """Return the keys of the tiles that hold something else than before."""
    # A tile that is stored anew gets another name; a patch is made once and only handed on.
    stored = _names(before), _names(after)
    patches = before.tiles.patches, after.tiles.patches

    def is_same(key: TileKey) -> bool:
        one, other = (tuple(map(id, laid.get(key, ()))) for laid in patches)
        return stored[0].get(key) == stored[1].get(key) and one == other

    return {key for held in (*stored, *patches) for key in held if not is_same(key)}


def _rows_filed(before: LiveTiles, after: LiveTiles) -> set[Home] | None:
    """Return block and row of the places that filed; None where tiles were stored anew."""
    if before.store is not after.store:
        return None
    found: set[Home] = set()
    for key, laid in after.tiles.patches.items():
        for patch in laid[len(before.tiles.patches.get(key, ())) :]:
            found |= {(key[0], row) for row in np.unique(patch.pairs[:, 0]).tolist()}
    return found


def _names(live: LiveTiles) -> Mapping[TileKey, str]:
    """Return the names under which tiles are stored."""
    return live.store.manifest.tiles if live.store else {}


def years_of(live: LiveTiles) -> list[int]:
    """Return the years of which the cube may hold anything, without a gap; none if it is empty."""
    if live.store is None:
        filed = selectors.filed_periods(live.pack.register)
        found = {run.period.last // MONTHS for run in filed}
    else:
        found = {year for _, year in (*live.store.manifest.tiles, *live.tiles.patches)}
    return list(range(min(found), max(found) + 1)) if found else []
