"""Veloria: a fictional country whose villages merge, split, shift their borders and part again.

Its pack is in `veloria/`; docs/how-to-write-a-country-pack.md leads through it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from tiendo.cube.explain.evaluate import explain
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.source import MemoryFigures
from tiendo.packs import read_pack
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.reform import Weight
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Modality

FOLDER = Path(__file__).parent / "veloria"
PACK = read_pack(FOLDER, "veloria")
REGISTER = PACK.register
TODAY = date(2026, 6, 1)
CLERK = Filing(1, "Mara", datetime(2026, 1, 1, tzinfo=UTC), "counted.csv")

Told = tuple[str, str, str, str]
"""Place, indicator, period, value."""


def series(indicator: str) -> Series:
    """Return the total of an indicator of Veloria."""
    return Series(indicator, price_basis=PACK.catalogue[indicator].price_bases[0])


def figures(*told: Told, modality: Modality = Modality.ACTUAL, first: int = 1) -> list[Figure]:
    """Return filed figures, all known on 1 January 2026."""
    return [
        Figure(
            number,
            CLERK,
            Statement(
                place=place,
                series=series(indicator),
                period=Period.parse(period),
                kind=Kind.LEVEL,
                value=Decimal(value),
                known_at=date(2026, 1, 1),
                decimals=0,
                stated_unit=PACK.catalogue[indicator].unit.text,
                modality=modality,
            ),
        )
        for number, (place, indicator, period, value) in enumerate(told, start=first)
    ]


def evidence(
    filed: Iterable[Figure], map_day: str | None = None, by: Weight | None = None
) -> Evidence:
    """Return what is known of Veloria, on the map of a day."""
    day = date.fromisoformat(map_day) if map_day else None
    return Evidence(
        MemoryFigures(filed), PACK.catalogue, REGISTER, TODAY, map_day=day, recast_by=by
    )


def cell(
    filed: Iterable[Figure],
    place: str,
    indicator: str,
    period: str,
    map_day: str | None = None,
    by: Weight | None = None,
) -> Row:
    """Return one cell as `explain` tells it."""
    known = evidence(filed, map_day, by)
    return explain(known, place, series(indicator), Period.parse(period))[0]
