"""A made-up country of equal provinces, as a store: every commune files its revenues every month.

The values are random, with gaps, so that partial sums and missing months are among the rows.
Provinces of `LARGE` communes are evaluated one by one, smaller ones together: with their few series
they would all be, so here fewer cells are taken together (`conftest.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from tests.world import REVENUE
from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import EXACT, VALUE, Array
from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.cluster import Asking, Telling, Told
from tiendo.cube.kernel import Question, World
from tiendo.cube.store import CubeStore, open_store, refresh
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Level

MARCH = Period.parse("2025-03")
AS_OF = date(2025, 6, 30)
LARGE = 601
COUNTRY = Place(id=1, key="country", level=Level.COUNTRY, names=(PlaceName("vi", "Nước"),))


def country_of(
    address: Path,
    *,
    provinces: int,
    communes: int = LARGE,
    series: int = 2,
    years: Sequence[int] = (2024, 2025),
    owed: bool = False,
) -> tuple[World, CubeStore]:
    """Write a country and return it; its communes owe all that they file, if anything is owed."""
    register = PlaceRegister(_places(provinces, communes))
    cards = [replace(REVENUE, code=f"revenue-{n}") for n in range(series)]
    each = range(2, len(register) + 1, 1 + communes)
    blocks = (COUNTRY.id,), *(tuple(range(first, first + 1 + communes)) for first in each)
    axes = Axes(blocks, tuple(Series(c.code, price_basis="current") for c in cards))
    with refresh(address) as writer:
        for block in range(1, len(axes.blocks)):
            for year in years:
                writer.put(block, year, _tile(year, 1 + communes, series, seed=block))
        writer.commit(
            sequence=5,
            head="",
            last_figure=0,
            as_of=AS_OF.toordinal(),
            pack="",
            axes=axes,
        )
    communes_of = [place.key for place in register if place.level is Level.COMMUNE]
    duties = [Obligation(key, card.code) for key in communes_of for card in cards if owed]
    return World(register, Catalogue(cards), tuple(duties)), open_store(address)


def asked(
    country: tuple[World, CubeStore], telling: Telling | None = None, level: Level | None = None
) -> Asking[Told]:
    """Ask a country for its March, all rows of it."""
    levels = None if level is None else frozenset({level})
    return Asking(*country, Question(MARCH, AS_OF), telling or Telling(levels), levels)


def same(one: Sequence[Told | None], other: Sequence[Told | None]) -> bool:
    """Tell whether two evaluations say the same to the last bit, in the same order."""
    return len(one) == len(other) and all(
        a is not None
        and b is not None
        and a.tally == b.tally
        and a.rows is not None
        and b.rows is not None
        and a.rows.table.equals(b.rows.table)
        and a.rows.figures.tolist() == b.rows.figures.tolist()
        for a, b in zip(one, other, strict=True)
    )


def _places(provinces: int, communes: int) -> list[Place]:
    found = [COUNTRY]
    for number in range(provinces):
        above = f"province-{number}"
        found.append(_place(len(found) + 1, above, Level.PROVINCE, COUNTRY.key))
        for each in range(communes):
            key = f"commune-{number}-{each}"
            found.append(_place(len(found) + 1, key, Level.COMMUNE, above))
    return found


def _place(id: int, key: str, level: Level, above: str) -> Place:
    return Place(id=id, key=key, level=level, names=(PlaceName("vi", key),), parents=(Edge(above),))


def _tile(year: int, places: int, series: int, seed: int) -> Tile:
    random = np.random.default_rng((seed, year))
    filed = random.uniform(1, 100, (MONTHS, places, series)).round(1)
    filed[random.random(filed.shape) < 0.02] = np.nan
    filed[:, 0] = np.nan
    value = np.cumsum(filed, axis=0)
    known = {
        "value": value,
        "state": VALUE,
        "step": 1,
        "decimals": 1,
        "comparator": EXACT,
        "status": 1,
        "modality": 0,
        "known_at": date(year, 12, 31).toordinal(),
        "recorded_at": 0,
        "figure": 1 + np.arange(filed.size).reshape(filed.shape),
    }
    planes: dict[str, Array] = {}
    for name, content in known.items():
        kind, nothing = PLANES[name]
        planes[name] = np.where(np.isnan(value), nothing, content).astype(kind)
    tables = {name: Table.empty(name) for name in SCHEMAS}
    return Tile(year, places, np.arange(series), planes, tables)
