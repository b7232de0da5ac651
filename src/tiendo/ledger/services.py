"""What may be written into the ledger: each call one transaction, each act one event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, TypeAlias

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from tiendo.ledger import heads
from tiendo.ledger.chain import LogHead
from tiendo.ledger.models import Obligation
from tiendo.ledger.storage import lock_writers, plain_refusals
from tiendo.ledger.writing import FilingDraft, Progress, Recorded, Writer, holds_event
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.place import PlaceRegister

Look: TypeAlias = Callable[[int], None]
"""Looks at the ledger within the transaction; told the id of the first figure that is new in it."""

__all__ = [
    "FilingDraft",
    "Recorded",
    "impose_obligation",
    "record_filings",
    "rehearse_filings",
]


def record_filings(
    *,
    drafts: Sequence[FilingDraft],
    register: PlaceRegister,
    progress: Progress | None = None,
    look: Look | None = None,
    kept: Callable[[], None] | None = None,
) -> list[Recorded]:
    """Record drafts in one transaction, one filing and one event for each that says anything new.

    Args:
        drafts: what is filed; a statement that the ledger knows already is skipped (`sameness`).
        register: gives the opaque ids of the places that the statements name by key.
        progress: called now and then with the number of statements dealt with so far.
        look: called before the end of the transaction, if anything is new, with the id of the
            first new figure, to look at the ledger as it will be; what it raises takes everything
            back.
        kept: called as soon as the transaction is kept, if anything is new.

    Returns:
        What became of each draft, in their order.

    Raises:
        TiendoError: if any statement cannot be recorded or the database refuses; nothing of any
            draft is recorded then.
    """
    results = []
    done = 0
    with _writing(register) as writer:
        first = writer.next_figure
        for draft in drafts:
            before = done

            def told(of_draft: int, before: int = before) -> None:
                if progress is not None:
                    progress(before + of_draft)

            results.append(writer.record(draft, told))
            done += len(draft.statements)
        if look is not None and writer.next_figure > first:
            look(first)
        if kept is not None and writer.next_figure > first:
            transaction.on_commit(kept)
    return results


def rehearse_filings(
    *, drafts: Sequence[FilingDraft], register: PlaceRegister, look: Look | None = None
) -> list[Recorded]:
    """Return what `record_filings` would do, without recording anything; filings have no ids.

    Args:
        drafts, register: as there.
        look: called with the id of the first figure while the ledger is as it would be.

    Raises:
        TiendoError: as `record_filings` would.
    """
    with _writing(register, keep=False) as writer:
        first = writer.next_figure
        results = [replace(writer.record(draft), filing=None) for draft in drafts]
        if look is not None and writer.next_figure > first:
            look(first)
        return results


def impose_obligation(
    *,
    place: str,
    indicator: str,
    valid_from: date,
    office: str,
    by: str,
    register: PlaceRegister,
    valid_to: date | None = None,
) -> int:
    """Record that an office owes an indicator of a place, and return the obligation's id.

    Args:
        place: key of the place.
        indicator: code of the card.
        valid_from: first day of the obligation.
        office: who owes it, by name.
        by: who imposed it.
        register: gives the place's opaque id.
        valid_to: the day from which it is no longer owed; None while it is open.

    Raises:
        TiendoError: for an unknown place, an end that is not after the start, or a refusal of the
            database.
    """
    if valid_to is not None and valid_to <= valid_from:
        raise TiendoError(
            f"an obligation from {valid_from} cannot end on {valid_to}",
            remedy="give an end after the start, or none",
        )
    place_id = register.find(place).id
    with _writing(register) as writer:
        owed = Obligation.objects.create(
            place_id=place_id,
            indicator=indicator,
            valid_from=valid_from,
            valid_to=valid_to,
            office=office,
        )
        writer.append_event(
            at=timezone.now(),
            actor=by,
            verb="obligation.imposed",
            subject=f"obligation:{owed.pk}",
            data=obligation_fields(owed),
        )
    return owed.pk


def obligation_fields(owed: Obligation) -> dict[str, Any]:
    """Return an obligation as its event tells it: plain JSON values by name."""
    return {
        "id": owed.pk,
        "place_id": owed.place_id,
        "indicator": owed.indicator,
        "valid_from": owed.valid_from.isoformat(),
        "valid_to": owed.valid_to.isoformat() if owed.valid_to else None,
        "office": owed.office,
    }


@contextmanager
def _writing(register: PlaceRegister, *, keep: bool = True) -> Iterator[Writer]:
    """Give a writer within one transaction; afterwards keep the new head beside the database.

    With `keep` false everything that was written is taken back at the end.
    """
    with plain_refusals(), transaction.atomic(durable=True), connection.cursor() as cursor:
        lock_writers(cursor)
        writer = Writer(cursor, register)
        yield writer
        if not keep:
            transaction.set_rollback(True)
    if keep and writer.head != writer.began_at:
        writer.remember()
        heads.keep_head(settings.TIENDO_WORKSPACE.log_head, writer.head, _holds(writer.began_at))


def _holds(before: LogHead) -> heads.InLog:
    """Return the test whether the log holds an earlier head; the one just before needs no look."""

    def in_log(head: LogHead) -> bool:
        if head == before:
            return True
        with connection.cursor() as cursor:
            return holds_event(cursor, head)

    return in_log
