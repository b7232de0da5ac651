"""The fuzzer runs for a moment from the marked reports and finds no crash."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.reading.fixtures import marked_reports

ROOT = Path(__file__).resolve().parents[2]
RUNS = 400


@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="no atheris here")
def test_some_hundred_mutated_reports_are_read_without_a_crash(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    for report in marked_reports():
        if report.name.startswith("01"):
            (seeds / f"{report}.txt").write_text(report.text[:600], encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            *("-m", "tests.reading.fuzzing", str(seeds)),
            *(f"-runs={RUNS}", "-seed=1", f"-artifact_prefix={tmp_path}/"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert f"Done {RUNS}" in done.stderr
