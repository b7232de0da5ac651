"""Asked for numbers alone, the kernel gives the same ones as with all that describes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from tests.kernel.cubes import tiles_of
from tests.kernel.worlds import random_case
from tests.world import REVENUE, filed, stated
from tiendo.cube.cells import axes
from tiendo.cube.kernel import Country, Question, Result, World, adding, family_table, held
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister, Span
from tiendo.vocabulary.reform import Event, Extent, Reforms, Transfer
from tiendo.vocabulary.words import Level

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
        assert_same_numbers(numbers, all_of_it)


@pytest.mark.parametrize("seed", range(60))
def test_children_added_up_where_they_stand_give_the_same_numbers(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was filled from children a moment ago counts when its own parent is added up."""
    monkeypatch.setattr(adding, "_MANY", 0)
    alone, full = _results(seed, quality=False), _results(seed, quality=True)

    for numbers, all_of_it in zip(alone, full, strict=True):
        assert_same_numbers(numbers, all_of_it)


def test_what_was_recast_a_moment_ago_counts_when_its_parent_is_added_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All units become others; of one new commune nothing is known, so the province lacks it."""
    monkeypatch.setattr(adding, "_MANY", 0)
    day, names = date(2025, 1, 1), (PlaceName("vi", "-"),)
    before, later = Span(end=day), Span(start=day)
    old, new = (Edge("tinh"),), (Edge("tinh-moi"),)
    register = PlaceRegister(
        [
            Place(1, "nuoc", Level.COUNTRY, names),
            Place(2, "tinh", Level.PROVINCE, names, parents=(Edge("nuoc"),), span=before),
            Place(3, "an", Level.COMMUNE, names, parents=old, span=before),
            Place(4, "binh", Level.COMMUNE, names, parents=old, span=before),
            Place(5, "tinh-moi", Level.PROVINCE, names, parents=(Edge("nuoc"),), span=later),
            Place(6, "an-moi", Level.COMMUNE, names, parents=new, span=later),
            Place(7, "binh-moi", Level.COMMUNE, names, parents=new, span=later),
        ],
        reforms=Reforms(
            [Event("reform", day, None, {"en": "reform"})],
            [
                Transfer("reform", each, f"{each}-moi", Extent.WHOLE)
                for each in ("tinh", "an", "binh")
            ],
        ),
    )
    said = [stated("an", "revenue", "2024-01", "10")]
    catalogue, as_of = Catalogue([replace(REVENUE, levels=tuple(Level))]), date(2026, 6, 1)
    tiles = tiles_of(filed(*said), register, catalogue, as_of)
    country = Country(World(register, catalogue), tiles)
    asked = Question(Period.parse("2024-01"), as_of, quality=False, tree_as_of=day)

    rows = [row for result in country.evaluate_all(asked) for row in result.records()]

    found = {row["place"]: (row["value"], row["state"]) for row in rows}
    assert found["an-moi"] == (10, "value")
    assert found["tinh-moi"] == found["nuoc"] == (10, "partial")


def assert_same_numbers(numbers: Result, others: Result) -> None:
    """Refuse other rows, another number in any field of the first, and other shares of plans."""
    assert np.array_equal(numbers.rows, others.rows)
    for name in numbers.fields:
        one, other = numbers.fields[name], others.fields[name]
        assert np.array_equal(one, other, equal_nan=one.dtype.kind == "f"), name
    assert np.array_equal(numbers.plans.cells.numbers, others.plans.cells.numbers)
    shares = numbers.plans.share_pct, others.plans.share_pct
    assert np.array_equal(*shares, equal_nan=True)


@pytest.fixture
def _several_tiles_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every province stands in a tile of its own, and all of them are evaluated together."""
    monkeypatch.setattr(axes, "_ENOUGH", 1)


@pytest.mark.usefixtures("_several_tiles_together")
@pytest.mark.parametrize("seed", range(60))
def test_tile_by_tile_gives_the_same_numbers_as_tiles_put_together(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = _results(seed, quality=False)
    monkeypatch.setattr(held, "_SMALL", 0)
    monkeypatch.setattr(family_table, "_LONG", 0)

    by_tile = _results(seed, quality=False)

    for one, other in zip(together, by_tile, strict=True):
        assert_same_numbers(one, other)


@pytest.mark.usefixtures("_several_tiles_together")
def test_planes_are_looked_at_tile_by_tile_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(held, "_SMALL", 0)
    tiles = []
    by_part = held.HeldFigures.by_part

    def counted(self: held.HeldFigures, name: str, months: Sequence[int]) -> Iterator[Any]:
        found = list(by_part(self, name, months))
        tiles.append(len(found))
        return iter(found)

    monkeypatch.setattr(held.HeldFigures, "by_part", counted)

    for seed in range(20):
        _results(seed, quality=False)

    assert max(tiles) > 3
