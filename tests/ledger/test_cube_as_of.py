"""A past date: one place through private tiles, the whole country through a scratch cube."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.kernel import moved
from tests.ledger.cube_world import PACK, Chance, from_scratch, level
from tests.ledger.filing import SHA, file
from tests.world import CATALOGUE, REGISTER, TODAY, stated
from tiendo.config.workspace import Workspace
from tiendo.cube.cells.axes import TileSource
from tiendo.cube.kernel import Country, Question, World
from tiendo.cube.kernel.records import records
from tiendo.cube.store import CubeStore
from tiendo.ledger import selectors
from tiendo.ledger.cube.as_of import tiles_as_of
from tiendo.ledger.cube.building import in_memory
from tiendo.ledger.cube.ground import lay_out
from tiendo.ledger.cube.rebuilding import scratch_cube
from tiendo.ledger.cube.state import ledger_state
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.vocabulary.period import Period

JANUARY = Period.parse("2026-01")


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "today", lambda: TODAY)


def _known_on(day: str, place: str = "song-xanh", run: Period = JANUARY) -> TileSource:
    known = date.fromisoformat(day)
    return tiles_as_of(pack=PACK, place=REGISTER[place], run=run, day=known)


def _rows(tiles: TileSource, place: str, run: Period, day: date) -> list[dict[str, Any]]:
    """Return the rows of one place as the kernel evaluates them."""
    country = Country(World(REGISTER, CATALOGUE), tiles)
    return list(records(country.evaluate_place(place, Question(run, day)), places=[place]))


def test_figures_known_later_do_not_count(any_office: Workspace) -> None:
    file(
        stated("song-xanh", "visitors", "2026-01", "100", known="2026-02-10"),
        stated("song-xanh", "visitors", "2026-01", "150", known="2026-03-10"),
        stated("song-xanh", "visitors", "2026-01", None, known="2026-04-10", state="withdrawn"),
    )
    levels = [
        level(_known_on(day), "song-xanh", "visitors", "2026-01")
        for day in ("2026-02-09", "2026-02-10", "2026-03-10", "2026-04-10")
    ]
    np.testing.assert_array_equal(levels, [np.nan, 100, 150, np.nan])


def test_the_place_what_is_below_it_and_its_siblings_are_there(any_office: Workspace) -> None:
    """Sông Xanh is ranked against Núi Vàng, of which only a commune filed."""
    for place in ("song-xanh", "ben-tre-nho", "doi-che-2"):
        file(stated(place, "workers", "2026-01", "100"), stated(place, "output", "2026-Q1", "5"))
    tiles = _known_on("2026-06-30")
    for place in ("song-xanh", "ben-tre-nho", "doi-che-2"):
        assert level(tiles, place, "workers", "2026-01") == 100, place
    # A commune asks for its own family only, and for what it has itself.
    file(stated("nui-vang", "workers", "2026-01", "3"))
    tiles = _known_on("2026-06-30", "doi-che-2")
    assert level(tiles, "doi-che-2", "workers", "2026-01") == 100
    assert REGISTER["ben-tre-nho"].id not in tiles.axes.row_of
    assert np.isnan(level(tiles, "nui-vang", "workers", "2026-01"))


def test_below_a_sibling_that_answers_itself_nothing_is_read(office: Workspace) -> None:
    for place in ("song-xanh", "nui-vang", "doi-che-2"):
        file(
            stated(place, "poor-households", "2026-01", "100"),
            stated(place, "poor-households", "2025-01", "90"),
            stated(place, "visitors", "2026-01", "100"),
            stated(place, "visitors", "2025-01", "90"),
        )
    tiles = _known_on("2026-06-30")
    for indicator in ("poor-households", "visitors"):
        assert np.isnan(level(tiles, "doi-che-2", indicator, "2026-01"))
        assert level(tiles, "nui-vang", indicator, "2026-01") == 100
    # With revenue, visitors divide it in a formula, which may ask for other runs.
    file(stated("song-xanh", "revenue", "2026-01", "5"))
    assert level(_known_on("2026-06-30"), "doi-che-2", "visitors", "2026-01") == 100
    # Once its own figure was withdrawn, the communes answer for it.
    file(stated("nui-vang", "poor-households", "2026-01", None, state="withdrawn"))
    tiles = _known_on("2026-06-30")
    assert level(tiles, "doi-che-2", "poor-households", "2026-01") == 100


def test_hidden_parts_of_siblings_are_looked_at_in_full(office: Workspace) -> None:
    for place in ("song-xanh", "nui-vang", "doi-che-2"):
        for month in ("2026-01", "2025-01"):
            file(stated(place, "poor-households", month, "100"))
    file(stated("doi-che", "poor-households", "2020-01", None, state="confidential"))
    tiles = _known_on("2026-06-30")
    assert tiles.axes.hidden == {"poor-households"}
    assert level(tiles, "doi-che-2", "poor-households", "2026-01") == 100


@pytest.mark.parametrize("seed", range(6))
def test_private_tiles_answer_as_all_tiles_do(office: Workspace, seed: int) -> None:
    chance = Chance(seed, TODAY)
    file(*chance.first_quarters(), *chance.statements(80))
    everything, ranks = from_scratch(), set()
    for text in ("2025-03", "2025-Q1", "2024-H1", "2025", "2024/2025"):
        run = Period.parse(text)
        for place in ("song-xanh", "ben-tre-nho", "doi-che-2", "lien-ha"):
            near = tiles_as_of(pack=PACK, place=REGISTER[place], run=run, day=TODAY)
            expected = _rows(everything, place, run, TODAY)
            assert _rows(near, place, run, TODAY) == expected, (place, text)
            ranks |= {row["rank"] for row in expected}
    assert ranks >= {None, 1, 2}


def test_what_a_sibling_had_under_a_former_parent_counts(office: Workspace) -> None:
    """Sơn came from another district, where its former value is hidden beside Hòa's."""
    draft = FilingDraft("Lan", "moved.csv", SHA, "", moved.STATEMENTS)
    record_filings(drafts=[draft], register=moved.REGISTER)
    pack = replace(PACK, register=moved.REGISTER, catalogue=moved.CATALOGUE)
    _, everything = in_memory(lay_out(pack, ledger_state()), TODAY)
    run, world = Period.parse("2024-03"), World(moved.REGISTER, moved.CATALOGUE)
    for place in moved.REGISTER:
        near = tiles_as_of(pack=pack, place=place, run=run, day=TODAY)
        told, expected = (
            Country(world, tiles).evaluate_place(place.key, Question(run, TODAY)).records()
            for tiles in (near, everything)
        )
        assert told == expected, place.key


def test_a_scratch_cube_is_the_country_on_that_day(any_office: Workspace, tmp_path: Path) -> None:
    file(*Chance(7, TODAY).statements(120))
    day = date(2026, 5, 15)
    so_far: list[tuple[int, int]] = []
    with scratch_cube(
        pack=PACK, day=day, folder=tmp_path, progress=lambda *done: so_far.append(done)
    ) as tiles:
        assert isinstance(tiles, CubeStore)
        assert Path(tiles.address).is_dir()
        assert tiles.manifest.as_of == day.toordinal()
        for place in REGISTER:
            near = tiles_as_of(pack=PACK, place=place, run=JANUARY, day=day)
            rows = _rows(tiles, place.key, JANUARY, day)
            assert rows == _rows(near, place.key, JANUARY, day), place.key
    assert so_far[-1] == (120, 120)
    assert not Path(tiles.address).exists()
    assert not any_office.cube.exists(), "a past date touches the workspace's own cube"


def test_a_scratch_cube_goes_away_when_something_fails(office: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), scratch_cube(pack=PACK, day=TODAY, folder=tmp_path):
        raise RuntimeError
    assert [each for each in tmp_path.iterdir() if each.name.startswith("tiendo-cube-")] == []
