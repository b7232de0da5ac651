"""What a request asks for besides its page: its language, its date, and links that carry both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from tiendo.packs.loading import Pack, load_pack
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import FIRST_YEAR, LAST_YEAR, Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import NOT_APPLICABLE, Measure
from tiendo.web.problems import Problem
from tiendo.web.texts import marked

OUT_OF_YEARS = marked("problem", "“{text}” lies outside the years of the register")
YEARS_KEPT = marked("problem", "The register holds the years from 1900 to 2199.")
THEMES = ("light", "dark")
DENSITIES = ("compact",)


@dataclass(frozen=True, slots=True)
class Asked:
    """The state of a page that is the same wherever its links lead.

    Attributes:
        language: the language of the page.
        pack: the country pack with places and cards.
        as_of: the date of knowledge in the URL; None for today.
        language_given: whether the URL names the language, so that links must do so too.
        theme: "light" or "dark"; empty for what the reader's machine prefers.
        density: "compact"; empty for comfortable.
        map_day: the date whose map of places is meant; None for that of the period asked.
    """

    language: str
    pack: Pack
    as_of: date | None = None
    language_given: bool = False
    theme: str = ""
    density: str = ""
    map_day: date | None = None

    def carried(self) -> dict[str, str]:
        """Return the query that every link carries on."""
        found = {}
        if self.as_of:
            found["as_of"] = self.as_of.isoformat()
        if self.language_given:
            found["lang"] = self.language
        if self.theme:
            found["theme"] = self.theme
        if self.density:
            found["density"] = self.density
        if self.map_day:
            found["map"] = self.map_day.isoformat()
        return found

    def link(self, page: str, *steps: object, fragment: str = "", **query: str) -> str:
        """Return the URL of a page in this language and as of this date."""
        pairs = {name: text for name, text in query.items() if text} | self.carried()
        search = f"?{urlencode(pairs)}" if pairs else ""
        return reverse(page, args=steps) + search + (f"#{fragment}" if fragment else "")

    def link_to_place(self, place: Place) -> str:
        """Return the URL of a place."""
        return self.link("place", place.key)

    def link_to_history(self, place: Place) -> str:
        """Return the URL of what happened to a place."""
        return self.link("history", place.key)

    def link_to_run(self, place: Place, run: Period) -> str:
        """Return the URL of the evaluation of a place in a run."""
        return self.link("board", place.key, run)

    def link_to_trace(
        self, place: Place, run: Period, series: Series, measure: Measure, field: str = ""
    ) -> str:
        """Return the URL of the trace of a row, at one of its fields."""
        return self.link(
            "trace",
            place.key,
            run,
            series.indicator,
            fragment=field,
            **series_in_query(series, measure),
        )

    def link_to_series(self, place: Place, series: Series, measure: Measure) -> str:
        """Return the URL of a series of a place over the years."""
        return self.link("series", place.key, series.indicator, **series_in_query(series, measure))

    def link_to_figure(self, figure: Figure) -> str:
        """Return the URL of the document in which a figure was filed, at this figure."""
        id = str(figure.id)
        return self.link("filing", figure.filing.id, fragment=f"f{id}", figure=id)

    def as_of_day(self, day: date | None) -> Asked:
        """Return the same on another date of knowledge."""
        return replace(self, as_of=day)


def series_in_query(series: Series, measure: Measure) -> dict[str, str]:
    """Return the query that tells a row of an indicator from its others."""
    query = {}
    if series.breakdown:
        query["breakdown"] = str(series.breakdown)
    if series.price_basis != NOT_APPLICABLE:
        query["price_basis"] = series.price_basis
    if measure is not Measure.LEVEL:
        query["measure"] = measure.value
    return query


def language_of(request: HttpRequest) -> tuple[str, bool]:
    """Return the language of a request, and whether its URL names it.

    `lang` in the query, else what the browser accepts, else the first language.
    """
    known = {code for code, _ in settings.LANGUAGES}
    asked = request.GET.get("lang", "")
    if asked in known:
        return asked, True
    accepted = translation.get_language_from_request(request)
    return (accepted if accepted in known else settings.LANGUAGE_CODE), False


def read_asked(request: HttpRequest, language: str, language_given: bool) -> Asked:
    """Return what a request asks for.

    Raises:
        Problem: (400) for a date that cannot be read, (404) for a map of no year of the register.
    """
    return replace(
        plainly_asked(request, language, language_given),
        as_of=_day(request.GET.get("as_of", "").strip()),
        map_day=_day_of_map(request.GET.get("map", "").strip()),
    )


def plainly_asked(request: HttpRequest, language: str, language_given: bool) -> Asked:
    """Return what a request asks for without its dates, which may be wrong; never refuses."""
    theme, density = request.GET.get("theme", ""), request.GET.get("density", "")
    return Asked(
        language,
        load_pack(),
        language_given=language_given,
        theme=theme if theme in THEMES else "",
        density=density if density in DENSITIES else "",
    )


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:
        raise Problem(
            400,
            marked("problem", "“{text}” is no date"),
            marked("problem", "Write year, month and day with hyphens, such as 2024-03-31."),
            text=text,
        )
    return found


def _day_of_map(text: str) -> date | None:
    """Return the day whose map is meant; there are maps of the years of the register only."""
    found = _day(text)
    if found is not None and not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Problem(404, OUT_OF_YEARS, YEARS_KEPT, text=text)
    return found
