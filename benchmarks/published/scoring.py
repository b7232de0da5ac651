"""Scores of a reader against gold: what was found, and what was said of what was found.

Strict: a figure is found where a read one overlaps its span and has its exact value after the
scale. Each read figure counts once: a second one on the same span is a false positive, so is one
on a date or a document number; what is optional is neither hit nor miss.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .gold import Document, Gold
from .indicators import Names, same_indicator
from .places import same_place

LINKS = ("growth_of", "change_of", "plan_share_of", "ratio_of")
"""The links that are scored: from a derived figure to its level."""

MEASURES = ("value", "value+unit", "tuple", "link")
SHARES = ("kind", "modality", "comparator", "period", "place", "indicator")


@dataclass(frozen=True)
class Found:
    """A figure as a reader gives it; a reader that does not know a facet leaves it None."""

    id: str
    start: int
    end: int
    value: float | None
    value_hi: float | None = None
    unit: str | None = None
    kind: str | None = None
    modality: str | None = None
    comparator: str | None = None
    period: str | None = None
    place: str | None = None
    indicator: str | None = None
    indicator_id: str | None = None
    phrase: str = ""
    relation: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Miss:
    """One thing that a reader got wrong: which measure, where, what was right and what it said."""

    measure: str
    document: str
    lang: str
    quote: str
    right: str
    said: str


@dataclass
class Score:
    """Counts of several documents: hits, gold and read per F1 measure, hits and gold per share."""

    hits: Counter[str] = field(default_factory=Counter)
    gold: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    misses: list[Miss] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take in the counts of another score."""
        for mine, its in zip(self._counters(), other._counters(), strict=True):
            mine.update(its)
        self.misses += other.misses

    def _counters(self) -> tuple[Counter[str], ...]:
        return self.hits, self.gold, self.read

    def f1(self, measure: str) -> float | None:
        """2 x hits / (gold + read); None where there is neither."""
        total = self.gold[measure] + self.read[measure]
        return 2 * self.hits[measure] / total if total else None

    def share(self, measure: str) -> float | None:
        """Hits over the figures found; None where none was."""
        return self.hits[measure] / self.gold[measure] if self.gold[measure] else None

    def of(self, measure: str) -> float | None:
        """The measure, as F1 or as share."""
        return self.f1(measure) if measure in MEASURES else self.share(measure)


def score(doc: Document, found: Iterable[Found], names: Names, signed: bool = True) -> Score:
    """Score what a reader found in a document.

    Args:
        doc: the text with its gold.
        found: the figures read.
        names: names of the catalogue's cards, to compare indicators by.
        signed: False for readers that know no falls: then 3 % matches -3 %.
    """
    read = [one for one in found if one.value is not None]
    pairs = _pairs(doc, read, signed)
    matched = {one.id: gold for gold, one in pairs}
    result = Score()
    _count_found(doc, read, pairs, matched, result)
    for gold, one in pairs:
        if not gold.optional:
            _count_said(doc, gold, one, names, result)
    _count_links(doc, read, pairs, matched, result)
    return result


def _pairs(doc: Document, read: list[Found], signed: bool) -> list[tuple[Gold, Found]]:
    """Join each gold figure with the read one of its value that shares most of its span."""
    free = {one.id: one for one in read}
    pairs = []
    for gold in sorted(doc.figures, key=lambda gold: gold.optional):  # optional ones last
        fit = [
            one for one in free.values() if _shared(gold, one) and _same_value(gold, one, signed)
        ]
        if fit:
            best = max(fit, key=lambda one: _shared(gold, one))
            pairs.append((gold, free.pop(best.id)))
    return pairs


def _shared(gold: Gold, one: Found) -> int:
    return max(0, min(gold.end, one.end) - max(gold.start, one.start))


def _same_value(gold: Gold, one: Found, signed: bool) -> bool:
    if gold.value is None:
        return True
    mine = [gold.value] if gold.value_hi is None else sorted((gold.value, gold.value_hi))
    its = [value for value in (one.value, one.value_hi) if value is not None]
    if not signed:
        mine, its = [abs(value) for value in mine], [abs(value) for value in its]
    return len(mine) == len(its) and all(
        abs(a - b) <= 1e-9 * max(abs(a), abs(b)) for a, b in zip(mine, sorted(its), strict=True)
    )


def _count_found(
    doc: Document,
    read: list[Found],
    pairs: list[tuple[Gold, Found]],
    matched: dict[str, Gold],
    result: Score,
) -> None:
    """Count value, value with unit and the full tuple, each as hits, gold and read."""
    counted = [one for one in read if _counts(doc, one, matched)]
    wanted = [gold for gold in doc.figures if not gold.optional]
    for measure in ("value", "value+unit", "tuple"):
        result.gold[measure] += len(wanted)
        result.read[measure] += len(counted)
    hit = {gold.id for gold, _ in pairs}
    for gold in wanted:
        if gold.id not in hit:
            near = [one for one in read if _shared(gold, one)]
            said = "; ".join(f"{doc.text[one.start : one.end]} = {one.value}" for one in near)
            result.misses.append(
                Miss("value", doc.name, doc.lang, gold.quote, str(gold.value), said or "nothing")
            )
    for one in counted:
        if one.id not in matched:
            quote = doc.text[one.start : one.end]
            result.misses.append(
                Miss("value", doc.name, doc.lang, quote, "no figure, or another value", str(one))
            )


def _counts(doc: Document, one: Found, matched: dict[str, Gold]) -> bool:
    """Whether a read figure counts: not where all that it touches is optional."""
    if one.id in matched:
        return not matched[one.id].optional
    touched = [gold for gold in doc.gold if _shared(gold, one)]
    return not touched or not all(gold.optional for gold in touched)


def same_unit(gold: Gold, one: Found) -> bool:
    """Whether a unit is right; between two counts the noun is not compared."""
    return one.unit in gold.units or (one.kind == "count" and "count" in gold.kinds)


def _count_said(doc: Document, gold: Gold, one: Found, names: Names, result: Score) -> None:
    """Count what was said of a figure that was found."""
    verdicts = {
        "kind": one.kind in gold.kinds,
        "modality": one.modality in gold.modalities,
        "comparator": one.comparator in gold.comparators,
        "period": one.period in gold.periods,
        "place": same_place(gold.places, one.place),
        "indicator": same_indicator(gold, one, names),
    }
    said = {
        "kind": (gold.kinds, one.kind),
        "modality": (gold.modalities, one.modality),
        "comparator": (gold.comparators, one.comparator),
        "period": (gold.periods, one.period),
        "place": (gold.places, one.place),
        "indicator": ((gold.indicator, gold.indicator_id), (one.phrase, one.indicator_id)),
    }
    result.hits["value"] += 1
    unit = same_unit(gold, one)
    result.hits["value+unit"] += unit
    result.hits["tuple"] += unit and verdicts["kind"] and verdicts["period"]
    if not unit:
        result.misses.append(
            Miss("value+unit", doc.name, doc.lang, gold.quote, str(gold.units), str(one.unit))
        )
    for measure, right in verdicts.items():
        if measure == "place" and gold.places[0] is None:
            continue
        result.gold[measure] += 1
        result.hits[measure] += right
        if not right:
            wanted, told = said[measure]
            result.misses.append(
                Miss(measure, doc.name, doc.lang, gold.quote, str(wanted), str(told))
            )


def _count_links(
    doc: Document,
    read: list[Found],
    pairs: list[tuple[Gold, Found]],
    matched: dict[str, Gold],
    result: Score,
) -> None:
    """Count the links from derived figures to their level; to a repetition of it is right too."""
    by_id = {gold.id: gold for gold in doc.figures}
    found_of = {gold.id: one for gold, one in pairs}
    for gold in doc.figures:
        head = _head(gold.relation)
        if head is None or gold.optional or head not in by_id:
            continue
        result.gold["link"] += 1
        one = found_of.get(gold.id)
        target = _head(one.relation) if one else None
        to = matched.get(target) if target else None
        right = to is not None and _first(to, by_id) == _first(by_id[head], by_id)
        result.hits["link"] += right
        if one is not None and not right:
            said = to.quote if to else ("nothing" if target is None else "an unmatched figure")
            result.misses.append(
                Miss("link", doc.name, doc.lang, gold.quote, by_id[head].quote, said)
            )
    for one in read:
        if _head(one.relation) is None or not _counts(doc, one, matched):
            continue
        if _is_change_of_rate(matched.get(one.id)):
            continue
        result.read["link"] += 1
        if one.id in matched and _head(matched[one.id].relation) is None:
            quote = matched[one.id].quote
            result.misses.append(Miss("link", doc.name, doc.lang, quote, "no link", "a link"))


def _is_change_of_rate(gold: Gold | None) -> bool:
    """Whether the gold links a change in points to no rate: it may be linked, or need not."""
    points = gold is not None and "percentage_points" in gold.units
    return gold is not None and points and _head(gold.relation) is None


def _head(relation: dict[str, str]) -> str | None:
    return next((relation[name] for name in LINKS if name in relation), None)


def _first(gold: Gold, by_id: dict[str, Gold]) -> str:
    """Id of the figure that this one repeats, or its own."""
    first = gold.relation.get("repeats")
    return _first(by_id[first], by_id) if first in by_id and first != gold.id else gold.id


def gather(scores: Iterable[tuple[str, Score]]) -> Iterator[tuple[str, Score]]:
    """Add up scores by name, in the order in which the names come."""
    sums: dict[str, Score] = {}
    for name, one in scores:
        sums.setdefault(name, Score()).add(one)
    yield from sums.items()
