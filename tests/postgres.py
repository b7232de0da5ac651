"""A private PostgreSQL server: its own folder, a Unix socket only, gone after the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import psycopg

USER = "tiendo"
_FOLDERS = ("/usr/local/bin", "/opt/homebrew/bin")
_numbers = count(1)


@dataclass(frozen=True)
class Server:
    """A running server, by the folder of its socket."""

    folder: Path

    def settings(self, name: str) -> dict[str, Any]:
        """Return Django's settings of one of its databases."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": USER,
            "HOST": str(self.folder),
        }

    def url(self, name: str) -> str:
        """Return what TIENDO_DATABASE_URL holds for one of its databases."""
        return f"postgresql://{USER}@/{name}?host={self.folder}"

    def create(self, name: str) -> None:
        """Create an empty database."""
        self._run(f"CREATE DATABASE {name}")

    def create_copy(self, template: str) -> str:
        """Create a copy of a database that nobody is connected to; return its name."""
        name = f"copy_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected."""
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, sql: str) -> None:
        with psycopg.connect(
            host=str(self.folder), user=USER, dbname="postgres", autocommit=True
        ) as server:
            server.execute(sql)


def missing() -> str:
    """Return why there can be no server here; empty if there can."""
    return "" if _programs() else "no PostgreSQL server (initdb, pg_ctl) is installed"


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server in a folder of its own and stop it at the end."""
    programs = _programs()
    assert programs is not None, missing()
    folder = Path(tempfile.mkdtemp(prefix="tiendo-pg-"))
    try:
        user = _unprivileged()
        if user:
            shutil.chown(folder, user)
        data = folder / "data"
        _call(user, folder, [programs / "initdb", "-D", data, "-U", USER, "-A", "trust",
                             "-E", "UTF8", "--locale=C", "--no-sync"])  # fmt: skip
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
        control = [programs / "pg_ctl", "-D", data, "-w"]
        _call(user, folder, [*control, "-l", folder / "log", "-o", options, "start"])
        try:
            yield Server(folder)
        finally:
            _call(user, folder, [*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path | None:
    """Return the folder with initdb and pg_ctl: of the newest server, wherever it lies."""
    named = shutil.which("pg_ctl")
    packaged = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name)
    )
    folders = [*reversed(packaged), *map(Path, _FOLDERS)]
    if named:
        folders.insert(0, Path(named).resolve().parent)
    return next((f for f in folders if (f / "initdb").exists() and (f / "pg_ctl").exists()), None)


def _unprivileged() -> str | None:
    """Return the user as whom to run it where we are root, whom PostgreSQL refuses."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _call(user: str | None, folder: Path, command: Sequence[str | Path]) -> None:
    other: dict[str, Any] = {}
    if user:
        other = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}
    # Output into a file: a pipe would be held open by the server that pg_ctl leaves running.
    with (folder / "output").open("ab") as output:
        done = subprocess.run(
            list(map(str, command)), cwd=folder, stdout=output, stderr=output, check=False, **other
        )
    if done.returncode:
        raise RuntimeError((folder / "output").read_text(errors="replace"))
