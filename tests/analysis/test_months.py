"""The cube of months: what places themselves filed, by label, and only when it is asked for."""

from __future__ import annotations

import threading

import numpy as np
import pytest
import xarray as xr

from tests.ledger.cube_world import PACK, Chance
from tests.ledger.filing import file
from tests.world import REGISTER, TODAY, stated
from tiendo.analysis import Office
from tiendo.cube.cells import axes
from tiendo.cube.cells.codes import STATES
from tiendo.cube.cells.patched import PatchedTiles
from tiendo.cube.cells.tile import Tile
from tiendo.ledger.cube.keeping import keep_current


def _file_two_years() -> None:
    file(
        *(stated("song-xanh", "visitors", f"{year}-{month:02d}", f"{100 + month}")
          for year in (2024, 2025) for month in range(1, 13)),
        stated("doi-che", "visitors", "2025-Q1", "12"),
        stated("doi-che", "visitors", "2025-01/2025-04", "17"),
        stated("nui-vang", "poor-households", "2025-12", "31"),
    )  # fmt: skip


def test_months_are_selected_by_label(analyst: Office) -> None:
    _file_two_years()
    cube = analyst.cube
    assert cube.value.dims == ("place", "series", "month")
    visitors = cube.sel(place="song-xanh", series="visitors")
    assert visitors.value.sel(month="2025-03-01") == 103
    assert visitors.year_to_date.sel(month="2025-03-01") == 101 + 102 + 103
    assert visitors.value.sel(month="2024").values.tolist() == list(range(101, 113))
    assert cube.month.values[[0, -1]].tolist() == [
        np.datetime64("2024-01-01", "s").item(), np.datetime64("2025-12-01", "s").item(),
    ]  # fmt: skip


def test_places_and_series_say_what_they_are(analyst: Office) -> None:
    _file_two_years()
    cube = analyst.cube
    communes = cube.place[cube.level == "commune"].values.tolist()
    assert sorted(communes) == ["ben-tre-nho", "doi-che", "doi-che-2"]
    assert cube.province.sel(place="doi-che-2") == "nui-vang"
    assert cube.place_name.sel(place="song-xanh") == "Sông Xanh"
    assert dict(zip(cube.series.values, cube.unit.values, strict=True)) == {
        "visitors": "visitors", "poor-households": "households",
    }  # fmt: skip
    assert (cube.attrs["as_of"], cube.attrs["ledger_sequence"]) == (str(TODAY), 1)


def test_a_month_that_follows_from_cumulative_figures_is_there(analyst: Office) -> None:
    _file_two_years()
    visitors = analyst.cube.sel(place="doi-che", series="visitors")
    assert visitors.value.sel(month="2025-04-01") == 5
    assert np.isnan(visitors.value.sel(month="2025-03-01"))
    assert visitors.year_to_date.sel(month="2025-03-01") == 12
    states = visitors.state.sel(month="2025").values.tolist()
    assert states[2:4] == ["missing", "value"]


def test_a_stock_stands_at_the_end_of_its_month(analyst: Office) -> None:
    _file_two_years()
    poor = analyst.cube.sel(place="nui-vang", series="poor-households", month="2025-12-01")
    assert (poor.value, poor.year_to_date, poor.comparator) == (31, 31, "exact")
    assert (poor.value_lo, poor.value_hi) == (30.5, 31.5)
    assert poor.known_at == np.datetime64("2026-01-10")


@pytest.fixture
def tiles_read(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Block and year of every tile that is read."""
    found: list[tuple[int, int]] = []
    lock, former = threading.Lock(), PatchedTiles.tile

    def tile(self: PatchedTiles, block: int, year: int) -> Tile:
        with lock:
            found.append((block, year))
        return former(self, block, year)

    monkeypatch.setattr(PatchedTiles, "tile", tile)
    return found


def test_nothing_is_read_until_it_is_asked_for(
    analyst: Office, tiles_read: list[tuple[int, int]]
) -> None:
    _file_two_years()
    keep_current(pack=PACK)
    cube = analyst.cube
    asked = cube.value.sel(place="doi-che", series="visitors").sel(month="2025")
    assert tiles_read == []
    asked.compute()
    assert {year for _, year in tiles_read} == {2025}
    blocks = {block for block, _ in tiles_read}
    assert len(blocks) == 1


def test_one_chunk_is_one_block_in_one_year(
    analyst: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(axes, "_ENOUGH", 1)  # small provinces would share a block
    _file_two_years()
    places, series, months = analyst.cube.value.chunks
    assert (places, series, months) == ((1, 3, 2), (2,), (12, 12))


def test_a_cube_shows_one_state_and_the_next_one_shows_the_next(analyst: Office) -> None:
    _file_two_years()
    before = analyst.cube
    file(stated("song-xanh", "visitors", "2025-03", "777", known="2026-02-01"))
    where = {"place": "song-xanh", "series": "visitors", "month": "2025-03-01"}
    assert analyst.cube.value.sel(where) == 777
    assert before.value.sel(where) == 103


def test_an_empty_ledger_has_a_cube_without_months(analyst: Office) -> None:
    cube = analyst.cube
    assert dict(cube.sizes) == {"place": 6, "series": 0, "month": 0}
    assert cube.value.compute().size == 0


# ---- it says what evaluate says ---------------------------------------------------------------


def _compared(cube: xr.Dataset, evaluated: xr.Dataset) -> int:
    """Compare one month of the cube with its evaluation; return how many cells were known."""
    count = 0
    for place in evaluated.place.values:
        for label in cube.series.values:
            filed = cube.sel(place=place, series=label)
            # What nobody filed may still follow from a formula, a residual or a sum.
            if filed.state == "missing":
                continue
            told = evaluated.sel(place=place, series=label)
            for name in ("value", "year_to_date", "value_lo", "value_hi"):
                same = pytest.approx(told[name].item(), rel=1e-9, nan_ok=True)
                assert filed[name].item() == same, (place, label, name)
            for name in ("state", "comparator", "status", "modality", "known_at"):
                assert filed[name].item() == told[name].item(), (place, label, name)
            count += 1
    return count


@pytest.mark.parametrize("seed", range(3))
def test_a_month_is_what_its_evaluation_says(analyst: Office, seed: int) -> None:
    chance = Chance(seed, TODAY)
    file(*chance.statements(150), *chance.first_quarters())
    cube, compared = analyst.cube, 0
    for month in ("2024-02", "2025-01", "2025-03", "2025-06"):
        here = cube.sel(month=np.datetime64(month, "s")).compute()
        for level in ("country", "province", "commune"):
            compared += _compared(here, analyst.evaluate_all(month, level=level))
    assert compared > 40


# ---- what is confidential -----------------------------------------------------------------------


def test_a_confidential_month_is_not_shown(analyst: Office) -> None:
    file(
        stated("doi-che", "visitors", "2025-01", None, state="confidential"),
        stated("doi-che", "visitors", "2025-02", "8"),
    )
    visitors = analyst.cube.sel(place="doi-che", series="visitors")
    assert visitors.state.sel(month="2025").values[:2].tolist() == ["confidential", "value"]
    january = visitors.sel(month="2025-01-01")
    assert np.isnan(january.value)
    assert (np.isnat(january.known_at), january.comparator) == (True, "")
    everywhere = analyst.cube.sel(month="2025-01-01").compute()
    assert _compared(everywhere, analyst.evaluate_all("2025-01", level="commune")) == 1


def test_what_would_give_a_confidential_month_away_is_not_shown_either(analyst: Office) -> None:
    """Of a filed total one part is hidden, so the smallest other one must be hidden too."""
    file(
        stated("song-xanh", "visitors", "2025-01", "30", known="2026-01-11"),
        stated("doi-che", "visitors", "2025-01", None, state="confidential"),
        stated("ben-tre-nho", "visitors", "2025-01", "22"),
        stated("ben-tre-nho", "visitors", "2025-02", "23"),
    )
    beside = analyst.cube.sel(place="ben-tre-nho", series="visitors").sel(month="2025")
    assert analyst.evaluate("ben-tre-nho", "2025-01").state.sel(series="visitors") == "confidential"
    assert beside.state.values[:2].tolist() == ["confidential", "value"]
    for name in ("value", "year_to_date", "value_lo", "value_hi"):
        assert np.isnan(beside[name].values[0]), name
    assert (beside.comparator.values[0], beside.value.values[1]) == ("", 23)
    # Among provinces it is the country's total that would give one away.
    file(
        stated("lien-ha", "visitors", "2025-03", "90"),
        stated("song-xanh", "visitors", "2025-03", None, state="confidential"),
        stated("nui-vang", "visitors", "2025-03", "50"),
    )
    march = analyst.cube.sel(series="visitors", month="2025-03-01")
    assert march.state.sel(place=["song-xanh", "nui-vang", "lien-ha"]).values.tolist() == [
        "confidential", "confidential", "value",
    ]  # fmt: skip


def test_states_are_the_words_of_the_contract(analyst: Office) -> None:
    _file_two_years()
    words = set(np.unique(analyst.cube.state.values.astype(str)).tolist())
    assert words == {"value", "missing"} <= {state.value for state in STATES}
    assert all(place in REGISTER for place in analyst.cube.place.values)
