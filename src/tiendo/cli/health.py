"""What `tiendo check` looks at; each probe tells a fact and, where something is wrong, a remedy."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from tiendo.cli.failures import explain_failure
from tiendo.cli.office import start_django
from tiendo.cli.output import size
from tiendo.vocabulary.errors import TiendoError

if TYPE_CHECKING:
    from tiendo.config.workspace import Workspace

ENOUGH_SPACE = 200 * 1024 * 1024
"""Bytes that should be free: a large filing, its journal and a backup fit in."""

_VERIFY = "run `tiendo verify-log`"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was looked at.

    Attributes:
        name: what it is.
        value: how it is.
        problem: what is wrong with it; empty if nothing is.
        remedy: what to do about that.
    """

    name: str
    value: str = ""
    problem: str = ""
    remedy: str = ""


Probe: TypeAlias = Callable[["Workspace"], Iterator[Fact]]


def examine(workspace: Workspace) -> Iterator[Fact]:
    """Look at everything; a probe that fails is itself a problem."""
    for name, probe in _INSTALLED:
        yield from _run(name, probe, workspace)
    there = list(_run("workspace", _workspace, workspace))
    yield from there
    if any(fact.problem for fact in there):
        return
    for name, probe in _KEPT:
        yield from _run(name, probe, workspace)


def _run(name: str, probe: Probe, workspace: Workspace) -> Iterator[Fact]:
    try:
        yield from probe(workspace)
    except TiendoError as refused:
        yield Fact(name, problem=refused.message, remedy=refused.remedy)
    except Exception as failure:
        message, remedy = explain_failure(failure)
        yield Fact(name, problem=message, remedy=remedy.replace("run `tiendo check`; ", ""))


# ---- what is installed --------------------------------------------------------------


def _versions(_workspace: Workspace) -> Iterator[Fact]:
    for name in ("tiendo", "Django", "granian"):
        yield Fact(name, metadata.version(name))
    yield Fact("Python", platform.python_version())
    yield Fact("SQLite", sqlite3.sqlite_version)


def _languages(workspace: Workspace) -> Iterator[Fact]:
    start_django(workspace)
    from django.conf import settings

    folder = Path(settings.LOCALE_PATHS[0])
    # English is the language of the messages themselves and has no catalogue.
    languages = [code for code, _ in settings.LANGUAGES]
    missing = [
        code
        for code in languages
        if code != "en" and not (folder / code / "LC_MESSAGES" / "django.mo").is_file()
    ]
    yield Fact(
        "languages",
        ", ".join(code for code in languages if code not in missing),
        f"the texts of these languages are not compiled: {', '.join(missing)}" if missing else "",
        "install tiendo anew from its wheel" if missing else "",
    )


def _pack(_workspace: Workspace) -> Iterator[Fact]:
    from tiendo.packs import load_pack

    pack = load_pack()
    yield Fact(
        "country pack",
        f"{pack.name}: {len(pack.register)} places, {len(pack.catalogue)} indicators",
    )


# ---- what is kept -------------------------------------------------------------------


def _workspace(workspace: Workspace) -> Iterator[Fact]:
    from tiendo.config.workspace import open_workspace

    open_workspace(workspace.path)
    with tempfile.TemporaryFile(dir=workspace.path) as file:
        file.write(b"writable")
    yield Fact("workspace", f"{workspace.path} (writable)")


def _space(workspace: Workspace) -> Iterator[Fact]:
    free = shutil.disk_usage(workspace.path).free
    scarce = free < ENOUGH_SPACE
    yield Fact(
        "free disk space",
        size(free),
        f"only {size(free)} are free" if scarce else "",
        f"free at least {size(ENOUGH_SPACE)} on that disk" if scarce else "",
    )


def _key(workspace: Workspace) -> Iterator[Fact]:
    file = workspace.secret_key_file
    if os.environ.get("TIENDO_SECRET_KEY") or os.environ.get("TIENDO_SECRET_KEY_FILE"):
        yield Fact("secret key", "from the environment")
    elif not file.exists():
        yield Fact("secret key", "made when the pages are first served")
    else:
        mode = stat.S_IMODE(file.stat().st_mode)
        open_to_others = os.name == "posix" and mode & 0o077
        yield Fact(
            "secret key",
            f"{file.name}, mode {mode:04o}",
            f"others than its owner may use {file}" if open_to_others else "",
            f"chmod 600 {file}" if open_to_others else "",
        )


def _clock(workspace: Workspace) -> Iterator[Fact]:
    from django.conf import settings

    from tiendo.ledger.selectors import today

    try:
        yield Fact("today", f"{today()} in {settings.TIENDO_TIME_ZONE}")
    except (ValueError, KeyError):
        yield Fact(
            "today",
            problem=f"'{settings.TIENDO_TIME_ZONE}' is no time zone",
            remedy="set TIENDO_TIME_ZONE to one such as Asia/Ho_Chi_Minh",
        )


def _database(workspace: Workspace) -> Iterator[Fact]:
    from django.db import connection

    if connection.vendor == "sqlite":
        file = workspace.database
        if not file.exists():
            yield Fact(
                "database",
                problem=f"there is no database in {workspace.path}",
                remedy="make one with `tiendo demo` or `tiendo load`, or restore a backup",
            )
            return
        journals = (file.with_name(file.name + ending) for ending in ("", "-wal"))
        bytes_used = sum(part.stat().st_size for part in journals if part.exists())
        yield Fact("database", f"{file}, {size(bytes_used)}")
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            bytes_used = cursor.fetchone()[0]
        yield Fact("database", f"{connection.display_name}, {size(bytes_used)}")
    yield from _run("schema", _schema, workspace)


def _schema(workspace: Workspace) -> Iterator[Fact]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Fact(
            "schema",
            problem=f"the database lacks {len(plan)} changes of this version",
            remedy="back up the workspace, then run any other command: it upgrades the database",
        )
        return
    yield Fact("schema", "up to date")
    yield from _run("figures", _figures, workspace)
    yield from _run("log", _log, workspace)
    yield from _run("cube", _cube, workspace)


def _figures(_workspace: Workspace) -> Iterator[Fact]:
    from tiendo.ledger.models import Figure, Filing

    yield Fact("figures", f"{Figure.objects.count()} in {Filing.objects.count()} filings")


def _log(workspace: Workspace) -> Iterator[Fact]:
    from django.db import connection

    from tiendo.ledger.guards import missing_guards
    from tiendo.ledger.heads import read_head
    from tiendo.ledger.models import Event
    from tiendo.ledger.selectors import log_head

    head, kept = log_head(), read_head(workspace.log_head)
    value = f"{head.seq} events, head {head.hash[:12]}"
    if kept is not None and kept.seq:
        held = Event.objects.filter(pk=kept.seq, hash=kept.hash).exists()
        if not held:
            yield Fact("log", value, f"it does not hold event {kept.seq} of log-head.json", _VERIFY)
            return
    with connection.cursor() as cursor:
        gone = missing_guards(connection, cursor)
    if gone:
        problem = f"the triggers that refuse changes are gone: {', '.join(gone)}"
        yield Fact("log", value, problem, _VERIFY)
    else:
        yield Fact("log", value)


def _cube(_workspace: Workspace) -> Iterator[Fact]:
    from tiendo.ledger.cube.packs import fingerprint
    from tiendo.ledger.cube.state import REBUILD, SMALL_LEDGER, ledger_state
    from tiendo.ledger.cube.store import opened
    from tiendo.packs import load_pack

    store = opened(fingerprint(load_pack()))
    state = ledger_state()
    if store is None:
        large = state.last_figure > SMALL_LEDGER
        problem = "there is none, and the ledger is too large to do without" if large else ""
        yield Fact(
            "cube", "none yet; `tiendo rebuild` makes one", problem, REBUILD if large else ""
        )
        return
    built, recorded = store.manifest.sequence, state.sequence
    newer = f"; {recorded - built} newer are read from the ledger" if recorded > built else ""
    yield Fact("cube", f"up to event {built}{newer}")


_INSTALLED: tuple[tuple[str, Probe], ...] = (
    ("versions", _versions),
    ("languages", _languages),
    ("country pack", _pack),
)
_KEPT: tuple[tuple[str, Probe], ...] = (
    ("free disk space", _space),
    ("secret key", _key),
    ("today", _clock),
    ("database", _database),
)
