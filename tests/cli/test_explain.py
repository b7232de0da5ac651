"""`tiendo explain`: one number down to file, cell, person and both clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.cli.conftest import Write
from tests.cli.door import Result
from tests.cli.test_evaluate import KEYS

Run = Callable[..., Result]
INVESTMENT = ("explain", "quang-ninh", "state-budget-investment")


def figures_in(trace: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the filed figures of a trace."""
    if trace["figure"]:
        yield trace["figure"]
    for part in trace["parts"]:
        yield from figures_in(part)


def test_json_is_the_row_with_its_trace(demo: Run) -> None:
    told = demo("explain", "ninh-thuan", "grdp", "2024-Q1", "--json")
    assert (told.code, told.err) == (0, "")
    row = told.json()
    assert list(row)[: len(KEYS)] == KEYS
    trace = row["trace"]
    assert (trace["field"], trace["value"], trace["operation"]) == ("value", 5800, "filed")
    figure = trace["figure"]
    assert (figure["file"], figure["by"]) == ("ninh-thuan-2024-q1.csv", "tiendo demo")
    assert figure["cell"].startswith("line ")
    assert figure["known_at"] == "2024-03-31"
    assert figure["recorded_at"].endswith("Z")


def test_a_residual_is_traced_to_the_total_and_the_parts(demo: Run) -> None:
    row = demo(
        "explain", "ninh-thuan", "grdp", "2024-Q1", "--breakdown", "sector=product_taxes", "--json"
    ).json()
    values = sorted(figure["value"] for figure in figures_in(row["trace"]))
    assert values == [1299, 2102, 2151, 5800]


def test_all_vintages_of_a_month_are_shown(demo: Run) -> None:
    trace = demo(*INVESTMENT, "2024-01", "--json").json()["trace"]
    assert [vintage["value"] for vintage in trace["vintages"]] == [1139.268, 831.341]
    assert trace["figure"]["value"] == 831.341
    then = demo(*INVESTMENT, "2024-01", "--as-of", "2024-02-10", "--json").json()["trace"]
    assert [vintage["value"] for vintage in then["vintages"]] == [1139.268]


def test_the_tree_names_file_cell_person_and_both_clocks(demo: Run) -> None:
    shown = demo(*INVESTMENT, "2024-01", "--lang", "en")
    assert (shown.code, shown.err) == (0, "")
    [old] = [t for t in shown.out.splitlines() if "1,139.268 (level, estimate)" in t]
    [new] = [t for t in shown.out.splitlines() if "831.341 (level, preliminary)" in t]
    assert "known since 2024-01-29" in old
    assert "<- this one answers" in new
    for piece in (" recorded 20", " UTC by tiendo demo from state-budget-investment.csv, line "):
        assert piece in old
        assert piece in new


def test_the_tree_writes_out_once_what_it_needs_twice(demo: Run) -> None:
    shown = demo("explain", "ninh-thuan", "grdp", "2024-Q1", "--lang", "en").out
    assert shown.count("> 5,800 (level, actual)") == 1
    assert "(see above)" in shown


def test_a_plan_and_its_share_are_traced_too(demo: Run) -> None:
    shown = demo("explain", "cam-pha", "local-budget-revenue", "2024-H1", "--lang", "en").out
    for title in ("Plan province: 12,722.7", "Plan own: 12,748.91", "implied plan"):
        assert title in shown


def test_the_indicator_may_be_named_in_words(demo: Run) -> None:
    by_code = demo("explain", "cam-pha", "tourists", "2024-H1", "--json").json()
    by_name = demo("explain", "Cẩm Phả", "Tourist visits", "2024-H1", "--json").json()
    assert by_name == by_code


def test_without_a_breakdown_the_total_is_meant(demo: Run) -> None:
    row = demo("explain", "ninh-thuan", "grdp", "2024-Q1", "--json").json()
    assert row["breakdown"] == {}
    part = demo("explain", "ninh-thuan", "grdp", "2024-Q1", "--breakdown", "sector=services",
                "--json").json()  # fmt: skip
    assert (part["breakdown"], part["value"]) == ({"sector": "services"}, 2151)


def test_the_only_part_is_meant_where_there_is_no_total(demo: Run) -> None:
    row = demo(*INVESTMENT, "2024-02", "--json").json()
    assert row["breakdown"] == {"management": "local"}


def test_several_series_are_listed_with_the_options_that_pick_each(demo: Run) -> None:
    refused = demo("explain", "que-son", "production-value", "2023", "--json")
    assert refused.code == 1
    assert refused.out == ""
    assert "'production-value' has 2 series for que-son in 2023" in refused.err
    options = [t.split() for t in refused.err.splitlines() if t.startswith("  --breakdown")]
    assert options == [
        ["--breakdown", "aggregate=industry_handicraft_construction"],
        ["--breakdown", "aggregate=trade_services"],
    ]
    for words in options:
        assert demo("explain", "que-son", "production-value", "2023", *words, "--json").code == 0


def test_a_measure_or_a_price_basis_picks_one_of_two(tiendo: Run, write: Write) -> None:
    header = "place,indicator,price_basis,period,kind,value"
    file = write(
        "ninh-thuan,grdp,current,2024-Q1,level,5800",
        "ninh-thuan,grdp,constant_2010,2024-Q1,growth,8.26",
        header=header,
    )
    assert tiendo("load", file).code == 0
    ask = ("explain", "ninh-thuan", "grdp", "2024-Q1")
    refused = tiendo(*ask)
    assert refused.code == 1
    assert "--price-basis current --measure level" in refused.err
    assert "--price-basis constant_2010 --measure growth" in refused.err
    assert tiendo(*ask, "--measure", "growth", "--json").json()["value"] == 8.26
    assert tiendo(*ask, "--price-basis", "current", "--json").json()["value"] == 5800


def test_where_nothing_is_filed_the_total_is_explained_as_missing(demo: Run) -> None:
    row = demo("explain", "cam-pha", "gdp", "2024", "--json").json()
    assert (row["state"], row["value"], row["breakdown"]) == ("missing", None, {})
    assert row["price_basis"] == "current"
    shown = demo("explain", "cam-pha", "gdp", "2024", "--lang", "en")
    assert shown.code == 0
    assert "missing" in shown.out


@pytest.mark.parametrize(
    ("words", "said", "remedy"),
    [
        (("nowhere", "grdp", "2024"), "'nowhere' is no known place", ""),
        (("ninh-thuan", "grpd", "2024"), "'grpd' is no indicator", "did you mean:"),
        (("ninh-thuan", "grdp", "2024-Q5"), "is no period", "write 2024-03"),
        (
            ("ninh-thuan", "grdp", "2024-Q1", "--breakdown", "sector=mines"),
            "'mines' is no sector of 'grdp'",
            "it has: agriculture",
        ),
        (
            ("ninh-thuan", "grdp", "2024-Q1", "--breakdown", "sex=f"),
            "is not broken down by 'sex'",
            "its dimensions: sector",
        ),
        (("ninh-thuan", "grdp", "2024-Q1", "--breakdown", "services"), "is no breakdown", "write"),
        (
            ("ninh-thuan", "grdp", "2024-Q1", "--price-basis", "constant_1994"),
            "has no price basis constant_1994",
            "it has: current",
        ),
        (("ninh-thuan", "grdp", "2024-Q1", "--price-basis", "old"), "is no price basis", "write"),
        (
            ("ninh-thuan", "grdp", "2024-Q1", "--measure", "share"),
            "no share of 'grdp' was filed for ninh-thuan in 2024-Q1",
            "leave --measure out",
        ),
    ],
)
def test_what_does_not_exist_is_refused_with_a_remedy(
    demo: Run, words: tuple[str, ...], said: str, remedy: str
) -> None:
    refused = demo("explain", *words, "--json")
    assert refused.code == 1
    assert refused.out == ""
    assert said in refused.err
    assert remedy in refused.err
