"""Units with their scale words and dimensions; every conversion moves the decimal point only.

All accepted units of one dimension differ by powers of ten (a quintal per hectare is 0.1 t/ha, a
hectare is 0.01 km2, a billion dong is 1e9 dong), so converting a filed decimal never rounds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tiendo.vocabulary.currencies import ISO_4217
from tiendo.vocabulary.errors import VocabularyError

SCALES = {"k": 3, "m": 6, "bn": 9}
"""Scale words and their powers of ten."""

Dimension = tuple[tuple[str, int], ...]
"""Base quantities with their exponents, sorted: t/ha is (("kg", 1), ("m", -2))."""

_BASES: dict[str, tuple[Dimension, int]] = {
    "percent": ((), -2),
    "times": ((), 0),
    "percentage_points": ((("percentage_points", 1),), 0),
    "index": ((("index", 1),), 0),
    "m2": ((("m", 2),), 0),
    "ha": ((("m", 2),), 4),
    "km2": ((("m", 2),), 6),
    "km": ((("m", 1),), 3),
    "m3": ((("m", 3),), 0),
    "kg": ((("kg", 1),), 0),
    "quintal": ((("kg", 1),), 2),
    "t": ((("kg", 1),), 3),
    "kWh": ((("kWh", 1),), 0),
}
_NOUN = re.compile(r"[a-z]{3,}(?:_[a-z]+)*s|people|children|criteria|cattle|poultry")
_COUNTED_PREFIX = "count:"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as it is printed, with what it measures.

    Attributes:
        text: as on the card and in JSON, such as "bn VND".
        dimension: what it measures, for comparing and for formulas.
        exponent: power of ten of one such unit in the dimension's base (bn VND: 9; percent: -2).
    """

    text: str
    dimension: Dimension
    exponent: int

    @classmethod
    def parse(cls, text: str) -> Unit:
        """Read a unit: an optional scale word, then a unit or a quotient of two.

        Raises:
            VocabularyError: if a part of it is unknown.
        """
        return _parse(text.strip())

    def __str__(self) -> str:
        return self.text

    @property
    def counts(self) -> bool:
        """Whether it counts things (persons, jobs), so that a number below zero is impossible."""
        return len(self.dimension) == 1 and self.dimension[0][0].startswith(_COUNTED_PREFIX)

    def converts_to(self, other: Unit) -> bool:
        """Whether both measure the same thing."""
        return self.dimension == other.dimension

    def shift_to(self, other: Unit) -> int:
        """Return the power of ten that takes a number in this unit to `other`.

        Raises:
            VocabularyError: if they measure different things.
        """
        if not self.converts_to(other):
            raise VocabularyError(
                f"the unit '{self}' cannot be turned into '{other}'",
                remedy=f"state the figure in {other} or in a scale of it",
            )
        return self.exponent - other.exponent

    def convert(self, value: Decimal, other: Unit) -> Decimal:
        """Return `value`, stated in this unit, in `other`; exact, no digit is lost.

        Raises:
            VocabularyError: if they measure different things, or for NaN and infinities.
        """
        sign, digits, exponent = value.as_tuple()
        if not isinstance(exponent, int):
            raise VocabularyError(f"'{value}' is no number", remedy="write a plain decimal")
        return Decimal((sign, digits, exponent + self.shift_to(other)))


def dimension_product(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """Return the dimension of left x right, or of left / right with `sign` -1."""
    exponents = dict(left)
    for base, exponent in right:
        exponents[base] = exponents.get(base, 0) + sign * exponent
    return tuple(sorted((base, exponent) for base, exponent in exponents.items() if exponent))


@lru_cache(maxsize=1024)
def _parse(text: str) -> Unit:
    scale_word, _, rest = text.partition(" ")
    if rest and scale_word in SCALES:
        scale, body = SCALES[scale_word], rest
    else:
        scale, body = 0, text
    numerator, slash, denominator = body.partition("/")
    dimension, exponent = _base(numerator, text)
    if slash:
        divisor, divisor_exponent = _base(denominator, text)
        dimension = dimension_product(dimension, divisor, -1)
        exponent -= divisor_exponent
    return Unit(text, dimension, scale + exponent)


def _base(name: str, text: str) -> tuple[Dimension, int]:
    if name in _BASES:
        return _BASES[name]
    if name in ISO_4217:
        return ((name, 1),), 0
    if _NOUN.fullmatch(name):
        return ((_COUNTED_PREFIX + name, 1),), 0
    raise VocabularyError(
        f"'{text}' is no known unit",
        remedy=(
            "write an optional scale word (k, m, bn) and a unit: VND or another currency code, "
            "percent, percentage_points, times, index, ha, m2, km2, km, t, kg, quintal/ha, t/ha, "
            "m3, kWh, or an English plural such as persons or households"
        ),
    )
