"""What the rules of kinds share: the governing word of change, saying a kind, turning a fall."""

from __future__ import annotations

from bisect import bisect_right

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.lexicon import Hit
from tiendo.reading.windows import Window

CHANGES = ("rise", "fall")
SETTLES = ("reach", "equals", "to", "share")


def change_of(segment: Segment, window: Window) -> Hit | None:
    """Return the word of rising or falling that governs a figure, or None.

    A word of reaching between it and the figure ends its rule: "rose and reached", "fell to".
    """
    cue = window.last_left(*CHANGES)
    if cue is None:
        return None
    tokens = segment.tokens
    between = range(cue.end, window.draft.first)
    opened = sum(tokens.is_mark(at, "(") for at in between)
    if opened > sum(tokens.is_mark(at, ")") for at in between):
        return None
    by = window.last_left("by")
    # "Rose compared with May by 19 %": what changed BY a figure is no base of it.
    amount = by is not None and by.start >= cue.end and window.distance(by) <= 1
    for hit in window.left:
        if hit.start >= cue.end and (
            hit.value in SETTLES or (hit.value == "versus" and not amount)
        ):
            return None
    return cue


def is_settled(window: Window, cue: Hit) -> bool:
    """Whether a word of reaching stands between a cue and the figure."""
    return any(h.start >= cue.end and h.value in ("reach", "equals") for h in window.left)


def names_plan(segment: Segment, over: Hit) -> bool:
    """Whether a phrase of exceeding names the plan itself: "vượt kế hoạch", "above target"."""
    found = (
        segment.words.longest_at(segment.tokens, segment.keys, at, "cue")
        for at in range(over.start + 1, over.end)
    )
    return any(hit is not None and hit.value in ("plan", "of_plan", "plan_twin") for hit in found)


def say(draft: Draft, kind: str, found: str, cue: Hit | None = None) -> None:
    """Set a kind and how it was found."""
    draft.kind = kind
    draft.found_by["kind"] = found if cue is None else f"{found}: {cue.value}"
    draft.cue = cue


def falls_short(segment: Segment, window: Window) -> bool:
    """Say that a figure is what is missing of a plan: "5 % short of the target"."""
    draft = window.draft
    cue = window.adjacent_right("short")
    by = window.last_left("by")
    if cue is None and by is not None and window.distance(by) <= 1:
        # "Below the target of 5 %" names the target; "below the target by 5 %" what is missing.
        cue = window.last_left("short")
        if any(segment.between(word, by.start, by.end) for word in ("out_of", "from")):
            draft.twin |= cue is not None and cue.end == by.start
            cue = None
    if cue is None or (cue.end <= draft.first and is_settled(window, cue)):
        return False
    say(draft, "over_plan", "cue", cue)
    if draft.value > 0:
        turn(draft, cue._replace(value="fall"))
    return True


def turn(draft: Draft, cue: Hit | None) -> None:
    """Make the value of a fall negative."""
    if cue is not None and cue.value == "fall" and draft.value > 0:
        if draft.value_hi is None:
            draft.value = -draft.value
        else:
            draft.value, draft.value_hi = -draft.value_hi, -draft.value
        draft.alternatives = tuple(-value for value in draft.alternatives)


def turn_less(draft: Draft, cue: Hit) -> None:
    """Make the value negative where the cue says less."""
    if cue.value in ("less", "fall"):
        turn(draft, Hit(cue.start, cue.end, "cue", "fall"))


def is_set_against(segment: Segment, window: Window) -> bool:
    """Whether a figure is what another one is compared with: "against 5 %", "below the 5 %"."""
    draft = window.draft
    against = window.last_left("versus")
    if against is not None and window.distance(against) <= 2:
        # "1.6 % against May and 12.3 %": what is behind the joiner is compared anew.
        return segment.joiners.isdisjoint(range(against.end, draft.first))
    bounds = segment.between("comparator_before", window.start, draft.first)
    return any(hit.value == "exact" and hit.end == draft.first for hit in bounds)


def following_figure(segment: Segment, draft: Draft) -> Draft | None:
    """Return the figure behind another one, or None."""
    at = bisect_right(segment.drafts, draft.first, key=lambda other: other.first)
    return segment.drafts[at] if at < len(segment.drafts) else None
