"""Texts with their figures annotated by hand, from a folder with gold files or the fixtures."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NO_FIGURE = frozenset({"date", "document", "label", "rank", "boilerplate"})
_LISTS = ("kinds", "units", "modalities", "comparators", "periods", "places")
_ONE = {
    "kinds": "kind",
    "units": "unit",
    "modalities": "modality",
    "comparators": "comparator",
    "periods": "period",
    "places": "place",
}


@dataclass(frozen=True)
class Gold:
    """One annotated piece of text. Of each list of what is right, the first is the own label.

    `figure` is false for what only looks like one; `optional` is neither hit nor miss.
    """

    id: str
    start: int
    end: int
    quote: str
    value: float | None
    value_hi: float | None
    kinds: tuple[str, ...]
    units: tuple[str | None, ...]
    modalities: tuple[str, ...]
    comparators: tuple[str, ...]
    periods: tuple[str | None, ...]
    places: tuple[str | None, ...]
    indicator: str
    indicator_id: str | None
    relation: dict[str, str]
    optional: bool

    @property
    def figure(self) -> bool:
        """Whether it is a figure at all."""
        return self.kinds[0] not in NO_FIGURE


@dataclass(frozen=True)
class Document:
    """A text and all that was annotated in it; `group` names what scores are gathered by."""

    name: str
    lang: str
    text: str
    gold: tuple[Gold, ...]
    group: str = ""
    figures: tuple[Gold, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "figures", tuple(gold for gold in self.gold if gold.figure))


class BadGold(ValueError):
    """A gold file that does not fit its texts; the message names file and annotation."""


def read_folder(folder: Path) -> list[Document]:
    """Read every `*.txt` that a gold file of the folder annotates.

    A gold file is JSON with a list `annotations` in the scheme of gold.json, or that list alone.

    Raises:
        BadGold: where there is no gold, a text is missing or a quote stands elsewhere.
    """
    lines: dict[str, list[dict[str, Any]]] = {}
    for path in sorted(folder.glob("*.json")):
        told = json.loads(path.read_text(encoding="utf-8"))
        for line in told["annotations"] if isinstance(told, dict) else told:
            lines.setdefault(line["doc"], []).append(line)
    if not lines:
        raise BadGold(f"{folder}: no *.json with annotations; give a folder of texts with one")
    found = []
    for name, mine in sorted(lines.items()):
        path = folder / name
        if not path.is_file():
            raise BadGold(f"{path}: the gold file annotates it, but it is not there")
        with path.open(encoding="utf-8", newline="") as file:  # line ends count as they are
            text = file.read()
        found.append(document(name, mine[0]["lang"], text, mine))
    return found


def document(
    name: str, lang: str, text: str, annotations: Iterable[dict[str, Any]], group: str = ""
) -> Document:
    """Put a text and its annotations together, checking that every quote stands where it is said.

    Raises:
        BadGold: naming the first that does not.
    """
    gold = []
    for line in sorted(annotations, key=lambda line: (line["start"], line["end"])):
        if text[line["start"] : line["end"]] != line["quote"]:
            raise BadGold(
                f"{name}, {line['id']}: at {line['start']} stands "
                f"'{text[line['start'] : line['end']]}', not '{line['quote']}'"
            )
        gold.append(_gold(line))
    return Document(name, lang, text, tuple(gold), group)


def _gold(line: dict[str, Any]) -> Gold:
    accepted = {
        word: tuple(line.get(f"accept_{word}") or [line.get(_ONE[word])]) for word in _LISTS
    }
    for word in _LISTS:  # own label first, whether or not the list repeats it
        own = line.get(_ONE[word])
        if own not in accepted[word]:
            accepted[word] = (own, *accepted[word])
    return Gold(
        id=line["id"],
        start=line["start"],
        end=line["end"],
        quote=line["quote"],
        value=line.get("value"),
        value_hi=line.get("value_hi"),
        indicator=line.get("indicator") or "",
        indicator_id=line.get("indicator_id"),
        relation=dict(line.get("relation") or {}),
        optional=bool(line.get("optional")),
        **accepted,
    )
