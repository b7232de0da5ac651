"""Patching a tile: newly resolved places and series go in, everything else stays."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cells.resolving import PLACES, block, same_tiles, series_of
from tests.world import filed, planned, stated
from tiendo.cube.cells.patching import Patch, laid_over
from tiendo.cube.cells.tables import Table
from tiendo.cube.cells.tile import Tile
from tiendo.vocabulary.figure import Figure, Statement

AXIS = (series_of("investment"), series_of("workers"), series_of("visitors"))
BEN_TRE, DOI_CHE = PLACES["ben-tre-nho"], PLACES["doi-che"]


def tile_of(*filings: list[Figure], pairs: np.ndarray | None = None) -> Tile:
    return block(*filings, series=AXIS).resolved(pairs=pairs)[2025]


def replaced(tile: Tile, newer: Tile, pairs: np.ndarray) -> Tile:
    return laid_over(tile, [Patch(pairs, newer, np.arange(newer.places), newer.places)])


def all_pairs(tile: Tile) -> np.ndarray:
    return np.array([(p, s) for p in range(tile.places) for s in range(len(AXIS))])


OLD = filed(
    stated("ben-tre-nho", "investment", "2025-01", "1"),
    stated("ben-tre-nho", "investment", "2025-Q2", "6"),
    stated("doi-che", "investment", "2025-01", "2"),
    stated("doi-che", "investment", "2025-02", None, state="confidential"),
    planned("doi-che", "investment", "2025", "90"),
    number=1,
)
NEW = filed(
    stated("ben-tre-nho", "investment", "2025-02", "5"),
    stated("ben-tre-nho", "workers", "2025-02", "7"),
    number=2,
)
TOUCHED = np.array([(BEN_TRE, 0), (BEN_TRE, 1)])


def test_new_figures_patched_in_give_what_resolving_everything_gives() -> None:
    newer = tile_of(OLD, NEW, pairs=TOUCHED)
    assert same_tiles(replaced(tile_of(OLD), newer, TOUCHED), tile_of(OLD, NEW))


def test_a_patch_may_know_no_other_places_than_its_own() -> None:
    newer = tile_of(OLD, NEW, pairs=TOUCHED)
    alone = Tile(
        newer.year,
        1,
        newer.series,
        {name: plane[:, BEN_TRE : BEN_TRE + 1] for name, plane in newer.planes.items()},
        {name: _as_first_place(table) for name, table in newer.tables.items()},
    )
    patch = Patch(TOUCHED, alone, np.array([BEN_TRE]), newer.places)
    assert same_tiles(laid_over(tile_of(OLD), [patch]), tile_of(OLD, NEW))
    wider = laid_over(Tile.empty(2025), [patch])
    assert wider.places == newer.places
    assert wider.planes["value"][1, BEN_TRE, 1] == 7


def _as_first_place(table: Table) -> Table:
    assert set(table["place"].tolist()) <= {BEN_TRE}
    return Table.of(table.name, dict(table) | {"place": np.zeros(table.length)})


def test_what_is_not_asked_for_stays() -> None:
    only_workers = np.array([(BEN_TRE, 1)])
    patched = replaced(tile_of(OLD), tile_of(OLD, NEW), only_workers)
    assert patched.planes["value"][1, BEN_TRE, 1] == 7
    assert np.isnan(patched.planes["value"][1, BEN_TRE, 0])


def test_what_is_gone_from_the_newer_tile_goes() -> None:
    gone = filed(
        stated("ben-tre-nho", "investment", "2025-01", None, state="withdrawn", known="2026-03-01"),
        stated("ben-tre-nho", "investment", "2025-Q2", None, state="withdrawn", known="2026-03-01"),
        number=3,
    )
    tiles = block(OLD, gone, series=AXIS).resolved(pairs=TOUCHED)
    assert tiles == {}  # nothing is left of these pairs
    patched = replaced(tile_of(OLD), Tile.empty(2025), TOUCHED)
    assert np.isnan(patched.planes["value"][:, BEN_TRE]).all()
    assert not np.any(patched.tables["runs"]["place"] == BEN_TRE)
    assert patched.planes["value"][0, DOI_CHE, 0] == 2


def test_an_empty_tile_patched_with_everything_is_the_newer_one() -> None:
    newer = tile_of(OLD, NEW)
    assert same_tiles(replaced(Tile.empty(2025), newer, all_pairs(newer)), newer)


def test_a_newer_tile_may_know_places_that_the_old_one_does_not() -> None:
    tile = tile_of(OLD)
    shorter = Tile(
        tile.year,
        BEN_TRE + 1,
        tile.series,
        {name: plane[:, : BEN_TRE + 1] for name, plane in tile.planes.items()},
        {name: table.take(table["place"] <= BEN_TRE) for name, table in tile.tables.items()},
    )
    pairs = np.array([(place, 0) for place in range(BEN_TRE + 1, tile.places)])
    assert same_tiles(replaced(shorter, tile, pairs), tile)


def test_a_tile_of_another_year_is_refused() -> None:
    with pytest.raises(ValueError, match="2024"):
        replaced(tile_of(OLD), Tile.empty(2024), TOUCHED)


def any_statement() -> st.SearchStrategy[Statement]:
    return st.builds(
        lambda place, series, period, value, day: stated(
            place, series, period, str(value), known=f"2025-06-{day:02d}"
        ),
        st.sampled_from(["ben-tre-nho", "doi-che"]),
        st.sampled_from(["investment", "workers", "visitors"]),
        st.sampled_from(["2025-01", "2025-02", "2025-03", "2025-Q1", "2025-01/2025-02", "2025"]),
        st.integers(0, 99),
        st.integers(1, 28),
    )


@settings(max_examples=50)
@given(
    st.lists(any_statement(), min_size=1, max_size=8),
    st.lists(any_statement(), min_size=1, max_size=4),
)
def test_patching_equals_resolving_everything(old: list[Statement], new: list[Statement]) -> None:
    before, after = filed(*old, number=1), filed(*new, number=2)
    ordinal = {series: number for number, series in enumerate(AXIS)}
    touched = np.array([(PLACES[each.place], ordinal[each.series]) for each in new])
    newer = tile_of(before, after, pairs=touched)
    assert same_tiles(replaced(tile_of(before), newer, touched), tile_of(before, after))
