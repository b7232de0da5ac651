"""What all views share: language, problems told as pages, and the one spelling of an address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from tiendo.ledger import evaluation as ledger
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.web import pages, remembering
from tiendo.web.asked import Asked, language_of, plainly_asked, read_asked
from tiendo.web.map_dates import map_note, reform_days
from tiendo.web.pickers import pickers_of
from tiendo.web.problems import Problem
from tiendo.web.sentences import refusal_words
from tiendo.web.texts import marked, say

View = Callable[..., HttpResponse]

NOT_FOUND = Problem(
    404,
    marked("problem", "There is no such page"),
    marked("problem", "Search for a place or an indicator."),
)


def page(view: View) -> View:
    """Let a view that only reads answer in the language asked for; its problems are pages."""
    return _told_in_words(view, require_safe)


def form_page(view: View) -> View:
    """Do the same for a view that also takes a form that is too long for an address."""
    return _told_in_words(view, require_http_methods(["GET", "HEAD", "POST"]))


def _told_in_words(view: View, allowed: Callable[[View], View]) -> View:
    @allowed
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language, given = language_of(request)
        translation.activate(language)
        try:
            response = _made(view, request, read_asked(request, language, given), args, kwargs)
        except Problem as problem:
            response = problem_page(request, problem)
        except TiendoError as refusal:
            refused = Problem(400, marked("problem", "This cannot be shown"), cause=refusal)
            response = problem_page(request, refused)
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ["HX-Request"])
        return response

    return answer


def _made(
    view: View, request: HttpRequest, asked: Asked, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponse:
    """Return what a view answers, from memory where it was made before."""
    name = remembering.name_of(request, asked)
    if name is None:
        return view(request, asked, *args, **kwargs)
    response = remembering.recalled(request, name)
    if response is not None:
        return response
    with remembering.made_once(name):
        response = remembering.recalled(request, name)
        if response is None:
            response = view(request, asked, *args, **kwargs)
            remembering.keep(request, name, response)
        return response


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Return the page that tells what is wrong and what may be meant."""
    language, given = language_of(request)
    translation.activate(language)
    asked = plainly_asked(request, language, given)
    context = pages.frame(request, asked) | {
        "title": say(problem.title, language).format(text=problem.text),
        "remedy": say(problem.remedy, language) if problem.remedy else "",
        "problem": problem,
        "cause": refusal_words(problem.cause, asked.pack, language) if problem.cause else None,
    }
    return render(request, "web/problem.html", context, status=problem.status)


def canonical(request: HttpRequest, name: str, *steps: object) -> HttpResponse | None:
    """Return the way to the one spelling of an address, if the request has another."""
    right = reverse(name, args=steps)
    return None if request.path == right else redirect(request, right)


def redirect(request: HttpRequest, path: str) -> HttpResponse:
    """Return the way to another path with the same query."""
    search = request.META.get("QUERY_STRING", "")
    return HttpResponseRedirect(path + (f"?{search}" if search else ""))


def period_context(
    request: HttpRequest, asked: Asked, place: Place, run: Period, *, maps: bool = False
) -> dict[str, Any]:
    """Return what the pages of a place and run share: the pickers and the date of knowledge.

    Args:
        maps: whether the page can be seen on the map of another day.
    """
    days = ledger.as_of_dates(pack=asked.pack, place=place, run=run)
    return {
        "place": pages.place_shown(place, asked),
        "run": pages.run_name(run, asked),
        "run_key": str(run),
        "run_link": pages.run_link(place, run, asked),
        "findings_href": asked.link("findings", place.key, run),
        "outlook_href": asked.link("outlook", place.key, run),
        "clock": pages.clock(request, asked, ledger.today(asked.pack)),
        "map_note": map_note(request, asked, place, run) if maps else None,
        "pickers": pickers_of(asked, run, days, reform_days(asked) if maps else ()),
        "neighbours": pages.neighbours(place, run, asked),
    }
