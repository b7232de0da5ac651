"""Who owes figures of a place that a reform ended or made: nobody while it does not exist."""

from __future__ import annotations

from datetime import date

import pytest

from tests.country import PACK, REGISTER, TODAY, figures
from tests.kernel.cubes import tiles_of
from tiendo.cube.explain.evaluate import evaluate
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.source import MemoryFigures
from tiendo.cube.kernel import Country, Question, World
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import State

PLACES = ("north", "south", "isle", "south-2022", "alder", "alderbirch")
OWED_FOR_EVER = tuple(Obligation(place, "births") for place in PLACES)
FILED = tuple(figures(("north", "births", "2020-03", "9")))


def missing_of(month: str, map_day: date | None = None) -> set[str]:
    """Return of which places something is missing, as explain and the cube both say."""
    run = Period.parse(month)
    known = Evidence(MemoryFigures(FILED), PACK.catalogue, REGISTER, TODAY, OWED_FOR_EVER, map_day)
    told = {
        place.key
        for place in REGISTER
        for row in evaluate(known, place.key, run)
        if row.state is State.MISSING
    }
    country = Country(
        World(REGISTER, PACK.catalogue, OWED_FOR_EVER),
        tiles_of(FILED, REGISTER, PACK.catalogue, TODAY),
    )
    found = {
        row["place"]
        for result in country.evaluate_all(Question(run, TODAY, tree_as_of=map_day))
        for row in result.records()
        if row["state"] == "missing"
    }
    assert found == told & {
        place.key for place in REGISTER if place.id in country.source.axes.row_of
    }
    return told


@pytest.mark.parametrize(
    ("month", "missing"),
    [
        ("2020-03", {"south", "isle", "alder"}),
        ("2021-03", {"north", "south", "isle", "alderbirch"}),
        ("2022-06", {"north", "south", "isle", "alderbirch"}),
        ("2022-07", {"north", "south-2022", "alderbirch"}),
        ("2024-03", {"north", "south-2022"}),
    ],
)
def test_figures_are_missing_of_the_places_of_their_time_alone(
    month: str, missing: set[str]
) -> None:
    assert missing_of(month) - {"veloria"} == missing


def test_the_map_that_is_asked_for_makes_nobody_owe_more() -> None:
    owing = missing_of("2021-03", date(2024, 1, 1)) - {"veloria"}
    assert owing == {"north", "south", "isle", "alderbirch"}
