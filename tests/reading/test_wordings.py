"""One thing said in many ways: what a figure states and what it belongs to stay the same."""

from __future__ import annotations

import pytest

from tests.reading.reading import read

KINDS = [
    ("vi", "Năm 2024 tạo việc làm cho 12.400 lao động, {}.", "vượt kế hoạch 3%", "over_plan"),
    ("vi", "Năm 2024 tạo việc làm cho 12.400 lao động, {}.", "vượt 3% kế hoạch", "over_plan"),
    ("vi", "Sản lượng năm 2024 đạt 540 nghìn tấn, {}.", "bằng 96% năm 2023", "base_ratio"),
    ("en", "Output reached 540,000 tonnes in 2024, {}.", "3% above target", "over_plan"),
    ("en", "Output reached 540,000 tonnes in 2024, {}.", "3% more than in 2023", "growth"),
    ("en", "Output reached 540,000 tonnes in 2024, {}.", "98% of the 2023 level", "base_ratio"),
    ("en", "Output reached 540,000 tonnes in 2024, {}.", "96% of the full-year goal", "plan_share"),
    ("en", "In 2024 a total of 450 houses were built, {}.", "120 more than planned", "over_plan"),
    ("en", "In 2024 a total of 450 houses were built, {}.", "120 more than in 2023", "change_abs"),
    ("ar", "بلغ الاستثمار 540 مليار دونج في عام 2024، {}.", "بنسبة إنجاز 96%", "plan_share"),
    (
        "ar",
        "بلغ الاستثمار 540 مليار دونج في عام 2024، {}.",
        "أي 96% من مستوى عام 2023",
        "base_ratio",
    ),
    ("ru", "Добыча в 2024 году составила 540 тыс. тонн, {}.", "96% от заданного", "plan_share"),
]


@pytest.mark.parametrize(("language", "frame", "words", "kind"), KINDS)
def test_a_derived_figure_belongs_to_its_level(
    language: str, frame: str, words: str, kind: str
) -> None:
    level, derived = read(frame.format(words), language).figures
    assert derived.kind == kind
    assert list(derived.relation.values()) == [level.id]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2024 satisfaction was 95.1% against 93.8% in 2023."),
        ("vi", "Năm 2024, tỷ lệ hài lòng đạt 95,1% so với 93,8% năm 2023."),
        ("ar", "في عام 2024 بلغ الرضا 95.1% مقابل 93.8% في عام 2023."),
        ("ru", "В 2024 году подано 95,1% заявлений по сравнению с 93,8% в 2023 году."),
    ],
)
def test_two_rates_compared_are_rates_each_of_its_year(language: str, text: str) -> None:
    figures = read(text, language).figures
    assert [(f.kind, f.period) for f in figures] == [("share", "2024"), ("share", "2023")]
    assert not any(f.relation for f in figures)


def test_the_growth_compared_with_is_of_its_own_year_and_of_no_level() -> None:
    level, now, before = read(
        "Exports reached USD 3 billion in 2024, up 8.2%, compared with 6.5% in 2023."
    ).figures
    assert dict(now.relation) == {"growth_of": level.id}
    assert (before.kind, before.period, dict(before.relation)) == ("growth", "2023", {})


def test_over_before_an_amount_is_more_than_it_and_behind_a_growth_a_comparison() -> None:
    level, growth = read("Retail sales reached over 21,300 billion VND, up 12.5%.", "en").figures
    assert (level.comparator.value, dict(growth.relation)) == ("more_than", {"growth_of": level.id})
    _, base = read("Exports rose by 5% over 300 million USD in 2023.", "en").figures
    assert "base" in base.flags


def test_a_year_is_not_what_a_count_rose_from() -> None:
    text = (
        "In 2024 there were 45,200 visitors, a 12% jump from 2023, and they spent VND 230 billion."
    )
    assert [f.quote for f in read(text, "en").figures] == [
        "45,200 visitors",
        "12%",
        "VND 230 billion",
    ]


def test_a_sentence_may_begin_with_its_growth() -> None:
    growth, level = read(
        "Up 8.2% year on year, industrial output reached VND 8,900 billion.", "en"
    ).figures
    assert dict(growth.relation) == {"growth_of": level.id}
