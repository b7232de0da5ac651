"""What a page of a place reads: its evaluation from the cube, and what was said of it lately.

The cube answers whole pages; `tiendo.ledger.evaluation` explains single numbers. Both follow the
same rules (a property test holds them equal), so a page and its traces agree.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from threading import Lock
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection

from tiendo.cube.explain.source import FigureSource
from tiendo.cube.kernel import Country, Question, Result
from tiendo.ledger import selectors
from tiendo.ledger.cube.as_of import tiles_as_of
from tiendo.ledger.cube.present import Present, world_of
from tiendo.ledger.cube.remembering import Remembered
from tiendo.ledger.disclosure import disclosure_of
from tiendo.ledger.filed import filed_widely
from tiendo.ledger.outlook import PlaceOutlook, place_outlooks
from tiendo.packs.loading import Pack
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series

YEARS = 5
"""Years that a small line beside a row shows, the asked one among them."""

_lock = Lock()
_kept: dict[str, Present] = {}


@dataclass(frozen=True)
class PlaceAnswer:
    """The evaluation of a place for a run, and what stands behind it.

    Attributes:
        records: its rows as the contract's JSON, in the order of the cards.
        cards: the cards of all series that anybody ever filed.
        figures: what the place itself filed for runs that end with this one, this one of last year
            and the year, by series, in the order of recording; only what was known on the day.
        earlier: levels that the place filed for the same run of the last years, by series, the
            oldest first and the asked one last; None where it filed none.
    """

    place: Place
    run: Period
    records: tuple[Mapping[str, Any], ...]
    cards: Mapping[Series, Indicator]
    figures: Mapping[Series, Sequence[Figure]]
    earlier: Mapping[Series, tuple[float | None, ...]]


def place_answer(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None = None,
    map_day: date | None = None,
) -> PlaceAnswer:
    """Return the evaluation of a place from the cube, as known on `as_of` (None: today).

    Args:
        map_day: the day whose map places are added up on; None for the run's end.

    Raises:
        TiendoError: if the cube is damaged or missing: it names the remedy.
    """
    day = _day(as_of)
    key = _state_key(place.key, f"{run} {map_day}", day)
    if (found := _answers.get(key)) is not None:
        return found
    windows = [Period(month, month) for month in sorted(_months_read(run))]
    said = selectors.ledger_figures(register=pack.register, as_of=day, windows=windows)
    said.load_places([place.key])
    with _lock:
        country = _country(pack, place, run, day)
        question = Question(run, day, tree_as_of=map_day)
        found = _disclosed(answer_from(country, said, place=place, question=question), pack, day)
    _answers.keep(key, found)
    return found


def answer_from(
    country: Country, said: FigureSource, *, place: Place, question: Question
) -> PlaceAnswer:
    """Return the evaluation of a place from a cube and the figures behind it."""
    run = question.run
    result = country.evaluate_place(place.key, question)
    runs = _same_run_of_years(run)
    levels = country.own_levels(place.key, runs)
    read = _months_read(run)
    figures = {
        series: [
            one for one in said.figures(place.key, series) if one.statement.period.last in read
        ]
        for series in said.series_at(place.key)
    }
    earlier = {
        series: tuple(_number(levels[one].value[column]) if one in levels else None for one in runs)
        for column, series in enumerate(result.series)
    }
    records = tuple(result.records("vi", [place.key]))
    return PlaceAnswer(place, run, records, _cards(result), figures, earlier)


def _disclosed(answer: PlaceAnswer, pack: Pack, day: date) -> PlaceAnswer:
    """Return an answer without the filed figures that would give a confidential one away."""
    hidden = selectors.confidential_indicators()
    if not any(series.indicator in hidden for series in (*answer.figures, *answer.earlier)):
        return answer
    runs = _same_run_of_years(answer.run)
    filed = [one.statement.period for figures in answer.figures.values() for one in figures]
    told = disclosure_of(pack=pack, place=answer.place, runs={*runs, *filed}, as_of=day)
    return replace(
        answer,
        figures={
            series: [one for one in figures if told.may_show(one)]
            for series, figures in answer.figures.items()
        },
        earlier={
            series: tuple(
                None if level is None or told.is_hidden(series, one) else level
                for one, level in zip(runs, levels, strict=True)
            )
            for series, levels in answer.earlier.items()
        },
    )


def outlooks_of(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None = None,
    map_day: date | None = None,
) -> tuple[PlaceOutlook, ...]:
    """Return the outlooks of a place's series, those that need a decision first; remembered.

    Args:
        map_day: the day whose map is meant; None for that of `as_of`, if the place is on it.
    """
    key = _state_key(place.key, f"{run} {map_day}", _day(as_of))
    if (found := _outlooks.get(key)) is None:
        told = place_outlooks(pack=pack, place=place, run=run, as_of=as_of, tree_as_of=map_day)
        found = tuple(told)
        _outlooks.keep(key, found)
    return found


def below_answer(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    series: Series,
    as_of: date | None = None,
    map_day: date | None = None,
) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of one series at the places directly below a place, among others.

    Args:
        map_day: the day whose map places are added up on; None for the run's end.
    """
    day = _day(as_of)
    key = _state_key(place.key, f"{run} {series} {map_day}", day)
    if (found := _below.get(key)) is not None:
        return found
    with _lock:
        country = _country(pack, place, run, day)
        question = Question(run, day, tree_as_of=map_day)
        found = below_from(country, place=place, question=question, series=series)
    _below.keep(key, found)
    return found


def below_from(
    country: Country, *, place: Place, question: Question, series: Series
) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of one series below a place from a cube."""
    result = country.evaluate_below(place.key, question)
    if series not in result.series:
        return ()
    column = result.series.index(series)
    rows = np.zeros_like(result.rows)
    rows[:, column] = result.rows[:, column]
    stated = result.stated.take(np.flatnonzero(result.stated.column == column))
    return tuple(replace(result, rows=rows, stated=stated).records("vi"))


def _cards(result: Result) -> dict[Series, Indicator]:
    pairs = zip(result.series, result.cards, strict=True)
    return {series: card for series, card in pairs if card is not None}


_answers: Remembered[str, PlaceAnswer] = Remembered(64)
_outlooks: Remembered[str, tuple[PlaceOutlook, ...]] = Remembered(32)
_below: Remembered[str, tuple[Mapping[str, Any], ...]] = Remembered(64)


def _state_key(place: str, asked: str, day: date) -> str:
    """Return the name of a question to one state of one ledger: another filing is another state."""
    return str((_ledger_name(), selectors.log_head().hash, place, asked, day))


def state_of(*, pack: Pack) -> str | None:
    """Return the name of all that answers rest on beside the question: ledger, its state, today.

    Two answers to one question are the same where this is. None where nothing may be remembered.
    """
    return str((_ledger_name(), pack.name, selectors.log_head().hash, selectors.today()))


def _ledger_name() -> str:
    return str((connection.settings_dict["NAME"], settings.TIENDO_WORKSPACE.path))


def _months_read(run: Period) -> set[int]:
    """Return the months in which the runs end whose figures are handed out."""
    return {run.last, run.same_period_last_year().last, run.year * 12 + 11}


def _day(as_of: date | None) -> date:
    today = selectors.today()
    return min(as_of, today) if as_of else today


def _country(pack: Pack, place: Place, run: Period, day: date) -> Country:
    if day >= selectors.today():
        return _present(pack).country
    return Country(world_of(pack), tiles_as_of(pack=pack, place=place, run=run, day=day))


def _present(pack: Pack) -> Present:
    """Return the cube with all that was recorded until now; one is kept for each workspace."""
    where = _ledger_name()
    kept = _kept.get(where)
    if kept is not None and kept.live.pack is pack:
        found = kept.refreshed()
    else:
        found = Present.of(pack)
    if found is not kept:
        _kept.clear()
        _kept[where] = found
    return found


def _same_run_of_years(run: Period) -> list[Period]:
    """Return the same run of the last years, the oldest first; it is asked of whole years too."""
    found = [run]
    while len(found) < YEARS and found[-1].first // 12 > 1900:
        found.append(found[-1].same_period_last_year())
    return found[::-1]


def _number(value: float) -> float | None:
    return None if value != value else float(value)


@dataclass(frozen=True, slots=True)
class Widest:
    """A series and the newest run for which most places filed shares of a plan or levels."""

    series: Series
    run: Period
    places: int


_FEWEST_PLACES = 5
_FULL = 0.8
"""Of the most places that any run has, so many make a run count as filed."""


def widest_series(*, pack: Pack, parent: Place, as_of: date | None = None) -> Widest | None:
    """Return what most places below a place filed last: what a map of them can show at once.

    Shares of plans come before levels, as they compare places of any size. Remembered until
    something is recorded, since it looks at every figure below the place.
    """
    day = _day(as_of)
    head = selectors.log_head().hash
    key = str((_ledger_name(), parent.key, day, head))
    if (held := _widest.get(key)) is None:
        held = (_find_widest(pack, parent, day),)
        _widest.keep(key, held)
    return held[0]


_widest: Remembered[str, tuple[Widest | None]] = Remembered(64)


def _find_widest(pack: Pack, parent: Place, day: date) -> Widest | None:
    ids = [place.id for place in pack.register.all_children(parent.key)]
    counted = [
        one for one in filed_widely(ids=ids, as_of=day) if one.series.indicator in pack.catalogue
    ]
    for shares in (True, False):
        some = [one for one in counted if one.of_plans is shares]
        most = max((one.places for one in some), default=0)
        if most < _FEWEST_PLACES:
            continue
        full = [one for one in some if one.places >= _FULL * most]
        best = max(full, key=lambda one: (one.period.last, one.places, -one.period.months))
        return Widest(best.series, best.period, best.places)
    return None
