"""What a file is by its name and its first bytes, before anything reads further."""

from __future__ import annotations

import unicodedata

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook.limits import Limits
from tiendo.ledger.intake.workbook.refusal import refused

ZIP = b"PK\x03\x04"
MACROS = "the workbook holds macros, which are programs"
WITHOUT_MACROS = "save it as .xlsx (a workbook without macros)"

_SAVE_AS = "open it in a spreadsheet program and save it as .xlsx"
_COPY = "copy its table into a spreadsheet and save that as .xlsx"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LONGEST_NAME = 255

_EXTENSIONS = {
    ".xls": ("named as a workbook of the old format (.xls)", _SAVE_AS),
    ".xlsm": ("named as a workbook with macros (.xlsm)", WITHOUT_MACROS),
    ".xltm": ("named as a template with macros (.xltm)", WITHOUT_MACROS),
    ".xlam": ("named as an add-in (.xlam)", WITHOUT_MACROS),
    ".xlsb": ("named as a binary workbook (.xlsb)", _SAVE_AS),
    ".xltx": ("named as a template (.xltx)", _SAVE_AS),
    ".ods": ("named as an OpenDocument spreadsheet (.ods)", _SAVE_AS),
    ".csv": ("named as a CSV table (.csv)", "hand it in as a CSV table"),
    ".pdf": ("named as a PDF document (.pdf)", _COPY),
}

_MAGIC = (
    (b"%PDF", "a PDF document", _COPY),
    (b"{\\rtf", "an RTF document", _COPY),
    (b"PAR1", "a Parquet file", "export it as CSV UTF-8"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV UTF-8"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"PK\x05\x06", "an empty zip archive", _SAVE_AS),
    (b"\x89PNG", "a picture", "type its figures into a spreadsheet"),
    (b"\xff\xd8\xff", "a picture", "type its figures into a spreadsheet"),
)

_INSIDE_ZIP = (
    ("xl/workbook.bin", "a binary workbook (.xlsb)", _SAVE_AS),
    ("content.xml", "an OpenDocument file (.ods, .odt)", _SAVE_AS),
    ("word/document.xml", "a Word document (.docx)", _COPY),
    ("ppt/presentation.xml", "a presentation (.pptx)", _COPY),
    ("index/document.iwa", "a Numbers or Pages document", "export it as .xlsx"),
)


def check_name(file_name: str) -> None:
    """Let a file pass whose name is that of a workbook, or that has no name.

    Raises:
        FileRefused: if it has another extension, or a name that hides what it is.
    """
    check_plain_name(file_name)
    if not file_name:
        return
    stem, dot, extension = file_name.rpartition(".")
    extension = f".{extension.lower()}" if dot and stem else ""
    if extension == ".xlsx":
        return
    what, remedy = _EXTENSIONS.get(
        extension, ("not named as a workbook (.xlsx)", "give it its right extension, or save it so")
    )
    raise refused(f"the file is {what}", remedy)


def check_plain_name(file_name: str) -> None:
    """Let a file name pass that shows what it is.

    Raises:
        FileRefused: if it is too long, or holds control or direction marks (which can make
            "fdp.xlsx" look like "xslx.pdf").
    """
    if len(file_name) > _LONGEST_NAME:
        raise refused(
            f"the file's name has {len(file_name)} characters, more than {_LONGEST_NAME}",
            "give it a shorter name",
        )
    for character in file_name:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            raise refused(
                f"the file's name holds an invisible character (U+{ord(character):04X})",
                "give it a name of letters, digits and hyphens",
            )


def check_size(size: int, limits: Limits) -> None:
    """Let a file of `size` bytes pass.

    Raises:
        FileRefused: if it is empty or too large.
    """
    if size == 0:
        raise refused("the file is empty", "check that it was saved and copied in full")
    if size > limits.max_bytes:
        raise refused(
            f"the file has {size / 1e6:.1f} MB, more than the {limits.max_bytes / 1e6:g} MB that"
            " are allowed",
            "leave out pictures and sheets that are not needed, or split it into several files",
        )


def check_first_bytes(content: bytes) -> None:
    """Let a file pass that begins as a workbook does.

    Raises:
        FileRefused: if it is of another kind, which is named.
    """
    if content.startswith(ZIP):
        return
    if content.startswith(_OLE):
        raise _old_or_protected(content)
    for magic, kind, remedy in _MAGIC:
        if content.startswith(magic):
            raise _other_kind(kind, remedy)
    head = content[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype", b"<html", b"<table", b"<head", b"<?xml", b"<workbook")):
        raise _other_kind("a web page or XML", _SAVE_AS)
    if _is_text(content[:1024]):
        raise _other_kind("text, perhaps a CSV table", "give it the extension .csv")
    raise _other_kind("of an unknown kind, or damaged", _SAVE_AS)


def what_a_zip_is(names: set[str]) -> FileRefused | None:
    """Return the refusal of a zip archive that is no workbook, or None if it is one.

    Args:
        names: names of its entries, in lower case.
    """
    for name, kind, remedy in _INSIDE_ZIP:
        if name in names:
            return _other_kind(kind, remedy)
    if "[content_types].xml" in names and "xl/workbook.xml" in names:
        return None
    return _other_kind("a zip archive", "unpack it first")


def _other_kind(kind: str, remedy: str) -> FileRefused:
    return refused(f"the file is {kind}, not a workbook (.xlsx)", remedy)


def _old_or_protected(content: bytes) -> FileRefused:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refused(
            "the file is protected with a password",
            "open it, take the password off (File, Info, Protect Workbook) and save it as .xlsx",
        )
    if "WordDocument".encode("utf-16-le") in content:
        return _other_kind("an old Word document (.doc)", _COPY)
    return _other_kind("an old Excel file (.xls)", _SAVE_AS)


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return not any(byte < 9 or 13 < byte < 32 for byte in head)
