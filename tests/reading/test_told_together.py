"""Figures that a sentence tells together: pairs, what a plan lacks, bases, asides."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reading.reading import known_pack, read
from tiendo.packs.reading_words import load_languages
from tiendo.reading import ReadFigure, ReadingContext, read_text


def figures(text: str, language: str = "auto") -> dict[str, ReadFigure]:
    """The figures of a text by what is quoted of them."""
    return {figure.quote: figure for figure in read(text, language).figures}


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "In 2024 exports reached $6.8 billion and imports $5.9 billion, "
            "up 12% and 7.5% respectively.",
            {"12%": "$6.8 billion", "7.5%": "$5.9 billion"},
        ),
        (
            "В 2024 году экспорт составил 15,2 млрд долларов, импорт – 13,7 млрд долларов, "
            "увеличившись на 9,1% и 8,4% соответственно.",
            {"9,1%": "15,2 млрд долларов", "8,4%": "13,7 млрд долларов"},
        ),
        (
            "In 2024 a total of 1,204 enterprises were set up with capital of VND6.8 trillion, "
            "up 5.4% in number and 21.7% in capital.",
            {"5.4%": "1,204 enterprises", "21.7%": "VND6.8 trillion"},
        ),
    ],
)
def test_each_growth_of_a_pair_goes_to_its_own_level(text: str, pairs: dict[str, str]) -> None:
    found = figures(text)
    for growth, level in pairs.items():
        assert dict(found[growth].relation) == {"growth_of": found[level].id}


def test_names_in_a_row_go_to_the_figures_in_their_order() -> None:
    found = figures("In 2024 rice output and coffee output rose by 2.4% and 9.8%, respectively.")
    assert [f.indicator_id for f in found.values()] == ["rice-output", "perennial-crop-output"]


@pytest.mark.parametrize(
    ("language", "text", "quote"),
    [
        ("en", "Output was 300 t in 2024, 5% short of the plan.", "5%"),
        ("en", "Spending came to VND 20 billion in 2024, 5 percent below the plan.", "5 percent"),
        ("ru", "В 2024 году собрано 300 тонн, план недовыполнен на 5%.", "5%"),
        ("ar", "بلغت الإيرادات 300 مليار دونج في عام 2024، أقل من الخطة بنسبة 5%.", "5%"),
        ("vi", "Năm 2024 sản lượng đạt 300 tấn, hụt 5% so với kế hoạch.", "5%"),
    ],
)
def test_what_is_missing_of_a_plan_is_a_negative_excess(
    language: str, text: str, quote: str
) -> None:
    figure = figures(text, language)[quote]
    assert (figure.kind, figure.value) == ("over_plan", Decimal(-5))
    assert figure.base_period is None


@pytest.mark.parametrize(
    ("language", "text", "quote", "value", "kind"),
    [
        ("en", "Growth was 5.1% in 2024, below the target of 6%.", "6%", 6, "growth"),
        ("en", "Revenue was VND 95 billion in 2024, 5% below the estimate of VND 100 billion.",
         "VND 100 billion", 100 * 10**9, "level"),
        ("en", "Revenue fell short of its target of VND 100 billion in 2024.",
         "VND 100 billion", 100 * 10**9, "level"),
        ("fr", "En 2024, la croissance a atteint 5,1 %, en deçà de l'objectif de 6 %.",
         "6 %", 6, "growth"),
    ],
)  # fmt: skip
def test_the_plan_that_was_missed_is_a_plan_and_not_what_is_missing(
    language: str, text: str, quote: str, value: int, kind: str
) -> None:
    figure = figures(text, language)[quote]
    assert (figure.value, figure.kind, figure.modality.value) == (value, kind, "target")


def test_points_below_a_target_are_missing() -> None:
    found = figures("Growth was 5.1% in 2024, 0.9 percentage points below the target of 6%.")
    short = found["0.9 percentage points"]
    assert (short.kind, short.value) == ("over_plan", Decimal("-0.9"))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("GDP is expected to rise by between 3 % and 4 % in 2025.", 3, 4),
        ("Рост ВВП в 2025 году ожидается между 3% и 4%.", 3, 4),
        ("من المتوقع أن يرتفع الناتج المحلي الإجمالي بنسبة تتراوح بين 3% و4% في عام 2025.", 3, 4),
    ],
)
def test_between_makes_one_range_whatever_verb_stands_before(
    text: str, low: int, high: int
) -> None:
    (figure,) = read(text).figures
    assert (figure.value, figure.value_hi) == (low, high)
    assert figure.comparator.value == "range"


def test_a_change_of_a_rate_belongs_to_the_rate_and_to_last_december() -> None:
    text = (
        "Đến hết tháng 4/2022, tỷ lệ hộ nghèo còn 18,25%, giảm 3,1 điểm phần trăm so với đầu năm."
    )
    rate, change = read(text).figures
    assert dict(change.relation) == {"change_of": rate.id}
    assert change.base_period == "2021-12"


def test_lower_than_last_year_is_a_fall_and_no_bound() -> None:
    text = "Năm 2024 thu ngân sách thấp hơn 0,5% so với cùng kỳ."
    (figure,) = read(text).figures
    assert (figure.value, figure.comparator.value) == (Decimal("-0.5"), "exact")


def test_a_fall_by_a_factor_keeps_its_number_and_says_so() -> None:
    (figure,) = read("В 2024 году дефицит бюджета уменьшился в 2 раза.").figures
    assert (figure.value, figure.unit, figure.flags) == (2, "times", ("times_less",))
    (risen,) = read("В 2024 году дефицит бюджета увеличился в 2 раза.").figures
    assert risen.flags == ()


def test_the_year_of_a_goal_does_not_go_on_to_what_was_done() -> None:
    text = (
        "Итоги 2023 года\nК концу 2027 года планируется построить 14 школ. Введено 3 школы.\n"
        "За 2023 год отремонтировано 5 школ."
    )
    found = figures(text)
    assert found["14 школ"].period == "2027"
    assert found["3 школы"].period == "2023"


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("€12m", 12 * 10**6, "EUR"),
        ("£4.5bn", 4_500_000_000, "GBP"),
        ("C$4m", 4 * 10**6, "CAD"),
        ("SAR 5 billion", 5 * 10**9, "SAR"),
    ],
)
def test_short_money_is_read_with_its_currency(written: str, value: int, unit: str) -> None:
    (figure,) = read(f"In 2024 the fund spent {written}.").figures
    assert (figure.quote, figure.value, figure.unit) == (written, value, unit)


def test_an_amount_told_again_in_another_currency_takes_no_growth() -> None:
    found = figures("Revenue in 2024 was 17 trillion VND (675 million USD), up 5%.")
    first, again = found["17 trillion VND"], found["675 million USD"]
    assert dict(again.relation) == {"same_as": first.id}
    assert dict(found["5%"].relation) == {"growth_of": first.id}


def test_a_figure_keeps_the_noun_behind_it_where_no_card_fits() -> None:
    (figure,) = read("В 2024 году введено 210,5 тыс. кв. м жилья.").figures
    assert figure.indicator == "жилья"


def test_a_bracket_about_the_base_is_of_the_base_period() -> None:
    text = "In the first quarter of 2024 GDP rose 5.7% (the same period of 2023 rose by 3.3%)."
    now, before = read(text).figures
    assert (now.period, before.period) == ("2024-Q1", "2023-Q1")
    assert not before.relation


def test_a_month_told_aside_does_not_go_on_to_the_next_sentence() -> None:
    text = (
        "In the first half of 2024 exports hit USD 3 billion, while those in June alone were "
        "USD 600 million. Imports were USD 2 billion."
    )
    assert [f.period for f in read(text).figures] == ["2024-H1", "2024-06", "2024-H1"]


def test_a_long_text_is_read_as_its_pieces_are() -> None:
    """Texts beyond the size of a piece: every figure, ids in order, offsets that quote."""
    line = "Năm 2024 thu ngân sách nhà nước đạt 1.207 tỷ đồng, tăng 36,3% so với năm 2023.\n"
    text = line * 2_000
    known = known_pack()
    context = ReadingContext(catalogue=known.catalogue, register=known.register)
    reading = read_text(text, load_languages(), context)
    assert len(reading.figures) == 4_000
    assert [f.id for f in reading.figures] == [f"f{n}" for n in range(1, 4_001)]
    assert all(text[f.start : f.end] == f.quote for f in reading.figures)
    assert {f.period for f in reading.figures} == {"2024"}
