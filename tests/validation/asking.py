"""Asking one rule about the small world."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from tests.world import BEN_TRE_NHO, evidence
from tiendo.validation.finding import RuleFinding
from tiendo.validation.rule import Check, Measurement, Missing, Rule, Scope
from tiendo.validation.running import findings
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.formula import parse
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Severity

HERE = BEN_TRE_NHO.key


def rule(
    check: Check,
    *,
    id: str = "tried",
    left: str = "skip",
    right: str = "skip",
    scope: Scope | None = None,
    severity: Severity = Severity.WARNING,
) -> Rule:
    """Return a rule of a kind; `left` and `right` are what it does where a side is missing."""
    texts = {"en": "as it should be"}
    return Rule(
        id=id,
        severity=severity,
        names=texts,
        explanation=texts,
        remedy=texts,
        check=check,
        scope=scope or Scope(),
        left_missing=Missing(left),
        right_missing=Missing(right),
    )


def found(
    asked: Rule | Check,
    period: str,
    *filings: Iterable[Figure],
    as_of: str = "2026-06-30",
    place: str = HERE,
) -> tuple[RuleFinding, ...]:
    """Return what one rule finds on a place in a period, by default on Bến Tre Nhỏ."""
    one = asked if isinstance(asked, Rule) else rule(asked)
    return findings([one], evidence(*filings, as_of=as_of), place, Period.parse(period))


def measured(expression: str, unit: str, per: str = "") -> Measurement:
    """Return an expression with the unit of its value."""
    return Measurement(parse(expression), Unit.parse(unit), per)


def numbers(finding: RuleFinding) -> tuple[Decimal | None, Decimal | None]:
    """Return what was expected and what was stated."""
    return finding.expected, finding.stated
