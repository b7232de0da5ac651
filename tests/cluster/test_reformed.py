"""Parts of a country whose territory changed: what travels to a worker tells all that it needs."""

from __future__ import annotations

import pickle

import pytest

from tests.cluster.provinces import same
from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import Case, random_case
from tiendo.cube.cluster import Asking, Telling
from tiendo.cube.kernel import Question, World
from tiendo.packs.loading import load_pack

REFORMED = (0, 6, 8, 10, 12, 16)
"""Seeds of worlds through which a reform went."""


def _asking(case: Case) -> Asking:  # type: ignore[type-arg]
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    world = World(case.register, case.catalogue, case.obligations)
    question = Question(case.run, case.as_of, tree_as_of=case.tree_as_of)
    return Asking(world, tiles, question, Telling(None))


@pytest.mark.parametrize("seed", REFORMED)
def test_a_part_says_what_the_country_says(seed: int) -> None:
    asking = _asking(random_case(seed))
    assert asking.world.register.reforms.events
    alike = pickle.loads(pickle.dumps(asking.without_places()))
    batches = asking.country.batches

    here = [asking.of_batch(batch)[0] for batch in batches]
    there = [
        alike.of_part(pickle.loads(pickle.dumps(asking.part_of(batch))))[0] for batch in batches
    ]

    assert len(batches) > 0
    assert same(here, there)


def test_the_register_of_vietnam_travels() -> None:
    register = load_pack().register

    arrived = pickle.loads(pickle.dumps(register))

    assert len(arrived) == len(register)
    assert arrived.table.digest == register.table.digest
    assert arrived.reforms.transfers == register.reforms.transfers
    assert arrived["que-son"] == register["que-son"]
