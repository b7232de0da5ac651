"""Seconds by the clock and by the processor, and how they are told."""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass
class Timing:
    """What was measured of one thing, several times.

    Attributes:
        name: what was done.
        target: the seconds that it may take; None where nobody set any.
        seconds: by the clock, in their order.
        cpu_seconds: the processor's own, of all threads: on a machine that others use too, they
            say more than the clock's.
    """

    name: str
    target: float | None = None
    seconds: list[float] = field(default_factory=list)
    cpu_seconds: list[float] = field(default_factory=list)

    def measure(self, call: Callable[[], T]) -> T:
        """Call once, keep what it took, and return what it gave."""
        gc.collect()
        return self.add(call)

    def add(self, call: Callable[[], T]) -> T:
        """Do the same without collecting what others left behind, for many short calls."""
        began, cpu_began = time.perf_counter(), time.process_time()
        given = call()
        self.seconds.append(time.perf_counter() - began)
        self.cpu_seconds.append(time.process_time() - cpu_began)
        return given

    def told_each(self) -> str:
        """Return median and worst of one call, in milliseconds."""
        clock, cpu = _in_ms(self.seconds), _in_ms(self.cpu_seconds)
        return f"  {self.name:56} {clock} | CPU {cpu}{self._verdict(statistics.median)}"

    def told_sum(self) -> str:
        """Return the sum of all calls, in seconds."""
        clock, cpu = sum(self.seconds), sum(self.cpu_seconds)
        count = f"({len(self.seconds)} times)" if len(self.seconds) > 1 else ""
        return f"  {self.name:42} {count:13} {clock:7.2f} s | CPU {cpu:7.2f} s{self._verdict(sum)}"

    def as_json(self) -> dict[str, Any]:
        """Return all that was measured as plain data."""
        return asdict(self)

    def _verdict(self, of: Callable[[list[float]], float]) -> str:
        if self.target is None:
            return ""
        kept = "within" if of(self.seconds) < self.target else "ABOVE"
        limit = f"{self.target:.0f} s" if self.target >= 1 else f"{1000 * self.target:.0f} ms"
        return f"   {kept} {limit}"


def load_of_machine() -> str:
    """Return how many processes wanted to run on average, of late, and on how many processors."""
    each = ", ".join(f"{load:.2f}" for load in os.getloadavg())
    return f"load {each} (1, 5, 15 minutes) on {os.cpu_count()} processors"


def _in_ms(seconds: Sequence[float]) -> str:
    return f"median {1000 * statistics.median(seconds):6.1f}, worst {1000 * max(seconds):6.1f} ms"
