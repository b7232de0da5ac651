"""How places of a family belong together: grids of siblings, and trees of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from tiendo.cube.cells.codes import Array, Floats, Ints, Mask
from tiendo.cube.kernel.nearest_targets import NearestTargets
from tiendo.vocabulary.former_targets import TargetLineage
from tiendo.vocabulary.reform import Weight
from tiendo.vocabulary.territory import NOTHING, Cover

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_NEAR = 262_144
"""So many numbers, 2 MiB: more would not stay near the processor, and in smaller pieces the steps
cost more than what they work on (measured)."""


@dataclass(frozen=True)
class Siblings:
    """The children of several parents of one depth, in a grid that sums and ranks run along.

    Attributes:
        parents: rows of the parents.
        grid: rows of their children, (most children, parents), in the order of their ids; where a
            parent has fewer, its first child is repeated. The first children of all parents come
            first, then the second ones: summing these up goes along long stretches of memory, and
            takes half to a tenth of the time that it takes parent by parent (measured).
        real: where the grid holds a child, not a repetition.
    """

    parents: Ints
    grid: Ints
    real: Mask
    _matrices: dict[int, csr_array] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @cached_property
    def even(self) -> bool:
        """Whether all parents have as many children."""
        return bool(self.real.all())

    @cached_property
    def members(self) -> Ints:
        """The rows of all children, each once, ascending."""
        found: Ints = np.unique(self.grid)
        return found

    @cached_property
    def among_members(self) -> Siblings:
        """The same with each child by its number among `members`, parents one after the other."""
        grid = np.searchsorted(self.members, self.grid)
        return Siblings(np.arange(len(self.parents)), grid, self.real)

    def matrix(self, places: int) -> csr_array:
        """Return what, multiplied by numbers of places, adds up each parent's children.

        Args:
            places: how many places there are.
        """
        if places not in self._matrices:
            # Loading it takes 0.2 s, for which what evaluates nothing need not wait.
            from scipy.sparse import csr_array

            children = self.grid.T[self.real.T].astype(np.int32)
            starts = np.append(0, np.cumsum(self.real.sum(axis=0))).astype(np.int32)
            shape = len(self.parents), places
            once = np.ones(len(children))
            self._matrices[places] = csr_array((once, children, starts), shape)
        return self._matrices[places]

    def each(self) -> Iterator[tuple[int, Ints]]:
        """Yield each parent's row with the rows of its children."""
        for parent, children, real in zip(self.parents, self.grid.T, self.real.T, strict=True):
            yield int(parent), children[real]

    def parted(self, columns: int) -> Iterator[Siblings]:
        """Yield them some parents at a time, so that a grid of numbers stays near the processor."""
        most = max(1, _NEAR // max(1, len(self.grid) * columns))
        for at in range(0, len(self.parents), most):
            some = slice(at, at + most)
            yield Siblings(self.parents[some], self.grid[:, some], self.real[:, some])


@dataclass(frozen=True)
class Parts:
    """The parts of several places, of which any share by one weight counts.

    Attributes:
        siblings: the places with the rows of their parts, as a grid.
        shares: of each part, 1 where it is whole, (most parts, places).
        refused: places of which a share of a part is not known.
        complete: places of which the parts are all, and stand in the family.
        same: places that are one other place and nothing else.
    """

    siblings: Siblings
    shares: Floats
    refused: Mask
    complete: Mask
    same: Mask

    @cached_property
    def divided(self) -> Mask:
        """Which parts are not whole, (most parts, places)."""
        found: Mask = (self.shares != 1) & self.siblings.real
        return found

    @cached_property
    def refuses_any(self) -> bool:
        """Whether a share of any part is not known."""
        return bool(self.refused.any())

    @cached_property
    def all_whole(self) -> bool:
        """Whether no part is divided."""
        return not self.divided.any()

    @cached_property
    def as_rows(self) -> Siblings:
        """The parts as children of the places numbered one after the other, not by their rows."""
        grid = self.siblings.grid
        return Siblings(np.arange(grid.shape[1]), grid, self.siblings.real)


RecastStep: TypeAlias = tuple[bool, tuple[int, ...]]


@dataclass(frozen=True)
class Tree:
    """How the places of a family belong together while nothing changes.

    Attributes:
        generations: the siblings, those of the deepest parents first.
        listed: for each row whether the register holds every child that the place had.
        answered: for each row whether the family answers for it.
        covers: of rows of the map that are recast from others, what they are made of.
        recast_steps: of these, by the number of the generation that they come before (or behind the
            last): rows, with whether all that is still missing is wanted, or only what is whole, as
            their children come first; places without children have one such step.
        parts: what such rows are made of as grids, with the weights that find them so; filled when
            it is first needed.
    """

    generations: tuple[Siblings, ...]
    listed: Mask
    answered: Mask
    covers: Mapping[int, Cover] = field(default_factory=dict)
    recast_steps: Mapping[int, tuple[RecastStep, ...]] = field(default_factory=dict)
    parts: dict[tuple[int, ...], tuple[tuple[frozenset[Weight | None], Parts], ...]] = field(
        default_factory=dict
    )


@dataclass(frozen=True)
class TargetParts:
    """Which places' targets concern places of the map too (`vocabulary.former_targets`).

    Attributes:
        is_part: for each row whether its targets concern a place of the map.
        begin, count: for each row where in `heirs` the places that they concern stand.
        heirs: rows of places of the map, those of one part together.
        is_made: for each row whether others' targets concern it.
        needed: for each row of how many places one reform made it.
        whole: for each row whether these are the territory, no more and no less.
        same: for each row whether it is the territory of one other place.
        chosen: what chooses among the parts of places that several reforms made, None if there are
            no such places; the three above tell nothing of them.
    """

    is_part: Mask
    begin: Ints
    count: Ints
    heirs: Ints
    is_made: Mask
    needed: Ints
    whole: Mask
    same: Mask
    chosen: NearestTargets | None = None

    @classmethod
    def of(cls, lineages: Mapping[int, TargetLineage], row_of: Mapping[str, int]) -> TargetParts:
        """Return what lineages say, by the rows of the places that others' targets concern."""
        places = len(row_of)
        made = list(lineages)
        covers = [one.only_next or NOTHING for one in lineages.values()]
        is_made, whole, same = (np.zeros(places, np.bool_) for _ in range(3))
        needed = np.zeros(places, np.int64)
        is_made[made] = True
        needed[made] = [len(cover.parts) for cover in covers]
        whole[made] = [cover.exact for cover in covers]
        same[made] = [cover.same for cover in covers]
        links = sorted(
            (row_of[key], heir)
            for heir, lineage in lineages.items()
            for key in lineage.keys
            if key in row_of
        )
        parts = np.array([part for part, _ in links], np.int64)
        count = np.bincount(parts, minlength=places)
        heirs = np.array([heir for _, heir in links], np.int64)
        begin = np.cumsum(count) - count
        several = {row: one for row, one in lineages.items() if one.only_next is None}
        chosen = NearestTargets.of(several, row_of) if several else None
        return cls(count > 0, begin, count, heirs, is_made, needed, whole, same, chosen)

    @cached_property
    def by_heir(self) -> tuple[Ints, Ints, Mask]:
        """Rows of the places of `heirs`, each once, with their parts, (most parts, places).

        The mask tells where there is a part, not a repetition of the first one.
        """
        part = np.repeat(np.arange(len(self.count)), self.count)
        order = np.argsort(self.heirs, kind="stable")
        made, count = np.unique(self.heirs, return_counts=True)
        starts = np.cumsum(count) - count
        within = np.arange(int(count.max(initial=0)))[:, None]
        real = within < count
        return made, part[order][starts + np.where(real, within, 0)], real


def siblings_of(parents: list[int], children: Mapping[int, list[int]]) -> Iterator[Siblings]:
    """Yield the children of parents of one depth, those of like numbers in one grid."""
    by_size: dict[int, list[int]] = {}
    for parent in parents:
        by_size.setdefault(len(children[parent]).bit_length() // 2, []).append(parent)
    for alike in by_size.values():
        most = max(len(children[parent]) for parent in alike)
        each = [children[parent] for parent in alike]
        padded = [rows + rows[:1] * (most - len(rows)) for rows in each]
        yield Siblings(
            np.array(alike, np.int64),
            np.array(padded, np.int64).T.copy(),
            np.array([[n < len(rows) for rows in each] for n in range(most)], np.bool_),
        )


def sums_below(values: Array, tree: Tree) -> Array:
    """Return for each place the sum over itself and all below it, those of the deepest first.

    Args:
        values: counts, (places, columns).
        tree: how the places belong together.
    """
    found = values.copy()
    for siblings in tree.generations:
        children = found.take(siblings.grid, axis=0)
        children[~siblings.real] = 0
        found[siblings.parents] += np.add.reduce(children, axis=0, dtype=found.dtype)
    return found
