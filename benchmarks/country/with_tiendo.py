"""The evaluation by tiendo's kernel, from tiles in memory and from a store on the disk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np

from tiendo.cube.cells.axes import Axes, MemoryTiles, TileSource
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel import Country as Cube
from tiendo.cube.kernel import Question, Result, World
from tiendo.cube.store import open_store, refresh
from tiendo.vocabulary.period import Period

from .cards import catalogue, obligations
from .maps import Map
from .outcome import COUNTS, NUMBERS, Outcome
from .reformed import DAY, Reformed
from .sides import Side, Task
from .tiles import AS_OF, axes_of, tiles_of_year
from .values import ASSIGNERS, FIRST_YEAR, YEARS, Country

_PLANS = dict(zip(ASSIGNERS, ("share_of_city_plan", "share_of_province_plan"), strict=True))


class Stored(Side):
    """A country in a store of its own."""

    def __init__(self, first_year: int = FIRST_YEAR) -> None:
        self._first_year = first_year

    def load(self, task: Task) -> None:
        years = range(self._first_year, FIRST_YEAR + YEARS)
        tiles = ((year, *each) for year in years for each in tiles_of_year(task.country, year))
        _write(_store(task), axes_of(task.country), tiles)

    def open(self, task: Task) -> None:
        self._task = task
        self.question = Question(Period.of_month(task.year, task.month), AS_OF, quality=False)

    def source(self) -> TileSource:
        """Return the tiles of the store, opened anew."""
        return open_store(_store(self._task))


class FromStore(Stored):
    """Opens the store, reads what it needs and evaluates; the page cache is warm."""

    def open(self, task: Task) -> None:
        super().open(task)
        self._world = world_of(task.country)

    def evaluate(self) -> None:
        self._results = self._evaluated(self.source())

    def _evaluated(self, source: TileSource) -> list[Result]:
        return list(Cube(self._world, source).evaluate_all(self.question))

    def outcome(self) -> Outcome:
        country = self._task.country
        return outcome_of(country.places.map(), len(country.axis), self._results)


class FromMemory(FromStore):
    """Evaluates tiles that were read before: a process that answers one question after another."""

    def load(self, task: Task) -> None:
        """Nothing: it reads the other one's store."""

    def open(self, task: Task) -> None:
        super().open(task)
        self._cube = self._held(_store(task))

    def _held(self, folder: Path) -> Cube:
        """Return the cube with the tiles of the year and the one before in memory."""
        store = open_store(folder)
        years = (self._task.year - 1, self._task.year)
        blocks = range(len(store.axes.blocks))
        tiles = {(block, year): store.tile(block, year) for block in blocks for year in years}
        return Cube(self._world, MemoryTiles(store.axes, tiles))

    def evaluate(self) -> None:
        self._results = list(self._cube.evaluate_all(self.question))


class OnAMap(FromMemory):
    """Evaluates a country through which a reform went, on the map of one day."""

    later = False

    def load(self, task: Task) -> None:
        """Write the store of both maps; the first of the sides does it for all."""
        folder = task.folder / "reformed"
        if not folder.exists():
            reformed = Reformed(task.country)
            years = range(task.year - 1, task.year + 1)
            tiles = ((year, *each) for year in years for each in reformed.tiles_of_year(year))
            _write(folder, reformed.axes(), tiles)

    def open(self, task: Task) -> None:
        self._task, self._reformed = task, Reformed(task.country)
        self._world = self._reformed.world()
        day = DAY if self.later else DAY - timedelta(days=1)
        run = Period.of_month(task.year, task.month)
        self.question = Question(run, AS_OF, quality=False, tree_as_of=day, only_on_map=True)
        self._cube = self._held(task.folder / "reformed")

    def outcome(self) -> Outcome:
        country = self._task.country
        on = self._reformed.map if self.later else country.places.map()
        return outcome_of(on, len(country.axis), self._results)


class OnTheLaterMap(OnAMap):
    """The same on the map after the reform: everything is recast."""

    later = True


class OnTheLaterMapFromStore(OnTheLaterMap):
    """The same, opening the store and reading it as well."""

    def evaluate(self) -> None:
        self._results = self._evaluated(open_store(self._task.folder / "reformed"))


def _write(folder: Path, axes: Axes, tiles: Iterable[tuple[int, int, Tile]]) -> None:
    """Write tiles, each with its year and block, into a new store."""
    with refresh(folder) as writer:
        for year, block, tile in tiles:
            writer.put(block, year, tile)
        writer.commit(
            sequence=0,
            head="",
            last_figure=0,
            as_of=AS_OF.toordinal(),
            pack="",
            axes=axes,
        )


def _store(task: Task) -> Path:
    return task.folder / "cube"


def world_of(country: Country) -> World:
    """Return places, cards and duties as tiendo knows them."""
    return World(
        country.places.register(),
        catalogue(country.axis),
        obligations(country.places, country.axis),
    )


def outcome_of(on: Map, series: int, results: Sequence[Result]) -> Outcome:
    """Return the results of all blocks as arrays, without those of places of other maps."""
    found = Outcome.nothing(len(on), series)
    for result in results:
        place = np.array([on.row_of.get(each.id, -1) for each in result.places])
        row, column = np.nonzero(result.rows & (place >= 0)[:, None])
        for name in (*NUMBERS, *COUNTS):
            if name in result.fields:
                found[name][place[row], column] = result.fields[name][row, column]
        plans = result.plans.columns
        is_on_map = place[plans["place"]] >= 0
        for number, text in enumerate(result.texts):
            mine = is_on_map & (plans["assigner"] == number)
            where = place[plans["place"][mine]], plans["series"][mine]
            found[_PLANS[text]][where] = result.plans.share_pct[mine]
    return found
