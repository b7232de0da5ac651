"""Where the cube of this workspace is kept, and whether it fits the ledger."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.conf import settings
from django.db import connection

from tiendo.cube.store import Busy, CubeStore, Manifest, exists, open_store
from tiendo.ledger.cube.state import LedgerState, refuse_other_log, refuse_other_pack
from tiendo.ledger.cube.tail import Built

_CUBE_LOCK = 7_480_193_026_552
"""Number of PostgreSQL's advisory lock of those who write the cube; any fixed one would do."""


def cube_address() -> str:
    """Return where the cube is: TIENDO_CUBE, else a folder of the workspace."""
    return settings.TIENDO_CUBE or str(settings.TIENDO_WORKSPACE.cube)


def opened(pack: str) -> CubeStore | None:
    """Return the workspace's cube; None where there is none yet.

    Args:
        pack: fingerprint of the country pack in use.

    Raises:
        TiendoError: if it is damaged, of another version or pack, or built from another log.
    """
    if not exists(cube_address()):
        return None
    store = open_store(cube_address())
    refuse_misfit(store.manifest, pack)
    return store


def refuse_misfit(manifest: Manifest, pack: str) -> None:
    """Refuse a cube that was built from another pack or another log.

    Raises:
        TiendoError: naming which.
    """
    refuse_other_log(manifest.sequence, manifest.head)
    refuse_other_pack(manifest.pack, pack)


def built_to(manifest: Manifest) -> Built:
    """Return up to where a cube was built."""
    state = LedgerState(manifest.sequence, manifest.head, manifest.last_figure)
    return Built(state, manifest.as_of, manifest.pending)


def lock_of(address: str, *, wait: bool = True) -> AbstractContextManager[None] | None:
    """Return the lock to hold while a cube is written; None for a folder, which has its own.

    Addresses elsewhere have none, so the database's lock stands for them, and beside SQLite, which
    one machine alone uses, a file of the workspace.

    Raises:
        Busy: when it is entered, if another process holds it and `wait` is false.
    """
    if "://" not in address:
        return None
    return _database_lock(wait) if connection.vendor == "postgresql" else _file_lock(wait)


@contextmanager
def _database_lock(wait: bool) -> Iterator[None]:
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_CUBE_LOCK])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [_CUBE_LOCK])
            if not cursor.fetchone()[0]:
                raise _busy()
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_CUBE_LOCK])


@contextmanager
def _file_lock(wait: bool) -> Iterator[None]:
    handle = os.open(f"{settings.TIENDO_WORKSPACE.cube}.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError:
        raise _busy() from None
    finally:
        os.close(handle)


def _busy() -> Busy:
    return Busy("another process is writing the cube", remedy="wait until it has finished")
