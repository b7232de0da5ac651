"""The addresses of the pages; everything that a page shows is told by its address."""

from __future__ import annotations

from django.urls import path, register_converter

from tiendo.web.converters import PeriodConverter
from tiendo.web.views import filings, first, outlook, places, reports, series, targets, traces

register_converter(PeriodConverter, "period")

urlpatterns = [
    path("", first.home, name="home"),
    path("favicon.ico", first.favicon, name="favicon"),
    path("search", first.search, name="search"),
    path("read", reports.pasted, name="read"),
    path("read/<str:name>", reports.sample, name="report"),
    path("targets-check", targets.check, name="targets-check"),
    path("targets-check/by-sector.csv", targets.sectors_file, name="sectors-file"),
    path("targets-check.<str:kind>", targets.plane_file, name="plane-file"),
    path("filings", filings.filings, name="filings"),
    path("filings/<str:number>", filings.filing, name="filing"),
    path("<str:place>/", places.place, name="place"),
    path("<str:place>/history", places.history, name="history"),
    path("<str:place>/<period:period>", places.board, name="board"),
    path("<str:place>/<period:period>.<str:kind>", places.board_file, name="board-file"),
    path("<str:place>/<period:period>/findings", places.findings, name="findings"),
    path("<str:place>/<period:period>/outlook", outlook.outlook, name="outlook"),
    path("<str:place>/<period:period>/outlook.csv", outlook.outlook_file, name="outlook-file"),
    path("<str:place>/<period:period>/<str:indicator>", traces.trace, name="trace"),
    path("<str:place>/<period:period>/<str:indicator>/places", series.places, name="over-places"),
    path(
        "<str:place>/<period:period>/<str:indicator>/contributions.<str:kind>",
        places.contributions_file,
        name="contributions-file",
    ),
    path("<str:place>/<str:indicator>", series.series, name="series"),
    path(
        "<str:place>/<str:indicator>/<str:chart>.<str:kind>", series.chart_file, name="chart-file"
    ),
    path("<path:path>", first.elsewhere, name="elsewhere"),
]

RESERVED = frozenset(
    {
        "search", "read", "targets-check", "filings", "findings", "outlook", "places", "history",
        "static", "favicon.ico",
    }
)  # fmt: skip
"""Words of addresses that no place and no indicator may be called: a test holds packs to it."""

handler400 = "tiendo.web.views.first.bad_request"
handler404 = "tiendo.web.views.first.not_found"
handler500 = "tiendo.web.views.first.server_error"
