"""Random trees of places: one country whose units move, begin, end and are not all listed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from random import Random

from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.reform import NO_REFORMS, Event, Extent, Reforms, Transfer
from tiendo.vocabulary.words import Level

COUNTRY = "lien-ha"
REFORMS = (
    date(2023, 1, 1),
    date(2023, 4, 1),
    date(2023, 7, 1),
    date(2024, 1, 1),
    date(2024, 3, 16),
    date(2024, 7, 1),
)
"""Days on which units move, begin or end: on a New Year, between quarters, within a month."""


@dataclass
class _Unit:
    """A place while the tree is being drawn."""

    key: str
    level: Level
    edges: list[Edge] = field(default_factory=list)
    start: date | None = None
    end: date | None = None
    listed: bool = True
    listed_to: date | None = None


def random_register(dice: Random, reforming: Random | None = None) -> PlaceRegister:
    """Return a country of one to three provinces, through which no, one or two reforms went.

    Args:
        dice: draws the country.
        reforming: draws reforms of territory, in every other country; None for none.
    """
    units = _units(dice)
    for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
        _reform(dice, units)
    for unit in units:
        if unit.level is not Level.COMMUNE and dice.random() < 0.07:
            unit.listed = False
        elif unit.level is not Level.COMMUNE and dice.random() < 0.07:
            unit.listed_to = dice.choice(REFORMS)
    reforms = NO_REFORMS
    if reforming is not None and reforming.random() < 0.5:
        reforms = _territories_change(reforming, units)
    numbers = list(range(1, len(units) + 1))
    if dice.random() < 0.2:
        dice.shuffle(numbers)
    return PlaceRegister(map(_place, numbers, units), reforms=reforms)


def _units(dice: Random) -> list[_Unit]:
    """Return the units depth first; some provinces have no districts, some districts nobody."""
    found = [_Unit(COUNTRY, Level.COUNTRY)]
    for province in range(1, dice.choice((1, 1, 2, 2, 3)) + 1):
        top = _below(found[0], f"p{province}", Level.PROVINCE)
        found.append(top)
        parents = [top]
        for district in range(1, dice.choice((0, 0, 1, 2)) + 1):
            parents.append(_below(top, f"{top.key}d{district}", Level.DISTRICT))
        for parent in parents[1:] or parents:
            found += [parent] if parent is not top else []
            for commune in range(1, dice.choice((0, 1, 2, 2, 3)) + 1):
                found.append(_below(parent, f"{parent.key}c{commune}", Level.COMMUNE))
        if len(parents) > 1 and dice.random() < 0.3:
            found.append(_below(top, f"{top.key}c0", Level.COMMUNE))
    return found


def _below(parent: _Unit, key: str, level: Level) -> _Unit:
    return _Unit(key, level, [Edge(parent.key)])


def _reform(dice: Random, units: list[_Unit]) -> None:
    """Let a unit move, lose its parent, begin late, or end with its children moving."""
    movable = [unit for unit in units if unit.level is not Level.COUNTRY]
    unit, day = dice.choice(movable), dice.choice(REFORMS)
    match dice.choice(("move", "move", "orphan", "begin", "end")):
        case "move":
            _move(dice, unit, units, day)
        case "orphan" if len(unit.edges) == 1:
            unit.edges = [Edge(unit.edges[0].parent, Span(end=day))]
        case "begin" if unit.end is None:
            unit.start = day
        case "end" if unit.start is None:
            unit.end = day
            for child in units:
                if child.edges and child.edges[-1].parent == unit.key:
                    _move(dice, child, units, day)


def _move(dice: Random, unit: _Unit, units: list[_Unit], day: date) -> None:
    """Give a unit that never moved another parent from `day` on."""
    if len(unit.edges) != 1:
        return
    order = list(Level)
    parents = [
        other.key
        for other in units
        if order.index(other.level) < order.index(unit.level)
        and other.level is not Level.COUNTRY
        and other.key != unit.edges[0].parent
    ]
    if parents:
        old = unit.edges[0].parent
        unit.edges = [Edge(old, Span(end=day)), Edge(dice.choice(parents), Span(start=day))]


def _territories_change(dice: Random, units: list[_Unit]) -> Reforms:
    """Let units merge, split and shift boundaries, one event on a day."""
    events, transfers = [], []
    for day in sorted(dice.sample(REFORMS, dice.choice((1, 1, 2)))):
        lasting = [u for u in units if u.end is None and u.start is None and len(u.edges) == 1]
        parents = [u.edges[0].parent for u in lasting if u.edges]
        if not parents:
            continue
        parent = dice.choice(parents)
        ended = [u for u in lasting if u.edges and u.edges[0].parent == parent]
        ended = dice.sample(ended, min(len(ended), dice.choice((1, 2, 2, 3))))
        level = ended[0].level
        ended = [unit for unit in ended if unit.level is level]
        event = f"event-{day}"
        made = [
            _Unit(f"{ended[0].key}m{day.month}{n}", level, [Edge(parent)], start=day)
            for n in range(dice.choice((1, 1, 2)))
        ]
        for unit in ended:
            unit.end = day
            transfers += _given(dice, event, unit.key, [one.key for one in made])
            for child in units:
                if child.edges and child.edges[-1].parent == unit.key and len(child.edges) == 1:
                    heir = dice.choice(made)
                    child.edges = [Edge(unit.key, Span(end=day)), Edge(heir.key, Span(start=day))]
        units += made
        events.append(Event(event, day, None, {"en": event}))
    return Reforms(events, transfers)


def _given(dice: Random, event: str, source: str, targets: list[str]) -> list[Transfer]:
    """Return what a unit gave: all to one, or parts of known or unknown shares to several."""
    if len(targets) == 1 or dice.random() < 0.4:
        return [Transfer(event, source, dice.choice(targets), Extent.WHOLE)]
    share = Decimal(dice.choice(("0.25", "0.5", "1"))) if dice.random() < 0.6 else None
    rest = None if share is None else 1 - share
    return [
        Transfer(event, source, targets[0], Extent.PART, share, share),
        Transfer(event, source, targets[1], Extent.PART, rest, rest),
    ]


def _place(number: int, unit: _Unit) -> Place:
    return Place(
        id=number,
        key=unit.key,
        level=unit.level,
        names=(PlaceName("vi", f"Nơi {unit.key}"), PlaceName("en", f"Place {unit.key}")),
        parents=tuple(unit.edges),
        span=Span(unit.start, unit.end),
        children_listed=unit.listed,
        children_listed_to=unit.listed_to,
    )
