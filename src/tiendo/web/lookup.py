"""From the words of an address to places, runs and series, or to a page that helps to find them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tiendo.cube.explain.row import Row
from tiendo.ledger import evaluation
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import FIRST_YEAR, LAST_YEAR, Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.wording import Misread
from tiendo.vocabulary.words import (
    NOT_APPLICABLE,
    Measure,
    State,
    parse_price_basis,
    parse_word,
)
from tiendo.web.asked import OUT_OF_YEARS, YEARS_KEPT, Asked
from tiendo.web.problems import Link, Problem
from tiendo.web.search import close_indicators, close_places
from tiendo.web.shown import named, place_name
from tiendo.web.texts import Marked, marked

MOST_MEANT = 20
"""Places of one name that are offered."""

LONGEST_RUN = 120
"""Months that a page evaluates: a term and the one before; more would keep the office busy."""


HOW_PERIODS_ARE_WRITTEN = marked(
    "problem",
    "Write 2024-03 (month), 2024-Q1 (quarter), 2024-H1 (half-year), 2024-9M (nine "
    "months), 2024 (year), 2021/2025 (years) or 2024-01/2024-05 (months).",
)


def place_of(asked: Asked, text: str) -> Place:
    """Return the place with this key or, if it is the only one, this name.

    Raises:
        Problem: (404) with the places that may be meant.
    """
    try:
        return asked.pack.register.find(text)
    except VocabularyError as refusal:
        called = asked.pack.register.named(text)
        meant = called[:MOST_MEANT] or close_places(asked.pack.register, text)
        raise Problem(
            404,
            marked("problem", "“{text}” names several places")
            if called
            else marked("problem", "There is no place “{text}”"),
            marked("problem", "Choose one of these.")
            if meant
            else marked("problem", "Search for it by its name."),
            text=text,
            cause=None if called else refusal,
            links=tuple(_link_to(place, asked) for place in meant),
        ) from None


def _link_to(place: Place, asked: Asked) -> Link:
    name = place_name(place, asked.language)
    return Link(name.text, asked.link_to_place(place), place.key, name.language)


_YEAR = re.compile(r"([0-9]{4})(?:$|[-/])")


def run_of(asked: Asked, place: Place, text: str) -> Period:
    """Return the run of months that a text names.

    Raises:
        Problem: (404) with how periods are written.
    """
    try:
        run = Period.parse(text)
    except VocabularyError as refusal:
        year = _YEAR.match(text)
        is_out = year is not None and not FIRST_YEAR <= int(year[1]) <= LAST_YEAR
        raise Problem(
            404,
            OUT_OF_YEARS if is_out else marked("problem", "“{text}” is no period"),
            YEARS_KEPT if is_out else HOW_PERIODS_ARE_WRITTEN,
            text=text,
            cause=None if is_out or _said_already(refusal) else refusal,
            links=(_link_to(place, asked),),
        ) from None
    if run.months > LONGEST_RUN:
        raise Problem(
            404,
            marked("problem", "“{text}” is too long for a page"),
            marked("problem", "A page shows at most ten years; ask for a shorter period."),
            text=text,
            links=(_link_to(place, asked),),
        )
    return run


def _said_already(refusal: VocabularyError) -> bool:
    """Whether a refusal says no more than the title and the remedy of the page."""
    return isinstance(refusal.message, Sentence) and refusal.message.word is Misread.NO_PERIOD


def card_of(asked: Asked, place: Place, run: Period, text: str) -> Indicator:
    """Return the card with this code or, if it is the only one, this name.

    Raises:
        Problem: (404) with the indicators that may be meant.
    """
    return _card(
        asked,
        text,
        lambda code: asked.link("trace", place.key, run, code),
        marked("problem", "There is no indicator “{text}”"),
        marked("problem", "Choose one in the table of the place."),
    )


def card_at(asked: Asked, place: Place, text: str) -> Indicator:
    """Return the same for a page of a place that has no period.

    Raises:
        Problem: (404) with the indicators that may be meant.
    """
    return _card(
        asked,
        text,
        lambda code: asked.link("series", place.key, code),
        marked("problem", "“{text}” is neither a period nor an indicator"),
        HOW_PERIODS_ARE_WRITTEN,
    )


def _card(
    asked: Asked, text: str, link: Callable[[str], str], title: Marked, remedy: Marked
) -> Indicator:
    try:
        return asked.pack.catalogue.find(text)
    except VocabularyError as refusal:
        meant = close_indicators(asked.pack.catalogue, text)
        raise Problem(
            404,
            title,
            remedy
            if remedy is HOW_PERIODS_ARE_WRITTEN or not meant
            else marked("problem", "Choose one of these."),
            text=text,
            cause=refusal,
            links=tuple(
                Link(named(card.names, asked.language).text, link(card.code), card.code)
                for card in meant
            ),
        ) from None


@dataclass(frozen=True, slots=True)
class Cell:
    """What an address asks of an indicator.

    Attributes:
        row: the row that it means; None where it may mean several.
        others: the rows beside it: other measures, or all that may be meant.
    """

    row: Row | None
    others: tuple[Row, ...]


def cell_of(
    asked: Asked, place: Place, run: Period, card: Indicator, query: Mapping[str, str]
) -> Cell:
    """Return the row of an indicator that breakdown, price_basis and measure in a query name.

    Without a breakdown the total is meant; where there is none, and where several price bases may
    be meant, all rows are told to choose from.

    Raises:
        Problem: (404) for a breakdown that the card does not have, (400) for a malformed word.
    """
    cut, basis, measure = series_words(card, query)
    if basis is not None:
        series = Series(card.code, TOTAL if cut is None else cut, basis)
        rows = _rows_of(asked, place, series, run)
        if cut is not None or any(_says_something(row) for row in rows):
            return _with_measure(rows, measure)
    candidates = _candidates(asked, place, run, card, cut, basis)
    if len({row.series for row in candidates}) == 1:
        return _with_measure(candidates, measure)
    if candidates:
        return Cell(None, tuple(candidates))
    series = Series(card.code, TOTAL if cut is None else cut, basis or card.price_bases[0])
    return _with_measure(_rows_of(asked, place, series, run), measure)


def _rows_of(asked: Asked, place: Place, series: Series, run: Period) -> list[Row]:
    return evaluation.cell_rows(
        pack=asked.pack,
        place=place,
        series=series,
        run=run,
        as_of=asked.as_of,
        map_day=asked.map_day,
    )


def series_words(
    card: Indicator, query: Mapping[str, str]
) -> tuple[Breakdown | None, str | None, Measure | None]:
    """Return breakdown, price basis and measure that a query names, None for what it leaves open.

    Raises:
        Problem: (404) for a breakdown that the card does not have, (400) for a malformed word.
    """
    try:
        cut = Breakdown.parse(query["breakdown"]) if query.get("breakdown") else None
        basis = parse_price_basis(query["price_basis"]) if query.get("price_basis") else None
        measure = parse_word(Measure, query["measure"]) if query.get("measure") else None
    except VocabularyError as refusal:
        raise Problem(
            400, marked("problem", "The address names no series"), cause=refusal
        ) from None
    try:
        card.check_breakdown(cut or TOTAL)
    except VocabularyError as refusal:
        raise Problem(
            404,
            marked("problem", "“{text}” is no part of this indicator"),
            text=str(cut),
            cause=refusal,
        ) from None
    if basis is None and card.price_bases == (NOT_APPLICABLE,):
        basis = NOT_APPLICABLE
    return cut, basis, measure


def _says_something(row: Row) -> bool:
    return row.state is not State.MISSING or bool(row.plans)


def _candidates(
    asked: Asked,
    place: Place,
    run: Period,
    card: Indicator,
    cut: Breakdown | None,
    basis: str | None,
) -> list[Row]:
    every = evaluation.place_rows(
        pack=asked.pack, place=place, run=run, as_of=asked.as_of, map_day=asked.map_day
    )
    rows = [
        row
        for row in every
        if row.card.code == card.code and basis in (None, row.series.price_basis)
    ]
    if cut is not None:
        return [row for row in rows if row.series.breakdown == cut]
    return [row for row in rows if not row.series.breakdown] or rows


def _with_measure(rows: Sequence[Row], measure: Measure | None) -> Cell:
    """Return the row of a measure; the first one where none is named or none has it."""
    chosen = next((row for row in rows if row.measure is measure), rows[0])
    return Cell(chosen, tuple(row for row in rows if row is not chosen))
