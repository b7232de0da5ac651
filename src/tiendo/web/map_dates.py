"""The day whose map of places a page is on: which days there are, and who is not on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import HttpRequest

from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.territory import counterparts
from tiendo.web import formats, pages
from tiendo.web.asked import Asked
from tiendo.web.problems import Link
from tiendo.web.shown import place_name

MOST_COUNTERPARTS = 8


def reform_days(asked: Asked) -> list[date]:
    """Return the days on which the map of places may be taken: after each reform, and before."""
    begun = {event.day for event in asked.pack.register.reforms if event.day}
    return sorted({day - timedelta(days=1) for day in begun} | begun)


@dataclass(frozen=True, slots=True)
class MapNote:
    """What a page has to say of its map.

    Attributes:
        day: the day whose map is used, in words.
        plain_href: the page on the map of its own period; empty where it is on that one.
        own: the page on a map that has the place; None where the place is on this one.
        now: the places that have its territory on this map; `more` further ones.
    """

    day: str
    plain_href: str
    own: Link | None
    now: tuple[Link, ...]
    more: int


def map_note(request: HttpRequest, asked: Asked, place: Place, run: Period) -> MapNote | None:
    """Return what is to be said; None for a place on the map of its own period."""
    day = asked.map_day or run.end
    language = asked.language
    is_there = place.span.holds(day)
    if asked.map_day is None and is_there:
        return None
    others: Sequence[Place] = () if is_there else counterparts(asked.pack.register, place.key, day)
    on_this_map = replace(asked, map_day=day)
    own = None
    if not is_there:
        lived = _day_of(place, day)
        own = Link(formats.day(lived, language), pages.with_query(request, map=lived.isoformat()))
    return MapNote(
        day=formats.day(day, language),
        plain_href=pages.with_query(request, map="") if asked.map_day else "",
        own=own,
        now=tuple(
            Link(place_name(one, language).text, on_this_map.link_to_run(one, run), one.key)
            for one in others[:MOST_COUNTERPARTS]
        ),
        more=max(0, len(others) - MOST_COUNTERPARTS),
    )


def _day_of(place: Place, day: date) -> date:
    """Return the day nearest to `day` on which a place existed."""
    begins, stops = place.span.begins, place.span.stops
    if begins is not None and day < begins:
        return begins
    return stops - timedelta(days=1) if stops is not None else day
