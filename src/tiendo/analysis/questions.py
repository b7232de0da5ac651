"""How the questions of an analyst are answered: from the present cube, or one of a past day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from tiendo.analysis.evaluated import Grid
from tiendo.analysis.months import Months
from tiendo.analysis.months_on_map import MonthsOnMap
from tiendo.analysis.tables import figures_table, findings_table, plans_table
from tiendo.config.starting import Office
from tiendo.cube.kernel import Country, Question, Result
from tiendo.ledger import selectors
from tiendo.ledger.country_rules import questions, rules_everywhere
from tiendo.ledger.cube.as_of import tiles_as_of
from tiendo.ledger.cube.present import Present, world_of, years_of
from tiendo.ledger.cube.rebuilding import scratch_cube
from tiendo.ledger.validation import rule_findings
from tiendo.validation.finding import RuleFinding
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.words import Level, parse_word

_NOTE = (
    "what each place itself filed, by single months; "
    "evaluate() also adds up places and computes residuals, formulas and comparisons"
)

_NOTE_ON_MAP = (
    "single months of the places of one day's map: their own figures first, else recast from the "
    "places of the month, else added up"
)


@dataclass(frozen=True, slots=True)
class When:
    """As known on which day, and on the map of which; None for today and the period's end."""

    as_of: str | date | None = None
    tree_as_of: str | date | None = None


@dataclass(frozen=True)
class _Answer:
    """A place's evaluation, and what was understood by the words of the question."""

    result: Result
    place: Place
    question: Question
    about: dict[str, Any]


class Questions:
    """Answers questions about one workspace; used from one thread (`desk.Desk`)."""

    def __init__(self, office: Office) -> None:
        self._pack = office.pack
        self.workspace: Path = office.workspace.path
        self._kept: Present | None = None

    def evaluate(self, place: str, period: str | Period, when: When, rules: bool) -> xr.Dataset:
        """Answer `Office.evaluate`."""
        answer = self._asked(place, period, when)
        grid = Grid([answer.result], [answer.place])
        if rules:
            ruled = self._rule_findings(answer)
            grid.count_rules((one.cell.place, one.cell.series) for one in ruled)
        found = grid.dataset(self._pack.register)
        return found.isel(place=0, drop=True).assign_attrs(answer.about)

    def evaluate_all(self, period: str | Period, level: str, when: When, rules: bool) -> xr.Dataset:
        """Answer `Office.evaluate_all`."""
        question, wanted = _question(period, when), parse_word(Level, level)
        run, day = question.run, question.as_of
        with self._country_on(day) as (country, sequence):
            places = self._on_the_map(country, wanted, question.map_day)
            grid = Grid(country.evaluate_all(replace(question, only_on_map=True)), places)
        if rules:
            keys = {place.key for place in places}
            asked = [one for one in questions(self._pack, run) if one[0] in keys]
            ruled = rules_everywhere(pack=self._pack, asked=asked, as_of=day)
            grid.count_rules((one.cell.place, one.cell.series) for one in ruled)
        about = {"level": wanted.value, **_about(question, sequence)}
        return grid.dataset(self._pack.register).assign_attrs(about)

    def plans(
        self, place: str, period: str | Period, when: When, every_version: bool
    ) -> pd.DataFrame:
        """Answer `Office.plans`."""
        answer = self._asked(place, period, when, every_version)
        return plans_table(answer.result, answer.place.key)

    def findings(self, place: str, period: str | Period, when: When) -> pd.DataFrame:
        """Answer `Office.findings`."""
        answer = self._asked(place, period, when)
        ruled = self._rule_findings(answer)
        return findings_table(answer.result, answer.place.key, ruled)

    def _rule_findings(self, answer: _Answer) -> tuple[RuleFinding, ...]:
        """Return what the pack's rules find: on figures as filed, whatever map is asked."""
        place, question = answer.place, answer.question
        return rule_findings(pack=self._pack, place=place, run=question.run, as_of=question.as_of)

    def figures(self, name: str, indicator: str | None) -> pd.DataFrame:
        """Answer `Office.figures`."""
        place = self._pack.register.find(name)
        code = None if indicator is None else self._pack.catalogue.find(indicator).code
        held = selectors.ledger_figures(register=self._pack.register)
        wanted = [one for one in held.series_at(place.key) if code in (None, one.indicator)]
        found = (figure for series in wanted for figure in held.figures(place.key, series))
        return figures_table(found, self._pack.catalogue)

    def cube(self) -> xr.Dataset:
        """Answer `Office.cube`."""
        months, sequence = self._months()
        about = {"as_of": str(months.day), "ledger_sequence": sequence, "note": _NOTE}
        return months.dataset().assign_attrs(about)

    def cube_on(self, tree_as_of: str | date, level: str) -> xr.Dataset:
        """Answer `Office.cube_on`."""
        map_day, wanted = _as_day(tree_as_of), parse_word(Level, level)
        months, sequence = self._months()
        places = self._on_the_map(months.country, wanted, map_day)
        about = {
            "level": wanted.value,
            "tree_as_of": str(map_day),
            "as_of": str(months.day),
            "ledger_sequence": sequence,
            "note": _NOTE_ON_MAP,
        }
        return MonthsOnMap(months, tuple(places), map_day).dataset().assign_attrs(about)

    def _months(self) -> tuple[Months, int]:
        """Return the months of the present cube, and the ledger's sequence."""
        present, day = self._present(), selectors.today()
        live = present.live
        # A plain country, not the one that remembers: every chunk is read once, and elsewhere.
        country = Country(world_of(self._pack), live.tiles)
        years = [year for year in years_of(live) if year <= day.year]
        token = f"{live.built.state.head}-{live.built.as_of}"
        return Months(country, years, day, token), present.sequence

    def _on_the_map(self, country: Country, level: Level, day: date) -> list[Place]:
        """Return the places of a level that the map of a day shows and the cube holds."""
        held = country.source.axes.row_of
        of_level = self._pack.register.of_levels((level,))
        return [place for place in of_level if place.span.holds(day) and place.id in held]

    # ---- which cube answers ------------------------------------------------------------------

    def _asked(
        self,
        name: str,
        period: str | Period,
        when: When,
        every_version: bool = False,
    ) -> _Answer:
        """Evaluate a place."""
        place = self._pack.register.find(name)
        question = replace(_question(period, when), every_version=every_version)
        country: Country
        if question.as_of < selectors.today():
            sequence = selectors.log_head().seq
            tiles = tiles_as_of(pack=self._pack, place=place, run=question.run, day=question.as_of)
            country = Country(world_of(self._pack), tiles)
        else:
            present = self._present()
            country, sequence = present.country, present.sequence
        about = {
            "place": place.key,
            "place_name": place.name("vi"),
            **_about(question, sequence),
        }
        return _Answer(country.evaluate_place(place.key, question), place, question, about)

    @contextmanager
    def _country_on(self, day: date) -> Iterator[tuple[Country, int]]:
        """Give the whole country as it was known on a day, and the ledger's sequence."""
        if day < selectors.today():
            with scratch_cube(pack=self._pack, day=day) as tiles:
                yield Country(world_of(self._pack), tiles), tiles.manifest.sequence
        else:
            present = self._present()
            yield present.country, present.sequence

    def _present(self) -> Present:
        """Return the cube with all that was recorded until now."""
        self._kept = self._kept.refreshed() if self._kept else Present.of(self._pack)
        return self._kept


def _question(period: str | Period, when: When) -> Question:
    """Return what is asked; what comes after today is not known today, though it may be mapped."""
    run = period if isinstance(period, Period) else Period.parse(period)
    today = selectors.today()
    as_of = today if when.as_of is None else min(_as_day(when.as_of), today)
    tree_as_of = None if when.tree_as_of is None else _as_day(when.tree_as_of)
    return Question(run, as_of, tree_as_of=tree_as_of)


def _as_day(said: str | date) -> date:
    """Return the day that is meant.

    Raises:
        TiendoError: for a text that is no day.
    """
    if isinstance(said, datetime):
        return said.date()
    if isinstance(said, date):
        return said
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise TiendoError(f"'{said}' is no day", remedy="write it as 2024-03-31") from None


def _about(question: Question, sequence: int) -> dict[str, Any]:
    about = {"period": str(question.run), "as_of": str(question.as_of)}
    if question.tree_as_of is not None:
        about["tree_as_of"] = str(question.tree_as_of)
    return {**about, "ledger_sequence": sequence}
