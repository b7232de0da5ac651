"""Where the year of a place will end: all its plan figures, those that need a decision first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.ledger import boards
from tiendo.web import lookup, pages
from tiendo.web.asked import Asked
from tiendo.web.board.rows import rows_of
from tiendo.web.board.standings import plans_told
from tiendo.web.outlooks import counts_of, lines_of, standings_of
from tiendo.web.views.common import canonical, page, period_context


@page
def outlook(request: HttpRequest, asked: Asked, place: str, period: str) -> HttpResponse:
    """Show where the targets of a place stand; to the board only their counts with names."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    if other := canonical(request, "outlook", found.key, run):
        return other
    told = boards.outlooks_of(pack=asked.pack, place=found, run=run, as_of=asked.as_of)
    lines = lines_of(told, asked)
    context = pages.frame(request, asked) | {"lines": lines, "counts": counts_of(lines)}
    if request.headers.get("HX-Target") == "statuses":
        answer = boards.place_answer(
            pack=asked.pack, place=found, run=run, as_of=asked.as_of, map_day=asked.map_day
        )
        context["plans"] = plans_told(rows_of(answer), asked, standings_of(told, asked.language))
        context["targets_href"] = asked.link("board", found.key, run, targets="1", fragment="table")
        context["outlook_href"] = asked.link("outlook", found.key, run)
        return render(request, "web/_statuses.html", context)
    context |= period_context(request, asked, found, run) | {"page": "outlook"}
    return render(request, "web/outlook.html", context)
