"""What a phrase of a pack is written as, and the plain phrases that it stands for."""

from __future__ import annotations

import re

from tiendo.reading.shadow import shadow_of

SLOTS = ("n", "year", "month", "quarter", "count", "day", "m")
"""What may stand in braces for a number."""

_PIECE = re.compile(r"\[[^\]]*\]|\{[a-z]+\}|\.\.\.|[^\s\[\]]+")
_IN_WORD = re.compile(
    r"[cdkCDK]?[mM][23](?![^\W_])|\.\.\.|\{[a-z]+\}|\d+(?:[.,]\d+)*\*?"
    r"|(?:[^\W\d_]|[\u0300-\u036f])+\*?|[^\s\w]"
)


def expand(pattern: str) -> list[list[str]]:
    """Return every plain phrase that a pattern stands for, as lists of words.

    Raises:
        ValueError: for a slot that there is not.
    """
    found: list[list[str]] = [[]]
    for piece in _PIECE.findall(shadow_of(pattern).text):
        optional = piece.startswith("[")
        body = piece[1:-1] if optional else piece
        choices = [words for choice in body.split("|") for words in [_words(choice)]]
        if optional:
            choices.append([])
        found = [known + words for known in found for words in choices]
    return [words for words in found if words]


def _words(choice: str) -> list[str]:
    words = _IN_WORD.findall(choice)
    for word in words:
        if word.startswith("{") and word[1:-1] not in SLOTS:
            raise ValueError(f"there is no slot {word}; there are {', '.join(SLOTS)}")
    return words
