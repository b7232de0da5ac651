"""The figures of a family: planes and tables of its blocks, by its own rows and all columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from tiendo.cube.cells.axes import TileSource
from tiendo.cube.cells.codes import Array, Ints
from tiendo.cube.cells.tables import SCHEMAS
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel.family import Family
from tiendo.vocabulary.period import Period


class FamilyTable(Mapping[str, Array]):
    """A table of several tiles, one after the other; `place` holds rows of the family."""

    def __init__(self, name: str, pieces: Sequence[tuple[Mapping[str, Array], Ints | None, Ints]]):
        self._name = name
        self._pieces = pieces
        self._columns: dict[str, Array] = {}

    def __getitem__(self, column: str) -> Array:
        if column not in self._columns:
            self._columns[column] = self._joined(column)
        return self._columns[column]

    def _joined(self, column: str) -> Array:
        if not self._pieces:
            return np.empty(0, SCHEMAS[self._name][column])
        found = []
        for table, kept, places in self._pieces:
            values = places if column == "place" else table[column]
            found.append(values if kept is None or column == "place" else values[kept])
        return found[0] if len(found) == 1 else np.concatenate(found)

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS[self._name])

    def __len__(self) -> int:
        return len(SCHEMAS[self._name])

    def of_run(self, run: Period) -> Ints:
        """Return the numbers of the rows of a run."""
        return np.flatnonzero((self["first"] == run.first) & (self["last"] == run.last))

    def within(self, run: Period) -> Ints:
        """Return the numbers of the rows of runs inside a run."""
        return np.flatnonzero((self["first"] >= run.first) & (self["last"] <= run.last))


class HeldFigures:
    """What a family's tiles hold, read when it is asked for and kept for one evaluation."""

    def __init__(self, source: TileSource, family: Family, columns: int) -> None:
        self.shape = len(family), columns
        self._source = source
        self._rows: dict[int, tuple[list[int], list[int]]] = {}
        for row, (block, home) in enumerate(family.homes):
            mine, theirs = self._rows.setdefault(block, ([], []))
            mine.append(row)
            theirs.append(home)
        self._tiles: dict[int, list[tuple[Tile, Ints, Ints]]] = {}
        self._months: dict[tuple[str, int], Array] = {}
        self._tables: dict[tuple[str, int], FamilyTable] = {}

    def tiles(self, year: int) -> list[tuple[Tile, Ints, Ints]]:
        """Return the tiles of a year: with the family's rows and the tile's rows they fill."""
        if year not in self._tiles:
            found = []
            for block, (mine, theirs) in self._rows.items():
                tile = self._source.tile(block, year)
                known = np.array(theirs, np.int64) < tile.places
                found.append((tile, np.array(mine)[known], np.array(theirs)[known]))
            self._tiles[year] = found
        return self._tiles[year]

    def month(self, name: str, month: int) -> Array:
        """Return a plane of one month, (places, columns); months count from January of year 0."""
        key = (name, month)
        if key not in self._months:
            self._months[key] = self._assembled(name, month)
        return self._months[key]

    def _assembled(self, name: str, month: int) -> Array:
        year, number = divmod(month, MONTHS)
        tiles = self.tiles(year)
        if len(tiles) == 1 and self._fits(tiles[0][0], tiles[0][2]):
            plane: Array = tiles[0][0].planes[name][number]
            return plane
        kind, fill = PLANES[name]
        found = np.full(self.shape, fill, kind)
        for tile, mine, theirs in tiles:
            if len(mine) and len(tile.series):
                plane = tile.planes[name][number]
                found[np.ix_(mine, tile.series)] = plane[theirs]
        return found

    def _fits(self, tile: Tile, rows: Ints) -> bool:
        """Whether a tile's planes are the family's as they stand."""
        places, columns = self.shape
        return (
            tile.places == places == len(rows)
            and len(tile.series) == columns
            and bool((rows == np.arange(places)).all())
        )

    def table(self, name: str, year: int) -> FamilyTable:
        """Return a table of all runs that end in a year."""
        key = (name, year)
        if key not in self._tables:
            self._tables[key] = FamilyTable(name, list(self._pieces(name, year)))
        return self._tables[key]

    def _pieces(
        self, name: str, year: int
    ) -> Iterator[tuple[Mapping[str, Array], Ints | None, Ints]]:
        for tile, mine, theirs in self.tiles(year):
            table = tile.tables[name]
            if not table.length:
                continue
            if len(mine) == tile.places and bool((mine == np.arange(tile.places)).all()):
                yield table, None, table["place"]
                continue
            row_of = np.full(tile.places, -1)
            row_of[theirs] = mine
            places = row_of[table["place"]]
            kept = np.flatnonzero(places >= 0)
            yield table, kept, places[kept]
