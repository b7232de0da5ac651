"""What was printed is what is read: render(figure, language, style) -> read = figure.

All digit systems x separators x scales that reports print. A text whose other numbers tell its
separators is read by them whatever the language's habit; without any other number the habit goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.reading.reading import figure_at, read
from tests.reading.rendering import FRAMES, Frame, Style, printed

EXAMPLES = settings(max_examples=60, deadline=None, derandomize=True)


@dataclass(frozen=True)
class Printed:
    """A level with its growth, printed in a sentence."""

    text: str
    level: str
    value: Decimal
    growth: str
    percent: Decimal


def put_into(
    frame: Frame, style: Style, value: Decimal, decimals: int, scale: str, percent: Decimal
) -> Printed:
    """Print value (before the scale) and growth into the frame's sentence."""
    level = " ".join(filter(None, (printed(value, decimals, style), scale, frame.dong)))
    growth = printed(percent, 1, style)
    text = frame.sentence.format(level=level, growth=growth)
    return Printed(text, level, value * 10 ** frame.scales[scale], growth, percent)


@st.composite
def values(draw: st.DrawFn) -> tuple[Decimal, int]:
    """A number from 1.0 to 99,999.9 with none or one printed decimal, never like a year."""
    decimals = draw(st.integers(0, 1))
    scaled = draw(st.integers(10 * 10**decimals, 10**5 * 10**decimals - 1))
    value = Decimal(scaled).scaleb(-decimals)
    return (value + 8000 if 1900 <= value <= 2100 else value), decimals


CASES = [(lang, style) for lang, frame in FRAMES.items() for style in frame.styles]


@pytest.mark.parametrize(("lang", "style"), CASES, ids=str)
@EXAMPLES
@given(number=values(), scaled=st.integers(1, 3), tenths=st.integers(1, 399))
def test_beside_a_number_that_tells_the_separators(
    lang: str, style: Style, number: tuple[Decimal, int], scaled: int, tenths: int
) -> None:
    frame = FRAMES[lang]
    value, decimals = number
    scale = list(frame.scales)[scaled]
    made = put_into(frame, style, value, decimals, scale, Decimal(tenths) / 10)
    anchor = frame.anchor.format(anchor=printed(Decimal("1234567890.5"), 1, style))
    check(made, made.text + anchor, lang)


@pytest.mark.parametrize("lang", list(FRAMES))
@EXAMPLES
@given(number=values(), scaled=st.integers(1, 3), tenths=st.integers(1, 399))
def test_alone_the_habit_of_the_language_goes(
    lang: str, number: tuple[Decimal, int], scaled: int, tenths: int
) -> None:
    frame = FRAMES[lang]
    value, decimals = number
    scale = list(frame.scales)[scaled]
    made = put_into(frame, frame.home, value, decimals, scale, Decimal(tenths) / 10)
    check(made, made.text, lang)


@pytest.mark.parametrize("lang", list(FRAMES))
@EXAMPLES
@given(value=st.integers(10**6, 10**12))
def test_millions_of_dong_written_out_in_full(lang: str, value: int) -> None:
    frame = FRAMES[lang]
    made = put_into(frame, frame.home, Decimal(value), 0, "", Decimal("3.5"))
    check(made, made.text, lang)


def check(made: Printed, text: str, lang: str) -> None:
    """Level and growth are read with value, unit, kind and link."""
    reading = read(text)
    at = text.index(made.level)
    level = figure_at(reading, at, at + len(made.level))
    assert reading.lang == lang
    assert (level.value, level.unit, level.kind) == (made.value, "VND", "level"), text
    at = text.index(made.growth + "%")
    growth = figure_at(reading, at, at + len(made.growth) + 1)
    assert (growth.value, growth.unit, growth.kind) == (made.percent, "percent", "growth"), text
    assert growth.relation.get("growth_of") == level.id
    assert level.period == growth.period == "2024"
