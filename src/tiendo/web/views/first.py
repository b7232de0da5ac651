"""The first page, the search, and the answers to addresses that no page has."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse

from tiendo.ledger import evaluation as ledger
from tiendo.ledger.filed import places_by_series
from tiendo.vocabulary.indicator import Indicator
from tiendo.web import lookup, pages
from tiendo.web.asked import Asked
from tiendo.web.overview import front_map
from tiendo.web.problems import Problem
from tiendo.web.search import LONGEST_QUERY, find_indicators, find_places, is_named
from tiendo.web.texts import marked
from tiendo.web.views.common import NOT_FOUND, page, problem_page, redirect

MOST_PLACES = 8
"""Places that are named beside an indicator that a search found."""


@page
def home(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show what this is, the search, the places that have figures, and a map of one measure."""
    if request.GET.get("q", "").strip():
        return redirect(request, reverse("search"))
    filed = ledger.filed_runs(pack=asked.pack)
    context = pages.frame(request, asked) | {
        "levels": pages.by_level(filed, asked, wide=True),
        "localities": pages.by_level(filed, asked, wide=False),
        "map": front_map(asked) if filed else None,
    }
    return render(request, "web/home.html", context)


@page
def search(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Show places and indicators whose names hold what was typed, in any of the languages."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    filed = ledger.filed_runs(pack=asked.pack)
    found = find_places(asked.pack.register, query) if query else []
    cards = find_indicators(asked.pack.catalogue, query) if query else []
    if cards and not any(is_named(place, query) for place in found):
        found = []  # Places spelt much like the name of an indicator are noise.
    context = pages.frame(request, asked) | {
        "searched": query,
        "found": [pages.place_shown(place, asked, filed.get(place, ())) for place in found],
        "cards": _cards_found(asked, cards),
    }
    return render(request, "web/search.html", context)


def _cards_found(asked: Asked, cards: Sequence[Indicator]) -> list[pages.CardFound]:
    told = places_by_series(
        register=asked.pack.register, indicators=[card.code for card in cards], most=MOST_PLACES
    )
    return [pages.card_found(card, asked, told.get(card.code, ())) for card in cards]


@page
def elsewhere(request: HttpRequest, asked: Asked, path: str) -> HttpResponse:
    """Answer an address that no page has, as well as can be told what was meant."""
    if path.endswith("/"):
        return redirect(request, pages.own_path(request).rstrip("/") or "/")
    first, _, rest = path.partition("/")
    found = lookup.place_of(asked, first)
    if not rest:
        return redirect(request, reverse("place", args=[found.key]))
    lookup.run_of(asked, found, rest.partition("/")[0])
    raise NOT_FOUND


def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that look for the icon at its old address to where it is."""
    return HttpResponseRedirect(static("web/favicon.svg"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that there is no such page."""
    return problem_page(request, NOT_FOUND)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Tell that a request cannot be read."""
    return problem_page(request, Problem(400, marked("problem", "This request cannot be read")))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Tell that a form came from elsewhere, or from a page that was open for too long."""
    remedy = marked("problem", "Load the page again. Then send the form again from there.")
    return problem_page(request, Problem(403, marked("problem", "This form is too old"), remedy))


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell that something went wrong on this side."""
    return problem_page(
        request,
        Problem(
            500,
            marked("problem", "Something went wrong here"),
            marked("problem", "It stands in the log. Try again, or tell who runs this office."),
        ),
    )
