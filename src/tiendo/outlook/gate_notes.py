"""What the gate says: the words of what it found, its notes, and why it refuses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
    detail: str


class Refusal(Exception):
    """Why a series is refused; caught at the gate."""


def period_name(periods: int, year: int, column: int) -> str:
    """Return the name of a period by its place in a year of 12 months or 4 quarters."""
    return f"{year}-Q{column + 1}" if periods == 4 else f"{year}-{column + 1:02d}"
