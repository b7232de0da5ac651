"""Outlooks of Veloria's places from figures in memory, and invented months that they filed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from tests.country import CLERK, PACK, REGISTER, Told, figures
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.source import MemoryFigures
from tiendo.ledger.outlook import PlaceOutlook, outlooks_from
from tiendo.ledger.outlook_recast import map_of_outlook
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period

LONG_AFTER = date(2026, 6, 1)
SEASON = (90, 80, 100, 100, 100, 105, 100, 100, 105, 105, 110, 105)


def months(place: str, first: str, last: str, level: int, indicator: str = "births") -> list[Told]:
    """Return a place's months from `first` to `last`: a season that grows by a tenth each year."""
    start, end = Period.parse(first).first, Period.parse(last).first
    return [
        (place, indicator, str(Period(at, at)), str(of_month(at, level)))
        for at in range(start, end + 1)
    ]


def of_month(at: int, level: int) -> int:
    """Return the number of a month (12 x year + month - 1): `level` is what it was in 2015."""
    return round(level * SEASON[at % 12] * 1.1 ** (at // 12 - 2015))


def year_so_far(period: str, *levels: int) -> int:
    """Return the sum of the months of a run, of several places."""
    run = Period.parse(period)
    return sum(of_month(at, level) for at in range(run.first, run.last + 1) for level in levels)


def known_on(told: Iterable[Figure], day: str) -> list[Figure]:
    """Return figures as they would be if all of them had become known on a day."""
    return [
        replace(one, statement=replace(one.statement, known_at=date.fromisoformat(day)))
        for one in told
    ]


def outlooks(
    filed: Iterable[Figure], place: str, run: str, as_of: date = LONG_AFTER, tree: str = ""
) -> dict[str, PlaceOutlook]:
    """Return the outlooks of a place by indicator, on the default map or that of a day.

    The figures count as known on the day that they say, as in the ledger.
    """
    found, period = REGISTER[place], Period.parse(run)
    day = date.fromisoformat(tree) if tree else map_of_outlook(REGISTER, found, period, as_of)
    known = Evidence(MemoryFigures(filed), PACK.catalogue, REGISTER, as_of, map_day=day)
    told, _ = outlooks_from(known, found, period)
    return {one.card.code: one for one in told}


__all__ = ["CLERK", "Mapping", "figures", "known_on", "months", "outlooks", "year_so_far"]
