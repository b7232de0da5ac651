"""Digits that no reader should trust are told, with where they stand and what to do."""

from __future__ import annotations

import pytest

from tests.reading.reading import read
from tiendo.reading.endless import LONGEST_SENTENCE


def test_digits_of_two_scripts_in_one_number_are_told() -> None:
    reading = read("Năm 2024, thu ngân sách đạt 12٣4 tỷ đồng.")
    (figure,) = reading.figures
    assert "mixed_digits" in figure.flags
    (remark,) = reading.remarks
    assert "12٣4" in remark
    assert f"{figure.start} to {figure.end}" in remark


def test_digits_of_one_script_are_not_doubted() -> None:
    assert read("بلغت الإيرادات ٣٢٠ مليار دونج في عام ٢٠٢٤.").remarks == ()


def test_a_number_of_400_digits_is_told_and_not_read() -> None:
    reading = read("Năm 2024, thu ngân sách đạt " + "7" * 400 + " đồng, tăng 5%.")
    assert [figure.quote for figure in reading.figures] == ["5%"]
    (remark,) = reading.remarks
    assert "more than 30 digits" in remark


@pytest.mark.parametrize("piece", ["1 ", "1,1, ", "tăng 12% và ", "of the plan "])
def test_a_sentence_without_an_end_is_read_up_to_a_bound_and_told(piece: str) -> None:
    text = piece * (3 * LONGEST_SENTENCE // len(piece)) + ".\nNăm 2024, thu đạt 320 tỷ đồng."
    reading = read(text, "vi")
    assert any("were not read" in remark for remark in reading.remarks)
    last = reading.figures[-1]
    assert text[last.start : last.end] == last.quote == "320 tỷ đồng"
    assert all(f.start < LONGEST_SENTENCE + 100 for f in reading.figures[:-1])
