"""Keeping the cube current: what was recorded since is applied to the store."""

from __future__ import annotations

from enum import StrEnum

from tiendo.cube.cells.patching import laid_over
from tiendo.cube.store import Busy, Manifest, NoStore, Writer, exists, open_store, refresh
from tiendo.ledger import selectors
from tiendo.ledger.cube.building import build
from tiendo.ledger.cube.ground import lay_out
from tiendo.ledger.cube.packs import fingerprint
from tiendo.ledger.cube.rebuilding import commit
from tiendo.ledger.cube.state import SMALL_LEDGER, ledger_state
from tiendo.ledger.cube.store import built_to, cube_address, lock_of, refuse_misfit
from tiendo.ledger.cube.tail import tail_of
from tiendo.packs.loading import Pack

SHORT_TAIL = 2_000
"""So many figures readers lay over the stored tiles by themselves, in about a tenth of a second.
Writing the tiles anew after each of 158 monthly reports took most of the time of recording them."""


class Kept(StrEnum):
    """What became of keeping the cube current."""

    CURRENT = "current"
    REFRESHED = "refreshed"
    LEFT_TO_READERS = "left to readers"
    LEFT_TO_ANOTHER = "left to another"
    NOT_BUILT = "not built"


def keep_current(*, pack: Pack, wait: bool = False, leave: int = 0) -> Kept:
    """Bring the workspace's cube up to the ledger and to today.

    Readers see what is newer in any case, since they lay it over the tiles that they read. So a few
    figures may be left to them, until there are more and the tiles are written for all at once.

    A small ledger that has no cube yet gets one; a large one needs `rebuild`, which shows how far
    it is. Where another process is refreshing, it or the next one will apply what is new.

    Args:
        pack: gives places and cards.
        wait: wait for another process that is refreshing.
        leave: so many figures at most are left to readers.

    Raises:
        TiendoError: if the cube is damaged, of another version or pack, built from another log, or
            cannot be written; the ledger is untouched.
    """
    address = cube_address()
    if not exists(address):
        if ledger_state().last_figure > SMALL_LEDGER:
            return Kept.NOT_BUILT
    elif leave and _is_left(open_store(address).manifest, pack, leave):
        return Kept.LEFT_TO_READERS
    try:
        with refresh(address, wait=wait, lock=lock_of(address, wait=wait)) as writer:
            return _brought_up(writer, pack)
    except Busy:
        return Kept.LEFT_TO_ANOTHER


def _is_left(manifest: Manifest, pack: Pack, leave: int) -> bool:
    """Whether the ledger holds no more than some figures that the cube does not.

    Figures count that were recorded since, or that became known since.
    """
    refuse_misfit(manifest, fingerprint(pack))
    today = selectors.today().toordinal()
    arrived = sum(day <= today for day, *_ in manifest.pending)
    newer = ledger_state().last_figure - manifest.last_figure
    return 0 < newer + arrived <= leave


def _brought_up(writer: Writer, pack: Pack) -> Kept:
    day = selectors.today()
    try:
        former = writer.keep()
    except NoStore:
        ground = lay_out(pack, ledger_state())
        built, _ = build(ground, day, writer)
        commit(writer, ground, built, pack)
        return Kept.REFRESHED
    refuse_misfit(former.manifest, fingerprint(pack))
    built, state = built_to(former.manifest), ledger_state()
    if state == built.state and day.toordinal() <= built.as_of:
        return Kept.CURRENT
    ground = lay_out(pack, state, former.axes)
    tail = tail_of(ground, built, day.toordinal())
    for (block, year), patch in tail.patches.items():
        writer.put(block, year, laid_over(former.tile(block, year), [patch]))
    commit(writer, ground, tail.built, pack)
    return Kept.REFRESHED
