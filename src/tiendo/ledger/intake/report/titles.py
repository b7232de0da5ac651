"""What the words above a table tell: its period, place, unit, indicator and date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from tiendo.ledger.intake.report.lexicon import (
    UNKNOWN,
    Lexicon,
    Phrase,
    fold_keeping_percent,
    lexicons,
    plain,
)
from tiendo.ledger.intake.report.table import Report, Told
from tiendo.ledger.intake.report.units import StatedUnit, read_unit
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period

_AHEAD = ("plan", "estimate", "versus", "same_period", "tasks")
_TOWN = 4
"""Words that a town's name before a date may have."""
_RUNS = ("month", "first_months", "quarter", "year")


@dataclass(frozen=True, slots=True)
class Text:
    """A text above or below a table, with the address of its cell."""

    words: str
    address: str


def run_of(phrase: Phrase, year: int) -> Period:
    """Return the run that a phrase of a time names in `year`.

    Raises:
        ValueError: for a phrase that names no time.
    """
    numbers = phrase.numbers
    match phrase.mark:
        case "month":
            return Period.of_month(year, numbers["month"])
        case "first_months":
            last = numbers.get("count") or numbers["month"]
            return Period(year * 12, year * 12 + last - 1)
        case "quarter":
            first = year * 12 + 3 * (numbers["quarter"] - 1)
            return Period(first, first + 2)
        case "second_half":
            return Period(year * 12 + 6, year * 12 + 11)
        case "year" | "whole_year":
            return Period.of_year(year)
    raise ValueError(f"'{phrase.text}' names no time")


def report_period(texts: Sequence[Text]) -> Told[Report] | None:
    """Return the period that titles name: by a month, else the months since January, a quarter.

    A year is told by a title only where it names nothing shorter. A period that is announced as
    planned, estimated or compared with is not the report's.

    Raises:
        VocabularyError: if they name several that do not agree, naming them.
    """
    for lexicon in lexicons():
        named = [(run, text) for text in texts for run in _runs_in(text, lexicon)]
        if named:
            return _agreed(named)
    return None


def _runs_in(text: Text, lexicon: Lexicon) -> Iterator[tuple[str, Period]]:
    """Yield the runs of a title with their marks; one without a year has that of the next."""
    words = without_price_basis(text.words, lexicon)
    announced = list(_announced(lexicon.phrases(words)))
    for number, phrase in enumerate(announced):
        years = (later.numbers["year"] for later in announced[number:] if "year" in later.numbers)
        year = next(years, None)
        if year is not None:
            yield phrase.mark, run_of(phrase, year)


def _announced(phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Yield the phrases that name a run, but for what is ahead, compared or a bare number."""
    before = ""
    for phrase in phrases:
        if phrase.mark == "tasks":
            return
        if phrase.mark in _RUNS and before not in _AHEAD and not phrase.text.isdecimal():
            yield phrase
        if phrase.mark != "filler":
            before = phrase.mark


def _agreed(named: Sequence[tuple[tuple[str, Period], Text]]) -> Told[Report]:
    shortest = next(mark for mark in _RUNS if any(found[0] == mark for found, _ in named))
    leading = {found[1].last: text for found, text in named if found[0] == shortest}
    longer = {found[1].last: text for found, text in named if found[0] not in (shortest, "year")}
    if len(leading | longer) > 1:
        listed = ", ".join(dict.fromkeys(str(found[1]) for found, _ in named))
        raise VocabularyError(
            f"the titles name several periods: {listed}",
            remedy="name the period of the report with --period",
        )
    ((last, text),) = leading.items()
    runs = [found[1] for found, _ in named if found[1].last == last]
    run = max(runs, key=lambda run: run.months)
    month = shortest == "month"
    return Told(Report(run, month, not month or run.months > 1), text.address, text.words)


def without_price_basis(words: str, lexicon: Lexicon) -> str:
    """Return folded words without those that name a price basis and its year."""
    folded = fold_keeping_percent(words)
    for _, pattern in lexicon.price_bases:
        folded = pattern.sub(" ", folded)
    return " ".join(folded.split())


def price_basis_of(words: str) -> tuple[str | None, str]:
    """Return the price basis that words name, and the words without it, folded.

    The basis is "constant" where it names no year, None where none is named.
    """
    folded = fold_keeping_percent(words)
    for lexicon in lexicons():
        for word, pattern in lexicon.price_bases:
            if found := pattern.search(folded):
                rest = " ".join((folded[: found.start()] + folded[found.end() :]).split())
                if word == "constant":
                    return f"constant_{found['year']}", rest
                return ("constant" if word == "constant_unknown" else word), rest
    return None, folded


def stated_unit(texts: Iterable[Text]) -> tuple[Told[StatedUnit] | None, Text | None]:
    """Return the unit that a text such as "Đơn vị: tỷ đồng" tells, and a text that tells none.

    The second names a unit that is not known: after a word that may name an office too, it is no
    fault by itself.
    """
    strange = None
    for text in texts:
        words = unit_words(text.words)
        if words is None:
            continue
        if unit := read_unit(words[1]):
            return Told(unit, text.address, text.words), None
        strange = text
    return None, strange


def unit_words(text: str) -> tuple[str, str] | None:
    """Cut "Đơn vị tính: tỷ đồng" into its mark and the unit's words; None if it is no such text."""
    bare = plain(text).strip("() ")
    for lexicon in lexicons():
        for mark in sorted(lexicon.unit_marks, key=len, reverse=True):
            opening = plain(mark)
            if bare.startswith(opening):
                rest = bare.removeprefix(opening).lstrip()
                if rest.startswith(":"):
                    return mark, rest[1:].strip()
    return None


def is_sure_unit_mark(mark: str) -> bool:
    """Whether nothing but a unit can follow a mark such as "Đơn vị tính"."""
    return any(mark in lexicon.sure_unit_marks for lexicon in lexicons())


def dateline(texts: Iterable[Text]) -> Told[date] | None:
    """Return the date of a line such as "Ninh Thuận, ngày 25 tháng 5 năm 2024".

    A date amid other words is not the report's: it may be that of a decision or of a cut-off.
    """
    for text in texts:
        for lexicon in lexicons():
            day = _dateline(text.words, lexicon)
            if day is not None:
                return Told(day, text.address, text.words)
    return None


def _dateline(words: str, lexicon: Lexicon) -> date | None:
    *before, last = lexicon.phrases(words) or [Phrase(UNKNOWN, "", {})]
    town = " ".join(phrase.text for phrase in before)
    if last.mark != "date" or len(town.split()) > _TOWN or any(map(str.isdigit, town)):
        return None
    if town and "," not in words:
        return None
    try:
        return date(last.numbers["year"], last.numbers["month"], last.numbers["day"])
    except ValueError:
        return None
