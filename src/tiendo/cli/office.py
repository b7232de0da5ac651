"""Opening what a command works on: the workspace, its database and the country pack."""

from __future__ import annotations

import sys
from contextlib import suppress

from tiendo.config.starting import Office, open_office, start_django

__all__ = ["Office", "close_database", "open_office", "start_django"]


def close_database() -> None:
    """Close this process's connections, if it has any: nothing is left open, nothing inherited."""
    database = sys.modules.get("django.db")
    if database is not None:
        with suppress(Exception):
            database.connections.close_all()
