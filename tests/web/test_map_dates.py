"""The map of places as of another day, chosen on the pages: Quảng Nam joined Đà Nẵng in 2025."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.reading import Page, assert_sound
from tests.web.test_real_figures import read
from tiendo.web.texts import LANGUAGES

__all__ = ["read"]

AFTER = "2025-07-01"
NOTE = "is not on the map of 1 Jul 2025"


@pytest.mark.parametrize(
    "path",
    [
        "/quang-nam/2024-09",
        "/quang-nam/2024-09/findings",
        "/quang-nam/2024-09/state-budget-investment?breakdown=management%3Dlocal&price_basis=current",
        "/vn/2024-09/state-budget-investment/places?breakdown=management%3Dlocal",
        "/quang-nam/",
        "/",
    ],
)
def test_every_page_that_adds_up_places_offers_the_maps(
    read: Callable[[str], Page], path: str
) -> None:
    page = read(f"{path}{'&' if '?' in path else '?'}lang=en&map={AFTER}")
    (maps,) = page.all("select", name="map")
    assert "of the period itself" in maps.text and "30 Jun 2025" in maps.text
    chosen = [each for each in page.all("option", value=AFTER) if "selected" in each.attributes]
    assert len(chosen) == 1


def test_a_place_off_the_map_says_where_its_territory_is(read: Callable[[str], Page]) -> None:
    for language in LANGUAGES:
        assert_sound(read(f"/quang-nam/2024-09?lang={language}&map={AFTER}"), language)
    page = read(f"/quang-nam/2024-09?lang=en&map={AFTER}")
    assert NOTE in page.text
    assert page.link("On the map of 30 Jun 2025").endswith("map=2025-06-30")
    now = read(page.link("Da Nang"))
    assert NOTE not in now.text and "on the map of places of 1 Jul 2025" in now.text
    assert NOTE not in read("/quang-nam/2024-09?lang=en").text


def test_the_places_of_another_map_are_compared(read: Callable[[str], Page]) -> None:
    path = "/vn/2024-09/state-budget-investment/places?breakdown=management%3Dlocal&lang=en"
    then, after = read(path), read(f"{path}&map={AFTER}")
    assert "Quang Nam" in then.text and "Quang Nam" not in after.text


def test_a_page_without_the_list_carries_the_map_on(read: Callable[[str], Page]) -> None:
    page = read(f"/quang-ninh/2024-09/outlook?lang=en&map={AFTER}")
    assert [each.attributes["value"] for each in page.all("input", name="map")] == [AFTER] * 2
    response = Client().get(f"/quang-ninh/?span=M08&year=2024&map={AFTER}")
    assert response.headers["Location"] == f"/quang-ninh/2024-08?map={AFTER}"
