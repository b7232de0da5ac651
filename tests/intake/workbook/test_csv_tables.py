"""CSV tables as sheets of texts: what parts the cells, encodings, limits."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook import CellKind, Limits, Sheet, read_csv_table

TABLE = [["Chỉ tiêu", "Đơn vị", "Tháng 6"], ["Thu ngân sách", "tỷ đồng", "5.857,25"]]


def text_of(rows: list[list[str]], mark: str) -> str:
    return "".join(mark.join(row) + "\r\n" for row in rows)


def cells(content: str | bytes, **options: Any) -> list[list[str]]:
    content = content.encode() if isinstance(content, str) else content
    (sheet,) = read_csv_table(content, **options).sheets
    return [[cell.text for cell in row] for row in sheet.rows()]


def refused(content: str | bytes | Path, **options: Any) -> str:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(FileRefused) as caught:
        read_csv_table(content, **options)
    return str(caught.value.fault)


@pytest.mark.parametrize("mark", [";", "\t"])
def test_cells_parted_by_semicolons_or_tabs_may_hold_commas(mark: str) -> None:
    assert cells(text_of(TABLE, mark)) == TABLE


def test_cells_parted_by_commas_may_hold_commas_in_quotation_marks() -> None:
    assert cells('name,value\nThu,"5.857,25"\n') == [["name", "value"], ["Thu", "5.857,25"]]


def test_long_form_tables_with_semicolons_in_a_cell_are_parted_by_commas() -> None:
    rows = [["place", "breakdown", "value"], ["x", "sector=a;owner=b", "1"]]
    assert cells(text_of(rows, ",")) == rows


def test_title_lines_do_not_hide_what_parts_the_cells() -> None:
    text = "BÁO CÁO; tháng 6, năm 2024\nChỉ tiêu;Đơn vị;T5;T6\nA;x;1,5;2\nB;x;3;4\n"
    assert cells(text)[1] == ["Chỉ tiêu", "Đơn vị", "T5", "T6"]
    assert cells(text)[0] == ["BÁO CÁO", " tháng 6, năm 2024", "", ""]


def test_what_cannot_be_told_is_not_guessed() -> None:
    assert refused("a;1,5\nb;2,5\n") == (
        'it cannot be told whether commas or semicolons part the cells; write "sep=;" (or'
        ' "sep=,") on a line of its own above the table, or save it as .xlsx'
    )
    assert cells("a;1,5\nb;2,5\n", delimiter=";") == [["a", "1,5"], ["b", "2,5"]]
    assert cells("sep=;\na;1,5\nb;2,5\n") == [["a", "1,5"], ["b", "2,5"]]
    assert cells("sep=,\r\na;1,5\r\nb;2,5\r\n") == [["a;1", "5"], ["b;2", "5"]]
    assert "whether commas or semicolons part" in refused("a,b\nc\nd;e\nf\n")


def test_cells_stay_texts_as_they_are_written() -> None:
    (sheet,) = read_csv_table(b"a, 1.0 ,\n,TRUE,#REF!\n").sheets
    kinds = [[cell.kind for cell in row] for row in sheet.rows()]
    text, empty = CellKind.TEXT, CellKind.EMPTY
    assert kinds == [[text, text, empty], [empty, text, text]]
    assert sheet.cell(0, 1).text == " 1.0 "
    assert sheet.cell(1, 2).address == "C2"


def test_rows_keep_their_numbers_over_empty_lines() -> None:
    assert cells("a,b\n\nc,d\n") == [["a", "b"], ["", ""], ["c", "d"]]


def test_a_table_of_one_column() -> None:
    assert cells("GRDP\nThu\n") == [["GRDP"], ["Thu"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_that_say_what_they_are(encoding: str) -> None:
    assert cells(text_of(TABLE, ";").encode(encoding)) == TABLE


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252"])
def test_other_encodings_are_refused_at_the_byte(encoding: str) -> None:
    said = refused("a;b\né;ü\n".encode(encoding), file_name="a.csv")
    assert (
        said
        == "a.csv, line 2: byte 5 of the file (hexadecimal E9) is not UTF-8; save it as CSV UTF-8"
    )


def test_broken_utf16_is_refused() -> None:
    assert "is not UTF-16, as its first bytes say it is" in refused(b"\xff\xfea\x00b")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"\xff\xfe", "the file is empty"),
        (b"%PDF-1.7", "the file is a PDF document, not a CSV table"),
        (b"PK\x03\x04xl/", "the file is an Excel workbook (.xlsx), not a CSV table"),
        (b"a,b\x00c", "line 1: byte 4 of the file is zero"),
        (b'a,b\n"c,d\n', "line 2: the line cannot be cut into cells"),
        (b'a,b\n"c"x,d\n', "line 2: the line cannot be cut into cells"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, said: str) -> None:
    assert refused(content).startswith(said)


def test_limits() -> None:
    table = "a,b\nc,d\n"
    assert cells(table, limits=Limits(max_rows=2, max_columns=2, max_cells=4))
    for limits in (Limits(max_rows=1), Limits(max_columns=1), Limits(max_cells=3)):
        assert refused(table, limits=limits).startswith("the table has 2 rows of 2 cells; allowed")
    assert refused(table, limits=Limits(max_bytes=7)).startswith("the file has 0.0 MB, more than")


def test_names(tmp_path: Path) -> None:
    file = tmp_path / "a.CSV"
    file.write_text("a,b\n")
    workbook = read_csv_table(file)
    assert (workbook.file_name, workbook.sheets[0].name) == ("a.CSV", "")
    assert workbook.sha256 == hashlib.sha256(b"a,b\n").hexdigest()
    assert refused("a,b\n", file_name="x/a.xlsx").startswith("a.xlsx: the file is not named as a")
    assert refused(tmp_path / "gone.csv").startswith("gone.csv: the file cannot be read")


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    read_csv_table(b"a,b\nc,d\n", progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (2, 2)


PLAIN = st.text(
    st.characters(exclude_characters='\r\n"\0;,\t', exclude_categories=["Cs"]), max_size=5
)


@given(
    st.lists(st.lists(PLAIN, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from(",;\t"),
)
def test_every_table_comes_back_as_it_was_written(rows: list[list[str]], mark: str) -> None:
    rows = [["x", "y", "z"], *rows]
    sheet: Sheet = read_csv_table(text_of(rows, mark).encode()).sheets[0]
    assert [[cell.text for cell in row] for row in sheet.rows()] == rows
