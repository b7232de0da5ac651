"""Retail sales of goods and services by kind of activity and ownership, monthly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiendo.vocabulary.period import Period

from .long_form import ESTIMATE, PRELIMINARY, Figure, Month, Table, once_in_january, read_raw
from .names import sources

RAW = "gso_retail_sales_monthly.csv"

BREAKDOWNS = {
    "TỔNG SỐ": "",
    "Bán lẻ hàng hóa": "activity=goods",
    "Dịch vụ lưu trú, ăn uống": "activity=accommodation_food",
    "Du lịch lữ hành": "activity=travel",
    "Dịch vụ khác": "activity=other_services",
    "Nhà nước": "ownership=state",
    "Ngoài nhà nước": "ownership=non_state",
    "Tập thể": "ownership=collective",
    "Tư nhân": "ownership=private",
    "Cá thể": "ownership=household",
    "Khu vực có vốn đầu tư nước ngoài": "ownership=fdi",
}

HEADER = (
    *sources(
        "Retail sales of goods and service revenue, January 2012 to February 2025.",
        "monthly table of retail sales",
    ),
    "Taken over, all known on the release date: the estimate of the month (E-M), the preliminary "
    "figure of the month before (Pre-M), the year to date (YTD, estimate), and the ratios to the "
    "same period of the month (M-YOY) and of the year to date (YTD-YOY). Both are levels: 109.4 "
    "means 9.4 % more. In January the month and the year to date are one run and filed once (they "
    "agree in every row).",
    "Columns M and MOM are left out because they hold the next report's figure, and E-MOM because "
    "it compares with the month before.",
)


def convert(raw: Path) -> Table:
    """Return the table of retail sales."""
    rows = read_raw(raw / RAW)
    figures = tuple(figure for row in rows for figure in _figures(row))
    return Table("retail-sales.csv", HEADER, len(rows), figures)


def _figures(row: dict[str, str]) -> Iterator[Figure]:
    month = Month.parse(row["Month"])
    for single, to_date in (("E-M", "YTD"), ("M-YOY", "YTD-YOY")):
        if row[single]:
            once_in_january(month, row[single], row[to_date], row["Phân Loại"])

    def figure(run: Period, kind: str, column: str, status: str = ESTIMATE) -> Figure:
        return Figure(
            place="vn",
            indicator="retail-sales",
            breakdown=BREAKDOWNS[row["Phân Loại"]],
            run=run,
            kind=kind,
            value=row[column],
            unit="bn VND" if kind == "level" else "percent",
            status=status,
            known_at=row["Date"],
        )

    yield figure(month.to_date, "level", "YTD")
    yield figure(month.to_date, "base_ratio", "YTD-YOY")
    if not month.is_january:
        yield figure(month.run, "level", "E-M")
        if row["M-YOY"]:
            yield figure(month.run, "base_ratio", "M-YOY")
    if row["Pre-M"]:
        yield figure(month.before.run, "level", "Pre-M", PRELIMINARY)
