"""`tiendo outlook` of Đà Nẵng, which took Quảng Nam in on 1 July 2025: invented figures of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import merged_world as world
from tests.cli.door import Door, Result
from tiendo.vocabulary.period import Period

OCTOBER = ("--as-of", "2025-10-15")
YEAR = [Period(at, at) for at in range(2025 * 12, 2025 * 12 + 12)]
LAST_YEAR = 12 * world.revenue(Period.parse("2024-01"))

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def filled(door: Door, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with all that the city and its parts tell."""
    folder = tmp_path_factory.mktemp("da-nang")
    return door.filled(folder, "told.csv", world.HEADER, *world.lines())


@pytest.fixture
def run(door: Door, filled: Path) -> Run:
    """Run a command on the filled workspace."""
    return lambda *asked, **options: door.run(*asked, workspace=filled, **options)


def of(rows: list[dict[str, Any]], indicator: str = "state-budget-revenue") -> dict[str, Any]:
    """Return the one row of an indicator."""
    [row] = [one for one in rows if one["indicator"] == indicator]
    return row


def test_json_says_of_whom_the_history_was_recast(run: Run) -> None:
    done = run("outlook", world.MERGED, "2025-9M", *OCTOBER, "--json")
    assert (done.code, done.err) == (0, "")
    row = of(done.json())
    assert (row["at"], row["year"], row["refused"]) == (9, 2025, None)
    assert row["method"].startswith("history recast from da-nang and quang-nam; quick: ")
    assert row["gate"] == ["territory"]
    said = "2019-01/2025-06: history recast from da-nang and quang-nam"
    assert row["notes"] == [said]
    assert [past["year"] for past in row["past"]] == [2024, 2023, 2022, 2021]
    assert row["past"][0]["actual"] == pytest.approx(LAST_YEAR)
    assert row["p50"] == pytest.approx(sum(map(world.revenue, YEAR)), rel=0.01)


def test_the_year_is_measured_against_the_sum_of_the_former_plans(run: Run) -> None:
    row = of(run("outlook", world.MERGED, "2025-9M", *OCTOBER, "--json").json())
    so_far = sum(map(world.revenue, YEAR[:9]))
    assert (row["target"], row["assigner"]) == (3400, "own")
    assert row["required_rest"] == pytest.approx(3400 - so_far)
    assert row["target_status"] == "beyond_reach" and row["chance"] < 0.2


def test_what_one_part_never_told_is_refused_by_name(run: Run) -> None:
    row = of(run("outlook", world.MERGED, "2025-9M", *OCTOBER, "--json").json(), "tourists")
    assert row["p50"] is None and row["gate"] == []
    assert row["refused"] == "2025-H1 cannot be recast: it is not known of quang-nam"


def test_the_table_says_so_too(run: Run) -> None:
    done = run("outlook", world.MERGED, "2025-9M", *OCTOBER, "--lang", "en")
    assert "history recast from da-nang and quang-nam" in " ".join(done.out.split())


def test_as_of_a_day_before_the_reform_the_parts_have_their_outlooks_and_it_has_none(
    run: Run,
) -> None:
    june = ("--as-of", "2025-06-15")
    done = run("outlook", world.MERGED, "2025", *june)
    assert f"nothing is filed or planned for {world.MERGED}" in done.err
    row = of(run("outlook", "da-nang", "2025", *june, "--json").json())
    assert (row["at"], row["target"], row["gate"]) == (5, 2400, [])
    assert "recast" not in row["method"]
    later = of(run("outlook", "da-nang", "2025-05", *OCTOBER, "--json").json())
    assert {**row, "calibration": None} == {**later, "calibration": None}


def test_another_map_may_be_asked_for_before_the_reform_and_after(run: Run) -> None:
    asked = run(
        "outlook", world.MERGED, "2025", "--as-of", "2025-06-15", "--tree-as-of", "2025-07-01",
        "--json",
    )  # fmt: skip
    row = of(asked.json())
    assert (row["at"], row["target"]) == (5, 3400)
    assert row["method"].startswith("history recast from")
    off = run("outlook", world.MERGED, "2025-9M", *OCTOBER, "--tree-as-of", "2025-06-30", "--json")
    assert "is not on the map of 2025-06-30" in off.err and "--tree-as-of 2025-07-01" in off.err
    assert "--tree-as-of" in run("outlook", "--series", "x.csv", "--at", "6",
                                 "--tree-as-of", "2025-06-30").err  # fmt: skip


def test_what_moved_is_told_on_one_map_across_the_reform(run: Run) -> None:
    rows = run("outlook", world.MERGED, "2025", *OCTOBER, "--since", "2025-06-15", "--json").json()
    row = of(rows)
    assert (row["at_before"], row["at"], row["refused"]) == (5, 9, None)
    assert row["before"] == pytest.approx(row["after"], rel=0.02)
    parts = row["revised_data"] + row["new_months"] + row["method"]
    assert parts == pytest.approx(row["after"] - row["before"], abs=1e-6)


def test_calibrations_of_different_maps_are_kept_apart(run: Run, filled: Path) -> None:
    plain = run("outlook", world.MERGED, "2025-08", *OCTOBER, "--json").json()
    asked = run(
        "outlook", world.MERGED, "2025-08", *OCTOBER, "--tree-as-of", "2025-07-01", "--json"
    ).json()
    kept = {file.name for file in (filled / "outlook").iterdir()}
    stem = f"{world.MERGED}.2025-08.quick"
    assert {f"{stem}.json", f"{stem}.map-2025-07-01.json"} <= kept
    assert asked == plain
    assert run("outlook", world.MERGED, "2025-08", *OCTOBER, "--json").json() == plain
