"""A pack of two places and two cards, to be changed and loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from tiendo.packs import Pack, read_pack

NAMES = {"vi": "tên", "en": "name", "ar": "اسم", "ru": "имя"}


def place(number: int, key: str, level: str, parent: str | None = None, **more: Any) -> Any:
    return {
        "id": number,
        "key": key,
        "level": level,
        "names": [{"lang": "vi", "text": key.title()}],
        "parents": [{"parent": parent}] if parent else [],
    } | more


def card(code: str, **more: Any) -> Any:
    return {
        "code": code,
        "names": NAMES,
        "topic": "growth",
        "unit": "bn VND",
        "nature": "flow",
        "time_rule": "sum",
        "place_rule": "sum",
        "direction": "up",
        "price_bases": ["current"],
        "frequency": "monthly",
        "lag_days": 10,
        "levels": ["province", "commune"],
    } | more


def tree(**more: Any) -> Any:
    codes = [
        {"code": "farming", "names": NAMES},
        {"code": "rest", "names": NAMES, "parts": [{"code": "trade", "names": NAMES}]},
    ]
    return {"dimension": "sector", "names": NAMES, "codes": codes} | more


PLACES = [place(1, "lien-ha", "country"), place(2, "song-xanh", "province", "lien-ha")]
CARDS = [card("revenue"), card("people", unit="persons")]


def writer(folder: Path) -> Callable[..., Pack]:
    """Return a function that writes a pack and loads it."""

    def write_and_load(places: Any = PLACES, cards: Any = CARDS, **more: str) -> Pack:
        (folder / "indicators").mkdir(exist_ok=True)
        (folder / "places.yaml").write_text(
            places if isinstance(places, str) else yaml.safe_dump(places), encoding="utf-8"
        )
        (folder / "indicators" / "a.yaml").write_text(
            cards if isinstance(cards, str) else yaml.safe_dump(cards), encoding="utf-8"
        )
        for name, text in more.items():
            (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_pack(folder, "lienha")

    return write_and_load


def changed(base: Any, **changes: Any) -> Any:
    """Return the entry with fields changed, or left out where the change is `...`."""
    return {k: v for k, v in (base | changes).items() if v is not ...}
