"""How large a file may be before it is refused."""

from __future__ import annotations

from dataclasses import dataclass

_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may need; whatever needs more is refused.

    Attributes:
        max_bytes: size of the file.
        max_entries: files that the zip archive of a workbook may hold.
        max_unpacked: bytes that they may have together when unpacked.
        max_ratio: how many times its packed size one of them may have when unpacked.
        max_rows, max_columns: how far down and to the right a sheet may be filled.
        max_cells: cells of all sheets together, counted up to the last filled row and column.
        max_memory: bytes of address space of the process that reads the file.
        max_seconds: time that it may take.
    """

    max_bytes: int = 100 * _MB
    max_entries: int = 200
    max_unpacked: int = 300 * _MB
    max_ratio: int = 100
    max_rows: int = 200_000
    max_columns: int = 400
    max_cells: int = 4_000_000
    max_memory: int = 1536 * 1024 * 1024
    max_seconds: int = 120


UPLOAD_LIMITS = Limits(max_bytes=10 * _MB, max_unpacked=50 * _MB)
"""For files that come in over the web."""
