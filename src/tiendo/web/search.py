"""Finding places by what a reader types: folded text, in any of the languages."""

from __future__ import annotations

import difflib

from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.place import Place, PlaceRegister

LIMIT = 40
LONGEST_QUERY = 100
"""Letters of a search that are looked at: more are no name, and every link would repeat them."""
_CLOSE = 0.6


def find_places(register: PlaceRegister, query: str) -> list[Place]:
    """Return the places that `query` may mean, the likeliest first.

    Whole names come first, then names that begin with it, then those that hold all its words;
    only where there is none of these, names spelt alike.
    """
    wanted = fold(query)
    if not wanted:
        return []
    ranked = [(rank, place.id, place) for place in register if (rank := _rank(place, wanted)) < 3]
    if not ranked:
        return close_places(register, query)
    return [place for _, _, place in sorted(ranked, key=lambda item: item[:2])][:LIMIT]


def _names(place: Place) -> set[str]:
    return {fold(name.text) for name in place.names} | {fold(place.key)}


def _rank(place: Place, wanted: str) -> int:
    names = _names(place)
    if wanted in names:
        return 0
    if any(name.startswith(wanted) for name in names):
        return 1
    if any(all(word in name for word in wanted.split()) for name in names):
        return 2
    return 3


def close_places(register: PlaceRegister, query: str, limit: int = 6) -> list[Place]:
    """Return the places whose name or key is spelt much like `query`."""
    by_name: dict[str, list[Place]] = {}
    for place in register:
        for name in _names(place):
            by_name.setdefault(name, []).append(place)
    close = difflib.get_close_matches(fold(query), by_name, limit, _CLOSE)
    return list({place.key: place for name in close for place in by_name[name]}.values())


def find_indicators(catalogue: Catalogue, query: str) -> list[Indicator]:
    """Return the cards that `query` may mean: whole names first, then those that hold its words."""
    wanted = fold(query)
    if not wanted:
        return []
    found = catalogue.search(query)
    ranked = sorted(found, key=lambda card: _rank_of_card(card, wanted))
    return (ranked or close_indicators(catalogue, query))[:LIMIT]


def _rank_of_card(card: Indicator, wanted: str) -> int:
    names = {fold(name) for name in card.names.values()}
    return 0 if wanted in names else 1 if any(n.startswith(wanted) for n in names) else 2


def close_indicators(catalogue: Catalogue, query: str, limit: int = 8) -> list[Indicator]:
    """Return the cards that hold the words of `query`, else those spelt much like it."""
    found = list(catalogue.search(query.replace("-", " "))) or [
        catalogue[code] for code in difflib.get_close_matches(query, catalogue, limit, 0.4)
    ]
    return found[:limit]
