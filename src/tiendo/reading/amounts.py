"""What an amount states: a level, a count, a change, an excess over the plan, or a plan itself."""

from __future__ import annotations

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.lexicon import Hit
from tiendo.reading.saying import (
    change_of,
    is_settled,
    names_plan,
    say,
    turn,
    turn_less,
)
from tiendo.reading.units import is_enumerated
from tiendo.reading.windows import Window, only_filler

_ADJACENT = 2


def amount_kind(
    segment: Segment, window: Window, before: Draft | None, level: Draft | None
) -> None:
    """Set the kind of a figure that is no percentage.

    Args:
        before: the last percentage of the sentence; level: the level right before.
    """
    draft = window.draft
    change = change_of(segment, window)
    if draft.unit == "points" and _goes_on_in_points(window, before, change):
        return
    over = window.last_left("over")
    plan = window.first_right("of_plan", "plan") or window.last_left("plan", "of_plan")
    # "Beyond the plan 214 m came in": two words are complete, whatever verb follows them.
    complete = over is not None and over.length > 1
    planned = complete or (plan is not None and over is not None)
    if over is not None and planned and (complete or not is_settled(window, over)):
        if window.distance(over) <= 3:
            say(draft, "over_plan", "cue", over)
            return
    more = window.adjacent_right("more", "less")
    beyond = window.adjacent_right("over")
    if beyond is not None and names_plan(segment, beyond):
        say(draft, "over_plan", "cue", beyond)
        return
    if more is not None:
        planned = plan is not None and more.end <= plan.start <= more.end + 1
        say(draft, "over_plan" if planned else "change_abs", "cue", more)
        turn_less(draft, more)
        return
    grown = window.last_left("growth_rate")
    if change is None and grown is not None and window.distance(grown) <= 3:
        by = window.last_left("by")
        change = grown if by is not None and by.end == draft.first else None
    if change is not None and _by(segment, window, change):
        say(draft, "change_abs", "cue", change)
        turn(draft, change)
        return
    if draft.sign and draft.unit is not None:
        say(draft, "change_abs", "printed sign")
        return
    beside = window.last_left("plan_twin")
    if beside is not None and window.distance(beside) <= _ADJACENT:
        alone = 0 <= beside.start - window.comma <= 1
        if alone and level is not None and draft.unit in (None, level.unit):
            draft.twin, draft.unit = True, level.unit
    if level is not None and _in_brackets_behind_plan(segment, window):
        draft.twin = True
    say(draft, "count" if _is_counted(draft) else "level", "unit")


def _in_brackets_behind_plan(segment: Segment, window: Window) -> bool:
    """Whether a bracket tells the plan itself: "61.6 % of the plan (16,000 jobs)"."""
    first = window.draft.first - 1
    tokens = segment.tokens
    if not tokens.is_mark(first, "(") or not tokens.is_mark(window.draft.last, ")"):
        return False
    plans = segment.between("cue", max(0, first - 6), first)
    return any(hit.value in ("plan", "of_plan") and hit.end == first for hit in plans)


def _goes_on_in_points(window: Window, before: Draft | None, change: Hit | None) -> bool:
    """Write points as percentage points where a rate is spoken of; return whether all is said.

    "Down 0.02 percentage points on the quarter and 0.04 points on the year".
    """
    draft = window.draft
    if change or window.adjacent_right("more", "less"):
        if (before is not None and before.kind == "share") or window.has_left("rate"):
            draft.unit = "percentage_points"
        return False
    if before is None or before.unit != "percentage_points":
        return False
    draft.unit = "percentage_points"
    say(draft, before.kind or "change_abs", "goes on with the sentence")
    draft.value = draft.value.copy_sign(before.value)
    return True


def _is_counted(draft: Draft) -> bool:
    """Whether it enumerates things: by its unit, or a plain whole number without one."""
    if draft.out_of is not None:
        return True
    if draft.unit is None:
        return not draft.power and draft.value == draft.value.to_integral_value()
    return is_enumerated(draft.unit)


def _by(segment: Segment, window: Window, change: Hit) -> bool:
    """Whether something changed BY the figure: nothing but small words lies between."""
    if window.draft.out_of is not None:
        return False
    by = window.last_left("by")
    if by is not None and by.start >= change.end and window.distance(by) <= 2:
        return True
    return window.distance(change) <= 4 and only_filler(
        segment, change.end, window.draft.first, ("by", "more", "less", "noise")
    )
