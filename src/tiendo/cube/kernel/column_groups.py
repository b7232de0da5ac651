"""Columns that belong together: a residual and what it is found from, parts and their whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import Ints

NONE = -1
"""The number of no column."""


@dataclass(frozen=True)
class Residual:
    """A column that is its total minus the other parts.

    Attributes:
        column: number of the residual.
        total: number of the total.
        others: numbers of the other parts.
    """

    column: int
    total: int
    others: tuple[int, ...]


@dataclass(frozen=True)
class ResidualGroup:
    """Residuals of totals that have equally many other parts.

    Attributes:
        columns: numbers of the residuals, (residuals,).
        needed: numbers of each total, then of its other parts, (1 + parts, residuals).
    """

    columns: Ints
    needed: Ints


@dataclass(frozen=True)
class Group:
    """Parts that should add up to a whole.

    Attributes:
        whole: number of the whole's column.
        parts: numbers of the parts' columns, in the order of the card.
        residual: which of them closes the sum, NONE if none does.
    """

    whole: int
    parts: tuple[int, ...]
    residual: int = NONE


def residuals_grouped(residuals: Iterable[Residual]) -> tuple[ResidualGroup, ...]:
    """Return residuals, none of which is needed for another, by the number of their parts."""
    alike: dict[int, list[Residual]] = {}
    for residual in residuals:
        alike.setdefault(len(residual.others), []).append(residual)
    return tuple(
        ResidualGroup(
            np.array([residual.column for residual in each]),
            np.array([(residual.total, *residual.others) for residual in each]).T,
        )
        for each in alike.values()
    )
