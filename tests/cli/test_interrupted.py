"""Ctrl-C: a command says what it has kept, and nothing is kept by halves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import Door, Result

NOTHING = "error: interrupted: nothing was recorded, and no file was written\n"
OBLIGE = "oblige", "ninh-thuan", "tourists", "--office", "Lan", "--from", "2024-01-01"


def figures(door: Door, workspace: Path) -> int:
    """Return how many figures a workspace holds, after its log was verified."""
    told: int = door.run("verify-log", "--json", workspace=workspace).json()["figures"]
    return told


@pytest.mark.parametrize(
    "function",
    [
        "tiendo.ledger.intake.reading:read_file",
        "tiendo.validation.running:findings",
    ],
    ids=["while it reads", "within the transaction"],
)
def test_a_load_that_is_interrupted_has_recorded_nothing(
    door: Door, tiendo: Callable[..., Result], workspace: Path, write: Write, function: str
) -> None:
    ended = tiendo("load", write(line()), "--by", "Lan", interrupted_in=function)
    assert (ended.code, ended.out) == (130, "")
    assert ended.err == f"{NOTHING}  run the command again\n"
    assert figures(door, workspace) == 1
    again = tiendo("load", write(line()), "--by", "Lan")
    assert again.code == 0 and figures(door, workspace) == 2


def test_a_load_that_is_interrupted_after_recording_says_that_all_is_recorded(
    door: Door, tiendo: Callable[..., Result], workspace: Path, write: Write
) -> None:
    ended = tiendo(
        "load",
        write(line()),
        "--by",
        "Lan",
        interrupted_in="tiendo.cli.filing:refresh_after_recording",
    )
    assert ended.code == 130
    assert "interrupted: what was read is recorded whole" in ended.err
    assert "do not load it again" in ended.err
    assert figures(door, workspace) == 2
    shown = tiendo("evaluate", "ninh-thuan", "2024-06", "--json").json()
    assert [row["value"] for row in shown] == [400]


def test_what_an_office_was_told_to_owe_stays_when_it_is_interrupted(
    tiendo: Callable[..., Result],
) -> None:
    """Each indicator is recorded for itself, so that the first may be kept without the second."""
    asked = (*OBLIGE, "--json")
    ended = tiendo(*asked, interrupted_in="tiendo.cli.forms:print_json")
    assert ended.code == 130
    assert "interrupted: what is owed so far is recorded" in ended.err
    assert tiendo(*asked).json()["already_owed"] == ["tourists"]


def test_a_form_that_is_written_is_not_denied(
    tiendo: Callable[..., Result], tmp_path: Path
) -> None:
    assert tiendo(*OBLIGE).code == 0
    out = tmp_path / "june.xlsx"
    asked = ("form", "Lan", "2024-06", "-o", out, "--json")
    ended = tiendo(*asked, interrupted_in="tiendo.cli.forms:print_json")
    assert ended.code == 130 and out.exists()
    assert f"interrupted: {out} is written whole" in ended.err


def test_a_backup_that_is_written_is_not_denied(
    tiendo: Callable[..., Result], tmp_path: Path
) -> None:
    archive = tmp_path / "all.zip"
    ended = tiendo("backup", archive, interrupted_in="shutil:copyfile")
    assert ended.err.startswith(NOTHING) and list(tmp_path.glob("*all.zip*")) == []
    ended = tiendo("backup", archive, "--json", interrupted_in="tiendo.cli.keeping:print_json")
    assert ended.code == 130 and archive.exists()
    assert f"interrupted: {archive} is written whole" in ended.err


def test_a_rebuild_that_is_interrupted_leaves_the_former_cube(
    tiendo: Callable[..., Result],
) -> None:
    assert tiendo("rebuild").code == 0
    before = tiendo("evaluate", "--all", "2024-05", "--json").out
    ended = tiendo("rebuild", interrupted_in="tiendo.cube.cells.resolve:resolve")
    assert ended.code == 130 and "the former cube serves on" in ended.err
    assert tiendo("evaluate", "--all", "2024-05", "--json").out == before != ""


def test_a_file_is_written_whole_or_not_at_all(
    tiendo: Callable[..., Result], tmp_path: Path
) -> None:
    out = tmp_path / "country.parquet"
    asked = ("evaluate", "--all", "2024-05", "--no-rules", "--out", out)
    ended = tiendo(*asked, interrupted_in="tiendo.cli.country:_with_sources")
    assert (ended.code, ended.err) == (130, f"{NOTHING}  run the command again\n")
    assert list(tmp_path.glob("*country*")) == []
    assert tiendo(*asked).code == 0 and out.exists()
