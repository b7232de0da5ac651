"""Running the command many times: one process has its modules loaded and forks for each run.

Each run is a process of its own that calls `tiendo.cli.main`, as the installed command does; only
the imports are shared, which takes a suite of a hundred runs from minutes to seconds. What lazy
imports do is tested on the installed command itself (test_command.py).
"""

from __future__ import annotations

import importlib
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Result:
    """What a run ended with."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Return stdout as the one JSON document that it must be."""
        assert self.out, f"nothing on stdout; stderr: {self.err}"
        return json.loads(self.out, parse_constant=_refuse_nan)


def _refuse_nan(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


class Door:
    """The way to the command; `run` runs it once."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.door"],
            cwd=ROOT,
            env=clean_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        *arguments: object,
        workspace: Path | None = None,
        env: Mapping[str, str] | None = None,
        largest_file: int = 0,
        broken_rule: str = "",
        interrupted_in: str = "",
    ) -> Result:
        """Run `tiendo` with these words.

        Args:
            workspace: named in TIENDO_WORKSPACE.
            env: further variables.
            largest_file: bytes after which the system refuses to write on, as a full disk does.
            broken_rule: id of a rule of the pack that divides by zero whenever it is run.
            interrupted_in: function, as "module:name", in which somebody presses Ctrl-C.
        """
        variables = dict(env or {})
        if workspace is not None:
            variables["TIENDO_WORKSPACE"] = str(workspace)
        request = {
            "arguments": [str(argument) for argument in arguments],
            "env": variables,
            "largest_file": largest_file,
            "broken_rule": broken_rule,
            "interrupted_in": interrupted_in,
        }
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        result = Result(**json.loads(self._process.stdout.readline()))
        assert "Traceback" not in result.err, result.err
        assert "\033" not in result.out + result.err, "control codes although this is no terminal"
        return result

    def filled(self, folder: Path, file_name: str, *lines: str) -> Path:
        """Return a workspace in a folder into which Lan loaded a file of these lines."""
        file, workspace = folder / file_name, folder / "workspace"
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = self.run("load", file, "--by", "Lan", workspace=workspace)
        assert done.code == 0, done.err + done.out
        return workspace

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None and self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(timeout=10)
        self._process.stdout.close()


def clean_environment() -> dict[str, str]:
    """Return this process's environment without what would change how the command behaves."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("TIENDO_")}
    for name in ("DJANGO_SETTINGS_MODULE", "LC_ALL", "LC_MESSAGES", "LANG"):
        kept.pop(name, None)
    return kept | {"LANG": "C.UTF-8", "TIENDO_WORKSPACE": os.devnull + "/no-workspace-named"}


_LOADED_ONCE = (
    "babel.numbers",
    "csp.constants",
    "django.contrib.staticfiles.checks",
    "django.core.mail",
    "django.core.management",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models.sql.compiler",
    "django.views.debug",
    "logging.config",
    "pydantic",
    "rich.table",
    "rich.tree",
    "tiendo.cli.tables",
    "tiendo.cli.trees",
    "tiendo.cube.explain.json_form",
    "tiendo.ledger.intake",
)
_REFUSED_AT_ONCE = (["load", "/"], ["evaluate", "x", "y"], ["explain", "x", "y", "z"])
"""Commands whose options are read before they are refused: reading them loads much."""


def _serve() -> None:
    for name in _LOADED_ONCE:
        importlib.import_module(name)
    from tiendo.cli import main
    from tiendo.packs import load_pack

    load_pack()
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        for words in _REFUSED_AT_ONCE:
            main(words)
    for line in sys.stdin:
        request = json.loads(line)
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = os.fork()
            if child == 0:
                _run(request, out.fileno(), err.fileno())
            _, status = os.waitpid(child, 0)
            texts = []
            for file in (out, err):
                file.seek(0)
                texts.append(file.read().decode())
        answer = {"code": os.waitstatus_to_exitcode(status), "out": texts[0], "err": texts[1]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


def _run(request: dict[str, Any], out: int, err: int) -> None:
    code = 99
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.close(0)
        os.environ.update(request["env"])
        if limit := request["largest_file"]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        if request["broken_rule"]:
            _break_rule(request["broken_rule"])
        if request["interrupted_in"]:
            _interrupt_in(*request["interrupted_in"].split(":"))
        from tiendo.cli import main

        code = main(request["arguments"])
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)


def _break_rule(id: str) -> None:
    """Make a rule raise an exception that nobody foresaw, as a fault in its code would."""
    from tiendo.validation import running

    as_it_is = running.remarks

    def remarks(rule: Any, *asked: Any) -> Any:
        return iter([1 // 0]) if rule.id == id else as_it_is(rule, *asked)

    running.remarks = remarks


def _interrupt_in(module: str, name: str) -> None:
    """Send this process what Ctrl-C sends when a function is entered."""
    from unittest import mock

    as_it_is = getattr(importlib.import_module(module), name)
    # Whoever starts the tests in the background has them ignore it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupted(*asked: Any, **more: Any) -> Any:
        os.kill(os.getpid(), signal.SIGINT)
        return as_it_is(*asked, **more)

    mock.patch(f"{module}.{name}", interrupted).start()


if __name__ == "__main__":
    _serve()
