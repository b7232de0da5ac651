"""The places of the made-up country: four levels, depth first, each commune in a district."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from tiendo.cube.cells.codes import Ints
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister
from tiendo.vocabulary.words import Level

from .maps import Map

LEVELS = (Level.COUNTRY, Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
COUNTRY, PROVINCE, DISTRICT, COMMUNE = range(4)


@dataclass(frozen=True)
class Size:
    """How much there is; series are a multiple of ten (`cards`)."""

    provinces: int
    districts: int
    communes: int
    series: int

    @property
    def places(self) -> int:
        """All places, the country included."""
        return 1 + self.provinces + self.districts + self.communes


class Places:
    """The tree. A place's number is its position depth first, its opaque id one more.

    Attributes:
        level: of each place, 0 (country) to 3 (commune).
        parent: number of each place's parent, -1 for the country.
    """

    def __init__(self, size: Size) -> None:
        level, parent = [COUNTRY], [-1]
        districts = _shared_out(size.districts, size.provinces)
        communes = iter(_shared_out(size.communes, size.districts))
        for count in districts:
            province = len(level)
            level.append(PROVINCE)
            parent.append(0)
            for _ in range(count):
                district = len(level)
                below = next(communes)
                level += [DISTRICT, *[COMMUNE] * below]
                parent += [province, *[district] * below]
        self.level: Ints = np.array(level)
        self.parent: Ints = np.array(parent)

    def __len__(self) -> int:
        return len(self.level)

    @cached_property
    def communes(self) -> Ints:
        """Numbers of the communes."""
        return self.of_level(COMMUNE)

    def of_level(self, level: int) -> Ints:
        """Return the numbers of the places of a level."""
        return np.flatnonzero(self.level == level)

    def above(self, level: int) -> Ints:
        """Return for each commune the number of the place of a level that it lies in."""
        places = self.of_level(level)
        return places[np.searchsorted(places, self.communes, side="right") - 1]

    def communes_within(self) -> Ints:
        """Return how many communes lie within each place; 1 for a commune."""
        counts = np.zeros(len(self), np.int64)
        for level in range(4):
            counts += np.bincount(self.above(level), minlength=len(self))
        return counts

    def map(self) -> Map:
        """Return the places as rows of an evaluation."""
        numbers, within = np.arange(len(self)), self.communes_within()
        return Map(
            ids=numbers + 1,
            keys=tuple(map(key_of, range(len(self)))),
            parent=self.parent,
            first=np.searchsorted(self.communes, numbers),
            communes=within,
            due=within,
        )

    def blocks(self) -> tuple[tuple[int, ...], ...]:
        """Return the opaque ids of the country, then of each province with all below it."""
        starts = [*map(int, self.of_level(PROVINCE)), len(self)]
        provinces = pairwise(starts)
        return (1,), *(tuple(range(start + 1, end + 1)) for start, end in provinces)

    def register(self) -> PlaceRegister:
        """Return the places as tiendo knows them."""
        return PlaceRegister(
            Place(
                id=number + 1,
                key=key_of(number),
                level=LEVELS[level],
                names=(PlaceName("vi", f"{LEVELS[level].value} {number}"),),
                parents=(Edge(key_of(int(parent))),) if parent >= 0 else (),
            )
            for number, (level, parent) in enumerate(zip(self.level, self.parent, strict=True))
        )


def key_of(number: int) -> str:
    """Return the key of a place."""
    return f"place-{number}"


def _shared_out(things: int, among: int) -> list[int]:
    """Return `among` counts that add up to `things` and differ by one at most."""
    each, rest = divmod(things, among)
    return [each + (position < rest) for position in range(among)]
