"""What tables state, put aside in a temporary file until it is asked for.

A file of a million numbers has thousands of tables; each is needed twice, when it is read and when
it is recorded, and never together with the others.
"""

from __future__ import annotations

import io
import pickle
import tempfile
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from tiendo.ledger.intake.report.entered import Stated
from tiendo.ledger.intake.report.slots import RowSlots
from tiendo.ledger.intake.report.table import Column, Line, Meaning
from tiendo.ledger.intake.report.units import StatedUnit
from tiendo.ledger.intake.workbook.grid import Sheet
from tiendo.vocabulary.series import Series

_SHARED = (Sheet, RowSlots, Series, Meaning, StatedUnit)
"""What many tables share: kept once, in memory."""

_FIELDS = {kind: tuple(each.name for each in fields(kind)) for kind in (Line, Column)}
"""What thousands of are written; dataclasses with slots ask for their fields each time."""

_IN_MEMORY = 4_000_000


class Shelf:
    """Keeps what tables state, in their order.

    The file has no name and holds nothing but what this process wrote into it.
    """

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
        self._starts: list[int] = []
        self._counts: list[int] = []
        self._shared: list[Any] = []
        self._number_of: dict[int, int] = {}

    def put(self, stated: Stated) -> None:
        """Put what a table states behind the others."""
        self._starts.append(self._file.seek(0, 2))
        self._counts.append(stated.count)
        _Packer(self._file, self._share).dump(stated)

    def _share(self, one: Any) -> int:
        """Return the number of what many tables share; it lives as long as the shelf."""
        number = self._number_of.get(id(one))
        if number is None:
            number = self._number_of[id(one)] = len(self._shared)
            self._shared.append(one)
        return number

    @property
    def count(self) -> int:
        """How many statements all tables make."""
        return sum(self._counts)

    def __iter__(self) -> Iterator[Stated]:
        for start in self._starts:
            self._file.seek(start)
            yield _Unpacker(self._file, self._shared).load()


class _Packer(pickle.Pickler):
    def __init__(self, file: Any, share: Any) -> None:
        super().__init__(file, protocol=pickle.HIGHEST_PROTOCOL)
        self._share = share

    def persistent_id(self, obj: Any) -> int | None:
        """Return the number of what is shared; anything else is written."""
        return self._share(obj) if isinstance(obj, _SHARED) else None

    def reducer_override(self, obj: Any) -> Any:
        """Return how a row or a column is made anew; for anything else, that it is as usual."""
        names = _FIELDS.get(type(obj))
        if names is None:
            return NotImplemented
        return type(obj), tuple(getattr(obj, name) for name in names)


class _Unpacker(pickle.Unpickler):
    def __init__(self, file: io.IOBase, shared: list[Any]) -> None:
        super().__init__(file)  # type: ignore[arg-type]
        self._shared = shared

    def persistent_load(self, pid: int) -> Any:
        """Return what is shared, by its number."""
        return self._shared[pid]
