"""What goes out: one JSON document or text on stdout, messages and progress on stderr."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol, TextIO

if TYPE_CHECKING:
    from rich.console import RenderableType

_WIDE = 1000


class Advance(Protocol):
    """Tells a progress bar how far the work is."""

    def __call__(self, done: int, total: int) -> None:
        """Show that `done` of `total` steps are done."""


def prepare_streams() -> None:
    """Make both streams able to carry every letter, whatever the terminal's encoding is."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            utf8 = stream.encoding.lower().replace("-", "") == "utf8"
            stream.reconfigure(errors="surrogateescape" if utf8 else "replace")


def print_json(document: Any) -> None:
    """Print one JSON document in UTF-8; a number that JSON cannot hold is a fault of ours.

    Raises:
        ValueError: for NaN or infinity.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    sys.stdout.flush()
    binary = getattr(sys.stdout, "buffer", None)
    if binary is None:
        sys.stdout.write(text)
    else:
        binary.write(text.encode("utf-8", errors="backslashreplace"))
        binary.flush()


def say(text: str = "") -> None:
    """Print a line of text for people on stdout."""
    print(text)


def show(renderable: RenderableType) -> None:
    """Print a table or a tree: in colours to a terminal, otherwise as plain unwrapped text."""
    from rich.console import Console

    if sys.stdout.isatty():
        Console(highlight=False).print(renderable)
        return
    page = io.StringIO()
    console = Console(
        file=page, width=_WIDE, color_system=None, force_terminal=False, highlight=False
    )
    console.print(renderable)
    for line in page.getvalue().splitlines():
        say(line.rstrip())


def terminal_width() -> int:
    """Return how many letters fit into a line; what is no terminal has room for everything."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _WIDE


def complain(message: str, remedy: str = "") -> None:
    """Tell on stderr what is wrong and, on the next line, what to do about it."""
    _on_stderr("error: ", "\033[1;31m", message)
    if remedy:
        for line in remedy.splitlines():
            print(f"  {line}", file=sys.stderr)


def note(message: str) -> None:
    """Tell something on stderr that is no error."""
    print(message, file=sys.stderr)


def _on_stderr(label: str, colour: str, message: str) -> None:
    if is_colourful(sys.stderr):
        label = f"{colour}{label}\033[0m"
    print(f"{label}{message}", file=sys.stderr)


def size(number: int) -> str:
    """Return a number of bytes as "7.5 MB"."""
    amount = float(number)
    for unit in ("bytes", "kB", "MB", "GB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} TB"


def is_colourful(stream: TextIO) -> bool:
    """Whether a stream is a terminal that takes colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def progress_bar(title: str) -> Iterator[Advance]:
    """Give a progress bar on stderr; where that is no terminal, nothing is shown."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(title, total=None)

        def advance(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield advance
