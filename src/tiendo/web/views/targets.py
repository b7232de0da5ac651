"""Whether adopted targets can hold together: a form whose whole state stands in its address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from tiendo.outlook.history import OutlookError
from tiendo.web import pages
from tiendo.web.adopted import SECTOR_COLUMNS, Faulty, adopted_shown, example_query, form_rows
from tiendo.web.asked import Asked
from tiendo.web.exports import KINDS, csv_file, svg_file
from tiendo.web.sentences import refusal_words
from tiendo.web.views.common import NOT_FOUND, page


@page
def check(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the form, and what follows from the targets that stand in it."""
    shown, fault, refusal = None, "", None
    try:
        shown = adopted_shown(request.GET, asked.language)
    except Faulty as error:
        fault = str(error)
    except OutlookError as error:
        refusal = refusal_words(error, asked.pack, asked.language)
    example = urlencode(example_query(asked.language) + list(asked.carried().items()))
    files = [
        (kind, f"{reverse('plane-file', args=[kind])}?{request.GET.urlencode()}") for kind in KINDS
    ]
    context = pages.frame(request, asked) | {
        "sectors_file": f"{reverse('sectors-file')}?{request.GET.urlencode()}",
        "files": files if shown and shown.plane else [],
        "rows": form_rows(request.GET),
        "total": request.GET.get("total", "").strip()[:60],
        "shown": shown,
        "fault": fault,
        "refusal": refusal,
        "example_href": f"{request.path}?{example}",
        "check_href": request.path,
    }
    return render(request, "web/targets.html", context, status=422 if fault or refusal else 200)


@page
def sectors_file(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Hand out the sectors of a check as a table: growths and shares in percent."""
    try:
        shown = adopted_shown(request.GET, asked.language)
    except (Faulty, OutlookError):
        shown = None
    if shown is None:
        raise NOT_FOUND
    return csv_file(SECTOR_COLUMNS, [line.values for line in shown.lines], "targets-by-sector")


@page
def plane_file(request: HttpRequest, asked: Asked, kind: str) -> HttpResponse:
    """Hand out the half-plane as a drawing, or its border as a table: shares in percent."""
    try:
        shown = adopted_shown(request.GET, asked.language)
    except (Faulty, OutlookError):
        shown = None
    if shown is None or shown.plane is None or kind not in KINDS:
        raise NOT_FOUND
    plane = shown.plane
    if kind == "csv":
        return csv_file([plane.along, plane.up], plane.least, "targets-check")
    return svg_file("web/plane.svg", {"plane": plane, "caption": shown.total}, "targets-check")
