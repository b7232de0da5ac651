"""Axes: round numbers between which values lie, and where they come to stand on a drawing."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tiendo.web import formats
from tiendo.web.texts import direction

_STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis: where it stands, in the notation of SVG, and how it is printed."""

    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps values between `low` and `high` to places between `start` and `end`."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self, language: str) -> list[Tick]:
        """Return the round numbers of the axis, the lowest first."""
        count = round((self.high - self.low) / self.step)
        decimals = max(0, -math.floor(math.log10(self.step) + 1e-9))
        decimals += not float(self.step * 10**decimals).is_integer()
        found = []
        for number in range(count + 1):
            value = self.low + number * self.step
            text = formats.number(Decimal(repr(round(value, 10))), decimals, language)
            found.append(Tick(mark(self.at(value)), text))
        return found


def scale_of(
    values: Iterable[float], start: float, end: float, *, with_zero: bool, about: int = 4
) -> Scale:
    """Return the scale of an axis with about so many steps.

    Args:
        values: at least one.
        start, end: where its lowest and its highest number stand.
        with_zero: whether it must show zero: pillars have a foot, lines need none.
    """
    told = list(values)
    low, high = min(told), max(told)
    if with_zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if high - low <= 1e-9 * max(abs(low), abs(high), 1e-9):
        wide = abs(high) * 0.1 or 1.0
        low, high = (low, high + wide) if with_zero and low == 0 else (low - wide, high + wide)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in _STEPS if s * power >= rough * (1 - 1e-9))
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Scale(low, high, start, end, step)


@dataclass(frozen=True, slots=True)
class Side:
    """From which side a drawing is read.

    Attributes:
        width: of the drawing, where it is read from the right; None from the left.
        before, after: the anchor of a text that ends where it stands, or begins there.
        name_dx: how far a text stands behind the thing that it names.
    """

    width: float | None
    before: str
    after: str
    name_dx: float

    def at(self, x: float) -> float:
        """Return where something stands that is at `x` when read from the left."""
        return x if self.width is None else self.width - x


def side_of(language: str, width: float) -> Side:
    """Return from which side a drawing of that width is read in a language."""
    if direction(language) == "rtl":
        return Side(width, "start", "end", -8.0)
    return Side(None, "end", "start", 8.0)


def mark(number: float) -> str:
    """Return a length in the notation of SVG."""
    return f"{number:.1f}"
