"""Every fault of a store is named with its place and its cause, and how to mend it."""

from __future__ import annotations

import json
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.store.written import (
    AXES,
    BLOCK,
    SERIES,
    arrays,
    commit_stamped,
    fields,
    folder_of,
    random_tile,
    with_columns,
)
from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.tables import Sorting
from tiendo.cube.store import (
    Damaged,
    NoStore,
    OtherVersion,
    StoreFault,
    Unreachable,
    open_store,
    refresh,
)
from tiendo.cube.store.folder import Folder
from tiendo.cube.store.groups import GroupForm
from tiendo.cube.store.manifest import MANIFEST

REMEDY = "run `tiendo rebuild`"


@pytest.fixture
def address(tmp_path: Path) -> Path:
    """A store with one tile, in which all plans are filed ones."""
    tile = with_columns(random_tile(1), "plans", derived=0)
    with refresh(tmp_path / "cube") as writer:
        writer.put(BLOCK, 2025, tile)
        writer.commit(**fields())
    return tmp_path / "cube"


def test_a_whole_store_has_no_faults(address: Path) -> None:
    told: list[tuple[int, int]] = []
    assert open_store(address).check(lambda done, of: told.append((done, of))) == []
    assert told == [(1, 1)]


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(NoStore, match="there is no cube at") as caught:
        open_store(tmp_path / "cube")
    assert str(tmp_path / "cube") in caught.value.message
    assert caught.value.remedy == REMEDY


def test_an_address_without_a_driver() -> None:
    with pytest.raises(Unreachable, match="'paper://cube' cannot be opened") as caught:
        open_store("paper://cube")
    assert "install the fsspec driver" in caught.value.remedy


def _cut(data: bytes) -> bytes:
    return data[:-20]


def _garble(data: bytes) -> bytes:
    middle = len(data) // 2
    return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]


def _edit(data: bytes) -> bytes:
    return data.replace(b'"sequence":7', b'"sequence":8')


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (_cut, "it is not JSON"),
        (lambda data: b"", "it is not JSON"),
        (lambda data: b"\xff\xfe", "it is not JSON"),
        (lambda data: b"[1, 2]", "it tells no version"),
        (lambda data: b"{}", "it tells no version"),
        (lambda data: b'{"version": 1}', "does not match its checksum"),
        (_edit, "does not match its checksum"),
    ],
)
def test_a_manifest_that_was_cut_or_changed(
    address: Path, change: Callable[[bytes], bytes], cause: str
) -> None:
    data = (address / MANIFEST).read_bytes()
    assert change(data) != data
    (address / MANIFEST).write_bytes(change(data))
    with pytest.raises(Damaged, match=cause) as caught:
        open_store(address)
    assert str(address) in caught.value.message
    assert caught.value.remedy == REMEDY


def test_a_store_of_another_version(address: Path) -> None:
    document = json.loads((address / MANIFEST).read_bytes())
    (address / MANIFEST).write_text(json.dumps(document | {"version": 99}), encoding="utf-8")
    with pytest.raises(OtherVersion, match=r"version 99; this program .* version 1") as caught:
        open_store(address)
    assert caught.value.remedy == REMEDY


CHUNKS = ("value/c.0.0.0", "state/c.0.0.0", "figure/c.0.0.0", "plans/lo/c.0")


@pytest.mark.parametrize("file", CHUNKS)
@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (_cut, "cut short"),
        (lambda data: b"", "cut short"),
        (_garble, "garbled"),
        (None, "is missing"),
    ],
)
def test_a_chunk_that_is_missing_cut_or_garbled(
    address: Path, file: str, change: Callable[[bytes], bytes] | None, cause: str
) -> None:
    """Zarr alone would give its fill value for a missing chunk, and garbled numbers as they are."""
    store, chunk = open_store(address), folder_of(address) / file
    if change is None:
        chunk.unlink()
    else:
        chunk.write_bytes(change(chunk.read_bytes()))
    with pytest.raises(Damaged, match=cause) as caught:
        arrays(store.tile(BLOCK, 2025))
    assert f"{file} in the tile tiles/1-2025-1-" in caught.value.message
    assert str(address) in caught.value.message
    assert caught.value.remedy == REMEDY
    assert [fault.message for fault in store.check()] == [caught.value.message]


def test_a_chunk_of_another_array_does_not_pass_for_its_own(address: Path) -> None:
    folder = folder_of(address)
    shutil.copy(folder / "state/c.0.0.0", folder / "known_at/c.0.0.0")
    with pytest.raises(Damaged, match=r"does not hold \(12, 3, 4\) numbers"):
        open_store(address).tile(BLOCK, 2025).planes["known_at"]


CHANGED = "was changed or cut short: it does not match its checksum"


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (None, "is missing"),
        (_cut, CHANGED),
        (lambda data: b"", CHANGED),
        (lambda data: b"{}", CHANGED),
        (lambda data: b"\xff\xfe", CHANGED),
        (lambda data: data.replace(b'"rows":5', b'"rows":4'), CHANGED),
        (lambda data: data.replace(b'"derived":0', b'"derived":1'), CHANGED),
        (lambda data: data.replace(b",0,1],", b",0,2],"), CHANGED),
        (lambda data: data.replace(b'"checksum":"', b'"checksum":"0'), CHANGED),
    ],
)
def test_a_tiles_document_that_is_missing_cut_or_changed(
    address: Path, change: Callable[[bytes], bytes] | None, cause: str
) -> None:
    document = folder_of(address) / "zarr.json"
    if change is None:
        document.unlink()
    else:
        data = document.read_bytes()
        assert change(data) != data
        document.write_bytes(change(data))
    with pytest.raises(Damaged, match=cause) as caught:
        open_store(address).tile(BLOCK, 2025)
    assert "zarr.json in the tile tiles/1-2025-1-" in caught.value.message
    assert caught.value.remedy == REMEDY
    assert [fault.message for fault in open_store(address).check()] == [caught.value.message]


Ranges = tuple[tuple[int, int, int, int], ...]


@pytest.mark.parametrize(
    "ranges",
    [
        (),
        ((24300, 24300, 0, 4),),
        ((24300, 24300, 0, 6),),
        ((24300, 24300, 1, 5),),
        ((24300, 24300, 0, 3), (24301, 24301, 2, 5)),
        ((24300, 24300, 0, 5), (24301, 24301, 5, 5)),
        ((24300, 24300, 0, 2), (24300, 24300, 2, 5)),
    ],
    ids=["none", "too few", "too many", "late", "overlapping", "empty", "twice"],
)
def test_runs_that_are_not_the_rows_of_their_table(address: Path, ranges: Ranges) -> None:
    """The document is whole, so the checksum does not help: the writer was wrong."""
    document = folder_of(address) / "zarr.json"
    form = GroupForm.read(document.read_bytes())
    runs = replace(form.tables["runs"], ranges=ranges)
    wrong = replace(form, tables={**form.tables, "runs": runs})
    document.write_bytes(wrong.documents()["zarr.json"])
    with pytest.raises(
        Damaged, match="the rows of its runs do not follow on one another"
    ) as caught:
        open_store(address).tile(BLOCK, 2025)
    assert "zarr.json in the tile tiles/1-2025-1-" in caught.value.message
    assert [fault.message for fault in open_store(address).check()] == [caught.value.message]


def test_a_tile_whose_folder_is_missing(address: Path) -> None:
    shutil.rmtree(folder_of(address))
    with pytest.raises(Damaged, match=r"tiles/1-2025-1-.* is missing"):
        open_store(address).tile(BLOCK, 2025)


def test_a_tile_in_the_place_of_another(tmp_path: Path) -> None:
    commit_stamped(tmp_path / "cube", 1)
    here, there = folder_of(tmp_path / "cube", 1, 2024), folder_of(tmp_path / "cube", 1, 2025)
    shutil.rmtree(here)
    shutil.copytree(there, here)
    with pytest.raises(Damaged, match=f"belongs to another tile, tiles/{there.name}"):
        open_store(tmp_path / "cube").tile(1, 2024)


def test_checking_names_all_faults_and_also_those_that_reading_does_not_meet(
    address: Path,
) -> None:
    folder = folder_of(address)
    (folder / "value/zarr.json").write_text("{}", encoding="utf-8")
    (folder / "runs/zarr.json").unlink()
    (folder / "stated/lo/c.0").unlink()
    (folder / "series/c.0").unlink()
    faults = [fault.message for fault in open_store(address).check()]
    assert [fault.partition(" in the tile ")[0] for fault in faults] == [
        "runs/zarr.json",
        "value/zarr.json",
        "series/c.0",
        "stated/lo/c.0",
    ]


@pytest.mark.parametrize(
    ("axes", "cause"),
    [
        (replace(AXES, blocks=AXES.blocks[:1]), "the axes have 1 blocks"),
        (replace(AXES, blocks=((1,), (2,), (3,))), "it has 3 places, its block 1"),
        (replace(AXES, series=SERIES[:2]), "it has series 9, the axes 2"),
    ],
)
def test_a_tile_that_does_not_fit_on_the_axes(address: Path, axes: Axes, cause: str) -> None:
    store = open_store(address)
    store = replace(store, manifest=replace(store.manifest, axes=axes))
    with pytest.raises(Damaged, match=f"the tile tiles/1-2025-1-.* does not fit: {cause}"):
        store.tile(BLOCK, 2025)
    with refresh(address) as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        with pytest.raises(ValueError, match=cause):
            writer.commit(**fields(axes=axes))


def test_a_tile_that_contradicts_itself_is_not_written(tmp_path: Path) -> None:
    tile = random_tile(1)
    with refresh(tmp_path / "cube") as writer:
        with pytest.raises(ValueError, match="shape"):
            writer.put(BLOCK, 2025, replace(tile, places=2))
        with pytest.raises(ValueError, match="a tile of 2025 put as 2024"):
            writer.put(BLOCK, 2024, tile)
        plane = np.zeros((12, 2, 4))
        with pytest.raises(ValueError, match="shape"):
            writer.put(BLOCK, 2025, replace(tile, planes={**tile.planes, "value": plane}))
        upside_down = replace(tile, series=tile.series[::-1])
        writer.put(BLOCK, 2025, upside_down)
        with pytest.raises(ValueError, match="not ascending"):
            writer.commit(**fields())


def test_a_table_whose_runs_are_scattered_is_not_written(tmp_path: Path) -> None:
    months = (24300, 24301, 24300)
    tile = with_columns(random_tile(1, rows=3), "runs", first=months, last=months)
    with refresh(tmp_path / "cube") as writer:
        with pytest.raises(ValueError, match="the rows of a run do not stand together"):
            writer.put(BLOCK, 2025, tile)
        table = tile.tables["runs"]
        sorted_ = table.take(Sorting().order(table))
        writer.put(BLOCK, 2025, replace(tile, tables={**tile.tables, "runs": sorted_}))
        store = writer.commit(**fields())
    assert store.tile(BLOCK, 2025).tables["runs"].ranges == {
        (24300, 24300): (0, 2),
        (24301, 24301): (2, 3),
    }


def test_a_file_that_the_system_does_not_read(
    address: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(address)

    def refuse(folder: Folder, name: str) -> bytes:
        raise PermissionError(13, os.strerror(13))

    monkeypatch.setattr(Folder, "read", refuse)
    for reading in (
        lambda: open_store(address),
        lambda: store.tile(BLOCK, 2025),
        lambda: refresh(address).__enter__(),
    ):
        with pytest.raises(Unreachable, match="cannot be read: Permission denied") as caught:
            reading()
        assert "give this user the right to read it" in caught.value.remedy


def test_a_damaged_store_is_mended_by_writing_it_anew(address: Path) -> None:
    (address / MANIFEST).write_bytes(b"{")
    with refresh(address) as writer:
        assert writer.manifest is None
        with pytest.raises(Damaged, match="it is not JSON"):
            writer.keep()
        writer.put(BLOCK, 2025, random_tile(2))
        writer.commit(**fields())
    assert open_store(address).check() == []
    assert len(list((address / "tiles").iterdir())) == 1


def test_keeping_what_was_never_there(tmp_path: Path) -> None:
    with refresh(tmp_path / "cube") as writer, pytest.raises(NoStore):
        writer.keep()


def test_faults_travel_between_processes_as_they_are(tmp_path: Path) -> None:
    with pytest.raises(StoreFault) as caught:
        open_store(tmp_path / "cube")
    travelled = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(travelled, NoStore)
    assert (travelled.message, travelled.remedy) == (caught.value.message, caught.value.remedy)
    assert str(travelled) == str(caught.value)
