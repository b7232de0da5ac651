"""Which place of a register a name means: many units bear one name, some only after a reform."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Level

_LEVELS = {
    "province": (Level.PROVINCE,),
    "city": (Level.PROVINCE, Level.DISTRICT),
    "district": (Level.DISTRICT,),
    "town": (Level.DISTRICT, Level.COMMUNE),
    "commune": (Level.COMMUNE,),
}
_RANK = {level: rank for rank, level in enumerate(Level)}
_MEMORY = 4096


@dataclass(frozen=True, slots=True)
class Era:
    """The days that a document is about, both included; a place that ended before is not meant."""

    first: date
    last: date

    def has(self, place: Place) -> bool:
        """Whether a place stood on one of the days."""
        started = place.span.start is None or place.span.start <= self.last
        return started and (place.span.end is None or place.span.end > self.first)


@dataclass(frozen=True, slots=True)
class PlaceMeaning:
    """What a document's names of places mean.

    Attributes:
        era: the days that it is about, None where nothing tells them.
        around: keys of the places that it names without doubt.
    """

    register: PlaceRegister
    era: Era | None = None
    around: Collection[str] = ()

    def key(self, name: str, typed: str = "", kind: str = "", usual: str = "") -> str | None:
        """Return the key of the one place that a name can mean, or None.

        What is told first decides: the word for its kind, the time of the document, of a name
        without such a word the higher level, the places around it. A doubt that remains is not
        decided.

        Args:
            name: the bare name; typed: the name with the word for its kind; kind: what the pack
                calls that word.
            usual: the key that a pack gives for the name, which decides between equals.
        """
        found = self._candidates(name, typed, kind, usual)
        found = _kept(found, self.era.has) if self.era else found
        if len(found) > 1:
            highest = min(_RANK[place.level] for place in found)
            found = [place for place in found if _RANK[place.level] == highest]
        if len(found) > 1:
            found = _kept(found, self._is_near)
        if len(found) > 1 and any(place.key == usual for place in found):
            return usual
        return found[0].key if len(found) == 1 else None

    def _candidates(self, name: str, typed: str, kind: str, usual: str) -> list[Place]:
        of_type = _named(self.register, typed) if typed else ()
        if of_type:
            return list(of_type)
        found = list(_named(self.register, name))
        if usual and usual in self.register:
            place = self.register[usual]
            same = [p for text in place.names for p in _named(self.register, text.text)]
            found = list(dict.fromkeys([place, *same, *found]))
        levels = _LEVELS.get(kind)
        if levels is None:
            return found
        nearest = [p for p in found if min(abs(_RANK[p.level] - _RANK[v]) for v in levels) <= 1]
        return _kept(nearest, lambda place: place.level in levels)

    def _is_near(self, place: Place) -> bool:
        return any(
            key != place.key and self.register.ever_stood_below(place.key, key)
            for key in self.around
        )


def _kept(places: list[Place], wanted: Callable[[Place], bool]) -> list[Place]:
    """Return the places that a sign speaks for, all where it speaks for none."""
    return [place for place in places if wanted(place)] or places


@lru_cache(maxsize=_MEMORY)
def _named(register: PlaceRegister, name: str) -> tuple[Place, ...]:
    found = register.named(name)
    return tuple(place for place in found if place.level is not Level.COUNTRY)
