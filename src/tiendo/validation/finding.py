"""What a rule found: a finding like any other, with its rule, its cell and its figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from tiendo.cube.explain.checks import Finding
from tiendo.validation.rule import Rule
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Number, Quantity, Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Verdict


@dataclass(frozen=True, slots=True)
class Cell:
    """A place, a series and a run: what a rule is asked about."""

    place: str
    series: Series
    run: Period


@dataclass(frozen=True, slots=True)
class Remark:
    """What a kind of rule says of a cell, before the rule lends it name and severity.

    Attributes:
        cell: what it is about.
        said: the sentence with the numbers, in English, to be translated when shown.
        unit: unit of `expected` and `stated`.
        figures: the filed figures that it rests on.
    """

    cell: Cell
    verdict: Verdict
    said: Sentence
    figures: tuple[Figure, ...]
    expected: Decimal | None = None
    stated: Decimal | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RuleFinding(Finding):
    """A finding of a rule.

    Attributes:
        unit: unit of `expected` and `stated`.
        figures: the filed figures that it rests on, each once, in the order of their ids.
        failure: what the rule raised where it could not run; the finding then only says so.
    """

    rule: Rule = field(kw_only=True)
    cell: Cell = field(kw_only=True)
    unit: str = field(kw_only=True)
    figures: tuple[Figure, ...] = field(kw_only=True)
    failure: Exception | None = field(default=None, kw_only=True, compare=False)


def told(value: Decimal) -> Number:
    """Write a number for a sentence: six significant digits or all before the point."""
    digits = max(0, 5 - value.adjusted()) if value else 0
    text = f"{value:.{digits}f}"
    return Number(text.rstrip("0").rstrip(".") if "." in text else text)


def told_in(value: Decimal, unit: str) -> Quantity:
    """Write a number with its unit for a sentence."""
    return Quantity(told(value).digits, unit)
