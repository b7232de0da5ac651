"""The marked reports say what they mean: quotes, links and words hold, no number is forgotten."""

from __future__ import annotations

import re
from itertools import chain

import pytest
from benchmarks.published.places import flat_words, words_of_place

from tests.reading.fixtures import LANGUAGES, Marked, marked_reports
from tests.reading.marked import (
    COMPARATORS,
    MODALITIES,
    NO_FIGURE,
    UNITS,
    BadMark,
    compile_report,
    overlapping,
)

REPORTS = list(marked_reports())
FIGURES = ("level", "growth", "change_abs", "plan_share", "base_ratio", "over_plan", "share")
PERIOD = re.compile(r"\d{4}(-(Q[1-4]|H[12]|9M|0[1-9]|1[0-2]))?|\d{4}-\d\d/\d{4}-\d\d|\d{4}/\d{4}")


@pytest.fixture(params=REPORTS, ids=str)
def report(request: pytest.FixtureRequest) -> Marked:
    """Each report in turn."""
    return request.param


def test_every_number_is_marked_as_a_figure_or_as_none(report: Marked) -> None:
    covered = set(
        chain.from_iterable(range(line["start"], line["end"]) for line in report.annotations)
    )
    forgotten = [m[0] for m in re.finditer(r"\d+", report.text) if m.start() not in covered]
    assert forgotten == []


def test_quotes_stand_where_they_are_said_to_and_share_no_text(report: Marked) -> None:
    for line in report.annotations:
        assert report.text[line["start"] : line["end"]] == line["quote"] != ""
    assert overlapping(report.annotations) == []


def test_no_mark_is_left_in_the_text(report: Marked) -> None:
    assert re.search(r"\[\[|\]\]|\{\{|\}\}|[<>|]|%%", report.text) is None


def test_words_are_closed_and_links_lead_to_figures(report: Marked) -> None:
    lines = {line["id"]: line for line in report.annotations}
    for line in lines.values():
        assert line["kind"] in (*FIGURES, "contribution", "count", *NO_FIGURE)
        assert line["modality"] in MODALITIES and line["comparator"] in COMPARATORS
        for head in line["relation"].values():
            assert lines[head]["kind"] not in NO_FIGURE and head != line["id"]
        for period in (line["period"], *line.get("accept_periods", ())):
            assert period is None or PERIOD.fullmatch(period), line["quote"]
        if line["kind"] not in NO_FIGURE:
            assert line["value"] is not None and line["unit"] and line["indicator"]


def test_the_digits_of_a_quote_are_those_of_its_value(report: Marked) -> None:
    """A slip of the pen in a value is found: the digits printed are the digits meant."""
    for line in report.annotations:
        digits = "".join(str(int(d)) for d in re.findall(r"\d", line["quote"])).strip("0")
        if line["kind"] in NO_FIGURE or not digits or line["unit"].endswith(("m2", "m3")):
            continue
        said = "".join(
            f"{abs(value):.12g}".replace(".", "").split("e")[0].strip("0")
            for value in (line["value"], line.get("value_hi"))
            if value is not None
        )
        printed = digits.replace("0", "")
        assert printed.startswith(said.replace("0", "")), (line["quote"], line["value"])


def test_a_place_is_named_by_the_text_or_null(report: Marked) -> None:
    """What nothing in the text tells, no reader can know: then null is right."""
    text = " ".join(flat_words(report.text))
    for line in report.annotations:
        places = line.get("accept_places", [line["place"]])
        assert places[0] is None or any(
            all(word[:5] in text for word in words_of_place(place)) for place in places if place
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_half_holds_fifteen_reports_and_over_two_hundred_figures(lang: str) -> None:
    for half in ("seen", "unseen"):
        mine = [report for report in REPORTS if (report.lang, report.half) == (lang, half)]
        if lang == "fr":
            continue
        figures = [
            line for report in mine for line in report.annotations if line["kind"] not in NO_FIGURE
        ]
        assert len(mine) >= 15 and len(figures) >= 200


def test_a_mark_says_value_unit_kind_link_period_and_indicator() -> None:
    report = compile_report(
        "%% place: Sông Xanh; period: 2024-H1\n"
        "{{Revenue|state-budget-revenue}} was [[12 bn|12e9 VND level #a ~nearly !estimated]], "
        "[[3%|3 % growth>a]] up; see <15-NQ/TU|document>.\n",
        "a-report",
        "en",
    )
    revenue, growth, document = report.annotations
    assert report.text == "Revenue was 12 bn, 3% up; see 15-NQ/TU.\n"
    assert (revenue["value"], revenue["unit"], revenue["comparator"]) == (12e9, "VND", "nearly")
    assert growth["relation"] == {"growth_of": revenue["id"]}
    assert (growth["period"], growth["base_period"]) == ("2024-H1", "2023-H1")
    assert growth["accept_modalities"] == ["estimated", "actual"]
    assert growth["indicator_id"] == "state-budget-revenue"
    assert document["kind"] == "document"


@pytest.mark.parametrize(
    ("marked", "told"),
    [
        ("[[12 bn]]", "says nothing"),
        ("[[12 bn|12e9 VND]]", "value, unit and kind"),
        ("[[12 bn|twelve VND level]]", "is no number"),
        ("[[12 bn|12e9 VND tall]]", "'tall'"),
        ("[[3%|3 % growth>a]]", "points to #a"),
        ("[[3%|3 % growth ~roughly]]", "'roughly'"),
        ("[[3%|3 % growth #a]] [[4%|4 % growth #a]]", "two figures are named #a"),
        ("%% weather: fine", "'weather'"),
        ("<12|page>", "'page'"),
    ],
)
def test_a_slip_in_a_mark_is_named(marked: str, told: str) -> None:
    with pytest.raises(BadMark, match=told):
        compile_report(marked, "a-report", "en")


def test_units_written_short_are_written_out() -> None:
    assert UNITS == {"%": "percent", "pp": "percentage_points", "x": "times"}
