"""Boundaries of a pack: GeoJSON by level and parent, joined to the register's places.

They are a resource that may be replaced: `boundaries/manifest.yaml` names the files, their source,
licence and the day whose map they show. A pack without them has no maps and loses nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any

from tiendo.packs.loading import Pack
from tiendo.packs.schema import Fields, read_yaml
from tiendo.vocabulary.errors import VocabularyError
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.words import Level


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where boundaries come from.

    Attributes:
        day: the day whose map they show.
        attribution: what must stand beside each map.
        licence: under what they may be passed on.
        notices: what they must not be taken for, by language.
        layers: path of the file for each level and key of the parent.
    """

    day: date
    attribution: str
    licence: str
    notices: Mapping[str, str]
    layers: Mapping[tuple[Level, str], str]


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The boundaries of the places of one level within one parent.

    Attributes:
        places: the places of the manifest's day, in the order of their ids.
        geometries: the GeoJSON geometry of each by its key.
        manifest: where they come from.
    """

    places: tuple[Place, ...]
    geometries: Mapping[str, Mapping[str, Any]]
    manifest: Manifest

    @property
    def without(self) -> tuple[Place, ...]:
        """The places that have no geometry."""
        return tuple(place for place in self.places if place.key not in self.geometries)

    def geojson(self, language: str = "vi") -> dict[str, Any]:
        """Return a FeatureCollection (RFC 7946), each feature with id, key, name and code."""
        return {
            "type": "FeatureCollection",
            "attribution": self.manifest.attribution,
            "features": [
                {
                    "type": "Feature",
                    "id": place.id,
                    "properties": {
                        "key": place.key,
                        "name": place.name_on(self.manifest.day, language).text,
                        "code": code.code if (code := place.code_on(self.manifest.day)) else None,
                    },
                    "geometry": self.geometries[place.key],
                }
                for place in self.places
                if place.key in self.geometries
            ],
        }


def manifest_of(pack: Pack) -> Manifest | None:
    """Return where a pack's boundaries come from; None where it has none.

    Raises:
        VocabularyError: naming file and field where the manifest is wrong.
    """
    file = pack.root / "boundaries" / "manifest.yaml"
    if not file.is_file():
        return None
    fields = Fields(read_yaml(file), "boundaries/manifest.yaml")
    day = fields.day("date")
    if day is None:
        fields.refuse("date", "no day is told", "write the day whose map the files show")
    country = fields.text("country")
    if country not in pack.register:
        fields.refuse("country", f"'{country}' is no place of this pack", "use its own boundaries")
    manifest = Manifest(
        day,
        fields.text("attribution"),
        fields.text("licence"),
        fields.languages("notices", required=("en",)),
        {
            (layer.word("level", Level), layer.text("parent")): layer.text("file")
            for layer in fields.parts("layers", required=True)
        },
    )
    fields.finish()
    return manifest


def boundaries_of(pack: Pack, level: Level, parent: str) -> Boundaries | None:
    """Return the boundaries of the places of one level within a parent; None without a file.

    Raises:
        VocabularyError: naming the file and the feature that is no GeoJSON or no known place.
    """
    manifest = manifest_of(pack)
    if manifest is None or (level, parent) not in manifest.layers:
        return None
    name = manifest.layers[level, parent]
    geometries = dict(_geometries(pack, pack.root / "boundaries" / name, name))
    places = tuple(
        place
        for place in pack.register.within(parent, manifest.day)
        if place.level is level and place.key != parent
    )
    return Boundaries(places, geometries, manifest)


def _geometries(
    pack: Pack, file: Traversable, name: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        features = json.loads(file.read_bytes().decode("utf-8"))["features"]
        drawn = [(feature["id"], feature["geometry"]) for feature in features]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VocabularyError(
            f"boundaries/{name}: this is no GeoJSON of features with ids ({error})",
            remedy="give each feature the key of its place as `id`",
        ) from None
    for key, geometry in drawn:
        if key not in pack.register:
            raise VocabularyError(
                f"boundaries/{name}: '{key}' is no place of this pack",
                remedy="give each feature the key of its place as `id`",
            )
        if geometry:
            yield key, geometry


def without_boundary(pack: Pack) -> dict[Level, tuple[Place, ...]]:
    """Return the places of the map's day that have no boundary, by level."""
    manifest = manifest_of(pack)
    if manifest is None:
        return {}
    drawn = {
        key
        for (_, _), name in manifest.layers.items()
        for key, _ in _geometries(pack, pack.root / "boundaries" / name, name)
    }
    levels = {level for level, _ in manifest.layers}
    missing: dict[Level, list[Place]] = {level: [] for level in levels}
    for place in pack.register:
        if place.level in levels and place.span.holds(manifest.day) and place.key not in drawn:
            missing[place.level].append(place)
    return {level: tuple(places) for level, places in missing.items()}
