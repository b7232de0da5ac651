"""Residuals: a total less its other parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tiendo.cube.cells.codes import CONFIDENTIAL, Array
from tiendo.cube.kernel.column_groups import ResidualGroup
from tiendo.cube.kernel.numbers import Answers, bounds_of, computed, subtracted


def residuals_of(answers: Answers, group: ResidualGroup) -> Answers:
    """Return residuals from the levels of their totals and parts, (places, residuals)."""
    return residual_of([answers.of_columns(columns) for columns in group.needed])


def residual_of(answers: Sequence[Answers]) -> Answers:
    """Return the first answers minus all others (evaluation.md, row 2).

    Missing where one is not known, confidential where one is.
    """
    total, *others = answers
    known = np.logical_and.reduce([answer.known for answer in answers])
    hidden = np.logical_or.reduce([answer.hidden for answer in answers])
    value: Array = total.value
    for other in others:
        value = value - other.value
    bounds = None
    if total.has_quality:
        bounds = bounds_of(total)
        for other in others:
            bounds = subtracted(bounds, bounds_of(other))
    result = computed(np.where(known, value, np.nan), bounds, answers)
    result.clear_where(hidden, CONFIDENTIAL)
    return result
