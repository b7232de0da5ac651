"""Loading a country pack: its places, its indicator cards and the names of its figure files.

A pack is a folder: `places.yaml` (a list of places), `register/` (places in tables, types of units,
reforms), `boundaries/` (maps), `indicators/*.yaml` (lists of cards),
`rules/*.yaml` (lists of rules that figures are checked against), `figures/*.csv` (long-form tables,
see the contract) and `pack.yaml` (its time zone).
"""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from tiendo.packs.cards import read_cards
from tiendo.packs.register import read_register
from tiendo.packs.rules import read_rules
from tiendo.packs.schema import Fields, read_yaml
from tiendo.validation.rule import Rule
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister

DEFAULT_PACK = "vietnam"


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


def time_zone_of(name: str = DEFAULT_PACK) -> str:
    """Return the time zone of an installed pack, without reading the rest of it."""
    return _time_zone(resources.files("tiendo.packs") / name / "pack.yaml")


@lru_cache(maxsize=8)
def load_pack(name: str = DEFAULT_PACK) -> Pack:
    """Return an installed pack; read once per process.

    Raises:
        VocabularyError: if there is no such pack, or naming file, card or place and field where
            its data are wrong.
    """
    if name not in pack_names():
        raise VocabularyError(
            f"there is no country pack '{name}'", remedy=f"there are: {', '.join(pack_names())}"
        )
    return read_pack(resources.files("tiendo.packs") / name, name)


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
