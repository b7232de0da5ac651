"""What a figure states: growth, share of the plan, ratio, level ... by the cues around it.

The rules stand in the order of their priority; the first that speaks decides. A percentage without
any cue is not taken for growth: it is taken for a share, with a flag.
"""

from __future__ import annotations

from decimal import Decimal

from tiendo.reading.amounts import amount_kind
from tiendo.reading.draft import Draft, Segment
from tiendo.reading.lexicon import Hit
from tiendo.reading.saying import (
    CHANGES,
    change_of,
    falls_short,
    following_figure,
    is_set_against,
    is_settled,
    names_plan,
    say,
    turn,
    turn_less,
)
from tiendo.reading.units import is_enumerated
from tiendo.reading.windows import Window, only_filler

_BASES = ("same_period", "versus", "previous")
_GO_ON = ("growth", "share", "plan_share", "base_ratio")
_RATIO_AT_LEAST, _WHOLE = Decimal(50), Decimal(100)
_FAR, _ADJACENT = 12, 2
_INDEX_AS_GROWTH = (Decimal(100), Decimal(200))


def decide_kind(
    segment: Segment, window: Window, before: Draft | None, before_level: Draft | None
) -> None:
    """Set kind, sign and how the kind was found.

    Args:
        before: the last percentage of the sentence, whose kind a bare list goes on with.
        before_level: the figure right before, if it is a level of the same clause.
    """
    draft = window.draft
    cue = window.last_left(*CHANGES)
    draft.turned = 0 if cue is None else (-1 if cue.value == "fall" else 1)
    if draft.starts or draft.ends:
        _from_to(window, before)
        return
    if draft.unit == "times" and draft.power:
        # "2.31 million times": so many visits, not a multiple of something.
        draft.unit = "visits"
        say(draft, "level", "unit")
    elif draft.unit == "times":
        say(draft, "base_ratio", "unit")
        if (change := change_of(segment, window)) is not None and change.value == "fall":
            # "Fell 2 times": the printed number is kept; what is meant is the half.
            draft.flags.append("times_less")
    elif draft.unit == "percentage_points" and falls_short(segment, window):
        pass
    elif draft.unit in ("percent", "percentage_points"):
        _percentage(segment, window, before, before_level)
    elif not falls_short(segment, window):
        amount_kind(segment, window, before, before_level)


def _from_to(window: Window, before: Draft | None) -> None:
    """Say what the A and the B of "rose from A to B" are: levels of what changed."""
    draft = window.draft
    draft.flags.append("from_to")
    if draft.starts:
        draft.flags.append("base")
    if draft.unit not in ("percent", "percentage_points"):
        counted = draft.unit is not None and is_enumerated(draft.unit)
        say(draft, "count" if counted else "level", "where a change begins or ends")
    elif window.has_left("growth_rate") or (
        draft.ends and before is not None and before.starts and before.kind == "growth"
    ):
        say(draft, "growth", "where a change of growth begins or ends")
    else:
        say(draft, "share", "where a change begins or ends")


def _percentage(
    segment: Segment, window: Window, before: Draft | None, before_level: Draft | None
) -> None:
    draft = window.draft
    change = change_of(segment, window)
    if draft.unit == "percentage_points":
        cue = window.last_left("contribution") or window.adjacent_right("contribution")
        say(draft, "contribution" if cue else "change_abs", "points", cue)
        compared = window.adjacent_right("more", "less")
        if compared is not None:
            turn_less(draft, compared)
            return
        turn(draft, change)
        by = window.last_left("by")
        if change is None and before is not None and by is not None and window.distance(by) <= 1:
            draft.value *= before.turned or 1
        return
    if _goal_beside(segment, window, before) or _goes_on(segment, window, before, change):
        return
    for rule in (_short, _of_plan, _contribution, _explicit_growth, _ratio, _share, _rate):
        if rule(segment, window, change):
            return
    if draft.sign:
        say(draft, "growth", "printed sign")
    elif before is not None and _settles_at(window, before):
        say(draft, "share", "a rate that changed to it")
    elif _as_before(segment, window, before):
        pass
    elif change is not None:
        say(draft, "growth", "cue", change)
        turn(draft, change)
    elif cue := window.last_left("reach", "equals"):
        follows = before_level is not None and not window.has_subject
        twin = before_level is not None and before_level.twin
        plan = follows and (cue.value == "reach" or twin)
        say(draft, "plan_share" if plan else _bare(draft), "cue", cue)
    else:
        _open(segment, window)


def _bare(draft: Draft) -> str:
    """Return what a percentage without words is: a share, above 100 a ratio."""
    return "share" if draft.value <= _WHOLE else "base_ratio"


def _as_before(segment: Segment, window: Window, before: Draft | None) -> bool:
    """Go on with the kind of the percentage before: "agriculture 4 %, industry 8 %"."""
    draft = window.draft
    if before is None or not before.percent or before.kind not in _GO_ON:
        return False
    if window.has_left("equals") or segment.tokens.is_mark(draft.first - 1, "("):
        return False
    if window.has_left("reach"):
        growing = before.cue is not None and before.cue.value == "growth_rate"
        named = window.has_subject or segment.between("sector", window.start, draft.first)
        if before.kind != "growth" or not growing or not named:
            return False
    if before.kind == "base_ratio" and draft.value < _RATIO_AT_LEAST:
        return False
    say(draft, before.kind or "", "goes on with the sentence")
    draft.cue = before.cue if window.has_left("reach") else None
    if before.value < 0 < draft.value and before.kind == "growth":
        draft.value = -draft.value
    return True


def _settles_at(window: Window, before: Draft) -> bool:
    """Whether "to" leads from a change to where it ended: "fell 5.6 % to 38.4 %"."""
    cue = window.last_left("to")
    near = cue is not None and window.distance(cue) <= 4
    return near and before.turned != 0 and before.kind in ("growth", "change_abs")


def _open(segment: Segment, window: Window) -> None:
    """Take a share: what follows tells it ("95% of households"), or else nothing does."""
    draft = window.draft
    behind = segment.units.longest_at(segment.tokens, segment.unit_keys, draft.last, "unit")
    if behind is not None or window.adjacent_right("per", "noise") or draft.last in segment.edges:
        say(draft, "share", "what follows")
        return
    # Nine of ten bare percentages in reports are shares; the flag says that no word told so.
    say(draft, _bare(draft), "nothing tells otherwise")
    draft.flags.append("kind_unknown")


def _goal_beside(segment: Segment, window: Window, before: Draft | None) -> bool:
    """Whether a bracket tells the goal of the figure before: "6.1 % (goal 6.5 %)"."""
    cue = window.last_left("plan_twin", "plan")
    if cue is None or before is None or window.distance(cue) > _ADJACENT or not before.kind:
        return False
    opened = cue.value == "plan_twin" and any(
        segment.tokens.is_mark(at, "(") for at in range(cue.start - 2, cue.start)
    )
    # "Exceeded the goal, which is 8 %" tells the goal, "the goal by 8 %" the excess.
    is_told = window.has_left("over", "short") and is_settled(window, cue)
    if not (opened or is_told) or before.kind not in ("growth", "share"):
        return False
    say(window.draft, before.kind, "the goal of the one before", cue)
    window.draft.twin = True
    return True


def _goes_on(segment: Segment, window: Window, before: Draft | None, change: Hit | None) -> bool:
    """Whether a figure is of the kind of the one before: "5 % on the month and 8 % on the year"."""
    if before is None or change is not None or before.kind is None:
        return False
    draft = window.draft
    by = window.last_left("by")
    if by is not None and window.distance(by) <= 1 and before.turned and before.kind == "share":
        say(draft, "change_abs", "by how much the one before changed", by)
        draft.unit = "percentage_points"
        draft.value *= before.turned
        return True
    base = window.first_right(*_BASES)
    if is_set_against(segment, window) and before.kind in ("share", "growth", "plan_share"):
        say(draft, before.kind, "compared with the one before")
        if before.kind != "share":
            draft.flags.append("base")
        return True
    if (
        base is None
        or draft.sign
        or before.kind != "growth"
        or window.has_left("equals", "reach", "rate")
    ):
        return False
    if window.first_right("of_plan") or window.adjacent_right("more", "less"):
        return False
    say(draft, "growth", "goes on with the sentence")
    if before.value < 0 < draft.value:
        draft.value = -draft.value
    return True


def _short(segment: Segment, window: Window, change: Hit | None) -> bool:
    return falls_short(segment, window)


def _of_plan(segment: Segment, window: Window, change: Hit | None) -> bool:
    draft = window.draft
    over = window.last_left("over")
    plan = window.first_right("of_plan", "plan")
    beyond = window.adjacent_right("over")
    if beyond is not None:
        say(draft, "over_plan", "cue", beyond)
        return True
    plan_left = window.last_left("of_plan", "plan")
    if plan is not None and (base := window.first_right("same_period")) and base.start < plan.start:
        plan = None
    if (
        over is not None
        and not is_settled(window, over)
        and (
            plan or plan_left or (window.distance(over) <= _ADJACENT and names_plan(segment, over))
        )
    ):
        say(draft, "over_plan", "cue", over)
        return True
    if plan is not None:
        if change is not None and window.distance(change) <= 6:
            say(draft, "over_plan", "cue", change)
            turn(draft, change)
        elif (more := window.adjacent_right("more", "less")) and more.start < plan.start:
            say(draft, "over_plan", "cue", more)
            turn_less(draft, more)
        else:
            say(draft, "plan_share", "cue", plan)
        return True
    if plan_left is None or (change is not None and change.start > plan_left.start):
        return False
    if change is not None and window.distance(change) <= _FAR:
        say(draft, "over_plan", "cue", change)
        turn(draft, change)
        return True
    later = [h for h in window.left if h.start >= plan_left.end and h.value != "by"]
    if any(h.value in ("share", "rate", "growth_rate") for h in later):
        return False
    if window.adjacent_right("more", "less") or window.first_right(*_BASES):
        return False
    if plan_left.start >= window.comma or any(h.value in ("reach", "equals") for h in later):
        say(draft, "plan_share", "cue", plan_left)
        return True
    return False


def _contribution(segment: Segment, window: Window, change: Hit | None) -> bool:
    cue = window.last_left("contribution")
    if cue is None or (change is not None and change.start > cue.start):
        return False
    grows = window.first_right("growth_rate", "rise", within=5)
    say(window.draft, "contribution" if grows else "share", "cue", cue)
    return True


def _explicit_growth(segment: Segment, window: Window, change: Hit | None) -> bool:
    draft = window.draft
    behind = window.adjacent_right("more", "less", "rise", "fall", "growth_rate")
    if behind is not None and _is_of_next(segment, window, behind):
        behind = None
    if behind is not None and not (behind.value in CHANGES and change is not None):
        say(draft, "growth", "cue", behind)
        turn_less(draft, behind)
        return True
    rate = window.last_left("growth_rate")
    if rate is not None and (change is None or change.start <= rate.start):
        nearer = window.last_left("share", "rate", "index")
        if nearer is None or nearer.start <= rate.start:
            low, high = _INDEX_AS_GROWTH
            if low <= draft.value < high:
                say(draft, "base_ratio", "index written as growth", rate)
                draft.flags.append("index_as_growth")
            else:
                say(draft, "growth", "cue", rate)
            return True
    more = window.last_left("more", "less")
    by = window.last_left("by")
    if change is None and more is not None and by is not None and window.distance(by) <= 1:
        if any(more.end <= hit.start < by.start and hit.value in _BASES for hit in window.left):
            say(draft, "growth", "cue", more)
            turn_less(draft, more)
            return True
    if change is None:
        return False
    rate_noun = window.last_left("rate", "share")
    if rate_noun is not None and rate_noun.start < change.start and rate_noun.start >= window.start:
        if _governs(window, rate_noun, change):
            say(draft, "change_abs", "a rate that changes", change)
            draft.unit = "percentage_points"
            turn(draft, change)
            return True
    say(draft, "growth", "cue", change)
    turn(draft, change)
    return True


def _is_of_next(segment: Segment, window: Window, change: Hit) -> bool:
    """Whether a change behind a level is the next figure's: "fell to 5.2 % by a drop of 0.4"."""
    if not window.has_left("to", "reach"):
        return False
    following = following_figure(segment, window.draft)
    return following is not None and only_filler(
        segment, change.end, following.first, ("by", "noise")
    )


def _governs(window: Window, noun: Hit, change: Hit) -> bool:
    """Whether a rate is what changes: it stands in the same part of the clause."""
    return noun.start >= window.comma or change.start < window.comma


def _ratio(segment: Segment, window: Window, change: Hit | None) -> bool:
    if change is not None or window.draft.sign:
        return False
    draft = window.draft
    base = window.first_right(*_BASES)
    if base is not None and _leads_to_percentage(segment, window, base):
        return False
    equals = window.last_left("equals")
    index = window.last_left("index")
    if base is not None and not (share := window.last_left("share", "rate")):
        del share
        say(draft, "base_ratio", "cue", base)
        return True
    base_left = window.last_left("same_period")
    if equals is not None and (base_left is not None or _equals_a_year(segment, window, equals)):
        say(draft, "base_ratio", "cue", equals)
        return True
    if index is not None and draft.value >= 50:
        say(draft, "base_ratio", "cue", index)
        return True
    return False


def _leads_to_percentage(segment: Segment, window: Window, base: Hit) -> bool:
    """Whether two rates are compared ("78 % against 61 %"): neither is a ratio of the other."""
    if base.value != "versus" or base.end < window.end - 1:
        return False
    following = following_figure(segment, window.draft)
    return following is not None and following.percent


def _equals_a_year(segment: Segment, window: Window, equals: Hit) -> bool:
    """Whether a year stands right behind, which is then compared with: "equal to 96 % of 2023"."""
    draft = window.draft
    if window.distance(equals) > 1 or draft.value < _RATIO_AT_LEAST:
        return False
    years = segment.between("period", draft.last, draft.last + 4)
    return any(hit.value == "year" and hit.start <= draft.last + 1 for hit in years)


def _share(segment: Segment, window: Window, change: Hit | None) -> bool:
    cue = window.last_left("share") or window.first_right("of_total", within=3)
    if cue is None:
        return False
    say(window.draft, "share", "cue", cue)
    return True


def _rate(segment: Segment, window: Window, change: Hit | None) -> bool:
    cue = window.last_left("rate") or window.adjacent_right("rate", "share")
    if cue is None:
        return False
    say(window.draft, "share", "cue", cue)
    return True
