"""Places: opaque ids, and codes, names and edges that hold between dates.

In a reform a code may pass to another territory and a name to another unit; the id and the key
never do. All spans are half-open: from the first day up to, and without, the day it ended.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.words import Level


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `start` up to, and without, `end`; None where it is open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        """Whether `day` lies inside."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """A code of a classification, while it holds."""

    scheme: str
    code: str
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name in a language, while it holds; an alias finds the place but is not shown."""

    language: str
    text: str
    alias: bool = False
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Edge:
    """Belonging to a parent, while it holds."""

    parent: str
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of territory.

    Attributes:
        id: opaque number, never reused.
        key: lower-case ASCII, unique for ever.
        children_listed: whether the register holds every child; if not, sums over them are partial.
        children_listed_to: the first day on which it no longer does, None if it always will.
    """

    id: int
    key: str
    level: Level
    names: tuple[PlaceName, ...]
    codes: tuple[PlaceCode, ...] = ()
    parents: tuple[Edge, ...] = ()
    span: Span = ALWAYS
    children_listed: bool = True
    children_listed_to: date | None = None

    def lists_children_on(self, day: date) -> bool:
        """Whether the register holds every child that the place had on `day`."""
        return self.children_listed and Span(end=self.children_listed_to).holds(day)

    def name(self, language: str) -> str:
        """Return the shown name in `language`, else in Vietnamese or whatever comes first."""
        shown = [name for name in self.names if not name.alias] or list(self.names)
        ranked = sorted(shown, key=lambda name: name.language != language)
        return ranked[0].text if ranked else self.key

    def parent_on(self, day: date) -> str | None:
        """Return the key of the parent on `day`, or None."""
        return next((edge.parent for edge in self.parents if edge.span.holds(day)), None)


class PlaceRegister:
    """All places, found by key, by name, or from their parent."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._by_key: dict[str, Place] = {}
        self._by_id: dict[int, Place] = {}
        self._by_name: dict[str, list[Place]] = {}
        self._children: dict[str, list[tuple[Edge, Place]]] = {}
        for place in sorted(places, key=lambda place: place.id):
            self._add(place)

    def _add(self, place: Place) -> None:
        if place.key in self._by_key or place.id in self._by_id:
            raise VocabularyError(f"two places have the key '{place.key}' or the id {place.id}")
        self._by_key[place.key] = self._by_id[place.id] = place
        for folded in {fold(name.text) for name in place.names}:
            self._by_name.setdefault(folded, []).append(place)
        for edge in place.parents:
            self._children.setdefault(edge.parent, []).append((edge, place))

    def __iter__(self) -> Iterator[Place]:
        return iter(self._by_key.values())

    def __len__(self) -> int:
        return len(self._by_key)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> Place:
        return self._by_key[key]

    def named(self, text: str) -> tuple[Place, ...]:
        """Return the places that bear a name, in any spelling; empty for none."""
        return tuple(self._by_name.get(fold(text), ()))

    def by_id(self, number: int) -> Place:
        """Return the place with this opaque id."""
        return self._by_id[number]

    def find(self, text: str) -> Place:
        """Return the place with this key, or the only one with this name in any spelling.

        Raises:
            VocabularyError: for an unknown name (with close ones) or an ambiguous one (with all
                candidates, their parents and dates).
        """
        text = text.strip()
        if text in self._by_key:
            return self._by_key[text]
        named = self._by_name.get(fold(text), [])
        if len(named) == 1:
            return named[0]
        if named:
            listed = "; ".join(self.describe(place) for place in named)
            raise VocabularyError(
                f"'{text}' names {len(named)} places", remedy=f"use the key of one: {listed}"
            )
        raise VocabularyError(f"'{text}' is no known place", remedy=self._suggestion(text))

    def children(self, key: str, day: date) -> tuple[Place, ...]:
        """Return the places that belong to `key` on `day`, in the order of their ids."""
        return tuple(
            place
            for edge, place in self._children.get(key, [])
            if edge.span.holds(day) and place.span.holds(day)
        )

    def all_children(self, key: str) -> tuple[Place, ...]:
        """Return the places that ever belonged to `key`."""
        return tuple({place.id: place for _, place in self._children.get(key, [])}.values())

    def ever_within(self, key: str) -> Iterator[Place]:
        """Yield the place and everything that ever stood below it, parents before children."""
        yield self._by_key[key]
        for child in self.all_children(key):
            yield from self.ever_within(child.key)

    def within(self, key: str, day: date) -> Iterator[Place]:
        """Yield the place and everything below it on `day`, parents before children."""
        yield self._by_key[key]
        for child in self.children(key, day):
            yield from self.within(child.key, day)

    def describe(self, place: Place) -> str:
        """Return "key (name, level, in parent, from .. to ..)" for lists of candidates."""
        parents = ", ".join(
            self._by_key[edge.parent].name("vi") for edge in place.parents if edge.parent in self
        )
        facts = [place.name("vi"), place.level.value]
        if parents:
            facts.append(f"in {parents}")
        if place.span.start:
            facts.append(f"from {place.span.start}")
        if place.span.end:
            facts.append(f"until {place.span.end}")
        return f"{place.key} ({', '.join(facts)})"

    def _suggestion(self, text: str) -> str:
        wanted = fold(text)
        close = difflib.get_close_matches(wanted, self._by_name, 5, 0.6)
        keys = list(dict.fromkeys(place.key for name in close for place in self._by_name[name]))
        keys = keys or difflib.get_close_matches(text, self._by_key, 5, 0.6)
        return f"did you mean: {', '.join(keys)}?" if keys else "use a key such as ninh-thuan"
