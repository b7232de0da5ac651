"""Villages of Veloria through several reforms, one after the other: told in a line each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.country import PACK, TODAY
from tiendo.cube.explain.evaluate import explain
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.source import MemoryFigures
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.reform import Event, Extent, Reforms, Transfer
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Level

LAND = "land"


@dataclass(frozen=True)
class Reform:
    """What happened on a day: transfers as "source > target", "source part> target" or "again>".

    `part>` passes on a part whose share is not known, `part 0.4>` one of which it is, and `again>`
    tells that the target is the source of old, brought back to life.
    """

    day: date
    transfers: tuple[str, ...]

    @classmethod
    def on(cls, day: str, *transfers: str) -> Reform:
        """Return what happened on a day."""
        return cls(date.fromisoformat(day), transfers)


def transfer_of(event: str, told: str) -> Transfer:
    """Return a transfer that is told in a line."""
    left, target = (side.strip() for side in told.split(">"))
    source, *how = left.split()
    match how:
        case []:
            return Transfer(event, source, target, Extent.WHOLE)
        case ["again"]:
            return Transfer(event, source, target, Extent.RESTORED)
        case ["part", *share]:
            known = Decimal(share[0]) if share else None
            return Transfer(event, source, target, Extent.PART, known, known)
        case _:
            raise ValueError(told)


def register_after(*reforms: Reform) -> PlaceRegister:
    """Return one country with one province, whose villages went through some reforms."""
    begins: dict[str, date | None] = {}
    ends: dict[str, date] = {}
    transfers = []
    for reform in reforms:
        for told in reform.transfers:
            transfer = transfer_of(str(reform.day), told)
            transfers.append(transfer)
            begins.setdefault(transfer.source, None)
            begins.setdefault(transfer.target, reform.day)
            if transfer.extent is not Extent.RESTORED:
                ends[transfer.source] = reform.day
    villages = [
        _place(number, key, Level.COMMUNE, LAND, Span(start, ends.get(key)))
        for number, (key, start) in enumerate(begins.items(), start=3)
    ]
    tops = [
        _place(1, "veloria", Level.COUNTRY, None, Span()),
        _place(2, LAND, Level.PROVINCE, "veloria", Span()),
    ]
    events = [Event(str(one.day), one.day, None, {"en": str(one.day)}) for one in reforms]
    return PlaceRegister([*tops, *villages], reforms=Reforms(events, transfers))


def _place(number: int, key: str, level: Level, parent: str | None, span: Span) -> Place:
    edges = (Edge(parent, span),) if parent else ()
    return Place(number, key, level, (PlaceName("en", key),), parents=edges, span=span)


def row_of(
    register: PlaceRegister,
    filed: Iterable[Figure],
    place: str,
    series: Series,
    run: str,
    map_day: str | None = None,
) -> Row:
    """Return one cell as `explain` tells it."""
    day = date.fromisoformat(map_day) if map_day else None
    known = Evidence(MemoryFigures(filed), PACK.catalogue, register, TODAY, map_day=day)
    return explain(known, place, series, Period.parse(run))[0]
