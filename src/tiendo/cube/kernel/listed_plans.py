"""Plans in the order in which they are listed: by cell, assigner, kind and run, versions behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import Array, Ints, Mask
from tiendo.cube.cells.tables import SCHEMAS, is_first_of_its_group
from tiendo.cube.kernel.family_table import FamilyTable
from tiendo.cube.kernel.row_cells import RowCells


class WhenAsked(Mapping[str, Array]):
    """Columns of plans, each found when it is first asked for: most of them nobody asks for."""

    def __init__(self, find: Callable[[str], Array]) -> None:
        self._find = find
        self._found: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS["plans"])

    def __len__(self) -> int:
        return len(SCHEMAS["plans"])

    def __reduce__(self) -> tuple[type[dict[str, Array]], tuple[dict[str, Array]]]:
        return dict, (dict(self),)  # what they are found from need not travel


def chosen(columns: Mapping[str, Array], rows: Ints) -> WhenAsked:
    """Return some rows of columns of plans."""
    return WhenAsked(lambda name: columns[name][rows])


@dataclass(frozen=True)
class ListedPlans:
    """Plans as they are listed.

    Attributes:
        found: their columns.
        cells: the cell of each.
        answering: which are the versions that answer for their assigner, kind and run.
    """

    found: Mapping[str, Array]
    cells: RowCells
    answering: Mask

    @classmethod
    def of(
        cls, table: FamilyTable, rows: Ints | None, columns: int, texts: Sequence[str]
    ) -> ListedPlans:
        """Return some rows of a table, all if None.

        The table is in order for each run; plans of several runs are brought together here.
        """
        cells = table.cells(columns)
        if table.runs > 1:
            rows = in_order(table, rows if rows is not None else np.arange(table.rows), texts)
        if rows is None:
            return cls(table, cells, table.firsts())
        found = chosen(table, rows)
        return cls(found, cells.take(rows), is_first_of_its_group(found, len(rows)))

    @classmethod
    def unsorted(
        cls, plans: Mapping[str, Array], columns: int, texts: Sequence[str]
    ) -> ListedPlans:
        """Return plans that stand in any order."""
        found = chosen(plans, in_order(plans, np.arange(len(plans["place"])), texts))
        cells = RowCells.at(found["place"], found["series"], columns)
        return cls(found, cells, is_first_of_its_group(found, len(found["place"])))

    @classmethod
    def merged(cls, one: ListedPlans, other: ListedPlans, columns: int) -> ListedPlans:
        """Return the plans of other places among these; no place has plans in both."""
        if not len(one.answering) or not len(other.answering):
            return one if len(one.answering) else other
        first, second = one.found["place"], other.found["place"]
        order: Ints | slice = slice(None)
        if first[-1] > second[0]:
            order = np.argsort(np.concatenate([first, second]), kind="stable")
        found = WhenAsked(lambda name: np.concatenate([one.found[name], other.found[name]])[order])
        cells = RowCells.at(found["place"], found["series"], columns)
        return cls(found, cells, np.concatenate([one.answering, other.answering])[order])

    def of_rows(self, rows: Ints, places: int, columns: int) -> ListedPlans:
        """Return the plans of some places of a family, by the numbers of these.

        Args:
            rows: rows of the places.
            places: how many places the family has.
            columns: how many columns.
        """
        position = np.full(places, -1, np.int32)
        position[rows] = np.arange(len(rows))
        place = position[self.found["place"]]
        kept = np.flatnonzero(place >= 0)
        every = len(kept) == len(place)
        part = self.found if every else chosen(self.found, kept)
        place = place if every else place[kept]
        found = WhenAsked(lambda name: place if name == "place" else part[name])
        cells = RowCells.at(place, part["series"], columns)
        return ListedPlans(found, cells, self.answering if every else self.answering[kept])


def in_order(table: Mapping[str, Array], rows: Ints, texts: Sequence[str]) -> Ints:
    """Return the rows by cell, assigner (none first), kind and run, versions as they stand."""
    by_name = {number: text for number, text in enumerate(texts)}
    names = sorted({(by_name.get(number, ""), number) for number in range(-1, len(texts))})
    place_of = np.empty(len(texts) + 1, np.int64)
    for position, (_, number) in enumerate(names):
        place_of[number] = position
    order = np.lexsort(
        [
            table["last"][rows],
            table["first"][rows],
            -table["kind"][rows].astype(np.int64),
            place_of[table["assigner"][rows]],
            table["series"][rows],
            table["place"][rows],
        ]
    )
    return rows[order]
