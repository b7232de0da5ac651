"""The text as the reader compares it: every digit ASCII, every space a space, no marks in the way.

Offsets must always quote the original. Most texts keep their length; where marks are dropped or
letters composed (bidi controls, Arabic vowels, NFD) a map leads back.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

NO_BREAK = "\u00a0"
"""Every space that does not break a line: it may part thousands where a plain space does not."""

_BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_IGNORED = (
    _BIDI
    + "\u200b\u200c\u200d\ufeff\u00ad\u0640\u0670\u2060"
    + "".join(map(chr, range(0x064B, 0x0653)))
)
_SPECIAL = re.compile(f"[{_IGNORED}]|[\u0300-\u036f]")
# More than a handful of marks on one letter is no writing; the bound keeps it linear.
_MOVED = re.compile(f"[{_IGNORED}]+|(?P<composed>[^{_IGNORED}][\u0300-\u036f]{{1,7}})", re.DOTALL)
_BIDI_MARK = re.compile(f"[{_BIDI}]")
_SINGLES = str.maketrans(
    {
        **dict.fromkeys("\u202f\u2007\u2009\u2008\u200a\u2005\u2006", NO_BREAK),
        **dict.fromkeys("\u2002\u2003\u2004\u3000\t\v\f", " "),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        **dict.fromkeys("\u066a\uff05\ufe6a", "%"),
        "\u066b": "\u066b",
        "\u060c": "\u060c",
        "\uff0c": ",",
        "\uff0e": ".",
        "\u02bc": "'",
        "\u2019": "'",
        "\u2018": "'",
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\x00": " ",
    }
)


@dataclass(frozen=True, slots=True)
class Shadow:
    """A text made comparable.

    Attributes:
        text: what is compared.
        origin: original offset of each character and of the end; None where nothing moved.
        bidi: whether the text carries bidi controls.
        length: length of the original.
    """

    text: str
    origin: Sequence[int] | None
    bidi: bool
    length: int

    def start(self, at: int) -> int:
        """Return the original offset at which the character `at` begins."""
        return at if self.origin is None else self.origin[at]

    def end(self, at: int) -> int:
        """Return the original offset behind what stands before `at`, its marks included."""
        return at if self.origin is None else self.origin[at]


def shadow_of(text: str) -> Shadow:
    """Return the shadow of a text, in time linear in its length."""
    special = _SPECIAL.search(text) is not None
    origin: array[int] | None = None
    body = text
    if special:
        body, origin = _without_marks(text)
    digits = {
        ord(letter): str(unicodedata.decimal(letter))
        for letter in set(body)
        if not letter.isascii() and unicodedata.decimal(letter, None) is not None
    }
    body = body.translate(_SINGLES)
    if digits:
        body = body.translate(digits)
    return Shadow(body, origin, _BIDI_MARK.search(text) is not None, len(text))


def digit_scripts(piece: str) -> int:
    """Return how many digit systems a piece of the original text mixes."""
    return len({ord(c) - unicodedata.decimal(c) for c in piece if c.isdecimal()})


def _without_marks(text: str) -> tuple[str, array[int]]:
    """Drop what is ignored and compose letters with their marks; keep where each came from."""
    kept: list[str] = []
    origin = array("I")
    done = 0
    for found in _MOVED.finditer(text):
        at, end = found.span()
        kept.append(text[done:at])
        origin.extend(range(done, at))
        done = end
        if found.lastgroup is None:
            continue
        composed = unicodedata.normalize("NFC", found[0])
        kept.append(composed)
        origin.append(at)
        origin.extend(range(end - len(composed) + 1, end))
    kept.append(text[done:])
    origin.extend(range(done, len(text) + 1))
    return "".join(kept), origin
