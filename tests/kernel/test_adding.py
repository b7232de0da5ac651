"""Sums and means by a product of matrices are those that plain counting of children gives."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from tiendo.cube.cells.codes import (
    CONFIDENTIAL,
    MISSING,
    NOT_APPLICABLE,
    PARTIAL,
    REFUSED,
    VALUE,
    ZERO,
    Floats,
    Ints,
)
from tiendo.cube.kernel import adding
from tiendo.cube.kernel.adding import Addends, Children
from tiendo.cube.kernel.columns import NONE
from tiendo.cube.kernel.family_trees import Siblings
from tiendo.cube.kernel.numbers import Answers
from tiendo.cube.kernel.rollup import averaged, summed_up

WEIGHTS = np.array([NONE, NONE, 0, 1, NONE, NONE])
"""Columns 2 and 3 are means, weighed by 0 and 1; 5 is one that nothing weighs."""
MEANS = np.array([False, False, True, True, False, True])


@pytest.fixture(autouse=True, params=[0, 9], ids=["where they stand", "by themselves"])
def _children_are_added_up(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """All children are added up where they stand, or all of them by themselves."""
    monkeypatch.setattr(adding, "_MANY", request.param)


@pytest.fixture(autouse=True)
def _quietly() -> Iterator[None]:
    """Nothing divided by nothing is no mean, as an evaluation knows."""
    with np.errstate(all="ignore"):
        yield


COLUMNS: Any = SimpleNamespace(means_over_places=MEANS, weights=WEIGHTS)

STATES = np.array([VALUE, ZERO, PARTIAL, MISSING, NOT_APPLICABLE, REFUSED, CONFIDENTIAL])
NUMBERS = np.array([-3.0, 1e-12, 2.0, 3.0, 4e6])


def levels(places: int, shares: list[float], rng: np.random.Generator) -> Answers:
    """Return levels of some places, of whose states there are these shares."""
    shape = places, len(WEIGHTS)
    state = rng.choice(STATES, shape, p=shares).astype(np.uint8)
    value = rng.choice(NUMBERS, shape)
    value[state == ZERO] = 0.0
    value[state > PARTIAL] = np.nan
    return Answers({"value": value, "state": state})


def siblings(places: int, parents: int, most: int, rng: np.random.Generator) -> Siblings:
    """Return the children of the first places, up to so many each, strewn among the others."""
    sizes = rng.integers(1, most + 1, parents)
    rows = rng.permutation(np.arange(parents, places))[: parents * most].reshape(most, parents)
    real = np.arange(most)[:, None] < sizes
    return Siblings(np.arange(parents), np.where(real, rows, rows[0]), real)


def plain_sum(value: Floats, state: Ints, *, listed: bool) -> tuple[float, int]:
    """Return what some children come to by the words of the contract."""
    if CONFIDENTIAL in state:
        return np.nan, CONFIDENTIAL
    known = value[state <= PARTIAL]
    if not len(known):
        return np.nan, MISSING
    total = sum(known.tolist())
    if not listed or any(one not in (VALUE, ZERO, NOT_APPLICABLE) for one in state):
        return total, PARTIAL
    if abs(total) <= 1e-9 * max(abs(known)):
        return 0.0, ZERO
    return total, VALUE


MIXED = [0.6, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05]
WHOLE = [0.9, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0]
SOME_LACK = [0.85, 0.1, 0.0, 0.05, 0.0, 0.0, 0.0]
SOME_DO_NOT_APPLY = [0.8, 0.1, 0.0, 0.0, 0.1, 0.0, 0.0]
ALL = [MIXED, WHOLE, SOME_LACK, SOME_DO_NOT_APPLY]


def same(found: Answers, wanted: Answers) -> None:
    np.testing.assert_array_equal(found.state, wanted.state)
    np.testing.assert_allclose(found.value, wanted.value, rtol=1e-12)


@pytest.mark.parametrize("shares", ALL)
@pytest.mark.parametrize(("parents", "most"), [(40, 3), (4, 30), (3, 2)])
@pytest.mark.parametrize("seed", range(4))
def test_sums_are_what_the_children_come_to(
    shares: list[float], parents: int, most: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    answers = levels(170, shares, rng)
    below = siblings(170, parents, most, rng)
    listed = rng.random(parents) < 0.8
    children = [(answers.at(rows), parent) for parent, rows in below.each()]
    found = Children(Addends(answers.copy(), COLUMNS), below, listed).sums()
    for each, parent in children:
        for column in range(len(WEIGHTS)):
            value, state = plain_sum(
                each.value[:, column], each.state[:, column], listed=bool(listed[parent])
            )
            assert found.state[parent, column] == state
            assert found.value[parent, column] == pytest.approx(value, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("shares", ALL)
@pytest.mark.parametrize(("parents", "most"), [(40, 3), (4, 30), (3, 2)])
@pytest.mark.parametrize("seed", range(4))
def test_both_ways_of_adding_up_agree(
    shares: list[float], parents: int, most: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    answers = levels(170, shares, rng)
    below = siblings(170, parents, most, rng)
    listed = rng.random(170) < 0.8
    grid = answers.at(below.grid)
    means = np.flatnonzero(MEANS)
    weights = grid.of_columns(np.maximum(WEIGHTS[means], 0))
    weights.clear_where(np.broadcast_to(WEIGHTS[means] == NONE, weights.shape), MISSING)
    children = Children(Addends(answers, COLUMNS), below, listed[below.parents])
    sums = children.sums()
    same(sums, summed_up(grid, below, listed))
    same(children.means(sums), averaged(grid.of_columns(means), weights, below, listed))


def test_a_mean_is_near_zero_beside_the_largest_of_its_parts_alone() -> None:
    value = np.array([[1.0, 1.0, 5.0], [1e12, 1.0, 0.0], [1e12, 1.0, 7.0]])
    state = np.where(value == 0, ZERO, VALUE).astype(np.uint8)
    columns: Any = SimpleNamespace(
        means_over_places=np.array([False, False, True]), weights=np.array([NONE, NONE, 0])
    )
    pair = Siblings(np.array([0, 1]), np.array([[0, 1], [1, 2]]), np.ones((2, 2), np.bool_))
    addends = Addends(Answers({"value": value, "state": state}), columns)
    children = Children(addends, pair, np.ones(2, np.bool_))
    mean = children.means(children.sums())
    assert mean.value.ravel().tolist() == [0.0, 3.5]
    assert mean.state.ravel().tolist() == [ZERO, VALUE]


def test_levels_are_whole_again_when_they_are_added_up() -> None:
    rng = np.random.default_rng(0)
    answers = levels(50, MIXED, rng)
    before = answers.copy()
    addends = Addends(answers, COLUMNS)
    assert not np.isnan(answers.value).any()
    addends.close()
    same(answers, before)


def test_what_is_filled_later_counts_when_it_is_noted() -> None:
    rng = np.random.default_rng(0)
    answers = levels(50, WHOLE, rng)
    full = answers.copy()
    below = siblings(50, 10, 4, rng)
    late = below.members[::2]
    answers.clear_where(np.isin(np.arange(50), late)[:, None] & (answers.state >= 0), MISSING)
    listed = np.ones(10, np.bool_)
    addends = Addends(answers, COLUMNS)
    assert (Children(addends, below, listed).sums().state == PARTIAL).any()
    answers.put(late, full.at(late))
    addends.note_change(late)
    found, wanted = (Children(one, below, listed) for one in (addends, Addends(full, COLUMNS)))
    same(found.sums(), wanted.sums())
    same(found.means(found.sums()), wanted.means(wanted.sums()))
