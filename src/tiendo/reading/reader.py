"""Reading one text: the pipeline, from the shadow to figures with their context."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tiendo.reading.assembling import Assembler
from tiendo.reading.clauses import split_into_clauses
from tiendo.reading.completing import (
    by_in_percent,
    change_in_brackets,
    complete,
    follow_base,
    follow_head,
    follow_repeats,
    in_brackets,
    in_constant_prices,
    is_stock,
    name_assigner,
    rates_compared_with,
)
from tiendo.reading.context import ReadingContext
from tiendo.reading.detection import language_of, runs_by_language, script_of
from tiendo.reading.distributing import distribute_links, distribute_subjects, rows_of
from tiendo.reading.draft import Draft, Segment
from tiendo.reading.endless import LONGEST_SENTENCE, without_endless
from tiendo.reading.figure import Reading
from tiendo.reading.kinds import decide_kind
from tiendo.reading.language import Language
from tiendo.reading.lexicon import Hit
from tiendo.reading.linking import link
from tiendo.reading.period_finding import PeriodFinder
from tiendo.reading.periods import Calendar, Named, calendar_of, named_periods, parsed
from tiendo.reading.place_meaning import Era, PlaceMeaning
from tiendo.reading.places import PlaceNamed, main_place, named_places, understood_places
from tiendo.reading.qualifiers import (
    OpenGoals,
    decide_comparator,
    decide_modality,
    inherit,
    target_spans,
)
from tiendo.reading.quantities import find_quantities
from tiendo.reading.separators import Votes
from tiendo.reading.shadow import Shadow, shadow_of
from tiendo.reading.subjects import NO_NAMES, SubjectFinder
from tiendo.reading.tokens import LINE, NUMBER, Tokens, tokenize
from tiendo.reading.vetoes import find_vetoes
from tiendo.reading.windows import Window, windows_of
from tiendo.reading.wording import TextRemark
from tiendo.reading.words import words_of
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Listed, Sentence
from tiendo.vocabulary.words import Level

_HEADING = 18
_PIECE = 50_000
_COMPARED = ("growth", "change_abs", "base_ratio", "contribution")
_OWN_SUBJECT = {"part_of", "contribution_of"}


@dataclass(slots=True)
class _Part:
    """A segment with what was found in it on the way."""

    segment: Segment
    language: Language
    offset: int
    named: list[Named]
    places: list[PlaceNamed]


def read_text(
    text: str, languages: Sequence[Language], context: ReadingContext | None = None
) -> Reading:
    """Return the figures of a text with what the checks say about them.

    Args:
        text: the text; offsets count its code points.
        languages: the packs that may read it.
        context: what is known besides.
    """
    asked = context or ReadingContext()
    shadow = shadow_of(text)
    read, unread = without_endless(shadow.text)
    shadow = replace(shadow, text=read)
    main, remarks = _main_language(shadow, languages, asked)
    remarks += [
        TextRemark.NOT_READ.said(
            start=str(shadow.start(start)), end=str(shadow.end(end)), longest=str(LONGEST_SENTENCE)
        )
        for start, end in unread
    ]
    if main is None:
        return Reading(asked.document, text, None, (), remarks=tuple(remarks), pages=asked.pages)
    parts = _parts(shadow, languages, main, asked)
    votes = Votes()
    money = Counter(hit.value for part in parts for hit in part.segment.family("money_of"))
    for part in parts:
        part.segment.money = money
        votes.count(_number_pieces(part.segment.tokens))
    for part in parts:
        vetoed = part.segment.vetoed = find_vetoes(part.segment)
        part.segment.drafts = find_quantities(part.segment, part.language, vetoed, votes)
        part.named = named_periods(part.segment)
    assembler = Assembler(text, shadow, asked)
    _give_context(parts, asked, assembler)
    if shadow.bidi:
        remarks.append(TextRemark.BIDI.said())
    return assembler.reading(main.code, remarks)


def _main_language(
    shadow: Shadow, languages: Sequence[Language], asked: ReadingContext
) -> tuple[Language | None, list[Sentence]]:
    """Return the pack that reads a text; in an unknown language one that finds plain numbers."""
    if asked.language != "auto":
        chosen = next((pack for pack in languages if pack.code == asked.language), None)
        return chosen, []
    found = language_of(shadow.text, languages)
    if found is not None:
        return found, []
    script = script_of(shadow.text)
    known = Listed.of(pack.code for pack in languages)
    remark = TextRemark.UNKNOWN_LANGUAGE.said(known=known)
    same = [pack for pack in languages if pack.script == script] or list(languages)
    return (same[0] if same else None), [remark]


def _parts(
    shadow: Shadow, languages: Sequence[Language], main: Language, asked: ReadingContext
) -> list[_Part]:
    parts = []
    paragraph = sentence = 0
    for start, end, language in _pieces(shadow.text, languages, main):
        segment = _segment(shadow.text[start:end], language, asked)
        split_into_clauses(segment, language, paragraph, sentence)
        _note_lines(segment)
        places = named_places(segment)
        parts.append(_Part(segment, language, start, [], places))
        if segment.sentence_of:
            paragraph = segment.paragraph_of[-1] + 1
            sentence = segment.sentence_of[-1] + 1
    return parts


def _pieces(
    text: str, languages: Sequence[Language], main: Language
) -> Iterator[tuple[int, int, Language]]:
    """Yield the runs of a text in one language; very long ones in pieces that end with a line.

    A piece is let go when it is read, which bounds what a long text weighs.
    """
    for start, end, language in runs_by_language(text, languages, main):
        while end - start > 2 * _PIECE:
            cut = text.rfind("\n", start + _PIECE, start + 2 * _PIECE) + 1
            if not cut:
                break
            yield start, cut, language
            start = cut
        yield start, end, language


def _segment(text: str, language: Language, asked: ReadingContext) -> Segment:
    lexicons = words_of(language, asked.catalogue, asked.register)
    tokens = tokenize(text, space_groups=language.space_groups, joined=lexicons.words.joined_months)
    pieces = tokens.pieces()
    keys = lexicons.words.keys_of(tokens, pieces)
    hits: dict[str, list[Hit]] = {}
    for hit in lexicons.words.find(tokens, keys):
        hits.setdefault(hit.family, []).append(hit)
    subject_keys = lexicons.subjects.keys_of(tokens, pieces)
    for hit in lexicons.subjects.find(tokens, subject_keys):
        hits.setdefault(hit.family, []).append(hit)
    segment = Segment(
        tokens,
        language.code,
        lexicons.words,
        lexicons.units,
        keys,
        lexicons.units.keys_of(tokens, pieces),
        hits,
    )
    segment.numerals = lexicons.words.numerals_in(pieces, tokens.kinds)
    segment.hits["no_name"] = sorted(
        [hit for family in NO_NAMES for hit in segment.family(family)], key=_start_of_hit
    )
    segment.clitics = frozenset(language.prefixes)
    segment.subject_keys = subject_keys
    segment.place_endings = language.place_endings
    segment.edges = _tokens_of(hits.pop("edge", []))
    segment.joiners = _tokens_of(hits.pop("joiner", []))
    segment.plan_twins = [
        hit for hit in segment.family("cue") if hit.value in ("plan_twin", "plan")
    ]
    return segment


def _start_of_hit(hit: Hit) -> int:
    return hit.start


def _tokens_of(hits: list[Hit]) -> set[int]:
    return {at for hit in hits for at in range(hit.start, hit.end)}


def _note_lines(segment: Segment) -> None:
    """Note headings (short lines without a full stop) and lines that begin with a number."""
    tokens = segment.tokens
    start = 0
    for at in range(len(tokens) + 1):
        if at < len(tokens) and tokens.kinds[at] != LINE:
            continue
        if start < at:
            if tokens.kinds[start] == NUMBER:
                segment.sections.add(start)
            if at - start <= _HEADING and not tokens.is_mark(at - 1, ".;"):
                segment.headings.add(segment.paragraph_of[start])
        start = at + 1


def _number_pieces(tokens: Tokens) -> Iterable[str]:
    return (tokens.piece(at) for at, kind in enumerate(tokens.kinds) if kind == NUMBER)


def _give_context(parts: list[_Part], asked: ReadingContext, assembler: Assembler) -> None:
    """Give every figure its kind, links, subject, period and place, segment by segment."""
    calendar = calendar_of(
        [(part.segment, part.named) for part in parts], asked.published, asked.document
    )
    place, place_how = _understand_places(parts, asked, calendar)
    macro = _macro_of(place, asked)
    economy = macro or "grdp"
    heading: str | None = None
    open_goals: OpenGoals | None = None
    # A part is let go when its figures are made: the drafts of a long text weigh more than they.
    parts.reverse()
    while parts:
        part = parts.pop()
        segment = part.segment
        windows = windows_of(segment, segment.drafts)
        _give_kinds(segment, windows)
        link(segment, windows)
        rows = rows_of(segment, windows)
        distribute_links(windows, rows)
        goals, open_goals = target_spans(segment, open_goals)
        subjects = SubjectFinder(segment, asked.catalogue, macro, economy)
        begins = _give_subjects(windows, subjects)
        distribute_subjects(segment, windows, rows, subjects)
        for window in windows:
            complete(segment, window, asked.catalogue, begins.get(id(window.draft)))
            name_assigner(segment, window)
            in_constant_prices(segment, window)
        macro = subjects.macro
        periods = PeriodFinder(segment, part.named, calendar, heading)
        for window in windows:
            draft = window.draft
            decide_comparator(segment, window)
            decide_modality(segment, window, goals)
            stock = is_stock(draft, asked.catalogue)
            draft.period, draft.found_by["period"] = periods.find(draft, stock)
            _give_place(part, draft, place, place_how)
        for draft in segment.drafts:
            follow_head(draft)
            inherit(draft)
            if draft.kind in _COMPARED:
                draft.base_period = periods.find_base(draft)
        follow_base(segment)
        follow_repeats(segment.drafts)
        heading = periods.last_heading()
        del windows, rows, subjects, periods
        segment.forget()
        assembler.add(segment, part.offset)


def _understand_places(
    parts: list[_Part], asked: ReadingContext, calendar: Calendar
) -> tuple[str | None, str]:
    """Say what the names of places mean; return the place of the document and how it was found."""
    era = _era_of(asked.published, calendar)
    given = asked.place if asked.place is not None and asked.place in asked.register else None
    places = understood_places([part.places for part in parts], asked.register, era, given)
    for part, understood in zip(parts, places, strict=True):
        part.places = understood
    if asked.place is not None:
        return asked.place, "as given"
    named = [(part.segment, part.places) for part in parts]
    return main_place(named, asked.document, PlaceMeaning(asked.register, era))


def _era_of(published: date | None, calendar: Calendar) -> Era | None:
    """Return the days from the beginning of what a document is about to its publication."""
    main = parsed(calendar.main)
    if main is None and calendar.year is not None:
        main = Period.of_year(calendar.year)
    if published is None:
        return None if main is None else Era(main.start, main.end)
    return Era(min(published, main.start) if main else published, published)


def _macro_of(place: str | None, asked: ReadingContext) -> str | None:
    """Return what a sector alone is a part of: below the province no GRDP is published."""
    if place is None or place not in asked.register or "production-value" not in asked.catalogue:
        return None
    low = asked.register[place].level in (Level.DISTRICT, Level.COMMUNE)
    return "production-value" if low else None


def _give_kinds(segment: Segment, windows: list[Window]) -> None:
    before: Draft | None = None
    level: Draft | None = None
    previous: Draft | None = None
    leads: dict[int, Draft] = {}
    for window in windows:
        if level is not None and level.clause != window.draft.clause:
            level = None
        if before is not None and before.sentence != window.draft.sentence:
            before = None
        if before is not None and before.clause != window.draft.clause:
            # "The poor 2.8 %, down 0.9 %; the near-poor 3.2 %": clauses are built alike.
            lead = leads[before.clause]
            before = lead if lead.kind == "share" and before.kind == "growth" else before
        decide_kind(segment, window, before, level)
        by_in_percent(segment, window, previous)
        draft = previous = window.draft
        if draft.unit in ("percent", "percentage_points"):
            before = draft
            leads.setdefault(draft.clause, draft)
        same = level is not None and level.clause == draft.clause
        level = draft if draft.is_head else (level if same else None)
    in_brackets(segment, windows)
    change_in_brackets(segment, windows)
    rates_compared_with(segment, windows)


def _give_subjects(windows: list[Window], subjects: SubjectFinder) -> dict[int, int]:
    """Give levels and unlinked figures their own subject, linked ones that of their level.

    Returns where the words of a level begin that stand before its growth, by the draft's id.
    """
    begins: dict[int, int] = {}
    for window in windows:
        for head in window.draft.relation.values():
            if head.first > window.draft.first:
                # "Exports rose 5 % to 300": what the growth names is what the level is of.
                begins.setdefault(id(head), window.start)
    last: Draft | None = None
    told: Draft | None = None
    for window in windows:
        draft = window.draft
        told = last or told
        if last is not None and last.sentence != draft.sentence:
            last = None
            if told is not None and not draft.relation and subjects.goes_on(window, told):
                draft.indicator = told.indicator
                last = draft
                continue
        if draft.ends and last is not None:
            draft.indicator = last.indicator
            last = draft
        elif ("base" in draft.flags or draft.twin) and last is not None and not window.has_subject:
            draft.indicator = last.indicator
        elif not draft.relation or _OWN_SUBJECT & draft.relation.keys():
            draft.indicator = subjects.find(window, last, begins.get(id(draft)))
            last = draft
    for window in windows:
        draft = window.draft
        if draft.indicator is None:
            draft.indicator = next(iter(draft.relation.values())).indicator
    return begins


def _start_of(place: PlaceNamed) -> int:
    return place.start


def _give_place(part: _Part, draft: Draft, main: str | None, how: str) -> None:
    """Give a figure the place named right before it, else that of the document."""
    first = bisect_left(part.places, draft.left, key=_start_of)
    last = bisect_left(part.places, draft.first, first, key=_start_of)
    near = [place for place in part.places[first:last] if place.typed]
    if near:
        draft.place, draft.found_by["place"] = near[-1].text, "named before the figure"
    elif main is not None:
        draft.place, draft.found_by["place"] = main, how
