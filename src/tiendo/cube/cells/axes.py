"""The axes of a cube: what its blocks, rows and columns stand for. Ordinals once given stay."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from tiendo.cube.cells.tile import Tile
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Level

SUMMIT = 0
"""The block of the countries; every other block is a province, or several small ones."""

_ENOUGH = 40
"""Places that are worth a block of their own: a tile costs as much to write for one as for these
(measured: the pack's 64 provinces, then without communes, 99 s in 64 blocks)."""


@dataclass(frozen=True)
class Axes:
    """What stands where in a cube.

    Attributes:
        blocks: for each block the opaque ids of its places, by row; depth first when first laid
            out, later places behind.
        series: by ordinal; new ones are added behind.
        texts: assigners, versions and decisions of plans by their numbers; new ones behind.
        hidden: codes of the indicators of which any figure, of any place and date, is confidential.
    """

    blocks: tuple[tuple[int, ...], ...]
    series: tuple[Series, ...] = ()
    texts: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()

    @cached_property
    def row_of(self) -> Mapping[int, tuple[int, int]]:
        """Block and row of each place by its opaque id."""
        return {
            place: (block, row)
            for block, places in enumerate(self.blocks)
            for row, place in enumerate(places)
        }

    def of_blocks(self, numbers: Collection[int]) -> Axes:
        """Return the axes with the places of some blocks; the others are empty, numbers stay."""
        blocks = (ids if number in numbers else () for number, ids in enumerate(self.blocks))
        return replace(self, blocks=tuple(blocks))

    @cached_property
    def ordinal_of(self) -> Mapping[Series, int]:
        """The ordinal of each series."""
        return {series: ordinal for ordinal, series in enumerate(self.series)}


class TileSource(Protocol):
    """Where an evaluation gets its tiles from: a store, a private block, a scratch cube."""

    @property
    def axes(self) -> Axes:
        """The axes of its tiles."""

    def tile(self, block: int, year: int) -> Tile:
        """Return a block's tile of a year; an empty one where nothing was filed."""

    def of_blocks(self, numbers: Collection[int]) -> TileSource:
        """Return some blocks' tiles alone, on the axes of these blocks: light to send along."""


class MemoryTiles:
    """Tiles held in memory."""

    def __init__(self, axes: Axes, tiles: Mapping[tuple[int, int], Tile]) -> None:
        self._axes = axes
        self._tiles = tiles

    @property
    def axes(self) -> Axes:
        """The axes of its tiles."""
        return self._axes

    def tile(self, block: int, year: int) -> Tile:
        """Return a block's tile of a year; an empty one where nothing was filed."""
        return self._tiles.get((block, year)) or Tile.empty(year, len(self._axes.blocks[block]))

    def of_blocks(self, numbers: Collection[int]) -> MemoryTiles:
        """Return some blocks' tiles alone, on the axes of these blocks."""
        tiles = {key: tile for key, tile in self._tiles.items() if key[0] in numbers}
        return MemoryTiles(self._axes.of_blocks(numbers), tiles)


def blocks_of(
    register: PlaceRegister,
    known: Iterable[tuple[int, ...]] = (),
    only: Collection[int] | None = None,
) -> tuple[tuple[int, ...], ...]:
    """Lay out a register's places in blocks; places that stand in `known` blocks stay there.

    A block holds everything that belonged together below the country at any time, or that a reform
    joined, provinces first and depth first, siblings by their ids; provinces with few places share
    one. A new place joins the block of a place it belongs to.

    Args:
        register: the places.
        known: blocks that were laid out before.
        only: ids of the places that are needed, see `places_that_matter`; all by default.

    Raises:
        TiendoError: if a later reform joins places of several known blocks.
    """
    blocks = [list(block) for block in known] or [[]]
    placed = {place for block in blocks for place in block}
    needed = {place.id for place in register} if only is None else placed | set(only)
    together = _Groups()
    for id in sorted(needed):
        place = register.by_id(id)
        together.add(id)
        for relative in (*_parents(register, place), *_relatives(register, place)):
            if Level.COUNTRY not in (place.level, relative.level) and relative.id in needed:
                together.join(id, relative.id)
    block_of_group = _blocks_by_group(together, blocks)
    for place in _depth_first(register, needed):
        if place.id in placed:
            continue
        placed.add(place.id)
        if place.level is Level.COUNTRY:
            blocks[SUMMIT].append(place.id)
            continue
        group = together.group(place.id)
        if group not in block_of_group:
            if len(blocks) == SUMMIT + 1 or len(blocks[-1]) >= _ENOUGH:
                blocks.append([])
            block_of_group[group] = len(blocks) - 1
        blocks[block_of_group[group]].append(place.id)
    return tuple(tuple(block) for block in blocks)


def places_that_matter(register: PlaceRegister, ids: Iterable[int]) -> set[int]:
    """Return the ids of the places on whose evaluation some places bear, with their own.

    These are what they ever stood below, what became of them and what they were made of, with what
    these stood below; and all countries and provinces. Of a register with tens of thousands of
    places, of which some hundred file, a cube need hold no others: nothing is known of them.
    """
    tops = {place.id for place in register.of_levels((Level.COUNTRY, Level.PROVINCE))}
    found = set(ids) | tops
    for towards in (register.reforms.of_source, register.reforms.of_target):
        forwards = towards == register.reforms.of_source
        seen: set[int] = set()
        waiting = list(found)
        while waiting:
            id = waiting.pop()
            if id in seen:
                continue
            seen.add(id)
            place = register.by_id(id)
            waiting += [parent.id for parent in _parents(register, place)]
            others = (t.target if forwards else t.source for t in towards(place.key))
            waiting += [register[key].id for key in others]
        found |= seen
    return found


def _parents(register: PlaceRegister, place: Place) -> list[Place]:
    return [register[edge.parent] for edge in place.parents if edge.parent in register]


def _relatives(register: PlaceRegister, place: Place) -> list[Place]:
    """Return what became of a place, as it is told of the place itself."""
    return [register[transfer.target] for transfer in register.reforms.of_source(place.key)]


def _blocks_by_group(together: _Groups, blocks: Iterable[Iterable[int]]) -> dict[int, int]:
    """Return the known block of each group of places that belong together."""
    found: dict[int, int] = {}
    for number, block in enumerate(blocks):
        for id in block:
            if number == SUMMIT or id not in together:
                continue
            if found.setdefault(together.group(id), number) != number:
                raise TiendoError(
                    "places that now belong together stand in different blocks of the cube",
                    remedy="run `tiendo rebuild`",
                )
    return found


def _depth_first(register: PlaceRegister, needed: Collection[int]) -> Iterable[Place]:
    """Return every needed place once, below the first parent that the walk meets."""
    below: dict[str, list[Place]] = {}
    places = [register.by_id(id) for id in sorted(needed)]
    for place in places:
        for parent in dict.fromkeys(edge.parent for edge in place.parents):
            below.setdefault(parent, []).append(place)
    seen: dict[int, Place] = {}

    def walk(place: Place) -> None:
        if place.id in seen:
            return
        seen[place.id] = place
        for child in below.get(place.key, ()):
            walk(child)

    for place in sorted(places, key=lambda p: (list(Level).index(p.level), p.id)):
        walk(place)
    return seen.values()


class _Groups:
    """Sets of numbers that are joined (union-find, with path halving)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def __contains__(self, number: int) -> bool:
        return number in self._above

    def add(self, number: int) -> None:
        self._above.setdefault(number, number)

    def group(self, number: int) -> int:
        above = self._above
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    def join(self, one: int, other: int) -> None:
        self.add(one)
        self.add(other)
        self._above[self.group(one)] = self.group(other)
