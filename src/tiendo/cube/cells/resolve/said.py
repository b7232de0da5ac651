"""One filed figure as plain numbers, for what is resolved figure by figure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from tiendo.cube.cells.codes import FILED_STATES, KINDS
from tiendo.cube.cells.figures import FigureColumns
from tiendo.vocabulary.words import FiledState, Kind

Run: TypeAlias = tuple[int, int]
"""First and last month, counted from January of year 0."""

CONFIDENTIAL_SAID = FILED_STATES.index(FiledState.CONFIDENTIAL)
WITHDRAWN_SAID = FILED_STATES.index(FiledState.WITHDRAWN)

LEVEL_KINDS = (KINDS.index(Kind.LEVEL), KINDS.index(Kind.COUNT))
GROWTH = KINDS.index(Kind.GROWTH)
RATIO = KINDS.index(Kind.BASE_RATIO)
CHANGE = KINDS.index(Kind.CHANGE_ABS)
PLAN_SHARE = KINDS.index(Kind.PLAN_SHARE)
SHARE = KINDS.index(Kind.SHARE)
CONTRIBUTION = KINDS.index(Kind.CONTRIBUTION)


class Said(NamedTuple):
    """A filed figure: the columns of `FIGURE_TYPES` by name, value NaN where a state stands."""

    id: int
    filing: int
    recorded_at: int
    place: int
    series: int
    first: int
    last: int
    kind: int
    value: float
    lo: float
    hi: float
    decimals: int
    comparator: int
    modality: int
    status: int
    state: int
    known_at: int
    assigner: int
    version: int
    decision: int
    operator: int

    @property
    def run(self) -> Run:
        """The run that it is about."""
        return self.first, self.last

    @property
    def has_value(self) -> bool:
        """Whether it states a number and not a state."""
        return self.value == self.value


def said_of(figures: FigureColumns) -> list[Said]:
    """Return figures one by one."""
    columns = (figures[name].tolist() for name in Said._fields)
    return [Said(*row) for row in zip(*columns, strict=True)]


def finality(said: Said) -> tuple[int, int, int]:
    """Return by what rule 1 compares: the latest known_at, then the status, then the id."""
    return said.known_at, said.status, said.id


def winner(figures: Iterable[Said]) -> Said | None:
    """Return the figure that answers among several of one run: rule 1 of the contract."""
    return max(figures, key=finality, default=None)
