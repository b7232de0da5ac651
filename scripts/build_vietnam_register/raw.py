"""Reading the raw tables, and mending them by the override file."""

from __future__ import annotations

import csv
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import yaml

CONVERSION, STATE = "conversion", "state-2026-04-30"
FILES = {
    CONVERSION: "vn_old_new_communes_2025-07-01.csv",
    STATE: "vn_communes_2025.csv",
}
PROVINCES = "vn_provinces_2025.csv"
RELATIONS = {
    "Giữ nguyên": "unchanged",
    "Đổi tên": "unchanged",
    "Đổi loại hình": "unchanged",
    "Nhập toàn bộ": "whole",
    "Nhập một phần": "part",
    "Nhập một phần diện tích": "part",
    "Nhâp một phần diện tích": "part",
    "Nhập một phần diện tích, toàn bộ dân số": "part_of_area_all_people",
}
"""What the notes of the official table say; others are kept as `relation` tells them."""

Row = dict[str, str]


@dataclass
class Raw:
    """The tables as they are used, and how they were mended.

    Attributes:
        conversion: rows of the conversion table, with `relation` in the pack's words and `line`.
        state: rows of the later list of communes.
        provinces: rows of the list of provinces.
        mended: each override with the rows that it mended.
        counts: raw counts, before anything was mended.
    """

    conversion: list[Row]
    state: list[Row]
    provinces: list[Row]
    mended: list[tuple[dict, list[str]]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def read(folder: Path, overrides: Path) -> Raw:
    """Return the raw tables of a folder, mended."""
    raw = Raw(
        _read(folder / FILES[CONVERSION]), _read(folder / FILES[STATE]), _read(folder / PROVINCES)
    )
    raw.counts = _counts(raw.conversion)
    for row in raw.conversion:
        row["relation"] = RELATIONS.get(row["note_vi"], row["relation"])
    tables = {CONVERSION: raw.conversion, STATE: raw.state}
    for entry in yaml.safe_load(overrides.read_text("utf-8")):
        found = [
            row
            for row in tables[entry["table"]]
            if all(row[column] == value for column, value in entry["rows"].items())
        ]
        if not found:
            raise SystemExit(f"{overrides.name}: no row of {entry['table']} has {entry['rows']}")
        for row in found:
            row |= entry["set"]
        raw.mended.append((entry, [row["line"] for row in found]))
    return raw


def _read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {column: _clean(value) for column, value in row.items()} | {"line": str(number)}
            for number, row in enumerate(csv.DictReader(file), start=2)
        ]


def _clean(text: str) -> str:
    """Return a cell in composed letters, without doubled spaces, its type in usual capitals."""
    text = " ".join(unicodedata.normalize("NFC", text).replace("’", "'").split())
    for shouted, usual in (("Thị Xã ", "Thị xã "), ("Thành Phố ", "Thành phố ")):
        if text.startswith(shouted):
            text = usual + text.removeprefix(shouted)
    return text


def _counts(rows: list[Row]) -> dict[str, int]:
    codes = {row["old_commune_code"] for row in rows}
    news: dict[str, set[str]] = {}
    for row in rows:
        if row["old_commune_code"]:
            news.setdefault(row["old_commune_code"], set()).add(row["new_commune_code"])
    return {
        "rows": len(rows),
        "old commune codes, the blank one with them": len(codes),
        "old commune codes": len(codes - {""}),
        "pairs of old code and name": len(
            {(r["old_commune_code"], r["old_commune"]) for r in rows if r["old_commune_code"]}
        ),
        "pairs of district and province code": len(
            {(r["old_district_code"], r["old_province_code"]) for r in rows}
        ),
        "old district codes": len({r["old_district_code"] for r in rows}),
        "old provinces by code and spelling": len(
            {(r["old_province_code"], r["old_province"]) for r in rows}
        ),
        "new units": len({r["new_commune_code"] for r in rows}),
        "rows with a part only": sum("một phần" in _one_space(r["note_vi"]) for r in rows),
        "of these all people with part of the area": sum(
            "toàn bộ dân số" in r["note_vi"] for r in rows
        ),
        "old codes that went to more than one new unit": sum(len(n) > 1 for n in news.values()),
    }


def _one_space(text: str) -> str:
    return " ".join(text.split())
