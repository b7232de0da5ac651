"""Reading a workspace that cannot be written: no rights to it, or a disk mounted read-only."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tiendo.config.workspace import Workspace
from tiendo.vocabulary.errors import TiendoError

_CACHE = "PRAGMA cache_size=-16384;"


def sqlite_read_only(database: Path) -> dict[str, Any]:
    """Return Django's settings of a SQLite file that is only read.

    Where others have it open, their write-ahead file is read along. Where nobody has, SQLite cannot
    make the files by which it would see others come, so that it reads without a lock: `Untouched`
    tells afterwards whether somebody wrote meanwhile.
    """
    alone = "" if _is_shared(database) else "&immutable=1"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"{database.as_uri()}?mode=ro{alone}",
        "OPTIONS": {"timeout": 20, "init_command": f"PRAGMA query_only=ON; {_CACHE}"},
    }


def _is_shared(database: Path) -> bool:
    ahead = _write_ahead(database)
    return ahead.exists() and ahead.stat().st_size > 0


def _write_ahead(database: Path) -> Path:
    return database.with_name(f"{database.name}-wal")


@dataclass(frozen=True, slots=True)
class Untouched:
    """A database that is read without a lock, as it was when it was opened."""

    database: Path
    state: tuple[int, int, bool]

    @classmethod
    def of(cls, workspace: Workspace) -> Untouched | None:
        """Return the database's state; None where it is read under a lock."""
        database = workspace.database
        if not workspace.is_read_only or not database.exists() or _is_shared(database):
            return None
        return cls(database, _state_of(database))

    def refuse_if_touched(self) -> None:
        """Refuse what was read while somebody wrote.

        Raises:
            TiendoError: if the file is another one than when it was opened.
        """
        if _state_of(self.database) != self.state:
            raise TiendoError(
                f"{self.database} was written while it was read: what was told may be half of the "
                "former figures and half of the new ones",
                remedy="run the command again",
            )


def _state_of(database: Path) -> tuple[int, int, bool]:
    found = database.stat()
    return found.st_mtime_ns, found.st_size, _is_shared(database)
