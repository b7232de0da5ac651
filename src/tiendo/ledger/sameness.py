"""When a statement says nothing that the ledger does not hold already.

Rule (contract, "Two clocks"): a statement whose known_at was defaulted is not filed again if it
equals, in everything but where it stands and when it was known, the figure that now answers. So
that an estimate filed beside its official figure is no news the second time, "answers" means among
the figures of its own status. With a given known_at it is the same only as the latest-recorded
figure of the very same known_at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from operator import itemgetter
from typing import Any

from tiendo.ledger.rows import (
    ASSIGNER,
    COMPARATOR,
    DECIMALS,
    DECISION,
    FIRST,
    ID,
    KIND,
    KNOWN_AT,
    LAST,
    MODALITY,
    OPERATOR,
    PLACE,
    SERIES,
    STATE,
    STATUS,
    VALUE,
    VALUE_HI,
    VERSION,
    Row,
)
from tiendo.vocabulary.words import Kind, Modality

RUN = ("place_id", "last", "first", "series_id")
"""Place, run and series: only figures that share them can be the same."""

TOPIC = (*RUN, "kind", "modality", "status")
"""Figures of one filing that differ in any of these are never the same."""

run_of: Callable[[Row], Any] = itemgetter(PLACE, LAST, FIRST, SERIES)
"""Return these of a row."""

_PLAN_KINDS = (Kind.PLAN_SHARE, Kind.OVER_PLAN)
_said_in_words = itemgetter(
    DECIMALS, COMPARATOR, MODALITY, STATUS, STATE, ASSIGNER, VERSION, OPERATOR, DECISION
)


def is_known(row: Row, known_at_given: bool, held: Iterable[Row]) -> bool:
    """Return whether `row` is one of `held` over again.

    Args:
        row: what is to be filed.
        known_at_given: whether its date was stated rather than taken from today.
        held: the figures of its place, run and series, those just filed before it included.
    """
    twin = _latest_of_its_date(row, held) if known_at_given else _answering_now(row, held)
    return twin is not None and _equal(row, twin)


def _answering_now(row: Row, held: Iterable[Row]) -> Row | None:
    """Return the figure of the row's status that answers on its date: latest, last recorded."""
    topic, today = _topic(row), row[KNOWN_AT]
    rivals = (other for other in held if other[KNOWN_AT] <= today and _topic(other) == topic)
    return max(rivals, key=itemgetter(KNOWN_AT, ID), default=None)


def _topic(row: Row) -> tuple[Any, ...]:
    """What a row is about besides its run: a plan of another assigner is another plan."""
    plan = _is_plan(row)
    about_a_plan = plan or row[KIND] in _PLAN_KINDS
    return row[KIND], plan, row[STATUS], row[ASSIGNER] if about_a_plan else None


def _latest_of_its_date(row: Row, held: Iterable[Row]) -> Row | None:
    label = _label(row)
    return max(
        (other for other in held if _label(other) == label), key=itemgetter(ID), default=None
    )


def _label(row: Row) -> tuple[Any, ...]:
    return row[KIND], row[ASSIGNER], _is_plan(row), row[STATUS], row[KNOWN_AT]


def _is_plan(row: Row) -> bool:
    return bool(row[MODALITY] == Modality.TARGET)


def _equal(row: Row, other: Row) -> bool:
    return (
        _said_in_words(row) == _said_in_words(other)
        and _same_number(row[VALUE], other[VALUE])
        and _same_number(row[VALUE_HI], other[VALUE_HI])
    )


def _same_number(a: str | None, b: str | None) -> bool:
    return a == b or (a is not None and b is not None and Decimal(a) == Decimal(b))
