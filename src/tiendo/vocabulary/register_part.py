"""The part of a register that says all there is to say of some places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Level


def part_around(register: PlaceRegister, ids: Iterable[int]) -> PlaceRegister:
    """Return a register of some places and of all that may bear on them.

    These are what they ever stood below and what ever stood below them, what reforms made of them
    and what they were made of, and the same of these; countries are among them, but not what else
    stands below those. Whatever is asked of the places is answered as by the whole register.

    Args:
        register: all places.
        ids: opaque ids of the places.

    Raises:
        KeyError: for an id that the register lacks.
    """
    found: dict[str, Place] = {}
    waiting = [register.by_id(id) for id in ids]
    while waiting:
        place = waiting.pop()
        if place.key not in found:
            found[place.key] = place
            waiting += (register[key] for key in _beside(register, place) if key not in found)
    reforms = register.reforms.from_places(found)
    return PlaceRegister(found.values(), reforms=reforms, types=register.types.values())


def _beside(register: PlaceRegister, place: Place) -> Iterator[str]:
    """Yield the keys of the places that bear on a place most closely."""
    if place.level is Level.COUNTRY:
        return
    yield from (edge.parent for edge in place.parents if edge.parent in register)
    yield from (child.key for child in register.all_children(place.key))
    yield from (transfer.target for transfer in register.reforms.of_source(place.key))
    yield from (transfer.source for transfer in register.reforms.of_target(place.key))
