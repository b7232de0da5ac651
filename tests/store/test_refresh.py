"""A refresh is seen whole or not at all, and spoils nothing for those who read meanwhile."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.store.written import KEYS, commit_stamped, fields, numbers, stamped
from tiendo.cube.store import Busy, Outdated, Unreachable, open_store, refresh, remove
from tiendo.cube.store.folder import Folder


@pytest.fixture
def address(tmp_path: Path) -> Path:
    """A store in which every tile says 1."""
    commit_stamped(tmp_path / "cube", 1)
    return tmp_path / "cube"


def _tiles(address: Path) -> int:
    return len(list((address / "tiles").iterdir()))


def test_nothing_is_seen_before_the_commit(address: Path) -> None:
    with refresh(address) as writer:
        for key in KEYS:
            writer.put(*key, stamped(2, key[1]))
            assert numbers(open_store(address)) == {1}
        writer.commit(**fields(sequence=2))
        assert numbers(open_store(address)) == {2}
    assert numbers(open_store(address)) == {2}


def test_what_is_not_committed_never_was(address: Path) -> None:
    with refresh(address) as writer:
        writer.keep()
        writer.put(1, 2025, stamped(2))
    assert numbers(open_store(address)) == {1}
    assert _tiles(address) == len(KEYS)


def test_an_error_in_the_middle_leaves_the_old_state(address: Path) -> None:
    with pytest.raises(KeyError), refresh(address) as writer:
        writer.put(1, 2025, stamped(2))
        raise KeyError("a card that is not there")
    assert numbers(open_store(address)) == {1}
    assert _tiles(address) == len(KEYS)


def test_kept_tiles_stay_and_put_ones_replace_them(address: Path) -> None:
    with refresh(address) as writer:
        assert writer.manifest is not None
        assert writer.manifest.sequence == 1
        old = writer.keep()
        assert numbers(old) == {1}
        writer.put(1, 2025, stamped(2))
        store = writer.commit(**fields(sequence=2))
    assert (store.manifest.generation, store.manifest.sequence) == (2, 2)
    assert numbers(store, [(1, 2025)]) == {2}
    assert numbers(store, [key for key in KEYS if key != (1, 2025)]) == {1}


def test_keeping_after_putting_does_not_undo_it(address: Path) -> None:
    with refresh(address) as writer:
        writer.put(1, 2025, stamped(2))
        writer.keep()
        store = writer.commit(**fields())
    assert numbers(store, [(1, 2025)]) == {2}
    assert set(store.manifest.tiles) == set(KEYS)


def test_a_rebuild_keeps_only_what_it_puts(address: Path) -> None:
    with refresh(address) as writer:
        writer.put(1, 2025, stamped(2))
        store = writer.commit(**fields())
    assert set(store.manifest.tiles) == {(1, 2025)}
    assert store.tile(2, 2025).series.tolist() == []


def test_who_reads_the_state_before_goes_on_reading_it(address: Path) -> None:
    before = open_store(address)
    commit_stamped(address, 2, linger=0)
    assert numbers(before) == {1}
    assert numbers(before.reopened()) == {2}


def test_who_reads_an_older_state_is_told_to_open_anew(address: Path) -> None:
    before = open_store(address)
    opened_tile = before.tile(1, 2025)
    commit_stamped(address, 2, linger=0)
    commit_stamped(address, 3, linger=0)
    for reading in (lambda: before.tile(1, 2025), lambda: opened_tile.planes["value"]):
        with pytest.raises(Outdated, match="went on; the tile tiles/1-2025-1-") as caught:
            reading()
        assert caught.value.remedy == "repeat the command"
    assert numbers(before.reopened()) == {3}
    assert _tiles(address) == 2 * len(KEYS)


def test_replaced_tiles_linger_for_long_readings(
    address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 1_000_000.0
    monkeypatch.setattr(time, "time", lambda: now)
    before = open_store(address)
    for number in (2, 3, 4):
        commit_stamped(address, number, linger=60)
        now += 29
    assert numbers(before) == {1}
    now += 4
    commit_stamped(address, 5, linger=60)
    with pytest.raises(Outdated):
        numbers(before)


def test_a_tile_that_is_kept_is_never_collected(address: Path) -> None:
    before = open_store(address)
    for number in (2, 3, 4):
        with refresh(address, linger=0) as writer:
            writer.keep()
            writer.put(1, 2025, stamped(number))
            writer.commit(**fields())
    others = [key for key in KEYS if key != (1, 2025)]
    assert numbers(before, others) == numbers(open_store(address), others) == {1}
    assert _tiles(address) == len(KEYS) + 1


def test_a_rebuilt_store_does_not_answer_old_readers_with_new_numbers(address: Path) -> None:
    """Both states are the first generation; their folders still have different names."""
    before = open_store(address)
    remove(address)
    commit_stamped(address, 2)
    with pytest.raises(Outdated):
        numbers(before)


def test_who_does_not_wait_is_told_that_another_writes(address: Path) -> None:
    with refresh(address) as writer:
        writer.keep()
        with (
            pytest.raises(Busy, match="another process is writing the cube at"),
            refresh(address, wait=False),
        ):
            pass
        writer.commit(**fields(sequence=2))
    with refresh(address, wait=False) as writer:
        assert writer.manifest is not None
        assert writer.manifest.sequence == 2


def test_a_lock_that_is_given_is_held_while_writing() -> None:
    """Addresses other than local folders have no lock of their own."""
    held: list[str] = []

    @contextmanager
    def lock() -> Iterator[None]:
        held.append("taken")
        yield
        held.append("given back")

    with refresh("memory://locked/cube", lock=lock()) as writer:
        assert held == ["taken"]
        writer.commit(**fields())
        assert held == ["taken"]
    assert held == ["taken", "given back"]


@pytest.mark.parametrize("written", [0, 2])
def test_a_full_disk_leaves_the_old_state(
    address: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    plain, times = Folder.write, iter(range(100))

    def write(folder: Folder, files: dict[str, bytes]) -> None:
        if next(times) < written:
            plain(folder, files)
            return
        plain(folder, dict(list(files.items())[: len(files) // 2]))
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "write", write)
        with pytest.raises(Unreachable, match="the disk is full: the cube at") as caught:
            commit_stamped(address, 2)
    assert caught.value.remedy.startswith("free space")
    assert numbers(open_store(address)) == {1}
    assert _tiles(address) == len(KEYS)
    assert numbers(commit_stamped(address, 3)) == {3}


def test_a_refresh_in_which_a_tile_could_not_be_written_is_not_committed(
    address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the tile would be missing without a word."""

    def write(folder: Folder, files: dict[str, bytes]) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with refresh(address) as writer:
        writer.keep()
        with monkeypatch.context() as patched:
            patched.setattr(Folder, "write", write)
            with pytest.raises(Unreachable):
                writer.put(1, 2025, stamped(2))
        with pytest.raises(Unreachable, match="the disk is full"):
            writer.commit(**fields())
    assert numbers(open_store(address)) == {1}


@pytest.mark.parametrize(
    ("number", "says"), [(errno.ENOSPC, "the disk is full"), (errno.EROFS, "cannot be written")]
)
def test_a_manifest_that_cannot_be_written_leaves_the_old_state(
    address: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str
) -> None:
    def fsync(handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fsync)
        with pytest.raises(Unreachable, match=says):
            commit_stamped(address, 2)
    assert numbers(open_store(address)) == {1}
    assert _tiles(address) == len(KEYS)
    assert {file.name for file in address.iterdir()} == {"manifest.json", "tiles"}


def test_a_place_where_no_folder_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("Lan", encoding="utf-8")
    with pytest.raises(Unreachable, match="cannot be written") as caught:
        commit_stamped(tmp_path / "file" / "cube", 1)
    assert "choose another address" in caught.value.remedy


def test_a_read_only_store_is_read(address: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    for name in ("write", "swap", "remove", "locked"):
        monkeypatch.setattr(Folder, name, refuse)
    assert numbers(open_store(address)) == {1}
    with pytest.raises(Unreachable, match="cannot be written: Read-only file system"):
        commit_stamped(address, 2)
    with pytest.raises(Unreachable, match="cannot be written: Read-only file system"):
        remove(address)


def test_what_cannot_be_collected_does_not_spoil_the_commit(
    address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "remove", refuse)
        commit_stamped(address, 2, linger=0)
        assert numbers(commit_stamped(address, 3, linger=0)) == {3}
    assert _tiles(address) == 3 * len(KEYS)
    commit_stamped(address, 4, linger=0)
    assert _tiles(address) == 2 * len(KEYS)


def test_a_writer_cut_off_behind_its_swap_leaves_the_new_state(
    address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Folder.swap

    def swap(folder: Folder, name: str, content: bytes) -> None:
        plain(folder, name, content)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "swap", swap)
        with pytest.raises(KeyboardInterrupt):
            commit_stamped(address, 2)
    assert numbers(open_store(address)) == {2}
