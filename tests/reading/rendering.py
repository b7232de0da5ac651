"""Printing a figure as reports print it: digits of three scripts, separators, scale words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

DIGITS = {"latin": "0123456789", "arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹"}
NO_BREAK, NARROW = "\u00a0", "\u202f"


@dataclass(frozen=True)
class Style:
    """How a text prints numbers: its digits, and what parts thousands and decimals."""

    digits: str
    group: str
    decimal: str


@dataclass(frozen=True)
class Frame:
    """A sentence of a language with a place for a level and for its growth, and its words.

    `anchor` is a clause with a number that only its style can have printed so; scales map words
    to powers of ten; `dong` is the unit of money.
    """

    sentence: str
    anchor: str
    scales: dict[str, int]
    dong: str
    styles: tuple[Style, ...]
    home: Style


LATIN_COMMA = Style("latin", ",", ".")
LATIN_POINT = Style("latin", ".", ",")
LATIN_SPACE = Style("latin", NO_BREAK, ",")
LATIN_NARROW = Style("latin", NARROW, ",")
LATIN_PLAIN_SPACE = Style("latin", " ", ",")
ARABIC_OWN = Style("arabic", "٬", "٫")
ARABIC_ASCII = Style("arabic", ",", ".")
PERSIAN_OWN = Style("persian", "٬", "٫")

FRAMES = {
    "vi": Frame(
        "Năm 2024, thu ngân sách nhà nước đạt {level}, tăng {growth}% so với cùng kỳ.",
        " Chi ngân sách là {anchor} đồng.",
        {"": 0, "triệu": 6, "tỷ": 9, "nghìn tỷ": 12},
        "đồng",
        (LATIN_POINT, LATIN_COMMA),
        LATIN_POINT,
    ),
    "en": Frame(
        "In 2024 state budget revenue reached {level}, up {growth}% year on year.",
        " Spending was {anchor} dong.",
        {"": 0, "million": 6, "billion": 9, "trillion": 12},
        "dong",
        (LATIN_COMMA, LATIN_POINT),
        LATIN_COMMA,
    ),
    "ru": Frame(
        "В 2024 году доходы бюджета составили {level}, увеличившись на {growth}% "
        "по сравнению с 2023 годом.",
        " Расходы составили {anchor} донгов.",
        {"": 0, "млн": 6, "млрд": 9, "трлн": 12},
        "донгов",
        (LATIN_SPACE, LATIN_NARROW, LATIN_PLAIN_SPACE, LATIN_POINT, LATIN_COMMA),
        LATIN_SPACE,
    ),
    "ar": Frame(
        "في عام 2024، بلغت إيرادات الموازنة {level}، بزيادة قدرها {growth}% عن نفس الفترة.",
        " وبلغت النفقات {anchor} دونج.",
        {"": 0, "مليون": 6, "مليار": 9, "تريليون": 12},
        "دونج",
        (LATIN_COMMA, LATIN_POINT, ARABIC_OWN, ARABIC_ASCII, PERSIAN_OWN),
        LATIN_COMMA,
    ),
}


def printed(value: Decimal, decimals: int, style: Style) -> str:
    """Print a number with its thousands parted."""
    whole, _, rest = f"{abs(value):,.{decimals}f}".partition(".")
    text = whole.replace(",", style.group) + (style.decimal + rest if rest else "")
    return text.translate({ord(str(d)): DIGITS[style.digits][d] for d in range(10)})
