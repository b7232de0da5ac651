"""`tiendo serve`: says where it is, stops cleanly, and refuses a busy port in words."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.door import ROOT, Door, Result, clean_environment

Run = Callable[..., Result]


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


@contextmanager
def serving(workspace: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command that serves, until it has said where."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tiendo.cli", *words, "--workspace", str(workspace)],
        cwd=ROOT,
        env=clean_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=20)


def first_lines(process: subprocess.Popen[str], until: str) -> str:
    """Return what a process prints up to the line that begins with `until`."""
    assert process.stdout is not None
    said = ""
    for text in process.stdout:
        said += text
        if text.startswith(until):
            break
    return said


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_serves_says_where_and_ends_cleanly(
    workspace: Path, port: int, how: signal.Signals
) -> None:
    with serving(workspace, "serve", "--port", str(port)) as process:
        said = first_lines(process, "tiendo is at")
        assert said == f"tiendo is at http://127.0.0.1:{port}/ (Ctrl-C ends it)\n"
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            assert page.status == 200
        process.send_signal(how)
        out, err = process.communicate(timeout=20)
        assert process.returncode == 0, err
        assert (out, err) == ("", "")


@pytest.mark.slow
def test_demo_serves_what_it_loaded(demo_folder: Path, port: int) -> None:
    with serving(demo_folder, "demo", "--port", str(port)) as process:
        first_lines(process, "tiendo is at")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            assert page.status == 200


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_busy_port_is_refused_before_anything_is_done(
    door: Door, tmp_path: Path, command: str
) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        busy = other.getsockname()[1]
        refused = door.run(command, "--port", busy, workspace=tmp_path / "new")
    assert refused.code == 1
    assert f"port {busy} is in use by another program" in refused.err
    assert "choose another" in refused.err
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("host", ["203.0.113.9", "no-such-host.invalid", "not an address"])
def test_an_address_of_another_machine_is_refused(tiendo: Run, host: str, port: int) -> None:
    refused = tiendo("serve", "--host", host, "--port", port)
    assert refused.code == 1
    assert f"'{host}' is no address of this machine" in refused.err
    assert "127.0.0.1" in refused.err
