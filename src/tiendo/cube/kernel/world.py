"""What an evaluation knows besides figures, and what it is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, cached_property

import numpy as np

from tiendo.cube.cells.codes import Ints
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister, Span


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

    @cached_property
    def owed(self) -> frozenset[str]:
        """The codes of the indicators that anybody owes."""
        return frozenset(duty.indicator for duty in self.obligations)

    @cached_property
    def duties(self) -> DutyColumns:
        """The obligations as columns, by the opaque ids of their places.

        Each holds while its place exists: nobody owes figures of what is not there yet, or no more.
        """
        cards = {code: number for number, code in enumerate(self.catalogue)}
        days, rows = cache(days_of), []
        for duty in self.obligations:
            if duty.indicator in cards and duty.place in self.register:
                place = self.register[duty.place]
                (start, end), (begins, stops) = days(duty.span), days(place.span)
                rows.append((place.id, cards[duty.indicator], max(start, begins), min(end, stops)))
        columns = np.array(rows, np.int64).reshape(-1, 4)
        return DutyColumns(*columns[np.argsort(columns[:, 0], kind="stable")].T)

    def __getstate__(self) -> dict[str, object]:
        # What is worked out from the rest is quicker made anew than sent.
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class DutyColumns:
    """Obligations, ascending by place.

    Attributes:
        place: opaque id of the place.
        card: number of the card in the catalogue.
        start, end: first day and the first after it, as ordinals.
    """

    place: Ints
    card: Ints
    start: Ints
    end: Ints

    def of_places(self, ids: Ints) -> tuple[Ints, Ints]:
        """Return the rows of some places: their numbers, and the position of the place in `ids`."""
        begin = np.searchsorted(self.place, ids, side="left")
        count = np.searchsorted(self.place, ids, side="right") - begin
        positions = np.repeat(np.arange(len(ids)), count)
        within = np.arange(len(positions)) - np.repeat(np.cumsum(count) - count, count)
        return begin[positions] + within, positions


def days_of(span: Span) -> tuple[int, int]:
    """Return the first day of a span and the first after it, as ordinals."""
    start, end = span.begins or date.min, span.stops or date.max
    return start.toordinal(), end.toordinal()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a cube.

    Attributes:
        run: the run of months.
        as_of: the day on which it is asked: what is due by then.
        quality: whether bounds, comparators, statuses, dates, findings and what is derived are
            wanted, or only the numbers and their states.
        every_version: list every version of every plan, not only the one that answers.
        tree_as_of: the day whose map places are added up on; None for the run's end.
        only_on_map: answer for the places of that map alone; else it is also told what those that
            were there before, or come later, filed themselves.
    """

    run: Period
    as_of: date
    quality: bool = True
    every_version: bool = False
    tree_as_of: date | None = None
    only_on_map: bool = False

    @property
    def map_day(self) -> date:
        """The day whose map is asked for: by default that of the run's end."""
        return self.tree_as_of or self.run.end
