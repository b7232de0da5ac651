"""What lies on no grid, as tables: plans, findings, and filed figures with their vintages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import tiendo
from tests.ledger.cube_world import PACK
from tests.ledger.filing import file
from tests.validation.asking import rule
from tests.world import planned, stated
from tiendo.analysis import Office
from tiendo.analysis.tables import FIGURES, FINDINGS, PLANS
from tiendo.config.workspace import Workspace
from tiendo.validation.rule import Cumulative
from tiendo.vocabulary.errors import TiendoError


def test_plans_tell_what_is_reached_of_them(analyst: Office) -> None:
    file(
        stated("song-xanh", "revenue", "2026-Q1", "60"),
        planned("song-xanh", "revenue", "2026", "200", assigner="council", version="first"),
        planned("song-xanh", "revenue", "2026", "240", assigner="council", version="second",
                known="2026-02-01"),
        planned("song-xanh", "revenue", "2026", "300", assigner="province"),
    )  # fmt: skip
    plans = analyst.plans("song-xanh", "2026-Q1")
    assert list(plans.columns) == list(PLANS)
    assert plans[["assigner", "version", "value", "share_pct"]].values.tolist() == [
        ["council", "second", 240, 25], ["province", "", 300, 20],
    ]  # fmt: skip
    first = plans.iloc[0]
    assert (first.series, first.kind, first.period, first.unit) == (
        "revenue current", "level", "2026", "bn VND",
    )  # fmt: skip
    assert (first.operator, first.derived, first.known_at) == (
        "exact", False, pd.Timestamp("2026-02-01"),
    )  # fmt: skip
    every = analyst.plans("song-xanh", "2026-Q1", every_version=True)
    assert every.version.to_list()[:2] == ["second", "first"]
    before = analyst.plans("song-xanh", "2026-Q1", as_of="2026-01-31")
    assert before[before.assigner == "council"].value.to_list() == [200]


def test_findings_name_what_contradicts(analyst: Office) -> None:
    file(
        stated("song-xanh", "visitors", "2025-Q1", "100"),
        stated("song-xanh", "visitors", "2026-Q1", "150"),
        stated("song-xanh", "visitors", "2026-Q1", "10.0", kind="growth"),
    )
    findings = analyst.findings("song-xanh", "2026-Q1")
    assert list(findings.columns) == list(FINDINGS)
    found = findings.iloc[0]
    assert (found.series, found.check, found.verdict) == (
        "visitors", "level_change_growth", "contradiction",
    )  # fmt: skip
    assert (found.expected, found.stated) == (50, 10)
    assert found.detail == "the levels give another comparison than the stated one"


@pytest.fixture
def ruled(everywhere: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The office of a pack with one rule: a year to date never falls."""
    pack = replace(PACK, rules=(rule(Cumulative(), id="falls"),))
    monkeypatch.setattr("tiendo.packs.load_pack", lambda: pack)
    with tiendo.open(everywhere.path) as opened:
        yield opened


def test_findings_of_rules_are_listed_and_counted(ruled: Office) -> None:
    file(
        stated("song-xanh", "visitors", "2026-01/2026-02", "150", known="2026-02-28"),
        stated("song-xanh", "visitors", "2026-Q1", "100", known="2026-03-31"),
        stated("nui-vang", "visitors", "2026-Q1", "70", known="2026-03-31"),
    )
    findings = ruled.findings("song-xanh", "2026-Q1")
    (found,) = findings[findings.check == "rule:falls"].itertuples()
    assert (found.series, found.severity) == ("visitors", "warning")
    alone = ruled.evaluate("song-xanh", "2026-Q1")
    assert alone.findings.sel(series="visitors") == len(findings)
    together = ruled.evaluate_all("2026-Q1").findings.sel(series="visitors")
    assert together.sel(place="song-xanh") == len(findings)
    assert together.sel(place="nui-vang") == 0
    without = ruled.evaluate("song-xanh", "2026-Q1", rules=False)
    assert without.findings.sel(series="visitors") == len(findings) - 1
    plain = ruled.evaluate_all("2026-Q1", rules=False).findings.sel(series="visitors")
    assert plain.sel(place="song-xanh") == len(findings) - 1
    before = ruled.evaluate("song-xanh", "2026-Q1", as_of="2026-01-31")
    assert "visitors" not in before.series or before.findings.sel(series="visitors") == 0


def test_figures_are_listed_with_every_vintage(analyst: Office) -> None:
    file(
        stated("song-xanh", "visitors", "2026-01", "100", known="2026-02-05", status="estimate"),
        stated("song-xanh", "visitors", "2026-01", "130", known="2026-03-05"),
        stated("song-xanh", "visitors", "2026-01", "7.5", kind="growth", known="2026-03-05"),
        stated("song-xanh", "workers", "2026-01", None, state="confidential"),
        name="january.csv",
    )
    figures = analyst.figures("Sông Xanh", "visitors")
    assert list(figures.columns) == list(FIGURES)
    assert figures[["value", "kind", "unit", "status"]].values.tolist() == [
        [100, "level", "visitors", "estimate"], [130, "level", "visitors", ""],
        [7.5, "growth", "percent", ""],
    ]  # fmt: skip
    assert figures.known_at.to_list()[:2] == [
        pd.Timestamp("2026-02-05"), pd.Timestamp("2026-03-05"),
    ]  # fmt: skip
    assert figures.recorded_at.dt.tz is not None
    assert (figures.by[0], figures.file[0]) == ("Lan", "january.csv")
    every = analyst.figures("song-xanh")
    assert len(every) == 4
    hidden = every[every.series == "workers"].iloc[0]
    assert (hidden.state, np.isnan(hidden.value)) == ("confidential", True)


def test_a_change_of_a_rate_is_in_percentage_points(analyst: Office) -> None:
    file(stated("song-xanh", "trained-rate", "2026-01", "2.5", kind="change_abs"))
    assert analyst.figures("song-xanh").unit.to_list() == ["percentage_points"]


def test_nothing_is_a_table_without_lines(analyst: Office) -> None:
    for table in (
        analyst.plans("song-xanh", "2026-Q1"),
        analyst.findings("song-xanh", "2026-Q1"),
        analyst.figures("song-xanh"),
    ):
        assert len(table) == 0 and "series" in table.columns


def test_an_unknown_place_or_indicator_is_refused(analyst: Office) -> None:
    with pytest.raises(TiendoError, match="'song-xan' is no known place"):
        analyst.figures("song-xan")
    with pytest.raises(TiendoError, match="'visitor' is no indicator; did you mean: visitors"):
        analyst.figures("song-xanh", "visitor")
