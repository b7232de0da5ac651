"""Formulas of one shape together: the same arithmetic with other operands is one call of NumPy.

Most formulas of a catalogue are a sum of two, or a quotient. A call costs as much for one column as
for ten, and a place with its siblings is a few cells a column.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tiendo.cube.cells.codes import Floats, Ints
from tiendo.vocabulary.formula import Expression
from tiendo.vocabulary.formula.tree import Lag, Reference, children
from tiendo.vocabulary.formula.units import scale_of
from tiendo.vocabulary.indicator import Catalogue, FormulaVersion
from tiendo.vocabulary.series import Breakdown
from tiendo.vocabulary.unit import Unit

OperandKey = tuple[str, Breakdown, int]
"""Indicator, breakdown and months back."""


@dataclass(frozen=True)
class Formula:
    """A column with a formula.

    Attributes:
        column: its number.
        indicator: whose card states it.
        version: the formula's text and dates.
        expression: the same, parsed.
        operands: the column of each operand that it names, NONE where there is no such series.
    """

    column: int
    indicator: str
    version: FormulaVersion
    expression: Expression
    operands: dict[OperandKey, int]


@dataclass(frozen=True)
class FormulaGroup:
    """Formulas that differ in their operands and units only.

    Attributes:
        columns: the columns that they give, (formulas,).
        expression: that of the first; what it refers to stands for the operand of each formula at
            the same position.
        keys: what the first refers to, by position.
        operands: the columns of the operands, (positions, formulas), NONE where there is none.
        to_base: by what operands are multiplied for base units, (positions, formulas).
        from_base: by what results in base units are multiplied for the card's unit, (formulas,).
        to_unit: by what operands are multiplied for the card's unit, NaN where they measure
            something else, (positions, formulas).
    """

    columns: Ints
    expression: Expression
    keys: tuple[OperandKey, ...]
    operands: Ints
    to_base: Floats
    from_base: Floats
    to_unit: Floats

    def of(self, formulas: Ints) -> FormulaGroup:
        """Return some of the formulas, by their numbers within the group."""
        return FormulaGroup(
            self.columns[formulas],
            self.expression,
            self.keys,
            self.operands[:, formulas],
            self.to_base[:, formulas],
            self.from_base[formulas],
            self.to_unit[:, formulas],
        )


def grouped(formulas: Iterable[Formula], cards: Catalogue) -> tuple[FormulaGroup, ...]:
    """Return formulas, none of which is an operand of another, by their shape.

    A formula without operands gives nothing and is left out.
    """
    alike: dict[Hashable, list[Formula]] = {}
    for formula in formulas:
        if formula.operands:
            alike.setdefault(_shape(formula), []).append(formula)
    return tuple(_group(each, cards) for each in alike.values())


def _shape(formula: Formula) -> Hashable:
    """Return the same for formulas that differ in what they refer to only."""
    positions = {key: position for position, key in enumerate(formula.operands)}

    def shape(expression: Expression, lag: int) -> Hashable:
        if isinstance(expression, Reference):
            return positions[expression.indicator, expression.breakdown, lag], lag
        behind = lag + expression.months if isinstance(expression, Lag) else lag
        below = children(expression)
        own = type(expression).__name__, getattr(expression, "sign", ""), len(below)
        # A constant has nothing below it and is told by itself.
        return (*own, *(shape(child, behind) for child in below)) if below else expression

    return shape(formula.expression, 0)


def _group(formulas: Sequence[Formula], cards: Catalogue) -> FormulaGroup:
    results = [cards[formula.indicator] for formula in formulas]
    operands = [[cards[key[0]] for key in formula.operands] for formula in formulas]
    return FormulaGroup(
        np.array([formula.column for formula in formulas]),
        formulas[0].expression,
        tuple(formulas[0].operands),
        np.array([list(formula.operands.values()) for formula in formulas]).T,
        np.array([[_in_base(card.unit, card.per) for card in each] for each in operands]).T,
        np.array([1.0 / _in_base(card.unit, card.per) for card in results]),
        np.array(
            [
                [_factor_between(card.unit, result.unit) for card in each]
                for each, result in zip(operands, results, strict=True)
            ]
        ).T,
    )


@lru_cache
def _factor_between(one: Unit, other: Unit) -> float:
    """Return by what numbers in one unit are multiplied for another, NaN where they measure else.

    Remembered, as units are compared again for every evaluation of the past.
    """
    return 10.0 ** one.shift_to(other) if one.converts_to(other) else np.nan


@lru_cache
def _in_base(unit: Unit, per: str) -> float:
    """Return by what numbers in a card's unit are multiplied for base units."""
    return 10.0 ** scale_of(unit, per)[1]
