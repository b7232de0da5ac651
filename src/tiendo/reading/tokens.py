"""A text cut into words, numbers and marks, each with its span in the shadow."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass

from tiendo.reading.shadow import NO_BREAK

WORD, NUMBER, MARK, LINE = 0, 1, 2, 3
"""What a token is; LINE ends a line."""

# A number keeps its separators; what they mean is decided later. Every branch is linear.
_TOKEN = re.compile(
    r"(?P<number>\d+(?:[.,'\u066b\u066c\u060c\u00a0]\d+)*)"
    # Digits begin a token of their own (Q1, VND500), but for those of m2 and km3.
    r"|(?P<unit>[cdkCDK]?[mM][23](?![^\W_]))"
    r"|(?P<word>(?:[^\W\d_]|[\u0300-\u036f])+)"
    r"|(?P<line>\n+)"
    r"|(?P<mark>[^\s\w]|_)"
)


_KIND_OF = (MARK, NUMBER, WORD, WORD, LINE, MARK)
"""What each branch of the pattern finds, in its order."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text, column by column."""

    text: str
    kinds: bytearray
    starts: array[int]
    ends: array[int]

    def __len__(self) -> int:
        return len(self.kinds)

    def pieces(self) -> list[str]:
        """Return the letters of all tokens."""
        text = self.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    def piece(self, at: int) -> str:
        """Return the letters of a token."""
        return self.text[self.starts[at] : self.ends[at]]

    def is_mark(self, at: int, marks: str) -> bool:
        """Whether there is a token `at` that is one of `marks`."""
        return (
            0 <= at < len(self.kinds)
            and self.kinds[at] == MARK
            and self.text[self.starts[at]] in marks
        )

    def joined(self, left: int, right: int) -> bool:
        """Whether nothing stands between two neighbouring tokens."""
        return self.ends[left] == self.starts[right]


def tokenize(text: str, *, space_groups: bool, joined: re.Pattern[str] | None = None) -> Tokens:
    """Cut a shadow into tokens, in time linear in its length.

    Args:
        space_groups: whether "5 857" is one number.
        joined: finds names of two words that are to be one token.
    """
    seconds = {} if joined is None else _second_words(text, joined)
    kinds, starts, ends = bytearray(), array("I"), array("I")
    for found in _TOKEN.finditer(text):
        kind = _KIND_OF[found.lastindex or 0]
        start, end = found.span()
        if kind != NUMBER and not seconds:
            kinds.append(kind)
            starts.append(start)
            ends.append(end)
            continue
        if kind == NUMBER and starts and kinds[-1] == NUMBER and space_groups:
            previous = text[starts[-1] : ends[-1]]
            if _continues(previous, text[ends[-1] : start], text[start:end]):
                ends[-1] = end
                continue
        if kind == NUMBER and NO_BREAK in text[start:end]:
            for piece in _parted(text, start, end):
                kinds.append(NUMBER)
                starts.append(piece[0])
                ends.append(piece[1])
            continue
        if kind == WORD and start in seconds and kinds and kinds[-1] == WORD:
            ends[-1] = seconds[start]
            continue
        kinds.append(kind)
        starts.append(start)
        ends.append(end)
    return Tokens(text, kinds, starts, ends)


def _second_words(text: str, joined: re.Pattern[str]) -> dict[int, int]:
    """Return where the second word of each name of two words begins, and where it ends."""
    return {m.start() + m[0].index(" ") + 1: m.end() for m in joined.finditer(text)}


_GROUPS_SO_FAR = re.compile(r"\d{1,3}(?:[ \u00a0]\d{3})*")
_GROUP_NEXT = re.compile(r"\d{3}(?:[.,]\d+)?")
_LONGEST_GROUPED = 24


def _continues(previous: str, between: str, piece: str) -> bool:
    """Whether `piece` is the next group of three digits of a number parted by spaces."""
    return (
        between in (" ", NO_BREAK)
        and len(previous) <= _LONGEST_GROUPED
        and _GROUP_NEXT.fullmatch(piece) is not None
        and _GROUPS_SO_FAR.fullmatch(previous) is not None
        and not previous.startswith("0")
    )


_WITH_NO_BREAKS = re.compile(r"\d{1,3}(?:\u00a0\d{3})+(?:[.,]\d+)?")


def _parted(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the numbers of a run with no-break spaces: one where they part thousands."""
    if _WITH_NO_BREAKS.fullmatch(text, start, end):
        return [(start, end)]
    pieces = []
    at = start
    for piece in text[start:end].split(NO_BREAK):
        pieces.append((at, at + len(piece)))
        at += len(piece) + 1
    return pieces
