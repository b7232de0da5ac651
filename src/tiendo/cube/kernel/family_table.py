"""Tables of a family: rows of the tables of its tiles, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask, constant_in
from tiendo.cube.cells.tables import SCHEMAS, Table, is_first_of_its_group
from tiendo.cube.kernel.homes import Rows
from tiendo.cube.kernel.row_cells import AlikeCells, RowCells
from tiendo.cube.kernel.tile_part import TilePart
from tiendo.vocabulary.period import Period

_LONG = 65_536


@dataclass(frozen=True)
class Piece:
    """Rows of one tile's table, of one run or of all of them.

    Attributes:
        part: what the family takes from the tile.
        table: the table.
        rows: the rows.
        offset: what is added to their places to give the family's, if all are the family's.
        run: the run of which they are, if they are of one.
    """

    part: TilePart
    table: Table
    rows: slice
    offset: int | None
    run: Period | None = None

    @property
    def is_known(self) -> bool:
        """Whether every one of its rows is one of the family's."""
        return self.offset is not None

    @property
    def places(self) -> tuple[Array, Rows]:
        """The family's places in the rows, and which of the table's rows are theirs."""
        if self.offset is None:
            return self.part.places_of(self.table, self.rows)
        home = self.table["place"][self.rows]
        return home + np.int32(self.offset) if self.offset else home, self.rows

    def zeros(self, column: str) -> Ints:
        """Return which of the rows hold zero in a column, if all of them are known."""
        found, (start, stop) = self.table.zeros(column), (self.rows.start, self.rows.stop)
        if start == 0 and stop == self.table.length:
            return found
        first, end = found.searchsorted([start, stop])
        within: Ints = found[first:end] - start
        return within

    def alike(self) -> tuple[Ints, Array] | None:
        """Return places of the family and series, if every place has rows of the same series."""
        if self.run is None or self.offset is None:
            return None
        first, last = self.run.first, self.run.last
        if (found := self.table.alike((first, last))) is None:
            return None
        places, series = found
        before = self.rows.start - self.table.ranges[first, last][0]
        at = before // len(series)
        kept = places[at : at + (self.rows.stop - self.rows.start) // len(series)]
        return kept + self.offset, series

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

    def __init__(self, name: str, pieces: Sequence[Piece], runs: int = 1) -> None:
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

    def _taken(self, piece: Piece, number: int, column: str) -> Array:
        if column != "place" and piece.is_known:
            return piece.table[column][piece.rows]
        if self._kept is None:
            self._kept = [each.places for each in self._pieces]
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

    def by_tile(self, columns: int) -> list[tuple[slice, Ints, Table, slice]] | None:
        """Return for each tile the family's rows that it fills, and the rows of its table.

        Between them stands the cell of each of these rows, among those of the tile: so nothing is
        put together. None where that takes more than a look, as where a tile's places are strewn.
        """
        found = []
        for piece in self._pieces:
            run, mine = piece.run, piece.part.homes.mine
            if run is None or not piece.part.is_whole or not isinstance(mine, slice):
                return None
            numbers = piece.table.cells((run.first, run.last), columns)
            found.append((mine, numbers, piece.table, piece.rows))
        return found

    def by_piece(self, column: str, columns: int) -> Iterator[tuple[slice, RowCells, Array, Ints]]:
        """Yield a column tile by tile: rows, cells, numbers, and which of these are zero.

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
                zeros = piece.zeros(column) if piece.is_known else np.flatnonzero(values == 0)
                yield slice(at, at + len(values)), cells, values, zeros
            at += len(values)

    @property
    def rows(self) -> int:
        """How many rows there are."""
        if self._kept is None and all(piece.is_known for piece in self._pieces):
            return sum(piece.rows.stop - piece.rows.start for piece in self._pieces)
        return len(self["place"])

    def firsts(self) -> Mask:
        """Return the rows of plans that begin a group of one cell, kind, period and assigner."""
        if self.runs == 1 and all(piece.is_known for piece in self._pieces):
            each = [piece.table.firsts()[piece.rows] for piece in self._pieces]
            return np.concatenate(each) if each else np.ones(0, np.bool_)
        return is_first_of_its_group(self, self.rows)

    @property
    def is_long(self) -> bool:
        """Whether a list as long as the table is worth avoiding, at the cost of a step a tile."""
        return self.rows > _LONG

    @property
    def is_empty(self) -> bool:
        """Whether no tile has any rows of it."""
        return not self._pieces


def _all_equal(several: Sequence[Array]) -> bool:
    first, text = several[0], several[0].tobytes()
    return all(other is first or text == other.tobytes() for other in several[1:])


def _one_after_the_other(pieces: Sequence[Array], kind: str) -> Array:
    """Return the pieces of a column as one; one number alone where all of them are the same one."""
    if not pieces:
        return np.empty(0, kind)
    if len(pieces) == 1:
        return pieces[0]
    first = constant_in(pieces[0])
    if first is not None and all(constant_in(piece) == first for piece in pieces):
        return np.broadcast_to(pieces[0][:1].squeeze(), (sum(map(len, pieces)),))
    return np.concatenate(pieces)
