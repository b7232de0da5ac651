"""How fast this machine reads memory: the limit of every evaluation."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from tiendo.cube.cells.codes import Floats

from .sides import Task

_MONTHS = 24
_TIMES = 9


@dataclass(frozen=True)
class Reading:
    """Seconds for reading the months once, and their bytes.

    Attributes:
        one_thread, two_threads: touching every number, the least that can be done with it.
        summed: adding all up with one thread, the least arithmetic.
        places: how many places were read.
    """

    one_thread: float
    two_threads: float
    summed: float
    bytes: int
    places: int


def read_months(task: Task, places: int) -> Reading:
    """Read 24 months of places and all series as float64, copying nothing; best of several."""
    months = np.random.default_rng(0).random((_MONTHS, places, len(task.country.axis)))
    halves = months[: _MONTHS // 2], months[_MONTHS // 2 :]
    with ThreadPoolExecutor(2) as pool:
        return Reading(
            one_thread=_best(lambda: _read(months)),
            two_threads=_best(lambda: list(pool.map(_read, halves))),
            summed=_best(months.sum),
            bytes=months.nbytes,
            places=places,
        )


def _read(values: Floats) -> int:
    """Touch every number. A bitwise or is the cheapest that a processor can do with it."""
    return int(np.bitwise_or.reduce(values.view(np.int64), axis=None))


def _best(call: Callable[[], object]) -> float:
    taken = []
    for _ in range(_TIMES):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return min(taken)
