"""Invented counts of a flow on real units."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from tiendo.packs.loading import load_pack
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Rule

CARD = next(
    card
    for card in load_pack().catalogue.values()
    if card.time_rule is card.place_rule is Rule.SUM
    and not card.formulas
    and {"country", "province", "commune"} <= set(card.levels)
)
SERIES = Series(CARD.code, price_basis=CARD.price_bases[0])
INVENTED = Filing(1, "invented for tests", datetime(2026, 1, 1, tzinfo=UTC), "invented.csv")


def counted(filed: Mapping[str, int], period: str) -> Iterator[Figure]:
    """Yield a figure for each place, known on 1 January 2026."""
    for number, (place, value) in enumerate(filed.items(), start=1):
        yield Figure(
            number,
            INVENTED,
            Statement(
                place=place,
                series=SERIES,
                period=Period.parse(period),
                kind=Kind.LEVEL,
                value=Decimal(value),
                known_at=date(2026, 1, 1),
                decimals=0,
                stated_unit=CARD.unit.text,
            ),
        )
