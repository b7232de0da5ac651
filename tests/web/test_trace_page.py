"""The trace of a series: down to the filed figures, with file, cell, person and both clocks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.web.conftest import Get, Office
from tests.web.reading import Page, assert_sound
from tests.world import RECORDED, planned, stated
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.words import Comparator, Status
from tiendo.web.pages import card_shown
from tiendo.web.texts import LANGUAGES

REVENUE = "/song-xanh/2024-Q1/revenue?price_basis=current"


def _months(office: Office) -> None:
    office.file(
        replace(stated("song-xanh", "revenue", "2024-01", "10.5", known="2024-02-03",
                       status=Status.ESTIMATE), cell="line 7"),
        stated("song-xanh", "revenue", "2024-02", "12", known="2024-03-03"),
        stated("song-xanh", "revenue", "2024-03", "14", known="2024-04-03"),
        stated("song-xanh", "revenue", "2023-Q1", "30", known="2023-04-03"),
        planned("song-xanh", "revenue", "2024", "160", known="2023-12-10", assigner="own"),
    )  # fmt: skip
    office.file(
        stated("song-xanh", "revenue", "2024-01", "11.25", known="2024-03-03",
               status=Status.OFFICIAL)
    )  # fmt: skip


def _section(page: Page, slug: str) -> str:
    return page.one("section", id=slug).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_sound_in_every_language(
    get: Get, office_in_memory: Office, language: str
) -> None:
    _months(office_in_memory)
    page = get(f"{REVENUE}&lang={language}")
    assert page.status == 200
    assert_sound(page, language)


def test_a_computed_value_goes_down_to_filed_figures(get: Get, office_in_memory: Office) -> None:
    _months(office_in_memory)
    page = get(f"{REVENUE}&lang=vi")
    assert page.title == "Thu ngân sách Sông Xanh · Quý I năm 2024"
    told = _section(page, "value")
    assert told.startswith("Giá trị 37,25 tỷ đồng cộng, trừ từ các kỳ đã báo cáo Quý I năm 2024")
    assert "cộng 11,25 tỷ đồng số báo cáo filing-6.csv Tháng 1 năm 2024" in told
    growth = _section(page, "growth_pct")
    assert "+24,17% 100 × (giá trị ÷ cùng kỳ năm trước − 1)" in growth
    assert "cùng kỳ năm trước 30 tỷ đồng số báo cáo" in growth


def test_all_versions_of_a_figure_are_listed(get: Get, office_in_memory: Office) -> None:
    _months(office_in_memory)
    told = _section(get(f"{REVENUE}&lang=en"), "value")
    first = "10.5 bn VND level estimate filing-1.csv line 7 Lan 3 Feb 2024 15 Jan 2026, 15:30"
    second = "11.25 bn VND this one answers level official filing-6.csv Lan 3 Mar 2024"
    assert first in told and second in told
    assert told.index(first) < told.index(second)


def test_instants_are_told_to_machines_in_utc(get: Get, office_in_memory: Office) -> None:
    _months(office_in_memory)
    times = {each.attributes["datetime"] for each in get(REVENUE).all("time")}
    assert {"2024-02-03", "2026-01-15T08:30:00+00:00"} <= times


def test_a_plan_and_its_share_have_sections(get: Get, office_in_memory: Office) -> None:
    _months(office_in_memory)
    page = get(f"{REVENUE}&lang=en")
    assert "160 bn VND filed" in _section(page, "plan-own-level")
    assert "23.28% 100 × reached ÷ plan" in _section(page, "plan-own-level-share")


def test_plans_of_one_assigner_have_names_of_their_own(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        planned("song-xanh", "revenue", "2024", "160"),
        planned("song-xanh", "revenue", "2024-Q1", "40"),
    )
    page = get(REVENUE)
    assert page.all("section", id="plan-unstated-level")
    assert page.all("section", id="plan-unstated-level-2")


def test_as_of_takes_the_trace_back(get: Get, office_in_memory: Office) -> None:
    _months(office_in_memory)
    page = get("/song-xanh/2024-01/revenue?price_basis=current&as_of=2024-02-10&lang=en")
    assert "10.5 bn VND" in page.text and "11.25" not in page.text
    assert page.link(
        "First 2 months of 2024".replace("First 2 months of 2024", "January 2024")
    ) == ("/song-xanh/2024-01?as_of=2024-02-10&lang=en")


def test_a_formula_leads_to_its_operands(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("song-xanh", "revenue", "2024", "10"),
        stated("song-xanh", "visitors", "2024", "4000"),
    )
    told = _section(get("/song-xanh/2024/spend-per-visitor?price_basis=current&lang=en"), "value")
    assert "2.50 m VND computed by the formula of the indicator: revenue / visitors" in told
    assert "operand 10 bn VND filed filing-1.csv Revenue" in told
    assert "operand 4,000 visitors filed filing-1.csv Visitors" in told


def test_places_below_are_named(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("ben-tre-nho", "revenue", "2024-Q1", "4"),
        stated("doi-che", "revenue", "2024-Q1", "5"),
    )
    told = _section(get(f"{REVENUE}&lang=en"), "value")
    assert "9 bn VND sum of the places below" in told
    assert "plus 4 bn VND filed filing-1.csv Bến Tre Nhỏ · Q1 2024" in told


def test_a_value_is_shown_in_the_unit_in_which_it_was_filed(
    get: Get, office_in_memory: Office
) -> None:
    office_in_memory.file(
        replace(stated("song-xanh", "revenue", "2024-Q1", "1.2075"), stated_unit="m VND")
    )
    page = get(f"{REVENUE}&lang=en")
    assert "1.2075 bn VND" in page.text and "1,207.5 m VND" in page.text


def test_a_stated_ratio_tells_how_growth_follows(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("song-xanh", "revenue", "2024-Q1", "5570", comparator=Comparator.MORE_THAN),
        stated("song-xanh", "revenue", "2024-Q1", "86.74", kind="base_ratio"),
    )
    page = get(f"{REVENUE}&lang=en")
    assert "-13.26% stated ratio − 100" in _section(page, "growth_pct")
    assert "more than > 6,421.5 bn VND implied base" in _section(page, "same_period")


def test_rank_completeness_and_findings_are_told(get: Get, office_in_memory: Office) -> None:
    for place in ("song-xanh", "nui-vang"):
        office_in_memory.file(
            stated(place, "revenue", "2024-03", "12"),
            stated(place, "revenue", "2023-03", "10"),
            stated(place, "revenue", "2024-03", "50", kind="growth"),
        )
    office_in_memory.file(stated("doi-che", "revenue", "2024-03", "1"))
    for place in ("doi-che", "ben-tre-nho"):
        office_in_memory.obligations.append(Obligation(place, "revenue"))
    page = get("/song-xanh/2024-03/revenue?price_basis=current&lang=en")
    assert _section(page, "rank").startswith("Rank 1 by growth")
    assert "filed by 1 of 2 places that owe it" in page.text
    assert "Warning Level, change and growth (contradiction)" in page.one("li", id="finding-1").text


def test_a_confidential_figure_tells_nothing(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(stated("song-xanh", "revenue", "2024-Q1", None, state="confidential"))
    page = get(f"{REVENUE}&lang=en")
    assert page.one("p", class_="headline").text == "confidential"


def test_nothing_known_is_a_page_too(get: Get) -> None:
    page = get(f"{REVENUE}&lang=en")
    assert page.status == 200
    assert "no figure" in page.text
    assert "nothing was filed from which it would follow" in page.text


def test_without_a_price_basis_the_only_one_is_meant(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(stated("song-xanh", "output", "2024-Q1", "5", basis="current"))
    page = get("/song-xanh/2024-Q1/output?lang=en")
    assert "5 bn VND" in page.one("p", class_="headline").text


def test_several_price_bases_are_listed(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("song-xanh", "output", "2024-Q1", "5", basis="current"),
        stated("song-xanh", "output", "2024-Q1", "4", basis="constant_2020"),
    )
    page = get("/song-xanh/2024-Q1/output?lang=en")
    assert_sound(page, "en")
    link = page.link("Output, constant 2020 prices")
    assert link == "/song-xanh/2024-Q1/output?price_basis=constant_2020&lang=en"
    assert "4 bn VND" in get(link).one("p", class_="headline").text


def test_parts_are_listed_where_there_is_no_total(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(
        stated("song-xanh", "investment", "2024-Q1", "5", cut="management=local"),
        stated("song-xanh", "investment", "2024-Q1", "3", cut="management=commune"),
    )
    page = get("/song-xanh/2024-Q1/investment?price_basis=current&lang=en")
    links = [each.text for each in page.all("a") if each.text.startswith("Investment")]
    assert links == ["Investment: local, current prices", "Investment: commune, current prices"]


def test_another_measure_of_a_series(get: Get, office_in_memory: Office) -> None:
    office_in_memory.file(stated("song-xanh", "revenue", "2024-Q1", "10"))
    office_in_memory.file(stated("song-xanh", "revenue", "2024-Q1", "7", kind="growth"))
    level = get(f"{REVENUE}&lang=en")
    other = level.link("Revenue, current prices, growth only")
    assert other == f"{REVENUE}&measure=growth&lang=en"
    growth = get(other)
    assert growth.one("p", class_="headline").text == "7%"
    assert growth.link("Revenue, current prices") == f"{REVENUE}&lang=en"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("breakdown=management", 400),
        ("breakdown=management%3Dmoon", 404),
        ("breakdown=colour%3Dred", 404),
        ("price_basis=cheap", 400),
        ("measure=mood", 400),
    ],
)
def test_words_that_name_no_series(get: Get, query: str, status: int) -> None:
    page = get(f"/song-xanh/2024-Q1/investment?{query}&lang=vi")
    assert page.status == status
    assert_sound(page, "vi")


def test_hostile_texts_of_a_filing_are_only_text(get: Get, office_in_memory: Office) -> None:
    bad = '"><script>alert(1)</script>'
    statement: Statement = replace(
        stated("song-xanh", "revenue", "2024-Q1", "10"), cell=bad, assigner=bad, version=bad
    )
    filing = Filing(7, by=bad, recorded_at=RECORDED, file_name=f"{bad}.csv", source=bad)
    office_in_memory.figures.append(Figure(99, filing, statement))
    page = get(f"{REVENUE}&lang=ar")
    assert_sound(page, "ar")
    assert page.html.count("&lt;script&gt;") >= 5
    sources = [each.text for each in page.all("bdi", class_="source")]
    assert f"{bad}.csv" in sources


def test_the_card_is_told_in_the_language_or_says_in_which_it_is(get: Get) -> None:
    card = load_pack().catalogue["grdp"]
    assert card_shown(card, "vi").concept.language == ""
    assert card_shown(card, "ar").concept.language in ("", "en")
