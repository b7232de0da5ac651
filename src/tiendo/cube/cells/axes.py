"""The axes of a cube: what its blocks, rows and columns stand for. Ordinals once given stay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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


def blocks_of(
    register: PlaceRegister, known: Iterable[tuple[int, ...]] = ()
) -> tuple[tuple[int, ...], ...]:
    """Lay out a register's places in blocks; places that stand in `known` blocks stay there.

    A block holds everything that belonged together below the country at any time, provinces first
    and depth first, siblings by their ids; provinces with few places share one. A new place joins
    the block of a place it belongs to.

    Raises:
        TiendoError: if a later reform joins places of several known blocks.
    """
    together = _Groups()
    for place in register:
        together.add(place.id)
        for edge in place.parents:
            parent = register[edge.parent] if edge.parent in register else None
            if parent and parent.level is not Level.COUNTRY and place.level is not Level.COUNTRY:
                together.join(place.id, parent.id)
    for transfer in register.reforms.transfers:
        together.join(register[transfer.source].id, register[transfer.target].id)
    blocks = [list(block) for block in known] or [[]]
    block_of_group = _blocks_by_group(together, blocks)
    placed = {place for block in blocks for place in block}
    for place in _depth_first(register):
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


def _depth_first(register: PlaceRegister) -> Iterable[Place]:
    """Return every place once, below the first parent that the walk meets."""
    seen: dict[int, Place] = {}

    def walk(place: Place) -> None:
        if place.id in seen:
            return
        seen[place.id] = place
        for child in sorted(register.all_children(place.key), key=lambda child: child.id):
            walk(child)

    for place in sorted(register, key=lambda p: (list(Level).index(p.level), p.id)):
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
