"""Columns that belong together: a residual and what it is found from, parts and their whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import Ints, Mask

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


@dataclass(frozen=True)
class GroupedParts:
    """Several groups as arrays.

    Attributes:
        wholes: numbers of the wholes, (groups,).
        parts: numbers of the parts, one group after the other.
        starts: where the parts of each group begin.
    """

    wholes: Ints
    parts: Ints
    starts: Ints

    @classmethod
    def of(cls, groups: Sequence[Group]) -> GroupedParts:
        """Return groups, each of at least one part."""
        sizes = [len(group.parts) for group in groups]
        return cls(
            np.array([group.whole for group in groups], np.int64),
            np.array([part for group in groups for part in group.parts], np.int64),
            np.cumsum([0, *sizes])[:-1],
        )

    def where(self, chosen: Mask) -> GroupedParts:
        """Return some of the groups."""
        sizes = np.diff(np.append(self.starts, len(self.parts)))
        kept = sizes[chosen]
        parts = self.parts[np.repeat(chosen, sizes)]
        return GroupedParts(self.wholes[chosen], parts, np.cumsum(kept) - kept)


@dataclass(frozen=True)
class FirstTotals:
    """For each indicator its first total, beside all its totals.

    Attributes:
        columns: numbers of the first ones, (indicators,).
        totals: numbers of all totals, one indicator after the other.
        starts: where the totals of each indicator begin.
        computed: whether its card has a formula.
    """

    columns: Ints
    totals: Ints
    starts: Ints
    computed: Mask

    @classmethod
    def of(cls, of_cards: Sequence[tuple[int, Sequence[int], bool]]) -> FirstTotals:
        """Return the totals of several cards: the first one, all, and whether it has a formula."""
        sizes = [len(totals) for _, totals, _ in of_cards]
        return cls(
            np.array([first for first, _, _ in of_cards], np.int64),
            np.array([total for _, totals, _ in of_cards for total in totals], np.int64),
            np.cumsum([0, *sizes])[:-1],
            np.array([computed for _, _, computed in of_cards], np.bool_),
        )


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
