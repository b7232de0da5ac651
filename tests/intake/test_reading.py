"""Whatever is handed in is read as what it is: a long-form CSV, a form, or a report's tables."""

from __future__ import annotations

import io
from pathlib import Path

import xlsxwriter

from tests.intake.forms.filling import filled
from tests.world import CATALOGUE, REGISTER, TODAY
from tiendo.ledger.intake import Intake
from tiendo.ledger.intake.reading import Handed, read_file
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Severity

LONG = "place,indicator,period,value\nben-tre-nho,visitors,2026-03,100\n"
WIDE = "Chỉ tiêu;Đơn vị tính;Tháng 3 năm 2026\nKhách du lịch;khách;100\n"


def _read(path: Path) -> Intake:
    handed = Handed(TODAY, place=REGISTER["ben-tre-nho"], period=Period.parse("2026-03"))
    return read_file(path, handed, register=REGISTER, catalogue=CATALOGUE)


def _written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def test_a_long_form_csv(tmp_path: Path) -> None:
    assert [s.value for s in _read(_written(tmp_path, "a.csv", LONG.encode())).statements] == [100]


def test_a_mistaken_header_is_told_as_that_of_a_long_form(tmp_path: Path) -> None:
    (fault,) = _read(_written(tmp_path, "a.csv", b"place,indikator,period,value\n")).faults
    assert "there is no column 'indikator'" in fault.message


def test_a_form_that_comes_back(tmp_path: Path) -> None:
    path = _written(tmp_path, "form.xlsx", filled({"I9": 100}))
    intake = _read(path)
    assert [s.value for s in intake.statements] == [100]
    assert intake.notes == (), "its hidden sheet is no sheet that was left out"


def test_a_wide_table_is_read_as_a_report(tmp_path: Path) -> None:
    for name, content in (("wide.csv", WIDE.encode()), ("utf16.csv", WIDE.encode("utf-16"))):
        intake = _read(_written(tmp_path, name, content))
        assert not any("long" in fault.message or "column '" in fault.message
                       for fault in intake.faults)  # fmt: skip


def test_hidden_sheets_are_told(tmp_path: Path) -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet("Biểu 1").write_string(0, 0, "Báo cáo")
        hidden = workbook.add_worksheet("Nháp")
        hidden.write_number(0, 0, 1)
        hidden.hide()
    intake = _read(_written(tmp_path, "report.xlsx", file.getvalue()))
    (note,) = [note for note in intake.notes if note.sheet == "Nháp"]
    assert note.severity is Severity.INFO
    assert "hidden and was not read" in note.message


def test_what_cannot_be_read_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    for name, content in (
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(40)),
        ("empty.xlsx", b""),
        ("old.xls", b"\xd0\xcf\x11\xe0" + bytes(600)),
        ("text.xlsx", b"Chi tieu"),
        ("report.pdf", b"%PDF-1.7"),
    ):
        (fault,) = _read(_written(tmp_path, name, content)).faults
        assert fault.message and fault.remedy, name
        assert fault.file_name.endswith(name)
    (fault,) = _read(tmp_path / "missing.csv").faults
    assert "cannot be read" in fault.message
    (fault,) = _read(tmp_path / "missing.xlsx").faults
    assert fault.remedy
