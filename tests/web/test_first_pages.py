"""The first page with its search, and the page of a place."""

from __future__ import annotations

import pytest

from tests.web.conftest import Get, Office
from tests.web.reading import assert_sound
from tests.world import REGISTER, stated
from tiendo.web.search import close_places, find_places
from tiendo.web.texts import LANGUAGES


def _filed(office: Office) -> None:
    office.file(
        stated("song-xanh", "revenue", "2024-01", "10"),
        stated("song-xanh", "revenue", "2024-02", "12"),
        stated("song-xanh", "revenue", "2023", "120"),
        stated("ben-tre-nho", "visitors", "2024-Q1", "7"),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_figures_the_page_says_how_to_get_some(get: Get, language: str) -> None:
    page = get(f"/?lang={language}")
    assert page.status == 200
    assert_sound(page, language)
    commands = page.one("pre").text
    assert "tiendo demo" in commands and "tiendo load" in commands


def test_places_with_figures_are_listed_by_level(get: Get, office_in_memory: Office) -> None:
    _filed(office_in_memory)
    page = get("/?lang=en")
    assert_sound(page, "en")
    assert [each.text for each in page.all("h3")] == ["Communes", "Provinces"]
    assert page.link("Blue River") == "/song-xanh/?lang=en"
    assert page.link("February 2024") == "/song-xanh/2024-02?lang=en"
    assert page.link("Q1 2024") == "/ben-tre-nho/2024-Q1?lang=en"


@pytest.mark.parametrize("query", ["sông xanh", "song xanh", "SONG-XANH", "Blue", "xanh  song"])
def test_search_finds_a_place_in_any_spelling(get: Get, query: str) -> None:
    page = get(f"/search?q={query}&lang=vi")
    assert page.link("Sông Xanh") == "/song-xanh/?lang=vi"
    assert page.one("input", id="q").attributes["value"] == query


def test_search_in_arabic(get: Get) -> None:
    assert get("/search?q=نوي فانج&lang=ar").link("نوي فانج") == "/nui-vang/?lang=ar"


def test_a_name_of_several_places_lists_them_all(get: Get) -> None:
    page = get("/search?q=doi che&lang=vi")
    targets = [each.attributes["href"] for each in page.all("a") if each.text == "Đồi Chè"]
    assert targets == ["/doi-che/?lang=vi", "/doi-che-2/?lang=vi"]


def test_a_search_without_result_says_so(get: Get) -> None:
    page = get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E&lang=en")
    assert_sound(page, "en")
    assert "None." in page.text and "<script>" in page.text


def test_names_spelt_alike_are_found_only_where_nothing_else_is() -> None:
    assert [place.key for place in find_places(REGISTER, "sonk xanh")] == ["song-xanh"]
    assert [place.key for place in close_places(REGISTER, "nui vanq")] == ["nui-vang"]
    assert find_places(REGISTER, "  ") == []


def test_a_place_shows_its_runs_by_year(get: Get, office_in_memory: Office) -> None:
    _filed(office_in_memory)
    page = get("/song-xanh/?lang=vi")
    assert_sound(page, "vi")
    assert page.title == "Sông Xanh"
    assert [each.text for each in page.all("dt")] == ["2024", "2023"]
    assert page.link("Tháng 2") == "/song-xanh/2024-02?lang=vi"
    assert page.link("Bến Tre Nhỏ") == "/ben-tre-nho/?lang=vi"


def test_a_place_without_figures_says_what_to_do(get: Get) -> None:
    page = get("/nui-vang/?lang=en")
    assert page.status == 200
    assert "tiendo load" in page.text


def test_the_form_of_a_place_leads_to_a_run(get: Get) -> None:
    page = get("/song-xanh/?period=2024-S1&as_of=2024-07-01&lang=ru")
    assert page.status == 302
    assert page.headers["Location"] == "/song-xanh/2024-H1?as_of=2024-07-01&lang=ru"


def test_the_form_refuses_what_is_no_period(get: Get) -> None:
    page = get("/song-xanh/?period=soon&lang=en")
    assert page.status == 404
    assert "2024-Q1" in page.text


def test_the_old_address_of_the_icon_leads_to_it(get: Get) -> None:
    page = get("/favicon.ico")
    assert (page.status, page.headers["Location"]) == (302, "/static/web/favicon.svg")


def test_pages_are_only_read(office_in_memory: Office) -> None:
    from django.test import Client

    assert Client().post("/song-xanh/").status_code == 405
    assert Client().head("/song-xanh/").status_code == 200
