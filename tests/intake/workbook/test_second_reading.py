"""Two readers must find the same in every cell; else the file is refused at the cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.workbook.making import MAIN, only_sheet, refusal, with_parts, workbook_of
from tests.intake.workbook.making import sheet_xml as sheet_of
from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook import CellKind, Sheet
from tiendo.ledger.intake.workbook.second_reading import compare_with_second_reading

ROWS = (
    '<row r="2"><c r="B2"><v>5</v></c><c r="C2" t="inlineStr"><is><t>x</t></is></c>'
    '<c r="D2" t="b"><v>1</v></c></row>'
)
CONTENT = workbook_of(ROWS)
SHEET = only_sheet(CONTENT)


def said_of(sheet: Sheet) -> str:
    try:
        compare_with_second_reading(CONTENT, [sheet])
    except FileRefused as refused:
        return str(refused.fault)
    return ""


def with_kind(row: int, column: int, kind: CellKind) -> Sheet:
    kinds = SHEET.kinds.copy()
    kinds[row, column] = kind
    return replace(SHEET, kinds=kinds)


def test_equal_readings_pass() -> None:
    assert said_of(SHEET) == ""


@pytest.mark.parametrize(
    ("row", "column", "kind", "cell"),
    [
        (1, 1, CellKind.EMPTY, "B2"),
        (1, 1, CellKind.TEXT, "B2"),
        (1, 2, CellKind.NUMBER, "C2"),
        (1, 3, CellKind.NUMBER, "D2"),
        (0, 0, CellKind.NUMBER, "A1"),
        (0, 3, CellKind.TEXT, "D1"),
    ],
)
def test_a_cell_that_only_one_reader_finds_filled_so_is_named(
    row: int, column: int, kind: CellKind, cell: str
) -> None:
    assert said_of(with_kind(row, column, kind)) == (
        f"sheet 'Table', cell {cell}: two ways of reading the file find different things in the"
        " cell; open the file in a spreadsheet program and save it anew as .xlsx"
    )


def test_numbers_must_be_equal_to_the_last_digit() -> None:
    numbers = SHEET.numbers.copy()
    numbers[1, 1] = np.nextafter(5.0, 6.0)
    assert "cell B2: two ways" in said_of(replace(SHEET, numbers=numbers))


def test_a_cell_beyond_what_the_first_reader_saw_is_named() -> None:
    def cut(rows: int, columns: int) -> Sheet:
        names = ("kinds", "numbers", "strings", "looks", "formulas")
        return replace(SHEET, **{name: getattr(SHEET, name)[:rows, :columns] for name in names})

    assert "cell D2: two ways" in said_of(cut(1, 4))
    assert "cell D2: two ways" in said_of(cut(2, 3))


def test_a_sheet_of_another_name_is_another_sheet() -> None:
    assert "two ways of reading it find different sheets" in said_of(replace(SHEET, name="Tab1e"))


def test_number_or_date_must_be_clear() -> None:
    styles = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="75"/></cellXfs></styleSheet>'
    rows = sheet_of('<row r="1"><c r="A1" s="0"><v>45473</v></c></row>')
    assert refusal(with_parts(STYLES=styles, SHEET=rows)) == (
        "sheet 'Table', cell A1: it cannot be told whether the cell shows a number or a date; give"
        " it a plain number format or a plain date format, and save the file"
    )


def test_an_error_that_only_new_spreadsheet_programs_know_is_named() -> None:
    rows = '<row r="3"><c r="B3" t="e"><f>x</f><v>#SPILL!</v></c></row>'
    assert refusal(workbook_of(rows)) == (
        "sheet 'Table', cell B3: the cell shows the error '#SPILL!'; mend its formula, or replace"
        " it by its value"
    )


def test_a_second_reading_that_fails_refuses_the_file() -> None:
    rows = '<row r="1"><c r="A1"><v>5</v><extLst><ext/></extLst></c></row>'
    assert "sheet 'Table': the file is damaged: a second way of reading it fails" in refusal(
        workbook_of(rows)
    )


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\n", ""])
def test_spaces_that_one_reader_drops_are_no_difference(blank: str) -> None:
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{blank}</t></is></c></row>'
    assert refusal(workbook_of(rows)) == ""


CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False).map(lambda n: f"<v>{n!r}</v>"),
    st.integers(-(10**9), 10**9).map(lambda n: f"<v>{n}</v>"),
    st.just("<v>0.30000000000000004</v>"),
    st.just(""),
)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4))
def test_the_readers_agree_on_all_good_tables(table: list[list[str]]) -> None:
    rows = "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{"ABCD"[c]}{r}">{cell}</c>' for c, cell in enumerate(row))
        + "</row>"
        for r, row in enumerate(table, 1)
    )
    sheet = only_sheet(workbook_of(rows))
    for r, row in enumerate(table):
        for c, cell in enumerate(row):
            number = sheet.cell(r, c).number
            expected = float(cell[3:-4]) if cell else None
            assert (None if number is None else float(number)) == expected
