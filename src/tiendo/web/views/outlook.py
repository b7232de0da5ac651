"""Where the year of a place will end: all its plan figures, those that need a decision first."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tiendo.ledger import boards
from tiendo.ledger.outlook_record import outlook_record
from tiendo.web import lookup, pages
from tiendo.web.asked import Asked
from tiendo.web.board.rows import rows_of
from tiendo.web.board.standings import plans_told
from tiendo.web.exports import csv_file
from tiendo.web.map_dates import map_note
from tiendo.web.moves import moves_since
from tiendo.web.outlooks import counts_of, lines_of, outlooks_asked, recast_of_all, standings_of
from tiendo.web.texts import comma
from tiendo.web.views.common import canonical, page, period_context

COLUMNS = (
    "place", "place_name", "indicator", "breakdown", "price_basis", "unit", "assigner", "at",
    "year", "p2_5", "p10", "p25", "p50", "p75", "p90", "p97_5", "target", "chance",
    "target_status", "required_rest", "required_growth_pct", "record_rest_growth_pct", "method",
    "gate", "refused",
)  # fmt: skip


@page
def outlook(request: HttpRequest, asked: Asked, place: str, period: str) -> HttpResponse:
    """Show where the targets of a place stand; to the board only their counts with names."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    if other := canonical(request, "outlook", found.key, run):
        return other
    told = outlooks_asked(asked, found, run)
    recast, lines = recast_of_all(lines_of(told, asked))
    context = pages.frame(request, asked) | {
        "lines": lines,
        "recast": recast,
        "counts": counts_of(lines),
        "comma": comma(asked.language),
    }
    if request.headers.get("HX-Target") == "statuses":
        answer = boards.place_answer(
            pack=asked.pack, place=found, run=run, as_of=asked.as_of, map_day=asked.map_day
        )
        context["plans"] = plans_told(rows_of(answer), asked, standings_of(told, asked.language))
        context["targets_href"] = asked.link("board", found.key, run, targets="1", fragment="table")
        context["outlook_href"] = asked.link("outlook", found.key, run)
        return render(request, "web/_statuses.html", context)
    since = request.GET.get("since", "").strip()
    context |= period_context(request, asked, found, run) | {
        "page": "outlook",
        "map_note": map_note(request, asked, found, run),
        "file": asked.link("outlook-file", found.key, run),
        "path": request.path,
        "since": since,
        "moves": moves_since(asked, found, run, since) if since else None,
    }
    return render(request, "web/outlook.html", context)


@page
def outlook_file(request: HttpRequest, asked: Asked, place: str, period: str) -> HttpResponse:
    """Hand out the outlooks of a place as a table, in the words of the contract."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    if other := canonical(request, "outlook-file", found.key, run):
        return other
    told = outlooks_asked(asked, found, run)
    records = [outlook_record(one, asked.language) for one in told]
    rows = [[_cell(record[column]) for column in COLUMNS] for record in records]
    return csv_file(COLUMNS, rows, f"{found.key}-{run}-outlook".replace("/", "_"))


def _cell(value: object) -> object:
    if isinstance(value, dict):
        return ";".join(f"{name}={code}" for name, code in value.items())
    return " ".join(map(str, value)) if isinstance(value, list) else value
