"""What the gate says: the words of what it found, its notes, and why it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tiendo.outlook.wording import OutlookReason
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Listed, Sentence


class GateCheck(StrEnum):
    """What the gate looks for."""

    CUMULATIVE = "cumulative"
    LEVEL_BREAK = "level_break"
    BASE_CHANGE = "base_change"
    GROWTH_MISMATCH = "growth_mismatch"
    GAP = "gap"
    TET = "tet"
    TERRITORY = "territory"


@dataclass(frozen=True, slots=True)
class GateNote:
    """Something the gate found and mended; `check` is None for what is only worth knowing."""

    check: GateCheck | None
    detail: Sentence


class Refusal(Exception):
    """Why a series is refused; caught at the gate."""

    def __init__(self, word: OutlookReason, **values: object) -> None:
        self.reason = word.said(**values)
        super().__init__(self.reason)


def period_at(periods: int, year: int, column: int) -> Period:
    """Return a period by its place in a year of 12 months or 4 quarters."""
    months = 12 // periods
    first = year * 12 + column * months
    return Period(first, first + months - 1)


def periods_listed(periods: int, cells: Iterable[tuple[int, int]]) -> Listed:
    """Return the periods of (year, column) pairs, to be told one after another."""
    return Listed.of(period_at(periods, year, column) for year, column in cells)
