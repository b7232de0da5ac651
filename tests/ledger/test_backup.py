"""A backup taken while others write comes back whole, or is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from tests.ledger.child import child, line_of
from tests.ledger.filing import file, many, said
from tiendo.config.workspace import Workspace, open_workspace
from tiendo.ledger.backup import backup, restore
from tiendo.ledger.selectors import is_empty, log_head
from tiendo.ledger.verification import verify_log
from tiendo.vocabulary.errors import TiendoError


@pytest.fixture
def archive(office: Workspace, tmp_path: Path) -> Path:
    """A backup of a ledger with two filings."""
    file(*many(3))
    file(*many(2, first=3))
    return backup(tmp_path / "tiendo.zip").file


def test_a_backup_brings_back_an_emptied_workspace(office: Workspace, archive: Path) -> None:
    head = log_head()
    connection.close()
    for left in office.path.glob("tiendo.sqlite3*"):
        left.unlink()
    office.log_head.unlink()

    report = restore(archive, office)
    assert report.replaced is None
    assert (report.log.events, report.log.figures) == (2, 5)
    assert said() == many(5)
    assert log_head() == head
    assert verify_log().ok
    assert verify_log().notes == ()
    # And the ledger goes on where it was.
    assert file(*many(1, first=5)).filing == 3
    assert verify_log(head=head).ok


def test_a_backup_holds_the_ledger_and_no_secret(office: Workspace, tmp_path: Path) -> None:
    office.secret_key()
    file(*many(1))
    report = backup(tmp_path / "tiendo.zip")
    assert report.bytes == (tmp_path / "tiendo.zip").stat().st_size
    with zipfile.ZipFile(report.file) as pack:
        names = set(pack.namelist())
        manifest = json.loads(pack.read("manifest.json"))
    assert names == {"manifest.json", "tiendo.sqlite3", "log-head.json", "workspace.json"}
    assert set(manifest["sha256"]) == names - {"manifest.json"}
    assert list(tmp_path.glob(".tiendo.zip.*")) == []


def test_a_backup_while_another_process_writes_is_whole(office: Workspace, tmp_path: Path) -> None:
    with child("for-ever", 50, office) as process:
        line_of(process)
        report = backup(tmp_path / "tiendo.zip")
        # The other process went on, not only up to the backup.
        after = int(line_of(process)) + 1
        while int(line_of(process)) < after:
            pass
    there = open_workspace(tmp_path / "there", create=True)
    log = restore(report.file, there).log
    assert log.ok
    assert log.figures == 50 * log.events
    assert 1 <= log.events < log_head().seq
    assert verify_log(head=log.head).ok


def test_a_file_that_is_there_is_not_replaced_without_force(
    office: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "tiendo.zip"
    target.write_text("precious")
    with pytest.raises(TiendoError, match="is there already"):
        backup(target)
    assert target.read_text() == "precious"
    file(*many(1))
    backup(target, force=True)
    assert zipfile.is_zipfile(target)


def test_a_folder_that_is_not_there_is_said(office: Workspace, tmp_path: Path) -> None:
    with pytest.raises(TiendoError, match="could not be written"):
        backup(tmp_path / "nowhere" / "tiendo.zip")


def test_figures_are_replaced_with_force_alone_and_kept_beside(
    office: Workspace, archive: Path
) -> None:
    file(*many(4, first=5))
    with pytest.raises(TiendoError, match="holds figures already") as refused:
        restore(archive, office)
    assert "--force" in refused.value.remedy
    assert len(said()) == 9

    report = restore(archive, office, force=True)
    assert said() == many(5)
    assert verify_log().ok
    assert report.replaced is not None
    with closing(sqlite3.connect(report.replaced)) as former:
        assert former.execute("SELECT COUNT(*) FROM ledger_figure").fetchone() == (9,)


def test_a_workspace_in_use_is_refused(office: Workspace, archive: Path) -> None:
    # Another program has it open; our own connection is given up for the swap.
    with closing(sqlite3.connect(office.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT COUNT(*) FROM ledger_event").fetchone()
        with pytest.raises(TiendoError, match="is in use") as refused:
            restore(archive, office, force=True)
    assert "tiendo serve" in refused.value.remedy
    assert len(said()) == 5
    assert verify_log().ok


def _rewritten(archive: Path, change: Callable[[Path, dict], None]) -> Path:
    """Unpack an archive, change it with a manifest that fits, and pack it again."""
    folder = archive.with_suffix(".unpacked")
    with zipfile.ZipFile(archive) as pack:
        pack.extractall(folder)
    manifest = json.loads((folder / "manifest.json").read_text())
    change(folder, manifest)
    from tiendo.ledger.backup import _sha256

    for name in manifest["sha256"]:
        if (folder / name).exists():
            manifest["sha256"][name] = _sha256(folder / name)
    (folder / "manifest.json").write_text(json.dumps(manifest))
    made = archive.with_name("rewritten.zip")
    with zipfile.ZipFile(made, "w") as pack:
        for path in folder.rglob("*"):
            if path.is_file():
                pack.write(path, path.relative_to(folder))
    shutil.rmtree(folder)
    return made


def _in_database(statement: str) -> Callable[[Path, dict], None]:
    def change(folder: Path, manifest: dict) -> None:
        with closing(sqlite3.connect(folder / "tiendo.sqlite3")) as database:
            database.executescript(statement)

    return change


def _cut_off(folder: Path, manifest: dict) -> None:
    with closing(sqlite3.connect(folder / "tiendo.sqlite3")) as database:
        database.executescript(
            "PRAGMA writable_schema=ON; DELETE FROM sqlite_master WHERE type='trigger';"
        )
    with closing(sqlite3.connect(folder / "tiendo.sqlite3")) as database:
        database.executescript(
            "DELETE FROM ledger_event WHERE seq=2; DELETE FROM ledger_figure WHERE id>3; "
            "DELETE FROM ledger_filing WHERE id=2;"
        )


def _damaged(folder: Path, manifest: dict) -> None:
    content = bytearray((folder / "tiendo.sqlite3").read_bytes())
    content[8192:16384] = b"\xff" * 8192
    (folder / "tiendo.sqlite3").write_bytes(content)


def _newer_format(folder: Path, manifest: dict) -> None:
    manifest["format"] = 2


def _newer_layout(folder: Path, manifest: dict) -> None:
    (folder / "workspace.json").write_text('{"version": 3}')


def _escaping(folder: Path, manifest: dict) -> None:
    manifest["sha256"]["../escaped"] = ""
    (folder / "escaped").write_text("x")


def _without_database(folder: Path, manifest: dict) -> None:
    (folder / "tiendo.sqlite3").unlink()
    del manifest["sha256"]["tiendo.sqlite3"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_in_database("DROP TRIGGER ledger_figure_no_update; UPDATE ledger_figure SET value='9'"),
         "does not verify: event 1, filing:1"),
        (_cut_off, "does not verify: .*log-head.json names event 2"),
        (_in_database("DROP TRIGGER ledger_figure_no_update"), "does not verify: ledger_figure_no"),
        (_in_database("INSERT INTO django_migrations (app, name, applied) "
                      "VALUES ('ledger', '0099_future', '2030-01-01')"),
         "made by a newer tiendo: it has ledger.0099_future"),
        (_in_database("DROP TABLE ledger_obligation"), "is damaged"),
        (_damaged, "is damaged"),
        (_newer_format, "format 2, this tiendo reads up to 1"),
        (_newer_layout, "workspace version 3, this one reads up to 1"),
        (_escaping, "lacks or misplaces"),
        (_without_database, "holds no database"),
    ],
)  # fmt: skip
def test_a_backup_that_is_not_sound_is_refused_and_nothing_is_touched(
    office: Workspace,
    archive: Path,
    tmp_path: Path,
    change: Callable[[Path, dict], None],
    message: str,
) -> None:
    bad = _rewritten(archive, change)
    there = open_workspace(tmp_path / "there", create=True)
    before = sorted(path.name for path in there.path.iterdir())
    with pytest.raises(TiendoError, match=message):
        restore(bad, there)
    assert sorted(path.name for path in there.path.iterdir()) == before
    assert not list(tmp_path.rglob("escaped"))
    assert len(said()) == 5


def test_an_archive_with_a_flipped_bit_is_refused(office: Workspace, archive: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 1
    archive.write_bytes(content)
    with pytest.raises(TiendoError, match="backup"):
        restore(archive, office, force=True)
    assert len(said()) == 5


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"a,b\n1,2\n"])
def test_another_file_is_no_backup(office: Workspace, tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.zip"
    other.write_bytes(content)
    with pytest.raises(TiendoError, match="cannot be read as a backup"):
        restore(other, office)
    with pytest.raises(TiendoError, match="cannot be read as a backup"):
        restore(tmp_path / "missing.zip", office)


def test_a_zip_of_something_else_is_no_backup(office: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as pack:
        pack.writestr("a.txt", "x")
    with pytest.raises(TiendoError, match="is no backup of tiendo"):
        restore(other, office)
    assert is_empty()


def test_an_older_database_is_upgraded_on_its_way_back(
    office: Workspace, archive: Path, tmp_path: Path
) -> None:
    def before_the_guards(folder: Path, manifest: dict) -> None:
        with closing(sqlite3.connect(folder / "tiendo.sqlite3")) as database:
            names = database.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
            drops = "".join(f"DROP TRIGGER {name};" for (name,) in names.fetchall())
            database.executescript(drops + "DELETE FROM django_migrations WHERE name='0002_guards'")

    old = _rewritten(archive, before_the_guards)
    there = open_workspace(tmp_path / "there", create=True)
    assert restore(old, there).log.ok


@pytest.mark.postgres
def test_on_postgresql_its_own_tools_are_named(postgres_office: Workspace, tmp_path: Path) -> None:
    with pytest.raises(TiendoError, match="not backed up by tiendo") as refused:
        backup(tmp_path / "tiendo.zip")
    assert "pg_dump" in refused.value.remedy
    with pytest.raises(TiendoError, match="not restored by tiendo") as refused:
        restore(tmp_path / "tiendo.zip", postgres_office)
    assert "pg_restore" in refused.value.remedy
