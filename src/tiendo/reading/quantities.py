"""From a number to a quantity: scale words, unit, sign, ranges, "20/21" and actual/plan pairs."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.language import Language
from tiendo.reading.lexicon import Hit
from tiendo.reading.separators import Votes, candidates, decide
from tiendo.reading.shadow import NO_BREAK
from tiendo.reading.tokens import MARK, NUMBER, WORD
from tiendo.reading.units import counts_things, is_enumerated, is_money
from tiendo.reading.vetoes import is_bare_year

_TOPS = ("10", "80", "100", "1000", "1.000", "1,000")
"""What a score is out of: "91.87/100 points"."""

_LIST_MARKS = ",،-–/"


def find_quantities(
    segment: Segment, language: Language, vetoed: dict[int, str], votes: Votes
) -> list[Draft]:
    """Return every number of a segment that may be a figure, with scale, unit and sign.

    What turns out to be a year is added to `vetoed`.
    """
    drafts = [draft for draft in _numbers(segment, language, vetoed)]
    _join_pairs(segment, drafts)
    drafts = _join_ranges(segment, drafts)
    _share_units(segment, drafts)
    for draft in drafts:
        _decide_value(draft, votes, language)
    for draft in drafts:
        if draft.unit is None and not draft.power and is_bare_year(draft.piece) and not draft.sign:
            vetoed[draft.number] = "date"
            segment.bare_years.append(draft.number)
    return [
        draft for draft in drafts if draft.number not in vetoed and "unreadable" not in draft.flags
    ]


def _numbers(segment: Segment, language: Language, vetoed: dict[int, str]) -> Iterator[Draft]:
    tokens = segment.tokens
    spelled = segment.numerals
    end = 0
    for at, kind in enumerate(tokens.kinds):
        if at in vetoed:
            continue
        if kind == NUMBER:
            draft = Draft(at, at + 1, at, tokens.piece(at))
        elif at in spelled and (number := _spelled(segment, at, spelled[at])) is not None:
            draft = Draft(at, at + 1, at, str(number), spelled=True)
        else:
            continue
        _measure(segment, language, draft, end)
        if draft.spelled and not ((draft.unit and is_enumerated(draft.unit)) or draft.power):
            continue
        end = draft.last
        draft.sentence = segment.sentence_of[at]
        draft.clause = segment.clause_of[at]
        draft.paragraph = segment.paragraph_of[at]
        yield draft


def _spelled(segment: Segment, at: int, numeral: int) -> int | None:
    """Return the value of a spelled number that stands right before a unit."""
    if numeral < 2 or at + 1 >= len(segment.tokens):
        return None
    found = segment.units.longest_at(segment.tokens, segment.unit_keys, at + 1)
    return numeral if found is not None else None


def _measure(segment: Segment, language: Language, draft: Draft, begin: int) -> None:
    """Give a number its sign, scale words and unit; what stands before `begin` is another's."""
    tokens = segment.tokens
    _short_money(segment, draft, begin)
    at = draft.last
    while (hit := _unit_hit(segment, at, "scale")) is not None:
        draft.power += int(hit.value)
        at = draft.last = hit.end
    if draft.unit is None:
        _find_unit(segment, language, draft, begin)
    before = draft.first - 1
    if before >= begin and tokens.is_mark(before, "+-") and tokens.joined(before, draft.first):
        alone = (
            before == 0 or not tokens.joined(before - 1, before) or tokens.is_mark(before - 1, "(")
        )
        if alone:
            draft.sign = 1 if tokens.is_mark(before, "+") else -1
            draft.first = before


def _find_unit(segment: Segment, language: Language, draft: Draft, begin: int) -> None:
    """Give a number the unit behind it, else that before it, else the noun behind some words."""
    hit = _unit_hit(segment, draft.last, "unit")
    if hit is not None:
        draft.unit, draft.last = segment.currency(hit.value), hit.end
        return
    _unit_before(segment, draft, begin)
    if draft.unit is None and language.unit_gap:
        draft.unit = _unit_behind_words(segment, draft, language.unit_gap)


def _short_money(segment: Segment, draft: Draft, begin: int) -> None:
    """Read "€12m" and "$1.5bn": the letter is a scale where a currency stands in front."""
    at = draft.last
    hit = _unit_hit(segment, at, "scale_of_money")
    if hit is None or not segment.tokens.joined(at - 1, at):
        return
    _unit_before(segment, draft, begin)
    if draft.unit is not None:
        draft.power, draft.last = int(hit.value), hit.end


def _unit_hit(segment: Segment, at: int, family: str) -> Hit | None:
    return segment.units.longest_at(segment.tokens, segment.unit_keys, at, family)


def _unit_before(segment: Segment, draft: Draft, begin: int) -> None:
    """Take a currency that stands in front: "VND 1,200 billion", "US$ 5 million"."""
    for back in (3, 2, 1):
        at = draft.first - back
        if at < begin:
            continue
        hit = _unit_hit(segment, at, "unit_before")
        if hit is not None and hit.end == draft.first:
            draft.unit, draft.first = segment.currency(hit.value), at
            return


def _unit_behind_words(segment: Segment, draft: Draft, gap: int) -> str | None:
    """Return the counted noun behind some adjectives: "345 newly founded enterprises"."""
    tokens = segment.tokens
    edges = segment.edges
    for at in range(draft.last, min(draft.last + gap + 1, len(tokens))):
        if tokens.kinds[at] != WORD or (at in edges and at > draft.last):
            return None
        if at in edges:
            return None
        hit = _unit_hit(segment, at, "unit") if at > draft.last else None
        if hit is not None:
            return hit.value if counts_things(hit.value) else None
    return None


def _join_pairs(segment: Segment, drafts: list[Draft]) -> None:
    """See "20/21 targets" as one count, "4,120/4,000 t" as a number with its plan."""
    tokens = segment.tokens
    out_of = {hit.start: hit.end for hit in segment.family("out_of")}
    index = 0
    while index + 1 < len(drafts):
        left, right = drafts[index], drafts[index + 1]
        slash = tokens.is_mark(left.last, "/")
        if slash and right.first == left.last + 1 and left.unit in (None, right.unit):
            if _is_part(left, right):
                _swallow(drafts, index, left, right)
            elif right.piece in _TOPS and right.unit in (None, "points"):
                left.unit, left.last = right.unit or "points", right.last
                del drafts[index + 1]
            elif right.unit is not None:
                _give_unit(left, right)
                right.twin = True
        elif slash and right.first <= left.last + 4 and left.unit is None:
            if any(left.last < hit.start < right.first for hit in segment.plan_twins):
                _give_unit(left, right)
                right.twin = True
        elif out_of.get(left.last) == right.first and left.sentence == right.sentence:
            # "5 of 12 bn dong" are 5 bn; "18 of 21 communes" are 18.
            measured = right.power and right.unit is not None and not counts_things(right.unit)
            counted = left.unit in (None, right.unit) and not left.power and not measured
            if counted and _whole(left, right):
                _swallow(drafts, index, left, right)
            else:
                _share_of_whole(segment, left, right)
        index += 1


def _share_of_whole(segment: Segment, left: Draft, right: Draft) -> None:
    """Let the two of "7.8 of 19.4 bn roubles" share scale and unit; of money the whole is a plan.

    So is a whole that a word of planning names: "15.2 thousand jobs of the 30 thousand planned".
    """
    bare = left.unit is None and not left.power and not is_bare_year(left.piece)
    if bare and right.power and right.unit is not None and _ascends(left, right):
        _give_unit(left, right)
        right.twin = is_money(right.unit)
    elif left.unit is not None and right.unit is None and left.power and right.power:
        right.unit = left.unit
        # What is said behind it ("of the 30 thousand planned") makes a whole a plan.
        aims = segment.between("modality", right.last, right.last + 3)
        plans = [hit for hit in segment.plan_twins if right.last <= hit.start <= right.last + 1]
        right.twin = bool(plans) or any(hit.value == "target" for hit in aims)


def _is_part(left: Draft, right: Draft) -> bool:
    """Whether "20/21" counts a part of a whole."""
    if not _whole(left, right) or int(_digits(left)) > int(_digits(right)):
        return False
    return right.unit is None or is_enumerated(right.unit)


def _whole(left: Draft, right: Draft) -> bool:
    """Whether both are small whole numbers."""
    pieces = (_digits(left), _digits(right))
    return all(piece.isdecimal() and len(piece) <= 5 for piece in pieces)


def _digits(draft: Draft) -> str:
    """Return the digits of a number whose thousands are parted by spaces."""
    return draft.piece.replace(" ", "").replace(NO_BREAK, "")


def _swallow(drafts: list[Draft], index: int, left: Draft, right: Draft) -> None:
    left.unit = right.unit or left.unit
    left.last = right.last
    left.out_of_at = right.number
    left.out_of = Decimal(_digits(right))
    del drafts[index + 1]


def _give_unit(left: Draft, right: Draft) -> None:
    left.unit = right.unit
    if not left.power:
        left.power = right.power


def _join_ranges(segment: Segment, drafts: list[Draft]) -> list[Draft]:
    """See "25-35%" and "from 300 to 350 bn" as one figure with two ends."""
    between = {hit.end for hit in segment.family("range_between")}
    certain = {hit.end for hit in segment.family("range_certain")}
    and_ = {hit.start: hit.end for hit in segment.family("range_and")}
    kept: list[Draft] = []
    for draft in drafts:
        low = kept[-1] if kept else None
        ends = (between, certain, and_)
        if low is not None and _makes_range(segment, low, draft, *ends):
            low.hi_piece = draft.piece
            if low.unit is None:
                low.unit = draft.unit
            if not low.power:
                low.power = draft.power
            low.last = draft.last
            continue
        if low is not None and _from_to(segment, low, draft):
            low.starts = draft.ends = True
            if low.unit is None:
                low.unit, low.power = draft.unit, low.power or draft.power
        kept.append(draft)
    return kept


_FROM_TO_GAP = 9


def _from_to(segment: Segment, low: Draft, high: Draft) -> bool:
    """Whether something changed from one figure to the next: "fell from 61 to 38 households"."""
    if low.sentence != high.sentence or low.hi_piece or high.first - low.last > _FROM_TO_GAP:
        return False
    begins = segment.between("from", max(0, low.first - 3), low.first)
    if not begins or low.unit not in (None, high.unit):
        return False
    if low.unit is None and (_aimed(segment, low) or is_bare_year(low.piece)):
        return False
    also = ("growth_rate",) if low.unit is not None else ()
    if not segment.changes_before(low.first, *also):
        return False
    leads = [h for h in segment.between("cue", low.last, high.first) if h.value == "to"]
    leads += segment.between("range_and", low.last, high.first)
    return any(hit.end >= high.first - 3 for hit in leads)


def _aimed(segment: Segment, draft: Draft) -> bool:
    """Whether a word of aiming stands before a number: "to grow by 8 to 9 %" is a range then."""
    aims = segment.between("modality", max(0, draft.first - 20), draft.first)
    return any(
        hit.value == "target" and segment.clause_of[hit.start] == draft.clause for hit in aims
    )


def _makes_range(
    segment: Segment,
    low: Draft,
    high: Draft,
    between: set[int],
    certain: set[int],
    and_: dict[int, int],
) -> bool:
    tokens = segment.tokens
    if low.sentence != high.sentence or low.hi_piece or high.sign > 0 or low.out_of:
        return False
    # "VND 300-350 billion": the unit stands in front of both, the scale behind both.
    ahead = low.last == low.number + 1 and high.unit is None and not low.power
    if not ahead and (low.unit not in (None, high.unit) or low.power not in (0, high.power)):
        return False
    hyphen = tokens.is_mark(low.last, "-") and high.first in (low.last, low.last + 1)
    if hyphen:
        # The hyphen in front of the second number may have been taken for its sign.
        high.sign = 0
        return high.number <= low.last + 1 and _ascends(low, high)
    spoken = and_.get(low.last) == high.first
    if low.first in certain and (spoken or _joined(segment, low, high)):
        return _ascends(low, high)
    if not spoken or not _ascends(low, high):
        return False
    if low.first in between:
        return not segment.changes_before(low.first) or (low.unit is None and _aimed(segment, low))
    # "300 to 350 bn" without "from": only where the first has no unit of its own.
    return (
        low.unit is None
        and not low.power
        and high.unit is not None
        and not (segment.changes_before(low.first))
    )


def _joined(segment: Segment, low: Draft, high: Draft) -> bool:
    """Whether nothing but a joiner stands between two numbers."""
    return low.last in segment.joiners and high.first == low.last + 1


def _ascends(low: Draft, high: Draft) -> bool:
    """Whether the numbers, in any reading of their separators, grow: a range, no subtraction."""
    lows, highs = candidates(low.piece), candidates(high.piece)
    if not lows or not highs:
        return True
    return any(one.value < other.value for one in lows for other in highs)


def _share_units(segment: Segment, drafts: list[Draft]) -> None:
    """Give a number without unit that of the next in a list: "12, 15 and 18 %"."""
    tokens = segment.tokens
    for at in range(len(drafts) - 2, -1, -1):
        left, right = drafts[at], drafts[at + 1]
        if left.unit is not None or right.unit is None or left.sentence != right.sentence:
            continue
        if right.first - left.last > 2 or left.power:
            continue
        inner = range(left.last, right.first)
        listed = any(tokens.is_mark(i, _LIST_MARKS) or i in segment.joiners for i in inner)
        if listed and all(tokens.kinds[i] == MARK or i in segment.joiners for i in inner):
            left.unit = right.unit
            left.power = right.power
            left.found_by["unit"] = "next in the list"
    _elided_money(drafts)


def _elided_money(drafts: list[Draft]) -> None:
    """Give a bare "85.2 bn" the currency that the sentence, else the text, names."""
    named = [draft for draft in drafts if draft.unit and is_money(draft.unit)]
    common = max((d.unit for d in named), key=[d.unit for d in named].count, default=None)
    for draft in drafts:
        if draft.unit is not None or draft.power < 6 or is_bare_year(draft.piece):
            continue
        near = [other.unit for other in named if other.sentence == draft.sentence]
        draft.unit = near[0] if near else (common or None)
        if draft.unit:
            draft.found_by["unit"] = "the sentence's currency" if near else "the text's currency"


def _decide_value(draft: Draft, votes: Votes, language: Language) -> None:
    """Read the digits, scale them, keep what else they may mean."""
    whole = (
        draft.unit is not None
        and not draft.power
        and (counts_things(draft.unit) or (is_money(draft.unit) and draft.unit == "VND"))
    )
    read = decide(draft.piece, votes, language, percent=draft.percent, whole=whole)
    if read is None:
        draft.flags.append("unreadable")
        return
    sign = -1 if draft.sign < 0 else 1
    scale = Decimal(1).scaleb(draft.power)
    draft.value = sign * read.chosen.value * scale
    draft.decimals = read.chosen.decimals - draft.power
    if read.other is not None and read.ambiguous:
        draft.alternatives = (sign * read.other.value * scale,)
        draft.flags.append("ambiguous_separator")
    if draft.hi_piece:
        high = decide(draft.hi_piece, votes, language, percent=draft.percent, whole=whole)
        if high is not None:
            draft.value_hi = high.chosen.value * scale
