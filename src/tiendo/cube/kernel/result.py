"""What an evaluation gives: arrays over places and series, and tables of what is not one a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask
from tiendo.cube.kernel.findings import Findings
from tiendo.cube.kernel.numbers import Answers
from tiendo.cube.kernel.plans import Plans
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series

DERIVABLE = (
    "value",
    "previous_period",
    "same_period",
    "year_to_date",
    "growth_pct",
    "base_ratio_pct",
    "difference",
    "contribution_pp",
    "structure_share_pct",
)
"""Fields that may be derived, in the order in which `derived` names them; its bits."""


@dataclass(frozen=True)
class StatedRows:
    """Rows of their own: growths, shares, ... that were stated without a level.

    Attributes:
        place, column: the cell.
        slot: code of `SLOTS`, one of the row_* ones.
        answers: what was stated.
    """

    place: Ints
    column: Ints
    slot: Array
    answers: Answers

    def take(self, rows: Array) -> StatedRows:
        """Return these rows."""
        return StatedRows(
            self.place[rows], self.column[rows], self.slot[rows], self.answers.at(rows)
        )


@dataclass(frozen=True)
class Result:
    """The evaluation of some places for a run.

    Attributes:
        run: the run.
        places: the places, by row; those without any of `rows` are answered for elsewhere.
        series: the series, by column; `cards` their cards.
        rows: where there is a row of the level, (places, series).
        fields: arrays (places, series) by the contract's names of fields, in the card's unit,
            percent or percentage points; NaN, 0 for a rank, is unknown. `state`, `comparator`, ...
            hold codes, `filed` and `due` counts, `derived` bits of DERIVABLE; what concerns quality
            is there only if it was asked for.
        plans, findings, stated: on cells of `rows`, and rows beside them.
        order: the columns as the cards order them.
        texts: assigners, versions and decisions by their numbers.
    """

    run: Period
    places: tuple[Place, ...]
    series: tuple[Series, ...]
    cards: tuple[Indicator | None, ...]
    rows: Mask
    fields: Mapping[str, Array]
    plans: Plans
    findings: Findings
    stated: StatedRows
    order: Ints
    texts: tuple[str, ...]

    def of_place(self, place: Place) -> Result:
        """Return the result without the rows of all other places."""
        row = next(row for row, one in enumerate(self.places) if one.id == place.id)
        rows = np.zeros_like(self.rows)
        rows[row] = self.rows[row]
        of_row = self.plans.cells.numbers // max(1, len(self.series)) == row
        return replace(
            self,
            rows=rows,
            plans=self.plans.take(np.flatnonzero(of_row)),
            findings=self.findings.take(np.flatnonzero(self.findings.place == row)),
            stated=self.stated.take(np.flatnonzero(self.stated.place == row)),
        )

    def count(self) -> int:
        """Return how many rows there are."""
        return int(self.rows.sum()) + len(self.stated.place)

    def records(
        self, language: str = "vi", places: Iterable[str] | None = None
    ) -> list[dict[str, Any]]:
        """Return the rows of places, all by default, as the contract's JSON (see `records`)."""
        from tiendo.cube.kernel.records import records

        return list(records(self, language, places))

    def cells_in_order(self, places: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Yield place and column of every cell of which anything is said, in the cards' order."""
        said = self.rows.copy()
        said[self.stated.place, self.stated.column] = True
        for place in places:
            for column in self.order[said[place][self.order]].tolist():
                yield place, column
