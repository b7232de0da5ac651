"""Asked of the places of a map alone, the kernel leaves out the others and changes nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tiendo.cube.kernel import Country, Question, World


@pytest.mark.parametrize("quality", [False, True])
@pytest.mark.parametrize("seed", range(40))
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
        rows, told = full.rows.copy(), alone.rows
        rows[[place not in wanted for place in full.places]] = False
        assert np.array_equal(told, rows)


def test_some_world_has_places_off_the_map() -> None:
    cases = map(random_case, range(40))
    assert any(
        not place.span.holds(case.tree_as_of or case.run.end)
        for case in cases
        for place in case.register
    )
