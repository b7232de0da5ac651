"""Which part made how much of a growth: a chart and a table for each indicator that has parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.web.asked import Asked
from tiendo.web.board.line import Printer
from tiendo.web.board.rows import CubeRow
from tiendo.web.charts.bars import Bar, BarChart, bar_chart
from tiendo.web.exports import KINDS
from tiendo.web.labels import details_of, dimensions, full_name
from tiendo.web.shown import Shown
from tiendo.web.texts import listed

CONTRIBUTION_COLUMNS = ("part", "breakdown", "price_basis", "unit", "contribution_pp")
_UNIT = "percentage_points"


@dataclass(frozen=True, slots=True)
class Told:
    """What contributions are told together: the parts of an indicator by the same dimensions."""

    indicator: str
    price_basis: str
    by: str

    @classmethod
    def of(cls, row: CubeRow) -> Told:
        """Return to which of them a row belongs."""
        by = ",".join(dimensions(row.series.breakdown))
        return cls(row.card.code, row.series.price_basis, by)


@dataclass(frozen=True, slots=True)
class Contributions:
    """The contributions of the parts of one indicator, in percentage points of its growth.

    Attributes:
        values: the same as numbers, in the columns of a file.
        files: the same as files: the kind and its address.
    """

    told: Told
    name: str
    chart: BarChart
    rows: tuple[tuple[str, Shown], ...]
    values: tuple[tuple[str, str, str, str, float], ...]
    files: tuple[tuple[str, str], ...]


def contributions_of(
    rows: Sequence[CubeRow], asked: Asked, place: Place, run: Period
) -> tuple[Contributions, ...]:
    """Return the charts for the indicators of which at least two parts have a contribution."""
    found, language = [], asked.language
    parts = [row for row in rows if row.record["contribution_pp"] is not None]
    for told, members in groupby(parts, key=Told.of):
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
            values = tuple(
                (name, str(row.series.breakdown), told.price_basis, _UNIT, bar.value)
                for row, bar, (name, _) in zip(group, bars, shown, strict=True)
            )
            files = tuple((kind, _file(asked, place, run, told, kind)) for kind in KINDS)
            found.append(Contributions(told, whole, chart, tuple(shown), values, files))
    return tuple(found)


def _file(asked: Asked, place: Place, run: Period, told: Told, kind: str) -> str:
    steps = place.key, run, told.indicator, kind
    return asked.link("contributions-file", *steps, price_basis=told.price_basis, by=told.by)


def _total(row: CubeRow) -> CubeRow:
    series = row.series.with_breakdown(type(row.series.breakdown)())
    return CubeRow(row.place, row.card, series, row.measure, row.period, row.record)
