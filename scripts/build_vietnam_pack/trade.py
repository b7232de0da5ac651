"""Exports and imports of goods by ownership, monthly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiendo.vocabulary.period import Period

from .long_form import ESTIMATE, Figure, Month, Table, once_in_january, read_raw
from .names import sources

RAW = "gso_trade_monthly.csv"

BREAKDOWNS = {
    "TỔNG TRỊ GIÁ": "",
    "Khu vực kinh tế trong nước": "ownership=domestic",
    "Khu vực có vốn đầu tư NN": "ownership=fdi",
}
INDICATORS = {"XK": "export-turnover", "NK": "import-turnover"}

EMPTY_GROWTH = "-100.0"
"""What the raw table holds where the printed growth was empty (0 turned into a change)."""

HEADER = (
    *sources(
        "Exports and imports of goods, January 2014 to February 2025.",
        "monthly tables of exports and imports of goods",
    ),
    "What the columns hold was found by recomputing them: Total-M-* is the estimate of the month; "
    "Total-YOY-*, in spite of its name, the year to date (equal to the month in January, and "
    "larger by about the month from then on); YOY-* and YTD-YOY-* are changes on the same period "
    "in percent, blank for single months up to August 2018 except January. All are filed as "
    "estimates, known on the release date. In January the month and the year to date are one run "
    "and filed once (they agree in every row).",
    "Changes on the month before (MOM-*), the balance and the sum of exports and imports are left "
    "out: the raw repository computed them.",
)


def convert(raw: Path) -> Table:
    """Return the table of exports and imports."""
    rows = read_raw(raw / RAW)
    figures = tuple(
        figure for row in rows for direction in INDICATORS for figure in _figures(row, direction)
    )
    left_out = tuple(
        f"{INDICATORS[direction]} {BREAKDOWNS[row['Ngành']] or 'total'} {row['Month']}: growth of "
        "the year to date is -100, an empty cell of the workbook turned into a change"
        for row in rows
        for direction in INDICATORS
        if row[f"YTD-YOY-{direction}"] == EMPTY_GROWTH
    )
    return Table("trade.csv", HEADER, len(rows), figures, left_out)


def _figures(row: dict[str, str], direction: str) -> Iterator[Figure]:
    month = Month.parse(row["Month"])
    single, to_date = f"Total-M-{direction}", f"Total-YOY-{direction}"
    growth, growth_to_date = f"YOY-{direction}", f"YTD-YOY-{direction}"
    once_in_january(month, row[single], row[to_date], INDICATORS[direction])
    once_in_january(month, row[growth], row[growth_to_date], INDICATORS[direction])

    def figure(run: Period, kind: str, column: str) -> Figure:
        return Figure(
            place="vn",
            indicator=INDICATORS[direction],
            breakdown=BREAKDOWNS[row["Ngành"]],
            run=run,
            kind=kind,
            value=row[column],
            unit="m USD" if kind == "level" else "percent",
            status=ESTIMATE,
            known_at=row["Date"],
        )

    yield figure(month.to_date, "level", to_date)
    if row[growth_to_date] != EMPTY_GROWTH:
        yield figure(month.to_date, "growth", growth_to_date)
    if not month.is_january:
        yield figure(month.run, "level", single)
        if row[growth]:
            yield figure(month.run, "growth", growth)
