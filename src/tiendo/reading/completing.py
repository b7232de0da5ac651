"""What a figure's subject, head and neighbours tell of its unit, kind and other facets."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.tokens import WORD
from tiendo.reading.units import counts_things, is_enumerated, is_money
from tiendo.reading.windows import Window
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Modality, Nature

ITEMS = "items"
"""Unit of a count whose noun no pack knows."""

_BACK = 25
_BASES = ("same_period", "versus", "previous")
_MONEY_POWER = 6
_NEAR_BRACKET = 6
_TOLD = ("its own words", "what is compared with")


def card_of(draft: Draft, catalogue: Catalogue) -> Indicator | None:
    """Return the card that a figure was linked to, or None."""
    return catalogue.get(draft.indicator.code or "") if draft.indicator else None


def is_stock(draft: Draft, catalogue: Catalogue) -> bool:
    """Whether a figure is of a moment and not of a run of months."""
    card = card_of(draft, catalogue)
    return card is not None and card.nature in (Nature.STOCK, Nature.INDEX)


def complete(
    segment: Segment, window: Window, catalogue: Catalogue, begin: int | None = None
) -> None:
    """Give a figure the unit and kind that its subject or its head tell.

    Args:
        begin: where its words begin, if that is before its own window.
    """
    draft = window.draft
    card = card_of(draft, catalogue)
    unit = str(card.unit).split()[-1] if card is not None else ""
    guessed = draft.found_by.get("unit", "").endswith("currency")
    if guessed and card is None and draft.found_by["unit"].startswith("the text"):
        # Only the subject could tell that millions are money and not people.
        draft.unit = None
        del draft.found_by["unit"]
    changed = draft.relation.get("change_of")
    if changed is not None and changed.unit and changed.unit.startswith(f"{draft.unit}/"):
        # "6.05 t per hectare, up 0.12 tonnes": the second is of the first one's unit.
        draft.unit, draft.found_by["unit"] = changed.unit, "as the figure it belongs to"
    if draft.unit is None or (guessed and bool(unit) and counts_things(unit)):
        _unit(segment, window, unit, window.start if begin is None else begin)
    if "kind_unknown" in draft.flags and unit == "percent":
        draft.found_by["kind"] = "the indicator is a rate"
        draft.flags.remove("kind_unknown")


def _unit(segment: Segment, window: Window, unit: str, begin: int) -> None:
    draft = window.draft
    if draft.kind == "change_abs" and (head := draft.relation.get("change_of")) is not None:
        draft.unit, draft.found_by["unit"] = head.unit, "as the figure it belongs to"
        return
    if draft.kind == "change_abs" and (told := _unit_spoken_of(segment, draft)) is not None:
        draft.unit, draft.found_by["unit"] = told, "as the figure before"
        return
    if draft.kind not in ("level", "count"):
        return
    if unit and (counts_things(unit) or unit in ("points", "index")):
        draft.unit, draft.found_by["unit"] = unit, "the indicator's"
    elif noun := _noun_before(segment, window, begin):
        draft.unit, draft.found_by["unit"] = noun, "named before"
    elif draft.power >= _MONEY_POWER:
        draft.kind = "level"
        return
    else:
        draft.unit, draft.found_by["unit"] = ITEMS, "what is counted is not known"
    if counts_things(draft.unit) and draft.out_of is None:
        draft.kind = "count" if is_enumerated(draft.unit) else "level"


def _unit_spoken_of(segment: Segment, draft: Draft) -> str | None:
    """Return the unit of the level before in the sentence: "12 projects, ... , 3 more"."""
    at = bisect_left(segment.drafts, draft.first, key=lambda other: other.first)
    before = segment.drafts[at - 1] if at else None
    if before is None or before.sentence != draft.sentence or not before.is_head:
        return None
    return before.unit


def _noun_before(segment: Segment, window: Window, begin: int) -> str | None:
    """Return the counted noun nearest before a number: "the number of tourists reached 838,000"."""
    first = max(begin, window.draft.first - _BACK)
    for at in range(window.draft.first - 1, first - 1, -1):
        hit = segment.units.longest_at(segment.tokens, segment.unit_keys, at, "unit")
        if hit is not None and hit.end <= window.draft.first:
            if counts_things(hit.value) and not is_money(hit.value):
                return hit.value
    return None


def by_in_percent(segment: Segment, window: Window, before: Draft | None) -> None:
    """See "rose by 12.4 bn, or 15.3 %" as growth: the percentage tells the same change."""
    draft = window.draft
    if before is None or draft.sentence != before.sentence:
        return
    told = before.kind == "change_abs" and not before.percent
    if told and draft.percent and draft.kind == "share" and _that_is(segment, before, window):
        draft.kind, draft.cue = "growth", before.cue
        draft.found_by["kind"] = "the change before in percent"
        if before.value < 0 < draft.value:
            draft.value = -draft.value
        if "kind_unknown" in draft.flags:
            draft.flags.remove("kind_unknown")


def _that_is(segment: Segment, before: Draft, window: Window) -> bool:
    """Whether a percentage is said to be the same as the change before it: "or", "that is"."""
    draft = window.draft
    by = window.last_left("by")
    if by is not None and window.distance(by) <= 1:
        return True
    told = segment.between("cue", before.last, draft.first)
    leads = {at for hit in told if hit.value == "equals" for at in range(hit.start, hit.end)}
    leads |= segment.joiners & set(range(before.last, draft.first))
    small = leads | {at for hit in told if hit.value == "noise" for at in range(hit.start, hit.end)}
    words = [at for at in range(before.last, draft.first) if segment.tokens.kinds[at] == WORD]
    return bool(leads) and all(at in small or at in segment.edges for at in words)


def in_brackets(segment: Segment, windows: list[Window]) -> None:
    """Give a bare percentage in brackets behind an amount its likeliest kind.

    Near 100 % it is a ratio where the text speaks of ratios elsewhere; else a share.
    """
    ratios = any(w.draft.kind == "base_ratio" and w.draft.percent for w in windows)
    before: Draft | None = None
    for window in windows:
        draft = window.draft
        told, before = before, draft
        if "kind_unknown" not in draft.flags or not segment.tokens.is_mark(draft.first - 1, "("):
            continue
        if told is not None and told.twin and told.last == draft.first - 1:
            draft.kind, draft.found_by["kind"] = "plan_share", "in brackets behind a plan"
            draft.flags.remove("kind_unknown")
            continue
        draft.kind = "base_ratio" if ratios and 80 <= draft.value <= 150 else "share"
        draft.found_by["kind"] = "in brackets behind an amount"


def change_in_brackets(segment: Segment, windows: list[Window]) -> None:
    """Make the percentage in brackets behind a change its growth: "up 320 tonnes (8.4 %)"."""
    for before, window in pairwise(windows):
        change, draft = before.draft, window.draft
        if change.kind != "change_abs" or not draft.percent or draft.kind == "growth":
            continue
        opened = segment.tokens.is_mark(change.last, "(") and draft.first - change.last <= 3
        if opened and not window.has_left("plan", "of_plan", "share"):
            draft.kind, draft.found_by["kind"] = "growth", "in brackets behind a change"
            draft.value = draft.value.copy_sign(change.value)
            draft.flags = [flag for flag in draft.flags if flag != "kind_unknown"]


def _rate_compared_with(segment: Segment, windows: list[Window], at: int) -> bool:
    """Whether a bracket tells the rate that another is compared with.

    "Disbursed 14.5 % of the plan, 2.2 points more than in the same period (12.3 %)".
    """
    draft, told = windows[at].draft, windows[at - 1].draft
    first = draft.first - 1
    bases = segment.between("cue", told.last, first)
    based = any(hit.value in _BASES and hit.end == first for hit in bases)
    return based and segment.tokens.is_mark(first, "(") and told.unit == "percentage_points"


def rates_compared_with(segment: Segment, windows: list[Window]) -> None:
    """Let such a rate be what the one before the change in points is."""
    for at in range(2, len(windows)):
        draft, rate = windows[at].draft, windows[at - 2].draft
        same = rate.percent and draft.percent and rate.sentence == draft.sentence
        same = same and rate.kind in ("share", "plan_share")
        if same and _rate_compared_with(segment, windows, at):
            draft.kind, draft.found_by["kind"] = rate.kind, "what a rate is compared with"
            draft.flags = [flag for flag in draft.flags if flag != "kind_unknown"] + ["base"]


def in_constant_prices(segment: Segment, window: Window) -> None:
    """Flag a growth that leaves prices out: it contradicts no growth beside it that holds them."""
    draft = window.draft
    if draft.kind not in ("growth", "base_ratio"):
        return
    ahead = segment.between("price_excluded", window.start, draft.first)
    behind = segment.between("price_excluded", draft.last, max(window.end, draft.last))
    if ahead or any(
        hit.start == draft.last
        or (hit.start == draft.last + 1 and segment.tokens.is_mark(draft.last, "("))
        for hit in behind
    ):
        draft.flags.append("constant_prices")


def name_assigner(segment: Segment, window: Window) -> None:
    """Name who set the plan that a share refers to, where the words behind it say so."""
    draft = window.draft
    if draft.kind not in ("plan_share", "over_plan"):
        return
    behind = segment.between("assigner", draft.last, max(window.end, draft.last))
    if behind:
        draft.assigner = behind[0].value


def follow_head(draft: Draft) -> None:
    """Give a derived figure the period and place of its level."""
    for name, head in draft.relation.items():
        if name in ("part_of", "same_as", "repeats"):
            continue
        draft.period, draft.place = head.period, head.place
        draft.found_by["period"] = "as the figure it belongs to"


def follow_base(segment: Segment) -> None:
    """Give a level that another one is compared with the same part of the earlier year."""
    drafts = segment.drafts
    for at, draft in enumerate(drafts):
        if "base" not in draft.flags:
            continue
        near = drafts[at + 1 : at + 2] if draft.starts else drafts[max(0, at - 3) : at][::-1]
        head = next(
            (d for d in near if d.sentence == draft.sentence and "base" not in d.flags), None
        )
        own, other = _run(draft.period), _run(head.period if head else None)
        aimed = draft.modality in (Modality.TARGET, Modality.EXPECTED)
        if other is None or (aimed and own == other):
            continue
        if own is not None and own.months < 12:
            if own == other and draft.found_by.get("period") not in _TOLD:
                draft.period = _period_before(segment, draft, own)
            continue
        years = own.year - other.year if own is not None and own.year < other.year else -1
        draft.period = str(other.shifted(12 * years))
        if draft.base_period is not None:
            draft.base_period = str(other.shifted(12 * (years - 1)))


def _period_before(segment: Segment, draft: Draft, run: Period) -> str:
    """Return the earlier run that the words around a base name, the same one where none does."""
    first = max(0, draft.left - _NEAR_BRACKET)
    cues = segment.between("cue", first, max(draft.right, draft.last))
    told = {cue.value for cue in cues if segment.sentence_of[cue.start] == draft.sentence}
    if "previous" in told:
        return str(run.previous())
    return str(run.same_period_last_year() if "same_period" in told else run)


def _run(text: str | None) -> Period | None:
    try:
        return Period.parse(text) if text else None
    except ValueError:
        return None


def follow_repeats(drafts: list[Draft]) -> None:
    """Let a figure that repeats a goal without saying so be a goal."""
    goals: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        code = draft.indicator.code if draft.indicator else None
        key = (draft.kind, draft.unit, draft.value, draft.comparator, draft.period, code)
        if draft.modality is not None:
            goals.setdefault(key, draft)
        elif (goal := goals.get(key)) is not None:
            draft.modality = goal.modality
            draft.found_by["modality"] = "as the figure that it repeats"
