"""Proving that nothing recorded was changed, removed or slipped in behind the ledger's back.

Every event's hash is computed anew, every filing, series and obligation is compared with the event
that recorded it, every figure must belong to one of these events and hash to its digest, and the
log must still hold the heads that were kept or published. Others may go on recording meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tiendo.ledger.chain import LogHead
from tiendo.ledger.checking import KnownHeads, LogCheck, LogFault
from tiendo.ledger.guards import missing_guards
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
    kept.add_file(settings.TIENDO_WORKSPACE.log_head)
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
    """Check the ledger in a database; see `verify_log`."""
    with database.cursor() as cursor:
        check = LogCheck(cursor)
        check.run(heads, progress)
        check.faults += [
            LogFault(None, guard, "the trigger that refuses changes is gone")
            for guard in missing_guards(database, cursor)
        ]
    return VerifyReport(
        check.head,
        check.events,
        len(check.filings),
        check.figures,
        tuple(heads.faults + check.faults),
        tuple(heads.notes),
    )
