"""The tree of a formula: plain frozen values that print as the formula they were read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tiendo.vocabulary.series import TOTAL, Breakdown

Sign = Literal["+", "-", "*", "/"]
_RANK: dict[str, int] = {"+": 1, "-": 1, "*": 2, "/": 2}
_TIGHT = 3


@dataclass(frozen=True, slots=True)
class Number:
    """A constant, never below zero; with `percent`, hundredths: 100% is the number 1."""

    value: Decimal
    percent: bool = False

    def __str__(self) -> str:
        return f"{self.value:f}{'%' if self.percent else ''}"


@dataclass(frozen=True, slots=True)
class Reference:
    """An indicator, or one part of it."""

    indicator: str
    breakdown: Breakdown = TOTAL

    def __str__(self) -> str:
        if not self.breakdown:
            return self.indicator
        return f"{self.indicator}[{'; '.join(f'{d}={c}' for d, c in self.breakdown.pairs)}]"


@dataclass(frozen=True, slots=True)
class Negation:
    """A unary minus."""

    operand: Expression

    def __str__(self) -> str:
        return f"-{_wrapped(self.operand, _TIGHT)}"


@dataclass(frozen=True, slots=True)
class Binary:
    """Two terms with a sign of arithmetic between them."""

    sign: Sign
    left: Expression
    right: Expression

    def __str__(self) -> str:
        rank = _RANK[self.sign]
        # The right side needs parentheses at equal rank too: a - (b - c).
        return f"{_wrapped(self.left, rank)} {self.sign} {_wrapped(self.right, rank + 1)}"


@dataclass(frozen=True, slots=True)
class Sum:
    """sum(a, b, ...): missing if any of them is."""

    terms: tuple[Expression, ...]

    def __str__(self) -> str:
        return f"sum({', '.join(map(str, self.terms))})"


@dataclass(frozen=True, slots=True)
class Quotient:
    """share(part, whole) or ratio(a, b): a / b of two like quantities.

    The number is the same; a share is told in percent, a ratio in times.
    """

    name: Literal["share", "ratio"]
    upper: Expression
    lower: Expression

    def __str__(self) -> str:
        return f"{self.name}({self.upper}, {self.lower})"


@dataclass(frozen=True, slots=True)
class Lag:
    """lag(x, n): the value of x on the run of months that lies n months earlier."""

    operand: Expression
    months: int

    def __str__(self) -> str:
        return f"lag({self.operand}, {self.months})"


Expression = Number | Reference | Negation | Binary | Sum | Quotient | Lag


def children(expression: Expression) -> tuple[Expression, ...]:
    """Return the expressions directly below, in the order in which they are written."""
    match expression:
        case Number() | Reference():
            return ()
        case Negation(operand) | Lag(operand, _):
            return (operand,)
        case Binary(_, left, right) | Quotient(_, left, right):
            return left, right
        case Sum(terms):
            return terms


def references(expression: Expression) -> Iterator[Reference]:
    """Yield every reference, in the order in which they are written."""
    if isinstance(expression, Reference):
        yield expression
    for child in children(expression):
        yield from references(child)


def lags(expression: Expression, behind: int = 0) -> Iterator[int]:
    """Yield by how many months each reference looks back; 0 for those that do not."""
    if isinstance(expression, Reference):
        yield behind
    if isinstance(expression, Lag):
        behind += expression.months
    for child in children(expression):
        yield from lags(child, behind)


def _wrapped(expression: Expression, rank: int) -> str:
    if isinstance(expression, Binary) and _RANK[expression.sign] < rank:
        return f"({expression})"
    return str(expression)
