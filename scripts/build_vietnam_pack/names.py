"""Names of the raw tables: places by the pack's register, and what every header has to say."""

from __future__ import annotations

from pathlib import Path

import yaml

REPOSITORY = (
    "the public repository hiennguyen9874/vn-macroeconomics (commit 7abff03), which parsed the "
    "statistics office's monthly workbooks and carries no licence of its own"
)
DECIMALS = (
    "Decimals are those of the raw table, which holds numbers rounded to three places without "
    "trailing zeros; the printed table may have shown fewer."
)


def sources(title: str, table: str) -> tuple[str, ...]:
    """Return the paragraphs on title, source and rights with which every header begins."""
    return (
        title,
        f"Source: General Statistics Office of Viet Nam, {table}\nTaken from {REPOSITORY}. "
        "Figures of public bodies are facts.",
        DECIMALS,
        "Written by scripts/build_vietnam_pack; do not edit by hand.",
    )


class PlaceNames:
    """Keys of the country and its provinces by their Vietnamese names and aliases."""

    def __init__(self, keys: dict[str, str]) -> None:
        self._keys = keys

    @classmethod
    def of_pack(cls, pack: Path) -> PlaceNames:
        """Read the register of the pack; a name of two provinces is refused.

        Raises:
            ValueError: naming what is ambiguous.
        """
        places = yaml.safe_load((pack / "places.yaml").read_text(encoding="utf-8"))
        keys: dict[str, str] = {}
        for place in places:
            if place["level"] != "province":
                continue
            for text in (name["text"] for name in place["names"] if name["lang"] == "vi"):
                if keys.setdefault(text, place["key"]) != place["key"]:
                    raise ValueError(f"{text} names two provinces")
        return cls(keys)

    def __contains__(self, name: str) -> bool:
        return name in self._keys

    def __getitem__(self, name: str) -> str:
        return self._keys[name]
