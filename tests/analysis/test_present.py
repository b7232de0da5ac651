"""What of earlier answers still holds after a filing: exactly what the filing does not change."""

from __future__ import annotations

import pytest

from tests.ledger.filing import file
from tests.world import stated
from tiendo.analysis import Office
from tiendo.cube.kernel import Country
from tiendo.vocabulary.figure import Statement


def _visitors(place: str, month: str, value: str) -> Statement:
    return stated(place, "visitors", month, value)


@pytest.fixture
def asked_below(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The batches of blocks that are asked what lies below the provinces."""
    asked: list[object] = []
    given = Country.tops

    def tops(country: Country, batch: object, *rest: object) -> object:
        asked.append(batch)
        return given(country, batch, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Country, "tops", tops)
    return asked


def test_a_province_that_files_leaves_what_lies_below_provinces(
    analyst: Office, asked_below: list[object]
) -> None:
    file(*(_visitors(commune, "2026-01", "5") for commune in ("ben-tre-nho", "doi-che")))
    file(_visitors("nui-vang", "2025-01", "10"), _visitors("nui-vang", "2026-01", "10"))
    before = analyst.evaluate("song-xanh", "2026-01").sel(series="visitors")
    assert before.value == 10
    asked_below.clear()
    file(_visitors("song-xanh", "2025-01", "8"))
    after = analyst.evaluate("song-xanh", "2026-01").sel(series="visitors")
    assert (after.value, after.same_period, after["rank"]) == (10, 8, 1)
    assert asked_below == []


def test_a_commune_that_files_changes_its_province(
    analyst: Office, asked_below: list[object]
) -> None:
    file(*(_visitors(commune, "2026-01", "5") for commune in ("ben-tre-nho", "doi-che")))
    assert analyst.evaluate("song-xanh", "2026-01").value.sel(series="visitors") == 10
    asked_below.clear()
    file(_visitors("doi-che", "2026-01", "7"))
    assert analyst.evaluate("song-xanh", "2026-01").value.sel(series="visitors") == 12
    assert asked_below != []


def test_a_province_that_hides_a_figure_is_worked_out_anew(
    analyst: Office, asked_below: list[object]
) -> None:
    file(*(_visitors(commune, "2026-01", "5") for commune in ("ben-tre-nho", "doi-che")))
    assert analyst.evaluate("song-xanh", "2026-01").value.sel(series="visitors") == 10
    asked_below.clear()
    file(stated("song-xanh", "visitors", "2026-01", None, state="confidential"))
    assert analyst.evaluate("song-xanh", "2026-01").state.sel(series="visitors") == "confidential"
    assert asked_below != []
