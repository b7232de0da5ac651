"""Reforms of territory: dated events, and what each unit gave to which other.

A place's id stands for one territory. What changes a territory ends its place and begins another;
transfers tell which came of which. What a transfer does not tell is not known and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from tiendo.vocabulary.errors import VocabularyError


class Extent(StrEnum):
    """How much of its source a transfer passes on.

    `restored` tells that an event which takes another one back brings a former territory to life
    again, unchanged, as another place.
    """

    WHOLE = "whole"
    PART = "part"
    ALL_PEOPLE = "part_of_area_all_people"
    ALL_AREA = "all_area_part_of_people"
    PEOPLE = "part_of_people"
    RESTORED = "restored"


class Weight(StrEnum):
    """By what a series may be shared out among the parts of a territory."""

    AREA = "area"
    PEOPLE = "people"


_TOLD: Mapping[Extent, Mapping[Weight, Decimal]] = {
    Extent.WHOLE: {Weight.AREA: Decimal(1), Weight.PEOPLE: Decimal(1)},
    Extent.PART: {},
    Extent.ALL_PEOPLE: {Weight.PEOPLE: Decimal(1)},
    Extent.ALL_AREA: {Weight.AREA: Decimal(1)},
    Extent.PEOPLE: {Weight.AREA: Decimal(0)},
    Extent.RESTORED: {Weight.AREA: Decimal(1), Weight.PEOPLE: Decimal(1)},
}


@dataclass(frozen=True, slots=True)
class Document:
    """A legal act: what it is called, and whether its text was read for this pack."""

    title: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """A reform.

    Attributes:
        key: its name, unique in the pack.
        day: the first day of what it made; None where that is not known.
        known_by: where `day` is not known: a day on which it had happened.
        names: what it is called, by language.
        documents: the acts that made it, where known.
        undone: key of the event that this one takes back, if any.
    """

    key: str
    day: date | None
    known_by: date | None
    names: Mapping[str, str] = field(hash=False)
    documents: tuple[Document, ...] = ()
    undone: str | None = None

    @property
    def happened_by(self) -> date | None:
        """The day of the event, else one on which it had happened."""
        return self.day or self.known_by


@dataclass(frozen=True, slots=True)
class Transfer:
    """What one unit gave to another.

    Attributes:
        event: key of the event.
        source, target: keys of the places.
        extent: how much of the source, as the source of the data tells it.
        area, people: the share of the source's area and people, 0 to 1; None where not known.
        note: the words of the source.
        line: where it stands in its file, 0 if nowhere.
    """

    event: str
    source: str
    target: str
    extent: Extent
    area: Decimal | None = None
    people: Decimal | None = None
    note: str = ""
    line: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether all of the source went to the target."""
        return self.extent is Extent.WHOLE

    def stated_share(self, weight: Weight) -> Decimal | None:
        """Return the share that is given, or that the extent tells; None where not known."""
        given = self.area if weight is Weight.AREA else self.people
        return given if given is not None else _TOLD[self.extent].get(weight)


class Reforms:
    """The events of a pack with their transfers, found from either side."""

    def __init__(self, events: Iterable[Event] = (), transfers: Iterable[Transfer] = ()) -> None:
        self.events = {event.key: event for event in events}
        self._given = transfers

    def __getstate__(self) -> dict[str, object]:
        """What is read when asked for is read before it travels."""
        return {"events": self.events, "_given": self.transfers}

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """All transfers, in the order of their file."""
        return tuple(self._given)

    @cached_property
    def _sides(self) -> tuple[dict[str, list[Transfer]], dict[str, list[Transfer]]]:
        sources: dict[str, list[Transfer]] = {}
        targets: dict[str, list[Transfer]] = {}
        for transfer in self.transfers:
            sources.setdefault(transfer.source, []).append(transfer)
            targets.setdefault(transfer.target, []).append(transfer)
        return sources, targets

    def of_source(self, key: str) -> tuple[Transfer, ...]:
        """Return what a place gave when it ended."""
        return tuple(self._sides[0].get(key, ()))

    def of_target(self, key: str) -> tuple[Transfer, ...]:
        """Return what a place was made of."""
        return tuple(self._sides[1].get(key, ()))

    def from_places(self, keys: Iterable[str]) -> Reforms:
        """Return the reforms with what some places gave alone; events and order stay."""
        given = [transfer for key in keys for transfer in self.of_source(key)]
        given.sort(key=lambda transfer: self._position[id(transfer)])
        return Reforms(self.events.values(), given)

    @cached_property
    def _position(self) -> dict[int, int]:
        """Where each transfer, by its identity, stands among all."""
        return {id(transfer): number for number, transfer in enumerate(self.transfers)}

    def given(self, key: str) -> tuple[Transfer, ...]:
        """Return what a place gave when it ended, without what became of it again later."""
        return tuple(t for t in self.of_source(key) if t.extent is not Extent.RESTORED)

    def made_of(self, key: str) -> tuple[Transfer, ...]:
        """Return what a place was made of the day before, without what it once had been."""
        return tuple(t for t in self.of_target(key) if t.extent is not Extent.RESTORED)

    def share(self, transfer: Transfer, weight: Weight) -> Decimal | None:
        """Return the share of the source that went to the target; None where not known.

        Where another transfer took all of the source by this weight, nothing is left.
        """
        stated = transfer.stated_share(weight)
        if stated is not None:
            return stated
        others = [one for one in self.given(transfer.source) if one is not transfer]
        if any(one.stated_share(weight) == 1 for one in others):
            return Decimal(0)
        return None

    def event(self, transfer: Transfer) -> Event:
        """Return the event of a transfer.

        Raises:
            VocabularyError: if there is no such event.
        """
        if transfer.event not in self.events:
            raise VocabularyError(
                f"line {transfer.line}: there is no event '{transfer.event}'",
                remedy=f"there are: {', '.join(self.events) or 'none'}",
            )
        return self.events[transfer.event]

    def __iter__(self) -> Iterator[Event]:
        return iter(self.events.values())


NO_REFORMS = Reforms()
