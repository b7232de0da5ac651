"""The installed command itself: help, version, wrong usage, pipes and what it imports."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.door import ROOT, Door, clean_environment

COMMANDS = (
    "demo", "serve", "load", "evaluate", "explain", "indicators", "verify-log", "backup",
    "restore", "check",
)  # fmt: skip
WITH_OPTIONS = [
    ("evaluate", "ninh-thuan", "2024-Q1"),
    ("explain", "ninh-thuan", "grdp", "2024-Q1"),
    ("load", "x.csv"),
    ("demo",),
    ("serve",),
    ("indicators",),
    ("verify-log",),
    ("backup", "x.zip"),
    ("restore", "x.zip"),
    ("check",),
]


def installed(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run the command as a shell would."""
    return subprocess.run(
        [sys.executable, "-m", "tiendo.cli", *arguments],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
        **options,  # type: ignore[call-overload]
    )


def test_the_version_is_told_without_loading_django() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "tiendo.cli", "--version"],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (0, "tiendo 0.1.0\n")
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    heavy = {"django", "rich.table", "babel", "yaml", "pydantic", "granian", "numpy"}
    assert not imported & heavy


def test_help_teaches_with_examples_and_loads_nothing_heavy() -> None:
    program = "import sys; from tiendo.cli import main; main(['--help']); " + (
        "print([m for m in ('django', 'numpy', 'babel', 'granian', 'yaml') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout.endswith("[]\n"), done.stdout
    for command in COMMANDS:
        assert f"  {command} " in done.stdout
    assert "tiendo evaluate ninh-thuan 2024-Q1" in done.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(door: Door, command: str) -> None:
    shown = door.run(command, "--help")
    assert shown.code == 0
    assert f"tiendo {command}" in shown.out
    assert "Examples:" in shown.out
    assert "--workspace" in shown.out
    assert "--json" in shown.out


def test_without_a_command_help_is_shown_and_it_is_wrong_usage(door: Door) -> None:
    shown = door.run()
    assert shown.code == 2
    assert "Commands:" in shown.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("evalute",), "no such command 'evalute'. Did you mean 'evaluate'?"),
        (("evaluate",), "missing argument 'PLACE'"),
        (("evaluate", "ninh-thuan"), "missing argument 'PERIOD'"),
        (("evaluate", "a", "2024", "more"), "unexpected extra argument"),
        (("evaluate", "a", "2024", "--as-off", "x"), "no such option: --as-off"),
        (("evaluate", "a", "2024", "--as-of"), "--as-of"),
        (("evaluate", "a", "2024", "--lang", "fr"), "'fr' is not one of 'vi', 'en', 'ar', 'ru'"),
        (("explain", "a", "b", "2024", "--measure", "size"), "'size' is not one of 'level'"),
        (("load",), "missing argument 'FILE'"),
        (("serve", "--port", "http"), "--port"),
        (("serve", "--port", "0"), "--port"),
        (("serve", "--port", "70000"), "--port"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_where_help_is(
    door: Door, arguments: tuple[str, ...], said: str
) -> None:
    wrong = door.run(*arguments)
    assert wrong.code == 2
    assert wrong.out == ""
    assert wrong.err.startswith("error: ")
    assert said.lower() in wrong.err.lower()
    assert "--help`" in wrong.err


@pytest.mark.parametrize("option", ["--as-of", "--known-at"])
@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2024-02", "is no date; write year-month-day, such as 2024-03-31"),
        ("10.02.2024", "is no date; write year-month-day, such as 2024-03-31"),
        ("20240210", "is no date"),
        ("2024-02-30", "is no day of the calendar"),
        ("", "is no date"),
    ],
)
def test_a_bad_date_names_the_option_and_the_form_wanted(
    door: Door, option: str, day: str, said: str
) -> None:
    words = ("evaluate", "a", "2024") if option == "--as-of" else ("load", "x.csv")
    wrong = door.run(*words, option, day)
    assert wrong.code == 2
    assert f"'{option}'" in wrong.err
    assert said in wrong.err


@pytest.mark.parametrize("words", WITH_OPTIONS, ids=lambda words: words[0])
def test_every_command_takes_a_workspace_and_refuses_an_empty_name(
    door: Door, words: tuple[str, ...]
) -> None:
    wrong = door.run(*words, "--workspace", "")
    assert wrong.code == 2
    assert "the path is empty; name a folder" in wrong.err


@pytest.mark.parametrize(
    "words",
    [words for words in WITH_OPTIONS if words[0] not in ("demo", "load", "indicators", "restore")],
    ids=lambda words: words[0],
)
def test_where_there_is_no_workspace_it_is_said_how_to_make_one(
    door: Door, words: tuple[str, ...], tmp_path: Path
) -> None:
    refused = door.run(*words, "--workspace", tmp_path / "none")
    assert refused.code == 1
    assert f"there is no workspace in {tmp_path / 'none'}" in refused.err
    assert "`tiendo demo` or `tiendo load`" in refused.err
    assert not (tmp_path / "none").exists()


def test_a_file_in_the_place_of_the_workspace_is_refused(door: Door, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    refused = door.run("evaluate", "ninh-thuan", "2024", "--workspace", tmp_path / "file")
    assert refused.code == 1
    assert "is a file, not a folder" in refused.err


def test_a_workspace_of_a_newer_tiendo_is_refused(door: Door, tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_text('{"version": 99}')
    refused = door.run("evaluate", "ninh-thuan", "2024", "--workspace", tmp_path)
    assert refused.code == 1
    assert "upgrade tiendo" in refused.err


def test_a_reader_that_has_had_enough_ends_the_command_quietly() -> None:
    program = (
        f"{sys.executable} -m tiendo.cli indicators --json | head -n 1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", program],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "[\n"
    assert done.stderr == ""


def test_a_terminal_of_few_letters_is_served_all_the_same() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tiendo.cli", "indicators", "grdp", "--lang", "vi"],
        cwd=ROOT,
        env=clean_environment() | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert b"grdp" in done.stdout
    assert max(done.stdout) < 128


def test_json_is_utf8_whatever_the_terminal_takes() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tiendo.cli", "indicators", "grdp", "--json"],
        cwd=ROOT,
        env=clean_environment() | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        timeout=60,
    )
    assert "Tổng sản phẩm trên địa bàn".encode() in done.stdout


def test_the_installed_command_refuses_in_words() -> None:
    refused = installed("evaluate", "ninh-thuan", "2024-Q1", "--workspace", "/nowhere/at/all")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("error: there is no workspace in /nowhere/at/all\n")
