"""The cube as the ledger stands now: the store, and the tail that it does not hold yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from time import monotonic

from tiendo.cube.cells.patched import PatchedTiles
from tiendo.cube.store import CubeStore
from tiendo.cube.store.writing import LINGER
from tiendo.ledger import selectors
from tiendo.ledger.cube.building import in_memory
from tiendo.ledger.cube.ground import Ground, lay_out, moved_on
from tiendo.ledger.cube.packs import fingerprint
from tiendo.ledger.cube.state import (
    SMALL_LEDGER,
    ledger_state,
    refuse_missing_cube,
    refuse_other_log,
)
from tiendo.ledger.cube.store import built_to, opened
from tiendo.ledger.cube.tail import Built, tail_of
from tiendo.packs.loading import Pack


def live_tiles(*, pack: Pack) -> LiveTiles:
    """Open the cube together with what the ledger holds beyond it.

    A small ledger without a cube is read whole, into memory.

    Raises:
        TiendoError: if the cube is damaged, of another version or pack, or built from another log;
            if there is none for a large ledger.
    """
    store = opened(fingerprint(pack))
    if store is not None:
        base = PatchedTiles(store, store.axes, {})
        return LiveTiles(pack, store, base, built_to(store.manifest), None).with_tail()
    state = ledger_state()
    if state.last_figure > SMALL_LEDGER:
        refuse_missing_cube(state.last_figure)
    ground = lay_out(pack, state)
    built, tiles = in_memory(ground, selectors.today())
    return LiveTiles(pack, None, PatchedTiles(tiles, ground.axes, {}), built, ground)


@dataclass(frozen=True)
class LiveTiles:
    """An opened cube that can be brought up to date again and again.

    Attributes:
        pack: gives places and cards.
        store: the opened store; None for a small ledger that has none.
        tiles: the tiles of one state of the ledger; plain data to be sent along.
        built: that state, and the day.
        ground: how the ledger was read last; None if only the store was.
        opened_at: when the store was opened, on the clock that only goes on. The tiles that it
            names stay for a while after they were replaced; it is opened anew before that.
    """

    pack: Pack
    store: CubeStore | None
    tiles: PatchedTiles
    built: Built
    ground: Ground | None
    opened_at: float = field(default_factory=monotonic)

    def refreshed(self) -> LiveTiles:
        """Return the tiles of the present state; of the ledger only what is newer is read.

        Raises:
            TiendoError: as `live_tiles`.
        """
        if self.store is not None and monotonic() - self.opened_at > LINGER / 2:
            stored = opened(fingerprint(self.pack))
            if stored is None or stored.manifest.tiles != self.store.manifest.tiles:
                return live_tiles(pack=self.pack)
            return replace(self, opened_at=monotonic()).with_tail()
        return self.with_tail()

    def with_tail(self) -> LiveTiles:
        """Return the present state upon the same opened store.

        Raises:
            TiendoError: if the ledger is another one than before.
        """
        state, day = ledger_state(), selectors.today().toordinal()
        if state == self.built.state and day <= self.built.as_of:
            return self
        refuse_other_log(self.built.state.sequence, self.built.state.head)
        ground = moved_on(self.ground, state) if self.ground else None
        ground = ground or lay_out(self.pack, state, self.tiles.axes)
        tail = tail_of(ground, self.built, day)
        tiles = self.tiles.followed_by(tail.axes, tail.patches)
        return replace(self, tiles=tiles, built=tail.built, ground=ground)
