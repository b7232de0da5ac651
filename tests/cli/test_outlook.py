"""`tiendo outlook --series`, `targets-check`, `backtest`: the contract's JSON, tables, faults."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.door import ROOT, Door, Result, clean_environment
from tests.outlook.invented import MARKET, QUARRY, YEAR, months_of

Run = Callable[..., Result]

KEYS = [
    "series", "at", "year", "p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5", "target", "chance",
    "method", "gate", "refused",
]  # fmt: skip
QUANTILES = KEYS[3:10]


@pytest.fixture
def run(door: Door) -> Run:
    """Run a command; these need no workspace."""
    return door.run


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """The market and the quarry, and a series of negative values that nobody can look ahead."""
    lines = ["series,period,value"]
    for name, values in (("market", MARKET), ("quarry", QUARRY), ("debt", -QUARRY)):
        lines += [f"{name},{period},{value!r}" for period, value in months_of(values)]
    file = tmp_path / "series.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_the_json_is_the_contract_s(run: Run, series: Path, tmp_path: Path) -> None:
    targets = tmp_path / "targets.csv"
    targets.write_text(f"series,year,target\nmarket,{YEAR},1700\n", encoding="utf-8")
    done = run("outlook", "--series", series, "--at", 6, "--targets", targets, "--json")
    assert (done.code, done.err) == (0, "")
    listed = done.json()
    assert [one["series"] for one in listed] == ["market", "quarry", "debt"]
    for one in listed:
        assert list(one)[: len(KEYS)] == KEYS
        assert (one["at"], one["year"]) == (6, YEAR)
    market, quarry, debt = listed
    quantiles = [market[name] for name in QUANTILES]
    assert quantiles == sorted(quantiles)
    assert market["target"] == 1700 and 0 <= market["chance"] <= 1
    assert market["target_status"] in {"ahead", "on_track", "at_risk", "off_track", "beyond_reach"}
    assert (quarry["target"], quarry["chance"]) == (None, None)
    assert "negative values" in debt["refused"]
    assert [debt[name] for name in QUANTILES] == [None] * 7


def test_figures_after_the_month_never_matter(run: Run, series: Path, tmp_path: Path) -> None:
    kept = [
        line
        for line in series.read_text(encoding="utf-8").splitlines()
        if not any(f",{YEAR}-{month:02d}," in line for month in range(7, 13))
    ]
    cut = tmp_path / "cut.csv"
    cut.write_text("\n".join(kept) + "\n", encoding="utf-8")
    told = [run("outlook", "--series", file, "--at", 6, "--json").json() for file in (series, cut)]
    assert told[0] == told[1]


def test_the_table_says_it_in_the_language_asked(run: Run, series: Path) -> None:
    english = run("outlook", "--series", series, "--at", f"{YEAR}-06", "--lang", "en")
    assert english.code == 0
    assert "Year's outlook" in english.out and "80 % interval" in english.out
    assert "- debt: it holds negative values" in english.out
    assert "Dự báo cả năm" in run("outlook", "--series", series, "--at", 6, "--lang", "vi").out


def test_wrong_usage_and_faults(run: Run, series: Path, tmp_path: Path) -> None:
    assert run("outlook", "--series", series).code == 2
    assert run("outlook", "--series", series, "--at", 13).code == 2
    assert run("outlook", "--series", series, "--at", 6, "--engine", "best").code == 2
    missing = run("outlook", "--series", tmp_path / "none.csv", "--at", 6)
    assert missing.code == 1 and "none.csv" in missing.err
    broken = tmp_path / "broken.csv"
    broken.write_text("series,period,value\na,2024-01,five\n", encoding="utf-8")
    done = run("outlook", "--series", broken, "--at", 1)
    assert done.code == 1 and "broken.csv, line 2" in done.err and done.out == ""
    alone = tmp_path / "alone.csv"
    alone.write_text("series,period,value\na,2024-01,5\n", encoding="utf-8")
    done = run("outlook", "--series", alone, "--at", 1, "--json")
    assert done.code == 1 and "a single value" in done.json()[0]["refused"]


def test_targets_that_must_be_told_are_told_on_stderr(
    run: Run, series: Path, tmp_path: Path
) -> None:
    targets = tmp_path / "targets.csv"
    targets.write_text(f"series,year,target\nmarket,{YEAR},0\n", encoding="utf-8")
    done = run("outlook", "--series", series, "--at", 6, "--targets", targets, "--json")
    assert done.code == 0 and "reached by doing nothing" in done.err
    assert done.json()[0]["chance"] is None


def test_targets_check_tells_verdict_and_smallest_change(run: Run, tmp_path: Path) -> None:
    sectors = ("services=17@0.40", "agriculture=7@0.25", "industry=15@0.35")
    given = [part for sector in sectors for part in ("--sector", sector)]
    done = run("targets-check", "--total", 15, *given, "--json")
    told = done.json()
    assert (done.code, told["verdict"], round(told["implied"], 6)) == (0, "reachable", 13.8)
    needed = {one["sector"]: round(one["needed"], 2) for one in told["sectors"]}
    assert needed == {"services": 18.39, "agriculture": 7.87, "industry": 16.22}
    assert told["half_plane"]["ratio"] == 4
    file = tmp_path / "sectors.csv"
    file.write_text("sector,minimum\nservices,17\nagriculture,7\nindustry,15\n", encoding="utf-8")
    unknown = run("targets-check", "--total", 15, "--file", file, "--lang", "en")
    assert unknown.code == 0
    assert "share of services is at least 4 times that of agriculture" in unknown.out
    assert run("targets-check", "--total", 15, "--sector", "services").code == 2
    odd = run("targets-check", "--total", 15, "--sector", "services=17@0.5")
    assert odd.code == 1 and "add up to 0.5" in odd.err


def test_backtest_scores_the_outlook_beside_rules_of_thumb(run: Run, series: Path) -> None:
    done = run("backtest", "--series", series, "--months", "3,9", "--years", 2, "--json")
    assert done.code == 0
    listed = done.json()
    assert [(one["month"], one["method"]) for one in listed[:2]] == [(3, "outlook"), (3, "linear")]
    assert listed[0]["count"] == 4 and listed[0]["mape"] < listed[1]["mape"]
    assert "MAPE" in run("backtest", "--series", series, "--years", 1).out
    assert run("backtest", "--series", series, "--months", "12").code == 2


@pytest.mark.parametrize("words", [["--version"], ["outlook", "--help"], ["evaluate", "--help"]])
def test_the_command_starts_without_forecasting_libraries(words: list[str]) -> None:
    program = (
        f"import sys; from tiendo.cli import main; main({words!r}); "
        "sys.stderr.write(str(sorted({'numpy', 'scipy', 'pandas', 'statsforecast', 'statsmodels'}"
        " & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stderr == "[]"


def test_the_quick_engine_needs_no_forecasting_library(series: Path) -> None:
    program = (
        "import sys; from tiendo.cli import main; "
        f"main(['outlook', '--series', {str(series)!r}, '--at', '6', '--json']); "
        "sys.stderr.write(str(sorted({'scipy', 'pandas', 'statsforecast'} & set(sys.modules))))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert json.loads(done.stdout)[0]["series"] == "market"
    assert done.stderr == "[]"
