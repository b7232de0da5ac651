"""Levels that follow from a card's formula: numerator and denominator, never the ratio itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from tiendo.cube.explain.answer import Answer, about, computed_answer, hidden_answer
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.formula import Operand, Used, evaluate, parse, version_on
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import State

if TYPE_CHECKING:
    from tiendo.cube.explain.reader import Reader


def by_formula(reader: Reader, place: str, series: Series, run: Period) -> Answer | None:
    """Return what the formula that holds at the run's end gives, or None where it gives nothing."""
    card = reader.evidence.card(series)
    version = version_on(card, run.end)
    if version is None:
        return None

    hidden: list[Series] = []

    def lookup(indicator: str, cut: Breakdown, lag_months: int) -> Operand | None:
        merged = Breakdown(tuple(sorted((series.breakdown.as_dict() | cut.as_dict()).items())))
        card_of_operand = reader.evidence.catalogue[indicator]
        operand = card_of_operand.series_like(merged, series.price_basis)
        if operand is None:
            return None
        answer = reader.level(place, operand, run.shifted(-lag_months))
        if answer.state is State.CONFIDENTIAL:
            hidden.append(operand)
        return Operand(answer.amount, answer.bounds, answer) if answer.known else None

    where = about(place, series, run)
    catalogue = reader.evidence.catalogue
    outcome = evaluate(parse(version.expression), lookup, catalogue, card.unit, card.per)
    if hidden:
        return hidden_answer(where, "a part is confidential")
    if outcome.value is None or outcome.bounds is None:
        return None
    operands = [used.operand.origin for used in outcome.used if used.operand]
    answers = [origin for origin in operands if isinstance(origin, Answer)]
    parts = tuple(answer.trace.named("operand") for answer in answers)
    trace = Trace("value", where, outcome.value, f"formula: {version.expression}", parts=parts)
    scale = [outcome.value, *_terms_like(card, outcome.used, catalogue)]
    return computed_answer(outcome.value, outcome.bounds, answers, trace, scale)


def _terms_like(card: Indicator, operands: Iterable[Used], cards: Catalogue) -> Iterator[Decimal]:
    """Yield the operands that measure what the card does: zero is relative to them."""
    for used in operands:
        unit = cards[used.indicator].unit
        if used.operand is not None and unit.converts_to(card.unit):
            yield unit.convert(used.operand.value, card.unit)
