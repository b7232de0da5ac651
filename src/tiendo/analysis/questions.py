"""How the questions of an analyst are answered: from the present cube, or one of a past day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import xarray as xr

from tiendo.analysis.evaluated import Grid
from tiendo.analysis.months import Months
from tiendo.analysis.tables import figures_table, findings_table, plans_table
from tiendo.config.starting import Office
from tiendo.cube.kernel import Country, Question, Result
from tiendo.ledger import selectors
from tiendo.ledger.country_rules import questions, rules_everywhere
from tiendo.ledger.cube.as_of import tiles_as_of
from tiendo.ledger.cube.present import Present, world_of, years_of
from tiendo.ledger.cube.rebuilding import scratch_cube
from tiendo.ledger.validation import rule_findings
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.words import Level, parse_word

_NOTE = (
    "what each place itself filed, by single months; "
    "evaluate() also adds up places and computes residuals, formulas and comparisons"
)


@dataclass(frozen=True)
class _Answer:
    """A place's evaluation, and what was understood by the words of the question."""

    result: Result
    place: Place
    about: dict[str, Any]


class Questions:
    """Answers questions about one workspace; used from one thread (`desk.Desk`)."""

    def __init__(self, office: Office) -> None:
        self._pack = office.pack
        self.workspace: Path = office.workspace.path
        self._kept: Present | None = None

    def evaluate(self, place: str, period: str | Period, as_of: str | date | None) -> xr.Dataset:
        """Answer `Office.evaluate`."""
        answer = self._asked(place, period, as_of)
        grid = Grid([answer.result], [answer.place])
        ruled = rule_findings(
            pack=self._pack, place=answer.place, run=_run(period), as_of=_day(as_of)
        )
        grid.count_rules((one.cell.place, one.cell.series) for one in ruled)
        found = grid.dataset(self._pack.register)
        return found.isel(place=0, drop=True).assign_attrs(answer.about)

    def evaluate_all(
        self, period: str | Period, level: str, as_of: str | date | None
    ) -> xr.Dataset:
        """Answer `Office.evaluate_all`."""
        run, day, wanted = _run(period), _day(as_of), parse_word(Level, level)
        with self._country_on(day) as (country, sequence):
            held = country.source.axes.row_of
            of_level = self._pack.register.of_levels((wanted,))
            places = [p for p in of_level if p.span.holds(run.end) and p.id in held]
            grid = Grid(country.evaluate_all(Question(run, day)), places)
        keys = {place.key for place in places}
        asked = [one for one in questions(self._pack, run) if one[0] in keys]
        ruled = rules_everywhere(pack=self._pack, asked=asked, as_of=day)
        grid.count_rules((one.cell.place, one.cell.series) for one in ruled)
        about = {"level": wanted.value, **_about(run, day, sequence)}
        return grid.dataset(self._pack.register).assign_attrs(about)

    def plans(
        self,
        place: str,
        period: str | Period,
        as_of: str | date | None,
        every_version: bool,
    ) -> pd.DataFrame:
        """Answer `Office.plans`."""
        answer = self._asked(place, period, as_of, every_version)
        return plans_table(answer.result, answer.place.key)

    def findings(self, place: str, period: str | Period, as_of: str | date | None) -> pd.DataFrame:
        """Answer `Office.findings`."""
        answer = self._asked(place, period, as_of)
        ruled = rule_findings(
            pack=self._pack, place=answer.place, run=_run(period), as_of=_day(as_of)
        )
        return findings_table(answer.result, answer.place.key, ruled)

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
        present, day = self._present(), selectors.today()
        live = present.live
        # A plain country, not the one that remembers: every chunk is read once, and elsewhere.
        country = Country(world_of(self._pack), live.tiles)
        years = [year for year in years_of(live) if year <= day.year]
        token = f"{live.built.state.head}-{live.built.as_of}"
        about = {"as_of": str(day), "ledger_sequence": present.sequence, "note": _NOTE}
        return Months(country, years, day, token).dataset().assign_attrs(about)

    # ---- which cube answers ------------------------------------------------------------------

    def _asked(
        self,
        name: str,
        period: str | Period,
        as_of: str | date | None,
        every_version: bool = False,
    ) -> _Answer:
        """Evaluate a place."""
        place, run, day = self._pack.register.find(name), _run(period), _day(as_of)
        question = Question(run, day, every_version=every_version)
        country: Country
        if day < selectors.today():
            sequence = selectors.log_head().seq
            tiles = tiles_as_of(pack=self._pack, place=place, run=run, day=day)
            country = Country(world_of(self._pack), tiles)
        else:
            present = self._present()
            country, sequence = present.country, present.sequence
        about = {"place": place.key, "place_name": place.name("vi"), **_about(run, day, sequence)}
        return _Answer(country.evaluate_place(place.key, question), place, about)

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


def _run(period: str | Period) -> Period:
    return period if isinstance(period, Period) else Period.parse(period)


def _day(as_of: str | date | None) -> date:
    """Return the day that is meant; what comes after today is not known today."""
    day = selectors.today()
    if as_of is None:
        return day
    if isinstance(as_of, datetime):
        return min(as_of.date(), day)
    if isinstance(as_of, date):
        return min(as_of, day)
    try:
        return min(date.fromisoformat(as_of), day)
    except ValueError:
        raise TiendoError(f"'{as_of}' is no day", remedy="write it as 2024-03-31") from None


def _about(run: Period, day: date, sequence: int) -> dict[str, Any]:
    return {"period": str(run), "as_of": str(day), "ledger_sequence": sequence}
