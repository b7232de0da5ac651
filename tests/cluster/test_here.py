"""A country evaluated in this process: in threads or not, in order, and no more than is wanted."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from tests.cluster.provinces import AS_OF, LARGE, MARCH, asked, country_of, same
from tests.cluster.tellings import Refusing
from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tests.world import REVENUE
from tiendo.cube.cluster import Asking, Telling, Told, evaluate_here
from tiendo.cube.kernel import Batch, Country, Question, World
from tiendo.cube.kernel.streaming import in_order
from tiendo.cube.parquet import rows_of
from tiendo.cube.store import CubeStore, Damaged
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.words import Level

Made = tuple[World, CubeStore]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return country_of(tmp_path_factory.mktemp("country") / "cube", provinces=5)


def rows(told: Sequence[Told]) -> pa.Table:
    return pa.concat_tables([each.rows.table for each in told if each.rows])


@pytest.mark.parametrize("threads", [1, 2, 4])
def test_threads_change_nothing(country: Made, threads: int) -> None:
    plain = list(Country(*country).evaluate_all(Question(MARCH, AS_OF)))

    told = list(evaluate_here(asked(country), threads=threads))

    assert list(rows_of(rows(told))) == [record for result in plain for record in result.records()]
    assert [each.tally.rows for each in told] == [result.count() for result in plain]


def test_of_one_level_only_its_places_are_told(country: Made) -> None:
    everything = rows(list(evaluate_here(asked(country))))

    for level in (Level.COUNTRY, Level.PROVINCE, Level.COMMUNE):
        told = rows(list(evaluate_here(asked(country, level=level))))
        keys = set(told.column("place").to_pylist())
        assert {key.partition("-")[0] for key in keys} == {level.value}
        mine = [row for row in everything.to_pylist() if row["place"] in keys]
        assert told.to_pylist() == mine


def test_batches_without_a_wanted_place_are_not_told_of(country: Made) -> None:
    asking = asked(country, level=Level.PROVINCE)

    assert [asking.of_batch(batch)[0] for batch in asking.country.batches] == [None] * 5
    assert len(list(evaluate_here(asking))) == 1


def test_progress_names_every_block(country: Made) -> None:
    seen: list[tuple[int, int]] = []

    list(evaluate_here(asked(country), progress=lambda done, total: seen.append((done, total))))

    assert seen == [(n, 5) for n in range(1, 6)]


@pytest.mark.parametrize("threads", [1, 2])
def test_what_a_block_refuses_is_refused(country: Made, threads: int) -> None:
    with pytest.raises(TiendoError, match="nothing is told of 2025-03"):
        list(evaluate_here(asked(country, Refusing()), threads=threads))


def test_a_damaged_tile_is_named(tmp_path: Path) -> None:
    country = country_of(tmp_path / "cube", provinces=2, communes=2)
    tile = tmp_path / "cube" / country[1].manifest.tiles[1, 2025]
    for file in tile.rglob("*"):
        if file.is_file():
            file.unlink()

    with pytest.raises(Damaged, match="1-2025"):
        list(evaluate_here(asked(country)))


@pytest.mark.parametrize("seed", range(12))
def test_a_batch_needs_nothing_but_its_part_of_the_world(seed: int) -> None:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    world = World(case.register, case.catalogue, case.obligations)
    asking = Asking(world, tiles, Question(case.run, case.as_of), Telling())
    blocks = range(1, len(tiles.axes.blocks))

    for batch in [(block,) for block in blocks] + [tuple(blocks)]:
        whole, tops = asking.of_batch(batch)
        alone, tops_alone = asking.without_places().of_part(asking.part_of(batch))
        assert same([whole], [alone])
        assert tops.rolled_up.keys() == tops_alone.rolled_up.keys()
        for name, answers in tops.rolled_up.items():
            for column, values in answers.columns.items():
                assert values.tobytes() == tops_alone.rolled_up[name][column].tobytes()
        assert tops.below.due.tolist() == tops_alone.below.due.tolist()


def test_what_is_sent_with_a_batch_is_of_its_blocks_alone(country: Made) -> None:
    world, store = country
    part = asked(country).part_of((2, 3))

    mine = {id for block in (2, 3) for id in store.axes.blocks[block]}
    assert {place.id for place in part.register} == mine | {1}
    assert [len(ids) for ids in part.tiles.axes.blocks] == [0, 0, LARGE + 1, LARGE + 1, 0, 0]
    alike = asked(country).without_places()
    assert len(pickle.dumps(alike)) < len(pickle.dumps(part)) / 10
    assert len(pickle.dumps(part)) < len(pickle.dumps((world, store))) / 2


def test_what_one_province_owes_is_a_column_of_all(tmp_path: Path) -> None:
    world, store = country_of(tmp_path / "cube", provinces=3, communes=2)
    card = replace(REVENUE, code="owed-in-one")
    cards = Catalogue([*world.catalogue.values(), card])
    owing = World(world.register, cards, (Obligation("commune-1-0", card.code),))
    asking = Asking(owing, store, Question(MARCH, AS_OF), Telling())

    alike = asking.without_places()
    answers = [alike.of_part(asking.part_of((block,))) for block in (1, 2, 3)]

    here = list(asking.gathered(map(asking.of_batch, [(1,), (2,), (3,)])))
    there = list(asking.gathered(answers))
    assert same(here, there)
    assert "owed-in-one" in rows(there[1:2]).column("indicator").to_pylist()
    assert "owed-in-one" not in rows(there[:1]).column("indicator").to_pylist()


# ---- in order, a few at a time ----------------------------------------------------------


class Late:
    """An answer that is ready when it is asked for; tells who asked."""

    def __init__(self, number: int, taken: Callable[[int], None]) -> None:
        self._number = number
        self._taken = taken

    def result(self) -> int:
        self._taken(self._number)
        return self._number


def test_only_so_many_batches_are_under_way() -> None:
    begun: list[int] = []
    ended: list[int] = []

    def ask(batch: Batch) -> Late:
        begun.extend(batch)
        assert len(begun) - len(ended) <= 3
        return Late(batch[0], ended.append)

    stream = in_order([(block,) for block in range(10)], ask, 3)

    assert begun == []
    assert next(stream) == 0
    assert begun == [0, 1, 2]
    assert list(stream) == list(range(1, 10))
    assert ended == list(range(10))
