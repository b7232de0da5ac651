"""Addresses: one spelling each, languages, and helpful answers to wrong ones."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve, reverse

from tests.web.conftest import Get
from tests.web.reading import Page, assert_sound
from tiendo.ledger import boards
from tiendo.vocabulary.period import Period
from tiendo.web.texts import LANGUAGES


@pytest.mark.parametrize(
    "run", ["2024-01", "2024-Q1", "2024-H2", "2024-9M", "2024", "2021/2025", "2024-01/2024-02"]
)
def test_every_run_has_an_address(run: str) -> None:
    period = Period.parse(run)
    assert reverse("board", args=["song-xanh", period]) == f"/song-xanh/{run}"
    match = resolve(f"/song-xanh/{run}")
    assert (match.url_name, match.kwargs["period"]) == ("board", run)
    match = resolve(f"/song-xanh/{run}/revenue")
    assert (match.url_name, match.kwargs["indicator"]) == ("trace", "revenue")
    assert match.kwargs["period"] == run


@pytest.mark.parametrize(
    ("path", "canonical"),
    [
        ("/song-xanh/2024-S1", "/song-xanh/2024-H1"),
        ("/song-xanh/2024-M03", "/song-xanh/2024-03"),
        ("/song-xanh/2024-M01/M05?lang=ar", "/song-xanh/2024-01/2024-05?lang=ar"),
        ("/song-xanh/2024-01/2024-03", "/song-xanh/2024-Q1"),
        ("/song-xanh/2024/2024", "/song-xanh/2024"),
        ("/Sông%20Xanh/2024-Q1?as_of=2024-05-01", "/song-xanh/2024-Q1?as_of=2024-05-01"),
        ("/SONG XANH/", "/song-xanh/"),
        ("/Blue River/2024-Q1/Thu ngân sách", "/song-xanh/2024-Q1/revenue"),
        ("/song-xanh/2024-Q1/?lang=vi", "/song-xanh/2024-Q1?lang=vi"),
    ],
)
def test_other_spellings_lead_to_the_one(get: Get, path: str, canonical: str) -> None:
    page = get(path)
    assert (page.status, page.headers["Location"]) == (302, canonical)


def test_a_path_that_looks_like_a_host_leads_nowhere_else(get: Get) -> None:
    redirect = Client().get("/", PATH_INFO="//evil.example/x/")
    assert redirect.headers["Location"] == "/%2Fevil.example/x"
    page = Page(Client().get("/", PATH_INFO="//evil.example/x"))
    assert page.status == 404
    assert all(each.attributes["href"][:2] != "//" for each in page.all("a"))


def test_a_path_is_quoted_in_links_to_itself(get: Get) -> None:
    page = get("/what%3Fis%22this/?lang=en")
    assert page.link("Русский") == "/what%3Fis%22this/?lang=ru"


def test_a_place_without_its_slash(get: Get) -> None:
    assert get("/song-xanh").headers["Location"] == "/song-xanh/"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere/", 404),
        ("/song-xanh/soon", 404),
        ("/song-xanh/2024-13", 404),
        ("/song-xanh/2024-05/2024-01", 404),
        ("/song-xanh/2024-Q1/nothing", 404),
        ("/song-xanh/2024-Q1/revenue/more", 404),
        ("/song-xanh/2024-Q1?as_of=31/3/2024", 400),
        ("/song-xanh/2024-Q1?as_of=2024-02-30", 400),
        ("/song-xanh/2024-Q1?as_of=20240331", 400),
        ("/a/b/c/d", 404),
    ],
)
def test_wrong_addresses_get_a_page_that_helps(
    get: Get, path: str, status: int, language: str
) -> None:
    page = get(path + ("&" if "?" in path else "?") + f"lang={language}")
    assert page.status == status
    assert_sound(page, language)
    assert page.link("tiendo") == f"/?lang={language}"


def test_a_place_spelt_wrongly_is_guessed(get: Get) -> None:
    page = get("/sonk-xanh/?lang=vi")
    assert page.title == "Không có địa phương “sonk-xanh”"
    assert page.link("Sông Xanh") == "/song-xanh/?lang=vi"
    assert "Không biết địa phương “sonk-xanh”. Có phải ý bạn là: song-xanh?" in page.text


def test_an_ambiguous_name_lists_the_places(get: Get) -> None:
    page = get("/Đồi Chè/2024-Q1?lang=en")
    assert page.status == 404
    assert page.title == "“Đồi Chè” names several places"
    targets = [each.attributes["href"] for each in page.all("a") if each.text == "Đồi Chè"]
    assert targets == ["/doi-che/?lang=en", "/doi-che-2/?lang=en"]


def test_a_wrong_indicator_is_guessed(get: Get) -> None:
    page = get("/song-xanh/2024-Q1/revenu?lang=en")
    assert page.link("Revenue") == "/song-xanh/2024-Q1/revenue?lang=en"


def test_a_wrong_period_says_how_to_write_one(get: Get) -> None:
    assert "2024-01/2024-05" in get("/song-xanh/next-year?lang=ru").text


def test_a_period_that_would_keep_the_office_busy_is_refused(get: Get) -> None:
    page = get("/song-xanh/1900/2199?lang=vi")
    assert page.title == "“1900/2199” quá dài đối với một trang"
    assert get("/song-xanh/2016/2025?lang=vi").title != page.title


def test_a_wrong_date_says_how_to_write_one(get: Get) -> None:
    page = get("/song-xanh/2024-Q1?as_of=soon&lang=vi")
    assert page.title == "“soon” không phải là ngày"
    assert "2024-03-31" in page.text


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("?lang=ru", "ar", "ru"),
        ("", "ar;q=0.9, fr;q=0.8", "ar"),
        ("", "en-GB", "en"),
        ("", "fr", "vi"),
        ("", "", "vi"),
        ("?lang=xx", "ru", "ru"),
        ("?lang=", "ru", "ru"),
    ],
)
def test_the_language_is_asked_for_accepted_or_vietnamese(
    get: Get, query: str, accepted: str, language: str
) -> None:
    page = get(f"/song-xanh/2024-Q1{query}", **{"Accept-Language": accepted})
    assert_sound(page, language)


def test_links_carry_the_language_on_only_where_it_was_asked_for(get: Get) -> None:
    assert get("/song-xanh/2024-Q1?lang=ar").link("tiendo") == "/?lang=ar"
    assert get("/song-xanh/2024-Q1", **{"Accept-Language": "ar"}).link("tiendo") == "/"


def test_the_switcher_keeps_the_page(get: Get) -> None:
    page = get("/song-xanh/2024-Q1/revenue?price_basis=current&as_of=2024-05-01&lang=vi")
    nav = page.one("nav", class_="languages")
    assert nav.text == "Tiếng Việt English العربية Русский"
    assert page.link("Русский") == (
        "/song-xanh/2024-Q1/revenue?price_basis=current&as_of=2024-05-01&lang=ru"
    )
    (current,) = page.all("a", **{"aria-current": "true", "hreflang": "vi"})
    assert current.text == "Tiếng Việt"


def test_pages_forbid_what_is_not_their_own(get: Get) -> None:
    policy = get("/?lang=en").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy


def test_an_error_of_ours_is_told_without_its_inside(
    get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**asked: object) -> None:
        raise RuntimeError("secret inside")

    monkeypatch.setattr(boards, "place_answer", fail)
    response = Client(raise_request_exception=False).get("/song-xanh/2024-Q1?lang=en")
    assert response.status_code == 500
    text = response.content.decode()
    assert "Something went wrong here" in text and "secret" not in text
