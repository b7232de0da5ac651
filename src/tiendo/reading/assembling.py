"""From drafts to the frozen figures that leave the room, with offsets into the original text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from tiendo.reading.checks import run_checks
from tiendo.reading.context import ReadingContext
from tiendo.reading.draft import Draft, Segment, Subject
from tiendo.reading.figure import ReadFigure, Reading
from tiendo.reading.separators import LONGEST, candidates
from tiendo.reading.shadow import Shadow, digit_scripts
from tiendo.reading.subjects import english_name
from tiendo.reading.wording import TextRemark
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.words import Modality

_NOTHING = Subject(0, 0, "")
_UNRELATED: Mapping[str, str] = {}


class Assembler:
    """Collects the figures of a text in order and gives them their ids."""

    def __init__(self, text: str, shadow: Shadow, asked: ReadingContext) -> None:
        self._text = text
        self._shadow = shadow
        self._asked = asked
        self._figures: list[ReadFigure] = []
        self._seen: dict[tuple[object, ...], str] = {}
        self._vetoed: list[ReadFigure] = []

    def add(self, segment: Segment, offset: int) -> None:
        """Add what was found in a segment that begins at an offset of the shadow.

        What repeats an earlier figure says so. The drafts are not needed any more.
        """
        first = len(self._figures) + 1
        ids = {id(d): f"{self._asked.prefix}{n}" for n, d in enumerate(segment.drafts, first)}
        for draft in segment.drafts:
            relation = {
                name: ids[id(other)] for name, other in draft.relation.items() if id(other) in ids
            }
            figure = self._figure(draft, segment, offset, ids[id(draft)], relation or _UNRELATED)
            self._figures.append(_repeating(figure, self._seen))
        for at in sorted(segment.vetoed):
            self._vetoed.append(self._veto(segment, offset, at))

    def reading(self, lang: str, remarks: Sequence[Sentence]) -> Reading:
        """Return everything that was added, with what the checks say."""
        figures = self._figures
        return Reading(
            self._asked.document,
            self._text,
            lang,
            tuple(figures),
            tuple(self._vetoed),
            run_checks(figures),
            (*remarks, *self._of_digits(figures)),
            self._asked.pages,
        )

    def _span(self, segment: Segment, offset: int, first: int, last: int) -> tuple[int, int]:
        start = self._shadow.start(offset + segment.tokens.starts[first])
        end = self._shadow.end(offset + segment.tokens.ends[last - 1])
        while end > start and self._text[end - 1].isspace():
            end -= 1
        return start, end

    def _figure(
        self, draft: Draft, segment: Segment, offset: int, name: str, relation: Mapping[str, str]
    ) -> ReadFigure:
        start, end = self._span(segment, offset, draft.first, draft.last)
        subject = draft.indicator or _NOTHING
        quote = self._text[start:end]
        flags = list(draft.flags)
        if not quote.isascii() and digit_scripts(quote) > 1:
            flags.append("mixed_digits")
        if draft.twin:
            flags.append("twin")
        found_by = draft.found_by
        if subject.found:
            found_by["indicator"] = f"{subject.found}: {subject.phrase}".strip(": ")
        return ReadFigure(
            id=name,
            document=self._asked.document,
            lang=segment.code,
            start=start,
            end=end,
            quote=quote,
            value=draft.value,
            unit=draft.unit,
            kind=draft.kind,
            value_hi=draft.value_hi,
            decimals=draft.decimals,
            modality=draft.modality or Modality.ACTUAL,
            comparator=draft.comparator,
            page=self._page(start),
            indicator=english_name(subject, self._asked.catalogue) or None,
            indicator_id=subject.code,
            breakdown=subject.breakdown,
            phrase=subject.phrase,
            sector=subject.sector,
            place=draft.place,
            period=draft.period,
            base_period=draft.base_period,
            assigner=draft.assigner,
            sentence=draft.sentence,
            relation=relation,
            alternatives=draft.alternatives,
            flags=tuple(flags),
            found_by=found_by,
        )

    def _of_digits(self, figures: Sequence[ReadFigure]) -> Iterator[Sentence]:
        """Say which numbers are doubtful by their digits alone."""
        for figure in figures:
            if "mixed_digits" in figure.flags:
                yield TextRemark.MIXED_DIGITS.said(
                    quote=figure.quote, start=str(figure.start), end=str(figure.end)
                )
        for one in self._vetoed:
            if one.end - one.start > LONGEST and sum(map(str.isdecimal, one.quote)) > LONGEST:
                yield TextRemark.TOO_MANY_DIGITS.said(
                    quote=one.quote[:12],
                    start=str(one.start),
                    end=str(one.end),
                    longest=str(LONGEST),
                )

    def _veto(self, segment: Segment, offset: int, at: int) -> ReadFigure:
        start, end = self._span(segment, offset, at, at + 1)
        piece = segment.tokens.piece(at)
        read = candidates(piece)
        return ReadFigure(
            id=f"{self._asked.prefix}v{len(self._vetoed) + 1}",
            document=self._asked.document,
            lang=segment.code,
            start=start,
            end=end,
            quote=self._text[start:end],
            value=read[0].value if read else Decimal(0),
            unit=None,
            kind=segment.vetoed[at],
            page=self._page(start),
        )

    def _page(self, start: int) -> int | None:
        pages = self._asked.pages
        return bisect_right(pages, start) if pages else None


def _repeating(figure: ReadFigure, seen: dict[tuple[object, ...], str]) -> ReadFigure:
    """Return the figure, told to repeat an equal one of the same subject before it."""
    if figure.indicator is None or figure.period is None:
        return figure
    key = (
        figure.indicator_id or figure.phrase,
        figure.breakdown,
        figure.kind,
        figure.unit,
        figure.value,
        figure.value_hi,
        figure.comparator,
        figure.period,
        figure.place,
    )
    first = seen.setdefault(key, figure.id)
    if first == figure.id:
        return figure
    return replace(figure, relation={**figure.relation, "repeats": first})
