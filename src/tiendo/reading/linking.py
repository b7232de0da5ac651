"""Which level a growth, a share of the plan or a ratio belongs to."""

from __future__ import annotations

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.tokens import WORD
from tiendo.reading.windows import Window

RELATION_OF = {
    "growth": "growth_of",
    "change_abs": "change_of",
    "plan_share": "plan_share_of",
    "over_plan": "plan_share_of",
    "base_ratio": "ratio_of",
    "share": "share_of",
}
_NEW_SUBJECT_WORDS = 2
_PENDING_GAP = 14


def link(segment: Segment, windows: list[Window]) -> None:
    """Link every derived figure to its level, also where the level follows ("rose 5 % to 300")."""
    head: Draft | None = None
    whole: Draft | None = None
    pending: list[Draft] = []
    sentence = -1
    for window in windows:
        draft = window.draft
        if draft.sentence != sentence:
            fresh = draft.sentence != sentence + 1 or sentence < 0
            sentence = draft.sentence
            pending = []
            whole = None
            if fresh or draft.is_head or _new_subject(segment, window, None):
                head = None
        if is_base(window):
            draft.flags.append("base")
            if draft.kind in ("level", "count"):
                continue
        if draft.kind == "growth" and "base" in draft.flags:
            continue
        if draft.is_head and not draft.twin:
            whole = _part(segment, window, draft, head, whole)
            _claim(segment, window, draft, pending)
            pending = []
            head = draft
        elif draft.kind == "contribution":
            _link_contribution(draft, windows)
        elif draft.kind in RELATION_OF and not draft.twin:
            if head is not None and not _new_subject(segment, window, head):
                _attach(draft, head)
            else:
                pending.append(draft)
                head = None


def is_base(window: Window) -> bool:
    """Whether a level is what another one is compared with: "compared with 4,500 t"."""
    cue = window.last_left("versus", "same_period", "previous")
    if cue is None or window.draft.kind not in ("level", "count", "share"):
        return False
    if window.draft.kind == "share" and (cue.value != "versus" or window.distance(cue) > 3):
        return False
    if cue.value != "versus" and cue.start - window.comma > 1:
        return False
    later = [hit for hit in window.left if hit.start >= cue.end]
    if any(
        hit.value in ("reach", "equals", "to", "rise", "fall", "over", "share") for hit in later
    ):
        return False
    return cue.start >= window.comma or window.distance(cue) <= 3


def _attach(draft: Draft, head: Draft) -> None:
    if draft.unit == "percentage_points" and head.unit != "percent":
        return
    if draft.kind == "share" and draft.clause != head.clause:
        return
    if draft.kind == "share" and (draft.cue is None or draft.cue.value != "share"):
        return
    if draft.kind == "base_ratio" and draft.unit == "times" and draft.sentence != head.sentence:
        return
    draft.relation[RELATION_OF[draft.kind or ""]] = head


def _claim(segment: Segment, window: Window, head: Draft, pending: list[Draft]) -> None:
    """Let a level take the derived figures that stand before it without a subject between."""
    for draft in pending:
        near = head.first - draft.last <= _PENDING_GAP and draft.clause == head.clause
        if draft.unit == "percentage_points" and head.unit != "percent":
            continue
        if (
            near
            and draft.kind != "share"
            and (_leads(segment, draft) or not _new_subject(segment, window, draft))
        ):
            draft.relation[RELATION_OF[draft.kind or ""]] = head


def _leads(segment: Segment, draft: Draft) -> bool:
    """Whether a sentence begins with a growth, before its subject ("Up 8 %, exports ...")."""
    cue = draft.cue
    return (
        cue is not None
        and cue.value in ("rise", "fall")
        and (cue.start == 0 or segment.sentence_of[cue.start - 1] != segment.sentence_of[cue.start])
    )


def _part(
    segment: Segment, window: Window, draft: Draft, head: Draft | None, whole: Draft | None
) -> Draft | None:
    """Make a level behind "of which" a part of the level before; return the whole."""
    if window.has_left("of_which") and head is not None:
        whole = head
    if whole is not None and whole.unit == draft.unit and whole.sentence == draft.sentence:
        draft.relation["part_of"] = whole
    return whole


def _link_contribution(draft: Draft, windows: list[Window]) -> None:
    """Link points contributed to the growth that stands before them in the sentence."""
    for window in reversed(windows):
        other = window.draft
        if other.first < draft.first and other.sentence == draft.sentence:
            if other.kind == "growth":
                draft.relation["contribution_of"] = other
                return


def _new_subject(segment: Segment, window: Window, head: Draft | None) -> bool:
    """Whether something else is spoken of between a level and a derived figure.

    An indicator's name says so, and so do words that no cue, period or small word accounts for:
    one at the beginning of a sentence, two within it.

    Args:
        head: the level before, None to look from the beginning of the figure's own window.
    """
    draft = window.draft
    same = head is not None and head.sentence == draft.sentence
    begin = max(head.last if same and head is not None else 0, window.start)
    limit = draft.first
    if draft.cue is not None and begin <= draft.cue.start < limit:
        limit = draft.cue.start
    if segment.between("indicator", begin, draft.first) or segment.between("sector", begin, limit):
        return True
    if same:
        begin = _behind_comma(segment, begin, limit)
    return len(_uncovered(segment, begin, limit)) >= (_NEW_SUBJECT_WORDS if same else 1)


def _behind_comma(segment: Segment, start: int, end: int) -> int:
    """Return where the words begin that no longer belong to the figure before."""
    for at in range(start, end):
        if segment.tokens.is_mark(at, ",،;؛:.("):
            return at + 1
    return end


def _uncovered(segment: Segment, start: int, end: int) -> list[int]:
    """Return the words that neither a cue nor a period nor a small word explains."""
    edges = segment.edges
    covered: set[int] = set()
    for family in ("cue", "comparator_before", "comparator_verb", "modality", "period"):
        for hit in segment.between(family, start, end):
            covered.update(range(hit.start, hit.end))
    kinds = segment.tokens.kinds
    return [
        at
        for at in range(start, end)
        if kinds[at] == WORD and at not in covered and at not in edges
    ]
