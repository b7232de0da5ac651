"""What an evaluation may look at: figures known on a date, cards, places, obligations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property

from tiendo.cube.explain.held import Held
from tiendo.cube.explain.source import FigureSource
from tiendo.vocabulary.former_targets import TargetLineage, target_lineage
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister, Span
from tiendo.vocabulary.reform import Weight
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.territory import Cover, MapView


class Evidence:
    """The figures known on `as_of`, with what is needed to read them."""

    def __init__(
        self,
        source: FigureSource,
        catalogue: Catalogue,
        register: PlaceRegister,
        as_of: date,
        obligations: Iterable[Obligation] = (),
        map_day: date | None = None,
        recast_by: Weight | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.register = register
        self.as_of = as_of
        self.obligations = tuple(obligations)
        self._source = source
        self._held: dict[tuple[str, Series], Held] = {}
        self._below: dict[str, set[Series]] = {}
        self._reach: dict[tuple[str, Period], set[Series]] = {}
        self._lineages: dict[tuple[str, Period], TargetLineage | None] = {}
        self.map_day = map_day
        self.recast_by = recast_by
        self._hidden = frozenset(source.hidden_indicators())

    def held(self, place: str, series: Series) -> Held:
        """Return what was filed for a place and series, sorted."""
        key = (place, series)
        if key not in self._held:
            self._held[key] = Held(self._source.figures(place, series), self.as_of)
        return self._held[key]

    def target_lineage(self, place: str, run: Period) -> TargetLineage | None:
        """Return the places of other maps whose targets concern a place's result in a run."""
        key = (place, run)
        if key not in self._lineages:
            day = self.map_day or run.end
            self._lineages[key] = target_lineage(self.register, place, day, run.end)
        return self._lineages[key]

    def as_known_on(self, day: date) -> Evidence:
        """Return the same evidence as it was known on an earlier day."""
        return Evidence(
            self._source,
            self.catalogue,
            self.register,
            day,
            self.obligations,
            self.map_day,
            self.recast_by,
        )

    def on_map(self, day: date) -> Evidence:
        """Return the same evidence, read on the map of `day` whatever the run."""
        return Evidence(
            self._source,
            self.catalogue,
            self.register,
            self.as_of,
            self.obligations,
            day,
            self.recast_by,
        )

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
            self._below[place] = {
                series
                for key in self._filing_within.get(place, ())
                for series in self.series_at(key)
                if series.indicator in self.catalogue
            }
        return self._below[place]

    @cached_property
    def _filing_within(self) -> dict[str, list[str]]:
        """The places that filed anything, by every place that they ever stood below, or are.

        Of ten thousand places most have filed nothing: this finds the others from below.
        """
        found: dict[str, list[str]] = {}
        for key in self._source.filing_places():
            climbing, above = [key], {key}
            while climbing:
                one = climbing.pop()
                found.setdefault(one, []).append(key)
                parents = {edge.parent for edge in self.register[one].parents} - above
                above |= parents
                climbing += [parent for parent in parents if parent in self.register]
        return found

    def series_within_reach(self, place: str, run: Period) -> set[Series]:
        """Return the series filed at or below a place, or what it is recast from in a run."""
        key = place, run
        if key not in self._reach:
            found = self.series_below(place)
            if parts := self.parts(place, run):
                found = found.union(*(self.series_below(part.key) for part in parts.parts))
            self._reach[key] = found
        return self._reach[key]

    def can_answer(self, place: str, series: Series, run: Period) -> bool:
        """Whether a place could have a level at all: filed there or below, or derived."""
        reach = self.series_within_reach(place, run)
        card = self.card(series)
        derived = any((t := card.tree(d)) and t.residual == c for d, c in series.breakdown.pairs)
        return bool(reach) and (bool(card.formulas) or derived or series in reach)

    def may_hide(self, series: Series) -> bool:
        """Whether anything of this indicator is confidential anywhere."""
        return series.indicator in self._hidden

    def card(self, series: Series) -> Indicator:
        """Return the card of a series."""
        return self.catalogue[series.indicator]

    def view(self, run: Period) -> MapView:
        """Return the map as it is read from figures of a run."""
        return MapView(self.register, self.map_day or run.end, run.end)

    def children(self, place: str, run: Period) -> tuple[Place, ...]:
        """Return the places that `place` is added up from in a run."""
        return self.view(run).children(place)

    def parts(self, place: str, run: Period) -> Cover | None:
        """Return what a place of the map that did not exist in `run` is recast from, or None."""
        if not self.register.reforms.events:
            return None
        return self.view(run).parts(place)

    def siblings(self, place: str, run: Period) -> tuple[Place, ...]:
        """Return the places of the same parent on the map, the place itself included."""
        day = self.map_day or run.end
        parent = self.register[place].parent_on(day)
        return self.register.children(parent, day) if parent else ()

    def added_up_with(self, place: str, run: Period) -> tuple[str, tuple[Place, ...]] | None:
        """Return the parent of a place at a run's end, and all that belonged to it then.

        A parent's own figure counts what it had at its time, whatever map is asked for.
        """
        parent = self.register[place].parent_on(run.end)
        return (parent, self.register.children(parent, run.end)) if parent else None

    def owed_by(self, place: str, indicator: str, run: Period) -> bool:
        """Whether an office owes the indicator of this place, which exists then, for `run`."""
        card = self.catalogue[indicator]
        if not self.register[place].span.holds(run.end):
            return False
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
