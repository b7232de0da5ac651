"""What an evaluation knows besides figures, and what it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

import numpy as np

from tiendo.cube.cells.codes import Ints
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import PlaceRegister, Span
from tiendo.vocabulary.register_part import part_around


@dataclass(frozen=True)
class World:
    """The places, the cards, and who owes what."""

    register: PlaceRegister
    catalogue: Catalogue
    obligations: tuple[Obligation, ...] = ()

    @cached_property
    def owed(self) -> frozenset[str]:
        """Codes of the indicators that any office owes."""
        return frozenset(duty.indicator for duty in self.obligations)

    @cached_property
    def duties(self) -> DutyColumns:
        """The obligations as columns, by the opaque ids of their places.

        Each holds while its place exists: nobody owes figures of what is not there yet, or no more.
        """
        owed = self.obligations
        cards = {code: number for number, code in enumerate(self.catalogue)}
        keys = dict.fromkeys(duty.place for duty in owed)
        places = [self.register[key] for key in keys if key in self.register]
        place_at = {place.key: number for number, place in enumerate(places)}
        # Millions of duties share a few spans: each is looked into once.
        spans = {id(duty.span): duty.span for duty in owed}
        span_at = {identity: number for number, identity in enumerate(spans)}

        place = _numbers(place_at.get(duty.place, _UNKNOWN) for duty in owed)
        card = _numbers(cards.get(duty.indicator, _UNKNOWN) for duty in owed)
        span = _numbers(span_at[id(duty.span)] for duty in owed)
        kept = np.flatnonzero((place != _UNKNOWN) & (card != _UNKNOWN))
        ids = _numbers(place.id for place in places)
        kept = kept[np.argsort(ids[place[kept]], kind="stable")]
        place, span = place[kept], span[kept]
        begins, stops = _days_of_all(one.span for one in places)
        start, end = _days_of_all(spans.values())
        return DutyColumns(
            ids[place],
            card[kept],
            np.maximum(start[span], begins[place]),
            np.minimum(end[span], stops[place]),
        )

    def of_places(self, ids: Iterable[int]) -> PartOfWorld:
        """Return what bears on some places, by their opaque ids: all that a task needs of it."""
        return _part(self, ids)

    def __getstate__(self) -> dict[str, object]:
        # What is worked out from the rest is quicker made anew than sent.
        return {field.name: getattr(self, field.name) for field in fields(self)}


@dataclass(frozen=True)
class PartOfWorld:
    """What of a world bears on some places: of these it tells the same, and is light to send along.

    Attributes:
        register: the places, and others that bear on them.
        catalogue: all cards.
        duties: what is owed of the places.
        owed: codes of the indicators that any office owes, of whatever place: they make columns.
    """

    register: PlaceRegister
    catalogue: Catalogue
    duties: DutyColumns
    owed: frozenset[str]

    def of_places(self, ids: Iterable[int]) -> PartOfWorld:
        """Return what of this bears on some of the places."""
        return _part(self, ids)


def _part(world: World | PartOfWorld, ids: Iterable[int]) -> PartOfWorld:
    wanted = np.array(sorted(ids), np.int64)
    register = part_around(world.register, wanted.tolist())
    return PartOfWorld(register, world.catalogue, world.duties.of_places_only(wanted), world.owed)


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

    def of_places_only(self, ids: Ints) -> DutyColumns:
        """Return the duties of some places, whose ids ascend."""
        rows, _ = self.of_places(ids)
        return DutyColumns(self.place[rows], self.card[rows], self.start[rows], self.end[rows])


def days_of(span: Span) -> tuple[int, int]:
    """Return the first day of a span and the first after it, as ordinals."""
    start, end = span.begins or date.min, span.stops or date.max
    return start.toordinal(), end.toordinal()


def _days_of_all(spans: Iterable[Span]) -> tuple[Ints, Ints]:
    days = np.array([days_of(span) for span in spans], np.int64).reshape(-1, 2)
    return days[:, 0], days[:, 1]


_UNKNOWN = -1
"""The number of a place without a register's entry, and of an indicator without a card."""


def _numbers(each: Iterable[int]) -> Ints:
    return np.fromiter(each, np.int64)


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
