"""The rows of a board: the contract's rows from the cube, with the figures behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from tiendo.ledger.boards import PlaceAnswer
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import Kind, Measure, State

_KIND_OF_FIELD = {
    "growth_pct": Kind.GROWTH,
    "base_ratio_pct": Kind.BASE_RATIO,
    "difference": Kind.CHANGE_ABS,
    "contribution_pp": Kind.CONTRIBUTION,
    "structure_share_pct": Kind.SHARE,
}
_LEVELS = (Kind.LEVEL, Kind.COUNT)


@dataclass(frozen=True)
class CubeRow:
    """A row of an evaluation from the cube.

    Attributes:
        record: the row as the contract's JSON has it.
        figures: what the place filed of the series for this run, last year's and the year.
        earlier: levels of the same run of the last years, the asked one last; None where unknown.
        exact: whether this number and that of the whole of which it is a part are both exact.
    """

    place: Place
    card: Indicator
    series: Series
    measure: Measure
    period: Period
    record: Mapping[str, Any]
    figures: Sequence[Figure] = ()
    earlier: tuple[float | None, ...] = ()
    exact: bool = True

    @property
    def state(self) -> State:
        """Its state, a closed word."""
        return State(self.record["state"])

    def number(self, field: str) -> Decimal | None:
        """Return a field as a decimal of its shortest digits, None where it is unknown."""
        found = self.record[field]
        return None if found is None else Decimal(repr(found))

    def is_derived(self, field: str) -> bool:
        """Whether a field was computed rather than filed."""
        return field in self.record["derived"]

    def figure_of(self, field: str) -> Figure | None:
        """Return the filed figure that a field that was not derived repeats, if it is here."""
        if field == "value":
            return self._latest(self.period, _KIND_OF_MEASURE[self.measure])
        if field == "same_period":
            return self._latest(self.period.same_period_last_year(), _LEVELS)
        if field == "year_to_date":
            return self._latest(self.period.year_to_date(), _LEVELS)
        kind = _KIND_OF_FIELD.get(field)
        return None if kind is None else self._latest(self.period, (kind,))

    def share_figure(self, assigner: str | None) -> Figure | None:
        """Return the filed share of a plan."""
        runs = self.period, self.period.year_to_date()
        found = [
            figure
            for figure in self._said
            if figure.statement.kind is Kind.PLAN_SHARE
            and figure.statement.period in runs
            and figure.statement.assigner == assigner
        ]
        return found[-1] if found else None

    @cached_property
    def _said(self) -> list[Figure]:
        """The figures that are no plans, so that the one that answers comes last."""
        said = [figure for figure in self.figures if not figure.statement.is_plan]
        return sorted(said, key=_finality)

    def _latest(self, run: Period, kinds: Iterable[Kind]) -> Figure | None:
        found = [
            figure
            for figure in self._said
            if figure.statement.period == run and figure.statement.kind in kinds
        ]
        return found[-1] if found else None


_KIND_OF_MEASURE = {
    Measure.LEVEL: _LEVELS,
    Measure.GROWTH: (Kind.GROWTH,),
    Measure.CHANGE_ABS: (Kind.CHANGE_ABS,),
    Measure.BASE_RATIO: (Kind.BASE_RATIO,),
    Measure.SHARE: (Kind.SHARE,),
    Measure.CONTRIBUTION: (Kind.CONTRIBUTION,),
}
_STATUS_ORDER = ["estimate", "preliminary", "official"]


def _finality(figure: Figure) -> tuple[date, int, int]:
    status = figure.statement.status
    rank = 1 + _STATUS_ORDER.index(status.value) if status else 0
    return figure.statement.known_at, rank, figure.id


def rows_of(answer: PlaceAnswer) -> list[CubeRow]:
    """Return the rows of a place, in the order of the cards."""
    rows = [_row(one, answer.place, answer.run, answer.cards) for one in answer.records]
    inexact = {row.series for row in rows if row.record["comparator"] not in (None, "exact")}
    return [
        replace(
            row,
            figures=answer.figures.get(row.series, ()),
            earlier=answer.earlier.get(row.series, ()),
            exact=inexact.isdisjoint((row.series, row.series.with_breakdown(TOTAL))),
        )
        for row in rows
    ]


def rows_below(
    records: Iterable[Mapping[str, Any]], places: Iterable[Place], run: Period, card: Indicator
) -> list[CubeRow]:
    """Return the rows of one card at several places, without the figures behind them."""
    by_key = {place.key: place for place in places}
    return [
        _row(record, by_key[record["place"]], run, {_series(record): card})
        for record in records
        if record["place"] in by_key
    ]


def _row(
    record: Mapping[str, Any], place: Place, run: Period, cards: Mapping[Series, Indicator]
) -> CubeRow:
    series = _series(record)
    return CubeRow(place, cards[series], series, Measure(record["measure"]), run, record)


def _series(record: Mapping[str, Any]) -> Series:
    cut = Breakdown(tuple(sorted(record["breakdown"].items())))
    return Series(record["indicator"], cut, record["price_basis"])
