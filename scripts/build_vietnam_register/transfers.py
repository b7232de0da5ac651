"""What each unit gave to which other on 1 July 2025."""

from __future__ import annotations

from .raw import Raw
from .units import Unit, old_mark

PROVINCES, COMMUNES = "vn-2025-07-01-provinces", "vn-2025-07-01-communes"
_SAID_ANYWAY = {"whole": "Nhập toàn bộ", "part": "Nhập một phần"}


def province_transfers(raw: Raw, old: dict[str, str], new: dict[str, str]) -> list[list[str]]:
    """Return who became part of which province: whole, or the build stops."""
    goes: dict[str, set[str]] = {}
    for row in raw.conversion:
        goes.setdefault(row["old_province_code"], set()).add(row["new_province_code"])
    lines = []
    for code in sorted(goes):
        if len(goes[code]) != 1:
            raise SystemExit(f"{old[code]} went to several provinces: {goes[code]}")
        source, target = old[code], new[next(iter(goes[code]))]
        if source != target:
            lines.append([PROVINCES, source, target, "whole", "", "", ""])
    return lines


def commune_transfers(
    raw: Raw, old: dict[str, Unit], new: dict[str, str], districts: dict[str, str]
) -> list[list[str]]:
    """Return what communes gave; an island district without communes gave itself."""
    lines = []
    for row in raw.conversion:
        mark = old_mark(row)
        extent = "whole" if row["relation"] == "other" else row["relation"]
        if extent == "unchanged":
            continue
        source = old[mark].key if mark else districts[row["old_district_code"]]
        note = "" if _SAID_ANYWAY.get(extent) == row["note_vi"] else row["note_vi"]
        lines.append([COMMUNES, source, new[row["new_commune_code"]], extent, "", "", note])
    return lines
