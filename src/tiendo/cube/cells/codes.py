"""Words of the contract as small numbers, so that planes and columns can hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from tiendo.vocabulary.words import (
    STATUS_RANK,
    Comparator,
    FiledState,
    Kind,
    Measure,
    Modality,
    Operator,
    Severity,
    State,
    Status,
    Verdict,
)

Array: TypeAlias = NDArray[Any]
Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]
Mask: TypeAlias = NDArray[np.bool_]

STATES = tuple(State)
"""A cell's state by its code: value and zero first, so that `code <= ZERO` means known."""

STATUSES: tuple[Status | None, ...] = tuple(sorted(STATUS_RANK, key=lambda s: STATUS_RANK[s]))
"""By how final they are, none first: the worst of several is the smallest code."""

MODALITIES = (Modality.ACTUAL, Modality.ESTIMATED, Modality.EXPECTED, Modality.TARGET)
"""By how factual they are: the worst of several is the largest code."""

COMPARATORS = tuple(Comparator)
KINDS = tuple(Kind)
MEASURES = tuple(Measure)
OPERATORS = tuple(Operator)
VERDICTS = tuple(Verdict)
SEVERITIES = tuple(Severity)
FILED_STATES: tuple[FiledState | None, ...] = (None, *FiledState)

CHECKS = (
    "sum",
    "revision",
    "level_change_growth",
    "implied_base",
    "implied_plan",
    "price_basis",
    "rule:series_break",
    "rule:territory",
    "rule:target_territory",
)
"""The findings that an evaluation may carry."""

NO_CODE = 255
"""No word at all, in a column of codes; a comparator or modality that does not apply."""

NO_TEXT = -1
"""No text, in a column of numbers of texts."""

NEVER = 0
"""No date, in a column of days; real ones are ordinals (`date.toordinal`), 1 and more."""

NO_INSTANT = np.iinfo(np.int64).min
"""No instant, in a column of microseconds since 1970 in UTC."""

VALUE, ZERO, PARTIAL, MISSING, NOT_DUE, NOT_APPLICABLE, CONFIDENTIAL, REFUSED = range(8)
EXACT = COMPARATORS.index(Comparator.EXACT)

PLANNED_LEVEL, PLANNED_GROWTH = map(MEASURES.index, (Measure.LEVEL, Measure.GROWTH))
"""What a plan is to reach, in its column `kind`."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def constant_in(values: Array) -> float | int | None:
    """Return the number of an array that was made of one (`np.broadcast_to`), else None.

    No number is looked at: an array that merely holds one number throughout may not be told.
    """
    is_one = values.size > 0 and not any(values.strides)
    return values.item(0) if is_one else None


def read_only(values: Array) -> Array:
    """Return an array that is remembered: whoever gets hold of it cannot change it."""
    values.flags.writeable = False
    return values


def microseconds(instant: datetime) -> int:
    """Return an instant as microseconds since 1970 in UTC."""
    return (instant - _EPOCH) // timedelta(microseconds=1)


def instant_of(number: int) -> datetime | None:
    """Return the instant of a column's number, None for `NO_INSTANT`."""
    return None if number == NO_INSTANT else _EPOCH + timedelta(microseconds=int(number))


def day_of(number: int) -> date | None:
    """Return the day of a column's ordinal, None for `NEVER`."""
    return None if number == NEVER else date.fromordinal(int(number))
