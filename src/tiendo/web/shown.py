"""Numbers ready to be printed: with the right digits, the sign of their comparator and the unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from tiendo.cube.explain.evaluate import unit_of
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator, Texts
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Comparator, Kind, Measure
from tiendo.web import formats
from tiendo.web.operations import OPERATIONS, In
from tiendo.web.texts import say
from tiendo.web.words import COMPARATOR_SIGNS, COMPARATORS

PERCENT, POINTS = "percent", "percentage_points"
PERCENT_DECIMALS = 2
MOST_DECIMALS = 4

_OF_KIND = {
    Kind.GROWTH: PERCENT,
    Kind.PLAN_SHARE: PERCENT,
    Kind.BASE_RATIO: PERCENT,
    Kind.OVER_PLAN: PERCENT,
    Kind.SHARE: PERCENT,
    Kind.CONTRIBUTION: POINTS,
    Kind.RANK: "",
}
_RISING = {Comparator.MORE_THAN, Comparator.AT_LEAST}
_FALLING = {Comparator.LESS_THAN, Comparator.AT_MOST}
_ABOUT = re.compile(r"(\S+) ([^\s\[]+)(?:\[([^\]]*)\])?(?: (\S+))? (\S+)")


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as it is printed.

    Attributes:
        text: the digits, with % where it is percent.
        sign: the sign of its comparator, empty for an exact number.
        sign_words: the same in words, for a screen reader.
        unit: the unit in words; empty for percent.
        href: where it is explained.
        computed: whether it was computed rather than filed.
    """

    text: str
    sign: str = ""
    sign_words: str = ""
    unit: str = ""
    href: str = ""
    computed: bool = False

    def linked(self, href: str, *, computed: bool = False) -> Shown:
        """Return the same number with the address of its trace."""
        return replace(self, href=href, computed=computed)


@dataclass(frozen=True, slots=True)
class Named:
    """A text with the language that it is in, where that is not the page's."""

    text: str
    language: str = ""


def named(texts: Texts, language: str) -> Named:
    """Return the text in `language`, else in English or whatever there is, and say so."""
    if texts.get(language):
        return Named(texts[language])
    other = "en" if texts.get("en") else next(iter(texts), "")
    return Named(texts.get(other, ""), other)


def place_name(place: Place, language: str) -> Named:
    """Return the name of a place, and its language where it has none in the page's."""
    shown = place.name(language)
    languages = [name.language for name in place.names if name.text == shown]
    return Named(shown, "" if language in languages else next(iter(languages), ""))


def print_number(
    value: Decimal,
    decimals: int,
    unit: str,
    language: str,
    *,
    comparator: Comparator | None = None,
    value_hi: Decimal | None = None,
    signed: bool = False,
) -> Shown:
    """Return a number ready to be printed.

    Args:
        unit: as on the card or in JSON; percent is printed with its sign.
        value_hi: the upper end, where it is a range.
        signed: write + before a rise.
    """
    write = formats.percent if unit == PERCENT else formats.number
    text = write(value, decimals, language, signed=signed)
    sign = sign_words = ""
    if comparator is Comparator.RANGE and value_hi is not None:
        text = f"{formats.number(value, decimals, language, signed=signed)}–" + write(
            value_hi, decimals, language, signed=signed
        )
    elif comparator and comparator is not Comparator.EXACT:
        sign = COMPARATOR_SIGNS[comparator]
        sign_words = say(COMPARATORS[comparator], language)
    words = "" if unit in (PERCENT, "") else formats.unit(unit, language)
    return Shown(text, sign, sign_words, words)


def print_trace(
    trace: Trace,
    unit: str,
    language: str,
    *,
    comparator: Comparator | None = None,
    signed: bool = False,
) -> Shown | None:
    """Return the number of a trace; None where it has none.

    Args:
        comparator: where it is known better than from the trace.
    """
    if trace.value is None:
        return None
    return print_number(
        trace.value,
        decimals_of(trace, unit),
        unit,
        language,
        comparator=comparator or comparator_of(trace),
        value_hi=trace.figure.statement.value_hi if trace.figure else None,
        signed=signed,
    )


def decimals_of(trace: Trace, unit: str) -> int:
    """Return the digits after the point that a number deserves.

    A filed figure keeps its own, a sum those of its finest part; a quotient gets one or two, a
    computed zero none.
    """
    if trace.figure is not None:
        return max(0, trace.figure.statement.decimals)
    if not trace.value:
        return 0
    operation = OPERATIONS.get(trace.operation)
    if operation and operation.adds and trace.parts:
        return min(MOST_DECIMALS, max(decimals_of(part, unit) for part in trace.parts))
    if unit in (PERCENT, POINTS):
        return PERCENT_DECIMALS
    return formats.decimals_of_computed(trace.value)


def comparator_of(trace: Trace) -> Comparator:
    """Return how a number relates to the true one, from the comparators of what it is made of.

    A sum of "more than" is "more than"; where the ends cannot be told, it is "about".
    """
    if trace.figure is not None:
        return trace.figure.statement.comparator
    found = {_as_part(part) for part in trace.parts} - {Comparator.EXACT}
    if not found:
        return Comparator.EXACT
    operation = OPERATIONS.get(trace.operation)
    if operation and operation.rises:
        if found <= _RISING:
            return Comparator.MORE_THAN
        if found <= _FALLING:
            return Comparator.LESS_THAN
    return Comparator.APPROX


def _as_part(part: Trace) -> Comparator:
    comparator = comparator_of(part)
    turned = part.field == "minus" or part.field in ("plan_share", "growth", "base_ratio")
    if turned and comparator in _RISING:
        return Comparator.LESS_THAN
    if turned and comparator in _FALLING:
        return Comparator.MORE_THAN
    return comparator


def unit_of_figure(figure: Figure, card: Indicator) -> str:
    """Return the unit of a filed number, by what it states."""
    return unit_of_kind(figure.statement.kind, card)


def unit_of_kind(kind: Kind, card: Indicator) -> str:
    """Return the unit in which numbers of a kind are kept for a card."""
    if kind is Kind.CHANGE_ABS:
        return unit_of_change(card)
    return _OF_KIND.get(kind, card.unit.text)


def unit_of_change(card: Indicator) -> str:
    """Return the unit of a difference: between rates it is percentage points."""
    return unit_of(Measure.CHANGE_ABS, card)


def unit_of_trace(trace: Trace, card: Indicator, catalogue: Mapping[str, Indicator]) -> str:
    """Return the unit of any number in a trace; `card` is that of the row."""
    place_series = read_about(trace.about)
    if place_series and place_series.series.indicator in catalogue:
        card = catalogue[place_series.series.indicator]
    if trace.figure is not None:
        return unit_of_figure(trace.figure, card)
    operation = OPERATIONS.get(trace.operation)
    if operation and operation.unit is not In.CARD:
        return {In.PERCENT: PERCENT, In.POINTS: POINTS}.get(operation.unit, "")
    return unit_of_change(card) if trace.field == "difference" else card.unit.text


@dataclass(frozen=True, slots=True)
class About:
    """What a number of a trace is about."""

    place: str
    series: Series
    period: Period


def read_about(text: str) -> About | None:
    """Read "place indicator[breakdown] basis period" of a trace; None where it is not that."""
    found = _ABOUT.fullmatch(text)
    if found is None:
        return None
    place, indicator, cut, basis, run = found.groups()
    try:
        series = Series(indicator, Breakdown.parse(cut or ""), basis or "not_applicable")
        return About(place, series, Period.parse(run))
    except VocabularyError:
        return None
