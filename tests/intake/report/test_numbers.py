"""Numbers as people print them: all cells of a table decide its decimal mark."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.ledger.intake.report.numbers import Printed, Unreadable, decide, read_cell, readings
from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Look

NO_MARKS = frozenset({"-", "…"})


def text(words: str, mark: str | None = None) -> Printed | Unreadable | None:
    return read_cell(Cell(0, 0, CellKind.TEXT, text=words), mark, NO_MARKS)


@pytest.mark.parametrize(
    ("words", "value", "decimals"),
    [
        ("12.984,5", "12984.5", 1),
        ("12,984.5", "12984.5", 1),
        ("12 984,5", "12984.5", 1),
        ("12\u00a0984,5", "12984.5", 1),
        ("12\u202f984,50", "12984.50", 2),
        ("1.234.567", "1234567", 0),
        ("5,8", "5.8", 1),
        ("-5,25", "-5.25", 2),
        ("−5,25", "-5.25", 2),
        ("٥٫٨", "5.8", 1),
        ("١٢٬٩٨٤٫٥", "12984.5", 1),
        ("۱۲٬۹۸۴", "12984", 0),
        ("0.800", "0.800", 3),
        ("5800", "5800", 0),
    ],
)
def test_a_number_that_one_reading_explains_is_read(words: str, value: str, decimals: int) -> None:
    read = text(words, decide([words]))
    assert isinstance(read, Printed)
    assert (str(read.value), read.decimals) == (value, decimals)


def test_a_percent_sign_belongs_to_the_number() -> None:
    read = text("108,8 %", ",")
    assert isinstance(read, Printed)
    assert (read.value, read.percent) == (Decimal("108.8"), True)


@pytest.mark.parametrize("words", ["12 5", "1.2.3", "(5)", "5 tỷ", "1-2", "12,5(1)", "1e5", "+"])
def test_what_is_no_number_is_refused(words: str) -> None:
    read = text(words, ",")
    assert isinstance(read, Unreadable)
    assert words in read.message


def test_a_number_that_nothing_decides_is_refused_with_both_readings() -> None:
    assert decide(["5.800", "6.100", "12"]) is None
    read = text("5.800")
    assert isinstance(read, Unreadable)
    assert read.message == (
        "'5.800' may be 5800 or 5.800: no cell of the table tells the decimal mark"
    )


def test_one_cell_decides_for_all() -> None:
    assert decide(["5.800", "6.100", "7,5"]) == ","
    read = text("5.800", ",")
    assert isinstance(read, Printed)
    assert read.value == 5800


def test_most_cells_decide_and_the_other_is_refused() -> None:
    assert decide(["1,5", "2,5", "1.234,5", "3.25"]) == ","
    read = text("3.25", ",")
    assert isinstance(read, Unreadable)
    assert "cannot be read with the decimal mark ','" in read.message


def test_as_many_cells_for_each_mark_decide_nothing() -> None:
    assert decide(["1,5", "3.25"]) is None
    read = text("1,5")
    assert isinstance(read, Unreadable)
    assert "other cells of the table use another decimal mark" in read.message


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (Cell(0, 0, CellKind.ERROR, text="#REF!"), "the formula gives the error #REF!"),
        (Cell(0, 0, CellKind.BOOLEAN), "true or false stands"),
        (Cell(0, 0, CellKind.DATE, moment=datetime(2024, 5, 1)), "a date stands"),
        (Cell(0, 0, CellKind.EMPTY, formula=True), "the formula was never computed"),
    ],
)
def test_what_stands_in_place_of_a_number_is_refused(cell: Cell, told: str) -> None:
    read = read_cell(cell, None, NO_MARKS)
    assert isinstance(read, Unreadable)
    assert told in read.message
    assert read.remedy


@pytest.mark.parametrize(
    ("look", "kept", "value", "decimals"),
    [
        (Look(), "831.25", "831.25", 2),
        (Look(decimals=1), "831.25", "831.25", 1),
        (Look(decimals=2, percent=True), "1.0884", "108.84", 2),
        (Look(percent=True), "0.405", "40.5", 1),
        (Look(decimals=2), "12", "12", 2),
    ],
)
def test_a_number_keeps_its_digits_and_has_the_printed_decimals(
    look: Look, kept: str, value: str, decimals: int
) -> None:
    cell = Cell(0, 0, CellKind.NUMBER, number=Decimal(kept), look=look)
    read = read_cell(cell, None, NO_MARKS)
    assert isinstance(read, Printed)
    assert (read.value, read.decimals) == (Decimal(value), decimals)


def test_an_empty_mark_is_no_number() -> None:
    assert text("…") is None
    assert text(" - ") is None
    assert text("") is None


MARKS = st.sampled_from([(".", ","), (",", "."), (" ", ","), ("\u202f", "."), ("'", ".")])


@given(st.integers(-(10**12), 10**12), st.integers(0, 4), MARKS)
def test_printing_and_reading_are_inverse(
    number: int, decimals: int, marks: tuple[str, str]
) -> None:
    group, point = marks
    value = Decimal(number).scaleb(-decimals)
    printed = f"{value:,.{decimals}f}".replace(",", "\0").replace(".", point).replace("\0", group)
    read = readings(printed)[point]
    assert (read.value, read.decimals) == (value, decimals)


@given(st.text(alphabet="0123456789.,' -%٠٥٫٬", max_size=12))
def test_any_text_is_read_or_refused_and_never_fails(words: str) -> None:
    for mark in (None, ",", "."):
        assert text(words, mark) is None or isinstance(text(words, mark), Printed | Unreadable)
