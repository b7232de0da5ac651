"""Foreign direct investment licensed, by province and by partner, year to date."""

from __future__ import annotations

import calendar
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .long_form import Figure, Month, Table, read_raw
from .names import PlaceNames, sources

RAW = "gso_fdi_by_province_monthly_2016_2025.csv"
TOTAL = "TỔNG SỐ"

PARTNERS = {
    "Anguilla": "AI",
    "Bru-nây": "BN",
    "Bác-ba-đốt": "BB",
    "Béc-mu-da": "BM",
    "Bê-li-xê": "BZ",
    "Bơ-mu-đa": "BM",
    "Bỉ": "BE",
    "Ca-na-da": "CA",
    "Các Tiểu vương quốc A-rập Thống nhất": "AE",
    "Cộng hòa Síp": "CY",
    "Hoa Kỳ": "US",
    "Hung-ga-ri": "HU",
    "Hà Lan": "NL",
    "Hàn Quốc": "KR",
    "I-ta-li-a": "IT",
    "I-xa-ren": "IL",
    "In-đô-nê-xi-a": "ID",
    "Lào": "LA",
    "Lúc-xăm-bua": "LU",
    "Ma-cao": "MO",
    "Ma-lai-xi-a": "MY",
    "Na-uy": "NO",
    "Ni-giê-ri-a": "NG",
    "Nhật Bản": "JP",
    "Niu Di-lân": "NZ",
    "Pa-ki-xtan": "PK",
    "Phi-li-pin": "PH",
    "Pháp": "FR",
    "Phần Lan": "FI",
    "Quần đảo Cay-man": "KY",
    "Quần đảo Vigin thuộc Anh": "VG",
    "Thái Lan": "TH",
    "Thổ Nhĩ Kỳ": "TR",
    "Thụy Sỹ": "CH",
    "Thụy Điển": "SE",
    "Trung Quốc": "CN",
    "Tây Ban Nha": "ES",
    "Tây Ấn thuộc Anh": "british_west_indies",
    "Vương quốc Anh": "GB",
    "Vương quốc Bỉ": "BE",
    "Xa-moa": "WS",
    "Xin-ga-po": "SG",
    "Xlô-va-ki": "SK",
    "Xây-Sen": "SC",
    "Ô-man": "OM",
    "Ôx-trây-li-a": "AU",
    "Đài Loan": "TW",
    "Đan Mạch": "DK",
    "Đặc khu hành chính Hồng Kông (TQ)": "HK",
    "Đức": "DE",
    "Ấn Độ": "IN",
}
"""Code of the breakdown by partner: ISO 3166-1 alpha-2 where there is one."""

HEADER = (
    *sources(
        "Foreign direct investment licensed, January 2016 to February 2025, year to date.",
        "monthly table of foreign direct investment",
    ),
    "known_at is assumed: the raw table bears no release date; the last day of the month is taken. "
    "Every figure is of the run January to the month, of which reports count the days up to a "
    "cut-off date.",
    "Up to February 2019 the table had one column of capital, the newly registered one (the yearly "
    "totals of 2016 to 2018 are those of new projects); the raw table calls it registered_ytd_musd "
    "and it is filed as new. From March 2019 on it had new and adjusted capital; their sum was "
    "computed by the raw repository and is left out here (the card fdi-registered derives it).",
    "Provinces and partners are those that a report lists; they do not add up to the total. "
    "'Bỉ' and 'Vương quốc Bỉ', 'Béc-mu-da' and 'Bơ-mu-đa' are one partner each. Turkey, filed "
    "under a wrong group by the raw table, is a partner.",
)


def convert(raw: Path, names: PlaceNames) -> Table:
    """Return the table of foreign direct investment."""
    rows = read_raw(raw / RAW)
    times = Counter((row["month"], row["unit"]) for row in rows)
    figures = tuple(
        figure
        for row in rows
        if times[row["month"], row["unit"]] == 1
        for figure in _figures(row, names)
    )
    return Table("fdi.csv", HEADER, len(rows), figures, _left_out(rows, times))


def _left_out(rows: list[dict[str, str]], times: Counter[tuple[str, str]]) -> tuple[str, ...]:
    """List the keys that stand more than once, with their different values."""
    lines = []
    for (month, unit), count in sorted(times.items()):
        if count > 1:
            told = {
                f"{row['projects_ytd']} projects, {row['new_registered_ytd_musd']} new, "
                f"{row['adjusted_ytd_musd']} adjusted"
                for row in rows
                if (row["month"], row["unit"]) == (month, unit)
            }
            lines.append(f"{month} {unit}: {count} rows ({'; '.join(sorted(told))})")
    if lines:
        lines.append(
            "The smaller of two values belongs to the American Virgin Islands, which the raw "
            "repository took for the British ones; which rows of 2022 and 2023 are whose is not "
            "certain"
        )
    return tuple(lines)


def _figures(row: dict[str, str], names: PlaceNames) -> Iterator[Figure]:
    month = Month.parse(row["month"])
    last_day = calendar.monthrange(month.year, month.number)[1]
    place, breakdown = "vn", ""
    if row["unit"] in PARTNERS:
        breakdown = f"partner={PARTNERS[row['unit']]}"
    elif row["unit"] != TOTAL:
        place = names[row["unit"]]
    if row["new_registered_ytd_musd"]:
        capital = {
            "fdi-new-registered": row["new_registered_ytd_musd"],
            "fdi-adjusted": row["adjusted_ytd_musd"],
        }
    else:
        capital = {"fdi-new-registered": row["registered_ytd_musd"]}
    for indicator, value in {"fdi-new-projects": row["projects_ytd"], **capital}.items():
        projects = indicator == "fdi-new-projects"
        yield Figure(
            place=place,
            indicator=indicator,
            breakdown=breakdown,
            price_basis="not_applicable" if projects else "current",
            run=month.to_date,
            kind="level",
            value=value,
            unit="projects" if projects else "m USD",
            known_at=f"{row['month']}-{last_day}",
        )
