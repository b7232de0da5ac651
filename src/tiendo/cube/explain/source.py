"""Where explain gets its figures from: anything that can list a place's figures."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol

from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import FiledState


class FigureSource(Protocol):
    """The figures that may be looked at: of all vintages, in any order."""

    def filing_places(self) -> Collection[str]:
        """Return the keys of the places that ever filed anything."""

    def series_at(self, place: str) -> Collection[Series]:
        """Return the series of which the place with this key filed anything."""

    def figures(self, place: str, series: Series) -> Sequence[Figure]:
        """Return all figures of a place and series, plans included."""

    def hidden_indicators(self) -> Collection[str]:
        """Return the indicators of which any figure, of any place, is confidential."""


class MemoryFigures:
    """A figure source held in memory."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._by_place: dict[str, dict[Series, list[Figure]]] = {}
        self._hidden: set[str] = set()
        for figure in figures:
            statement = figure.statement
            held = self._by_place.setdefault(statement.place, {})
            held.setdefault(statement.series, []).append(figure)
            if statement.state is FiledState.CONFIDENTIAL:
                self._hidden.add(statement.series.indicator)

    def filing_places(self) -> Collection[str]:
        """Return the keys of the places that ever filed anything."""
        return self._by_place.keys()

    def series_at(self, place: str) -> Collection[Series]:
        """Return the series of which the place with this key filed anything."""
        return self._by_place.get(place, {}).keys()

    def figures(self, place: str, series: Series) -> Sequence[Figure]:
        """Return all figures of a place and series, plans included."""
        return self._by_place.get(place, {}).get(series, [])

    def hidden_indicators(self) -> Collection[str]:
        """Return the indicators of which any figure, of any place, is confidential."""
        return self._hidden
