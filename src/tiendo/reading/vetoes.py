"""What looks like a figure and is none: dates, document numbers, ranks, section numbers, labels."""

from __future__ import annotations

import re

from tiendo.reading.draft import Segment
from tiendo.reading.separators import LONGEST, candidates
from tiendo.reading.tokens import LINE, NUMBER, WORD

_DATE = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?!\d)"
    r"|\d{4}-\d{2}-\d{2}(?!\d)"
    r"|(?:0?[1-9]|1[0-2])[/-](?:19|20)\d\d(?!\d|[.,]\d)"
    r"|(?:19|20)\d\d[/-](?:19|20)\d\d(?!\d)"
    r"|(?:19|20)\d\d/(?:0?[1-9]|1[0-2]|\d\d)(?![\d.,]\d|\d)"
    r"|\d{1,2}:\d{2}(?!\d)"
    r"|\d{1,2}[hg]\d{0,2}(?![^\W_])"
)
_DOCUMENT = re.compile(
    r"\d+(?:/(?:19|20)\d\d)?[/-](?:[A-ZĐÐ]{2,}|[A-ZĐÐ]\d|[\u0410-\u042f]{2,})[^\s,;)]*"
)
_DAY_MONTH = re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])(?![\d/]|[.,]\d)")
_DOTTED_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})")
_YEARS = re.compile(r"(?:19|20)\d\d(?:[.,\u060c](?:19|20)\d\d)+")
_ADDRESS = re.compile(
    r"https?://[^\s]{1,2000}|www\.[^\s]{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]+"
)
_YEAR = re.compile(r"(?:19|20|21)\d\d")


def find_vetoes(segment: Segment) -> dict[int, str]:
    """Return for each number token that is no figure what it is instead."""
    found: dict[int, str] = {}
    _by_phrases(segment, found)
    tokens = segment.tokens
    spans = [match.span() for match in _ADDRESS.finditer(tokens.text)] if "." in tokens.text else []
    span_at = 0
    for at, kind in enumerate(tokens.kinds):
        if kind != NUMBER or at in found:
            continue
        start = tokens.starts[at]
        while span_at < len(spans) and spans[span_at][1] <= start:
            span_at += 1
        if span_at < len(spans) and spans[span_at][0] <= start:
            found[at] = "label"
            continue
        _by_form(segment, at, found)
    return found


def _by_phrases(segment: Segment, found: dict[int, str]) -> None:
    """Veto the numbers inside phrases of dates, documents, ranks and labels."""
    kinds = segment.tokens.kinds
    for family, kind in (("veto", None), ("period", "date")):
        for hit in segment.family(family):
            for at in range(hit.start, hit.end):
                if kinds[at] == NUMBER and not _measures(segment, at, kind or hit.value, hit.end):
                    found.setdefault(at, kind or hit.value)
            if hit.value == "rank" and hit.end - 1 in found:
                _veto_rank_of(segment, hit.end, found)


def _veto_rank_of(segment: Segment, at: int, found: dict[int, str]) -> None:
    """Veto the 34 of "4th/34" as well."""
    tokens = segment.tokens
    if tokens.is_mark(at, "/") and at + 1 < len(tokens) and tokens.kinds[at + 1] == NUMBER:
        found[at + 1] = "rank"


def _measures(segment: Segment, at: int, kind: str, end: int) -> bool:
    """Whether a number is a figure although a phrase takes it for a label or a span of days.

    A label is short and has no unit behind it, unless the phrase itself goes on behind the number
    ("per 1,000 people"); a span of days is whole.
    """
    if kind == "label" and at + 1 < end:
        return False
    piece = segment.tokens.piece(at)
    if kind == "label":
        return (
            (not piece.isdecimal() and piece != "4.0")
            or len(piece) > 3
            or _unit_at(segment, at + 1)
        )
    return kind == "date" and not piece.isdecimal() and len(piece) < 6 and piece[0] != "0"


def _by_form(segment: Segment, at: int, found: dict[int, str]) -> None:
    tokens = segment.tokens
    start = tokens.starts[at]
    piece = tokens.piece(at)
    text = tokens.text
    if len(piece) > LONGEST:
        found[at] = "label"
    elif not candidates(piece):
        dated = _DOTTED_DATE.fullmatch(piece) or _YEARS.fullmatch(piece)
        found[at] = "date" if dated else "label"
    elif match := _DATE.match(text, start):
        _veto_span(segment, at, match.end(), "date", found)
    elif (match := _DOCUMENT.match(text, start)) and not _plan_follows(segment, at):
        _veto_span(segment, at, match.end(), "document", found)
    elif _DAY_MONTH.match(text, start) and not _counts_things(segment, at + 3):
        _veto_span(segment, at, tokens.ends[at + 2], "date", found)
    elif _is_section(segment, at):
        found[at] = "label"
    elif piece[0] == "0" and piece.isdecimal() and len(piece) > 1 and not _unit_at(segment, at + 1):
        found[at] = "label"
    elif kind := _glued(segment, at):
        found[at] = kind


def _veto_span(segment: Segment, at: int, end: int, kind: str, found: dict[int, str]) -> None:
    tokens = segment.tokens
    while at < len(tokens) and tokens.starts[at] < end:
        if tokens.kinds[at] == NUMBER:
            found[at] = kind
        at += 1


def _plan_follows(segment: Segment, at: int) -> bool:
    """Whether "4.120/KH 4.000" stands there: a number with its plan, and no document."""
    return any(
        hit.start == at + 2 and hit.value in ("plan_twin", "plan")
        for hit in segment.family("cue")
        if at < hit.start <= at + 2
    )


def _counts_things(segment: Segment, at: int) -> bool:
    """Whether a unit stands at a token: "5/8 communes" is no day of a month."""
    return segment.units.longest_at(segment.tokens, segment.unit_keys, at, "unit") is not None


def _is_section(segment: Segment, at: int) -> bool:
    """Whether a number at the start of a line is that of a section or of a list."""
    tokens = segment.tokens
    begins = at == 0 or tokens.kinds[at - 1] == LINE
    if not begins and at > 1 and tokens.kinds[at - 2] == LINE:
        begins = tokens.is_mark(at - 1, "*-•(#")
    if not begins or at + 1 >= len(tokens):
        return False
    piece = tokens.piece(at)
    short = len(piece.split(".")[0]) <= 2 and all(len(part) <= 2 for part in piece.split("."))
    if not short or not piece.replace(".", "").isdecimal():
        return False
    if tokens.is_mark(at + 1, ".)/:") and tokens.joined(at, at + 1):
        return at + 2 >= len(tokens) or tokens.kinds[at + 2] != NUMBER
    follows = at + 1 < len(tokens) and tokens.kinds[at + 1] == WORD
    return (
        "." in piece
        and follows
        and tokens.piece(at + 1)[0].isupper()
        and not _counts_things(segment, at + 1)
    )


def _glued(segment: Segment, at: int) -> str | None:
    """Return what a number is that hangs together with letters: "14th", "COVID-19", "18A"."""
    tokens = segment.tokens
    count = len(tokens)
    if at and tokens.kinds[at - 1] == WORD and tokens.joined(at - 1, at):
        clitic = tokens.piece(at - 1) in segment.clitics
        return None if clitic or _currency(segment, at - 1) else "label"
    if (
        at > 1
        and tokens.is_mark(at - 1, "-")
        and tokens.kinds[at - 2] == WORD
        and tokens.joined(at - 1, at)
        and tokens.joined(at - 2, at - 1)
    ):
        return "label"
    if at + 1 >= count or not tokens.joined(at, at + 1):
        return None
    if tokens.kinds[at + 1] == WORD:
        if _unit_at(segment, at + 1):
            return None
        word = tokens.piece(at + 1)
        return "rank" if word.lower() in ("st", "nd", "rd", "th") else "label"
    if (
        tokens.is_mark(at + 1, "-")
        and at + 2 < count
        and tokens.kinds[at + 2] == WORD
        and tokens.joined(at + 1, at + 2)
        and not _unit_at(segment, at + 2)
    ):
        return "rank" if len(tokens.piece(at + 2)) <= 3 else "label"
    return None


def _currency(segment: Segment, at: int) -> bool:
    return (
        segment.units.longest_at(segment.tokens, segment.unit_keys, at, "unit_before") is not None
    )


def _unit_at(segment: Segment, at: int) -> bool:
    return segment.units.longest_at(segment.tokens, segment.unit_keys, at) is not None


def is_bare_year(piece: str) -> bool:
    """Whether digits without a unit are a year."""
    return _YEAR.fullmatch(piece) is not None
