"""Numbers, dates, periods and units as each language writes them.

Everything here is a pure function of what it is given; patterns of words come from the catalogues,
patterns of numbers from CLDR (Babel). Arabic is written with Latin digits, as official texts do.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_month_names

from tiendo.packs.nouns import noun_in
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import SCALES, Unit
from tiendo.web.texts import Marked, marked, say

HUNDRED = Decimal(100)
_PRECISION = 60
_NBSP = "\N{NO-BREAK SPACE}"

_DATE = marked("date pattern of CLDR", "d MMM y")
_INSTANT = marked("date and time pattern of CLDR", "d MMM y, HH:mm")

_SPANS: dict[tuple[int, int], Marked] = {
    (0, 2): marked("period", "Q1 {year}"),
    (3, 5): marked("period", "Q2 {year}"),
    (6, 8): marked("period", "Q3 {year}"),
    (9, 11): marked("period", "Q4 {year}"),
    (0, 5): marked("period", "First half of {year}"),
    (6, 11): marked("period", "Second half of {year}"),
    (0, 8): marked("period", "First nine months of {year}"),
    (0, 11): marked("period", "{year}"),
}
_MONTH = marked("period", "{month} {year}")
_YEARS = marked("period", "{first_year}–{year}")
_TO_DATE = marked("period", "First {number} months of {year}")
_RUN = marked("period", "{first_month} to {month} {year}")
_LONG_RUN = marked("period", "{first_month} {first_year} to {month} {year}")

_SCALE_WORDS = {
    "k": marked("scale of a unit", "k"),
    "m": marked("scale of a unit", "m"),
    "bn": marked("scale of a unit", "bn"),
}
_UNITS = {
    "VND": marked("unit", "VND"),
    "USD": marked("unit", "USD"),
    "EUR": marked("unit", "EUR"),
    "percent": marked("unit", "%"),
    "percentage_points": marked("unit", "percentage points"),
    "times": marked("unit", "times"),
    "index": marked("unit", "index"),
    "ha": marked("unit", "ha"),
    "m2": marked("unit", "m²"),
    "km2": marked("unit", "km²"),
    "km": marked("unit", "km"),
    "m3": marked("unit", "m³"),
    "t": marked("unit", "t"),
    "kg": marked("unit", "kg"),
    "quintal": marked("unit", "quintals"),
    "kWh": marked("unit", "kWh"),
    "persons": marked("unit", "persons"),
    "households": marked("unit", "households"),
    "heads": marked("unit", "heads"),
    "visitors": marked("unit", "visitors"),
    "visits": marked("unit", "visits"),
    "jobs": marked("unit", "jobs"),
    "projects": marked("unit", "projects"),
    "enterprises": marked("unit", "enterprises"),
    "documents": marked("unit", "documents"),
    "communes": marked("unit", "communes"),
    "villages": marked("unit", "villages"),
    "targets": marked("unit", "targets"),
    "criteria": marked("unit", "criteria"),
    "products": marked("unit", "products"),
    "tasks": marked("unit", "tasks"),
    "groups": marked("unit", "groups"),
    "years": marked("unit", "years"),
}


@lru_cache(maxsize=16)
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def rounded(value: Decimal, decimals: int) -> Decimal:
    """Return `value` with so many digits after the point, halves away from zero, without -0."""
    with localcontext(prec=_PRECISION):
        short = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
        return abs(short) if not short else short


@lru_cache(maxsize=16)
def _marks(language: str) -> dict[int, str]:
    """Return how CLDR writes points and commas with Latin digits."""
    symbols = _locale(language).number_symbols["latn"]
    return str.maketrans({",": symbols["group"], ".": symbols["decimal"]})


def number(value: Decimal, decimals: int, language: str, *, signed: bool = False) -> str:
    """Return a number with so many digits after the point; `signed` writes + before a rise.

    All four languages group by threes; going through Babel for each of a page's thousands of
    numbers took half of its time, so only the signs come from there (a test compares both).
    """
    short = rounded(value, max(0, decimals))
    with localcontext(prec=_PRECISION):
        text = f"{abs(short):,.{max(0, decimals)}f}".translate(_marks(language))
    return f"-{text}" if short < 0 else f"+{text}" if signed and short > 0 else text


def percent(value: Decimal, decimals: int, language: str, *, signed: bool = False) -> str:
    """Return a number of percent with its sign: 3 is 3 %."""
    return _percent_pattern(language).replace(
        "#,##0", number(value, decimals, language, signed=signed)
    )


@lru_cache(maxsize=16)
def _percent_pattern(language: str) -> str:
    return _locale(language).percent_formats[None].pattern


def decimals_written(value: Decimal, most: int = 3) -> int:
    """Return the digits after the point that a number has, trailing zeros left out."""
    exponent = value.normalize().as_tuple().exponent
    return min(most, max(0, -int(exponent)))


def decimals_of_computed(value: Decimal) -> int:
    """Return the digits after the point that a computed level is shown with: two or one."""
    return 2 if abs(value) < HUNDRED else 1


@lru_cache(maxsize=2048)
def day(value: date, language: str) -> str:
    """Return a date in the way usual in tables."""
    return format_date(value, say(_DATE, language), _locale(language))


def instant(value: datetime, zone: str, language: str) -> str:
    """Return an instant as the clocks of the time zone `zone` showed it."""
    pattern = say(_INSTANT, language)
    return format_datetime(value, pattern, ZoneInfo(zone), _locale(language))


def period(run: Period, language: str) -> str:
    """Return a run of months in words: "Quý I năm 2024", "6 tháng đầu năm 2024"."""
    text = _period(run, language)
    return text[0].upper() + text[1:]


def period_within(run: Period, language: str) -> str:
    """Return the same as it stands within a sentence: "quý I năm 2024", "январь 2024 г."."""
    text = _period(run, language)
    is_word = len(text) > 1 and text[1].islower()
    names_month = language == "en" and text.startswith(_english_months())
    return text[0].lower() + text[1:] if is_word and not names_month else text


@cache
def _english_months() -> tuple[str, ...]:
    return tuple(get_month_names("wide", "stand-alone", _locale("en")).values())


def _period(run: Period, language: str) -> str:
    names = get_month_names("wide", "stand-alone", _locale(language))
    return say(_pattern_of(run), language).format(
        year=run.year,
        first_year=run.first // 12,
        month=names[run.last_month],
        first_month=names[run.first % 12 + 1],
        number=run.last_month,
        first_number=run.first % 12 + 1,
    )


@lru_cache(maxsize=512)
def period_text(text: str, language: str) -> str:
    """Return a run told by its name, such as 2024-Q1, in words."""
    return period(Period.parse(text), language)


def _pattern_of(run: Period) -> Marked:
    offset, last_offset = run.first % 12, run.last % 12
    if not run.within_one_year:
        return _YEARS if (offset, last_offset) == (0, 11) else _LONG_RUN
    if named := _SPANS.get((offset, last_offset)):
        return named
    if offset == last_offset:
        return _MONTH
    return _TO_DATE if offset == 0 else _RUN


@lru_cache(maxsize=512)
def unit(text: str, language: str) -> str:
    """Return a unit in words: "bn VND" is "tỷ đồng"; what is not known stays as it is."""
    scale, _, rest = text.partition(" ")
    if rest and scale in SCALES:
        return f"{say(_SCALE_WORDS[scale], language)}{_NBSP}{_quotient(rest, language)}"
    return _quotient(text, language)


def _quotient(text: str, language: str) -> str:
    pieces = [
        say(_UNITS[p], language) if p in _UNITS else noun_in(p, language) for p in text.split("/")
    ]
    return "/".join(pieces)


def as_stated(
    value: Decimal, decimals: int, unit_text: str, stated_unit: str
) -> tuple[Decimal, int, str]:
    """Return a number of the card's unit as it was filed: value, decimals and unit as stated."""
    try:
        shift = Unit.parse(unit_text).shift_to(Unit.parse(stated_unit)) if stated_unit else 0
    except VocabularyError:
        shift = 0
    if shift == 0:
        return value, max(0, decimals), unit_text
    with localcontext(prec=_PRECISION):
        return value.scaleb(shift), max(0, decimals - shift), stated_unit
