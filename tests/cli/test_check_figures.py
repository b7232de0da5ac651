"""`tiendo check-figures`: findings with figures, file and line; 1 where something is impossible."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.conftest import Write, line
from tests.cli.door import Result

Run = Callable[..., Result]

KEYS = [
    "place", "indicator", "breakdown", "price_basis", "period", "check", "verdict", "severity",
    "detail", "expected", "stated", "figures",
]  # fmt: skip


def test_the_plan_of_quang_ninh_moved_in_february_2024(demo: Run) -> None:
    done = demo("check-figures", "quang-ninh", "2024-02", "--json")
    assert (done.code, done.err) == (0, "")
    listed = done.json()
    assert all(list(one) == KEYS for one in listed)
    [moved] = [one for one in listed if one["check"] == "rule:plan-moved"]
    assert [round(moved[name]) for name in ("expected", "stated")] == [22002, 17120]
    assert moved["breakdown"] == {"management": "local"}
    assert len(moved["figures"]) == 4
    for figure in moved["figures"]:
        assert figure["file"] == "state-budget-investment.csv"
        assert figure["cell"].startswith("line ")


def test_the_checks_of_every_evaluation_are_listed_too(demo: Run) -> None:
    listed = demo("check-figures", "quang-ninh", "2024-02", "--json").json()
    [revised] = [one for one in listed if one["check"] == "revision"]
    assert (round(revised["expected"], 3), revised["stated"]) == (1633.966, 1641.846)
    assert revised["figures"]


def test_what_was_not_known_yet_was_not_found_yet(demo: Run) -> None:
    then = demo("check-figures", "quang-ninh", "2024-02", "--as-of", "2024-02-10", "--json")
    assert (then.code, then.json()) == (0, [])


def test_the_table_says_what_to_do_in_the_language_asked(demo: Run) -> None:
    english = demo("check-figures", "quang-ninh", "2024-02", "--lang", "en")
    assert english.code == 0
    assert "What to do" in english.out
    assert "File the new version of the plan with decision and date" in english.out
    assert "22,002.09" in english.out
    vietnamese = demo("check-figures", "quang-ninh", "2024-02", "--lang", "vi")
    assert "Kế hoạch thay đổi trong năm" in vietnamese.out


def test_evaluate_shows_the_same_finding_on_its_row(demo: Run) -> None:
    rows = demo("evaluate", "quang-ninh", "2024-02", "--json").json()
    [row] = [r for r in rows if r["breakdown"] == {"management": "local"}]
    [found] = [f for f in row["findings"] if f["check"] == "rule:plan-moved"]
    assert list(found) == ["check", "verdict", "severity", "detail", "expected", "stated"]


def test_the_reports_of_four_localities_break_no_rule(demo: Run) -> None:
    reports = (
        ("ninh-thuan", "2024-Q1"),
        ("cam-pha", "2024-H1"),
        ("que-son", "2023"),
        ("binh-lieu", "2025"),
    )
    for place, period in reports:
        listed = demo("check-figures", place, period, "--json").json()
        assert [one for one in listed if one["check"].startswith("rule:")] == [], place


def test_the_impossible_ends_with_one(tiendo: Run, write: Write) -> None:
    part = line(indicator="domestic-revenue", value="500")
    assert tiendo("load", write(line(), part), "--by", "Lan").code == 0
    done = tiendo("check-figures", "ninh-thuan", "2024-06", "--json")
    assert done.code == 1
    found = {one["check"]: one for one in done.json()}
    one = found["rule:some-within-all"]
    assert one["severity"] == "error"
    assert (one["expected"], one["stated"]) == (400, 500)
    assert {figure["cell"] for figure in one["figures"]} == {"line 2", "line 3"}
    assert {figure["file"] for figure in one["figures"]} == {"figures.csv"}


def test_a_figure_in_order_is_told_so(tiendo: Run) -> None:
    done = tiendo("check-figures", "ninh-thuan", "2024-05")
    assert (done.code, done.err) == (0, "")
    assert "nothing was found" in done.out


def test_where_nothing_is_filed_nothing_was_checked(tiendo: Run) -> None:
    done = tiendo("check-figures", "ninh-thuan", "2019-05")
    assert (done.code, done.out) == (0, "")
    assert "nothing was checked" in done.err
    empty = tiendo("check-figures", "ninh-thuan", "2019-05", "--json")
    assert (empty.code, empty.json()) == (0, [])


def test_an_unknown_place_and_no_period_are_refused(tiendo: Run) -> None:
    assert tiendo("check-figures", "nowhere", "2024-05").code == 1
    refused = tiendo("check-figures", "ninh-thuan", "May 2024")
    assert refused.code == 1
    assert "is no period" in refused.err
    assert tiendo("check-figures", "ninh-thuan").code == 2


def test_everywhere_each_finding_is_counted_once_and_the_silent_rules_are_named(demo: Run) -> None:
    done = demo("check-figures", "--all", "2024-02", "--lang", "en")
    assert done.code == 0
    assert "plan-moved" in done.out
    assert "silent: " in done.err and "grain-yield" in done.err
    listed = demo("check-figures", "--all", "2024-02", "--json").json()
    (moved,) = [one for one in listed["rules"] if one["check"] == "rule:plan-moved"]
    mine = [one for one in listed["findings"] if one["check"] == "rule:plan-moved"]
    assert moved["findings"] == len(mine) == sum(moved["verdicts"].values())
    assert moved["places"] == len({one["place"] for one in mine})
    assert {"quang-ninh"} < {one["place"] for one in mine}
    alone = demo("check-figures", "quang-ninh", "2024-02", "--json").json()
    ruled = [one for one in alone if one["check"].startswith("rule:")]
    here = [one for one in listed["findings"] if one["place"] == "quang-ninh"]
    assert here == ruled


def test_all_that_was_ever_filed_is_asked_without_a_period(tiendo: Run, write: Write) -> None:
    lines = (line(), line(period="2024-04"), line(indicator="domestic-revenue", value="500"))
    assert tiendo("load", write(*lines)).code == 0
    done = tiendo("check-figures", "--all", "--json")
    assert done.code == 1, "a part is more than the whole"
    assert (done.json()["places"], done.json()["questions"]) == (1, 3)
    assert [one["check"] for one in done.json()["findings"]] == ["rule:some-within-all"]
    nothing = tiendo("check-figures", "--all", "2019-05")
    assert (nothing.code, "so nothing was checked" in nothing.err) == (0, True)
    assert tiendo("check-figures", "--all", "ninh-thuan", "2024-05").code == 2
    assert tiendo("check-figures", "ninh-thuan").code == 2
