"""Asked for numbers alone, the kernel gives the same ones as with all that describes them."""

from __future__ import annotations

import numpy as np
import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tiendo.cube.kernel import Country, Question, Result, World

NUMBERS = frozenset(
    {
        *("value", "previous_period", "same_period", "year_to_date", "growth_pct"),
        *("base_ratio_pct", "difference", "contribution_pp", "structure_share_pct"),
        *("state", "same_period_state", "rank", "due", "filed"),
    }
)


def _results(seed: int, quality: bool) -> list[Result]:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    asked = Question(case.run, case.as_of, quality=quality, tree_as_of=case.tree_as_of)
    return list(country.evaluate_all(asked))


@pytest.mark.parametrize("seed", range(80))
def test_numbers_alone_are_those_of_the_full_answer(seed: int) -> None:
    alone, full = _results(seed, quality=False), _results(seed, quality=True)

    assert len(alone) == len(full) > 0
    for numbers, all_of_it in zip(alone, full, strict=True):
        assert set(numbers.fields) >= NUMBERS
        assert np.array_equal(numbers.rows, all_of_it.rows)
        for name in numbers.fields:
            one, other = numbers.fields[name], all_of_it.fields[name]
            assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), name
        assert np.array_equal(numbers.plans.cells.numbers, all_of_it.plans.cells.numbers)
        shares = numbers.plans.share_pct, all_of_it.plans.share_pct
        assert np.array_equal(*shares, equal_nan=True)
