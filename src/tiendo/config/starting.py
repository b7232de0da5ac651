"""Starting work on a workspace: Django, the database and the country pack, in this order."""

from __future__ import annotations

import os
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


def open_office(folder: Path | None, *, create: bool = False, only_read: bool = False) -> Office:
    """Open the workspace in `folder` (or where `config.workspace` looks for it).

    Args:
        folder: as a user named it; None if nobody did.
        create: make the workspace where there is none.
        only_read: nothing will be written, so that it need not be writable.

    Raises:
        TiendoError: if there is none, it cannot be used, or this process works on another one.
    """
    from tiendo.config.workspace import open_workspace
    from tiendo.packs import load_pack

    workspace = open_workspace(folder, create=create, only_read=only_read)
    start_django(workspace)
    from tiendo.ledger.migrate import prepare

    prepare()
    return Office(workspace, load_pack())


def start_django(workspace: Workspace) -> None:
    """Set up Django for a workspace; the settings read the environment, so that comes first.

    Raises:
        TiendoError: if this process works on another workspace: there is one Django in a process.
    """
    from tiendo.config.workspace import VARIABLE

    _refuse_another(workspace)
    os.environ[VARIABLE] = str(workspace.path)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tiendo.config.settings"
    import django

    django.setup()


def _refuse_another(workspace: Workspace) -> None:
    from django.conf import settings

    if not settings.configured or settings.TIENDO_WORKSPACE.path == workspace.path:
        return
    from tiendo.vocabulary.errors import TiendoError

    raise TiendoError(
        f"this process works on the workspace {settings.TIENDO_WORKSPACE.path} already",
        remedy=f"open {workspace.path} in a process of its own (a notebook: restart its kernel)",
    )
