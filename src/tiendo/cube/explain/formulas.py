"""Levels that follow from a card's formula: numerator and denominator, never the ratio itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from tiendo.cube.explain.answer import Answer, about, computed_answer, stateful_answer
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.formula import Expression, Operand, Used, evaluate, parse, version_on
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

    hidden: list[Trace] = []

    def lookup(indicator: str, cut: Breakdown, lag_months: int) -> Operand | None:
        operand = operand_series(reader.evidence.catalogue[indicator], cut, series)
        if operand is None:
            return None
        answer = reader.level(place, operand, run.shifted(-lag_months))
        if answer.state is State.CONFIDENTIAL:
            hidden.append(answer.trace.named("operand"))
        return Operand(answer.amount, answer.bounds, answer) if answer.known else None

    where = about(place, series, run)
    catalogue = reader.evidence.catalogue
    outcome = evaluate(_parsed(version.expression), lookup, catalogue, card.unit, card.per)
    if hidden:
        trace = Trace("value", where, None, "a part is confidential", parts=tuple(hidden))
        return stateful_answer(State.CONFIDENTIAL, trace)
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


def operand_series(card: Indicator, cut: Breakdown, asked: Series) -> Series | None:
    """Return the operand's series: the cut asked for, on the basis asked for or its only one."""
    pairs = asked.breakdown.as_dict() | cut.as_dict()
    merged = Breakdown(tuple(sorted(pairs.items())))
    if any((tree := card.tree(d)) is None or tree.find(c) is None for d, c in merged.pairs):
        return None
    if asked.price_basis in card.price_bases:
        return Series(card.code, merged, asked.price_basis)
    if len(card.price_bases) == 1:
        return Series(card.code, merged, card.price_bases[0])
    return None


@lru_cache(maxsize=512)
def _parsed(expression: str) -> Expression:
    return parse(expression)
