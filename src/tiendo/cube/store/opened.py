"""A store that is open: one state of the cube, from which tiles are read."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TypeAlias

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.tile import Tile
from tiendo.cube.store.faults import StoreFault
from tiendo.cube.store.folder import Folder
from tiendo.cube.store.manifest import MANIFEST, Manifest, read_manifest
from tiendo.cube.store.reading import Group

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the number of tiles dealt with, and of all."""


@dataclass(frozen=True)
class CubeStore:
    """A state of a store, as its manifest was when it was opened; it may travel to other processes.

    Later refreshes do not change what it reads. They collect replaced tiles in the end: then
    reading one raises `Outdated`, and `reopened` gives the new state.
    """

    folder: Folder
    manifest: Manifest

    @property
    def address(self) -> str:
        """Where it is."""
        return self.folder.address

    @property
    def axes(self) -> Axes:
        """What its blocks, rows and columns stand for."""
        return self.manifest.axes

    def tile(self, block: int, year: int) -> Tile:
        """Return a block's tile of a year; an empty one where nothing was filed.

        Its planes and columns are read when first asked for, which can raise the same faults; they
        cannot be written to.

        Raises:
            Damaged: if a file is missing, cut short or garbled, or does not fit on the axes.
            Outdated: if the tile was replaced and collected meanwhile.
            Unreachable: if the system does not read it.
        """
        name = self.manifest.tiles.get((block, year))
        if name is None:
            return Tile.empty(year, len(self.axes.blocks[block]))
        group = Group(self.folder, name)
        return group.tile(group.form(block, year), self.axes)

    def of_blocks(self, numbers: Collection[int]) -> CubeStore:
        """Return the store with some blocks' tiles alone, on the axes of these blocks."""
        state = self.manifest
        tiles = {key: name for key, name in state.tiles.items() if key[0] in numbers}
        axes = state.axes.of_blocks(numbers)
        part = replace(state, axes=axes, tiles=tiles, pending=(), retired={})
        return replace(self, manifest=part)

    def reopened(self) -> CubeStore:
        """Return the store in its present state.

        Raises:
            StoreFault: as `open_store` does.
        """
        return CubeStore(self.folder, read_manifest(self.folder))

    def check(self, progress: Progress | None = None) -> list[StoreFault]:
        """Read every file that the manifest names; return what is wrong, nothing if all is well."""
        faults: list[StoreFault] = []
        tiles = sorted(self.manifest.tiles.items())
        for done, ((block, year), name) in enumerate(tiles, start=1):
            group = Group(self.folder, name)
            try:
                form = group.form(block, year)
                group.tile(form, self.axes)
            except StoreFault as fault:
                faults.append(fault)
            else:
                faults += group.faults(form)
            if progress is not None:
                progress(done, len(tiles))
        return faults


def open_store(address: str | os.PathLike[str]) -> CubeStore:
    """Open a store: a local folder or any fsspec address.

    Raises:
        NoStore: if there is none.
        OtherVersion: if it was written in another form.
        Damaged: if its manifest is cut short or was changed.
        Unreachable: if the system does not read it.
    """
    folder = Folder.at(address)
    return CubeStore(folder, read_manifest(folder))


def exists(address: str | os.PathLike[str]) -> bool:
    """Tell whether there is a store, be it whole or damaged."""
    return Folder.at(address).exists(MANIFEST)
