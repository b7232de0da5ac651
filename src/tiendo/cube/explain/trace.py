"""The trace of a number: how it came about, down to the figures that somebody filed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tiendo.vocabulary.figure import Figure


@dataclass(frozen=True, slots=True)
class Trace:
    """One number with its operation and the numbers it was made of.

    Attributes:
        field: name of the field that holds it in a row, or the role of a part ("plus", "minus").
        about: place, series and run that it is about, for a reader.
        value: the number, None where the operation gave none.
        operation: what was done, such as "filed", "path" or "sum of places".
        figure: the filed figure, where the number is one.
        vintages: every figure known for the same run and kind, oldest first.
        parts: the operands.
    """

    field: str
    about: str
    value: Decimal | None
    operation: str
    figure: Figure | None = None
    vintages: tuple[Figure, ...] = ()
    parts: tuple[Trace, ...] = ()

    def named(self, field: str) -> Trace:
        """Return the same trace as the field or part `field`."""
        return replace(self, field=field)

    def figures(self) -> Iterator[Figure]:
        """Yield the filed figures at the bottom, left to right."""
        if self.figure is not None:
            yield self.figure
        for part in self.parts:
            yield from part.figures()
