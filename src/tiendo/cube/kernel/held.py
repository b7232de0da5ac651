"""The figures of a family: planes and tables of its blocks, by its own rows and all columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.axes import Axes, TileSource
from tiendo.cube.cells.codes import Array, Ints, Mask, constant_in
from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.row_cells import AlikeCells, RowCells
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
        is_whole: whether these are all rows of the tile.
    """

    tile: Tile
    numbers: Ints
    mine: Rows
    theirs: Rows
    offset: int | None
    is_whole: bool

    def places_of(self, table: Table, rows: slice, of_one_run: bool) -> tuple[Array, Rows]:
        """Return the family's places in some rows of a table, and which rows these are.

        Rows of one run stand by place, so that a few places are found without a look at all rows.
        """
        home = table["place"][rows]
        if self.offset is not None and (of_one_run or self.is_whole):
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

    def rows_of(self, table: Table, rows: slice, needed: Mask | None) -> slice:
        """Return rows of one run from the first to the last place that the family needs.

        They stand by place, so that what lies before and behind these is left out at no cost.

        Args:
            table: the tile's.
            rows: its rows of the run.
            needed: places of the family of which rows are needed, all by default.
        """
        if self.offset is None or not isinstance(self.theirs, slice):
            return rows
        first, end = self.theirs.start, self.theirs.stop
        if needed is not None:
            wanted = np.flatnonzero(needed[self.mine])
            if not len(wanted):
                return slice(rows.start, rows.start)
            first, end = first + int(wanted[0]), first + int(wanted[-1]) + 1
        place = table["place"][rows]
        start = int(place.searchsorted(first)) if first else 0
        stop = int(place.searchsorted(end)) if end < self.tile.places else len(place)
        return slice(rows.start + start, rows.start + stop)


@dataclass(frozen=True)
class _Piece:
    """Rows of one tile's table, of one run or of all of them."""

    part: _Part
    table: Table
    rows: slice
    run: Period | None = None

    @property
    def is_known(self) -> bool:
        """Whether every one of its rows is one of the family's."""
        return self.part.offset is not None and (self.run is not None or self.part.is_whole)

    def alike(self) -> tuple[Ints, Array] | None:
        """Return places of the family and series, if every place has rows of the same series."""
        if self.run is None or self.part.offset is None:
            return None
        first, last = self.run.first, self.run.last
        if (found := self.table.alike((first, last))) is None:
            return None
        places, series = found
        before = self.rows.start - self.table.ranges[first, last][0]
        at = before // len(series)
        kept = places[at : at + (self.rows.stop - self.rows.start) // len(series)]
        return kept + self.part.offset, series

    def repeated(self, column: str) -> Array | None:
        """Return a column of one place's rows, if every place's rows hold the same in it."""
        if self.run is None:
            return None
        return self.table.repeated((self.run.first, self.run.last), column)


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
        if column != "place" and piece.is_known:
            return piece.table[column][piece.rows]
        if self._kept is None:
            self._kept = [
                each.part.places_of(each.table, each.rows, each.run is not None)
                for each in self._pieces
            ]
        places, rows = self._kept[number]
        return places if column == "place" else piece.table[column][rows]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS[self._name])

    def __len__(self) -> int:
        return len(SCHEMAS[self._name])

    def cells(self, columns: int) -> RowCells:
        """Return the cells of the rows, in a family of so many columns."""
        if (alike := self.alike()) is not None:
            return AlikeCells(*alike, columns)
        return RowCells.at(self["place"], self["series"], columns)

    def alike(self) -> tuple[Ints, Array] | None:
        """Return places of the family and series, if every place has rows of the same series."""
        each = [piece.alike() for piece in self._pieces]
        alike = [one for one in each if one is not None]
        if not alike or len(alike) < len(each) or not _all_equal([series for _, series in alike]):
            return None
        return np.concatenate([places for places, _ in alike]), alike[0][1]

    def repeated(self, column: str) -> Array | None:
        """Return a column of one place's rows, where every place's hold the same; None elsewhere.

        To be asked of a table that is `alike`.
        """
        each = [piece.repeated(column) for piece in self._pieces]
        found = [one for one in each if one is not None]
        return found[0] if len(found) == len(each) and _all_equal(found) else None

    def by_piece(self, column: str, columns: int) -> Iterator[tuple[slice, RowCells, Array]]:
        """Yield a column tile by tile: which rows, their cells, and the tile's own numbers.

        What is computed so stays near the processor and makes no list as long as the table.
        """
        at = 0
        for number, piece in enumerate(self._pieces):
            values = self._taken(piece, number, column)
            alike = piece.alike()
            if alike is None:
                place, series = (self._taken(piece, number, name) for name in ("place", "series"))
                cells = RowCells.at(place, series, columns)
            else:
                cells = AlikeCells(*alike, columns)
            if len(values):
                yield slice(at, at + len(values)), cells, values
            at += len(values)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        if self._kept is None and all(piece.is_known for piece in self._pieces):
            return sum(piece.rows.stop - piece.rows.start for piece in self._pieces)
        return len(self["place"])

    @property
    def is_empty(self) -> bool:
        """Whether no tile has any rows of it."""
        return not self._pieces


def _all_equal(several: Sequence[Array]) -> bool:
    text = several[0].tobytes()
    return all(text == other.tobytes() for other in several[1:])


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
        self._blocks = family.blocks
        self._parts: dict[int, list[_Part]] = {}
        self._months: dict[tuple[str, int], Array] = {}
        self._tables: dict[tuple[str, int], FamilyTable] = {}

    def of_family(self, family: Family) -> HeldFigures:
        """Return what the same tiles hold for some of the places; they are not opened again."""
        tiles = {
            (block, year): part.tile
            for year, parts in self._parts.items()
            for block, part in zip(self._blocks, parts, strict=True)
        }
        return HeldFigures(_Opened(self._source, tiles), family, self.shape[1])

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
        whole = part.offset == 0 and part.is_whole and part.tile.places == places
        return whole and len(part.tile.series) == columns

    def table(self, name: str, year: int) -> FamilyTable:
        """Return the rows of a table of all runs that end in a year."""
        key = (name, year)
        if key not in self._tables:
            each = [(part, part.tile.tables[name]) for part in self._of_year(year)]
            pieces = [_Piece(part, t, slice(0, t.length)) for part, t in each if t.length]
            self._tables[key] = FamilyTable(name, pieces)
        return self._tables[key]

    def of_run(self, name: str, *runs: Period, needed: Mask | None = None) -> FamilyTable:
        """Return the rows of a table of one run, or of several, one after the other.

        Args:
            name: the table.
            runs: the runs.
            needed: places of the family of which rows are needed, all by default; rows of others
                may be left out.
        """
        pieces = [list(self._pieces_of(name, run, needed)) for run in runs]
        return FamilyTable(name, list(chain(*pieces)), sum(map(bool, pieces)))

    def _pieces_of(self, name: str, run: Period, needed: Mask | None) -> Iterator[_Piece]:
        for part in self._of_year(run.year):
            table = part.tile.tables[name]
            if table.length and (run.first, run.last) in table.ranges:
                rows = part.rows_of(table, slice(*table.ranges[run.first, run.last]), needed)
                if rows.start < rows.stop:
                    yield _Piece(part, table, rows, run)


@dataclass(frozen=True)
class _Opened:
    """A source of tiles of which some are open."""

    source: TileSource
    tiles: Mapping[tuple[int, int], Tile]

    @property
    def axes(self) -> Axes:
        """The axes of its tiles."""
        return self.source.axes

    def tile(self, block: int, year: int) -> Tile:
        """Return a block's tile of a year."""
        return self.tiles.get((block, year)) or self.source.tile(block, year)


def _part(tile: Tile, mine: Ints, theirs: Ints) -> _Part:
    """Return what a family takes from a tile, leaving out places that it does not know yet."""
    known = theirs < tile.places
    mine, theirs = mine[known], theirs[known]
    if len(mine) and _are_neighbours(theirs) and _are_neighbours(mine):
        start, home = int(mine[0]), int(theirs[0])
        whole = len(theirs) == tile.places
        rows, homes = slice(start, start + len(mine)), slice(home, home + len(mine))
        return _Part(tile, mine, rows, homes, start - home, whole)
    return _Part(tile, mine, mine, theirs, None if tile.places else 0, not tile.places)


def _are_neighbours(rows: Ints) -> bool:
    if len(rows) == 1:
        return True
    return int(rows[-1]) - int(rows[0]) == len(rows) - 1 and bool((np.diff(rows) == 1).all())
