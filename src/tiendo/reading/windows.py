"""The words around a figure: what stands between it and its neighbours in the clause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.lexicon import Hit
from tiendo.reading.tokens import MARK, WORD

_COMMAS = ",،("
_NEAR = 7
_ADJACENT = 2


@dataclass(frozen=True, slots=True)
class Window:
    """The cues left and right of a figure.

    Attributes:
        left: cues from the previous figure (or the start of the clause) up to the figure.
        right: cues behind it, up to a comma, a bracket or the next figure.
        comma: the last comma left of the figure in its window, else the window's start.
    """

    draft: Draft
    start: int
    end: int
    comma: int
    left: tuple[Hit, ...]
    right: tuple[Hit, ...]
    has_subject: bool = False

    def last_left(self, *values: str) -> Hit | None:
        """Return the nearest cue of some kinds to the left."""
        for hit in reversed(self.left):
            if hit.value in values:
                return hit
        return None

    def has_left(self, *values: str) -> bool:
        """Whether a cue of some kinds stands to the left."""
        return self.last_left(*values) is not None

    def first_right(self, *values: str, within: int = _NEAR) -> Hit | None:
        """Return the first cue of some kinds that begins within some tokens to the right."""
        limit = self.draft.last + within
        for hit in self.right:
            if hit.value in values and hit.start <= limit:
                return hit
        return None

    def adjacent_right(self, *values: str) -> Hit | None:
        """Return a cue that begins right behind the figure, with no "that is" between."""
        hit = self.first_right(*values, within=_ADJACENT)
        if hit is None:
            return None
        that_is = self.first_right("equals", within=_ADJACENT)
        return None if that_is and that_is.start < hit.start else hit

    def distance(self, hit: Hit) -> int:
        """Return how many tokens lie between a cue to the left and the figure."""
        return self.draft.first - hit.end


def windows_of(segment: Segment, drafts: list[Draft]) -> list[Window]:
    """Return the window of every figure, in order."""
    starts = _first_tokens(segment.clause_of)
    windows = []
    for at, draft in enumerate(drafts):
        clause = segment.clause_of[draft.first]
        start = starts[clause]
        if at and drafts[at - 1].last > start:
            start = _behind_comma(segment, drafts[at - 1].last, draft.first)
        end = starts.get(clause + 1, len(segment.tokens))
        if at + 1 < len(drafts):
            end = min(end, drafts[at + 1].first)
        draft.left, draft.right = start, end
        before = drafts[at - 1].last if at and drafts[at - 1].clause == clause else -1
        windows.append(_window(segment, draft, start, end, before))
    return windows


def _behind_comma(segment: Segment, start: int, end: int) -> int:
    """Return where the words of a figure begin: behind the comma that ends those of the last."""
    for at in range(start, end):
        if segment.tokens.is_mark(at, _COMMAS + ")"):
            return at + 1
    return start


def _first_tokens(numbers: list[int]) -> dict[int, int]:
    """Return the first token of each clause; a number that no token has falls to the next."""
    first: dict[int, int] = {}
    for at, number in enumerate(numbers):
        first.setdefault(number, at)
    following = len(numbers)
    top = (numbers[-1] if numbers else 0) + 1
    for number in range(top, -1, -1):
        following = first.setdefault(number, following)
    return first


def _window(segment: Segment, draft: Draft, start: int, end: int, before: int) -> Window:
    tokens = segment.tokens
    comma = start
    for at in range(draft.first - 1, start - 1, -1):
        if tokens.is_mark(at, _COMMAS):
            comma = at + 1
            break
    stop = end
    for at in range(draft.last, end):
        if tokens.is_mark(at, _COMMAS + ")") and not _opens_base(segment, at):
            stop = at
            break
    return Window(
        draft,
        start,
        end,
        comma,
        tuple(_free_of_comparators(segment, start, draft.first, before)),
        tuple(segment.between("cue", draft.last, stop)),
        bool(segment.between("indicator", start, draft.first)),
    )


def _free_of_comparators(segment: Segment, start: int, end: int, before: int) -> list[Hit]:
    """Return the cues that are no part of a comparator: "not lower than" tells no fall.

    "Over" right behind a figure compares ("5% over 300 bn"), right before one it is more than that.

    Args:
        before: the token behind the figure before in the clause, -1 if there is none.
    """
    comparators = segment.between("comparator_before", start, end)
    return [
        cue
        for cue in segment.between("cue", start, end)
        if (cue.value == "versus" and 0 <= cue.start - before <= 1)
        or not any(
            hit.start <= cue.start
            and cue.end <= hit.end
            and (hit.length > cue.length or (cue.value == "versus" and cue.end == end))
            for hit in comparators
        )
    ]


def _opens_base(segment: Segment, at: int) -> bool:
    """Whether a comma belongs to "больше, чем": the comparison goes on behind it."""
    return any(hit.start <= at < hit.end for hit in segment.between("cue", at - 2, at + 4))


def only_filler(segment: Segment, start: int, end: int, allowed: Iterable[str]) -> bool:
    """Whether nothing but small words and cues of some kinds lies between two tokens."""
    cues = set(allowed)
    covered = {at for at in range(start, end) if at in segment.edges}
    for family in ("cue", "comparator_before", "comparator_verb", "modality"):
        for hit in segment.between(family, start, end):
            if family != "cue" or hit.value in cues:
                covered.update(range(hit.start, hit.end))
    kinds = segment.tokens.kinds
    return all(at in covered for at in range(start, end) if kinds[at] == WORD) and not any(
        kinds[at] == MARK and at not in covered for at in range(start, end)
    )
