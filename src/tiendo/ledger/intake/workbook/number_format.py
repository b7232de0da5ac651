"""What a number format prints: how many decimals, a percent, thousands, or a date.

After ECMA-376, part 1, 18.8.30 and 18.8.31.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tiendo.ledger.intake.workbook.grid import Array

_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: "#,##0;-#,##0",
    6: "#,##0;-#,##0",
    7: "#,##0.00;-#,##0.00",
    8: "#,##0.00;-#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0",
    42: "#,##0;-#,##0",
    43: "#,##0.00;-#,##0.00",
    44: "#,##0.00;-#,##0.00",
    48: "##0.0E+0",
    49: "@",
    59: "0",
    60: "0.00",
    61: "#,##0",
    62: "#,##0.00",
    67: "0%",
    68: "0.00%",
    69: "# ?/?",
    70: "# ??/??",
}
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)}
"""Numbers of the formats that print dates and times; some only in East Asia and Thailand."""
_MONTH_AND_YEAR = 17

_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"?|\\.?|_.?|\*.?')
_BRACKET = re.compile(r"\[([^\]]*)\]?")
_SCIENTIFIC = re.compile(r"[eE][+-]")
_COMPARE: dict[str, Callable[[Array, float], Array]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a number format; a format has up to four, parted by semicolons.

    Attributes:
        decimals: digits after the point; None if it prints what is needed.
        percent: the number is printed times 100 with a percent sign.
        thousands: how often the number is divided by 1000 before it is printed.
        date: it prints a date or a time.
        day: it is not known to print a month or a year alone.
        condition: comparison and bound of the numbers that it is for; None if it has none.
    """

    decimals: int | None = None
    percent: bool = False
    thousands: int = 0
    date: bool = False
    day: bool = False
    condition: tuple[str, float] | None = None


def built_in(number: int) -> tuple[Section, ...]:
    """Return the sections of a format that is known by its number and not written in the file."""
    if number in _DATES:
        return (Section(date=True, day=number != _MONTH_AND_YEAR),)
    return read_format(_BUILT_IN.get(number, "General"))


def read_format(code: str) -> tuple[Section, ...]:
    """Return the sections of a format such as "#,##0.0;[Red]-#,##0.0" that print numbers."""
    sections = [_section(text) for text in _split(code)[:3]]
    return tuple(section for section in sections if section is not None) or (Section(),)


def section_of(sections: tuple[Section, ...], numbers: Array) -> Array:
    """Return for each number the index of the section that prints it.

    Args:
        sections: those of a format.
        numbers: float64, (n,).

    Returns:
        Integers, (n,). Without conditions, the second is for numbers below zero and the third for
        zero; the last is for all numbers that no other is for.
    """
    chosen = np.full(len(numbers), len(sections) - 1)
    free = np.ones(len(numbers), dtype=bool)
    for index, section in enumerate(sections[:-1]):
        name, bound = section.condition or _usual(index, len(sections))
        mine = free & _COMPARE[name](numbers, bound)
        chosen[mine] = index
        free &= ~mine
    return chosen


def _usual(index: int, count: int) -> tuple[str, float]:
    if index == 1:
        return "<", 0.0
    return (">", 0.0) if count > 2 else (">=", 0.0)


def _split(code: str) -> list[str]:
    """Cut a format into its sections, at semicolons that are not literal."""
    parts = [""]
    at = 0
    while at < len(code):
        literal = _LITERAL.match(code, at) or _BRACKET.match(code, at)
        if literal is not None:
            parts[-1] += literal[0]
            at = literal.end()
        elif code[at] == ";":
            parts.append("")
            at += 1
        else:
            parts[-1] += code[at]
            at += 1
    return parts


def _section(text: str) -> Section | None:
    """Return what a section prints; None if it prints texts only."""
    brackets: list[str] = []
    bare = ""
    at = 0
    while at < len(text):
        if literal := _LITERAL.match(text, at):
            at = literal.end()
        elif bracket := _BRACKET.match(text, at):
            brackets.append(bracket[1])
            at = bracket.end()
        else:
            bare += text[at]
            at += 1
    if "@" in bare:
        return None
    conditions = [found for found in map(_CONDITION.fullmatch, brackets) if found]
    condition = (conditions[0][1], float(conditions[0][2])) if conditions else None
    if _prints_date(bare, brackets):
        day = any(letter in bare.lower() for letter in "dhs")
        return Section(date=True, day=day, condition=condition)
    whole, _, fraction = bare.partition(".")
    return Section(
        decimals=_decimals(bare, whole, fraction),
        percent="%" in bare,
        thousands=_trailing_commas(whole) + _trailing_commas(fraction),
        condition=condition,
    )


def _prints_date(bare: str, brackets: list[str]) -> bool:
    if any(_ELAPSED.fullmatch(bracket) for bracket in brackets):
        return True
    letters = _SCIENTIFIC.sub("", bare.lower().replace("general", ""))
    return "#" not in letters and any(letter in letters for letter in "ymdhs")


def _decimals(bare: str, whole: str, fraction: str) -> int | None:
    digits = re.match(r"[0#?]*", fraction)
    after = digits[0] if digits else ""
    scientific = _SCIENTIFIC.search(bare)
    if "general" in bare.lower() or "/" in bare or scientific or after.strip("0"):
        return None
    return len(after) if after or re.search(r"[0#?]", whole) else None


def _trailing_commas(digits: str) -> int:
    """Return how many commas stand right behind the last digit's place."""
    found = re.search(r"[0#?](,*)[^0#?]*$", digits)
    return len(found[1]) if found else 0
