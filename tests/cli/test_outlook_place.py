"""`tiendo outlook PLACE PERIOD`: the packaged localities, each series against each of its plans."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.cli.door import Result

Run = Callable[..., Result]


def local_investment(listed: list[dict[str, Any]]) -> dict[str, Any]:
    [row] = [one for one in listed if one["breakdown"] == {"management": "local"}]
    return row


def test_quang_ninh_s_investment_is_judged_against_its_plan(demo: Run) -> None:
    done = demo("outlook", "quang-ninh", "2024-9M", "--json")
    assert (done.code, done.err) == (0, "")
    row = local_investment(done.json())
    assert (row["place"], row["at"], row["year"]) == ("quang-ninh", 9, 2024)
    assert row["p2_5"] < row["p10"] < row["p50"] < row["p90"] < row["p97_5"]
    assert round(row["target"], 1) == 17120.5
    assert row["target_status"] in {"off_track", "beyond_reach"} and row["chance"] < 0.2
    assert row["required_growth_pct"] > row["record_rest_growth_pct"]
    assert 0 < row["required_rest"] < row["target"]


def test_the_country_ended_2024_within_what_was_foreseen_in_september(demo: Run) -> None:
    listed = demo("outlook", "vn", "2024-09", "--as-of", "2024-10-15", "--json").json()
    [row] = [
        one
        for one in listed
        if one["indicator"] == "state-budget-investment" and not one["breakdown"]
    ]
    assert row["p10"] < 661_294 < row["p90"]  # what December's report said
    assert [past["year"] for past in row["past"]] == [2023, 2022, 2021, 2020]


def test_what_needs_a_decision_stands_first(demo: Run) -> None:
    listed = demo("outlook", "vn", "2024-09", "--json").json()
    chances = [one["chance"] for one in listed if one["target_status"] == "off_track"]
    assert chances == sorted(chances)
    statuses = [one["target_status"] for one in listed]
    assert statuses[0] == "beyond_reach" and statuses[-1] is None


def test_later_figures_do_not_matter(demo: Run) -> None:
    row = local_investment(demo("outlook", "quang-ninh", "2024-H1", "--json").json())
    assert row["at"] == 6
    then = demo("outlook", "quang-ninh", "2024", "--as-of", "2024-07-15", "--json").json()
    assert local_investment(then)["at"] == 6


def test_cam_pha_tells_half_a_year_only_and_both_its_plans_are_judged(demo: Run) -> None:
    listed = demo("outlook", "cam-pha", "2024-H1", "--json").json()
    rows = {one["assigner"]: one for one in listed if one["indicator"] == "local-budget-revenue"}
    assert set(rows) == {"own", "province"}
    for row in rows.values():
        assert row["refused"] is None and row["p50"] == 2 * 5570
        assert row["p90"] / row["p10"] > 1.35
        assert row["target_status"] in {"off_track", "at_risk"} and 0.05 < row["chance"] < 0.3
        assert "only the sum of the year so far is known" in row["method"]
        assert row["gate"] == ["gap"] and "of 2024-H1 only the sum is known" in row["notes"][0]
    assert round(rows["province"]["required_rest"]) == 7153
    assert rows["own"]["chance"] < rows["province"]["chance"]


def test_when_the_year_is_over_its_figure_is_known_even_without_its_months(demo: Run) -> None:
    listed = demo("outlook", "ninh-thuan", "2024", "--json").json()
    [row] = [one for one in listed if one["indicator"] == "fdi-new-registered"]
    assert row["at"] == 12 and row["refused"] is None
    assert row["p2_5"] == row["p50"] == row["p97_5"]


def test_the_table_says_it_in_words(demo: Run) -> None:
    told = demo("outlook", "quang-ninh", "2024-9M", "--lang", "en")
    assert told.code == 0 and "Year's outlook" in told.out and "reach" in told.out
    assert demo("outlook", "quang-ninh").code == 2
    assert demo("outlook", "nowhere-at-all", "2024").code == 1
