"""log-head.json: the last event of the log, kept beside the database.

Whoever cuts off the end of the log must also change this file, and every published copy of it.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from tiendo.ledger.chain import LogHead
from tiendo.vocabulary.errors import TiendoError

_log = logging.getLogger(__name__)

InLog: TypeAlias = Callable[[LogHead], bool]


def read_head(file: Path) -> LogHead | None:
    """Return the head that a file holds; None where there is no file.

    Raises:
        TiendoError: if the file cannot be read as a head.
    """
    try:
        return LogHead.from_json(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as problem:
        raise TiendoError(f"{file} cannot be read", remedy="restore it from a backup") from problem


def keep_head(file: Path, head: LogHead, in_log: InLog) -> None:
    """Write `head` into `file`, whole or not at all, unless a later one stands there.

    Called after the transaction is committed: a crash in between leaves an older head, which is
    still true of the log. After a power failure SQLite (synchronous=NORMAL) may have lost the last
    transactions; the head, which is forced to the disk, then tells that they are missing.

    Args:
        file: log-head.json of the workspace.
        head: the last event of the log.
        in_log: tells whether the log holds an earlier head. One that it does not hold is evidence
            and is left alone; `verify_log` reports it.

    Raises:
        TiendoError: if it cannot be written; the log itself has its event then.
    """
    try:
        with _locked(file):
            kept = _readable(file)
            if kept is None or (kept.seq < head.seq and in_log(kept)):
                replace_file(file, head.to_json() + "\n")
            elif kept.seq < head.seq or (kept.seq == head.seq and kept != head):
                _log.warning("%s names event %d, which the log does not hold", file, kept.seq)
    except OSError as problem:
        raise TiendoError(
            f"everything is recorded, but {file} could not be written ({problem.strerror})",
            remedy="free space or mend its rights; the next load writes it again",
        ) from problem


def replace_file(file: Path, text: str) -> None:
    """Give a file a new text so that a reader, or a crash, sees the old one or the new one."""
    new = file.with_name(f".{file.name}.new")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        os.write(handle, text.encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    os.replace(new, file)


def _readable(file: Path) -> LogHead | None:
    """Return the kept head; a spoilt file counts as none, so that loading mends it."""
    try:
        return read_head(file)
    except TiendoError:
        _log.warning("%s was no head of a log and is written anew", file)
        return None


@contextmanager
def _locked(file: Path) -> Iterator[None]:
    handle = os.open(file.with_name(f".{file.name}.lock"), os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
