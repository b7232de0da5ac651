"""`tiendo outlook` and `targets-check` on Hà Nam: sums, statuses, calibration, what moved."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import outlook_world as world
from tests.cli.door import Door, Result

Ask = Callable[..., Any]
JULY = ("--as-of", "2024-07-15")
CONTRACT = {
    "place", "indicator", "breakdown", "assigner", "at", "year", "p2_5", "p10", "p25", "p50", "p75",
    "p90", "p97_5", "target", "chance", "method", "gate", "refused", "target_status",
    "required_rest", "required_growth_pct", "record_rest_growth_pct",
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(door: Door, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with all that Hà Nam and its districts tell."""
    folder = tmp_path_factory.mktemp("ha-nam")
    return door.filled(folder, "told.csv", world.HEADER, *world.lines())


@pytest.fixture
def ask(door: Door, filled: Path) -> Ask:
    """Ask for JSON of the filled workspace, or of another one."""

    def asked(*arguments: object, workspace: Path = filled) -> Any:
        done: Result = door.run(*arguments, "--json", workspace=workspace)
        assert (done.code, done.err) == (0, ""), done.err
        return done.json()

    return asked


def only(rows: list[dict[str, Any]], indicator: str, cut: str = "", **facts: object) -> Any:
    """Return the one row of an indicator, of a sector, and of an assigner if that is given."""
    breakdown = {"sector": cut} if cut else {}
    [row] = [
        one
        for one in rows
        if (one["indicator"], one["breakdown"]) == (indicator, breakdown)
        and all(one[name] == value for name, value in facts.items())
    ]
    return row


def test_every_row_has_the_contract_s_fields_and_quantiles_that_rise(ask: Ask) -> None:
    rows = ask("outlook", "ha-nam", "2024", *JULY)
    names = [name for name in rows[0] if name.startswith("p") and name[1].isdigit()]
    for row in rows:
        assert row.keys() >= CONTRACT
        quantiles = [row[name] for name in names]
        if row["refused"] is None:
            assert quantiles == sorted(quantiles) and row["method"]
        else:
            assert quantiles == [None] * 7 and row["chance"] is None and row["method"] is None


def test_sectors_and_product_taxes_add_up_to_grdp(ask: Ask) -> None:
    rows = ask("outlook", "ha-nam", "2024-H1", *JULY)
    total = only(rows, "grdp")
    parts = [only(rows, "grdp", code) for code in (*world.SECTORS, "product_taxes")]
    assert total["p50"] == pytest.approx(sum(part["p50"] for part in parts), rel=1e-9)
    assert "parts add up" in total["method"]
    assert all(part["at"] == 6 for part in parts)  # product taxes: total less the others
    assert total["p10"] < total["p50"] < total["p90"]


def test_what_only_the_districts_tell_is_looked_ahead_as_their_sum(ask: Ask) -> None:
    row = only(ask("outlook", "ha-nam", "2024-H1", *JULY), "tourists")
    assert row["method"].startswith("sum of places") and row["refused"] is None
    alone = [
        only(ask("outlook", one, "2024-H1", *JULY), "tourists")["p50"] for one in world.DISTRICTS
    ]
    assert row["p50"] == pytest.approx(sum(alone), rel=0.02)
    assert [past["year"] for past in row["past"]] == [2023, 2022, 2021, 2020]


def test_a_sum_of_some_districts_is_refused_and_names_who_is_silent(ask: Ask) -> None:
    row = only(ask("outlook", "ha-nam", "2024-H1", *JULY), "retail-sales")
    assert row["p50"] is None and "partial" in row["refused"] and world.SILENT in row["refused"]


@pytest.mark.parametrize(
    ("assigner", "statuses"),
    [("own", {"met"}), ("province", {"ahead"}), ("central", {"beyond_reach"})],
)
def test_a_flow_is_met_early_ahead_or_beyond_reach(
    ask: Ask, assigner: str, statuses: set[str]
) -> None:
    rows = ask("outlook", "ha-nam", "2024", *JULY)
    row = only(rows, "state-budget-revenue", assigner=assigner)
    assert row["target_status"] in statuses
    assert (row["required_rest"] <= 0) == (row["target_status"] == "met")
    if row["target_status"] == "beyond_reach":
        assert row["required_growth_pct"] > row["record_rest_growth_pct"] and row["chance"] < 0.01


def test_a_stock_is_judged_by_its_level_and_one_in_another_unit_not_at_all(ask: Ask) -> None:
    rows = ask("outlook", "ha-nam", "2024", *JULY)
    row = only(rows, "tax-arrears", assigner="own")
    assert row["target_status"] in {"ahead", "on_track"} and row["chance"] > 0.5
    odd = only(rows, "tax-arrears", assigner="central")
    assert (odd["target_status"], odd["chance"]) == ("not_comparable", None)
    assert any("too far apart" in note for note in odd["notes"])


def test_a_growth_target_becomes_a_level_of_the_year(ask: Ask) -> None:
    row = only(ask("outlook", "ha-nam", "2024", *JULY), "grdp")
    last = sum(one["actual"] for one in row["past"] if one["year"] == 2023)
    assert row["target"] == pytest.approx(last * 1.09)
    assert row["target_status"] is not None and 0 <= row["chance"] <= 1


def test_after_the_year_a_target_is_missed_and_before_it_not_due_then_without_data(
    ask: Ask,
) -> None:
    over = only(ask("outlook", "ha-nam", "2023", *JULY), "state-budget-revenue")
    assert (over["target_status"], over["chance"]) == ("missed", 0.0)
    for day, status in (("2025-01-20", "not_due"), ("2025-03-20", "no_data")):
        rows = ask("outlook", "ha-nam", "2025", "--as-of", day)
        row = only(rows, "state-budget-revenue")
        assert row["target_status"] == status and row["p50"] is None and row["refused"]


def test_the_calibration_is_kept_and_made_anew_when_the_ledger_moved(
    ask: Ask, door: Door, filled: Path, tmp_path: Path
) -> None:
    mine = Path(shutil.copytree(filled, tmp_path / "mine"))
    first = ask("outlook", "ha-nam", "2024-H1", *JULY, workspace=mine)
    file = mine / "outlook" / "ha-nam.2024-H1.quick.json"
    kept = file.read_bytes()
    row = only(first, "tax-arrears", assigner="own")
    assert row["calibration"]["vintage"] == json.loads(kept)["months"]["6"]["vintage"]
    assert ask("outlook", "ha-nam", "2024-H1", *JULY, workspace=mine) == first
    assert file.read_bytes() == kept
    file.write_text("no calibration", encoding="utf-8")
    again = door.run("outlook", "ha-nam", "2024-H1", *JULY, "--json", workspace=mine)
    assert again.json() == first and file.read_bytes() == kept
    more = tmp_path / "more.csv"
    line = world.fact("ha-nam", "tourism-revenue", next(world.months()), 3, "bn VND", "current")
    more.write_text(f"{world.HEADER}\n{line}\n", encoding="utf-8")
    assert door.run("load", more, "--by", "Lan", workspace=mine).code == 0
    ask("outlook", "ha-nam", "2024-H1", *JULY, workspace=mine)
    assert json.loads(file.read_bytes())["of"]["event"] > json.loads(kept)["of"]["event"]


def test_what_moved_adds_up_to_the_change_between_the_outlooks_shown(ask: Ask) -> None:
    before = ask("outlook", "ha-nam", "2024", "--as-of", "2024-05-10")
    after = ask("outlook", "ha-nam", "2024", *JULY)
    rows = ask("outlook", "ha-nam", "2024", *JULY, "--since", "2024-05-10")
    for indicator in ("state-budget-revenue", "grdp", "tourists", "tax-arrears"):
        row = only(rows, indicator)
        shown = [
            next(o["p50"] for o in some if o["indicator"] == indicator and not o["breakdown"])
            for some in (before, after)
        ]
        assert [row["before"], row["after"]] == pytest.approx(shown, rel=1e-9)
        parts = row["revised_data"] + row["new_months"] + row["method"]
        assert parts == pytest.approx(row["after"] - row["before"], abs=1e-6)
        assert row["method"] == 0 and row["new_months"] != 0
    assert only(rows, "state-budget-revenue")["at_before"] == 4
    assert only(rows, "retail-sales")["refused"]


def test_adopted_targets_are_checked_with_last_year_s_shares(ask: Ask, door: Door) -> None:
    [check] = ask("targets-check", "ha-nam", "2024")
    shares = {one["sector"]: one["share"] for one in check["sectors"]}
    assert sum(shares.values()) == pytest.approx(1) and check["untargeted"] == []
    implied = sum(
        shares[cut.removeprefix("sector=")] * growth
        for cut, growth in world.GRDP_TARGETS.items()
        if cut
    )
    assert check["implied"] == pytest.approx(implied)
    assert check["verdict"] == "reachable" and check["gap"] == pytest.approx(9 - implied)
    assert check["reached"] == pytest.approx(9)


def test_binh_lieu_s_shares_are_unknown_and_the_condition_on_them_is_told(
    demo: Callable[..., Result],
) -> None:
    [check] = demo("targets-check", "binh-lieu", "2025", "--json").json()
    assert check["verdict"] is None and {one["share"] for one in check["sectors"]} == {None}
    plane = check["half_plane"]
    assert (plane["gains"], plane["loses"], plane["ratio"]) == ("services", "agriculture", 4.0)
    told = demo("targets-check", "binh-lieu", "2025", "--lang", "en").out
    assert "Services is at least 4 times that of Agriculture" in " ".join(told.split())
    assert "shares of 2024 are not known" in told


def test_wrong_use_is_refused(demo: Callable[..., Result]) -> None:
    assert demo("targets-check", "binh-lieu").code == 2
    assert demo("targets-check", "binh-lieu", "2025", "--total", "15").code == 2
    assert demo("targets-check").code == 2
    late = demo("outlook", "quang-ninh", "2024", "--as-of", "2024-05-01", "--since", "2024-06-01")
    assert late.code == 1 and "earlier --since" in late.err
    assert demo("outlook", "quang-ninh", "2024", "--since-engine", "full").code == 2
