"""Takes the pictures of the README from a demonstration office of its own, with Debian's Chromium.

    python scripts/make_pictures.py [WORKSPACE]

Without a workspace the packaged figures are loaded into a temporary one, which takes a minute.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --font-render-hinting=none"
).split()
PICTURES = {
    "board-vi": ("/cam-pha/2024-H1?lang=vi", 1280, "", ""),
    "board-ar": ("/cam-pha/2024-H1?lang=ar", 1500, "td.plan a.n", "dark"),
    "map-vi": (
        "/vn/2024-09/state-budget-investment/places?breakdown=management%3Dlocal&lang=vi",
        1280, "", "",
    ),
    "reading": ("/read/cam-pha-2024-h1.vi?lang=vi", 1280, "", ""),
    "series-vi": ("/quang-ninh/state-budget-investment?year=2024&lang=vi", 1280, "", ""),
}  # fmt: skip


def main(workspace: Path) -> None:
    """Serve the workspace and take every picture."""
    from playwright.sync_api import sync_playwright

    environment = {**os.environ, "TIENDO_WORKSPACE": str(workspace)}
    command = [sys.executable, "-m", "tiendo.cli"]
    subprocess.run([*command, "demo", "--no-serve"], env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen([*command, "serve", "--port", str(port)], env=environment)
    try:
        site = f"http://127.0.0.1:{port}"
        _wait_for(site)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            for name, (path, width, click, theme) in PICTURES.items():
                tab = browser.new_page(viewport={"width": width, "height": 860}, base_url=site)
                tab.emulate_media(color_scheme="dark" if theme else "light")
                tab.goto(path, wait_until="networkidle")
                if click:
                    tab.locator(click).first.click()
                    tab.wait_for_selector("#panel h2")
                tab.screenshot(path=IMAGES / f"{name}.png", full_page=not click)
                print(f"docs/images/{name}.png")
                tab.close()
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(site: str) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{site}/search", timeout=60):  # noqa: S310 - loopback
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        with tempfile.TemporaryDirectory(prefix="tiendo-pictures-") as scratch:
            main(Path(scratch) / "workspace")
