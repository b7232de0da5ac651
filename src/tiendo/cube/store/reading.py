"""Reading one tile's group: column by column, when they are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from tiendo.cube.cells.axes import Axes
from tiendo.cube.cells.codes import Array
from tiendo.cube.cells.tables import SCHEMAS, Table
from tiendo.cube.cells.tile import PLANES, Tile
from tiendo.cube.store.arrays import ArrayForm
from tiendo.cube.store.faults import Outdated, StoreFault, damaged, unreadable
from tiendo.cube.store.folder import ABSENT, Folder
from tiendo.cube.store.groups import DOCUMENT, GroupForm, misfit
from tiendo.cube.store.manifest import read_manifest

_NO_ROWS = {name: Table.empty(name) for name in SCHEMAS}


@dataclass(frozen=True)
class Group:
    """The folder of one tile of a store."""

    folder: Folder
    name: str

    def form(self, block: int, year: int) -> GroupForm:
        """Return what the group says of itself.

        Raises:
            StoreFault: as `array` does; also if it is the group of another block or year.
        """
        try:
            form = GroupForm.read(self._content(DOCUMENT))
        except ValueError as error:
            raise damaged(self._what(DOCUMENT), str(error)) from error
        if (form.name, form.block, form.year) != (self.name, block, year):
            raise damaged(self._what(DOCUMENT), f"belongs to another tile, {form.name}")
        return form

    def array(self, path: str, form: ArrayForm) -> Array:
        """Return an array of the group; it cannot be written to.

        Raises:
            Damaged: if its chunk is missing, cut short or garbled.
            Outdated: if the whole tile was collected meanwhile.
            Unreachable: if the system does not read it.
        """
        if form.chunk is None:
            return form.without_chunk()
        file = f"{path}/{form.chunk}"
        content = self._content(file)
        try:
            return form.decode(content)
        except ValueError as error:
            raise damaged(self._what(file), str(error)) from error

    def tile(self, form: GroupForm, axes: Axes) -> Tile:
        """Return the tile, whose planes and columns are read when first asked for.

        Raises:
            StoreFault: if the tile does not fit on the axes, or a table's runs are not its rows.
        """
        if cause := misfit(axes, form.block, form.places, form.series):
            raise damaged(self._what(), cause)
        series = np.array(form.series, np.int64)
        series.flags.writeable = False
        return Tile(
            form.year,
            form.places,
            series,
            _Planes(self, form),
            {name: self._table(form, name) for name in SCHEMAS},
        )

    def _table(self, form: GroupForm, name: str) -> Table:
        if name not in form.tables:
            return _NO_ROWS[name]
        told = form.tables[name]
        try:
            ranges = told.rows_of_runs()
        except ValueError as error:
            raise damaged(self._what(DOCUMENT), str(error)) from error
        return Table(name, told.rows, _Columns(self, form, name), ranges)

    def faults(self, form: GroupForm) -> Iterator[StoreFault]:
        """Read everything; give what is missing or not as it was written."""
        for file, written in form.documents().items():
            try:
                if self._content(file) != written:
                    yield damaged(self._what(file), "was changed")
            except StoreFault as fault:
                yield fault
        for path, array in form.arrays().items():
            try:
                self.array(path, array)
            except StoreFault as fault:
                yield fault

    def _content(self, file: str) -> bytes:
        try:
            return self.folder.read(f"{self.name}/{file}")
        except ABSENT as error:
            raise self._missing(file) from error
        except OSError as error:
            raise unreadable(self._what(file), error) from error

    def _missing(self, file: str) -> StoreFault:
        """Return whether a missing file was lost, or collected because the cube went on."""
        try:
            current = read_manifest(self.folder)
        except StoreFault as fault:
            return fault
        if self.name in current.tiles.values():
            return damaged(self._what(file), "is missing")
        return Outdated(
            f"the cube at {self.folder.address} went on; the tile {self.name}, which was being "
            "read, is no longer part of it",
            remedy="repeat the command",
        )

    def _what(self, file: str = "") -> str:
        tile = f"the tile {self.name} of the cube at {self.folder.address}"
        return f"{file} in {tile}" if file else tile


@dataclass(frozen=True)
class _Planes(Mapping[str, Array]):
    """A tile's planes, each read when first asked for."""

    group: Group
    form: GroupForm
    _read: dict[str, Array] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        if name not in self._read:
            self._read[name] = self.group.array(name, self.form.plane(name))
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PLANES)

    def __len__(self) -> int:
        return len(PLANES)


@dataclass(frozen=True)
class _Columns(Mapping[str, Array]):
    """A table's columns, each read when first asked for."""

    group: Group
    form: GroupForm
    table: str
    _read: dict[str, Array] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        if name not in self._read:
            column = self.form.column(self.table, name)
            self._read[name] = self.group.array(f"{self.table}/{name}", column)
        return self._read[name]

    def __iter__(self) -> Iterator[str]:
        return iter(SCHEMAS[self.table])

    def __len__(self) -> int:
        return len(SCHEMAS[self.table])
