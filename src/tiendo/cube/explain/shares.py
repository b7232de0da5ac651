"""Contribution to growth, structure share and rank: what a part means for its whole.

Contribution uses base-period shares: 100 (current - base) / base of the total, in percentage
points (evaluation.md, row 3); current shares would give another, wrong number. Structure is told
at current prices only (row 4).
"""

from __future__ import annotations

from decimal import Decimal

from tiendo.cube.explain.answer import RELATIVE_ZERO, Answer, about, computed_answer, filed_answer
from tiendo.cube.explain.reader import HUNDRED, Reader
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import (
    CURRENT,
    NOT_APPLICABLE,
    Direction,
    Kind,
    Nature,
)

SHAREABLE_BASES = (CURRENT, NOT_APPLICABLE)


def whole_of(reader: Reader, series: Series) -> Series | None:
    """Return the series whose part this one is: the same without its only cut.

    None for averages, indices and ratios, whose parts do not add up.
    """
    card = reader.evidence.card(series)
    cuts = [dimension for dimension, _ in series.breakdown.pairs if card.tree(dimension)]
    if len(cuts) != 1 or card.nature not in (Nature.FLOW, Nature.STOCK):
        return None
    return series.with_breakdown(series.breakdown.without(cuts[0]))


def contribution(reader: Reader, place: str, series: Series, run: Period) -> Answer | None:
    """Return the points that a part contributes to the growth of its total; stated if it is."""
    held = reader.evidence.held(place, series)
    if stated := held.attached(run, Kind.CONTRIBUTION):
        return filed_answer(stated, held.vintages(run, Kind.CONTRIBUTION)).named("contribution_pp")
    whole = whole_of(reader, series)
    if whole is None:
        return None
    current = reader.level(place, series, run)
    base = reader.base(place, series, run).answer
    total = reader.base(place, whole, run).answer
    if not (current.known and base.known and total.known):
        return None
    if total.amount <= 0:
        return None
    value = HUNDRED * (current.amount - base.amount) / total.amount
    bounds = ((current.bounds - base.bounds) / total.bounds).scaled(HUNDRED)
    parts = (
        current.trace.named("value"),
        base.trace.named("same_period"),
        total.trace.named("same_period of the total"),
    )
    where = about(place, series, run)
    operation = "100 x (value - same_period) / same_period of the total"
    trace = Trace("contribution_pp", where, value, operation, parts=parts)
    return computed_answer(value, bounds, [current, base, total], trace, scale=[HUNDRED])


def structure_share(reader: Reader, place: str, series: Series, run: Period) -> Answer | None:
    """Return 100 x part / total; None unless at current prices or without prices."""
    whole = whole_of(reader, series)
    if whole is None or series.price_basis not in SHAREABLE_BASES:
        return None
    part, total = reader.level(place, series, run), reader.level(place, whole, run)
    if not (part.known and total.known) or not total.value:
        return None
    value = HUNDRED * part.amount / total.amount
    bounds = (part.bounds / total.bounds).scaled(HUNDRED)
    parts = (part.trace.named("value"), total.trace.named("total"))
    where = about(place, series, run)
    trace = Trace("structure_share_pct", where, value, "100 x value / total", parts=parts)
    return computed_answer(value, bounds, [part, total], trace, scale=[HUNDRED])


def rank(reader: Reader, place: str, series: Series, run: Period) -> int | None:
    """Return 1 + the number of places of the same parent whose growth is strictly better.

    None for an indicator that is to be kept, without a growth, without a parent, or for a place
    that was no more at the run's end. A lead within 1e-9 of the growth, or of 100 where that is
    larger, is zero: no lead at all (contract, "Zero").
    """
    direction = reader.evidence.card(series).direction
    mine = _growth_value(reader, place, series, run)
    if mine is None or direction is Direction.KEEP:
        return None
    sign = 1 if direction is Direction.UP else -1
    nothing = RELATIVE_ZERO * max(HUNDRED, abs(mine))
    siblings = reader.evidence.siblings(place, run)
    if place not in {sibling.key for sibling in siblings}:
        return None
    others = (_growth_value(reader, other.key, series, run) for other in siblings)
    return 1 + sum(1 for other in others if other is not None and sign * (other - mine) > nothing)


def _growth_value(reader: Reader, place: str, series: Series, run: Period) -> Decimal | None:
    if not reader.level(place, series, run).known:
        return None
    growth = reader.growth(place, series, run)
    return growth.value if growth else None
