"""A workbook, a refusal or a word on progress, from one process to another.

Plain JSON and the bytes of arrays: what comes from the process that reads a hostile file is never
run, as a pickle would be. A message is its kind (one byte), its length (eight) and its body.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import asdict
from enum import Enum
from typing import IO, Any

import numpy as np

from tiendo.ledger.intake.fault import Fault, FileRefused
from tiendo.ledger.intake.workbook.grid import Look, Merge, Sheet, Workbook
from tiendo.ledger.intake.workbook.refusal import refused
from tiendo.ledger.intake.workbook.spool import ARRAYS, Spool, SpooledSheet

_HEADER = struct.Struct(">cQ")


class Kind(Enum):
    """What a message is about."""

    PROGRESS = b"P"
    REFUSAL = b"R"
    WORKBOOK = b"W"
    ARRAY = b"A"


class BrokenOff(Exception):
    """The stream ended, or went wrong, before all was said."""


def send(stream: IO[bytes], kind: Kind, body: bytes | memoryview) -> None:
    """Write one message."""
    stream.write(_HEADER.pack(kind.value, len(body)))
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[Kind, bytes]:
    """Return kind and body of the next message.

    Raises:
        BrokenOff: if there is none.
    """
    try:
        kind, length = _HEADER.unpack(stream.read(_HEADER.size))
        body = stream.read(length)
        if len(body) == length:
            return Kind(kind), body
    except (struct.error, ValueError, OverflowError):
        pass
    raise BrokenOff


def send_progress(stream: IO[bytes], done: int, total: int) -> None:
    """Write how far the reading is."""
    send(stream, Kind.PROGRESS, _json([done, total]))


def progress_of(body: bytes) -> tuple[int, int]:
    """Return how far the reading is."""
    done, total = json.loads(body)
    return int(done), int(total)


def send_refusal(stream: IO[bytes], fault: Fault) -> None:
    """Write why the file is refused."""
    said = {"message": fault.message, "remedy": fault.remedy}
    send(stream, Kind.REFUSAL, _json(said | {"sheet": fault.sheet, "cell": fault.cell}))


def refusal_of(body: bytes) -> FileRefused:
    """Return why the file is refused."""
    said = {key: str(value) for key, value in json.loads(body).items()}
    return refused(said["message"], said["remedy"], sheet=said["sheet"], cell=said["cell"])


def send_workbook(stream: IO[bytes], workbook: Workbook) -> None:
    """Write a workbook: first what it is made of, then the arrays of each sheet."""
    first = workbook.sheets[0]
    said = {
        "sha256": workbook.sha256,
        "texts": list(first.texts),
        "looks": [asdict(look) for look in first.known_looks],
        "sheets": [_described(sheet) for sheet in workbook.sheets],
    }
    send(stream, Kind.WORKBOOK, _json(said))
    for sheet in workbook.sheets:
        for name in ARRAYS:
            array = np.ascontiguousarray(getattr(sheet, name))
            send(stream, Kind.ARRAY, array.tobytes())


def workbook_of(body: bytes, stream: IO[bytes], file_name: str) -> Workbook:
    """Return a workbook, with its arrays read from the stream.

    Raises:
        BrokenOff: if the stream ends before the last array.
    """
    said = json.loads(body)
    texts: tuple[str, ...] = tuple(said["texts"])
    looks = tuple(Look(**look) for look in said["looks"])
    spool = Spool()
    sheets = [
        SpooledSheet(
            spool,
            _spooled(stream, spool, tuple(sheet["shape"])),
            name=sheet["name"],
            hidden=sheet["hidden"],
            texts=texts,
            known_looks=looks,
            merges=tuple(Merge(*merge) for merge in sheet["merges"]),
            hidden_rows=frozenset(sheet["hidden_rows"]),
            hidden_columns=frozenset(sheet["hidden_columns"]),
        )
        for sheet in said["sheets"]
    ]
    return Workbook(file_name, said["sha256"], tuple(sheets))


def _described(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "shape": list(sheet.kinds.shape),
        "merges": [[merge.top, merge.left, merge.bottom, merge.right] for merge in sheet.merges],
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
    }


def _spooled(stream: IO[bytes], spool: Spool, shape: tuple[int, int]) -> int:
    """Put the planes of a sheet from the stream into a spool, and return its number there."""
    number = spool.begin(shape)
    for dtype in ARRAYS.values():
        kind, body = receive(stream)
        if kind is not Kind.ARRAY or len(body) != math.prod(shape) * dtype.itemsize:
            raise BrokenOff
        spool.add(body)
    return number


def _json(said: object) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
