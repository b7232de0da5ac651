"""Which files are taken for a long-form table, and what is said of the others."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.intake.small_world import CATALOGUE, HEADER, REGISTER, TODAY, read
from tiendo.ledger.intake import read_long_csv
from tiendo.vocabulary.words import Severity

GOOD = f"{HEADER}\nsong-xanh,revenue,2024-06,12984.5\n"
LINE = "song-xanh,revenue,2024-06,5\n"


def only_fault(content: str | bytes) -> str:
    intake = read(content)
    assert intake.statements == ()
    (found,) = intake.faults
    return str(found)


def test_a_good_file_gives_its_statements_and_its_digest() -> None:
    intake = read(GOOD)
    assert intake.faults == ()
    assert intake.sha256 == hashlib.sha256(GOOD.encode()).hexdigest()
    (statement,) = intake.statements
    assert (statement.place, f"{statement.value}", statement.cell) == (
        "song-xanh",
        "12984.5",
        "line 2",
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_mark_do_not_matter(newline: str, mark: bytes) -> None:
    assert len(read(mark + GOOD.replace("\n", newline).encode()).statements) == 1


def test_a_file_is_read_from_its_path_and_named_without_its_folder(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(GOOD + "nowhere,revenue,2024-06,5\n", encoding="utf-8")
    intake = read_long_csv(file, register=REGISTER, catalogue=CATALOGUE, today=TODAY)
    assert intake.file_name == "a.csv"
    assert str(intake.faults[0]).startswith("a.csv, line 3, column place: 'nowhere' is no known")
    assert str(tmp_path) not in str(intake.faults[0])


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    gone = tmp_path / "gone.csv"
    intake = read_long_csv(gone, register=REGISTER, catalogue=CATALOGUE, today=TODAY)
    assert [str(f) for f in intake.faults] == [
        "gone.csv: the file cannot be read (No such file or directory); "
        "check its path and its rights"
    ]


def test_comments_above_the_header_are_kept_and_the_source_is_found() -> None:
    intake = read("# Source: Statistics Office, table 7; rights unknown.\n# checked\n\n" + GOOD)
    assert intake.source == "Statistics Office, table 7; rights unknown."
    assert intake.comments == ("Source: Statistics Office, table 7; rights unknown.", "checked")
    assert intake.statements[0].cell == "line 5"


def test_a_source_is_kept_word_for_word_to_the_end_of_its_line() -> None:
    assert read("# source: UBND TP. Hạ Long; báo cáo tháng\n# checked\n" + GOOD).source == (
        "UBND TP. Hạ Long; báo cáo tháng"
    )
    assert read("# checked\n" + GOOD).source == ""


def test_a_spreadsheet_may_pad_and_quote_comments_and_leave_empty_lines() -> None:
    intake = read('"# source: GSO, table 7",,,\n,,,\n' + GOOD + ",,,\n\n")
    assert intake.faults[0].message == "a column has no name"
    intake = read('"# source: GSO, table 7",,,\n# x,,,\n' + GOOD + ",,,\n\n")
    assert (intake.faults, intake.source) == ((), "GSO, table 7")
    assert intake.comments == ("source: GSO, table 7", "x")


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"", "nộp.csv: the file is empty; the first line names the columns"),
        (b"\xef\xbb\xbf \n", "nộp.csv: the file is empty; the first line names the columns"),
        (b"# a\n", "nộp.csv: the file has no header; the first line names the columns, such as: "),
        (HEADER, "nộp.csv: the file has a header and no lines; add one line per figure"),
        ("place,indicator,value\n", "nộp.csv, line 1: the column 'period' is missing; needed are"),
        (
            f"{HEADER},Unit\n{LINE}",
            "nộp.csv, line 1: there is no column 'Unit'; did you mean 'unit'? the columns: place,",
        ),
        (
            f"# x\n{HEADER},xyzzy\n",
            "nộp.csv, line 2: there is no column 'xyzzy'; the columns: place, indicator,",
        ),
        (f"{HEADER},value\n", "nộp.csv, line 1, column value: the column stands twice; leave"),
        (
            GOOD.replace(",", ";"),
            "nộp.csv, line 1: the cells are parted by semicolons; save it with commas between",
        ),
        (GOOD.replace(",", "\t"), "nộp.csv, line 1: the cells are parted by tabs; "),
        (
            f"{HEADER}\n{LINE}sông,".encode("cp1258", "replace").replace(b"?", b"\xf4"),
            "nộp.csv, line 3: byte 59 of the file (hexadecimal F4) is not UTF-8; save it as CSV",
        ),
        (
            b"\xef\xbb\xbfplace\xf4",
            "nộp.csv, line 1: byte 9 of the file (hexadecimal F4) is not UTF",
        ),
        (GOOD.encode("utf-16"), "nộp.csv: the file is text in UTF-16, not a CSV table; save it"),
        (
            GOOD.encode("utf-16-le"),
            "nộp.csv, line 1: byte 2 of the file is zero: this is no text, or text in UTF-16",
        ),
        (f"{HEADER}\n{LINE}\0".encode(), "nộp.csv, line 3: byte 58 of the file is zero: this is"),
        (
            b"PK\x03\x04.....xl/workbook.xml",
            "nộp.csv: the file is an Excel workbook (.xlsx), not a CSV table; open it in the "
            "spreadsheet and save it as CSV UTF-8",
        ),
        (b"PK\x03\x04....word/document.xml", "nộp.csv: the file is a Word document (.docx), not"),
        (b"PK\x03\x04....", "nộp.csv: the file is a zip archive, not a CSV table; unpack it first"),
        (b"%PDF-1.7\n%\xe2", "nộp.csv: the file is a PDF document, not a CSV table; copy its"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "nộp.csv: the file is an old Excel or Word file (.xls, .doc)",
        ),
        (b"\x1f\x8b\x08", "nộp.csv: the file is a gzip archive, not a CSV table; unpack it first"),
        (b"\x89PNG\r\n", "nộp.csv: the file is a picture, not a CSV table; type its figures"),
        (b" \n<!DOCTYPE html><p>", "nộp.csv: the file is a web page or XML, not a CSV table; "),
    ],
)
def test_files_that_are_no_table_are_refused_with_a_remedy(
    content: str | bytes, shown: str
) -> None:
    assert only_fault(content).startswith(shown)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (
            "song-xanh,revenue,2024-06,12,984.5",
            "nộp.csv, line 2: the line has 5 cells, the header 4; put a cell that holds a comma in "
            "quotation marks",
        ),
        ("song-xanh,revenue,2024-06", "nộp.csv, line 2: the line has 3 cells, the header 4; give"),
        ("# remark", "nộp.csv, line 2: a comment stands below the header; move comments above"),
        ('"song"-xanh,revenue,2024-06,5', "nộp.csv, line 2: there is text after a closing quot"),
        (
            "song-xanh," + "x" * 30_000,
            "nộp.csv, line 2: the line has 30011 characters, more than the 20000 that are allowed; "
            "one line holds one figure",
        ),
    ],
)
def test_a_bad_line_is_named_and_the_next_one_is_still_read(line: str, shown: str) -> None:
    intake = read(f"{HEADER}\n{line}\n{LINE}")
    (found,) = intake.faults
    assert str(found).startswith(shown)
    assert [statement.cell for statement in intake.statements] == ["line 3"]


def test_a_quotation_mark_that_is_never_closed_is_named_where_it_opens() -> None:
    intake = read(f'{HEADER}\n{LINE}song-xanh,"revenue,2024-06,5\n{LINE}{LINE}')
    assert str(intake.faults[0]) == (
        "nộp.csv, line 3: a quotation mark is opened and never closed; what follows was not read; "
        'close it, or write a quotation mark inside a cell twice ("")'
    )
    assert len(intake.statements) == 1


def test_a_cell_may_hold_a_line_break_and_lines_are_still_counted_right() -> None:
    cells = 'song-xanh,revenue,2024-05,5,"Decision 1\nof May"\nsong-xanh,revenue,2024-06,x,\n'
    intake = read(f"{HEADER},decision\n{cells}")
    assert intake.statements[0].decision == "Decision 1\nof May"
    assert intake.faults[0].line == 4


def test_a_repeated_line_is_kept_once_and_noted() -> None:
    intake = read(GOOD + "song-xanh,revenue,2024-06,12984.5\n")
    assert (len(intake.statements), intake.faults) == (1, ())
    (note,) = intake.notes
    assert note.severity is Severity.INFO
    assert str(note) == "nộp.csv, line 3: says the same as line 2 and is left out"


def test_progress_is_told_and_ends_at_the_last_line() -> None:
    told: list[tuple[int, int]] = []
    content = HEADER + "\n" + "".join(f"song-xanh,revenue,{y},5\n" for y in range(1900, 2020))
    read_long_csv(
        (content * 1).encode(),
        register=REGISTER,
        catalogue=CATALOGUE,
        today=TODAY,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told == [(2, 121), (121, 121)]


def test_every_good_line_beside_bad_ones_is_understood() -> None:
    lines = "".join(f"song-xanh,revenue,{y},{'x' if y % 2 else y}\n" for y in range(2000, 2024))
    intake = read(f"{HEADER}\n{lines}")
    assert [fault.line for fault in intake.faults] == list(range(3, 26, 2))
    assert len(intake.statements) == 12
