"""Territories over time: what a place was made of, what became of it, what it is on other maps.

A place's id stands for one territory, so that a figure of a former unit says something of a present
one exactly as far as transfers tell how the two territories overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.reform import Extent, Transfer, Weight
from tiendo.vocabulary.remembering import kept_with_register

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
    def same(self) -> bool:
        """Whether the territory is that of one other place."""
        return self.exact and len(self.parts) == 1

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


@kept_with_register(1 << 16)
def cover(register: PlaceRegister, key: str, day: date) -> Cover:
    """Return of which places on the map of `day` the territory of a place consists.

    What is told of the place itself comes first (provinces of provinces); where that divides
    a unit, or nothing is told, what is told of the units below it. A place that exists on `day`
    is itself. What one reform divided and a later one put together again is whole.

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
    if own.divided and (whole := _reform_by_reform(register, key, day, backwards=backwards)):
        return whole
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
        transfers = told_of(register, key, day, backwards=backwards)
        complete = complete and bool(transfers)
        for transfer in transfers:
            other = transfer.source if backwards else transfer.target
            if transfer.extent is Extent.RESTORED:
                further[other] = Part(other)
            else:
                further[other] = _overlap(register, other, within, backwards=backwards)
    for other, part in further.items():
        if register[other].span.holds(day):
            found[other] = _joined(found.get(other), part)
            continue
        beyond = cover(register, other, day)
        complete = complete and beyond.complete
        alone = beyond.complete and len(beyond.parts) == 1
        for one in beyond.parts:
            # A share of a unit is no share of what lies in it, unless that is all of the unit.
            some = _share_of(one, part) if alone else Part(one.key, False, None, None)
            found[one.key] = _joined(found.get(one.key), one if part.whole else some)
    parts = sorted(found.values(), key=lambda part: register[part.key].id)
    return Cover(tuple(parts), complete and bool(parts))


def _share_of(whole: Part, part: Part) -> Part:
    """Return what a part of a unit is of the place in which all of the unit lies."""
    shares = ((whole.area, part.area), (whole.people, part.people))
    area, people = (None if a is None or b is None else a * b for a, b in shares)
    return Part(whole.key, False, area, people)


def _reform_by_reform(
    register: PlaceRegister, key: str, day: date, *, backwards: bool
) -> Cover | None:
    """Return the cover of a place if each reform on the way leaves it whole places only."""
    found = {key}
    while passed := _next_to_pass(register, found, day, backwards=backwards):
        found -= passed
        for one in passed:
            if not (transfers := told_of(register, one, day, backwards=backwards)):
                return None
            for transfer in transfers:
                other = transfer.source if backwards else transfer.target
                again = transfer.extent is Extent.RESTORED
                if not again and not _overlap(register, other, passed, backwards=backwards).whole:
                    return None
                found.add(other)
    return Cover(tuple(Part(k) for k in sorted(found, key=lambda k: register[k].id)))


def _next_to_pass(
    register: PlaceRegister, found: set[str], day: date, *, backwards: bool
) -> set[str]:
    """Return those of some places that were made, or ended, by the reform that comes next."""
    spans = {key: register[key].span for key in found if not register[key].span.holds(day)}
    days = {key: span.begins if backwards else span.stops for key, span in spans.items()}
    known = [one for one in days.values() if one is not None]
    nearest = (max if backwards else min)(known, default=None)
    return {key for key, one in days.items() if one is not None and one == nearest}


def told_of(
    register: PlaceRegister, key: str, day: date, *, backwards: bool
) -> tuple[Transfer, ...]:
    """Return what tells of a place's territory on the way to a day.

    Where a reform was taken back in between, the place is what it had been before it.
    """
    reforms = register.reforms
    transfers = reforms.of_target(key) if backwards else reforms.of_source(key)
    restored = [t for t in transfers if t.extent is Extent.RESTORED]
    for transfer in restored:
        stops, begins = register[transfer.source].span.stops, register[transfer.target].span.begins
        if (backwards and stops and day < stops) or (not backwards and begins and day >= begins):
            return (transfer,)
    return tuple(t for t in transfers if t.extent is not Extent.RESTORED)


def _overlap(register: PlaceRegister, other: str, within: set[str], *, backwards: bool) -> Part:
    """Return how much of a place on the other side of a reform lies in a territory."""
    reforms = register.reforms
    if backwards:
        inside = [t for t in reforms.given(other) if t.target in within]
        if len(inside) == len(reforms.given(other)):
            return Part(other)
        return Part(
            other,
            False,
            _total(reforms.share(t, Weight.AREA) for t in inside),
            _total(reforms.share(t, Weight.PEOPLE) for t in inside),
        )
    made_of = reforms.made_of(other)
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

    The place itself where it exists then; else those that took it over, or that it was made of, as
    is told of the place itself; else what is told of the units below it.
    """
    place = register[key]
    if place.span.holds(day):
        return (place,)
    backwards = place.span.begins is not None and day < place.span.begins
    told = told_of(register, key, day, backwards=backwards)
    if not told:
        return tuple(register[part.key] for part in cover(register, key, day).parts)
    found: dict[int, Place] = {}
    for transfer in told:
        other = transfer.source if backwards else transfer.target
        found |= {one.id: one for one in counterparts(register, other, day)}
    return tuple(found[id] for id in sorted(found))


@kept_with_register(1 << 14)
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


@dataclass(frozen=True, slots=True)
class MapView:
    """The places of one day's map, as they are read from figures of another run of months.

    A place that existed at the run's end with the territory that it has on the map is read in the
    tree of its own time, in which its figures were filed. One whose territory differs is added up
    along the map. One that did not exist is recast from the places that did.

    Attributes:
        register: the places.
        day: the day whose map is asked for.
        run_end: the last day of the run.
    """

    register: PlaceRegister
    day: date
    run_end: date

    def tree_day(self, key: str) -> date:
        """Return the day on whose tree a place is added up."""
        if self.day == self.run_end:
            return self.day
        place = self.register[key]
        if not place.span.holds(self.run_end):
            return self.day
        if not place.span.holds(self.day):
            return self.run_end
        same = same_territory(self.register, key, self.day, self.run_end)
        return self.run_end if same else self.day

    def children(self, key: str) -> tuple[Place, ...]:
        """Return the places that a place is added up from."""
        return self.register.children(key, self.tree_day(key))

    def lists_children(self, key: str) -> bool:
        """Whether the register holds all of these."""
        return self.register[key].lists_children_on(self.tree_day(key))

    def parts(self, key: str) -> Cover | None:
        """Return what a place is recast from; None for one that is read from its own figures."""
        place = self.register[key]
        if place.span.holds(self.run_end) or not place.span.holds(self.day):
            return None
        found = cover(self.register, key, self.run_end)
        return found if found.parts else None


def recast_weight(unit: str) -> Weight | None:
    """Return by what a quantity of some unit may be shared out: people by people, land by area.

    Of money and other quantities nobody knows how they spread: a share of them is never guessed.
    """
    if unit in ("persons", "households", "people"):
        return Weight.PEOPLE
    return Weight.AREA if unit in ("ha", "m2", "km2") else None
