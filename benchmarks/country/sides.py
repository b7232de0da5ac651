"""Those who evaluate the country, each in a process of its own, so that peaks can be told apart."""

from __future__ import annotations

import gc
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import ParamSpec, TypeVar

from .outcome import Outcome
from .values import Country

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Task:
    """What is to be evaluated.

    Attributes:
        country: the country.
        year, month: the month asked, 1 to 12.
        folder: where the tables of `snapshot` lie and where a side may keep its own files.
    """

    country: Country
    year: int
    month: int
    folder: Path


SIDES = {
    "tiendo from Zarr": "with_tiendo.FromStore",
    "tiendo": "with_tiendo.FromMemory",
    "tiendo, former map": "with_tiendo.OnAMap",
    "tiendo, later map": "with_tiendo.OnTheLaterMap",
    "tiendo, later map, from Zarr": "with_tiendo.OnTheLaterMapFromStore",
    "DuckDB": "with_sql.DuckDb",
    "DuckDB, months side by side": "with_sql.DuckDbSideBySide",
    "DuckDB, later map": "with_sql.DuckDbOnTheLaterMap",
    "DuckDB, later map, months side by side": "with_sql.DuckDbOnTheLaterMapSideBySide",
    "pandas": "with_pandas.Pandas",
    "PostgreSQL": "with_sql.PostgreSql",
}
"""Module and class of each side, imported only by the process in which it works: a process that
held the libraries of all others too would start late and show a wrong peak."""


class Side:
    """One way to evaluate a country; made without arguments."""

    def load(self, task: Task) -> None:
        """Lay the data out on the disk as suits it best; not measured, in a process of its own."""

    def open(self, task: Task) -> None:
        """Get ready; not measured."""
        raise NotImplementedError

    def evaluate(self) -> None:
        """Evaluate every place and series; this is what is measured. The result is kept."""
        raise NotImplementedError

    def outcome(self) -> Outcome:
        """Return the kept result as arrays."""
        raise NotImplementedError

    def close(self) -> None:
        """Let go of what `open` took."""

    @property
    def works_here(self) -> bool:
        """Whether it works in this process, whose memory and processor time can be told."""
        return True


def side_called(name: str) -> Side:
    """Return a new side."""
    module, kind = SIDES[name].split(".")
    side: Side = getattr(import_module(f".{module}", __package__), kind)()
    return side


@dataclass(frozen=True)
class Measured:
    """What a side needed.

    Attributes:
        seconds: of each round, in their order.
        cpu_seconds: the processor's own, of all threads: on a machine that others use too, they
            say more than the clock's. None where the work is done in another process.
        peak_gib: the most memory its process ever held; None alike.
    """

    name: str
    seconds: tuple[float, ...]
    cpu_seconds: tuple[float, ...] | None
    peak_gib: float | None

    @property
    def best(self) -> float:
        """The fastest round: what the machine allows when nobody disturbs."""
        return min(self.seconds)


def in_own_process(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a function in a fresh process and return its result."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=fresh) as pool:
        return pool.submit(call, *args, **kwargs).result()


def lay_out(names: Sequence[str], task: Task) -> None:
    """Write the tables of the country and let all sides lay out their data."""
    from .snapshot import write  # here, so that no other process holds its libraries

    write(task.country, task.folder, task.year)
    for name in names:
        side_called(name).load(task)


def measure(name: str, task: Task, rounds: int) -> Measured:
    """Warm a side up, measure its rounds and save its outcome beside the data."""
    side = side_called(name)
    side.open(task)
    try:
        side.evaluate()
        seconds, cpu_seconds = [], []
        for _ in range(rounds):
            gc.collect()
            began, cpu_began = time.perf_counter(), time.process_time()
            side.evaluate()
            seconds.append(time.perf_counter() - began)
            cpu_seconds.append(time.process_time() - cpu_began)
        peak = peak_gib()
        side.outcome().save(outcome_file(task, name))
    finally:
        side.close()
    if not side.works_here:
        return Measured(name, tuple(seconds), None, None)
    return Measured(name, tuple(seconds), tuple(cpu_seconds), peak)


def outcome_file(task: Task, name: str) -> Path:
    """Return where the outcome of a side is kept."""
    return task.folder / f"{name.replace(' ', '-')}.npz"


def peak_gib() -> float:
    """Return the most memory this process ever held, in GiB.

    Where the system tells it, of the program that runs now: what `getrusage` tells of a process
    that a large one started is what that one held, whose memory it shared for a moment (measured:
    0.76 GiB of a process that held 0.015).
    """
    status = Path("/proc/self/status")
    if status.exists():
        told = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(told["VmHWM"].split()[0]) / 2**20
    unit = 1 if sys.platform == "darwin" else 1024  # what the system counts it in
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
