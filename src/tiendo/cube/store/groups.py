"""How a tile lies in Zarr: one group with its planes, and in it one group for each table.

A plane or column that holds one number throughout is no array: the attributes of its group name it
under `constants`, with NaN and infinities as words. The attributes of a table's group also tell its
`rows`, and in `ranges` first and last month of each run, where its rows begin and where they end.
The attributes of the tile's group repeat it all, so that its document is the only one to be read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from operator import lt
from typing import Any, TypeAlias

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Array
from tiendo.cube.cells.tables import SCHEMAS, Run, Table
from tiendo.cube.cells.tile import MONTHS, PLANES, Tile
from tiendo.cube.store.arrays import ArrayForm, Constant
from tiendo.cube.store.manifest import STORE_VERSION, plain_json

DOCUMENT = "zarr.json"
SERIES = "series"
"""The array of the columns' series, by ordinal; for others, since the document tells them too."""

Constants: TypeAlias = Mapping[str, Constant]
"""By name, what planes or columns hold that hold one number throughout."""

_PLAIN = "value"
"""Never packed: LZ4 saves an eighth to a quarter of it, and made decoding it 9 times as slow."""

_HEAD = b'{"attributes":{"tiendo":{"checksum":"'
_FORM = '","form":'
_DIGEST_LENGTH = 64


@dataclass(frozen=True)
class TableForm:
    """What a table's group says of itself.

    Attributes:
        rows: how many there are.
        ranges: first and last month of each run, its first row and the one behind its last.
        constants: columns that hold one number throughout.
    """

    rows: int
    ranges: Sequence[tuple[int, int, int, int]]
    constants: Constants

    @classmethod
    def of(cls, table: Table) -> TableForm:
        """Return the form in which a table is written.

        Raises:
            ValueError: if a column has another length, or the rows of a run do not stand together.
        """
        ranges = tuple((*run, *rows) for run, rows in table.ranges.items())
        plain = cls(table.length, ranges, {})
        columns = {name: plain.column(table.name, name) for name in table}
        return replace(plain, constants=_constants(columns, table))

    def column(self, table: str, name: str) -> ArrayForm:
        """Return the form of a column; `table` is the table's name."""
        kind = SCHEMAS[table][name]
        return ArrayForm(kind, (self.rows,), ("row",), 0, name != _PLAIN, self.constants.get(name))

    def rows_of_runs(self) -> dict[Run, tuple[int, int]]:
        """Return where the rows of each run begin and end, by its first and last month.

        Raises:
            ValueError: if they are not all rows, one run after the other; the text goes on after
                the document's name.
        """
        found = {(first, last): (start, stop) for first, last, start, stop in self.ranges}
        starts = [start for _, _, start, _ in self.ranges]
        stops = [stop for _, _, _, stop in self.ranges]
        one_after_the_other = [*starts, self.rows] == [0, *stops]
        if not one_after_the_other or len(found) < len(starts) or not all(map(lt, starts, stops)):
            raise ValueError("is garbled: the rows of its runs do not follow on one another")
        return found


@dataclass(frozen=True)
class GroupForm:
    """What a tile's group says of itself.

    Attributes:
        name: its folder, so that a group in another's place is noticed.
        block: number of the block.
        year: calendar year.
        places: number of rows of the planes.
        series: what the columns of the planes stand for, by ordinal.
        constants: planes that hold one number throughout.
        tables: each table that has any rows.
    """

    name: str
    block: int
    year: int
    places: int
    series: Sequence[int]
    constants: Constants
    tables: Mapping[str, TableForm]

    @classmethod
    def of(cls, name: str, block: int, tile: Tile) -> GroupForm:
        """Return the form in which a tile is written.

        Raises:
            ValueError: if an array has another shape than the tile says, or the rows of a table's
                run do not stand together.
        """
        plain = cls(name, block, tile.year, tile.places, tile.series.tolist(), {}, {})
        constants = _constants({plane: plain.plane(plane) for plane in PLANES}, tile.planes)
        tables = {
            table: TableForm.of(tile.tables[table])
            for table in SCHEMAS
            if tile.tables[table].length
        }
        return replace(plain, constants=constants, tables=tables)

    @classmethod
    def read(cls, document: bytes) -> GroupForm:
        """Return the form that a group's document tells.

        Raises:
            ValueError: if it is cut short or was changed; the text goes on after the document's
                name.
        """
        rest = document[len(_HEAD) + _DIGEST_LENGTH :]
        if document != _sealed(rest):
            raise ValueError("was changed or cut short: it does not match its checksum")
        # The form alone, a fifth of the document: reading the rest of it, which is for other
        # libraries, would take as long as three arrays.
        said, _ = json.JSONDecoder().raw_decode(rest.decode(), len(_FORM))
        tables = {name: TableForm(**table) for name, table in said.pop("tables").items()}
        return cls(**said, tables=tables)

    def plane(self, name: str) -> ArrayForm:
        """Return the form of a plane."""
        kind, fill = PLANES[name]
        shape = (MONTHS, self.places, len(self.series))
        axes = ("month", "place", "series")
        return ArrayForm(kind, shape, axes, fill, name != _PLAIN, self.constants.get(name))

    def series_array(self) -> ArrayForm:
        """Return the form of the array of the series."""
        return ArrayForm("i8", (len(self.series),), ("series",))

    def column(self, table: str, name: str) -> ArrayForm:
        """Return the form of a table's column."""
        return self.tables[table].column(table, name)

    def arrays(self) -> dict[str, ArrayForm]:
        """Return the form of every array that is written, by its path in the group."""
        return {SERIES: self.series_array()} | {
            path: form for path, form in self._planes_and_columns() if form.constant is None
        }

    def _planes_and_columns(self) -> Iterator[tuple[str, ArrayForm]]:
        for name in PLANES:
            yield name, self.plane(name)
        for table in self.tables:
            for name in SCHEMAS[table]:
                yield f"{table}/{name}", self.column(table, name)

    def documents(self) -> dict[str, bytes]:
        """Return every `zarr.json` by its path in the group; the first repeats all others.

        (Zarr's consolidated metadata: who opens the group elsewhere reads one document only.) The
        first also carries a checksum over all of itself that comes behind it.
        """
        nodes: dict[str, dict[str, Any]] = {
            name: {"zarr_format": 3, "node_type": "group", "attributes": asdict(table)}
            for name, table in self.tables.items()
        }
        nodes |= {path: form.document() for path, form in self.arrays().items()}
        group = {
            "zarr_format": 3,
            "node_type": "group",
            "attributes": {
                "tiendo": {"checksum": "", "form": asdict(self), "version": STORE_VERSION}
            },
            "consolidated_metadata": {
                "kind": "inline",
                "must_understand": False,
                "metadata": nodes,
            },
        }
        # `plain_json` sorts by key, so the text begins with the checksum and then the form.
        return {DOCUMENT: _sealed(plain_json(group).removeprefix(_HEAD))} | {
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


def _constants(forms: Mapping[str, ArrayForm], arrays: Mapping[str, Array]) -> Constants:
    """Return what those arrays hold that hold one number throughout."""
    found = {name: form.constant_of(arrays[name]) for name, form in forms.items()}
    return {name: constant for name, constant in found.items() if constant is not None}


def _sealed(rest: bytes) -> bytes:
    """Return the group's document with the checksum of all that comes behind it."""
    return _HEAD + sha256(rest).hexdigest().encode() + rest


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
