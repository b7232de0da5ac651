"""The document behind a figure: who handed in what and when, line by line."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.web.reading import Page, assert_sound
from tests.web.test_real_figures import read
from tiendo.web.filings import PER_PAGE
from tiendo.web.texts import LANGUAGES

__all__ = ["read"]

TRACE = "/cam-pha/2024-H1/local-budget-revenue?price_basis=current&lang=en"


def test_a_trace_leads_to_the_line_of_the_document(read: Callable[[str], Page]) -> None:
    href = read(TRACE).link("cam-pha-2024-h1.csv")
    page = read(href.partition("#")[0])
    (chosen,) = page.all("tr", **{"aria-current": "true"})
    assert f"#{chosen.attributes['id']}" in href
    assert "Local budget revenue" in chosen.text and "you came from this one" in chosen.text
    assert page.link("Local budget revenue").startswith("/cam-pha/2024-H1/local-budget-revenue?")
    assert "Lan" in page.text and "SHA-256 of the file" in page.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_and_a_filing_are_sound(read: Callable[[str], Page], language: str) -> None:
    listed = read(f"/filings?lang={language}")
    assert_sound(listed, language)
    for link in [each for each in listed.all("a") if each.text.endswith(".csv")]:
        assert_sound(read(link.attributes["href"]), language)


def test_a_long_filing_is_cut_into_pages(read: Callable[[str], Page]) -> None:
    first = read(read("/filings?lang=en").link("state-budget-investment.csv"))
    assert len(first.all("tr", role="row")) == PER_PAGE + 1
    second = read(first.link("Further figures"))
    assert f"{PER_PAGE + 1} to" in second.text
    assert read(second.link("Earlier figures")).one("h1").text == first.one("h1").text
    last = read("/filings/1?lang=en&start=99999999")
    assert last.status == 200 and "Further figures" not in last.text


@pytest.mark.parametrize("number", ["999", "abc", "-1", "0", "9" * 40, "1;drop"])
def test_a_filing_that_there_is_not(read: Callable[[str], Page], number: str) -> None:
    page = read(f"/filings/{number}?lang=en")
    assert page.status == 404 and page.link("What was filed") == "/filings?lang=en"


def test_the_small_lines_have_their_table(read: Callable[[str], Page]) -> None:
    page = read("/quang-ninh/2024-09?lang=en")
    assert page.all("svg", class_="spark")
    (table,) = page.all("table", id="five-years")
    assert "20202021202220232024" in table.text and "1,343.204" in table.text


def test_the_seasonal_path_stands_in_the_row(read: Callable[[str], Page]) -> None:
    row = read("/quang-ninh/2024-09?lang=en&targets=1").row("Realised investment from the state")
    assert "◇ seasonal path" in row["Plan and share reached"]
    fetched = read("/quang-ninh/2024-09?lang=en")
    assert "seasonal path" not in fetched.row("Realised investment")["Plan and share reached"]
