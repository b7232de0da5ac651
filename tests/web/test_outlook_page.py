"""The outlook on the pages, over a real ledger: Quảng Ninh's investment against its plan."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.web.reading import Page, assert_sound, downloads
from tests.web.test_real_figures import read
from tiendo.outlook.pace import RequiredPace
from tiendo.outlook.status import TargetJudgement
from tiendo.outlook.wording import OutlookReason
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.words import TargetStatus
from tiendo.web import formats, words
from tiendo.web.outlooks import caution_on
from tiendo.web.reasons import reason_words
from tiendo.web.sentences import sentence_words
from tiendo.web.statuses import status_shown
from tiendo.web.texts import LANGUAGES
from tiendo.web.year_end import Goal, YearEnd

__all__ = ["read"]

PATH = "/quang-ninh/2024-09"


def test_the_page_tells_status_chance_and_year_end(read: Callable[[str], Page]) -> None:
    for language in LANGUAGES:
        assert_sound(read(f"{PATH}/outlook?lang={language}"), language)
    row = read(f"{PATH}/outlook?lang=en").row("Realised investment from the state budget")
    assert "■ beyond reach" in row["Status"]
    assert row["Chance of meeting it"].endswith("%")
    low, high = row["80 of 100 years end within"].split(" – ")
    median = row["Year end, median"]
    assert _number(low) < _number(median) < _number(high) < 17_120


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def test_the_board_fetches_counts_and_shows_statuses_where_asked(
    read: Callable[[str], Page],
) -> None:
    board = read(f"{PATH}?lang=en")
    section = board.one("section", id="statuses")
    assert section.attributes["hx-get"] == f"{PATH}/outlook?lang=en"
    counts = Client().get(f"{PATH}/outlook?lang=en", headers={"HX-Target": "statuses"})
    assert "beyond reach" in counts.content.decode() and "<html" not in counts.content.decode()
    assert 'class="status beyond_reach"' not in board.html
    shown = read(f"{PATH}?lang=en&targets=1").row("Realised investment from the state budget")
    assert "■ beyond reach chance" in shown["Plan and share reached"]
    assert "Realised" in read(f"{PATH}?lang=en&status=beyond_reach").text
    assert "No row is left" in read(f"{PATH}?lang=en&status=met").text


def test_path_and_fan_stand_in_the_chart(read: Callable[[str], Page]) -> None:
    query = "breakdown=management%3Dlocal&price_basis=current&year=2024&lang=en"
    page = read(f"/quang-ninh/state-budget-investment?{query}")
    assert_sound(page, "en")
    assert page.all("polyline", class_="path")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_statuses_look_alike(language: str) -> None:
    shown = [status_shown(status, language) for status in TargetStatus]
    assert len({one.shape for one in shown}) == len({one.words for one in shown}) == len(shown)


def test_what_moved_the_outlooks_since_a_day_adds_up(read: Callable[[str], Page]) -> None:
    for language in LANGUAGES:
        asked = f"{PATH}/outlook?lang={language}&since=2024-08-15"
        assert_sound(read(asked), language)
    page = read(f"{PATH}/outlook?lang=en&since=2024-08-15")
    moved = page.one("section", **{"aria-labelledby": "moved"})
    assert "Median then" in moved.text and "By new months" in moved.text
    assert "Median then" not in read(f"{PATH}/outlook?lang=en").text


@pytest.mark.parametrize("since", ["soon", "2999-01-01"])
def test_a_day_that_is_none_or_too_late_is_told(since: str, read: Callable[[str], Page]) -> None:
    read(PATH)
    assert Client().get(f"{PATH}/outlook?lang=en&since={since}").status_code == 400


def test_the_table_of_outlooks_is_handed_out_in_the_words_of_the_contract(
    read: Callable[[str], Page],
) -> None:
    link = downloads(read(f"{PATH}/outlook?lang=en"))[0]
    answer = Client().get(link.attributes["href"])
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    [row] = [one for one in rows if one["target_status"] == "beyond_reach"]
    assert row["indicator"] == "state-budget-investment"
    assert float(row["p10"]) < float(row["p50"]) < float(row["p90"]) < float(row["target"])


def test_a_chart_is_handed_out_as_a_drawing_and_as_its_numbers(
    read: Callable[[str], Page],
) -> None:
    query = "breakdown=management%3Dlocal&price_basis=current&year=2024&as_of=2024-10-15&lang=en"
    page = read(f"/quang-ninh/state-budget-investment?{query}")
    links = {
        one.text.split()[0]: one.attributes["href"]
        for one in downloads(page)
        if "/to-date." in one.attributes["href"]
    }
    drawing = Client().get(links["SVG"])
    assert drawing["Content-Type"] == "image/svg+xml"
    root = ElementTree.fromstring(drawing.content)
    assert root.tag.endswith("svg") and root.findall(".//{*}polyline")
    rows = list(csv.reader(io.StringIO(Client().get(links["CSV"]).content.decode("utf-8-sig"))))
    assert rows[0][1:4] == ["unit", "Jan", "Feb"]
    by_name = {row[0]: row for row in rows}
    assert float(by_name["2024"][2]) > 0
    assert float(by_name["p10"][-1]) < float(by_name["p90"][-1])
    assert Client().get(links["CSV"].replace("to-date.csv", "none.csv")).status_code == 404


def test_files_tell_what_the_table_tells(read: Callable[[str], Page]) -> None:
    """Status, chance and path stand in a file exactly where they stand in the table."""
    (plain,) = Client().get(f"{PATH}.json?show=plans").json()
    assert "target_status" not in plain["plans"][0]
    (told,) = Client().get(f"{PATH}.json?show=plans&targets=1").json()
    (plan,) = told["plans"]
    assert plan["target_status"] == "beyond_reach"
    assert 0 < plan["chance"] < 0.5 < plan["path_pct"] / 100 < 0.75
    written = Client().get(f"{PATH}.csv?show=plans&targets=1").content.decode("utf-8-sig")
    head, line = (row.split(",") for row in written.splitlines())
    row = dict(zip(head, line, strict=True))
    assert row["plan_target_status"] == "beyond_reach"
    assert float(row["plan_path_pct"]) == plan["path_pct"]


def test_half_a_year_is_enough_to_tell_where_both_plans_of_cam_pha_stand(
    read: Callable[[str], Page],
) -> None:
    page = read("/cam-pha/2024-H1/outlook?lang=en")
    assert_sound(page, "en")
    row = page.row("Local budget revenue")
    assert "off track" in row["Status"] and row["Year end, median"] == "11,140"
    counts = Client().get("/cam-pha/2024-H1/outlook?lang=en", headers={"HX-Target": "statuses"})
    assert "off track" in counts.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_short_record_is_told_beside_beyond_reach(language: str) -> None:
    def said(years: int, status: TargetStatus = TargetStatus.BEYOND_REACH) -> str:
        pace = RequiredPace(50.0, 3, 16.7, 40.0, 30.0, 2014, years)
        return caution_on(TargetJudgement(status, 0.4, pace), language)

    assert formats.number(Decimal(2), 0, language) in said(2)
    assert ("The record is short" in said(2)) == (language == "en")
    assert said(5) == said(2, TargetStatus.AT_RISK) == caution_on(None, language) == ""
    told = YearEnd(2015, None, (), (goal_shown(said(2), language),), (), "", "", "", ())
    assert said(2) in render_to_string("web/_outlook.html", {"told": told})


def goal_shown(caution: str, language: str) -> Goal:
    """Return a plan of which a page shows the status alone, and what to bear in mind."""
    status = status_shown(TargetStatus.BEYOND_REACH, language)
    return Goal("", status, "", None, None, None, None, "", caution)


def test_the_vintages_of_a_figure_are_handed_out(read: Callable[[str], Page]) -> None:
    query = "breakdown=management%3Dlocal&price_basis=current&year=2024&run=2024-09&lang=en"
    page = read(f"/quang-ninh/state-budget-investment?{query}")
    links = [
        one.attributes["href"] for one in downloads(page) if "/vintages." in one.attributes["href"]
    ]
    numbers, drawing = (Client().get(link) for link in links)
    rows = list(csv.DictReader(io.StringIO(numbers.content.decode("utf-8-sig"))))
    assert [row["known_at"] for row in rows] == sorted(row["known_at"] for row in rows)
    assert [row["value"] for row in rows][-1] == "1343.204" and len(rows) > 1
    assert ElementTree.fromstring(drawing.content).findall(".//{*}rect")


def _statuses(path: str, language: str) -> str:
    """Return the card of a board that counts how its targets stand."""
    address = f"{path}/outlook?lang={language}"
    return Client().get(address, headers={"HX-Target": "statuses"}).content.decode()


@pytest.mark.usefixtures("read")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_tells_two_plans_of_one_series_apart(language: str) -> None:
    shown = _statuses("/cam-pha/2024-H1", language)
    for assigner in ("own", "province"):
        assert f"({words.assigner(assigner, language)})" in shown
    assert ("، <a" in shown) is (language == "ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_tells_why_there_is_no_chance(read: Callable[[str], Page], language: str) -> None:
    reason = OutlookReason.NOTHING_OF_YEAR.said(year="2025")
    kind = reason_words(reason, language)
    assert f'<span class="quiet">{kind}</span>' in _statuses("/binh-lieu/2025", language)
    page = read(f"/binh-lieu/2025/outlook?lang={language}")
    assert not page.all("span", lang="en")
    told = [each.text for each in page.all("span", class_="quiet")]
    assert sentence_words(reason, load_pack(), language) in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_an_outlook_was_made_is_told_in_words(
    read: Callable[[str], Page], language: str
) -> None:
    query = "breakdown=management%3Dlocal&price_basis=current&year=2024&as_of=2024-10-15"
    page = read(f"/quang-ninh/state-budget-investment?{query}&lang={language}")
    told = page.one("section", **{"aria-labelledby": "year-end"})
    assert "AutoETS" not in told.text
    assert ("damped trend" in told.text) is (language == "en")


def test_moves_since_another_day_are_another_page(read: Callable[[str], Page]) -> None:
    """The page without a day was remembered first, and answers for no other."""
    plain = read(f"{PATH}/outlook?lang=en")
    moved = read(f"{PATH}/outlook?lang=en&since=2024-07-15")
    assert "Median then" in moved.text and "Median then" not in plain.text
    assert read(f"{PATH}/outlook?lang=en&since=2024-09-15").html != moved.html
    assert read(f"{PATH}/outlook?lang=en&since=rubbish").status == 400
    assert "since=2024-07-15" in moved.link("Русский")
