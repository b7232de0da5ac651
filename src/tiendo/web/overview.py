"""The map on the first page: the measure that most places have, in the newest period."""

from __future__ import annotations

from dataclasses import dataclass

from tiendo.ledger import boards
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.words import Level, Measure
from tiendo.web import formats
from tiendo.web.asked import Asked, series_in_query
from tiendo.web.map_dates import reform_days
from tiendo.web.over_places import FIELDS, OverPlaces, over_places
from tiendo.web.pickers import Pickers, pickers_of
from tiendo.web.shown import named
from tiendo.web.texts import say


@dataclass(frozen=True, slots=True)
class FrontMap:
    """A map with its table's ends, and the form that leads to other periods of it."""

    indicator: str
    indicator_code: str
    part: str
    measure: str
    run: str
    shown: OverPlaces
    pickers: Pickers
    path: str
    href: str
    hidden: tuple[tuple[str, str], ...]


def front_map(asked: Asked) -> FrontMap | None:
    """Return the map of the first page; None where no country has figures of enough places."""
    register = asked.pack.register
    countries = [place for place in register.own_places() if place.level is Level.COUNTRY]
    for country in countries:
        widest = boards.widest_series(pack=asked.pack, parent=country, as_of=asked.as_of)
        if widest is not None:
            return _front(asked, country, widest)
    return None


def _front(asked: Asked, country: Place, widest: boards.Widest) -> FrontMap:
    series, run = widest.series, widest.run
    card = asked.pack.catalogue[series.indicator]
    shown = over_places(asked, country, run, series, "share", None)
    query = series_in_query(series, Measure.LEVEL)
    return FrontMap(
        indicator=named(card.names, asked.language).text,
        indicator_code=card.code,
        part=card.breakdown_name(series.breakdown, asked.language),
        measure=say(FIELDS[shown.field], asked.language),
        run=formats.period(run, asked.language),
        shown=shown,
        pickers=pickers_of(asked, run, (), reform_days(asked)),
        path=asked.link("place", country.key).partition("?")[0],
        href=asked.link("over-places", country.key, run, card.code, **query, field=shown.field),
        hidden=(
            ("page", "over"),
            ("indicator", card.code),
            ("field", shown.field),
            *query.items(),
            *((name, text) for name, text in asked.carried().items() if name != "map"),
        ),
    )
