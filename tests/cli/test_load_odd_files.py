"""Files as they come: pipes, strange names, endless repetition, two at once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import ROOT, clean_environment
from tests.cli.test_load import Run, figures


def test_a_pipe_is_refused_and_not_waited_for(tiendo: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    refused = tiendo("load", pipe)
    assert refused.code == 1
    assert f"{pipe} is a device or a pipe, not a file" in refused.err
    assert "save it as a file" in refused.err


@pytest.mark.skipif(os.geteuid() == 0, reason="everything may be read by the superuser")
def test_a_file_without_rights_is_refused(tiendo: Run, write: Write) -> None:
    file = write(line())
    file.chmod(0)
    refused = tiendo("load", file)
    assert refused.code == 1
    assert "cannot be read (Permission denied)" in refused.err


def test_a_name_cannot_turn_the_message_around(tiendo: Run, write: Write) -> None:
    file = write(line(place="nowhere"), name="bao\u202ecao\nx.csv")
    refused = tiendo("load", file)
    assert "bao\\u202ecao\\u000ax.csv, line 2, column place: " in refused.err
    assert "\u202e" not in refused.err.partition("\n")[0]


def test_a_line_that_stands_a_thousand_times_is_not_told_as_often(
    tiendo: Run, write: Write, workspace: Path
) -> None:
    before = figures(workspace)
    file = write(*[line(period="2024-04")] * 1000)
    done = tiendo("load", file)
    assert done.code == 0
    assert figures(workspace) == before + 1
    assert done.err.count("says the same as line 2 and is left out") == 200
    assert "and 799 more remarks; --json lists all" in done.err
    assert len(tiendo("load", file, "--json").json()["files"][0]["notes"]) == 999


def test_two_loads_at_once_are_recorded_one_after_the_other(write: Write, workspace: Path) -> None:
    before = figures(workspace)
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "tiendo.cli", "load", str(file), "--workspace", str(workspace)],
            cwd=ROOT,
            env=clean_environment(),
            stderr=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for file in (
            write(line(period="2024-02"), name="one.csv"),
            write(line(period="2024-03"), name="other.csv"),
        )
    ]
    ended = [one.communicate(timeout=120) for one in both]
    assert [one.returncode for one in both] == [0, 0], ended
    assert figures(workspace) == before + 2
