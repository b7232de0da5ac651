"""How sure and how exact: modality and comparator of a figure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.lexicon import Hit
from tiendo.reading.tokens import Tokens
from tiendo.reading.windows import Window, only_filler
from tiendo.vocabulary.words import Comparator, Modality

_DERIVED = ("growth", "change_abs", "plan_share", "base_ratio", "over_plan")
_LONGEST_PART = 2000
_OWN_VERB = ("reach", "equals", "share")


def decide_comparator(segment: Segment, window: Window) -> None:
    """Set the comparator by the words right before, right behind, or by the verb."""
    draft = window.draft
    if draft.value_hi is not None:
        draft.comparator = Comparator.RANGE
        return
    if draft.starts or draft.ends:
        before = _right_before(segment, window)
        # "From" and "to" are no bounds here, though "from 5 %" alone is "at least".
        if before is not None and before.value not in ("at_least", "at_most"):
            draft.comparator = Comparator(before.value)
        return
    hit = _right_before(segment, window) or _right_behind(segment, window)
    if hit is None and draft.kind != "over_plan":
        hit = _by_verb(segment, window)
    if hit is not None:
        draft.comparator = Comparator(hit.value)
        draft.found_by["comparator"] = _words(segment, hit)


def _right_before(segment: Segment, window: Window) -> Hit | None:
    draft = window.draft
    for hit in reversed(segment.between("comparator_before", window.start, draft.first)):
        if draft.cue is not None and draft.cue.start <= hit.start and hit.end <= draft.cue.end:
            continue
        if _tells_change(segment, hit, draft):
            continue
        if hit.end == draft.first:
            return hit
        small = ("by", "noise", "to")
        if draft.first - hit.end <= 3 and only_filler(segment, hit.end, draft.first, small):
            return hit
    return None


def _tells_change(segment: Segment, hit: Hit, draft: Draft) -> bool:
    """Whether words compare with a plan or tell a change: "above the estimate", "higher by"."""
    cues = segment.between("cue", max(0, hit.start - 3), draft.first)
    if any(cue.value in ("plan", "of_plan") and cue.start >= hit.start for cue in cues):
        return True
    for cue in cues:
        inside = cue.start <= hit.start and hit.end <= cue.end
        if inside and cue.value == "versus" and cue.length > hit.length:
            return True
        if inside and cue.value in ("rise", "fall") and draft.kind in _DERIVED:
            return True
    return False


def _right_behind(segment: Segment, window: Window) -> Hit | None:
    draft = window.draft
    end = max(window.end, draft.last)
    return next(
        (
            hit
            for hit in segment.between("comparator_after", draft.last, end)
            if hit.start <= draft.last + 1
        ),
        None,
    )


def _by_verb(segment: Segment, window: Window) -> Hit | None:
    """Return a verb such as "exceeded" that governs the figure: no other verb stands between."""
    found = segment.between("comparator_verb", window.start, window.draft.first)
    if not found:
        return None
    hit = found[-1]
    by = window.last_left("by")
    if by is not None and window.distance(by) <= 1 and by.start >= hit.end:
        return None
    later = [cue for cue in window.left if cue.start >= hit.end]
    if any(cue.value in ("reach", "equals", "to", "rise", "fall", "plan") for cue in later):
        return None
    return hit


@dataclass(frozen=True, slots=True)
class OpenGoals:
    """A list of goals that the end of a piece of a long text cuts.

    Attributes:
        listed: its lines begin with a bullet or a number.
        joined: the line before ended in a semicolon, so that the next one belongs to it.
        tokens: how many more a part under a heading may have; 0 where no heading announced it.
    """

    listed: bool
    joined: bool
    tokens: int


def target_spans(
    segment: Segment, before: OpenGoals | None = None
) -> tuple[list[tuple[int, int]], OpenGoals | None]:
    """Return the runs of tokens that are lists of goals, and what goes on behind the segment.

    A list begins with its announcement and ends with the line, or, where the line ends in a colon,
    with the last line that begins with a bullet or a number; announced by a heading, it goes on to
    the next one.

    Args:
        before: the list that the segment begins in.
    """
    tokens = segment.tokens
    ends = sorted(hit.start for hit in segment.family("target_list_end"))
    lines = _line_ends(segment)
    figures = {draft.paragraph for draft in segment.drafts}
    spans: list[tuple[int, int]] = []
    left: OpenGoals | None = None

    def add(start: int, at: int, line: int, opened: OpenGoals) -> None:
        nonlocal left
        end, still = _list_end(segment, line, opened, lines)
        if opened.tokens:
            end = max(end, _next_heading(segment, at, figures, opened.tokens))
        stop = min([end, *ends[bisect_left(ends, at) :][:1]])
        spans.append((start, stop))
        if stop == len(tokens):
            rest = max(0, opened.tokens - (stop - at))
            other = left or OpenGoals(listed=False, joined=False, tokens=0)
            left = OpenGoals(
                other.listed or (still and opened.listed),
                other.joined or (still and _joined(tokens, stop)),
                max(other.tokens, rest),
            )

    if before is not None:
        add(0, 0, 0, before)
    for hit in segment.family("target_list"):
        line = lines[min(bisect_right(lines, hit.end), len(lines) - 1)]
        fresh = not spans or hit.start >= spans[-1][1]
        headed = fresh and segment.paragraph_of[hit.start] in segment.headings
        listed, joined = tokens.is_mark(line - 2, ":;"), _joined(tokens, line)
        budget = _LONGEST_PART if headed else 0
        add(hit.start, hit.end, line, OpenGoals(listed, joined, budget))
    return spans, left


def _next_heading(segment: Segment, at: int, figures: set[int], longest: int) -> int:
    """Return where the part under a heading ends: at the next heading that holds no figure.

    Args:
        figures: the paragraphs that hold one.
        longest: how many tokens the part may have.
    """
    paragraphs = segment.paragraph_of
    own = paragraphs[at - 1] if at else -1
    last = min(len(paragraphs), at + longest)
    for token in range(at, last):
        paragraph = paragraphs[token]
        if paragraph != own and paragraph in segment.headings and paragraph not in figures:
            return token
    return last


def _line_ends(segment: Segment) -> list[int]:
    paragraphs = segment.paragraph_of
    return [at + 1 for at in range(len(paragraphs) - 1) if paragraphs[at] != paragraphs[at + 1]] + [
        len(paragraphs)
    ]


def _list_end(segment: Segment, end: int, opened: OpenGoals, lines: list[int]) -> tuple[int, bool]:
    """Return where a list ends of which a line ends at a token, and whether it may go on there."""
    tokens = segment.tokens
    joined = opened.joined
    while end < len(tokens):
        bullet = tokens.is_mark(end, "-+*•–") or end in segment.sections
        if not (joined or (opened.listed and bullet)):
            return end, False
        end = lines[bisect_right(lines, end)]
        joined = _joined(tokens, end)
    return end, True


def _joined(tokens: Tokens, end: int) -> bool:
    """Whether a line that ends at a token ends in a semicolon."""
    return tokens.is_mark(end - 2, ";")


def decide_modality(segment: Segment, window: Window, goals: list[tuple[int, int]]) -> None:
    """Set the modality of a figure that does not inherit it."""
    draft = window.draft
    if draft.twin:
        _say(draft, Modality.TARGET, "plan beside the figure")
        return
    hit = _governing(segment, window)
    listed = any(start <= draft.first < end for start, end in goals)
    if hit is not None and (not listed or hit.value != "actual"):
        _say(draft, Modality(hit.value), _words(segment, hit))
    elif listed:
        _say(draft, Modality.TARGET, "a list of goals")


def _governing(segment: Segment, window: Window) -> Hit | None:
    """Return the nearest word of modality: of the clause, or of the sentence for a goal."""
    draft = window.draft
    here = _free(segment, segment.between("modality", window.start, draft.first))
    if here:
        return here[-1]
    near = min(window.end, draft.last + 4)
    behind = _free(segment, segment.between("modality", draft.last, near))
    if behind and (behind[0].value != "target" or _set_against(window, behind[0])):
        return behind[0]
    earlier = _free(segment, segment.between("modality", max(0, draft.first - 150), window.start))
    own_verb = any(cue.value in _OWN_VERB for cue in window.left)
    for hit in reversed(earlier):
        if segment.sentence_of[hit.start] != draft.sentence:
            break
        if hit.value == "target":
            return hit
        if segment.clause_of[hit.start] == draft.clause and not own_verb:
            return hit
        break
    return None


def _set_against(window: Window, hit: Hit) -> bool:
    """Whether a figure is the goal that another one is compared with: "than the 5 % planned"."""
    return hit.start == window.draft.last and window.has_left("versus")


def _free(segment: Segment, hits: list[Hit]) -> list[Hit]:
    """Return the words of modality that are no part of "of the target", "of the estimate"."""
    return [
        hit
        for hit in hits
        if hit.value != "none"
        and not any(
            cue.value in ("plan", "of_plan", "over", "short") and cue.length > hit.length
            for cue in segment.between("cue", max(0, hit.start - 3), hit.end + 3)
            if cue.start <= hit.start and hit.end <= cue.end
        )
    ]


def inherit(draft: Draft) -> None:
    """Give a derived figure the modality and what else it shares with the level it links to."""
    for name, head in draft.relation.items():
        if name in ("same_as", "repeats", "part_of"):
            continue
        if draft.kind in _DERIVED and head.modality is not None:
            draft.modality = head.modality
            draft.found_by["modality"] = "as the figure it belongs to"


def _say(draft: Draft, modality: Modality, found: str) -> None:
    draft.modality = modality
    draft.found_by["modality"] = found


def _words(segment: Segment, hit: Hit) -> str:
    tokens = segment.tokens
    return tokens.text[tokens.starts[hit.start] : tokens.ends[hit.end - 1]]
