"""Reading XML as a stream; definitions of its own, with which XML can be made to grow, refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from xml.parsers import expat

from tiendo.ledger.intake.fault import FileRefused
from tiendo.ledger.intake.workbook.refusal import SAVE_ANEW, damaged, refused

Start = Callable[[str, dict[str, str]], Any]
End = Callable[[str], Any]
Text = Callable[[str], Any]

SPREADSHEET = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""Namespaces of a workbook's own words: the usual one, and that of "Strict Open XML"."""

_DEFINITIONS = tuple(
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_DEEPEST = 50
_OVERLAP = max(map(len, _DEFINITIONS)) - 1


def parse(
    chunks: Iterable[bytes], part: str, start: Start, end: End | None, text: Text | None
) -> None:
    """Call `start`, `end` and `text` for what an XML file holds; tags are "namespace name".

    Args:
        chunks: the file.
        part: how faults name it.
        start: called with the tag and the attributes of each element that begins.
        end: called with the tag of each element that ends.
        text: called with text, in one piece or in several.

    Raises:
        FileRefused: if it is no XML or has definitions of its own; also what the callbacks raise.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16

    def refuse(*_: object) -> None:
        raise with_definitions(part)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise damaged(f"line {error.lineno} of '{part}' is no XML") from None
    except (LookupError, ValueError):
        raise damaged(f"'{part}' is written in an unknown way") from None


def elements(chunks: Iterable[bytes], part: str) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield path and attributes of each element of a small XML file, in their order.

    A path is made of names without their namespaces, such as workbook/sheets/sheet.

    Raises:
        FileRefused: if it is no XML or has definitions of its own.
    """
    found: list[tuple[str, Mapping[str, str]]] = []
    path: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(tag.rpartition(" ")[2])
        if len(path) > _DEEPEST:
            raise damaged(f"'{part}' nests too deeply")
        found.append(("/".join(path), attributes))

    parse(chunks, part, start, lambda tag: path.pop(), None)
    return iter(found)


def without_definitions(chunks: Iterable[bytes], part: str) -> Iterator[bytes]:
    """Yield chunks as they are.

    Raises:
        FileRefused: at the one in which a document type or an entity is defined.
    """
    tail = b""
    for chunk in chunks:
        window = tail + chunk
        if b"<" in window and any(word in window for word in _DEFINITIONS):
            raise with_definitions(part)
        tail = window[-_OVERLAP:]
        yield chunk


def with_definitions(part: str) -> FileRefused:
    """Return the refusal of an XML file with a document type or entities."""
    return refused(
        f"'{part}' of the workbook defines a document type or entities, as no spreadsheet"
        " program does",
        SAVE_ANEW,
    )
