"""How cells are shown: decimals, percent, thousands, indent, bold; what is merged and hidden."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.intake.workbook.making import (
    MAIN,
    book_xml,
    first_cell,
    links_xml,
    only_sheet,
    parsed,
    refusal,
    sheet_xml,
    with_more,
    with_parts,
    written,
)
from tiendo.ledger.intake.workbook import CellKind, Look, Merge
from tiendo.ledger.intake.workbook.number_format import built_in, read_format, section_of


@pytest.mark.parametrize(
    ("code", "decimals"),
    [
        ("General", None),
        ("0", 0),
        ("#,##0", 0),
        ("0.00", 2),
        ("#,##0.000", 3),
        ("# ##0.0", 1),
        ('#,##0.0" tỷ đồng"', 1),
        (r"#,##0.00\ [$₫-42A]", 2),
        (r'_-* #,##0.0\ _₫_-;\-* #,##0.0\ _₫_-;_-* "-"??\ _₫_-;_-@_-', 1),
        (r"#\.##0", 0),
        ("0.0##", None),
        ("0.##", None),
        ("0.00E+00", None),
        ("# ?/?", None),
        ('"none"', None),
    ],
)
def test_decimals_are_known_where_a_format_always_prints_as_many(
    code: str, decimals: int | None
) -> None:
    assert read_format(code)[0].decimals == decimals


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("mm/yyyy", False),
        ("yyyy", False),
        ('"Tháng" m/yyyy', False),
        ("[$-42A]mmm-yy", False),
        ("dd/mm/yyyy", True),
        ("m/d", True),
        ("yyyy-mm-dd hh:mm", True),
    ],
)
def test_a_date_shows_its_day_or_its_month_alone(code: str, day: bool) -> None:
    assert read_format(code)[0].date and read_format(code)[0].day is day


@pytest.mark.parametrize(("number", "day"), [(14, True), (15, True), (17, False), (27, True)])
def test_only_one_format_known_by_number_is_sure_to_print_no_day(number: int, day: bool) -> None:
    assert built_in(number)[0].day is day


@pytest.mark.parametrize(
    ("code", "percent"),
    [("0%", True), ("0.0 %", True), ('0.0"%"', False), (r"0.0\%", False), ("0", False)],
)
def test_only_a_percent_sign_that_is_no_mere_text_multiplies(code: str, percent: bool) -> None:
    assert read_format(code)[0].percent is percent


@pytest.mark.parametrize(
    ("code", "thousands"),
    [
        ("#,##0", 0),
        ("#,##0,", 1),
        ('#,##0.0,," tỷ"', 2),
        ("0,.00", 1),
        ("#,,", 2),
        ('0","', 0),
        ("#,##0.00", 0),
    ],
)
def test_commas_behind_the_digits_divide_by_thousands(code: str, thousands: int) -> None:
    assert read_format(code)[0].thousands == thousands


@pytest.mark.parametrize(
    "code",
    ["dd/mm/yyyy", "d-mmm", "[h]:mm", "mm:ss.0", "[$-42A]dd mmmm yyyy", "yyyy", "h:mm AM/PM"],
)
def test_formats_of_dates(code: str) -> None:
    assert read_format(code)[0].date


@pytest.mark.parametrize(
    "code", ["General", '0 "days"', r"0\d", "[Red]0", "[$-409]0", "0.00E+00", "@", '"dd/mm/yyyy"0']
)
def test_formats_of_no_dates(code: str) -> None:
    assert not read_format(code)[0].date


def test_formats_that_are_known_by_their_number() -> None:
    assert built_in(14)[0].date
    assert built_in(22)[0].date
    assert (built_in(10)[0].decimals, built_in(10)[0].percent) == (2, True)
    assert built_in(4)[0].decimals == 2
    assert (built_in(68)[0].percent, built_in(71)[0].date) == (True, True)
    assert built_in(163)[0].decimals is None


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0.0", [0, 0, 0]),
        ("0.0;-0.00", [0, 1, 0]),
        ("0.0;-0.00;0", [0, 1, 2]),
        ("0.0;-0.00;0;@", [0, 1, 2]),
        ("[>=1000]0,;0.0", [0, 1, 1]),
        ("[<0]0.00;[>=5]0.0;0", [1, 0, 2]),
    ],
)
def test_the_section_depends_on_the_number(code: str, expected: list[int]) -> None:
    sections = read_format(code)
    assert section_of(sections, np.array([5000.0, -5.0, 0.0])).tolist() == expected


def test_the_look_of_a_number_is_that_of_the_section_that_prints_it() -> None:
    def fill(book: Any) -> None:
        sheet, form = book.add_worksheet(), book.add_format({"num_format": "[>=1000]0.0,;0.00"})
        sheet.write_column("A1", [12984.5, 5, "text"], form)

    sheet = only_sheet(written(fill))
    assert [row[0].look for row in sheet.rows()] == [
        Look(decimals=1, thousands=1),
        Look(decimals=2),
        Look(decimals=1, thousands=1),
    ]
    assert sheet.cell(0, 0).number is not None


def test_indent_bold_and_decimals_of_a_report() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.write("A1", "I. Thu ngân sách", book.add_format({"bold": True}))
        sheet.write("A2", "1. Thu nội địa", book.add_format({"indent": 2}))
        sheet.write("B1", 0.0884, book.add_format({"num_format": "0.00%"}))
        sheet.write("B2", 5)

    sheet = only_sheet(written(fill))
    assert sheet.cell(0, 0).look == Look(bold=True)
    assert sheet.cell(1, 0).look == Look(indent=2)
    assert sheet.cell(0, 1).look == Look(decimals=2, percent=True)
    assert f"{sheet.cell(0, 1).number}" == "0.0884"
    assert sheet.cell(1, 1).look == Look()


def test_a_font_may_say_that_it_is_not_bold() -> None:
    styles = (
        f'<styleSheet xmlns="{MAIN}"><fonts><font><b val="0"/></font><font><b/></font></fonts>'
        '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="1"><v>1</v></c></row>'
    sheet = only_sheet(with_parts(STYLES=styles, SHEET=sheet_xml(rows)))
    assert [cell.look.bold for cell in sheet.row(0)] == [False, True]


def test_merged_cells_and_hidden_rows_and_columns() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("B2:D3", "Tháng 6")
        sheet.write("F9", 1)
        sheet.set_row(4, None, None, {"hidden": True})
        sheet.set_column("C:D", None, None, {"hidden": True})

    sheet = only_sheet(written(fill))
    assert sheet.merges == (Merge(1, 1, 2, 3),)
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({4}, {2, 3})


def test_rows_and_columns_without_height_or_width_are_hidden_too() -> None:
    rows = '<row r="1" ht="0"><c r="A1"><v>1</v></c></row>'
    columns = '<cols><col min="2" max="3" width="0"/><col min="4" max="4" width="9"/></cols>'
    sheet = only_sheet(with_parts(SHEET=sheet_xml(rows, before=columns)))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({0}, {1, 2})


def test_hidden_and_very_hidden_sheets_say_so() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Seen").write("A1", 1)
        hidden, ids = book.add_worksheet("Hidden"), book.add_worksheet("Ids")
        hidden.hide()
        ids.very_hidden()
        ids.write("A1", "schema 1")

    sheets = parsed(written(fill)).sheets
    assert [(sheet.name, sheet.hidden) for sheet in sheets] == [
        ("Seen", False),
        ("Hidden", True),
        ("Ids", True),
    ]
    assert sheets[2].cell(0, 0).text == "schema 1"


def test_a_sheet_that_only_holds_a_chart_is_left_out() -> None:
    def fill(book: Any) -> None:
        book.add_worksheet("Table").write_column("A1", [1, 2])
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Table!$A$1:$A$2"})
        book.add_chartsheet("Chart").set_chart(chart)

    assert [sheet.name for sheet in parsed(written(fill)).sheets] == ["Table"]


def test_all_texts_and_looks_are_kept_once() -> None:
    def fill(book: Any) -> None:
        for name in ("A", "B"):
            book.add_worksheet(name).write_column("A1", ["x", "y", "x"])

    first, second = parsed(written(fill)).sheets
    assert sorted(first.texts) == ["x", "y"]
    assert second.texts is first.texts
    assert [row[0].text for row in second.rows()] == ["x", "y", "x"]


def test_a_look_or_text_that_does_not_exist_refuses_the_file() -> None:
    for cell, said in [
        ('<c r="B2" s="9"><v>1</v></c>', "the cell has a look that does not exist"),
        ('<c r="B2" s="-1"><v>1</v></c>', "the cell has a look that does not exist"),
        ('<c r="B2" t="s"><v>9</v></c>', "the cell refers to a text '9' that does not exist"),
        ('<c r="B2" t="s"><v>-1</v></c>', "the cell refers to a text '-1' that does not exist"),
        ('<c r="B2" t="z"><v>9</v></c>', "the cell holds '9' and says that it is 'z'"),
        ('<c r="B2" t="b"><v>2</v></c>', "the cell holds '2' and says that it is 'b'"),
    ]:
        content = with_parts(SHEET=sheet_xml(f'<row r="2">{cell}</row>'))
        assert f"sheet 'Table', cell B2: the file is damaged: {said};" in refusal(content)


def test_a_workbook_without_styles_and_texts_is_read() -> None:
    bare = with_parts(LINKS=links_xml(("rId1", "worksheet", "worksheets/sheet1.xml")))
    assert first_cell(bare).kind is CellKind.NUMBER
    elsewhere = with_more(
        {"xl/_rels/workbook.xml.rels": links_xml(("rId1", "worksheet", "gone.xml"))}
    )
    assert "'xl/gone.xml' is missing in it" in refusal(elsewhere)
    assert "a sheet has no name or no cells" in refusal(
        with_parts(BOOK=book_xml('<sheet name="Table" sheetId="1" r:id="rId9"/>'))
    )
