"""The same report as text, Word, web page and PDF gives the same figures, each quoted in place."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.fixtures import Marked, marked_reports
from tests.reading.paper import pdf, web_page, word
from tests.reading.reading import read
from tests.reading.trusted import distrust
from tiendo.reading.intake import UnreadableDocument, document_of

REPORTS = [
    report
    for report in marked_reports()
    if report.half == "seen" and report.name[:2] in ("01", "04", "07")
]


def figures(text: str) -> list[tuple[object, ...]]:
    """What is read, without where it stands."""
    reading = read(text)
    distrust(reading)
    return [(f.quote, f.value, f.unit, f.kind, f.period) for f in reading.figures]


@pytest.mark.parametrize("report", REPORTS, ids=str)
@pytest.mark.parametrize("ending", ["txt", "docx", "html", "pdf"])
def test_figures_survive_every_kind_of_document(report: Marked, ending: str) -> None:
    data = {
        "txt": lambda text: text.encode(),
        "docx": word,
        "html": web_page,
        "pdf": pdf,
    }[ending](report.text)
    document = document_of(f"report.{ending}", data)
    found, wanted = figures(document.text), figures(report.text)
    if (ending, report.lang) == ("pdf", "ar"):
        # A PDF holds the signs as drawn: a comma next to a number may come out on its other side,
        # and clauses with it. Values and units must stand nevertheless.
        found, wanted = [line[:3] for line in found], [line[:3] for line in wanted]
    assert found == wanted


def test_line_ends_and_a_byte_order_mark_stay_out_of_the_figures() -> None:
    text = "Revenue in 2024:\r\nVND 5,412 billion,\r\nup 8.2%.\r\n"
    document = document_of("report.txt", b"\xef\xbb\xbf" + text.encode())
    assert document.text == text
    assert [quote for quote, *_ in figures(document.text)] == ["VND 5,412 billion", "8.2%"]


def test_a_figure_of_a_pdf_tells_its_page() -> None:
    document = document_of("report.pdf", pdf("In 2024 revenue was VND 5 billion.\nIt rose 8%.", 1))
    assert len(document.pages) == 2
    first, second = document.pages
    assert "5 billion" in document.text[first:second] and "8%" in document.text[second:]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\t ", "empty"),
        ("binary.txt", b"\x00\x01\x02\x03" * 64, "is binary"),
        ("mixed.txt", "Thu ngân sách ".encode() + "đạt".encode("cp1258", "replace"), "UTF-8"),
        ("scan.pdf", pdf("Revenue", text_layer=False), "no text layer"),
        ("cut.pdf", pdf("Revenue")[:200], "PDF"),
        ("secret.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512, "password"),
        ("cut.docx", word("Revenue")[:300], "damaged"),
    ],
)
def test_what_cannot_be_read_is_named_with_the_way_out(name: str, data: bytes, told: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        document_of(name, data)
    assert name in str(caught.value) and told in str(caught.value)


def test_a_zip_file_that_is_no_word_document_is_refused(tmp_path: Path) -> None:
    import zipfile

    path = tmp_path / "archive.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "Revenue")
    with pytest.raises(UnreadableDocument, match="no Word document"):
        document_of("archive.docx", path.read_bytes())
