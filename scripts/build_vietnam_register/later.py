"""What the list of 30 April 2026 tells otherwise than the conversion table; no day is known."""

from __future__ import annotations

from tiendo.vocabulary.folding import fold

from .names import split
from .raw import Raw, Row
from .units import REFORM, STATE_DAY, Unit

_BEFORE, _AFTER = ["", STATE_DAY], [STATE_DAY, ""]  # known by: start, end


def apply_state(raw: Raw, units: dict[str, Unit], provinces: list[Unit]) -> list[str]:
    """Give units the names, types and codes of the later list, and return what changed.

    Args:
        raw: the tables.
        units: every unit of after the reform by its code, those that went on with them.
        provinces: the provinces that the reform made.
    """
    changes = []
    listed = {row["code"]: row for row in raw.state}
    gone = [unit for code, unit in units.items() if code not in listed]
    come = [row for code, row in listed.items() if code not in units]
    for unit in gone:
        row = next((row for row in come if _is_called(unit, row["name"])), None)
        if row is None:
            raise SystemExit(f"{unit.key} ({unit.code}) is not in the later list: end it by hand")
        come.remove(row)
        changes.append(f"{unit.key}: code {unit.code} became {row['code']}")
        unit.codes = [
            [unit.code, unit.start, "", *_BEFORE],
            [row["code"], "", "", *_AFTER],
        ]
        unit.code = ""
    if come:
        raise SystemExit(f"the later list has new units: {come}; tell what they were made of")
    for code, unit in units.items():
        if code in listed:
            changes += _compared(unit, listed[code])
    for unit in provinces:
        row = next(row for row in raw.provinces if row["code"] == unit.code)
        changes += _retyped_province(unit, row, raw)
    return changes


def _is_called(unit: Unit, name: str) -> bool:
    return fold(unit.name) == fold(name)


def _compared(unit: Unit, row: Row) -> list[str]:
    """Return how the later list differs in type or name, spelling apart, and note it."""
    type, name = split(_capital(row["full_name"]), "commune")
    now_type = unit.type or unit.names[-1][2]
    now_name = unit.name or unit.names[-1][1]
    if not unit.names:
        unit.name_en = row["name_en"]
    if fold(name) == fold(now_name) and type == now_type:
        return []
    if unit.names:
        raise SystemExit(f"{unit.key} changed twice: tell its names by hand")
    same_name = name if fold(name) != fold(now_name) else now_name
    unit.names = [
        ["vi", now_name, now_type, "", unit.start, "", *_BEFORE],
        ["vi", same_name, type, "", "", "", *_AFTER],
        ["en", unit.name_en, "", "", "", "", "", ""],
    ]
    unit.name = unit.type = unit.name_en = ""
    return [f"{unit.key}: {now_type} {now_name} became {type} {same_name}"]


def _capital(full: str) -> str:
    return full[:1].upper() + full[1:]


def _retyped_province(unit: Unit, row: Row, raw: Raw) -> list[str]:
    """Return how a province's type changed after the reform, and note it."""
    then = next(r["new_province"] for r in raw.conversion if r["new_province_code"] == unit.code)
    type, _ = split(then, "province")
    if type == unit.type:
        return []
    now = unit.type
    unit.names = [
        ["vi", unit.name, type, "", REFORM, "", *_BEFORE],
        ["vi", unit.name, now, "", "", "", *_AFTER],
        ["en", unit.name_en, "", "", "", "", "", ""],
    ]
    name, unit.name, unit.type, unit.name_en = unit.name, "", "", ""
    return [f"{unit.key}: {type} {name} became {now} {name}"]
