"""Command line: read the raw tables, mend them, write the register and its report."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from tiendo.packs.place_table import FURTHER, UNITS
from tiendo.packs.reforms import COLUMNS
from tiendo.packs.register import read_register, seal_of

from . import boundaries, later, raw, report, units
from .transfers import commune_transfers, province_transfers

COUNTRY = "vn"


def main() -> None:
    """Build the register, the boundaries and the report."""
    parser = argparse.ArgumentParser(prog="python -m scripts.build_vietnam_register")
    parser.add_argument("raw", type=Path, help="folder with the raw tables and boundaries")
    parser.add_argument("pack", type=Path, help="folder of the pack, with places.yaml")
    parser.add_argument("--report", type=Path, help="where to write the register report")
    arguments = parser.parse_args()
    built = build(arguments.raw, arguments.pack)
    write(built, arguments.pack)
    (arguments.pack / "register" / "checked.txt").unlink(missing_ok=True)
    read_register(arguments.pack)  # which checks everything that is not sealed
    (arguments.pack / "register" / "checked.txt").write_text(seal_of(arguments.pack) + "\n")
    without = boundaries.build(arguments.raw, arguments.pack, built.codes, built.new_province_keys)
    if arguments.report:
        arguments.report.write_text(report.text(built, without), "utf-8")
    print(f"{len(built.units)} units, {len(built.transfers)} transfers, {len(without)} without map")


def build(raw_folder: Path, pack: Path) -> report.Built:
    """Return the units and transfers that the raw tables tell."""
    register = pack / "register"
    tables = raw.read(raw_folder, register / "overrides.yaml")
    listed = yaml.safe_load((pack / "places.yaml").read_text("utf-8"))
    provinces = {
        place["codes"][0]["code"]: place for place in listed if place["level"] == "province"
    }
    known = {p["codes"][0]["code"]: p["key"] for p in listed if p["level"] == "district"}
    old_province_keys = {code: place["key"] for code, place in provinces.items()}
    given = units.given_before(pack)
    taken = {place["key"] for place in listed}

    ended = {code for code, place in provinces.items() if place["valid_to"]}
    made = units.numbered(units.new_provinces(tables, ended), given, taken)
    new_keys = {
        row["code"]: old_province_keys[row["code"]]
        for row in tables.provinces
        if row["code"] not in ended
    } | {unit.code: unit.key for unit in made}
    districts = units.numbered(units.old_districts(tables, old_province_keys, known), given, taken)
    district_keys = known | {unit.code: unit.key for unit in districts}
    old = units.old_communes(tables, district_keys)
    new, going_on = units.new_communes(tables, old, new_keys)
    communes = units.numbered(
        [*(old[mark] for mark in sorted(old)), *(new[code] for code in sorted(new))], given, taken
    )
    now = new | {code: old[mark] for code, mark in going_on.items()}
    codes = {code: unit.key for code, unit in now.items()}
    changes = later.apply_state(tables, now, made)
    for row in tables.state:  # the boundaries go by the later list's codes
        found = next((u.key for u in now.values() if any(c[0] == row["code"] for c in u.codes)), "")
        codes.setdefault(row["code"], found)
    return report.Built(
        raw=tables,
        units=[*made, *districts, *communes],
        transfers=[
            *province_transfers(tables, old_province_keys, new_keys),
            *commune_transfers(tables, old, codes, district_keys),
        ],
        changes=changes,
        codes=codes,
        new_province_keys=new_keys,
        going_on=len(going_on),
        old_communes=old,
        districts=len(district_keys),
    )


def write(built: report.Built, pack: Path) -> None:
    """Write the files of the register, each in the order of ids."""
    folder = pack / "register"
    ordered = sorted(built.units, key=lambda unit: unit.id)
    _write(
        folder / "units.csv",
        UNITS,
        (
            [str(u.id), u.key, u.level, u.type, u.name, u.name_en, u.code, u.parent, u.start, u.end]
            for u in ordered
        ),
    )
    for name in FURTHER:
        attribute = name.removesuffix(".csv")
        lines = ([unit.key, *line] for unit in ordered for line in getattr(unit, attribute))
        _write(folder / name, FURTHER[name], lines)
    _write(folder / "transfers.csv", COLUMNS, built.transfers)


def _write(path: Path, head: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(lines)


if __name__ == "__main__":
    main()
