"""The whole cube from the ledger: the workspace's own anew, or a scratch one for a past date."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tiendo.cube.store import CubeStore, Writer, open_store, refresh
from tiendo.ledger import selectors
from tiendo.ledger.cube.building import Counts, Progress, build
from tiendo.ledger.cube.ground import Ground, lay_out
from tiendo.ledger.cube.packs import fingerprint
from tiendo.ledger.cube.state import ledger_state
from tiendo.ledger.cube.store import cube_address, lock_of
from tiendo.ledger.cube.tail import Built
from tiendo.packs.loading import Pack


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did.

    Attributes:
        address: where the cube is.
        sequence: number of the last event of the log that it is built to.
        places: rows of all blocks.
        series: length of the series axis.
        tiles: how many tiles hold anything.
        figures: how many figures were read.
    """

    address: str
    sequence: int
    places: int
    series: int
    tiles: int
    figures: int


def rebuild(*, pack: Pack, progress: Progress | None = None) -> Rebuilt:
    """Build the workspace's cube anew from all figures; the former one serves until it is done.

    Args:
        pack: gives places and cards.
        progress: told how many figures of how many are done.

    Raises:
        TiendoError: if the store cannot be written.
    """
    address = cube_address()
    with refresh(address, lock=lock_of(address)) as writer:
        ground = lay_out(pack, ledger_state())
        counts = _build_into(writer, ground, selectors.today(), pack, progress)
    return Rebuilt(
        address=address,
        sequence=ground.state.sequence,
        places=sum(map(len, ground.axes.blocks)),
        series=len(ground.axes.series),
        tiles=counts.tiles,
        figures=counts.figures,
    )


@contextmanager
def scratch_cube(
    *, pack: Pack, day: date, folder: Path | None = None, progress: Progress | None = None
) -> Iterator[CubeStore]:
    """Give the tiles of the whole country as they were known on a past day; removed afterwards.

    Args:
        pack: gives places and cards.
        day: figures known later do not count.
        folder: where to make the temporary folder; None for the system's own place.
        progress: told how many figures of how many are done.

    Raises:
        TiendoError: if the folder cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="tiendo-cube-", dir=folder) as name:
        address = str(Path(name) / "cube")
        with refresh(address) as writer:
            ground = lay_out(pack, ledger_state())
            _build_into(writer, ground, day, pack, progress, later=False)
        yield open_store(address)


def _build_into(
    writer: Writer,
    ground: Ground,
    day: date,
    pack: Pack,
    progress: Progress | None,
    *,
    later: bool = True,
) -> Counts:
    built, counts = build(ground, day, writer, later=later, progress=progress)
    commit(writer, ground, built, pack)
    return counts


def commit(writer: Writer, ground: Ground, built: Built, pack: Pack) -> None:
    """Make what was put into a writer the cube, with up to where it was built."""
    writer.commit(
        sequence=built.state.sequence,
        head=built.state.head,
        last_figure=built.state.last_figure,
        as_of=built.as_of,
        pack=fingerprint(pack),
        axes=ground.axes,
        pending=built.pending,
    )
