"""The figures of a family: planes and tables of its blocks, by its own rows and all columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.axes import TileSource
from tiendo.cube.cells.codes import Array, Ints, constant_in
from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel.family import Family
from tiendo.vocabulary.period import Period

Rows: TypeAlias = slice | Ints
"""Rows of a tile or a family; a slice, which copies nothing, where they are neighbours."""


_FEW = 8
"""Up to so many places of a tile are looked up one by one in its tables."""


@dataclass(frozen=True)
class _Part:
    """What a family takes from one tile.

    Attributes:
        tile: the tile.
        numbers: rows of the family that it fills.
        mine, theirs: these rows, and the tile's rows that fill them.
        offset: what is added to the tile's rows to give the family's; None where they differ so.
    """

    tile: Tile
    numbers: Ints
    mine: Rows
    theirs: Rows
    offset: int | None

    def places_of(self, table: Table, rows: slice, of_one_run: bool) -> tuple[Array, Rows]:
        """Return the family's places in some rows of a table, and which rows these are.

        Rows of one run stand by place, so that a few places are found without a look at all rows.
        """
        home = table["place"][rows]
        if self.offset is not None:
            return home + np.int32(self.offset) if self.offset else home, rows
        if of_one_run and len(self.numbers) <= _FEW:
            every = np.arange(self.tile.places)[self.theirs]
            order = np.argsort(every)
            theirs = every[order]
            starts = np.searchsorted(home, theirs)
            counts = np.searchsorted(home, theirs, side="right") - starts
            found = [np.arange(at, at + n) for at, n in zip(starts, counts, strict=True)]
            places = np.repeat(self.numbers[order].astype(np.int32), counts)
            return places, np.concatenate(found) + rows.start
        row_of = np.full(self.tile.places, -1, np.int32)
        row_of[self.theirs] = self.numbers
        places = row_of[home]
        kept = np.flatnonzero(places >= 0)
        return places[kept], kept + rows.start


@dataclass(frozen=True)
class _Piece:
    """Rows of one tile's table, of one run or of all of them."""

    part: _Part
    table: Table
    rows: slice
    of_one_run: bool = False


class FamilyTable(Mapping[str, Array]):
    """Rows of a table of several tiles, one after the other; `place` holds rows of the family.

    Attributes:
        runs: of how many runs there are rows, where they were asked for by run.
    """

    def __init__(self, name: str, pieces: Sequence[_Piece], runs: int = 1) -> None:
        self.runs = runs
        self._name = name
        self._pieces = pieces
        self._kept: list[tuple[Array, Rows]] | None = None
        self._columns: dict[str, Array] = {}

    def __getitem__(self, column: str) -> Array:
        if column not in self._columns:
            found = [
                self._taken(piece, number, column) for number, piece in enumerate(self._pieces)
            ]
            self._columns[column] = _one_after_the_other(found, SCHEMAS[self._name][column])
        return self._columns[column]

    def _taken(self, piece: _Piece, number: int, column: str) -> Array:
        if self._kept is None:
            self._kept = [
                each.part.places_of(each.table, each.rows, each.of_one_run) for each in self._pieces
            ]
        places, rows = self._kept[number]
        return places if column == "place" else piece.table[column][rows]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS[self._name])

    def __len__(self) -> int:
        return len(SCHEMAS[self._name])

    @property
    def is_empty(self) -> bool:
        """Whether no tile has any rows of it."""
        return not self._pieces


def _one_after_the_other(pieces: Sequence[Array], kind: str) -> Array:
    """Return the pieces of a column as one; one number alone where all of them are the same one."""
    if not pieces:
        return np.empty(0, kind)
    if len(pieces) == 1:
        return pieces[0]
    first, *others = (constant_in(piece) for piece in pieces)
    if first is not None and all(other == first for other in others):
        return np.broadcast_to(pieces[0][:1].squeeze(), (sum(map(len, pieces)),))
    return np.concatenate(pieces)


class HeldFigures:
    """What a family's tiles hold, read when it is asked for and kept for one evaluation."""

    def __init__(self, source: TileSource, family: Family, columns: int) -> None:
        self.shape = len(family), columns
        self._source = source
        self._rows = family.rows_by_block
        self._parts: dict[int, list[_Part]] = {}
        self._months: dict[tuple[str, int], Array] = {}
        self._tables: dict[tuple[str, int], FamilyTable] = {}

    def _of_year(self, year: int) -> list[_Part]:
        """Return what the family takes from the tiles of a year."""
        if year not in self._parts:
            self._parts[year] = [
                _part(self._source.tile(block, year), mine, theirs)
                for block, (mine, theirs) in self._rows.items()
            ]
        return self._parts[year]

    def month(self, name: str, month: int) -> Array:
        """Return a plane of one month, (places, columns); months count from January of year 0.

        Not to be changed: it may be the tile's own.
        """
        key = (name, month)
        if key not in self._months:
            self._months[key] = self._assembled(name, month)
        return self._months[key]

    def _assembled(self, name: str, month: int) -> Array:
        year, number = divmod(month, MONTHS)
        parts = self._of_year(year)
        if len(parts) == 1 and self._fits(parts[0]):
            plane: Array = parts[0].tile.planes[name][number]
            return plane
        kind, fill = PLANES[name]
        columns = self.shape[1]
        covered = sum(len(p.numbers) for p in parts if len(p.tile.series) == columns)
        found = np.empty(self.shape, kind)
        if covered < self.shape[0]:
            found.fill(fill)
        for part in parts:
            series = part.tile.series
            if part.tile.places and len(series):
                plane = part.tile.planes[name][number][part.theirs]
                if len(series) == series[-1] + 1:
                    found[part.mine, : len(series)] = plane
                else:
                    rows = np.arange(self.shape[0])[part.mine]
                    found[np.ix_(rows, series)] = plane
        return found

    def _fits(self, part: _Part) -> bool:
        """Whether a tile's planes are the family's as they stand."""
        places, columns = self.shape
        whole = part.offset == 0 and part.tile.places == places
        return whole and len(part.tile.series) == columns

    def table(self, name: str, year: int) -> FamilyTable:
        """Return the rows of a table of all runs that end in a year."""
        key = (name, year)
        if key not in self._tables:
            each = [(part, part.tile.tables[name]) for part in self._of_year(year)]
            pieces = [_Piece(part, t, slice(0, t.length)) for part, t in each if t.length]
            self._tables[key] = FamilyTable(name, pieces)
        return self._tables[key]

    def of_run(self, name: str, *runs: Period) -> FamilyTable:
        """Return the rows of a table of one run, or of several, one after the other."""
        pieces = [list(self._pieces_of(name, run)) for run in runs]
        return FamilyTable(name, list(chain(*pieces)), sum(map(bool, pieces)))

    def _pieces_of(self, name: str, run: Period) -> Iterator[_Piece]:
        for part in self._of_year(run.year):
            table = part.tile.tables[name]
            if table.length and (run.first, run.last) in table.ranges:
                yield _Piece(part, table, slice(*table.ranges[run.first, run.last]), True)


def _part(tile: Tile, mine: Ints, theirs: Ints) -> _Part:
    """Return what a family takes from a tile, leaving out places that it does not know yet."""
    known = theirs < tile.places
    mine, theirs = mine[known], theirs[known]
    whole = len(theirs) == tile.places and _are_neighbours(theirs)
    if whole and len(mine) and _are_neighbours(mine):
        start = int(mine[0])
        rows = slice(start, start + len(mine))
        return _Part(tile, mine, rows, slice(0, tile.places), start)
    return _Part(tile, mine, mine, theirs, None if tile.places else 0)


def _are_neighbours(rows: Ints) -> bool:
    return bool((np.diff(rows) == 1).all())
