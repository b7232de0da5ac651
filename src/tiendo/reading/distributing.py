"""Figures told in pairs: "exports and imports were 6 and 5 bn, up 12 % and 7 % respectively".

A row is a run of figures of one kind with nothing but commas and joiners between them. Where the
sentence says "respectively", the first of a row goes with the first of what stands before.
"""

from __future__ import annotations

from collections.abc import Sequence

from tiendo.reading.draft import Draft, Segment
from tiendo.reading.lexicon import Hit
from tiendo.reading.linking import RELATION_OF
from tiendo.reading.subjects import SubjectFinder
from tiendo.reading.tokens import WORD
from tiendo.reading.windows import Window

Row = list[int]
"""Which figures, by their numbers."""


def rows_of(segment: Segment, windows: Sequence[Window]) -> list[Row]:
    """Return the rows of two figures and more in sentences that say "respectively"."""
    said = {segment.sentence_of[hit.start] for hit in segment.family("respectively")}
    rows: list[Row] = []
    row: Row = []
    for at, window in enumerate(windows if said else ()):
        if window.draft.sentence not in said:
            continue
        if row and _goes_on(segment, windows[row[-1]].draft, window.draft):
            row.append(at)
        else:
            row = [at]
            rows.append(row)
    return [row for row in rows if len(row) > 1]


def distribute_links(windows: Sequence[Window], rows: Sequence[Row]) -> None:
    """Link the figures of a row to as many levels that stand right before it, in their order."""
    for row in rows:
        first = windows[row[0]].draft
        relation = RELATION_OF.get(first.kind or "")
        if relation is None:
            continue
        heads = [window.draft for window in windows[max(0, row[0] - len(row)) : row[0]]]
        if len(heads) < len(row) or not all(_may_head(head, first) for head in heads):
            continue
        for at, head in zip(row, heads, strict=True):
            windows[at].draft.relation[relation] = head


def distribute_subjects(
    segment: Segment, windows: Sequence[Window], rows: Sequence[Row], subjects: SubjectFinder
) -> None:
    """Give the figures of a row the names that stand before it, where there are as many."""
    for row in rows:
        first = windows[row[0]]
        if first.draft.relation:
            continue
        names = _names_before(segment, first, len(row))
        for at, name in zip(row, names, strict=False):
            draft = windows[at].draft
            draft.indicator = subjects.named(name, draft)


def _goes_on(segment: Segment, before: Draft, draft: Draft) -> bool:
    """Whether a figure is the next of a row."""
    if before.kind != draft.kind or before.sentence != draft.sentence:
        return False
    between = range(before.last, draft.first)
    by = segment.between("cue", before.last, draft.first)
    small = {at for hit in by if hit.value == "by" for at in range(hit.start, hit.end)}
    kinds = segment.tokens.kinds
    joined = any(at in segment.joiners or segment.tokens.is_mark(at, ",،") for at in between)
    return joined and all(
        at in segment.joiners or at in segment.edges or at in small
        if kinds[at] == WORD
        else segment.tokens.is_mark(at, ",،")
        for at in between
    )


def _may_head(head: Draft, draft: Draft) -> bool:
    """Whether a figure is a level of the same sentence."""
    return head.is_head and head.sentence == draft.sentence


def _names_before(segment: Segment, window: Window, count: int) -> list[Hit]:
    """Return that many names of indicators or sectors that stand joined before a figure."""
    found: list[Hit] = []
    first = window.draft.first
    for hit in (
        *segment.between("indicator", window.start, first),
        *segment.between("sector", window.start, first),
    ):
        if not any(hit.start < other.end and other.start < hit.end for other in found):
            found.append(hit)
    found = sorted(found, key=lambda hit: hit.start)[:count]
    return found if len(found) == count else []
