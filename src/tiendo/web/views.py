"""The pages: each view reads its address, asks the evaluation, and renders."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from tiendo.ledger import evaluation as ledger
from tiendo.packs.loading import load_pack
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.web import formats, lookup, pages
from tiendo.web.asked import Asked, language_of, read_asked
from tiendo.web.problems import Problem
from tiendo.web.search import find_places
from tiendo.web.shown import named
from tiendo.web.table import line_of, table_of
from tiendo.web.texts import marked, say
from tiendo.web.tree import Writer

View = Callable[..., HttpResponse]

LONGEST_QUERY = 100
"""Letters of a search that are looked at: more are no name, and every link would repeat them."""


def page(view: View) -> View:
    """Let a view answer in the language asked for, and tell its problems as pages."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language, given = language_of(request)
        translation.activate(language)
        try:
            response = view(request, read_asked(request, language, given), *args, **kwargs)
        except Problem as problem:
            response = _problem_page(request, problem)
        except TiendoError as refusal:
            refused = Problem(400, marked("problem", "This cannot be shown"), cause=refusal)
            response = _problem_page(request, refused)
        response["Cache-Control"] = "private, no-cache"
        return response

    return answer


def _problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the page that tells what is wrong and what may be meant."""
    language, given = language_of(request)
    translation.activate(language)
    asked = Asked(language, load_pack(), language_given=given)
    context = pages.frame(request, asked) | {
        "title": say(problem.title, language).format(text=problem.text),
        "remedy": say(problem.remedy, language) if problem.remedy else "",
        "problem": problem,
    }
    return render(request, "web/problem.html", context, status=problem.status)


def _canonical(request: HttpRequest, name: str, *steps: object) -> HttpResponse | None:
    """Return the way to the one spelling of an address, if the request has another."""
    canonical = reverse(name, args=steps)
    return None if request.path == canonical else _redirect(request, canonical)


def _redirect(request: HttpRequest, path: str) -> HttpResponse:
    """Return the way to another path with the same query."""
    search = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(path + (f"?{search}" if search else ""))


@page
def home(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show what this is, the search for places, and the places that have figures."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    filed = ledger.filed_runs(pack=asked.pack)
    found = find_places(asked.pack.register, query) if query else []
    context = pages.frame(request, asked) | {
        "query": query,
        "found": [pages.place_shown(place, asked, filed.get(place, ())) for place in found],
        "levels": pages.by_level(filed, asked),
    }
    return render(request, "web/home.html", context)


@page
def place(request: HttpRequest, asked: Asked, place: str) -> HttpResponse:
    """Show a place with the runs that it has figures for; `?period=` leads to one."""
    found = lookup.place_of(asked, place)
    if period := request.GET.get("period", "").strip():
        run = lookup.run_of(asked, found, period)
        return HttpResponseRedirect(asked.link_to_run(found, run))
    if other := _canonical(request, "place", found.key):
        return other
    filed = ledger.filed_runs(pack=asked.pack)
    runs = filed.get(found, [])
    below = {child: filed[child] for child in _below(asked, found) if child in filed}
    context = pages.frame(request, asked) | {
        "place": pages.place_shown(found, asked, runs),
        "years": pages.by_year(found, runs, asked),
        "below": [pages.place_shown(child, asked, runs) for child, runs in below.items()],
    }
    return render(request, "web/place.html", context)


def _below(asked: Asked, place: Place) -> tuple[Place, ...]:
    return asked.pack.register.all_children(place.key)


@page
def evaluation(request: HttpRequest, asked: Asked, place: str, period: str) -> HttpResponse:
    """Show the evaluation of a place in a run of months."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    if other := _canonical(request, "evaluation", found.key, run):
        return other
    rows = ledger.place_rows(pack=asked.pack, place=found, run=run, as_of=asked.as_of)
    table = table_of(rows, asked)
    context = (
        pages.frame(request, asked)
        | _clock(request, asked, found, run)
        | {
            "place": pages.place_shown(found, asked),
            "run": formats.period(run, asked.language),
            "run_key": str(run),
            "table": table,
            "neighbours": pages.neighbours(found, run, asked),
        }
    )
    return render(request, "web/evaluation.html", context)


@page
def trace(
    request: HttpRequest, asked: Asked, place: str, period: str, indicator: str
) -> HttpResponse:
    """Show where the numbers of one series come from."""
    found = lookup.place_of(asked, place)
    run = lookup.run_of(asked, found, period)
    card = lookup.card_of(asked, found, run, indicator)
    if other := _canonical(request, "trace", found.key, run, card.code):
        return other
    cell = lookup.cell_of(asked, found, run, card, request.GET)
    language = asked.language
    context = (
        pages.frame(request, asked)
        | _clock(request, asked, found, run)
        | {
            "place": pages.place_shown(found, asked),
            "run": formats.period(run, language),
            "run_link": pages.run_link(found, run, asked),
            "indicator": named(card.names, language),
            "card": pages.card_shown(card, language),
            "others": [pages.row_link(row, asked) for row in cell.others],
        }
    )
    if cell.row is None:
        return render(request, "web/series.html", context)
    line = line_of(cell.row, asked)
    zone = settings.TIENDO_TIME_ZONE
    context |= {
        "line": line,
        "notes": line.notes,
        "name": line.full_name,
        "completeness": cell.row.completeness,
        "sections": Writer(asked.pack, cell.row, language, zone).sections(),
        "zone": zone,
    }
    return render(request, "web/trace.html", context)


def _clock(request: HttpRequest, asked: Asked, place: Place, run: Period) -> dict[str, Any]:
    days = ledger.as_of_dates(pack=asked.pack, place=place, run=run)
    return {
        "clock": pages.clock(request, asked, ledger.today(asked.pack), days),
        "as_of_iso": asked.as_of.isoformat() if asked.as_of else "",
    }


@page
def elsewhere(request: HttpRequest, asked: Asked, path: str) -> HttpResponse:
    """Answer an address that no page has, as well as can be told what was meant."""
    if path.endswith("/"):
        return _redirect(request, pages.own_path(request).rstrip("/") or "/")
    first, _, rest = path.partition("/")
    found = lookup.place_of(asked, first)
    if not rest:
        return _redirect(request, reverse("place", args=[found.key]))
    lookup.run_of(asked, found, rest.partition("/")[0])
    raise NOT_FOUND


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that look for the icon at its old address to where it is."""
    return HttpResponseRedirect(static("web/favicon.svg"))


NOT_FOUND = Problem(
    404,
    marked("problem", "There is no such page"),
    marked("problem", "Search for a place on the first page."),
)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that there is no such page."""
    return _problem_page(request, NOT_FOUND)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that a request cannot be read."""
    return _problem_page(request, Problem(400, marked("problem", "This request cannot be read")))


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell that something went wrong on this side."""
    return _problem_page(
        request,
        Problem(
            500,
            marked("problem", "Something went wrong here"),
            marked("problem", "It stands in the log. Try again, or tell who runs this office."),
        ),
    )
