"""How fast are the pages: a board of 300 indicators, and fifty readers at once?

Everything runs against the installed command in a process of its own, over loopback.

1. A locality of the packaged country files 300 indicators, each for two years with a plan. Its
   board is asked for the first time after a filing ("cold": the cube evaluates), in another order
   or language ("warm": only the evaluation is remembered), and "again". Measured in the server's
   own process, so that neither sockets nor a browser count; clock and processor time. Mark: 150 ms.
2. Fifty readers, each with a connection of its own, ask for pages at once, as fast as they are
   answered: the first page, boards, a series, a trace. The first crowd comes as soon as the server
   answers, the second when every page was made. Mark: 95 % within 500 ms on two cores.
3. What the first page weighs as it goes over the wire. Mark: 200 kB.

    python benchmarks/pages.py [--quick | --full] [--json FILE]
"""

from __future__ import annotations

import argparse
import gzip
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

PLACE, YEAR = "cam-pha", 2024
PATHS = (
    "/?lang=vi",
    "/cam-pha/2024?lang=vi",
    "/cam-pha/2024?lang=ar&sort=-growth",
    "/ninh-thuan/2024-Q1?lang=ru",
    "/quang-ninh/state-budget-investment?year=2024&lang=vi",
    "/cam-pha/2024-H1/local-budget-revenue?price_basis=current&lang=en",
)
FILES = ("ninh-thuan-2024-q1.csv", "cam-pha-2024-h1.csv", "state-budget-investment.csv")


def made_up(count: int) -> str:
    """Return so many indicators of one locality, two years and a plan each, as a long CSV."""
    from tiendo.packs.loading import load_pack

    cards = [card for card in load_pack().catalogue.values() if not card.formulas][:count]
    lines = [
        "place,indicator,breakdown,price_basis,period,kind,value,unit,known_at,modality,assigner"
    ]
    for number, card in enumerate(cards):
        told = f"{PLACE},{card.code},,{card.price_bases[0]}"
        unit = card.unit.text
        for year in (YEAR - 1, YEAR):
            value = 30 + (7 * number + year) % 20  # rates stand among them
            lines.append(f"{told},{year},level,{value},{unit},{year + 1}-01-10,,")
        lines.append(f"{told},{YEAR},level,{60},{unit},{YEAR - 1}-12-10,target,own")
    return "\n".join(lines) + "\n"


@contextmanager
def filled_workspace(count: int) -> Iterator[Path]:
    """Give a workspace with the packaged files and the made-up ones, its cube built."""
    from tiendo.packs.loading import load_pack

    with tempfile.TemporaryDirectory(prefix="tiendo-pages-") as name:
        folder = Path(name)
        for file in load_pack().figure_files:
            if file.name in FILES:
                (folder / file.name).write_bytes(file.read_bytes())
        (folder / "made-up.csv").write_text(made_up(count), encoding="utf-8")
        files = [str(file) for file in sorted(folder.glob("*.csv"))]
        command = [sys.executable, "-m", "tiendo.cli"]
        environment = {**os.environ, "TIENDO_WORKSPACE": str(folder / "workspace")}
        for step in (["load", *files], ["rebuild"]):
            subprocess.run([*command, *step], env=environment, check=True, capture_output=True)
        yield folder / "workspace"


_BOARD = """
import json, sys, time
import django
django.setup()
from django.test import Client
from tiendo.ledger import boards
from tiendo.web import remembering
path, rounds = sys.argv[1], int(sys.argv[2])
client, found = Client(HTTP_HOST="127.0.0.1"), {"cold": [], "warm": [], "again": []}
client.get(path)
for _ in range(rounds):
    for kind in ("cold", "warm", "again"):
        if kind == "cold":
            boards._answers.__init__(64)
        if kind != "again":
            remembering._pages.__init__(24_000_000)
        wall, cpu = time.perf_counter(), time.process_time()
        response = client.get(path)
        found[kind].append((time.perf_counter() - wall, time.process_time() - cpu))
        assert response.status_code == 200
found["rows"] = response.content.count(b'scope="row"')
found["bytes"] = len(response.content)
print(json.dumps(found))
"""


def board(workspace: Path, rounds: int) -> dict[str, Any]:
    """Measure the board in a process of its own."""
    environment = {
        **os.environ,
        "TIENDO_WORKSPACE": str(workspace),
        "DJANGO_SETTINGS_MODULE": "tiendo.config.settings",
    }
    command = [sys.executable, "-c", _BOARD, f"/{PLACE}/{YEAR}?lang=vi", str(rounds)]
    told = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(told.stdout)
    return found


@contextmanager
def served(workspace: Path) -> Iterator[int]:
    """Serve a workspace with the installed command; give the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "TIENDO_WORKSPACE": str(workspace)}
    command = [sys.executable, "-m", "tiendo.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                _get(port, "/favicon.ico", expected=302)
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _get(
    port: int,
    path: str,
    connection: http.client.HTTPConnection | None = None,
    expected: int = 200,
) -> bytes:
    asked = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    asked.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = asked.getresponse()
    body = response.read()
    if response.status != expected:
        raise AssertionError(f"{path}: {response.status}")
    return body


def readers(port: int, count: int, each: int) -> list[float]:
    """Return how long each of the pages took that so many readers asked for at once, in seconds."""
    took: list[float] = []
    start = threading.Barrier(count)

    def read(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        start.wait()
        for turn in range(each):
            begun = time.perf_counter()
            _get(port, PATHS[(number + turn) % len(PATHS)], connection)
            took.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took


def weight(port: int) -> int:
    """Return the bytes of the first page with its sheets and scripts as they are sent."""
    page = gzip.decompress(_get(port, PATHS[0])).decode()
    pieces = {
        piece.split('"')[0]
        for mark in ('href="/static/', 'src="/static/')
        for piece in page.split(mark)[1:]
    }
    return len(_get(port, PATHS[0])) + sum(len(_get(port, f"/static/{p}")) for p in pieces)


def main() -> None:
    """Measure, print, and write JSON where asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    indicators, rounds, crowd, each = (20, 2, 5, 2) if options.quick else (300, 10, 50, 6)
    with filled_workspace(indicators) as workspace:
        print(f"load of the machine: {os.getloadavg()[0]:.1f}, processors: {os.cpu_count()}")
        measured = board(workspace, rounds)
        print(f"board of {measured['rows']} rows, {measured['bytes'] / 1000:.0f} kB of HTML")
        for kind in ("cold", "warm", "again"):
            wall, cpu = (median(times) * 1000 for times in zip(*measured[kind], strict=True))
            print(f"  {kind}: {wall:.0f} ms by the clock, {cpu:.0f} ms of processor time (median)")
        with served(workspace) as port:
            # Each process of the server makes each page once: the first crowd waits for that.
            for name in ("just after the start", "later"):
                took = readers(port, crowd, each)
                cut = quantiles(took, n=20)[18]
                print(
                    f"{crowd} readers at once {name}, {len(took)} pages: median "
                    f"{median(took) * 1000:.0f} ms, 95 % within {cut * 1000:.0f} ms"
                )
            first = weight(port)
            print(f"first page with sheets and scripts: {first / 1000:.0f} kB over the wire")
    if options.json:
        told = {**measured, "readers_seconds": took, "first_page_bytes": first}
        options.json.write_text(json.dumps(told, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
