"""The register report: raw and mended counts with their meaning, and every mended row."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from .raw import FILES, Raw
from .units import Unit


@dataclass
class Built:
    """What was built, with what the report tells of it."""

    raw: Raw
    units: list[Unit]
    transfers: list[list[str]]
    changes: list[str]
    codes: dict[str, str]
    new_province_keys: dict[str, str]
    going_on: int
    old_communes: dict[str, Unit]
    districts: int


def text(built: Built, without: list[str]) -> str:
    """Return the report as Markdown.

    Args:
        built: the register.
        without: keys of present units without a boundary.
    """
    return "\n".join(
        [
            "# Report on the register of places of Vietnam",
            "",
            "Written by `python -m scripts.build_vietnam_register`; not edited by hand. The",
            "tables and their licences are named in `packs/vietnam/register/README.md`.",
            "",
            *_counts(built),
            *_mended(built),
            *_heirs(built),
            *_later(built),
            *_maps(built, without),
        ]
    )


def _counts(built: Built) -> list[str]:
    """Return the table of counts."""
    sources = Counter(line[1] for line in built.transfers)
    communes = {unit.key for unit in built.old_communes.values()}
    partial = [line for line in built.transfers if line[3] != "whole"]
    extents = Counter(line[3] for line in built.transfers)
    raw = built.raw.counts
    state = Counter(row["type"] for row in built.raw.state)
    coded = [unit for mark, unit in built.old_communes.items() if mark.isdigit()]
    lines = [
        ("rows of the conversion table", raw["rows"], len(built.raw.conversion)),
        (
            "old commune codes (raw: one with the blank, which stands for five island districts "
            "and a coastal strip)",
            f"{raw['old commune codes, the blank one with them']:,} with the blank, "
            f"{raw['old commune codes']:,} without",
            len(coded),
        ),
        (
            "pairs of old code and name (raw: three codes carry two communes each)",
            raw["pairs of old code and name"],
            len(coded),
        ),
        (
            "areas without a commune (the coastal strip of Kim Sơn)",
            "",
            len(built.old_communes) - len(coded),
        ),
        ("old districts by code", raw["old district codes"], built.districts),
        (
            "pairs of district and province (raw: 794 and 900 stand under two provinces)",
            raw["pairs of district and province code"],
            built.districts,
        ),
        (
            "old provinces by code and spelling (raw: Quảng Trị twice)",
            raw["old provinces by code and spelling"],
            63,
        ),
        ("new units", raw["new units"], len(set(built.codes.values()))),
        ("rows with a part only", raw["rows with a part only"], len(partial)),
        (
            "of these all people with part of the area",
            raw["of these all people with part of the area"],
            extents["part_of_area_all_people"],
        ),
        ("part of the people only", "2", extents["part_of_people"]),
        ("all of the area, part of the people", "", extents["all_area_part_of_people"]),
        (
            "old communes that went to more than one new unit",
            raw["old codes that went to more than one new unit"],
            sum(1 for key, n in sources.items() if n > 1 and key in communes),
        ),
        ("communes that went on unchanged, renamed or with another type", "", built.going_on),
        ("provinces made on 1 July 2025", "", sum(u.level == "province" for u in built.units)),
        (
            "units in the list of 30 April 2026",
            "697 wards, 2,610 communes, 14 special zones",
            f"{state['phường']} wards, {state['xã']:,} communes, {state['đặc khu']} special zones",
        ),
    ]
    return [
        "## Counts",
        "",
        "| what | raw table | register |",
        "|---|---|---|",
        *(f"| {what} | {_number(before)} | {_number(after)} |" for what, before, after in lines),
        "",
    ]


def _number(count: object) -> str:
    return f"{count:,}" if isinstance(count, int) else str(count)


def _mended(built: Built) -> list[str]:
    """Return every mended row with its reason."""
    lines = [
        "## Mended rows",
        "",
        "| table | line | cells | instead | reason |",
        "|---|---|---|---|---|",
    ]
    for entry, numbers in built.raw.mended:
        rows = ", ".join(f"{k}={v}" for k, v in entry["rows"].items())
        instead = ", ".join(f"{k}={v}" for k, v in entry["set"].items())
        lines.append(
            f"| {FILES[entry['table']]} | {', '.join(numbers)} | {rows} | {instead} "
            f"| {' '.join(entry['reason'].split())} |"
        )
    return [*lines, ""]


def _heirs(built: Built) -> list[str]:
    """Return the old units without an heir, with the reason."""
    heirs = {line[1] for line in built.transfers}
    ended = [unit for unit in built.old_communes.values() if unit.end]
    without = [unit.key for unit in ended if unit.key not in heirs]
    return [
        "## Units without an heir",
        "",
        f"Of {len(ended):,} communes that ended, {len(without)} have no heir"
        + (f": {', '.join(without)}." if without else "."),
        "The districts have none of their own: the level ended, and what a district was lives on",
        "in the heirs of its communes. Bạch Long Vĩ, Cồn Cỏ, Hoàng Sa, Lý Sơn and Côn Đảo were",
        "island districts without communes; each became the special zone of its name as a whole.",
        "The provinces all have one: 52 went whole into 23 new ones, 11 went on.",
        "",
    ]


def _later(built: Built) -> list[str]:
    """Return what the later list tells otherwise."""
    return [
        "## Changes by 30 April 2026, of unknown date",
        "",
        "No unit was made, ended or moved. Spellings of the same name (Hòa, Hoà) are no change.",
        "",
        *(f"- {change}" for change in built.changes),
        "",
    ]


def _maps(built: Built, without: list[str]) -> list[str]:
    """Return the present units without a boundary."""
    ended = sum(1 for unit in built.units if unit.end)
    return [
        "## Units without a boundary",
        "",
        f"Of {len(set(built.codes.values())):,} present communes, {len(without)} have none"
        + (f": {', '.join(without)}." if without else "."),
        f"The {ended:,} units that ended (and the 52 former provinces) have none: no source for",
        "them is here.",
        "",
    ]
