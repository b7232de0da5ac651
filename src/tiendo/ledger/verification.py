"""Proving that nothing recorded was changed, removed or slipped in behind the ledger's back.

Every event's hash is computed anew, every filing, series and obligation is compared with the event
that recorded it, every figure must belong to one of these events and hash to its digest, and the
log must still hold the heads that were kept or published. Others may go on recording meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tiendo.ledger.chain import EMPTY, LogHead
from tiendo.ledger.checking import LogCheck
from tiendo.ledger.guards import missing_guards
from tiendo.ledger.heads import KnownHeads, LogFault
from tiendo.ledger.selectors import log_head


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a verification found.

    Attributes:
        head: the last event when it began.
        events, filings, figures: how many were checked.
        faults: what is not as it was recorded; empty if all is well.
        notes: what could not be checked.
    """

    head: LogHead
    events: int
    filings: int
    figures: int
    faults: tuple[LogFault, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether no fault was found."""
        return not self.faults


def verify_log(
    *, head: LogHead | None = None, progress: Callable[[int], None] | None = None
) -> VerifyReport:
    """Check the whole ledger against its log, and the log against the heads that are known.

    Args:
        head: a head exported or published earlier, if any is at hand; the one kept in the
            workspace is always compared.
        progress: called after each event with the number of events checked so far.
    """
    kept = KnownHeads()
    kept.add("the head that was given", head)
    kept.add_file(settings.TIENDO_WORKSPACE.log_head, needed=True)
    if (lost := _lost_file(connection)) is not None:
        return _without_database(lost, kept)
    return verify_database(connection, kept, progress)


def export_head() -> LogHead:
    """Return the last event and its hash, to be published or kept elsewhere (`to_json`)."""
    return log_head()


def heads_of(file: Path) -> KnownHeads:
    """Return the head in a file as what a log must hold."""
    heads = KnownHeads()
    heads.add_file(file)
    return heads


def verify_database(
    database: BaseDatabaseWrapper,
    heads: KnownHeads,
    progress: Callable[[int], None] | None = None,
) -> VerifyReport:
    """Check the ledger in a database; see `verify_log`.

    A database that is damaged is told as a fault, with whatever else was found until then.

    Raises:
        OperationalError: if the database cannot be reached or is locked.
    """
    faults: list[LogFault] = []
    with database.cursor() as cursor, _any_bytes(database):
        check = LogCheck(cursor)
        if database.vendor == "sqlite":
            with _damage_told(database, faults):
                faults += _damages(cursor)
        with _damage_told(database, check.faults):
            check.run(heads, progress)
        with _damage_told(database, faults):
            faults += _unguarded(database, cursor)
    heads.judge_missing(check.events)
    return VerifyReport(
        check.head,
        check.events,
        len(check.filings),
        check.figures,
        tuple(dict.fromkeys(heads.faults + check.faults + faults)),
        tuple(heads.notes),
    )


def _unguarded(database: BaseDatabaseWrapper, cursor: Any) -> list[LogFault]:
    problem = "the trigger that refuses changes is gone, switched off or another one"
    return [LogFault(None, guard, problem) for guard in missing_guards(database, cursor)]


def _damages(cursor: Any) -> list[LogFault]:
    """Return what SQLite finds wrong in its file.

    A figure that is missing from an index is in its table, and so in our check, but in no answer.
    """
    cursor.execute("PRAGMA integrity_check")
    return [LogFault(None, "database", line) for (line,) in cursor.fetchall() if line != "ok"]


@contextmanager
def _damage_told(database: BaseDatabaseWrapper, faults: list[LogFault]) -> Iterator[None]:
    """Turn what a damaged database refuses into a fault: the rest is still checked."""
    try:
        yield
    except DatabaseError as problem:
        unreachable = database.vendor == "postgresql" or "locked" in str(problem)
        if unreachable and isinstance(problem, OperationalError):
            raise
        said = str(problem).strip()
        damage = f"it is damaged and cannot be read any further ({said})"
        faults.append(LogFault(None, "database", damage))


@contextmanager
def _any_bytes(database: BaseDatabaseWrapper) -> Iterator[None]:
    """Let SQLite hand out texts that are no UTF-8, which its driver otherwise refuses to read.

    Each wrong byte becomes a character that no text has, so that it equals nothing recorded.
    """
    if database.vendor != "sqlite":
        yield
        return
    driver = database.connection
    before = driver.text_factory
    driver.text_factory = lambda raw: raw.decode(errors="surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


def _lost_file(database: Any) -> Path | None:
    """Return the SQLite file that should be there and is not; connecting would make it anew."""
    if database.vendor != "sqlite" or database.is_in_memory_db():
        return None
    named = str(database.settings_dict["NAME"])
    # A file that is only read is named by its address.
    file = Path(unquote(urlsplit(named).path) if named.startswith("file:") else named)
    return None if file.exists() else file


def _without_database(file: Path, heads: KnownHeads) -> VerifyReport:
    """Return the report on a ledger without its database, which nothing proves to be empty."""
    problem = "there is no database: nothing was ever recorded here, or it was lost"
    if heads.named:
        problem = "there is no database: it was lost, for " + ", ".join(
            f"{origin} names event {head.seq}" for origin, head in heads.named
        )
    faults = [*heads.faults, LogFault(None, file.name, problem)]
    heads.judge_missing(0)
    return VerifyReport(EMPTY, 0, 0, 0, tuple(faults), tuple(heads.notes))
