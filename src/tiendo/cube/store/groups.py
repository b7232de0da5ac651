"""How a tile lies in Zarr: one group with its planes, and in it one group for each table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Array
from tiendo.cube.cells.tables import SCHEMAS
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.store.arrays import ArrayForm
from tiendo.cube.store.manifest import STORE_VERSION, checksum, plain_json

DOCUMENT = "zarr.json"
SERIES = "series"
"""The array that names the series of the columns, by ordinal."""


@dataclass(frozen=True)
class GroupForm:
    """What a tile's group says of itself.

    Attributes:
        name: its folder, so that a group in another's place is noticed.
        block: number of the block.
        year: calendar year.
        places: number of rows of the planes.
        series: number of columns of the planes.
        rows: number of rows of each table that has any.
    """

    name: str
    block: int
    year: int
    places: int
    series: int
    rows: Mapping[str, int]

    @classmethod
    def of(cls, name: str, block: int, tile: Tile) -> GroupForm:
        """Return the form in which a tile is written."""
        rows = {table: tile.tables[table].length for table in SCHEMAS if tile.tables[table].length}
        return cls(name, block, tile.year, tile.places, len(tile.series), rows)

    @classmethod
    def read(cls, document: bytes) -> GroupForm:
        """Return the form that a group's document tells.

        Raises:
            ValueError: if it is cut short or garbled; the text goes on after the document's name.
        """
        try:
            said = json.loads(document)["attributes"]["tiendo"]
            form = cls(**said["form"])
        except (ValueError, KeyError, TypeError) as error:
            raise ValueError("is cut short or garbled") from error
        if said != form._attributes():
            raise ValueError("was changed: it does not match its checksum")
        return form

    def _attributes(self) -> dict[str, Any]:
        form = asdict(self)
        return {"version": STORE_VERSION, "form": form, "checksum": checksum(form)}

    def plane(self, name: str) -> ArrayForm:
        """Return the form of a plane."""
        kind, fill = PLANES[name]
        shape = (MONTHS, self.places, self.series)
        # LZ4 saves an eighth of the values, and made reading them up to twice as slow.
        return ArrayForm(kind, shape, ("month", "place", "series"), fill, packed=name != "value")

    def series_array(self) -> ArrayForm:
        """Return the form of the array that names the series."""
        return ArrayForm("i8", (self.series,), ("series",))

    def column(self, table: str, name: str) -> ArrayForm:
        """Return the form of a table's column."""
        return ArrayForm(SCHEMAS[table][name], (self.rows[table],), ("row",))

    def arrays(self) -> dict[str, ArrayForm]:
        """Return the form of every array by its path in the group."""
        return {
            SERIES: self.series_array(),
            **{name: self.plane(name) for name in PLANES},
            **{
                f"{table}/{name}": self.column(table, name)
                for table in self.rows
                for name in SCHEMAS[table]
            },
        }

    def documents(self) -> dict[str, bytes]:
        """Return every `zarr.json` by its path in the group; the first repeats all others.

        (Zarr's consolidated metadata: who opens the group elsewhere reads one document only.)
        """
        nodes: dict[str, dict[str, Any]] = {
            table: {"zarr_format": 3, "node_type": "group", "attributes": {"rows": rows}}
            for table, rows in self.rows.items()
        }
        nodes |= {path: form.document() for path, form in self.arrays().items()}
        group = {
            "zarr_format": 3,
            "node_type": "group",
            "attributes": {"tiendo": self._attributes()},
            "consolidated_metadata": {
                "kind": "inline",
                "must_understand": False,
                "metadata": nodes,
            },
        }
        return {DOCUMENT: plain_json(group)} | {
            f"{path}/{DOCUMENT}": plain_json(node) for path, node in nodes.items()
        }

    def files(self, tile: Tile) -> dict[str, bytes]:
        """Return every file of the group that holds a tile.

        Raises:
            ValueError: if an array of the tile has another shape than the tile says.
        """
        chunks = {
            f"{path}/{form.chunk}": form.encode(_array(tile, path))
            for path, form in self.arrays().items()
            if form.chunk
        }
        return self.documents() | chunks


def _array(tile: Tile, path: str) -> Array:
    if path == SERIES:
        return tile.series
    table, _, name = path.rpartition("/")
    return tile.tables[table][name] if table else tile.planes[name]


def misfit(axes: Axes, block: int, places: int, series: Iterable[int]) -> str:
    """Tell why a tile does not fit on the axes, going on after its name; empty if it does."""
    if not 0 <= block < len(axes.blocks):
        return f"does not fit: the axes have {len(axes.blocks)} blocks"
    if places > len(axes.blocks[block]):
        return f"does not fit: it has {places} places, its block {len(axes.blocks[block])}"
    ordinals = list(series)
    if ordinals != sorted(set(ordinals)) or (ordinals and ordinals[0] < 0):
        return "does not fit: its series are not ascending ordinals"
    if ordinals and ordinals[-1] >= len(axes.series):
        return f"does not fit: it has series {ordinals[-1]}, the axes {len(axes.series)}"
    return ""
