"""The register of a pack: places told by hand, places in tables, types of units, reforms."""

from __future__ import annotations

import hashlib
from importlib.resources.abc import Traversable

from tiendo.packs.place_table import FURTHER, CsvPlaces
from tiendo.packs.places import read_places
from tiendo.packs.reforms import read_reforms
from tiendo.packs.register_checks import check_register
from tiendo.packs.schema import Fields, read_yaml
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.place import PlaceRegister, PlaceType
from tiendo.vocabulary.words import Level

_SEALED = ("units.csv", *FURTHER, "types.yaml", "events.yaml", "transfers.csv")


def read_register(root: Traversable) -> PlaceRegister:
    """Return the register of the pack in the folder `root`.

    Everything is checked (`tiendo.packs.register_checks`), unless `checked.txt` says that exactly
    these files were: then only what is asked for is read.

    Raises:
        VocabularyError: naming file, place or line, and field.
    """
    folder = root / "register"
    listed = read_yaml(root / "places.yaml")
    if not isinstance(listed, list):
        raise VocabularyError("places.yaml: this is no list", remedy="begin each entry with '- '")
    reforms, types = read_reforms(folder), _types(folder / "types.yaml")
    told = read_places(listed, "places.yaml", reforms=reforms, types=types)
    if not (folder / "units.csv").is_file():
        register = told
    else:
        table = CsvPlaces(folder, *_like(told))
        register = PlaceRegister(told, table, reforms, types)
    if folder.is_dir() and _seal(folder) != seal_of(root):
        check_register(register)
    return register


def _like(told: PlaceRegister) -> tuple[str, str]:
    """Return the classification and the language of the places told by hand, which tables share."""
    schemes = [code.scheme for p in told if p.level is not Level.COUNTRY for code in p.codes]
    languages = [place.names[0].language for place in told]
    return schemes[0] if schemes else "code", languages[0] if languages else "en"


def seal_of(root: Traversable) -> str:
    """Return a digest of everything that the register of a pack is read from."""
    found = hashlib.sha256()
    files = [root / "places.yaml", *(root / "register" / name for name in sorted(_SEALED))]
    for file in files:
        if file.is_file():
            found.update(file.name.encode() + file.read_bytes())
    return found.hexdigest()


def _seal(folder: Traversable) -> str:
    """Return the digest of the files that were checked altogether when they were built."""
    file = folder / "checked.txt"
    return file.read_text("utf-8").strip() if file.is_file() else ""


def _types(file: Traversable) -> tuple[PlaceType, ...]:
    if not file.is_file():
        return ()
    listed = read_yaml(file)
    if not isinstance(listed, list):
        raise VocabularyError("types.yaml: this is no list", remedy="begin each entry with '- '")
    found = []
    for number, entry in enumerate(listed, start=1):
        fields = Fields(entry, f"types.yaml, type {number}")
        type = PlaceType(
            fields.text("code"),
            fields.word("level", Level),
            fields.languages("names", required=("en",)),
            fields.texts_of("abbreviations"),
        )
        fields.finish()
        found.append(type)
    return tuple(found)
