"""One Parquet file: what was written is read back, and half of one is never seen."""

from __future__ import annotations

import errno
import os
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.parquet.test_tables import results
from tiendo.cube.parquet import SCHEMA, About, parquet_file, piece_of
from tiendo.vocabulary.errors import TiendoError

ABOUT = About("2024-Q1", date(2024, 6, 30), 12)


@pytest.fixture(scope="module")
def tables() -> list[pa.Table]:
    """The tables of a country's blocks."""
    return [piece_of(result).table for result in results(11)]


def test_what_was_written_is_read_back(tmp_path: Path, tables: list[pa.Table]) -> None:
    path = tmp_path / "country.parquet"

    with parquet_file(path, ABOUT) as file:
        for table in tables:
            file.add(table)

    everything = pa.concat_tables(tables)
    read = pq.read_table(path)
    assert read.schema.equals(SCHEMA)
    assert read.to_pylist() == everything.to_pylist()
    assert file.rows == everything.num_rows > 100
    assert list(tmp_path.iterdir()) == [path]


def test_the_file_says_what_it_is_about(tmp_path: Path) -> None:
    with parquet_file(tmp_path / "empty.parquet", ABOUT):
        pass

    read = pq.read_schema(tmp_path / "empty.parquet")
    assert read.metadata[b"tiendo.period"] == b"2024-Q1"
    assert read.metadata[b"tiendo.as_of"] == b"2024-06-30"
    assert read.metadata[b"tiendo.ledger_sequence"] == b"12"
    assert b"percentage points" in read.metadata[b"tiendo.units"]
    assert "tiendo.ledger_sequence" not in About("2024", date(2024, 6, 30)).metadata()


def test_a_former_file_stays_until_the_new_one_is_whole(
    tmp_path: Path, tables: list[pa.Table]
) -> None:
    path = tmp_path / "country.parquet"
    path.write_bytes(b"former")

    with pytest.raises(RuntimeError, match="half way"), parquet_file(path, ABOUT) as file:
        file.add(tables[0])
        assert path.read_bytes() == b"former"
        raise RuntimeError("half way")
    assert path.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [path]

    with parquet_file(path, ABOUT) as file:
        file.add(tables[0])
    assert pq.read_table(path).num_rows == tables[0].num_rows


def test_places_where_no_file_can_be_are_named(tmp_path: Path) -> None:
    with pytest.raises(TiendoError, match="is a folder"), parquet_file(tmp_path, ABOUT):
        pass
    missing = tmp_path / "missing" / "country.parquet"
    with (
        pytest.raises(TiendoError, match=f"there is no folder {missing.parent}"),
        parquet_file(missing, ABOUT),
    ):
        pass


def test_a_system_that_does_not_write_is_named(tables: list[pa.Table]) -> None:
    with (
        pytest.raises(TiendoError, match=r"/proc/country\.parquet cannot be written") as refused,
        parquet_file(Path("/proc/country.parquet"), ABOUT),
    ):
        pass
    assert "name another file" in refused.value.remedy


def test_a_full_disk_leaves_the_former_file(
    tmp_path: Path, tables: list[pa.Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "country.parquet"
    path.write_bytes(b"former")
    monkeypatch.setattr(os, "fsync", full)

    with (
        pytest.raises(TiendoError, match="cannot be written: No space left on device"),
        parquet_file(path, ABOUT) as file,
    ):
        file.add(tables[0])
    assert path.read_bytes() == b"former"
    assert list(tmp_path.iterdir()) == [path]
