"""Whose a named run of months is: the figure's, its base's, its plan's or its goal's alone."""

from __future__ import annotations

import pytest

from tests.reading.reading import read

GOALS = [
    (
        "en",
        "In the first nine months of 2024 exports came to 5 billion USD. The province aims for "
        "GRDP growth of 8% this year. Foreign visitors numbered over 12.7 million.",
        ["2024-9M", "2024", "2024-9M"],
    ),
    (
        "ru",
        "В первом полугодии 2024 года экспорт составил 5 млрд долларов. До конца года планируется "
        "собрать в бюджет 600 млрд донгов. Создано 15,2 тыс. рабочих мест.",
        ["2024-H1", "2024", "2024-H1"],
    ),
    (
        "vi",
        "Quý I năm 2025 đón 520.000 lượt khách (KH 2025: 1,45 triệu lượt), trong đó khách quốc tế "
        "3.100 lượt.",
        ["2025-Q1", "2025", "2025-Q1"],
    ),
]


@pytest.mark.parametrize(("language", "text", "periods"), GOALS)
def test_the_year_of_a_goal_or_plan_goes_for_it_alone(
    language: str, text: str, periods: list[str]
) -> None:
    assert [figure.period for figure in read(text, language).figures] == periods


def test_the_year_of_a_result_is_carried_on_behind_a_goal_beside_it() -> None:
    text = "In 2024 GRDP grew 10.9%, against the 10.5% planned. Exports reached USD 5 billion."
    assert [figure.period for figure in read(text, "en").figures] == ["2024", "2024", "2024"]


def test_a_fiscal_year_of_the_title_stands_where_only_a_goal_names_another() -> None:
    title = "محافظة بن دوونغ: إنجازات السنة المالية 2023/2024\n\n"
    result = "ارتفعت الصادرات إلى 25.6 مليار دولار خلال تسعة أشهر."
    goal = "\n\nوتهدف الخطة حتى نهاية عام 2025 إلى جذب 2.5 مليار دولار."
    assert read(title + result + goal, "ar").figures[0].period == "2023/2024"
    named = "ارتفعت الصادرات إلى 25.6 مليار دولار خلال تسعة أشهر من عام 2024."
    assert read(title + named + goal, "ar").figures[0].period == "2024-9M"


BASES = [
    (
        "ru",
        "Индекс промышленного производства в мае 2025 года составил 101,8% к маю 2024 года и 99,4% "
        "к апрелю, за пять месяцев — 103,2%.",
        [
            ("2025-05", "2024-05"),
            ("2025-05", "2025-04"),
            ("2025-01/2025-05", "2024-01/2024-05"),
        ],
    ),
    (
        "ru",
        "Индекс потребительских цен в мае 2025 года — 100,43%, с начала года — 103,4%, в годовом "
        "выражении 109,9%.",
        [("2025-05", "2024-05"), ("2025-05", "2024-12"), ("2025-05", "2024-05")],
    ),
    (
        "vi",
        "CPI tháng 5 năm 2025 tăng 0,16% so với tháng trước, tăng 1,53% so với tháng 12/2024 và "
        "tăng 3,24% so với cùng kỳ.",
        [("2025-05", "2025-04"), ("2025-05", "2024-12"), ("2025-05", "2024-05")],
    ),
    (
        "en",
        "Exports in September 2024 went down 9.9% from August and up 10.7% over September 2023.",
        [("2024-09", "2024-08"), ("2024-09", "2023-09")],
    ),
    (
        "en",
        "Employment in May 2025 increased 0.7% from one month earlier and 4.9% from one year "
        "earlier.",
        [("2025-05", "2025-04"), ("2025-05", "2024-05")],
    ),
    (
        "en",
        "In May 2025 the pig herd rose 3.6% against end-May 2024.",
        [("2025-05", "2024-05")],
    ),
    (
        "vi",
        "IIP 5 tháng năm 2025 tăng 8,8% (cùng kỳ năm 2024 tăng 6,8%).",
        [("2025-01/2025-05", "2024-01/2024-05"), ("2024-01/2024-05", "2023-01/2023-05")],
    ),
]


@pytest.mark.parametrize(("language", "text", "periods"), BASES)
def test_each_growth_has_its_own_run_and_base(
    language: str, text: str, periods: list[tuple[str, str]]
) -> None:
    figures = read(text, language).figures
    assert [(figure.period, figure.base_period) for figure in figures] == periods


EARLIER = [("a year earlier", "2023-05"), ("a month earlier", "2024-04")]


@pytest.mark.parametrize(("words", "period"), EARLIER)
def test_a_level_of_earlier_is_of_the_run_that_the_words_name(words: str, period: str) -> None:
    text = f"Exports in May 2024 came to $20.79 billion, against $22.1 billion {words}."
    assert [figure.period for figure in read(text, "en").figures] == ["2024-05", period]


def test_a_rate_compared_with_is_of_the_year_before_and_of_no_level() -> None:
    text = "In 2024 disbursement stood at 47.3% of the plan, lower than the 51.4% a year ago."
    now, before = read(text, "en").figures
    assert (before.kind, before.period, dict(before.relation)) == ("plan_share", "2023", {})
    text = "Quý I năm 2025 giải ngân đạt 14,5% kế hoạch, cao hơn 2,2 điểm % so với cùng kỳ (12,3%)."
    now, _, before = read(text, "vi").figures
    assert (now.kind, now.period) == ("plan_share", "2025-Q1")
    assert (before.kind, before.period) == ("plan_share", "2024-Q1")


DAYS = [
    ("en", "Between 1 January and 31 May 2025 the city created 42,500 jobs."),
    ("en", "From January 1 to May 31, 2025 the city created 42,500 jobs."),
    ("ar", "من 1 يناير إلى 31 مايو 2025 تم توفير 42,500 فرصة عمل."),
    ("vi", "Từ 01/01 đến 31/5/2025 tạo 42.500 việc làm."),
    ("ru", "С 1 января по 31 мая 2025 года создано 42 500 рабочих мест."),
]


@pytest.mark.parametrize(("language", "text"), DAYS)
def test_from_day_to_day_is_the_run_of_their_months(language: str, text: str) -> None:
    (jobs,) = read(text, language).figures
    assert (float(jobs.value), jobs.period) == (42500, "2025-01/2025-05")


def test_a_day_alone_begins_no_run() -> None:
    (jobs,) = read("On 31 May 2025 the city created 500 jobs.", "en").figures
    assert jobs.period != "2025-01/2025-05"
