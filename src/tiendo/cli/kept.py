"""What a command has kept so far: told when somebody interrupts it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept should the command end now, and what to do then."""

    what: str = "nothing was recorded, and no file was written"
    remedy: str = "run the command again"


RECORDED = Kept(
    "what was read is recorded whole, and the log holds it",
    "do not load it again; `tiendo rebuild` writes it into the cube, and until then readers add it",
)
REBUILDING = Kept("the former cube serves on; nothing recorded was changed")
RESTORING = Kept(
    "the workspace holds either its former database or the restored one, whole",
    "run `tiendo check`, and the command again where the former one is there",
)
OWED = Kept(
    "what is owed so far is recorded, one indicator after another",
    "run the command again: what is owed already is left as it is",
)


def written(file: Path) -> Kept:
    """Return that a file stands where it was asked for."""
    return Kept(f"{file} is written whole; nothing was recorded")


_so_far = [Kept()]


def keep_in_mind(kept: Kept) -> None:
    """Say what is kept from now on."""
    _so_far[0] = kept


def kept_so_far() -> Kept:
    """Return what is kept now; nothing until a command says otherwise.

    Recordings are one transaction each, and files are written beside and moved when whole, so that
    nothing is ever kept by halves.
    """
    return _so_far[0]
