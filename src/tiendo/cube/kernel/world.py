"""What an evaluation knows besides figures, and what it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister


@dataclass(frozen=True)
class World:
    """The places, the cards, and who owes what."""

    register: PlaceRegister
    catalogue: Catalogue
    obligations: tuple[Obligation, ...] = ()

    @cached_property
    def duties_of(self) -> Mapping[str, Sequence[Obligation]]:
        """The obligations by the key of their place."""
        found: dict[str, list[Obligation]] = {}
        for duty in self.obligations:
            found.setdefault(duty.place, []).append(duty)
        return found


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a cube.

    Attributes:
        run: the run of months.
        as_of: the day on which it is asked: what is due by then.
        quality: whether bounds, comparators, statuses, dates, findings and what is derived are
            wanted, or only the numbers and their states.
        every_version: list every version of every plan, not only the one that answers.
    """

    run: Period
    as_of: date
    quality: bool = True
    every_version: bool = False
