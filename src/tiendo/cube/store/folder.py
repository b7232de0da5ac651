"""The folder that a store lives in: on this machine, or at any address that fsspec knows.

Names inside it are written with slashes. Local files are written through fsspec too, so that there
is one way to read and write; only what needs the local system (an atomic swap that survives a
power cut, a lock that dies with its process) is done by it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import fsspec  # type: ignore[import-untyped]
from fsspec.implementations.local import LocalFileSystem  # type: ignore[import-untyped]

from tiendo.cube.store.faults import Busy, Unreachable

ABSENT = (FileNotFoundError, NotADirectoryError, IsADirectoryError)
"""What reading a file raises that is not there."""


@dataclass(frozen=True)
class Folder:
    """A folder by its address; the connection is made when first needed, in every process anew."""

    address: str

    @classmethod
    def at(cls, address: str | os.PathLike[str]) -> Folder:
        """Return the folder at a path or fsspec address; a path counts from here, once and for all.

        Raises:
            Unreachable: if fsspec has no driver for such an address.
        """
        text = os.fspath(address)
        folder = cls(text if "://" in text else os.path.abspath(text))
        try:
            _ = folder._system
        except (ValueError, ImportError) as error:
            raise Unreachable(
                f"'{text}' cannot be opened: {error}",
                remedy="name a folder, or install the fsspec driver for such addresses",
            ) from error
        return folder

    def __getstate__(self) -> dict[str, str]:
        # Connections do not travel to other processes, addresses do.
        return {"address": self.address}

    @cached_property
    def _system(self) -> tuple[Any, str]:
        """The file system and the folder's path on it."""
        system, root = fsspec.url_to_fs(self.address)
        return system, root

    @property
    def is_local(self) -> bool:
        """Whether it is on this machine's disk."""
        return isinstance(self._system[0], LocalFileSystem)

    def _path(self, name: str) -> str:
        root = self._system[1]
        return f"{root}/{name}" if name else root

    def read(self, name: str) -> bytes:
        """Return a file's content.

        Raises:
            FileNotFoundError: and the others of `ABSENT`, if it is not there.
            OSError: if the system does not read it.
        """
        content: bytes = self._system[0].cat_file(self._path(name))
        return content

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files, with the folders that they need.

        Raises:
            OSError: if the system does not write them all; some may be written then.
        """
        system = self._system[0]
        paths = {self._path(name): content for name, content in files.items()}
        for parent in sorted({path.rpartition("/")[0] for path in paths}):
            system.makedirs(parent, exist_ok=True)
        system.pipe(paths)

    def swap(self, name: str, content: bytes) -> None:
        """Put a file in the place of another, so that readers see the one or the other.

        On a local disk by renaming; elsewhere as the address replaces a file (object stores do it
        in one step).

        Raises:
            OSError: if the system does not do it; the old file stays.
        """
        if not self.is_local:
            self.write({name: content})
            return
        path = self._path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        beside = f"{path}.part"
        try:
            with open(beside, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except OSError:
            with suppress(OSError):
                os.unlink(beside)
            raise

    def exists(self, name: str = "") -> bool:
        """Tell whether there is such a file or folder."""
        return bool(self._system[0].exists(self._path(name)))

    def names(self, name: str) -> list[str]:
        """Return the names in a folder, none if it is not there."""
        system = self._system[0]
        # Some drivers remember listings; what other processes did since must be seen.
        system.invalidate_cache()
        try:
            paths = system.ls(self._path(name), detail=False)
        except ABSENT:
            return []
        return sorted(path.rstrip("/").rpartition("/")[2] for path in paths)

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with everything in it; nothing if it is not there.

        Raises:
            OSError: if the system does not do it.
        """
        with suppress(FileNotFoundError):
            self._system[0].rm(self._path(name), recursive=True)

    def remove_if_empty(self) -> None:
        """Remove the folder itself, if nothing is left in it."""
        if not self.names(""):
            with suppress(OSError):
                self._system[0].rmdir(self._path(""))

    @contextmanager
    def locked(self, *, wait: bool) -> Iterator[None]:
        """Hold the writer's lock of a local folder; it falls when this process ends, however.

        The lock is a file beside the folder that is never removed: two processes that lock two
        files of one name would both believe to be alone. Other addresses have no such lock.

        Raises:
            Busy: if another holds it and `wait` is false.
            OSError: if the system refuses the file.
        """
        if not self.is_local:
            yield
            return
        path = f"{self._path('')}.lock"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Busy(
                    f"another process is writing the cube at {self.address}",
                    remedy="wait until it has finished",
                ) from error
            yield
        finally:
            os.close(handle)
