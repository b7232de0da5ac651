"""The pages in a real browser, served by the installed command from the packaged figures."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.databases import skip_or_fail
from tests.web.packaged import packaged_files

pytestmark = pytest.mark.browser

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --font-render-hinting=none"
).split()
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
EVALUATION = "/ninh-thuan/2024-Q1"
TRACE = (
    "/quang-ninh/2024-02/state-budget-investment?breakdown=management%3Dlocal&price_basis=current"
)
PAGES = [
    "/",
    "/?q=quang",
    "/quang-ninh/",
    EVALUATION,
    "/cam-pha/2024-H1",
    TRACE,
    "/nowhere/",
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with some of the packaged figures."""
    folder = tmp_path_factory.mktemp("site")
    kept = {name: text for name, text in os.environ.items() if not name.startswith("TIENDO_")}
    environment = kept | {"TIENDO_WORKSPACE": str(folder / "workspace")}
    command = [sys.executable, "-m", "tiendo.cli"]
    for name, text in packaged_files():
        (folder / name).write_text(text, encoding="utf-8")
    files = sorted(str(file) for file in folder.glob("*.csv"))
    subprocess.run([*command, "load", *files], env=environment, check=True, capture_output=True)
    port = _free_port()
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log
        )
    try:
        _wait_for(f"http://127.0.0.1:{port}/", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server has ended"
            time.sleep(0.1)
    pytest.fail(f"nothing answers at {address}")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests; ended with the module, since its loop would disturb others."""
    path = shutil.which("chromium")
    if path is None or find_spec("playwright") is None:
        skip_or_fail("chromium or playwright is not installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Watch:
    """A tab that remembers what must not happen."""

    def __init__(self, context: Any) -> None:
        self.tab = context.new_page()
        self.errors: list[str] = []
        self.away: list[str] = []
        self.tab.on("console", self._hear)
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.tab.on("request", self._see)

    def _hear(self, message: Any) -> None:
        # Chromium tells of every page with status 404, also of one that was asked for.
        if message.type == "error" and "status of 404" not in message.text:
            self.errors.append(message.text)

    def _see(self, request: Any) -> None:
        if urlsplit(request.url).hostname != "127.0.0.1":
            self.away.append(request.url)


@pytest.fixture
def watch(chromium: Any, site: str) -> Iterator[Watch]:
    """A tab under the pages' own strict policy; fails if it complained or went elsewhere."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, base_url=site)
    watched = Watch(context)
    yield watched
    context.close()
    assert (watched.errors, watched.away) == ([], [])


def _in(path: str, language: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={language}"


@pytest.mark.parametrize("language", ["vi", "ar"])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light")])
def test_axe_finds_nothing(
    chromium: Any, site: str, language: str, width: int, scheme: str
) -> None:
    import axe_playwright_python

    axe = (Path(axe_playwright_python.__path__[0]) / "axe.min.js").read_text(encoding="utf-8")
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        base_url=site,
        bypass_csp=True,
    )
    tab = context.new_page()
    found = []
    for path in PAGES:
        tab.goto(_in(path, language))
        tab.evaluate(axe)
        result = tab.evaluate("tags => axe.run({runOnly: tags})", WCAG)
        found += [
            (path, each["id"], node["html"])
            for each in result["violations"]
            for node in each["nodes"]
        ]
    context.close()
    assert found == []


@pytest.mark.parametrize("language", ["vi", "ar"])
@pytest.mark.parametrize("width", [360, 900, 1280])
def test_no_page_scrolls_sideways(watch: Watch, language: str, width: int) -> None:
    watch.tab.set_viewport_size({"width": width, "height": 900})
    for path in PAGES:
        watch.tab.goto(_in(path, language))
        sizes = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        scrolled, seen = watch.tab.evaluate(sizes)
        assert scrolled <= seen, path


@pytest.mark.parametrize("language", ["vi", "en", "ar", "ru"])
def test_pages_ask_for_nothing_outside_and_complain_of_nothing(watch: Watch, language: str) -> None:
    for path in PAGES:
        watch.tab.goto(_in(path, language))
        direction = watch.tab.evaluate("getComputedStyle(document.body).direction")
        assert direction == ("rtl" if language == "ar" else "ltr")


def test_the_keyboard_reaches_a_number_and_its_trace(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(_in(EVALUATION, "vi"))
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    for _ in range(40):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.classList.contains('n')"):
            break
    assert tab.evaluate("document.activeElement.textContent") != ""
    outline = tab.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#value:target")
    assert urlsplit(tab.url).path == "/ninh-thuan/2024-Q1/grdp"


def test_the_keyboard_opens_a_step_of_a_trace(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(_in(TRACE, "ar"))
    step = tab.locator("#growth_pct .tree ul summary").first
    step.focus()
    tab.keyboard.press("Enter")
    table = tab.locator("#growth_pct .tree ul details").first.locator("table")
    assert table.is_visible()


def test_switching_the_language_keeps_the_page(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(_in(TRACE + "&as_of=2024-03-10", "vi"))
    tab.get_by_role("link", name="العربية").click()
    tab.wait_for_selector("html[lang=ar]")
    assert "as_of=2024-03-10" in tab.url and "breakdown=management%3Dlocal" in tab.url


def test_the_form_leads_to_a_period_as_known_on_a_date(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(_in("/quang-ninh/", "vi"))
    tab.get_by_label("Kỳ", exact=True).fill("2024-M01/M02")
    tab.get_by_label("Số liệu có đến ngày").fill("2024-03-10")
    tab.get_by_role("button", name="Xem").click()
    tab.wait_for_selector("table.figures")
    assert tab.url.endswith("/quang-ninh/2024-01/2024-02?as_of=2024-03-10&lang=vi")


def test_the_head_of_a_long_table_stays_in_sight(watch: Watch) -> None:
    tab = watch.tab
    tab.set_viewport_size({"width": 1280, "height": 300})
    tab.goto(_in(EVALUATION, "vi"))
    tab.locator(".figures tbody tr").last.scroll_into_view_if_needed()
    head = tab.locator(".figures thead th").first.bounding_box()
    assert head is not None and head["y"] >= 0


def test_a_narrow_table_becomes_cards_with_labels(watch: Watch) -> None:
    tab = watch.tab
    tab.set_viewport_size({"width": 360, "height": 800})
    tab.goto(_in(EVALUATION, "ar"))
    cell = tab.locator(".figures td.value").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"القيمة"'
    box = cell.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 360


def test_print_leaves_the_tools_out(watch: Watch) -> None:
    tab = watch.tab
    tab.goto(_in(EVALUATION, "vi"))
    tab.emulate_media(media="print")
    assert not tab.locator("form.period").is_visible()
    assert tab.locator("table.figures").is_visible()
