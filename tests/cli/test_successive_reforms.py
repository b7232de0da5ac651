"""What the commands tell of a village that two reforms of one year made: its target, its base."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.door import Door, Result
from tests.country import FOLDER

REGISTER = {
    "units.csv": """\
41,hazel,commune,village,Avelo,Hazel,05,north,,2024-03-01
42,ivy,commune,village,Hedero,Ivy,06,north,,2024-03-01
43,hazelivy,commune,village,Avelohedero,Hazelivy,05,north,2024-03-01,2024-07-01
44,juniper,commune,village,Junipero,Juniper,07,north,,2024-07-01
45,grove,commune,village,Bosko,Grove,05,north,2024-07-01,
""",
    "transfers.csv": """\
march-2024,hazel,hazelivy,whole,,,
march-2024,ivy,hazelivy,whole,,,
july-2024,hazelivy,grove,whole,,,
july-2024,juniper,grove,whole,,,
""",
    "events.yaml": """\
- {key: march-2024, date: 2024-03-01, names: {ve: "Hazelivy", en: "Hazel and Ivy become one"}}
- {key: july-2024, date: 2024-07-01, names: {ve: "Grove", en: "Juniper joins them"}}
""",
}
HEADER = "place,indicator,period,kind,value,unit,modality,known_at\n"
RESULTS = """\
grove,births,2024,level,28,persons,actual,2025-01-05
hazel,births,2023,level,8,persons,actual,2024-01-05
ivy,births,2023,level,12,persons,actual,2024-01-05
juniper,births,2023,level,4,persons,actual,2024-01-05
"""
TARGETS = {
    key: f"{key},births,2024,level,{value},persons,target,2024-01-05\n"
    for key, value in (("hazel", 10), ("ivy", 20), ("juniper", 5))
}
CHECK = "rule:target_territory"

Grove = Callable[..., Result]


@pytest.fixture
def grove(door: Door, tmp_path: Path) -> Grove:
    """Run a command on a workspace in which some of the villages had a target."""
    pack = Path(shutil.copytree(FOLDER, tmp_path / "pack"))
    for name, more in REGISTER.items():
        with (pack / "register" / name).open("a", encoding="utf-8") as file:
            file.write(more)
    figures = tmp_path / "figures.csv"

    def run(planned: tuple[str, ...], *words: str) -> Result:
        workspace = tmp_path / "-".join(planned)
        env = {"TIENDO_PACK": str(pack)}
        if not workspace.exists():
            figures.write_text(HEADER + RESULTS + "".join(TARGETS[key] for key in planned))
            done = door.run("load", str(figures), workspace=workspace, env=env)
            assert done.code == 0, done.err
        return door.run(*words, workspace=workspace, env=env)

    return run


def _births(done: Result, place: str = "grove") -> dict[str, Any]:
    (row,) = (r for r in done.json() if (r["place"], r["indicator"]) == (place, "births"))
    return row


def _verdicts(row: dict[str, Any]) -> list[str]:
    return [one["verdict"] for one in row["findings"] if one["check"] == CHECK]


def test_targets_of_all_villages_at_new_year_are_the_plan_of_the_last_one(grove: Grove) -> None:
    every = ("hazel", "ivy", "juniper")
    row = _births(grove(every, "evaluate", "grove", "2024", "--json"))
    assert (row["same_period"], row["growth_pct"]) == (24, pytest.approx(100 / 6))
    (plan,) = row["plans"]
    assert (plan["value"], plan["derived"], plan["share_pct"]) == (35, True, 80)
    assert _verdicts(row) == ["explained"]
    of_all = _births(grove(every, "evaluate", "--all", "2024", "--json"))
    assert [one["value"] for one in of_all["plans"]] == [35] and _verdicts(of_all) == ["explained"]
    told = grove(every, "explain", "grove", "births", "2024", "--lang", "en").out
    assert "recast: sum of the targets of hazel, ivy, juniper" in told
    judged = _births(grove(every, "outlook", "grove", "2024", "--json"))
    assert (judged["target"], judged["target_status"]) == (35, "missed")


def test_where_one_had_none_the_others_do_not_compare(grove: Grove) -> None:
    some = ("hazel", "juniper")
    row = _births(grove(some, "evaluate", "grove", "2024", "--json"))
    assert row["plans"] == [] and _verdicts(row) == ["not_checkable"] * 2
    assert all("not recast: ivy had none" in one["detail"] for one in row["findings"][1:])
    then = ("evaluate", "grove", "2024", "--as-of", "2025-06-01", "--json")
    assert _verdicts(_births(grove(some, *then))) == ["not_checkable"] * 2
    told = grove(some, "recast", "grove", "births", "2024", "--onto", "2024-12-31").out
    assert told.count("not_comparable") == 2 and "ivy had none" in told


def test_on_the_map_between_the_reforms_the_village_of_then_has_the_sum_of_its_own(
    grove: Grove,
) -> None:
    between = ("--tree-as-of", "2024-05-01", "--json")
    every = ("hazel", "ivy", "juniper")
    row = _births(grove(every, "evaluate", "hazelivy", "2024", *between), "hazelivy")
    assert [one["value"] for one in row["plans"]] == [30] and row["same_period"] == 20
    assert row["state"] == "refused" and _verdicts(row) == ["explained"]
    cell = grove(("hazel", "juniper"), "explain", "hazelivy", "births", "2024", *between).json()
    assert cell["plans"] == [] and _verdicts(cell) == ["not_checkable"]
