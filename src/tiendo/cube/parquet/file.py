"""One Parquet file, written piece by piece and seen only when it is whole."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tiendo.cube.parquet.schema import SCHEMA, About
from tiendo.vocabulary.errors import TiendoError

_COMPRESSION = "zstd"


class ParquetFile:
    """A file that is being written; each table that is added becomes a row group."""

    def __init__(self, path: Path, file: BinaryIO, about: About) -> None:
        self._path = path
        schema = SCHEMA.with_metadata(about.metadata())
        self._writer = pq.ParquetWriter(file, schema, compression=_COMPRESSION)
        self.rows = 0

    def add(self, table: pa.Table) -> None:
        """Write the rows of a table of `SCHEMA` behind those that are there.

        Raises:
            TiendoError: if the system does not write them.
        """
        if table.num_rows:
            with _refusals_told(self._path):
                self._writer.write_table(table)
            self.rows += table.num_rows

    def close(self) -> None:
        """Write the end of the file.

        Raises:
            OSError: if the system does not write it.
        """
        self._writer.close()

    def abandon(self) -> None:
        """Close what was not closed; the writer would otherwise try it again when it is gone."""
        with suppress(OSError, ValueError):
            self._writer.close()
        self._writer.is_open = False


@contextmanager
def parquet_file(path: Path, about: About) -> Iterator[ParquetFile]:
    """Write a file; it stands there when all is written, and a former one stays until then.

    Args:
        path: where; what is there is replaced.
        about: what it says of itself.

    Raises:
        TiendoError: if the folder is missing, the path is no file, or the system refuses to write.
    """
    path = path.resolve()
    refuse_bad_place(path)
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    with ExitStack() as opened:
        opened.callback(_remove, part)
        with _refusals_told(path):
            file = opened.enter_context(part.open("xb"))
            written = ParquetFile(path, file, about)
            opened.callback(written.abandon)
        yield written
        with _refusals_told(path):
            written.close()
            file.flush()
            os.fsync(file.fileno())
            part.replace(path)


def _remove(part: Path) -> None:
    with suppress(OSError):
        part.unlink(missing_ok=True)


def refuse_bad_place(path: Path) -> None:
    """Refuse a path at which no file can be written.

    Raises:
        TiendoError: if its folder is missing, or it is there and no file.
    """
    if path.is_dir():
        raise TiendoError(
            f"{path} is a folder", remedy="name a file in it, such as country.parquet"
        )
    if path.exists() and not path.is_file():
        raise TiendoError(f"{path} is no file", remedy="name a file, such as country.parquet")
    if not path.parent.is_dir():
        raise TiendoError(
            f"there is no folder {path.parent}", remedy="make it, or name a file in another one"
        )


@contextmanager
def _refusals_told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise TiendoError(
            f"{path} cannot be written: {problem.strerror or problem}",
            remedy="free space on the disk, give this user the right to write there, "
            "or name another file",
        ) from problem
