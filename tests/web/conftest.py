"""A small office for the pages: the small world's places and cards, figures held in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import resources
from typing import Any

import pytest
from django.test import Client

from tests.kernel.cubes import tiles_of
from tests.web.reading import Page
from tests.world import CATALOGUE, REGISTER, TODAY, filed
from tiendo.cube.explain.evaluate import evaluate, explain
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.source import MemoryFigures
from tiendo.cube.kernel import Country, Question, World
from tiendo.ledger import boards, evaluation
from tiendo.ledger.outlook import PlaceOutlook
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Figure, Statement
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import Series

SMALL_PACK = Pack(
    name="small",
    register=REGISTER,
    catalogue=CATALOGUE,
    figure_files=(),
    time_zone="Asia/Ho_Chi_Minh",
    root=resources.files("tests"),
)

Get = Callable[..., Page]


class Office:
    """What `tiendo.ledger.evaluation` answers from figures in memory."""

    def __init__(self) -> None:
        self.figures: list[Figure] = []
        self.obligations: list[Obligation] = []
        self.widest: boards.Widest | None = None
        self.outlooks: tuple[PlaceOutlook, ...] = ()

    def file(self, *statements: Statement) -> None:
        """File statements together."""
        self.figures += filed(*statements, number=len(self.figures) + 1)

    def today(self, pack: Pack) -> date:
        return TODAY

    def place_rows(
        self,
        *,
        pack: Pack,
        place: Place,
        run: Period,
        as_of: date | None = None,
        every_version: bool = False,
        map_day: date | None = None,
    ) -> list[Row]:
        known = self._known(as_of, map_day)
        return evaluate(known, place.key, run, every_version=every_version)

    def cell_rows(
        self,
        *,
        pack: Pack,
        place: Place,
        series: Series,
        run: Period,
        as_of: date | None = None,
        every_version: bool = False,
        map_day: date | None = None,
    ) -> list[Row]:
        known = self._known(as_of, map_day)
        return explain(known, place.key, series, run, every_version=every_version)

    def filed_runs(self, *, pack: Pack) -> dict[Place, list[Period]]:
        found: dict[Place, set[Period]] = {}
        for figure in self.figures:
            place = REGISTER[figure.statement.place]
            found.setdefault(place, set()).add(figure.statement.period)
        return {
            place: sorted(runs, key=lambda run: (run.last, run.first), reverse=True)
            for place, runs in found.items()
        }

    def as_of_dates(self, *, pack: Pack, place: Place, run: Period) -> list[date]:
        days = {f.statement.known_at for f in self.figures if f.statement.place == place.key}
        return sorted(days, reverse=True)

    # ---- the same from a cube in memory -------------------------------------------------

    def place_answer(
        self,
        *,
        pack: Pack,
        place: Place,
        run: Period,
        as_of: date | None = None,
        map_day: date | None = None,
    ) -> boards.PlaceAnswer:
        day = as_of or TODAY
        known = MemoryFigures(one for one in self.figures if one.statement.known_at <= day)
        question = Question(run, day, tree_as_of=map_day)
        return boards.answer_from(self._country(day), known, place=place, question=question)

    def below_answer(
        self,
        *,
        pack: Pack,
        place: Place,
        run: Period,
        series: Series,
        as_of: date | None = None,
        map_day: date | None = None,
    ) -> tuple[Mapping[str, Any], ...]:
        day = as_of or TODAY
        country = self._country(day)
        question = Question(run, day, tree_as_of=map_day)
        return boards.below_from(country, place=place, question=question, series=series)

    def _country(self, day: date) -> Country:
        world = World(REGISTER, CATALOGUE, tuple(self.obligations))
        return Country(world, tiles_of(self.figures, REGISTER, CATALOGUE, day))

    def outlooks_of(self, **asked: Any) -> tuple[PlaceOutlook, ...]:
        return self.outlooks

    def state_of(self, **asked: Any) -> None:
        """Pages of figures in memory are never remembered: they have no log that tells states."""
        return

    def widest_series(self, **asked: Any) -> boards.Widest | None:
        return self.widest

    def series_of_place(self, *, register: PlaceRegister, place: str) -> tuple[Series, ...]:
        said = {one.statement.series for one in self.figures if one.statement.place == place}
        return tuple(sorted(said))

    def series_figures(
        self, *, pack: Pack, place: Place, series: Series, as_of: date
    ) -> tuple[Figure, ...]:
        told = MemoryFigures(one for one in self.figures if one.statement.known_at <= as_of)
        return tuple(told.figures(place.key, series))

    def places_by_series(
        self, *, register: PlaceRegister, indicators: Sequence[str], most: int
    ) -> dict[str, list[tuple[Place, Series]]]:
        found: dict[str, list[tuple[Place, Series]]] = {}
        for one in self.figures:
            said = one.statement
            if said.series.indicator in indicators:
                told = (REGISTER[said.place], said.series)
                listed = found.setdefault(said.series.indicator, [])
                if told not in listed:
                    listed.append(told)
        return found

    def _known(self, as_of: date | None, map_day: date | None = None) -> Evidence:
        day = as_of or TODAY
        source = MemoryFigures(self.figures)
        return Evidence(source, CATALOGUE, REGISTER, day, self.obligations, map_day)


@pytest.fixture
def office_in_memory(monkeypatch: pytest.MonkeyPatch) -> Office:
    """The small world behind the pages; nothing filed yet."""
    office = Office()
    for name in ("place_rows", "cell_rows", "filed_runs", "as_of_dates", "today"):
        monkeypatch.setattr(evaluation, name, getattr(office, name))
    for name in ("place_answer", "below_answer", "widest_series", "outlooks_of", "state_of"):
        monkeypatch.setattr(boards, name, getattr(office, name))
    for name in ("series_of_place", "series_figures"):
        monkeypatch.setattr(f"tiendo.web.views.series.{name}", getattr(office, name))
    monkeypatch.setattr("tiendo.web.views.first.places_by_series", office.places_by_series)
    monkeypatch.setattr("tiendo.web.asked.load_pack", lambda: SMALL_PACK)
    return office


@pytest.fixture
def get(office_in_memory: Office) -> Get:
    """Get a page of the small office; redirects are not followed."""

    def ask(path: str, **headers: Any) -> Page:
        return Page(Client(headers=headers).get(path))

    return ask
