"""Pages are remembered as they were rendered, and for nobody whom they were not made for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Event, Lock
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client

from tests.web.reading import Page
from tests.web.test_real_figures import read
from tiendo.ledger import boards, selectors
from tiendo.web import parameters, remembering
from tiendo.web.warming import warm

__all__ = ["read"]

PATH = "/quang-ninh/2024-09"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    remembering._pages.__init__(remembering._MOST_BYTES)  # type: ignore[misc]
    yield


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


def _kept() -> int:
    return len(remembering._pages.items())


def test_words_that_no_page_reads_make_no_page_of_their_own(read: Callable[[str], Page]) -> None:
    plain = read(f"{PATH}?lang=en").headers["ETag"]
    for junk in ("utm_source=x", "x=1&y=2", "theme=purple", "junk=%3Cscript%3E"):
        page = read(f"{PATH}?lang=en&{junk}")
        assert page.headers["ETag"] == plain
        assert page.link("Русский") == f"{PATH}?lang=ru"
    assert _kept() == 1


@pytest.mark.parametrize(
    "query", ["find=thu", "sort=rubbish", "year=99999", "topic=rubbish", "fold=b,a", "status=x"]
)
def test_what_may_be_anything_is_shown_and_not_remembered(
    read: Callable[[str], Page], query: str
) -> None:
    assert read(f"{PATH}?lang=en&{query}").status == 200
    assert _kept() == 0


@pytest.mark.parametrize("query", ["sort=-growth", "show=plans&targets=1", "status=met"])
def test_the_choices_of_a_board_are_remembered(read: Callable[[str], Page], query: str) -> None:
    tags = {read(f"{PATH}?lang=en{q}").headers["ETag"] for q in ("", f"&{query}", f"&{query}")}
    assert (len(tags), _kept()) == (2, 2)


def test_a_page_that_many_ask_for_at_once_is_made_once() -> None:
    made, lock, begun = list[int](), Lock(), Event()
    kept: dict[str, str] = {}

    def ask(number: int) -> str:
        with remembering.made_once("a page"):
            if "a page" not in kept:
                begun.wait(5)
                with lock:
                    made.append(number)
                kept["a page"] = "made"
            return kept["a page"]

    with ThreadPoolExecutor(8) as readers:
        answers = [readers.submit(ask, number) for number in range(8)]
        begun.set()
        assert {one.result(timeout=10) for one in answers} == {"made"}
    assert len(made) == 1
    assert not remembering._making


def test_first_pages_are_made_before_anybody_asks(read: Callable[[str], Page]) -> None:
    assert warm(WSGIHandler()) > 8
    before = _kept()
    for path, language in (("/", "ar"), ("/?lang=ru", "vi"), ("/cam-pha/2024-H1", "vi")):
        client = Client(headers={"Accept-Language": language}, SERVER_NAME="127.0.0.1")
        assert client.get(path).status_code == 200
    assert _kept() == before


def test_a_start_is_not_stopped_by_a_page_that_fails() -> None:
    def broken(environ: dict[str, Any], start: Any) -> Any:
        raise RuntimeError("no such thing")

    assert warm(broken) == 0


READ = re.compile(r"""GET(?:\.get\(|\.getlist\(|\[)\s*"(\w+)\"""")


def test_every_word_that_a_page_reads_is_known() -> None:
    """A word that a page reads and `parameters` does not know would be answered from memory."""
    root = Path(parameters.__file__).parent
    read = {word for file in root.rglob("*.py") for word in READ.findall(file.read_text("utf-8"))}
    assert "since" in read and read <= parameters.KNOWN
