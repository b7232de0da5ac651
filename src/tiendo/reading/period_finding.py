"""Which run of months a figure is of: that of its own words first, then what was carried."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import replace

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.periods import Calendar, Named, parsed
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Modality

_NEAR = 40
_DERIVED = ("growth", "change_abs", "base_ratio")
_PLANNED = (Modality.TARGET, Modality.EXPECTED)
_COMPARING = ("versus", "same_period", "previous", "more", "less")


class PeriodFinder:
    """Gives every figure of a segment its period, going on from what was last named."""

    def __init__(
        self,
        segment: Segment,
        named: list[Named],
        calendar: Calendar,
        heading: str | None = None,
    ) -> None:
        self._segment = segment
        self._named = [_up_to_now(run, calendar) for run in named]
        self._starts = [run.start for run in self._named]
        self._sentences = [segment.sentence_of[start] for start in self._starts]
        self._calendar = calendar
        self._at = 0
        self._paragraph = -1
        self._carried: str | None = None
        self._first: str | None = None
        self._year = calendar.year
        self._heading = heading
        self._firsts = [draft.first for draft in segment.drafts]
        self._first_figure: dict[int, int] = {}
        for draft in segment.drafts:
            self._first_figure.setdefault(draft.sentence, draft.first)
        self._bases = {
            run.start
            for draft in segment.drafts
            if draft.kind in _DERIVED or draft.starts
            for run in self._named_in(draft.last, draft.right)
            if run.year is not None and calendar.year is not None and run.year < calendar.year
            if not self._lies_within(draft, run)
        }
        self._main = parsed(calendar.main)
        self._of_plans = {
            run.start
            for draft in segment.drafts
            if draft.twin
            for run in self._named_in(draft.left, draft.last)
        }
        self._since: set[int] = set()
        self._of_goals: set[int] = set()
        self._of_results: set[int] = set()
        self._stack: list[tuple[int, str, int | None]] = []

    def _lies_within(self, draft: Draft, run: Named) -> bool:
        """Whether a run behind a figure is its own: "grew by 5 % in 2023", not "than in 2023"."""
        segment = self._segment
        if not segment.between("within", run.start - 2, run.start + 1):
            return False
        cues = segment.between("cue", draft.last, run.start)
        return not any(cue.value in _COMPARING for cue in cues)

    def find(self, draft: Draft, stock: bool = False) -> tuple[str | None, str]:
        """Return the period of a figure that stands for itself, and how it was found.

        Args:
            stock: whether it is a number of a moment.
        """
        self._go_on(draft.first)
        if "base" in draft.flags and (base := self._base(draft)) is not None:
            text = base.text(self._year)
            if text is not None:
                return text, "what is compared with"
        for how, run in self._candidates(draft):
            year = self._year_for(draft, run)
            if stock and run.since and year is not None:
                # "Since January prices rose 3.4 %": a state, compared with that of December.
                self._since.add(draft.first)
                return str(Period.of_month(year, run.last)), how
            text = run.text(year, stock=stock)
            if text is not None:
                self._note_other(draft, run, text)
                goal = draft.modality in _PLANNED
                (self._of_goals if goal else self._of_results).add(run.start)
                return text, how
        base = self._base(draft)
        if draft.modality not in _PLANNED:
            self._forget_goals(draft.sentence)
        if self._carried is not None and self._may_be_of(draft, self._carried):
            return self._carried, "named before in the paragraph"
        if base is not None and base.year is not None and base.whole:
            return self._after_base(base.year + 1)
        if self._heading is not None:
            return self._heading, "the heading"
        return self._calendar.main, self._calendar.how

    def _forget_goals(self, sentence: int) -> None:
        """Go back to what was spoken of before the goals of an earlier sentence."""
        goals = self._of_goals - self._of_results
        while self._stack and self._stack[-1][0] in goals:
            start, _, _ = self._stack[-1]
            if self._segment.sentence_of[start] == sentence:
                return
            self._stack.pop()
            _, self._carried, self._year = (
                self._stack[-1] if self._stack else (0, None, self._calendar.year)
            )

    def _may_be_of(self, draft: Draft, carried: str) -> bool:
        """Whether the run named last goes for a figure: one still to come, for a goal only.

        "By 2027 it is planned ... . The region built 900 schools": built in the document's run.
        """
        run, main = parsed(carried), self._main
        if run is None or main is None or run.year <= main.year:
            return True
        return draft.modality in _PLANNED

    def _after_base(self, year: int) -> tuple[str, str]:
        """Return the run of that year which the document is about, else the whole year.

        "Than in the same period of 2023" in a report of a half-year means that half of the next.
        """
        for told, how in (
            (self._heading, "the heading"),
            (self._calendar.main, self._calendar.how),
        ):
            run = parsed(told)
            if told is not None and run is not None and run.months < 12 and run.year == year:
                return told, how
        return str(year), "the year after the base"

    def _note_other(self, draft: Draft, run: Named, text: str) -> None:
        """Note the whole year, where it is named right behind a part of it for the same figure."""
        if run.last - run.first >= 11:
            return
        for other in self._named_in(draft.last, max(draft.right, draft.last)):
            whole = other.first == 1 and other.last == 12 and not other.base
            if whole and other.start not in self._bases and other.span is None:
                year = str(other.year or text[:4])
                if year != text:
                    draft.found_by["other_period"] = year
                    return

    def find_base(self, draft: Draft) -> str | None:
        """Return the period that a growth or ratio compares with."""
        base = self._base(draft)
        own = parsed(draft.period)
        if own is not None and "base" in draft.flags:
            # What is compared with grew itself, over the year before it.
            return str(own.same_period_last_year())
        since = self._segment.between("since_year_end", draft.last, draft.right)
        last_december = draft.first in self._since
        last_december |= any(not self._begins_next(draft, hit.start, hit.end) for hit in since)
        if own is not None and last_december:
            # What is compared with the beginning of the year is a state: that of last December.
            return str(Period.of_month(own.year - 1, 12))
        if own is None:
            return base.text(self._calendar.year) if base else None
        if base is not None:
            if base.whole and base.year is not None:
                return str(own.shifted(12 * (base.year - own.year)))
            if not base.whole and not base.shift:
                moment = own.months == 1
                return base.text(self._year_of_base(base, own), stock=moment)
        previous = self._segment.between("cue", draft.last, draft.right)
        if any(cue.value == "previous" for cue in previous) and own.months < 12:
            return str(own.previous())
        return str(own.same_period_last_year())

    def _year_of_base(self, base: Named, own: Period) -> int:
        """Return the year of a run without one that is compared with: the latest before the own.

        "In May 99.4 % of April" is April of the same year, "in May against May" that before.
        """
        same = base.last - base.first == own.months - 1 and own.months < 12
        ended = base.last < own.first % 12 + 1
        return own.year if same and ended else own.year - 1

    def last_heading(self) -> str | None:
        """Return the run that goes for what stands behind the segment, once all are found."""
        self._go_on(len(self._segment.tokens))
        self._leave_paragraph(-1)
        return self._heading

    def _go_on(self, token: int) -> None:
        """Take note of everything that was named up to a token."""
        segment = self._segment
        while self._at < len(self._named) and self._named[self._at].start < token:
            run = self._named[self._at]
            self._at += 1
            paragraph = segment.paragraph_of[run.start]
            if paragraph != self._paragraph:
                self._leave_paragraph(paragraph)
            if run.base or run.start in self._bases or self._is_aside(run):
                continue
            if run.start in self._of_plans:
                continue
            if run.year is not None and run.span is None:
                self._year = run.year
            text = run.text(self._year)
            if text is not None and run.span is None and not run.shift:
                self._carried = text
                self._stack.append((run.start, text, self._year))
                self._first = self._first or text
        if token < len(segment.paragraph_of) and segment.paragraph_of[token] != self._paragraph:
            self._leave_paragraph(segment.paragraph_of[token])

    def _is_aside(self, run: Named) -> bool:
        """Whether a run stands behind a figure and goes for its neighbour alone.

        So does another year, and what is but a part of the run that the document is about.
        """
        segment, year, main = self._segment, self._calendar.year, self._main
        months = run.last - run.first + 1
        part = main is not None and not run.whole and months < main.months < 12
        if part and main is not None and run.first == main.first % 12 + 1:
            # "From January to May" in a report of a half-year: so far goes one series.
            return True
        first = self._first_figure.get(segment.sentence_of[run.start])
        if first is None or run.start <= first:
            return False
        if run.year is not None and year is not None and run.year != year:
            return True
        return part

    def _leave_paragraph(self, paragraph: int) -> None:
        if self._first is not None and self._paragraph in self._segment.headings:
            self._heading = self._first
        self._first = None
        self._paragraph = paragraph
        self._carried = None
        self._stack = []
        self._year = self._calendar.year

    def _candidates(self, draft: Draft) -> Iterator[tuple[str, Named]]:
        """Yield the runs that may be meant, the likeliest first."""
        segment = self._segment
        # One endless sentence must not cost its square: only what is near can be meant.
        first = bisect_left(self._sentences, draft.sentence)
        first = max(first, bisect_left(self._starts, draft.first) - _NEAR)
        last = bisect_left(self._sentences, draft.sentence + 1, first)
        named = [
            run
            for run in self._named[first : min(last, first + 2 * _NEAR)]
            if not run.base and run.start not in self._bases
            if draft.twin or run.start not in self._of_plans
        ]
        in_window = [run for run in named if draft.left <= run.start < draft.first]
        stop = self._stop(draft)
        behind = [
            run
            for run in named
            if draft.last <= run.start < stop and not self._begins_next(draft, run.start, run.end)
        ]
        if _goes_with_neighbour(segment, draft, in_window, behind):
            in_window = []
        yield from (("its own words", run) for run in _best_first(in_window))
        yield from (("its own words", run) for run in _best_first(behind, reverse=False))
        clause = [
            run
            for run in named
            if run.start < draft.left and segment.clause_of[run.start] == draft.clause
        ]
        earlier = [run for run in named if run.start < draft.left and run not in clause]
        # How much since January is told of one figure and not of those behind it.
        clause = [run for run in clause if not run.since]
        yield from (("the clause", run) for run in _best_first(clause))
        yield from (("the sentence", run) for run in _best_first(earlier))

    def _begins_next(self, draft: Draft, start: int, end: int) -> bool:
        """Whether words stand behind a comma and lead to the next figure: "5 %, in May 7 %"."""
        tokens = self._segment.tokens
        at = bisect_right(self._firsts, draft.first)
        if at == len(self._firsts) or self._segment.drafts[at].sentence != draft.sentence:
            return False
        ahead = any(tokens.is_mark(mark, ",،") for mark in range(draft.last, start))
        between = range(end, self._firsts[at])
        return ahead and not any(tokens.is_mark(mark, ",،(") for mark in between)

    def _stop(self, draft: Draft) -> int:
        """Return where what goes for a figure ends: at a bracket that holds the next one."""
        tokens = self._segment.tokens
        for at in range(draft.last, draft.right):
            if tokens.is_mark(at, "("):
                closed = any(tokens.is_mark(end, ")") for end in range(at + 1, draft.right))
                return max(draft.right, draft.last) if closed else at
        return max(draft.right, draft.last)

    def _year_for(self, draft: Draft, run: Named) -> int | None:
        if run.year is not None or run.shift:
            return self._calendar.year if run.shift else run.year
        base = self._base(draft)
        if base is not None and base.year is not None and base.span is None:
            return base.year + 1
        return self._year

    def _base(self, draft: Draft) -> Named | None:
        """Return the run of comparison behind a figure, else in front of it, in its window."""
        behind = self._named_in(draft.last, max(draft.right, draft.last))
        near = [run for run in behind if (run.base or run.start in self._bases) and not run.horizon]
        if near:
            return near[0]
        at = bisect_left(self._firsts, draft.first)
        if at and self._segment.drafts[at - 1].last == draft.left:
            # "Up 1.5 % on December and 3.2 % on the year": with December goes the first.
            return None
        ahead = self._named_in(draft.left, draft.first)
        before = [run for run in ahead if run.base and not run.horizon]
        return before[-1] if before else None

    def _named_in(self, start: int, end: int) -> list[Named]:
        first = bisect_left(self._starts, start)
        return self._named[first : bisect_left(self._starts, end, first)]


def _up_to_now(run: Named, calendar: Calendar) -> Named:
    """Let "since the beginning of the year" end with the run that the document is about."""
    main = parsed(calendar.main) if run.since else None
    return replace(run, last=main.last_month) if main is not None else run


def _goes_with_neighbour(
    segment: Segment, draft: Draft, ahead: list[Named], behind: list[Named]
) -> bool:
    """Whether each figure has its run right behind it: "from 45% in 2020 to 38% in 2024"."""
    return (
        bool(ahead and behind)
        and ahead[-1].start <= draft.left + 1
        and behind[0].start <= draft.last + 1
        # "In 2022 1,800 and in 2023 2,150": behind the joiner the next figure's words begin.
        and segment.joiners.isdisjoint(range(draft.last, behind[0].start + 1))
    )


def _best_first(runs: list[Named], *, reverse: bool = True) -> list[Named]:
    """Return runs nearest first; a part of a year beats the year that stands beside it."""
    ordered = runs[::-1] if reverse else list(runs)
    parts = [run for run in ordered if not run.whole]
    if parts and ordered and ordered[0].whole and ordered[0].year in (None, parts[0].year):
        return [*parts, *[run for run in ordered if run.whole]]
    return ordered
