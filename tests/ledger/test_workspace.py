"""The folder of an office: found, made, and refused with a reason."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from tiendo.config.workspace import WORKSPACE_VERSION, Workspace, locate_workspace, open_workspace
from tiendo.vocabulary.errors import TiendoError


def test_it_is_made_when_asked_and_opened_afterwards(tmp_path: Path) -> None:
    made = open_workspace(tmp_path / "a" / "b", create=True)
    assert json.loads(made.description.read_text()) == {"version": WORKSPACE_VERSION}
    assert made.database == tmp_path / "a" / "b" / "tiendo.sqlite3"
    assert open_workspace(made.path) == made
    assert open_workspace(made.path, create=True) == made
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700


def test_none_is_made_by_mistake(tmp_path: Path) -> None:
    with pytest.raises(TiendoError, match="there is no workspace in") as refused:
        open_workspace(tmp_path / "mistyped")
    assert "--workspace" in refused.value.remedy
    assert not (tmp_path / "mistyped").exists()


def test_where_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIENDO_WORKSPACE", str(tmp_path / "named"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert locate_workspace(tmp_path / "given").path == tmp_path / "given"
    assert locate_workspace().path == tmp_path / "named"
    monkeypatch.setenv("TIENDO_WORKSPACE", "")
    assert locate_workspace().path == tmp_path / "data" / "tiendo"
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert locate_workspace().path == tmp_path / "home" / ".local" / "share" / "tiendo"
    assert locate_workspace(Path("~/w")).path == tmp_path / "home" / "w"
    monkeypatch.chdir(tmp_path)
    assert locate_workspace(Path("w")).path == tmp_path / "w"


def test_a_newer_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_text('{"version": 3}')
    with pytest.raises(TiendoError) as refused:
        open_workspace(tmp_path, create=True)
    assert refused.value.message == (
        f"{tmp_path} was made by tiendo with workspace version 3, this one reads up to 1"
    )
    assert refused.value.remedy == "upgrade tiendo"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": "x"}', "\xff"])
def test_a_description_that_says_nothing_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "workspace.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(TiendoError, match="cannot be read as the description"):
        open_workspace(tmp_path)


@pytest.mark.parametrize("create", [False, True])
def test_a_file_is_refused(tmp_path: Path, create: bool) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(TiendoError, match="is a file, not a folder"):
        open_workspace(tmp_path / "file", create=create)
    with pytest.raises(TiendoError):
        open_workspace(tmp_path / "file" / "below", create=create)


def test_one_that_cannot_be_written_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = open_workspace(tmp_path / "w", create=True)
    # Root may write everything, so the system is asked in a pretended way.
    monkeypatch.setattr(os, "access", lambda path, mode: not mode & os.W_OK)
    with pytest.raises(TiendoError, match="cannot be written by this user") as refused:
        open_workspace(workspace.path)
    assert "right to write" in refused.value.remedy


def test_one_that_cannot_be_made_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(TiendoError, match=r"cannot be made \(Permission denied\)"):
        open_workspace(tmp_path / "w", create=True)


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "w", create=True)
    assert not workspace.secret_key_file.exists()
    key = workspace.secret_key()
    assert len(key) >= 50
    assert workspace.secret_key() == key
    assert stat.S_IMODE(workspace.secret_key_file.stat().st_mode) == 0o600
    assert [path.name for path in workspace.path.glob("secret.key*")] == ["secret.key"]
    assert open_workspace(tmp_path / "other", create=True).secret_key() != key


def test_of_two_that_make_the_key_at_once_one_wins(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path, create=True)
    key = workspace.secret_key()
    workspace._make_secret_key()
    assert workspace.secret_key() == key


def test_a_key_that_cannot_be_used_is_said(tmp_path: Path) -> None:
    with pytest.raises(TiendoError, match="cannot be used"):
        Workspace(tmp_path / "missing").secret_key()
