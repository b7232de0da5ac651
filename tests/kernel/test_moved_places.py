"""A place is evaluated among its siblings, and what these had elsewhere counts too."""

from __future__ import annotations

from datetime import date

import pytest

from tests.kernel.comparing import mismatches, rows_of_kernel
from tests.kernel.cubes import tiles_of
from tests.kernel.moved import CATALOGUE, FIGURES, REGISTER
from tests.kernel.worlds import Case
from tiendo.cube.kernel import Country, Question, World
from tiendo.cube.kernel.family import places_around
from tiendo.vocabulary.period import Period

MARCH = Period.parse("2024-03")


def _case(*places: str) -> Case:
    return Case(0, REGISTER, CATALOGUE, (), FIGURES, places, MARCH, date(2026, 6, 1), False)


@pytest.mark.parametrize("place", [place.key for place in REGISTER])
def test_each_place_by_itself_is_what_explain_says(place: str) -> None:
    assert mismatches(_case(place)) == []


def test_all_places_at_once_are_what_explain_says() -> None:
    assert mismatches(_case(), everywhere=True) == []


def test_a_base_hidden_elsewhere_gives_no_growth_to_be_ranked_by() -> None:
    (visitors,) = [row for row in rows_of_kernel(_case("an")) if row["indicator"] == "visitors"]
    assert (visitors["growth_pct"], visitors["rank"]) == (pytest.approx(10), 1)


def test_what_would_give_the_hidden_one_away_is_hidden() -> None:
    """Quế's number less An's would be Sơn's, which tells Sơn's former one, and so Hòa's."""
    (ahead,) = [row for row in rows_of_kernel(_case("an")) if row["indicator"] == "visitors-ahead"]
    assert (ahead["state"], ahead["value"], ahead["known_at"]) == ("confidential", None, None)


def test_the_places_around_one_are_those_and_no_others() -> None:
    def around(key: str) -> set[str]:
        return {REGISTER.by_id(id).key for id in places_around(REGISTER, REGISTER[key])}

    assert around("an") == {"an", "son", "que", "rung", "hoa", "xuan"}
    assert around("que") == {*around("an"), "tinh"}
    assert around("nuoc") == {place.key for place in REGISTER}


def test_the_rows_of_one_place_come_without_those_of_its_neighbours() -> None:
    case = _case("an")
    tiles = tiles_of(case.figures, REGISTER, CATALOGUE, case.as_of)
    country = Country(World(REGISTER, CATALOGUE, ()), tiles)
    for place in REGISTER:
        found = country.evaluate_place(place.key, Question(MARCH, case.as_of)).records()
        assert {row["place"] for row in found} <= {place.key}
