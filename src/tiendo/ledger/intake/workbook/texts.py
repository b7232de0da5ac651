"""The texts of a workbook, each kept once."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tiendo.ledger.intake.workbook.xml_events import SPREADSHEET, parse

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Texts:
    """Texts and their numbers.

    Attributes:
        known: all texts, each once; a text's number is its place here.
    """

    def __init__(self) -> None:
        self.known: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        """Return the number of a text, which becomes known if it was not."""
        number = self._numbers.setdefault(text, len(self.known))
        if number == len(self.known):
            self.known.append(text)
        return number


def unescaped(text: str) -> str:
    """Return a text with what XML cannot hold put back, such as _x000D_ (ECMA-376, 22.9.2.19)."""
    return _ESCAPE.sub(_character, text) if "_x" in text else text


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16)
    # Halves of a character, and NUL, are no text: what stands there is left as it is.
    return escape[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)


def read_shared_texts(chunks: Iterable[bytes], part: str, texts: Texts) -> list[int]:
    """Return the numbers of the shared texts, in the order in which cells refer to them.

    A text in several fonts is joined; how East Asian words are pronounced is left out.

    Args:
        chunks: the XML of the shared texts.
        part: how faults name it.
        texts: those that are known; grows.

    Raises:
        FileRefused: if it is damaged.
    """
    reader = _SharedTexts(texts)
    parse(chunks, part, reader.start, reader.end, reader.text)
    return reader.numbers


class _SharedTexts:
    def __init__(self, texts: Texts) -> None:
        self.numbers: list[int] = []
        self._texts = texts
        self._pieces: list[str] = []
        self._listening = False
        self._pronunciation = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        namespace, _, name = tag.rpartition(" ")
        if namespace not in SPREADSHEET:
            return
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._pronunciation = True
        elif name == "t":
            self._listening = not self._pronunciation

    def end(self, tag: str) -> None:
        namespace, _, name = tag.rpartition(" ")
        if namespace not in SPREADSHEET:
            return
        if name == "t":
            self._listening = False
        elif name == "rPh":
            self._pronunciation = False
        elif name == "si":
            self.numbers.append(self._texts.number(unescaped("".join(self._pieces))))

    def text(self, piece: str) -> None:
        if self._listening:
            self._pieces.append(piece)
