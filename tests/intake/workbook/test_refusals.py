"""Files that are refused, and what is said of each; good neighbours of each are read."""

from __future__ import annotations

import zipfile
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.workbook.hostile import Bad, all_bad
from tests.intake.workbook.making import (
    LINKS,
    SHEET,
    links_xml,
    packed,
    parsed,
    parts,
    refusal,
    with_more,
    workbook_of,
    written,
)
from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook import UPLOAD_LIMITS, Limits
from tiendo.ledger.intake.workbook.gate import check_name, check_size

GOOD = packed(parts())


@pytest.mark.parametrize("bad", all_bad(), ids=lambda bad: bad.name)
def test_a_bad_file_is_refused_with_its_reason_and_a_remedy(bad: Bad) -> None:
    with pytest.raises(FileRefused) as caught:
        parsed(bad.content)
    fault = caught.value.fault
    assert str(fault).startswith(bad.said)
    assert fault.message
    assert fault.remedy


def test_the_good_workbook_that_the_bad_ones_are_made_from_is_read() -> None:
    assert refusal(GOOD) == ""
    assert refusal(packed(parts(), zipfile.ZIP_STORED)) == ""


def test_links_that_people_click_on_are_allowed() -> None:
    link = (
        '<Relationship Id="r1" Type="http://x/hyperlink" Target="http://x" TargetMode="External"/>'
    )
    assert refusal(with_more({"xl/worksheets/_rels/sheet1.xml.rels": links_xml(more=link)})) == ""


def test_pictures_and_other_harmless_parts_are_allowed() -> None:
    assert refusal(with_more({"xl/media/1.png": b"\x89PNG", "docProps/core.xml": "<x/>"})) == ""
    assert refusal(with_more({f"xl/media/{n}.png": b"" for n in range(193)})) == ""


def test_all_that_offices_put_into_workbooks_is_allowed() -> None:
    def fill(book: Any) -> None:
        sheet = book.add_worksheet("Biểu 1")
        sheet.protect("", {"format_columns": True})
        sheet.write_row("A1", ["Chỉ tiêu", "Tháng 6"])
        sheet.write_row("A2", ["GRDP", 5857.25])
        sheet.write_row("A3", ["Thu", 1.5], book.add_format({"locked": False, "num_format": 14}))
        sheet.write_comment("A2", "value added")
        sheet.data_validation("B2", {"validate": "decimal", "criteria": ">=", "value": 0})
        sheet.data_validation("A9", {"validate": "list", "source": ["x", "y"]})
        sheet.conditional_format("B2:B9", {"type": "data_bar", "data_bar_2010": True})
        sheet.add_sparkline("D2", {"range": "'Biểu 1'!B2:B3"})
        sheet.add_table("F1:G3", {"columns": [{"header": "a"}, {"header": "b"}]})
        sheet.write_url("A4", "https://example.org", string="source")
        sheet.write_url("A5", "mailto:x@example.org")
        sheet.write_url("A6", "internal:'Biểu 1'!A1", string="up")
        sheet.write_rich_string("A7", "Thu ", book.add_format({"bold": True}), "ngân sách")
        sheet.write_dynamic_array_formula("B7", "=SORT(B2:B3)", None, 1.5)
        sheet.insert_textbox("J1", "note")
        sheet.insert_checkbox("H9", True)
        sheet.autofilter("A1:B3")
        sheet.freeze_panes(1, 0)
        sheet.outline_settings()
        sheet.set_row(2, None, None, {"level": 1, "hidden": True})
        sheet.set_header("&CTháng 6")
        sheet.repeat_rows(0)
        book.define_name("total", "='Biểu 1'!$B$2")
        book.set_properties({"title": "Báo cáo"})
        book.set_custom_property("unit", "bn VND")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Biểu 1'!$B$2:$B$3"})
        sheet.insert_chart("J5", chart)

    (sheet,) = parsed(written(fill)).sheets
    assert [cell.text for cell in sheet.row(0)[:2]] == ["Chỉ tiêu", "Tháng 6"]
    assert sheet.cell(1, 1).number == Decimal("5857.25")
    assert [sheet.cell(row, 0).text for row in (3, 4, 5, 6)] == [
        "source",
        "x@example.org",
        "up",
        "Thu ngân sách",
    ]
    assert (sheet.cell(6, 1).number, sheet.cell(6, 1).formula) == (Decimal("1.5"), True)


def test_two_sheets_with_unlike_names_are_allowed() -> None:
    links = links_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId4", "worksheet", "sheet2.xml")
    )
    sheets = '<sheet name="Tháng 6" r:id="rId1"/><sheet name="Thang 6" r:id="rId4"/>'
    book = str(parts()["xl/workbook.xml"])
    book = book.replace('<sheet name="Table" sheetId="1" r:id="rId1"/>', sheets)
    content = with_more(
        {LINKS: links, "xl/workbook.xml": book, "xl/sheet2.xml": str(parts()[SHEET])}
    )
    assert [sheet.name for sheet in parsed(content).sheets] == ["Tháng 6", "Thang 6"]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(max_bytes=100), "more than the 0.0001 MB that are allowed; leave out pictures"),
        (Limits(max_unpacked=1000), "MB when unpacked, more than the 0.001 MB that are allowed"),
        (Limits(max_entries=3), "the workbook consists of 7 parts, more than the 3"),
        (Limits(max_rows=1), "sheet 'Table', cell B2: the cell lies beyond the 1 rows and 400"),
        (
            Limits(max_columns=1),
            "sheet 'Table', cell B2: the cell lies beyond the 200,000 rows and",
        ),
        (Limits(max_cells=3), "sheet 'Table': up to here the workbook has more than the 3 cells"),
    ],
)
def test_limits_are_parameters(limits: Limits, said: str) -> None:
    content = workbook_of('<row r="2"><c r="B2"><v>1</v></c></row>')
    assert said in refusal(content, limits)
    assert refusal(content, Limits(max_rows=2, max_columns=2, max_cells=4, max_entries=7)) == ""


def test_cells_count_over_all_sheets() -> None:
    def book(second: str) -> bytes:
        links = links_xml(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId4", "worksheet", "sheet2.xml")
        )
        sheets = '<sheet name="A" r:id="rId1"/><sheet name="B" r:id="rId4"/>'
        text = str(parts()["xl/workbook.xml"])
        text = text.replace('<sheet name="Table" sheetId="1" r:id="rId1"/>', sheets)
        sheet = str(parts()[SHEET]).replace("A1", second)
        return with_more({LINKS: links, "xl/workbook.xml": text, "xl/sheet2.xml": sheet})

    assert refusal(book("A1"), Limits(max_cells=2)) == ""
    assert refusal(book("B1"), Limits(max_cells=2)).startswith("sheet 'B': up to here")


def test_uploads_may_be_smaller() -> None:
    check_size(10_000_000, UPLOAD_LIMITS)
    with pytest.raises(FileRefused, match=r"10\.0 MB, more than the 10 MB"):
        check_size(10_000_001, UPLOAD_LIMITS)
    check_size(100_000_000, Limits())


def test_a_tightly_packed_but_small_part_is_allowed() -> None:
    assert refusal(with_more({"xl/media/1.bin": bytes(60_000)})) == ""


@pytest.mark.parametrize("name", ["a.xlsx", "Báo cáo tháng 6.XLSX", "a.b.xlsx", ""])
def test_names_of_workbooks(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("a.xls", "the file is named as a workbook of the old format (.xls)"),
        ("a.XLSM", "the file is named as a workbook with macros (.xlsm)"),
        ("a.xlsb", "the file is named as a binary workbook (.xlsb)"),
        ("a.ods", "the file is named as an OpenDocument spreadsheet (.ods)"),
        ("a.csv", "the file is named as a CSV table (.csv)"),
        ("a.xlsx.exe", "the file is not named as a workbook (.xlsx)"),
        ("xlsx", "the file is not named as a workbook (.xlsx)"),
        (".xlsx", "the file is not named as a workbook (.xlsx)"),
        ("gnp\u202exslx.xlsx", "the file's name holds an invisible character (U+202E)"),
        ("a\0.xlsx", "the file's name holds an invisible character (U+0000)"),
        ("a\n.xlsx", "the file's name holds an invisible character (U+000A)"),
        ("a" * 251 + ".xlsx", "the file's name has 256 characters, more than 255"),
    ],
)
def test_names_that_are_refused(name: str, said: str) -> None:
    with pytest.raises(FileRefused) as caught:
        check_name(name)
    assert caught.value.fault.message == said
    assert caught.value.fault.remedy


@given(st.data())
def test_a_file_with_any_bytes_changed_is_read_the_same_or_refused(data: st.DataObject) -> None:
    broken = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(broken) - 1))
        broken[at] = data.draw(st.integers(0, 255))
    assert_same_or_refused(bytes(broken))


@given(st.integers(0, len(GOOD) - 1), st.integers(0, len(GOOD) - 1))
def test_a_file_with_a_piece_cut_out_is_read_the_same_or_refused(one: int, other: int) -> None:
    assert_same_or_refused(GOOD[: min(one, other)] + GOOD[max(one, other) :])


@given(st.text(alphabet="<>/crvftis ='\"&;0123456789AB", max_size=60))
def test_any_xml_in_a_row_is_read_or_refused(row: str) -> None:
    try:
        parsed(workbook_of(f'<row r="1">{row}</row>'))
    except FileRefused as refused:
        assert refused.fault.remedy


def assert_same_or_refused(content: bytes) -> None:
    try:
        (sheet,) = parsed(content).sheets
    except FileRefused as refused:
        assert refused.fault.remedy
    else:
        assert sheet.numbers.tolist() == [[5857.0]]
