"""`tiendo load`: all or nothing, every bad cell named, nothing filed twice."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, HEADER, Write, line
from tests.cli.door import Door, Result

Run = Callable[..., Result]


def figures(workspace: Path) -> int:
    """Return how many figures a workspace holds."""
    with closing(sqlite3.connect(workspace / "tiendo.sqlite3")) as database:
        count: int = database.execute("SELECT COUNT(*) FROM ledger_figure").fetchone()[0]
    return count


def test_a_good_file_is_recorded_as_one_filing(tiendo: Run, write: Write) -> None:
    file = write(line(), line(period="2024-07", value="1234.5"))
    done = tiendo("load", file, "--by", "Nguyễn Lan")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"{file}: 2 figures recorded as filing 2, 0 known already\n"
    explained = tiendo("explain", "ninh-thuan", "state-budget-revenue", "2024-06", "--json").json()
    figure = explained["trace"]["figure"]
    assert figure["by"] == "Nguyễn Lan"
    assert (figure["file"], figure["cell"]) == ("figures.csv", "line 2")


def test_several_files_are_several_filings(tiendo: Run, write: Write) -> None:
    june, july = write(line(), name="june.csv"), write(line(period="2024-07"), name="july.csv")
    done = tiendo("load", june, july, "--json")
    assert done.code == 0
    assert done.json() == {
        "dry_run": False,
        "files": [
            {
                "file": str(file),
                "filing": filing,
                "recorded": 1,
                "already_known": 0,
                "faults": [],
                "notes": [],
            }
            for file, filing in ((june, 2), (july, 3))
        ],
        "findings": [],
        "rules_not_run": [],
        "looked_at": {"asked": 2, "done": 2},
    }


def test_one_bad_file_holds_back_all_and_can_be_loaded_without_its_bad_lines(
    tiendo: Run, write: Write, workspace: Path
) -> None:
    good = write(line(), name="good.csv")
    mixed = write(line(period="2024-07"), line(place="nowhere"), name="mixed.csv")
    refused = tiendo("load", good, mixed)
    assert refused.code == 1
    assert refused.out == ""
    assert f"{mixed}, line 3, column place: 'nowhere' is no known place" in refused.err
    assert "error: nothing was recorded: 1 line cannot be accepted\n" in refused.err
    assert "--accept-good" in refused.err
    assert figures(workspace) == 1
    accepted = tiendo("load", good, mixed, "--accept-good")
    assert accepted.code == 0
    assert f"{mixed}: 1 figure recorded as filing 3" in accepted.out
    assert "line 3, column place" in accepted.err
    assert "left out: 1 line\n" in accepted.err
    assert figures(workspace) == 3


def test_accept_good_with_nothing_good_is_a_refusal(tiendo: Run, write: Write) -> None:
    refused = tiendo("load", write(line(place="nowhere")), "--accept-good")
    assert refused.code == 1
    assert "nothing was recorded" in refused.err


def test_a_refusal_in_json_names_every_fault(tiendo: Run, write: Write) -> None:
    file = write(line(place="ninh-thaun", period="2024-13"), line(indicator="revenues"))
    refused = tiendo("load", file, "--json")
    assert refused.code == 1
    [told] = refused.json()["files"]
    assert told["filing"] is None
    assert told["recorded"] == 0
    assert {(fault["line"], fault["column"]) for fault in told["faults"]} == {
        (2, "place"),
        (2, "period"),
        (3, "indicator"),
    }
    assert all(fault["message"] and fault["remedy"] for fault in told["faults"])


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"place": "ninh-thaun"}, "place", "did you mean: ninh-thuan"),
        ({"place": ""}, "place", "the cell is empty"),
        ({"period": "2024-13"}, "period", "names the month 13; months run from 01 to 12"),
        ({"period": "2024-07/2024-05"}, "period", "ends before it begins"),
        ({"period": "May 2024"}, "period", "is no period; write 2024-03 (month)"),
        ({"indicator": "state-budget-revenu"}, "indicator", "did you mean: state-budget-revenue"),
        ({"kind": "levle"}, "kind", "is not one of the words for kind; write one of: level"),
        ({"kind": "rank"}, "kind", "ranks are computed, not filed"),
        ({"value": "NaN"}, "value", "'NaN' is no number"),
        ({"value": "inf"}, "value", "'inf' is no number"),
        ({"value": "1207,5"}, "", ""),
        ({"value": ""}, "value", "the cell is empty; write a number, or as state"),
        ({"unit": "ha"}, "unit", "cannot be stated in ha; state it in bn VND"),
        ({"basis": "constant_2010"}, "price_basis", "has no price basis constant_2010"),
        ({"status": "final"}, "status", "write one of: estimate, preliminary, official"),
        ({"known_at": "2999-01-01"}, "known_at", "2999-01-01 lies in the future"),
        ({"known_at": "31.05.2024"}, "known_at", ""),
        ({"known_at": "2024-05-31", "period": "2024-07"}, "known_at", "before it began"),
        ({"period": "2025-08"}, "period", "'ninh-thuan' ended on 2025-07-01"),
        (
            {"place": "cam-pha", "indicator": "tourists", "unit": "visits", "value": "-5",
             "basis": ""},
            "value",
            "what is counted is never below zero",
        ),
    ],
)  # fmt: skip
def test_a_bad_cell_is_named_with_line_column_and_remedy(
    tiendo: Run, write: Write, workspace: Path, cells: dict[str, str], column: str, said: str
) -> None:
    refused = tiendo("load", write(GOOD, line(**cells)))
    assert refused.code == 1
    assert refused.out == ""
    assert f"line 3{f', column {column}' if column else ''}: " in refused.err
    assert said in refused.err
    assert figures(workspace) == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (HEADER.encode(), "the file has a header and no lines"),
        (HEADER.encode() + b"\nNinh Thu\xe2\xf2n", "is not UTF-8"),
        ((HEADER + "\n").encode("utf-16"), "text in UTF-16"),
        (b"PK\x03\x04xl/workbook.xml", "an Excel workbook (.xlsx), not a CSV table"),
        (b"%PDF-1.7", "a PDF document"),
        (b"<!doctype html>", "a web page"),
        (b"place,indicator,period\n", "the column 'value' is missing"),
        (b"place,indicator,period,value,colour\n", "there is no column 'colour'"),
        (HEADER.replace(",", ";").encode() + b"\n", "commas"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(
    tiendo: Run, tmp_path: Path, workspace: Path, content: bytes, said: str
) -> None:
    file = tmp_path / "odd.csv"
    file.write_bytes(content)
    refused = tiendo("load", file)
    assert refused.code == 1
    assert str(file) in refused.err
    assert said in refused.err
    assert figures(workspace) == 1


def test_two_different_figures_of_one_thing_are_refused(
    tiendo: Run, write: Write, workspace: Path
) -> None:
    refused = tiendo("load", write(line(value="400"), line(value="401")))
    assert refused.code == 1
    assert "line 3, column value: differs from line 2: 401 here, 400 there" in refused.err
    assert figures(workspace) == 1


def test_the_same_line_twice_is_recorded_once_and_noticed(tiendo: Run, write: Write) -> None:
    done = tiendo("load", write(line(), line()))
    assert done.code == 0
    assert "1 figure recorded" in done.out
    assert "line 3: says the same as line 2 and is left out" in done.err


def test_the_same_file_twice_is_recorded_once(tiendo: Run, write: Write, workspace: Path) -> None:
    file = write(line(), line(period="2024-07"))
    assert tiendo("load", file).code == 0
    again = tiendo("load", file, "--json")
    assert again.code == 0
    [told] = again.json()["files"]
    assert (told["filing"], told["recorded"], told["already_known"]) == (None, 0, 2)
    assert figures(workspace) == 3


@pytest.mark.parametrize(
    ("name", "said", "remedy"),
    [
        ("missing.csv", "there is no file", "look for its name in"),
        (".", "is a folder, not a file", "*.csv"),
        ("-", "standard input is not read", "save it as a file"),
    ],
)
def test_what_is_no_file_is_refused_before_anything_is_made(
    door: Door, tmp_path: Path, write: Write, name: str, said: str, remedy: str
) -> None:
    good = write(line())
    path = name if name == "-" else tmp_path / name
    refused = door.run("load", good, path, workspace=tmp_path / "new")
    assert refused.code == 1
    assert said in refused.err
    assert remedy in refused.err
    assert not (tmp_path / "new").exists()


def test_a_refused_load_makes_no_workspace_and_a_good_one_does(
    door: Door, tmp_path: Path, write: Write
) -> None:
    new = tmp_path / "new"
    assert door.run("load", write(line(place="nowhere")), workspace=new).code == 1
    assert not new.exists()
    assert door.run("load", write(line()), workspace=new).code == 0
    assert (new / "tiendo.sqlite3").exists()


# ---- dry runs -------------------------------------------------------------------------


def test_a_dry_run_tells_what_would_happen_and_records_nothing(
    tiendo: Run, write: Write, workspace: Path
) -> None:
    old, new = write(GOOD, line(), name="old.csv"), write(line(period="2024-07"), name="new.csv")
    told = tiendo("load", old, new, "--dry-run")
    assert told.code == 0
    assert f"{old}: 1 figure would be recorded, 1 known already\n" in told.out
    assert f"{new}: 1 figure would be recorded, 0 known already\n" in told.out
    assert "Nothing was recorded: this was a dry run." in told.out
    assert figures(workspace) == 1
    as_json = tiendo("load", old, new, "--dry-run", "--json").json()
    assert as_json["dry_run"] is True
    assert [f["recorded"] for f in as_json["files"]] == [1, 1]
    assert [f["filing"] for f in as_json["files"]] == [None, None]


def test_a_dry_run_counts_a_figure_that_two_files_hold_once(tiendo: Run, write: Write) -> None:
    one, two = write(line(), name="one.csv"), write(line(), name="two.csv")
    told = tiendo("load", one, two, "--dry-run", "--json").json()
    assert [file["recorded"] for file in told["files"]] == [1, 0]


def test_a_dry_run_finds_the_faults(tiendo: Run, write: Write) -> None:
    refused = tiendo("load", write(line(place="nowhere")), "--dry-run")
    assert refused.code == 1
    assert "column place" in refused.err


def test_a_dry_run_makes_no_workspace(door: Door, tmp_path: Path, write: Write) -> None:
    told = door.run("load", write(line()), "--dry-run", workspace=tmp_path / "new")
    assert told.code == 0
    assert "1 figure would be recorded" in told.out
    assert not (tmp_path / "new").exists()


# ---- since when, and by whom ------------------------------------------------------------


def test_a_figure_without_a_date_is_known_since_today(tiendo: Run, write: Write) -> None:
    tiendo("load", write(line()))
    row = tiendo("evaluate", "ninh-thuan", "2024-06", "--json").json()[0]
    assert row["known_at"] == row["recorded_at"][:10] or row["known_at"] > row["recorded_at"][:10]


def test_a_date_given_with_the_command_holds_for_lines_without_one(
    tiendo: Run, write: Write
) -> None:
    file = write(line(), line(period="2024-07", known_at="2024-08-15"))
    assert tiendo("load", file, "--known-at", "2024-08-10").code == 0
    for period, day in (("2024-06", "2024-08-10"), ("2024-07", "2024-08-15")):
        row = tiendo("evaluate", "ninh-thuan", period, "--json").json()[0]
        assert row["known_at"] == day


def test_an_equal_figure_is_filed_again_only_with_a_date_of_its_own(
    tiendo: Run, write: Write
) -> None:
    first = write(line(), name="first.csv")
    tiendo("load", first, "--known-at", "2024-07-05")
    by_default = tiendo("load", first, "--json").json()["files"][0]
    assert (by_default["recorded"], by_default["already_known"]) == (0, 1)
    same_day = tiendo("load", first, "--known-at", "2024-07-05", "--json").json()["files"][0]
    assert (same_day["recorded"], same_day["already_known"]) == (0, 1)
    later = tiendo("load", first, "--known-at", "2024-08-05", "--json").json()["files"][0]
    assert (later["recorded"], later["already_known"]) == (1, 0)


def test_as_of_uses_what_was_known_not_what_was_recorded(tiendo: Run, write: Write) -> None:
    tiendo("load", write(line(value="395", known_at="2024-08-01"), name="late.csv"))
    tiendo("load", write(line(value="400", known_at="2024-07-01"), name="early.csv"))
    ask = ("evaluate", "ninh-thuan", "2024-06", "--json")
    assert tiendo(*ask).json()[0]["value"] == 395
    assert tiendo(*ask, "--as-of", "2024-07-31").json()[0]["value"] == 400
    assert tiendo(*ask, "--as-of", "2024-08-01").json()[0]["value"] == 395
    assert tiendo(*ask, "--as-of", "2999-01-01").json()[0]["value"] == 395
    assert [row["value"] for row in tiendo(*ask, "--as-of", "2024-06-01").json()] == []


def test_a_date_in_the_future_is_refused(tiendo: Run, write: Write) -> None:
    refused = tiendo("load", write(line()), "--known-at", "2999-01-01")
    assert refused.code == 1
    assert "--known-at 2999-01-01 lies in the future" in refused.err
    assert "up to today" in refused.err


def test_who_files_is_the_systems_user_unless_named(tiendo: Run, write: Write) -> None:
    tiendo("load", write(line()), env={"LOGNAME": "lan", "USER": "lan"})
    explained = tiendo("explain", "ninh-thuan", "state-budget-revenue", "2024-06", "--json").json()
    assert explained["trace"]["figure"]["by"] == "lan"


def test_nobody_files_namelessly(tiendo: Run, write: Write) -> None:
    wrong = tiendo("load", write(line()), "--by", "  ")
    assert wrong.code == 2
    assert "the name is empty" in wrong.err


# ---- when the machine fails ---------------------------------------------------------------


def test_a_full_disk_is_told_and_nothing_is_half_recorded(
    tiendo: Run, write: Write, workspace: Path
) -> None:
    lines = [
        line(period=f"{year}-{month:02}", value=str(year + month))
        for year in range(1990, 2024)
        for month in range(1, 13)
    ]
    file = write(*lines)
    size = (workspace / "tiendo.sqlite3").stat().st_size
    refused = tiendo("load", file, largest_file=size + 4096)
    assert refused.code == 1
    assert "nothing was recorded" in refused.err or "disk" in refused.err
    assert figures(workspace) == 1
    assert tiendo("load", file).code == 0
    assert figures(workspace) == 1 + len(lines)


def test_a_spoilt_database_is_told_with_the_way_back(
    tiendo: Run, write: Write, workspace: Path
) -> None:
    (workspace / "tiendo.sqlite3").write_bytes(b"not a database at all" * 1000)
    refused = tiendo("load", write(line()))
    assert refused.code == 1
    assert "database" in refused.err
    assert "tiendo" in refused.err


def test_a_copy_of_a_workspace_is_a_workspace(
    tiendo: Run, door: Door, workspace: Path, tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(workspace, tmp_path / "copy"))
    assert door.run("verify-log", workspace=copy).code == 0
