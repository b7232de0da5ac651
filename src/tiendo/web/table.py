"""The evaluation of a place as a table to print: topics, totals with their parts, and notes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby

from tiendo.cube.explain.row import Row
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.series import Breakdown
from tiendo.vocabulary.words import NOT_APPLICABLE, Measure
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.fields import (
    same_period_words,
    shown_field,
    shown_value,
    state_words,
    tags_of,
)
from tiendo.web.findings import Note, Notes
from tiendo.web.plans import PlanShown, plans_shown
from tiendo.web.problems import Link
from tiendo.web.shown import Named, Shown, named
from tiendo.web.texts import say


@dataclass(slots=True)
class Line:
    """A row of the table.

    Attributes:
        depth: how far its name is indented: 0 for a total.
        full_name: the name of the indicator and of the part, for lists outside the table.
        details: price basis and measure, where they need telling.
        state: why there is no value, in words; empty where there is one.
        tags: what kind of value it is: expected · estimate
    """

    name: Named
    depth: int = 0
    full_name: str = ""
    href: str = ""
    details: str = ""
    unit: str = ""
    value: Shown | None = None
    state: str = ""
    tags: str = ""
    same_period: Shown | None = None
    same_period_state: str = ""
    growth: Shown | None = None
    year_to_date: Shown | None = None
    plans: list[PlanShown] = field(default_factory=list)
    contribution: Shown | None = None
    share: Shown | None = None
    rank: str = ""
    known_at: str = ""
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class Heading:
    """The name of an indicator, or of one of its dimensions, over lines that have no total."""

    name: Named
    depth: int = 0
    details: str = ""


@dataclass(slots=True)
class Topic:
    """The lines of a topic, with headings among them."""

    name: str
    lines: list[Line | Heading]


@dataclass(slots=True)
class Table:
    """What is shown of a place and run."""

    topics: list[Topic]
    notes: list[Note]
    year_elapsed: str

    has_plans: bool
    has_contribution: bool
    has_share: bool
    has_rank: bool

    @property
    def columns(self) -> int:
        """How many columns there are; those that would stay empty are left out."""
        return 7 + self.has_plans + self.has_contribution + self.has_share + self.has_rank


def table_of(rows: Sequence[Row], asked: Asked) -> Table:
    """Return the table of an evaluation, its findings numbered through."""
    topics = []
    notes = Notes(asked.language)
    for topic, members in _by_topic(rows):
        lines: list[Line | Heading] = []
        for _, group in groupby(members, key=lambda r: (r.card.code, r.series.price_basis)):
            lines += _group(list(group), asked, notes)
        topics.append(Topic(words.topic(topic, asked.language), lines))
    elapsed = Decimal(100) * rows[0].period.last_month / 12 if rows else Decimal(0)
    return Table(
        topics=topics,
        notes=notes.listed,
        year_elapsed=formats.percent(elapsed, 1, asked.language),
        has_plans=any(row.plans for row in rows),
        has_contribution=any(row.contribution_pp is not None for row in rows),
        has_share=any(row.structure_share_pct is not None for row in rows),
        has_rank=any(row.rank is not None for row in rows),
    )


def _by_topic(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.card.topic, []).append(row)
    order = list(words.TOPICS)
    return sorted(
        found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)
    )


def _group(rows: list[Row], asked: Asked, notes: Notes) -> list[Line | Heading]:
    """Return the lines of one indicator on one price basis: total first, parts indented."""
    language = asked.language
    card = rows[0].card
    totals = [row for row in rows if not row.series.breakdown]
    parts = [row for row in rows if row.series.breakdown]
    if not totals and len({row.series for row in parts}) == 1:
        return [_line(row, asked, notes, Named(full_name(row, language)), 0) for row in parts]
    name = named(card.names, language)
    lines: list[Line | Heading] = [_line(row, asked, notes, name, 0) for row in totals]
    if not totals:
        basis = rows[0].series.price_basis
        lines = [Heading(name, details=_details(basis, Measure.LEVEL, language))]
    several = len({_dimensions(row.series.breakdown) for row in parts}) > 1
    for dimensions, members in groupby(parts, key=lambda r: _dimensions(r.series.breakdown)):
        if several:
            lines.append(Heading(_dimension_name(card, dimensions, language), depth=1))
        for row in members:
            cut = row.series.breakdown
            part = Named(card.breakdown_name(cut, language))
            line = _line(row, asked, notes, part, depth_of(card, cut) + several)
            line.details = _details(NOT_APPLICABLE, row.measure, language)
            lines.append(line)
    return lines


def _dimensions(cut: Breakdown) -> tuple[str, ...]:
    return tuple(dimension for dimension, _ in cut.pairs)


def _dimension_name(card: Indicator, dimensions: Iterable[str], language: str) -> Named:
    trees = [(dimension, card.tree(dimension)) for dimension in dimensions]
    return Named(" × ".join(named(tree.names, language).text if tree else d for d, tree in trees))


def depth_of(card: Indicator, cut: Breakdown) -> int:
    """Return how deep a part stands below its total: 1 for a part at the top of its tree."""
    deepest = 1
    for dimension, code in cut.pairs:
        tree = card.tree(dimension)
        parts, depth = (tree.parts if tree else ()), 1
        while parts and not any(part.code == code for part in parts):
            holder = next((p for p in parts if any(q.code == code for q in p.walk())), None)
            parts, depth = (holder.parts if holder else ()), depth + 1
        deepest = max(deepest, depth)
    return deepest


def full_name(row: Row, language: str) -> str:
    """Return the name of the indicator with that of the part."""
    part = row.card.breakdown_name(row.series.breakdown, language)
    name = named(row.card.names, language).text
    return f"{name}: {part}" if part else name


def _details(basis: str, measure: Measure, language: str) -> str:
    found = []
    if basis != NOT_APPLICABLE:
        found.append(words.price_basis(basis, language))
    if measure is not Measure.LEVEL:
        found.append(say(words.MEASURES[measure], language))
    return ", ".join(found)


def details_of(row: Row, language: str) -> str:
    """Return price basis and measure of a row, where they need telling."""
    return _details(row.series.price_basis, row.measure, language)


def line_of(row: Row, asked: Asked) -> Line:
    """Return the line of a row that stands alone."""
    return _line(row, asked, Notes(asked.language), Named(full_name(row, asked.language)), 0)


def _line(row: Row, asked: Asked, notes: Notes, name: Named, depth: int) -> Line:
    language = asked.language
    href = asked.link_to_trace(row.place, row.period, row.series, row.measure)
    about = full_name(row, language)
    return Line(
        name=name,
        depth=depth,
        full_name=about,
        href=href,
        details=details_of(row, language),
        unit=formats.unit(row.unit, language),
        value=shown_value(row, language, href),
        state=state_words(row, language),
        tags=tags_of(row, language),
        same_period=shown_field(row, "same_period", language, href),
        same_period_state=same_period_words(row, language),
        growth=shown_field(row, "growth_pct", language, href),
        year_to_date=shown_field(row, "year_to_date", language, href),
        plans=plans_shown(row, language, href),
        contribution=shown_field(row, "contribution_pp", language, href),
        share=shown_field(row, "structure_share_pct", language, href),
        rank=str(row.rank) if row.rank is not None else "",
        known_at=formats.day(row.known_at, language) if row.known_at else "",
        notes=notes.add(row, Link(about, href)),
    )
