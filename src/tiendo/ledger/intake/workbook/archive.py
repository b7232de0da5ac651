"""The zip archive of a workbook: every entry is checked and counted while it is unpacked.

What an entry's header says of its size is not believed: a header that lies is refused.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from tiendo.ledger.intake.workbook.gate import ZIP
from tiendo.ledger.intake.workbook.limits import Limits
from tiendo.ledger.intake.workbook.refusal import SAVE_ANEW, damaged, refused

_CHUNK = 1 << 18
_END = b"PK\x05\x06"
_END_LENGTH = 22
_HEADER = struct.Struct("<4s5H3L2H")
_DIRECTORY_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_HARMLESS = 1 << 16
"""Bytes unpacked below which an entry may be packed as tightly as it likes."""


class Archive:
    """The entries of a zip archive.

    Attributes:
        names: their names.
    """

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Read the directory of the archive and check it; nothing is unpacked yet.

        Raises:
            FileRefused: if it is damaged, too large when unpacked, packed too tightly, or has names
                that lead out of it.
        """
        self._content = content
        self._entries = {entry.filename: entry for entry in _directory(content, limits)}
        self.names = tuple(self._entries)

    def size(self, name: str) -> int:
        """Return the number of bytes that an entry has when unpacked."""
        return self._entries[name].file_size

    def unpack(self, name: str) -> Iterator[bytes]:
        """Yield what an entry holds, piece by piece.

        Raises:
            FileRefused: if there is no such entry, it is damaged, or it holds more or less than its
                header says.
        """
        entry = self._entries.get(name)
        if entry is None:
            raise damaged(f"'{name}' is missing in it")
        size = checksum = 0
        for chunk in self._pieces(entry):
            size += len(chunk)
            if size > entry.file_size:
                break
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        if size != entry.file_size or checksum != entry.CRC:
            raise damaged(f"'{name}' does not hold what its header says")

    def _pieces(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        start = self._data_start(entry)
        packed = memoryview(self._content)[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            for at in range(0, len(packed), _CHUNK):
                yield bytes(packed[at : at + _CHUNK])
            return
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            for at in range(0, len(packed), _CHUNK):
                yield unpacker.decompress(packed[at : at + _CHUNK], _CHUNK)
                while unpacker.unconsumed_tail:
                    yield unpacker.decompress(unpacker.unconsumed_tail, _CHUNK)
            yield unpacker.flush()
        except zlib.error:
            raise damaged(f"'{entry.filename}' cannot be unpacked") from None
        if not unpacker.eof or unpacker.unused_data:
            raise damaged(f"'{entry.filename}' is cut off or has something behind its end")

    def _data_start(self, entry: zipfile.ZipInfo) -> int:
        """Return where an entry's packed bytes begin; its two headers must say the same."""
        header = self._content[entry.header_offset : entry.header_offset + _HEADER.size]
        if len(header) < _HEADER.size:
            raise damaged(f"'{entry.filename}' is cut off")
        magic, _, flags, method, *_, name_length, extra_length = _HEADER.unpack(header)
        start = entry.header_offset + _HEADER.size
        name = self._content[start : start + name_length]
        known = entry.orig_filename.encode("utf-8" if flags & 0x800 else "cp437", "replace")
        if (magic, method, name) != (ZIP, entry.compress_type, known):
            raise damaged(f"the two headers of '{entry.filename}' differ")
        return start + int(name_length) + int(extra_length)


def _directory(content: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    # Counted by hand first: a directory of millions of entries would fill the memory.
    if content.count(_DIRECTORY_ENTRY) > 2 * limits.max_entries + 100:
        raise _too_many(content.count(_DIRECTORY_ENTRY), limits)
    if content[-_END_LENGTH:][:4] != _END:
        raise damaged("its end is cut off, or there is something behind it")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OSError):
        raise damaged("its directory cannot be read") from None
    if len(entries) > limits.max_entries:
        raise _too_many(len(entries), limits)
    _check_names(entries)
    _check_places(entries, len(content))
    for entry in entries:
        _check_entry(entry, limits)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.max_unpacked:
        raise refused(
            f"the file has {unpacked / 1e6:.0f} MB when unpacked, more than the"
            f" {limits.max_unpacked / 1e6:g} MB that are allowed",
            "leave out sheets that are not needed, or split it into several files",
        )
    return entries


def _too_many(count: int, limits: Limits) -> Exception:
    return refused(
        f"the workbook consists of {count} parts, more than the {limits.max_entries} that are"
        " allowed",
        "leave out pictures and sheets that are not needed, and save it anew",
    )


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        parts = name.removesuffix("/").split("/")
        if "\0" in name or "\\" in name or ":" in name or {"", ".", ".."} & set(parts):
            raise refused(f"a part of the workbook has the unsafe name {name!r}", SAVE_ANEW)
        if name.lower() in seen:
            raise refused(f"the workbook holds the part {name!r} twice", SAVE_ANEW)
        seen.add(name.lower())


def _check_places(entries: list[zipfile.ZipInfo], size: int) -> None:
    """See that the archive begins with its first entry and that no two share bytes."""
    if not entries:
        raise damaged("it is empty")
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    if ordered[0].header_offset != 0:
        raise damaged("there is something in front of it")
    ends = [entry.header_offset for entry in ordered[1:]] + [size - _END_LENGTH]
    for entry, end in zip(ordered, ends, strict=True):
        if entry.header_offset + _HEADER.size + entry.compress_size > end:
            raise damaged(f"'{entry.filename}' reaches into what follows it")


def _check_entry(entry: zipfile.ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise refused(
            "parts of the workbook are protected with a password", "take the password off"
        )
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise refused("the workbook is packed in an unusual way", SAVE_ANEW)
    if entry.file_size > max(_HARMLESS, limits.max_ratio * entry.compress_size):
        raise refused(
            f"'{entry.filename}' is more than {limits.max_ratio} times as large when unpacked",
            "delete empty rows and columns that are only formatted, and save it anew",
        )
