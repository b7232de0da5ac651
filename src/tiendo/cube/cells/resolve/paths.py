"""Paths over filed runs: which figures, added and subtracted, answer for a run nobody filed.

Months have boundaries, and a filed run joins two of them, so that a run follows from a path between
its own two (contract, rule 2). Sets of boundaries are whole numbers with a bit per boundary: a year
has 13, and a search looks at all that it reaches at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from tiendo.cube.cells.resolve.said import Run, Said

Steps: TypeAlias = tuple[tuple[int, Said], ...]
Neighbours: TypeAlias = dict[int, int]
"""For each boundary the set of those that a run joins it with."""


@dataclass(frozen=True)
class Graph:
    """Figures with a value by their runs, at most one each, as joints between boundaries.

    Attributes:
        origin: the boundary with bit 0; no run begins before it.
        runs: the figures by (first month, last month).
        after: for each boundary the ends of the runs that begin there.
        before: for each boundary the beginnings of the runs that end there.
        beside: both.
    """

    origin: int
    runs: Mapping[Run, Said]
    after: Neighbours
    before: Neighbours
    beside: Neighbours

    @classmethod
    def of(cls, origin: int, runs: Mapping[Run, Said]) -> Graph:
        """Return the graph of the figures that have a value."""
        valued = {run: said for run, said in runs.items() if said.has_value}
        after: Neighbours = {}
        before: Neighbours = {}
        for first, last in valued:
            start, end = first - origin, last + 1 - origin
            after[start] = after.get(start, 0) | 1 << end
            before[end] = before.get(end, 0) | 1 << start
        beside = {b: after.get(b, 0) | before.get(b, 0) for b in after.keys() | before.keys()}
        return cls(origin, valued, after, before, beside)

    def best_path(self, run: Run) -> Steps | None:
        """Return the path over other runs that answers for `run`, None where none reaches.

        Fewest runs; then the path whose earliest known_at is the latest; then the smallest list of
        (first month, last month) pairs.
        """
        return self._best(run, self.beside, self.beside)

    def fewest_tiles(self, run: Run) -> Steps | None:
        """Return the fewest other runs that exactly tile `run`, ties broken as for paths."""
        return self._best(run, self.after, self.before)

    def _best(self, run: Run, onwards: Neighbours, backwards: Neighbours) -> Steps | None:
        start, goal = run[0] - self.origin, run[1] + 1 - self.origin
        if start not in onwards or goal not in backwards:
            return None
        layers = _layers(start, goal, onwards)
        if layers is None:
            return None
        paths = [self._steps(nodes) for nodes in _walks(goal, layers, backwards)]
        return paths[0] if len(paths) == 1 else min(paths, key=_tie_break)

    def _steps(self, nodes: tuple[int, ...]) -> Steps:
        """Return the figures between boundaries that follow each other on a path."""
        steps = []
        for here, there in pairwise(nodes):
            low, high, sign = (here, there, 1) if here < there else (there, here, -1)
            steps.append((sign, self.runs[low + self.origin, high + self.origin - 1]))
        return tuple(steps)


def members(boundaries: int) -> Iterator[int]:
    """Yield the boundaries of a set, ascending."""
    while boundaries:
        lowest = boundaries & -boundaries
        yield lowest.bit_length() - 1
        boundaries ^= lowest


def reached(start: int, neighbours: Neighbours) -> int:
    """Return all boundaries that can be reached from one."""
    seen = frontier = 1 << start
    while frontier:
        following = 0
        for boundary in members(frontier):
            following |= neighbours.get(boundary, 0)
        frontier = following & ~seen
        seen |= frontier
    return seen


def _layers(start: int, goal: int, onwards: Neighbours) -> list[int] | None:
    """Return the boundaries at 0, 1, 2, ... steps from `start`, up to where `goal` is found.

    The run from `start` to `goal` itself does not count. None where `goal` cannot be reached.
    """
    aim = 1 << goal
    frontier = onwards[start] & ~aim
    layers = [1 << start, frontier]
    seen = layers[0] | frontier
    while frontier:
        following = 0
        for boundary in members(frontier):
            following |= onwards.get(boundary, 0)
        if following & aim:
            return layers
        frontier = following & ~seen
        seen |= frontier
        layers.append(frontier)
    return None


def _walks(goal: int, layers: list[int], backwards: Neighbours) -> Iterator[tuple[int, ...]]:
    """Yield every shortest walk through the layers to `goal`, as boundaries."""
    if not layers:
        yield (goal,)
        return
    for boundary in members(backwards.get(goal, 0) & layers[-1]):
        for walk in _walks(boundary, layers[:-1], backwards):
            yield (*walk, goal)


def _tie_break(path: Steps) -> tuple[int, list[Run]]:
    return -min(said.known_at for _, said in path), sorted(said.run for _, said in path)
