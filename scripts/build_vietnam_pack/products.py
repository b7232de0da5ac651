"""Output of main industrial products, monthly."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tiendo.vocabulary.period import Period

from .long_form import ESTIMATE, PRELIMINARY, Figure, Month, Table, once_in_january, read_raw
from .names import sources

RAW = "gso_industrial_products_monthly.csv"

PRODUCTS = {
    "Than đá (than sạch)": ("output-coal", "k t"),
    "Dầu mỏ thô khai thác": ("output-crude-oil", "k t"),
    "Khí đốt thiên nhiên dạng khí": ("output-natural-gas", "m m3"),
    "Khí hoá lỏng (LPG)": ("output-lpg", "k t"),
    "Xăng, dầu": ("output-petrol", "k t"),
    "Alumin": ("output-alumina", "k t"),
    "Thuỷ hải sản chế biến": ("output-processed-seafood", "k t"),
    "Sữa tươi": ("output-fresh-milk", "m litres"),
    "Sữa bột": ("output-milk-powder", "k t"),
    "Đường kính": ("output-sugar", "k t"),
    "Bột ngọt": ("output-glutamate", "k t"),
    "Thức ăn cho gia súc": ("output-animal-feed", "k t"),
    "Thức ăn cho thủy sản": ("output-aquatic-feed", "k t"),
    "Bia": ("output-beer", "m litres"),
    "Thuốc lá điếu": ("output-cigarettes", "m packs"),
    "Vải dệt từ sợi tự nhiên": ("output-natural-fabric", "m m2"),
    "Vải dệt từ sợi tổng hợp hoặc sợi nhân tạo": ("output-synthetic-fabric", "m m2"),
    "Quần áo mặc thường": ("output-clothes", "m pieces"),
    "Giày, dép da": ("output-leather-footwear", "m pairs"),
    "Phân U rê": ("output-urea", "k t"),
    "Phân hỗn hợp N.P.K": ("output-npk-fertiliser", "k t"),
    "Sơn hoá học": ("output-paint", "k t"),
    "Xi măng": ("output-cement", "m t"),
    "Sắt, thép thô": ("output-crude-steel", "k t"),
    "Thép cán": ("output-rolled-steel", "k t"),
    "Thép thanh, thép góc": ("output-steel-bars", "k t"),
    "Điện thoại di động": ("output-mobile-phones", "m phones"),
    "Tivi": ("output-televisions", "k televisions"),
    "Ô tô": ("output-cars", "k cars"),
    "Xe máy": ("output-motorcycles", "k motorcycles"),
    "Điện sản xuất": ("output-electricity", "bn kWh"),
    "Nước máy thương phẩm": ("output-tap-water", "m m3"),
}
"""Code and unit by name. The raw table has no unit column: these are the units of the statistics
office's standard table, each confirmed by the size of the yearly output."""

LEFT_OUT = {
    "Linh kiện điện thoại": "thousand billions of dong have no unit here without moving decimals",
    "Dầu gội đầu, dầu xả": "the unit changes between tonnes and thousand tonnes from row to row",
    "Sữa tắm, sữa rửa mặt": "the unit changes between tonnes and thousand tonnes from row to row",
    "Bột giặt và các chế phẩm dùng để tẩy, rửa": "three reports only; the unit is not certain",
    "Gạch xây bằng đất nung": "discontinued in 2014; the unit is not certain",
    "Xe chở khách": "discontinued in 2014; the unit is not certain",
    "Xe tải": "discontinued in 2014; the unit is not certain",
}

MULTIPLIED = {
    "Thuỷ hải sản chế biến",
    "Thức ăn cho gia súc",
    "Thuốc lá điếu",
    "Vải dệt từ sợi tổng hợp hoặc sợi nhân tạo",
    "Giày, dép da",
    "Sơn hoá học",
}
MULTIPLIED_MONTHS = ("2017-03", "2017-04", "2017-05")
"""Months in whose tables those products stand at two to four times their size: their own stated
growth, and the year to date of June 2017, contradict them."""

WRONG_TO_DATE = {("Alumin", "2018-09")}
"""Years to date that lie below the one of the month before by more than its whole size."""

FIRST_MONTHLY = "2018-08"
"""From this report on, Total-Pre-Month is the month before; until then it is the year to date,
except in January (December alone) and February (January is both)."""

HEADER = (
    *sources(
        "Output of main industrial products, January 2013 to February 2025.",
        "monthly table of main industrial products",
    ),
    "Taken over, all known on the release date: the estimate of the month (E-Total-M), the year to "
    "date (Total-YTD, estimate), their growth on the same period in percent (YOY, YTD-YOY), and "
    "the preliminary figure of the month before (Total-Pre-Month) where the column holds it: it is "
    "the year to date in the reports of March to December up to July 2018 (found row by row by "
    "comparing it with the estimate of the month before and with Total-YTD less E-Total-M). In "
    "January the month and the year to date are one run and filed once (they agree in every row).",
    "The raw table has no unit column: units are those of the statistics office's standard table, "
    "confirmed by the size of the yearly output.",
    "Columns Total-M and MOM are left out because they hold the next report's figure, and E-MOM "
    "because it compares with the month before.",
    "Printed figures that contradict each other are kept (crude steel of September to December "
    "2020, petrol to date of September 2021): checks are meant to find them.",
)


def convert(raw: Path) -> Table:
    """Return the table of industrial products."""
    rows = read_raw(raw / RAW)
    taken = [row for row in rows if row["Ngành"] in PRODUCTS and not _multiplied(row)]
    figures = tuple(figure for row in taken for figure in _figures(row))
    left_out = [f"{name}: {reason}" for name, reason in LEFT_OUT.items()]
    left_out += [
        f"{name}, reports of March to May 2017: two to four times their size, against their own "
        "stated growth and the later year to date"
        for name in sorted(MULTIPLIED)
    ]
    left_out += [
        f"{name} {month}, year to date and its growth: below the one of the month before"
        for name, month in sorted(WRONG_TO_DATE)
    ]
    return Table("industrial-products.csv", HEADER, len(rows), figures, tuple(left_out))


def _multiplied(row: dict[str, str]) -> bool:
    return row["Ngành"] in MULTIPLIED and row["Month"] in MULTIPLIED_MONTHS


def _holds_month_before(row: dict[str, str]) -> bool:
    return row["Month"] >= FIRST_MONTHLY or row["Month"][-2:] in ("01", "02")


def _figures(row: dict[str, str]) -> Iterator[Figure]:
    name, month = row["Ngành"], Month.parse(row["Month"])
    indicator, unit = PRODUCTS[name]
    once_in_january(month, row["E-Total-M"], row["Total-YTD"], name)
    once_in_january(month, row["YOY"], row["YTD-YOY"], name)

    def figure(run: Period, kind: str, column: str, status: str = ESTIMATE) -> Figure:
        return Figure(
            place="vn",
            indicator=indicator,
            price_basis="not_applicable",
            run=run,
            kind=kind,
            value=row[column],
            unit=unit if kind == "level" else "percent",
            status=status,
            known_at=row["Date"],
        )

    yield figure(month.run, "level", "E-Total-M")
    yield figure(month.run, "growth", "YOY")
    if not month.is_january and (name, row["Month"]) not in WRONG_TO_DATE:
        yield figure(month.to_date, "level", "Total-YTD")
        yield figure(month.to_date, "growth", "YTD-YOY")
    if _holds_month_before(row):
        yield figure(month.before.run, "level", "Total-Pre-Month", PRELIMINARY)
