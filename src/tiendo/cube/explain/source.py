"""Where explain gets its figures from: anything that can list a place's figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.series import Series


class FigureSource(Protocol):
    """The figures that may be looked at: of all vintages, in any order."""

    def series_at(self, place: str) -> Collection[Series]:
        """Return the series of which the place with this key filed anything."""

    def figures(self, place: str, series: Series) -> Sequence[Figure]:
        """Return all figures of a place and series, plans included."""


class MemoryFigures:
    """A figure source held in memory."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_place: dict[str, dict[Series, list[Figure]]] = {}
        for figure in figures:
            statement = figure.statement
            held = self._by_place.setdefault(statement.place, {})
            held.setdefault(statement.series, []).append(figure)

    def series_at(self, place: str) -> Collection[Series]:
        """Return the series of which the place with this key filed anything."""
        return self._by_place.get(place, {}).keys()

    def figures(self, place: str, series: Series) -> Sequence[Figure]:
        """Return all figures of a place and series, plans included."""
        return self._by_place.get(place, {}).get(series, [])
