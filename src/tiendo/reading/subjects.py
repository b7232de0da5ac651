"""What a figure is about: the phrase that names it, the card and the part that it is linked to."""

from __future__ import annotations

from collections.abc import Mapping

from tiendo.reading.draft import Draft, Segment, Subject
from tiendo.reading.lexicon import Hit
from tiendo.reading.tokens import WORD
from tiendo.reading.units import counts_things
from tiendo.reading.windows import Window, only_filler
from tiendo.vocabulary.currencies import ISO_4217
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.unit import Unit

MACRO = ("grdp", "production-value", "gdp")
"""Indicators that a sector's name alone may stand for a part of."""

_RIGHT = 9
_STOPS = frozenset(
    """rise fall reach equals over short versus same_period previous share contribution of_plan plan
    plan_twin of_which""".split()
)
_BESIDE_GROWTH = ("by", "noise", "to", "reach", "more", "less")
NO_NAMES = ("comparator_before", "comparator_verb", "modality", "period", "range_certain", "cue")
"""Families whose phrases are no part of an indicator's name; of the cues only some."""


class SubjectFinder:
    """Finds subjects in a text, remembering what the text last spoke of."""

    def __init__(
        self, segment: Segment, catalogue: Catalogue, macro: str | None, economy: str = "grdp"
    ) -> None:
        self._segment = segment
        self._catalogue = catalogue
        self.macro = macro
        self._economy = economy

    def find(self, window: Window, before: Draft | None, begin: int | None = None) -> Subject:
        """Return the subject of a figure that stands for itself.

        Args:
            before: the last level of the sentence, whose subject an elliptic clause goes on with.
            begin: where its words begin, if that is before its own window.
        """
        segment = self._segment
        draft = window.draft
        start = window.start if begin is None else begin
        if before is not None and self._named_behind(before, start, draft.first):
            start = max(start, before.indicator.last if before.indicator else start)
        found = segment.between("indicator", start, draft.first)
        hit, how = self._best(found, draft, nearest=True), "named before the figure"
        if hit is None and draft.cue is not None and draft.cue.end > draft.first:
            start = window.start
        if hit is None and before is not None and self._is_part_of_before(window, before):
            return before.indicator or Subject(draft.first, draft.first, "")
        if hit is None:
            hit, how = self._named_after(window), "named behind the figure"
        phrase = self._phrase(start, draft, window)
        sector = self._sector(start, draft, window, hit)
        if hit is not None:
            return self._carded(hit, self._around(hit, phrase, draft), sector, how)
        if sector and draft.kind in ("level", "growth", "base_ratio", "contribution", "share"):
            macro = self.macro or ("grdp" if "grdp" in self._catalogue else None)
            if macro and self._fits(macro, draft):
                return self._linked(phrase, macro, sector, "a sector of what was spoken of")
        if not sector and self._grows_alone(window, phrase, before):
            return self._linked(phrase, self._economy, None, "growth, and of nothing else")
        phrase.sector = sector
        if draft.unit is not None and counts_things(draft.unit):
            phrase = self._with_noun(phrase, self._counted(draft, window))
        if not phrase.phrase and before is not None and before.indicator is not None:
            return before.indicator
        phrase.found = "words of the text"
        return phrase

    def _carded(self, hit: Hit, phrase: Subject, sector: str | None, how: str) -> Subject:
        """Return the subject whose card an indicator's name tells."""
        code, _, part = hit.value.partition("/")
        if code in MACRO and code != "gdp":
            self.macro = code
        if self._catalogue and code not in self._catalogue:
            # A pack may name what has no card, so that it is not taken for what has one.
            return Subject(hit.start, hit.end, self._text(hit.start, hit.end), found=how)
        return self._linked(phrase, code, part or sector, how)

    def _around(self, hit: Hit, phrase: Subject, draft: Draft) -> Subject:
        """Return the words around a name in front of a figure, the name alone behind it."""
        name = Subject(hit.start, hit.end, self._text(hit.start, hit.end))
        if hit.start >= draft.number or not phrase.phrase:
            return name
        phrase.first = min(phrase.first, hit.start)
        return phrase

    def _named_after(self, window: Window) -> Hit | None:
        """Return the name of an indicator behind a figure that fits it best, or None."""
        draft = window.draft
        behind = self._behind(window)
        first = max(draft.number + 1, draft.first)
        # A name that begins before the comma may go on behind it: "communes, meeting ...".
        near = self._segment.between("indicator", first, behind + _RIGHT)
        return self._best([name for name in near if name.start < behind], draft, nearest=False)

    def _grows_alone(self, window: Window, phrase: Subject, before: Draft | None) -> bool:
        """Whether a text speaks of growth and of nothing that grows: the economy is meant."""
        draft = window.draft
        if before is not None and before.clause == draft.clause:
            return False
        if phrase.phrase and not self._names_only_growth(window):
            return False
        grows = draft.kind == "growth" and window.has_left("growth_rate")
        return grows and self._economy in self._catalogue

    def _names_only_growth(self, window: Window) -> bool:
        """Whether nothing that grows stands at a word of growth: "strive for growth of 8 %".

        "Export growth of 8 %" and "growth of exports reached 8 %" name what grows.
        """
        segment, draft = self._segment, window.draft
        cue = window.last_left("growth_rate")
        if cue is None or not only_filler(segment, cue.end, draft.first, _BESIDE_GROWTH):
            return False
        before = cue.start - 1
        if before < window.start or segment.tokens.kinds[before] != WORD:
            return True
        told = {
            at
            for hit in segment.between("no_name", window.start, cue.start)
            for at in range(hit.start, hit.end)
        }
        return before in told or before in segment.edges

    def _named_behind(self, before: Draft, start: int, first: int) -> bool:
        """Whether the words in front of a figure name the one before: "20 bn of taxes and 7 bn"."""
        subject = before.indicator
        behind = subject is not None and subject.found == "named behind the figure"
        joined = first - 1 in self._segment.joiners
        return joined and behind and subject is not None and start < subject.last

    def _is_part_of_before(self, window: Window, before: Draft) -> bool:
        """Whether a share without words of its own is one of something: "80 ha, 3 % of land"."""
        draft = window.draft
        if draft.kind != "share" or not before.is_head or draft.clause != before.clause:
            return False
        first, last = _longest_run(self._segment, window.start, draft.first)
        of_total = window.first_right("of_total", within=3)
        return first == last and (of_total is not None or draft.last in self._segment.edges)

    def goes_on(self, window: Window, before: Draft) -> bool:
        """Whether a figure without words of its own is of what was spoken of: "so far 9 bn"."""
        draft = window.draft
        if draft.paragraph != before.paragraph or draft.unit is None or draft.unit != before.unit:
            return False
        if draft.kind != before.kind or counts_things(draft.unit):
            return False
        first, last = _longest_run(self._segment, window.start, draft.first)
        behind = self._behind(window)
        names = self._segment.between("indicator", draft.last, behind)
        grows = window.has_left("growth_rate")
        return first == last and not window.has_subject and not names and not grows

    def named(self, hit: Hit, draft: Draft) -> Subject:
        """Return the subject that a name tells: that of an indicator, or of a sector."""
        subject = Subject(hit.start, hit.end, self._text(hit.start, hit.end))
        if hit.family == "indicator":
            code, _, part = hit.value.partition("/")
            return self._linked(subject, code, part or None, "named in a row")
        macro = self.macro or ("grdp" if "grdp" in self._catalogue else None)
        if macro and self._fits(macro, draft):
            return self._linked(subject, macro, hit.value, "a sector of what was spoken of")
        subject.sector, subject.found = hit.value, "named in a row"
        return subject

    def _best(self, hits: list[Hit], draft: Draft, *, nearest: bool) -> Hit | None:
        """Return the hit whose card fits the unit; the longest, of equals the nearest."""
        fitting = [hit for hit in hits if self._fits(hit.value.partition("/")[0], draft)]
        if not fitting:
            return None
        order = fitting if nearest else fitting[::-1]
        return max(enumerate(order), key=lambda pair: (pair[1].length, pair[0]))[1]

    def _fits(self, code: str, draft: Draft) -> bool:
        """Whether a figure may be of a card: same dimension for a level, percent for a rate."""
        card = self._catalogue.get(code)
        if card is None:
            return True
        unit = card.unit
        percent = str(unit) == "percent"
        if draft.kind in ("share", "change_abs") and draft.percent:
            return True
        if draft.kind == "share":
            return percent
        if draft.kind in ("level", "count") and draft.unit:
            if draft.unit == "index" or draft.unit == "points":
                return str(unit) in ("index", "points")
            return _same_dimension(draft.unit, unit)
        return True

    def _linked(self, subject: Subject, code: str, part: str | None, how: str) -> Subject:
        subject.code = code
        subject.found = how
        card = self._catalogue.get(code)
        subject.sector = part or (card.topic if card else None)
        if part and card is not None:
            for tree in card.breakdowns:
                if tree.find(part) is not None:
                    subject.breakdown = f"{tree.dimension}={part}"
                    break
        return subject

    def _sector(self, start: int, draft: Draft, window: Window, hit: Hit | None) -> str | None:
        segment = self._segment
        hits = segment.between("sector", start, draft.first)
        if not hits and hit is None:
            hits = segment.between("sector", draft.last, min(window.end, draft.last + 6))
        if not hits:
            return None
        best = max(enumerate(hits), key=lambda pair: (pair[1].length, pair[0]))[1]
        return best.value

    def _phrase(self, start: int, draft: Draft, window: Window) -> Subject:
        """Return the longest run of words before the figure that no cue accounts for."""
        segment = self._segment
        first, last = _longest_run(segment, start, draft.first)
        if first == last:
            first, last = _longest_run(segment, draft.last, min(window.end, draft.last + _RIGHT))
        return Subject(first, last, self._text(first, last))

    def _behind(self, window: Window) -> int:
        """Return up to where a name may stand behind a figure: a comma or a few words."""
        last = window.draft.last
        limit = min(max(window.end, last), last + _RIGHT)
        tokens = self._segment.tokens
        return next((at for at in range(last, limit) if tokens.is_mark(at, ",،;؛:(")), limit)

    def _with_noun(self, phrase: Subject, noun: Subject | None) -> Subject:
        """Add what is counted to the words before the figure."""
        if noun is None or noun.phrase in phrase.phrase:
            return phrase
        if not phrase.phrase or phrase.first >= noun.first:
            return noun
        phrase.phrase = f"{phrase.phrase} {noun.phrase}"
        return phrase

    def _counted(self, draft: Draft, window: Window) -> Subject | None:
        """Return what is counted, with the words behind it: "4,395 fishing vessels"."""
        segment = self._segment
        kinds = segment.tokens.kinds
        first = last = max(draft.number + 1, draft.out_of_at + 1)
        while last < draft.last and last in self._scales(first, draft.last):
            first = last = last + 1
        while last < window.end and last - first < 6 and kinds[last] == WORD:
            if last >= draft.last and last in segment.edges:
                break
            last += 1
        return Subject(first, last, self._text(first, last)) if last > first else None

    def _scales(self, first: int, last: int) -> set[int]:
        """Return the tokens of scale words behind a number."""
        segment = self._segment
        found: set[int] = set()
        for at in range(first, last):
            hit = segment.units.longest_at(segment.tokens, segment.unit_keys, at, "scale")
            if hit is not None:
                found.update(range(hit.start, hit.end))
        return found

    def _text(self, first: int, last: int) -> str:
        tokens = self._segment.tokens
        if first >= last:
            return ""
        return tokens.text[tokens.starts[first] : tokens.ends[last - 1]]


def _longest_run(segment: Segment, start: int, end: int) -> tuple[int, int]:
    tokens = segment.tokens
    stops: set[int] = set()
    for hit in segment.between("no_name", start, end):
        if hit.family != "cue" or hit.value in _STOPS:
            stops.update(range(hit.start, hit.end))
    best = (start, start)
    run = start
    for at in range(start, end + 1):
        inside = at < end and at not in stops and tokens.kinds[at] == WORD
        if not inside:
            first, last = _within_edges(segment, run, at)
            if last - first > best[1] - best[0]:
                best = (first, last)
            run = at + 1
    return best


def _within_edges(segment: Segment, first: int, last: int) -> tuple[int, int]:
    """Return a run of words without the small words at its ends."""
    while first < last and first in segment.edges:
        first += 1
    while last > first and last - 1 in segment.edges:
        last -= 1
    return first, last


def _same_dimension(printed: str, unit: Unit) -> bool:
    try:
        own = Unit.parse(printed)
    except ValueError:
        return False
    if own.counts and unit.counts:
        return True
    if own.dimension == unit.dimension:
        return True
    # Money per head is printed as money, and all currencies are money.
    bases = [name for name, _ in (*own.dimension, *unit.dimension)]
    return bool(own.dimension and unit.dimension) and all(name in ISO_4217 for name in bases)


def english_name(subject: Subject, catalogue: Catalogue) -> str:
    """Return the card's English name with its part, or the words of the text."""
    card = catalogue.get(subject.code or "")
    if card is None:
        return subject.phrase
    name = card.names.get("en", card.code)
    part = _part_name(subject, catalogue)
    return f"{name}: {part}" if part else name


def _part_name(subject: Subject, catalogue: Catalogue) -> str:
    dimension, _, code = subject.breakdown.partition("=")
    card = catalogue.get(subject.code or "")
    tree = card.tree(dimension) if card and dimension else None
    part = tree.find(code) if tree else None
    names: Mapping[str, str] = part.names if part else {}
    return names.get("en", "")
