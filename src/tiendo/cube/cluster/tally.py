"""How much there is of what: a country's rows counted, by levels of government."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np

from tiendo.cube.cells.codes import CHECKS, STATES, Array
from tiendo.cube.kernel import Result
from tiendo.vocabulary.words import Level, State

_LEVELS = tuple(Level)
W = TypeVar("W")


@dataclass(frozen=True)
class OfLevel:
    """What was counted of one level of government.

    Attributes:
        places: places with any row.
        rows: their rows.
        states: rows by state.
        findings: findings by check.
    """

    places: int = 0
    rows: int = 0
    states: Mapping[State, int] = field(default_factory=dict)
    findings: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: OfLevel) -> OfLevel:
        return OfLevel(
            self.places + other.places,
            self.rows + other.rows,
            Counter(self.states) + Counter(other.states),
            Counter(self.findings) + Counter(other.findings),
        )


@dataclass(frozen=True)
class Tally:
    """What was counted, by levels of government; those without rows are left out."""

    by_level: Mapping[Level, OfLevel] = field(default_factory=dict)

    def __add__(self, other: Tally) -> Tally:
        levels = [each for each in _LEVELS if each in self.by_level or each in other.by_level]
        nothing = OfLevel()
        return Tally(
            {
                level: self.by_level.get(level, nothing) + other.by_level.get(level, nothing)
                for level in levels
            }
        )

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(each.rows for each in self.by_level.values())

    @property
    def places(self) -> int:
        """All places with any row."""
        return sum(each.places for each in self.by_level.values())


def tally_of(result: Result, levels: Collection[Level] | None = None) -> Tally:
    """Return how much there is in a result.

    Args:
        result: places, rows and findings.
        levels: only of places of these levels; None for all.
    """
    level_of = np.array([_LEVELS.index(place.level) for place in result.places], np.int64)
    place, column = np.nonzero(result.rows)
    places = np.concatenate([place, result.stated.place])
    states = np.concatenate([result.fields["state"][place, column], result.stated.answers.state])
    found = result.findings
    on_rows = result.rows[found.place, found.column]
    checked, checks = level_of[found.place[on_rows]], found.check[on_rows]
    by_level = {}
    for code, level in enumerate(_LEVELS):
        mine = level_of[places] == code
        if mine.any() and (levels is None or level in levels):
            by_level[level] = OfLevel(
                places=len(np.unique(places[mine])),
                rows=int(mine.sum()),
                states=_counted(states[mine], STATES),
                findings=_counted(checks[checked == code], CHECKS),
            )
    return Tally(by_level)


def _counted(codes: Array, words: tuple[W, ...]) -> dict[W, int]:
    counts = np.bincount(codes.astype(np.int64), minlength=len(words)).tolist()
    return {word: count for word, count in zip(words, counts, strict=True) if count}
