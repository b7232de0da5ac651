"""The reading runs in a process of its own: whatever happens there, this one gets an answer."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.workbook.making import packed, parsed, parts, workbook_of, written
from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook import Limits, Workbook, read_workbook, reading, transport

GOOD = packed(parts())


def refused(*arguments: Any, **options: Any) -> str:
    with pytest.raises(FileRefused) as caught:
        read_workbook(*arguments, **options)
    return str(caught.value.fault)


def rich() -> bytes:
    def fill(book: Any) -> None:
        one, other = book.add_worksheet("Tháng 6"), book.add_worksheet("Ids")
        one.write_row("B2", ["Thu ngân sách", 5857.25, True])
        one.merge_range("A4:B5", "Ghi chú", book.add_format({"bold": True, "indent": 1}))
        one.set_row(7, None, None, {"hidden": True})
        one.set_column("E:F", None, None, {"hidden": True})
        other.very_hidden()
        book.add_worksheet("Empty")

    return written(fill)


def same(one: Workbook, other: Workbook) -> bool:
    return [list(sheet.rows()) for sheet in one.sheets] == [
        list(sheet.rows()) for sheet in other.sheets
    ] and [(s.name, s.hidden, s.merges, s.hidden_rows, s.hidden_columns) for s in one.sheets] == [
        (s.name, s.hidden, s.merges, s.hidden_rows, s.hidden_columns) for s in other.sheets
    ]


def test_a_workbook_comes_back_whole_from_a_path_and_from_bytes(tmp_path: Path) -> None:
    file = tmp_path / "Báo cáo.xlsx"
    file.write_bytes(rich())
    from_path, from_bytes = read_workbook(file), read_workbook(rich(), file_name="x/y.xlsx")
    assert same(from_path, parsed(rich()))
    assert same(from_bytes, parsed(rich()))
    assert (from_path.file_name, from_bytes.file_name) == ("Báo cáo.xlsx", "y.xlsx")
    assert from_path.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()


def test_a_refusal_names_file_sheet_and_cell_and_no_folder(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(workbook_of('<row r="400000"><c r="CV400000"><v>1</v></c></row>'))
    said = refused(file)
    assert said.startswith("a.xlsx, sheet 'Table', cell CV400000: the cell lies beyond")
    assert str(tmp_path) not in said


def test_progress_is_told_to_the_end() -> None:
    told: list[tuple[int, int]] = []
    read_workbook(GOOD, progress=lambda done, total: told.append((done, total)))
    assert told[-1][0] == told[-1][1] > 0


def test_whoever_stops_the_reading_leaves_no_process_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    children: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def started(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:
        children.append(popen(*arguments, **options))
        return children[-1]

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", started)
    with pytest.raises(KeyboardInterrupt):
        read_workbook(GOOD, progress=stop)
    (child,) = children
    assert child.returncode is not None


def test_a_file_that_needs_too_much_memory() -> None:
    said = refused(GOOD, file_name="a.xlsx", limits=Limits(max_memory=50_000_000))
    assert said.startswith("a.xlsx: ")
    assert "memory" in said
    assert "split it into several files" in said


def test_a_file_that_takes_too_long() -> None:
    assert refused(GOOD, limits=Limits(max_seconds=0)) == (
        "reading the file took longer than 0 seconds and was stopped; leave out sheets that are"
        " not needed, or split it into several files"
    )


def test_a_reader_that_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_CHILD", "tiendo.no_such_module")
    said = refused(GOOD)
    assert said.startswith("the program that reads the file broke off, perhaps for want of memory")
    assert "save it anew as .xlsx" in said


def test_the_reader_gets_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIENDO_SECRET_KEY", "hush")
    assert "hush" not in "".join(reading._surroundings().values())
    assert "PYTHONPATH" in reading._surroundings()


def test_files_that_are_none(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.xlsx") == (
        "gone.xlsx: the file cannot be read (No such file or directory);"
        " check its path and its rights"
    )
    folder = tmp_path / "folder.xlsx"
    folder.mkdir()
    assert refused(folder).startswith("folder.xlsx: this is no file; name a file")
    pipe = tmp_path / "pipe.xlsx"
    os.mkfifo(pipe)
    assert refused(pipe).startswith("pipe.xlsx: this is no file; name a file")
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    assert refused(empty).startswith("empty.xlsx: the file is empty")
    assert "invisible character (U+0000)" in refused(tmp_path / "a\0b.xlsx")
    assert "the file cannot be read (its name holds a zero byte)" in refused("a\0/b.xlsx")


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    large = tmp_path / "large.xlsx"
    with large.open("wb") as file:
        file.truncate(101_000_000)
    assert refused(large).startswith("large.xlsx: the file has 101.0 MB, more than the 100 MB")
    assert refused(GOOD, limits=Limits(max_bytes=9)).startswith("the file has 0.0 MB")


def test_names_are_looked_at_first() -> None:
    assert refused(GOOD, file_name="a.xlsm").startswith("a.xlsm: the file is named as a workbook")
    assert refused(b"a;b", file_name="../../etc/a.xlsx").startswith("a.xlsx: the file is text")


@given(st.data())
def test_an_answer_that_breaks_off_is_never_taken_for_a_whole_one(data: st.DataObject) -> None:
    stream = io.BytesIO()
    transport.send_workbook(stream, parsed(GOOD))
    whole = stream.getvalue()
    cut = io.BytesIO(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(transport.BrokenOff):
        kind, body = transport.receive(cut)
        assert kind is transport.Kind.WORKBOOK
        transport.workbook_of(body, cut, "")


def test_arrays_of_another_shape_are_no_answer() -> None:
    stream = io.BytesIO()
    transport.send_workbook(stream, parsed(GOOD))
    stream.seek(0)
    kind, body = transport.receive(stream)
    lie = body.replace(b'"shape":[1,1]', b'"shape":[2,1]')
    assert lie != body
    with pytest.raises(transport.BrokenOff):
        transport.workbook_of(lie, stream, "")
    with pytest.raises(transport.BrokenOff):
        transport.receive(io.BytesIO(b"Z" + bytes(8)))
    assert kind is transport.Kind.WORKBOOK


@pytest.mark.slow
def test_a_hundred_thousand_numbers_come_back_equal() -> None:
    numbers = np.arange(100_000, dtype=float).reshape(2000, 50) / 7

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for row, values in enumerate(numbers.tolist()):
            sheet.write_row(row, 0, values)

    assert np.allclose(read_workbook(written(fill)).sheets[0].numbers, numbers, rtol=1e-15, atol=0)
