"""Asked of the places of a map alone, the kernel leaves out the others and changes nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tests.world import OUTPUT, filed, stated
from tiendo.cube.cells.axes import MemoryTiles
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel import Country, Question, World
from tiendo.cube.kernel.evaluation import Evaluation
from tiendo.cube.kernel.evaluation_on_map import others_do_not_matter
from tiendo.cube.kernel.family import Family
from tiendo.vocabulary.indicator import Catalogue, FormulaVersion
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Level

COME_LATER = (41, 84, 90, 110, 992, 4856)
"""Worlds in which the other places of a block come later, and have filed already."""

IN_NO_PLACE = (208, 310)
"""Worlds in which places lie in one that is not there on the day: they are ranked all the same."""


@pytest.mark.parametrize("quality", [False, True])
@pytest.mark.parametrize("seed", [*range(40), *COME_LATER, *IN_NO_PLACE])
def test_the_places_of_the_map_alone(seed: int, quality: bool) -> None:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    asked = Question(case.run, case.as_of, quality=quality, tree_as_of=case.tree_as_of)

    everywhere = country.evaluate_all(asked)
    of_map = country.evaluate_all(replace(asked, only_on_map=True))

    for full, alone in zip(everywhere, of_map, strict=True):
        wanted = [place for place in full.places if place.span.holds(asked.map_day)]
        keys = [place.key for place in wanted]
        assert alone.records() == full.records(places=keys)
        told = {place.key: row for place, row in zip(alone.places, alone.rows, strict=True)}
        for place, row in zip(full.places, full.rows, strict=True):
            if place in wanted:
                assert told[place.key].tolist() == row.tolist()
            elif place.key in told:
                assert not told[place.key].any()


def test_some_world_has_places_off_the_map() -> None:
    cases = map(random_case, range(40))
    assert any(
        not place.span.holds(case.tree_as_of or case.run.end)
        for case in cases
        for place in case.register
    )


@pytest.mark.parametrize(
    ("begins", "others_come_later"),
    [("2025-07-01", True), ("2025-01-01", True), ("2024-12-31", False), ("2024-07-01", False)],
)
def test_others_come_later_than_the_day_and_the_end_of_the_run(
    begins: str, others_come_later: bool
) -> None:
    always = Place(1, "huyen", Level.DISTRICT, (PlaceName("vi", "Huyện"),))
    span = Span(start=date.fromisoformat(begins))
    other = Place(2, "moi", Level.COMMUNE, (PlaceName("vi", "Mới"),), span=span)
    places, outside = (always, other), np.zeros(2, np.bool_)
    family = Family(PlaceRegister(places), places, ((1, 0), (1, 1)), outside, is_summit=False)

    day, run_end = date(2024, 6, 30), date(2024, 12, 31)

    assert family.others_come_later(day, run_end) is others_come_later


def test_what_ended_before_the_day_may_be_rested_on() -> None:
    span = Span(end=date(2024, 1, 1))
    former = Place(1, "cu", Level.COMMUNE, (PlaceName("vi", "Cũ"),), span=span)
    family = Family(
        PlaceRegister([former]), [former], ((1, 0),), np.zeros(1, np.bool_), is_summit=False
    )

    assert not family.others_come_later(date(2024, 6, 30), date(2024, 6, 30))


@pytest.mark.parametrize("seed", COME_LATER)
def test_what_those_that_come_later_filed_is_told_all_the_same(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = []

    def noted(evaluation: Evaluation) -> bool:
        left_out.append(others_do_not_matter(evaluation))
        return left_out[-1]

    monkeypatch.setattr("tiendo.cube.kernel.country.others_do_not_matter", noted)
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    asked = Question(case.run, case.as_of, quality=False, tree_as_of=case.tree_as_of)
    for batch in country.batches:
        everywhere = country.batch_answer(batch, asked).tops.below.said
        of_map = country.batch_answer(batch, replace(asked, only_on_map=True)).tops.below.said
        assert of_map.tolist() == everywhere.tolist()
    assert any(left_out)


def test_a_place_is_asked_for_what_a_later_part_of_it_filed_already() -> None:
    """Only Mới, which comes later, has filed doubled output at constant prices, for 2024-Q4."""
    double = replace(
        OUTPUT, code="double", levels=tuple(Level), formulas=(FormulaVersion("2 * output"),)
    )
    catalogue = Catalogue([replace(OUTPUT, levels=tuple(Level)), double])
    later = Span(start=date(2025, 1, 1))
    names = (PlaceName("vi", "-"),)
    register = PlaceRegister(
        [
            Place(1, "nuoc", Level.COUNTRY, names),
            Place(2, "tinh", Level.PROVINCE, names, parents=(Edge("nuoc"),)),
            Place(3, "huyen", Level.DISTRICT, names, parents=(Edge("tinh"),)),
            Place(4, "an", Level.COMMUNE, names, parents=(Edge("huyen"),)),
            Place(5, "moi", Level.COMMUNE, names, parents=(Edge("huyen", later),), span=later),
        ]
    )
    said = [
        stated("an", "output", "2024-Q4", "10", basis="current"),
        stated("an", "output", "2024-Q4", "8", basis="constant_2010"),
        stated("an", "output", "2024-Q4", "7", basis="constant_2020"),
    ]
    basis = Series(double.code, price_basis="constant_2020")
    said.append(replace(said[-1], place="moi", series=basis))
    as_of = date(2026, 6, 1)
    tiles = tiles_of(filed(*said), register, catalogue, as_of)
    country = Country(World(register, catalogue), tiles)
    asked = Question(Period.parse("2024-Q4"), as_of, quality=False)

    full = [row for one in country.evaluate_all(asked) for row in one.records()]
    alone = [
        row
        for one in country.evaluate_all(replace(asked, only_on_map=True))
        for row in one.records()
    ]

    doubled = {
        (row["place"], row["price_basis"]) for row in full if row["indicator"] == double.code
    }
    assert {("huyen", "constant_2020"), ("nuoc", "constant_2020")} <= doubled
    assert alone == [row for row in full if row["place"] != "moi"]


class _CountedTiles(MemoryTiles):
    """Tiles that note which of them were opened."""

    def __init__(self, tiles: MemoryTiles) -> None:
        super().__init__(tiles.axes, {})
        self._counted = tiles
        self.opened: list[tuple[int, int]] = []

    def tile(self, block: int, year: int) -> Tile:
        self.opened.append((block, year))
        return self._counted.tile(block, year)


@pytest.mark.parametrize("seed", [*range(5), *COME_LATER])
def test_no_tile_is_opened_twice_for_a_batch(seed: int) -> None:
    case = random_case(seed)
    tiles = _CountedTiles(tiles_of(case.figures, case.register, case.catalogue, case.as_of))
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    asked = Question(
        case.run, case.as_of, quality=False, tree_as_of=case.tree_as_of, only_on_map=True
    )

    for batch in country.batches:
        country.batch_answer(batch, asked)

    assert len(tiles.opened) == len(set(tiles.opened)) > 0


@pytest.mark.parametrize("seed", [*range(10), *COME_LATER, *IN_NO_PLACE])
def test_the_summit_is_told_the_same_counts_of_the_map(seed: int) -> None:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    asked = Question(case.run, case.as_of, quality=False, tree_as_of=case.tree_as_of)
    on_map = country.summit.on_map(asked.map_day)
    for batch in country.batches:
        tops = [on_map[row] for row, home in enumerate(country.summit.homes) if home[0] in batch]
        everywhere = country.batch_answer(batch, asked).tops.below
        of_map = country.batch_answer(batch, replace(asked, only_on_map=True)).tops.below
        assert of_map.filed[tops].tolist() == everywhere.filed[tops].tolist()
        assert of_map.due[tops].tolist() == everywhere.due[tops].tolist()
