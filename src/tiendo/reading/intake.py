"""Documents to text: plain text, HTML, Word and PDF with a text layer. Nothing is guessed."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from tiendo.vocabulary.errors import TiendoError

LARGEST = 60_000_000
"""Bytes of the largest document that is read."""

_OLE = b"\xd0\xcf\x11\xe0"
_BLOCKS = frozenset(
    """p div br li tr table ul ol h1 h2 h3 h4 h5 h6 section article header footer blockquote pre
    figure figcaption dd dt title nav aside main""".split()
)
_SKIPPED = frozenset(("script", "style", "noscript", "template", "head", "iframe", "svg"))


# PDFium puts a comma or full stop behind a number in an Arabic line on the number's other side.
_MOVED_MARK = re.compile(
    r"(?<=\s)([\u060c\u061b.,])([0-9\u0660-\u0669][0-9\u0660-\u0669.,\u066b\u066c]*[%\u066a]?)(?=\s|$)"
)
_ARABIC = re.compile("[\u0620-\u06d3]")


class UnreadableDocument(TiendoError):
    """A document that cannot be read as text; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, and the offsets at which its pages begin (empty without pages)."""

    name: str
    text: str
    pages: tuple[int, ...] = ()


def document_of(name: str, data: bytes) -> Document:
    """Return the text of a document.

    Args:
        name: its file name; the ending decides how it is read, and the first bytes check it.
        data: its bytes.

    Raises:
        UnreadableDocument: for what is empty, binary, encrypted, or has no text layer.
    """
    if not data.strip():
        raise UnreadableDocument(f"{name} is empty", remedy="name a file that holds a text")
    if len(data) > LARGEST:
        raise UnreadableDocument(
            f"{name} has {len(data):,} bytes; {LARGEST:,} are read at most",
            remedy="cut it into parts",
        )
    ending = PurePath(name).suffix.lower()
    if data.startswith(b"%PDF"):
        return _pdf(name, data)
    if data.startswith(_OLE):
        raise UnreadableDocument(
            f"{name} is protected by a password, or of the old Word format",
            remedy="open it and save it as .docx without a password",
        )
    if data.startswith(b"PK\x03\x04"):
        return Document(name, _not_blank(name, _word(name, data)))
    text = _decoded(name, data)
    if ending in (".html", ".htm", ".xhtml") or _looks_like_html(text):
        text = _html(name, text)
    return Document(name, _not_blank(name, text))


def _not_blank(name: str, text: str) -> str:
    if not text.strip():
        raise UnreadableDocument(f"{name} holds no text", remedy="name a file that holds a text")
    return text


def _decoded(name: str, data: bytes) -> str:
    """Decode UTF-8 (or UTF-16 with its mark); refuse what is binary or of several encodings."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise _bad_bytes(name, fault.start, "UTF-16") from None
    if b"\x00" in data[:4096] or b"\x00" in data:
        raise UnreadableDocument(
            f"{name} is binary: byte {data.index(0)} is zero",
            remedy="name a text, HTML, Word or PDF file",
        )
    try:
        return data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8")
    except UnicodeDecodeError as fault:
        raise _bad_bytes(name, fault.start, "UTF-8") from None


def _bad_bytes(name: str, at: int, encoding: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"{name}: byte {at} is not {encoding}: another encoding, or several in one file",
        remedy="save the whole file as UTF-8",
    )


def _looks_like_html(text: str) -> bool:
    head = text[:500].lstrip().lower()
    return head.startswith(("<!doctype html", "<html"))


def _html(name: str, text: str) -> str:
    from lxml import etree, html

    try:
        root = html.document_fromstring(
            text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise UnreadableDocument(
            f"{name} is no HTML that can be read: {fault}", remedy="save the page's text as .txt"
        ) from None
    pieces: list[str] = []
    _collect(root, pieces)
    lines = ("".join(pieces)).split("\n")
    return "\n".join(" ".join(line.split(" ")).strip() for line in lines if line.strip())


def _collect(root: Any, pieces: list[str]) -> None:
    """Collect the texts of a tree in order, with line ends around blocks; no recursion."""
    stack: list[tuple[Any, bool]] = [(root, False)]
    while stack:
        node, closing = stack.pop()
        if isinstance(node, str):
            pieces.append(node)
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if closing:
            if tag in _BLOCKS:
                pieces.append("\n")
            elif tag in ("td", "th"):
                pieces.append("\t")
            if node.tail:
                pieces.append(_flat(node.tail))
            continue
        stack.append((node, True))
        if not tag or tag in _SKIPPED:
            continue
        if tag in _BLOCKS:
            pieces.append("\n")
        stack += [(child, False) for child in reversed(list(node))]
        if node.text:
            pieces.append(_flat(node.text))


def _flat(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def _word(name: str, data: bytes) -> str:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        package = zipfile.ZipFile(io.BytesIO(data))
        if "word/document.xml" not in package.namelist():
            raise UnreadableDocument(
                f"{name} is a zip file, but no Word document",
                remedy="name a text, HTML, Word or PDF file",
            )
        if sum(entry.file_size for entry in package.infolist()) > LARGEST * 5:
            raise UnreadableDocument(f"{name} unpacks to too much", remedy="cut it into parts")
        document = docx.Document(io.BytesIO(data))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError, OSError) as fault:
        raise UnreadableDocument(
            f"{name} is damaged: {fault}", remedy="open it in Word and save it again"
        ) from None
    return "\n".join(_word_lines(document))


def _word_lines(document: Any) -> Iterator[str]:
    """Yield paragraphs and the rows of tables in the order of the page."""
    for block in document.iter_inner_content():
        rows = getattr(block, "rows", None)
        if rows is None:
            yield block.text
            continue
        for row in rows:
            cells: list[str] = []
            seen: set[int] = set()
            for cell in row.cells:
                # A merged cell stands in the row once for each column that it covers.
                if id(cell._tc) not in seen:
                    seen.add(id(cell._tc))
                    cells.append(" ".join(cell.text.split()))
            yield "\t".join(cells)


def _pdf(name: str, data: bytes) -> Document:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise UnreadableDocument(
                f"{name} is protected by a password", remedy="save it without a password"
            ) from None
        raise UnreadableDocument(
            f"{name} is a damaged PDF: {fault}", remedy="export it anew"
        ) from None
    try:
        texts = [_page_text(pdf, number) for number in range(len(pdf))]
    finally:
        pdf.close()
    if not any(text.strip() for text in texts):
        raise UnreadableDocument(
            f"{name} has no text layer: its pages are pictures",
            remedy="run it through character recognition first, or name a digital original",
        )
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text) + 1
    return Document(name, "\n".join(texts), tuple(starts))


def _page_text(pdf: Any, number: int) -> str:
    page = pdf[number]
    try:
        text: str = page.get_textpage().get_text_range()
    finally:
        page.close()
    text = text.replace("\r\n", "\n").replace("\ufffe", "")
    return _MOVED_MARK.sub(r"\2\1", text) if _ARABIC.search(text) else text
