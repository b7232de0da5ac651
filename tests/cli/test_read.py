"""`tiendo read` and `tiendo compare`: JSON of the contract, pages, refusals, and the ledger."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.door import Door, Result

REPORT = (
    "In the first half of 2024 local budget revenue of Cam Pha city reached VND5,570 billion, "
    "equal to 43.78% of the plan and up 8% over the same period.\r\n"
)
FIELDS = [
    "id", "document", "lang", "start", "end", "page", "quote", "value", "value_hi", "unit", "kind",
    "modality", "comparator", "indicator", "indicator_id", "sector", "place", "period",
    "base_period", "relation", "alternatives", "flags", "found_by",
]  # fmt: skip


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of one sentence, with the line end of another system."""
    file = tmp_path / "report.txt"
    file.write_bytes(REPORT.encode())
    return file


def test_figures_are_those_of_the_contract(door: Door, report: Path, tmp_path: Path) -> None:
    done = door.run("read", report, "--json", workspace=tmp_path / "none")
    assert done.code == 0, done.err
    found = done.json()
    assert list(found) == ["figures", "findings"]
    level, share, growth = found["figures"]
    assert list(level) == FIELDS
    text = REPORT
    assert text[level["start"] : level["end"]] == level["quote"] == "VND5,570 billion"
    assert (level["value"], level["unit"], level["kind"]) == (5570000000000, "VND", "level")
    assert (level["period"], level["place"]) == ("2024-H1", "cam-pha")
    assert share["relation"] == {"plan_share_of": level["id"]}
    assert growth["relation"] == {"growth_of": level["id"]}
    assert not (tmp_path / "none").exists()


def test_all_adds_what_is_no_figure(door: Door, report: Path) -> None:
    kinds = {f["kind"] for f in door.run("read", report, "--all", "--json").json()["figures"]}
    assert "date" in kinds


def test_text_and_page_are_written(door: Door, report: Path, tmp_path: Path) -> None:
    text, page = tmp_path / "out.txt", tmp_path / "out.html"
    done = door.run("read", report, "--text", text, "--html", page)
    assert done.code == 0, done.err
    assert text.read_bytes() == REPORT.encode()
    assert page.read_text(encoding="utf-8").count("<mark ") == 3


def test_good_files_are_printed_and_bad_ones_named(
    door: Door, report: Path, tmp_path: Path
) -> None:
    binary, empty = tmp_path / "picture.bin", tmp_path / "empty.txt"
    binary.write_bytes(b"\x89\x00\x01")
    empty.write_bytes(b"")
    done = door.run("read", report, binary, empty, tmp_path / "gone.txt", "--json")
    assert done.code == 1
    assert len(done.json()["figures"]) == 3
    assert "picture.bin is binary" in done.err
    assert "empty.txt is empty" in done.err
    assert "there is no file" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0" + b"x" * 50, "password"),
        ("đạt 5 tỷ".encode() + b"\xe9\xff", "byte 13 is not UTF-8"),
        (b"%PDF-1.4 broken", "damaged PDF"),
        (b"PK\x03\x04 broken", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(
    door: Door, tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "file.docx"
    file.write_bytes(content)
    done = door.run("read", file)
    assert done.code == 1
    assert told in done.err and "\n  " in done.err and "Traceback" not in done.err


def test_an_unknown_language_says_so_and_still_finds_plain_numbers(
    door: Door, tmp_path: Path
) -> None:
    file = tmp_path / "report.txt"
    file.write_text("Bevétel 5 412 és 12%", encoding="utf-8")
    done = door.run("read", file, "--json")
    assert done.code == 0
    assert "language of the text is not known" in done.err
    assert 12 in [figure["value"] for figure in done.json()["figures"]]
    assert door.run("read", file, "--lang", "xx").code == 1


def test_two_versions_are_compared(door: Door, report: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(REPORT.replace("5,570", "5.57"), encoding="utf-8")
    done = door.run("compare", report, other, "--json")
    assert done.code == 0, done.err
    pairs = done.json()["pairs"]
    assert list(pairs[0]) == ["a", "b", "difference", "factor", "supported", "reason"]
    assert [pair["difference"] for pair in pairs] == ["factor", "equal", "equal"]
    assert pairs[0]["factor"] == 0.001
    assert "factor" in door.run("compare", report, other).out


def test_proposals_are_filed_and_their_trace_quotes_the_sentence(
    tiendo: Callable[..., Result], report: Path
) -> None:
    done = tiendo(
        "read", report, "--to-ledger", "--published", "2024-07-01", "--by", "Lan", "--json"
    )
    assert done.code == 0, done.err
    (filed,) = done.json()["filed"]
    assert (filed["recorded"], filed["left_out"]) == (3, [])
    told = tiendo("explain", "cam-pha", "local-budget-revenue", "2024-H1", "--json").json()
    assert told["value"] == 5570
    assert told["known_at"] == "2024-07-01"
    assert "local budget revenue of Cam Pha city reached VND5,570 billion" in json.dumps(told)
    again = tiendo("read", report, "--to-ledger", "--published", "2024-07-01", "--json").json()
    assert again["filed"][0]["already_known"] == 3
    checks = {f["check"]: f["verdict"] for f in again["findings"]}
    assert checks["reference"] == "ok"


def test_the_ledger_contradicts_another_number(
    tiendo: Callable[..., Result], report: Path, tmp_path: Path
) -> None:
    tiendo("read", report, "--to-ledger", "--published", "2024-07-01")
    other = tmp_path / "other.txt"
    other.write_text(REPORT.replace("5,570", "6,570"), encoding="utf-8")
    findings = tiendo("read", other, "--json").json()["findings"]
    told = [f for f in findings if f["check"] == "reference" and f["verdict"] == "contradiction"]
    assert [(f["expected"], f["stated"]) for f in told] == [(5570, 6570)]
