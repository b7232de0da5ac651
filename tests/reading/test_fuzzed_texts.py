"""Whatever text comes, reading it does not crash and every figure can be quoted from it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.reading.fixtures import marked_reports
from tests.reading.reading import read
from tests.reading.trusted import distrust

WORDS = """
đạt tăng giảm còn bằng so với cùng kỳ kế hoạch tỷ đồng % chiếm tỷ lệ từ đến ước dự kiến quý I/2024
(KH tạ/ha rose fell by to from of the plan VND billion percent points times accounting for nearly Q2
in June 2024 рост на составил млрд рублей % к плану в 2,6 раза снизился до около № 15 от 1 квартал
2024 года п.п. بلغ بزيادة قدرها مليار دونج % من الخطة أي ما يعادل نفس الفترة انخفض إلى نحو عام ٢٠٢٤
القرار رقم ألف نقطة 1.234 1,234 1 234 12,5 -3,2 +5% 0.001 25-35% 17/19 ٧,٣٠٤ ٤٥،٢١٠ ۱۲۳ 99999999999
1.2.3.4 31/12/2024 15-NQ/TU
""".split()
MARKS = [
    " ",
    "  ",
    ", ",
    "; ",
    ". ",
    ": ",
    " (",
    ") ",
    "\n",
    "\r\n",
    " - ",
    "–",
    "\t",
    "/",
    "\u00a0",
]
ODD = [*"\u200f\u202b\u202c\u202e\u2066\ufeff\u0301\u0640\x00", "𝟗", "½", "²"]

sentences = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(WORDS),
            st.integers(0, 10**12).map(str),
            st.floats(-1e6, 1e6, allow_nan=False).map(lambda number: f"{number:.3f}"),
            st.sampled_from(ODD),
            st.text(max_size=4),
        ),
        st.sampled_from(MARKS),
    ),
    max_size=40,
).map(lambda pieces: "".join(word + mark for word, mark in pieces))


@settings(max_examples=250, deadline=None, derandomize=True)
@given(sentences)
@example("")
@example("9" * 400 + " tỷ đồng")
@example("1,1,1,1,1,1,1,1,1")
@example("١2۳4 مليار, 12٣,4۵6.٧")
@example("\u202e%5 \u202c\u200f12\u200f,5\u200f%")
@example("- - - % % % 5 % 5 %% (5 (5 (5")
@example("tăng tăng tăng giảm giảm 5% 5% còn từ đến 5-5-5-5%")
@example("0\u0300 5̀% 1\u0301.\u0301234")
@example("0$8 5%6% VND5VND 7$8$9")
@example("²½ ٣½ 5² m² Ⅻ 12Ⅻ ①②")
def test_any_text_can_be_read(text: str) -> None:
    distrust(read(text))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(max_size=300))
def test_any_letters_at_all_can_be_read(text: str) -> None:
    distrust(read(text))


@pytest.mark.parametrize("lang", ["vi", "ru"])
def test_a_text_in_separate_accents_is_read_as_the_same_text_in_one(lang: str) -> None:
    """NFD changes the length of a text: offsets count in what was given, values stay the same."""
    for report in marked_reports():
        if report.lang != lang or report.half != "seen":
            continue
        one, other = read(report.text), read(unicodedata.normalize("NFD", report.text))
        distrust(other)
        assert [(f.value, f.unit, f.kind, f.period) for f in other.figures] == [
            (f.value, f.unit, f.kind, f.period) for f in one.figures
        ], report.name
        assert [unicodedata.normalize("NFC", f.quote) for f in other.figures] == [
            unicodedata.normalize("NFC", f.quote) for f in one.figures
        ]


def test_cutting_a_report_anywhere_leaves_what_stands_before_readable() -> None:
    for report in marked_reports():
        if report.half == "seen" and report.name.startswith("01"):
            for at in range(0, len(report.text), 97):
                distrust(read(report.text[:at]))
