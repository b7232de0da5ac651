"""Dimensional analysis: only like is added to like, and the result is what its card says.

Scales need no care in a formula: each operand is taken to its base unit by its power of ten, and
the result to the card's unit. So bn VND over visits comes out right in m VND.

Among numbers without a dimension, percent is told apart from plain ones, because "100 - share" and
"ratio * 100" look right and are wrong a hundredfold: a constant beside a percentage is written
with its sign, as in 100% - share(a, b), and the card's unit percent does the multiplying.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.formula.tree import (
    Binary,
    Expression,
    Lag,
    Negation,
    Number,
    Quotient,
    Reference,
    Sum,
    children,
    references,
)
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.unit import Dimension, Unit, dimension_product

_PERCENT = Unit.parse("percent")
_POINTS = Unit.parse("percentage_points")
_HUNDREDS = (Number(Decimal(100)), Number(Decimal("0.01")))


@dataclass(frozen=True, slots=True)
class Measured:
    """What an expression measures.

    Attributes:
        text: the expression as it is written.
        dimension: base quantities with their exponents; empty for a pure number.
        unit: in words, for messages.
        percent: whether a pure number is told in percent.
        constant: whether it consists of constants without a percent sign.
    """

    text: str
    dimension: Dimension
    unit: str = ""
    percent: bool = False
    constant: bool = False

    def __str__(self) -> str:
        return self.text if self.constant else f"{self.text} ({self.unit})"


def scale_of(unit: Unit, per: str) -> tuple[Dimension, int]:
    """Return the dimension of a card's numbers and the power of ten of one unit of them.

    Percentage points count as hundredths of a pure number, as percent does: the difference of two
    rates is told in points, and only its card knows that.
    """
    dimension, exponent = unit.dimension, unit.exponent
    if unit.dimension == _POINTS.dimension:
        dimension, exponent = _PERCENT.dimension, unit.exponent + _PERCENT.exponent
    if per:
        divisor = Unit.parse(per)
        dimension = dimension_product(dimension, divisor.dimension, -1)
        exponent -= divisor.exponent
    return dimension, exponent


def check_units(
    expression: Expression, catalogue: Mapping[str, Indicator], unit: Unit, per: str = ""
) -> None:
    """Refuse a formula that adds unlike things or does not give what its card says.

    Args:
        expression: the formula.
        catalogue: the cards that it refers to.
        unit: the unit of the card that it belongs to.
        per: the noun by which that unit is silently divided; empty if there is none.

    Raises:
        VocabularyError: naming both sides with their units, or the result and the card's unit.
    """
    result = _measure(expression, catalogue)
    wanted, _ = scale_of(unit, per)
    if result.dimension != wanted:
        raise VocabularyError(
            f"the formula gives {result.unit}, its card says {_card_unit(unit, per)}",
            remedy="correct the formula, or the unit (and the noun under 'per') of the card",
        )
    in_percent = any(is_percent(catalogue[ref.indicator].unit) for ref in references(expression))
    if in_percent or is_percent(unit):
        _refuse_hundred(expression)


def is_percent(unit: Unit) -> bool:
    """Whether numbers in this unit are told in percent or in percentage points."""
    return scale_of(unit, "") == (_PERCENT.dimension, _PERCENT.exponent)


def describe(dimension: Dimension) -> str:
    """Return a dimension in words: "VND / persons", "a pure number"."""
    if not dimension:
        return "a pure number"
    upper = [_power(base, exponent) for base, exponent in dimension if exponent > 0]
    lower = [_power(base, -exponent) for base, exponent in dimension if exponent < 0]
    return " / ".join([" ".join(upper) or "1", *lower])


def _power(base: str, exponent: int) -> str:
    name = base.rpartition(":")[2]
    return name if exponent == 1 else f"{name}^{exponent}"


def _card_unit(unit: Unit, per: str) -> str:
    return f"{unit} per {per}" if per else f"{unit}"


def _measure(expression: Expression, catalogue: Mapping[str, Indicator]) -> Measured:
    text = str(expression)
    if isinstance(expression, Number):
        return Measured(text, (), "a pure number", expression.percent, not expression.percent)
    if isinstance(expression, Reference):
        card = catalogue[expression.indicator]
        dimension, _ = scale_of(card.unit, card.per)
        percent = not dimension and is_percent(card.unit)
        return Measured(text, dimension, _card_unit(card.unit, card.per), percent)
    sides = [_measure(child, catalogue) for child in children(expression)]
    match expression:
        case Negation() | Lag():
            return replace(sides[0], text=text)
        case Sum() | Binary("+"):
            return _total(text, sides, "add")
        case Binary("-"):
            return _total(text, sides, "subtract")
        case Binary("*"):
            return _product(text, *sides)
        case Binary():
            return _division(text, *sides)
        case Quotient():
            return _compared(text, expression.name, *sides)


def _total(text: str, terms: list[Measured], verb: str) -> Measured:
    first = terms[0]
    for term in terms:
        if term.dimension != first.dimension:
            raise VocabularyError(
                f"cannot {verb} {first} and {term}",
                remedy="only quantities of the same kind are added or subtracted",
            )
    percents = [term for term in terms if term.percent]
    constants = [term for term in terms if term.constant]
    if percents and constants:
        raise VocabularyError(
            f"{constants[0]} stands beside {percents[0]}",
            remedy="write the constant with its sign, such as 100%, if hundredths are meant",
        )
    return Measured(
        text,
        first.dimension,
        _unit_in_words(first.dimension, bool(percents)),
        percent=bool(percents),
        constant=len(constants) == len(terms),
    )


def _product(text: str, left: Measured, right: Measured) -> Measured:
    """Half of a percentage is a percentage, a percentage of a percentage is not."""
    dimension = dimension_product(left.dimension, right.dimension)
    percent = not dimension and left.percent != right.percent
    constant = left.constant and right.constant
    return Measured(text, dimension, _unit_in_words(dimension, percent), percent, constant)


def _division(text: str, left: Measured, right: Measured) -> Measured:
    dimension = dimension_product(left.dimension, right.dimension, -1)
    percent = not dimension and left.percent and not right.percent
    constant = left.constant and right.constant
    return Measured(text, dimension, _unit_in_words(dimension, percent), percent, constant)


def _compared(text: str, name: str, upper: Measured, lower: Measured) -> Measured:
    if upper.dimension != lower.dimension:
        raise VocabularyError(
            f"{name} compares {upper} with {lower}",
            remedy="a share or ratio is of two quantities of the same kind; otherwise write a / b",
        )
    return Measured(text, (), "percent" if name == "share" else "times", name == "share")


def _unit_in_words(dimension: Dimension, percent: bool) -> str:
    return "percent" if percent else describe(dimension)


def _refuse_hundred(expression: Expression) -> None:
    """Refuse 100 as a factor where percentages are about: they convert by themselves."""
    if isinstance(expression, Binary) and expression.sign in "*/":
        for side in (expression.left, expression.right):
            if side in _HUNDREDS:
                raise VocabularyError(
                    f"{expression}: percentages are converted by themselves",
                    remedy=f"leave out the factor {side}",
                )
    for child in children(expression):
        _refuse_hundred(child)
