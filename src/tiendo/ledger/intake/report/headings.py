"""What a column heading says: which run, of what kind, how sure, compared with what.

A heading is understood only where every word of it is. What it leaves open (which of two runs "so
với cùng kỳ" compares) is told by the other headings of its table, or else it is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tiendo.ledger.intake.report.lexicon import UNKNOWN, Phrase, lexicons
from tiendo.ledger.intake.report.table import Report
from tiendo.ledger.intake.report.titles import run_of
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.period import Period

_STATUSES = ("estimate", "preliminary", "official", "actual")
_SIGNS = ("percent", "times", "growth", "share", "rate")
_TIMES = ("month", "first_months", "second_half", "quarter", "year", "whole_year")
_ASSIGNERS = {
    "assigned_by_centre": "central",
    "assigned_by_province": "province",
    "assigned_by_district": "district",
}
_REMEDY = "write the heading in full, or name the column in a mapping file"
YEAR = 12


@dataclass(slots=True)
class Side:
    """One side of a comparison, or a whole heading without one.

    Attributes:
        runs: the runs that it names.
        marks: everything else that it says.
        numbers: years that it names beside a run of their own.
    """

    runs: list[Period] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    years: set[int] = field(default_factory=set)

    @property
    def is_open(self) -> bool:
        """Whether it names no run at all."""
        return not self.runs and not self.marks & _RELATIVE


_RELATIVE = {
    "this_period",
    "this_month",
    "previous_period",
    "previous_month",
    "cumulative",
    "previous_cumulative",
    "last_year",
    "next_year",
    "same_month",
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading cut into what it says.

    Attributes:
        numerator: what its numbers are about.
        denominator: what they are compared with; None where they are compared with nothing.
        signs: percent, times, growth, share, rate: what kind of number it is.
        assigner: who assigned the plan that it names.
    """

    numerator: Side
    denominator: Side | None
    signs: frozenset[str]
    assigner: str | None = None

    @property
    def role(self) -> str | None:
        """Return "label", "number", "unit" or "remark" where it heads no numbers."""
        for mark in ("label", "number", "unit", "remark"):
            if f"{mark}_heading" in self.numerator.marks:
                return mark
        return None


def understand(text: str, report: Report | None) -> Heading:
    """Return what a heading says, in whatever language of the packs knows all its words.

    Raises:
        VocabularyError: naming the words that are not understood.
    """
    attempts = [lexicon.phrases(text) for lexicon in lexicons()]
    phrases = min(attempts, key=_unknown_words)
    if unknown := [phrase.text for phrase in phrases if phrase.mark == UNKNOWN]:
        raise VocabularyError(
            f"'{unknown[0]}' in the heading '{text}' is not understood", remedy=_REMEDY
        )
    return _cut(_without_plan_percent(phrases), report, text)


def _unknown_words(phrases: Sequence[Phrase]) -> int:
    return sum(len(phrase.text.split()) for phrase in phrases if phrase.mark == UNKNOWN)


def _without_plan_percent(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Write "% of the plan" as what it means: compared with the plan, in percent."""
    written = []
    for phrase in phrases:
        if phrase.mark == "of_plan":
            written += [replace(phrase, mark=mark) for mark in ("versus", "plan", "percent")]
        elif phrase.mark != "filler":
            written.append(phrase)
    return written


def _cut(phrases: list[Phrase], report: Report | None, text: str) -> Heading:
    signs = frozenset(p.mark for p in phrases if p.mark in _SIGNS)
    assigners = {_ASSIGNERS[p.mark] for p in phrases if p.mark in _ASSIGNERS}
    if len(assigners) > 1:
        raise VocabularyError(f"'{text}' names several assigners of a plan", remedy=_REMEDY)
    rest = [p for p in phrases if p.mark not in signs and p.mark not in _ASSIGNERS]
    rest = [p for n, p in enumerate(rest) if not _is_said_twice(p, rest[n + 1 : n + 2])]
    cuts = [n for n, phrase in enumerate(rest) if phrase.mark == "versus"]
    if len(cuts) > 1:
        raise VocabularyError(f"'{text}' compares more than once", remedy=_REMEDY)
    assigner = next(iter(assigners), None)
    if not cuts:
        return Heading(_side(rest, report, text), None, signs, assigner)
    before, after = rest[: cuts[0]], rest[cuts[0] + 1 :]
    if not any(p.mark in _TIMES or p.mark in _RELATIVE for p in before):
        # "So với cùng kỳ (%): tháng 5": what is compared stands behind what it is compared with.
        after, behind = after[: _denominator_length(after)], after[_denominator_length(after) :]
        before = before + behind
    return Heading(_side(before, report, text), _side(after, report, text), signs, assigner)


def _is_said_twice(phrase: Phrase, after: Sequence[Phrase]) -> bool:
    """Whether "compared with" is said again right behind, as in two lines of a heading."""
    return phrase.mark == "versus" and any(next_.mark == "versus" for next_ in after)


def _denominator_length(phrases: Sequence[Phrase]) -> int:
    """Return how many phrases behind "compared with" belong to it: the plan with its year, or one.

    A second run behind it is what is compared.
    """
    if not phrases:
        return 0
    if phrases[0].mark == "plan":
        return 2 if len(phrases) > 1 and phrases[1].mark in ("year", "whole_year") else 1
    statuses = 0
    while statuses < len(phrases) and phrases[statuses].mark in _STATUSES:
        statuses += 1
    return min(statuses + 1, len(phrases))


def _side(phrases: Sequence[Phrase], report: Report | None, text: str) -> Side:
    side = Side()
    for phrase in phrases:
        if phrase.mark in _TIMES:
            side.runs.append(_run(phrase, phrases, report, text))
        else:
            side.marks.add(phrase.mark)
            side.years.update(n for slot, n in phrase.numbers.items() if slot == "year")
    side.runs = _without_years_of_runs(list(dict.fromkeys(side.runs)))
    if len(side.runs) > 1:
        listed = ", ".join(map(str, side.runs))
        raise VocabularyError(f"'{text}' names several periods: {listed}", remedy=_REMEDY)
    return side


def _without_years_of_runs(runs: list[Period]) -> list[Period]:
    """Drop a year that only dates the month or quarter beside it."""
    if len(runs) < 2:
        return runs
    return [run for run in runs if not any(run != r and run.covers(r) for r in runs)]


def _run(phrase: Phrase, phrases: Sequence[Phrase], report: Report | None, text: str) -> Period:
    """Return the run of a phrase; its year is told by itself, beside it, or by the report."""
    years = {p.numbers["year"] for p in phrases if p.mark in _TIMES and "year" in p.numbers}
    year = phrase.numbers.get("year")
    if year is None and len(years) == 1:
        year = next(iter(years))
    if year is None:
        if report is None:
            raise VocabularyError(
                f"'{text}' names no year and the title names no period",
                remedy="name the period of the report with --period",
            )
        year = _year_near(phrase, report, text)
    return run_of(phrase, year)


def _year_near(phrase: Phrase, report: Report, text: str) -> int:
    """Return the year of a run without one: the report's, but for the December before January."""
    month = report.month
    run = run_of(phrase, month.year)
    if phrase.mark == "month" and month.last_month == 1 and run.last_month == YEAR:
        return month.year - 1
    return month.year
