"""Territories over time: what a place was made of, what became of it, what it is on other maps.

A place's id stands for one territory, so that a figure of a former unit says something of a present
one exactly as far as transfers tell how the two territories overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.reform import Transfer, Weight

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A place of another day's map that lies in a territory, whole or in part.

    Attributes:
        key: of the place.
        whole: whether it lies in the territory altogether.
        area, people: the share of its area and people that does; None where not known.
    """

    key: str
    whole: bool = True
    area: Decimal | None = Decimal(1)
    people: Decimal | None = Decimal(1)

    def share(self, weight: Weight | None) -> Decimal | None:
        """Return the share by a weight; without one only a whole part has a share, which is 1."""
        if self.whole:
            return Decimal(1)
        if weight is None:
            return None
        return self.area if weight is Weight.AREA else self.people


@dataclass(frozen=True, slots=True)
class Cover:
    """A territory, told by the places of another day's map.

    Attributes:
        parts: the places, in the order of their ids.
        complete: whether they are all of it, as far as the register tells.
    """

    parts: tuple[Part, ...]
    complete: bool = True

    @property
    def exact(self) -> bool:
        """Whether the parts are the territory, no more and no less."""
        return self.complete and bool(self.parts) and all(part.whole for part in self.parts)

    @property
    def divided(self) -> tuple[str, ...]:
        """The keys of places of which only a part lies in the territory."""
        return tuple(part.key for part in self.parts if not part.whole)


NOTHING = Cover((), complete=False)


def predecessors(register: PlaceRegister, key: str) -> tuple[Transfer, ...]:
    """Return what a place was made of; empty where it always was, or nothing is known."""
    return register.reforms.of_target(key)


def successors(register: PlaceRegister, key: str) -> tuple[Transfer, ...]:
    """Return what became of a place: what it gave, or what those below it gave."""
    given = register.reforms.of_source(key)
    if given:
        return given
    last = last_day(register[key])
    if last is None:
        return ()
    below = (unit for unit in register.within(key, last) if unit.key != key)
    return tuple(transfer for unit in below for transfer in register.reforms.of_source(unit.key))


def first_day(place: Place) -> date | None:
    """Return the first day on which a place is told to exist; None if it always did."""
    return place.span.begins


def last_day(place: Place) -> date | None:
    """Return the last day on which a place is told to exist; None if it still does."""
    stops = place.span.stops
    return None if stops is None else stops - _DAY


@lru_cache(maxsize=1 << 16)
def cover(register: PlaceRegister, key: str, day: date) -> Cover:
    """Return of which places on the map of `day` the territory of a place consists.

    What is told of the place itself comes first (provinces of provinces); where that divides
    a unit, or nothing is told, what is told of the units below it. A place that exists on `day`
    is itself.

    Args:
        register: the places with their reforms.
        key: of the place.
        day: any day, before or after the place's own time.
    """
    place = register[key]
    if place.span.holds(day):
        return Cover((Part(key),))
    begins = place.span.begins
    backwards = begins is not None and day < begins
    own = _stepped(register, [key], {key}, day, backwards=backwards)
    if own.exact:
        return own
    at = begins if backwards and begins else last_day(place)
    if at is None:
        return own
    within = {unit.key for unit in register.within(key, at)}
    units = [
        unit
        for child in register.children(key, at)
        for unit in _told(register, child.key, at, day, backwards=backwards)
    ]
    below = _stepped(register, units, within, day, backwards=backwards)
    if below.exact or not own.parts:
        return below
    return own


def _told(register: PlaceRegister, key: str, at: date, day: date, *, backwards: bool) -> list[str]:
    """Return the lowest units of a place's own map that together are it and of which is told."""
    below = [
        unit
        for child in register.children(key, at)
        for unit in _told(register, child.key, at, day, backwards=backwards)
    ]

    def is_told(unit: str) -> bool:
        reforms = register.reforms
        told = reforms.of_target(unit) if backwards else reforms.of_source(unit)
        return bool(told) or register[unit].span.holds(day)

    if below and (all(map(is_told, below)) or not is_told(key)):
        return below
    return [key]


def _stepped(
    register: PlaceRegister, keys: list[str], within: set[str], day: date, *, backwards: bool
) -> Cover:
    """Return the cover of some places' territory taken together, one reform after the other.

    Args:
        register: the places.
        keys: the places, none below another.
        within: all places that the territory has on their map.
        day: the day asked.
        backwards: whether `day` is before their time.
    """
    found: dict[str, Part] = {}
    complete = bool(keys)
    further: dict[str, Part] = {}
    for key in keys:
        if register[key].span.holds(day):
            found[key] = Part(key)
            continue
        transfers = (
            register.reforms.of_target(key) if backwards else register.reforms.of_source(key)
        )
        complete = complete and bool(transfers)
        for transfer in transfers:
            other = transfer.source if backwards else transfer.target
            further[other] = _overlap(register, other, within, backwards=backwards)
    for other, part in further.items():
        if register[other].span.holds(day):
            found[other] = _joined(found.get(other), part)
            continue
        beyond = cover(register, other, day)
        complete = complete and beyond.complete
        is_same = beyond.exact and len(beyond.parts) == 1
        for one in beyond.parts:
            # A share of a unit is no share of what lies in it, unless that is all of the unit.
            some = Part(one.key, False, *(part.area, part.people) if is_same else (None, None))
            found[one.key] = _joined(found.get(one.key), one if part.whole else some)
    parts = sorted(found.values(), key=lambda part: register[part.key].id)
    return Cover(tuple(parts), complete and bool(parts))


def _overlap(register: PlaceRegister, other: str, within: set[str], *, backwards: bool) -> Part:
    """Return how much of a place on the other side of a reform lies in a territory."""
    reforms = register.reforms
    if backwards:
        inside = [t for t in reforms.of_source(other) if t.target in within]
        if len(inside) == len(reforms.of_source(other)):
            return Part(other)
        return Part(
            other,
            False,
            _total(reforms.share(t, Weight.AREA) for t in inside),
            _total(reforms.share(t, Weight.PEOPLE) for t in inside),
        )
    made_of = reforms.of_target(other)
    whole = all(transfer.source in within for transfer in made_of)
    # How much of a new unit each old one makes up is told by no table: only whole ones are known.
    return Part(other) if whole else Part(other, False, None, None)


def _total(shares: Iterable[Decimal | None]) -> Decimal | None:
    known = list(shares)
    return None if None in known else sum((s for s in known if s is not None), Decimal(0))


def _joined(one: Part | None, other: Part) -> Part:
    """Return two shares of one place taken together."""
    if one is None or other.whole:
        return other
    if one.whole:
        return one
    return Part(
        one.key,
        False,
        None if one.area is None or other.area is None else one.area + other.area,
        None if one.people is None or other.people is None else one.people + other.people,
    )


def counterparts(register: PlaceRegister, key: str, day: date) -> tuple[Place, ...]:
    """Return the places of the map of `day` on which a place's territory lies.

    The place itself where it exists then; else the units of its own level that took it over, else
    those of any level.
    """
    return tuple(register[part.key] for part in cover(register, key, day).parts)


@lru_cache(maxsize=1 << 14)
def same_territory(register: PlaceRegister, key: str, one: date, other: date) -> bool:
    """Whether a place that exists on two days has the same territory on both.

    It has unless a unit below it moved from or to another place, or units below it were made of
    what lay elsewhere, or gave to what lies elsewhere.
    """
    early, late = min(one, other), max(one, other)
    before = {child.key for child in register.children(key, early)}
    after = {child.key for child in register.children(key, late)}
    if before == after:
        return True
    return not any(
        _crosses(register, child, key, day, backwards=backwards)
        for children, day, backwards in (
            (before - after, late, False),
            (after - before, early, True),
        )
        for child in children
    )


def _crosses(register: PlaceRegister, child: str, key: str, day: date, *, backwards: bool) -> bool:
    """Whether some of a child's territory lies outside a place on the map of `day`."""
    if register[child].span.holds(day):
        return not register.is_within(child, key, day)
    found = cover(register, child, day)
    if not found.complete:
        return bool(found.parts)
    return any(not register.is_within(part.key, key, day) for part in found.parts)
