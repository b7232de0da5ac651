"""Cutting the text of a formula into tokens.

The one rule to know: a hyphen directly between two letters or digits belongs to the name, as in
`state-budget-revenue`. A minus beside a name therefore has a space on either side: `a - b`. What a
reader could take for the other of the two, `a- b` or `a -b`, is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NoReturn

from tiendo.vocabulary.errors import VocabularyError

MAX_LENGTH = 2000
"""Characters that a formula may have."""
_MAX_DIGITS = 30

Sort = Literal["number", "name", "cut", "sign", "end"]

_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)"
    r"|(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)"
    r"|(?P<cut>\[[^\]]*\])"
    r"|(?P<sign>[-+*/(),%])",
    re.ASCII,
)
_NAME_START = re.compile(r"[a-z]", re.ASCII)
_HINTS = {
    "−": "write the minus as '-'",
    "–": "write the minus as '-'",
    "×": "write '*'",
    "·": "write '*'",
    "÷": "write '/'",
    ":": "write '/'",
    "^": "powers are no part of the language; multiply",
    ";": "arguments are parted by commas",
    "_": "codes are written with hyphens, such as state-budget-revenue",
    "[": "close the breakdown with ']'",
    ".": "write a digit before the point, such as 0.5",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; `column` counts characters from 1."""

    sort: Sort
    text: str
    column: int

    def __str__(self) -> str:
        return "the end" if self.sort == "end" else f"'{self.text}'"


def refuse(column: int, message: str, remedy: str) -> NoReturn:
    """Raise the error of a formula at a column."""
    raise VocabularyError(f"column {column}: {message}", remedy=remedy)


def tokens_of(text: str) -> tuple[Token, ...]:
    """Return the tokens of `text`, the last one being its end.

    Raises:
        VocabularyError: with the column of a character that no token begins with, of a minus that
            could be read in two ways, or if the text is too long.
    """
    if len(text) > MAX_LENGTH:
        refuse(
            MAX_LENGTH + 1,
            f"the formula is longer than {MAX_LENGTH} characters",
            "give a part of it its own indicator",
        )
    found: list[Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            _refuse_character(text, at)
        _check_token(match, text, found)
        found.append(Token(_sort(match), match[0], at + 1))
        at = match.end()
    return (*found, Token("end", "", len(text) + 1))


def _sort(match: re.Match[str]) -> Sort:
    for sort in ("number", "name", "cut"):
        if match[sort] is not None:
            return sort
    return "sign"


def _check_token(match: re.Match[str], text: str, before: list[Token]) -> None:
    end = match.end()
    if match["number"]:
        if len(match[0]) > _MAX_DIGITS:
            refuse(match.start() + 1, "the number has too many digits", "round it")
        if _NAME_START.match(text, end):
            refuse(end + 1, f"a letter follows the number {match[0]}", "write '*' between the two")
    elif match[0] == "-" and before and _ends_a_term(before[-1]):
        _check_minus(text, match.start(), before[-1])


def _ends_a_term(token: Token) -> bool:
    return token.sort != "sign" or token.text in ")%"


def _check_minus(text: str, at: int, left: Token) -> None:
    """Refuse a minus between two terms that touches a name without a space on both sides."""
    spaced = text[at - 1].isspace() and text[at + 1 : at + 2].isspace()
    beside_name = left.sort in ("name", "cut") or _NAME_START.match(text[at + 1 :].lstrip())
    if beside_name and not spaced:
        refuse(
            at + 1,
            "this minus could be read as a hyphen",
            "write a space on either side of a minus, as in 'exports - imports'",
        )


def _refuse_character(text: str, at: int) -> NoReturn:
    letter = text[at]
    if letter.isalpha() and letter != letter.lower():
        refuse(at + 1, f"'{letter}' is a capital letter", "codes are written in lower case")
    hint = _HINTS.get(letter, "write numbers, codes of indicators, + - * / and parentheses")
    refuse(at + 1, f"'{letter}' has no meaning here", hint)
