"""What happened to a place, as data that every language can put into words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from tiendo.vocabulary.place import Edge, Place, PlaceCode, PlaceName, PlaceRegister
from tiendo.vocabulary.reform import Event, Transfer
from tiendo.vocabulary.territory import successors


class Happening(StrEnum):
    """What may happen to a place."""

    FORMED = "formed"
    PASSED_ON = "passed_on"
    BEGAN = "began"
    ENDED = "ended"
    RENAMED = "renamed"
    RECODED = "recoded"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One thing that happened to a place.

    Attributes:
        happening: what.
        day: when; None where the day is not known.
        known_by: where the day is not known: a day on which it had happened.
        event: the reform, None where none is told.
        transfers: of what it was made, or what became of it; of a place without transfers of its
            own, those of the units below it.
        before, after: the names, codes or keys of parents, where these changed.
    """

    happening: Happening
    day: date | None
    known_by: date | None = None
    event: Event | None = None
    transfers: tuple[Transfer, ...] = ()
    before: str = ""
    after: str = ""

    @property
    def happened_by(self) -> date | None:
        """The day, else one on which it had happened."""
        return self.day or self.known_by


def history(register: PlaceRegister, key: str) -> tuple[Chapter, ...]:
    """Return what happened to a place, the earliest first; empty where nothing is known.

    Raises:
        KeyError: for an unknown key.
    """
    place = register[key]
    found = [
        *_beginning(register, place),
        *_renamings(place),
        *_recodings(place),
        *_movings(place),
        *_end(register, place),
    ]
    order = list(Happening)
    return tuple(
        sorted(
            found,
            key=lambda c: (
                c.happened_by or date.min,
                c.happening in (Happening.PASSED_ON, Happening.ENDED),
                order.index(c.happening),
            ),
        )
    )


def _beginning(register: PlaceRegister, place: Place) -> Iterator[Chapter]:
    made_of = register.reforms.of_target(place.key)
    yield from _by_event(register, Happening.FORMED, made_of)
    if not made_of and place.span.begins is not None:
        yield Chapter(Happening.BEGAN, place.span.start, place.span.start_by)


def _by_event(
    register: PlaceRegister, happening: Happening, transfers: tuple[Transfer, ...]
) -> Iterator[Chapter]:
    for key in dict.fromkeys(transfer.event for transfer in transfers):
        told = tuple(transfer for transfer in transfers if transfer.event == key)
        event = register.reforms.event(told[0])
        yield Chapter(happening, event.day, event.known_by, event, told)


def _end(register: PlaceRegister, place: Place) -> Iterator[Chapter]:
    if place.span.stops is None:
        return
    gave = successors(register, place.key)
    yield from _by_event(register, Happening.PASSED_ON, gave)
    if not gave:
        yield Chapter(Happening.ENDED, place.span.end, place.span.end_by)


def _renamings(place: Place) -> Iterator[Chapter]:
    by_language: dict[str, list[PlaceName]] = {}
    for name in place.names:
        if not name.alias:
            by_language.setdefault(name.language, []).append(name)
    for names in by_language.values():
        ordered = sorted(names, key=lambda name: name.span.begins or date.min)
        for before, after in pairwise(ordered):
            if after.span.begins is not None:
                yield Chapter(
                    Happening.RENAMED,
                    after.span.start,
                    after.span.start_by,
                    before=_told(before),
                    after=_told(after),
                )


def _told(name: PlaceName) -> str:
    """Return a name with its type's code, for what may be only a change of type."""
    return f"{name.type}|{name.text}" if name.type else name.text


def _recodings(place: Place) -> Iterator[Chapter]:
    by_scheme: dict[str, list[PlaceCode]] = {}
    for code in place.codes:
        by_scheme.setdefault(code.scheme, []).append(code)
    for codes in by_scheme.values():
        ordered = sorted(codes, key=lambda code: code.span.begins or date.min)
        for before, after in pairwise(ordered):
            yield Chapter(
                Happening.RECODED,
                after.span.start,
                after.span.start_by,
                before=before.code,
                after=after.code,
            )


def _movings(place: Place) -> Iterator[Chapter]:
    ordered: list[Edge] = sorted(place.parents, key=lambda edge: edge.span.begins or date.min)
    for before, after in pairwise(ordered):
        yield Chapter(
            Happening.MOVED,
            after.span.start,
            after.span.start_by,
            before=before.parent,
            after=after.parent,
        )
