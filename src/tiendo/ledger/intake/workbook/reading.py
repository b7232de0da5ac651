"""Reading a workbook in a process of its own, so that a hostile file harms no other."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook import transport
from tiendo.ledger.intake.workbook.gate import check_name, check_size
from tiendo.ledger.intake.workbook.grid import Workbook
from tiendo.ledger.intake.workbook.limits import Limits
from tiendo.ledger.intake.workbook.refusal import SAVE_ANEW, last_part, of_file, refused

Progress = Callable[[int, int], None]
"""Called with the parts of the work done and of all work, now and then and at the end."""

_CHILD = "tiendo.ledger.intake.workbook.child"
_PACKAGES = Path(__file__).resolve().parents[4]
"""The folder in which the child finds `tiendo`, as this process found it."""

_KEPT_SURROUNDINGS = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")


def read_workbook(
    path_or_bytes: str | os.PathLike[str] | bytes,
    *,
    file_name: str = "",
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Workbook:
    """Return the sheets of an Excel workbook (.xlsx).

    It is read twice, by two programs that must agree, in a process of its own with little memory
    and time. Nothing is computed: a formula gives what was saved with it, and the cell of one that
    was never computed is empty and has `formula` set.

    Args:
        path_or_bytes: the file, or what it holds.
        file_name: how faults name it; by default the path's last part.
        limits: how large it may be; by default what the command line allows.
        progress: told how far the reading is.

    Raises:
        FileRefused: if it cannot be read, or is too large, damaged, protected, harmful or of
            another kind; its fault says which and how to mend it.
    """
    limits = limits or Limits()
    if not file_name and not isinstance(path_or_bytes, bytes):
        file_name = os.fspath(path_or_bytes)
    file_name = last_part(file_name)
    try:
        check_name(file_name)
        with opened(path_or_bytes, limits) as file:
            return _read_apart(file, file_name, limits, progress)
    except FileRefused as refusal:
        raise of_file(refusal, file_name) from None


@contextmanager
def opened(path_or_bytes: str | os.PathLike[str] | bytes, limits: Limits) -> Iterator[IO[bytes]]:
    """Open a file of an allowed size for reading; bytes as a file without a name.

    Raises:
        FileRefused: if it is no file, cannot be opened, is empty or too large.
    """
    if isinstance(path_or_bytes, bytes):
        check_size(len(path_or_bytes), limits)
        with tempfile.TemporaryFile() as nameless:
            nameless.write(path_or_bytes)
            nameless.seek(0)
            yield nameless
        return
    try:
        path = Path(path_or_bytes)
        found = path.stat()
        # Opening a pipe would wait for somebody to write into it.
        if not stat.S_ISREG(found.st_mode):
            raise refused("this is no file", "name a file, not a folder or a device")
        check_size(found.st_size, limits)
        file = path.open("rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "its name holds a zero byte"
        raise refused(
            f"the file cannot be read ({reason})", "check its path and its rights"
        ) from None
    with file:
        yield file


def _read_apart(
    file: IO[bytes], file_name: str, limits: Limits, progress: Progress | None
) -> Workbook:
    command = [sys.executable, "-P", "-m", _CHILD, json.dumps(asdict(limits))]
    child = subprocess.Popen(  # noqa: S603 - our own program; the file comes as its input
        command,
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_surroundings(),
    )
    late = threading.Event()
    alarm = threading.Timer(limits.max_seconds, _stop, (child, late))
    alarm.daemon = True
    alarm.start()
    try:
        return _answer(_output(child), file_name, progress)
    except transport.BrokenOff:
        raise _died(child.wait(), late.is_set(), limits) from None
    finally:
        alarm.cancel()
        child.kill()
        child.wait()
        _output(child).close()


def _output(child: subprocess.Popen[bytes]) -> IO[bytes]:
    return child.stdout or io.BytesIO()


def _surroundings() -> dict[str, str]:
    """Return the environment of the child: enough to start, and no secrets of this process."""
    kept = {name: os.environ[name] for name in _KEPT_SURROUNDINGS if name in os.environ}
    return kept | {"PYTHONPATH": f"{_PACKAGES}", "OPENBLAS_NUM_THREADS": "1"}


def _stop(child: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    child.kill()


def _answer(stream: IO[bytes], file_name: str, progress: Progress | None) -> Workbook:
    while True:
        kind, body = transport.receive(stream)
        if kind is transport.Kind.REFUSAL:
            raise transport.refusal_of(body)
        if kind is transport.Kind.WORKBOOK:
            return transport.workbook_of(body, stream, file_name)
        if kind is transport.Kind.PROGRESS and progress is not None:
            progress(*transport.progress_of(body))


def _died(code: int, late: bool, limits: Limits) -> FileRefused:
    import signal

    if late or -code == getattr(signal, "SIGXCPU", None):
        return refused(
            f"reading the file took longer than {limits.max_seconds} seconds and was stopped",
            "leave out sheets that are not needed, or split it into several files",
        )
    return refused(
        "the program that reads the file broke off, perhaps for want of memory"
        f" (it may use {limits.max_memory / 1e6:,.0f} MB)",
        f"{SAVE_ANEW}, or split it into several files",
    )
