"""`tiendo evaluate` on the published figures, and what it says where there are none."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import Door, Result

Run = Callable[..., Result]
Rows = list[dict[str, Any]]
Ask = Callable[..., Rows]

KEYS = [
    "place", "place_name", "indicator", "breakdown", "price_basis", "measure", "unit", "period",
    "value", "value_lo", "value_hi", "comparator", "status", "modality", "known_at", "recorded_at",
    "state", "previous_period", "same_period", "same_period_state", "year_to_date", "growth_pct",
    "base_ratio_pct", "difference", "plans", "contribution_pp", "structure_share_pct", "rank",
    "completeness", "derived", "findings", "source",
]  # fmt: skip


@pytest.fixture(scope="module")
def ask(door: Door, demo_folder: Path) -> Ask:
    """Evaluate a place of the demonstration; each question is asked once."""

    @cache
    def rows(*words: str) -> Rows:
        done = door.run("evaluate", *words, "--json", workspace=demo_folder)
        assert (done.code, done.err) == (0, "")
        found: Rows = done.json()
        return found

    return rows


def one(rows: Rows, indicator: str, **breakdown: str) -> dict[str, Any]:
    """Return the only row of an indicator and cut."""
    [row] = [r for r in rows if r["indicator"] == indicator and r["breakdown"] == breakdown]
    return row


def test_a_row_has_exactly_the_fields_of_the_contract(ask: Ask) -> None:
    for row in ask("ninh-thuan", "2024-Q1"):
        assert list(row) == KEYS


def test_the_regional_product_of_a_quarter(ask: Ask) -> None:
    rows = ask("ninh-thuan", "2024-Q1")
    total = one(rows, "grdp")
    assert (total["value"], total["comparator"], total["growth_pct"]) == (5800, "more_than", 8.26)
    assert (total["value_lo"], total["value_hi"]) == (5800, None)
    assert (total["unit"], total["place_name"]) == ("bn VND", "Ninh Thuận")
    assert total["structure_share_pct"] is None
    for sector, points in (
        ("industry_construction", 4.58),
        ("services", 2.51),
        ("agriculture", 1.01),
        ("product_taxes", 0.16),
    ):
        part = one(rows, "grdp", sector=sector)
        assert part["contribution_pp"] == pytest.approx(points, abs=0.005)
        assert part["structure_share_pct"] is None
        assert "price_basis" in {finding["check"] for finding in part["findings"]}
    taxes = one(rows, "grdp", sector="product_taxes")
    assert (taxes["value"], taxes["value_lo"], taxes["value_hi"]) == (248, 246.5, None)
    assert "value" in taxes["derived"]


def test_a_plan_that_a_stated_share_implies(ask: Ask) -> None:
    revenue = one(ask("ninh-thuan", "2024-Q1"), "state-budget-revenue")
    [plan] = revenue["plans"]
    assert revenue["value"] == 1207
    assert plan["share_pct"] == 30.2
    assert plan["derived"] is True
    assert plan["assigner"] is None
    assert plan["value"] == pytest.approx(3996.7, abs=0.05)
    assert plan["value_lo"] == pytest.approx(3988, abs=1)
    assert plan["value_hi"] == pytest.approx(4005, abs=1)
    assert plan["year_elapsed_pct"] == 25


def test_a_half_year_of_a_city(ask: Ask) -> None:
    rows = ask("cam-pha", "2024-H1")
    revenue = one(rows, "local-budget-revenue")
    assert revenue["value"] == 5570
    assert revenue["base_ratio_pct"] == pytest.approx(86.74)
    assert revenue["growth_pct"] == pytest.approx(-13.26)
    assert revenue["same_period"] == pytest.approx(6421.5, abs=0.05)
    assert "same_period" in revenue["derived"]
    plans = {plan["assigner"]: plan["value"] for plan in revenue["plans"]}
    assert plans == {
        "province": pytest.approx(12722.7, abs=0.05),
        "own": pytest.approx(12748.9, abs=0.05),
    }
    assert one(rows, "tourists")["value"] == 838000


def test_the_targets_of_a_year(ask: Ask) -> None:
    rows = ask("binh-lieu", "2025")
    plans = [plan for row in rows for plan in row["plans"]]
    assert len(plans) == 11
    operators = {plan["operator"] for plan in plans}
    assert {"more_than", "none_left"} <= operators
    assert {plan["kind"] for plan in plans} == {"level", "growth"}
    households = one(rows, "poor-near-poor-households")["plans"][0]
    assert (households["operator"], households["value"]) == ("none_left", 0)


def test_the_results_of_a_district(ask: Ask) -> None:
    rows = ask("que-son", "2023")
    assert rows
    assert one(rows, "grain-output")["value"] == 42269


def investment(rows: Rows) -> dict[str, Any]:
    """Return the row of what a province invests from the state budget."""
    return one(rows, "state-budget-investment", management="local")


def test_investment_as_known_a_month_later(ask: Ask) -> None:
    january = investment(ask("quang-ninh", "2024-01", "--as-of", "2024-02-10"))
    assert (january["value"], january["status"]) == (1139.268, "estimate")
    assert january["plans"][0]["value"] == pytest.approx(22002, abs=1)


def test_investment_as_known_two_months_later(ask: Ask) -> None:
    as_of = ("--as-of", "2024-03-10")
    january = investment(ask("quang-ninh", "2024-01", *as_of))
    february = investment(ask("quang-ninh", "2024-02", *as_of))
    assert january["value"] == 831.341
    assert february["year_to_date"] == 1641.846
    assert february["plans"][0]["value"] == pytest.approx(17120, abs=1)


def test_investment_as_known_today_carries_the_finding_revision(ask: Ask) -> None:
    february = investment(ask("quang-ninh", "2024-02"))
    both = investment(ask("quang-ninh", "2024-01/2024-02"))
    assert february["value"] == 802.625
    assert february["year_to_date"] == both["value"] == 1641.846
    for row in (february, both):
        [found] = [f for f in row["findings"] if f["check"] == "revision"]
        assert found["expected"] == pytest.approx(1633.966)
        assert found["stated"] == 1641.846


def test_all_versions_lists_every_version_of_a_plan(demo: Run, ask: Ask) -> None:
    newest = investment(ask("quang-ninh", "2024-02"))["plans"]
    every = investment(ask("quang-ninh", "2024-02", "--all-versions"))["plans"]
    assert len(newest) == 1
    assert len(every) > 1
    assert newest[0]["value"] in [plan["value"] for plan in every]


def test_a_place_is_found_by_its_name_in_any_spelling(ask: Ask) -> None:
    by_key = ask("que-son", "2023")
    assert ask("Quế Sơn", "2023") == ask("que son", "2023") == by_key


@pytest.mark.parametrize(("language", "name"), [("vi", "Ninh Thuận"), ("en", "Ninh Thuan")])
def test_names_are_told_in_the_language_asked(ask: Ask, language: str, name: str) -> None:
    told = ask("ninh-thuan", "2024-Q1", "--lang", language)[0]["place_name"]
    assert told == name


def test_periods_may_be_spelt_in_several_ways(ask: Ask) -> None:
    assert ask("cam-pha", "2024-M01/M06") == ask("cam-pha", "2024-S1") == ask("cam-pha", "2024-H1")


# ---- tables --------------------------------------------------------------------------------


def test_the_table_says_what_matters(demo: Run) -> None:
    shown = demo("evaluate", "ninh-thuan", "2024-Q1", "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("Ninh Thuan, 2024-Q1\n")
    [revenue] = [text for text in shown.out.splitlines() if "State budget revenue" in text]
    for piece in ("bn VND", "1,207", "+36.3", "3,996.69* (30.2 %)", "estimate"):
        assert piece in revenue
    [taxes] = [t for t in shown.out.splitlines() if t.startswith("   Product taxes less")]
    assert "> 248*" in taxes
    assert "+0.16" in taxes
    assert "* computed from other figures" in shown.out
    assert "the report does not state the price basis" in shown.out
    assert all(text == text.rstrip() for text in shown.out.splitlines())


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("vi", ("Chỉ tiêu", "3.996,69* (30,2 %)", "ước tính")),
        ("ar", ("المؤشر", "تقدير")),
        ("ru", ("Показатель", "3\N{NO-BREAK SPACE}996,69*", "оценка")),
    ],
)
def test_the_table_speaks_four_languages(demo: Run, language: str, words: tuple[str, ...]) -> None:
    shown = demo("evaluate", "ninh-thuan", "2024-Q1", "--lang", language)
    for word in words:
        assert word in shown.out


def test_the_table_speaks_the_language_of_the_terminal(demo: Run) -> None:
    shown = demo("evaluate", "que-son", "2023", env={"LANG": "vi_VN.UTF-8"})
    assert shown.out.startswith("Quế Sơn, 2023\n")


def test_targets_are_shown_with_their_operators(demo: Run) -> None:
    shown = demo("evaluate", "binh-lieu", "2025", "--lang", "en").out
    for piece in ("own: growth > 10 %", "own: none left", "own: > 87.5", "missing"):
        assert piece in shown


def test_the_table_tells_as_of_when_and_what_was_revised(demo: Run) -> None:
    then = demo("evaluate", "quang-ninh", "2024-02", "--as-of", "2024-03-10", "--lang", "en").out
    assert "Quang Ninh, 2024-02 (as known on 2024-03-10)" in then
    now = demo("evaluate", "quang-ninh", "2024-02", "--lang", "en").out
    assert "[revision, explained]; expected 1,633.97; stated 1,641.85" in now


# ---- refusals and nothing ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said", "remedy"),
    [
        (("ninh-thaun", "2024"), "'ninh-thaun' is no known place", "did you mean: ninh-thuan"),
        (("ninh-thuan", "2024-13"), "names the month 13", "months run from 01 to 12"),
        (("ninh-thuan", "Q1"), "'Q1' is no period", "write 2024-03 (month)"),
        (("ninh-thuan", "2024/2021"), "ends before it begins", "write the earlier end first"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_a_remedy(
    demo: Run, words: tuple[str, ...], said: str, remedy: str
) -> None:
    refused = demo("evaluate", *words, "--json")
    assert refused.code == 1
    assert refused.out == ""
    assert said in refused.err
    assert remedy in refused.err


def test_a_period_without_figures_is_an_empty_list_and_names_the_others(demo: Run) -> None:
    empty = demo("evaluate", "cam-pha", "2020-H1", "--json")
    assert empty.code == 0
    assert empty.json() == []
    assert "nothing is filed or planned for cam-pha in 2020-H1" in empty.err
    assert "2024-H1" in empty.err


def test_a_place_without_figures_names_places_that_have_some(demo: Run) -> None:
    empty = demo("evaluate", "que-son", "2023", "--as-of", "2000-01-01")
    assert (empty.code, empty.out) == (0, "")
    assert "as known on 2000-01-01" in empty.err


def test_an_empty_workspace_says_how_to_fill_it(door: Door, workspace: Path) -> None:
    shutil.rmtree(workspace)
    workspace.mkdir()
    (workspace / "workspace.json").write_text('{"version": 1}')
    empty = door.run("evaluate", "ninh-thuan", "2024-Q1", "--json", workspace=workspace)
    assert empty.code == 0
    assert empty.json() == []
    assert "holds no figures yet" in empty.err
    assert "`tiendo load FILE`" in empty.err
    assert "`tiendo demo`" in empty.err


def test_a_place_of_one_figure_is_evaluated(tiendo: Run, write: Write) -> None:
    tiendo("load", write(line(value="0", period="2024-06")))
    [row] = tiendo("evaluate", "ninh-thuan", "2024-06", "--json").json()
    assert (row["value"], row["state"]) == (0, "zero")
