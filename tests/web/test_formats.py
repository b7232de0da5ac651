"""Numbers, dates, periods and units as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tiendo.packs.loading import load_pack
from tiendo.vocabulary.period import Period
from tiendo.web import formats
from tiendo.web.texts import LANGUAGES, direction

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "number", "percent", "signed"),
    [
        ("vi", "1.810,25", "43,78%", "+8,26%"),
        ("en", "1,810.25", "43.78%", "+8.26%"),
        ("ar", "1,810.25", "43.78%", "+8.26%"),
        ("ru", f"1{NBSP}810,25", f"43,78{NBSP}%", f"+8,26{NBSP}%"),
    ],
)
def test_numbers(language: str, number: str, percent: str, signed: str) -> None:
    assert formats.number(Decimal("1810.25"), 2, language) == number
    assert formats.percent(Decimal("43.78"), 2, language) == percent
    assert formats.percent(Decimal("8.26"), 2, language, signed=True) == signed


def test_arabic_is_written_with_latin_digits() -> None:
    texts = [
        formats.number(Decimal("1234567.8"), 1, "ar"),
        formats.day(date(2024, 3, 31), "ar"),
        formats.period(Period.parse("2024-Q1"), "ar"),
    ]
    assert all(not ("\u0660" <= letter <= "\u0669") for text in texts for letter in text)


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("1207", 0, "1,207"),
        ("1207", 2, "1,207.00"),
        ("0.005", 2, "0.01"),
        ("-0.005", 2, "-0.01"),
        ("2.5", 0, "3"),
        ("-0.001", 2, "0.00"),
        ("123456789012345678901234567890.55", 1, "123,456,789,012,345,678,901,234,567,890.6"),
    ],
)
def test_halves_go_away_from_zero_and_nothing_is_lost(
    value: str, decimals: int, shown: str
) -> None:
    assert formats.number(Decimal(value), decimals, "en") == shown


def test_a_sign_is_written_before_a_rise_only() -> None:
    signed = [formats.number(Decimal(v), 1, "en", signed=True) for v in ("1", "0", "-1", "0.01")]
    assert signed == ["+1.0", "0.0", "-1.0", "0.0"]


@pytest.mark.parametrize(
    ("run", "vi", "en", "ar", "ru"),
    [
        (
            "2024-Q1",
            "Quý I năm 2024",
            "Q1 2024",
            "الربع الأول من 2024",
            "I квартал 2024 года",
        ),
        (
            "2024-H1",
            "6 tháng đầu năm 2024",
            "First half of 2024",
            "الأشهر الستة الأولى من 2024",
            "Первое полугодие 2024 года",
        ),
        (
            "2024-9M",
            "9 tháng đầu năm 2024",
            "First nine months of 2024",
            "الأشهر التسعة الأولى من 2024",
            "Январь–сентябрь 2024 года",
        ),
        (
            "2024-01/2024-02",
            "2 tháng đầu năm 2024",
            "First 2 months of 2024",
            "من يناير إلى فبراير 2024",
            "Январь–февраль 2024 года",
        ),
        ("2024-03", "Tháng 3 năm 2024", "March 2024", "مارس 2024", "Март 2024 года"),
        ("2024", "Năm 2024", "2024", "عام 2024", "2024 год"),
        ("2021/2025", "Giai đoạn 2021–2025", "2021–2025", "الفترة 2021–2025", "2021–2025 годы"),
        (
            "2024-02/2024-05",
            "Từ tháng 2 đến tháng 5 năm 2024",
            "February to May 2024",
            "من فبراير إلى مايو 2024",
            "Февраль–май 2024 года",
        ),
        (
            "2023-11/2024-02",
            "Từ tháng 11/2023 đến tháng 2/2024",
            "November 2023 to February 2024",
            "من نوفمبر 2023 إلى فبراير 2024",
            "Ноябрь 2023 года – февраль 2024 года",
        ),
    ],
)
def test_periods_in_words(run: str, vi: str, en: str, ar: str, ru: str) -> None:
    period = Period.parse(run)
    said = {language: formats.period(period, language) for language in LANGUAGES}
    assert said == {"vi": vi, "en": en, "ar": ar, "ru": ru}


@pytest.mark.parametrize(
    ("run", "en", "vi"),
    [
        ("2024-03", "March 2024", "tháng 3 năm 2024"),
        ("2024-02/2024-05", "February to May 2024", "từ tháng 2 đến tháng 5 năm 2024"),
        ("2023-11/2024-02", "November 2023 to February 2024", "từ tháng 11/2023 đến tháng 2/2024"),
        ("2024-H1", "first half of 2024", "6 tháng đầu năm 2024"),
        ("2024-Q1", "Q1 2024", "quý I năm 2024"),
    ],
)
def test_periods_within_a_sentence_keep_the_capitals_of_english_months(
    run: str, en: str, vi: str
) -> None:
    period = Period.parse(run)
    assert formats.period_within(period, "en") == en
    assert formats.period_within(period, "vi") == vi


def test_every_run_of_a_year_has_words_of_its_own() -> None:
    first = 2024 * 12
    runs = [Period(first + a, first + b) for a in range(12) for b in range(a, 24)]
    for language in LANGUAGES:
        assert len({formats.period(run, language) for run in runs}) == len(runs)


@pytest.mark.parametrize(
    ("unit", "vi", "en", "ar", "ru"),
    [
        ("bn VND", "tỷ đồng", "bn VND", "مليار دونغ", "млрд донгов"),
        ("m USD", "triệu USD", "m USD", "مليون دولار أمريكي", "млн долл. США"),
        ("percent", "%", "%", "%", "%"),
        ("households", "hộ", "households", "أسرة", "домохозяйств"),
        ("quintal/ha", "tạ/ha", "quintals/ha", "قنطار/هكتار", "ц/га"),
        ("k widgets", "nghìn widgets", "k widgets", "ألف widgets", "тыс. widgets"),
        ("widgets", "widgets", "widgets", "widgets", "widgets"),
    ],
)
def test_units_in_words(unit: str, vi: str, en: str, ar: str, ru: str) -> None:
    said = {code: formats.unit(unit, code).replace(NBSP, " ") for code in LANGUAGES}
    assert said == {"vi": vi, "en": en, "ar": ar, "ru": ru}


def test_money_percent_and_counts_of_the_contract_have_words() -> None:
    named = {card.unit.text for card in load_pack().catalogue.values()}
    plain = {"bn VND", "m VND", "m USD", "percent", "persons", "households", "jobs", "visits"}
    for unit in (named & plain) | plain:
        assert formats.unit(unit, "vi") != unit, unit


def test_dates_and_instants() -> None:
    day = date(2024, 3, 31)
    assert [formats.day(day, code) for code in LANGUAGES] == [
        "31/03/2024",
        "31 Mar 2024",
        "31 مارس 2024",
        "31.03.2024",
    ]
    late = datetime(2024, 3, 31, 17, 5, tzinfo=UTC)
    assert formats.instant(late, "Asia/Ho_Chi_Minh", "vi") == "01/04/2024, 00:05"


@pytest.mark.parametrize(
    ("value", "decimals", "card", "stated", "shown"),
    [
        ("1.207", 3, "bn VND", "m VND", ("1207", 0, "m VND")),
        ("1207", 0, "bn VND", "VND", ("1207000000000", 0, "VND")),
        ("1207", 0, "bn VND", "bn VND", ("1207", 0, "bn VND")),
        ("1207", 0, "bn VND", "", ("1207", 0, "bn VND")),
        ("1207", 0, "bn VND", "no such unit", ("1207", 0, "bn VND")),
        ("12", 0, "bn VND", "t", ("12", 0, "bn VND")),
    ],
)
def test_a_number_as_it_was_filed(
    value: str, decimals: int, card: str, stated: str, shown: tuple[str, int, str]
) -> None:
    found, digits, unit = formats.as_stated(Decimal(value), decimals, card, stated)
    assert (found, digits, unit) == (Decimal(shown[0]), shown[1], shown[2])


def test_arabic_alone_runs_from_right_to_left() -> None:
    assert [direction(code) for code in LANGUAGES] == ["ltr", "ltr", "rtl", "ltr"]
