"""At a terminal: colours, a table where it fits, and lines of text where it does not."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.cli.door import ROOT, clean_environment

CONTROL = re.compile("\x1b\\[[0-9;?]*[A-Za-z]")


def at_terminal(columns: int, workspace: Path, *words: str, **env: str) -> tuple[int, str]:
    """Run the command at a terminal of this width; return its exit code and what it showed."""
    variables = clean_environment() | {
        "COLUMNS": str(columns),
        "TERM": "xterm-256color",
        "TIENDO_WORKSPACE": str(workspace),
    }
    terminal, other_end = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "tiendo.cli", *words],
        cwd=ROOT,
        env=variables | env,
        stdin=other_end,
        stdout=other_end,
        stderr=other_end,
    )
    os.close(other_end)
    shown = b""
    # Linux says by an error that the other side is gone.
    with suppress(OSError):
        while piece := os.read(terminal, 65536):
            shown += piece
    os.close(terminal)
    return process.wait(timeout=20), shown.decode().replace("\r\n", "\n")


ASKED = ("evaluate", "cam-pha", "2024-H1", "--lang", "en")


def test_a_wide_terminal_shows_a_table_in_colours(demo_folder: Path) -> None:
    code, shown = at_terminal(180, demo_folder, *ASKED)
    assert code == 0
    assert "\x1b[1m" in shown
    lines = [CONTROL.sub("", text) for text in shown.splitlines()]
    [revenue] = [text for text in lines if "Local budget revenue" in text]
    for piece in ("bn VND", "> 5,570", "-13.26", "own: 12,748.91* (43.69 %)"):
        assert piece in revenue


def test_a_narrow_terminal_shows_every_number_whole(demo_folder: Path) -> None:
    code, shown = at_terminal(80, demo_folder, *ASKED)
    assert code == 0
    lines = [CONTROL.sub("", text).rstrip() for text in shown.splitlines()]
    at = lines.index("Local budget revenue")
    assert lines[at + 1 : at + 4] == [
        "    Value: > 5,570 bn VND",
        "    Year before: 6,421.49*",
        "    Growth, %: -13.26",
    ]


@pytest.mark.parametrize("env", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_who_wants_no_colours_gets_none(demo_folder: Path, env: dict[str, str]) -> None:
    code, shown = at_terminal(120, demo_folder, "explain", "cam-pha", "nothing", "2024", **env)
    assert code == 1
    assert "error: 'nothing' is no indicator" in shown
    assert "\x1b[" not in shown
