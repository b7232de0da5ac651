"""The trace of one number, as a page and as the panel beside a board."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.web import lookup, pages
from tiendo.web.asked import Asked
from tiendo.web.headline import headline_of
from tiendo.web.shown import named
from tiendo.web.tree import Writer
from tiendo.web.views.common import canonical, page, period_context


@page
def trace(
    request: HttpRequest, asked: Asked, place: str, period: str, indicator: str
) -> HttpResponse:
    """Show where the numbers of one series come from."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    card = lookup.card_of(asked, found, run, indicator)
    if other := canonical(request, "trace", found.key, run, card.code):
        return other
    cell = lookup.cell_of(asked, found, run, card, request.GET)
    language = asked.language
    in_panel = request.headers.get("HX-Target") == "panel"
    context = (
        pages.frame(request, asked)
        | period_context(request, asked, found, run, maps=True)
        | {
            "indicator": named(card.names, language),
            "indicator_code": card.code,
            "card": pages.card_shown(card, language),
            "validity": pages.validity(card, run, language),
            "others": [pages.row_link(row, asked) for row in cell.others],
            "page": "trace",
        }
    )
    if cell.row is None:
        name = "web/_series_panel.html" if in_panel else "web/series_choice.html"
        return render(request, name, context)
    line = headline_of(cell.row, asked)
    zone = settings.TIENDO_TIME_ZONE
    context |= {
        "line": line,
        "notes": line.notes,
        "name": line.full_name,
        "completeness": cell.row.completeness,
        "sections": Writer(asked, cell.row, zone).sections(),
        "zone": zone,
        "whole": asked.link_to_trace(found, run, cell.row.series, cell.row.measure),
        "over_time": asked.link_to_series(found, cell.row.series, cell.row.measure),
    }
    return render(request, "web/_trace_panel.html" if in_panel else "web/trace.html", context)
