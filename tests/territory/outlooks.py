"""Outlooks of Veloria's places from figures in memory, without a ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from tests.country import PACK, Told
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.source import MemoryFigures
from tiendo.ledger.outlook import PlaceOutlook, outlooks_from
from tiendo.ledger.outlook_recast import map_of_outlook
from tiendo.outlook.year import NoOutlook, YearOutlook
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period

LONG_AFTER = date(2026, 6, 1)


def monthly(
    place: str, first: str, last: str, value: object, indicator: str = "births"
) -> list[Told]:
    """Return the same number of each month of a place, from `first` to `last`."""
    months = range(Period.parse(first).first, Period.parse(last).first + 1)
    return [(place, indicator, str(Period(at, at)), str(value)) for at in months]


def known_in_time(filed: Iterable[Figure]) -> list[Figure]:
    """Return the figures, each known ten days after its end."""
    return [
        replace(
            one,
            statement=replace(
                one.statement, known_at=one.statement.period.end + timedelta(days=10)
            ),
        )
        for one in filed
    ]


def outlooks(
    filed: Iterable[Figure],
    place: str,
    run: str,
    *,
    as_of: date = LONG_AFTER,
    tree: str = "",
    pack: Pack = PACK,
) -> dict[str, PlaceOutlook]:
    """Return the outlooks of a place by indicator, on the default map or that of the day `tree`."""
    found, period = pack.register[place], Period.parse(run)
    default = map_of_outlook(pack.register, found, period, as_of)
    known = Evidence(
        MemoryFigures(filed),
        pack.catalogue,
        pack.register,
        as_of,
        map_day=date.fromisoformat(tree) if tree else default,
    )
    told, _ = outlooks_from(known, found, period)
    return {one.card.code: one for one in told}


def births(filed: Iterable[Figure], place: str, run: str, tree: str = "") -> PlaceOutlook:
    """Return the outlook of births at a place."""
    return outlooks(filed, place, run, tree=tree)["births"]


def told(one: PlaceOutlook) -> YearOutlook:
    """Return where a year will end, which must be known."""
    assert isinstance(one.outlook, YearOutlook), one.outlook.reason
    return one.outlook


def refusal(one: PlaceOutlook) -> str:
    """Return why there is no outlook."""
    assert isinstance(one.outlook, NoOutlook)
    return one.outlook.reason


def notes(one: PlaceOutlook) -> list[tuple[str, str]]:
    """Return what the gate says, each with its word."""
    return [(note.check.value if note.check else "", note.detail) for note in one.outlook.notes]
