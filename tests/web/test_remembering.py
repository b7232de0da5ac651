"""Pages are remembered as they were rendered, and for nobody whom they were not made for."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from tests.web.reading import Page
from tests.web.test_real_figures import read
from tiendo.ledger import boards, selectors
from tiendo.web import remembering

__all__ = ["read"]

PATH = "/quang-ninh/2024-09"
NONCE = re.compile(r"'nonce-([^']+)'")


def _nonce(page: Page) -> str:
    found = NONCE.search(page.headers["Content-Security-Policy"])
    assert found is not None
    return found[1]


def test_a_page_that_is_recalled_is_the_same_with_a_nonce_of_its_own(
    read: Callable[[str], Page],
) -> None:
    address = f"{PATH}?lang=en&show=plans"
    made, recalled = read(address), read(address)
    assert _nonce(made) != _nonce(recalled)
    assert recalled.html == made.html.replace(_nonce(made), _nonce(recalled))
    assert all(one.attributes["nonce"] == _nonce(recalled) for one in recalled.all("script"))


def test_a_browser_that_has_the_page_is_told_so_without_a_new_policy(
    read: Callable[[str], Page],
) -> None:
    tag = read(f"{PATH}?lang=vi").headers["ETag"]
    again = Client(headers={"If-None-Match": tag}).get(f"{PATH}?lang=vi")
    assert (again.status_code, again.content) == (304, b"")
    assert "Content-Security-Policy" not in again.headers
    other = Client(headers={"If-None-Match": tag}).get(f"{PATH}?lang=ar")
    assert other.status_code == 200


def test_languages_fragments_days_and_readers_have_pages_of_their_own(
    read: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def tag(path: str = PATH, **headers: str) -> str:
        return str(Client(headers=headers).get(path).headers["ETag"])

    tags = {
        tag(),
        tag(**{"Accept-Language": "ar"}),
        tag(f"{PATH}?theme=dark"),
        tag(f"{PATH}?as_of=2024-10-20"),
        tag(**{"HX-Request": "true"}),
    }
    monkeypatch.setattr(selectors, "today", lambda: date(2026, 1, 1))
    tags.add(tag())
    monkeypatch.setattr(remembering, "audience", lambda request: "the province's planners")
    tags.add(tag())
    assert len(tags) == 7


def test_another_filing_makes_the_page_anew(
    read: Callable[[str], Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read(PATH).headers["ETag"]
    state = boards.state_of
    monkeypatch.setattr(boards, "state_of", lambda **asked: f"{state(**asked)}, one more filing")
    assert read(PATH).headers["ETag"] != before


def test_what_carries_a_token_or_is_a_problem_is_not_remembered(
    read: Callable[[str], Page],
) -> None:
    for path in ("/read/cam-pha-2024-h1.vi?lang=vi", "/nowhere/?lang=vi", f"{PATH}.csv"):
        assert "ETag" not in read(path).headers
