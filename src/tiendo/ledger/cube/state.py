"""Up to where the ledger was read: one state of it, told by its last event and figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn

from django.db import connection

from tiendo.ledger.chain import EMPTY, LogHead
from tiendo.ledger.writing import holds_event
from tiendo.vocabulary.errors import TiendoError

REBUILD = "run `tiendo rebuild`"

SMALL_LEDGER = 50_000
"""Up to so many figures are resolved without being asked: in one second where they are filed once a
month, in ten where most of them are cumulated and revised."""


@dataclass(frozen=True, slots=True)
class LedgerState:
    """A state of the ledger.

    Attributes:
        sequence: number of the last event of the log, 0 for an empty one.
        head: that event's hash.
        last_figure: id of the last figure, 0 if there is none.
    """

    sequence: int
    head: str
    last_figure: int


def ledger_state() -> LedgerState:
    """Return the state that the ledger is in now."""
    with connection.cursor() as cursor:
        # One statement: both databases answer it from one snapshot.
        cursor.execute(
            'SELECT "seq", "hash", (SELECT MAX("id") FROM ledger_figure) '
            'FROM ledger_event ORDER BY "seq" DESC LIMIT 1'
        )
        found = cursor.fetchone()
    if found is None:
        return LedgerState(EMPTY.seq, EMPTY.hash, 0)
    return LedgerState(found[0], found[1], found[2] or 0)


def refuse_other_log(sequence: int, head: str) -> None:
    """Refuse a cube that was built from events which the log does not hold.

    Raises:
        TiendoError: naming the event; a backup was restored, or the cube is of another workspace.
    """
    with connection.cursor() as cursor:
        if not holds_event(cursor, LogHead(sequence, head)):
            raise TiendoError(
                f"the cube is built to event {sequence}, which the ledger's log does not hold: "
                "the ledger is behind the cube, or is another one",
                remedy=REBUILD,
            )


def refuse_other_pack(built_with: str, pack: str) -> None:
    """Refuse a cube that was built with other places or cards.

    Args:
        built_with: fingerprint of the pack that the cube was built with.
        pack: fingerprint of the pack in use.

    Raises:
        TiendoError: if they differ.
    """
    if built_with != pack:
        raise TiendoError(
            f"the cube was built with another country pack ({built_with[:12]}) than the one in "
            f"use ({pack[:12]}): places or cards have changed",
            remedy=REBUILD,
        )


def refuse_missing_cube(figures: int) -> NoReturn:
    """Refuse to evaluate a large ledger that has no cube.

    Raises:
        TiendoError: always.
    """
    raise TiendoError(
        f"there is no cube yet, and the ledger's {figures} figures are too many to be read for "
        "one evaluation",
        remedy=REBUILD,
    )
