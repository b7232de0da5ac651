"""From bytes to text: what is no UTF-8 text is recognised and named, never guessed at."""

from __future__ import annotations

from tiendo.ledger.intake.fault import FileRefused

SAVE_AS_CSV = "open it in the spreadsheet and save it as CSV UTF-8"
_AS_UTF8 = "save it as CSV UTF-8"

_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "copy its table into a spreadsheet and save that as CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file (.xls, .doc)", SAVE_AS_CSV),
    (b"PAR1", "a Parquet file", "export it as CSV UTF-8"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV UTF-8"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\x89PNG", "a picture", "type its figures into a spreadsheet and save that as CSV UTF-8"),
    (
        b"\xff\xd8\xff",
        "a picture",
        "type its figures into a spreadsheet and save that as CSV UTF-8",
    ),
    (b"\xff\xfe", "text in UTF-16", _AS_UTF8),
    (b"\xfe\xff", "text in UTF-16", _AS_UTF8),
    (b"{\\rtf", "an RTF document", "copy its table into a spreadsheet and save that as CSV UTF-8"),
)
_ZIPPED = (
    (b"xl/", "an Excel workbook (.xlsx)", SAVE_AS_CSV),
    (
        b"word/",
        "a Word document (.docx)",
        "copy its table into a spreadsheet, save it as CSV UTF-8",
    ),
    (b"opendocument.spreadsheet", "an OpenDocument spreadsheet (.ods)", SAVE_AS_CSV),
)
_BOM = b"\xef\xbb\xbf"


def decode(content: bytes) -> str:
    """Return the text of a file, without its byte order mark.

    Raises:
        FileRefused: if it is empty, of another kind, binary, or in another encoding.
    """
    _refuse_other_kinds(content)
    body = content.removeprefix(_BOM)
    if not body.strip():
        raise FileRefused(0, "", "the file is empty", "the first line names the columns")
    _refuse_nul(content)
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        at = error.start + len(content) - len(body)
        raise FileRefused(
            line_at(content, at),
            "",
            f"byte {at + 1} of the file (hexadecimal {content[at]:02X}) is not UTF-8",
            _AS_UTF8,
        ) from None


def line_at(content: bytes, offset: int) -> int:
    """Return the number of the line, from 1, in which the byte at `offset` stands."""
    before = content[:offset].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1


def _refuse_other_kinds(content: bytes) -> None:
    head = content[:512].lstrip().lower()
    for magic, kind, remedy in _MAGIC:
        if content.startswith(magic):
            raise _wrong_kind(kind, remedy)
    if content.startswith(b"PK\x03\x04"):
        for mark, kind, remedy in _ZIPPED:
            if mark in content:
                raise _wrong_kind(kind, remedy)
        raise _wrong_kind("a zip archive", "unpack it first")
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise _wrong_kind("a web page or XML", "download the table itself as CSV UTF-8")


def _wrong_kind(kind: str, remedy: str) -> FileRefused:
    return FileRefused(0, "", f"the file is {kind}, not a CSV table", remedy)


def _refuse_nul(content: bytes) -> None:
    at = content.find(b"\x00")
    if at >= 0:
        raise FileRefused(
            line_at(content, at),
            "",
            f"byte {at + 1} of the file is zero: this is no text, or text in UTF-16",
            _AS_UTF8,
        )
