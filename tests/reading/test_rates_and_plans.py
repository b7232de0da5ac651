"""Rates, plans and growths told in the genre's usual ways, each beside what only looks like it."""

from __future__ import annotations

import pytest

from tests.reading.reading import read

RATES_THAT_FELL_TO = [
    ("ar", "تراجع معدل البطالة إلى 5.2% بانخفاض 0.4 نقطة مئوية في عام 2024."),
    ("en", "In 2024 the unemployment rate fell to 5.2% with a drop of 0.4 percentage points."),
]


@pytest.mark.parametrize(("language", "text"), RATES_THAT_FELL_TO)
def test_a_rate_that_falls_to_a_level_is_that_level(language: str, text: str) -> None:
    rate, change = read(text, language).figures
    assert (rate.kind, float(rate.value)) == ("share", 5.2)
    assert (change.kind, float(change.value), dict(change.relation)) == (
        "change_abs",
        -0.4,
        {"change_of": rate.id},
    )


@pytest.mark.parametrize(
    ("words", "kind", "value"), [("giảm về 3%", "growth", 3.0), ("giảm 3%", "growth", -3.0)]
)
def test_inflation_that_falls_to_a_rate_is_no_fall_by_it(
    words: str, kind: str, value: float
) -> None:
    (rate,) = read(f"Năm 2024 lạm phát {words}.", "vi").figures
    assert (rate.kind, float(rate.value)) == (kind, value)


def test_a_growth_named_behind_its_figure_is_still_one() -> None:
    (growth,) = read("Exports recorded a 51.2% jump in 2024.", "en").figures
    assert (growth.kind, float(growth.value)) == ("growth", 51.2)


PARTS_OF_MONEY = [
    ("ru", "В 2024 году освоено 7,8 из 19,4 млрд рублей (40,2%)."),
    ("en", "In 2024 the province disbursed 7.8 of 19.4 billion roubles (40.2%)."),
    ("vi", "Năm 2024 giải ngân 7,8/19,4 tỷ rúp (40,2%)."),
]


def test_a_whole_part_of_money_is_no_count() -> None:
    part, plan = read("In 2024, 5 of the 12 billion dong was spent.", "en").figures
    assert [(float(f.value), f.kind) for f in (part, plan)] == [(5e9, "level"), (12e9, "level")]


@pytest.mark.parametrize(("language", "text"), PARTS_OF_MONEY)
def test_a_part_of_money_shares_scale_and_unit_with_its_plan(language: str, text: str) -> None:
    part, plan, share = read(text, language).figures
    assert [(float(f.value), f.unit) for f in (part, plan)] == [(7.8e9, "RUB"), (19.4e9, "RUB")]
    assert (part.modality.value, plan.modality.value) == ("actual", "target")
    assert (share.kind, dict(share.relation)) == ("plan_share", {"plan_share_of": part.id})


def test_a_part_of_things_is_one_count_of_them() -> None:
    (count,) = read("В 2024 году выполнено 18 из 21 показателя.", "ru").figures
    assert (float(count.value), count.kind) == (18, "count")


def test_a_whole_that_was_planned_is_a_plan_of_the_same_thing() -> None:
    jobs, plan = read("وفرت المقاطعة 15.2 ألف فرصة عمل من أصل 30 ألفا مستهدفة.", "ar").figures
    assert (float(plan.value), plan.unit, plan.modality.value) == (30000, jobs.unit, "target")
    assert plan.indicator_id == jobs.indicator_id == "jobs-created"


def test_a_growth_by_an_amount_is_a_change_and_its_percentage_a_growth() -> None:
    text = "Доходы бюджета в 2024 году — 98,7 млрд рублей, рост — на 9,1 млрд рублей, или на 10,2%."
    level, change, growth = read(text, "ru").figures
    assert dict(change.relation) == {"change_of": level.id}
    assert dict(growth.relation) == {"growth_of": level.id}


def test_above_the_level_of_last_year_by_a_percentage_is_growth() -> None:
    text = "Зарплата в 2024 году — 68 450 рублей, что {} уровня прошлого года на 17,6%."
    up = read(text.format("выше"), "ru").figures[1]
    down = read(text.format("ниже"), "ru").figures[1]
    assert [(f.kind, float(f.value)) for f in (up, down)] == [("growth", 17.6), ("growth", -17.6)]


def test_a_noun_of_change_with_its_verb_is_growth_of_its_sign() -> None:
    text = (
        "Retail sales reached VND 4,703 billion in 2024; excluding the price factor, the {} 5.8%."
    )
    up = read(text.format("increase was"), "en").figures[1]
    down = read(text.format("decline was"), "en").figures[1]
    assert [(f.kind, float(f.value)) for f in (up, down)] == [("growth", 5.8), ("growth", -5.8)]


REAL = "Tổng mức bán lẻ năm 2024 đạt 5.120 tỷ đồng, tăng 9,4%, {}tăng 5,8%."


def test_a_growth_in_constant_prices_contradicts_none_in_current_ones() -> None:
    assert not read(REAL.format("nếu loại trừ yếu tố giá "), "vi").findings
    (found,) = read(REAL.format(""), "vi").findings
    assert (found.check, found.verdict) == ("level_change_growth", "suspect")


def test_the_goal_that_was_passed_is_a_goal_and_the_excess_is_none() -> None:
    _, goal = read("Năm 2024 GRDP tăng 8,2%, vượt mục tiêu đề ra là 8,0%.", "vi").figures
    assert (goal.kind, goal.modality.value) == ("growth", "target")
    _, excess = read("Năm 2024 thu ngân sách đạt 5 tỷ đồng, vượt kế hoạch 8%.", "vi").figures
    assert (excess.kind, excess.modality.value) == ("over_plan", "actual")


def test_a_bracket_behind_a_share_of_the_plan_holds_the_plan() -> None:
    text = "Năm 2024 tạo việc làm cho 9.850 lao động, đạt 61,6% {} (16.000 lao động)."
    plan = read(text.format("kế hoạch"), "vi").figures[2]
    assert (plan.modality.value, plan.indicator_id) == ("target", "jobs-created")
    other = read(text.format("cùng kỳ"), "vi").figures[2]
    assert other.modality.value == "actual"


def test_money_added_is_no_change_of_a_number_of_projects() -> None:
    _, money = read("Năm 2024 có 12 dự án (tăng thêm 1.230 tỷ đồng).", "vi").figures
    assert not money.relation
    projects, more = read("Năm 2024 có 12 dự án (tăng thêm 3 dự án).", "vi").figures
    assert dict(more.relation) == {"change_of": projects.id}


def test_in_value_is_not_said_of_a_number() -> None:
    text = "Năm 2024 có 412 doanh nghiệp mới, tăng 15,4% về số doanh nghiệp và giảm 8,1% {}."
    number, value = read(text.format("về số vốn"), "vi").figures[1:]
    assert (bool(number.relation), bool(value.relation)) == (True, False)


def test_a_change_of_a_yield_has_the_unit_of_the_yield() -> None:
    text = "In 2024 the {} 6.05 {}, up 0.12 tonnes."
    change = read(text.format("rice yield hit", "tonnes per hectare"), "en").figures[1]
    assert change.unit == "t/ha"
    change = read(text.format("rice output hit", "thousand tonnes"), "en").figures[1]
    assert change.unit == "t"


SPENT = [
    ("en", "In 2025 the province will spend 100 per cent of public investment."),
    ("ru", "В 2025 году планируется освоить 100% капиталовложений."),
    ("vi", "Phấn đấu năm 2025 tỷ lệ giải ngân đạt trên 95%."),
]


@pytest.mark.parametrize(("language", "text"), SPENT)
def test_what_is_spent_of_the_capital_is_a_share_of_the_plan(language: str, text: str) -> None:
    (share,) = read(text, language).figures
    assert share.kind == "plan_share"


def test_a_rank_among_localities_is_no_figure() -> None:
    text = "In 2024 the economy grew 7.4 per cent, {} 34 localities."
    assert len(read(text.format("ranking 22nd among"), "en").figures) == 1
    assert len(read(text.format("helping"), "en").figures) == 2
