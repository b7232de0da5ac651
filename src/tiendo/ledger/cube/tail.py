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
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from django.db import connection

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Ints, Mask, day_of
from tiendo.cube.cells.figures import FigureColumns
from tiendo.cube.cells.patched import Key
from tiendo.cube.cells.patching import Patch, are_in_cells
from tiendo.cube.cells.resolve import STATED_KINDS, SeriesRules, resolve
from tiendo.cube.cells.tile import MONTHS, Tile
from tiendo.ledger.cube.figures import together
from tiendo.ledger.cube.ground import Ground
from tiendo.ledger.cube.state import LedgerState
from tiendo.vocabulary.period import Period

Pending: TypeAlias = tuple[int, int, int, int]
"""A figure that is recorded, but that the world knows only later: (day, block, row, series)."""

_AT_ONCE = 500

_NOWHERE = -1
"""Block and row of a place that the cube does not hold."""


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
    newer = _runs(ground, '"id" > %s', [built.state.last_figure])
    is_known = newer.known_at <= day
    later = newer.of(~is_known).pending() | {each for each in built.pending if each[0] > day}
    touched = _Runs(np.concatenate([newer.of(is_known).rows, *_arrived(ground, built, day)]))
    patches: dict[Key, Patch] = {}
    for block in np.unique(touched.block).tolist():
        patches |= _patches_of(ground, block, touched.of(touched.block == block), day)
    return Tail(ground.axes, Built(ground.state, day, tuple(sorted(later))), patches)


# ---- what was touched -------------------------------------------------------------------


@dataclass(frozen=True)
class _Runs:
    """Figures by place, series, run and day, in the numbers of the axes.

    Attributes:
        rows: block, row, series, first, last and known_at of each figure.
    """

    rows: Ints

    @property
    def block(self) -> Ints:
        """Blocks of the places."""
        return self.rows[:, 0]

    @property
    def place(self) -> Ints:
        """Rows of the places in their blocks."""
        return self.rows[:, 1]

    @property
    def pairs(self) -> Ints:
        """Place and series, (figures, 2)."""
        return self.rows[:, 1:3]

    @property
    def cells(self) -> Ints:
        """Place, series, first and last month, (figures, 4)."""
        return self.rows[:, 1:5]

    @property
    def years(self) -> set[int]:
        """The years that the runs reach into."""
        ends = np.unique(self.rows[:, 3:5] // MONTHS, axis=0).tolist()
        return {year for first, last in ends for year in range(first, last + 1)}

    @property
    def known_at(self) -> Ints:
        """Days, as ordinals."""
        return self.rows[:, 5]

    def of(self, chosen: Mask) -> _Runs:
        """Return some of them."""
        return _Runs(self.rows[chosen])

    def among(self, places: Ints) -> _Runs:
        """Return the same with places told by their positions in a list, ascending."""
        rows = self.rows.copy()
        rows[:, 1] = np.searchsorted(places, self.place)
        return _Runs(rows)

    def pending(self) -> set[Pending]:
        """Return what is kept of figures that the world knows only later."""
        found: set[Pending] = set(map(tuple, self.rows[:, [5, 0, 1, 2]].tolist()))
        return found


def _arrived(ground: Ground, built: Built, day: int) -> Iterator[Ints]:
    """Yield rows of figures that were recorded before and became known since."""
    arrived = {each[1:] for each in built.pending if each[0] <= day}
    places = sorted({ground.laid_out.blocks[block][row] for block, row, _ in arrived})
    since, until = day_of(built.as_of), day_of(day)
    for start in range(0, len(places), _AT_ONCE):
        some = places[start : start + _AT_ONCE]
        where = f'"known_at" > %s AND "known_at" <= %s AND "place_id" IN ({_marks(some)})'
        yield _runs(ground, where, [str(since), str(until), *some]).rows


def _runs(ground: Ground, where: str, params: Sequence[Any]) -> _Runs:
    found = ground.reader.runs(where, params, until=ground.state.last_figure)
    ids, number = np.unique(found[:, 0], return_inverse=True)
    nowhere = (_NOWHERE, _NOWHERE)
    homes = [ground.laid_out.row_of.get(id, nowhere) for id in ids.tolist()]
    home = np.array(homes, np.int64).reshape(-1, 2)[number]
    counted = (home[:, 0] != _NOWHERE) & ground.evaluated[found[:, 1]]
    return _Runs(np.concatenate([home, found[:, 1:]], axis=1)[counted])


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


def _patches_of(ground: Ground, block: int, touched: _Runs, day: int) -> dict[Key, Patch]:
    """Return the patches of one block by block and year."""
    rows, places = np.unique(touched.place), ground.laid_out.blocks[block]
    near = touched.among(rows)
    pairs = _with_weighted(near.pairs, ground.rules)
    ids = [places[row] for row in rows.tolist()]
    deciding = _deciding_figures(ground, ids, near, pairs)
    tiles = resolve(
        deciding.figures,
        ground.rules,
        places=len(rows),
        as_of=day,
        pairs=pairs,
        texts=ground.axes.texts,
        cells=deciding.cells,
    )

    def in_block(cells: Ints) -> Ints:
        return np.column_stack([rows[cells[:, 0]], cells[:, 1:]])

    return {
        (block, year): Patch(
            in_block(pairs),
            tiles.get(year) or Tile.empty(year, len(rows)),
            rows,
            len(places),
            in_block(deciding.cells),
        )
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
    ground: Ground, places: Sequence[int], touched: _Runs, pairs: Ints
) -> _Deciding:
    """Return what decides about a block's tiles after some figures became known.

    Args:
        ground: the state of the ledger.
        places: ids of the places that are touched, by row.
        touched: what became known.
        pairs: what is resolved anew.
    """
    row_of = {place: row for row, place in enumerate(places)}
    needed = _with_weights(pairs, ground.rules)
    wide = len(ground.rules)

    def read(years: Iterable[int]) -> FigureColumns:
        windows = [Period.of_year(year) for year in sorted(years)]
        series = ground.series_mask(needed[:, 1])
        found = ground.figures(row_of, series=series, windows=windows, again=True)
        belongs = np.isin(found["place"] * wide + found["series"], needed @ [wide, 1])
        return found.take(belongs)

    own = touched.years
    changed = own | {year + 1 for year in own}
    spans = [years for years in _long_runs(places, min(own)) if not changed.isdisjoint(years)]
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


def _cells_restated(figures: FigureColumns, touched: _Runs) -> tuple[Ints, Ints]:
    """Return the cells in which what was stated may be read otherwise than before.

    Those that new figures speak of, and those of which anything was stated since the first of these
    became known: what was stated earlier was judged by what was known by then. Also the last months
    of all cells in which there is anything to be judged.
    """
    is_stated = np.isin(figures["kind"], STATED_KINDS)
    since = is_stated & (figures["known_at"] >= touched.known_at.min())
    names = ("place", "series", "first", "last")
    later = np.stack([figures[name][since] for name in names], axis=1).astype(np.int64)
    cells = np.unique(np.concatenate([touched.cells, later]), axis=0)
    judged = figures.take(is_stated)
    return cells, judged["last"][are_in_cells(judged.columns, cells)]


def _with_weighted(pairs: Ints, rules: Sequence[SeriesRules]) -> Ints:
    """Return pairs, each once, with those whose means over time they weigh."""
    weighs: defaultdict[int, list[int]] = defaultdict(list)
    for ordinal, rule in enumerate(rules):
        if rule.weight is not None:
            weighs[rule.weight].append(ordinal)
    also = [(row, other) for row, one in _each(pairs, weighs.keys()) for other in weighs[one]]
    return np.unique(np.concatenate([pairs, np.array(also, np.int64).reshape(-1, 2)]), axis=0)


def _with_weights(pairs: Ints, rules: Sequence[SeriesRules]) -> Ints:
    """Return pairs, each given once, with those that weigh their means over time."""
    weight_of = {n: rule.weight for n, rule in enumerate(rules) if rule.weight is not None}
    also = [(row, weight_of[one]) for row, one in _each(pairs, weight_of.keys())]
    if not also:
        return pairs
    return np.unique(np.concatenate([pairs, np.array(also, np.int64).reshape(-1, 2)]), axis=0)


def _each(pairs: Ints, series: Collection[int]) -> list[tuple[int, int]]:
    """Return the pairs of some series one by one."""
    found: list[tuple[int, int]] = pairs[np.isin(pairs[:, 1], list(series))].tolist()
    return found


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))
