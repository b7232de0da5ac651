"""State-budget investment by level of management, ministry and province, monthly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiendo.vocabulary.period import Period

from .long_form import ESTIMATE, PRELIMINARY, Figure, Month, Table, once_in_january, read_raw
from .names import PlaceNames, sources

RAW = "gso_state_budget_investment_monthly_2012_2025.csv"
INDICATOR = "state-budget-investment"
UNIT = "bn VND"

BREAKDOWNS = {
    "TỔNG SỐ": "",
    "Trung ương": "management=central",
    "Địa phương": "management=local",
    "Vốn ngân sách NN cấp tỉnh": "management=province",
    "Vốn ngân sách NN cấp huyện": "management=district",
    "Vốn ngân sách NN cấp xã": "management=commune",
    "Bộ Giao thông Vận tải": "ministry=transport",
    "Bộ NN và PTNT": "ministry=agriculture",
    "Bộ Xây dựng": "ministry=construction",
    "Bộ Giáo dục - Đào tạo": "ministry=education",
    "Bộ Y tế": "ministry=health",
    "Bộ Văn hoá, Thể thao và Du lịch": "ministry=culture",
    "Bộ Công Thương": "ministry=industry_trade",
    "Bộ Tài nguyên và Môi trường": "ministry=environment",
    "Bộ Khoa học và Công nghệ": "ministry=science",
    "Bộ Thông tin và Truyền thông": "ministry=information",
}
"""The rows of the table that are the country's; all others are provinces."""

HEADER = (
    *sources(
        "State-budget investment realised, January 2012 to February 2025, every month's report.",
        "monthly table of investment from the state budget",
    ),
    "Each row of the raw table gives up to five figures, all known on its release date: the "
    "estimate of the month; the preliminary figure of the month before; the year to date "
    "(estimate); its share of the year plan, whose assigner is not named; its growth on the same "
    "period. In January the month and the year to date are one run and filed once (they agree in "
    "every row).",
    "Total, levels of management, ministries and provinces overlap and must not be added across. "
    "A province is filed as a place with management=local; the table lists only some provinces "
    "each month (55 of 63 ever).",
    "Column month_revised_bn is left out because it is the next report's figure, and "
    "implied_year_plan_bn because it is derived.",
)


def convert(raw: Path, names: PlaceNames) -> Table:
    """Return the table of state-budget investment."""
    rows = read_raw(raw / RAW)
    figures = tuple(figure for row in rows for figure in _figures(row, names))
    return Table("state-budget-investment.csv", HEADER, len(rows), figures)


def _figures(row: dict[str, str], names: PlaceNames) -> Iterator[Figure]:
    unit_name, month = row["unit"], Month.parse(row["month"])
    if unit_name in BREAKDOWNS:
        place, breakdown = "vn", BREAKDOWNS[unit_name]
    else:
        place, breakdown = names[unit_name], "management=local"
    estimate, to_date = row["month_estimate_bn"], row["ytd_cumulative_bn"]
    once_in_january(month, estimate, to_date, unit_name)

    def figure(run: Period, kind: str, column: str, status: str = ESTIMATE) -> Figure:
        return Figure(
            place=place,
            indicator=INDICATOR,
            breakdown=breakdown,
            run=run,
            kind=kind,
            value=row[column],
            unit=UNIT if kind == "level" else "percent",
            status=status,
            known_at=row["release_date"],
        )

    yield figure(month.to_date, "level", "ytd_cumulative_bn")
    if not month.is_january:
        yield figure(month.run, "level", "month_estimate_bn")
    if row["prev_month_revised_bn"]:
        yield figure(month.before.run, "level", "prev_month_revised_bn", PRELIMINARY)
    yield figure(month.to_date, "plan_share", "ytd_pct_of_year_plan")
    yield figure(month.to_date, "growth", "ytd_change_vs_same_period_pct")
