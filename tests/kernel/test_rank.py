"""Ranks among few and many siblings: one more than those that are better, however found."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tiendo.cube.cells.codes import Array, Floats, Ints
from tiendo.cube.kernel.family_trees import Siblings, Tree
from tiendo.cube.kernel.shares import rank

COLUMNS = 7


def growths(places: int, rng: np.random.Generator) -> Floats:
    """Return growths: some not known, some equal, some so nearly that they count as equal."""
    found = rng.normal(0, 30, (places, COLUMNS))
    found[:, 1] = np.round(found[:, 1] / 20)
    found[:, 2] = 5.0 + rng.integers(0, 4, places) * 4e-8  # 100 x 1e-9 apart is equal
    found[:, 3] = 0.0
    found[rng.random((places, COLUMNS)) < 0.2] = np.nan
    found[:, 4] = np.nan
    return found


def tree_of(children: dict[int, list[int]]) -> Tree:
    """Return a tree of one generation, smaller families filled up as in a grid."""
    most = max(map(len, children.values()))
    grid = [rows + rows[:1] * (most - len(rows)) for rows in children.values()]
    real = [[n < len(rows) for n in range(most)] for rows in children.values()]
    siblings = Siblings(np.array([*children]), np.array(grid).T.copy(), np.array(real).T.copy())
    nothing = np.zeros(0, np.bool_)
    return Tree((siblings,), nothing, nothing)


def counted(growth: Floats, rows: Ints, directions: Floats) -> Array:
    """Return the ranks of some siblings, each compared with every other by the contract's words."""
    found = np.zeros((len(rows), COLUMNS), np.int64)
    for column in range(COLUMNS):
        good = [float(growth[row, column] * directions[column]) for row in rows]
        for at, mine in enumerate(good):
            if not np.isnan(mine):
                lead = 1e-9 * max(abs(mine), 100.0)
                found[at, column] = 1 + sum(other - mine > lead for other in good)
    return found


@pytest.mark.parametrize("sizes", [(3, 5), (48, 40), (49, 2), (130, 90, 60), (300,)])
@pytest.mark.parametrize("seed", range(5))
def test_a_rank_counts_those_that_are_better(sizes: tuple[int, ...], seed: int) -> None:
    rng = np.random.default_rng(seed)
    places = len(sizes) + sum(sizes)
    rows = rng.permutation(np.arange(len(sizes), places))
    each = np.split(rows, np.cumsum(sizes)[:-1])
    growth = growths(places, rng)
    directions = np.where(np.arange(COLUMNS) % 2, 1.0, -1.0)
    columns: Any = SimpleNamespace(directions=directions)

    found = rank(growth, tree_of({parent: [*part] for parent, part in enumerate(each)}), columns)

    for part in each:
        assert found[part].tolist() == counted(growth, part, directions).tolist()
    assert not found[: len(sizes)].any()  # parents have no siblings here


def test_one_column_of_one_parent_is_ranked_too() -> None:
    growth = np.arange(61.0)[:, None]
    growth[[0, 7, 8]] = np.nan
    columns: Any = SimpleNamespace(directions=np.ones(1))

    found = rank(growth, tree_of({0: [*range(1, 61)]}), columns)

    assert found[[60, 59, 1, 7, 8, 0], 0].tolist() == [1, 2, 58, 0, 0, 0]


def test_many_equal_siblings_share_a_rank() -> None:
    growth = np.zeros((5001, 2))
    growth[1:3] = 1.0
    columns: Any = SimpleNamespace(directions=np.array([1.0, -1.0]))

    found = rank(growth, tree_of({0: [*range(1, 5001)]}), columns)

    assert found[1:4].tolist() == [[1, 4999], [1, 4999], [3, 1]]
    assert (found[3:] == [3, 1]).all()
