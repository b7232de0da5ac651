"""The made-up country after a made-up reform: fewer provinces, no districts, larger communes.

On the reform's day, the first behind the last figure, neighbouring provinces merge (63 into 34) and
three neighbouring communes of a new province become one, all of them whole; districts end. So
everything that is asked on the later map is recast from what stood before. Cell by cell the result
is checked against plain sums and means over the communes that each new place is made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import MISSING, PARTIAL, VALUE, ZERO, Array, Floats, Ints, Mask
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel import Result, World
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.reform import Event, Extent, Reforms, Transfer
from tiendo.vocabulary.words import Level

from .cards import catalogue, obligations
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

_RELATIVE = 1e-9


class RecastDiffers(Exception):
    """A place of the later map is not what the communes that it is made of give."""


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

    def world(self) -> World:
        """Return places of both maps, cards and duties: communes owe everything while they last."""
        axis = self.country.axis
        codes = list(catalogue(axis))
        later = [
            Obligation(_commune(number), code, span=Span(start=DAY))
            for number in range(len(self.first_commune))
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
        number, new, transfers = len(old), [], []
        for province, parts in enumerate(self.provinces):
            number += 1
            new.append(_place(number, _province(province), Level.PROVINCE, key_of(0)))
            transfers += [_whole(key_of(int(part)), _province(province)) for part in parts]
            for commune in np.flatnonzero(self.province_of == province).tolist():
                number += 1
                above = _province(province)
                new.append(_place(number, _commune(commune), Level.COMMUNE, above))
                made_of = former.communes[self._communes_of(commune)]
                transfers += [_whole(key_of(int(part)), _commune(commune)) for part in made_of]
        event = Event(EVENT, DAY, None, {"en": "made-up reform"})
        return PlaceRegister([*old, *new], reforms=Reforms([event], transfers))

    def _communes_of(self, commune: int) -> slice:
        ends = [*self.first_commune[1:].tolist(), len(self.country.places.communes)]
        return slice(int(self.first_commune[commune]), int(ends[commune]))

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

    # ---- what it must come to ------------------------------------------------------------

    def check(self, results: list[Result], year: int, month: int) -> str:
        """Refuse results on the later map that differ from sums and means over former communes.

        Returns:
            what was compared, in words.

        Raises:
            RecastDiffers: naming the field and the place.
        """
        this, before = self.country.year(year), self.country.year(year - 1)
        flow = self.country.axis.is_flow
        now, whole = self._merged(this[month - 1])
        expected = {"value": now, "state": _states(now, whole)}
        to_date = np.where(flow, this[:month].sum(axis=0), this[month - 1])
        last = this[month - 2] if month > 1 else before[11]
        for name, values in (
            ("year_to_date", to_date),
            ("previous_period", last),
            ("same_period", before[month - 1]),
        ):
            found, known = self._merged(values)
            expected[name] = np.where(known, found, np.nan)
        base = expected["same_period"]
        growth = 100 * (np.where(whole, now, np.nan) / np.where(base > 0, base, np.nan) - 1)
        growth[:, self.country.axis.is_mean] = np.nan
        expected["growth_pct"] = growth
        for name, wanted in expected.items():
            self._refuse_other(name, self._gathered(results, name), wanted)
        return f"{self.places:,} places of the later map are what their communes give"

    def _merged(self, communes: Floats) -> tuple[Floats, Mask]:
        """Return values of the later map, and where no part is missing; communes, then above."""
        means = np.flatnonzero(self.country.axis.is_mean)
        parts = communes.copy()
        parts[:, means] *= communes[:, means - 1]
        known = ~np.isnan(parts)
        filled, weights = np.where(known, parts, 0.0), np.where(known, communes, 0.0)
        values, wholes = [], []
        new_provinces = self.first_commune[np.flatnonzero(np.diff(self.province_of, prepend=-1))]
        for starts in (self.first_commune, new_provinces, np.zeros(1, np.int64)):
            total = np.add.reduceat(filled, starts, axis=0)
            total[:, means] /= np.add.reduceat(weights, starts, axis=0)[:, means - 1]
            count = np.add.reduceat(known.astype(np.int64), starts, axis=0)
            size = np.diff([*starts.tolist(), len(communes)])[:, None]
            whole = count == size
            total[:, means] = np.where(whole, total, np.nan)[:, means]
            values.append(np.where(count > 0, total, np.nan))
            wholes.append(whole)
        return np.concatenate(values), np.concatenate(wholes)

    def _gathered(self, results: list[Result], name: str) -> Array:
        """Return a field of the places of the later map, communes first."""
        communes, provinces = len(self.first_commune), len(self.provinces)
        row_of = {_commune(number): number for number in range(communes)}
        row_of |= {_province(number): communes + number for number in range(provinces)}
        row_of[key_of(0)] = communes + provinces
        nothing = MISSING if name == "state" else np.nan
        found = np.full((self.places, len(self.country.axis)), nothing)
        for result in results:
            for row, place in enumerate(result.places):
                if place.key in row_of and result.rows[row].any():
                    found[row_of[place.key]] = result.fields[name][row]
        return found

    def _refuse_other(self, name: str, found: Array, wanted: Array) -> None:
        slack = 1e-9 if name == "growth_pct" else 0.0
        allowed = np.fmax(slack, _RELATIVE * np.fmax(np.abs(found), np.abs(wanted)))
        same = (np.abs(found - wanted) <= allowed) | (np.isnan(found) & np.isnan(wanted))
        if not same.all():
            place, series = (int(at[0]) for at in np.nonzero(~same))
            raise RecastDiffers(
                f"{name} differs in {np.count_nonzero(~same):,} cells of the later map, first in "
                f"its place {place}, {self.country.axis.series()[series]}: "
                f"{found[place, series]}, not {wanted[place, series]}"
            )


def _states(value: Floats, whole: Mask) -> Array:
    known = np.where(value == 0, ZERO, VALUE)
    return np.where(whole, known, np.where(np.isnan(value), MISSING, PARTIAL)).astype(np.float64)


def _province(number: int) -> str:
    return f"new-province-{number}"


def _commune(number: int) -> str:
    return f"new-commune-{number}"


def _place(id: int, key: str, level: Level, above: str) -> Place:
    parents = (Edge(above, Span(start=DAY)),)
    return Place(id, key, level, (PlaceName("vi", key),), parents=parents, span=Span(start=DAY))


def _whole(source: str, target: str) -> Transfer:
    return Transfer(EVENT, source, target, Extent.WHOLE)


def _with_room(tile: Tile, places: int) -> Tile:
    """Return a tile with rows for places that filed nothing in it."""
    more = places - tile.places

    def widened(name: str, plane: Array) -> Array:
        kind, nothing = PLANES[name]
        rows = np.full((MONTHS, more, plane.shape[2]), nothing, kind)
        return np.ascontiguousarray(np.concatenate([plane, rows], axis=1))

    planes = {name: widened(name, plane) for name, plane in tile.planes.items()}
    return replace(tile, places=places, planes=planes)
