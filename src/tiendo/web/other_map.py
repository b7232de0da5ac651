"""A series on the map of another day, ready to be printed: a table for each place that has it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.ledger.other_map import LevelOnMap, OnMap, on_map
from tiendo.ledger.recast_summary import Known
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Measure, State
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.operations import OPERATIONS
from tiendo.web.over_time import MOST_YEARS, grain_of, positions_of, runs_of
from tiendo.web.problems import Link
from tiendo.web.shown import Shown, place_name, print_number
from tiendo.web.texts import say

MOST_PLACES = 8
_MARKS = {
    Known.EXACT: ("Σ", OPERATIONS["recast: sum of places of another map"].words),
    Known.ESTIMATED: (
        "≈",
        OPERATIONS["estimated recast: shares of places of another map"].words,
    ),
    Known.PARTIAL: ("…", words.STATES[State.PARTIAL]),
    Known.REFUSED: ("×", OPERATIONS["recast refused"].words),
}
"""A sign beside a number that is not as it was reported, and what the sign means."""


@dataclass(frozen=True, slots=True)
class MapCell:
    """A cell: its number where there is one, and the sign with its words."""

    number: Shown | None
    mark: str
    words: str


@dataclass(frozen=True, slots=True)
class PlaceYears:
    """The years of one place of the map, the newest first; `key` tells the signs that it has."""

    place: Link
    positions: tuple[str, ...]
    years: tuple[tuple[int, tuple[MapCell, ...]], ...]
    key: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OtherMap:
    """What a page over time shows of another day's map.

    Attributes:
        day: whose map it is.
        unchanged: whether the place itself is on it as it always was, so that nothing is recast.
        more: how many further places have a part of the territory.
    """

    day: str
    unchanged: bool
    places: tuple[PlaceYears, ...] = ()
    more: int = 0


def other_map(
    asked: Asked, place: Place, card: Indicator, series: Series, newest: int
) -> OtherMap | None:
    """Return a series on the map that is asked for; None where none is.

    Args:
        newest: the last year that is shown.
    """
    day = asked.map_day
    if day is None:
        return None
    name = formats.day(day, asked.language)
    if place.span.begins is None and place.span.holds(day):
        return OtherMap(name, unchanged=True)
    found = on_map(
        pack=asked.pack,
        place=place,
        series=series,
        onto=day,
        years=range(newest - MOST_YEARS + 1, newest + 1),
        as_of=asked.as_of,
    )
    places = tuple(_years(one, asked, card, series) for one in found[:MOST_PLACES] if one.runs)
    return OtherMap(name, False, places, max(0, len(found) - MOST_PLACES))


def _years(told: OnMap, asked: Asked, card: Indicator, series: Series) -> PlaceYears:
    months = grain_of(told.runs)
    years = sorted({run.year for run in told.runs if run.months == months}, reverse=True)
    levels = {
        year: [(run, told.level(series, run)) for run in runs_of(year, months)] for year in years
    }
    name = place_name(told.place, asked.language)
    return PlaceYears(
        place=Link(
            name.text, asked.link_to_series(told.place, series, Measure.LEVEL), "", name.language
        ),
        positions=positions_of(months, asked.language),
        years=tuple(
            (year, tuple(_cell(run, level, told.place, asked, card, series) for run, level in row))
            for year, row in levels.items()
        ),
        key=tuple(_key((level for row in levels.values() for _, level in row), asked.language)),
    )


def _key(levels: Iterable[LevelOnMap], language: str) -> Iterable[tuple[str, str]]:
    met = {level.known for level in levels}
    return ((mark, say(told, language)) for known, (mark, told) in _MARKS.items() if known in met)


def _cell(
    run: Period, level: LevelOnMap, place: Place, asked: Asked, card: Indicator, series: Series
) -> MapCell:
    language = asked.language
    mark, told = _MARKS.get(level.known, ("", words.STATES[level.state]))
    if level.value is None:
        return MapCell(None, mark or "–", say(told, language))
    href = asked.link_to_trace(place, run, series, Measure.LEVEL)
    shown = print_number(
        level.value, formats.decimals_written(level.value), card.unit.text, language
    )
    is_recast = bool(mark)
    return MapCell(
        shown.linked(href, computed=is_recast), mark, say(told, language) if mark else ""
    )
