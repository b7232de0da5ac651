"""Numbers as offices print them: the separators of a table are told by all its cells together.

"5.800" is five thousand eight hundred where the decimal mark is a comma, and 5.8 where it is a
point. A cell that only one mark can explain decides for its table; where none does, nothing is read
and both readings are named.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tiendo.ledger.intake.workbook.grid import Cell, CellKind, Look

COMMA, POINT = ",", "."
DECIMAL_MARKS = (COMMA, POINT)
_ARABIC_DECIMAL, _ARABIC_GROUP = "\u066b", "\u066c"
_SPACES = " \u00a0\u2007\u2009\u202f"
_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-"})
_NUMERIC = re.compile(rf"[+-]?[\d.,'{_ARABIC_DECIMAL}{_ARABIC_GROUP}{_SPACES}]*\d")
_MAX_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as a cell prints it.

    Attributes:
        value: in percent where the cell is printed with a percent sign.
        decimals: digits printed after the point.
        percent: whether it bears a percent sign.
        text: as written, where the cell is text; empty for a number.
    """

    value: Decimal
    decimals: int
    percent: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a cell gives no number, and what to do."""

    message: str
    remedy: str


_UNCOMPUTED = Unreadable(
    "the formula was never computed", "open the file in a spreadsheet program and save it anew"
)

_SCALED = Unreadable(
    "the number format shows the number divided by 1,000 or more, so its unit cannot be told",
    "give the cell a number format without commas at its end, and write the number as it is meant",
)


def looks_like_number(text: str) -> bool:
    """Whether a text is digits with signs and separators, under whatever reading."""
    bare, _ = _without_percent(text)
    return len(bare) <= _MAX_LENGTH and _NUMERIC.fullmatch(bare) is not None


def readings(text: str) -> dict[str, Printed]:
    """Return what a text means under each decimal mark that can explain it."""
    bare, percent = _without_percent(text)
    if not looks_like_number(text):
        return {}
    found = {}
    for mark in DECIMAL_MARKS:
        plain = _plain(bare, mark)
        if plain is not None:
            digits = len(plain.partition(".")[2])
            found[mark] = Printed(Decimal(plain), digits, percent, text)
    return found


def decisive_mark(text: str) -> str | None:
    """Return the decimal mark that a text proves; None where both or none explain it alike."""
    found = readings(text)
    return next(iter(found)) if len(found) == 1 else None


def decide(texts: Iterable[str]) -> str | None:
    """Return the decimal mark that most cells of a table prove; None where nothing decides.

    The cells that prove another one cannot be read with it, and are told so.
    """
    proofs = Counter(filter(None, map(decisive_mark, texts)))
    ranked = proofs.most_common()
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def read_cell(
    cell: Cell, mark: str | None, empty_marks: frozenset[str]
) -> Printed | Unreadable | None:
    """Return the number of a cell, None for an empty one, or why it gives none.

    Args:
        cell: the cell.
        mark: the decimal mark of its table; None where nothing decided.
        empty_marks: texts that stand for no number.
    """
    match cell.kind:
        case CellKind.EMPTY:
            return _UNCOMPUTED if cell.formula else None
        case CellKind.NUMBER:
            if cell.look.thousands:
                return _SCALED
            return None if cell.number is None else _kept_number(cell.number, cell.look)
        case CellKind.TEXT:
            text = cell.text.strip(_SPACES + "\t\n\r")
            return None if not text or text in empty_marks else _read_text(text, mark)
        case CellKind.DATE:
            return Unreadable(
                f"a date stands where a number is expected ({cell.moment:%Y-%m-%d})",
                "give the cell a number format and type the number anew",
            )
        case CellKind.BOOLEAN:
            return Unreadable(
                "true or false stands where a number is expected", "type the number, or empty it"
            )
        case CellKind.ERROR:
            return Unreadable(
                f"the formula gives the error {cell.text}", "mend the formula, or empty the cell"
            )


def _kept_number(number: Decimal, look: Look) -> Printed:
    """Return a number with every digit that is kept, and the digits that are printed."""
    value = number.scaleb(2) if look.percent else number
    kept = max(0, -int(value.as_tuple().exponent))
    decimals = kept if look.decimals is None else look.decimals
    return Printed(value, decimals, look.percent)


def _read_text(text: str, mark: str | None) -> Printed | Unreadable:
    found = readings(text)
    if not found:
        return Unreadable(
            f"'{_short(text)}' is no number", "type the number alone, or empty the cell"
        )
    if mark is not None:
        if mark in found:
            return found[mark]
        return Unreadable(
            f"'{text}' cannot be read with the decimal mark '{mark}' of the other cells",
            "write all numbers of the table in one way",
        )
    first, *others = found.values()
    if all(other.value == first.value for other in others) and len(found) == len(DECIMAL_MARKS):
        return first
    told = " or ".join(f"{printed.value:f}" for printed in found.values())
    return Unreadable(
        f"'{text}' may be {told}: no cell of the table tells the decimal mark"
        if others
        else f"'{text}' is {told}, but other cells of the table use another decimal mark",
        "type it as a number, or name decimal_mark in a mapping file",
    )


def _without_percent(text: str) -> tuple[str, bool]:
    bare = unicodedata.normalize("NFC", text).translate(_SIGNS).strip(_SPACES + "\t\n\r")
    for sign in ("%", "\u066a"):
        if bare.endswith(sign):
            return bare.removesuffix(sign).rstrip(_SPACES), True
    return bare, False


def _plain(text: str, mark: str) -> str | None:
    """Return a text as plain ASCII digits with a point, under one decimal mark; None if it is not.

    Groups have three digits, are parted by one sign throughout, and the first is not a lone zero.
    """
    other = POINT if mark == COMMA else COMMA
    sign, body = ("-" if text.startswith("-") else ""), text.lstrip("+-")
    whole, point, fraction = _halves(body, mark)
    groups = re.split(rf"[{re.escape(other)}'{_ARABIC_GROUP}{_SPACES}]", whole)
    signs = set(re.findall(rf"[{re.escape(other)}'{_ARABIC_GROUP}{_SPACES}]", whole))
    if (point and not fraction.isdecimal()) or not all(group.isdecimal() for group in groups):
        return None
    if len(groups) > 1:
        fitting = all(len(group) == 3 for group in groups[1:]) and 1 <= len(groups[0]) <= 3
        if not fitting or len(signs) > 1 or groups[0].startswith(("0", "\u0660", "\u06f0")):
            return None
    digits = "".join(str(unicodedata.decimal(d)) for d in "".join(groups))
    tail = "".join(str(unicodedata.decimal(d)) for d in fraction)
    return f"{sign}{digits}{'.' if tail else ''}{tail}"


def _halves(body: str, mark: str) -> tuple[str, str, str]:
    for point in (_ARABIC_DECIMAL, mark):
        if point in body:
            whole, _, fraction = body.partition(point)
            return whole, point, fraction
    return body, "", ""


def _short(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 3]}..."
