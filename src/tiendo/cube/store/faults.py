"""What can be wrong with a store, each fault with its remedy."""

from __future__ import annotations

import errno

from tiendo.vocabulary.errors import TiendoError

REBUILD = "run `tiendo rebuild`"


class StoreFault(TiendoError):
    """A store that cannot be used as it is."""


class NoStore(StoreFault):
    """There is no store at the address."""


class OtherVersion(StoreFault):
    """A store written in the form of another version."""


class Damaged(StoreFault):
    """A file of the store is missing, cut short or garbled."""


class Unreachable(StoreFault):
    """The system refused to read or to write: no permission, a full disk, no such driver."""


class Outdated(StoreFault):
    """A reader's tile was replaced and collected meanwhile; the store itself is whole."""


class Busy(TiendoError):
    """Another process is writing, and the caller did not want to wait."""


def damaged(what: str, cause: str) -> Damaged:
    """Return the fault of a file; `what` names it and its store, `cause` reads on from there."""
    return Damaged(f"{what} {cause}", remedy=REBUILD)


def unreadable(what: str, error: OSError) -> Unreachable:
    """Return the fault of a file that is there, but that the system does not read."""
    return Unreachable(
        f"{what} cannot be read: {error.strerror or error}",
        remedy=f"give this user the right to read it; if the disk is broken, {REBUILD}",
    )


def unwritable(what: str, error: OSError) -> Unreachable:
    """Return the fault of a store that could not be written; it stays as it was before."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Unreachable(
            f"the disk is full: {what} could not be written and stays as it was",
            remedy="free space on the disk and repeat the command",
        )
    return Unreachable(
        f"{what} cannot be written: {error.strerror or error}",
        remedy="give this user the right to write there, or choose another address",
    )
