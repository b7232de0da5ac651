"""Another process that files: `python -m tests.ledger.child MODE NUMBER`.

It speaks in lines on stdout, so that a test knows where it stands without waiting for a time.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from tiendo.config.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def child(
    mode: str, number: int, workspace: Workspace, url: str = ""
) -> Iterator[subprocess.Popen[str]]:
    """Start the process; at the end it is killed if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.ledger.child", mode, str(number)],
        cwd=ROOT,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "tiendo.config.settings",
            "TIENDO_WORKSPACE": str(workspace.path),
            "TIENDO_DATABASE_URL": url,
        },
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


def stop_half_way(number: int) -> None:
    """File two files in one transaction, and wait for ever between them."""
    from tests.ledger.filing import draft, many
    from tests.world import REGISTER
    from tiendo.ledger.services import record_filings

    def wait(done: int) -> None:
        say(f"inserted {done}")
        sys.stdin.read()

    drafts = [draft(*many(number)), draft(*many(number, first=number))]
    record_filings(drafts=drafts, register=REGISTER, progress=wait)


def file_for_ever(number: int) -> None:
    """File small files one after another, saying the number of each filing."""
    from itertools import count

    from tests.ledger.filing import file, many

    for turn in count():
        say(file(*many(number, first=turn * number)).filing)


def file_some(number: int) -> None:
    """Wait for a line, then file as many files as are asked; a part of each is known already."""
    from tests.ledger.filing import file, many

    say("ready")
    sys.stdin.readline()
    for turn in range(number):
        file(*many(6, first=turn * 4), by=f"process {os.getpid()}")
    say("done")


if __name__ == "__main__":
    django.setup()
    modes = {"half-way": stop_half_way, "for-ever": file_for_ever, "some": file_some}
    modes[sys.argv[1]](int(sys.argv[2]))
