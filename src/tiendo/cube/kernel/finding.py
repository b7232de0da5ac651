"""Findings as columns: what a check found on which cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import CHECKS, SEVERITIES, VERDICTS, Array, Floats, Ints
from tiendo.vocabulary.words import Severity, Verdict


@dataclass(frozen=True)
class Findings:
    """Findings, each with the cell that it is on; columns of one length.

    `check`, `verdict` and `severity` are codes; `expected` and `stated` NaN where there is none.
    """

    place: Ints
    column: Ints
    check: Array
    verdict: Array
    severity: Array
    expected: Floats
    stated: Floats

    def __len__(self) -> int:
        return len(self.place)

    @classmethod
    def joined(cls, several: list[Findings]) -> Findings:
        """Return the findings of several checks."""
        if not several:
            nothing = np.empty(0, np.int64)
            return cls(nothing, nothing, nothing, nothing, nothing, np.empty(0), np.empty(0))
        return cls(
            *(
                np.concatenate([getattr(one, name) for one in several])
                for name in cls.__dataclass_fields__
            )
        )

    def take(self, rows: Array) -> Findings:
        """Return these findings."""
        return Findings(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


def on(
    cells: tuple[Array, Array],
    check: str,
    verdict: Verdict | Array,
    severity: Severity | Array,
    expected: Floats,
    stated: Floats,
) -> Findings:
    """Return one finding on each of some cells.

    Args:
        cells: places and columns.
        check: its word.
        verdict, severity: one for all, or codes.
        expected, stated: NaN where there is none.
    """
    count = len(cells[0])
    if isinstance(verdict, Verdict):
        verdict = np.full(count, VERDICTS.index(verdict))
    if isinstance(severity, Severity):
        severity = np.full(count, SEVERITIES.index(severity))
    checks = np.full(count, CHECKS.index(check))
    return Findings(cells[0], cells[1], checks, verdict, severity, expected, stated)
