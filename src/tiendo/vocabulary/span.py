"""Spans of days in which something holds, also where a day of change is not known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `start` up to, and without, `end`; None where it is open or not known.

    Attributes:
        start, end: the first day, and the first day after.
        start_by: where the first day is not known: a day on which it is told to hold already.
        end_by: where the last day is not known: a day on which it is told to hold no more.
    """

    start: date | None = None
    end: date | None = None
    start_by: date | None = None
    end_by: date | None = None

    @property
    def begins(self) -> date | None:
        """The first day on which it is told to hold; None where it always did."""
        return self.start or self.start_by

    @property
    def stops(self) -> date | None:
        """The first day on which it is told to hold no more; None where it still does."""
        return self.end or self.end_by

    def holds(self, day: date) -> bool:
        """Whether `day` lies inside; between a change and the day it was told, the old holds."""
        start, end = self.start or self.start_by, self.end or self.end_by
        return (start is None or start <= day) and (end is None or day < end)


ALWAYS = Span()
