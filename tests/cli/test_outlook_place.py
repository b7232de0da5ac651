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


def test_cam_pha_has_half_a_year_only_and_is_told_what_is_missing_to_each_plan(demo: Run) -> None:
    listed = demo("outlook", "cam-pha", "2024-H1", "--json").json()
    rows = [one for one in listed if one["indicator"] == "local-budget-revenue"]
    assert {one["assigner"] for one in rows} == {"own", "province"}
    for row in rows:
        assert row["target_status"] == "no_data" and row["p50"] is None
        assert "only the sum is known" in row["refused"]
    province = next(one for one in rows if one["assigner"] == "province")
    assert round(province["required_rest"]) == 7153


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
