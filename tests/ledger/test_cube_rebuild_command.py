"""`tiendo rebuild`, and what a load does about the cube."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import GOOD, HEADER, line
from tests.cli.door import Door, Result
from tiendo.cube.store import exists, open_store


@pytest.fixture(scope="module")
def door() -> Iterator[Door]:
    opened = Door()
    yield opened
    opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace to be."""
    return tmp_path / "workspace"


def _load(door: Door, folder: Path, *lines: str, **options: object) -> Result:
    file = folder.parent / "figures.csv"
    file.write_text("\n".join((HEADER, *lines)) + "\n", encoding="utf-8")
    return door.run("load", file, "--by", "Lan", workspace=folder, **options)  # type: ignore[arg-type]


def test_a_load_is_in_every_answer_though_a_short_one_is_left_to_readers(
    door: Door, folder: Path
) -> None:
    assert _load(door, folder, GOOD).code == 0
    assert open_store(folder / "cube").manifest.sequence == 1
    assert _load(door, folder, line(value="77")).code == 0
    assert open_store(folder / "cube").manifest.sequence == 1
    rows = door.run("evaluate", "--all", "2024-06", "--json", workspace=folder).json()
    assert 77 in [row["value"] for row in rows]


def test_a_dry_run_makes_no_cube(door: Door, folder: Path) -> None:
    file = folder.parent / "figures.csv"
    file.write_text(f"{HEADER}\n{GOOD}\n", encoding="utf-8")
    assert door.run("load", file, "--dry-run", workspace=folder).code == 0
    assert not folder.exists()


def test_rebuild_says_what_it_did(door: Door, folder: Path) -> None:
    _load(door, folder, GOOD, line())
    done = door.run("rebuild", workspace=folder)
    assert (done.code, done.err) == (0, "")
    assert re.match(r"Up to event 1: figures 2, places \d+, series 1, tiles 1, in ", done.out)
    assert f"The cube: {folder / 'cube'}" in done.out
    report = door.run("rebuild", "--json", workspace=folder).json()
    assert (report["figures"], report["tiles"], report["sequence"]) == (2, 1, 1)
    assert report["seconds"] > 0


def test_rebuild_goes_where_the_environment_says(door: Door, folder: Path, tmp_path: Path) -> None:
    _load(door, folder, GOOD)
    elsewhere = tmp_path / "elsewhere"
    done = door.run("rebuild", workspace=folder, env={"TIENDO_CUBE": str(elsewhere)})
    assert done.code == 0
    assert exists(elsewhere)


def test_rebuild_needs_a_workspace(door: Door, folder: Path) -> None:
    done = door.run("rebuild", workspace=folder)
    assert done.code == 1
    assert "there is no workspace" in done.err


def test_figures_stay_recorded_when_the_cube_cannot_follow(door: Door, folder: Path) -> None:
    _load(door, folder, GOOD)
    manifest = folder / "cube" / "manifest.json"
    manifest.write_text(manifest.read_text()[:-10])
    done = _load(door, folder, line())
    assert done.code == 0
    assert "1 figure recorded" in done.out
    assert "everything is recorded, but the cube was not brought up to it" in done.err
    assert "tiendo rebuild" in done.err
    assert door.run("rebuild", workspace=folder).code == 0
    assert open_store(folder / "cube").manifest.last_figure == 2
    assert _load(door, folder, line(period="2024-07")).err == ""


def test_a_restored_ledger_has_no_cube_of_another(door: Door, folder: Path) -> None:
    _load(door, folder, GOOD)
    archive = folder.parent / "backup.zip"
    assert door.run("backup", archive, workspace=folder).code == 0
    _load(door, folder, line())
    assert door.run("restore", archive, "--force", workspace=folder).code == 0
    assert not exists(folder / "cube")
    assert door.run("rebuild", "--json", workspace=folder).json()["figures"] == 1


def test_a_cube_ahead_of_a_restored_ledger_is_named(
    door: Door, folder: Path, tmp_path: Path
) -> None:
    elsewhere = {"TIENDO_CUBE": str(tmp_path / "elsewhere")}
    _load(door, folder, GOOD, env=elsewhere)
    archive = folder.parent / "backup.zip"
    assert door.run("backup", archive, workspace=folder).code == 0
    _load(door, folder, line(), env=elsewhere)
    assert door.run("rebuild", workspace=folder, env=elsewhere).code == 0
    assert door.run("restore", archive, "--force", workspace=folder).code == 0
    done = _load(door, folder, line(period="2024-07"), env=elsewhere)
    assert done.code == 0
    assert "the cube is built to event 2, which the ledger's log does not hold" in done.err
    assert door.run("rebuild", workspace=folder, env=elsewhere).code == 0
