"""Reading of the packaged Vietnam data with nothing but csv and yaml, for the tests beside."""

from __future__ import annotations

import csv
import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import yaml

PACK = Path(__file__).parents[2] / "src" / "tiendo" / "packs" / "vietnam"
FIGURES = sorted((PACK / "figures").glob("*.csv"))
LOCALITIES = {
    "binh-lieu-2025.csv": 13,
    "cam-pha-2024-h1.csv": 15,
    "ninh-thuan-2024-q1.csv": 13,
    "que-son-2023.csv": 9,
}
STATISTICS = {path.name for path in FIGURES} - set(LOCALITIES)
LANGUAGES = {"vi", "en", "ar", "ru"}
NAMED = {
    "Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12),
    "9M": (1, 9),
}  # fmt: skip
Row = dict[str, str]


@cache
def rows(name: str) -> tuple[Row, ...]:
    with (PACK / "figures" / name).open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(line for line in stream if not line.startswith("#")))


def figures(name: str, **wanted: str) -> list[Row]:
    """The lines of a file whose cells are as `wanted`."""
    return [row for row in rows(name) if all(row[column] == w for column, w in wanted.items())]


def value(name: str, **wanted: str) -> str:
    """The value of the only line that is as `wanted`."""
    (found,) = figures(name, **wanted)
    return found["value"]


def read(name: str) -> list[dict]:
    return yaml.safe_load((PACK / name).read_text(encoding="utf-8"))


@cache
def places() -> dict[str, dict]:
    listed = read("places.yaml")
    by_key = {place["key"]: place for place in listed}
    assert len(by_key) == len(listed) == len({place["id"] for place in listed})
    return by_key


@cache
def cards() -> dict[str, dict]:
    files = sorted((PACK / "indicators").glob("*.yaml"))
    listed = [card for path in files for card in read(f"indicators/{path.name}")]
    by_code = {card["code"]: card for card in listed}
    assert len(by_code) == len(listed)
    return by_code


def parts(entries: list[dict]) -> Iterator[dict]:
    for entry in entries:
        yield entry
        yield from parts(entry["parts"])


def run(period: str) -> tuple[int, int, int]:
    """Year, first and last month; a run that has a name must be written by it."""
    if re.fullmatch(r"\d{4}", period):
        return int(period), 1, 12
    if found := re.fullmatch(r"(\d{4})-(Q\d|H\d|9M)", period):
        return int(found[1]), *NAMED[found[2]]
    if found := re.fullmatch(r"(\d{4})-(\d\d)", period):
        return int(found[1]), int(found[2]), int(found[2])
    found = re.fullmatch(r"(\d{4})-(\d\d)/\1-(\d\d)", period)
    assert found, period
    first, last = int(found[2]), int(found[3])
    assert first < last and (first, last) not in (*NAMED.values(), (1, 12)), period
    return int(found[1]), first, last


def end_of(period: str) -> date:
    year, _, last = run(period)
    return date(year, last, monthrange(year, last)[1])
