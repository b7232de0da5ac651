"""Loading a country pack: its places, its indicator cards and the names of its figure files.

A pack is a folder: `places.yaml` (a list of places), `register/` (places in tables, types of units,
reforms), `boundaries/` (maps), `indicators/*.yaml` (lists of cards),
`rules/*.yaml` (lists of rules that figures are checked against), `figures/*.csv` (long-form tables,
see the contract) and `pack.yaml` (its time zone).
"""

from __future__ import annotations

import os
import zoneinfo
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from tiendo.packs.cards import read_cards
from tiendo.packs.register import read_register
from tiendo.packs.rules import read_rules
from tiendo.packs.schema import Fields, read_yaml
from tiendo.validation.rule import Rule
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister

DEFAULT_PACK = "vietnam"
PACK_VARIABLE = "TIENDO_PACK"


@dataclass(frozen=True, slots=True)
class Pack:
    """What a country brings along.

    Attributes:
        name: name of its folder.
        register: its places.
        catalogue: its indicator cards.
        figure_files: its long-form tables of figures, by name; not yet read.
        time_zone: IANA name of the zone in which its dates are meant.
        root: its folder, wherever the package is installed.
        rules: what figures are checked against, in the order of their files.
    """

    name: str
    register: PlaceRegister
    catalogue: Catalogue
    figure_files: tuple[Traversable, ...]
    time_zone: str
    root: Traversable
    rules: tuple[Rule, ...] = ()


def pack_names() -> tuple[str, ...]:
    """Return the names of the packs that are installed."""
    here = resources.files("tiendo.packs")
    return tuple(
        sorted(f.name for f in here.iterdir() if f.is_dir() and (f / "places.yaml").is_file())
    )


def chosen_pack() -> str:
    """Return which pack this process works with: TIENDO_PACK, else the one that is shipped."""
    return os.environ.get(PACK_VARIABLE, "").strip() or DEFAULT_PACK


def time_zone_of() -> str:
    """Return the time zone of the chosen pack, without reading the rest of it.

    Raises:
        VocabularyError: if there is no such pack, or its zone is none.
    """
    return _time_zone(_root_of(chosen_pack(), anywhere=True) / "pack.yaml")


def load_pack(name: str | None = None) -> Pack:
    """Return a pack; read once per process.

    Args:
        name: of an installed pack; None for the chosen one, which may lie in any folder.

    Raises:
        VocabularyError: if there is no such pack, or naming file, card or place and field where
            its data are wrong.
    """
    said = chosen_pack() if name is None else name
    return _read_once(said, anywhere=name is None)


@lru_cache(maxsize=8)
def _read_once(said: str, *, anywhere: bool) -> Pack:
    if anywhere and said in pack_names():
        return load_pack(said)
    root = _root_of(said, anywhere=anywhere)
    return read_pack(root, root.name)


def _root_of(said: str, *, anywhere: bool) -> Traversable:
    """Return the folder of an installed pack, or of one that may lie anywhere."""
    if said in pack_names():
        return resources.files("tiendo.packs") / said
    folder = Path(said)
    if anywhere and (folder / "places.yaml").is_file():
        return folder.resolve()
    raise VocabularyError(
        f"there is no country pack '{said}'",
        remedy=f"there are: {', '.join(pack_names())}; or name a folder with places.yaml in "
        f"{PACK_VARIABLE}",
    )


def read_pack(root: Traversable, name: str) -> Pack:
    """Return the pack in the folder `root`.

    Raises:
        VocabularyError: as `load_pack`.
    """
    if not (root / "places.yaml").is_file():
        raise VocabularyError(
            f"the pack '{name}' has no places.yaml", remedy="list its places there"
        )
    cards = _files(root / "indicators", ".yaml")
    catalogue = read_cards((f"indicators/{file.name}", _entries(file)) for file in cards)
    rules = _files(root / "rules", ".yaml")
    return Pack(
        name=name,
        register=read_register(root),
        catalogue=catalogue,
        figure_files=_files(root / "figures", ".csv"),
        time_zone=_time_zone(root / "pack.yaml"),
        root=root,
        rules=read_rules(((f"rules/{file.name}", _entries(file)) for file in rules), catalogue),
    )


def _files(folder: Traversable, ending: str) -> tuple[Traversable, ...]:
    if not folder.is_dir():
        return ()
    found = (file for file in folder.iterdir() if file.name.endswith(ending) and file.is_file())
    return tuple(sorted(found, key=lambda file: file.name))


def _entries(file: Traversable) -> list[object]:
    found = read_yaml(file)
    if not isinstance(found, list):
        raise VocabularyError(f"{file.name}: this is no list", remedy="begin each entry with '- '")
    return found


def _time_zone(file: Traversable) -> str:
    """Return the zone named in pack.yaml, else UTC."""
    if not file.is_file():
        return "UTC"
    fields = Fields(read_yaml(file), file.name)
    zone = fields.text("time_zone")
    fields.finish()
    try:
        zoneinfo.ZoneInfo(zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        fields.refuse(
            "time_zone", f"'{zone}' is no time zone", "write one such as Asia/Ho_Chi_Minh"
        )
    return zone
