"""Writing a store: new tiles beside the old ones, then one swap of the manifest.

Nothing is ever changed in place. A reader therefore sees one whole state or the next one, and a
writer that dies leaves the old state and some folders that the next refresh removes; to mend it,
apply the ledger's tail again. After a power cut the system may have kept the new manifest and not
all of its tiles; their checksums tell, and a rebuild mends it.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Ints
from tiendo.cube.cells.tile import Tile
from tiendo.cube.store.faults import StoreFault, Unreachable, unwritable
from tiendo.cube.store.folder import Folder
from tiendo.cube.store.groups import GroupForm, misfit
from tiendo.cube.store.manifest import MANIFEST, Manifest, Pending, read_manifest
from tiendo.cube.store.opened import CubeStore

TILES = "tiles"

LINGER = 60.0
"""Seconds for which replaced tiles stay for those who still read them."""


class Writer:
    """One refresh: tiles are put, and become the store's state together when it is committed."""

    def __init__(self, folder: Folder, linger: float) -> None:
        self._folder = folder
        self._linger = linger
        # Not the generation alone: a rebuild over a damaged manifest cannot know which were used.
        self._token = secrets.token_hex(4)
        self._before: Manifest | StoreFault
        try:
            self._before = read_manifest(folder)
        except Unreachable:
            raise
        except StoreFault as fault:
            self._before = fault
        self._tiles: dict[tuple[int, int], str] = {}
        self._put: dict[tuple[int, int], tuple[int, Ints]] = {}
        self._failure: StoreFault | None = None

    @property
    def manifest(self) -> Manifest | None:
        """The state before this refresh; None if there is none, or none that can be read."""
        return self._before if isinstance(self._before, Manifest) else None

    @property
    def _generation(self) -> int:
        return self.manifest.generation + 1 if self.manifest else 1

    def keep(self) -> CubeStore:
        """Let the tiles of the state before stay where none is put; return it to read from.

        Without it the new state has the tiles that are put and no others.

        Raises:
            StoreFault: if there is no such state, or none that can be read.
        """
        if not isinstance(self._before, Manifest):
            raise self._before
        self._tiles = {**self._before.tiles, **self._tiles}
        return CubeStore(self._folder, self._before)

    def put(self, block: int, year: int, tile: Tile) -> None:
        """Write a block's tile of a year, to be seen after the commit. One without content goes.

        Raises:
            Unreachable: if it cannot be written; then nothing of this refresh will be seen.
            ValueError: if the tile is of another year, an array has not the shape it says, or the
                rows of a table's run do not stand together.
        """
        if tile.year != year:
            raise ValueError(f"a tile of {tile.year} put as {year}")
        name = self._name(block, year)
        if self._put.pop((block, year), None):
            self._folder.remove(name)
        self._tiles.pop((block, year), None)
        form = GroupForm.of(name, block, tile)
        if not form.series and not form.tables:
            return
        files = form.files(tile)
        self._put[block, year] = (tile.places, tile.series)
        try:
            self._folder.write({f"{name}/{file}": content for file, content in files.items()})
        except OSError as error:
            self._failure = self._unwritable(error)
            raise self._failure from error
        self._tiles[block, year] = name

    def _name(self, block: int, year: int) -> str:
        return f"{TILES}/{block}-{year}-{self._generation}-{self._token}"

    def _unwritable(self, error: OSError) -> StoreFault:
        return unwritable(f"the cube at {self._folder.address}", error)

    def commit(
        self,
        *,
        sequence: int,
        head: str,
        last_figure: int,
        as_of: int,
        pack: str,
        axes: Axes,
        pending: tuple[Pending, ...] = (),
    ) -> CubeStore:
        """Make what was put and kept the store's state; see `Manifest` for the arguments.

        Afterwards tiles are removed that neither this state nor the one before has, and that were
        replaced longer ago than they are to linger.

        Raises:
            Unreachable: if the manifest or a tile could not be written; the state before stays.
            ValueError: if a tile that was put does not fit on the axes.
        """
        if self._failure is not None:
            raise self._failure
        for (block, year), (places, series) in self._put.items():
            if cause := misfit(axes, block, places, series.tolist()):
                raise ValueError(f"the tile of block {block} and year {year} {cause}")
        manifest = Manifest(
            generation=self._generation,
            sequence=sequence,
            head=head,
            last_figure=last_figure,
            as_of=as_of,
            pack=pack,
            axes=axes,
            pending=tuple(sorted(pending)),
            tiles=dict(self._tiles),
            retired=self._retired(time.time()),
        )
        try:
            self._folder.swap(MANIFEST, manifest.to_json())
        except OSError as error:
            raise self._unwritable(error) from error
        self._collect({*manifest.tiles.values(), *manifest.retired})
        return CubeStore(self._folder, manifest)

    def _retired(self, now: float) -> dict[str, float]:
        """Return the tiles that stay though the new state has them no more, and since when."""
        before = self.manifest
        if before is None:
            return {}
        lingering = {name: t for name, t in before.retired.items() if now - t < self._linger}
        replaced = set(before.tiles.values()) - set(self._tiles.values())
        return lingering | dict.fromkeys(sorted(replaced), now)

    def _collect(self, needed: set[str]) -> None:
        """Remove all tiles but these, those of killed writers too; the next refresh tries again."""
        with suppress(OSError):
            for folder in self._folder.names(TILES):
                if f"{TILES}/{folder}" not in needed:
                    self._remove(f"{TILES}/{folder}")

    def _remove(self, name: str) -> None:
        with suppress(OSError):
            self._folder.remove(name)

    def discard(self) -> None:
        """Remove the tiles that were put and not committed; those of the store's state stay."""
        # Asked anew, since a commit may have been cut off behind its swap.
        try:
            named = set(read_manifest(self._folder).tiles.values())
        except Unreachable:
            return  # Perhaps they are needed; the next refresh collects them if not.
        except StoreFault:
            named = set()
        for block, year in self._put:
            name = self._name(block, year)
            if name not in named:
                self._remove(name)


@contextmanager
def refresh(
    address: str | os.PathLike[str],
    *,
    wait: bool = True,
    lock: AbstractContextManager[object] | None = None,
    linger: float = LINGER,
) -> Iterator[Writer]:
    """Write a store; what is not committed is removed at the end.

    Args:
        address: a local folder or any fsspec address; it need not exist yet.
        wait: whether to wait for another process that is writing.
        lock: held while writing, instead of the lock beside a local folder. Other addresses have no
            lock of their own: give one if two processes might write at once.
        linger: seconds for which replaced tiles stay for those who still read them.

    Raises:
        Busy: if another process is writing and `wait` is false.
        Unreachable: if the system does not let it read or write there.
    """
    folder = Folder.at(address)
    with _own_lock(folder, wait) if lock is None else lock:
        writer = Writer(folder, linger)
        try:
            yield writer
        finally:
            writer.discard()


def remove(address: str | os.PathLike[str]) -> None:
    """Remove a store, after any refresh that is under way; nothing if there is none.

    Raises:
        Unreachable: if the system does not let it.
    """
    folder = Folder.at(address)
    with _own_lock(folder, wait=True):
        try:
            folder.remove(MANIFEST)  # First, so that no reader finds half a store.
            folder.remove(TILES)
            folder.remove_if_empty()
        except OSError as error:
            raise unwritable(f"the cube at {folder.address}", error) from error


@contextmanager
def _own_lock(folder: Folder, wait: bool) -> Iterator[None]:
    with ExitStack() as held:
        try:
            held.enter_context(folder.locked(wait=wait))
        except OSError as error:
            raise unwritable(f"the cube at {folder.address}", error) from error
        yield
