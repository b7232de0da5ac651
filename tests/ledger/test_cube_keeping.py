"""The cube follows the ledger: what is recorded is seen at once, and the store catches up."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.ledger.cube_world import PACK, Chance, from_scratch, level, stored_tiles, told, visitors
from tests.ledger.filing import file
from tests.world import REGISTER, TODAY, TUAN, stated
from tiendo.config.workspace import Workspace
from tiendo.cube.store import exists, open_store, refresh
from tiendo.ledger import selectors
from tiendo.ledger.cube import current, keeping
from tiendo.ledger.cube.current import live_tiles
from tiendo.ledger.cube.keeping import Kept, keep_current
from tiendo.ledger.cube.rebuilding import rebuild
from tiendo.ledger.cube.store import cube_address
from tiendo.ledger.services import impose_obligation
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.place import PlaceRegister

Clock = Callable[[date], None]


@pytest.fixture(autouse=True)
def on(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the day; it is TODAY at first."""

    def set_to(day: date) -> None:
        monkeypatch.setattr(selectors, "today", lambda: day)

    set_to(TODAY)
    return set_to


# ---- made, refreshed, rebuilt -------------------------------------------------------------


def test_a_small_ledger_gets_a_cube_when_it_is_first_kept(any_office: Workspace) -> None:
    assert keep_current(pack=PACK) is Kept.REFRESHED
    file(visitors("120", "2026-01"))
    assert keep_current(pack=PACK) is Kept.REFRESHED
    assert keep_current(pack=PACK) is Kept.CURRENT
    assert level(stored_tiles(), "song-xanh", "visitors", "2026-01") == 120


def test_a_few_figures_are_left_to_readers_who_see_them_at_once(any_office: Workspace) -> None:
    keep_current(pack=PACK)
    file(visitors("120", "2026-01"), visitors("130", "2026-02"))
    assert keep_current(pack=PACK, leave=2) is Kept.LEFT_TO_READERS
    assert np.isnan(level(stored_tiles(), "song-xanh", "visitors", "2026-01"))
    assert level(live_tiles(pack=PACK).tiles, "song-xanh", "visitors", "2026-01") == 120
    file(visitors("140", "2026-03"))
    assert keep_current(pack=PACK, leave=2) is Kept.REFRESHED
    assert level(stored_tiles(), "song-xanh", "visitors", "2026-01") == 120
    assert keep_current(pack=PACK, leave=2) is Kept.CURRENT


def test_figures_whose_day_has_come_count_among_those_left(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = selectors.today() + timedelta(days=1)
    file(visitors("120", "2026-01", known=str(tomorrow)))
    keep_current(pack=PACK)
    monkeypatch.setattr(selectors, "today", lambda: tomorrow)
    assert keep_current(pack=PACK, leave=1) is Kept.LEFT_TO_READERS
    assert level(live_tiles(pack=PACK).tiles, "song-xanh", "visitors", "2026-01") == 120
    file(visitors("130", "2026-02"))
    assert keep_current(pack=PACK, leave=1) is Kept.REFRESHED


def test_a_cube_that_does_not_fit_is_refused_however_little_is_new(office: Workspace) -> None:
    keep_current(pack=PACK)
    file(visitors("120", "2026-01"))
    with pytest.raises(TiendoError, match="another country pack"):
        keep_current(pack=replace(PACK, register=PlaceRegister(())), leave=5)


def test_a_large_ledger_is_left_to_rebuild(
    any_office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (keeping, current):
        monkeypatch.setattr(module, "SMALL_LEDGER", 1)
    file(visitors("120", "2026-01"), visitors("130", "2026-02"))
    assert keep_current(pack=PACK) is Kept.NOT_BUILT
    with pytest.raises(TiendoError, match="there is no cube yet, and the ledger's 2 figures"):
        live_tiles(pack=PACK)
    done = rebuild(pack=PACK)
    assert (done.sequence, done.figures, done.tiles, done.series, done.places) == (1, 2, 1, 1, 6)
    assert level(live_tiles(pack=PACK).tiles, "song-xanh", "visitors", "2026-02") == 250


def test_rebuild_tells_how_far_it_is(office: Workspace) -> None:
    file(visitors("1"), visitors("2", place="doi-che"), visitors("3", place="doi-che-2"))
    told_so_far: list[tuple[int, int]] = []
    rebuild(pack=PACK, progress=lambda done, total: told_so_far.append((done, total)))
    assert told_so_far == [(3, 3), (3, 3)]


def test_what_is_recorded_is_seen_at_once_without_touching_the_store(any_office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    rebuild(pack=PACK)
    live = live_tiles(pack=PACK)
    before = live.tiles
    file(visitors("20", "2026-02"), visitors("7", "2026-01", "doi-che"))
    later = live.refreshed()
    assert level(later.tiles, "song-xanh", "visitors", "2026-02") == 120
    assert level(later.tiles, "doi-che", "visitors", "2026-01") == 7
    assert later.refreshed() is later
    # One state stays one state, and the store is only written by those who record.
    assert np.isnan(level(before, "song-xanh", "visitors", "2026-02"))
    assert np.isnan(level(stored_tiles(), "song-xanh", "visitors", "2026-02"))
    assert told(later.tiles) == told(live_tiles(pack=PACK).tiles) == told(from_scratch())


def test_tiles_travel_to_other_processes(office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    rebuild(pack=PACK)
    file(visitors("20", "2026-02"))
    tiles = live_tiles(pack=PACK).tiles
    assert told(pickle.loads(pickle.dumps(tiles))) == told(tiles) == told(from_scratch())


def test_a_refresh_by_another_process_is_waited_for_or_left_to_it(office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    file(visitors("20", "2026-02"))
    with refresh(cube_address()):
        assert keep_current(pack=PACK) is Kept.LEFT_TO_ANOTHER
    assert level(live_tiles(pack=PACK).tiles, "song-xanh", "visitors", "2026-02") == 120
    assert keep_current(pack=PACK, wait=True) is Kept.REFRESHED


def test_a_reader_of_long_standing_opens_the_store_anew(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(visitors("100", "2026-01"))
    rebuild(pack=PACK)
    live = live_tiles(pack=PACK)
    file(visitors("20", "2026-02"))
    keep_current(pack=PACK)
    monkeypatch.setattr(current, "monotonic", lambda: live.opened_at + 40)
    later = live.refreshed()
    assert later.store is not None and live.store is not None
    assert later.store.manifest.generation == live.store.manifest.generation + 1
    assert told(later.tiles) == told(from_scratch())


def test_an_event_without_figures_changes_no_tile(office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    impose_obligation(
        place="song-xanh", indicator="visitors", valid_from=date(2026, 1, 1),
        office="Finance", by=TUAN, register=REGISTER,
    )  # fmt: skip
    before = open_store(cube_address()).manifest
    assert keep_current(pack=PACK) is Kept.REFRESHED
    after = open_store(cube_address()).manifest
    assert (before.sequence, after.sequence) == (1, 2)
    assert before.tiles == after.tiles


# ---- the same as a rebuild ------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_any_tail_gives_what_a_rebuild_gives(office: Workspace, on: Clock, seed: int) -> None:
    chance = Chance(seed, TODAY)
    file(*chance.statements(60))
    rebuild(pack=PACK)
    live = live_tiles(pack=PACK)
    for turn in range(6):
        on(TODAY + timedelta(days=turn))
        file(*chance.statements(1 + 9 * (turn % 2)))
        live = live.refreshed()
        expected = told(from_scratch())
        assert told(live.tiles) == expected
        if turn % 3 == 1:
            keep_current(pack=PACK)
            assert told(stored_tiles()) == expected
    keep_current(pack=PACK)
    kept = told(stored_tiles())
    rebuild(pack=PACK)
    assert kept == told(stored_tiles())


def test_tails_on_postgresql_too(any_office: Workspace, on: Clock) -> None:
    chance = Chance(99, TODAY)
    file(*chance.statements(60))
    keep_current(pack=PACK)
    on(TODAY + timedelta(days=3))
    file(*chance.statements(20))
    assert told(live_tiles(pack=PACK).tiles) == told(from_scratch())
    keep_current(pack=PACK)
    assert told(stored_tiles()) == told(from_scratch())


def test_a_weight_that_changes_judges_the_mean_anew(office: Workspace) -> None:
    """A stated growth of a half-year's wage is judged against means that workers weigh."""
    file(
        *(stated("song-xanh", "workers", f"{year}-{month:02d}", "100")
          for year in (2024, 2025) for month in (3, 6)),
        *(stated("song-xanh", "wage", f"{year}-Q{quarter}", f"{10 * quarter}.0")
          for year in (2024, 2025) for quarter in (1, 2)),
        stated("song-xanh", "wage", "2025-H1", "15.0"),
        stated("song-xanh", "wage", "2025-H1", "0.0", kind="growth"),
    )  # fmt: skip
    rebuild(pack=PACK)
    before = told(live_tiles(pack=PACK).tiles)["rows"]
    file(stated("song-xanh", "workers", "2024-06", None, known="2026-01-10", state="withdrawn"))
    after = told(live_tiles(pack=PACK).tiles)
    assert after == told(from_scratch())
    changed = [key for key, rows in before.items() if rows != after["rows"].get(key)]
    assert [(year, table) for year, table, *_ in changed] == [(2025, "stated")]


def test_a_growth_over_several_years_is_judged_anew(office: Workspace) -> None:
    file(
        *(stated("song-xanh", "visitors", str(year), "100") for year in (2018, 2019, 2020)),
        stated("song-xanh", "visitors", "2021/2023", "300"),
        stated("song-xanh", "visitors", "2021/2023", "0.0", kind="growth"),
    )
    rebuild(pack=PACK)
    before = told(live_tiles(pack=PACK).tiles)
    file(stated("song-xanh", "visitors", "2018", "500", known="2026-01-10"))
    after = told(live_tiles(pack=PACK).tiles)
    assert after == told(from_scratch())
    other = {key[:2] for key in after["rows"] if after["rows"][key] != before["rows"].get(key)}
    assert (2023, "stated") in other


# ---- figures known later ----------------------------------------------------------------------


def test_what_is_known_tomorrow_is_seen_tomorrow(any_office: Workspace, on: Clock) -> None:
    tomorrow = TODAY + timedelta(days=1)
    file(visitors("100", "2026-01"), visitors("150", "2026-01", known=str(tomorrow)))
    keep_current(pack=PACK)
    live = live_tiles(pack=PACK)
    assert level(live.tiles, "song-xanh", "visitors", "2026-01") == 100
    assert [each[0] for each in open_store(cube_address()).manifest.pending] == [
        tomorrow.toordinal()
    ]
    on(tomorrow)
    assert level(live.refreshed().tiles, "song-xanh", "visitors", "2026-01") == 150
    assert level(live_tiles(pack=PACK).tiles, "song-xanh", "visitors", "2026-01") == 150
    assert keep_current(pack=PACK) is Kept.REFRESHED
    assert level(stored_tiles(), "song-xanh", "visitors", "2026-01") == 150
    assert open_store(cube_address()).manifest.pending == ()


def test_what_was_recorded_since_and_is_known_later_waits(office: Workspace, on: Clock) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    file(visitors("150", "2026-01", known=str(TODAY + timedelta(days=3))))
    live = live_tiles(pack=PACK)
    assert level(live.tiles, "song-xanh", "visitors", "2026-01") == 100
    on(TODAY + timedelta(days=2))
    assert level(live.refreshed().tiles, "song-xanh", "visitors", "2026-01") == 100
    on(TODAY + timedelta(days=3))
    assert level(live.refreshed().tiles, "song-xanh", "visitors", "2026-01") == 150


def test_a_clock_that_is_set_back_takes_nothing_away(office: Workspace, on: Clock) -> None:
    file(visitors("100", "2026-01", known=str(TODAY)))
    keep_current(pack=PACK)
    on(TODAY - timedelta(days=1))
    assert keep_current(pack=PACK) is Kept.CURRENT
    file(visitors("20", "2026-02", known=str(TODAY - timedelta(days=1))))
    keep_current(pack=PACK)
    assert open_store(cube_address()).manifest.as_of == TODAY.toordinal()
    assert level(stored_tiles(), "song-xanh", "visitors", "2026-02") == 120


# ---- where it is kept ---------------------------------------------------------------------------


def test_the_cube_stands_in_the_workspace_or_where_it_is_put(
    any_office: Workspace, settings: Any, tmp_path: Path
) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    assert (any_office.cube / "manifest.json").is_file()
    settings.TIENDO_CUBE = f"memory://{tmp_path.name}"
    assert not exists(cube_address())
    assert keep_current(pack=PACK) is Kept.REFRESHED
    file(visitors("20", "2026-02"))
    assert keep_current(pack=PACK) is Kept.REFRESHED
    assert told(stored_tiles()) == told(from_scratch())


def test_a_tail_leaves_other_years_alone(office: Workspace) -> None:
    file(*(visitors("1", f"{year}-01") for year in (2021, 2022, 2023, 2024)))
    rebuild(pack=PACK)
    file(visitors("2", "2022-02"))
    assert set(live_tiles(pack=PACK).tiles.patches) == {(1, 2022)}


@pytest.mark.parametrize(("known", "years"), [("2026-01-20", {2022, 2023}), ("2026-01-05", {2022})])
def test_growth_of_the_year_after_is_judged_anew_if_it_was_stated_later(
    office: Workspace, known: str, years: set[int]
) -> None:
    growth = stated("song-xanh", "visitors", "2023-01", "0.0", kind="growth", known=known)
    file(*(visitors("1", f"{year}-01") for year in (2021, 2022, 2023)), growth)
    rebuild(pack=PACK)
    file(visitors("5", "2022-01", known="2026-01-15"))
    live = live_tiles(pack=PACK)
    assert {year for _, year in live.tiles.patches} == years
    assert told(live.tiles) == told(from_scratch())
