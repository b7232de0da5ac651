"""Whoever changes a result changes nothing that is remembered for the next question."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import numpy as np
import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tests.world import REGISTER, REVENUE, filed, stated
from tiendo.cube.cells.codes import Array
from tiendo.cube.kernel import Country, Question, Result, World
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Modality

HAVE_PLANS = 14
"""A world in which the plans of a result are those of a tile as they stand there."""


def _arrays(result: Result) -> Iterator[Array]:
    """Yield the arrays of a result, and those of the cells of its plans."""
    yield from (result.rows, result.order, *result.fields.values())
    yield from result.stated.answers.columns.values()
    yield from (result.plans.columns[name] for name in result.plans.columns)
    held = vars(result.plans.cells).values()
    yield from (value for value in held if isinstance(value, np.ndarray))
    for part in (result.plans, result.findings, result.stated):
        for one in fields(part):
            if isinstance(value := getattr(part, one.name), np.ndarray):
                yield value


def _spoil(array: Array) -> bool:
    """Write another number everywhere, if that is allowed; return whether it is."""
    if array.flags.writeable:
        array[...] = 7
    return array.flags.writeable


def _assert_next_answer_is_the_same(country: Country, asked: Question) -> None:
    before = [one.records() for one in country.evaluate_all(asked)]

    spoiled = [_spoil(array) for one in country.evaluate_all(asked) for array in _arrays(one)]

    assert any(spoiled)
    assert [one.records() for one in country.evaluate_all(asked)] == before


@pytest.mark.parametrize("only_on_map", [False, True])
@pytest.mark.parametrize("quality", [False, True])
@pytest.mark.parametrize("seed", [*range(6), HAVE_PLANS])
def test_of_random_worlds(seed: int, quality: bool, only_on_map: bool) -> None:
    case = random_case(seed)
    tiles = tiles_of(case.figures, case.register, case.catalogue, case.as_of)
    country = Country(World(case.register, case.catalogue, case.obligations), tiles)
    _assert_next_answer_is_the_same(
        country,
        Question(
            case.run, case.as_of, quality, tree_as_of=case.tree_as_of, only_on_map=only_on_map
        ),
    )


def test_where_all_that_is_owed_counts() -> None:
    """Then how many owe a figure stands in the result as it is remembered."""
    plan = stated("doi-che", "revenue", "2024", "90")
    figures = filed(
        stated("doi-che", "revenue", "2024-01", "9"), replace(plan, modality=Modality.TARGET)
    )
    owing = [Obligation(place, "revenue") for place in ("doi-che", "ben-tre-nho")]
    catalogue, as_of = Catalogue([REVENUE]), date(2026, 6, 1)
    tiles = tiles_of(figures, REGISTER, catalogue, as_of)
    country = Country(World(REGISTER, catalogue, owing), tiles)
    asked = Question(Period.parse("2024-01"), as_of)

    (province,) = country.evaluate_place("song-xanh", asked).records()
    assert province["completeness"] == {"filed": 1, "due": 2}
    _assert_next_answer_is_the_same(country, asked)
