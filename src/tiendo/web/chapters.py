"""What happened to a place, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from tiendo.vocabulary.history import Chapter, Happening, history
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.reform import Extent, Transfer
from tiendo.web import formats
from tiendo.web.asked import Asked
from tiendo.web.problems import Link
from tiendo.web.shown import Named, named, place_name
from tiendo.web.texts import listed, marked, say

_HAPPENINGS = {
    Happening.FORMED: marked("what happened to a place", "It was formed of:"),
    Happening.PASSED_ON: marked("what happened to a place", "It ended; its territory went to:"),
    Happening.BEGAN: marked("what happened to a place", "It began."),
    Happening.ENDED: marked("what happened to a place", "It ended."),
    Happening.RENAMED: marked("what happened to a place", "Its name changed: {before} → {after}"),
    Happening.RECODED: marked("what happened to a place", "Its code changed: {before} → {after}"),
    Happening.MOVED: marked("what happened to a place", "It moved: {before} → {after}"),
}
_EXTENTS = {
    Extent.WHOLE: marked("how much of a place", "whole"),
    Extent.PART: marked("how much of a place", "a part"),
    Extent.ALL_PEOPLE: marked("how much of a place", "a part of the area, all people"),
    Extent.ALL_AREA: marked("how much of a place", "all of the area, a part of the people"),
    Extent.PEOPLE: marked("how much of a place", "a part of the people"),
}
_BY = marked("day of a change", "by {day}")
_UNKNOWN = marked("day of a change", "on a day that is not known")
_FROM, _TO = marked("life of a place", "since {day}"), marked("life of a place", "until {day}")
MOST_UNITS = 40
"""Units that are listed at once; further ones are folded."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A place from which something came or to which it went, and how much of it."""

    link: Link
    extent: str


@dataclass(frozen=True, slots=True)
class ChapterShown:
    """A chapter, ready to be printed.

    Attributes:
        documents: the acts behind it, each with whether its text was read.
        units: the places concerned; `more` are those that are folded.
    """

    day: str
    sentence: str
    event: Named
    documents: tuple[tuple[str, bool], ...]
    units: tuple[Unit, ...]
    more: tuple[Unit, ...]


def chapters_of(place: Place, asked: Asked) -> tuple[ChapterShown, ...]:
    """Return what happened to a place, the earliest first."""
    return tuple(_shown(one, asked) for one in history(asked.pack.register, place.key))


def lived(place: Place, language: str) -> str:
    """Return since when and until when a place exists; empty where neither is told."""
    pieces = []
    if begins := place.span.begins:
        pieces.append(say(_FROM, language).format(day=formats.day(begins, language)))
    if stops := place.span.stops:
        last = formats.day(stops - timedelta(days=1), language)
        pieces.append(say(_TO, language).format(day=last))
    return " · ".join(pieces)


def _shown(chapter: Chapter, asked: Asked) -> ChapterShown:
    language = asked.language
    formed = chapter.happening is Happening.FORMED
    units = tuple(_units(chapter.transfers, asked, sources=formed))
    before, after = chapter.before, chapter.after
    if chapter.happening is Happening.MOVED:
        before, after = (_name_of(key, asked) for key in (before, after))
    before, after = (text.rpartition("|")[2] for text in (before, after))
    event = chapter.event
    return ChapterShown(
        day=_day(chapter, language),
        sentence=say(_HAPPENINGS[chapter.happening], language).format(before=before, after=after),
        event=named(event.names, language) if event else Named(""),
        documents=tuple((one.title, one.verified) for one in event.documents) if event else (),
        units=units[:MOST_UNITS],
        more=units[MOST_UNITS:],
    )


def _day(chapter: Chapter, language: str) -> str:
    if chapter.day is not None:
        return formats.day(chapter.day, language)
    if chapter.known_by is not None:
        return say(_BY, language).format(day=formats.day(chapter.known_by, language))
    return say(_UNKNOWN, language)


def _name_of(key: str, asked: Asked) -> str:
    register = asked.pack.register
    return place_name(register[key], asked.language).text if key in register else key


def _units(transfers: Iterable[Transfer], asked: Asked, *, sources: bool) -> Iterable[Unit]:
    """Yield each place once; the units below a district may have gone to the same one."""
    told: dict[str, set[Extent]] = {}
    for one in transfers:
        told.setdefault(one.source if sources else one.target, set()).add(one.extent)
    register = asked.pack.register
    for key, extents in told.items():
        place = register[key]
        name = place_name(place, asked.language)
        parents = [edge.parent for edge in place.parents if edge.parent in register]
        parent = _name_of(parents[-1], asked) if parents else ""
        words = [say(_EXTENTS[one], asked.language) for one in sorted(extents)]
        href = asked.link_to_history(place)
        yield Unit(Link(name.text, href, parent, name.language), listed(words, asked.language))
