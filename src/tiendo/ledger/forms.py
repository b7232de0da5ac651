"""The form that an office owes for a period, with what is known beside the cells to be filled."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from tiendo.cube.explain.evaluate import is_of_frequency
from tiendo.cube.explain.row import Row
from tiendo.ledger import selectors
from tiendo.ledger.evaluation import place_rows
from tiendo.ledger.intake.forms import Form, Line
from tiendo.packs.loading import Pack
from tiendo.vocabulary.errors import TiendoError, VocabularyError
from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.obligation import Obligation
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import Measure, Nature


def form_of(
    *, pack: Pack, office: str, period: Period, language: str, every_part: bool = False
) -> Form:
    """Return the form that an office owes for a period.

    It asks every indicator that the office owes of a place at the end of the period and that is
    reported in such periods: the total, and the parts that were filed of it in that year or the
    year before.

    Args:
        pack: gives places and cards.
        office: its name as in the obligations, or a place (key or name) for all that is owed of it.
        period: the run of months.
        language: in which the form is written.
        every_part: ask all parts that the cards list.

    Raises:
        TiendoError: if nobody of that name owes anything, or nothing for such a period.
    """
    owed = _owed_by(pack, office, period)
    lines: list[Line] = []
    asked = next((each.office for each in owed if fold(each.office) == fold(office)), office)
    for place in _places_of(pack, owed):
        cards = [pack.catalogue[each.indicator] for each in owed if each.place == place.key]
        lines += _lines_of(pack, place, cards, period, every_part)
    return Form(asked, period, selectors.today(), language, tuple(lines))


def _owed_by(pack: Pack, office: str, period: Period) -> list[Obligation]:
    """Return what an office owes for a period, each indicator of a place once."""
    every = selectors.obligations(register=pack.register, on=period.end)
    mine = [each for each in every if fold(each.office) == fold(office)]
    if not mine:
        key = _place_key(pack, office)
        mine = [each for each in every if each.place == key]
    if not mine:
        raise _nobody(office, period, {each.office for each in every if each.office})
    owed = {
        (each.place, each.indicator): each
        for each in mine
        if each.indicator in pack.catalogue
        and pack.register[each.place].span.holds(period.end)
        and is_of_frequency(period, pack.catalogue[each.indicator])
    }
    if not owed:
        raise TiendoError(
            f"'{office}' owes nothing for {period}: what it owes is reported in other periods",
            remedy="name a month, quarter, half-year or year as the indicators are reported",
        )
    return list(owed.values())


def _place_key(pack: Pack, name: str) -> str:
    try:
        return pack.register.find(name).key
    except VocabularyError:
        return ""


def _nobody(office: str, period: Period, known: set[str]) -> TiendoError:
    close = difflib.get_close_matches(office, sorted(known), 3, 0.5)
    if close:
        remedy = f"did you mean {', '.join(close)}?"
    elif known:
        remedy = f"these owe something: {', '.join(sorted(known)[:10])}"
    else:
        remedy = "say first who owes what, with `tiendo oblige`"
    return TiendoError(f"'{office}' owes no figures on {period.end}", remedy=remedy)


def _places_of(pack: Pack, owed: Sequence[Obligation]) -> list[Place]:
    keys = dict.fromkeys(each.place for each in owed)
    return [pack.register[key] for key in keys]


# ---- what stands beside the cells ------------------------------------------------------


def _lines_of(
    pack: Pack, place: Place, cards: Sequence[Indicator], period: Period, every_part: bool
) -> Iterator[Line]:
    known = _rows(pack, place, period)
    before = _rows(pack, place, period.previous())
    years = [Period.of_year(year) for year in (period.year - 1, period.year)]
    filed = selectors.ledger_figures(register=pack.register, windows=years).series_at(place.key)
    for card in cards:
        for series in _asked_series(card, filed, every_part):
            row, earlier = known.get(series), before.get(series)
            yield Line(
                place,
                card,
                series,
                same_period=row.same_period if row else None,
                previous_period=row.previous_period if row else None,
                before=_so_far(card, period, earlier),
                plans=_plans(row),
            )


def _rows(pack: Pack, place: Place, run: Period) -> Mapping[Series, Row]:
    rows = place_rows(pack=pack, place=place, run=run, with_rules=False)
    return {row.series: row for row in rows if row.measure is Measure.LEVEL}


def _so_far(card: Indicator, period: Period, earlier: Row | None) -> Decimal | None:
    """Return the year's total up to the period, of flows."""
    in_one_year = period.previous().year == period.year
    if earlier is None or card.nature is not Nature.FLOW or not in_one_year:
        return None
    return earlier.year_to_date


def _plans(row: Row | None) -> tuple[tuple[str, Decimal], ...]:
    """Return the levels planned for the year, each with who assigned it."""
    return tuple(
        (plan.assigner or "", plan.answer.value)
        for plan in (row.plans if row else ())
        if plan.kind is Measure.LEVEL and plan.answer.value is not None
    )


def _asked_series(card: Indicator, filed: Collection[Series], every_part: bool) -> Iterator[Series]:
    """Yield the total of a card and its parts, in the card's order, for each price basis in use."""
    mine = [each for each in filed if each.indicator == card.code]
    bases = [basis for basis in card.price_bases if any(s.price_basis == basis for s in mine)]
    cuts = {each.breakdown for each in mine}
    for basis in bases or card.price_bases[:1]:
        for cut in (TOTAL, *_parts(card)):
            if not cut or every_part or cut in cuts:
                yield Series(card.code, cut, basis)


def _parts(card: Indicator) -> Iterator[Breakdown]:
    for tree in card.breakdowns:
        for top in tree.parts:
            for part in top.walk():
                yield Breakdown(((tree.dimension, part.code),))
