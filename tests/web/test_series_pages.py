"""An indicator over time and over places, the history of a place, and addresses that go astray."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.web.conftest import SMALL_PACK, Get, Office
from tests.web.reading import assert_sound
from tests.world import CATALOGUE, planned, stated
from tiendo.ledger import boards
from tiendo.packs.loading import load_pack, pack_names
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.web.texts import LANGUAGES
from tiendo.web.urls import RESERVED

SERIES = "/song-xanh/revenue"
OVER = "/lien-ha/2024-Q1/revenue/places"


def _months(office: Office) -> None:
    office.file(
        stated("song-xanh", "revenue", "2023-01", "8", known="2023-02-03"),
        stated("song-xanh", "revenue", "2023-02", "9", known="2023-03-03"),
        stated("song-xanh", "revenue", "2024-01", "10", known="2024-02-03"),
        stated("song-xanh", "revenue", "2024-02", "12", known="2024-03-03"),
        planned("song-xanh", "revenue", "2024", "160", known="2023-12-10"),
    )
    office.file(stated("song-xanh", "revenue", "2024-01", "11.5", known="2024-03-03"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_series_page_is_sound(get: Get, office_in_memory: Office, language: str) -> None:
    _months(office_in_memory)
    page = get(f"{SERIES}?lang={language}")
    assert page.status == 200
    assert_sound(page, language)
    assert len(page.all("figure", class_="chart")) == 3


def test_every_chart_stands_beside_a_table_of_its_numbers(
    get: Get, office_in_memory: Office
) -> None:
    _months(office_in_memory)
    page = get(f"{SERIES}?lang=en")
    level, to_date, vintages = page.all("figure", class_="chart")
    assert "202411.512––" in level.text and "202389––" in level.text
    assert "202411.5023.50––" in to_date.text and "plan 2024" in to_date.text
    assert "10" in vintages.text and "11.5" in vintages.text
    rows = page.one("section", id="vintages").text
    assert rows.index("10 bn VND") < rows.index("11.5 bn VND")


def test_the_series_as_of_a_day_knows_no_later_vintage(get: Get, office_in_memory: Office) -> None:
    _months(office_in_memory)
    page = get(f"{SERIES}?lang=en&as_of=2024-02-10")
    assert "11.5" not in page.text
    assert page.link("2023") == f"{SERIES}?price_basis=current&year=2023&as_of=2024-02-10&lang=en"


def test_numbers_of_the_years_lead_to_their_traces(get: Get, office_in_memory: Office) -> None:
    _months(office_in_memory)
    page = get(f"{SERIES}?lang=en")
    assert get(page.link("11.5")).title == "Revenue Blue River · January 2024"


def test_a_series_that_nobody_filed_says_so(get: Get) -> None:
    page = get("/nui-vang/revenue?lang=en")
    assert page.status == 200
    assert "has filed no level of this indicator" in page.text
    assert page.link("See what it has filed") == "/nui-vang/?lang=en"


def _provinces(office: Office) -> None:
    for place, value, share in (("song-xanh", "30", "60"), ("nui-vang", "20", "40")):
        office.file(
            stated(place, "revenue", "2024-Q1", value, known="2024-04-05"),
            stated(place, "revenue", "2023-Q1", "20", known="2023-04-05"),
            planned(place, "revenue", "2024", share, known="2023-12-10"),
        )
    office.file(stated("nui-vang", "revenue", "2024-Q1", "18", known="2024-05-05"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_places_page_is_sound(get: Get, office_in_memory: Office, language: str) -> None:
    _provinces(office_in_memory)
    assert_sound(get(f"{OVER}?lang={language}"), language)


def test_places_are_ranked_by_the_measure_the_worst_first(
    get: Get, office_in_memory: Office
) -> None:
    _provinces(office_in_memory)
    page = get(f"{OVER}?lang=en&field=share")
    names = [each.text for each in page.all("th", scope="row")]
    assert names == ["Núi Vàng", "Blue River"]
    assert page.row("Núi Vàng")["Share reached"] == "45.00%"
    assert "Lowest Núi Vàng 45.00%" in page.text
    highest = get(f"{OVER}?lang=en&field=growth&order=falling")
    assert [each.text for each in highest.all("th", scope="row")] == ["Blue River", "Núi Vàng"]
    assert highest.row("Núi Vàng")["Growth"] == "-10.00%"


def test_a_measure_that_no_place_has_says_so(get: Get) -> None:
    page = get(f"{OVER}?lang=en")
    assert page.status == 200 and "No place below it has a figure" in page.text


def test_the_first_page_leads_to_the_comparison(get: Get, office_in_memory: Office) -> None:
    _provinces(office_in_memory)
    series = Series("revenue", price_basis="current")
    office_in_memory.widest = boards.Widest(series, Period.parse("2024-Q1"), 2)
    page = get("/?lang=en")
    assert_sound(page, "en")
    assert "Lowest: Núi Vàng 45.00%" in page.text
    asked = get("/lien-ha/?page=over&indicator=revenue&field=share&span=Q1&year=2024&lang=en")
    assert asked.headers["Location"] == f"{OVER}?field=share&lang=en"


@pytest.mark.parametrize(
    ("span", "run"),
    [("M03", "2024-03"), ("Q2", "2024-Q2"), ("H1", "2024-H1"), ("9M", "2024-9M"), ("Y", "2024"),
     ("", "2024"), ("T05", "2024-01/2024-05"), ("T06", "2024-H1")],
)  # fmt: skip
def test_the_picker_leads_to_every_kind_of_period(get: Get, span: str, run: str) -> None:
    page = get(f"/song-xanh/?span={span}&year=2024&lang=en")
    assert (page.status, page.headers["Location"]) == (302, f"/song-xanh/{run}?lang=en")
    chosen = [
        each.attributes["value"] for each in get(f"/song-xanh/{run}").all("option", selected="")
    ]
    assert (span if span not in ("", "T06") else {"": "Y", "T06": "H1"}[span]) in chosen


def test_a_place_of_which_nothing_changed_says_so(get: Get) -> None:
    page = get("/song-xanh/history?lang=en")
    assert_sound(page, "en")
    assert "Nothing is known to have changed" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_district_that_ended_tells_where_its_territory_went(
    get: Get, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr("tiendo.web.asked.load_pack", load_pack)
    page = get(f"/cam-pha/history?lang={language}")
    assert_sound(page, language)
    assert "cam-pha" in page.text and len(page.all("ul", class_="units")) >= 1
    units = " ".join(one.text for one in page.all("ul", class_="units"))
    assert language != "ar" or ", " not in units


def test_an_indicator_withdrawn_by_its_card_says_so(
    get: Get, office_in_memory: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = [
        replace(card, valid_to=date(2023, 1, 1)) if card.code == "revenue" else card
        for card in CATALOGUE.values()
    ]
    pack = replace(SMALL_PACK, catalogue=Catalogue(cards))
    monkeypatch.setattr("tiendo.web.asked.load_pack", lambda: pack)
    _months(office_in_memory)
    for path in (SERIES, "/song-xanh/2024-01/revenue"):
        page = get(f"{path}?lang=en")
        assert page.status == 200
        assert "The card of this indicator ended on 31 Dec 2022." in page.text


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/song-xanh/2031?lang=en", 200, "nearest periods with figures"),
        ("/song-xanh/2024-01?as_of=1800-01-01&lang=en", 200, "nothing of it was known yet"),
        ("/song-xanh/2024-01?as_of=2999-01-01&lang=en", 200, "As known on 30 Jun 2026"),
        ("/song-xanh/2024-01?map=1800-01-01&lang=en", 404, "from 1900 to 2199"),
        ("/song-xanh/1850?lang=en", 404, "outside the years of the register"),
        ("/song-xanh/2024-01?as_of=%00%3Cscript%3E&lang=en", 400, "is no date"),
        ("/song-xanh/2024-01?find=%3Cscript%3Ealert(1)&lang=en", 200, "No row is left"),
        ("/song-xanh/2024-01/revenue?breakdown=%3Cscript%3E&lang=en", 400, "names no series"),
        ("/song-xanh/2024-01/revenue?measure=rubbish&lang=en", 400, "names no series"),
        ("/song-xanh/revenue?year=99999999&run=rubbish&lang=en", 200, "2024"),
        ("/lien-ha/2024-01/revenue/places?field=rubbish&order=rubbish&lang=en", 200, "Revenue"),
        (f"/search?q={'x' * 50_000}&lang=en", 200, "None."),
        (f"/{'x' * 5_000}/?lang=en", 404, "There is no place"),
        (f"/song-xanh/{'y' * 5_000}?lang=en", 404, "neither a period nor an indicator"),
        ("/song-xanh/?span=rubbish&year=rubbish&lang=en", 404, "is no period"),
        ("/song-xanh/?year=2024&span=M13&lang=en", 404, "is no period"),
    ],
)  # fmt: skip
def test_bad_input_gets_a_page_that_helps(
    get: Get, office_in_memory: Office, path: str, status: int, told: str
) -> None:
    _months(office_in_memory)
    page = get(path)
    assert page.status == status
    assert_sound(page, "en")
    assert told in page.text
    assert "<script>alert" not in page.html and len(page.html) < 60_000


def test_no_place_and_no_indicator_is_called_like_a_page() -> None:
    for name in pack_names():
        pack = load_pack(name)
        assert not [word for word in RESERVED if word in pack.register]
        assert not RESERVED & set(pack.catalogue)
