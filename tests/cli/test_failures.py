"""Whatever goes wrong is told in words with a remedy, never as a traceback."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable

import pytest
from django.db.utils import OperationalError

from tests.world import REGISTER
from tiendo.cli.failures import run_guarded
from tiendo.cli.output import print_json
from tiendo.vocabulary.errors import TiendoError


def raising(problem: BaseException) -> Callable[[], int]:
    """Return a command that fails."""

    def run() -> int:
        raise problem

    return run


def test_a_command_that_is_done_returns_its_code() -> None:
    assert run_guarded(lambda: 0) == 0


def test_a_refusal_has_its_message_and_its_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_guarded(raising(TiendoError("no such thing", remedy="take this one"))) == 1
    said = capsys.readouterr()
    assert said.err == "error: no such thing\n  take this one\n"
    assert said.out == ""


def test_an_ambiguous_name_lists_its_candidates(capsys: pytest.CaptureFixture[str]) -> None:
    def run() -> int:
        REGISTER.find("doi che")
        return 0

    assert run_guarded(run) == 1
    said = capsys.readouterr().err
    assert "'doi che' names 2 places" in said
    assert "use the key of one: " in said
    assert "in Sông Xanh" in said
    assert "in Núi Vàng" in said


@pytest.mark.parametrize("kind", [sqlite3.OperationalError, OperationalError])
@pytest.mark.parametrize(
    ("raw", "said", "remedy"),
    [
        ("database or disk is full", "the disk that holds the workspace is full", "free some"),
        ("attempt to write a readonly database", "read-only", "give this user the right"),
        ("database is locked", "another program is writing", "try again"),
        ("database disk image is malformed", "is damaged", "`tiendo restore FILE --force`"),
        ("file is not a database", "is no database", "`tiendo restore FILE --force`"),
        ("unable to open database file", "cannot be opened", "`tiendo check`"),
        ("no such table: ledger_figure", "lacks what this version needs", "`tiendo check`"),
        ("something quite new", "the database refused: something quite new", "`tiendo check`"),
    ],
)
def test_what_a_database_says_is_put_into_plain_words(
    kind: type[Exception], raw: str, said: str, remedy: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_guarded(raising(kind(raw))) == 1
    err = capsys.readouterr().err
    assert said in err
    assert remedy in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "/srv/x: the disk is full"),
        (errno.EACCES, "/srv/x: this user may not do that"),
        (errno.EROFS, "/srv/x: this user may not do that"),
        (errno.EIO, "/srv/x: "),
    ],
)
def test_what_the_system_refuses_names_the_file(
    number: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_guarded(raising(OSError(number, "no", "/srv/x"))) == 1
    assert said in capsys.readouterr().err


def test_a_surprise_says_where_to_look(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIENDO_DEBUG", raising=False)
    assert run_guarded(raising(KeyError("x"))) == 1
    err = capsys.readouterr().err
    assert "not foreseen (KeyError: 'x')" in err
    assert "run `tiendo check`" in err
    assert "TIENDO_DEBUG=1" in err
    assert "Traceback" not in err


def test_on_demand_every_detail_is_shown(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIENDO_DEBUG", "1")
    assert run_guarded(raising(KeyError("x"))) == 1
    assert "Traceback" in capsys.readouterr().err


def test_an_interruption_is_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_guarded(raising(KeyboardInterrupt())) == 130
    told = capsys.readouterr().err
    assert told == (
        "error: interrupted: nothing was recorded, and no file was written\n"
        "  run the command again\n"
    )


def test_json_holds_no_number_that_json_does_not_have() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        print_json({"value": float("nan")})
