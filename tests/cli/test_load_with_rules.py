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


def test_a_rule_that_breaks_costs_no_figures(tiendo: Run, write: Write, workspace: Path) -> None:
    before = recorded(workspace)
    fallen = (line(period="2024-01/2024-08", value="900"), line(period="2024-9M", value="850"))
    done = tiendo("load", write(*fallen), broken_rule="grain-yield")
    assert "grain-yield" not in done.err, "a rule that is not asked cannot break"
    assert recorded(workspace) == before + 2

    again = write(line(period="2024-9M", value="840"), name="again.csv")
    done = tiendo("load", again, broken_rule="cumulative-falls")
    assert done.code == 0
    assert recorded(workspace) == before + 3
    assert "the rule cumulative-falls could not run on ninh-thuan 2024-9M" in done.err
    assert "ZeroDivisionError" in done.err
    assert "`tiendo check-figures ninh-thuan 2024-9M` runs it again" in done.err

    mended = tiendo("check-figures", "ninh-thuan", "2024-9M", "--json").json()
    assert "rule:cumulative-falls" in {one["check"] for one in mended}


def test_a_rule_that_breaks_is_told_in_json_beside_what_the_others_find(
    tiendo: Run, write: Write
) -> None:
    lines = (line(), line(indicator="domestic-revenue", value="500"))
    tried = tiendo("load", write(*lines), "--dry-run", "--json", broken_rule="cumulative-falls")
    assert tried.code == 0
    assert "rule:some-within-all" in {one["check"] for one in tried.json()["findings"]}
    (broken,) = tried.json()["rules_not_run"]
    assert broken["check"] == "rule:cumulative-falls"
    (again,) = broken["again"]
    assert again["command"] == f"tiendo check-figures {again['place']} {again['period']}"
    assert tiendo("load", write(*lines), "--json").json()["rules_not_run"] == []


def test_asked_again_a_rule_that_breaks_is_a_finding_that_it_could_not_run(
    tiendo: Run, write: Write
) -> None:
    assert tiendo("load", write(line())).code == 0
    asked = ("ninh-thuan", "2024-05", "--json")
    found = tiendo("check-figures", *asked, broken_rule="cumulative-falls")
    (told,) = [one for one in found.json() if one["check"] == "rule:cumulative-falls"]
    assert (told["verdict"], told["severity"]) == ("not_checkable", "warning")
    assert "could not run (ZeroDivisionError)" in told["detail"]
    rows = tiendo("evaluate", *asked, broken_rule="cumulative-falls").json()
    assert "rule:cumulative-falls" in {one["check"] for row in rows for one in row["findings"]}


def test_a_report_of_march_that_is_titled_april_is_found_beside_march(
    tiendo: Run, write: Write
) -> None:
    """Nothing in a report whose headings name no month can show it; the ledger does."""
    march = (
        line(period="2024-03", value="16.75", known_at="2024-03-29"),
        line(period="2024-Q1", value="77.25", known_at="2024-03-29"),
    )
    assert tiendo("load", write(*march)).code == 0
    again = (
        line(period="2024-04", value="16.75", known_at="2024-04-29"),
        line(period="2024-01/2024-04", value="77.25", known_at="2024-04-29"),
    )
    done = tiendo("load", write(*again, name="april.csv"), "--json")
    assert "rule:month-in-cumulative" in {one["check"] for one in done.json()["findings"]}
