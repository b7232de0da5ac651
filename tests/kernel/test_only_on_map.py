"""Asked of the places of a map alone, the kernel leaves out the others and changes nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tiendo.cube.kernel import Country, Question, World

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


@pytest.mark.parametrize(("seeds", "expected"), [(COME_LATER, {True}), (range(40), {False})])
def test_in_some_worlds_all_others_come_later(seeds: Iterable[int], expected: set[bool]) -> None:
    found = set()
    for case in map(random_case, seeds):
        tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
        country = Country(World(case.register, case.catalogue, case.obligations), tiles)
        asked = Question(case.run, case.as_of, tree_as_of=case.tree_as_of)
        for family in map(country.family, country.batches):
            if not family.on_map(asked.map_day).all():
                found.add(family.others_come_later(asked.map_day, asked.run.end))
    assert found == expected


@pytest.mark.parametrize("seed", COME_LATER)
def test_what_those_that_come_later_filed_is_told_all_the_same(seed: int) -> None:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    asked = Question(case.run, case.as_of, quality=False, tree_as_of=case.tree_as_of)
    for batch in country.batches:
        everywhere = country.batch_answer(batch, asked).tops.below.said
        of_map = country.batch_answer(batch, replace(asked, only_on_map=True)).tops.below.said
        assert of_map.tolist() == everywhere.tolist()
