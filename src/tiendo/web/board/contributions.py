"""Which part made how much of a growth: a chart and a table for each indicator that has parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tiendo.web.board.line import Printer
from tiendo.web.board.rows import CubeRow
from tiendo.web.charts.bars import Bar, BarChart, bar_chart
from tiendo.web.labels import details_of, dimensions, full_name
from tiendo.web.shown import Shown
from tiendo.web.texts import listed


@dataclass(frozen=True, slots=True)
class Contributions:
    """The contributions of the parts of one indicator, in percentage points of its growth."""

    name: str
    chart: BarChart
    rows: tuple[tuple[str, Shown], ...]


def contributions_of(rows: Sequence[CubeRow], language: str) -> tuple[Contributions, ...]:
    """Return the charts for the indicators of which at least two parts have a contribution."""
    found = []
    parts = [row for row in rows if row.record["contribution_pp"] is not None]
    for _, members in groupby(
        parts,
        key=lambda row: (
            row.card.code, row.series.price_basis, dimensions(row.series.breakdown),
        ),
    ):  # fmt: skip
        group = list(members)
        if len(group) < 2:
            continue
        shown = [
            (
                row.card.breakdown_name(row.series.breakdown, language),
                Printer(row, language, "").number("contribution_pp") or Shown("–"),
            )
            for row in group
        ]
        bars = [
            Bar(name, row.record["contribution_pp"], number.text)
            for row, (name, number) in zip(group, shown, strict=True)
        ]
        chart = bar_chart(bars, language)
        if chart is not None:
            names = full_name(_total(group[0]), language), details_of(group[0], language)
            whole = listed(names, language)
            found.append(Contributions(whole, chart, tuple(shown)))
    return tuple(found)


def _total(row: CubeRow) -> CubeRow:
    series = row.series.with_breakdown(type(row.series.breakdown)())
    return CubeRow(row.place, row.card, series, row.measure, row.period, row.record)
