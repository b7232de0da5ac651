"""What the cells of a workbook give: values, kinds, dates, formulas."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.workbook.making import (
    MAIN,
    book_xml,
    first_cell,
    only_sheet,
    parsed,
    refusal,
    sheet_xml,
    with_parts,
    workbook_of,
    written,
)
from tiendo.ledger.intake.workbook import Cell, CellKind, uncomputed_formulas


def cell_of(cell: str) -> Cell:
    return first_cell(workbook_of(f'<row r="1">{cell}</row>'))


def test_a_row_of_a_report_is_read_as_it_stands() -> None:
    def fill(book: object) -> None:
        sheet = book.add_worksheet("Tháng 6")  # type: ignore[attr-defined]
        sheet.write_row("B3", ["Thu ngân sách", "tỷ đồng", 5857.25, -3, True])

    sheet = only_sheet(written(fill))
    assert (sheet.name, sheet.hidden, sheet.height, sheet.width) == ("Tháng 6", False, 3, 6)
    assert [(c.address, c.kind.name, c.text, c.number) for c in sheet.row(2)] == [
        ("A3", "EMPTY", "", None),
        ("B3", "TEXT", "Thu ngân sách", None),
        ("C3", "TEXT", "tỷ đồng", None),
        ("D3", "NUMBER", "", Decimal("5857.25")),
        ("E3", "NUMBER", "", Decimal("-3")),
        ("F3", "BOOLEAN", "TRUE", None),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("5857", "5857"),
        ("5.8570000000000002", "5.857"),
        ("1.29845E4", "12984.5"),
        ("-4.5e-3", "-0.0045"),
        ("0.1", "0.1"),
        ("1E+300", "1E+300"),
    ],
)
def test_numbers_are_those_of_the_file_to_the_last_digit_that_it_means(
    written: str, meant: str
) -> None:
    found = cell_of(f'<c r="A1"><v>{written}</v></c>').number
    assert found == Decimal(meant)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_comes_back_as_it_was_written(number: float) -> None:
    cell = cell_of(f'<c r="A1"><v>{number!r}</v></c>')
    assert cell.number is not None
    assert float(cell.number) == number


@pytest.mark.parametrize(
    "bad", ["1_000", "nan", "inf", "1e999", "12,5", "１２", "abc", "0x10", "1 2"]
)
def test_a_number_that_is_none_refuses_the_file(bad: str) -> None:
    said = refusal(workbook_of(f'<row r="1"><c r="A1"><v>{bad}</v></c></row>'))
    assert said == (
        f"sheet 'Table', cell A1: the file is damaged: the cell should hold a number and holds"
        f" '{bad}'; open the file in a spreadsheet program and save it anew as .xlsx"
    )


def test_text_that_looks_like_a_number_stays_text() -> None:
    cell = cell_of('<c r="A1" t="inlineStr"><is><t>12.984,5</t></is></c>')
    assert (cell.kind, cell.text, cell.number) == (CellKind.TEXT, "12.984,5", None)


def test_text_in_several_fonts_is_joined_and_pronunciation_left_out() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>Tổng </t></r><r><t>thu</t></r>'
        "<rPh><t>unsaid</t></rPh></si></sst>"
    )
    shared = with_parts(
        STRINGS=strings, SHEET=sheet_xml('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
    )
    assert first_cell(shared).text == "Tổng thu"
    inline = "<is><r><t>Tổng </t></r><r><t>thu</t></r><rPh><t>unsaid</t></rPh></is>"
    assert cell_of(f'<c r="A1" t="inlineStr">{inline}</c>').text == "Tổng thu"


def test_characters_that_xml_cannot_hold_are_put_back() -> None:
    def text(escaped: str) -> str:
        return cell_of(f'<c r="A1" t="inlineStr"><is><t>{escaped}</t></is></c>').text

    assert text("a_x0009_b") == "a\tb"
    assert text("_x005F_x0009_") == "_x0009_"
    assert text("_xD800_ _x0000_") == "_xD800_ _x0000_"


def test_decomposed_letters_stay_as_they_are() -> None:
    decomposed = unicodedata.normalize("NFD", "Đơn vị: tỷ đồng")
    assert cell_of(f'<c r="A1" t="inlineStr"><is><t>{decomposed}</t></is></c>').text == decomposed


@pytest.mark.parametrize("name", ["#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?"])
def test_an_error_is_an_error_with_its_name(name: str) -> None:
    cell = cell_of(f'<c r="A1" t="e"><f>B1</f><v>{name}</v></c>')
    assert (cell.kind, cell.text, cell.number, cell.formula) == (CellKind.ERROR, name, None, True)


def test_booleans() -> None:
    no = cell_of('<c r="A1" t="b"><v>0</v></c>')
    assert (no.kind, no.text, no.number) == (CellKind.BOOLEAN, "FALSE", None)


def dated(serial: float, **options: object) -> Cell:
    def fill(book: object) -> None:
        form = book.add_format({"num_format": "dd/mm/yyyy"})  # type: ignore[attr-defined]
        book.add_worksheet().write_number("A1", serial, form)  # type: ignore[attr-defined]

    return first_cell(written(fill, **options))


@pytest.mark.parametrize(
    ("serial", "moment"),
    [
        (45473, datetime(2024, 6, 30)),
        (45473.75, datetime(2024, 6, 30, 18)),
        (61, datetime(1900, 3, 1)),
        (59, datetime(1900, 2, 28)),
        (1, datetime(1900, 1, 1)),
        (2958465, datetime(9999, 12, 31)),
    ],
)
def test_numbers_that_are_shown_as_dates_are_dates(serial: float, moment: datetime) -> None:
    cell = dated(serial)
    assert (cell.kind, cell.moment, cell.number) == (CellKind.DATE, moment, None)


@pytest.mark.parametrize("serial", [-1, 60, 60.5, 2958466, 1e9])
def test_a_date_that_a_spreadsheet_cannot_show_is_an_error(serial: float) -> None:
    cell = dated(serial)
    assert (cell.kind, cell.text, cell.moment) == (CellKind.ERROR, "########", None)


def test_a_workbook_may_count_its_days_from_1904() -> None:
    settings = '<workbookPr date1904="1"/>'
    style = f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = '<row r="1"><c r="A1" s="0"><v>44011</v></c></row>'
    content = with_parts(BOOK=book_xml(settings=settings), STYLES=style, SHEET=sheet_xml(rows))
    assert first_cell(content).moment == datetime(2024, 6, 30)
    content = with_parts(STYLES=style, SHEET=sheet_xml(rows))
    assert first_cell(content).moment == datetime(2020, 6, 29)


def test_dates_written_as_text_by_strict_workbooks() -> None:
    assert cell_of('<c r="A1" t="d"><v>2024-06-30</v></c>').moment == datetime(2024, 6, 30)
    said = refusal(workbook_of('<row r="1"><c r="A1" t="d"><v>soon</v></c></row>'))
    assert "the cell holds 'soon' and says that it is 'd'" in said


def test_a_formula_gives_what_was_saved_with_it() -> None:
    cell = cell_of('<c r="A1"><f>1+1</f><v>2</v></c>')
    assert (cell.number, cell.formula) == (Decimal(2), True)
    empty = cell_of('<c r="A1" t="str"><f>""</f><v></v></c>')
    assert (empty.kind, empty.text, empty.formula) == (CellKind.TEXT, "", True)


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_formula_that_was_never_computed_is_named(value: str) -> None:
    workbook = parsed(workbook_of(f'<row r="7"><c r="D7"><f>SUM(A1:A6)</f>{value}</c></row>'))
    cell = workbook.sheets[0].cell(6, 3)
    assert (cell.kind, cell.number, cell.formula) == (CellKind.EMPTY, None, True)
    assert [str(fault) for fault in uncomputed_formulas(workbook)] == [
        "sheet 'Table', cell D7: the cell holds a formula that was never computed;"
        " open the file in a spreadsheet program and save it"
    ]


def test_zeros_of_a_program_that_computes_nothing_are_not_believed() -> None:
    def fill(book: object) -> None:
        sheet = book.add_worksheet()  # type: ignore[attr-defined]
        sheet.write_formula("A1", "=1+1")
        sheet.write_formula("A2", "=2+2", None, 4)
        sheet.write_number("A3", 0)
        date_format = book.add_format({"num_format": "dd/mm/yyyy"})  # type: ignore[attr-defined]
        sheet.write_formula("A4", "=TODAY()", date_format)

    workbook = parsed(written(fill))
    numbers = [cell.number for (cell,) in workbook.sheets[0].rows()]
    assert numbers == [None, Decimal(4), Decimal(0), None]
    assert [fault.cell for fault in uncomputed_formulas(workbook)] == ["A1", "A4"]


def test_a_saved_zero_of_a_program_that_computes_is_believed() -> None:
    workbook = parsed(workbook_of('<row r="1"><c r="A1"><f>1-1</f><v>0</v></c></row>'))
    assert uncomputed_formulas(workbook) == []
    assert workbook.sheets[0].cell(0, 0).number == Decimal(0)


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in (1, 2, 3))
    lie = with_parts(SHEET=sheet_xml(rows, before='<dimension ref="A1:A1"/>'))
    assert np.array_equal(only_sheet(lie).numbers[:, 0], [1, 2, 3])


def test_cells_and_rows_without_addresses_follow_one_another() -> None:
    sheet = only_sheet(
        workbook_of("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>")
    )
    assert [[cell.number for cell in row] for row in sheet.rows()] == [[1, 2], [3, None]]


def test_empty_cells_that_are_only_formatted_do_not_count() -> None:
    sheet = only_sheet(workbook_of('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="0"/></row>'))
    assert (sheet.height, sheet.width) == (1, 1)


def test_an_empty_sheet_has_no_cells() -> None:
    sheet = only_sheet(workbook_of('<row r="1"/>'))
    assert (sheet.height, sheet.width, list(sheet.rows())) == (0, 0, [])
    assert sheet.cell(0, 0).kind is CellKind.EMPTY


def test_a_strict_workbook_is_read_as_well() -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    content = with_parts(
        SHEET=sheet_xml('<row r="1"><c r="A1"><v>7</v></c></row>').replace(MAIN, strict)
    )
    assert first_cell(content).number == Decimal(7)


def test_prefixed_tags_are_read_as_well() -> None:
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert first_cell(with_parts(SHEET=xml)).number == Decimal(7)
