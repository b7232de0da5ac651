"""The tail: what the ledger holds and a cube that was built before does not.

Everything of a touched pair (place and series) is resolved anew from all its figures, and replaces
what the tiles held of it. Which years a figure touches follows from what `resolve` looks at:

- the years of its own run, since paths and means do not leave a calendar year;
- the year after, if growths were stated of it by then or later: they were judged against the level
  of the same period as it was known on their day;
- the last year of each longer run that holds one of them, or whose same period before does: it is
  the sum of its years, and that lies as many years back as it has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from django.db import connection

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Ints, day_of
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.patched import Key, Patch
from tiendo.cube.cells.patching import are_in_cells
from tiendo.cube.cells.resolve import STATED_KINDS, SeriesRules, resolve
from tiendo.cube.cells.tile import MONTHS, Tile
from tiendo.ledger.cube.figures import together
from tiendo.ledger.cube.ground import Ground
from tiendo.ledger.cube.state import LedgerState
from tiendo.vocabulary.period import Period

Pending: TypeAlias = tuple[int, int, int, int]
"""A figure that is recorded, but that the world knows only later: (day, block, row, series)."""

_AT_ONCE = 500


@dataclass(frozen=True)
class Built:
    """Up to where tiles were built.

    Attributes:
        state: the ledger's state.
        as_of: the day, as an ordinal; figures known later do not count in the tiles.
        pending: figures known later, sorted.
    """

    state: LedgerState
    as_of: int
    pending: tuple[Pending, ...]


@dataclass(frozen=True)
class Tail:
    """Patches that bring tiles from one state of the ledger to a later one.

    Attributes:
        axes: the axes of the tiles afterwards.
        built: up to where they are then.
        patches: by block and year.
    """

    axes: Axes
    built: Built
    patches: Mapping[Key, Patch]


def tail_of(ground: Ground, built: Built, day: int) -> Tail:
    """Return what brings tiles up to the ground's state and to a later day.

    Args:
        ground: the state of the ledger to come to.
        built: up to where the tiles were built.
        day: the day to come to, as an ordinal; an earlier one than theirs is not gone back to.
    """
    day = max(day, built.as_of)
    runs = list(_newer_runs(ground, built))
    later = {run.pending for run in runs if run.known_at > day}
    later |= {each for each in built.pending if each[0] > day}
    touched: defaultdict[int, list[_Run]] = defaultdict(list)
    for run in [run for run in runs if run.known_at <= day]:
        touched[run.block].append(run)
    for run in _arrived_runs(ground, built, day):
        touched[run.block].append(run)
    patches: dict[Key, Patch] = {}
    for block, some in touched.items():
        patches |= _patches_of(ground, block, some, day)
    return Tail(ground.axes, Built(ground.state, day, tuple(sorted(later))), patches)


# ---- what was touched -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """One figure's place, series, run and day, in the numbers of the axes."""

    block: int
    row: int
    series: int
    first: int
    last: int
    known_at: int

    @property
    def pending(self) -> Pending:
        return self.known_at, self.block, self.row, self.series


def _newer_runs(ground: Ground, built: Built) -> Iterator[_Run]:
    """Yield the runs of the figures that were recorded since."""
    yield from _runs(ground, '"id" > %s', [built.state.last_figure])


def _arrived_runs(ground: Ground, built: Built, day: int) -> Iterator[_Run]:
    """Yield the runs of figures that were recorded before and became known since."""
    arrived = {each[1:] for each in built.pending if each[0] <= day}
    places = sorted({ground.laid_out.blocks[block][row] for block, row, _ in arrived})
    since, until = day_of(built.as_of), day_of(day)
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        where = f'"known_at" > %s AND "known_at" <= %s AND "place_id" IN ({_marks(some)})'
        yield from _runs(ground, where, [str(since), str(until), *some])


def _runs(ground: Ground, where: str, params: Sequence[Any]) -> Iterator[_Run]:
    row_of = ground.laid_out.row_of
    for place, ordinal, first, last, known_at in ground.reader.runs(
        where, params, until=ground.state.last_figure
    ):
        if place in row_of and ground.evaluated[ordinal]:
            yield _Run(*row_of[place], ordinal, first, last, known_at)


def _long_runs(places: Sequence[int], since: int) -> list[range]:
    """Return, for the runs over several years that end in `since` or later, the years they need.

    These are their own and those of the same period before, which ends where they begin.
    """
    found: set[tuple[int, int]] = set()
    with connection.cursor() as cursor:
        for start in range(0, len(places), _AT_ONCE):
            some = places[start : start + _AT_ONCE]
            cursor.execute(
                'SELECT DISTINCT "first" / 12, "last" / 12 FROM ledger_figure '  # noqa: S608
                f'WHERE "place_id" IN ({_marks(some)}) AND "last" >= %s '
                'AND "first" / 12 <> "last" / 12',
                [*some, MONTHS * since],
            )
            found |= {(row[0], row[1]) for row in cursor.fetchall()}
    return [range(2 * first - last - 1, last + 1) for first, last in sorted(found)]


# ---- resolving it anew --------------------------------------------------------------------


def _patches_of(ground: Ground, block: int, touched: Sequence[_Run], day: int) -> dict[Key, Patch]:
    """Return the patches of one block by block and year."""
    pairs = _with_weighted({(run.row, run.series) for run in touched}, ground.rules)
    places = len(ground.laid_out.blocks[block])
    deciding = _deciding_figures(ground, block, touched, pairs)
    asked = np.array(pairs)
    tiles = resolve(
        deciding.figures,
        ground.rules,
        places=places,
        as_of=day,
        pairs=asked,
        texts=ground.axes.texts,
        cells=deciding.cells,
    )
    return {
        (block, year): Patch(asked, deciding.cells, tiles.get(year) or Tile.empty(year, places))
        for year in deciding.years
    }


@dataclass(frozen=True)
class _Deciding:
    """The years whose tiles change, and the figures that decide about these.

    Attributes:
        years: the years.
        cells: the cells of which what was stated may be read otherwise now, as `Patch.cells`.
        figures: the figures.
    """

    years: Sequence[int]
    cells: Ints
    figures: FigureColumns


def _deciding_figures(
    ground: Ground, block: int, touched: Sequence[_Run], pairs: Sequence[tuple[int, int]]
) -> _Deciding:
    """Return what decides about a block's tiles after some figures became known."""
    row_of = {ground.laid_out.blocks[block][row]: row for row, _ in pairs}
    needed = np.array(_with_weights(pairs, ground.rules))
    wide = len(ground.rules)

    def read(years: Iterable[int]) -> FigureColumns:
        windows = [Period.of_year(year) for year in sorted(years)]
        series = ground.series_mask(needed[:, 1])
        found = ground.figures(row_of, series=series, windows=windows, again=True)
        belongs = np.isin(found["place"] * wide + found["series"], needed @ [wide, 1])
        return found.take(belongs)

    own = {year for run in touched for year in range(run.first // MONTHS, run.last // MONTHS + 1)}
    changed = own | {year + 1 for year in own}
    spans = [years for years in _long_runs(list(row_of), min(own)) if not changed.isdisjoint(years)]
    changed |= {years[-1] for years in spans}
    figures = read(changed)
    cells, judged = _cells_restated(figures, touched)
    # Only what was stated beside levels is judged against those of the year before, and of the
    # year after only that may change.
    changed = own | {years[-1] for years in spans} | set((judged // MONTHS).tolist())
    if not len(judged):
        return _Deciding(sorted(changed), cells, figures)
    before = {year - 1 for year in changed}
    before |= {year for years in spans for year in years}
    before -= own | {year + 1 for year in own} | {years[-1] for years in spans}
    every = together([figures, read(before)]) if before else figures
    return _Deciding(sorted(changed), cells, every)


def _cells_restated(figures: FigureColumns, touched: Sequence[_Run]) -> tuple[Ints, Ints]:
    """Return the cells in which what was stated may be read otherwise than before.

    Those that new figures speak of, and those of which anything was stated since the first of these
    became known: what was stated earlier was judged by what was known by then. Also the last months
    of all cells in which there is anything to be judged.
    """
    since = min(run.known_at for run in touched)
    spoken_of = {(run.row, run.series, run.first, run.last) for run in touched}
    stated = np.isin(figures["kind"], STATED_KINDS) & (figures["known_at"] >= since)
    names = ("place", "series", "first", "last")
    later = np.stack([figures[name][stated] for name in names], axis=1).astype(np.int64)
    cells = np.unique(np.concatenate([np.array(sorted(spoken_of)), later]), axis=0)
    judged = np.isin(figures["kind"], STATED_KINDS) & are_in_cells(figures.columns, cells)
    return cells, figures["last"][judged]


def _with_weighted(
    pairs: Iterable[tuple[int, int]], rules: Sequence[SeriesRules]
) -> list[tuple[int, int]]:
    """Return pairs with those whose means over time they weigh."""
    weighs: defaultdict[int, list[int]] = defaultdict(list)
    for ordinal, rule in enumerate(rules):
        if rule.weight is not None:
            weighs[rule.weight].append(ordinal)
    every = {(row, other) for row, series in pairs for other in (series, *weighs[series])}
    return sorted(every)


def _with_weights(
    pairs: Iterable[tuple[int, int]], rules: Sequence[SeriesRules]
) -> list[tuple[int, int]]:
    """Return pairs with those that weigh their means over time."""
    found = set(pairs)
    for row, series in pairs:
        weight = rules[series].weight
        if weight is not None:
            found.add((row, weight))
    return sorted(found)


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
