"""What the pure half says, in the reader's language: each closed word with its values.

The sentences stand in English in the pure half, which is the key of the catalogues; here stands
how their values are written: places, indicators, periods and numbers as on any page.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tiendo.cube.explain.answer import Where
from tiendo.cube.explain.wording import CheckFound, RecastSaid, TargetReason
from tiendo.outlook.wording import (
    GateFound,
    OutlookMethod,
    OutlookReason,
    TargetsRefused,
    TargetsRemedy,
)
from tiendo.packs.loading import Pack
from tiendo.reading.wording import ReportFound, TextRemark
from tiendo.validation.wording import RangeSaid, RuleFound, RuleLacks
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.languages import RIGHT_TO_LEFT
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import (
    Assigner,
    Dimension,
    FieldName,
    IndicatorCode,
    InLanguages,
    Listed,
    Number,
    Operation,
    PlaceKey,
    Quantity,
    Sentence,
    Source,
    UnitText,
    Wording,
)
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.wording import Misread, Remedy, Several
from tiendo.vocabulary.words import NOT_APPLICABLE, Kind, Measure
from tiendo.web import formats, words
from tiendo.web.operations import operation_words
from tiendo.web.shown import PERCENT, Named, named, place_name
from tiendo.web.texts import Marked, listed, say

WORDINGS: tuple[type[Wording], ...] = (
    CheckFound,
    GateFound,
    Misread,
    OutlookMethod,
    OutlookReason,
    RangeSaid,
    RecastSaid,
    Remedy,
    ReportFound,
    RuleFound,
    RuleLacks,
    Several,
    TargetReason,
    TargetsRefused,
    TargetsRemedy,
    TextRemark,
)
"""All that the pure half can say; the catalogues hold each sentence."""

_LEFT_TO_RIGHT, _AS_IT_IS, _END = "\u2066", "\u2068", "\u2069"
_ENDS = (".", "!", "?", "؟", "…")


def sentence_words(sentence: Sentence, pack: Pack, language: str) -> str:
    """Return a sentence of the pure half as a page prints it: capitalised, with a full stop."""
    text = _translated(sentence, pack, language)
    text = text[:1].upper() + text[1:]
    return text if text.endswith(_ENDS) else f"{text}."


def told_words(text: str, pack: Pack, language: str) -> Named:
    """Return what is told, in the reader's language if it is a sentence, else in its English."""
    if isinstance(text, Sentence):
        return Named(sentence_words(text, pack, language))
    return Named(text, "en")


def refusal_words(refusal: TiendoError, pack: Pack, language: str) -> Named:
    """Return what a refusal says and how to mend it; in English where it has no closed word."""
    said = [part for part in (refusal.message, refusal.remedy) if part]
    if all(isinstance(part, Sentence) for part in said):
        told = [sentence_words(part, pack, language) for part in said if isinstance(part, Sentence)]
        return Named(" ".join(told))
    return Named("; ".join(said), "en")


def as_marked(word: Wording) -> Marked:
    """Return a closed sentence as the catalogues know it."""
    return Marked(word.context(), word.value)


def _translated(sentence: Sentence, pack: Pack, language: str) -> str:
    values = {name: _value(one, pack, language) for name, one in sentence.values.items()}
    text = say(as_marked(sentence.word), language).format(**values)
    # A sign outside the isolated number would stand on its other side.
    return text.replace(f"{_END}%", f"%{_END}")


def _value(value: object, pack: Pack, language: str) -> str:  # noqa: C901
    """Return a value of a sentence as this language writes it."""
    match value:
        case Sentence():
            return _translated(value, pack, language)
        case Listed(several):
            return listed((_value(one, pack, language) for one in several), language)
        case Number(digits):
            return _isolated(_number(digits, language), language, _LEFT_TO_RIGHT)
        case Quantity():
            return _quantity(value, language)
        case Period():
            return formats.period_within(value, language)
        case date():
            return formats.day(value, language)
        case Kind() | Measure():
            return say(words.KINDS[Kind(value.value)], language)
        case Operation(name):
            return operation_words(name, language)
        case FieldName(key):
            return words.of(words.FIELDS, key, language)
        case UnitText(text):
            return formats.unit(text, language)
        case Assigner(key):
            return words.assigner(key, language)
        case Source(text):
            file, _, cell = text.rpartition(", ")
            return _isolated(listed((file, words.cell(cell, language)), language), language)
        case InLanguages(texts):
            return named(texts, language).text
        case int():
            return formats.number(Decimal(value), 0, language)
        case Where() | PlaceKey() | IndicatorCode() | Dimension():
            return _isolated(_name(value, pack, language), language)
        case _:
            return _isolated(str(value), language)


def _name(value: Where | PlaceKey | IndicatorCode | Dimension, pack: Pack, language: str) -> str:
    """Return what places, indicators and their parts are called; an unknown key stays one."""
    match value:
        case PlaceKey(key):
            return _place(key, pack, language)
        case IndicatorCode(code, cut):
            card = pack.catalogue.get(code)
            name = named(card.names, language).text if card else code
            return f"{name} [{cut}]" if cut else name
        case Dimension(indicator, dimension, part):
            card = pack.catalogue.get(indicator)
            tree = card.tree(dimension) if card else None
            found = tree.find(part) if tree and part else tree
            return named(found.names, language).text if found else str(value)
        case Where(place, series, run):
            pieces = (
                _place(place, pack, language),
                _series(series, pack, language),
                formats.period_within(run, language),
            )
            return listed(pieces, language)


def _place(key: str, pack: Pack, language: str) -> str:
    return place_name(pack.register[key], language).text if key in pack.register else key


def _series(series: Series, pack: Pack, language: str) -> str:
    card = pack.catalogue.get(series.indicator)
    if card is None:
        return series.indicator
    part = card.breakdown_name(series.breakdown, language)
    name = named(card.names, language).text + (f": {part}" if part else "")
    if series.price_basis == NOT_APPLICABLE:
        return name
    return f"{name} ({words.price_basis(series.price_basis, language)})"


def _quantity(value: Quantity, language: str) -> str:
    if value.unit == PERCENT:
        number = Decimal(value.digits)
        text = formats.percent(number, _decimals(number), language)
        return _isolated(text, language, _LEFT_TO_RIGHT)
    number_text = _isolated(_number(value.digits, language), language, _LEFT_TO_RIGHT)
    return f"{number_text} {formats.unit(value.unit, language)}" if value.unit else number_text


def _number(digits: str, language: str) -> str:
    number = Decimal(digits)
    return formats.number(number, _decimals(number), language) if number.is_finite() else digits


def _decimals(number: Decimal) -> int:
    return max(0, -int(number.as_tuple().exponent))


def _isolated(text: str, language: str, mark: str = _AS_IT_IS) -> str:
    """Return a text that keeps its own direction inside a sentence that runs from the right."""
    return f"{mark}{text}{_END}" if language in RIGHT_TO_LEFT else text
