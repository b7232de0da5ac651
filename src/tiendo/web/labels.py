"""What rows are called: the indicator, its part, and what tells them apart from their sisters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import NOT_APPLICABLE, Measure
from tiendo.web import words
from tiendo.web.shown import Named, named
from tiendo.web.texts import listed, say


class SeriesRow(Protocol):
    """Anything that is a row of an evaluation, from whichever of the two implementations."""

    @property
    def card(self) -> Indicator:
        """The card of the indicator."""
        ...

    @property
    def series(self) -> Series:
        """Indicator, breakdown and price basis."""
        ...

    @property
    def measure(self) -> Measure:
        """What the row states."""
        ...


def full_name(row: SeriesRow, language: str) -> str:
    """Return the name of the indicator with that of the part."""
    part = row.card.breakdown_name(row.series.breakdown, language)
    name = named(row.card.names, language).text
    return f"{name}: {part}" if part else name


def details(basis: str, measure: Measure, language: str) -> str:
    """Return a price basis and a measure, where they need telling."""
    found = []
    if basis != NOT_APPLICABLE:
        found.append(words.price_basis(basis, language))
    if measure is not Measure.LEVEL:
        found.append(say(words.MEASURES[measure], language))
    return listed(found, language)


def details_of(row: SeriesRow, language: str) -> str:
    """Return price basis and measure of a row, where they need telling."""
    return details(row.series.price_basis, row.measure, language)


def dimensions(cut: Breakdown) -> tuple[str, ...]:
    """Return the dimensions by which a breakdown cuts."""
    return tuple(dimension for dimension, _ in cut.pairs)


def dimension_name(card: Indicator, cut: Iterable[str], language: str) -> Named:
    """Return the name of one or more dimensions of a card."""
    trees = [(dimension, card.tree(dimension)) for dimension in cut]
    return Named(" × ".join(named(tree.names, language).text if tree else d for d, tree in trees))


def depth_of(card: Indicator, cut: Breakdown) -> int:
    """Return how deep a part stands below its total: 1 for a part at the top of its tree."""
    deepest = 1
    for dimension, code in cut.pairs:
        tree = card.tree(dimension)
        parts, depth = (tree.parts if tree else ()), 1
        while parts and not any(part.code == code for part in parts):
            holder = next((p for p in parts if any(q.code == code for q in p.walk())), None)
            parts, depth = (holder.parts if holder else ()), depth + 1
        deepest = max(deepest, depth)
    return deepest
