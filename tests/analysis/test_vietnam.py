"""The whole packaged data of Vietnam: the ledger's decimals, explain's rows and the cube agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from django.db import connections

import tiendo
from tests import databases
from tests.analysis.vietnam import vietnam_folder as vietnam_folder
from tests.kernel.comparing import same_number
from tiendo.analysis import Office
from tiendo.analysis.labels import label_of
from tiendo.config.workspace import VARIABLE, Workspace
from tiendo.cube.explain.json_form import row_as_json
from tiendo.cube.kernel.result import DERIVABLE
from tiendo.ledger import selectors
from tiendo.ledger.evaluation import place_rows
from tiendo.packs import Pack, load_pack
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import STATUS_RANK, Kind

pytestmark = pytest.mark.slow

LEVELS = (Kind.LEVEL, Kind.COUNT)
NUMBERS = (*DERIVABLE, "value_lo", "value_hi", "rank")
WORDS = ("state", "same_period_state", "comparator", "status", "modality")


@pytest.fixture
def pack() -> Pack:
    return load_pack()


@pytest.fixture
def vietnam(
    vietnam_folder: Path, settings: Any, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    """The workspace with the packaged figures, opened; also for what the test reads itself."""
    workspace = settings.TIENDO_WORKSPACE = Workspace(vietnam_folder)
    values = databases.sqlite(workspace.database)
    with django_db_blocker.unblock(), databases.using(values) as connection:
        monkeypatch.setitem(connections.settings, "default", connection.settings_dict)
        for name in (VARIABLE, "DJANGO_SETTINGS_MODULE"):
            monkeypatch.setenv(name, "")
        with tiendo.open(vietnam_folder) as office:
            yield office


# ---- filed figures --------------------------------------------------------------------------


def _answering(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Yield the levels that answer for exactly their run: rule 1 of the contract."""

    def cell(figure: Figure) -> tuple[Any, ...]:
        said = figure.statement
        return said.place, said.series, said.period

    def freshness(figure: Figure) -> tuple[Any, ...]:
        said = figure.statement
        return said.known_at, STATUS_RANK[said.status], figure.id

    levels = [f for f in figures if f.statement.kind in LEVELS and not f.statement.is_plan]
    for _, vintages in groupby(sorted(levels, key=cell), key=cell):
        newest = max(vintages, key=freshness)
        if newest.statement.value is not None:
            yield newest


def _filed(pack: Pack) -> list[Figure]:
    held = selectors.ledger_figures(register=pack.register, as_of=selectors.today())
    keys = [place.key for place in pack.register]
    held.load_places(keys)
    return [
        figure
        for key in keys
        for series in held.series_at(key)
        for figure in held.figures(key, series)
    ]


def _months_of_cube(cube: xr.Dataset) -> Any:
    """Return a function that gives the cube's value of a figure's run, None for other runs."""
    place_of = {key: at for at, key in enumerate(cube.place.values.tolist())}
    series_of = {label: at for at, label in enumerate(cube.series.values.tolist())}
    january = int(cube.month.dt.year[0]) * 12
    value, to_date = cube.value.values, cube.year_to_date.values

    def value_of(figure: Figure) -> float | None:
        said = figure.statement
        run = said.period
        where = place_of[said.place], series_of[label_of(said.series)], run.last - january
        if run.months == 1:
            return float(value[where])
        return float(to_date[where]) if run == run.year_to_date() else None

    return value_of


def test_every_filed_figure_that_answers_is_in_the_cube_of_months(
    vietnam: Office, pack: Pack
) -> None:
    cube = vietnam.cube[["value", "year_to_date"]].compute()
    value_of = _months_of_cube(cube)
    answering = list(_answering(_filed(pack)))
    assert len(answering) > 30_000
    compared = {"month": 0, "year to date": 0}
    for figure in answering:
        found, said = value_of(figure), figure.statement
        if found is None:
            continue
        assert said.value is not None
        assert found == pytest.approx(float(said.value), rel=1e-9, abs=1e-9), figure
        compared["month" if said.period.months == 1 else "year to date"] += 1
    assert min(compared.values()) > 10_000, compared


def test_every_filed_figure_that_answers_for_another_run_is_in_the_cube(
    vietnam: Office, pack: Pack
) -> None:
    """Quarters, half-years and whole terms stand in no month: the evaluation has them."""
    others = [
        figure
        for figure in _answering(_filed(pack))
        if figure.statement.period.months > 1
        and figure.statement.period != figure.statement.period.year_to_date()
    ]
    assert others

    def asked(figure: Figure) -> tuple[str, str]:
        level = pack.register[figure.statement.place].level
        return level.value, str(figure.statement.period)

    for (level, run), figures in groupby(sorted(others, key=asked), key=asked):
        evaluated = vietnam.evaluate_all(run, level=level)
        for figure in figures:
            said = figure.statement
            found = evaluated.value.sel(place=said.place, series=label_of(said.series))
            assert said.value is not None
            assert found.item() == pytest.approx(float(said.value), rel=1e-9), figure


# ---- explain ----------------------------------------------------------------------------------


ASKED = (
    ("ninh-thuan", "2024-Q1", None),
    ("cam-pha", "2024-H1", None),
    ("que-son", "2023", None),
    ("binh-lieu", "2025", None),
    ("quang-ninh", "2024-02", None),
    ("quang-ninh", "2023", None),
    ("vn", "2024-9M", None),
    ("vn", "2024-02", date(2025, 7, 1)),
    ("da-nang-2025", "2024", date(2025, 7, 1)),
    ("khanh-hoa-2025", "2024-Q1", date(2025, 7, 1)),
)


@pytest.mark.parametrize(("place", "period", "tree_as_of"), ASKED)
def test_evaluate_is_what_explain_says(
    vietnam: Office, pack: Pack, place: str, period: str, tree_as_of: date | None
) -> None:
    run, found = Period.parse(period), pack.register[place]
    rows = {
        label_of(row.series, row.measure): row_as_json(row)
        for row in place_rows(pack=pack, place=found, run=run, map_day=tree_as_of)
    }
    evaluated = vietnam.evaluate(place, period, tree_as_of=tree_as_of)
    assert rows and set(rows) == set(evaluated.series.values.tolist())
    for label, row in rows.items():
        _assert_same(label, row, evaluated.sel(series=label))
    plans = vietnam.plans(place, period, tree_as_of=tree_as_of)
    assert len(plans) == sum(len(row["plans"]) for row in rows.values())


def _assert_same(label: str, row: dict[str, Any], line: xr.Dataset) -> None:
    for name in NUMBERS:
        number = line[name].item()
        given = None if np.isnan(number) else number
        absolute = 1e-6 if name.endswith(("_pct", "_pp")) else 1e-9
        assert same_number(row[name], given, absolute), (label, name, row[name], given)
    for name in WORDS:
        assert (row[name] or "") == line[name].item(), (label, name)
    told = "" if np.isnat(line.known_at.values) else str(line.known_at.values)[:10]
    assert (row["known_at"] or "") == told, label
    assert set(row["derived"]) == set(filter(None, line.derived.item().split(", "))), label
    assert (line.unit, line.measure) == (row["unit"], row["measure"])
