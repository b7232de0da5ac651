"""Cells that wait in a file: what is read is what was put there, one sheet at a time."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from tests.intake.report.forms import FORMS
from tests.intake.report.reader import problems, read
from tests.intake.report.sheets import book, xlsx
from tiendo.ledger.intake.report import reading
from tiendo.ledger.intake.workbook import read_workbook
from tiendo.ledger.intake.workbook.spool import ARRAYS


def test_a_sheet_is_what_was_written() -> None:
    drawn = [FORMS["may"].drawn(), FORMS["june"].drawn()]
    named = [drawn[0], type(drawn[1])(**(vars(drawn[1]) | {"name": "Biểu 2"}))]
    spooled = read_workbook(xlsx(*named), file_name="x.xlsx").sheets
    for back, put in zip(reversed(spooled), reversed(book(*named).sheets), strict=True):
        assert (back.name, back.height, back.width) == (put.name, put.height, put.width)
        np.testing.assert_array_equal(back.numbers, put.numbers)
        assert [cell.text for cell in back.row(4)] == [cell.text for cell in put.row(4)]
    assert [array.dtype for array in spooled[0].planes()] == list(ARRAYS.values())


def test_only_the_sheet_looked_at_is_in_memory() -> None:
    first = FORMS["may"].drawn()
    second = type(first)(**(vars(first) | {"name": "Biểu 2"}))
    one, other = read_workbook(xlsx(first, second), file_name="x.xlsx").sheets
    held = weakref.ref(one.numbers)
    assert one.numbers is held(), "looked at twice it is read once"
    assert other.numbers.shape == one.numbers.shape
    other.planes()
    gc.collect()
    assert held() is None


@pytest.mark.parametrize("at_once", [7, 100, 10**9])
def test_twins_are_found_whatever_share_is_looked_at_at_a_time(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same report on two sheets says all twice; one number of the second says another."""
    monkeypatch.setattr(reading, "_AT_ONCE", at_once)
    first = FORMS["may"].drawn()
    second = type(first)(**(vars(first) | {"name": "Biểu 2"}))
    intake = read(book(first, second))
    assert problems(intake) == []
    assert len(intake.statements) == len(read(first).statements)
    assert len(list(intake.statements)) == len(intake.statements)
    wrong = read(book(first, second.with_cell("M14", 281_001)))
    assert [one for one in problems(wrong) if "both for level of tourists in 2024-06" in one]
