"""Formulas of one shape are computed together; what differs in more than its operands is not."""

from __future__ import annotations

import pytest

from tests.world import CATALOGUE
from tiendo.cube.kernel.formula_groups import Formula, FormulaGroup, grouped
from tiendo.vocabulary.formula import named_operands, parse
from tiendo.vocabulary.indicator import FormulaVersion

COLUMN_OF = {code: number for number, code in enumerate(CATALOGUE)}
RESULT = "investment"


def formula(text: str, column: int = 90) -> Formula:
    """Return a formula of a made-up column, measured as the investment."""
    expression = parse(text)
    operands = {key: COLUMN_OF[key[0]] for key in named_operands(expression)}
    return Formula(column, RESULT, FormulaVersion(text), expression, operands)


def groups(*texts: str) -> tuple[FormulaGroup, ...]:
    """Return formulas in groups; their columns are counted from 90."""
    return grouped([formula(text, 90 + n) for n, text in enumerate(texts)], CATALOGUE)


def test_formulas_that_differ_in_their_operands_are_one_group() -> None:
    [group] = groups("investment / workers", "visitors / workers")
    assert group.columns.tolist() == [90, 91]
    upper, lower = (COLUMN_OF[code] for code in ("investment", "workers"))
    assert group.operands.tolist() == [[upper, COLUMN_OF["visitors"]], [lower, lower]]


@pytest.mark.parametrize(
    "other",
    [
        "investment * workers",
        "workers / investment / investment",
        "investment / (1 + workers)",
        "investment / lag(workers, 12)",
        "investment / investment",
        "-investment / workers",
    ],
)
def test_formulas_of_another_shape_are_another_group(other: str) -> None:
    assert len(groups("investment / workers", other)) == 2


def test_formulas_with_another_constant_or_lag_are_another_group() -> None:
    assert len(groups("investment * 2", "workers * 3", "visitors * 2")) == 2
    assert len(groups("lag(investment, 12)", "lag(workers, 3)", "lag(visitors, 12)")) == 2


def test_only_operands_that_measure_what_the_result_does_tell_what_zero_is() -> None:
    [group] = groups("investment / workers")
    assert group.to_unit[:, 0].tolist() == [1.0, pytest.approx(float("nan"), nan_ok=True)]


def test_a_formula_without_operands_gives_nothing() -> None:
    assert groups("2 + 3") == ()
