"""A workspace that cannot be written: commands that only read work there, others say what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import Door, Result
from tiendo.config.read_only import Untouched, sqlite_read_only
from tiendo.config.workspace import Workspace, open_workspace
from tiendo.vocabulary.errors import TiendoError

TEST = "ninh-thuan", "2024-Q1"


@pytest.fixture(scope="module")
def folder(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the demonstration that nobody can write: by its rights, for root by a mount."""
    source = tmp_path_factory.mktemp("read-only")
    kept = Path(shutil.copytree(demo_folder, source / "workspace"))
    (kept / "secret.key").unlink(missing_ok=True)
    if os.geteuid() != 0:
        for one in (kept, *kept.rglob("*")):
            one.chmod(0o555 if one.is_dir() else 0o444)
        yield kept
        for one in (kept, *kept.rglob("*")):
            one.chmod(0o755)
        return
    mounted = source / "mounted"
    mounted.mkdir()
    steps = (
        ["mount", "--bind", str(kept), str(mounted)],
        ["mount", "-o", "remount,ro,bind", str(mounted)],
    )
    for step in steps:
        if shutil.which("mount") is None or subprocess.run(step, capture_output=True).returncode:
            subprocess.run(["umount", str(mounted)], capture_output=True)
            pytest.skip("this user may write everywhere, and may not mount")
    yield mounted
    subprocess.run(["umount", str(mounted)], check=True)


@pytest.fixture
def reader(door: Door, folder: Path) -> Callable[..., Result]:
    """Run a command on it."""
    return lambda *words: door.run(*words, workspace=folder)


@pytest.mark.parametrize(
    "words",
    [
        ("evaluate", *TEST, "--json"),
        ("evaluate", "quang-ninh", "2024-01", "--as-of", "2024-02-10", "--json"),
        ("evaluate", "--all", "2024-01", "--no-rules"),
        ("evaluate", "--all", "2024-01", "--as-of", "2024-02-10", "--no-rules"),
        ("explain", "ninh-thuan", "grdp", "2024-Q1", "--json"),
        ("check-figures", "quang-ninh", "2024-02", "--json"),
        ("outlook", "quang-ninh", "2024-09", "--json"),
        ("verify-log",),
        ("indicators", "grdp"),
    ],
    ids=" ".join,
)
def test_commands_that_only_read_say_what_they_say_anywhere(
    reader: Callable[..., Result], demo: Callable[..., Result], words: tuple[str, ...]
) -> None:
    told, elsewhere = reader(*words), demo(*words)
    assert told.code == 0
    assert (told.out, told.err) == (elsewhere.out, elsewhere.err)
    assert told.out != ""


def test_a_backup_is_written_elsewhere(reader: Callable[..., Result], tmp_path: Path) -> None:
    archive = tmp_path / "all.zip"
    assert reader("backup", archive).code == 0
    assert archive.stat().st_size > 0


@pytest.mark.parametrize("command", ["rebuild", "serve --port 1", "demo --no-serve", "load FILE"])
def test_commands_that_write_are_refused_and_say_what_still_works(
    reader: Callable[..., Result], write: Write, command: str
) -> None:
    words = [str(write(line())) if word == "FILE" else word for word in command.split()]
    refused = reader(*words)
    assert refused.code == 1
    assert "cannot be written by this user" in refused.err
    assert "`tiendo evaluate`, work there as it is" in refused.err


def test_a_check_tells_that_it_cannot_be_written(reader: Callable[..., Result]) -> None:
    checked = reader("check")
    assert checked.code == 1 and "cannot be written by this user" in checked.err


def test_what_others_write_ahead_is_read_along(tmp_path: Path) -> None:
    """With a write-ahead file beside it the database is read with it, not as though alone."""
    file = tmp_path / "tiendo.sqlite3"
    with closing(sqlite3.connect(file)) as writer:
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("CREATE TABLE figure (value)")
        writer.commit()
        writer.execute("INSERT INTO figure VALUES (12)")
        writer.commit()
        settings = sqlite_read_only(file)
        assert "immutable" not in settings["NAME"]
        with closing(sqlite3.connect(settings["NAME"], uri=True)) as reader:
            assert reader.execute("SELECT value FROM figure").fetchone() == (12,)
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                reader.execute("INSERT INTO figure VALUES (13)")
    assert sqlite_read_only(file)["NAME"].endswith("?mode=ro&immutable=1")


def test_what_was_written_while_it_was_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "tiendo.sqlite3"
    file.write_bytes(b"a")
    unwritable = SimpleNamespace(database=file, is_read_only=True)
    untouched = Untouched.of(unwritable)  # type: ignore[arg-type]
    assert untouched is not None
    untouched.refuse_if_touched()
    file.write_bytes(b"ab")
    with pytest.raises(TiendoError, match="was written while it was read") as refused:
        untouched.refuse_if_touched()
    assert refused.value.remedy == "run the command again"


def test_a_workspace_that_can_be_written_is_read_under_its_lock(tmp_path: Path) -> None:
    workspace = open_workspace(tmp_path / "office", create=True)
    workspace.database.write_bytes(b"a")
    assert not workspace.is_read_only and Untouched.of(workspace) is None
    assert not Workspace(tmp_path / "none").is_read_only
