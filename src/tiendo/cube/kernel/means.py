"""Means: weighted by their weight indicator, over the runs that tile a run or over places."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.codes import CONFIDENTIAL, MISSING, ZERO, Array, Floats, Ints
from tiendo.cube.kernel.columns import NONE, Columns
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.numbers import Answers, Bounds, bounds_of, computed, divided, multiplied
from tiendo.cube.kernel.numbers import table_answers as answers_of_rows
from tiendo.vocabulary.period import Period

OwnLevel: TypeAlias = Callable[[Period], Answers]
"""Gives the own levels of a run. Handed along and not kept, as its owner keeps the means: rings of
what holds each other would hold a block's tiles until the interpreter looks for them."""


def weighted_mean(values: Sequence[Answers], weights: Sequence[Answers], quality: bool) -> Answers:
    """Return sum(w x) / sum(w), cell by cell, over the answers given.

    Missing where a part is unknown or the weights are not above zero in sum. The interval is what
    exact weights allow, else the hull of the values, in which every mean of weights >= 0 lies.
    """
    known = np.logical_and.reduce([answer.known for answer in (*values, *weights)])
    total = np.add.reduce([weight.value for weight in weights])
    known &= total > 0
    weighed = np.add.reduce([v.value * w.value for v, w in zip(values, weights, strict=True)])
    mean = np.where(known, weighed / np.where(known, total, 1.0), np.nan)
    bounds = _bounds_of_mean(values, weights, total) if quality else None
    scale = np.fmax.reduce([np.abs(answer.value) for answer in values])
    return computed(mean, bounds, [*values, *weights], scale)


def _bounds_of_mean(values: Sequence[Answers], weights: Sequence[Answers], total: Floats) -> Bounds:
    lo = np.minimum.reduce([answer["lo"] for answer in values])
    hi = np.maximum.reduce([answer["hi"] for answer in values])
    exact = np.logical_and.reduce([weight["lo"] == weight["hi"] for weight in weights])
    if not exact.any():
        return lo, hi
    lows, highs = np.zeros(total.shape), np.zeros(total.shape)
    for value, weight in zip(values, weights, strict=True):
        low, high = multiplied(bounds_of(value), (weight.value, weight.value))
        lows, highs = lows + low, highs + high
    low, high = divided((lows, highs), (total, total))
    return np.where(exact, low, lo), np.where(exact, high, hi)


def exact_numbers(values: Floats, quality: bool) -> Answers:
    """Return numbers that nobody filed and that are known exactly, such as counts of months."""
    found = Answers.missing(values.shape, quality)
    found.columns["value"] = values.copy()
    found.columns["state"] = (values == 0).astype(np.uint8)
    if quality:
        found.columns["lo"], found.columns["hi"] = values.copy(), values.copy()
    return found


@dataclass(frozen=True, slots=True)
class _Tile:
    """A filed run within the run asked: a row of a table of `runs`."""

    first: int
    last: int
    known_at: int
    state: int
    year: int
    row: int


class MeansOverTime:
    """Fills in the means of runs that were not filed, from the runs that tile them."""

    def __init__(self, held: HeldFigures, columns: Columns, quality: bool) -> None:
        self._held = held
        self._columns = columns
        self._quality = quality
        self._is_mean = np.zeros(len(columns), np.bool_)
        self._is_mean[columns.means_over_time] = True

    def fill(self, answers: Answers, run: Period, own_level: OwnLevel) -> None:
        """Put the means of a run where runs within it tile it, and hide those over a hidden part.

        The fewest runs; then those whose earliest known_at is the latest; then the smallest list of
        runs (contract, rule 2).

        Args:
            answers: own levels of the run, to be filled.
            run: the run.
            own_level: gives own levels of a run, to weigh by. It is not kept: an object that it
                belongs to and that holds this one would never be let go of without a collector.
        """
        by_shape: dict[tuple[tuple[int, int], ...], list[tuple[int, int, list[_Tile]]]] = {}
        for (place, column), found in self._tiles_by_cell(run).items():
            if any((tile.first, tile.last) == (run.first, run.last) for tile in found):
                continue  # it was filed, which beats every mean
            if any(tile.state == CONFIDENTIAL for tile in found):
                answers.clear_where(_only(answers.shape, place, column), CONFIDENTIAL)
            elif path := _fewest(run, [tile for tile in found if tile.state <= ZERO]):
                shape = tuple((tile.first, tile.last) for tile in path)
                by_shape.setdefault(shape, []).append((place, column, path))
        for shape, cells in by_shape.items():
            self._put_means(answers, [Period(*ends) for ends in shape], cells, own_level)

    def _tiles_by_cell(self, run: Period) -> Mapping[tuple[int, int], list[_Tile]]:
        found: dict[tuple[int, int], list[_Tile]] = {}
        for year in range(run.first // 12, run.year + 1):
            runs = self._held.table("runs", year)
            rows = np.flatnonzero((runs["first"] >= run.first) & (runs["last"] <= run.last))
            rows = rows[self._is_mean[runs["series"][rows]]]
            names = ("place", "series", "first", "last", "known_at", "state")
            each = zip(*(runs[name][rows].tolist() for name in names), rows.tolist(), strict=True)
            for place, column, first, last, known_at, state, row in each:
                tile = _Tile(first, last, known_at, state, year, row)
                found.setdefault((place, column), []).append(tile)
        return found

    def _put_means(
        self,
        answers: Answers,
        tiles: Sequence[Period],
        cells: Sequence[tuple[int, int, list[_Tile]]],
        own_level: OwnLevel,
    ) -> None:
        """Put the means of cells whose tiles are the same runs."""
        places = np.array([place for place, _, _ in cells])
        columns = np.array([column for _, column, _ in cells])
        values = [
            self._rows([path[number] for _, _, path in cells]) for number in range(len(tiles))
        ]
        weights = [self._weights(own_level, tile, places, columns) for tile in tiles]
        mean = weighted_mean(values, weights, self._quality)
        answers.put((places, columns), mean)

    def _rows(self, tiles: Sequence[_Tile]) -> Answers:
        """Return the answers of one tile of each cell; all are runs of the same year."""
        runs = self._held.table("runs", tiles[0].year)
        return answers_of_rows(runs, np.array([tile.row for tile in tiles]), self._quality)

    def _weights(self, own_level: OwnLevel, tile: Period, places: Ints, columns: Ints) -> Answers:
        weight_of = self._columns.weights[columns]
        by_months = np.array([int(c) not in self._columns.weight_of for c in columns])
        found = exact_numbers(np.full(len(places), float(tile.months)), self._quality)
        if not by_months.all():
            own = own_level(tile).at((places, np.maximum(weight_of, 0)))
            own.clear_where(weight_of == NONE, MISSING)
            found.put_where(~by_months, own)
        return found


def _only(shape: tuple[int, ...], place: int, column: int) -> Array:
    mask = np.zeros(shape, np.bool_)
    mask[place, column] = True
    return mask


def _fewest(run: Period, tiles: Iterable[_Tile]) -> list[_Tile] | None:
    """Return the tiles that answer for a run: rule 2 for means, without subtracting."""
    paths: dict[int, list[list[_Tile]]] = {run.first: [[]]}
    by_first: dict[int, list[_Tile]] = {}
    for tile in tiles:
        by_first.setdefault(tile.first, []).append(tile)
    for month in range(run.first, run.last + 1):
        for tile in by_first.get(month, ()):
            longer = [[*path, tile] for path in paths.get(month, ())]
            rivals = paths.get(tile.last + 1, longer)
            if longer and len(longer[0]) <= len(rivals[0]):
                equal = rivals is not longer and len(longer[0]) == len(rivals[0])
                paths[tile.last + 1] = rivals + longer if equal else longer
    return min(paths.get(run.last + 1, ()), key=_order, default=None)


def _order(path: Sequence[_Tile]) -> tuple[int, list[tuple[int, int]]]:
    return -min(tile.known_at for tile in path), [(tile.first, tile.last) for tile in path]
