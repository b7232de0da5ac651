"""How much there is of what, counted and added up."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tiendo.cube.cluster import OfLevel, Tally, tally_of
from tiendo.cube.kernel import Country, Question, World
from tiendo.vocabulary.words import Level, State


@pytest.mark.parametrize("seed", range(6))
def test_what_is_counted_is_what_is_listed(seed: int) -> None:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    world = World(case.register, case.catalogue, case.obligations)
    results = list(Country(world, tiles).evaluate_all(Question(case.run, case.as_of)))

    tally = sum(map(tally_of, results), Tally())

    records = [record for result in results for record in result.records()]
    assert tally.rows == len(records) > 0
    assert tally.places == len({record["place"] for record in records})
    for level, counted in tally.by_level.items():
        mine = [r for r in records if case.register[r["place"]].level is level]
        assert counted.rows == len(mine)
        assert counted.states == Counter(State(r["state"]) for r in mine)
        assert counted.findings == Counter(f["check"] for r in mine for f in r["findings"])
    top = {Level.COUNTRY}
    assert sum((tally_of(r, top) for r in results), Tally()).by_level.keys() <= top


def test_tallies_are_added_by_level() -> None:
    communes = Tally({Level.COMMUNE: OfLevel(2, 5, {State.VALUE: 5}, {"sum": 1})})
    more = Tally(
        {
            Level.PROVINCE: OfLevel(1, 1, {State.ZERO: 1}, {}),
            Level.COMMUNE: OfLevel(1, 2, {State.VALUE: 1, State.MISSING: 1}, {"sum": 2}),
        }
    )

    both = communes + more

    assert list(both.by_level) == [Level.PROVINCE, Level.COMMUNE]
    assert both.by_level[Level.COMMUNE] == OfLevel(
        3, 7, {State.VALUE: 6, State.MISSING: 1}, {"sum": 3}
    )
    assert (both.places, both.rows) == (4, 8)
