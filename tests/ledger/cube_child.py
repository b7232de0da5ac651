"""Other processes around one cube: `python -m tests.ledger.cube_child MODE`.

Writers file and refresh, readers evaluate what they see, all until they are told to stop. A filing
gives all twelve months of one place one same number, so that a reader who sees two numbers in a
year has seen half a filing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

import django
import numpy as np

from tests.ledger.child import ROOT, say
from tests.world import REGISTER, stated
from tiendo.config.workspace import Workspace
from tiendo.cube.cells.axes import TileSource
from tiendo.vocabulary.figure import Statement

YEAR = 2025
ENOUGH = 8
"""So many different states every reader sees before the writers are told to stop."""
PLACES = tuple(place.key for place in REGISTER if place.key != "lien-ha")


@contextmanager
def process(mode: str, workspace: Workspace) -> Iterator[subprocess.Popen[str]]:
    """Start the process; at the end it is killed if it still runs."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.cube_child", mode],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tiendo.config.settings",
            "TIENDO_WORKSPACE": str(workspace.path),
            "TIENDO_DATABASE_URL": "",
            "TIENDO_CUBE": "",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield started
    finally:
        started.kill()
        started.communicate()


def year_of_one_number(place: str, number: int) -> list[Statement]:
    """Return the months of a year, each with this number of visitors."""
    return [stated(place, "visitors", f"{YEAR}-{month:02d}", str(number)) for month in range(1, 13)]


def torn_places(tiles: TileSource) -> list[str]:
    """Return the places whose months are not those of one filing."""
    return [place for place in PLACES if not _is_whole(tiles, place)]


def _is_whole(tiles: TileSource, place: str) -> bool:
    planes = _planes(tiles, place)
    if planes is None:
        return True
    values, figures = planes
    same_number = np.array_equal(values, values[0] * np.arange(1, 13))
    return same_number and np.array_equal(figures, figures[0] + np.arange(12))


def _planes(tiles: TileSource, place: str) -> tuple[np.ndarray, np.ndarray] | None:
    block, row = tiles.axes.row_of[REGISTER[place].id]
    tile = tiles.tile(block, YEAR)
    if not tile.series.size or row >= tile.places or not tile.planes["figure"][0, row, 0]:
        return None
    return tile.planes["value"][:, row, 0], tile.planes["figure"][:, row, 0]


def _stop_when_told() -> Event:
    """Return what is set when the next line comes in."""
    stop = Event()
    Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
    return stop


def write() -> None:
    """File years of one number, each followed by a refresh; say each filing's number."""
    from tests.ledger.cube_world import PACK
    from tests.ledger.filing import file
    from tiendo.ledger.cube.keeping import keep_current

    say("ready")
    sys.stdin.readline()
    stop = _stop_when_told()
    for turn in count():
        number = 1_000_000 + os.getpid() * 1000 + turn % 1000
        place = PLACES[(os.getpid() + turn) % len(PLACES)]
        said = file(*year_of_one_number(place, number), by=f"process {os.getpid()}")
        say(said.filing)
        keep_current(pack=PACK)
        if stop.is_set():
            break
    say("done")


def read() -> None:
    """Look at everything again and again; say when enough states were seen, and how they were."""
    from tests.ledger.cube_world import PACK
    from tiendo.ledger.cube.current import live_tiles

    say("ready")
    stop = _stop_when_told()
    live, states = live_tiles(pack=PACK), [0]
    for look in count():
        # In turns as one who stays and as one who comes anew.
        live = live.refreshed() if look % 3 else live_tiles(pack=PACK)
        if torn := torn_places(live.tiles):
            say(f"torn: {torn} at event {live.built.state.sequence}")
            return
        if live.built.state.sequence != states[-1]:
            states.append(live.built.state.sequence)
            if len(states) == ENOUGH:
                say("enough")
        if stop.is_set():
            break
    say("whole, in order" if states == sorted(states) else "whole, but back in time")


if __name__ == "__main__":
    django.setup()
    {"write": write, "read": read}[sys.argv[1]]()
