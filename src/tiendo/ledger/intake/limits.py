"""What a number cannot be: the ranges of rules that say that nothing outside them is taken in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tiendo.validation.rule import Rule, StatedRange
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Indicator, text_in
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.words import Kind


@dataclass(frozen=True, slots=True)
class Limit:
    """The range outside which a number cannot lie.

    Attributes:
        lowest, highest: its ends, in the unit in which the number is kept; None where open.
        rule: id of the rule that says so.
        remedy: what to do.
    """

    lowest: Decimal | None
    highest: Decimal | None
    rule: str
    remedy: str

    def holds_surely(self, value: float) -> bool:
        """Whether a number lies inside, whatever its rounding."""
        low = self.lowest is None or value >= float(self.lowest)
        return low and (self.highest is None or value <= float(self.highest))


def limits_of(rules: Iterable[Rule], card: Indicator, kind: Kind) -> tuple[Limit, ...]:
    """Return the limits of a kind of number of an indicator."""
    return tuple(
        Limit(check.lowest, check.highest, rule.id, text_in(rule.remedy, "en"))
        for rule in rules
        if rule.refuses
        and isinstance(check := rule.check, StatedRange)
        and kind in check.kinds
        and rule.scope.holds(card)
    )


def beyond(limits: Sequence[Limit], said: Statement) -> Iterator[tuple[str, str, str]]:
    """Yield why a number cannot be, as column, message and remedy."""
    if said.value is None:
        return
    for limit in limits:
        if said.bounds.meets(Interval(limit.lowest, limit.highest)):
            continue
        possible = (
            f"at least {limit.lowest}"
            if limit.highest is None
            else f"at most {limit.highest}"
            if limit.lowest is None
            else f"{limit.lowest} to {limit.highest}"
        )
        message = f"{said.kind} {said.value:f} cannot be: possible is {possible} ({limit.rule})"
        yield "value", message, limit.remedy
