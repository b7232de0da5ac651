"""Targets of former places along a grid are what sorting the plans of any places finds."""

from __future__ import annotations

import pickle
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from tiendo.cube.cells.axes import Axes, MemoryTiles
from tiendo.cube.cells.codes import MEASURES, OPERATORS, Array
from tiendo.cube.cells.tables import SCHEMAS, Table, is_first_of_its_group
from tiendo.cube.cells.tile import Tile
from tiendo.cube.kernel.alike_targets import AlikePlans, alike_targets, recast_plans
from tiendo.cube.kernel.columns import Columns
from tiendo.cube.kernel.family import Family
from tiendo.cube.kernel.family_table import FamilyTable
from tiendo.cube.kernel.family_trees import TargetParts
from tiendo.cube.kernel.held import HeldFigures
from tiendo.cube.kernel.listed_plans import ListedPlans
from tiendo.cube.kernel.targets import FormerTargets, former_targets
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceName, PlaceRegister
from tiendo.vocabulary.words import Level, Measure

COLUMNS = 4
YEAR = Period.of_year(2024)
OF_PART = ("place", "series", "assigner", "kind", "first", "last")
ALL = np.ones(12, np.bool_)


def plans_of(places: list[int], *, alike: bool, rng: np.random.Generator) -> FamilyTable:
    """Return plans of some of twelve places, two versions of one plan among them."""
    shared = [(series, assigner) for series in range(COLUMNS) for assigner in range(2)]
    shared.insert(3, shared[2])
    rows = [(place, *one) for place in places for one in shared]
    if not alike:
        rows.pop(int(rng.integers(len(rows))))
    place, series, assigner = np.array(rows).T
    each = np.arange(len(rows)) % len(shared)
    columns: dict[str, Any] = {
        name: np.zeros(len(rows), kind) for name, kind in SCHEMAS["plans"].items()
    }
    kinds = [MEASURES.index(Measure.LEVEL), MEASURES.index(Measure.GROWTH)]
    value = rng.choice([np.nan, -2.0, 0.0, 1e-12, 2.0, 3.5], len(rows), p=[0.1, *[0.18] * 5])
    columns |= {"place": place, "series": series, "assigner": assigner, "value": value}
    columns |= {"lo": value - 1, "hi": value + 1, "order": rng.permutation(len(rows))}
    columns["first"], columns["last"] = np.full((2, len(rows)), ((YEAR.first,), (YEAR.last,)))
    columns["kind"] = np.array(kinds)[(each == 0).astype(int)]
    columns["operator"] = rng.integers(0, len(OPERATORS), len(shared))[each]
    columns["known_at"] = rng.integers(1, 9, len(rows))
    columns["state"] = (value == 0).astype(int)
    empty = Tile.empty(2024, 12)
    tables = {**empty.tables, "plans": Table.of("plans", columns)}
    tile = Tile(2024, 12, empty.series, empty.planes, tables)
    held = [
        Place(number + 1, f"p{number}", Level.COMMUNE, (PlaceName("en", f"p{number}"),))
        for number in range(12)
    ]
    homes = [(1, row) for row in range(12)]
    family = Family(PlaceRegister(held), held, homes, np.zeros(12, bool), is_summit=False)
    axes = Axes(((), tuple(range(1, 13))), (), ())
    return HeldFigures(MemoryTiles(axes, {(1, 2024): tile}), family, COLUMNS).of_run("plans", YEAR)


def random_parts(rng: np.random.Generator) -> TargetParts:
    """Return what the last four of twelve places are made of: some of the first eight."""
    links = sorted(
        (int(part), heir)
        for heir in range(8, 12)
        for part in rng.choice(8, rng.integers(1, 4), replace=False)
    )
    count = np.bincount([part for part, _ in links], minlength=12)
    heirs = np.array([heir for _, heir in links])
    needed = np.bincount(heirs, minlength=12)
    return TargetParts(
        is_part=count > 0,
        begin=np.cumsum(count) - count,
        count=count,
        heirs=heirs,
        is_made=needed > 0,
        needed=needed,
        whole=rng.random(12) < 0.8,
        same=(needed == 1) & (rng.random(12) < 0.7),
    )


def columns_that_add_up(*sums: bool) -> Columns:
    return cast(Columns, SimpleNamespace(sums_over_places=np.array(sums)))


def sorted_rows(plans: FormerTargets) -> dict[str, list[Any]]:
    """Return the plans that were recast in an order of their own."""
    order = np.lexsort([plans.rows[name] for name in OF_PART])
    return {name: plans.rows[name][order].tolist() for name in SCHEMAS["plans"]}


def refused(plans: FormerTargets, answered: Array) -> list[tuple[int, int]]:
    place, column = plans.refused
    kept = answered[place]
    return sorted(zip(place[kept].tolist(), column[kept].tolist(), strict=True))


@pytest.mark.parametrize("seed", range(200))
def test_a_grid_says_what_sorting_says(seed: int) -> None:
    rng = np.random.default_rng(seed)
    planned = sorted(rng.choice(12, rng.integers(1, 11), replace=False).tolist())
    table = plans_of(planned, alike=True, rng=rng)
    parts, columns = random_parts(rng), columns_that_add_up(True, True, True, seed % 3 > 0)
    plans = AlikePlans.of(table)
    assert plans is not None

    found = alike_targets(parts, columns, plans, ALL)
    wanted = former_targets(parts, columns, table, is_first_of_its_group(table, table.rows))

    if found is None:  # then those that are made of others have plans of their own, or no value
        assert wanted is None or not (len(wanted.rows["place"]) or len(wanted.refused[0]))
        return
    if wanted is None:
        assert not (len(found.rows["place"]) or len(found.refused[0]))
        return
    rows, expected = sorted_rows(found), sorted_rows(wanted)
    for name in rows:
        assert rows[name] == pytest.approx(expected[name], rel=1e-12, abs=1e-12), name
    assert refused(found, ALL) == refused(wanted, ALL)


def test_what_is_recast_takes_its_place_among_the_plans_of_others() -> None:
    rng = np.random.default_rng(4)
    parts, columns = random_parts(rng), columns_that_add_up(True, True, True, True)
    heirs = [heir for heir in range(8, 12) if parts.needed[heir]]
    table = plans_of([*range(8), heirs[-1]], alike=True, rng=rng)
    plans = AlikePlans.of(table)
    assert plans is not None

    recast = alike_targets(parts, columns, plans, ALL)
    assert recast is not None and len(recast.rows["place"])
    own = plans.listed(ALL, COLUMNS)
    listed = ListedPlans.merged(own, recast_plans(recast, COLUMNS), COLUMNS)

    place = listed.found["place"]
    assert place.tolist() == sorted(place.tolist())
    sent = pickle.loads(pickle.dumps((listed, recast)))
    assert sent[0].found["value"].tolist() == pytest.approx(listed.found["value"], nan_ok=True)
    assert refused(sent[1], ALL) == refused(recast, ALL)
    assert set(recast.rows["place"].tolist()) < set(place.tolist())
    assert (listed.cells.numbers == COLUMNS * place + listed.found["series"]).all()
    of_own = listed.found["derived"] == 0
    assert listed.found["order"][of_own].tolist() == own.found["order"].tolist()
    assert listed.answering[of_own].tolist() == own.answering.tolist()


def test_a_place_that_is_not_asked_for_gets_nothing() -> None:
    rng = np.random.default_rng(4)
    plans = AlikePlans.of(plans_of(list(range(8)), alike=True, rng=rng))
    assert plans is not None
    parts, columns = random_parts(rng), columns_that_add_up(True, True, True, True)
    only = np.zeros(12, np.bool_)
    only[9] = True

    found = alike_targets(parts, columns, plans, only)

    assert found is not None and set(found.rows["place"].tolist()) <= {9}
    listed = plans.listed(only, COLUMNS)
    assert listed.answering.tolist() == listed.cells.of(np.ones((12, COLUMNS))).tolist() == []
    assert alike_targets(parts, columns, plans, np.zeros(12, np.bool_)) is None


def test_places_with_different_plans_are_not_alike() -> None:
    assert AlikePlans.of(plans_of([0, 1, 2], alike=False, rng=np.random.default_rng(0))) is None
