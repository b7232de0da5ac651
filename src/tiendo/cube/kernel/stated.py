"""What was stated of a run beside its level: growth, change, contribution, or a row of its own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tiendo.cube.cells.codes import Array, Ints
from tiendo.cube.cells.tables import SLOTS
from tiendo.cube.kernel.family_table import FamilyTable
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.numbers import QUALITY, Answers, table_answers
from tiendo.vocabulary.period import Period

_BASE = {name: f"base_{name}" for name in ("value", "state", "lo", "hi", *list(QUALITY)[2:7])}


class Stated:
    """The statements of one run by what they fill (`SLOTS`)."""

    def __init__(self, held: HeldFigures, run: Period, quality: bool) -> None:
        self.table: FamilyTable = held.of_run("stated", run)
        self._quality = quality
        self._shape = held.shape
        slots = self.table["slot"]
        self._rows: Mapping[str, Ints] = {
            slot: np.flatnonzero(slots == number) for number, slot in enumerate(SLOTS)
        }

    def rows(self, slot: str) -> Ints:
        """Return the numbers of the rows that fill a slot."""
        return self._rows[slot]

    def cells(self, slot: str) -> tuple[Array, Array]:
        """Return place and column of each statement of a slot."""
        rows = self.rows(slot)
        return self.table["place"][rows], self.table["series"][rows]

    def answers(self, slot: str) -> Answers:
        """Return what is stated, one answer a row."""
        return table_answers(self.table, self.rows(slot), self._quality)

    def implied_bases(self) -> Answers | None:
        """Return the bases that stated comparisons, else changes, imply; None if none does."""
        if not (len(self.rows("comparison")) or len(self.rows("change"))):
            return None
        found = Answers.missing(self._shape, self._quality)
        for slot in ("change", "comparison"):
            rows = self.rows(slot)
            base = {name: self.table[column][rows] for name, column in _BASE.items()}
            base["filed"] = np.zeros(len(rows), np.uint8)
            base["figure"] = np.zeros(len(rows), np.int64)
            found.put(self.cells(slot), table_answers(base, slice(None), self._quality))
        return found
