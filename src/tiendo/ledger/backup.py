"""One file that holds a whole ledger, and its way back.

The archive is a zip of the database (a consistent copy, taken while others go on writing), the
workspace's description, the head of the log and a manifest with the SHA-256 of each. The signing
key stays out: whoever gets hold of a backup must not be able to sign in with it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper

from tiendo.ledger.migrate import upgrade
from tiendo.ledger.verification import VerifyReport, heads_of, verify_database, verify_log
from tiendo.vocabulary.errors import TiendoError

_FORMAT = 1
_DATABASE, _HEAD, _DESCRIPTION = "tiendo.sqlite3", "log-head.json", "workspace.json"
_MANIFEST = "manifest.json"
_ANOTHER = "take another backup"


class WorkspaceFiles(Protocol):
    """What of a workspace a backup needs to know (`config.workspace.Workspace`)."""

    @property
    def path(self) -> Path:
        """The folder."""

    @property
    def database(self) -> Path:
        """The SQLite database."""

    @property
    def log_head(self) -> Path:
        """The head of the log."""

    @property
    def cube(self) -> Path:
        """The folder of the cube."""

    @property
    def description(self) -> Path:
        """The version of the folder's layout."""


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was taken: where it is and how many bytes it has."""

    file: Path
    bytes: int


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """A backup that was brought back.

    Attributes:
        log: what the check of its log found; no faults, or it would have been refused.
        taken_at: UTC instant of the backup, as ISO text.
        replaced: where the former database was kept; None if there was none.
    """

    log: VerifyReport
    taken_at: str
    replaced: Path | None


def backup(
    to: Path, *, force: bool = False, kept: Callable[[], None] | None = None
) -> BackupReport:
    """Write the whole ledger into the archive `to`, whole or not at all.

    Args:
        to: the file to write; its folder must exist.
        force: replace a file that is there already.
        kept: called as soon as the archive is there.

    Raises:
        TiendoError: if the file is there and `force` is not given, if the copy is not sound, if it
            cannot be written, or on PostgreSQL, whose own tools do this better.
    """
    _refuse_postgresql("backed up", "pg_dump --format=custom")
    if to.exists() and not force:
        raise TiendoError(f"{to} is there already", remedy="name another file, or give --force")
    workspace: WorkspaceFiles = settings.TIENDO_WORKSPACE
    try:
        with tempfile.TemporaryDirectory(prefix=f".{to.name}.", dir=to.parent) as name:
            folder = Path(name)
            # The head before the database: the copy then surely holds it.
            for file in (workspace.log_head, workspace.description):
                if file.exists():
                    shutil.copyfile(file, folder / file.name)
            _copy_database(folder / _DATABASE)
            archive = folder / "archive"
            _pack(folder, archive)
            os.replace(archive, to)
    except (OSError, sqlite3.Error) as problem:
        raise TiendoError(
            f"the backup {to} could not be written ({problem})",
            remedy="see whether its folder exists, may be written and has space",
        ) from problem
    if kept is not None:
        kept()
    _tell_if_unsound(to)
    return BackupReport(to, to.stat().st_size)


def _tell_if_unsound(archive: Path) -> None:
    """Say now, not on the day of need, that `restore` will refuse what was just saved."""
    faults = verify_log().faults
    if faults:
        raise TiendoError(
            f"{archive} was written, but its log is not sound ({len(faults)} faults): "
            "`tiendo restore` will refuse it",
            remedy="run `tiendo verify-log`; keep this archive for whoever investigates",
        )


def restore(source: Path, workspace: WorkspaceFiles, *, force: bool = False) -> RestoreReport:
    """Put the ledger of a backup into a workspace, after checking every part of it.

    Args:
        source: an archive that `backup` wrote.
        workspace: where to; its folder must exist.
        force: also where figures are recorded already; the former database is kept beside.

    Raises:
        TiendoError: if the archive is damaged or of a newer tiendo, if its log does not verify, or
            if the workspace is in use or not empty. The workspace is untouched then.
    """
    _refuse_postgresql("restored", "pg_restore")
    with tempfile.TemporaryDirectory(prefix=".restore.", dir=workspace.path) as name:
        folder = Path(name)
        try:
            manifest = _unpack(source, folder)
        except (OSError, zipfile.BadZipFile, EOFError) as problem:
            raise TiendoError(f"{source} cannot be read as a backup ({problem})",
                              remedy=_ANOTHER) from problem  # fmt: skip
        _refuse_newer_layout(folder, workspace)
        log = _check_database(folder)
        _refuse_full(workspace, force)
        replaced = _swap_in(folder, workspace)
    return RestoreReport(log, str(manifest.get("taken_at", "")), replaced)


# ---- taking one ---------------------------------------------------------------------


def _copy_database(to: Path) -> None:
    connection.ensure_connection()
    with closing(sqlite3.connect(to)) as copy:
        # All pages in one step: within one read transaction, so that writers do not restart it.
        connection.connection.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode=DELETE")
        _refuse_unsound(copy)


def _refuse_unsound(database: sqlite3.Connection) -> None:
    found = database.execute("PRAGMA integrity_check").fetchone()[0]
    if found != "ok":
        raise TiendoError(
            f"the database is damaged: {found}", remedy="restore the last good backup"
        )


def _pack(folder: Path, archive: Path) -> None:
    files = [name for name in (_DATABASE, _HEAD, _DESCRIPTION) if (folder / name).exists()]
    manifest = {
        "format": _FORMAT,
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "sha256": {name: _sha256(folder / name) for name in files},
    }
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as pack:
        pack.writestr(_MANIFEST, json.dumps(manifest, indent=1))
        for name in files:
            pack.write(folder / name, name)
    with archive.open("rb") as written:
        os.fsync(written.fileno())


# ---- bringing one back ----------------------------------------------------------------


def _unpack(source: Path, folder: Path) -> Mapping[str, object]:
    """Extract the parts that a backup has, checked against its manifest; return the manifest."""
    with zipfile.ZipFile(source) as pack:
        manifest = _read_manifest(source, pack)
        for name, digest in manifest["sha256"].items():
            # Only the names that we write: an archive cannot place a file anywhere else.
            if name not in (_DATABASE, _HEAD, _DESCRIPTION) or name not in pack.namelist():
                raise TiendoError(f"{source} lacks or misplaces '{name}'", remedy=_ANOTHER)
            with pack.open(name) as packed, (folder / name).open("wb") as file:
                shutil.copyfileobj(packed, file)
            if _sha256(folder / name) != digest:
                raise TiendoError(
                    f"'{name}' in {source} is not what was backed up", remedy=_ANOTHER
                )
    if not (folder / _DATABASE).exists():
        raise TiendoError(f"{source} holds no database", remedy=_ANOTHER)
    return manifest


def _read_manifest(source: Path, pack: zipfile.ZipFile) -> dict[str, dict[str, str]]:
    try:
        manifest = json.loads(pack.read(_MANIFEST))
        version = int(manifest["format"])
        manifest["sha256"].items()
    except (KeyError, ValueError, TypeError, AttributeError) as problem:
        raise TiendoError(f"{source} is no backup of tiendo", remedy=_ANOTHER) from problem
    if version > _FORMAT:
        raise TiendoError(
            f"{source} is a backup of format {version}, this tiendo reads up to {_FORMAT}",
            remedy="upgrade tiendo",
        )
    found: dict[str, dict[str, str]] = manifest
    return found


def _check_database(folder: Path) -> VerifyReport:
    """Refuse an extracted database that is damaged, newer, or does not verify; upgrade an older."""
    try:
        with closing(sqlite3.connect(folder / _DATABASE)) as copy:
            _refuse_unsound(copy)
        with _opened(folder / _DATABASE) as database:
            upgrade(database)
            log = verify_database(database, heads_of(folder / _HEAD))
    except (sqlite3.DatabaseError, DatabaseError) as problem:
        raise TiendoError(
            f"the database in the backup is damaged ({problem})", remedy=_ANOTHER
        ) from problem
    if not log.ok:
        more = f" and {len(log.faults) - 1} more" if len(log.faults) > 1 else ""
        raise TiendoError(
            f"the log in the backup does not verify: {log.faults[0]}{more}", remedy=_ANOTHER
        )
    return log


@contextmanager
def _opened(file: Path) -> Iterator[BaseDatabaseWrapper]:
    """Give Django's access to a database that is none of the configured ones."""
    values = {**connections.settings["default"], "ENGINE": "django.db.backends.sqlite3"}
    database = DatabaseWrapper(values | {"NAME": str(file), "OPTIONS": {}}, alias="restored")
    # Migrations look their database up by its alias.
    connections["restored"] = database
    try:
        yield database
    finally:
        database.close()
        del connections["restored"]


def _refuse_newer_layout(folder: Path, workspace: WorkspaceFiles) -> None:
    there, ours = _layout(folder / _DESCRIPTION), _layout(workspace.description)
    if there > ours > 0:
        raise TiendoError(
            f"the backup was made by tiendo with workspace version {there}, "
            f"this one reads up to {ours}",
            remedy="upgrade tiendo",
        )


def _layout(description: Path) -> int:
    try:
        return int(json.loads(description.read_text(encoding="utf-8"))["version"])
    except FileNotFoundError:
        return 0
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise TiendoError(
            f"{description.name} cannot be read as the description of a workspace", remedy=_ANOTHER
        ) from problem


def _refuse_full(workspace: WorkspaceFiles, force: bool) -> None:
    if force or not workspace.database.exists():
        return
    with closing(sqlite3.connect(f"file:{workspace.database}?mode=ro", uri=True)) as database:
        try:
            filled = database.execute("SELECT EXISTS (SELECT 1 FROM ledger_event)").fetchone()[0]
        except sqlite3.DatabaseError as problem:
            # A file without our tables is empty; anything else might hold something.
            filled = "no such table" not in str(problem)
    if filled:
        raise TiendoError(
            f"the workspace {workspace.path} holds figures already",
            remedy="restore into another workspace, or give --force to replace them "
            "(the former database is kept beside the new one)",
        )


def _swap_in(folder: Path, workspace: WorkspaceFiles) -> Path | None:
    """Move the checked files to their places; each step leaves either ledger whole."""
    connection.close()
    replaced = _put_aside(workspace)
    # No head for a moment rather than the head of another log.
    if replaced is not None:
        # What the former database is to be judged by, should anybody ask whether it was whole.
        with suppress(FileNotFoundError):
            os.replace(workspace.log_head, replaced.with_suffix(".log-head.json"))
    workspace.log_head.unlink(missing_ok=True)
    # It was computed from the former ledger; what cannot be removed is refused when it is opened.
    shutil.rmtree(workspace.cube, ignore_errors=True)
    os.replace(folder / _DATABASE, workspace.database)
    if (folder / _HEAD).exists():
        os.replace(folder / _HEAD, workspace.log_head)
    if not workspace.description.exists() and (folder / _DESCRIPTION).exists():
        os.replace(folder / _DESCRIPTION, workspace.description)
    handle = os.open(workspace.path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    return replaced


def _put_aside(workspace: WorkspaceFiles) -> Path | None:
    """Give the former database a second name under which it stays; None if there was none."""
    if not workspace.database.exists():
        return None
    try:
        with closing(sqlite3.connect(workspace.database, timeout=1)) as former:
            # Leaving WAL folds the log into the file and fails while anybody else has it open.
            former.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as problem:
        if "locked" in str(problem):
            raise TiendoError(
                f"the workspace {workspace.path} is in use", remedy="stop `tiendo serve` first"
            ) from problem
    kept = workspace.path / f"tiendo-replaced-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite3"
    try:
        os.link(workspace.database, kept)
    except OSError:  # a file system without second names
        shutil.copy2(workspace.database, kept)
    # Left over only by a damaged database; they must not be taken for the new one's.
    for suffix in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            os.replace(f"{workspace.database}{suffix}", f"{kept}{suffix}")
    return kept


# ---- small things -----------------------------------------------------------------------


def _refuse_postgresql(done: str, tool: str) -> None:
    if connection.vendor == "postgresql":
        raise TiendoError(
            f"a ledger on PostgreSQL is not {done} by tiendo",
            remedy=f"use `{tool}`, and keep the head that `tiendo verify-log` prints with it",
        )


def _sha256(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
