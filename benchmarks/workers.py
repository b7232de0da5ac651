"""Does a worker of a cluster need more memory when the country is ten times larger?

The made-up country (benchmarks/country), once and with ten times its provinces, of the same size
each, is evaluated by two worker processes of a cluster on this machine, every place and series for
one month. Printed is the most memory that any worker ever held, in a cluster of its own for each
country, and what it held before the first question; it is an error if the larger country takes more
than `--limit` times the smaller one's.

    python benchmarks/workers.py [--quick | --small] [--limit 1.15] [--json FILE]

The full pair, 10,600 and 106,000 places x 100 series, needs 5 GB of disk and 8 GB of memory to lay
the country out (one year of it stands in memory at a time). --small has 20 series, --quick also a
fifth of the places: countries so small are evaluated in smaller batches than ten times as large
ones, up to a bound, so that there both are given batches of one size.
"""

from __future__ import annotations

import argparse
import json
import logging
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from country.places import Size
from country.sides import Task, in_own_process, peak_gib
from country.values import Country
from country.with_tiendo import Stored, world_of
from distributed import Client, LocalCluster

from tiendo.cube.cluster import Asking, Telling
from tiendo.cube.cluster.machines import evaluate_on
from tiendo.cube.kernel import country as kernel

WORKERS = 2
TIMES = 10
LIMIT = 1.15
TINY = Size(provinces=20, districts=100, communes=2_000, series=20)
CELLS = 20_000
SMALL = Size(provinces=63, districts=700, communes=9_836, series=20)
LARGE = Size(provinces=63, districts=700, communes=9_836, series=100)


@dataclass(frozen=True)
class Found:
    """What a country took.

    Attributes:
        places, rows: how many were evaluated.
        seconds: for the whole country, the second time it was asked.
        before: GiB that the worker which held more held before the first question.
        peak: the most GiB that any worker ever held.
    """

    places: int
    rows: int
    seconds: float
    before: float
    peak: float


def times(size: Size, factor: int) -> Size:
    """Return a country with so many times the provinces, each as large as before."""
    return Size(
        factor * size.provinces, factor * size.districts, factor * size.communes, size.series
    )


def lay_out(task: Task) -> None:
    """Write the store of the two years that are needed."""
    Stored(first_year=task.year - 1).load(task)


def evaluate(task: Task, cells: int | None) -> Found:
    """Evaluate a country twice on a new cluster, in batches of at most so many cells."""
    if cells is not None:
        kernel._CELLS_TOGETHER = kernel._CELLS_ALONE = cells
    stored = Stored()
    stored.open(task)
    world, source = world_of(task.country), stored.source()
    asking = Asking(world, source, stored.question, Telling(with_rows=False))
    with (
        LocalCluster(  # type: ignore[no-untyped-call]
            n_workers=WORKERS,
            threads_per_worker=1,
            processes=True,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
            host="127.0.0.1",
        ) as cluster,
        Client(cluster, set_as_default=False) as client,  # type: ignore[no-untyped-call]
    ):
        client.wait_for_workers(WORKERS)
        before = max(client.run(peak_gib).values())
        rows = seconds = 0.0
        for _ in range(2):
            began = time.perf_counter()
            rows = sum(told.tally.rows for told in evaluate_on(client, asking))
            seconds = time.perf_counter() - began
        peak = max(client.run(peak_gib).values())
    return Found(len(task.country.places), int(rows), seconds, before, peak)


def run(size: Size, cells: int | None) -> Found:
    """Lay a country out and evaluate it, each in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        task = Task(Country(size), 2024, 12, Path(folder))
        in_own_process(lay_out, task)
        found = in_own_process(evaluate, task, cells)
    print(
        f"  {found.places:>8,} places x {size.series} series: {found.rows:>10,} rows in "
        f"{found.seconds:6.2f} s; a worker held {found.before:.3f} GiB before and "
        f"{found.peak:.3f} GiB at most",
        flush=True,
    )
    return found


def main() -> None:
    """Run it and print what was measured."""
    parser = argparse.ArgumentParser(description="memory of workers beside the country's size")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="a fifth of the places, 20 series")
    size.add_argument("--small", action="store_true", help="20 series instead of 100")
    size.add_argument("--full", action="store_true", help="the default")
    parser.add_argument(
        "--limit", type=float, default=LIMIT, help="how many times as much memory is too much"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to a file")
    asked = parser.parse_args()
    country = TINY if asked.quick else SMALL if asked.small else LARGE
    cells = None if country == LARGE else CELLS
    once, tenfold = run(country, cells), run(times(country, TIMES), cells)
    ratio = tenfold.peak / once.peak
    print(f"  {TIMES} times the country: {ratio:.2f} times the memory of a worker")
    if asked.json:
        found = {"once": asdict(once), "tenfold": asdict(tenfold)}
        asked.json.write_text(json.dumps(found, indent=1))
    if ratio > asked.limit:
        raise SystemExit(f"a worker needs {ratio:.2f} times the memory, more than {asked.limit}")


if __name__ == "__main__":
    main()
