"""Eight processes file and refresh while four read, and one of the writers is killed."""

from __future__ import annotations

import signal
import subprocess
from contextlib import ExitStack

import pytest

from tests.ledger.cube_child import PLACES, process, torn_places, year_of_one_number
from tests.ledger.cube_world import PACK, from_scratch, told
from tests.ledger.filing import file
from tiendo.config.workspace import Workspace
from tiendo.cube.store import open_store
from tiendo.ledger.cube.keeping import Kept, keep_current
from tiendo.ledger.cube.rebuilding import rebuild
from tiendo.ledger.cube.store import cube_address
from tiendo.ledger.models import Filing
from tiendo.ledger.verification import verify_log


def _line(started: subprocess.Popen[str]) -> str:
    assert started.stdout is not None
    return started.stdout.readline().strip()


def _tell(started: subprocess.Popen[str]) -> None:
    assert started.stdin is not None
    started.stdin.write("go\n")
    started.stdin.flush()


@pytest.mark.slow
def test_no_torn_read_and_nothing_lost(office: Workspace) -> None:
    for place in PLACES:
        file(*year_of_one_number(place, 5))
    rebuild(pack=PACK)
    with ExitStack() as stack:
        readers = [stack.enter_context(process("read", office)) for _ in range(4)]
        writers = [stack.enter_context(process("write", office)) for _ in range(8)]
        victim = writers[0]
        for each in (*readers, *writers):
            assert _line(each) == "ready"
        for writer in writers:
            _tell(writer)
        reported = [_line(victim) for _ in range(3)]
        victim.send_signal(signal.SIGKILL)
        assert [_line(reader) for reader in readers] == ["enough"] * 4
        for writer in writers[1:]:
            _tell(writer)
            while (said := _line(writer)) != "done":
                reported.append(said)
        for reader in readers:
            _tell(reader)
        # Every look was at whole filings, and no reader ever saw time go back.
        assert [_line(reader) for reader in readers] == ["whole, in order"] * 4
    assert {int(number) for number in reported} <= set(Filing.objects.values_list("pk", flat=True))
    assert verify_log().ok
    # The killed writer holds no lock any more, and what it left is caught up with.
    assert keep_current(pack=PACK) in (Kept.REFRESHED, Kept.CURRENT)
    store = open_store(cube_address())
    assert store.check() == []
    assert torn_places(store) == []
    assert told(store) == told(from_scratch())


def test_the_look_at_torn_filings_would_notice_one(office: Workspace) -> None:
    file(*year_of_one_number("doi-che", 5))
    assert torn_places(from_scratch()) == []
    file(*year_of_one_number("doi-che", 6)[:4])
    assert torn_places(from_scratch()) == ["doi-che"]
