"""The benchmark's scores mean what they say: hits, false positives, links, what is optional."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.published.gold import BadGold, Document, document, read_folder
from benchmarks.published.places import same_place
from benchmarks.published.scoring import Found, Score, score

from tests.reading.fixtures import marked_reports
from tests.reading.marked import compile_report

MARKED = (
    "%% place: Sông Xanh; period: 2024-H1\n"
    "By <June 30, 2024> {{revenue|state-budget-revenue}} in Sông Xanh was [[120 bn|120e9 VND level "
    "#a]], up [[8%|8 % growth>a]]; it issued [[12 plans|12 documents count ?]].\n"
)


@pytest.fixture
def report() -> Document:
    """Revenue of Sông Xanh with its growth, a date, and a count that may be left out."""
    made = compile_report(MARKED, "report.txt", "en")
    return document("report.txt", "en", made.text, made.annotations)


def perfect(doc: Document) -> list[Found]:
    """What a reader without a fault gives."""
    return [
        Found(
            id=gold.id,
            start=gold.start,
            end=gold.end,
            value=gold.value,
            value_hi=gold.value_hi,
            unit=gold.units[0],
            kind=gold.kinds[0],
            modality=gold.modalities[0],
            comparator=gold.comparators[0],
            period=gold.periods[0],
            place=gold.places[0],
            indicator_id=gold.indicator_id,
            phrase=gold.indicator,
            relation=dict(gold.relation),
        )
        for gold in doc.figures
    ]


def measures(found: Score) -> dict[str, float | None]:
    return {
        name: found.of(name)
        for name in ("value", "value+unit", "tuple", "link", "kind", "period", "place", "indicator")
    }


def test_a_reader_without_a_fault_scores_one_on_every_report() -> None:
    for one in marked_reports():
        doc = document(one.name, one.lang, one.text, one.annotations)
        found = score(doc, perfect(doc), {})
        assert {value for value in measures(found).values() if value is not None} == {1.0}
        assert found.misses == []


def test_what_is_optional_is_neither_hit_nor_miss(report: Document) -> None:
    read = perfect(report)
    without = [one for one in read if one.unit != "documents"]
    assert measures(score(report, read, {})) == measures(score(report, without, {}))


def test_a_date_read_as_a_figure_is_a_false_positive(report: Document) -> None:
    date = next(gold for gold in report.gold if gold.kinds[0] == "date")
    read = [*perfect(report), Found("date", date.start, date.end, 2024.0)]
    assert score(report, read, {}).f1("value") == pytest.approx(4 / 5)


def test_a_figure_read_twice_counts_once(report: Document) -> None:
    revenue = perfect(report)[0]
    read = [*perfect(report), replace(revenue, id="again")]
    assert score(report, read, {}).f1("value") == pytest.approx(4 / 5)


@pytest.mark.parametrize("value", [0.12e9, -120e9, 120e12])
def test_another_value_is_a_miss_and_a_false_positive(report: Document, value: float) -> None:
    revenue, *rest = perfect(report)
    found = score(report, [replace(revenue, value=value), *rest], {})
    assert found.f1("value") == pytest.approx(1 / 2)
    assert {miss.measure for miss in found.misses} == {"value", "link"}


def test_who_knows_no_falls_is_held_to_the_size_only(report: Document) -> None:
    revenue, growth, *_ = perfect(report)
    read = [revenue, replace(growth, value=-8.0)]
    assert score(report, read, {}).f1("value") == pytest.approx(1 / 2)
    assert score(report, read, {}, signed=False).f1("value") == 1.0


@pytest.mark.parametrize(
    ("facet", "said", "measure"),
    [
        ("unit", "USD", "value+unit"),
        ("kind", "count", "kind"),
        ("period", "2024", "period"),
        ("place", "Núi Vàng", "place"),
    ],
)
def test_a_facet_that_is_wrong_lowers_its_measure_alone(
    report: Document, facet: str, said: str, measure: str
) -> None:
    revenue, *rest = perfect(report)
    found = score(report, [replace(revenue, **{facet: said}), *rest], {})
    assert found.f1("value") == 1.0
    assert found.of(measure) == pytest.approx(1 / 2)
    assert [miss.measure for miss in found.misses] == [measure]


def test_a_link_to_another_figure_or_none_is_a_miss(report: Document) -> None:
    revenue, growth, plans = perfect(report)
    for relation in ({}, {"growth_of": plans.id}):
        read = [revenue, replace(growth, relation=relation), plans]
        assert score(report, read, {}).f1("link") == 0.0


def test_places_are_the_same_by_key_by_any_name_and_without_their_kind() -> None:
    assert same_place(["tỉnh Thái Bình"], "thai-binh")
    assert same_place(["Que Son district, Quang Nam"], "que-son")
    assert same_place(["Que Son district, Quang Nam"], "Quế Sơn")
    assert same_place(["район Мыонгла"], "Мыонгла")
    assert not same_place(["tỉnh Thái Bình"], "thai-nguyen")
    assert not same_place(["tỉnh Thái Bình"], None)


def test_a_folder_of_texts_with_a_gold_file_is_read(tmp_path: Path) -> None:
    made = compile_report(MARKED, "report.txt", "en")
    (tmp_path / "report.txt").write_text(made.text, encoding="utf-8")
    (tmp_path / "gold.json").write_text(json.dumps({"annotations": made.annotations}))
    (doc,) = read_folder(tmp_path)
    assert [gold.quote for gold in doc.figures] == ["120 bn", "8%", "12 plans"]


@pytest.mark.parametrize(
    ("text", "told"),
    [(None, "it is not there"), ("Something else altogether, and long enough.", "not 'June 30")],
)
def test_gold_that_does_not_fit_its_texts_is_refused(
    tmp_path: Path, text: str | None, told: str
) -> None:
    made = compile_report(MARKED, "report.txt", "en")
    (tmp_path / "gold.json").write_text(json.dumps(made.annotations))
    if text is not None:
        (tmp_path / "report.txt").write_text(text)
    with pytest.raises(BadGold, match=told):
        read_folder(tmp_path)


def test_a_folder_without_gold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadGold, match=r"no \*\.json"):
        read_folder(tmp_path)
