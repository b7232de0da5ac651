"""Families: the places that are evaluated together, and how they belong together on a day.

A family is one block (a province with all below it), several small ones taken together, the places
around one of them, or the summit (the countries with the provinces below them). Its places stand
depth first, so that those of one depth that share a parent are neighbours, and all below a place
are one slice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TypeAlias

import numpy as np

from tiendo.cube.cells.axes import SUMMIT, Axes
from tiendo.cube.cells.codes import Ints, Mask
from tiendo.cube.kernel.family_trees import (
    RecastStep,
    Siblings,
    TargetParts,
    Tree,
    siblings_of,
)
from tiendo.cube.kernel.homes import Homes
from tiendo.vocabulary.former_targets import target_lineage
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.split_runs import split_at_change, split_at_parts
from tiendo.vocabulary.territory import Cover, MapView
from tiendo.vocabulary.words import Level

_Asked: TypeAlias = tuple[Period, tuple[int, int]]
"""A run, and between which changes its end and the day of the map lie."""


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
        self._trees: dict[tuple[int, int], Tree] = {}
        self._target_parts: dict[tuple[int, int], TargetParts | None] = {}
        self._divided: dict[_Asked, Mapping[tuple[Period, Period], Ints]] = {}
        self._answers_for: dict[int, Mask] = {}
        self._of_maps: dict[int, tuple[Family, Ints]] = {}
        self._on_maps: dict[int, Mask] = {}

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
    def homes_by_block(self) -> Mapping[int, Homes]:
        """For each block which of the family's rows it fills, and from where."""
        found: dict[int, tuple[list[int], list[int]]] = {}
        for row, (block, home) in enumerate(self.homes):
            mine, theirs = found.setdefault(block, ([], []))
            mine.append(row)
            theirs.append(home)
        return {
            block: Homes.of(np.array(mine, np.int64), np.array(theirs, np.int64))
            for block, (mine, theirs) in found.items()
        }

    @cached_property
    def row_of_home(self) -> Mapping[tuple[int, int], int]:
        """The row of each home."""
        return {home: row for row, home in enumerate(self.homes)}

    @cached_property
    def blocks(self) -> tuple[int, ...]:
        """The blocks in which its places stand, as they come."""
        return tuple(dict.fromkeys(block for block, _ in self.homes))

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The level of government of each row."""
        return tuple(place.level for place in self.places)

    @cached_property
    def ever_below(self) -> Mapping[int, Ints]:
        """For each row whose children are in the family those that it ever had."""
        found = {}
        for row in np.flatnonzero(~self.outside).tolist():
            children = self.register.all_children(self.places[row].key)
            if rows := [self.row[child.key] for child in children if child.key in self.row]:
                found[row] = np.array(rows, np.int64)
        return found

    def tree(self, day: date) -> Tree:
        """Return how the places belonged together on a day."""
        return self.tree_of(day, day)

    def tree_of(self, day: date, run_end: date) -> Tree:
        """Return how the places of one day's map are read from figures of a run.

        Args:
            day: the day whose map is asked for.
            run_end: the last day of the run.
        """
        stretch = self._stretch(day, run_end)
        if stretch not in self._trees:
            self._trees[stretch] = self._grown(MapView(self.register, day, run_end))
        return self._trees[stretch]

    def target_parts(self, day: date, run_end: date) -> TargetParts | None:
        """Return whose targets concern places of a day's map too; None where nobody's do.

        Args:
            day: the day whose map is asked for.
            run_end: the last day of the run whose results are compared.
        """
        if not self.register.reforms.events:
            return None
        stretch = self._stretch(day, run_end)
        if stretch not in self._target_parts:
            each = (target_lineage(self.register, one.key, day, run_end) for one in self.places)
            found = {row: lineage for row, lineage in enumerate(each) if lineage is not None}
            self._target_parts[stretch] = TargetParts.of(found, self.row) if found else None
        return self._target_parts[stretch]

    def _stretch(self, day: date, run_end: date) -> tuple[int, int]:
        """Return between which changes two days lie."""
        return bisect_right(self._changes, day), bisect_right(self._changes, run_end)

    def divided(self, run: Period, day: date) -> Mapping[tuple[Period, Period], Ints]:
        """Return the rows of the map of a day that changed within a run, by its pieces.

        Those that began or ended in it, and those of which a part began in it.
        """
        if not self.register.reforms.events or self.is_summit or not run.within_one_year:
            return {}
        asked = run, self._stretch(day, run.end)
        if asked not in self._divided:
            found: dict[tuple[Period, Period], list[int]] = {}
            for row, pieces in self._pieces(run, day).items():
                found.setdefault(pieces, []).append(row)
            each = {pieces: np.array(rows, np.int64) for pieces, rows in found.items()}
            self._divided[asked] = each
        return self._divided[asked]

    def _pieces(self, run: Period, day: date) -> Mapping[int, tuple[Period, Period]]:
        first, end = run.start.toordinal(), run.end.toordinal() + 1
        within = (self._ends_of_spans > first) & (self._ends_of_spans < end)
        changed = np.flatnonzero(within.any(axis=1)).tolist()
        there = (row for row in changed if self.places[row].span.holds(day))
        own = {row: split_at_change(self.places[row], run) for row in there}
        found = {row: pieces for row, pieces in own.items() if pieces is not None}
        for row, cover in self.tree_of(day, run.end).covers.items() if changed else ():
            if row not in found and (pieces := split_at_parts(self.register, cover, run)):
                found[row] = pieces
        return dict(sorted(found.items()))

    def of_map(self, day: date) -> tuple[Family, Ints]:
        """Return the family of the places that exist on a day and of those that they lie in.

        And which rows these are. Siblings are ranked among each other even where the place that
        they are said to lie in does not exist then.
        """
        stretch = bisect_right(self._changes, day)
        if stretch not in self._of_maps:
            kept = self.on_map(day).copy()
            edges = (edge for row in np.flatnonzero(kept) for edge in self.places[row].parents)
            kept[[self.row[edge.parent] for edge in edges if edge.parent in self.row]] = True
            rows = np.flatnonzero(kept)
            self._of_maps[stretch] = self.of_rows(rows.tolist()), rows
        return self._of_maps[stretch]

    def on_map(self, day: date) -> Mask:
        """Return the rows of the places that exist on a day; not to be changed."""
        stretch = bisect_right(self._changes, day)
        if stretch not in self._on_maps:
            begins, stops = self._ends_of_spans.T
            number = day.toordinal()
            self._on_maps[stretch] = (begins <= number) & ((stops == 0) | (number < stops))
        return self._on_maps[stretch]

    def others_come_later(self, day: date, run_end: date) -> bool:
        """Return whether every place that is not there on a day begins behind it and a run's end.

        Then no number of the places of that day, of this run or of earlier ones, rests on theirs.
        One of a later run may: the year that links two price bases can lie behind the run asked.
        """
        last = max(day, run_end).toordinal()
        others = self._ends_of_spans[~self.on_map(day), 0]
        return bool((others > last).all())

    @cached_property
    def _ends_of_spans(self) -> Ints:
        """The day on which each place begins and the first after its end, 0 for none."""
        spans = [(place.span.begins, place.span.stops) for place in self.places]
        days = [[day.toordinal() if day else 0 for day in span] for span in spans]
        return np.array(days, np.int64).reshape(-1, 2)

    @cached_property
    def _changes(self) -> list[date]:
        """The days on which any place begins, ends, or comes under another."""
        return sorted({day for place in self.places for day in _days_of_change(place)})

    def _answered(self, day: date) -> Mask:
        """Return the rows that this family answers for.

        A block answers for what stands below another of its places, the summit for the rest.
        """
        stretch = bisect_right(self._changes, day)
        if stretch not in self._answers_for:
            each = (_has_parent_in_block(place, day, self) for place in self.places)
            self._answers_for[stretch] = np.array([has is not self.is_summit for has in each], bool)
        return self._answers_for[stretch]

    def _children(self, row: int, view: MapView) -> tuple[list[int], bool]:
        """Return the rows of the children, and whether these are all that the place has."""
        key = self.places[row].key
        if self.outside[row]:
            return [], True
        found = view.children(key)
        rows = [self.row[child.key] for child in found if child.key in self.row]
        return rows, len(rows) == len(found) and view.lists_children(key)

    def _grown(self, view: MapView) -> Tree:
        each = [self._children(row, view) for row in range(len(self.places))]
        children = {row: found for row, (found, _) in enumerate(each)}
        generations, steps, covers = self._in_order(children, view)
        return Tree(
            generations,
            np.array([listed for _, listed in each], np.bool_),
            self._answered(view.day),
            covers,
            steps,
        )

    def _in_order(
        self, children: Mapping[int, list[int]], view: MapView
    ) -> tuple[tuple[Siblings, ...], dict[int, tuple[RecastStep, ...]], dict[int, Cover]]:
        """Return the siblings, and the rows that are recast, each behind what it rests on."""
        covers = {} if self.is_summit else self._covers(view)
        rests_on = {
            row: [*below, *self._rows_of(covers.get(row))] for row, below in children.items()
        }
        heights: dict[int, int] = {}

        def height(row: int) -> int:
            if row not in heights:
                heights[row] = 1 + max(map(height, rests_on[row]), default=-1)
            return heights[row]

        by_height: dict[int, list[int]] = {}
        for row in children:
            by_height.setdefault(height(row), []).append(row)
        generations: list[Siblings] = []
        steps: dict[int, tuple[RecastStep, ...]] = {}
        for each in sorted(by_height):
            recast = [row for row in by_height[each] if row in covers]
            parents = [row for row in by_height[each] if children[row]]
            childless = tuple(row for row in recast if not children[row])
            between = tuple(row for row in recast if children[row])
            number = len(generations)
            generations += siblings_of(parents, children)
            for at, step in (
                (number, (True, childless)),  # nothing comes between what is whole and the rest
                (number, (False, between)),
                (len(generations), (True, between)),
            ):
                if step[1]:
                    steps[at] = (*steps.get(at, ()), step)
        return tuple(generations), steps, covers

    def _covers(self, view: MapView) -> dict[int, Cover]:
        """Return what the rows that did not exist in a run are recast from."""
        if not self.register.reforms.events or view.day == view.run_end:
            return {}
        found = {row: view.parts(place.key) for row, place in enumerate(self.places)}
        return {row: cover for row, cover in found.items() if cover and self._rows_of(cover)}

    def _rows_of(self, cover: Cover | None) -> list[int]:
        if cover is None:
            return []
        return [self.row[part.key] for part in cover.parts if part.key in self.row]


def _days_of_change(place: Place) -> Iterator[date]:
    for span in (place.span, *(edge.span for edge in place.parents)):
        if span.begins is not None:
            yield span.begins
        if span.stops is not None:
            yield span.stops
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
    had under a former parent. Parents count by what they filed themselves. What a reform made of
    a place, or made it of, may stand for it on another day's map.
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
        waiting += [register[key] for key in _joined_by_reforms(register, one)]
    return found


def _joined_by_reforms(register: PlaceRegister, place: Place) -> Iterator[str]:
    """Yield the keys of what became of a place, and of what it was made of."""
    yield from (transfer.target for transfer in register.reforms.of_source(place.key))
    yield from (transfer.source for transfer in register.reforms.of_target(place.key))


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
