"""Documents made in memory for tests: Word, web page, and PDF with or without a text layer."""

from __future__ import annotations

import html
import io
import re
import zlib

import docx

_LINES = 40
_RIGHT_TO_LEFT = re.compile("[\u0600-\u06ff]")
_LEFT_TO_RIGHT = re.compile(r"((?:[0-9٠-٩A-Za-z](?:[0-9٠-٩A-Za-z.,٬٫/+-]*[0-9٠-٩A-Za-z])?[%٪]?))")


def word(text: str) -> bytes:
    """A Word document with a paragraph for every line."""
    made = docx.Document()
    for line in text.split("\n"):
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def web_page(text: str, right_to_left: bool = False) -> bytes:
    """A web page with a paragraph for every line, and what web pages have besides."""
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n"))
    return (
        f'<!doctype html><html dir="{"rtl" if right_to_left else "ltr"}"><head><title>2019</title>'
        f"<style>p {{margin: 12px}}</style><script>var n = 99;</script></head>"
        f"<body>{body}</body></html>"
    ).encode()


def pdf(text: str, lines_per_page: int = _LINES, text_layer: bool = True) -> bytes:
    """A PDF with the text's lines, `lines_per_page` on each page.

    The font is named, not embedded: its codes are UTF-16 and a ToUnicode map says so, which is all
    that a text layer needs. Without one the pages carry a grey box instead, as a scan does.
    """
    lines = text.split("\n")
    pages = [lines[at : at + lines_per_page] for at in range(0, len(lines), lines_per_page)]
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        _FONT,
        _DESCENDANT,
        _stream(_to_unicode()),
    ]
    kids = []
    for page in pages:
        content = _drawn(page) if text_layer else b"0.5 g 50 50 500 700 re f"
        objects.append(_stream(content))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 3000 850] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /Plain /Encoding /Identity-H "
    b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
)
_DESCENDANT = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plain /DW 500 /CIDSystemInfo "
    b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor "
    b"<< /Type /FontDescriptor /FontName /Plain /Flags 4 /ItalicAngle 0 /Ascent 800 /Descent -200 "
    b"/CapHeight 700 /StemV 80 /FontBBox [0 -200 1000 800] >> >>"
)


def _to_unicode() -> bytes:
    rows = b"\n".join(b"<%02X00> <%02XFF> <%02X00>" % (at, at, at) for at in range(256))
    blocks = [rows.split(b"\n")[at : at + 100] for at in range(0, 256, 100)]
    body = b"\n".join(
        b"%d beginbfrange\n%s\nendbfrange" % (len(block), b"\n".join(block)) for block in blocks
    )
    return (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
        b"/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + body
        + b"\nendcmap CMapName currentdict /CMap defineresource pop end end"
    )


def as_drawn(line: str) -> str:
    """A line in the order in which its signs stand on paper: Arabic from right to left.

    Digits and Latin words keep their own order inside of it.
    """
    if not _RIGHT_TO_LEFT.search(line):
        return line
    pieces = _LEFT_TO_RIGHT.split(line)
    return "".join(
        piece if at % 2 else piece[::-1] for at, piece in reversed(list(enumerate(pieces)))
    )


def _drawn(lines: list[str]) -> bytes:
    rows = [b"BT /F 10 Tf 20 820 Td 18 TL"]
    rows += [b"<%s> Tj T*" % as_drawn(line).encode("utf-16-be").hex().encode() for line in lines]
    return b"\n".join([*rows, b"ET"])


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(packed), packed)


def _file(objects: list[bytes]) -> bytes:
    made = b"%PDF-1.4\n"
    starts = []
    for number, one in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    at = len(made)
    made += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    made += b"".join(b"%010d 00000 n \n" % start for start in starts)
    return made + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        at,
    )
