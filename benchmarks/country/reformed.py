"""The made-up country after a made-up reform: fewer provinces, no districts, larger communes.

On the reform's day, the first behind the last figure, neighbouring provinces merge (63 into 34) and
three neighbouring communes of a new province become one, all of them whole; districts end. So
everything that is asked on the later map is recast from what stood before: each new place is made
of whole communes, and each new province of whole provinces too, whose plans it takes over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property

import numpy as np

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Array, Floats, Ints
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel import World
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.reform import Event, Extent, Reforms, Transfer
from tiendo.vocabulary.words import Level

from .cards import catalogue, obligations
from .maps import Map
from .places import PROVINCE, key_of
from .tiles import tiles_of_year
from .values import ASSIGNERS, FIRST_YEAR, YEARS, Country

DAY = date(FIRST_YEAR + YEARS, 1, 1)
"""The first day of the later map."""

EVENT = "reform"
_OLD_FOR_NEW = 63 / 34
"""How many provinces became one in Vietnam on 1 July 2025."""
_TOGETHER = 3
"""How many communes became one there, on average."""


class Reformed:
    """Which places the reform made, and of what.

    Attributes:
        country: the country before it.
        provinces: for each new province its former ones, as numbers of `Places`.
        first_commune: where, among all former communes, those of each new commune begin.
        province_of: for each new commune the number of its new province.
    """

    def __init__(self, country: Country) -> None:
        self.country = country
        places = country.places
        old = places.of_level(PROVINCE)
        self.provinces = np.array_split(old, max(1, round(len(old) / _OLD_FOR_NEW)))
        bounds = np.searchsorted(places.communes, [*(int(each[0]) for each in self.provinces)])
        ends = [*bounds[1:].tolist(), len(places.communes)]
        starts = [np.arange(at, end, _TOGETHER) for at, end in zip(bounds, ends, strict=True)]
        self.first_commune: Ints = np.concatenate(starts)
        self.province_of: Ints = np.repeat(np.arange(len(starts)), list(map(len, starts)))

    @property
    def places(self) -> int:
        """How many places there are on the later map, the country included."""
        return 1 + len(self.provinces) + len(self.first_commune)

    @property
    def places_of_both(self) -> int:
        """How many places the cube of both maps holds; the country is one on both."""
        return len(self.country.places) + self.places - 1

    @cached_property
    def _province_rows(self) -> Ints:
        """The row of each new province on the later map: its communes follow it."""
        numbers = np.arange(len(self.provinces))
        return 1 + numbers + np.searchsorted(self.province_of, numbers)

    @cached_property
    def _commune_rows(self) -> Ints:
        """The row of each new commune on the later map."""
        return 2 + np.arange(len(self.first_commune)) + self.province_of

    @cached_property
    def map(self) -> Map:
        """The places of the later map. Nobody owes what was to be filed before they began."""
        provinces, communes = self._province_rows, self._commune_rows
        filed = len(self.country.places.communes)
        parent = np.full(self.places, -1)
        parent[provinces], parent[communes] = 0, provinces[self.province_of]
        first = np.zeros(self.places, np.int64)
        first[communes] = self.first_commune
        first[provinces] = first[provinces + 1]
        within = np.full(self.places, filed)
        within[communes] = np.diff(self.first_commune, append=filed)
        within[provinces] = np.diff(first[provinces], append=filed)
        keys = {0: key_of(0)}
        keys |= {row: f"new-province-{n}" for n, row in enumerate(provinces.tolist())}
        keys |= {row: f"new-commune-{n}" for n, row in enumerate(communes.tolist())}
        ids = len(self.country.places) + np.arange(self.places)
        ids[0] = 1
        return Map(
            ids=ids,
            keys=tuple(keys[row] for row in range(self.places)),
            parent=parent,
            first=first,
            communes=within,
            due=np.zeros_like(within),
        )

    @cached_property
    def heir(self) -> Ints:
        """For each former place the row of what it became, -1 for none: districts ended."""
        rows = np.full(len(self.country.places), -1)
        rows[0] = 0
        for province, parts in zip(self._province_rows, self.provinces, strict=True):
            rows[parts] = province
        made_of = self.map.communes[self._commune_rows]
        rows[self.country.places.communes] = np.repeat(self._commune_rows, made_of)
        return rows

    @cached_property
    def parts(self) -> Ints:
        """Of how many places of its own level each place of the later map was made."""
        return np.bincount(self.heir[self.heir >= 0], minlength=self.places)

    def plans(self, year: int) -> Floats:
        """Return the plans of the later map: (2 assigners, places, series).

        Sums of the plans of all parts; a mean has one only where its place is one part alone.
        """
        former = self.country.plans(year)
        found = np.zeros((len(former), self.places, len(self.country.axis)))
        with_heir = self.heir >= 0
        for plans, of_parts in zip(found, former, strict=True):
            np.add.at(plans, self.heir[with_heir], of_parts[with_heir])
        found[:, (self.parts > 1)[:, None] & self.country.axis.is_mean] = np.nan
        return found

    def world(self) -> World:
        """Return places of both maps, cards and duties: communes owe everything while they last."""
        axis = self.country.axis
        codes = list(catalogue(axis))
        later = [
            Obligation(self.map.keys[row], code, span=Span(start=DAY))
            for row in self._commune_rows
            for code in codes
        ]
        before = (
            replace(duty, span=Span(end=DAY)) for duty in obligations(self.country.places, axis)
        )
        return World(self._register(), catalogue(axis), (*before, *later))

    def _register(self) -> PlaceRegister:
        former = self.country.places
        old = [
            place if place.level is Level.COUNTRY else replace(place, span=Span(end=DAY))
            for place in former.register()
        ]
        later = self.map
        new = [
            _place(int(later.ids[row]), later.keys[row], level, later.keys[later.parent[row]])
            for level, rows in (
                (Level.PROVINCE, self._province_rows),
                (Level.COMMUNE, self._commune_rows),
            )
            for row in rows
        ]
        transfers = [
            Transfer(EVENT, key_of(number), later.keys[row], Extent.WHOLE)
            for number, row in enumerate(self.heir)
            if row > 0
        ]
        event = Event(EVENT, DAY, None, {"en": "made-up reform"})
        return PlaceRegister([*old, *new], reforms=Reforms([event], transfers))

    def axes(self) -> Axes:
        """Return the axes of the cube: a block is a new province with all that it came from."""
        return Axes(tuple(map(tuple, self._blocks())), self.country.axis.series(), ASSIGNERS)

    def _former(self) -> list[list[int]]:
        """Return the ids of the country, then of the former places of each new province."""
        places = self.country.places
        starts = [int(each[0]) for each in self.provinces]
        ends = [*starts[1:], len(places)]
        ranges = zip(starts, ends, strict=True)
        return [[1], *([*range(start + 1, end + 1)] for start, end in ranges)]

    def _blocks(self) -> list[list[int]]:
        number = len(self.country.places) + 1
        blocks = self._former()
        for province, block in enumerate(blocks[1:]):
            count = 1 + int((self.province_of == province).sum())
            block += range(number, number + count)
            number += count
        return blocks

    def tiles_of_year(self, year: int) -> Iterator[tuple[int, Tile]]:
        """Yield number and tile of each block for a year."""
        sizes = [len(block) for block in self._blocks()]
        former = tuple(map(tuple, self._former()))
        for block, tile in tiles_of_year(self.country, year, former):
            yield block, _with_room(tile, sizes[block])


def _place(id: int, key: str, level: Level, above: str) -> Place:
    parents = (Edge(above, Span(start=DAY)),)
    return Place(id, key, level, (PlaceName("vi", key),), parents=parents, span=Span(start=DAY))


def _with_room(tile: Tile, places: int) -> Tile:
    """Return a tile with rows for places that filed nothing in it."""
    more = places - tile.places

    def widened(name: str, plane: Array) -> Array:
        kind, nothing = PLANES[name]
        rows = np.full((MONTHS, more, plane.shape[2]), nothing, kind)
        return np.ascontiguousarray(np.concatenate([plane, rows], axis=1))

    planes = {name: widened(name, plane) for name, plane in tile.planes.items()}
    return replace(tile, places=places, planes=planes)
