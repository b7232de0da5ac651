"""Formulas over time and over the catalogue: which one holds, in what order, and no cycles.

A lag does not break a cycle: x = 1.05 * lag(x, 12) would reach back for ever, as nothing says where
it starts. So a card may not refer to itself, directly or through others, at any lag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.formula.parser import parse
from tiendo.vocabulary.formula.tree import Reference, references
from tiendo.vocabulary.formula.units import check_units
from tiendo.vocabulary.indicator import FormulaVersion, Indicator
from tiendo.vocabulary.place import Span
from tiendo.vocabulary.words import Rule

Cards = Mapping[str, Indicator]


def version_on(card: Indicator, day: date) -> FormulaVersion | None:
    """Return the formula of a card that holds on `day`, or None; the last day is excluded."""
    return next((v for v in card.formulas if Span(v.valid_from, v.valid_to).holds(day)), None)


def check_versions(card: Indicator) -> None:
    """Refuse versions of a formula that share a day, or that end before they begin.

    Raises:
        VocabularyError: naming the expressions.
    """
    last: FormulaVersion | None = None
    for version in sorted(card.formulas, key=lambda v: v.valid_from or date.min):
        start, end = version.valid_from, version.valid_to
        if start and end and end <= start:
            raise VocabularyError(
                f"the formula '{version.expression}' ends on {end}, not after {start}",
                remedy="valid_to is the first day on which it no longer holds",
            )
        if last and (last.valid_to is None or start is None or start < last.valid_to):
            raise VocabularyError(
                f"'{last.expression}' and '{version.expression}' hold at the same time",
                remedy="end the one on the day on which the other starts",
            )
        last = version


def check_card(card: Indicator, catalogue: Cards) -> None:
    """Check all formulas of a card, but for cycles.

    Raises:
        VocabularyError: for a formula that cannot be read, that names what is not there, whose
            units do not fit, or whose versions overlap.
    """
    check_versions(card)
    for version in card.formulas:
        expression = parse(version.expression)
        for reference in references(expression):
            _check_reference(reference, catalogue)
        check_units(expression, catalogue, card.unit, card.per)


def check_cycles(catalogue: Cards) -> None:
    """Refuse cards that are computed from each other on some day, or from what they weigh.

    Raises:
        VocabularyError: naming the cycle, as in "a -> b -> a".
    """
    means = (card for card in catalogue.values() if card.place_rule is Rule.MEAN)
    weights = {card.code: [card.weight] for card in means if card.weight}
    for day in _days_of_change(catalogue.values()):
        order_of(catalogue, day)
        uses = _uses_on(catalogue, day)
        for code in weights:
            _refuse_weight_from_its_mean(code, uses, weights)


def order_of(catalogue: Cards, day: date) -> tuple[str, ...]:
    """Return the codes of the cards computed on `day`, operands before what needs them.

    Raises:
        VocabularyError: naming a cycle.
    """
    uses = _uses_on(catalogue, day)
    done: dict[str, None] = {}
    for code in uses:
        _visit(code, uses, done)
    return tuple(done)


def _uses_on(catalogue: Cards, day: date) -> dict[str, list[str]]:
    """Return the operands of every card that is computed on a day."""
    return {
        code: sorted({ref.indicator for ref in references(parse(version.expression))})
        for code, card in catalogue.items()
        if (version := version_on(card, day))
    }


def check_catalogue(catalogue: Cards) -> None:
    """Check all formulas of all cards, on saving and on loading.

    Raises:
        VocabularyError: naming the card, or the cycle.
    """
    for card in catalogue.values():
        try:
            check_card(card, catalogue)
        except VocabularyError as error:
            raise VocabularyError(
                f"the formula of '{card.code}': {error.message}", remedy=error.remedy
            ) from None
    check_cycles(catalogue)


def _check_reference(reference: Reference, catalogue: Cards) -> None:
    card = catalogue.get(reference.indicator)
    if card is None:
        raise VocabularyError(
            f"there is no indicator '{reference.indicator}'",
            remedy=_difference_meant(reference.indicator, catalogue) or "write the code of a card",
        )
    card.check_breakdown(reference.breakdown)


def _difference_meant(name: str, catalogue: Cards) -> str:
    """Return a remedy if a name is two codes with a minus between them."""
    pieces = name.split("-")
    for cut in range(1, len(pieces)):
        left, right = "-".join(pieces[:cut]), "-".join(pieces[cut:])
        if left in catalogue and (right in catalogue or right.isdigit()):
            return f"a difference is written with spaces: {left} - {right}"
    return ""


def _days_of_change(cards: Iterable[Indicator]) -> list[date]:
    """Return one day of each stretch of time in which the same formulas hold."""
    days = {date.min}
    for card in cards:
        for version in card.formulas:
            days |= {day for day in (version.valid_from, version.valid_to) if day}
    return sorted(days)


def _visit(start: str, uses: Mapping[str, list[str]], done: dict[str, None]) -> None:
    """Add `start` and what it needs to `done`, depth first; without recursion, chains may be long.

    Raises:
        VocabularyError: if it needs itself.
    """
    path: dict[str, list[str]] = {}
    stack = [start]
    while stack:
        code = stack[-1]
        if code in done or code not in uses:
            stack.pop()
            continue
        pending = path.setdefault(code, list(uses[code]))
        if not pending:
            done[code] = None
            del path[code]
            stack.pop()
            continue
        operand = pending.pop(0)
        if operand in path:
            _refuse_cycle(list(path), operand)
        stack.append(operand)


def _refuse_cycle(path: list[str], again: str) -> None:
    cycle = [*path[path.index(again) :], again]
    raise VocabularyError(
        f"the formulas go in a circle: {' -> '.join(cycle)}",
        remedy="let one of these indicators be filed, or compute it from others",
    )


def _refuse_weight_from_its_mean(
    mean: str, uses: Mapping[str, list[str]], weights: Mapping[str, list[str]]
) -> None:
    """Refuse a mean whose weight is computed from it, directly or through others.

    Means that only weigh each other are no circle of formulas, and are left alone.
    """
    came_from: dict[tuple[str, bool], tuple[str, bool] | None] = {(mean, False): None}
    waiting = [(mean, False)]
    while waiting:
        step = waiting.pop()
        code, computed = step
        steps = [(operand, True) for operand in uses.get(code, ())]
        steps += [(weight, computed) for weight in weights.get(code, ())]
        if (mean, True) in steps:
            _refuse_cycle(_way_to(step, came_from), mean)
        for following in steps:
            if following not in came_from:
                came_from[following] = step
                waiting.append(following)


def _way_to(
    step: tuple[str, bool], came_from: Mapping[tuple[str, bool], tuple[str, bool] | None]
) -> list[str]:
    way: list[str] = []
    at: tuple[str, bool] | None = step
    while at is not None:
        way.append(at[0])
        at = came_from[at]
    return way[::-1]
