"""Makes the outlines of the provinces before the reform of 1 July 2025 for the pages.

    python scripts/build_province_outlines.py COMMUNES.geojson OLD_NEW.csv FOLDER

COMMUNES has the new communes (properties `code`, `province_code`), OLD_NEW which old province each
part of a new commune was in. The old provinces are put together from the communes: one lies in the
old province from which most of its parts came. The provinces of today are the pack's boundaries.
Needs shapely, which tiendo itself does not.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

REFORM = "2025-07-01"
LEAST_AREA = 0.0008
"""Square degrees: smaller islets are dropped, as at the size of a page they are a dot."""

ABOUT = {
    "type": "FeatureCollection",
    "level": "province",
    "parent": "vn",
    "scheme": "gso",
    "source": (
        "thanglequoc/vietnamese-provinces-database json/geojson, simplified; geometry originally "
        "of the state cartographic publisher"
    ),
    "licence": (
        "MIT; the rights in the original map are not stated: keep this notice, and replace the "
        "file where they matter. No legal boundaries, no claim at sea."
    ),
}


def main(communes: Path, old_new: Path, folder: Path) -> None:
    """Write the file."""
    province_of = _province_of(old_new)
    before: dict[str, list[Any]] = defaultdict(list)
    for feature in _features(communes):
        said = feature["properties"]
        if said["code"] not in province_of:
            print(f"{said['code']} {said['name']}: not in the table, kept in its province")
        province = province_of.get(said["code"], said["province_code"])
        before[province].append(feature["geometry"])
    _write(folder / f"provinces-before-{REFORM}.geojson", before, valid_to=REFORM)


def _features(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))["features"]


def _write(out: Path, parts: Mapping[str, list[Any]], **dates: str) -> None:
    lines = ",\n".join(
        json.dumps(_feature(code, parts[code]), separators=(",", ":")) for code in sorted(parts)
    )
    head = json.dumps({**ABOUT, "valid_from": None, "valid_to": None, **dates}, indent=1)
    out.write_text(f'{head[:-2]},\n "features": [\n{lines}\n]}}\n', encoding="utf-8")
    print(f"{out.name}: {len(parts)} provinces, {out.stat().st_size} bytes")


def _feature(code: str, geometries: list[Any]) -> dict[str, Any]:
    from shapely.geometry import mapping, shape  # type: ignore[import-untyped,unused-ignore]
    from shapely.ops import unary_union  # type: ignore[import-untyped,unused-ignore]

    # Widened and narrowed again, so that no slit stays between neighbours.
    shapes = [shape(one).buffer(0.0015) for one in geometries]
    whole = unary_union(shapes).buffer(-0.0015).simplify(0.004)
    pieces = sorted(getattr(whole, "geoms", [whole]), key=lambda one: -one.area)
    kept = [one for one in pieces if one.area >= LEAST_AREA] or pieces[:1]
    rings = [[[round(x, 2), round(y, 2)] for x, y in mapping(o)["coordinates"][0]] for o in kept]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def _province_of(old_new: Path) -> dict[str, str]:
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    with old_new.open(encoding="utf-8") as opened:
        for line in csv.DictReader(opened):
            votes[line["new_commune_code"]][line["old_province_code"]] += 1
    return {commune: counted.most_common(1)[0][0] for commune, counted in votes.items()}


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]))
