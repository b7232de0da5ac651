"""The filed levels of a block, looked up as stated figures need them: by run, and by a past day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import Ints
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.resolve.answer import NOTHING, Answer
from tiendo.cube.cells.resolve.columns import group_ends, group_starts
from tiendo.cube.cells.resolve.known import Known, standing
from tiendo.cube.cells.resolve.rules import SeriesRules
from tiendo.cube.cells.resolve.said import (
    CONFIDENTIAL_SAID,
    SHARE,
    WITHDRAWN_SAID,
    Run,
    Said,
    said_of,
    winner,
)

Cell: TypeAlias = tuple[int, int, int, int]
"""Place, series, first and last month."""


class CellFigures:
    """The figures of one cell that were filed with, or speak of, its level."""

    def __init__(self, levels: Sequence[Said]) -> None:
        """Keep the levels filed for exactly the cell's run, of all vintages."""
        self._levels = levels
        self._filings = {level.filing for level in levels}

    @property
    def is_hidden(self) -> bool:
        """Whether the figure that answers for the run is confidential."""
        return any(said.state == CONFIDENTIAL_SAID for said in standing(self._levels).values())

    def has_level_of_own_filing(self, said: Said) -> bool:
        """Whether the filing of a stated figure also holds a level for its run."""
        return said.filing in self._filings

    def attached(self, stated: Iterable[Said]) -> Said | None:
        """Return the figure that answers among those filed together with a level.

        A state, such as withdrawn, counts wherever it was filed.
        """
        found = winner(s for s in stated if not s.has_value or self.has_level_of_own_filing(s))
        return found if found and found.has_value else None

    def detached(self, stated: Iterable[Said]) -> Said | None:
        """Return the figure, or its state, that answers among those without a level.

        A share of the whole never joins the level's row, so that all of them count.
        """
        found = winner(s for s in stated if s.kind == SHARE or not self.has_level_of_own_filing(s))
        return None if found is None or found.state == WITHDRAWN_SAID else found

    def level_meant_by(self, said: Said) -> Said | None:
        """Return the level that a stated growth, ratio or share refers to: rule 6.

        The level of its own filing, else the latest one known by then; never a later revision.
        None while the run is hidden.
        """
        if self.is_hidden:
            return None
        levels = [level for level in self._levels if level.has_value]
        known_then = [level for level in levels if level.known_at <= said.known_at]
        if known_then:
            return max(
                known_then,
                key=lambda one: (one.filing == said.filing, one.known_at, one.status, one.id),
            )
        own = [level for level in levels if level.filing == said.filing]
        return min(own, key=lambda one: (one.known_at, -one.id), default=None)


class Archive:
    """All levels of a block."""

    def __init__(self, levels: FigureColumns, rules: Sequence[SeriesRules]) -> None:
        """Keep columns.

        Args:
            levels: levels of all series, also of those that only weigh others, ordered by place,
                series, last and first month, and within as rule 1 does.
            rules: of all series.
        """
        self._levels = levels
        self._rules = rules
        self._place = -1
        self._figures: dict[int, list[Said]] = {}
        self._runs: dict[int, dict[Run, list[Said]]] = {}
        self._known: dict[tuple[int, int], Known] = {}

    def levels_meant_by(self, stated: FigureColumns) -> tuple[Ints, FigureColumns]:
        """Return the level that each stated figure refers to, as `CellFigures.level_meant_by`.

        Returns:
            numbers of the stated figures that refer to any, and the level of each of these.
        """
        levels = self._levels
        starts, counts = self._rows_of_runs(stated)
        by = np.repeat(np.arange(len(stated)), counts)
        rows = np.arange(len(by)) + np.repeat(starts - np.cumsum(counts) + counts, counts)
        answering = (starts + counts - 1)[by]
        hidden = levels["state"][answering] == CONFIDENTIAL_SAID
        same = levels["filing"][rows] == stated["filing"][by]
        earlier = levels["known_at"][rows] <= stated["known_at"][by]
        counted = ~np.isnan(levels["value"][rows]) & (earlier | same) & ~hidden
        by, rows, same, earlier = by[counted], rows[counted], same[counted], earlier[counted]
        known_at = levels["known_at"][rows]
        # Of those known by then the latest, of its own filing first; else the first of its own.
        keys = [
            levels["id"][rows],
            np.where(earlier, levels["status"][rows], 0),
            np.where(earlier, known_at, -known_at),
            earlier & same,
            earlier,
            by,
        ]
        order = np.lexsort(keys)
        best = order[group_ends(by[order])]
        return by[best], levels.take(rows[best])

    def _rows_of_runs(self, figures: FigureColumns) -> tuple[Ints, Ints]:
        """Return where the levels of each figure's place, series and run begin, and how many."""
        names = ("place", "series", "last", "first")
        wide = [1 + max(f[n].max(initial=0) for f in (figures, self._levels)) for n in names]
        cells, asked = (
            np.ravel_multi_index([f[n].astype(np.int64) for n in names], wide)
            for f in (self._levels, figures)
        )
        starts = np.searchsorted(cells, asked)
        return starts, np.searchsorted(cells, asked, side="right") - starts

    @cached_property
    def _rows(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Where the levels of each place and series stand."""
        place, series = self._levels["place"], self._levels["series"]
        starts = group_starts(place, series)
        pairs = zip(place[starts].tolist(), series[starts].tolist(), strict=True)
        bounds = pairwise([*starts.tolist(), len(self._levels)])
        return dict(zip(pairs, bounds, strict=True))

    def of_cell(self, cell: Cell) -> CellFigures:
        """Return the levels filed for exactly one run, of all vintages."""
        place, series, first, last = cell
        figures = self._of(place, series)
        if series not in self._runs:
            self._runs[series] = {}
            for said in figures:
                self._runs[series].setdefault(said.run, []).append(said)
        return CellFigures(self._runs[series].get((first, last), []))

    def known(self, place: int, series: int, day: int) -> Known:
        """Return the levels of a place and series that were known by a day."""
        figures = self._of(place, series)
        if (series, day) not in self._known:
            rules = self._rules[series]

            def weigh(run: Run) -> Answer:
                if rules.weight is None:
                    return NOTHING
                return self.known(place, rules.weight, day).level(run)

            levels = (said for said in figures if said.known_at <= day)
            self._known[series, day] = Known(levels, rules, weigh)
        return self._known[series, day]

    def _of(self, place: int, series: int) -> list[Said]:
        """Return all levels of a place and series; only one place is kept in mind."""
        if place != self._place:
            self._place = place
            for kept in (self._figures, self._runs, self._known):
                kept.clear()
        if series not in self._figures:
            rows = np.arange(*self._rows.get((place, series), (0, 0)))
            self._figures[series] = said_of(self._levels.take(rows))
        return self._figures[series]
