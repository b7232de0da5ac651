"""The query of an address: which names there are, and which values are worth remembering.

Names that no page reads are as if they were not there. A page is remembered by its values only
where these come from a closed list, or name something that the view itself looks up: what people
type is as endless as what a robot makes up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.conf import settings
from django.http import QueryDict

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import FIRST_YEAR, LAST_YEAR, Period
from tiendo.vocabulary.series import Breakdown
from tiendo.vocabulary.words import Measure, TargetStatus, parse_price_basis
from tiendo.web import words
from tiendo.web.asked import DENSITIES, THEMES
from tiendo.web.board.query import SHOWS, SORTS
from tiendo.web.over_places import FIELDS

LOOK = ("lang", "theme", "density", "as_of", "map")
"""Read for every page by `asked`, which says what they mean."""

_TYPED = (
    "q", "find", "period", "span", "page", "indicator", "figure", "start", "since",
    "total", "sector", "minimum", "share", "most", "by",
)  # fmt: skip
"""What readers type or choose in forms, and where they are in a long list."""


def _one_of(*known: Iterable[str]) -> Callable[[str], bool]:
    every = frozenset(word for each in known for word in each)
    return every.__contains__


def _parsed(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def holds(text: str) -> bool:
        try:
            # Another spelling of the same would be another page.
            return str(parse(text)) == text
        except VocabularyError:
            return False

    return holds


def _is_year(text: str) -> bool:
    return text.isascii() and text.isdigit() and FIRST_YEAR <= int(text[:5]) <= LAST_YEAR


def _are_topics(text: str) -> bool:
    parts = text.split(",")
    return parts == sorted(set(parts)) and all(part in _TOPICS for part in parts)


_TOPICS = frozenset({*words.TOPICS, "other"})

_VALUES: dict[str, Callable[[str], bool]] = {
    "sort": _one_of(SORTS, (f"-{sort}" for sort in SORTS if sort)),
    "show": _one_of(SHOWS),
    "status": _one_of(status.value for status in TargetStatus),
    "targets": _one_of("1"),
    "topic": _TOPICS.__contains__,
    "fold": _are_topics,
    "field": _one_of(FIELDS),
    "order": _one_of(("rising", "falling")),
    "measure": _one_of(measure.value for measure in Measure),
    "breakdown": _parsed(Breakdown.parse),
    "price_basis": _parsed(parse_price_basis),
    "year": _is_year,
    "run": _parsed(Period.parse),
}

_LONGEST_TEXT = 200
"""Letters of a value that a page repeats in links to itself."""

_MOST_VALUES = 40
"""Of one name, such as the sectors of a form."""

KNOWN = frozenset({*LOOK, *_TYPED, *_VALUES})
"""Names that some page reads."""


def remembered_query(query: QueryDict) -> tuple[tuple[str, str], ...] | None:
    """Return what of a query tells a page from others, in the order of names.

    Returns:
        Names with their values, `LOOK` left out; None where a value may be anything.
    """
    found = []
    for name in sorted(query.keys() & KNOWN):
        text = str(query[name])
        if name in LOOK or not text:
            continue
        if name not in _VALUES or not _VALUES[name](text) or len(query.getlist(name)) > 1:
            return None
        found.append((name, text))
    return tuple(found)


def known_query(query: QueryDict) -> QueryDict:
    """Return what of a query any page reads, for links that keep the page as it is."""
    found = QueryDict(mutable=True)
    for name in query:
        if name not in KNOWN or not _is_look(name, str(query[name])):
            continue
        found.setlist(name, [text[:_LONGEST_TEXT] for text in query.getlist(name)[:_MOST_VALUES]])
    return found


def _is_look(name: str, text: str) -> bool:
    """Whether a word about the look is one that means something; true of all other names."""
    return {
        "lang": text in dict(settings.LANGUAGES),
        "theme": text in THEMES,
        "density": text in DENSITIES,
    }.get(name, True)
