"""Processes that write, read and are killed at once see and leave whole states only."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.store.child import child, line_of
from tests.store.written import KEYS, commit_stamped, numbers
from tiendo.cube.store import Busy, open_store, refresh


@pytest.fixture
def address(tmp_path: Path) -> Path:
    """A store in which every tile says 1."""
    commit_stamped(tmp_path / "cube", 1)
    return tmp_path / "cube"


def test_readers_beside_a_writer_see_whole_states_only(address: Path) -> None:
    with (
        child("write", address),
        child("read", address) as one,
        child("read", address) as other,
    ):
        for reader in (one, other):
            states: set[str] = set()
            while len(states) < 8:
                number, _, told = line_of(reader).partition(" ")
                assert told == f"[{number}]"
                states.add(number)


def test_a_writer_killed_half_way_leaves_the_old_state_and_a_free_lock(address: Path) -> None:
    with child("half-way", address) as writer:
        assert line_of(writer) == "half way"
        with pytest.raises(Busy), refresh(address, wait=False):
            pass
        writer.send_signal(signal.SIGKILL)
        assert writer.wait() == -signal.SIGKILL
    assert len(list((address / "tiles").iterdir())) == len(KEYS) + 2
    store = open_store(address)
    assert numbers(store) == {1}
    assert store.check() == []
    # What the dead one left is gone with the next commit.
    commit_stamped(address, 2, wait=False)
    assert numbers(open_store(address)) == {2}
    assert len(list((address / "tiles").iterdir())) == 2 * len(KEYS)


def test_writers_killed_at_any_moment_leave_a_whole_state(address: Path) -> None:
    for _ in range(3):
        with child("write", address) as writer:
            reported = int(line_of(writer))
            writer.send_signal(signal.SIGKILL)
            writer.wait()
        store = open_store(address)
        assert store.manifest.sequence >= reported
        assert numbers(store) == {store.manifest.sequence % 100}
        assert store.check() == []


def test_two_writers_wait_for_each_other_and_lose_nothing(address: Path) -> None:
    with child("write", address) as one, child("write", address) as other:
        for writer in (one, other) * 5:
            line_of(writer)
    store = open_store(address)
    assert store.manifest.generation >= 1 + 10
    assert store.check() == []
    assert numbers(store) == {store.manifest.sequence % 100}
