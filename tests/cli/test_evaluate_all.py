"""`tiendo evaluate --all`: the whole country as a summary, as JSON or as a file."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import Result

Tiendo = Callable[..., Result]


@pytest.fixture
def country(tiendo: Tiendo, write: Write) -> Tiendo:
    """A workspace in which three provinces filed; Quang Ninh's first number was revised later."""
    lines = [
        line(place, period=period, value=value, known_at=known_at, status="estimate")
        for place, period, value, known_at in (
            ("ninh-thuan", "2024-06", "400", "2024-06-30"),
            ("ninh-thuan", "2023-06", "300", "2023-06-30"),
            ("quang-ninh", "2024-06", "4000", "2024-06-30"),
            ("quang-ninh", "2024-06", "4100", "2024-09-30"),
            ("binh-dinh", "2024-06", "1000", "2024-06-30"),
        )
    ]
    done = tiendo("load", write(*lines), "--by", "Lan")
    assert done.code == 0, done.err
    return tiendo


def test_without_more_a_summary_says_how_to_get_everything(country: Tiendo) -> None:
    shown = country("evaluate", "--all", "2024-06", "--lang", "en")

    assert shown.code == 0, shown.err
    assert shown.out.startswith("2024-06\n")
    table = {cells[0]: cells[1:] for row in shown.out.splitlines() if (cells := row.split())}
    assert table["Level"] == ["Places", "Rows", "value", "partial"]
    assert table["country"] == ["1", "1", "0", "1"]
    assert table["province"] == ["3", "3", "3", "0"]
    assert "--out FILE.parquet or --json" in shown.out


def test_the_summary_speaks_the_reader_s_language(country: Tiendo) -> None:
    assert "tỉnh" in country("evaluate", "--all", "2024-06", "--lang", "vi").out
    assert "المقاطعة" in country("evaluate", "--all", "2024-06", "--lang", "ar").out
    assert "провинция" in country("evaluate", "--all", "2024-06", "--lang", "ru").out


def test_the_period_may_stand_before_or_behind(country: Tiendo) -> None:
    before = country("evaluate", "2024-06", "--all", "--json")
    behind = country("evaluate", "--all", "2024-06", "--json")
    assert before.json() == behind.json() != []


def test_json_has_the_rows_that_each_place_has_by_itself(country: Tiendo) -> None:
    rows = country("evaluate", "--all", "2024-06", "--json").json()

    for key in ("ninh-thuan", "quang-ninh", "binh-dinh"):
        mine = [row for row in rows if row["place"] == key]
        alone = country("evaluate", key, "2024-06", "--json").json()
        assert len(mine) == len(alone) == 1
        assert list(mine[0]) == list(alone[0])
        for field, value in alone[0].items():
            number = isinstance(value, float)
            assert mine[0][field] == (pytest.approx(value) if number else value), field


@pytest.fixture
def contradicted(country: Tiendo, write: Write) -> Tiendo:
    """The same with a part of Ninh Thuan's June that is more than the whole."""
    more = line(
        "ninh-thuan", indicator="domestic-revenue", period="2024-06", value="500",
        known_at="2024-06-30",
    )  # fmt: skip
    assert country("load", write(more, name="more.csv"), "--by", "Lan").code == 0
    return country


def test_what_the_rules_find_is_in_the_rows_as_for_one_place(contradicted: Tiendo) -> None:
    everywhere = contradicted("evaluate", "--all", "2024-06", "--json").json()
    alone = contradicted("evaluate", "ninh-thuan", "2024-06", "--json").json()

    def ruled(rows: list[dict[str, object]]) -> list[object]:
        return [
            (row["indicator"], row["measure"], finding)
            for row in rows
            if row["place"] == "ninh-thuan"
            for finding in row["findings"]  # type: ignore[attr-defined]
            if finding["check"] == "rule:some-within-all"
        ]

    assert len(ruled(alone)) == 1
    assert ruled(everywhere) == ruled(alone)
    without = contradicted("evaluate", "--all", "2024-06", "--json", "--no-rules").json()
    assert ruled(without) == []
    assert len(without) == len(everywhere)


def test_what_the_rules_find_is_in_the_file_and_in_the_summary(
    contradicted: Tiendo, tmp_path: Path
) -> None:
    file = tmp_path / "june.parquet"
    assert contradicted("evaluate", "--all", "2024-06", "--out", file).code == 0
    rows = pq.read_table(file).to_pylist()
    checks = {(row["place"], each["check"]) for row in rows for each in row["findings"] or []}
    assert ("ninh-thuan", "rule:some-within-all") in checks
    summary = contradicted("evaluate", "--all", "2024-06", "--lang", "en").out
    assert "rule:some-within-all 1" in summary
    of_communes = contradicted("evaluate", "--all", "2024-06", "--level", "commune", "--lang", "en")
    assert "rule:some-within-all" not in of_communes.out


def test_rules_that_break_are_findings_there_too(contradicted: Tiendo) -> None:
    asked = ("evaluate", "--all", "2024-06", "--json")
    rows = contradicted(*asked, broken_rule="some-within-all").json()
    verdicts = [
        each["verdict"]
        for row in rows
        for each in row["findings"]
        if each["check"] == "rule:some-within-all"
    ]
    assert verdicts and set(verdicts) == {"not_checkable"}


def test_a_source_is_named_where_one_figure_was_read(country: Tiendo) -> None:
    rows = country("evaluate", "--all", "2024-06", "--json").json()
    sources = {row["place"]: row["source"] for row in rows}
    assert sources["ninh-thuan"] == "figures.csv, line 2"
    assert sources["vn"] is None


def test_only_places_of_a_level(country: Tiendo) -> None:
    rows = country("evaluate", "--all", "2024-06", "--level", "province", "--json").json()
    assert {row["place"] for row in rows} == {"ninh-thuan", "quang-ninh", "binh-dinh"}
    assert country("evaluate", "--all", "2024-06", "--level", "commune", "--json").json() == []


def test_as_of_a_past_day_the_country_is_as_it_was_known(country: Tiendo) -> None:
    def value(*options: str) -> float:
        rows = country("evaluate", "--all", "2024-06", "--json", *options).json()
        return next(row["value"] for row in rows if row["place"] == "quang-ninh")

    assert value() == 4100
    assert value("--as-of", "2024-07-15") == 4000
    nothing = country("evaluate", "--all", "2024-06", "--as-of", "2024-06-01", "--json")
    assert nothing.json() == []
    assert "nothing is filed or planned in 2024-06 as known on 2024-06-01" in nothing.err


def test_a_rebuilt_cube_says_the_same(country: Tiendo) -> None:
    from_ledger = country("evaluate", "--all", "2024-06", "--json").json()
    assert country("rebuild").code == 0
    assert country("evaluate", "--all", "2024-06", "--json").json() == from_ledger


# ---- into a file --------------------------------------------------------------------


def test_a_file_has_the_rows_and_says_what_it_is(country: Tiendo, tmp_path: Path) -> None:
    out = tmp_path / "country.parquet"

    done = country("evaluate", "--all", "2024-06", "--out", out, "--lang", "en")

    assert done.code == 0, done.err
    table = pq.read_table(out)
    rows = country("evaluate", "--all", "2024-06", "--json", "--lang", "en").json()
    assert table.column("place").to_pylist() == [row["place"] for row in rows]
    assert table.column("source").to_pylist() == [row["source"] for row in rows]
    assert table.column("growth_pct").to_pylist() == [row["growth_pct"] for row in rows]
    assert f"{len(rows)} rows of 4 places are in {out}" in done.out
    assert table.schema.metadata[b"tiendo.period"] == b"2024-06"
    assert int(table.schema.metadata[b"tiendo.ledger_sequence"]) >= 2
    assert date.fromisoformat(table.schema.metadata[b"tiendo.as_of"].decode())


def test_with_json_a_file_is_told_as_one_object(country: Tiendo, tmp_path: Path) -> None:
    out = tmp_path / "country.parquet"
    out.write_text("former")

    told = country("evaluate", "--all", "2024-06", "--out", out, "--json").json()

    assert {**told, "seconds": None} == {
        "rows": pq.read_table(out).num_rows,
        "places": 4,
        "out": str(out),
        "seconds": None,
    }
    assert 0 < told["seconds"] < 120


def test_files_that_cannot_be_written_are_refused(country: Tiendo, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "country.parquet"
    refused = country("evaluate", "--all", "2024-06", "--out", missing)
    assert refused.code == 1
    assert refused.err.startswith(f"error: there is no folder {missing.parent}")

    refused = country("evaluate", "--all", "2024-06", "--out", tmp_path)
    assert refused.code == 1
    assert refused.err.startswith(f"error: {tmp_path} is a folder")

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    refused = country("evaluate", "--all", "2024-06", "--out", pipe)
    assert refused.code == 1
    assert refused.err.startswith(f"error: {pipe} is no file")
    assert pipe.is_fifo()


def test_a_place_for_no_file_is_refused_before_anything_is_read(
    country: Tiendo, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "cube" / "manifest.json").write_text("spoilt")
    assert "garbled" in country("evaluate", "--all", "2024-06", "--out", tmp_path / "x").err
    assert "is a folder" in country("evaluate", "--all", "2024-06", "--out", tmp_path).err


def test_a_link_to_a_file_stays_a_link(country: Tiendo, tmp_path: Path) -> None:
    file, link = tmp_path / "2024.parquet", tmp_path / "latest.parquet"
    link.symlink_to(file)
    assert country("evaluate", "--all", "2024-06", "--out", link).code == 0
    assert link.is_symlink()
    assert pq.read_table(file).num_rows > 0


def test_where_nothing_is_filed_that_is_said(country: Tiendo, tmp_path: Path) -> None:
    out = tmp_path / "country.parquet"
    done = country("evaluate", "--all", "2042-06", "--out", out)
    assert done.code == 0
    assert "nothing is filed or planned in 2042-06" in done.err
    assert pq.read_table(out).num_rows == 0


def test_json_is_printed_whole_or_not_at_all(country: Tiendo) -> None:
    whole = country("evaluate", "--all", "2024-06", "--json")
    full = country("evaluate", "--all", "2024-06", "--json", largest_file=len(whole.out) // 2)
    assert (full.code, full.out) == (1, "")
    assert full.err.startswith("error: ")


# ---- wrong usage --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--all",), "missing argument 'PERIOD'"),
        (("ninh-thuan", "2024-06", "--all"), "'ninh-thuan' cannot be named beside it"),
        (("--all", "2024-06", "--level", "village"), "'village' is not one of 'country'"),
        (("ninh-thuan", "2024-06", "--level", "commune"), "--level goes with --all only"),
        (("ninh-thuan", "2024-06", "--out", "x.parquet"), "--out goes with --all only"),
        (("ninh-thuan", "2024-06", "--cluster", "x:1"), "--cluster goes with --all only"),
        (("--all", "2024-06", "--out", ""), "the path is empty"),
        (("--all", "2024-06", "--cluster", " "), "the address is empty"),
    ],
)
def test_words_that_do_not_go_together(
    tiendo: Tiendo, arguments: tuple[str, ...], said: str
) -> None:
    wrong = tiendo("evaluate", *arguments)
    assert wrong.code == 2
    assert wrong.out == ""
    assert said in wrong.err
    assert "see `tiendo evaluate --help`" in wrong.err


def test_a_period_that_is_none_is_refused(tiendo: Tiendo) -> None:
    refused = tiendo("evaluate", "--all", "last-year")
    assert refused.code == 1
    assert "last-year" in refused.err


# ---- on a cluster -------------------------------------------------------------------


@pytest.mark.slow
def test_a_cluster_says_the_same(country: Tiendo, tmp_path: Path) -> None:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=logging.CRITICAL,
    ) as cluster:
        address = cluster.scheduler_address
        here = country("evaluate", "--all", "2024-06", "--json")
        there = country("evaluate", "--all", "2024-06", "--json", "--cluster", address)
    assert (there.code, there.err) == (0, "")
    assert there.json() == here.json() != []


def test_a_cluster_that_nobody_runs_is_refused(country: Tiendo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"

    refused = country("evaluate", "--all", "2024-06", "--cluster", address)

    assert refused.code == 1
    assert refused.err.startswith(f"error: the cluster at '{address}' cannot be reached")
    assert "dask scheduler" in refused.err


def test_a_lost_cluster_is_told_before_minutes_of_rules(country: Tiendo) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
    asked = "evaluate", "--all", "2024-06", "--cluster", address

    refused = country(*asked, interrupted_in="tiendo.cli.country:rules_of_country")
    assert refused.code == 1 and "cannot be reached" in refused.err
    ruled = country(*asked[:3], interrupted_in="tiendo.cli.country:rules_of_country")
    assert ruled.code == 130


def test_a_past_day_is_not_asked_of_a_cluster(country: Tiendo) -> None:
    refused = country(
        "evaluate", "--all", "2024-06", "--as-of", "2024-07-01", "--cluster", "tcp://127.0.0.1:1"
    )
    assert refused.code == 1
    assert refused.err.startswith("error: a past day is answered from a scratch cube")
    assert "leave --cluster or --as-of out" in refused.err
