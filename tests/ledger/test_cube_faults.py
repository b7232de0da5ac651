"""What is wrong with a cube is told with the remedy, and nothing is lost or taken from another."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.kernel.cubes import tiles_of
from tests.ledger.cube_world import PACK, from_scratch, level, stored_tiles, told, visitors
from tests.ledger.filing import file
from tests.world import CATALOGUE, REGISTER, TODAY, filed, stated
from tiendo.config.workspace import Workspace
from tiendo.cube.kernel import Question
from tiendo.cube.store import open_store, refresh
from tiendo.ledger import selectors
from tiendo.ledger.cube import keeping
from tiendo.ledger.cube.country import RememberedTiles, RememberingCountry
from tiendo.ledger.cube.current import live_tiles
from tiendo.ledger.cube.keeping import Kept, keep_current
from tiendo.ledger.cube.present import Present, world_of
from tiendo.ledger.cube.rebuilding import rebuild
from tiendo.ledger.cube.store import cube_address
from tiendo.packs.loading import Pack
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Edge, Place, PlaceName, PlaceRegister
from tiendo.vocabulary.words import Level, Rule


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the day to TODAY."""
    monkeypatch.setattr(selectors, "today", lambda: TODAY)


def test_a_crash_between_record_and_refresh_loses_nothing(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    file(visitors("20", "2026-02"))

    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(keeping, "commit", crash)
        keep_current(pack=PACK)
    assert np.isnan(level(stored_tiles(), "song-xanh", "visitors", "2026-02"))
    assert told(live_tiles(pack=PACK).tiles) == told(from_scratch())
    assert keep_current(pack=PACK) is Kept.REFRESHED
    assert told(stored_tiles()) == told(from_scratch())


def _refused_until_rebuilt(message: str, pack: Pack = PACK) -> None:
    for ask in (live_tiles, keep_current):
        with pytest.raises(TiendoError, match=message) as refused:
            ask(pack=pack)
        assert refused.value.remedy == "run `tiendo rebuild`"
    rebuild(pack=pack)
    live_tiles(pack=pack)
    assert keep_current(pack=pack) is Kept.CURRENT


def test_a_ledger_behind_the_cube_is_refused(
    any_office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    address = cube_address()
    manifest = open_store(address).manifest
    with refresh(address) as writer:
        writer.keep()
        writer.commit(
            sequence=7, head="e" * 64, last_figure=30, as_of=manifest.as_of, pack=manifest.pack,
            axes=manifest.axes,
        )  # fmt: skip
    _refused_until_rebuilt("built to event 7, which the ledger's log does not hold")


def test_another_ledger_under_an_open_cube_is_refused(office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    live = live_tiles(pack=PACK)
    other = replace(live.built, state=replace(live.built.state, head="e" * 64))
    with pytest.raises(TiendoError, match="built to event 1, which the ledger's log does not"):
        replace(live, built=other).refreshed()


def test_nothing_that_is_remembered_of_another_ledger_answers_for_a_restored_one(
    office: Workspace,
) -> None:
    file(visitors("100", "2026-01", "ben-tre-nho"))
    rebuild(pack=PACK)
    present, question = Present.of(PACK), Question(Period.parse("2026-01"), TODAY)
    live, world = present.live, world_of(PACK)
    others = filed(visitors("7", "2026-01", "ben-tre-nho"))
    tiles = tiles_of(others, REGISTER, CATALOGUE, TODAY, live.tiles.axes)
    remembering = RememberingCountry(world, RememberedTiles(tiles))
    remembering.evaluate_place("song-xanh", question)
    before = replace(live.built, state=replace(live.built.state, head="e" * 64))
    long_ago = replace(live, built=before, opened_at=live.opened_at - 40)
    rebuild(pack=PACK)
    (row,) = (
        Present(long_ago, remembering)
        .refreshed()
        .country.evaluate_place("song-xanh", question)
        .records()
    )
    assert row["value"] == 100


def test_another_pack_is_refused(any_office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    hamlet = Place(
        7, "bai-dua", Level.COMMUNE, (PlaceName("vi", "Bãi Dừa"),), parents=(Edge("nui-vang"),)
    )
    _refused_until_rebuilt(
        "built with another country pack",
        replace(PACK, register=PlaceRegister([*REGISTER, hamlet])),
    )
    cards = [
        replace(card, time_rule=Rule.LAST) if card.code == "visitors" else card
        for card in CATALOGUE.values()
    ]
    _refused_until_rebuilt(
        "built with another country pack", replace(PACK, catalogue=Catalogue(cards))
    )


def test_a_name_that_is_mended_needs_no_new_cube(office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    renamed = [replace(place, names=(PlaceName("vi", "Khác"),)) for place in REGISTER]
    assert keep_current(pack=replace(PACK, register=PlaceRegister(renamed))) is Kept.CURRENT


def test_a_damaged_cube_is_refused_until_it_is_rebuilt(office: Workspace) -> None:
    file(visitors("100", "2026-01"))
    keep_current(pack=PACK)
    manifest = office.cube / "manifest.json"
    manifest.write_bytes(manifest.read_bytes()[:-20])
    _refused_until_rebuilt("the manifest of the cube .* is cut short")


def test_figures_that_the_pack_does_not_know_are_passed_over(office: Workspace) -> None:
    file(visitors("100", "2026-01"), stated("song-xanh", "workers", "2026-01", "9"))
    fewer = replace(PACK, catalogue=Catalogue([CATALOGUE["visitors"]]))
    tiles = live_tiles(pack=fewer).tiles
    assert level(tiles, "song-xanh", "visitors", "2026-01") == 100
    assert np.isnan(level(tiles, "song-xanh", "workers", "2026-01"))
