"""`tiendo verify-log`, `backup` and `restore`."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import Door, Result

Run = Callable[..., Result]


def tamper(workspace: Path, *statements: str) -> None:
    """Change a database behind the ledger's back, its guards taken off."""
    with closing(sqlite3.connect(workspace / "tiendo.sqlite3")) as database:
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            database.execute(statement)
        for _, sql in triggers:
            database.execute(sql)
        database.commit()


# ---- the log --------------------------------------------------------------------------


def test_a_sound_log_is_said_to_be_sound(tiendo: Run) -> None:
    done = tiendo("verify-log")
    assert (done.code, done.err) == (0, "")
    assert "The log is sound: 1 events, 1 filings, 1 figures." in done.out
    report = tiendo("verify-log", "--json").json()
    assert (report["ok"], report["faults"]) == (True, [])
    assert report["head"]["seq"] == 1
    assert len(report["head"]["hash"]) == 64


def test_a_changed_figure_is_found_and_named(tiendo: Run, workspace: Path) -> None:
    tamper(workspace, "UPDATE ledger_figure SET value = '999'")
    found = tiendo("verify-log")
    assert found.code == 1
    assert "filing:1" in found.err
    assert "error: the log is not as it was recorded" in found.err
    assert "restore" in found.err
    report = tiendo("verify-log", "--json")
    assert report.code == 1
    assert report.json()["ok"] is False
    assert report.json()["faults"][0]["subject"] == "filing:1"


def test_an_exported_head_proves_that_the_end_was_not_cut_off(
    tiendo: Run, write: Write, workspace: Path, tmp_path: Path
) -> None:
    head = tmp_path / "head.json"
    tiendo("load", write(line()))
    exported = tiendo("verify-log", "--export-head", head)
    assert exported.code == 0
    assert f"Written to {head}" in exported.out
    tiendo("load", write(line(period="2024-07")))
    assert tiendo("verify-log", "--head", head).code == 0
    cut = "DELETE FROM {} WHERE {} > 1"
    tamper(
        workspace,
        cut.format("ledger_figure", "filing_id"),
        cut.format("ledger_filing", "id"),
        cut.format("ledger_event", "seq"),
    )
    (workspace / "log-head.json").unlink()
    tiendo("load", write(line(period="2024-08")))
    assert tiendo("verify-log").code == 0, "nothing that was kept in the workspace tells"
    found = tiendo("verify-log", "--head", head)
    assert found.code == 1
    assert "head" in found.err


def test_an_exported_head_is_not_overwritten(tiendo: Run, tmp_path: Path) -> None:
    head = tmp_path / "head.json"
    assert tiendo("verify-log", "--export-head", head).code == 0
    before = head.read_text()
    refused = tiendo("verify-log", "--export-head", head)
    assert refused.code == 1
    assert "is evidence and is not overwritten" in refused.err
    assert head.read_text() == before


def test_no_head_is_exported_of_a_log_that_is_not_sound(
    tiendo: Run, workspace: Path, tmp_path: Path
) -> None:
    tamper(workspace, "UPDATE ledger_figure SET value = '999'")
    assert tiendo("verify-log", "--export-head", tmp_path / "head.json").code == 1
    assert not (tmp_path / "head.json").exists()


@pytest.mark.parametrize("content", [None, b"{}", b"\xff\xfe", b""])
def test_a_head_that_is_none_is_refused(tiendo: Run, tmp_path: Path, content: bytes | None) -> None:
    head = tmp_path / "head.json"
    if content is not None:
        head.write_bytes(content)
    refused = tiendo("verify-log", "--head", head)
    assert refused.code == 1
    assert str(head) in refused.err


@pytest.mark.parametrize("kept", [True, False])
def test_a_lost_database_is_a_fault_and_none_is_made(
    tiendo: Run, workspace: Path, kept: bool
) -> None:
    for file in workspace.glob("tiendo.sqlite3*"):
        file.unlink()
    if not kept:
        (workspace / "log-head.json").unlink()
    found = tiendo("verify-log")
    assert found.code == 1
    assert "tiendo.sqlite3: there is no database" in found.err
    assert ("log-head.json names event 1" in found.err) is kept
    assert tiendo("verify-log", "--json").json()["ok"] is False
    assert not list(workspace.glob("tiendo.sqlite3*"))


def test_an_emptied_database_is_a_fault_and_is_not_filled(tiendo: Run, workspace: Path) -> None:
    for file in workspace.glob("tiendo.sqlite3*"):
        file.unlink()
    (workspace / "tiendo.sqlite3").touch()
    found = tiendo("verify-log")
    assert found.code == 1
    assert "no such table" in found.err
    with closing(sqlite3.connect(workspace / "tiendo.sqlite3")) as database:
        assert database.execute("SELECT COUNT(*) FROM sqlite_master").fetchone() == (0,)


def test_a_spoilt_database_is_a_fault(tiendo: Run, workspace: Path) -> None:
    (workspace / "tiendo.sqlite3").write_bytes(b"spoilt" * 1000)
    found = tiendo("verify-log")
    assert found.code == 1
    assert "file is not a database" in found.err


def test_a_lost_head_is_a_fault(tiendo: Run, workspace: Path) -> None:
    (workspace / "log-head.json").unlink()
    found = tiendo("verify-log")
    assert found.code == 1
    assert "log-head.json: it is missing beside a log of 1 events" in found.err


# ---- backups ----------------------------------------------------------------------------


def test_a_backup_comes_back_whole(
    tiendo: Run, door: Door, write: Write, tmp_path: Path, workspace: Path
) -> None:
    archive, elsewhere = tmp_path / "tiendo.zip", tmp_path / "elsewhere"
    taken = tiendo("backup", archive)
    assert (taken.code, taken.err) == (0, "")
    assert str(archive) in taken.out
    restored = door.run("restore", archive, workspace=elsewhere)
    assert (restored.code, restored.err) == (0, "")
    assert "1 figures in 1 filings" in restored.out
    ask = ("evaluate", "ninh-thuan", "2024-05", "--json")
    assert door.run(*ask, workspace=elsewhere).json() == tiendo(*ask).json()
    assert door.run("verify-log", workspace=elsewhere).code == 0


def test_backup_and_restore_in_json(tiendo: Run, door: Door, tmp_path: Path) -> None:
    archive = tmp_path / "tiendo.zip"
    taken = tiendo("backup", archive, "--json").json()
    assert taken["file"] == str(archive)
    assert taken["bytes"] == archive.stat().st_size
    restored = door.run("restore", archive, "--json", workspace=tmp_path / "new").json()
    assert restored["log"]["figures"] == 1
    assert restored["replaced"] is None


def test_a_backup_replaces_a_file_only_when_told_to(tiendo: Run, tmp_path: Path) -> None:
    archive = tmp_path / "tiendo.zip"
    archive.write_text("something else")
    refused = tiendo("backup", archive)
    assert refused.code == 1
    assert "--force" in refused.err
    assert archive.read_text() == "something else"
    assert tiendo("backup", archive, "--force").code == 0


@pytest.mark.parametrize(
    ("name", "said"), [("", "is a folder"), ("missing/tiendo.zip", "could not be written")]
)
def test_a_backup_that_cannot_be_written_is_refused(
    tiendo: Run, tmp_path: Path, name: str, said: str
) -> None:
    refused = tiendo("backup", tmp_path / name)
    assert refused.code == 1
    assert said in refused.err


def test_a_full_workspace_is_overwritten_only_when_told_to(
    tiendo: Run, write: Write, tmp_path: Path
) -> None:
    archive = tmp_path / "tiendo.zip"
    tiendo("backup", archive)
    tiendo("load", write(line()))
    refused = tiendo("restore", archive)
    assert refused.code == 1
    assert "holds figures already" in refused.err
    assert "--force" in refused.err
    forced = tiendo("restore", archive, "--force")
    assert forced.code == 0
    assert "The former database is kept as" in forced.out
    assert tiendo("evaluate", "ninh-thuan", "2024-06", "--json").json() == []


def test_a_spoilt_database_is_replaced_from_a_backup(
    tiendo: Run, tmp_path: Path, workspace: Path
) -> None:
    archive = tmp_path / "tiendo.zip"
    tiendo("backup", archive)
    (workspace / "tiendo.sqlite3").write_bytes(b"spoilt" * 1000)
    assert tiendo("evaluate", "ninh-thuan", "2024-05").code == 1
    assert tiendo("restore", archive, "--force").code == 0
    assert len(tiendo("evaluate", "ninh-thuan", "2024-05", "--json").json()) == 1


@pytest.mark.parametrize("content", [None, b"", b"no archive"])
def test_what_is_no_backup_is_refused(tiendo: Run, tmp_path: Path, content: bytes | None) -> None:
    archive = tmp_path / "tiendo.zip"
    if content is not None:
        archive.write_bytes(content)
    refused = tiendo("restore", archive, "--force")
    assert refused.code == 1
    assert str(archive) in refused.err
    assert tiendo("verify-log").code == 0


def test_there_is_nothing_to_back_up_in_an_empty_workspace(door: Door, tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_text('{"version": 1}')
    refused = door.run("backup", tmp_path / "b.zip", workspace=tmp_path)
    assert refused.code == 1
    assert "has no database" in refused.err
