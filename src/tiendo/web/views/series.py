"""An indicator of a place over time, and over the places below it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.ledger import evaluation as ledger
from tiendo.ledger.filed import series_figures, series_of_place
from tiendo.ledger.other_map import series_on_map
from tiendo.ledger.outlook import PlaceOutlook
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Level, Measure, Nature
from tiendo.web import formats, lookup, pages
from tiendo.web.asked import Asked, series_in_query
from tiendo.web.exports import KINDS, csv_file, svg_file
from tiendo.web.labels import details as details_words
from tiendo.web.map_dates import reform_days
from tiendo.web.other_map import other_map
from tiendo.web.outlooks import fan_of, outlooks_asked, recast_to_date
from tiendo.web.over_places import FIELDS, over_places
from tiendo.web.over_time import (
    VINTAGE_COLUMNS,
    History,
    OverTime,
    Teller,
    YearRow,
    level_chart,
    positions_of,
    revisions_of,
    runs_of,
    to_date_chart,
)
from tiendo.web.pages import Choice
from tiendo.web.pickers import map_options
from tiendo.web.shown import named
from tiendo.web.texts import listed, say
from tiendo.web.views.common import NOT_FOUND, canonical, page, period_context
from tiendo.web.year_end import YearEnd, year_end


@page
def series(request: HttpRequest, asked: Asked, place: str, indicator: str) -> HttpResponse:
    """Show one series of a place over the years, with the vintages of its figures."""
    found = lookup.place_of(asked, place)
    card = lookup.card_at(asked, found, indicator)
    if other := canonical(request, "series", found.key, card.code):
        return other
    told = _told_series(asked, found, card)
    wanted, others = _chosen(request, card, told)
    language = asked.language
    links = [
        Choice(
            _series_name(card, one, language),
            asked.link("series", found.key, card.code, **series_in_query(one, Measure.LEVEL)),
            one == wanted,
        )
        for one in others
    ]
    shown = _over_time(request, asked, found, card, wanted) if told else None
    context = pages.frame(request, asked) | {
        "place": pages.place_shown(found, asked),
        "indicator": named(card.names, language),
        "part": card.breakdown_name(wanted.breakdown, language),
        "details": details_words(wanted.price_basis, Measure.LEVEL, language),
        "unit": formats.unit(card.unit.text, language),
        "card": pages.card_shown(card, language),
        "validity": pages.validity(card, None, language),
        "series_links": links if len(links) > 1 else [],
        "shown": shown,
        "year_end": None if shown else _of_its_parts(request, asked, found, card, wanted),
        "maps": map_options(asked, reform_days(asked)),
        "other_map": other_map(asked, found, card, wanted, ledger.today(asked.pack).year),
        "kept": [
            *series_in_query(wanted, Measure.LEVEL).items(),
            ("year", request.GET.get("year", "")),
        ],
        "path": request.path,
    }
    return render(request, "web/series.html", context)


def _told_series(asked: Asked, place: Place, card: Indicator) -> list[Series]:
    """Return the series of an indicator of which the place filed anything.

    On the map of another day also those of the places that its territory was.
    """
    figures = series_of_place(register=asked.pack.register, place=place.key)
    if asked.map_day is not None and place.level is not Level.COUNTRY:
        figures = series_on_map(pack=asked.pack, place=place, onto=asked.map_day)
    return sorted(one for one in figures if one.indicator == card.code)


def _chosen(
    request: HttpRequest, card: Indicator, told: list[Series]
) -> tuple[Series, list[Series]]:
    """Return the series that the address names, else the total or whatever comes first."""
    cut, basis, _ = lookup.series_words(card, request.GET)
    matching = [
        one
        for one in told
        if (cut is None or one.breakdown == cut) and (basis is None or one.price_basis == basis)
    ]
    if matching:
        return min(matching, key=lambda one: (bool(one.breakdown), one)), told
    fallback = Series(card.code, cut or Breakdown(), basis or card.price_bases[0])
    return fallback, told


def _series_name(card: Indicator, series: Series, language: str) -> str:
    part = card.breakdown_name(series.breakdown, language) or named(card.names, language).text
    basis = details_words(series.price_basis, Measure.LEVEL, language)
    return listed((part, basis), language)


def _over_time(
    request: HttpRequest, asked: Asked, place: Place, card: Indicator, wanted: Series
) -> OverTime | None:
    today = ledger.today(asked.pack)
    day = min(asked.as_of or today, today)
    figures = series_figures(pack=asked.pack, place=place, series=wanted, as_of=day)
    history = History(figures)
    if not history.by_run:
        return None
    years = sorted({run.year for run in history.by_run}, reverse=True)
    asked_year = request.GET.get("year", "")
    year = int(asked_year) if asked_year.isdigit() and int(asked_year) in years else years[0]
    query = series_in_query(wanted, Measure.LEVEL)
    teller = Teller(asked, card, Measure.LEVEL, query, history)
    months = history.grain()
    here = {
        run: asked.link(
            "series", place.key, card.code, **query, year=str(run.year), run=str(run),
            fragment="vintages",
        )
        for run in history.by_run
    }  # fmt: skip
    rows = [
        YearRow(
            one,
            asked.link("series", place.key, card.code, **query, year=str(one)),
            one == year,
            tuple(
                teller.number(
                    history.answer(run), asked.link_to_trace(place, run, wanted, Measure.LEVEL)
                )
                for run in runs_of(one, months)
            ),
        )
        for one in years
    ]
    told = _outlooks(asked, place, card, year)
    path, bands = fan_of(told, wanted, asked.language)
    recast = recast_to_date(told, wanted)
    revisions = revisions_of(teller, _run(request), year, here)
    at_run = {"run": revisions.run.detail} if revisions else {}
    query |= {"year": str(year)}
    return OverTime(
        year=year,
        positions=positions_of(months, asked.language),
        years=tuple(rows),
        level=level_chart(history, teller, year, months),
        to_date=to_date_chart(history, teller, year, more=path, bands=bands, recast=recast),
        revisions=revisions,
        unit=formats.unit(card.unit.text, asked.language),
        level_files=_files(asked, place, card, "level", query),
        to_date_files=_files(asked, place, card, "to-date", query),
        vintage_files=_files(asked, place, card, "vintages", query | at_run),
        year_end=year_end(told, wanted, asked),
        is_recast=any(run.year in (year, year - 1) for run in recast),
    )


def _files(
    asked: Asked, place: Place, card: Indicator, chart: str, query: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    return tuple(
        (kind, asked.link("chart-file", place.key, card.code, chart, kind, **query))
        for kind in KINDS
    )


@page
def chart_file(
    request: HttpRequest, asked: Asked, place: str, indicator: str, chart: str, kind: str
) -> HttpResponse:
    """Hand out a chart of a series as a drawing, or its numbers as a table."""
    found = lookup.place_of(asked, place)
    card = lookup.card_at(asked, found, indicator)
    if other := canonical(request, "chart-file", found.key, card.code, chart, kind):
        return other
    told = _told_series(asked, found, card)
    wanted, _ = _chosen(request, card, told)
    shown = _over_time(request, asked, found, card, wanted) if told else None
    if shown and chart == "vintages":
        return _vintage_file(shown, kind, f"{found.key}-{card.code}")
    drawn = {"level": shown.level, "to-date": shown.to_date}.get(chart) if shown else None
    if drawn is None or shown is None or kind not in KINDS:
        raise NOT_FOUND
    stem = f"{found.key}-{card.code}-{chart}-{shown.year}"
    if kind == "csv":
        positions = [position.text for position in drawn.drawn.positions]
        unit = card.unit.text
        rows = [(name, unit, *values) for name, values in drawn.values]
        return csv_file(["", "unit", *positions], rows, stem)
    name = f"{found.name(asked.language)} · {_series_name(card, wanted, asked.language)}"
    return svg_file("web/lines.svg", {"chart": drawn, "caption": f"{name} {shown.year}"}, stem)


def _vintage_file(shown: OverTime, kind: str, stem: str) -> HttpResponse:
    revisions = shown.revisions
    if revisions is None or revisions.chart is None or kind not in KINDS:
        raise NOT_FOUND
    stem = f"{stem}-vintages-{revisions.run.detail}".replace("/", "_")
    if kind == "csv":
        return csv_file(VINTAGE_COLUMNS, revisions.values, stem)
    caption = revisions.run.text
    return svg_file("web/bars.svg", {"chart": revisions.chart, "caption": caption}, stem)


def _outlooks(asked: Asked, place: Place, card: Indicator, year: int) -> tuple[PlaceOutlook, ...]:
    """Return the outlooks of a place's year; none where they would be costly.

    A country has hundreds of series, whose outlooks are made together: its own page shows them.
    """
    if card.nature is not Nature.FLOW or place.level is Level.COUNTRY:
        return ()
    return outlooks_asked(asked, place, Period.of_year(year))


def _of_its_parts(
    request: HttpRequest, asked: Asked, place: Place, card: Indicator, wanted: Series
) -> YearEnd | None:
    """Return the outlook of a place that a reform made and that filed nothing itself yet."""
    if place.span.begins is None:
        return None
    today = ledger.today(asked.pack)
    asked_year = request.GET.get("year", "")
    year = int(asked_year) if asked_year.isdigit() else min(asked.as_of or today, today).year
    return year_end(_outlooks(asked, place, card, year), wanted, asked)


def _run(request: HttpRequest) -> Period | None:
    try:
        return Period.parse(request.GET.get("run", ""))
    except VocabularyError:
        return None


@page
def places(
    request: HttpRequest, asked: Asked, place: str, period: str, indicator: str
) -> HttpResponse:
    """Show one measure of all places below a place, as a table and a map."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    card = lookup.card_of(asked, found, run, indicator)
    if other := canonical(request, "over-places", found.key, run, card.code):
        return other
    cut, basis, _ = lookup.series_words(card, request.GET)
    wanted = Series(card.code, cut or Breakdown(), basis or card.price_bases[0])
    order = request.GET.get("order", "")
    rising = {"rising": True, "falling": False}.get(order)
    shown = over_places(asked, found, run, wanted, request.GET.get("field", ""), rising)
    query = series_in_query(wanted, Measure.LEVEL)

    def link(**more: str) -> str:
        return asked.link("over-places", found.key, run, card.code, **(query | more))

    context = (
        pages.frame(request, asked)
        | period_context(request, asked, found, run, maps=True)
        | {
            "indicator": named(card.names, asked.language),
            "indicator_code": card.code,
            "part": card.breakdown_name(wanted.breakdown, asked.language),
            "details": details_words(wanted.price_basis, Measure.LEVEL, asked.language),
            "unit": formats.unit(card.unit.text, asked.language),
            "shown": shown,
            "validity": pages.validity(card, run, asked.language),
            "measure": say(FIELDS[shown.field], asked.language),
            "fields": [
                Choice(say(FIELDS[one], asked.language), link(field=one), one == shown.field)
                for one in shown.fields
            ],
            "rising_href": link(field=shown.field, order="rising"),
            "falling_href": link(field=shown.field, order="falling"),
            "over_time": asked.link_to_series(found, wanted, Measure.LEVEL),
            "page": "over",
            "kept": [*query.items(), ("field", shown.field)],
        }
    )
    return render(request, "web/over_places.html", context)
