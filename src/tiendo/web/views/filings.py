"""What was filed: the newest documents, and one of them with its figures."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.ledger import selectors
from tiendo.ledger.filing_opened import filing_opened
from tiendo.web import pages
from tiendo.web.asked import Asked
from tiendo.web.filings import NEWEST, PER_PAGE, filing_page, filing_shown
from tiendo.web.problems import Link, Problem
from tiendo.web.texts import marked, say
from tiendo.web.views.common import page

_ALL = marked("name of a page", "What was filed")
_MOST_DIGITS = 18
"""Of a number in an address: more are no id of any database."""


@page
def filings(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show the newest filings: who handed in what, and when."""
    zone = settings.TIENDO_TIME_ZONE
    found = [filing_shown(one, asked, zone) for one in selectors.filings(newest=NEWEST)]
    context = pages.frame(request, asked) | {"filings": found, "zone": zone, "most": NEWEST}
    return render(request, "web/filings.html", context)


@page
def filing(request: HttpRequest, asked: Asked, number: str) -> HttpResponse:
    """Show one filing with its figures, at the one that a trace led from."""
    id, chosen = _number(number), _number(request.GET.get("figure", ""))
    opened = None
    if id is not None:
        opened = filing_opened(
            register=asked.pack.register,
            id=id,
            around=chosen,
            start=_number(request.GET.get("start", "")) or 0,
            most=PER_PAGE,
        )
    if opened is None:
        raise Problem(
            404,
            marked("problem", "There is no filing “{text}”"),
            marked("problem", "Choose one of what was filed."),
            text=number,
            links=(Link(say(_ALL, asked.language), asked.link("filings")),),
        )
    zone = settings.TIENDO_TIME_ZONE
    context = pages.frame(request, asked) | {
        "opened": filing_page(opened, chosen, asked, zone),
        "zone": zone,
        "all_href": asked.link("filings"),
    }
    return render(request, "web/filing.html", context)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None
