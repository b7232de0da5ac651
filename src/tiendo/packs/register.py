"""The register of a pack: places told by hand, places in tables, types of units, reforms."""

from __future__ import annotations

from importlib.resources.abc import Traversable

from tiendo.packs.place_table import CsvPlaces
from tiendo.packs.places import read_places
from tiendo.packs.reforms import read_reforms
from tiendo.packs.schema import Fields, read_yaml
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.place import PlaceRegister, PlaceType
from tiendo.vocabulary.words import Level


def read_register(root: Traversable) -> PlaceRegister:
    """Return the register of the pack in the folder `root`.

    `places.yaml` is checked altogether; of the tables only what is asked for is read, and
    `tiendo.packs.register_checks` checks the rest.

    Raises:
        VocabularyError: naming file, place or line, and field.
    """
    folder = root / "register"
    listed = read_yaml(root / "places.yaml")
    if not isinstance(listed, list):
        raise VocabularyError("places.yaml: this is no list", remedy="begin each entry with '- '")
    table = CsvPlaces(folder, "gso") if (folder / "units.csv").is_file() else None
    return read_places(
        listed,
        "places.yaml",
        table=table,
        reforms=read_reforms(folder),
        types=_types(folder / "types.yaml"),
    )


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
