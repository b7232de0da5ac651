"""Choosing a period, a date of knowledge and a map: plain forms, so that they need no script."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import get_month_names

from tiendo.vocabulary.period import FIRST_YEAR, LAST_YEAR, Period
from tiendo.web import formats
from tiendo.web.asked import Asked
from tiendo.web.texts import Marked, marked, say

_GROUPS: dict[str, Marked] = {
    "M": marked("kind of period", "Month"),
    "Q": marked("kind of period", "Quarter"),
    "H": marked("kind of period", "Half-year, nine months, year"),
    "T": marked("kind of period", "Year to date"),
}
_QUARTER = marked("part of a year", "Quarter {number}")
_PARTS = {
    "H1": marked("part of a year", "First half-year"),
    "H2": marked("part of a year", "Second half-year"),
    "9M": marked("part of a year", "First nine months"),
    "Y": marked("part of a year", "Whole year"),
}
_TO_DATE = marked("part of a year", "January to {month}")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    text: str
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Pickers:
    """The form over a page of a place.

    Attributes:
        spans: the parts of a year under the name of their kind.
        year: the year of the page.
        days: the dates on which figures became known, today first.
        maps: the dates at which the map of places may be taken; empty where it never changed.
    """

    spans: tuple[tuple[str, tuple[Option, ...]], ...]
    year: int
    first_year: int
    last_year: int
    days: tuple[Option, ...]
    maps: tuple[Option, ...]


_TODAY = marked("date of knowledge", "today: everything that is known")
_OWN_MAP = marked("date of the map", "of the period itself")


def pickers_of(
    asked: Asked, run: Period, days: Iterable[date], maps: Collection[date] = ()
) -> Pickers:
    """Return the form for a page that shows `run`."""
    return Pickers(
        spans=_spans(run, asked.language),
        year=run.year,
        first_year=FIRST_YEAR,
        last_year=LAST_YEAR,
        days=_days(asked.as_of, days, _TODAY, asked.language),
        maps=map_options(asked, maps),
    )


def map_options(asked: Asked, maps: Collection[date]) -> tuple[Option, ...]:
    """Return the choice of the map of places; empty where it never changed."""
    return _days(asked.map_day, maps, _OWN_MAP, asked.language) if maps else ()


def _days(
    chosen: date | None, days: Iterable[date], none: Marked, language: str
) -> tuple[Option, ...]:
    listed = sorted({*days, *([chosen] if chosen else [])}, reverse=True)
    if not listed:
        return ()
    return (
        Option("", say(none, language), chosen is None),
        *(Option(day.isoformat(), formats.day(day, language), day == chosen) for day in listed),
    )


def _spans(run: Period, language: str) -> tuple[tuple[str, tuple[Option, ...]], ...]:
    chosen = span_of(run)
    names = get_month_names("wide", "stand-alone", language)

    def options(pairs: Iterable[tuple[str, str]]) -> tuple[Option, ...]:
        return tuple(Option(v, text[0].upper() + text[1:], v == chosen) for v, text in pairs)

    to_date = say(_TO_DATE, language)
    groups = {
        "M": [(f"M{month:02d}", names[month]) for month in range(1, 13)],
        "Q": [(f"Q{n}", say(_QUARTER, language).format(number=n)) for n in range(1, 5)],
        "H": [(code, say(text, language)) for code, text in _PARTS.items()],
        "T": [(f"T{m:02d}", to_date.format(month=names[m])) for m in range(2, 12)],
    }
    return tuple((say(_GROUPS[kind], language), options(pairs)) for kind, pairs in groups.items())


def span_of(run: Period) -> str:
    """Return the part of a year that a run is, such as M03, Q1, 9M, Y, T05; empty for others."""
    name = str(run).partition("-")[2]
    if not run.within_one_year:
        return ""
    if run.months == 12:
        return "Y"
    if run.months == 1:
        return f"M{name}"
    if name in ("Q1", "Q2", "Q3", "Q4", "H1", "H2", "9M"):
        return name
    return f"T{run.last_month:02d}" if run == run.year_to_date() else ""


def part_of_year(run: Period, language: str) -> str:
    """Return a run under the heading of its year: September, Quarter 3, January to September.

    Any other run is told in full.
    """
    span = span_of(run)
    names = get_month_names("wide", "stand-alone", language)
    if span.startswith("M"):
        text = names[run.last_month]
    elif span.startswith("Q"):
        text = say(_QUARTER, language).format(number=span[1:])
    elif span.startswith("T"):
        text = say(_TO_DATE, language).format(month=names[run.last_month])
    elif span:
        text = say(_PARTS[span], language)
    else:
        return formats.period(run, language)
    return text[0].upper() + text[1:]


def period_text(query: Mapping[str, str]) -> str:
    """Return what period a form asks for, as the address writes it; empty for none.

    A text in `period` beats the lists; a year without a part is the whole year.
    """
    text = query.get("period", "").strip()
    year, span = query.get("year", "").strip(), query.get("span", "").strip()
    if text or not year:
        return text
    if span.startswith("M"):
        return f"{year}-{span[1:]}"
    if span.startswith("T"):
        return f"{year}-01/{year}-{span[1:]}"
    return year if span in ("", "Y") else f"{year}-{span}"
