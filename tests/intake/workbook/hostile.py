"""Files that must be refused, made byte by byte, and what is said of each."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from tests.intake.workbook.making import (
    BOOK,
    LINKS,
    PACKAGE,
    SHEET,
    STRINGS,
    STYLES,
    TYPES,
    book_xml,
    links_xml,
    one_cell,
    packed,
    parts,
    patched_directory,
    sheet_xml,
    with_more,
    with_parts,
    workbook_of,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
ANEW = "open the file in a spreadsheet program and save it anew as .xlsx"
SAVE_AS = "open it in a spreadsheet program and save it as .xlsx"
COPY = "copy its table into a spreadsheet and save that as .xlsx"
BREAK_LINKS = (
    "the workbook takes figures or pictures from other files; break its links (Data, Edit Links,"
    " Break Link), so that it holds the figures themselves, and save it"
)
MACROS = (
    "the workbook holds macros, which are programs; save it as .xlsx (a workbook without macros)"
)
BILLION = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


class Bad(NamedTuple):
    """A file to be refused.

    Attributes:
        name: what is wrong with it.
        content: its bytes.
        said: all that is said of it, or the beginning.
    """

    name: str
    content: bytes
    said: str


def other_kinds() -> Iterator[Bad]:
    """Yield files that are no workbooks."""
    kind = "the file is {}, not a workbook (.xlsx); {}"
    protected = OLE + "EncryptedPackage".encode("utf-16-le")
    yield Bad("empty", b"", "the file is empty; check that it was saved and copied in full")
    yield Bad("old Excel", OLE + b"Workbook", kind.format("an old Excel file (.xls)", SAVE_AS))
    yield Bad(
        "old Word",
        OLE + "WordDocument".encode("utf-16-le"),
        kind.format("an old Word document (.doc)", COPY),
    )
    yield Bad("password", protected, "the file is protected with a password; open it, take the")
    yield Bad("PDF", b"%PDF-1.7 ...", kind.format("a PDF document", COPY))
    yield Bad("web page", b"\xef\xbb\xbf <HTML><table>", kind.format("a web page or XML", SAVE_AS))
    yield Bad("XML of 2003", b"<?xml version='1.0'?>", kind.format("a web page or XML", SAVE_AS))
    text = kind.format("text, perhaps a CSV table", "give it the extension .csv")
    yield Bad("CSV", "Chỉ tiêu;Tháng 6\n".encode(), text)
    yield Bad("CSV in UTF-16", "Chỉ tiêu".encode("utf-16"), text)
    yield Bad("noise", bytes(range(200)), kind.format("of an unknown kind, or damaged", SAVE_AS))
    yield Bad("gzip", b"\x1f\x8b\x08", kind.format("a gzip archive", "unpack it first"))
    yield Bad("empty zip", b"PK\x05\x06" + bytes(18), kind.format("an empty zip archive", SAVE_AS))
    zips = {
        "xl/workbook.bin": ("a binary workbook (.xlsb)", SAVE_AS),
        "content.xml": ("an OpenDocument file (.ods, .odt)", SAVE_AS),
        "word/document.xml": ("a Word document (.docx)", COPY),
        "readme.txt": ("a zip archive", "unpack it first"),
        "xl/workbook.xml": ("a zip archive", "unpack it first"),
    }
    for part, (what, remedy) in zips.items():
        yield Bad(f"zip with {part}", packed({part: "x"}), kind.format(what, remedy))


def programs_and_links() -> Iterator[Bad]:
    """Yield workbooks that bring programs, links or definitions."""
    macro_type = (
        f'<Types xmlns="{PACKAGE}/content-types"><Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    )
    outside = '<Relationship Id="r1" Type="http://x/{}" Target="http://x" TargetMode="External"/>'
    yield Bad("macros", with_more({"xl/vbaProject.bin": b"\x00"}), MACROS)
    yield Bad("macros in disguise", with_more({"xl/printer/VBAPROJECT.BIN": b"\x00"}), MACROS)
    yield Bad("macro type", with_parts(TYPES=macro_type), MACROS)
    yield Bad("macro sheet", with_more({"xl/macrosheets/sheet1.xml": "<x/>"}), MACROS)
    yield Bad("link", with_more({"xl/externalLinks/externalLink1.xml": "<x/>"}), BREAK_LINKS)
    for kind in ("externalLinkPath", "image", "oleObject", "attachedTemplate", "hyperlinks"):
        links = links_xml(more=outside.format(kind))
        yield Bad(
            f"linked {kind}", with_more({"xl/worksheets/_rels/sheet1.xml.rels": links}), BREAK_LINKS
        )
    definition = (
        "'{}' of the workbook defines a document type or entities, as no spreadsheet program"
        f" does; {ANEW}"
    )
    for name in (BOOK, LINKS, SHEET, STRINGS, STYLES, TYPES):
        yield Bad(
            f"entities in {name}",
            with_more({name: BILLION + str(parts()[name])}),
            definition.format(name),
        )
    for encoding in ("utf-16-le", "utf-16-be"):
        hidden = ("\ufeff" + BILLION + str(parts()[SHEET])).encode(encoding)
        yield Bad(f"entities in {encoding}", with_more({SHEET: hidden}), definition.format(SHEET))
    late = " " * (1 << 18)
    yield Bad(
        "entities across two pieces",
        packed(parts() | {SHEET: late[:-4] + BILLION + "<x/>"}, zipfile.ZIP_STORED),
        definition.format(SHEET),
    )
    ebcdic = "<?xml version='1.0' encoding='cp037'?>" + BILLION + str(parts()[SHEET])
    yield Bad("entities in EBCDIC", with_more({SHEET: ebcdic.encode("cp037")}), "")


def bombs() -> Iterator[Bad]:
    """Yield files that are small and would need much."""
    far = (
        "sheet 'Table', cell {}: the cell lies beyond the 200,000 rows and 400 columns that are"
        " allowed; delete what stands far below or to the right of the table"
    )
    yield Bad(
        "one cell far away",
        workbook_of('<row r="400000"><c r="CV400000"><v>1</v></c></row>'),
        far.format("CV400000"),
    )
    yield Bad(
        "one cell far to the right",
        with_parts(SHEET=one_cell('<c r="XFD1"><v>1</v></c>')),
        far.format("XFD1"),
    )
    yield Bad(
        "an empty text far away",
        with_parts(
            STRINGS=str(parts()[STRINGS]).replace("GRDP", ""),
            SHEET=sheet_xml('<row r="1048576"><c r="XFD1048576" t="s"><v>0</v></c></row>'),
        ),
        far.format("XFD1048576"),
    )
    yield Bad(
        "two cells far apart",
        workbook_of(
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="150000"><c r="GR150000"><v>1'
            "</v></c></row>"
        ),
        "sheet 'Table': up to here the workbook has more than the 4,000,000 cells that are allowed",
    )
    yield Bad(
        "many parts",
        with_more({f"xl/media/{number}.png": b"" for number in range(200)}),
        "the workbook consists of 207 parts, more than the 200 that are allowed",
    )
    yield Bad(
        "a directory of many parts",
        with_more({f"xl/media/{number}.png": b"" for number in range(600)}),
        "the workbook consists of 607 parts, more than the 200 that are allowed",
    )
    yield Bad(
        "packed too tightly",
        with_more({"xl/media/1.png": bytes(3_000_000)}),
        "'xl/media/1.png' is more than 100 times as large when unpacked; delete empty rows",
    )


def broken_archives() -> Iterator[Bad]:
    """Yield archives that are damaged or lie."""
    good = packed(parts())
    damaged = "the file is damaged: {}" + f"; {ANEW}"
    end = damaged.format("its end is cut off, or there is something behind it")
    yield Bad("cut off", good[:-30], end)
    yield Bad("half", good[: len(good) // 2], end)
    yield Bad("something behind", good + b"<script>", end)
    yield Bad("two archives", good + good, damaged.format("there is something in front of it"))
    yield Bad(
        "header says less",
        patched_directory(good, SHEET, "size", 10),
        damaged.format(f"'{SHEET}' does not hold what its header says"),
    )
    yield Bad(
        "header says more",
        patched_directory(good, SHEET, "size", 60_000),
        damaged.format(f"'{SHEET}' does not hold what its header says"),
    )
    yield Bad(
        "packed size reaches beyond",
        patched_directory(good, SHEET, "packed", 50_000),
        damaged.format(f"'{SHEET}' reaches into what follows it"),
    )
    yield Bad(
        "packed size too small",
        patched_directory(good, SHEET, "packed", 20),
        damaged.format(f"'{SHEET}' is cut off or has something behind its end"),
    )
    yield Bad(
        "encrypted part",
        patched_directory(good, SHEET, "flags", 1),
        "parts of the workbook are protected with a password; take the password off",
    )
    yield Bad(
        "unusual packing",
        patched_directory(good, SHEET, "method", 14),
        f"the workbook is packed in an unusual way; {ANEW}",
    )
    yield Bad(
        "two headers differ",
        good.replace(SHEET.encode(), b"xl/worksheets/sheet9.xml", 1),
        "the file is damaged: ",
    )
    for name in ("../evil.xml", "/etc/passwd", "xl/../../x", "xl\\x.xml", "C:/x", "xl//x", "./x"):
        yield Bad(
            f"part named {name}",
            with_more({name: "x"}),
            f"a part of the workbook has the unsafe name {name!r}; {ANEW}",
        )
    yield Bad(
        "part whose name holds a zero byte",
        with_more({"xl/nul_.xml": "x"}).replace(b"xl/nul_.xml", b"xl/nul\0.xml"),
        f"a part of the workbook has the unsafe name 'xl/nul\\x00.xml'; {ANEW}",
    )
    twice = with_more({"xl/WORKBOOK.xml": "x"})
    yield Bad(
        "one part twice", twice, f"the workbook holds the part 'xl/WORKBOOK.xml' twice; {ANEW}"
    )


def broken_sheets() -> Iterator[Bad]:
    """Yield workbooks whose XML does not follow the rules of workbooks."""
    damaged = "sheet 'Table': the file is damaged: {}" + f"; {ANEW}"
    yield Bad(
        "no XML",
        with_parts(SHEET="<worksheet"),
        f"the file is damaged: line 1 of '{SHEET}' is no XML; {ANEW}",
    )
    yield Bad(
        "unknown encoding",
        with_parts(SHEET="<?xml version='1.0' encoding='x-none'?><worksheet/>"),
        "the file is damaged: ",
    )
    yield Bad(
        "another root",
        with_parts(SHEET="<html/>"),
        damaged.format("a sheet does not begin as a sheet does"),
    )
    yield Bad(
        "too deep",
        with_parts(STYLES="<x>" * 51 + "</x>" * 51),
        f"the file is damaged: '{STYLES}' nests too deeply; {ANEW}",
    )
    rows = {
        '<row r="5"><c r="A7"><v>1</v></c></row>': "the cell 'A7' stands in row 5",
        '<row r="12"><c r="A112"><v>1</v></c></row>': "it has a cell 'A112'",
        '<row r="1"><c r="a1"><v>1</v></c></row>': "it has a cell 'a1'",
        '<row r="1"><c r="XFE1"><v>1</v></c></row>': "it has a cell 'XFE1'",
        '<row r="0"/>': "it has a row '0'",
        '<row r="1048577"/>': "it has a row '1048577'",
        '<row r="x"/>': "it has a row 'x'",
    }
    for row, what in rows.items():
        yield Bad(f"row {row}", with_parts(SHEET=sheet_xml(row)), damaged.format(what))
    yield Bad(
        "cell without a row",
        with_parts(SHEET=sheet_xml('<c r="A1"><v>1</v></c>')),
        damaged.format("the cell 'A1' stands in row none"),
    )
    yield Bad(
        "one cell twice",
        workbook_of('<row r="1"><c r="B1"><v>1</v></c><c r="B1"><v>2</v></c></row>'),
        f"sheet 'Table', cell B1: the file is damaged: the cell is written twice; {ANEW}",
    )
    for reference in ("B2:A1", "1:2", "x", "A1:XFE9", "A1:B1048577"):
        merge = f'<mergeCells><mergeCell ref="{reference}"/></mergeCells>'
        yield Bad(
            f"merged {reference}",
            with_parts(SHEET=sheet_xml("", after=merge)),
            damaged.format(f"it has cells merged as '{reference}', or too many"),
        )
    yield Bad(
        "columns without numbers",
        with_parts(SHEET=sheet_xml("", before='<cols><col min="3" max="2"/></cols>')),
        damaged.format("it has columns without numbers"),
    )
    sheets = '<sheet name="{}" r:id="rId1"/><sheet name="{}" r:id="rId4"/>'
    two = links_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId4", "worksheet", "worksheets/sheet2.xml"),
    )
    for one, other in (("Tháng 6", "Tháng 6 "), ("Tháng 6", "THÁNG\u00a06"), ("A", "A")):
        yield Bad(
            f"sheets {one!r} and {other!r}",
            with_more({BOOK: book_xml(sheets.format(one, other)), LINKS: two}),
            f"the names of the sheets '{one}' and '{other}' differ only in spaces, capitals or the"
            " way their letters are coded; rename one of the two",
        )
    same = links_xml(
        ("rId1", "worksheet", "worksheets/sheet1.xml"),
        ("rId4", "worksheet", "/xl/worksheets/sheet1.xml"),
    )
    yield Bad(
        "two sheets with the same cells",
        with_more({BOOK: book_xml(sheets.format("A", "B")), LINKS: same}),
        f"the file is damaged: two of its sheets have the same cells; {ANEW}",
    )
    yield Bad(
        "no sheets",
        with_parts(BOOK=book_xml("<x/>")),
        "the workbook has no sheet with cells; put the table on a sheet",
    )
    shown = {
        "_rels/.rels": links_xml(("rId1", "officeDocument", "xl/shown.xml")),
        "xl/shown.xml": book_xml(),
    }
    both = {
        "_rels/.rels": links_xml(
            ("rId1", "officeDocument", BOOK), ("rId2", "officeDocument", "xl/shown.xml")
        ),
        "xl/shown.xml": book_xml(),
    }
    for name, more in (("another workbook shown", shown), ("two workbooks", both)):
        yield Bad(
            name,
            with_more(more),
            f"the file is damaged: it does not say which of its parts is the workbook; {ANEW}",
        )
    yield Bad(
        "a link twice",
        with_parts(LINKS=links_xml(("a", "styles", "x"), ("a", "styles", "x"))),
        f"the file is damaged: two of its parts have the number 'a'; {ANEW}",
    )


def all_bad() -> list[Bad]:
    """Return every file that must be refused."""
    return [
        *other_kinds(),
        *programs_and_links(),
        *bombs(),
        *broken_archives(),
        *broken_sheets(),
    ]
