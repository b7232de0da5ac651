"""What the templates are given besides the figures: lists of places and runs, forms, the frame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from tiendo.cube.explain.row import Row
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Level, Measure
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.labels import details_of, full_name
from tiendo.web.parameters import known_query
from tiendo.web.pickers import part_of_year
from tiendo.web.problems import Link
from tiendo.web.shown import Named, named, place_name
from tiendo.web.texts import direction, listed, marked, say

NEWEST_RUNS = 4

_LONGEST_PATH = 400
"""Letters of a path that a page repeats in links to itself."""

_THEMES = {
    "": marked("theme", "As the machine"),
    "light": marked("theme", "Light"),
    "dark": marked("theme", "Dark"),
}
_DENSITIES = {"": marked("density", "Comfortable"), "compact": marked("density", "Compact")}


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place in a list, with its newest runs."""

    name: Named
    href: str
    path: str
    key: str
    level: str
    parent: str
    until: str
    runs: tuple[Link, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of which one is the page itself."""

    text: str
    href: str
    current: bool = False
    language: str = ""


def frame(request: HttpRequest, asked: Asked) -> dict[str, Any]:
    """Return what every page needs: language, direction and the switches that keep the page."""
    language = asked.language
    return {
        "asked": asked,
        "language": language,
        "direction": direction(language),
        "languages": [
            Choice(name, with_query(request, lang=code), code == language, code)
            for code, name in settings.LANGUAGES
        ],
        "themes": [
            Choice(say(text, language), with_query(request, theme=theme), theme == asked.theme)
            for theme, text in _THEMES.items()
        ],
        "densities": [
            Choice(say(text, language), with_query(request, density=one), one == asked.density)
            for one, text in _DENSITIES.items()
        ],
        "home": asked.link("home"),
    }


def with_query(request: HttpRequest, **changes: str) -> str:
    """Return the address of the page itself with parts of its query changed; "" removes one.

    Words that no page reads are left out, so that no link carries them on.
    """
    query = known_query(request.GET)
    for name, text in changes.items():
        query.pop(name, None)
        if text:
            query[name] = text
    search = query.urlencode()
    return own_path(request) + (f"?{search}" if search else "")


def own_path(request: HttpRequest) -> str:
    """Return the path of a request for a link; one that begins with // must not name a host."""
    return escape_leading_slashes(escape_uri_path(request.path[:_LONGEST_PATH]))


def place_shown(
    place: Place, asked: Asked, runs: Sequence[Period] = (), newest: int = NEWEST_RUNS
) -> PlaceShown:
    """Return a place for a list, with links to its newest runs."""
    language = asked.language
    register = asked.pack.register
    parents = [register[edge.parent] for edge in place.parents if edge.parent in register]
    return PlaceShown(
        name=place_name(place, language),
        href=asked.link_to_place(place),
        path=reverse("place", args=[place.key]),
        key=place.key,
        level=say(words.LEVELS[place.level], language),
        parent=place_name(parents[-1], language).text if parents else "",
        until=formats.day(place.span.end - timedelta(days=1), language) if place.span.end else "",
        runs=tuple(run_link(place, run, asked) for run in runs[:newest]),
        more=max(0, len(runs) - newest),
    )


def run_link(place: Place, run: Period, asked: Asked) -> Link:
    """Return the link to the evaluation of a place in a run."""
    return Link(formats.period(run, asked.language), asked.link_to_run(place, run), str(run))


_WIDE = (Level.COUNTRY, Level.PROVINCE)
"""Levels that are listed apart: there may be sixty provinces, and few localities."""


def by_level(
    filed: Mapping[Place, Sequence[Period]], asked: Asked, *, wide: bool
) -> list[tuple[str, list[PlaceShown]]]:
    """Return places with figures under the heading of their level, from the top.

    Args:
        wide: countries and provinces, with their newest run; else the localities, with more runs.
    """
    found = []
    newest = 1 if wide else NEWEST_RUNS
    for level in Level:
        if (level in _WIDE) is not wide:
            continue
        places = sorted(
            (place for place in filed if place.level is level), key=lambda place: place.id
        )
        if places:
            shown = [place_shown(place, asked, filed[place], newest) for place in places]
            found.append((say(words.LEVELS_TOGETHER[level], asked.language), shown))
    return found


def by_year(
    place: Place, runs: Iterable[Period], asked: Asked
) -> list[tuple[str, list[list[Link]]]]:
    """Return the runs of a place by calendar year, the newest first: longer runs, then months."""
    ordered = sorted(runs, key=lambda run: (-run.year, run.months == 1, -run.months, run.last))

    def link(run: Period) -> Link:
        return Link(part_of_year(run, asked.language), asked.link_to_run(place, run), str(run))

    return [
        (
            str(year),
            [list(map(link, kind)) for _, kind in groupby(members, lambda run: run.months == 1)],
        )
        for year, members in groupby(ordered, key=lambda run: run.year)
    ]


def neighbours(place: Place, run: Period, asked: Asked) -> list[tuple[str, Link]]:
    """Return the runs beside a run, each with the name of its relation."""
    found: dict[Period, str] = {}
    for relation, other in (
        ("previous", run.previous),
        ("next", lambda: run.shifted(run.months)),
        ("to_date", run.year_to_date),
        ("same", run.same_period_last_year),
    ):
        try:
            beside = Period.parse(str(other()))
        except VocabularyError:
            continue
        if beside != run:
            found.setdefault(beside, relation)
    return [(relation, run_link(place, beside, asked)) for beside, relation in found.items()]


@dataclass(frozen=True, slots=True)
class Clock:
    """The date of knowledge of a page."""

    day: str
    is_past: bool
    today_href: str


def clock(request: HttpRequest, asked: Asked, today: date) -> Clock:
    """Return the date of knowledge; a later one than today's is today's."""
    as_of = min(asked.as_of or today, today)
    return Clock(
        day=formats.day(as_of, asked.language),
        is_past=as_of < today,
        today_href=with_query(request, as_of=""),
    )


def run_name(run: Period, asked: Asked) -> str:
    """Return a run in words."""
    return formats.period(run, asked.language)


def nearest(place: Place, run: Period, filed: Sequence[Period], asked: Asked) -> list[Link]:
    """Return links to the runs with figures that lie nearest to one without any."""
    near = sorted(filed, key=lambda one: (abs(one.last - run.last), abs(one.months - run.months)))
    return [run_link(place, one, asked) for one in near[: 2 * NEWEST_RUNS]]


@dataclass(frozen=True, slots=True)
class CardFound:
    """An indicator in a list of what a search found."""

    name: Named
    code: str
    topic: str
    unit: str
    places: tuple[Link, ...]


def card_found(
    card: Indicator, asked: Asked, told: Sequence[tuple[Place, Series]] = ()
) -> CardFound:
    """Return an indicator for a list, with links to places that filed it."""
    language = asked.language
    return CardFound(
        name=named(card.names, language),
        code=card.code,
        topic=words.topic(card.topic, language),
        unit=formats.unit(card.unit.text, language),
        places=tuple(
            Link(
                place_name(place, language).text,
                asked.link_to_series(place, series, Measure.LEVEL),
            )
            for place, series in told
        ),
    )


def row_link(row: Row, asked: Asked) -> Link:
    """Return the link to the trace of a row, named so that it differs from its sisters."""
    pieces = [full_name(row, asked.language), details_of(row, asked.language)]
    href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
    return Link(listed(pieces, asked.language), href)


_WITHDRAWN = marked("validity of a card", "The card of this indicator ended on {day}.")
_NOT_YET = marked("validity of a card", "The card of this indicator holds from {day} on.")


def validity(card: Indicator, run: Period | None, language: str) -> str:
    """Return what is to be said of a card that does not hold in a run; empty where it does.

    Args:
        run: None for a page over all years, where only a card that ended is worth a word.
    """
    if card.valid_to is not None and (run is None or run.start >= card.valid_to):
        last = formats.day(card.valid_to - timedelta(days=1), language)
        return say(_WITHDRAWN, language).format(day=last)
    if run is not None and card.valid_from is not None and run.end < card.valid_from:
        return say(_NOT_YET, language).format(day=formats.day(card.valid_from, language))
    return ""


@dataclass(frozen=True, slots=True)
class CardShown:
    """An indicator's card as the trace page tells it."""

    concept: Named
    purpose: Named
    source: Named
    facts: tuple[tuple[str, str], ...]
    legal: tuple[str, ...]


def card_shown(card: Indicator, language: str) -> CardShown:
    """Return what a card says, in words."""
    return CardShown(
        concept=named(card.concept, language),
        purpose=named(card.purpose, language),
        source=named(card.source, language),
        facts=(
            ("unit", formats.unit(card.unit.text, language)),
            ("nature", say(words.NATURES[card.nature], language)),
            ("direction", say(words.DIRECTIONS[card.direction], language)),
            ("time_rule", say(words.RULES[card.time_rule], language)),
            ("place_rule", say(words.RULES[card.place_rule], language)),
            ("frequency", say(words.FREQUENCIES[card.frequency], language)),
        ),
        legal=tuple(
            " ".join(part for part in (law.document, law.number) if part) for law in card.legal
        ),
    )
