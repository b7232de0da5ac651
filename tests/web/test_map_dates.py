"""The map of places as of another day, chosen on the pages: Quảng Nam joined Đà Nẵng in 2025."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tests.web.reading import Page, assert_sound
from tests.web.test_real_figures import read
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Kind
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
    carried = [each.attributes["value"] for each in page.all("input", name="map")]
    assert carried == [AFTER] * len(page.all("form"))
    response = Client().get(f"/quang-ninh/?span=M08&year=2024&map={AFTER}")
    assert response.headers["Location"] == f"/quang-ninh/2024-08?map={AFTER}"


QUERY = "state-budget-investment?breakdown=management%3Dlocal&price_basis=current"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_series_is_shown_on_another_map(read: Callable[[str], Page], language: str) -> None:
    page = read(f"/quang-nam/{QUERY}&year=2024&lang={language}&map={AFTER}")
    assert_sound(page, language)
    section = page.one("section", id="other-map")
    assert "660" in section.text and "…" in section.text


def test_recast_years_lead_to_the_same_number_in_the_trace(read: Callable[[str], Page]) -> None:
    _file("da-nang", "100")
    page = read(f"/quang-nam/{QUERY}&lang=en&map={AFTER}")
    told = page.one("section", id="other-map").text
    assert "On the map of 1 Jul 2025" in told and "Da Nang" in told
    assert "Σ recast: sum of the units of then" in told
    (cell,) = [
        each
        for each in page.all("a", class_="n")
        if each.attributes["href"].startswith("/da-nang-2025/2024-09/")
    ]
    own = read(f"/quang-nam/2024-09/{QUERY}&lang=en").text
    assert cell.text in read(cell.attributes["href"]).text and cell.text not in own
    assert f"{float(cell.text) - 100:.3f}".rstrip("0") in own


def _file(place: str, value: str) -> None:
    local = Series("state-budget-investment", Breakdown((("management", "local"),)), "current")
    said = Statement(
        place, local, Period.parse("2024-09"), Kind.LEVEL, Decimal(value), date(2024, 10, 3)
    )
    record_filings(
        drafts=[FilingDraft("Lan", "more.csv", "", "", (said,))], register=load_pack().register
    )


def test_a_place_that_never_changed_stays_as_it_is(read: Callable[[str], Page]) -> None:
    page = read(f"/quang-ninh/{QUERY}&lang=en&map={AFTER}")
    assert "its figures stand as they are" in page.one("section", id="other-map").text
    assert not read(f"/quang-ninh/{QUERY}&lang=en").all("section", id="other-map")


def test_a_later_place_shows_what_its_territory_filed(read: Callable[[str], Page]) -> None:
    without = read(f"/da-nang-2025/{QUERY}&lang=en")
    assert "has filed no level" in without.text
    page = read(f"/da-nang-2025/{QUERY}&lang=en&map={AFTER}")
    assert "has filed no level" not in page.text and "660" in page.text


def test_what_cannot_be_shared_out_is_refused(read: Callable[[str], Page]) -> None:
    """Quế Sơn was divided among communes: its rice and maize belong to none of them alone."""
    page = read(f"/que-son/rice-maize-sown-area?lang=en&map={AFTER}")
    section = page.one("section", id="other-map").text
    assert "×" in section and "not recast" in section
