"""Small workbooks, good and bad, made byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping
from typing import Any

import xlsxwriter

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook import Cell, Limits, Sheet, Workbook
from tiendo.ledger.intake.workbook.parsing import parse_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

TYPES = "[Content_Types].xml"
BOOK = "xl/workbook.xml"
LINKS = "xl/_rels/workbook.xml.rels"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
STYLES = "xl/styles.xml"


def sheet_xml(rows: str, *, before: str = "", after: str = "") -> str:
    """Return a sheet with the given rows."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def one_cell(cell: str) -> str:
    """Return a sheet with one row and one cell."""
    return sheet_xml(f'<row r="1">{cell}</row>')


def book_xml(sheets: str = "", settings: str = "") -> str:
    """Return the workbook's own part; by default with the one sheet "Table"."""
    sheets = sheets or '<sheet name="Table" sheetId="1" r:id="rId1"/>'
    body = f"{settings}<sheets>{sheets}</sheets>"
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{body}</workbook>'


def links_xml(*links: tuple[str, str, str], more: str = "") -> str:
    """Return relationships: number, kind and target of each."""
    body = "".join(
        f'<Relationship Id="{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, kind, target in links
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{body}{more}</Relationships>'


def parts(rows: str = "") -> dict[str, str | bytes]:
    """Return the parts of a small good workbook with one sheet."""
    return {
        TYPES: f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": links_xml(("rId1", "officeDocument", BOOK)),
        BOOK: book_xml(),
        LINKS: links_xml(
            ("rId1", "worksheet", "worksheets/sheet1.xml"),
            ("rId2", "sharedStrings", "sharedStrings.xml"),
            ("rId3", "styles", "styles.xml"),
        ),
        SHEET: sheet_xml(rows or '<row r="1"><c r="A1"><v>5857</v></c></row>'),
        STRINGS: f'<sst xmlns="{MAIN}"><si><t>GRDP</t></si></sst>',
        STYLES: f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/></cellXfs></styleSheet>',
    }


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return parts as a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def workbook_of(rows: str) -> bytes:
    """Return a small workbook whose sheet has the given rows of XML."""
    return packed(parts(rows))


def with_parts(**changed: str | bytes) -> bytes:
    """Return a small workbook of which parts are replaced, named by this module's constants."""
    return packed(parts() | {globals()[name]: text for name, text in changed.items()})


def with_more(more: Mapping[str, str | bytes]) -> bytes:
    """Return a small workbook with parts that are replaced or added, by their names."""
    return packed(parts() | dict(more))


def written(fill: Any, **options: Any) -> bytes:
    """Return a workbook that `fill` writes with XlsxWriter."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, **options})
    fill(book)
    book.close()
    return file.getvalue()


def parsed(content: bytes, limits: Limits | None = None) -> Workbook:
    """Return a workbook that is read in this process, which is faster than in one of its own."""
    return parse_workbook(content, limits or Limits(), None)


def only_sheet(content: bytes) -> Sheet:
    """Return the one sheet of a workbook."""
    (sheet,) = parsed(content).sheets
    return sheet


def first_cell(content: bytes) -> Cell:
    """Return cell A1 of a workbook's one sheet."""
    return only_sheet(content).cell(0, 0)


def refusal(content: bytes, limits: Limits | None = None) -> str:
    """Return what is said of a workbook that is refused; nothing if it is read."""
    try:
        parsed(content, limits)
    except FileRefused as refused:
        return str(refused.fault)
    return ""


def patched_directory(content: bytes, name: str, field: str, value: int) -> bytes:
    """Return an archive in whose directory, and local header, a field of an entry is changed."""
    encoded = name.encode()
    at = content.rindex(encoded)
    changed = bytearray(content)
    in_directory = {
        "flags": (8, "<H"),
        "method": (10, "<H"),
        "packed": (20, "<L"),
        "size": (24, "<L"),
    }
    in_header = {"flags": (6, "<H"), "method": (8, "<H"), "packed": (18, "<L"), "size": (22, "<L")}
    offset, form = in_directory[field]
    struct.pack_into(form, changed, at - 46 + offset, value)
    offset, form = in_header[field]
    struct.pack_into(form, changed, content.index(encoded) - 30 + offset, value)
    return bytes(changed)
