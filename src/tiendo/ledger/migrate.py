"""Bringing the database up to this version of the code."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from tiendo.ledger.storage import lock_migrations
from tiendo.vocabulary.errors import TiendoError


def prepare() -> bool:
    """Create or upgrade the database's tables where needed, quietly.

    Returns:
        Whether anything was to be done.

    Raises:
        TiendoError: if a newer tiendo made the database, or it cannot be reached.
    """
    try:
        if not _pending():
            return False
        _refuse_read_only()
        with _alone():
            if not _pending():
                return False
            call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as problem:
        raise TiendoError(
            f"the database cannot be used: {str(problem).strip()}",
            remedy="see whether the workspace can be written, or TIENDO_DATABASE_URL is right",
        ) from problem
    return True


def _refuse_read_only() -> None:
    """Refuse to upgrade the database of a workspace that cannot be written.

    Raises:
        TiendoError: saying who can do it.
    """
    workspace = settings.TIENDO_WORKSPACE
    if connection.vendor == "sqlite" and workspace.is_read_only:
        raise TiendoError(
            f"the database in {workspace.path} was made by an older tiendo, and this user may not "
            "upgrade it",
            remedy="let somebody who may write the workspace run any command there once",
        )


def upgrade(database: BaseDatabaseWrapper) -> None:
    """Bring a database that nobody else uses up to this version of the code.

    Raises:
        TiendoError: if a newer tiendo made it.
    """
    executor = MigrationExecutor(database)
    _refuse_newer(executor)
    executor.migrate(executor.loader.graph.leaf_nodes())


def _pending() -> bool:
    executor = MigrationExecutor(connection)
    _refuse_newer(executor)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _refuse_newer(executor: MigrationExecutor) -> None:
    known = executor.loader.disk_migrations
    ours = {app for app, _ in known}
    newer = sorted(
        f"{app}.{name}"
        for app, name in executor.loader.applied_migrations
        if app in ours and (app, name) not in known
    )
    if newer:
        raise TiendoError(
            f"the database was made by a newer tiendo: it has {', '.join(newer)}",
            remedy="upgrade tiendo",
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process migrate at a time, on this machine and on the database."""
    handle = os.open(settings.TIENDO_WORKSPACE.path / ".migrate.lock", os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        with lock_migrations():
            yield
    finally:
        os.close(handle)
