"""Sheets whose cells wait in a temporary file: only those of the sheet looked at are in memory.

A workbook of a million cells is read sheet by sheet, and so is what it states; that its memory
does not grow with the number of its sheets is measured in benchmarks/intake.py.
"""

from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tiendo.ledger.intake.workbook.grid import Array, Look, Merge, Sheet

ARRAYS: Mapping[str, np.dtype[Any]] = {
    "kinds": np.dtype(np.uint8),
    "numbers": np.dtype(np.float64),
    "strings": np.dtype(np.int32),
    "looks": np.dtype(np.int32),
    "formulas": np.dtype(np.bool_),
}
"""The planes of a sheet, in the order in which they are kept."""

Planes = tuple[Array, Array, Array, Array, Array]
_IN_MEMORY = 4_000_000
"""Bytes up to which nothing is written to the disk: most workbooks are small."""


class Spool:
    """Keeps the cells of sheets in a nameless file that is gone with the process."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)
        self._at: list[tuple[int, tuple[int, int]]] = []
        self._loaded = -1
        self._planes: Planes | None = None

    def begin(self, shape: tuple[int, int]) -> int:
        """Begin a sheet of so many rows and columns, and return its number."""
        self._at.append((self._file.seek(0, 2), shape))
        return len(self._at) - 1

    def add(self, plane: bytes) -> None:
        """Keep the next plane of the sheet begun last."""
        self._file.write(plane)

    def shape(self, number: int) -> tuple[int, int]:
        """Return how many rows and columns a sheet has."""
        return self._at[number][1]

    def planes(self, number: int) -> Planes:
        """Return the planes of a sheet, in the order of `ARRAYS`; those of others are let go."""
        if self._loaded != number or self._planes is None:
            start, shape = self._at[number]
            self._planes = None
            self._file.seek(start)
            kinds, numbers, strings, looks, formulas = (
                np.frombuffer(self._file.read(math.prod(shape) * kind.itemsize), kind).reshape(
                    shape
                )
                for kind in ARRAYS.values()
            )
            self._planes, self._loaded = (kinds, numbers, strings, looks, formulas), number
        return self._planes


class SpooledSheet(Sheet):
    """A sheet whose cells are in a spool; otherwise it is a sheet as any."""

    def __init__(
        self,
        spool: Spool,
        number: int,
        *,
        name: str,
        hidden: bool,
        texts: Sequence[str],
        known_looks: Sequence[Look],
        merges: tuple[Merge, ...],
        hidden_rows: frozenset[int],
        hidden_columns: frozenset[int],
    ) -> None:
        """Name a sheet that was put into the spool under a number."""
        facts = {
            "name": name,
            "hidden": hidden,
            "texts": texts,
            "known_looks": known_looks,
            "merges": merges,
            "hidden_rows": hidden_rows,
            "hidden_columns": hidden_columns,
            "_spool": spool,
            "_number": number,
        }
        for fact, value in facts.items():
            object.__setattr__(self, fact, value)

    _spool: Spool
    _number: int

    def planes(self) -> Planes:
        """Return kinds, numbers, strings, looks and formulas."""
        return self._spool.planes(self._number)

    @property
    def kinds(self) -> Array:  # type: ignore[override]
        """Codes of `CellKind`."""
        return self._spool.planes(self._number)[0]

    @property
    def numbers(self) -> Array:  # type: ignore[override]
        """The numbers."""
        return self._spool.planes(self._number)[1]

    @property
    def strings(self) -> Array:  # type: ignore[override]
        """Numbers of texts."""
        return self._spool.planes(self._number)[2]

    @property
    def looks(self) -> Array:  # type: ignore[override]
        """Numbers of looks."""
        return self._spool.planes(self._number)[3]

    @property
    def formulas(self) -> Array:  # type: ignore[override]
        """Where formulas stand."""
        return self._spool.planes(self._number)[4]

    @property
    def height(self) -> int:
        """Number of rows."""
        return self._spool.shape(self._number)[0]

    @property
    def width(self) -> int:
        """Number of columns."""
        return self._spool.shape(self._number)[1]
