"""Of when a figure is: runs of months named in the clause, sentence, paragraph, document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from tiendo.reading.draft import Segment
from tiendo.reading.lexicon import Hit
from tiendo.vocabulary.period import Period

_BASE_GAP = 4
_FIRST_MEANT, _LAST_PLANNED = 1950, 2045


@dataclass(frozen=True, slots=True)
class Named:
    """A run of months as a text names it.

    Attributes:
        start, end: tokens; first, last: months 1 to 12; year: None where it is not said.
        base: whether it is what something is compared with.
        shift: years to add to the year of the context ("last year": -1).
        fiscal: a year that runs across two, as "2017/2018"; span: last year of a run of years.
    """

    start: int
    end: int
    first: int
    last: int
    year: int | None
    base: bool
    shift: int = 0
    span: int | None = None
    fiscal: str = ""
    whole: bool = False
    horizon: bool = False
    moment: bool = False
    since: bool = False

    def text(self, year: int | None, *, stock: bool = False) -> str | None:
        """Return the period as it is printed, with the context's year where it names none.

        Args:
            stock: whether it is asked for a number of a moment: of its last month.
        """
        if self.fiscal:
            return self.fiscal
        own = self.year if self.year is not None else (year + self.shift if year else None)
        if own is None or not 1900 <= own <= 2199:
            return None
        if self.span is not None:
            return f"{own}/{self.span}" if self.span > own else str(own)
        first = self.last if stock and self.moment else self.first
        return str(Period(own * 12 + first - 1, own * 12 + self.last - 1))


_FIXED = {
    "half_first": (1, 6),
    "half_second": (7, 12),
    "whole_year": (1, 12),
    "year": (1, 12),
    "year_end": (1, 12),
    "this_year": (1, 12),
    "last_year": (1, 12),
    "next_year": (1, 12),
}
_SHIFTS = {"last_year": -1, "next_year": 1}


def named_periods(segment: Segment) -> list[Named]:
    """Return the runs of months that a segment names, in order."""
    found = []
    for hit in segment.family("period"):
        if (hit.value not in _AS_OF and _within_date(segment, hit)) or _within_plan(segment, hit):
            continue
        named = _named(segment, hit)
        if named is not None:
            found.append(named)
    held = {at for hit in segment.family("period") for at in range(hit.start, hit.end)}
    for at in segment.bare_years:
        if at not in held and int(segment.tokens.piece(at)) >= _FIRST_MEANT:
            hit = Hit(at, at + 1, "period", "year", (("year", at),))
            if (named := _named(segment, hit)) is not None:
                found.append(named)
    found.sort(key=lambda run: run.start)
    return _joined(segment, found)


_AS_OF = ("day", "last_month_of", "months_run", "first_months", "fiscal_year", "years")


def _within_date(segment: Segment, hit: Hit) -> bool:
    """Whether a run is part of a longer date: the month of a resolution's day names no period."""
    return any(
        date.start <= hit.start and hit.end <= date.end and date.length > hit.length
        for date in segment.between("veto", max(0, hit.start - 8), hit.end + 8)
        if date.value in ("date", "document")
    )


def _within_plan(segment: Segment, hit: Hit) -> bool:
    """Whether a run only says which plan is meant: "of the full-year plan"."""
    return any(
        cue.value in ("plan", "of_plan") and hit.end <= cue.end and cue.length > hit.length
        for cue in segment.between("cue", max(0, hit.start - 6), hit.end + 6)
        if cue.start <= hit.start
    )


def _named(segment: Segment, hit: Hit) -> Named | None:
    values: dict[str, list[int]] = {}
    for name, at in hit.slots:
        number = segment.words.number_at(segment.tokens.piece(at))
        if number is not None:
            values.setdefault("month" if name == "m" else name, []).append(number)
    years = values.get("year", [])
    year = years[0] if years else None
    kind = hit.value
    # "Last year" without a day of publication tells no year: it is only compared with.
    base = kind == "last_year" or _is_base(segment, hit)
    if kind == "years" and len(years) == 2:
        return Named(hit.start, hit.end, 1, 12, years[0], base, span=years[1])
    if kind == "fiscal_year" and len(years) == 1 and (short := values.get("n")):
        years = [years[0], years[0] // 100 * 100 + short[0] % 100]
    if kind == "fiscal_year" and len(years) == 2:
        return Named(hit.start, hit.end, 1, 12, years[1], base, fiscal=_fiscal(years))
    if kind == "since_year":
        return Named(hit.start, hit.end, 1, 12, year, base=False, since=True)
    months = _months(kind, values)
    if months is None:
        return None
    shift = _SHIFTS.get(kind, 0)
    if kind == "day" and year and values.get("day") == [1] and values.get("month") == [1]:
        year -= 1
    if kind == "horizon":
        return Named(hit.start, hit.end, 1, 12, year, True, horizon=True) if year else None
    whole = kind in ("year", "this_year", "last_year", "next_year")
    moment = kind in ("last_month_of", "day")
    return Named(hit.start, hit.end, *months, year, base, shift, whole=whole, moment=moment)


def _fiscal(years: list[int]) -> str:
    first, last = min(years), max(years)
    return f"{first}/{last}"


def _months(kind: str, values: dict[str, list[int]]) -> tuple[int, int] | None:
    if kind in _FIXED:
        return _FIXED[kind]
    if kind == "quarter" and values.get("quarter"):
        last = values["quarter"][0] * 3
        return last - 2, last
    if kind == "first_months" and (count := values.get("count") or values.get("month")):
        return 1, count[0]
    if kind in ("month", "this_month") and values.get("month"):
        return values["month"][0], values["month"][0]
    if kind == "day" and values.get("day") == [1] and values.get("month"):
        # The first of June closes May, that of January the year before (`_named`).
        return 1, (values["month"][0] - 1) or 12
    if kind in ("last_month_of", "day") and values.get("month"):
        return 1, values["month"][0]
    if kind == "months_run" and len(values.get("month", [])) == 2:
        first, last = values["month"]
        return (first, last) if first <= last else None
    return None


def _is_base(segment: Segment, hit: Hit) -> bool:
    """Whether a run is compared with: a word of comparison holds it or stands right before it."""
    clause = segment.clause_of[hit.start]
    for cue in segment.between("cue", max(0, hit.start - 8), min(hit.end + 4, len(segment.tokens))):
        if cue.value not in ("versus", "same_period", "previous"):
            continue
        if cue.start > hit.start or segment.clause_of[cue.start] != clause:
            continue
        within = cue.start == hit.start and cue.end <= hit.end
        if within and hit.value not in ("last_year", "month"):
            continue
        first = (
            cue.start == 0 or segment.sentence_of[cue.start - 1] != segment.sentence_of[cue.start]
        )
        if first and (cue.length == 1 or cue.value == "same_period"):
            continue
        gap = hit.start - cue.end
        if gap <= _BASE_GAP and not any(
            segment.tokens.is_mark(at, ",،(") for at in range(cue.end, hit.start)
        ):
            return True
    return False


def _joined(segment: Segment, found: list[Named]) -> list[Named]:
    """Give a part of a year the year that stands right behind or before it.

    A year that stands right behind it ("for nine months | of 2024") is no run of its own.
    """
    taken: set[int] = set()
    for at, named in enumerate(found):
        if named.year is not None or named.fiscal or named.shift:
            continue
        for number in (at + 1, at - 1):
            if not 0 <= number < len(found):
                continue
            other = found[number]
            gap = other.start - named.end if number > at else named.start - other.end
            whole = other.whole and other.year is not None
            same = segment.sentence_of[other.start] == segment.sentence_of[named.start]
            if whole and same and 0 <= gap <= 2 and other.base == named.base:
                found[at] = _with_year(named, other.year)
                if number > at and gap == 0:
                    taken.add(number)
                break
    return [named for at, named in enumerate(found) if at not in taken]


def _with_year(named: Named, year: int | None) -> Named:
    return replace(named, year=year, shift=0, whole=False)


@dataclass(slots=True)
class Calendar:
    """The periods of a document, and what is to be assumed where a sentence names none.

    Attributes:
        year: the year that the document is about; main: the run that it is about.
    """

    year: int | None = None
    main: str | None = None
    how: str = ""


def calendar_of(
    segments: list[tuple[Segment, list[Named]]], published: date | None, hint: str
) -> Calendar:
    """Return what a document is about as a whole.

    Args:
        hint: words beside the text, such as the name of its file.
    """
    years = _years_named(segments)
    how = "the years that the text names"
    year = max(years, key=lambda y: (years[y], -y)) if years else None
    if published is not None and (year is None or abs(year - published.year) > 1):
        year, how = published.year, "the day of publication"
    calendar = Calendar(year, None, how)
    if (span := _span_of_title(segments)) is not None:
        calendar.main = span
        return calendar
    for segment, named in segments:
        for run in named:
            if not _may_be_main(run, year):
                continue
            if segment.paragraph_of[run.start] <= 2:
                calendar.main = run.text(year)
                return calendar
    calendar.main = str(year) if year is not None else _fiscal_year_of(segments)
    del hint
    return calendar


def _years_named(segments: list[tuple[Segment, list[Named]]]) -> Counter[int]:
    """Return the years that a document names by their weight; the first sentences weigh most."""
    years: Counter[int] = Counter()
    goals: Counter[int] = Counter()
    for segment, named in segments:
        aimed = {
            segment.sentence_of[hit.start]
            for hit in segment.family("modality")
            if hit.value == "target"
        }
        for run in named:
            if run.year is None or run.horizon:
                continue
            weight = {0: 8, 1: 4, 2: 4}.get(segment.sentence_of[run.start], 2)
            if run.base:
                years[run.year + 1] += 1
            elif run.span is None and not run.fiscal and run.year <= _LAST_PLANNED:
                years[run.year] += weight
                if segment.sentence_of[run.start] in aimed:
                    goals[run.year] += weight
    if years == goals and _fiscal_year_of(segments) is not None:
        # A report of a fiscal year that names another year for its goals only is not about that.
        return Counter()
    return years


def _may_be_main(run: Named, year: int | None) -> bool:
    """Whether a run on the first lines may be what a document is about.

    Years are told by the calendar's count, bases and spans by themselves; "by the end of 2027" is a
    goal, not what is reported.
    """
    if run.base or run.whole or run.span or run.fiscal or run.shift:
        return False
    return run.year is None or year is None or run.year <= year


def _span_of_title(segments: list[tuple[Segment, list[Named]]]) -> str | None:
    """Return the run of years that the first line names, where it names nothing else."""
    title = [r for segment, named in segments for r in named if segment.paragraph_of[r.start] == 0]
    return title[0].text(None) if len(title) == 1 and title[0].span is not None else None


def _fiscal_year_of(segments: list[tuple[Segment, list[Named]]]) -> str | None:
    """Return the year across two years that a document names most, or None."""
    fiscal = Counter(r.fiscal for _, named in segments for r in named if r.fiscal and not r.base)
    return max(fiscal, key=lambda run: fiscal[run]) if fiscal else None


@lru_cache(maxsize=1024)
def parsed(text: str | None) -> Period | None:
    """Return the run that a printed period is; None for a school year, or for nothing."""
    if text is None:
        return None
    try:
        period = Period.parse(text)
    except ValueError:
        return None
    # A school year is printed like a run of two years; it is no Period.
    return None if period.months == 24 else period
