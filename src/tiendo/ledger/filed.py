"""What was filed of single series, and how widely: for pages over time and over places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from tiendo.ledger.disclosure import shown
from tiendo.ledger.models import SeriesRow
from tiendo.ledger.rows import period_of, series_of
from tiendo.ledger.selectors import LedgerFigures
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import Series


def series_of_place(*, register: PlaceRegister, place: str) -> tuple[Series, ...]:
    """Return the series of which the place with this key filed anything, in their order."""
    return series_of_places(ids=[register[place].id])


def series_of_places(*, ids: Sequence[int]) -> tuple[Series, ...]:
    """Return the series of which any of these places filed anything, in their order."""
    if not ids:
        return ()
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "indicator", "breakdown", "price_basis" FROM ledger_seriesrow WHERE "id" IN '  # noqa: S608
            f'(SELECT DISTINCT "series_id" FROM ledger_figure WHERE "place_id" IN ({marks}))',
            list(ids),
        )
        return tuple(sorted(series_of(*row) for row in cursor.fetchall()))


@dataclass(frozen=True, slots=True)
class FiledWidely:
    """How many places filed a series for a run: shares of a plan, or levels."""

    series: Series
    period: Period
    of_plans: bool
    places: int


def filed_widely(*, ids: Sequence[int], as_of: date) -> tuple[FiledWidely, ...]:
    """Return which series and runs some places filed as levels or shares of plans, counted.

    Args:
        ids: opaque ids of the places.
        as_of: only figures that the world could know on this date.
    """
    if not ids:
        return ()
    marks = ", ".join(["%s"] * len(ids))
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT s."indicator", s."breakdown", s."price_basis", f."first", f."last", '  # noqa: S608
            'f."kind", '
            'f."places" FROM (SELECT "series_id", "first", "last", "kind", '
            'COUNT(DISTINCT "place_id") AS "places" FROM ledger_figure '
            f'WHERE "place_id" IN ({marks}) AND "known_at" <= %s '
            "AND \"kind\" IN ('level', 'plan_share') AND \"modality\" <> 'target' "
            'GROUP BY "series_id", "first", "last", "kind") f '
            'JOIN ledger_seriesrow s ON s."id" = f."series_id"',
            [*ids, as_of.isoformat()],
        )
        found = cursor.fetchall()
    return tuple(
        FiledWidely(series_of(*said), period_of(first, last), kind == "plan_share", places)
        for *said, first, last, kind, places in found
    )


def series_figures(*, pack: Pack, place: Place, series: Series, as_of: date) -> tuple[Figure, ...]:
    """Return the figures of one series of a place that were known on a date, plans included.

    Those that would give a confidential figure away are left out.
    """
    found = SeriesRow.objects.filter(
        indicator=series.indicator,
        breakdown=str(series.breakdown),
        price_basis=series.price_basis,
    ).values_list("pk", flat=True)
    if not (pk := found.first()):
        return ()
    source = LedgerFigures(register=pack.register, as_of=as_of, windows=(), only=pk)
    source.load_places([place.key])
    figures = source.figures(place.key, series)
    return shown(figures, pack=pack, place=place, as_of=as_of)


def places_by_series(
    *, register: PlaceRegister, indicators: Sequence[str], most: int
) -> dict[str, list[tuple[Place, Series]]]:
    """Return, by indicator, places that filed it with one of their series of it, few of each."""
    if not indicators:
        return {}
    marks = ", ".join(["%s"] * len(indicators))
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT DISTINCT f."place_id", s."indicator", s."breakdown", s."price_basis" '  # noqa: S608
            'FROM ledger_figure f JOIN ledger_seriesrow s ON s."id" = f."series_id" '
            f'WHERE s."indicator" IN ({marks})',
            list(indicators),
        )
        told = sorted((row[0], series_of(*row[1:])) for row in cursor.fetchall())
    found: dict[str, list[tuple[Place, Series]]] = {}
    for id, series in told:
        listed = found.setdefault(series.indicator, [])
        if len(listed) < most and id not in {place.id for place, _ in listed}:
            listed.append((register.by_id(id), series))
    return found
