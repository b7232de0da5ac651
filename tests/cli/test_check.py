"""`tiendo check`: everything in order, or each problem with a remedy."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.door import Door, Result

Run = Callable[..., Result]


def facts(result: Result) -> dict[str, dict[str, Any]]:
    """Return what was found, by name."""
    return {fact["name"]: fact for fact in result.json()["facts"]}


def test_a_sound_office_is_in_order(tiendo: Run, workspace: Path) -> None:
    checked = tiendo("check")
    assert (checked.code, checked.err) == (0, "")
    assert checked.out.endswith("Everything is in order.\n")
    found = facts(tiendo("check", "--json"))
    assert found["tiendo"]["value"] == "0.1.0"
    assert {"Python", "Django", "SQLite"} <= set(found)
    assert str(workspace) in found["workspace"]["value"]
    assert found["figures"]["value"] == "1 in 1 filings"
    assert found["schema"]["value"] == "up to date"
    assert found["languages"]["value"] == "vi, en, ar, ru"
    assert "free disk space" in found
    assert not [fact for fact in found.values() if fact["problem"]]


def test_without_a_workspace_it_says_how_to_make_one(door: Door, tmp_path: Path) -> None:
    checked = door.run("check", "--json", workspace=tmp_path / "none")
    assert checked.code == 1
    assert checked.json()["ok"] is False
    problem = facts(checked)["workspace"]
    assert "there is no workspace" in problem["problem"]
    assert "`tiendo demo`" in problem["remedy"]
    assert "error: workspace: there is no workspace" in checked.err


def test_a_workspace_without_a_database_is_a_problem(tiendo: Run, workspace: Path) -> None:
    (workspace / "tiendo.sqlite3").unlink()
    checked = tiendo("check")
    assert checked.code == 1
    assert "there is no database" in checked.err
    assert not (workspace / "tiendo.sqlite3").exists()


def test_a_key_that_others_may_read_is_a_problem(tiendo: Run, workspace: Path) -> None:
    key = workspace / "secret.key"
    key.write_text("secret")
    key.chmod(0o644)
    checked = tiendo("check")
    assert checked.code == 1
    assert f"chmod 600 {key}" in checked.err
    key.chmod(0o600)
    assert tiendo("check").code == 0


def test_a_spoilt_database_is_a_problem_with_a_way_back(tiendo: Run, workspace: Path) -> None:
    (workspace / "tiendo.sqlite3").write_bytes(b"spoilt" * 1000)
    checked = tiendo("check")
    assert checked.code == 1
    assert "tiendo restore" in checked.err


def test_a_cut_off_log_is_a_problem(tiendo: Run, workspace: Path) -> None:
    head = workspace / "log-head.json"
    head.write_text('{"hash":"' + "0" * 64 + '","seq":7}')
    checked = tiendo("check")
    assert checked.code == 1
    assert "it does not hold event 7 of log-head.json" in checked.err
    assert "`tiendo verify-log`" in checked.err


def test_the_cube_is_looked_at_too(tiendo: Run, workspace: Path) -> None:
    assert facts(tiendo("check", "--json"))["cube"]["value"] == "up to event 1"

    (manifest,) = (workspace / "cube").glob("*.json")
    manifest.write_text("spoilt")
    checked = tiendo("check")
    assert checked.code == 1
    assert str(manifest.parent) in checked.err
    assert "`tiendo rebuild`" in checked.err

    shutil.rmtree(workspace / "cube")
    missing = tiendo("check", "--json")
    assert missing.code == 0
    assert "`tiendo rebuild` makes one" in facts(missing)["cube"]["value"]


def test_a_wrong_time_zone_is_a_problem(tiendo: Run) -> None:
    checked = tiendo("check", env={"TIENDO_TIME_ZONE": "Asia/Hochiminh"})
    assert checked.code == 1
    assert "Asia/Hochiminh" in checked.err
    assert "Asia/Ho_Chi_Minh" in checked.err


def test_a_variable_that_makes_no_sense_is_told(tiendo: Run) -> None:
    refused = tiendo("evaluate", "ninh-thuan", "2024-05", env={"TIENDO_HTTPS": "perhaps"})
    assert refused.code == 1
    assert "TIENDO_HTTPS is 'perhaps'" in refused.err
    assert "set it to 1 or 0" in refused.err
