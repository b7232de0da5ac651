"""The boundaries of the pack: the provinces in one file, the communes of each in one."""

from __future__ import annotations

import json
from pathlib import Path

COARSE = "vn_communes_3321_coarse.geojson"
FINER = {
    "22": "vn_communes_quang_ninh_simplified.geojson",
    "48": "vn_communes_da_nang_simplified.geojson",
    "56": "vn_communes_khanh_hoa_simplified.geojson",
}
PROVINCES = "vn_provinces_34_simplified.geojson"


def build(raw: Path, pack: Path, communes: dict[str, str], provinces: dict[str, str]) -> list[str]:
    """Write the boundaries, by key of the place, and return the keys of units without any.

    Args:
        raw: folder with the GeoJSON files.
        pack: folder of the pack.
        communes: key of each commune of the later list, by code.
        provinces: key of each province, by code.
    """
    folder = pack / "boundaries"
    (folder / "communes").mkdir(parents=True, exist_ok=True)
    _write(folder / "provinces.geojson", _features(raw / PROVINCES), provinces)
    by_province: dict[str, list[dict]] = {}
    for feature in _features(raw / COARSE):
        by_province.setdefault(feature["properties"]["province_code"], []).append(feature)
    drawn = set()
    for code, key in provinces.items():
        features = _features(raw / FINER[code]) if code in FINER else by_province.get(code, [])
        drawn |= _write(folder / "communes" / f"{key}.geojson", features, communes)
    return sorted(set(communes.values()) - drawn)


def _features(path: Path) -> list[dict]:
    return json.loads(path.read_text("utf-8"))["features"]


def _write(path: Path, features: list[dict], keys: dict[str, str]) -> set[str]:
    """Write features with the key as their id, and return the keys."""
    drawn = [
        {"type": "Feature", "id": keys[f["id"]], "properties": {}, "geometry": f["geometry"]}
        for f in features
        if f["id"] in keys and f["geometry"] and f["geometry"]["coordinates"]
    ]
    text = json.dumps(
        {"type": "FeatureCollection", "features": drawn}, ensure_ascii=False, separators=(",", ":")
    )
    path.write_text(text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n", "utf-8")
    return {feature["id"] for feature in drawn}
