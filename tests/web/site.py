"""A server with some of the packaged figures, and one browser, for all tests of a run."""

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

ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --font-render-hinting=none"
).split()


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
            # The first answer lays out the country: a loaded machine takes its time.
            with urllib.request.urlopen(address, timeout=60):
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


@pytest.fixture(scope="session")
def artefacts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that keeps pictures: TIENDO_ARTEFACTS, else a temporary one."""
    named = os.environ.get("TIENDO_ARTEFACTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("pictures")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def in_language(path: str, language: str) -> str:
    """Return an address with the language of the page."""
    return f"{path}{'&' if '?' in path else '?'}lang={language}"
