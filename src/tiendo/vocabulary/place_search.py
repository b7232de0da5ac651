"""Searching places: by key, code or name in any of its spellings, whole or begun."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from datetime import date

from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Level

_LEVELS = list(Level)


def search_places(
    register: PlaceRegister,
    text: str,
    *,
    as_of: date | None = None,
    level: Level | None = None,
    limit: int = 20,
) -> tuple[Place, ...]:
    """Return the places that a text may mean, the best first.

    The key itself, then codes and whole names, then names that begin so, then names with a word
    that begins so; of equals, the higher level and then the smaller id.

    Args:
        register: the places.
        text: what somebody typed, in any script that a source gives names in.
        as_of: only places that exist on this day.
        level: only places of this level.
        limit: at most so many.
    """
    ranked: dict[str, int] = {}
    for rank, key in _matches(register, text):
        ranked[key] = min(rank, ranked.get(key, rank))
    fitting = (
        (rank, _LEVELS.index(place.level), place.id, place)
        for key, rank in ranked.items()
        if _fits(place := register[key], as_of, level)
    )
    return tuple(found[-1] for found in heapq.nsmallest(limit, fitting, key=lambda f: f[:3]))


def _fits(place: Place, as_of: date | None, level: Level | None) -> bool:
    return (as_of is None or place.span.holds(as_of)) and (level is None or place.level is level)


def _matches(register: PlaceRegister, text: str) -> Iterator[tuple[int, str]]:
    """Yield the keys of places that match, each with how well: less is better."""
    text = text.strip()
    if not text:
        return
    found = list(_told(register, text))
    yield from found or _of_another_type(register, text)


def _of_another_type(register: PlaceRegister, text: str) -> Iterator[tuple[int, str]]:
    """Yield places of the same level and name: a town became a city, and is still written so."""
    for type, rest in register.typed(text):
        level = register.types[type].level
        for key in register.by_name.get(rest, ()):
            if register[key].level is level:
                yield 2, key


def _told(register: PlaceRegister, text: str) -> Iterator[tuple[int, str]]:
    """Yield the keys of places that are called what a text says, whole or begun."""
    if text.lower() in register:
        yield 0, text.lower()
    for key in register.by_code.get(text, ()):
        yield 1, key
    for place in register.named(text):
        yield 1, place.key
    bare = fold(text)
    if not bare:
        return  # every name begins with nothing
    inner = " " + bare
    for name, keys in register.by_name.items():
        if name.startswith(bare):
            rank = 2
        elif inner in name:
            rank = 3
        else:
            continue
        for key in keys:
            yield rank, key
