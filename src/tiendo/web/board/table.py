"""The rows of a board in the order in which they are printed: topics, totals with their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from tiendo.vocabulary.folding import fold
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import NOT_APPLICABLE, Measure, State
from tiendo.web import formats, words
from tiendo.web.asked import Asked
from tiendo.web.board.line import Line, line_of
from tiendo.web.board.query import BoardQuery
from tiendo.web.board.rows import CubeRow
from tiendo.web.labels import (
    depth_of,
    details,
    details_of,
    dimension_name,
    dimensions,
    full_name,
)
from tiendo.web.plans import Standing
from tiendo.web.shown import Named, named

PlanKey: TypeAlias = tuple[Series, str | None, str]
"""Series, assigner and kind of a plan figure."""

NOTHING_TOLD: Mapping[PlanKey, Standing] = {}
FIXED_COLUMNS = 8
NO_TOPIC = "other"
_ABSENT = (State.MISSING, State.PARTIAL, State.NOT_DUE)


@dataclass(slots=True)
class Heading:
    """The name of an indicator, or of one of its dimensions, over lines that have no total."""

    name: Named
    depth: int = 0
    details: str = ""
    href: str = ""


@dataclass(slots=True)
class Topic:
    """The lines of a topic, with headings among them.

    Attributes:
        code: what the topic is called in addresses.
        count: how many rows it has, also where it is folded and `lines` is empty.
    """

    code: str
    name: str
    count: int
    folded: bool
    lines: list[Line | Heading] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """What is shown of a place and run.

    Attributes:
        rows: the rows that are shown, in their order: what a download holds.
        total: how many there are without filters.
    """

    topics: list[Topic]
    rows: list[CubeRow]
    total: int
    year_elapsed: str
    has_plans: bool
    has_contribution: bool
    has_share: bool
    has_rank: bool

    @property
    def columns(self) -> int:
        """How many columns there are; those that would stay empty are left out."""
        more = self.has_plans + self.has_contribution + self.has_share + self.has_rank
        return FIXED_COLUMNS + more


def table_of(
    rows: Sequence[CubeRow],
    asked: Asked,
    query: BoardQuery,
    changed: frozenset[str] = frozenset(),
    told: Mapping[PlanKey, Standing] = NOTHING_TOLD,
) -> Table:
    """Return the table of an evaluation as its address asks for it.

    Args:
        changed: indicators about which something changed with the last vintage.
        told: where each plan figure stands, where that was asked for.
    """
    shown = [row for row in rows if _is_wanted(row, asked, query, changed, told)]
    topics, ordered = list[Topic](), list[CubeRow]()
    for code, members in _by_topic(shown):
        folded = code in query.folded
        topic = Topic(
            code,
            words.topic("" if code == NO_TOPIC else code, asked.language),
            len(members),
            folded,
        )
        for group in _groups(members, asked, query):
            ordered += group
            if not folded:
                topic.lines += _group(group, asked, told)
        topics.append(topic)
    elapsed = Decimal(100) * rows[0].period.last_month / 12 if rows else Decimal(0)
    return Table(
        topics=topics,
        rows=ordered,
        total=len(rows),
        year_elapsed=formats.percent(elapsed, 1, asked.language),
        has_plans=any(row.record["plans"] for row in shown),
        has_contribution=any(row.record["contribution_pp"] is not None for row in shown),
        has_share=any(row.record["structure_share_pct"] is not None for row in shown),
        has_rank=any(row.record["rank"] is not None for row in shown),
    )


# ---- which rows ---------------------------------------------------------------------------------


def _is_wanted(
    row: CubeRow,
    asked: Asked,
    query: BoardQuery,
    changed: frozenset[str],
    told: Mapping[PlanKey, Standing],
) -> bool:
    if query.topic and topic_of(row) != query.topic:
        return False
    if query.text and fold(query.text) not in fold(full_name(row, asked.language)):
        return False
    if query.status and query.status not in _statuses(row, told):
        return False
    match query.show:
        case "plans":
            return bool(row.record["plans"])
        case "findings":
            return bool(row.record["findings"])
        case "missing":
            return row.state in _ABSENT
        case "changed":
            return row.card.code in changed
    return True


def topic_of(row: CubeRow) -> str:
    """Return what the topic of a row is called in addresses."""
    return row.card.topic or NO_TOPIC


def _statuses(row: CubeRow, told: Mapping[PlanKey, Standing]) -> set[str]:
    keys = [(row.series, plan["assigner"], plan["kind"]) for plan in row.record["plans"]]
    return {told[key].status.code for key in keys if key in told}


def _by_topic(rows: Sequence[CubeRow]) -> list[tuple[str, list[CubeRow]]]:
    found: dict[str, list[CubeRow]] = {}
    for row in rows:
        found.setdefault(topic_of(row), []).append(row)
    order = list(words.TOPICS)
    return sorted(
        found.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)
    )


# ---- in which order -----------------------------------------------------------------------------


def _groups(rows: list[CubeRow], asked: Asked, query: BoardQuery) -> list[list[CubeRow]]:
    """Return the rows of a topic, an indicator on one price basis at a time, as they are sorted."""
    groups = [
        list(group)
        for _, group in groupby(rows, key=lambda row: (row.card.code, row.series.price_basis))
    ]
    if not query.sort:
        return groups
    keyed = [(_sort_key(group[0], asked, query.sort), group) for group in groups]
    known = sorted(
        (item for item in keyed if item[0] is not None),
        key=lambda item: item[0],  # type: ignore[arg-type,return-value]
        reverse=query.falling,
    )
    return [group for _, group in known] + [group for key, group in keyed if key is None]


def _sort_key(row: CubeRow, asked: Asked, sort: str) -> str | float | None:
    record = row.record
    if sort == "name":
        return fold(full_name(row, asked.language))
    if sort == "share":
        shares = [plan["share_pct"] for plan in record["plans"] if plan["share_pct"] is not None]
        return max(shares) if shares else None
    field_name = {
        "growth": "growth_pct",
        "contribution": "contribution_pp",
    }.get(sort, sort)
    found: float | None = record[field_name]
    return found


def _group(
    rows: list[CubeRow], asked: Asked, told: Mapping[PlanKey, Standing]
) -> list[Line | Heading]:
    """Return the lines of one indicator on one price basis: total first, parts indented."""
    language = asked.language
    card = rows[0].card
    totals = [row for row in rows if not row.series.breakdown]
    parts = [row for row in rows if row.series.breakdown]
    if not totals and len({row.series for row in parts}) == 1:
        return [_line(row, asked, Named(full_name(row, language)), 0, told) for row in parts]
    name = named(card.names, language)
    lines: list[Line | Heading] = [_line(row, asked, name, 0, told) for row in totals]
    if not totals:
        basis = rows[0].series.price_basis
        lines = [Heading(name, details=details(basis, Measure.LEVEL, language))]
    several = len({dimensions(row.series.breakdown) for row in parts}) > 1
    for cut, members in groupby(parts, key=lambda row: dimensions(row.series.breakdown)):
        if several:
            lines.append(Heading(dimension_name(card, cut, language), depth=1))
        for row in members:
            part = Named(card.breakdown_name(row.series.breakdown, language))
            depth = depth_of(card, row.series.breakdown) + several
            line = _line(row, asked, part, depth, told)
            line.details = details(NOT_APPLICABLE, row.measure, language)
            lines.append(line)
    return lines


def _line(
    row: CubeRow,
    asked: Asked,
    name: Named,
    depth: int,
    told: Mapping[PlanKey, Standing],
) -> Line:
    line = line_of(row, asked, name, full_name(row, asked.language), depth)
    line.details = details_of(row, asked.language)
    if told:
        pairs = zip(line.plans, row.record["plans"], strict=True)
        line.plans = tuple(
            replace(shown, standing=told.get((row.series, plan["assigner"], plan["kind"])))
            for shown, plan in pairs
        )
    return line
