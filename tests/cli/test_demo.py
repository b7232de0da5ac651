"""`tiendo demo`: fills a workspace once and shows what it can do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import Door, Result

Run = Callable[..., Result]


def test_the_first_run_records_each_packaged_file(first_demo: str) -> None:
    assert "ninh-thuan-2024-q1.csv: 13 figures recorded as filing " in first_demo
    assert "state-budget-investment.csv: " in first_demo
    assert "known already" in first_demo


def test_it_shows_an_evaluation_and_two_commands_to_try(first_demo: str) -> None:
    assert "Ninh Thuan, 2024-Q1" in first_demo
    assert "> 5,800" in first_demo
    tries = first_demo[first_demo.index("Try:") :].splitlines()[1:]
    assert len(tries) == 2
    assert all(text.startswith("  tiendo explain ") for text in tries)
    assert all("--workspace" in text for text in tries), "the workspace was named"


def test_what_it_says_to_try_works(demo: Run, first_demo: str) -> None:
    for text in first_demo[first_demo.index("Try:") :].splitlines()[1:]:
        words = text.split()[1:]
        assert demo(*words).code == 0


@pytest.fixture(scope="module")
def told(door: Door, demo_folder: Path) -> Result:
    """What a further `tiendo demo --json` says."""
    return door.run("demo", "--json", workspace=demo_folder)


def test_a_second_run_records_nothing_and_says_so(door: Door, demo_folder: Path) -> None:
    again = door.run("demo", "--no-serve", "--workspace", demo_folder, "--lang", "en")
    assert (again.code, again.err) == (0, "")
    assert "figures were loaded before; nothing was recorded again." in again.out
    assert "Ninh Thuan, 2024-Q1" in again.out


def test_what_was_corrected_since_does_not_come_back(
    door: Door, demo_folder: Path, tmp_path: Path, write: Write
) -> None:
    mine = Path(shutil.copytree(demo_folder, tmp_path / "mine"))
    correction = write(line("cam-pha", "tourists", "2024-H1", "840000", unit="visits", basis="",
                            modality="estimated", status="estimate",
                            known_at="2024-06-30"))  # fmt: skip
    assert door.run("load", correction, workspace=mine).code == 0
    assert door.run("demo", "--json", workspace=mine).json()["recorded"] == 0
    row = door.run("explain", "cam-pha", "tourists", "2024-H1", "--json", workspace=mine).json()
    assert row["value"] == 840000


def test_json_tells_the_files_and_serves_nothing(told: Result, demo_folder: Path) -> None:
    assert (told.code, told.err) == (0, "")
    said = told.json()
    assert said["workspace"] == str(demo_folder)
    assert said["recorded"] == 0
    assert said["figures"] == said["already_known"] > 1000
    assert all(file["filing"] is None for file in said["files"])
    assert {"ninh-thuan-2024-q1.csv", "cam-pha-2024-h1.csv"} <= {f["file"] for f in said["files"]}


def test_every_packaged_file_is_one_filing_by_the_demo(demo: Run, told: Result) -> None:
    report = demo("verify-log", "--json").json()
    assert report["ok"] is True
    assert report["filings"] == len(told.json()["files"])
    row = demo("explain", "ninh-thuan", "grdp", "2024-Q1", "--json").json()
    assert row["trace"]["figure"]["by"] == "tiendo demo"


def test_a_file_in_the_place_of_the_workspace_is_refused(door: Door, tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    refused = door.run("demo", "--no-serve", "--workspace", tmp_path / "plain")
    assert refused.code == 1
    assert "is a file, not a folder" in refused.err
