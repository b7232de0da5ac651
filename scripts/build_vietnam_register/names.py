"""Names of units: the type before them, and keys made of them."""

from __future__ import annotations

import re

from tiendo.vocabulary.folding import fold

TYPES = {
    "Thành phố": {"district": "city", "province": "municipality"},
    "Tỉnh": {"province": "province"},
    "Quận": {"district": "urban_district"},
    "Huyện": {"district": "rural_district"},
    "Thị xã": {"district": "town"},
    "Phường": {"commune": "ward"},
    "Xã": {"commune": "commune"},
    "Thị trấn": {"commune": "township"},
    "Đặc khu": {"commune": "special_zone"},
    "Khu vực": {"commune": "area"},
}
_NUMBER = re.compile(r"\d+|[IVX]+")


def split(full: str, level: str) -> tuple[str, str]:
    """Return the type and the name to show; a bare number keeps its type in the name.

    Where the name is printed without its type, the type stays unknown.
    """
    for word, types in TYPES.items():
        if full.casefold().startswith(word.casefold() + " ") and level in types:
            rest = full[len(word) + 1 :]
            keeps = _NUMBER.fullmatch(rest) or types[level] == "area"
            return types[level], full if keeps else rest
    return "", full


def slug(name: str) -> str:
    """Return a name as it stands in a key: "Bà Rịa - Vũng Tàu" is ba-ria-vung-tau."""
    return "-".join(re.findall(r"[a-z0-9]+", fold(name)))
