"""The pages in a real browser, served by the installed command from the packaged figures."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.web.site import Watch, artefacts, chromium, in_language, site, watch

__all__ = ["artefacts", "chromium", "site", "watch"]

pytestmark = pytest.mark.browser

WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
BOARD = "/cam-pha/2024-H1"
TRACE = (
    "/quang-ninh/2024-02/state-budget-investment?breakdown=management%3Dlocal&price_basis=current"
)
PAGES = {
    "home": "/",
    "search": "/search?q=thu",
    "place": "/quang-ninh/",
    "history": "/cam-pha/history",
    "board": BOARD,
    "board-parts": "/ninh-thuan/2024-Q1?sort=-growth",
    "findings": "/quang-ninh/2024-02/findings",
    "outlook": "/quang-ninh/2024-09/outlook",
    "trace": TRACE,
    "series": "/quang-ninh/state-budget-investment?year=2024",
    "places": "/vn/2024-09/state-budget-investment/places?breakdown=management%3Dlocal",
    "report": "/read/cam-pha-2024-h1.vi",
    "filings": "/filings",
    "filing": "/filings/1",
    "other-map": "/quang-nam/2024-09?map=2025-07-01",
    "statuses": "/quang-ninh/2024-09",
    "targets": "/targets-check?total=15&sector=A&minimum=17&sector=B&minimum=7",
    "empty": "/cam-pha/1999",
    "problem": "/nowhere/",
}
LOOKS = {
    "wide": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 800}},
}
SIZES = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"


@pytest.mark.parametrize(
    ("language", "look"),
    [
        ("vi", "wide"),
        ("ar", "wide"),
        ("ar", "dark"),
        ("vi", "narrow"),
        ("en", "dark"),
        ("ru", "narrow"),
    ],
)
def test_axe_finds_nothing(
    chromium: Any, site: str, artefacts: Path, language: str, look: str
) -> None:
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__path__[0]) / "axe.min.js").read_text(encoding="utf-8")
    # axe is a script of nobody's: it needs a tab without the pages' own policy.
    context = chromium.new_context(base_url=site, bypass_csp=True, **LOOKS[look])
    tab = context.new_page()
    found = []
    for name, path in PAGES.items():
        tab.goto(in_language(path, language))
        tab.screenshot(path=artefacts / f"{name}-{language}-{look}.png", full_page=True)
        tab.evaluate(axe)
        result = tab.evaluate("tags => axe.run({runOnly: tags})", WCAG)
        found += [
            (path, each["id"], node["html"][:200])
            for each in result["violations"]
            for node in each["nodes"]
        ]
    context.close()
    assert found == []


@pytest.mark.parametrize("language", ["vi", "en", "ar", "ru"])
@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (900, "light"), (1280, "light")])
def test_pages_fit_ask_for_nothing_outside_and_complain_of_nothing(
    watch: Watch, language: str, width: int, scheme: str
) -> None:
    watch.tab.set_viewport_size({"width": width, "height": 900})
    watch.tab.emulate_media(color_scheme=scheme)
    for path in PAGES.values():
        watch.tab.goto(in_language(path, language))
        direction = watch.tab.evaluate("getComputedStyle(document.body).direction")
        assert direction == ("rtl" if language == "ar" else "ltr")
        scrolled, seen = watch.tab.evaluate(SIZES)
        assert scrolled <= seen, (path, width)


def test_the_keyboard_opens_the_panel_of_a_number_and_leads_back(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(in_language(BOARD, "vi"))
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    number = tab.locator("td.value a.n").first
    number.focus()
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#panel h2:focus")
    assert tab.locator("#panel").get_by_text("cam-pha-2024-h1.csv").first.is_visible()
    assert urlsplit(tab.url).path.startswith(f"{BOARD}/")
    tab.keyboard.press("Escape")
    assert urlsplit(tab.url).path == BOARD
    assert tab.locator("#panel").text_content() == ""
    assert number.evaluate("each => each === document.activeElement")


def test_the_mouse_opens_the_panel_in_a_mirrored_page(watch: Watch, artefacts: Path) -> None:
    tab = watch.tab
    tab.set_viewport_size({"width": 1500, "height": 900})
    tab.goto(in_language(BOARD, "ar"))
    tab.locator("td.plan a.n").first.click()
    tab.wait_for_selector("#panel h2")
    panel, table = tab.locator("#panel").bounding_box(), tab.locator(".sheet").bounding_box()
    assert panel is not None and table is not None and panel["x"] < table["x"]
    tab.screenshot(path=artefacts / "panel-ar.png")
    address = tab.url
    tab.locator("#panel [data-close]").click()
    assert tab.locator("#panel").text_content() == ""
    tab.goto(address)
    assert tab.locator("h1").is_visible(), "the panel's address is a page of its own"


def test_the_way_back_leads_to_the_board(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(in_language(BOARD, "en"))
    tab.locator("td.value a.n").first.click()
    tab.wait_for_selector("#panel h2")
    tab.go_back()
    tab.wait_for_selector("table.figures")
    assert urlsplit(tab.url).path == BOARD


def test_everything_works_without_scripts(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(in_language("/", "en"))
    tab.locator("form.pickers select[name=span]").select_option("M09")
    tab.locator("form.pickers input[name=year]").fill("2024")
    tab.get_by_role("button", name="Compare places").click()
    assert tab.locator("table.figures tbody tr").first.inner_text().startswith("1")
    tab.goto(in_language(BOARD, "en"))
    tab.locator("#span").select_option("Y")
    tab.get_by_role("button", name="Show", exact=True).click()
    assert urlsplit(tab.url).path == "/cam-pha/2024"
    tab.goto(in_language(BOARD, "en"))
    tab.locator("td.value a.n").first.click()
    assert tab.locator("h2#origins").is_visible()
    context.close()


def test_a_stranger_finds_the_two_answers_from_the_first_page(watch: Watch) -> None:
    """Cẩm Phả's revenue with both plans and its fall; who had disbursed least in September 2024."""
    tab = watch.tab
    tab.goto(in_language("/", "en"))
    tab.get_by_role("link", name="First half of 2024").first.click()
    row = tab.locator("tr", has_text="Local budget revenue")
    told = row.inner_text()
    for number in ("5,570", "12,748.9", "12,722.7", "43.69%", "43.78%", "-13.26%"):
        assert number in told
    row.get_by_text("-13.26%").click()
    tab.wait_for_selector("#panel #growth_pct")
    assert "86.74%" in tab.locator("#panel #growth_pct").inner_text()
    tab.goto(in_language("/", "en"))
    tab.locator("form.pickers select[name=span]").select_option("M09")
    tab.locator("form.pickers input[name=year]").fill("2024")
    tab.get_by_role("button", name="Compare places").click()
    tab.wait_for_selector("table.figures")
    first = tab.locator("table.figures tbody tr").first.inner_text()
    assert "Ho Chi Minh" in first and "38.03%" in first


def test_the_keyboard_opens_a_step_of_a_trace(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(in_language(TRACE, "ar"))
    step = tab.locator("#growth_pct .tree ul summary").first
    step.focus()
    tab.keyboard.press("Enter")
    table = tab.locator("#growth_pct .tree ul details").first.locator("table")
    assert table.is_visible()


def test_a_pasted_report_is_marked_without_scripts(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(in_language("/read", "en"))
    tab.locator("#text").fill(
        "In 2024 tourism revenue reached 495 billion VND, up 12% year on year."
    )
    tab.get_by_role("button", name="Mark the figures").click()
    assert tab.locator(".report mark").count() == 2
    tab.locator("table.figures a").first.click()
    assert tab.url.endswith("#f1")
    context.close()


def test_switches_keep_the_page(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(in_language(TRACE + "&as_of=2024-03-10", "vi"))
    tab.get_by_role("link", name="العربية").click()
    tab.wait_for_selector("html[lang=ar]")
    assert "as_of=2024-03-10" in tab.url and "breakdown=management%3Dlocal" in tab.url
    tab.goto(in_language(BOARD, "en"))
    tab.get_by_text("Display").click()
    tab.get_by_role("link", name="Dark").click()
    tab.wait_for_selector("html[data-theme=dark]")
    ground = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(20, 24, 28)"
    tab.get_by_role("link", name="Findings", exact=True).click()
    tab.wait_for_selector("html[data-theme=dark]")


def test_the_head_of_a_long_table_stays_in_sight(watch: Watch) -> None:
    tab = watch.tab
    tab.set_viewport_size({"width": 1280, "height": 300})
    tab.goto(in_language(BOARD, "vi"))
    tab.locator(".figures tbody tr").last.scroll_into_view_if_needed()
    head = tab.locator(".figures thead th").first.bounding_box()
    assert head is not None and head["y"] >= 0


def test_a_narrow_table_becomes_cards_with_labels(watch: Watch) -> None:
    tab = watch.tab
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto(in_language(BOARD, "ar"))
    cell = tab.locator(".figures td.value").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"القيمة"'
    box = cell.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_print_leaves_the_tools_out(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(in_language(BOARD, "vi"))
    tab.emulate_media(media="print")
    assert not tab.locator("form.pickers").first.is_visible()
    assert tab.locator("table.figures").is_visible()


def test_the_first_page_weighs_little(watch: Watch) -> None:
    """Page, sheets and scripts as they go over the wire: under 200 kB."""
    weights = []
    watch.tab.on("response", lambda response: weights.append(response.request.sizes()))
    watch.tab.goto(in_language("/", "vi"), wait_until="networkidle")
    assert sum(each["responseBodySize"] for each in weights) < 200_000


def test_statuses_and_paths_come_into_the_table_by_themselves(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(in_language("/quang-ninh/2024-09", "en"))
    tab.wait_for_selector(".figures .outlook .status")
    plan = tab.locator(".figures [data-plan]").first
    assert "seasonal path" in plan.inner_text() and "chance" in plan.inner_text()
    assert tab.locator("#plans-told").count() == 0
    plan.locator("a.n").first.click()
    tab.wait_for_selector("#panel h2")


def test_a_number_leads_to_its_document_in_three_clicks(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(in_language("/", "en"))
    tab.get_by_role("link", name="First half of 2024").first.click()
    tab.locator("tr", has_text="Local budget revenue").get_by_text("-13.26%").click()
    tab.wait_for_selector("#panel #growth_pct")
    tab.locator("#panel #growth_pct ul ul summary").first.click()
    tab.locator("#panel #growth_pct ul .versions a").first.click()
    tab.wait_for_selector("tr[aria-current]")
    assert "86.74%" in tab.locator("tr[aria-current]").inner_text()


def test_the_map_of_another_day_is_chosen_without_scripts(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    tab = context.new_page()
    tab.goto(in_language("/quang-nam/2024-09", "en"))
    tab.locator("#map").select_option("2025-07-01")
    tab.get_by_role("button", name="Show", exact=True).click()
    assert "map=2025-07-01" in tab.url
    assert "is not on the map of 1 Jul 2025" in tab.locator("main").inner_text()
    tab.get_by_role("link", name="Da Nang").click()
    assert "map=2025-07-01" in tab.url
    context.close()
