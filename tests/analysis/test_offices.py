"""Opening an office: where it is looked for, what is refused, and who may ask from where."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest

import tiendo
from tests.ledger.cube_world import PACK
from tests.ledger.filing import file
from tests.world import REGISTER, TODAY, TUAN, stated
from tiendo.analysis import Office
from tiendo.config.workspace import VARIABLE, Workspace, open_workspace
from tiendo.cube.cells import axes
from tiendo.cube.kernel import Country, Question, Tops, country
from tiendo.cube.kernel.country import Batch
from tiendo.ledger import selectors
from tiendo.ledger.cube import current
from tiendo.ledger.cube.keeping import Kept, keep_current
from tiendo.ledger.cube.rebuilding import rebuild
from tiendo.ledger.services import impose_obligation
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period


def _visitors(value: str, month: str = "2026-05", place: str = "song-xanh", **more: str) -> None:
    file(stated(place, "visitors", month, value, **more))


def _value(office: Office, place: str = "song-xanh", month: str = "2026-05") -> float:
    return float(office.evaluate(place, month).value.sel(series="visitors"))


# ---- opening --------------------------------------------------------------------------------


def test_an_office_is_opened_by_its_folder_or_where_the_command_looks(
    everywhere: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    _visitors("120")
    with tiendo.open(str(everywhere.path)) as office:
        assert _value(office) == 120
        assert repr(office) == f"tiendo.open({str(everywhere.path)!r})"
    monkeypatch.setenv(VARIABLE, str(everywhere.path))
    with tiendo.open() as office:
        assert _value(office) == 120


def test_a_folder_without_workspace_is_refused(everywhere: Workspace, tmp_path: Path) -> None:
    with pytest.raises(TiendoError, match=r"there is no workspace in .*nowhere; make one with"):
        tiendo.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_second_workspace_in_one_process_is_refused(
    everywhere: Workspace, tmp_path: Path
) -> None:
    open_workspace(tmp_path / "other", create=True)
    with tiendo.open(everywhere.path) as office, tiendo.open(everywhere.path) as again:
        _visitors("120")
        assert _value(office) == _value(again) == 120
        with pytest.raises(TiendoError, match="this process works on the workspace") as refused:
            tiendo.open(tmp_path / "other")
        assert "restart its kernel" in refused.value.remedy


def test_a_closed_office_answers_no_more(everywhere: Workspace) -> None:
    office = tiendo.open(everywhere.path)
    office.close()
    office.close()
    with pytest.raises(TiendoError, match="this office was closed; open it again"):
        office.evaluate("song-xanh", "2026-05")


def test_a_large_ledger_wants_its_cube_first(
    analyst: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _visitors("120")
    monkeypatch.setattr(current, "SMALL_LEDGER", 0)
    for ask in (lambda: _value(analyst), lambda: analyst.cube):
        with pytest.raises(TiendoError, match="there is no cube yet") as refused:
            ask()
        assert refused.value.remedy == "run `tiendo rebuild`"
    rebuild(pack=PACK)
    assert _value(analyst) == 120


# ---- asking ---------------------------------------------------------------------------------


def test_it_may_be_asked_inside_an_event_loop_as_notebooks_do(analyst: Office) -> None:
    _visitors("120")

    async def cell() -> float:
        return _value(analyst)

    assert asyncio.run(cell()) == 120


def test_it_may_be_asked_from_many_threads_at_once(analyst: Office) -> None:
    _visitors("120")
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: _value(analyst), range(12)))
    assert answers == [120] * 12


def test_what_is_recorded_is_seen_by_the_next_question(analyst: Office) -> None:
    _visitors("100")
    assert _value(analyst) == 100
    _visitors("130", known="2026-06-10")
    found = analyst.evaluate("song-xanh", "2026-05")
    assert (found.value.sel(series="visitors"), found.attrs["ledger_sequence"]) == (130, 2)
    _visitors("7", place="doi-che")
    assert _value(analyst, "doi-che") == 7


def test_what_is_known_tomorrow_is_seen_tomorrow(
    analyst: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    _visitors("100")
    _visitors("130", known=str(TODAY + timedelta(days=1)))
    assert _value(analyst) == 100
    monkeypatch.setattr(selectors, "today", lambda: TODAY + timedelta(days=1))
    assert _value(analyst) == 130


# ---- what is remembered between questions -------------------------------------------------------


@pytest.fixture
def asked_blocks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The blocks whose sums for the summit are computed, not remembered: one each province."""
    monkeypatch.setattr(axes, "_ENOUGH", 1)
    monkeypatch.setattr(country, "_CELLS_TOGETHER", 1)
    found: list[int] = []
    former = Country.tops

    def tops(self: Country, batch: Batch, question: Question, runs: Iterable[Period]) -> Tops:
        found.extend(batch)
        return former(self, batch, question, runs)

    monkeypatch.setattr(Country, "tops", tops)
    return found


def test_after_a_filing_only_its_own_block_is_added_up_anew(
    analyst: Office, asked_blocks: list[int]
) -> None:
    _visitors("100")
    _visitors("50", place="doi-che-2")
    _value(analyst)
    assert sorted(set(asked_blocks)) == [1, 2]
    asked_blocks.clear()
    _value(analyst, "nui-vang")
    assert asked_blocks == []
    _visitors("70", place="doi-che-2", known="2026-06-10")
    assert _value(analyst, "nui-vang") == 70
    assert set(asked_blocks) == {2}
    assert _value(analyst, "lien-ha") == 170


def test_what_is_remembered_never_changes_an_answer(analyst: Office, everywhere: Workspace) -> None:
    """One office is asked all along, one is opened anew after each filing."""
    turns = (
        lambda: _visitors("100"),
        lambda: _visitors("50", place="doi-che-2"),
        lambda: keep_current(pack=PACK),
        lambda: _visitors("70", place="doi-che-2", known="2026-06-10"),
        lambda: file(stated("doi-che", "workers", "2026-05", "11")),  # a series that is new
        lambda: keep_current(pack=PACK),
        lambda: _oblige("doi-che"),
        lambda: file(stated("doi-che", "visitors", "2026-05", None, state="confidential")),
    )
    for turn in turns:
        turn()
        with tiendo.open(everywhere.path) as fresh:
            for place in REGISTER:
                kept = analyst.evaluate(place.key, "2026-05")
                anew = fresh.evaluate(place.key, "2026-05")
                assert kept.identical(anew), (place.key, kept, anew)


def _oblige(place: str) -> None:
    impose_obligation(
        place=place, indicator="visitors", valid_from=date(2020, 1, 1),
        office="Tourism", by=TUAN, register=REGISTER,
    )  # fmt: skip


def test_a_store_that_went_on_is_opened_anew_and_what_did_not_change_is_kept(
    analyst: Office, asked_blocks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    _visitors("100")
    _visitors("50", place="doi-che-2")
    assert keep_current(pack=PACK) is Kept.REFRESHED
    _value(analyst)
    _visitors("70", place="doi-che-2", known="2026-06-10")
    assert keep_current(pack=PACK) is Kept.REFRESHED
    asked_blocks.clear()
    monkeypatch.setattr(current, "monotonic", lambda clock=current.monotonic: clock() + 40)
    assert _value(analyst, "nui-vang") == 70
    assert set(asked_blocks) == {2}


def test_only_so_many_questions_are_remembered(analyst: Office, asked_blocks: list[int]) -> None:
    _visitors("100")
    for month in ("2026-01", "2026-02", "2026-03", "2026-04", "2026-05"):
        analyst.evaluate("song-xanh", month)
    asked_blocks.clear()
    analyst.evaluate("song-xanh", "2026-05")
    assert asked_blocks == []
    analyst.evaluate("song-xanh", "2026-01")
    assert set(asked_blocks) == {1, 2}
