"""What is put into a store is read back as it was, here and by the libraries of others."""

from __future__ import annotations

import pickle
from pathlib import Path
from unittest import mock
from uuid import uuid4

import numpy as np
import pytest
import xarray
import zarr
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.store.written import AXES, BLOCK, fields, folder_of, random_tile, same
from tiendo.cube.cells.tables import SCHEMAS
from tiendo.cube.cells.tile import PLANES, Tile
from tiendo.cube.store import STORE_VERSION, exists, open_store, refresh, remove
from tiendo.cube.store.folder import Folder


@pytest.fixture(params=["folder", "memory"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A place for a store: on the disk, or at an fsspec address."""
    return str(tmp_path / "cube") if request.param == "folder" else f"memory://{uuid4().hex}/cube"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(0, 999),
    places=st.integers(0, 3),
    series=st.integers(0, 5),
    rows=st.integers(0, 9),
)
def test_a_tile_is_read_as_it_was_put(
    address: str, number: int, places: int, series: int, rows: int
) -> None:
    assume(series or rows)
    tile = random_tile(number, places=places, series=series, rows=rows)
    with refresh(address) as writer:
        writer.put(BLOCK, 2025, tile)
        writer.commit(**fields())
    assert same(open_store(address).tile(BLOCK, 2025), tile)


def test_the_manifest_tells_the_state_and_its_axes(address: str) -> None:
    with refresh(address) as writer:
        assert writer.manifest is None
        writer.put(BLOCK, 2025, random_tile(1))
        writer.commit(**fields(pending=((739010, 1, 0, 2), (739001, 1, 2, 0))))
    manifest = open_store(address).manifest
    assert manifest.version == STORE_VERSION
    assert (manifest.generation, manifest.sequence, manifest.head) == (1, 7, "5ea1")
    assert (manifest.last_figure, manifest.as_of, manifest.pack) == (1002, 739000, "lien-ha")
    assert manifest.axes == open_store(address).axes == AXES
    assert manifest.pending == ((739001, 1, 2, 0), (739010, 1, 0, 2))
    assert list(manifest.tiles) == [(BLOCK, 2025)]


def test_where_nothing_was_put_the_tile_is_empty(address: str) -> None:
    with refresh(address) as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        writer.put(BLOCK, 2026, Tile.empty(2026, 3))
        writer.commit(**fields())
    store = open_store(address)
    assert set(store.manifest.tiles) == {(BLOCK, 2025)}
    assert same(store.tile(BLOCK, 2026), Tile.empty(2026, 3))
    assert same(store.tile(0, 2025), Tile.empty(2025, 1))


def test_a_tile_put_twice_counts_as_the_second(address: str) -> None:
    with refresh(address) as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        writer.put(BLOCK, 2025, random_tile(2, rows=0))
        writer.put(BLOCK, 2024, random_tile(3, 2024))
        writer.put(BLOCK, 2024, Tile.empty(2024))
        store = writer.commit(**fields())
    assert set(store.manifest.tiles) == {(BLOCK, 2025)}
    assert same(store.tile(BLOCK, 2025), random_tile(2, rows=0))
    assert store.check() == []


def test_a_store_is_there_until_it_is_removed(address: str) -> None:
    assert not exists(address)
    with refresh(address) as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        assert not exists(address)
        writer.commit(**fields())
    assert exists(address)
    remove(address)
    assert not exists(address)
    assert not Folder.at(address).exists()
    remove(address)


def test_removing_leaves_what_is_not_the_stores(tmp_path: Path) -> None:
    with refresh(tmp_path) as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        writer.commit(**fields())
    (tmp_path / "notes.txt").write_text("Lan", encoding="utf-8")
    remove(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


def test_only_what_is_asked_for_is_read(tmp_path: Path) -> None:
    with refresh(tmp_path / "cube") as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        writer.commit(**fields())
    read: list[str] = []

    def noting(folder: Folder, name: str, *, plain: object = Folder.read) -> bytes:
        read.append(name.partition("/")[2].partition("/")[2])
        return plain(folder, name)  # type: ignore[operator,no-any-return]

    with mock.patch.object(Folder, "read", noting):
        tile = open_store(tmp_path / "cube").tile(BLOCK, 2025)
        assert read == ["", "zarr.json"]  # The manifest first.
        read.clear()
        tile.planes["value"]
        tile.planes["value"]
        tile.tables["plans"]["value"]
        assert tile.tables["runs"].length == len(tile.tables["runs"].ranges) == 5
    assert read == ["value/c.0.0.0", "plans/value/c.0"]


def test_what_was_read_cannot_be_changed_by_mistake(tmp_path: Path) -> None:
    with refresh(tmp_path / "cube") as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        store = writer.commit(**fields())
    tile = store.tile(BLOCK, 2025)
    for values in (
        tile.series,
        tile.planes["value"],
        tile.planes["state"],
        tile.tables["plans"]["lo"],
    ):
        with pytest.raises(ValueError, match="read-only"):
            values[...] = 0


def test_a_store_and_its_tiles_travel_to_other_processes(tmp_path: Path) -> None:
    with refresh(tmp_path / "cube") as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        writer.commit(**fields())
    store = open_store(tmp_path / "cube")
    store.tile(BLOCK, 2025).planes["value"]
    travelled = pickle.loads(pickle.dumps(store))
    assert travelled == store
    assert same(travelled.tile(BLOCK, 2025), random_tile(1))
    assert same(pickle.loads(pickle.dumps(store.tile(BLOCK, 2025))), random_tile(1))


def test_a_relative_address_counts_from_where_it_was_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with refresh("cube") as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        store = writer.commit(**fields())
    monkeypatch.chdir("/")
    assert same(store.tile(BLOCK, 2025), random_tile(1))


def test_a_folder_may_have_any_name(tmp_path: Path) -> None:
    address = tmp_path / "Văn phòng [1] #2 100% *" / "cube"
    with refresh(address) as writer:
        writer.put(BLOCK, 2025, random_tile(1))
        writer.commit(**fields())
    with refresh(address, linger=0) as writer:
        writer.put(BLOCK, 2025, random_tile(2))
        store = writer.commit(**fields())
    assert same(store.tile(BLOCK, 2025), random_tile(2))
    remove(address)
    assert not exists(address)


def test_zarr_itself_reads_a_tile(tmp_path: Path) -> None:
    tile = random_tile(4, rows=6)
    with refresh(tmp_path / "cube") as writer:
        writer.put(BLOCK, 2025, tile)
        writer.commit(**fields())
    folder = str(folder_of(tmp_path / "cube"))
    for group in (zarr.open_consolidated(folder), zarr.open_group(folder, use_consolidated=False)):
        assert set(group.group_keys()) == set(SCHEMAS)
        np.testing.assert_array_equal(_array(group, "series"), tile.series)
        for plane, (kind, fill) in PLANES.items():
            array = group[plane]
            assert isinstance(array, zarr.Array)
            assert array.dtype == kind
            np.testing.assert_array_equal(array.fill_value, fill)
            np.testing.assert_array_equal(array[:], tile.planes[plane])
        for name, schema in SCHEMAS.items():
            for column in schema:
                np.testing.assert_array_equal(
                    _array(group, f"{name}/{column}"), tile.tables[name][column]
                )


def _array(group: zarr.Group, path: str) -> object:
    array = group[path]
    assert isinstance(array, zarr.Array)
    return array[:]


def test_xarray_opens_a_tile_with_its_axes(tmp_path: Path) -> None:
    tile = random_tile(5)
    with refresh(tmp_path / "cube") as writer:
        writer.put(BLOCK, 2025, tile)
        writer.commit(**fields())
    with xarray.open_zarr(folder_of(tmp_path / "cube"), chunks=None) as opened:
        assert opened["value"].dims == ("month", "place", "series")
        assert opened["series"].values.tolist() == tile.series.tolist()
        np.testing.assert_array_equal(opened["value"].values, tile.planes["value"])


@pytest.mark.parametrize("path", ["value", "figure", "plans/order", "stated/agreed"])
def test_what_zarr_writes_in_the_same_form_is_read(tmp_path: Path, path: str) -> None:
    """The two encoders agree: a chunk that zarr wrote in its place does not change the tile."""
    tile = random_tile(6)
    with refresh(tmp_path / "cube") as writer:
        writer.put(BLOCK, 2025, tile)
        store = writer.commit(**fields())
    folder = folder_of(tmp_path / "cube")
    (chunk,) = (folder / path).glob("c.*")
    chunk.unlink()
    table, _, name = path.rpartition("/")
    zarr.open_array(str(folder / path), mode="r+")[:] = (
        tile.tables[table][name] if table else tile.planes[name]
    )
    assert chunk.exists()
    assert same(store.tile(BLOCK, 2025), tile)
