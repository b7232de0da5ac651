"""Finding indicator cards by what people type: any language, any spelling, the likeliest first."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.words import Level

EXACT, BEGINS, WORDS, PIECES, ANY = range(5)
"""How well a card fits: its whole name or code, the beginning of one, all words of the query in one
of them, all words anywhere on the card (topic and parts of breakdowns too), some of the words."""

_CLOSE = 0.6


@dataclass(frozen=True, slots=True)
class Match:
    """A card that a query found; a lower `rank` fits better, then fewer words `beside` the query's.

    Words are counted in the name that fits; where none does, they are not.
    """

    card: Indicator
    rank: int
    beside: int = 0


def search_cards(cards: Iterable[Indicator], query: str) -> list[Match]:
    """Return the cards that `query` may mean, the likeliest first, else in the order given.

    Cards that hold only some of the words come where no card holds them all.
    """
    wanted = fold(query)
    if not wanted:
        return []
    found = [match for card in cards if (match := _match(card, wanted)) is not None]
    best = min((match.rank for match in found), default=ANY)
    kept = [match for match in found if match.rank < ANY or best == ANY]
    return sorted(kept, key=lambda match: (match.rank, match.beside))


def only_of(
    cards: Iterable[Indicator], topic: str | None = None, level: Level | None = None
) -> list[Indicator]:
    """Return the cards of a topic, and those that a level of government reports.

    Raises:
        VocabularyError: if no card has the topic; it names those that there are.
    """
    kept = list(cards)
    if topic is not None:
        topics = {fold(card.topic): card.topic for card in kept}
        if fold(topic) not in topics:
            raise VocabularyError(
                f"there is no topic '{topic}'",
                remedy=f"the topics: {', '.join(sorted(topics.values()))}",
            )
        kept = [card for card in kept if card.topic == topics[fold(topic)]]
    if level is not None:
        kept = [card for card in kept if level in card.levels]
    return kept


def close_cards(cards: Iterable[Indicator], query: str, limit: int = 5) -> list[Indicator]:
    """Return the cards with a name, a code or a word of one that is spelt much like `query`."""
    owners: dict[str, list[Indicator]] = {}
    for card in cards:
        for name in _names(card):
            for piece in {name, *name.split()}:
                owners.setdefault(piece, []).append(card)
    close = difflib.get_close_matches(fold(query), owners, limit, _CLOSE)
    return list({card.code: card for piece in close for card in owners[piece]}.values())[:limit]


def _match(card: Indicator, wanted: str) -> Match | None:
    names, words = _names(card), wanted.split()
    if wanted in names:
        return Match(card, EXACT)
    begun = [name for name in names if name.startswith(wanted)]
    if begun:
        return Match(card, BEGINS, _fewest_beside(begun, words))
    held = [name for name in names if set(words) <= set(name.split())]
    if held:
        return Match(card, WORDS, _fewest_beside(held, words))
    everything = _everything(card)
    pieces = sum(word in everything for word in words)
    if pieces == len(words):
        return Match(card, PIECES)
    return Match(card, ANY) if pieces else None


def _fewest_beside(names: Iterable[str], words: list[str]) -> int:
    return min(len(name.split()) for name in names) - len(words)


def _names(card: Indicator) -> tuple[str, ...]:
    return _folded(card.code, *card.names.values())


def _everything(card: Indicator) -> str:
    return " ".join((*_names(card), *_folded(card.topic, *_breakdown_texts(card))))


def _breakdown_texts(card: Indicator) -> Iterator[str]:
    for tree in card.breakdowns:
        yield from tree.names.values()
        for top in tree.parts:
            for part in top.walk():
                yield from part.names.values()


@lru_cache(maxsize=4096)
def _folded(*texts: str) -> tuple[str, ...]:
    return tuple(fold(text) for text in texts)
