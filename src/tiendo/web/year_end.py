"""How the year of one series may end: its range, chances, what it takes, and past errors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from tiendo.ledger.outlook import PlaceOutlook
from tiendo.outlook.status import TargetJudgement
from tiendo.outlook.year import NoOutlook, YearOutlook
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.series import Series
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.outlooks import caution_on, printed_number, recast_told
from tiendo.web.sentences import sentence_words
from tiendo.web.shown import PERCENT, Shown
from tiendo.web.statuses import StatusShown, status_shown
from tiendo.web.texts import marked, say

_COVERAGES = (0.5, 0.8, 0.95)
_REFUSED = marked("outlook of a series", "There is no outlook of this year.")


@dataclass(frozen=True, slots=True)
class Interval:
    """Within what the year ends in so many of 100 years."""

    of_hundred: str
    low: Shown | None
    high: Shown | None


@dataclass(frozen=True, slots=True)
class Goal:
    """One plan figure: its status and what the rest of the year must bring.

    Attributes:
        per_period: of what is missing, evenly over the months or quarters that are left.
        growth, record: growth that the rest needs on the same months of last year, and the best of
            the record with its year.
        caution: what to bear in mind about the status; mostly empty.
    """

    assigner: str
    status: StatusShown
    chance: str
    rest: Shown | None
    per_period: Shown | None
    growth: Shown | None
    record: Shown | None
    record_year: str
    caution: str


@dataclass(frozen=True, slots=True)
class PastError:
    """What the same method would have said at the same time of a past year, and what came."""

    year: int
    outlook: Shown | None
    actual: Shown | None
    error: Shown | None


@dataclass(frozen=True, slots=True)
class YearEnd:
    """The outlook of a series.

    Attributes:
        refusal: that there is none; `reason` says why.
        method, notes: how it was made and what else was found in the data.
        recast: what is to be said of a history that other places told; mostly empty.
    """

    year: int
    median: Shown | None
    intervals: tuple[Interval, ...]
    goals: tuple[Goal, ...]
    past: tuple[PastError, ...]
    refusal: str
    reason: str
    method: str
    notes: tuple[str, ...]
    recast: tuple[str, ...] = ()


def year_end(outlooks: Iterable[PlaceOutlook], series: Series, asked: Asked) -> YearEnd | None:
    """Return the outlook of one series of a place; None where none was made."""
    language = asked.language
    found = [one for one in outlooks if one.series == series]
    if not found:
        return None
    first = found[0]
    ends = first.outlook if isinstance(first.outlook, YearOutlook) else None
    unit, notes = first.card.unit.text, ends.notes if ends else ()

    def said(sentence: Sentence) -> str:
        return sentence_words(sentence, asked.pack, language)

    return YearEnd(
        year=first.year,
        median=printed_number(ends.centre if ends else None, unit, language),
        intervals=tuple(_intervals(ends, unit, language)),
        goals=tuple(_goal(one, one.judgement, language) for one in found if one.judgement),
        past=tuple(
            PastError(
                one.year,
                printed_number(one.outlook, unit, language),
                printed_number(one.actual, unit, language),
                printed_number(one.error_pct, PERCENT, language, signed=True),
            )
            for one in (ends.past if ends else ())
        ),
        refusal="" if ends else say(_REFUSED, language),
        reason=said(first.outlook.reason) if isinstance(first.outlook, NoOutlook) else "",
        method=said(ends.method) if ends else "",
        notes=tuple(said(note.detail) for note in notes if note not in first.recast_notes),
        recast=recast_told(first, asked),
    )


def _intervals(ends: YearOutlook | None, unit: str, language: str) -> Iterator[Interval]:
    """Give the intervals; a year that is over has none."""
    if ends is None or not ends.scale:
        return
    for coverage in _COVERAGES:
        low, high = ends.interval(coverage)
        yield Interval(
            f"{100 * coverage:.0f}",
            printed_number(low, unit, language),
            printed_number(high, unit, language),
        )


def _goal(one: PlaceOutlook, judged: TargetJudgement, language: str) -> Goal:
    unit, pace, chance = one.card.unit.text, judged.pace, judged.chance
    return Goal(
        assigner=words.assigner(one.plan.assigner if one.plan else None, language),
        status=status_shown(judged.status, language),
        chance="" if chance is None else formats.percent(Decimal(repr(100 * chance)), 0, language),
        rest=printed_number(one.required_rest, unit, language),
        per_period=printed_number(pace.per_period if pace else None, unit, language),
        growth=printed_number(pace.growth_pct if pace else None, PERCENT, language, signed=True),
        record=printed_number(
            pace.best_growth_pct if pace else None, PERCENT, language, signed=True
        ),
        record_year=str(pace.best_year) if pace and pace.best_year else "",
        caution=caution_on(judged, language),
    )
