"""Switching Django to another database for a while, and leaving a test out honestly."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.utils import load_backend

from tiendo.ledger.migrate import upgrade

Values = dict[str, Any]


def sqlite(file: Path) -> Values:
    """Return the settings of a SQLite file, with what `config.settings` sets for it."""
    from tiendo.config import settings

    return {**settings._SQLITE, "NAME": str(file)}


@contextmanager
def using(values: Values) -> Iterator[Any]:
    """Make the default connection go to another database; yields it."""
    complete = connections.configure_settings({"default": values})["default"]
    former = connections["default"]
    other = load_backend(complete["ENGINE"]).DatabaseWrapper(complete, alias="default")
    connections["default"] = other
    try:
        yield other
    finally:
        other.close()
        connections["default"] = former


def migrate(values: Values) -> None:
    """Make the tables in an empty database."""
    with using(values) as database:
        upgrade(database)


def copy(source: Path, to: Path) -> None:
    """Copy a SQLite file that nobody has open, with its write-ahead log if it has one."""
    for suffix in ("", "-wal"):
        if (file := Path(f"{source}{suffix}")).exists():
            shutil.copyfile(file, f"{to}{suffix}")


def skip_or_fail(reason: str) -> None:
    """Skip the test, or fail it where everything must run (TIENDO_REQUIRE_ALL=1)."""
    if os.environ.get("TIENDO_REQUIRE_ALL") == "1":
        pytest.fail(f"TIENDO_REQUIRE_ALL=1, but {reason}")
    pytest.skip(reason)
