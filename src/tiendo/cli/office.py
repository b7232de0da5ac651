"""Opening what a command works on: the workspace, its database and the country pack."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tiendo.config.workspace import Workspace
    from tiendo.packs import Pack


@dataclass(frozen=True, slots=True)
class Office:
    """An opened workspace, whose database is up to date, with the pack it speaks of."""

    workspace: Workspace
    pack: Pack


def open_office(folder: Path | None, *, create: bool = False) -> Office:
    """Open the workspace in `folder` (or where `config.workspace` looks for it).

    Args:
        folder: as given with --workspace.
        create: make the workspace where there is none.

    Raises:
        TiendoError: if there is none, or it cannot be used.
    """
    from tiendo.config.workspace import open_workspace
    from tiendo.packs import load_pack

    workspace = open_workspace(folder, create=create)
    start_django(workspace)
    from tiendo.ledger.migrate import prepare

    prepare()
    return Office(workspace, load_pack())


def start_django(workspace: Workspace) -> None:
    """Set up Django for a workspace; the settings read the environment, so that comes first."""
    from tiendo.config.workspace import VARIABLE

    os.environ[VARIABLE] = str(workspace.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tiendo.config.settings"
    import django

    django.setup()


def close_database() -> None:
    """Close this process's connections, if it has any: nothing is left open, nothing inherited."""
    database = sys.modules.get("django.db")
    if database is not None:
        with suppress(Exception):
            database.connections.close_all()
