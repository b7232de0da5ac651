"""What holds one number throughout is told by its group, not written; runs are found unread."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import xarray
import zarr

from tests.store.written import BLOCK, fields, folder_of, random_tile, same, with_columns
from tiendo.cube.cells.tables import Table
from tiendo.cube.cells.tile import PLANES, Tile
from tiendo.cube.store import CubeStore, refresh

INF, NAN = float("inf"), float("nan")


def _written(address: Path, tile: Tile) -> CubeStore:
    with refresh(address) as writer:
        writer.put(BLOCK, 2025, tile)
        return writer.commit(**fields())


def _with_column(column: str, values: Sequence[float]) -> Tile:
    return with_columns(random_tile(1, rows=len(values)), "plans", **{column: values})


@pytest.mark.parametrize(
    ("column", "number", "told"),
    [
        ("first", 24300, "24300"),
        ("version", -1, "-1"),
        ("operator", 255, "255"),
        ("order", -(2**63), "-9223372036854775808"),
        ("order", 2**53 + 1, "9007199254740993"),
        ("value", 0.1 + 0.2, "0.30000000000000004"),
        ("value", 5e-324, "5e-324"),
        ("value", -0.0, "-0.0"),
        ("lo", -INF, '"-Infinity"'),
        ("hi", INF, '"Infinity"'),
        ("value", NAN, '"NaN"'),
    ],
)
def test_a_column_of_one_number_is_told_and_read_to_the_bit(
    tmp_path: Path, column: str, number: float, told: str
) -> None:
    tile = _with_column(column, [number] * 3)
    store = _written(tmp_path / "cube", tile)
    assert same(store.tile(BLOCK, 2025), tile)
    folder = folder_of(tmp_path / "cube")
    assert not (folder / "plans" / column).exists()
    attributes = json.loads((folder / "plans/zarr.json").read_bytes())["attributes"]
    assert json.dumps(attributes["constants"][column]) == told
    with pytest.raises(ValueError, match="read-only"):
        store.tile(BLOCK, 2025).tables["plans"][column][0] = 7
    assert store.check() == []


@pytest.mark.parametrize(
    ("column", "values"),
    [
        ("first", [24300, 24300, 24301]),
        ("order", [2**53, 2**53 + 1]),
        ("value", [0.0, -0.0]),
        ("value", [1.0, NAN]),
        ("hi", [INF, -INF]),
    ],
)
def test_a_column_of_several_numbers_is_an_array(
    tmp_path: Path, column: str, values: list[float]
) -> None:
    tile = _with_column(column, values)
    store = _written(tmp_path / "cube", tile)
    assert same(store.tile(BLOCK, 2025), tile)
    assert (folder_of(tmp_path / "cube") / "plans" / column / "c.0").exists()


@pytest.mark.parametrize("plane", PLANES)
def test_a_plane_of_one_number_is_told_by_the_tile(tmp_path: Path, plane: str) -> None:
    tile = random_tile(1)
    tile.planes[plane][...] = PLANES[plane][1]
    store = _written(tmp_path / "cube", tile)
    read = store.tile(BLOCK, 2025)
    assert same(read, tile)
    assert read.planes[plane].flags.c_contiguous
    folder = folder_of(tmp_path / "cube")
    assert not (folder / plane).exists()
    told = json.loads((folder / "zarr.json").read_bytes())["attributes"]["tiendo"]["form"]
    number = "NaN" if plane == "value" else PLANES[plane][1]
    assert told["constants"] == {plane: number}


def test_other_libraries_find_constants_and_runs_in_the_attributes(tmp_path: Path) -> None:
    last = (24300, 24302, 24302, 24311)
    tile = with_columns(random_tile(1, rows=4), "plans", version=-1, first=24300, last=last)
    tile.planes["status"][...] = 2
    _written(tmp_path / "cube", tile)
    folder = str(folder_of(tmp_path / "cube"))
    for group in (zarr.open_consolidated(folder), zarr.open_group(folder, use_consolidated=False)):
        plans = group["plans"]
        assert isinstance(plans, zarr.Group)
        assert set(plans.array_keys()) == set(tile.tables["plans"]) - {"version", "first"}
        assert plans.attrs.asdict() == {
            "rows": 4,
            "ranges": [[24300, 24300, 0, 1], [24300, 24302, 1, 3], [24300, 24311, 3, 4]],
            "constants": {"version": -1, "first": 24300},
        }
    with xarray.open_zarr(folder, chunks=None) as opened:
        assert set(opened.data_vars) == set(PLANES) - {"status"}
        assert opened.attrs["tiendo"]["form"]["constants"] == {"status": 2}


def test_runs_are_found_without_reading_a_column(tmp_path: Path) -> None:
    last = (24300, 24302, 24302, 24311)
    tile = with_columns(random_tile(1, rows=4), "runs", first=24300, last=last)
    store = _written(tmp_path / "cube", tile)
    read = store.tile(BLOCK, 2025).tables["runs"]
    for chunk in folder_of(tmp_path / "cube").glob("runs/*/c.0"):
        chunk.unlink()
    expected = {(24300, 24300): (0, 1), (24300, 24302): (1, 3), (24300, 24311): (3, 4)}
    assert read.ranges == tile.tables["runs"].ranges == expected


def test_a_table_without_rows_has_no_runs(tmp_path: Path) -> None:
    store = _written(tmp_path / "cube", random_tile(1, rows=0))
    assert not (folder_of(tmp_path / "cube") / "runs").exists()
    read = store.tile(BLOCK, 2025).tables["runs"]
    assert (read.length, read.ranges) == (0, Table.empty("runs").ranges) == (0, {})
