"""Outlooks of a place that add up: the parts of its breakdown trees, and its children.

Only where all parts have an outlook, and where last year's figures of the parts did add up to the
whole: a sum that never held is none to be forced on the year to come.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tiendo.cube.explain.evidence import Evidence
from tiendo.outlook.coherence import Incoherent, Whole, coherent_outlooks
from tiendo.outlook.wording import OutlookMethod
from tiendo.outlook.year import NoOutlook, YearOutlook
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Nature, Rule

_ROUNDING = 0.005  # of last year's whole: printed parts need not add up to the last digit
Key = tuple[str, Series]
Outlooks = Mapping[Key, YearOutlook | NoOutlook]


@dataclass(frozen=True, slots=True)
class Sum:
    """A whole and its parts, each a place and a series."""

    whole: Key
    parts: tuple[Key, ...]


def sums_of(evidence: Evidence, place: str, series: Sequence[Series], run: Period) -> list[Sum]:
    """Return the sums that series of a place take part in as wholes, by tree and by children."""
    found = []
    for one in series:
        card = evidence.card(one)
        if card.nature in (Nature.FLOW, Nature.STOCK):
            found += list(_tree_sums(place, one, card))
            if card.place_rule is Rule.SUM and (children := _children(evidence, place, one, run)):
                found.append(Sum((place, one), tuple((key, one) for key in children)))
    return found


def _tree_sums(place: str, series: Series, card: Indicator) -> Iterator[Sum]:
    for tree in card.breakdowns:
        cut = series.breakdown.get(tree.dimension)
        for whole, parts in tree.groups():
            if whole == cut:
                keys = tuple(
                    series.with_breakdown(series.breakdown.with_code(tree.dimension, part.code))
                    for part in parts
                )
                yield Sum((place, series), tuple((place, key) for key in keys))


def _children(evidence: Evidence, place: str, series: Series, run: Period) -> tuple[str, ...]:
    """Return the children, if the register lists all and each of them tells the series itself."""
    if not evidence.view(run).lists_children(place):
        return ()
    children = tuple(child.key for child in evidence.children(place, run))
    tells_all = all(series in evidence.series_at(child) for child in children)
    return children if tells_all else ()


def added_up(
    outlooks: Outlooks, sums: Sequence[Sum]
) -> tuple[dict[Key, YearOutlook | NoOutlook], dict[Key, Sentence]]:
    """Return the outlooks moved until the sums hold, and what is to be said of those that do not.

    Series that share a sum are moved together. Published figures that contradict each other are
    left as they are, with a remark.
    """
    told, remarks = dict(outlooks), dict[Key, Sentence]()
    holding = [one for one in sums if _held_last_year(outlooks, one)]
    for group in _connected(holding):
        keys = list(dict.fromkeys(key for one in group for key in (one.whole, *one.parts)))
        position = {key: index for index, key in enumerate(keys)}
        wholes = [
            Whole(position[one.whole], tuple(position[part] for part in one.parts)) for one in group
        ]
        members = [found for key in keys if isinstance(found := outlooks[key], YearOutlook)]
        try:
            moved = coherent_outlooks(members, wholes)
        except Incoherent as odd:
            remarks |= dict.fromkeys((one.whole for one in group), odd.reason)
            continue
        for key, before, after in zip(keys, members, moved, strict=True):
            told[key] = _told(before, after)
    return told, remarks


def _told(before: YearOutlook, after: YearOutlook) -> YearOutlook:
    if after.centre == before.centre:
        return before
    return replace(after, method=OutlookMethod.MOVED.said(method=after.method))


def _held_last_year(outlooks: Outlooks, one: Sum) -> bool:
    """Whether all have an outlook, and last year's figures of the parts give the whole."""
    told = [outlooks.get(key) for key in (one.whole, *one.parts)]
    last = [out.last_year if isinstance(out, YearOutlook) else None for out in told]
    known = [value for value in last if value is not None]
    if len(known) < len(last) or len(known) < 2:
        return False
    whole, parts = known[0], sum(known[1:])
    return abs(whole - parts) <= _ROUNDING * abs(whole)


def _connected(sums: Sequence[Sum]) -> list[list[Sum]]:
    """Part sums into groups that share no series."""
    groups: list[tuple[set[Key], list[Sum]]] = []
    for one in sums:
        keys, members = {one.whole, *one.parts}, [one]
        apart = []
        for other in groups:
            if keys & other[0]:
                keys, members = keys | other[0], other[1] + members
            else:
                apart.append(other)
        groups = [*apart, (keys, members)]
    return [members for _, members in groups]
