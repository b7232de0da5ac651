"""The pages of a place: its periods, its board, and what the checks found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from tiendo.ledger import boards
from tiendo.ledger import evaluation as ledger
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.web import lookup, pages
from tiendo.web.asked import Asked
from tiendo.web.board.brief import Brief, brief_of
from tiendo.web.board.contributions import CONTRIBUTION_COLUMNS, Told, contributions_of
from tiendo.web.board.downloads import FORMATS, download
from tiendo.web.board.five_years import five_years
from tiendo.web.board.query import BoardQuery
from tiendo.web.board.rows import CubeRow, rows_of
from tiendo.web.board.state import board_links
from tiendo.web.board.table import NOTHING_TOLD, PlanKey, Table, table_of
from tiendo.web.chapters import chapters_of, lived
from tiendo.web.exports import KINDS, csv_file, svg_file
from tiendo.web.findings import Notes
from tiendo.web.labels import full_name
from tiendo.web.map_dates import reform_days
from tiendo.web.outlooks import outlooks_asked, standings_of
from tiendo.web.pickers import period_text, pickers_of
from tiendo.web.plans import Standing
from tiendo.web.problems import Link
from tiendo.web.texts import listed
from tiendo.web.views.common import NOT_FOUND, canonical, page, period_context


@page
def place(request: HttpRequest, asked: Asked, place: str) -> HttpResponse:
    """Show a place with the runs that it has figures for; a chosen period leads to its board."""
    found = lookup.place_of(asked, place)
    if period := period_text(request.GET):
        run = lookup.run_of(asked, found, period)
        return HttpResponseRedirect(_where_to(request, asked, found, run))
    if other := canonical(request, "place", found.key):
        return other
    filed = ledger.filed_runs(pack=asked.pack)
    runs = filed.get(found, [])
    below = asked.pack.register.all_children(found.key)
    newest = runs[0] if runs else Period.of_year(ledger.today(asked.pack).year)
    context = pages.frame(request, asked) | {
        "place": pages.place_shown(found, asked, runs),
        "pickers": pickers_of(asked, newest, (), reform_days(asked)),
        "history": asked.link("history", found.key),
        "years": pages.by_year(found, runs, asked),
        "below": [
            pages.place_shown(child, asked, filed[child]) for child in below if child in filed
        ],
    }
    return render(request, "web/place.html", context)


@page
def history(request: HttpRequest, asked: Asked, place: str) -> HttpResponse:
    """Show what happened to a place: what it was made of, renamed to, and became."""
    found = lookup.place_of(asked, place)
    if other := canonical(request, "history", found.key):
        return other
    context = pages.frame(request, asked) | {
        "place": pages.place_shown(found, asked),
        "chapters": chapters_of(found, asked),
        "lived": lived(found, asked.language),
    }
    return render(request, "web/history.html", context)


def _where_to(request: HttpRequest, asked: Asked, place: Place, run: Period) -> str:
    """Return the page that the pickers lead to: the kind of page on which they stood."""
    indicator = request.GET.get("indicator", "")
    kept = {
        name: request.GET.get(name, "")
        for name in ("breakdown", "price_basis", "measure", "field", "sort")
    }
    match request.GET.get("page", ""):
        case "over" if indicator in asked.pack.catalogue:
            return asked.link("over-places", place.key, run, indicator, **kept)
        case "trace" if indicator in asked.pack.catalogue:
            return asked.link("trace", place.key, run, indicator, **kept)
        case "findings" | "outlook" as name:
            return asked.link(name, place.key, run)
    return asked.link_to_run(place, run)


def _shown(
    request: HttpRequest, asked: Asked, place: Place, run: Period
) -> tuple[Brief, Table, BoardQuery, list[CubeRow], Mapping[PlanKey, Standing]]:
    """Return what a board and its downloads show of a place and run."""
    answer = boards.place_answer(
        pack=asked.pack, place=place, run=run, as_of=asked.as_of, map_day=asked.map_day
    )
    rows = rows_of(answer)
    query = BoardQuery.read(request.GET)
    brief = brief_of(answer, rows, asked)
    changed = brief.changes.indicators if brief.changes else frozenset[str]()
    told: Mapping[PlanKey, Standing] = NOTHING_TOLD
    if query.targets:
        told = standings_of(outlooks_asked(asked, place, run), asked.language)
    return brief, table_of(rows, asked, query, changed, told), query, rows, told


@page
def board(request: HttpRequest, asked: Asked, place: str, period: str) -> HttpResponse:
    """Show the board of a place in a run of months."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    if other := canonical(request, "board", found.key, run):
        return other
    brief, table, query, rows, _ = _shown(request, asked, found, run)
    context: dict[str, Any] = (
        pages.frame(request, asked)
        | period_context(request, asked, found, run, maps=True)
        | {
            "brief": brief,
            "table": table,
            "query": query,
            "five_years": five_years(table, asked.language),
            "links": board_links(asked, found, run, query, rows),
            "contributions": contributions_of(rows, asked, found, run),
        }
    )
    if not rows:
        filed = ledger.filed_runs(pack=asked.pack).get(found, [])
        context["nearest"] = pages.nearest(found, run, filed, asked)
    return render(request, "web/board.html", context)


@page
def board_file(
    request: HttpRequest, asked: Asked, place: str, period: str, kind: str
) -> HttpResponse:
    """Hand out what a board shows as a file."""
    if kind not in FORMATS:
        raise NOT_FOUND
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    if other := canonical(request, "board-file", found.key, run, kind):
        return other
    _, table, _, _, told = _shown(request, asked, found, run)
    names = [full_name(row, asked.language) for row in table.rows]
    stem = f"{found.key}-{str(run).replace('/', '_')}"
    return download(table.rows, names, kind, stem, told)


@page
def contributions_file(
    request: HttpRequest, asked: Asked, place: str, period: str, indicator: str, kind: str
) -> HttpResponse:
    """Hand out what the parts of an indicator contributed, as a drawing or as numbers."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    card = lookup.card_of(asked, found, run, indicator)
    if other := canonical(request, "contributions-file", found.key, run, card.code, kind):
        return other
    answer = boards.place_answer(
        pack=asked.pack, place=found, run=run, as_of=asked.as_of, map_day=asked.map_day
    )
    wanted = Told(card.code, request.GET.get("price_basis", ""), request.GET.get("by", ""))
    every = contributions_of(rows_of(answer), asked, found, run)
    one = next((one for one in every if one.told == wanted), None)
    if one is None or kind not in KINDS:
        raise NOT_FOUND
    stem = f"{found.key}-{card.code}-contributions-{str(run).replace('/', '_')}"
    if kind == "csv":
        return csv_file(CONTRIBUTION_COLUMNS, one.values, stem)
    caption = listed(
        (found.name(asked.language), one.name, pages.run_name(run, asked)), asked.language
    )
    return svg_file("web/bars.svg", {"chart": one.chart, "caption": caption}, stem)


@page
def findings(request: HttpRequest, asked: Asked, place: str, period: str) -> HttpResponse:
    """Show everything that the checks and the rules of the pack found, with what is to be done."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    if other := canonical(request, "findings", found.key, run):
        return other
    rows = ledger.place_rows(
        pack=asked.pack, place=found, run=run, as_of=asked.as_of, map_day=asked.map_day
    )
    notes = Notes(asked)
    for row in rows:
        href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
        notes.add(row, Link(full_name(row, asked.language), href))
    context = (
        pages.frame(request, asked)
        | period_context(request, asked, found, run, maps=True)
        | {"groups": notes.by_severity(), "rows": len(rows), "page": "findings"}
    )
    return render(request, "web/findings.html", context)
