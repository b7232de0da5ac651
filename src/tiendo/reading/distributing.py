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

Row = list[Window]


def rows_of(segment: Segment, windows: Sequence[Window]) -> list[Row]:
    """Return the rows of two figures and more in sentences that say "respectively"."""
    said = {segment.sentence_of[hit.start] for hit in segment.family("respectively")}
    rows: list[Row] = []
    row: Row = []
    for window in windows:
        if not said:
            break
        if window.draft.sentence not in said:
            continue
        if row and _goes_on(segment, row[-1].draft, window.draft):
            row.append(window)
        else:
            row = [window]
            rows.append(row)
    return [row for row in rows if len(row) > 1]


def distribute_links(segment: Segment, windows: Sequence[Window], rows: Sequence[Row]) -> None:
    """Link the figures of a row to as many levels that stand right before it, in their order."""
    for row in rows:
        relation = RELATION_OF.get(row[0].draft.kind or "")
        if relation is None:
            continue
        heads = _heads_before(windows, row[0].draft, len(row))
        for window, head in zip(row, heads, strict=False):
            window.draft.relation[relation] = head


def distribute_subjects(segment: Segment, rows: Sequence[Row], subjects: SubjectFinder) -> None:
    """Give the figures of a row the names that stand before it, where there are as many."""
    for row in rows:
        first = row[0]
        if first.draft.relation:
            continue
        names = _names_before(segment, first, len(row))
        for window, name in zip(row, names, strict=False):
            window.draft.indicator = subjects.named(name, window.draft)


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


def _heads_before(windows: Sequence[Window], draft: Draft, count: int) -> list[Draft]:
    """Return that many levels of the sentence that stand before a figure, nothing between."""
    before = [w.draft for w in windows if w.draft.sentence == draft.sentence]
    before = [other for other in before if other.first < draft.first][-count:]
    return before if len(before) == count and all(one.is_head for one in before) else []


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
