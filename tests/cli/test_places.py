"""`tiendo places`, `tiendo history`, `tiendo recast`, and --tree-as-of."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.cli.conftest import Write, line
from tests.cli.door import Result

Run = Callable[..., Result]


def test_a_name_finds_places_of_all_days(tiendo: Run) -> None:
    found = json.loads(tiendo("places", "Quế Sơn", "--json").out)
    assert [place["place"] for place in found[:2]] == ["que-son", "que-son-20641-2025"]
    assert found[0]["valid_to"] == "2025-07-01"
    assert found[1]["parents"][0]["place"] == "da-nang-2025"


def test_as_of_shows_those_of_the_day(tiendo: Run) -> None:
    found = json.loads(tiendo("places", "que son", "--as-of", "2026-01-01", "--json").out)
    assert "que-son" not in {place["place"] for place in found}
    children = json.loads(tiendo("places", "--in", "vn", "--as-of", "2025-07-01", "--json").out)
    assert len(children) == 34


@pytest.mark.parametrize("words", [("places",), ("places", "--in", "atlantis")])
def test_what_is_not_there_is_refused_with_a_remedy(tiendo: Run, words: tuple[str, ...]) -> None:
    refused = tiendo(*words)
    assert refused.code == 1 and "error: " in refused.err


def test_nobody_called_so_is_said_and_is_no_error(tiendo: Run) -> None:
    done = tiendo("places", "Atlantis")
    assert (done.code, done.out) == (0, "") and "no place is called 'Atlantis'" in done.err


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "passed to"), ("vi", "chuyển thành"), ("ru", "перешла к"), ("ar", "انتقلت إلى")],
)
def test_history_in_words(tiendo: Run, language: str, said: str) -> None:
    out = tiendo("history", "binh-lieu", "--lang", language).out
    assert f"2025-07-01: {said}" in out and "Luật 72/2025/QH15" in out
    assert "vo-ngai" not in out or "tien-yen-06862-2025" in out


def test_history_as_json_keeps_unknown_days_null(tiendo: Run) -> None:
    told = json.loads(tiendo("history", "ba-che-06970-2025", "--json").out)
    last = told["chapters"][-1]
    assert (last["happening"], last["date"], last["known_by"]) == ("recoded", None, "2026-04-30")


@pytest.fixture
def filed(tiendo: Run, write: Write) -> None:
    rows = [
        line(place, "state-budget-investment", period, value)
        for place, period, value in (
            ("quang-nam", "2024", "10"),
            ("da-nang", "2024", "20"),
            ("da-nang-2025", "2026-01", "3"),
            ("que-son", "2024", "1"),
        )
    ]
    done = tiendo("load", write(*rows))
    assert done.code == 0, done.err


@pytest.mark.usefixtures("filed")
def test_recast_forwards_is_exact_and_tells_what_it_is_made_of(tiendo: Run) -> None:
    done = tiendo(
        "recast", "quang-nam", "state-budget-investment", "2024", "--onto", "2025-07-01", "--json"
    )
    (cell,) = json.loads(done.out)
    assert (cell["place"], cell["value"], cell["recast"]) == ("da-nang-2025", 30, "exact")
    assert {part["place"] for part in cell["made_of"]} == {"da-nang", "quang-nam"}


@pytest.mark.usefixtures("filed")
def test_what_cannot_be_shared_out_is_refused_by_name(tiendo: Run) -> None:
    done = tiendo(
        "recast", "que-son", "state-budget-investment", "2024", "--onto", "2025-07-01", "--json"
    )
    cells = json.loads(done.out)
    assert len(cells) == 5
    assert {(c["state"], *c["cannot_be_shared_out"]) for c in cells} == {("refused", "que-son")}


@pytest.mark.usefixtures("filed")
def test_evaluate_on_another_map(tiendo: Run) -> None:
    plain = tiendo("evaluate", "da-nang-2025", "2024", "--json")
    assert json.loads(plain.out) == []
    assert "--tree-as-of 2025-07-01 recasts it" in plain.err
    rows = json.loads(
        tiendo("evaluate", "da-nang-2025", "2024", "--tree-as-of", "2025-07-01", "--json").out
    )
    (row,) = [row for row in rows if row["indicator"] == "state-budget-investment"]
    assert (row["value"], row["state"]) == (30, "value")
    assert [finding["check"] for finding in row["findings"]] == ["rule:territory"]
    everywhere = json.loads(
        tiendo("evaluate", "--all", "2024", "--tree-as-of", "2025-07-01", "--json").out
    )
    (same,) = [
        row
        for row in everywhere
        if (row["place"], row["indicator"]) == ("da-nang-2025", "state-budget-investment")
    ]
    assert (same["value"], same["state"]) == (30, "value")
    former = {"da-nang", "quang-nam"}
    assert not former & {row["place"] for row in everywhere}  # they would be counted twice


@pytest.mark.usefixtures("filed")
def test_explain_on_another_map_leads_down_to_the_filed_figures(tiendo: Run) -> None:
    words = ("explain", "da-nang-2025", "state-budget-investment", "2024")
    out = tiendo(*words, "--tree-as-of", "2025-07-01", "--lang", "en").out
    assert "recast: sum of places of another map" in out and "figures.csv" in out


# ---- boundaries -------------------------------------------------------------------------


@pytest.mark.parametrize(("parent", "count"), [("vn", 34), ("quang-ninh", 54)])
def test_boundaries_are_geojson_with_their_source(tiendo: Run, parent: str, count: int) -> None:
    done = tiendo("places", "--in", parent, "--geojson", "--lang", "en")
    told = done.json()
    assert (told["type"], len(told["features"])) == ("FeatureCollection", count)
    assert "MIT" in told["attribution"] and "no evidence of legal boundaries" in done.err
    assert "has no boundary" not in done.err
    assert {feature["geometry"]["type"] for feature in told["features"]} <= {
        "Polygon", "MultiPolygon",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Hạ Long",), "boundaries of what?"),
        (("--in", "que-son"), "no boundaries of what belongs to que-son"),
        (("--in", "vn", "--as-of", "2024-01-01"), "show the map of 2026-04-30 only"),
    ],
)
def test_boundaries_that_are_not_there_are_refused(
    tiendo: Run, words: tuple[str, ...], said: str
) -> None:
    done = tiendo("places", *words, "--geojson")
    assert done.code == 1 and said in done.err


# ---- how much is known on another map --------------------------------------------------

SUMMARY = ("recast", "vn", "state-budget-investment")


@pytest.fixture
def some_filed(tiendo: Run, write: Write) -> None:
    rows = [
        line(place, "state-budget-investment", period, value)
        for place, period, value in (
            ("quang-nam", "2024-01", "10"),
            ("da-nang", "2024-01", "20"),
            ("khanh-hoa", "2024-01", "5"),
            ("quang-ninh", "2024-01", "7"),
            ("quang-ninh", "2024-02", "8"),
            ("binh-lieu", "2024-02", "1"),
        )
    ]
    done = tiendo("load", write(*rows))
    assert done.code == 0, done.err


@pytest.mark.usefixtures("some_filed")
def test_a_summary_counts_cells_and_names_what_lacks(tiendo: Run) -> None:
    words = (*SUMMARY, "2024-01/2024-02", "--each", "month", "--onto", "2025-07-01", "--summary")
    told = tiendo(*words, "--json").json()
    assert (told["places"], told["cells"], told["periods"]) == (34, 68, ["2024-01", "2024-02"])
    assert told["counts"] == {
        "as_reported": 2, "exact": 1, "estimated": 0, "partial": 1, "refused": 0, "nothing": 64,
    }  # fmt: skip
    assert told["lacking"] == [{"place": "ninh-thuan", "cells": 1}]
    assert told["incomplete"] == [
        {"place": "khanh-hoa-2025", "period": "2024-01", "recast": "partial", "value": 5,
         "lacking": ["ninh-thuan"]},
    ]  # fmt: skip
    out = tiendo(*words, "--lang", "en").out
    assert "34 x 2 = 68" in out and "exact recast: 1" in out and "(ninh-thuan): 1" in out


@pytest.mark.usefixtures("some_filed")
def test_a_summary_of_communes_counts_what_is_refused(tiendo: Run) -> None:
    words = ("recast", "quang-ninh", "state-budget-investment", "2024-02", "--onto", "2025-07-01")
    told = tiendo(*words, "--summary", "--json").json()
    assert told["places"] == 54 and sum(told["counts"].values()) == 54
    assert told["counts"]["nothing"] == 54  # a district is not made of, nor part of, one commune


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("2024-02/2024-12", "--each", "year"), 1, "does not consist of whole years"),
        (("2024", "--each", "week"), 2, "--each"),
        (("2024", "--summary", "--by", "people"), 2, "--summary counts what needs no weight"),
    ],
)
def test_what_a_summary_cannot_do_is_refused(
    tiendo: Run, words: tuple[str, ...], code: int, said: str
) -> None:
    done = tiendo(*SUMMARY, *words, "--onto", "2025-07-01")
    assert done.code == code and said in done.err


# ---- targets across the reform -------------------------------------------------------


@pytest.fixture
def planned(tiendo: Run, write: Write) -> None:
    rows = [
        line("da-nang", period="2025", value="20000", modality="target"),
        line("quang-nam", period="2025", value="25000", modality="target"),
        line("da-nang-2025", period="2025", value="36000", known_at="2026-01-10"),
        line("ninh-thuan", period="2025", value="5000", modality="target"),
        line("khanh-hoa-2025", period="2025", value="24000", known_at="2026-01-10"),
    ]
    done = tiendo("load", write(*rows))
    assert done.code == 0, done.err


def _revenue(done: Result) -> dict[str, Any]:
    [row] = [row for row in done.json() if row["indicator"] == "state-budget-revenue"]
    return row


@pytest.mark.usefixtures("planned")
def test_targets_of_all_former_provinces_make_the_new_one_s_plan(tiendo: Run) -> None:
    row = _revenue(tiendo("evaluate", "da-nang-2025", "2025", "--json"))
    [plan] = row["plans"]
    assert (plan["value"], plan["derived"], plan["share_pct"]) == (45000, True, 80)
    [finding] = row["findings"]
    assert (finding["check"], finding["verdict"]) == ("rule:target_territory", "explained")
    out = tiendo("explain", "da-nang-2025", "state-budget-revenue", "2025", "--lang", "en").out
    assert "recast: sum of the targets of places of another map" in out and "quang-nam" in out
    judged = _revenue(tiendo("outlook", "da-nang-2025", "2025", "--json"))
    assert (judged["target"], judged["target_status"]) == (45000, "missed")


@pytest.mark.usefixtures("planned")
def test_one_former_province_s_target_does_not_compare_with_the_new_one_s_result(
    tiendo: Run,
) -> None:
    row = _revenue(tiendo("evaluate", "khanh-hoa-2025", "2025", "--json"))
    [finding] = row["findings"]
    assert row["plans"] == [] and finding["verdict"] == "not_checkable"
    assert "not recast: khanh-hoa had none" in finding["detail"]
    everywhere = tiendo("evaluate", "--all", "2025", "--level", "province", "--json").json()
    [same] = [one for one in everywhere if one["place"] == "khanh-hoa-2025"]
    assert same["plans"] == [] and [one["verdict"] for one in same["findings"]] == ["not_checkable"]
    judged = _revenue(tiendo("outlook", "khanh-hoa-2025", "2025", "--json"))
    assert (judged["target_status"], judged["chance"]) == ("not_comparable", None)
    assert judged["required_rest"] is None
