"""Maps as static SVG: the outlines of a pack's places, shaded by one measure in five steps."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources.abc import Traversable
from typing import Any

from tiendo.packs.boundaries import Boundaries, boundaries_of
from tiendo.packs.loading import Pack
from tiendo.vocabulary.place import Place, Span
from tiendo.vocabulary.words import Level
from tiendo.web.charts.scale import mark

WIDTH = 460.0
STEPS = 5

Ring = list[list[float]]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The places below one place on a day.

    Attributes:
        rings: the outer rings by the key of the place, longitude and latitude in degrees.
        source: who made them, and on what terms.
    """

    rings: Mapping[str, Sequence[Ring]]
    source: str


@dataclass(frozen=True, slots=True)
class _Former:
    """A file with the outlines of a map that no longer holds, by codes of a classification."""

    parent: str
    scheme: str
    span: Span
    rings: Mapping[str, Sequence[Ring]]
    source: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A place on a map.

    Attributes:
        path: its outline in the notation of SVG.
        step: 0 for no value, then 1 for the lowest to 5 for the highest.
        text: its name and value, for whoever points at it or hears it.
    """

    path: str
    step: int
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class MapShown:
    """A map, ready to be drawn.

    Attributes:
        key: for each step that occurs its number and the range in words, the highest first.
        without: how many places have no outline.
    """

    width: str
    height: str
    shapes: tuple[Shape, ...]
    key: tuple[tuple[int, str], ...]
    source: str
    without: int


_read_before: dict[str, tuple[_Former, ...]] = {}


def _former_in(folder: Traversable) -> tuple[_Former, ...]:
    """Return the maps in a folder; each folder is read once."""
    if str(folder) not in _read_before:
        found = folder.iterdir() if folder.is_dir() else ()
        files = sorted(found, key=lambda file: file.name)
        _read_before[str(folder)] = tuple(
            _read(file) for file in files if file.name.endswith(".geojson")
        )
    return _read_before[str(folder)]


def _read(file: Traversable) -> _Former:
    said = json.loads(file.read_text(encoding="utf-8"))
    rings = {one["properties"]["code"]: _rings(one["geometry"]) for one in said["features"]}
    span = Span(_day(said["valid_from"]), _day(said["valid_to"]))
    source = f"{said['source']}. {said['licence']}"
    return _Former(said["parent"], said["scheme"], span, rings, source)


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    coordinates: list[Any] = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [polygon[0] for polygon in polygons]


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def outlines_of(
    pack: Pack, parent: Place, places: Sequence[Place], day: date, language: str
) -> Outlines | None:
    """Return the outlines of the places below a place on a day; None where the pack has none.

    Maps that no longer hold lie in the pack's folder `maps`, those of today are its boundaries.
    """
    for former in _former_in(pack.root / "maps"):
        if former.parent == parent.key and former.span.holds(day):
            key_of = {
                code.code: place.key
                for place in places
                for code in place.codes
                if code.scheme == former.scheme and code.span.holds(day)
            }
            rings = {key_of.get(code, code): rings for code, rings in former.rings.items()}
            return Outlines(rings, former.source)
    if not places:
        return None
    return _present(pack, places[0].level, parent.key, language)


_kept: dict[tuple[str, Level, str, str], Outlines | None] = {}


def _present(pack: Pack, level: Level, parent: str, language: str) -> Outlines | None:
    """Return the boundaries of a pack; each file is read once."""
    key = str(pack.root), level, parent, language
    if key not in _kept:
        found = boundaries_of(pack, level, parent)
        _kept[key] = None if found is None else _outlines(found, language)
    return _kept[key]


def _outlines(found: Boundaries, language: str) -> Outlines:
    about = found.manifest
    notice = about.notices.get(language) or about.notices["en"]
    rings = {key: _rings(geometry) for key, geometry in found.geometries.items()}
    return Outlines(rings, f"{about.attribution}. {about.licence}. {notice}")


def map_of(
    outlines: Outlines,
    places: Mapping[Place, tuple[str, str]],
    range_words: Mapping[int, str],
    steps: Mapping[Place, int],
) -> MapShown:
    """Return the map of some places.

    Args:
        places: for each what is told of it, and where it leads.
        range_words: what each step stands for.
        steps: in which step each place with a value is.
    """
    by_key = {place.key: place for place in places}
    project, width, height = _projection(outlines)
    shapes = []
    for key, rings in outlines.rings.items():
        place = by_key.get(key)
        path = "".join(_path(ring, project) for ring in rings)
        text, href = places[place] if place is not None else ("", "")
        step = steps.get(place, 0) if place is not None else 0
        shapes.append(Shape(path, step, text, href))
    return MapShown(
        width=mark(width),
        height=mark(height),
        shapes=tuple(shapes),
        key=tuple((step, range_words[step]) for step in sorted(range_words, reverse=True)),
        source=outlines.source,
        without=len(by_key.keys() - outlines.rings.keys()),
    )


def quantile_steps(values: Mapping[Place, float]) -> tuple[dict[Place, int], list[list[float]]]:
    """Return the step of each place so that the steps hold about equally many places.

    Equal values are in one step. Also returns the values of each step, the lowest step first.
    """
    ordered = sorted(values.values())
    count = min(STEPS, len(set(ordered)))
    bounds = [ordered[min(len(ordered) - 1, len(ordered) * n // count)] for n in range(1, count)]
    offset = STEPS - count if count > 1 else (STEPS - 1) // 2
    steps = {
        place: 1 + offset + sum(1 for bound in bounds if value >= bound)
        for place, value in values.items()
    }
    held: list[list[float]] = [[] for _ in range(STEPS)]
    for place, step in steps.items():
        held[step - 1].append(values[place])
    return steps, held


def _projection(outlines: Outlines) -> tuple[Any, float, float]:
    """Return an equirectangular projection true to scale in the middle of the map, and its size."""
    points = [point for rings in outlines.rings.values() for ring in rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    squeeze = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * squeeze)

    def project(point: Sequence[float]) -> tuple[int, int]:
        return (
            round((point[0] - west) * squeeze * scale),
            round((north - point[1]) * scale),
        )

    return project, WIDTH, (north - south) * scale


def _path(ring: Ring, project: Any) -> str:
    """Return a ring in short steps from point to point, whole units of the drawing."""
    x, y = project(ring[0])
    written = [f"M{x} {y}l"]
    for point in ring[1:]:
        to_x, to_y = project(point)
        if (to_x, to_y) != (x, y):
            written.append(f"{to_x - x} {to_y - y} ")
            x, y = to_x, to_y
    return "".join(written).rstrip() + "z"
