"""Opening what a command works on: the workspace, its database and the country pack."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tiendo.config.starting import Office, open_office, start_django

if TYPE_CHECKING:
    from tiendo.config.read_only import Untouched

__all__ = [
    "Office",
    "close_database",
    "note_untouched",
    "open_office",
    "read_office",
    "refuse_if_touched",
    "start_django",
]

_untouched: list[Untouched] = []


def read_office(folder: Path | None) -> Office:
    """Open a workspace of which a command only reads, be it one that cannot be written.

    Raises:
        TiendoError: as `open_office`.
    """
    note_untouched(folder)
    return open_office(folder, only_read=True)


def note_untouched(folder: Path | None) -> None:
    """Remember how a database looks that is going to be read without a lock."""
    from tiendo.config.read_only import Untouched
    from tiendo.config.workspace import locate_workspace

    if found := Untouched.of(locate_workspace(folder)):
        _untouched.append(found)


def refuse_if_touched() -> None:
    """Refuse what a command told of a database that was written while it was read.

    Raises:
        TiendoError: naming the file.
    """
    while _untouched:
        _untouched.pop().refuse_if_touched()


def close_database() -> None:
    """Close this process's connections, if it has any: nothing is left open, nothing inherited."""
    database = sys.modules.get("django.db")
    if database is not None:
        with suppress(Exception):
            database.connections.close_all()
