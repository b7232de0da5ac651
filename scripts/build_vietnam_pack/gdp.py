"""Gross domestic product at constant 2010 prices by industry, quarterly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tiendo.vocabulary.period import Period

from .long_form import ESTIMATE, Figure, Table, read_raw
from .names import sources

RAW = "gso_gdp_constant2010_quarterly.csv"

LAST_CUMULATIVE = (2018, 2)
"""The last quarter whose report states the year to date; later ones state the quarter alone."""

SECTORS = {
    "TỔNG SỐ": "",
    "Nông, lâm nghiệp và thủy sản": "agriculture",
    "Nông nghiệp": "farming",
    "Lâm nghiệp": "forestry",
    "Thủy sản": "fishery",
    "Công nghiệp và xây dựng": "industry_construction",
    "Công nghiệp": "industry",
    "Khai khoáng": "mining",
    "Công nghiệp chế biến, chế tạo": "manufacturing",
    "Sản xuất và phân phối điện, khí đốt, nước nóng, hơi nước và điều hòa không khí": "electricity",
    "Cung cấp nước; hoạt động quản lý và xử lý rác thải, nước thải": "water",
    "Xây dựng": "construction",
    "Dịch vụ": "services",
    "Bán buôn và bán lẻ; sửa chữa ô tô, mô tô, xe máy và xe có động cơ khác": "trade",
    "Vận tải, kho bãi": "transport",
    "Dịch vụ lưu trú và ăn uống": "accommodation_food",
    "Thông tin và truyền thông": "information",
    "Hoạt động tài chính, ngân hàng và bảo hiểm": "finance",
    "Hoạt động kinh doanh bất động sản": "real_estate",
    "Hoạt động chuyên môn, khoa học và công nghệ": "professional",
    "Hoạt động hành chính và dịch vụ hỗ trợ": "administrative",
    "Hoạt động của Đảng Cộng sản, tổ chức chính trị-xã hội; quản lý Nhà nước, an ninh quốc phòng; "
    "đảm bảo xã hội bắt buộc": "public_administration",
    "Giáo dục và đào tạo": "education",
    "Y tế và hoạt động trợ giúp xã hội": "health",
    "Nghệ thuật, vui chơi và giải trí": "arts",
    "Hoạt động dịch vụ khác": "other_services",
    "Hoạt động làm thuê các công việc trong các hộ gia đình, sản xuất sản phẩm vật chất và dịch vụ "
    "tự tiêu dùng của hộ gia đình": "households",
    "Thuế sản phẩm trừ trợ cấp sản phẩm": "product_taxes",
}
OWNED_DWELLINGS = "Khấu hao nhà ở dân cư"
"""A row of one report only, a part of real estate there."""

HEADER = (
    *sources(
        "Gross domestic product at constant 2010 prices, first quarter of 2014 to fourth of 2024.",
        "quarterly table of gross domestic product at constant 2010 prices",
    ),
    "Column 'Tổng số' is the year to date up to the second quarter of 2018 and the quarter alone "
    "from the third on (shown by its size and by the stated growth, which refers to the same run); "
    "YOY is the growth on the same period in percent. Both are first estimates, known on the "
    "release date.",
    "Breaks in series: 2015-01 (product taxes less subsidies stand apart from then on) and 2021-01 "
    "(re-evaluated product, +29.6 % in level). Growth across them is the stated one only.",
    "Column Percent (share in the total) is left out: at constant prices it is no structure, and "
    "it can be derived.",
)


def convert(raw: Path) -> Table:
    """Return the table of gross domestic product."""
    rows = read_raw(raw / RAW)
    times = Counter((row["Ngành"], row["Date"]) for row in rows)
    taken = [row for row in rows if _refusal(row, times) is None]
    figures = tuple(figure for row in taken for figure in _figures(row))
    refusals = (_refusal(row, times) for row in rows)
    left_out = tuple(text for text in refusals if text is not None)
    return Table("gdp.csv", HEADER, len(rows), figures, left_out)


def _refusal(row: dict[str, str], times: Counter[tuple[str, str]]) -> str | None:
    name, day, value = row["Ngành"], row["Date"], row["Tổng số"]
    if name == OWNED_DWELLINGS:
        return f"{_run(day)} {name} ({value}): a row of this report only, part of real estate"
    if times[name, day] > 1:
        return f"{_run(day)} {name} ({value}): stands twice with different values"
    return None


def _run(day: str) -> Period:
    year, quarter = int(day[:4]), (int(day[5:7]) + 2) // 3
    first = 1 if (year, quarter) <= LAST_CUMULATIVE else 3 * quarter - 2
    return Period(12 * year + first - 1, 12 * year + 3 * quarter - 1)


def _figures(row: dict[str, str]) -> Iterator[Figure]:
    sector = SECTORS[row["Ngành"]]
    for kind, column, unit in (("level", "Tổng số", "bn VND"), ("growth", "YOY", "percent")):
        yield Figure(
            place="vn",
            indicator="gdp",
            breakdown=f"sector={sector}" if sector else "",
            price_basis="constant_2010",
            run=_run(row["Date"]),
            kind=kind,
            value=row[column],
            unit=unit,
            status=ESTIMATE,
            known_at=row["Date"],
        )
