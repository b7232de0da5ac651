"""What workers are made to do in tests; a module of its own, so that they can import it."""

from __future__ import annotations

import os
import resource
import signal
from dataclasses import dataclass
from pathlib import Path

from tiendo.cube.cluster import Telling, Told
from tiendo.cube.kernel import Result
from tiendo.vocabulary.errors import TiendoError


@dataclass(frozen=True)
class KillingItsWorker(Telling):
    """Kills the worker that tells of a place, the first time or every time.

    Attributes:
        place: key of the place.
        done: a file that is made just before; its folder.
        always: kill every worker that tells of it.
    """

    place: str = ""
    done: Path = Path()
    always: bool = False

    def __call__(self, result: Result) -> Told:
        if self.place in {place.key for place in result.places}:
            try:
                self.done.touch(exist_ok=self.always)
            except FileExistsError:
                pass
            else:
                os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(result)


@dataclass(frozen=True)
class Refusing(Telling):
    """Refuses to tell anything."""

    def __call__(self, result: Result) -> Told:
        raise TiendoError(f"nothing is told of {result.run}", remedy="ask another one")


def peak_of_memory() -> int:
    """Return the most memory that this process ever had, in KiB.

    Where the system tells it, of the program that runs now: `getrusage` tells what the process that
    started it held, if that was more.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().partition("VmHWM:")[2].split()[0])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
