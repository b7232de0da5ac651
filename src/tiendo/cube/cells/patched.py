"""Tiles with what was filed since laid over them; plain data that a cluster's workers read too."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from tiendo.cube.cells.axes import Axes, TileSource
from tiendo.cube.cells.patching import Patch, laid_over
from tiendo.cube.cells.tile import Tile

Key: TypeAlias = tuple[int, int]
"""A block and a year: what a tile is kept under."""


class PatchedTiles:
    """Tiles with patches laid over them when asked; plain data, so that it can be sent along."""

    def __init__(
        self, base: TileSource, axes: Axes, patches: Mapping[Key, tuple[Patch, ...]]
    ) -> None:
        self._base = base
        self._axes = axes
        self.patches = patches
        self._laid: dict[Key, Tile] = {}

    @property
    def axes(self) -> Axes:
        """The axes of its tiles."""
        return self._axes

    def tile(self, block: int, year: int) -> Tile:
        """Return a block's tile of a year, as the ledger has it; an empty one without figures."""
        key = block, year
        if key not in self.patches:
            return self._base.tile(block, year)
        if key not in self._laid:
            self._laid[key] = laid_over(self._base.tile(block, year), self.patches[key])
        return self._laid[key]

    def of_blocks(self, numbers: Collection[int]) -> PatchedTiles:
        """Return some blocks' tiles alone, on the axes of these blocks."""
        patches = {key: each for key, each in self.patches.items() if key[0] in numbers}
        return PatchedTiles(self._base.of_blocks(numbers), self._axes.of_blocks(numbers), patches)

    def followed_by(self, axes: Axes, newer: Mapping[Key, Patch]) -> PatchedTiles:
        """Return these tiles with later patches on top; what was laid before is not laid again.

        Args:
            axes: the axes of the tiles afterwards.
            newer: the patches by block and year.
        """
        patches = dict(self.patches)
        for key, patch in newer.items():
            patches[key] = (*patches.get(key, ()), patch)
        later = PatchedTiles(self._base, axes, patches)
        for key, tile in self._laid.items():
            newest = newer.get(key)
            later._laid[key] = laid_over(tile, [newest]) if newest else tile
        return later

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_laid": {}}
