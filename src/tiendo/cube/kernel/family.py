"""Families: the places that are evaluated together, and how they belong together on a day.

A family is one block (a province with all below it), several small ones taken together, the places
around one of them, or the summit (the countries with the provinces below them). Its places stand
depth first, so that those of one depth that share a parent are neighbours, and all below a place
are one slice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from tiendo.cube.cells.axes import SUMMIT, Axes
from tiendo.cube.cells.codes import Ints, Mask
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.words import Level


@dataclass(frozen=True)
class Siblings:
    """The children of several parents of one depth, in a grid that sums and ranks run along.

    Attributes:
        parents: rows of the parents.
        grid: rows of their children, (parents, most children), in the order of their ids; where a
            parent has fewer, its first child is repeated.
        real: where the grid holds a child, not a repetition.
    """

    parents: Ints
    grid: Ints
    real: Mask

    def each(self) -> Iterator[tuple[int, Ints]]:
        """Yield each parent's row with the rows of its children."""
        for parent, children, real in zip(self.parents, self.grid, self.real, strict=True):
            yield int(parent), children[real]


@dataclass(frozen=True)
class Tree:
    """How the places of a family belong together while nothing changes.

    Attributes:
        generations: the siblings, those of the deepest parents first.
        listed: for each row whether the register holds every child that the place had.
        answered: for each row whether the family answers for it.
        depth_first: all rows, each followed by those of all places below it.
        spans: for each row, where in `depth_first` its subtree begins and ends, (places, 2).
    """

    generations: tuple[Siblings, ...]
    listed: Mask
    answered: Mask
    depth_first: Ints
    spans: Ints


class Family:
    """The places of a family, by row.

    Attributes:
        places: the places.
        homes: block and row in which each of them stands in the cube.
        outside: rows whose children are not in the family: provinces, in the summit.
    """

    def __init__(
        self,
        register: PlaceRegister,
        places: Sequence[Place],
        homes: Sequence[tuple[int, int]],
        outside: Mask,
        *,
        is_summit: bool,
    ) -> None:
        self.register = register
        self.places = tuple(places)
        self.homes = tuple(homes)
        self.outside = outside
        self.is_summit = is_summit
        self.row = {place.key: row for row, place in enumerate(places)}
        self._trees: dict[int, Tree] = {}

    def __len__(self) -> int:
        return len(self.places)

    def of_rows(self, rows: Sequence[int]) -> Family:
        """Return the family of some of its places."""
        return Family(
            self.register,
            [self.places[row] for row in rows],
            [self.homes[row] for row in rows],
            self.outside[list(rows)],
            is_summit=self.is_summit,
        )

    @cached_property
    def rows_by_block(self) -> Mapping[int, tuple[Ints, Ints]]:
        """For each block the family's rows of its places, and their rows in the block."""
        found: dict[int, tuple[list[int], list[int]]] = {}
        for row, (block, home) in enumerate(self.homes):
            mine, theirs = found.setdefault(block, ([], []))
            mine.append(row)
            theirs.append(home)
        return {
            block: (np.array(mine, np.int64), np.array(theirs, np.int64))
            for block, (mine, theirs) in found.items()
        }

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The level of government of each row."""
        return tuple(place.level for place in self.places)

    def tree(self, day: date) -> Tree:
        """Return how the places belonged together on a day."""
        stretch = bisect_right(self._changes, day)
        if stretch not in self._trees:
            self._trees[stretch] = self._grown(day)
        return self._trees[stretch]

    @cached_property
    def _changes(self) -> list[date]:
        """The days on which any place begins, ends, or comes under another."""
        return sorted({day for place in self.places for day in _days_of_change(place)})

    def _answered(self, day: date) -> Mask:
        """Return the rows that this family answers for.

        A block answers for what stands below another of its places, the summit for the rest.
        """
        return np.array(
            [_has_parent_in_block(place, day, self) is not self.is_summit for place in self.places],
            np.bool_,
        )

    def _children(self, row: int, day: date) -> list[int]:
        if self.outside[row]:
            return []
        found = self.register.children(self.places[row].key, day)
        return [self.row[child.key] for child in found if child.key in self.row]

    def _grown(self, day: date) -> Tree:
        children = {row: self._children(row, day) for row in range(len(self.places))}
        inner = {child for below in children.values() for child in below}
        order: list[int] = []
        spans: dict[int, tuple[int, int]] = {}
        by_depth: dict[int, list[int]] = {}

        def walk(row: int, depth: int) -> None:
            start = len(order)
            order.append(row)
            if children[row]:
                by_depth.setdefault(depth, []).append(row)
            for child in children[row]:
                walk(child, depth + 1)
            spans[row] = start, len(order)

        for row in range(len(self.places)):
            if row not in inner:
                walk(row, 0)
        deepest_first = sorted(by_depth, reverse=True)
        return Tree(
            tuple(
                siblings
                for depth in deepest_first
                for siblings in _siblings(by_depth[depth], children)
            ),
            np.array([place.lists_children_on(day) for place in self.places], np.bool_),
            self._answered(day),
            np.array(order, np.int64),
            np.array([spans[row] for row in range(len(self.places))]).reshape(-1, 2),
        )


def _siblings(parents: list[int], children: Mapping[int, list[int]]) -> Iterator[Siblings]:
    """Yield the children of parents of one depth, those of like numbers in one grid."""
    by_size: dict[int, list[int]] = {}
    for parent in parents:
        by_size.setdefault(len(children[parent]).bit_length() // 2, []).append(parent)
    for alike in by_size.values():
        most = max(len(children[parent]) for parent in alike)
        each = [children[parent] for parent in alike]
        yield Siblings(
            np.array(alike, np.int64),
            np.array([rows + rows[:1] * (most - len(rows)) for rows in each], np.int64),
            np.array([[n < len(rows) for n in range(most)] for rows in each], np.bool_),
        )


def _days_of_change(place: Place) -> Iterator[date]:
    for span in (place.span, *(edge.span for edge in place.parents)):
        if span.start is not None:
            yield span.start
        if span.end is not None:
            yield span.end
    if place.children_listed_to is not None:
        yield place.children_listed_to


def _has_parent_in_block(place: Place, day: date, family: Family) -> bool:
    """Whether a place stands below another one of its own block on a day, or last did."""
    parents = [edge.parent for edge in place.parents]
    if (parent := place.parent_on(day)) is not None:
        parents = [parent]
    known = [family.register[key] for key in parents if key in family.register]
    return any(parent.level is not Level.COUNTRY for parent in known)


def family_of_blocks(register: PlaceRegister, axes: Axes, blocks: Sequence[int]) -> Family:
    """Return the places of one or several blocks."""
    homes = [(block, row) for block in blocks for row in range(len(axes.blocks[block]))]
    places = [register.by_id(axes.blocks[block][row]) for block, row in homes]
    return Family(register, places, homes, np.zeros(len(places), np.bool_), is_summit=False)


def family_around(register: PlaceRegister, axes: Axes, block: int, place: Place) -> Family:
    """Return the places of a block on which the evaluation of one of them rests.

    Only this one is answered for rightly; of its neighbours some of what decides may be missing.
    """
    row_of = {id: row for row, id in enumerate(axes.blocks[block])}
    rows = sorted(row_of[id] for id in places_around(register, place) if id in row_of)
    places = [register.by_id(axes.blocks[block][row]) for row in rows]
    homes = [(block, row) for row in rows]
    return Family(register, places, homes, np.zeros(len(places), np.bool_), is_summit=False)


def places_around(register: PlaceRegister, place: Place) -> set[int]:
    """Return the ids of the places below the country on which the evaluation of one rests.

    Its level is added up from what is below it; its siblings rank it, and may hide it beside a
    confidential one. The levels of siblings rest on the same of theirs, also of those that they
    had under a former parent. Parents count by what they filed themselves.
    """
    found: set[int] = set()
    climbed: set[int] = set()
    waiting = [place]
    while waiting:
        one = waiting.pop()
        if one.id in climbed:
            continue
        climbed.add(one.id)
        parents = [register[edge.parent] for edge in one.parents if edge.parent in register]
        above = [parent for parent in parents if parent.level is not Level.COUNTRY]
        found |= {one.id, *(parent.id for parent in above)}
        for each in (one, *above):
            waiting += register.all_children(each.key)
    return found


def summit_family(register: PlaceRegister, axes: Axes) -> Family:
    """Return the countries, and what stands or ever stood at the top of a block."""
    places, homes = [], []
    for block, ids in enumerate(axes.blocks):
        for row, id in enumerate(ids):
            place = register.by_id(id)
            if block == SUMMIT or _was_at_the_top(place, register):
                places.append(place)
                homes.append((block, row))
    outside = np.array([block != SUMMIT for block, _ in homes], np.bool_)
    return Family(register, places, homes, outside, is_summit=True)


def _was_at_the_top(place: Place, register: PlaceRegister) -> bool:
    parents = [register[edge.parent] for edge in place.parents if edge.parent in register]
    return not parents or any(parent.level is Level.COUNTRY for parent in parents)
