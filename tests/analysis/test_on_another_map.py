"""Evaluations and months on another day's map, in Veloria, whose villages merge and part."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
import xarray as xr
from django.db import connection, connections

import tiendo
from tests.country import PACK, REGISTER, figures
from tiendo.analysis import Office
from tiendo.analysis.labels import label_of
from tiendo.config.workspace import VARIABLE, Workspace
from tiendo.cube.explain.json_form import row_as_json
from tiendo.ledger import selectors
from tiendo.ledger.evaluation import place_rows
from tiendo.ledger.services import FilingDraft, record_filings
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Modality

TODAY = date(2026, 6, 1)
MERGED = "2021-06-01"
"""A day on which Alder and Birch were one village."""


@pytest.fixture
def veloria(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Births of villages before, in and after the merger, opened for analysis."""
    monkeypatch.setitem(connections.settings, "default", connection.settings_dict)
    for name in (VARIABLE, "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("tiendo.packs.load_pack", lambda: PACK)
    monkeypatch.setattr(selectors, "today", lambda: TODAY)
    told = figures(
        ("alder", "births", "2020-12", "10"),
        ("birch", "births", "2020-12", "20"),
        ("alder", "births", "2020-11", "7"),
        ("alderbirch", "births", "2021-12", "33"),
        ("cedar", "people", "2021-12", "1000"),
    )
    said = tuple(figure.statement for figure in told)
    record_filings(
        drafts=[FilingDraft("Mara", "counted.csv", "ab" * 32, "Registrar", said)],
        register=REGISTER,
    )
    with tiendo.open(office.path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("place", "period", "tree_as_of"),
    [
        ("alderbirch", "2020-12", MERGED),
        ("alderbirch", "2021-12", None),
        ("alder-2023", "2020-12", "2024-01-01"),
        ("alder-2023", "2021-12", "2024-01-01"),
        ("cedar-east", "2021-12", "2023-01-01"),
        ("north", "2021-12", "2020-01-01"),
    ],
)
def test_a_place_on_a_map_is_what_evaluate_tree_as_of_prints(
    veloria: Office, place: str, period: str, tree_as_of: str | None
) -> None:
    map_day = None if tree_as_of is None else date.fromisoformat(tree_as_of)
    rows = place_rows(pack=PACK, place=REGISTER[place], run=Period.parse(period), map_day=map_day)
    found = veloria.evaluate(place, period, tree_as_of=tree_as_of)
    assert rows and {label_of(row.series, row.measure) for row in rows} == set(found.series.values)
    for row in rows:
        line, told = found.sel(series=label_of(row.series, row.measure)), row_as_json(row)
        for name in ("value", "same_period", "growth_pct"):
            number = line[name].item()
            assert (None if np.isnan(number) else number) == pytest.approx(told[name]), name
        assert (line.state, line.modality) == (told["state"], told["modality"] or "")
    checks = [finding["check"] for row in rows for finding in row_as_json(row)["findings"]]
    assert veloria.findings(place, period, tree_as_of=tree_as_of).check.tolist() == checks


def test_without_a_map_a_later_village_has_no_earlier_births(veloria: Office) -> None:
    assert veloria.evaluate("alderbirch", "2020-12").sizes == {"series": 0}
    on_map = veloria.evaluate("alderbirch", "2020-12", tree_as_of=MERGED)
    assert on_map.value.sel(series="births") == 30
    assert on_map.attrs["tree_as_of"] == MERGED


def test_all_places_of_a_level_are_those_of_the_map(veloria: Office) -> None:
    then = veloria.evaluate_all("2020-12", level="commune")
    assert {"alder", "birch"} <= set(then.place.values) and "alderbirch" not in then.place
    merged = veloria.evaluate_all("2020-12", level="commune", tree_as_of=date(2021, 6, 1))
    assert "alderbirch" in merged.place and "alder" not in merged.place
    assert merged.value.sel(place="alderbirch", series="births") == 30


def test_what_was_known_on_a_past_day_is_recast_too(veloria: Office) -> None:
    before = veloria.evaluate("alderbirch", "2020-12", "2025-12-31", tree_as_of=MERGED)
    after = veloria.evaluate("alderbirch", "2020-12", "2026-01-02", tree_as_of=MERGED)
    assert before.sizes == {"series": 0} and after.value.sel(series="births") == 30


def test_months_on_a_map_run_across_the_merger(veloria: Office) -> None:
    cube = veloria.cube_on(MERGED, level="commune")
    births = cube.sel(place="alderbirch", series="births")
    assert births.value.sel(month=["2020-12-01", "2021-12-01"]).values.tolist() == [30, 33]
    told = births.state.sel(month=["2020-11-01", "2020-12-01", "2021-01-01"])
    assert told.values.tolist() == ["partial", "value", "missing"]
    assert births.value.sel(month="2020-11-01") == 7
    assert "alder" not in cube.place and cube.attrs["tree_as_of"] == MERGED


def test_months_that_were_shared_out_are_marked_estimated(veloria: Office) -> None:
    people = veloria.cube_on("2023-01-01", level="commune").sel(series="people", month="2021-12-01")
    east = people.sel(place="cedar-east")
    assert (east.value, east.modality) == (300, "estimated")
    births = veloria.cube_on("2024-01-01", "commune").sel(series="births", month="2021-12-01")
    assert births.state.sel(place="alder-2023") == "refused"
    assert np.isnan(births.value.sel(place="alder-2023"))


def test_months_of_a_map_are_the_evaluations_of_that_map(veloria: Office) -> None:
    for level in ("country", "province", "commune"):
        cube = veloria.cube_on(MERGED, level)
        for month in ("2020-12", "2021-12"):
            at = cube.sel(month=f"{month}-01")
            evaluated = veloria.evaluate_all(month, level=level, tree_as_of=MERGED)
            assert evaluated.place.values.tolist() == at.place.values.tolist()
            for series in evaluated.series.values:
                for name in ("value", "year_to_date", "value_lo", "value_hi"):
                    xr.testing.assert_equal(
                        at[name]
                        .sel(series=series, drop=True)
                        .drop_vars(_NOT_SHARED, errors="ignore"),
                        evaluated[name]
                        .sel(series=series, drop=True)
                        .drop_vars(_NOT_SHARED, errors="ignore"),
                    )


_NOT_SHARED = ("month", "measure")


def test_nothing_filed_gives_a_cube_without_months(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.settings, "default", connection.settings_dict)
    for name in (VARIABLE, "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("tiendo.packs.load_pack", lambda: PACK)
    with tiendo.open(office.path) as opened:
        assert opened.cube_on(MERGED).sizes["month"] == 0


def test_a_map_of_no_day_is_refused(veloria: Office) -> None:
    with pytest.raises(TiendoError, match="'the new one' is no day"):
        veloria.cube_on("the new one")
    with pytest.raises(TiendoError, match="'2025-07' is no day"):
        veloria.evaluate("north", "2020", tree_as_of="2025-07")
    with pytest.raises(TiendoError, match="village"):
        veloria.cube_on(MERGED, "village")


def test_plans_are_those_of_the_map(veloria: Office) -> None:
    planned = figures(("north", "births", "2021", "40"), modality=Modality.TARGET)
    record_filings(
        drafts=[
            FilingDraft("Mara", "plan.csv", "cd" * 32, "", tuple(f.statement for f in planned))
        ],
        register=REGISTER,
    )
    plans = veloria.plans("north", "2021-12", tree_as_of="2020-01-01")
    assert plans.value.tolist() == [40]
