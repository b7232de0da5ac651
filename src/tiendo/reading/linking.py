"""Which level a growth, a share of the plan or a ratio belongs to."""

from __future__ import annotations

from collections.abc import Callable

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.tokens import WORD
from tiendo.reading.units import counts_things, is_money
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
    before: Draft | None = None
    heads: list[Draft] = []
    for at, window in enumerate(windows):
        draft = window.draft
        if before is not None and _is_told_again(segment, draft, before):
            draft.relation["same_as"] = before
            continue
        before = draft
        if draft.sentence != sentence:
            fresh = draft.sentence != sentence + 1 or sentence < 0
            sentence = draft.sentence
            pending = []
            heads = []
            whole = None
            if fresh or draft.is_head or _new_subject(segment, window, None):
                head = None
        if _only_compared(segment, window, heads) or _link_to_rate(segment, windows, at):
            continue
        if draft.is_head and not draft.twin:
            whole = _part(segment, window, draft, head, whole)
            _claim(segment, window, draft, pending)
            pending = []
            head = draft
            heads.append(draft)
        elif draft.kind == "contribution":
            _link_contribution(windows, at)
        elif draft.kind in RELATION_OF and not draft.twin:
            own = head is not None and not _new_subject(segment, window, head)
            meant = _meant(segment, window, heads)
            if meant is None and _points_elsewhere(segment, window, heads):
                continue
            meant = meant or (head if own else None)
            if meant is not None:
                _attach(draft, meant)
            else:
                pending.append(draft)
                head = None


def _only_compared(segment: Segment, window: Window, heads: list[Draft]) -> bool:
    """Flag a base; return whether the figure is nothing but what another one is compared with."""
    draft = window.draft
    if is_base(segment, window) and _comparable(draft, heads):
        draft.flags.append("base")
        if draft.is_head:
            return True
    if draft.kind in ("plan_share", "share"):
        return "base" in draft.flags
    return draft.kind == "growth" and ("base" in draft.flags or _of_base(segment, window))


def _comparable(draft: Draft, heads: list[Draft]) -> bool:
    """Whether a base may be one of the sentence's levels: money is no base of 2,400 projects."""
    if not heads or not draft.is_head or draft.unit is None:
        return True
    return any(head.unit in (None, draft.unit) for head in heads)


def _is_told_again(segment: Segment, draft: Draft, before: Draft) -> bool:
    """Whether a bracket tells an amount in another currency: "17 trillion dong (675 m dollars)"."""
    if not before.is_head or not draft.is_head or before.unit == draft.unit:
        return False
    if not (is_money(before.unit or "") and is_money(draft.unit or "")):
        return False
    tokens = segment.tokens
    opened = tokens.is_mark(before.last, "(") and tokens.is_mark(draft.last, ")")
    return opened and draft.first - before.last <= 3


def _of_base(segment: Segment, window: Window) -> bool:
    """Whether a bracket tells how the base itself grew: "(the same period of 2023: up 10 %)"."""
    base = window.last_left("same_period")
    draft = window.draft
    if base is None or (draft.cue.start < base.end if draft.cue else not draft.sign):
        return False
    opened = any(segment.tokens.is_mark(at, "(") for at in range(base.start - 3, base.start))
    if opened:
        draft.flags.append("base")
    return opened


def _meant(segment: Segment, window: Window, heads: list[Draft]) -> Draft | None:
    """Return the level of the sentence that "in number" or "in value" points to, or None."""
    fits = _pointed_at(segment, window)
    if fits is None or len(heads) < 2:
        return None
    return next((head for head in reversed(heads) if fits(head.unit or "")), None)


def _points_elsewhere(segment: Segment, window: Window, heads: list[Draft]) -> bool:
    """Whether "in value" is said of mere numbers, or "in number" of money: it is not of them."""
    fits = _pointed_at(segment, window)
    if fits is None or not heads:
        return False
    other = is_money if fits is counts_things else counts_things
    return all(other(head.unit or "") for head in heads)


def _pointed_at(segment: Segment, window: Window) -> Callable[[str], bool] | None:
    """Return what units the level has that the words behind a figure point to, None without."""
    draft = window.draft
    limit = max(draft.last + 2, window.end)
    told = [
        (hit.length, fits)
        for family, fits in (("by_number", counts_things), ("by_value", is_money))
        for hit in segment.between(family, draft.last, limit)
    ]
    # "In the registered capital" says more than "in the".
    return max(told, key=lambda pair: pair[0])[1] if told else None


def _link_to_rate(segment: Segment, windows: list[Window], at: int) -> bool:
    """Link a change in points to its rate; return whether it has one."""
    draft = windows[at].draft
    if draft.kind != "change_abs" or draft.unit != "percentage_points":
        return False
    rate = _rate_before(segment, windows, at) or _rate_behind(windows, at)
    if rate is not None:
        draft.relation["change_of"] = rate
    return rate is not None


def _rate_before(segment: Segment, windows: list[Window], at: int) -> Draft | None:
    """Return the rate that a change in points is of: "fell to 18 %, down 3 points"."""
    window = windows[at]
    draft = window.draft
    for other in reversed(windows[max(0, at - 2) : at]):
        rate = other.draft
        if rate.sentence != draft.sentence or rate.kind not in ("share", "change_abs"):
            return None
        if rate.kind == "share" and "base" not in rate.flags:
            return None if _new_subject(segment, window, rate) else rate
    return None


def _rate_behind(windows: list[Window], at: int) -> Draft | None:
    """Return the rate that a change in points leads to: "fell by 1.2 points to 4.7 %"."""
    if at + 1 == len(windows):
        return None
    following = windows[at + 1]
    rate, leads = following.draft, following.last_left("to")
    same = rate.kind == "share" and rate.clause == windows[at].draft.clause
    return rate if same and leads is not None and following.distance(leads) <= 3 else None


def is_base(segment: Segment, window: Window) -> bool:
    """Whether a level is what another one is compared with: "compared with 4,500 t"."""
    cue = window.last_left("versus", "same_period", "previous")
    if cue is None or window.draft.kind not in ("level", "count", "share"):
        return False
    aims = segment.between("modality", cue.start, window.draft.first)
    if any(hit.value in ("target", "expected") for hit in aims):
        # "By 2027 it is planned to build 10": in some languages the words of "against 2027".
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
    if draft.kind == "change_abs" and is_money(draft.unit or "") and counts_things(head.unit or ""):
        # "12 projects (1,230 bn more)": money is no change of a number of projects.
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
            and (_leads(segment, draft) or not _new_subject(segment, window, draft, words=1))
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


def _link_contribution(windows: list[Window], at: int) -> None:
    """Link points contributed to the growth that stands before them in the sentence."""
    draft = windows[at].draft
    for number in range(at - 1, -1, -1):
        other = windows[number].draft
        if other.sentence != draft.sentence:
            return
        if other.kind == "growth":
            draft.relation["contribution_of"] = other
            return


def _new_subject(
    segment: Segment, window: Window, head: Draft | None, words: int = _NEW_SUBJECT_WORDS
) -> bool:
    """Whether something else is spoken of between a level and a derived figure.

    An indicator's name says so, and so do words that no cue, period or small word accounts for:
    one at the beginning of a sentence, two within it.

    Args:
        head: the level before, None to look from the beginning of the figure's own window.
        words: how many words tell it within a sentence.
    """
    draft = window.draft
    same = head is not None and head.sentence == draft.sentence
    begin = max(head.last if same and head is not None else 0, window.start)
    # Behind a comma or a semicolon all words are the figure's own.
    begun = begin and segment.clause_of[begin - 1] != segment.clause_of[begin]
    own = begin == window.start and (begun or segment.tokens.is_mark(begin - 1, ",،"))
    limit = draft.first
    if draft.cue is not None and begin <= draft.cue.start < limit:
        limit = draft.cue.start
    if segment.between("indicator", begin, draft.first) or segment.between("sector", begin, limit):
        return True
    if own:
        begin = max(begin, min(window.comma, limit))
    elif same:
        begin = _behind_comma(segment, begin, limit)
    return len(_uncovered(segment, begin, limit)) >= (words if same else 1)


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
