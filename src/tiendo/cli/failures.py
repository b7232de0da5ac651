"""From what went wrong to a message with a remedy on stderr, and an exit code."""

from __future__ import annotations

import errno
import os
import sqlite3
import sys
import traceback
from collections.abc import Callable

import typer

from tiendo.cli.kept import Kept, keep_in_mind, kept_so_far
from tiendo.cli.output import complain
from tiendo.vocabulary.errors import TiendoError

REFUSED, USAGE, INTERRUPTED = 1, 2, 130
_CHECK = "run `tiendo check`"
_FREE_SPACE = "free some space there and run the command again"
_RESTORE = "run `tiendo check`, or bring back a backup with `tiendo restore FILE --force`"
_DATABASE_SAYS: tuple[tuple[str, str, str], ...] = (
    ("is full", "the disk that holds the workspace is full", _FREE_SPACE),
    (
        "readonly",
        "the workspace's database is read-only",
        "give this user the right to write the workspace and its files",
    ),
    ("locked", "another program is writing to the workspace", "try again when it has finished"),
    ("malformed", "the workspace's database is damaged", _RESTORE),
    ("not a database", "the workspace's database file is no database", _RESTORE),
    ("disk i/o", "the disk that holds the workspace cannot be read or written", _CHECK),
    ("unable to open", "the workspace's database cannot be opened", _CHECK),
    ("no such", "the workspace's database lacks what this version needs", _CHECK),
)


def run_guarded(run: Callable[[], int]) -> int:
    """Return the exit code of `run`; whatever it raises is told in words, never as a traceback."""
    keep_in_mind(Kept())
    try:
        code = run()
        if code == INTERRUPTED:
            # The library makes a plain exit of it, which would end without a word.
            raise KeyboardInterrupt
        return code
    except typer.TyperException as wrong:
        return _wrong_usage(wrong)
    except TiendoError as refused:
        complain(refused.message, refused.remedy)
        return REFUSED
    except BrokenPipeError:
        return _reader_gone()
    except (KeyboardInterrupt, typer.Abort):
        kept = kept_so_far()
        complain(f"interrupted: {kept.what}", kept.remedy)
        return INTERRUPTED
    except OSError as problem:
        if problem.errno == errno.EPIPE:
            return _reader_gone()
        return _failed(problem)
    except Exception as problem:
        return _failed(problem)


def explain_failure(problem: BaseException) -> tuple[str, str]:
    """Return what went wrong and what to do about it, for a failure that nobody foresaw."""
    said = str(problem).strip()
    if _is_of_database(problem):
        for word, message, remedy in _DATABASE_SAYS:
            if word in said.lower():
                return f"{message} ({_first_line(said)})", remedy
        return f"the database refused: {_first_line(said)}", _CHECK
    if isinstance(problem, OSError):
        return _of_the_system(problem)
    if isinstance(problem, MemoryError):
        return "there is not enough memory for this", "close other programs, or load smaller files"
    what = f"{type(problem).__name__}: {_first_line(said)}" if said else type(problem).__name__
    return (
        f"something went wrong that was not foreseen ({what})",
        f"{_CHECK}; with TIENDO_DEBUG=1 the command shows every detail",
    )


def _failed(problem: BaseException) -> int:
    if os.environ.get("TIENDO_DEBUG", "").strip() not in ("", "0"):
        traceback.print_exception(problem, file=sys.stderr)
    complain(*explain_failure(problem))
    return REFUSED


def _wrong_usage(wrong: typer.TyperException) -> int:
    message = wrong.format_message().replace("Value error, ", "").rstrip(".")
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context is not None else "tiendo"
    complain(message[:1].lower() + message[1:], f"see `{command} --help`")
    return wrong.exit_code


def _reader_gone() -> int:
    """End quietly when whoever read our output (such as `head`) has had enough."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    return REFUSED


def _is_of_database(problem: BaseException) -> bool:
    if isinstance(problem, sqlite3.Error):
        return True
    database_errors = getattr(sys.modules.get("django.db.utils"), "Error", None)
    return database_errors is not None and isinstance(problem, database_errors)


def _of_the_system(problem: OSError) -> tuple[str, str]:
    reason = problem.strerror or str(problem)
    where = f"{problem.filename}: " if problem.filename else ""
    if problem.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{where}the disk is full", _FREE_SPACE
    if problem.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{where}this user may not do that ({reason})", "give this user the right, or " + (
            "name another file or folder"
        )
    return f"{where}{reason}", _CHECK


def _first_line(said: str) -> str:
    return said.splitlines()[0] if said else "no reason given"
