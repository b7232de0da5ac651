"""What is named, and what only looks like a name."""

from __future__ import annotations

import pytest

from tests.reading.reading import read

GROWTHS = [
    ("ru", "В 2024 году провинция планирует обеспечить рост не ниже 10%."),
    ("en", "In the remaining months of 2025, the province will strive for growth of 8 per cent."),
    ("ar", "تهدف الخطة في عام 2025 إلى تحقيق نمو بين 8 و9٪."),
]


@pytest.mark.parametrize(("language", "text"), GROWTHS)
def test_growth_of_nothing_else_is_that_of_the_economy(language: str, text: str) -> None:
    (growth,) = read(text, language).figures
    assert (growth.kind, growth.indicator_id) == ("growth", "grdp")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "In 2025 the province will strive for export growth of 8 per cent."),
        ("ar", "تهدف الخطة في عام 2025 إلى تحقيق نمو الصادرات بنسبة 8٪."),
    ],
)
def test_growth_of_exports_is_theirs(language: str, text: str) -> None:
    (growth,) = read(text, language).figures
    assert growth.indicator_id == "export-turnover"


def test_foreign_capital_spent_is_not_that_registered() -> None:
    text = "FDI registered in 2024 totalled US$18.4 billion. {} hit US$8.9 billion."
    spent = read(text.format("Disbursed FDI"), "en")
    assert (spent.figures[1].indicator_id, spent.findings) == (None, ())
    again = read(text.format("Registered FDI"), "en")
    assert again.figures[1].indicator_id == "fdi-registered"
    assert [finding.verdict for finding in again.findings] == ["contradiction"]


def test_floor_space_is_no_natural_area() -> None:
    text = "В 2024 году введено 3 812 квартир общей площадью 268,4 тыс. кв. м."
    assert read(text, "ru").figures[1].indicator_id is None
    (area,) = read("В 2024 году общая площадь территории — 268,4 тыс. га.", "ru").figures
    assert area.indicator_id == "natural-area"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("vi", "BÁO CÁO tình hình kinh tế - xã hội năm 2025. Diện tích lúa đạt 32,5 nghìn ha."),
        ("en", "The IIP in May 2025 went up by 9.4% over May 2024."),
    ],
)
def test_a_heading_is_no_place(language: str, text: str) -> None:
    assert [figure.place for figure in read(text, language).figures] == [None]
