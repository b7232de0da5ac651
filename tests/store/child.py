"""Another process at the store: `python -m tests.store.child MODE ADDRESS`.

It speaks in lines on stdout, so that a test knows where it stands without waiting for a time.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.store.written import KEYS, commit_stamped, numbers, stamped
from tiendo.cube.store import open_store, refresh

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def child(mode: str, address: Path) -> Iterator[subprocess.Popen[str]]:
    """Start the process; at the end it is killed if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.store.child", mode, str(address)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def line_of(process: subprocess.Popen[str]) -> str:
    """Return the next line that the process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def say(text: object) -> None:
    """Say one line to the test."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def write_for_ever(address: Path) -> None:
    """Commit one state after another, each saying its own number."""
    for number in count(open_store(address).manifest.sequence + 1):
        commit_stamped(address, number)
        say(number)


def read_for_ever(address: Path) -> None:
    """Read all tiles of one state after another; say the state's number and those they told."""
    while True:
        store = open_store(address)
        say(f"{store.manifest.sequence % 100} {sorted(numbers(store))}")


def stop_half_way(address: Path) -> None:
    """Put some tiles, then wait for ever."""
    with refresh(address) as writer:
        for block, year in KEYS[:2]:
            writer.put(block, year, stamped(50, year))
        say("half way")
        sys.stdin.read()


if __name__ == "__main__":
    modes = {"write": write_for_ever, "read": read_for_ever, "half-way": stop_half_way}
    modes[sys.argv[1]](Path(sys.argv[2]))
