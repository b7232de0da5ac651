"""`tiendo load` runs the rules on what is new before it is recorded; the impossible is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Write, line
from tests.cli.test_load import Run
from tests.cli.test_load import figures as recorded


def test_what_contradicts_the_ledger_is_told_and_kept(tiendo: Run, write: Write) -> None:
    april = line(period="2024-01/2024-08", value="900")
    assert tiendo("load", write(april, name="august.csv"), "--by", "Lan").code == 0
    fallen = write(line(period="2024-9M", value="850"), name="september.csv")
    done = tiendo("load", fallen, "--by", "Lan")
    assert done.code == 0
    assert "1 figure recorded" in done.out
    assert "warning: september.csv, line 2: " in done.err
    assert "850 to date is less than the 900 to date of 2024-01/2024-08" in done.err
    assert "[rule:cumulative-falls]" in done.err


def test_a_dry_run_tells_the_same_and_records_nothing(
    tiendo: Run, write: Write, workspace: Path
) -> None:
    lines = (line(), line(indicator="domestic-revenue", value="500"))
    before = recorded(workspace)
    tried = tiendo("load", write(*lines), "--dry-run", "--json").json()
    assert recorded(workspace) == before
    done = tiendo("load", write(*lines), "--json").json()
    told = [(one["check"], one["detail"]) for one in tried["findings"]]
    assert told == [(one["check"], one["detail"]) for one in done["findings"]]
    assert "rule:some-within-all" in dict(told)
    assert tried["looked_at"] == done["looked_at"] == {"asked": 1, "done": 1}


def test_findings_on_older_figures_alone_are_no_news(tiendo: Run, write: Write) -> None:
    wrong = (line(), line(indicator="domestic-revenue", value="500"))
    assert tiendo("load", write(*wrong), "--json").json()["findings"]
    other = line(indicator="retail-sales", value="10")
    assert tiendo("load", write(other), "--json").json()["findings"] == []


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (
            line(indicator="trained-labour-rate", value="875", unit="percent", basis=""),
            "level 875 cannot be: possible is 0 to 100 (rate-in-range)",
        ),
        (
            line(kind="growth", value="-130", unit="percent"),
            "growth -130 cannot be: possible is at least -100 (growth-above-minus-100)",
        ),
        (
            line(kind="base_ratio", value="-13.26", unit="percent"),
            "base_ratio -13.26 cannot be: possible is at least 0 (ratio-not-negative)",
        ),
        (
            line(indicator="grain-output", value="-42269", unit="t", basis="not_applicable"),
            "level -42269 cannot be: possible is at least 0 (level-not-negative)",
        ),
    ],
)
def test_the_impossible_is_refused_at_its_line(
    bad: str, told: str, tiendo: Run, write: Write, workspace: Path
) -> None:
    before = recorded(workspace)
    file = write(line(), bad)
    done = tiendo("load", file)
    assert done.code == 1
    assert f"{file}, line 3, column value: {told}" in done.err
    assert recorded(workspace) == before
    assert tiendo("load", file, "--accept-good").code == 0
    assert recorded(workspace) == before + 1


def test_without_a_workspace_a_dry_run_looks_at_the_files_alone(
    tiendo: Run, write: Write, tmp_path: Path
) -> None:
    lines = (line(), line(indicator="domestic-revenue", value="500"))
    nowhere = tmp_path / "nowhere"
    tried = tiendo("load", write(*lines), "--dry-run", "--workspace", nowhere, "--json").json()
    assert [one["check"] for one in tried["findings"]] == ["rule:some-within-all"]
    assert not nowhere.exists()
