"""Whether adopted targets can hold together: a form whose whole state stands in its address."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.outlook.history import OutlookError
from tiendo.web import pages
from tiendo.web.adopted import Faulty, adopted_shown, example_query, form_rows
from tiendo.web.asked import Asked
from tiendo.web.views.common import page


@page
def check(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the form, and what follows from the targets that stand in it."""
    shown, fault, refusal = None, "", None
    try:
        shown = adopted_shown(request.GET, asked.language)
    except Faulty as error:
        fault = str(error)
    except OutlookError as error:
        refusal = error
    example = urlencode(example_query(asked.language) + list(asked.carried().items()))
    context = pages.frame(request, asked) | {
        "rows": form_rows(request.GET),
        "total": request.GET.get("total", "").strip()[:60],
        "shown": shown,
        "fault": fault,
        "refusal": refusal,
        "example_href": f"{request.path}?{example}",
        "check_href": request.path,
    }
    return render(request, "web/targets.html", context, status=422 if fault or refusal else 200)
