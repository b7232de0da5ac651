"""A long text is read in pieces: where they end must not change what is read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.reading.fixtures import marked_reports
from tests.reading.reading import read
from tiendo.reading import ReadFigure, Reading, reader

LANGUAGES = ("ar", "en", "ru", "vi")
WHOLE = 10**9
GOALS = (
    "Năm 2024 tổng thu ngân sách đạt 1.200 tỷ đồng.\n"
    "Các chỉ tiêu chủ yếu năm 2025:\n"
    "- Tổng thu ngân sách: 1.386 tỷ đồng;\n"
    "- Tạo việc làm mới cho 3.800 lao động;\n"
    "- Tỷ lệ bao phủ BHYT 96,5%.\n"
    "Kết quả thực hiện\n"
    "Trong năm 2024 có 120 lao động đi làm việc ở nước ngoài.\n"
)


def read_in_pieces(text: str, language: str, size: int) -> Reading:
    """Read a text in pieces of about that many characters."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "_PIECE", size)
        return read(text, language)


def told(reading: Reading) -> list[ReadFigure]:
    """All that is said of the figures; sentences are only counted to tell neighbours."""
    return [replace(figure, sentence=0) for figure in reading.figures]


@cache
def reports(language: str) -> tuple[str, Reading]:
    """All marked reports of a language below each other, and what is read of them at once."""
    text = "\n\n".join(one.text for one in marked_reports() if one.lang == language)
    return text, read_in_pieces(text, language, WHOLE)


@pytest.mark.parametrize("language", LANGUAGES)
@given(size=st.integers(1_000, 12_000))
@example(size=1_500)
@settings(max_examples=6, deadline=None)
def test_figures_and_findings_do_not_depend_on_where_pieces_end(language: str, size: int) -> None:
    """Shorter ones do not hold the percentages in brackets by which a bare one is judged."""
    text, whole = reports(language)
    cut = read_in_pieces(text, language, size)
    assert len(whole.figures) > 500 and len(text) > 2 * size
    assert told(cut) == told(whole)
    assert cut.findings == whole.findings


@pytest.mark.parametrize("size", [20, 60, 100, 150])
def test_a_list_of_goals_goes_on_behind_the_end_of_a_piece(size: int) -> None:
    whole = [figure.modality.value for figure in read(GOALS, "vi").figures]
    assert whole == ["actual", "target", "target", "target", "actual"]
    cut = read_in_pieces(GOALS, "vi", size)
    assert [figure.modality.value for figure in cut.figures] == whole


def test_a_heading_in_the_last_line_of_a_piece_tells_the_period_of_the_next() -> None:
    text = (
        "Revenue, first quarter of 2024\nRevenue reached VND 5 billion.\n"
        "Tourism, January to May 2024\nArrivals hit 7,620 visitors.\n"
    )
    wanted = ["2024-Q1", "2024-01/2024-05"]
    for size in (20, 31, 45, WHOLE):
        assert [figure.period for figure in read_in_pieces(text, "en", size).figures] == wanted
