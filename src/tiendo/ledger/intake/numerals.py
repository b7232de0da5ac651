"""Plain decimals and ISO dates as they stand in a cell, and moving a decimal point."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tiendo.vocabulary.errors import VocabularyError

MAX_DIGITS = 30
_PLAIN = re.compile(r"[+-]?[0-9]+(?:\.([0-9]+))?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,. \u00a0\u202f']\d{3})+(?:[.,]\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EXAMPLE = "write digits with a point, such as 12984.5"


def parse_number(text: str) -> tuple[Decimal, int]:
    """Return a plain decimal and the number of digits printed after its point.

    Raises:
        VocabularyError: for thousands separators, a decimal comma, an exponent, NaN, other digits,
            or more than `MAX_DIGITS` digits.
    """
    found = _PLAIN.fullmatch(text)
    if found is None:
        raise VocabularyError(f"'{_short(text)}' is no number", remedy=_remedy(text))
    if len(text) > MAX_DIGITS and len(text.strip("+-").replace(".", "")) > MAX_DIGITS:
        raise VocabularyError(
            f"'{_short(text)}' has more than {MAX_DIGITS} digits", remedy="round it"
        )
    number = Decimal(text)
    # Minus zero is zero; copy_abs keeps the printed digits.
    return (number or number.copy_abs()), len(found[1] or "")


def parse_day(text: str) -> date:
    """Return an ISO date.

    Raises:
        VocabularyError: for anything else.
    """
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise VocabularyError(
        f"'{_short(text)}' is no date", remedy="write year-month-day, such as 2024-07-29"
    )


def shifted(value: Decimal, places: int) -> Decimal:
    """Return value x 10**places without rounding, however many digits it has."""
    if not places:
        return value
    sign, digits, exponent = value.as_tuple()
    return Decimal((sign, digits, int(exponent) + places))


def printed(value: Decimal, decimals: int) -> str:
    """Return `value` in plain digits with `decimals` of them after the point.

    Raises:
        VocabularyError: if it has more digits than that, or if `decimals` is negative.
    """
    sign, digits, exponent = value.as_tuple()
    spare = int(exponent) + decimals
    whole = "".join(map(str, digits)) + "0" * max(spare, 0)
    if spare < 0:
        whole, lost = whole[:spare], whole[spare:]
        if lost.strip("0"):
            raise VocabularyError(
                f"{value} has more than the {decimals} printed digits that it states"
            )
    if decimals < 0:
        raise VocabularyError(
            f"{value} was printed in steps of {Decimal(1).scaleb(-decimals):f}",
            remedy="state it in a unit with a scale word, such as bn VND",
        )
    whole = whole.lstrip("0").rjust(decimals + 1, "0")
    head, tail = whole[: len(whole) - decimals], whole[len(whole) - decimals :]
    return f"{'-' if sign and value else ''}{head}{'.' if tail else ''}{tail}"


def _remedy(text: str) -> str:
    if _GROUPED.fullmatch(text):
        return "leave out thousands separators and write a decimal point, such as 12984.5"
    if "%" in text:
        return "write the number alone and 'percent' in the column unit"
    if text.strip("+-").lower() in ("nan", "inf", "infinity", "null", "none", "n/a", "-", ""):
        return "leave the line out, or say why there is no value in the column state"
    return _EXAMPLE


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
