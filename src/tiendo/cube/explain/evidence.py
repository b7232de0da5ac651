"""What an evaluation may look at: figures known on a date, cards, places, obligations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from tiendo.cube.explain.held import Held
from tiendo.cube.explain.source import FigureSource
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister, Span
from tiendo.vocabulary.series import Series


class Evidence:
    """The figures known on `as_of`, with what is needed to read them."""

    def __init__(
        self,
        source: FigureSource,
        catalogue: Catalogue,
        register: PlaceRegister,
        as_of: date,
        obligations: Iterable[Obligation] = (),
    ) -> None:
        self.catalogue = catalogue
        self.register = register
        self.as_of = as_of
        self.obligations = tuple(obligations)
        self._source = source
        self._held: dict[tuple[str, Series], Held] = {}
        self._below: dict[str, set[Series]] = {}
        self._hidden = frozenset(source.hidden_indicators())

    def held(self, place: str, series: Series) -> Held:
        """Return what was filed for a place and series, sorted."""
        key = (place, series)
        if key not in self._held:
            self._held[key] = Held(self._source.figures(place, series), self.as_of)
        return self._held[key]

    def as_known_on(self, day: date) -> Evidence:
        """Return the same evidence as it was known on an earlier day."""
        return Evidence(self._source, self.catalogue, self.register, day, self.obligations)

    def series_at(self, place: str) -> set[Series]:
        """Return the series of which a place filed anything that stands."""
        return {
            series
            for series in self._source.series_at(place)
            if self.held(place, series).says_anything
        }

    def series_below(self, place: str) -> set[Series]:
        """Return the series of which the place or any below it ever filed anything that stands."""
        if place not in self._below:
            found = {s for s in self.series_at(place) if s.indicator in self.catalogue}
            for child in self.register.all_children(place):
                found |= self.series_below(child.key)
            self._below[place] = found
        return self._below[place]

    def can_answer(self, place: str, series: Series) -> bool:
        """Whether a place could have a level at all: filed there or below, or derived."""
        card = self.card(series)
        derived = any((t := card.tree(d)) and t.residual == c for d, c in series.breakdown.pairs)
        return bool(card.formulas) or derived or series in self.series_below(place)

    def may_hide(self, series: Series) -> bool:
        """Whether anything of this indicator is confidential anywhere."""
        return series.indicator in self._hidden

    def card(self, series: Series) -> Indicator:
        """Return the card of a series."""
        return self.catalogue[series.indicator]

    def children(self, place: str, run: Period) -> tuple[Place, ...]:
        """Return the places that belonged to `place` at the end of `run`."""
        return self.register.children(place, run.end)

    def siblings(self, place: str, run: Period) -> tuple[Place, ...]:
        """Return the places of the same parent at the end of `run`, the place itself included."""
        parent = self.register[place].parent_on(run.end)
        return self.children(parent, run) if parent else ()

    def owed_by(self, place: str, indicator: str, run: Period) -> bool:
        """Whether an office owes the indicator of this place for `run`."""
        card = self.catalogue[indicator]
        return Span(card.valid_from, card.valid_to).holds(run.end) and any(
            duty.place == place and duty.indicator == indicator and duty.span.holds(run.end)
            for duty in self.obligations
        )

    def is_not_yet_due(self, card: Indicator, run: Period) -> bool:
        """Whether the date asked is not after the run's end plus the card's lag."""
        return self.as_of <= run.end + timedelta(days=card.lag_days)

    def weight_series(self, series: Series) -> Series | None:
        """Return the series that weighs a mean of `series`, of the same cut; None if there is none.

        The cut is never replaced by another one: that would be a guess.
        """
        weight = self.catalogue[self.card(series).weight or ""]
        return weight.series_like(series.breakdown, series.price_basis)
