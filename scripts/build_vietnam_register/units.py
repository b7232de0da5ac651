"""The units of the register, of before and after the reform, with ids and keys that stay."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .names import slug, split
from .raw import Raw, Row

REFORM = "2025-07-01"
STATE_DAY = "2026-04-30"
_FIRST_PROVINCE, _FIRST_UNIT = 101, 1001


@dataclass
class Unit:
    """A line of units.csv, and what further files tell of it."""

    identity: tuple[str, str, str]  # before or after the reform, level, code or else name
    level: str
    type: str
    name: str
    code: str
    parent: str = ""
    start: str = ""
    end: str = ""
    name_en: str = ""
    id: int = 0
    key: str = ""
    names: list[list[str]] = field(default_factory=list)
    codes: list[list[str]] = field(default_factory=list)
    parents: list[list[str]] = field(default_factory=list)


def given_before(pack: Path) -> dict[tuple[str, str, str], tuple[int, str]]:
    """Return the ids and keys that an earlier run gave, by what they were given to."""
    folder = pack / "register"
    if not (folder / "units.csv").exists():
        return {}
    first_code: dict[str, str] = {}
    for row in _rows(folder / "codes.csv"):
        first_code.setdefault(row["key"], row["code"])
    return {
        (
            "after" if row["start"] == REFORM else "before",
            row["level"],
            row["code"] or first_code.get(row["key"]) or row["name"],
        ): (int(row["id"]), row["key"])
        for row in _rows(folder / "units.csv")
    }


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def old_districts(raw: Raw, provinces: dict[str, str], known: dict[str, str]) -> list[Unit]:
    """Return the districts until the reform, but those that places.yaml has.

    Args:
        raw: the tables.
        provinces: key of each old province by its code.
        known: key of each district that places.yaml has, by its code.
    """
    found: dict[str, Unit] = {}
    for row in raw.conversion:
        code = row["old_district_code"]
        if code in known or code in found:
            continue
        type, name = split(row["old_district"], "district")
        found[code] = Unit(
            ("before", "district", code),
            "district",
            type,
            name,
            code,
            provinces[row["old_province_code"]],
            end=REFORM,
        )
    return [found[code] for code in sorted(found)]


def new_provinces(raw: Raw, ended: Iterable[str]) -> list[Unit]:
    """Return the provinces that the reform made: those whose code's former holder ended."""
    units = []
    for row in raw.provinces:
        if row["code"] not in ended:
            continue
        name = _usual(row["name"])
        full = _usual(row["full_name"])
        unit = Unit(
            ("after", "province", row["code"]), "province", "", name, row["code"], "vn", REFORM
        )
        unit.name_en = row["name_en"]
        unit.type, _ = split(full, "province")
        units.append(unit)
    return units


def _usual(name: str) -> str:
    """Return a province's name as the conversion table spells it (Khánh Hòa, not Khánh Hoà)."""
    return name.replace("Hoà", "Hòa").replace("Hoá", "Hóa")


def old_communes(raw: Raw, district_keys: dict[str, str]) -> dict[str, Unit]:
    """Return the communes until the reform by code, or by name where there is none."""
    found: dict[str, Unit] = {}
    for row in raw.conversion:
        mark = old_mark(row)
        if mark is None or mark in found:
            continue
        type, name = split(row["old_commune"], "commune")
        found[mark] = Unit(
            ("before", "commune", mark),
            "commune",
            type,
            name,
            row["old_commune_code"],
            district_keys[row["old_district_code"]],
            end=REFORM,
        )
    return found


def old_mark(row: Row) -> str | None:
    """Return what tells an old commune from others: its code, else its name; None for districts."""
    return row["old_commune_code"] or row["old_commune"] or None


def new_communes(
    raw: Raw, old: dict[str, Unit], province_keys: dict[str, str]
) -> tuple[dict[str, Unit], dict[str, str]]:
    """Return the new units by code, and which of them go on from an unchanged old one.

    A commune that the table calls unchanged, renamed or retyped keeps its territory and so its id.
    """
    found: dict[str, Unit] = {}
    going_on: dict[str, str] = {}
    for row in raw.conversion:
        code, parent = row["new_commune_code"], province_keys[row["new_province_code"]]
        type, name = split(row["new_commune"], "commune")
        mark = old_mark(row)
        if row["relation"] == "unchanged" and mark:
            goes_on(old[mark], row, parent, type, name)
            going_on[code] = mark
        elif code not in found and code not in going_on:
            found[code] = Unit(
                ("after", "commune", code), "commune", type, name, code, parent, REFORM
            )
    return found, going_on


def goes_on(unit: Unit, row: Row, parent: str, type: str, name: str) -> None:
    """Give an unchanged unit its new parent, and its new name, type and code where they changed."""
    unit.parents = [[unit.parent, "", REFORM, "", ""], [parent, REFORM, "", "", ""]]
    unit.parent = unit.end = ""
    if (type, name) != (unit.type, unit.name):
        unit.names = [
            ["vi", unit.name, unit.type, "", "", REFORM, "", ""],
            ["vi", name, type, "", REFORM, "", "", ""],
        ]
        unit.name = unit.type = ""
    if row["new_commune_code"] != unit.code:
        unit.codes = [
            [unit.code, "", REFORM, "", ""],
            [row["new_commune_code"], REFORM, "", "", ""],
        ]
        unit.code = ""


def numbered(
    units: Iterable[Unit], given: dict[tuple[str, str, str], tuple[int, str]], taken: set[str]
) -> list[Unit]:
    """Give each unit its id and key: those of an earlier run, else the next.

    Args:
        units: in the order in which new ones are numbered.
        given: what an earlier run gave; what is given now is added.
        taken: keys that places.yaml has.
    """
    units = list(units)
    keys = taken | {key for _, key in given.values()}
    last = {"province": _FIRST_PROVINCE - 1, "unit": _FIRST_UNIT - 1}
    for (_, level, _), (id, _) in given.items():
        kind = "province" if level == "province" else "unit"
        last[kind] = max(last[kind], id)
    for unit in units:
        if unit.identity in given:
            unit.id, unit.key = given[unit.identity]
            continue
        kind = "province" if unit.level == "province" else "unit"
        last[kind] += 1
        unit.id = last[kind]
        unit.key = _key(unit)
        if unit.key in keys:
            raise SystemExit(f"the key {unit.key} is taken: {unit}")
        keys.add(unit.key)
        given[unit.identity] = unit.id, unit.key
    return units


def _key(unit: Unit) -> str:
    name = unit.name or unit.names[0][1]
    code = unit.code or (unit.codes[0][0] if unit.codes else "")
    pieces = [slug(name)[:40].strip("-")]
    if unit.level != "province":
        pieces.append(code)
    if unit.identity[0] == "after":
        pieces.append(REFORM[:4])
    return "-".join(piece for piece in pieces if piece)
