"""The evaluation by tiendo's kernel, from tiles in memory and from a store on the disk."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tiendo.cube.cells.axes import MemoryTiles, TileSource
from tiendo.cube.kernel import Country as Cube
from tiendo.cube.kernel import Question, Result, World
from tiendo.cube.store import open_store, refresh
from tiendo.vocabulary.period import Period

from .cards import catalogue, obligations
from .outcome import COUNTS, NUMBERS, Outcome
from .sides import Side, Task
from .tiles import AS_OF, axes_of, tiles_of_year
from .values import ASSIGNERS, FIRST_YEAR, YEARS, Country

_PLANS = dict(zip(ASSIGNERS, ("share_of_city_plan", "share_of_province_plan"), strict=True))


class FromStore(Side):
    """Opens the store, reads what it needs and evaluates; the page cache is warm."""

    def load(self, task: Task) -> None:
        with refresh(_store(task)) as writer:
            for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
                for block, tile in tiles_of_year(task.country, year):
                    writer.put(block, year, tile)
            writer.commit(
                sequence=0,
                head="",
                last_figure=0,
                as_of=AS_OF.toordinal(),
                pack="",
                axes=axes_of(task.country),
            )

    def open(self, task: Task) -> None:
        self._task = task
        self._world = world_of(task.country)
        self._question = Question(Period.of_month(task.year, task.month), AS_OF, quality=False)

    def evaluate(self) -> None:
        self._results = self._evaluated(open_store(_store(self._task)))

    def _evaluated(self, source: TileSource) -> list[Result]:
        return list(Cube(self._world, source).evaluate_all(self._question))

    def outcome(self) -> Outcome:
        return outcome_of(self._task.country, self._results)


class FromMemory(FromStore):
    """Evaluates tiles that were read before: a process that answers one question after another."""

    def load(self, task: Task) -> None:
        """Nothing: it reads the other one's store."""

    def open(self, task: Task) -> None:
        super().open(task)
        store = open_store(_store(task))
        years = (task.year - 1, task.year)
        blocks = range(len(store.axes.blocks))
        tiles = {(block, year): store.tile(block, year) for block in blocks for year in years}
        self._cube = Cube(self._world, MemoryTiles(store.axes, tiles))

    def evaluate(self) -> None:
        self._results = list(self._cube.evaluate_all(self._question))


def _store(task: Task) -> Path:
    return task.folder / "cube"


def world_of(country: Country) -> World:
    """Return places, cards and duties as tiendo knows them."""
    return World(
        country.places.register(),
        catalogue(country.axis),
        obligations(country.places, country.axis),
    )


def outcome_of(country: Country, results: Sequence[Result]) -> Outcome:
    """Return the results of all blocks as arrays."""
    found = Outcome.nothing(country)
    for result in results:
        place = np.array([each.id - 1 for each in result.places])
        row, column = np.nonzero(result.rows)
        for name in (*NUMBERS, *COUNTS):
            if name in result.fields:
                found[name][place[row], column] = result.fields[name][row, column]
        plans = result.plans.columns
        for number, text in enumerate(result.texts):
            mine = plans["assigner"] == number
            where = place[plans["place"][mine]], plans["series"][mine]
            found[_PLANS[text]][where] = result.plans.share_pct[mine]
    return found
