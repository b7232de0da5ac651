"""The figures of a family: planes and tables of its blocks, by its own rows and all columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from tiendo.cube.cells.axes import Axes, TileSource
from tiendo.cube.cells.codes import Array, Mask
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_table import FamilyTable, Piece
from tiendo.cube.kernel.tile_part import TilePart
from tiendo.vocabulary.period import Period

_SMALL = 20_000
"""A plane of up to so many cells is put together for all months of a year at once: there each tile
costs more than what is taken from it."""


class HeldFigures:
    """What a family's tiles hold, read when it is asked for and kept for one evaluation.

    Attributes:
        family: the places.
        shape: how many places and columns there are.
    """

    def __init__(self, source: TileSource, family: Family, columns: int) -> None:
        self.family = family
        self.shape = len(family), columns
        self._source = source
        self._opened: dict[tuple[int, int], Tile] = {}
        self._parts: dict[int, list[TilePart]] = {}
        self._months: dict[tuple[str, int], Array] = {}
        self._years: dict[tuple[str, int], Array] = {}
        self._planes: dict[tuple[str, int], list[tuple[slice, Array]] | None] = {}
        self._tables: dict[tuple[str, int], FamilyTable] = {}
        self._is_small = self.shape[0] * self.shape[1] <= _SMALL

    @property
    def axes(self) -> Axes:
        """The axes of the tiles."""
        return self._source.axes

    def of_family(self, family: Family) -> HeldFigures:
        """Return what the same tiles hold for some of the places; either opens none again."""
        found = HeldFigures(self._source, family, self.shape[1])
        found._opened = self._opened
        return found

    def _tile(self, block: int, year: int) -> Tile:
        key = block, year
        if key not in self._opened:
            self._opened[key] = self._source.tile(block, year)
        return self._opened[key]

    def _of_year(self, year: int) -> list[TilePart]:
        """Return what the family takes from the tiles of a year."""
        if year not in self._parts:
            self._parts[year] = [
                TilePart.of(self._tile(block, year), homes)
                for block, homes in self.family.homes_by_block.items()
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

    def by_part(
        self, name: str, months: Sequence[int]
    ) -> Iterator[tuple[slice, tuple[Array, ...]]]:
        """Yield planes of some months of one year, tile by tile, with the family's rows they fill.

        Of the first columns, as many as the tile has; of the others it holds nothing. So they need
        not be put together where each is looked at once. Not to be changed.
        """
        planes = self._planes_by_part(name, months[0] // MONTHS)
        numbers = [month % MONTHS for month in months]
        if planes is None:
            yield slice(None), tuple(self.month(name, month) for month in months)
        else:
            for rows, of_year in planes:
                yield rows, tuple(of_year[number] for number in numbers)

    def _planes_by_part(self, name: str, year: int) -> list[tuple[slice, Array]] | None:
        """Return a year's planes tile by tile; None where these do not fill the family's rows.

        Nor where they are so small that a step a tile costs more than putting them together.
        """
        if (name, year) not in self._planes:
            self._planes[name, year] = self._find_planes_by_part(name, year)
        return self._planes[name, year]

    def _find_planes_by_part(self, name: str, year: int) -> list[tuple[slice, Array]] | None:
        if self._is_small:
            return None
        parts = self._of_year(year)
        each = [
            (part.homes.mine, part.tile.planes[name][:, part.homes.theirs])
            for part in parts
            if isinstance(part.homes.mine, slice)
            and part.offset is not None
            and part.tile.has_first_series
        ]
        covered = sum(len(part.homes.numbers) for part in parts)
        return each if covered == self.shape[0] and len(each) == len(parts) else None

    def _assembled(self, name: str, month: int) -> Array:
        year, number = divmod(month, MONTHS)
        parts = self._of_year(year)
        plane: Array
        if len(parts) == 1 and self._fits(parts[0]):
            plane = parts[0].tile.planes[name][number]
        elif self._is_small:
            if (name, year) not in self._years:
                self._years[name, year] = self._joined(name, parts, slice(None))
            plane = self._years[name, year][number]
        else:
            plane = self._joined(name, parts, slice(number, number + 1))[0]
        return plane

    def _joined(self, name: str, parts: Sequence[TilePart], months: slice) -> Array:
        """Return some months of a year's plane, (months, places, columns)."""
        kind, fill = PLANES[name]
        columns = self.shape[1]
        covered = sum(len(p.homes.numbers) for p in parts if len(p.tile.series) == columns)
        found = np.empty((len(range(MONTHS)[months]), *self.shape), kind)
        if covered < self.shape[0]:
            found.fill(fill)
        for part in parts:
            if part.tile.places and len(part.tile.series):
                _put_planes(found, part, part.tile.planes[name][months])
        return found

    def _fits(self, part: TilePart) -> bool:
        """Whether a tile's planes are the family's as they stand."""
        places, columns = self.shape
        whole = part.offset == 0 and part.is_whole and part.tile.places == places
        return whole and len(part.tile.series) == columns

    def table(self, name: str, year: int) -> FamilyTable:
        """Return the rows of a table of all runs that end in a year."""
        key = (name, year)
        if key not in self._tables:
            each = [(part, part.tile.tables[name]) for part in self._of_year(year)]
            pieces = [Piece(part, t, *part.all_rows(t)) for part, t in each if t.length]
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

    def _pieces_of(self, name: str, run: Period, needed: Mask | None) -> Iterator[Piece]:
        for part in self._of_year(run.year):
            table = part.tile.tables[name]
            if table.length and (run.first, run.last) in table.ranges:
                for stretch in part.stretches_of(table, (run.first, run.last), needed):
                    yield Piece(part, table, *stretch, run)


def _put_planes(found: Array, part: TilePart, planes: Array) -> None:
    """Put planes of a tile into those of a family, (months, places, columns)."""
    mine, theirs, series = part.homes.mine, part.homes.theirs, part.tile.series
    if not part.tile.has_first_series:
        found[:, part.homes.numbers[:, None], series] = planes[:, theirs]
    elif isinstance(mine, slice) and not isinstance(theirs, slice):
        # Half the time of an index. Only with clipping is it copied straight there.
        planes.take(theirs, axis=1, out=found[:, mine, : len(series)], mode="clip")
    else:
        found[:, mine, : len(series)] = planes[:, theirs]
