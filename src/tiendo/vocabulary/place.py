"""Places: opaque ids, and codes, names and edges that hold between dates.

In a reform a code may pass to another territory and a name to another unit; the id and the key
never do. All spans are half-open: from the first day up to, and without, the day it ended.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.place_table import PlaceTable
from tiendo.vocabulary.reform import NO_REFORMS, Reforms
from tiendo.vocabulary.span import ALWAYS as ALWAYS
from tiendo.vocabulary.span import Span as Span
from tiendo.vocabulary.wording import Misread, Remedy
from tiendo.vocabulary.words import Level


@dataclass(frozen=True, slots=True)
class PlaceCode:
    """A code of a classification, while it holds."""

    scheme: str
    code: str
    span: Span = ALWAYS


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name in a language, while it holds; an alias finds the place but is not shown.

    Attributes:
        type: code of the type of unit that is told before the name, such as "ward"; may be empty.
    """

    language: str
    text: str
    alias: bool = False
    span: Span = ALWAYS
    type: str = ""


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

    def name_on(self, day: date, language: str) -> PlaceName:
        """Return the shown name that held on a day, or else the latest.

        Where no source gives one in `language`, it is one in the language of the first name.
        """
        shown = [name for name in self.names if not name.alias] or list(self.names)
        own = shown[0].language

        def rank(item: tuple[int, PlaceName]) -> tuple[bool, bool, bool, int]:
            place, name = item
            other = name.language != language
            return other, other and name.language != own, not name.span.holds(day), -place

        return min(enumerate(shown), key=rank)[1]

    def has_name_in(self, language: str) -> bool:
        """Whether a source gives a name in `language`, so that none is shown in its stead."""
        return any(name.language == language for name in self.names)

    def parent_on(self, day: date) -> str | None:
        """Return the key of the parent on `day`, or None."""
        return next((edge.parent for edge in self.parents if edge.span.holds(day)), None)

    def code_on(self, day: date) -> PlaceCode | None:
        """Return the code that held on a day, or None."""
        return next((code for code in self.codes if code.span.holds(day)), None)


@dataclass(frozen=True, slots=True)
class PlaceType:
    """A type of unit: ward, commune, district of the country.

    Attributes:
        code: its word, such as "ward".
        level: the level of government that it stands on.
        names: what it is called, by language.
        abbreviations: short forms that people write before a name.
    """

    code: str
    level: Level
    names: Mapping[str, str] = field(hash=False)
    abbreviations: tuple[str, ...] = ()


class PlaceRegister:
    """All places, found by key, by name, or from their parent."""

    def __init__(
        self,
        places: Iterable[Place],
        table: PlaceTable | None = None,
        reforms: Reforms = NO_REFORMS,
        types: Iterable[PlaceType] = (),
    ) -> None:
        self.table = table
        self.reforms = reforms
        self.types = {type.code: type for type in types}
        self._by_key: dict[str, Place] = {}
        self._by_id: dict[int, Place] = {}
        self._children: dict[str, list[str]] = {}
        for place in sorted(places, key=lambda place: place.id):
            self._add(place)
        self._own = len(self._by_key)
        if table is not None:
            self._take(table)

    def _add(self, place: Place) -> None:
        if place.key in self._by_key or place.id in self._by_id:
            raise VocabularyError(f"two places have the key '{place.key}' or the id {place.id}")
        self._by_key[place.key] = self._by_id[place.id] = place
        for parent in dict.fromkeys(edge.parent for edge in place.parents):
            self._children.setdefault(parent, []).append(place.key)

    def _take(self, table: PlaceTable) -> None:
        twice = self._by_key.keys() & table.keys.keys()
        if twice or self._by_id.keys() & table.ids.keys():
            raise VocabularyError(f"places of the table stand in the list as well: {sorted(twice)}")
        for parent, keys in table.below.items():
            self._children[parent] = [*self._children.get(parent, ()), *keys]

    def own_places(self) -> Iterator[Place]:
        """Yield the places that are not in the table."""
        return iter(list(self._by_key.values())[: self._own])

    def of_levels(self, levels: Collection[Level]) -> Iterator[Place]:
        """Yield the places of some levels, without making values of the others."""
        yield from (place for place in self.own_places() if place.level in levels)
        if self.table is not None:
            yield from map(self.__getitem__, self.table.of_levels(levels))

    def __iter__(self) -> Iterator[Place]:
        yield from self.own_places()
        if self.table is not None:
            for key in self.table.keys:
                yield self[key]

    def __len__(self) -> int:
        return self._own + (len(self.table.keys) if self.table is not None else 0)

    def __contains__(self, key: str) -> bool:
        return key in self._by_key or (self.table is not None and key in self.table.keys)

    def __getitem__(self, key: str) -> Place:
        found = self._by_key.get(key)
        if found is None:
            if self.table is None or key not in self.table.keys:
                raise KeyError(key)
            found = self.table.place(key)
            self._by_key[key] = self._by_id[found.id] = found
        return found

    def has_id(self, number: int) -> bool:
        """Whether there is a place with this opaque id."""
        return number in self._by_id or (self.table is not None and number in self.table.ids)

    def by_id(self, number: int) -> Place:
        """Return the place with this opaque id."""
        if number not in self._by_id and self.table is not None and number in self.table.ids:
            return self[self.table.ids[number]]
        return self._by_id[number]

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the places with a name, by the name folded."""
        found: dict[str, list[str]] = {}
        folded: dict[str, str] = {}
        named = ((name.text, place.key) for place in self.own_places() for name in place.names)
        for names in (named, self.table.names() if self.table is not None else ()):
            for text, key in names:
                bare = folded.get(text)
                if bare is None:
                    bare = folded[text] = fold(text)
                keys = found.setdefault(bare, [])
                if key not in keys[-1:]:
                    keys.append(key)
        return {bare: tuple(dict.fromkeys(keys)) for bare, keys in found.items()}

    @cached_property
    def by_code(self) -> Mapping[str, tuple[str, ...]]:
        """The keys of the places that ever had a code, by the code."""
        found: dict[str, dict[str, None]] = {}
        own = ((code.code, place.key) for place in self.own_places() for code in place.codes)
        for codes in (own, self.table.codes() if self.table is not None else ()):
            for code, key in codes:
                found.setdefault(code, {})[key] = None
        return {code: tuple(keys) for code, keys in found.items()}

    def named(self, text: str) -> tuple[Place, ...]:
        """Return the places with this name in any spelling, its type before it or not.

        "H. Quế Sơn" is the rural district of that name: a type's word or short form narrows what a
        name may mean. "Q.1" is Quận 1, whose type is part of its name.
        """
        bare = fold(text)
        found = dict.fromkeys(self.by_name.get(bare, ()))
        for type, rest in self.typed(text):
            names = (rest, *(f"{fold(word)} {rest}" for word in self.types[type].names.values()))
            keys = (key for name in names for key in self.by_name.get(name, ()))
            found |= dict.fromkeys(key for key in keys if _is_of_type(self[key], type))
        return tuple(self[key] for key in found)

    def typed(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield the codes of types whose word a text begins with, each with the rest, folded."""
        bare = fold(text)
        for words, type in self._type_words:
            rest = bare.removeprefix(words + " ")
            if rest != bare:
                yield type, rest

    @cached_property
    def _type_words(self) -> tuple[tuple[str, str], ...]:
        """The words that stand before a name, folded, each with the code of its type."""
        return tuple(
            (fold(word), type.code)
            for type in self.types.values()
            for word in (*type.names.values(), *type.abbreviations)
        )

    def find(self, text: str, *, strictly: bool = False) -> Place:
        """Return the place with this key, or the one with this name in any spelling.

        A name that units of several levels have means the highest: Quế Sơn the district, not the
        commune that was called after it.

        Args:
            text: a key or name.
            strictly: below the provinces, refuse a name that units of several levels have: what is
                filed must not end at the wrong one.

        Raises:
            VocabularyError: for an unknown name (with close ones) or an ambiguous one (with all
                candidates, their parents and dates).
        """
        text = text.strip()
        if text in self:
            return self[text]
        named = self.named(text)
        if not named:
            raise VocabularyError(Misread.NO_PLACE.said(text=text), remedy=self._suggestion(text))
        ranks = [_RANK[place.level] for place in named]
        highest = [place for place, rank in zip(named, ranks, strict=True) if rank == min(ranks)]
        if strictly and min(ranks) > _RANK[Level.PROVINCE]:
            highest = list(named)
        if len(highest) == 1:
            return highest[0]
        listed = "; ".join(self.describe(place) for place in named[:_LISTED])
        more = f"; and {len(named) - _LISTED} more" if len(named) > _LISTED else ""
        raise VocabularyError(
            f"'{text}' names {len(named)} places", remedy=f"use the key of one: {listed}{more}"
        )

    def children(self, key: str, day: date) -> tuple[Place, ...]:
        """Return the places that belong to `key` on `day`, in the order of their ids."""
        return tuple(
            place
            for place in self.all_children(key)
            if place.span.holds(day)
            and any(edge.parent == key and edge.span.holds(day) for edge in place.parents)
        )

    def all_children(self, key: str) -> tuple[Place, ...]:
        """Return the places that ever belonged to `key`, in the order of their ids."""
        return tuple(self[child] for child in self._children.get(key, ()))

    def ever_within(self, key: str) -> Iterator[Place]:
        """Yield the place and everything that ever stood below it, parents before children."""
        yield self[key]
        for child in self.all_children(key):
            yield from self.ever_within(child.key)

    def within(self, key: str, day: date) -> Iterator[Place]:
        """Yield the place and everything below it on `day`, parents before children."""
        yield self[key]
        for child in self.children(key, day):
            yield from self.within(child.key, day)

    def ever_stood_below(self, key: str, above: str) -> bool:
        """Whether a place is another one, or ever stood below it."""
        return key == above or any(
            edge.parent in self and self.ever_stood_below(edge.parent, above)
            for edge in self[key].parents
        )

    def is_within(self, key: str, above: str, day: date) -> bool:
        """Whether a place is another one, or stood below it on `day`."""
        climbing: str | None = key
        while climbing is not None:
            if climbing == above:
                return True
            climbing = self[climbing].parent_on(day) if climbing in self else None
        return False

    def stands_within(self, key: str, above: str, day: date) -> bool:
        """Whether a place is another one, or is among those that `within` gives below it."""
        while key != above:
            place = self[key]
            parent = place.parent_on(day) if place.span.holds(day) else None
            if parent is None:
                return False
            key = parent
        return True

    def describe(self, place: Place) -> str:
        """Return "key (name, level, in parent, from .. to ..)" for lists of candidates."""
        parents = ", ".join(
            self[edge.parent].name("vi") for edge in place.parents if edge.parent in self
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
        """Return what may have been meant; the places told by hand come first, they are few."""
        wanted = fold(text)
        own = {fold(name.text): place.key for place in self.own_places() for name in place.names}
        keys = [own[name] for name in difflib.get_close_matches(wanted, own, 5, 0.6)]
        if self.table is not None and not keys:
            alike = [name for name in self.by_name if name[:1] == wanted[:1]]
            close = difflib.get_close_matches(wanted, alike, 3, 0.7)
            keys = [key for name in close for key in self.by_name[name]]
        keys = keys or difflib.get_close_matches(text, self._by_key, 5, 0.6)
        shown = ", ".join(list(dict.fromkeys(keys))[:_SUGGESTED])
        return Remedy.MEANT.said(several=shown) if shown else Remedy.A_KEY.said()


_SUGGESTED = 5

_LISTED = 12
"""So many candidates are listed of a name that many places have."""

_RANK = {level: rank for rank, level in enumerate(Level)}


def _is_of_type(place: Place, type: str) -> bool:
    return any(name.type == type for name in place.names)
