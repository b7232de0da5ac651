"""Finding places by what a reader types: folded text, in any of the languages."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tiendo.packs.reading_words import load_languages
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.place_search import search_places

LIMIT = 40
LONGEST_QUERY = 100
"""Letters of a search that are looked at: more are no name, and every link would repeat them."""
_CLOSE = 0.6


def find_places(register: PlaceRegister, query: str) -> list[Place]:
    """Return the places that `query` may mean, the likeliest first.

    Whole names come first, then names that begin with it, then those with a word that begins so;
    only where there is none of these, names that hold its words in any order, then names spelt
    alike.
    """
    words = fold(query).split()
    if not words:
        return []
    found = list(search_places(register, query, limit=LIMIT))
    if not found:
        named = [keys for name, keys in register.by_name.items() if all(w in name for w in words)]
        keys = dict.fromkeys(key for each in named for key in each)
        found = [register[key] for key in list(keys)[:LIMIT]]
    return found or close_places(register, query)


def is_named(place: Place, query: str) -> bool:
    """Whether a name of a place holds what was typed, rather than being spelt much like it."""
    wanted = fold(query)
    return any(wanted in fold(name.text) for name in place.names) or wanted in fold(place.key)


def close_places(register: PlaceRegister, query: str, limit: int = 6) -> list[Place]:
    """Return the places whose name or key is spelt much like `query`."""
    wanted = fold(query)
    own = {fold(n.text): place.key for place in register.own_places() for n in place.names}
    own |= {fold(place.key): place.key for place in register.own_places()}
    keys = [own[name] for name in difflib.get_close_matches(wanted, own, limit, _CLOSE)]
    if not keys:
        # There may be ten thousand others: only those with the same first letter are compared.
        alike = [name for name in register.by_name if name[:1] == wanted[:1]]
        close = difflib.get_close_matches(wanted, alike, limit, _CLOSE)
        keys = [key for name in close for key in register.by_name[name]]
    return [register[key] for key in dict.fromkeys(keys)][:limit]


def find_indicators(catalogue: Catalogue, query: str) -> list[Indicator]:
    """Return the cards that `query` may mean: whole names first, then those that hold its words.

    Besides its names a card is found by what reports call it, in any of the languages.
    """
    wanted = fold(query)
    if not wanted:
        return []
    reports = _names_in_reports()
    named = {card.code: card for card in catalogue.search(query)}
    words = wanted.split()
    named |= {
        code: catalogue[code]
        for code, names in reports.items()
        if code in catalogue and any(all(word in name for word in words) for name in names)
    }
    ranked = sorted(named.values(), key=lambda card: _rank_of_card(card, wanted, reports))
    return (ranked or close_indicators(catalogue, query))[:LIMIT]


def _rank_of_card(card: Indicator, wanted: str, reports: Mapping[str, Sequence[str]]) -> int:
    names = {fold(name) for name in card.names.values()}
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names) or wanted in reports.get(card.code, ()):
        return 1
    return 2


_SIGNS = str.maketrans(dict.fromkeys("[]*", "") | {"|": " "})


@lru_cache(maxsize=1)
def _names_in_reports() -> Mapping[str, Sequence[str]]:
    """Return how reports call the indicators, folded, by the codes of their cards."""
    found: dict[str, list[str]] = {}
    for language in load_languages():
        for phrase in language.phrases:
            if phrase.family == "indicator":
                name = fold(phrase.pattern.translate(_SIGNS))
                found.setdefault(phrase.value, []).append(name)
    return found


def close_indicators(catalogue: Catalogue, query: str, limit: int = 8) -> list[Indicator]:
    """Return the cards that hold the words of `query`, else those spelt much like it."""
    found = list(catalogue.search(query.replace("-", " "))) or [
        catalogue[code] for code in difflib.get_close_matches(query, catalogue, limit, 0.4)
    ]
    return found[:limit]
