"""The manifest: the one small file that says which tiles are a store's current state."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias

from tiendo.cube.cells.axes import Axes
from tiendo.cube.store.faults import REBUILD, NoStore, OtherVersion, damaged, unreadable
from tiendo.cube.store.folder import ABSENT, Folder
from tiendo.vocabulary.series import Breakdown, Series

STORE_VERSION = 1
"""The form of manifests and tiles. A store of another version is refused and rebuilt."""

MANIFEST = "manifest.json"

Pending: TypeAlias = tuple[int, int, int, int]
"""A cell that changes on a later day: known_at (ordinal), block, row of the place, series."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """A state of the cube.

    Attributes:
        version: the form in which it is written.
        generation: number of the refresh that made it.
        sequence: number of the last event of the ledger that is in it.
        head: that event's hash.
        last_figure: id of the last figure that is in it.
        as_of: ordinal of a day; figures known later do not count.
        pack: fingerprint of the country pack.
        axes: what blocks, rows and columns stand for.
        pending: cells with figures that are recorded but known only after `as_of`; sorted.
        tiles: folder of each tile by block and year; no tile: nothing filed.
        retired: tiles of earlier states that are kept for those who still read them, and since
            when, in seconds since 1970.
    """

    generation: int
    sequence: int
    head: str
    last_figure: int
    as_of: int
    pack: str
    axes: Axes
    pending: tuple[Pending, ...] = ()
    tiles: Mapping[tuple[int, int], str]
    retired: Mapping[str, float] = field(default_factory=dict)
    version: int = STORE_VERSION

    def to_json(self) -> bytes:
        """Return the file's content, which carries a checksum over itself."""
        content = {
            "generation": self.generation,
            "sequence": self.sequence,
            "head": self.head,
            "last_figure": self.last_figure,
            "as_of": self.as_of,
            "pack": self.pack,
            "places": self.axes.blocks,
            "series": [(s.indicator, s.breakdown.pairs, s.price_basis) for s in self.axes.series],
            "texts": self.axes.texts,
            "hidden": sorted(self.axes.hidden),
            "pending": self.pending,
            "tiles": [(block, year, name) for (block, year), name in sorted(self.tiles.items())],
            "retired": self.retired,
        }
        return plain_json(
            {"version": self.version, "checksum": checksum(content), "content": content}
        )


def plain_json(value: object) -> bytes:
    """Return a value's JSON, always in the same bytes."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def checksum(content: object) -> str:
    """Return the digest of a value's JSON."""
    return sha256(plain_json(content)).hexdigest()


def read_manifest(folder: Folder) -> Manifest:
    """Read a store's current state.

    Raises:
        NoStore: if there is none.
        OtherVersion: if it was written in another form.
        Damaged: if the file is cut short or was changed.
        Unreachable: if the system does not read it.
    """
    what = f"the manifest of the cube at {folder.address}"
    try:
        data = folder.read(MANIFEST)
    except ABSENT as error:
        raise NoStore(f"there is no cube at {folder.address}", remedy=REBUILD) from error
    except OSError as error:
        raise unreadable(what, error) from error
    try:
        document = json.loads(data)
    except ValueError as error:
        raise damaged(what, "is cut short or garbled: it is not JSON") from error
    if not isinstance(document, dict) or "version" not in document:
        raise damaged(what, "is garbled: it tells no version")
    if document["version"] != STORE_VERSION:
        raise OtherVersion(
            f"the cube at {folder.address} has the form of version {document['version']}; "
            f"this program writes and reads version {STORE_VERSION}",
            remedy=REBUILD,
        )
    if document.get("checksum") != checksum(document.get("content")):
        raise damaged(what, "was changed: it does not match its checksum")
    return _manifest_of(document["content"])


def _manifest_of(content: Mapping[str, Any]) -> Manifest:
    return Manifest(
        generation=content["generation"],
        sequence=content["sequence"],
        head=content["head"],
        last_figure=content["last_figure"],
        as_of=content["as_of"],
        pack=content["pack"],
        axes=Axes(
            blocks=tuple(tuple(places) for places in content["places"]),
            series=tuple(
                Series(indicator, Breakdown(tuple((d, c) for d, c in pairs)), basis)
                for indicator, pairs, basis in content["series"]
            ),
            texts=tuple(content["texts"]),
            hidden=frozenset(content["hidden"]),
        ),
        pending=tuple((day, block, row, series) for day, block, row, series in content["pending"]),
        tiles={(block, year): name for block, year, name in content["tiles"]},
        retired=dict(content["retired"]),
    )
