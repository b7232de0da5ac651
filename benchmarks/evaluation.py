"""How fast is a whole country evaluated, and how fast is that beside others on the same values?

A country is made up (benchmarks/country): communes file a value a month, districts, provinces and
the country are rolled up, every cell has two plans. Asked is one month: value, year to date, month
before, same month of last year, growth, base ratio, shares of both plans, contribution, structure,
rank, completeness and state, for every place and series at all four levels.

    b   10,600 places x 100 series x 60 months
    a   200 places x 300 series x 60 months

tiendo            the kernel on tiles that it has read before
tiendo from Zarr  opening the store and reading it as well
tiendo, former map, later map     the same values, with a made-up reform behind the last month
                  (benchmarks/country/reformed): on its former map, and on the later one, onto which
                  every number is recast
DuckDB            staged SQL with two threads on a table of current values, sorted
DuckDB, months side by side    the same with twelve months in a row
DuckDB, later map              the same values on the later map, by a table of what became of each
                  place; also with months side by side
pandas            merges and groupbys on integer keys
PostgreSQL        the same staged SQL, on (a) only; skipped where no server is installed

Each side runs in a process of its own, one after the other, warmed up, best of seven; then all
results of a map are compared cell by cell, and the benchmark fails where one differs. The limit of
them all is how fast this machine reads the 24 months concerned from memory; it is measured in the
same run.

    python benchmarks/evaluation.py [--quick] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from country.filed import check_tiles
from country.maps import Map
from country.memory import Reading, read_months
from country.outcome import Check, Outcome
from country.places import Size
from country.reference import evaluate
from country.reformed import Reformed
from country.sides import Measured, Task, in_own_process, lay_out, measure, outcome_file
from country.values import Country

from tiendo.cube.cells.codes import Floats

TINY = Size(provinces=2, districts=5, communes=20, series=20)
SMALL = Size(provinces=4, districts=15, communes=180, series=300)
LARGE = Size(provinces=63, districts=700, communes=9_836, series=100)

YEAR, MONTH = 2024, 12

_ROUNDS = 7
"""It takes a process some rounds until it has its memory from the system; all are printed."""

_FEW = 100
"""Up to this number of places, what was laid out is also resolved from its figures."""

OURS = "tiendo"
OURS_LATER = "tiendo, later map"
OURS_LATER_FROM_ZARR = "tiendo, later map, from Zarr"
PEERS_LATER = ("DuckDB, later map", "DuckDB, later map, months side by side")
LATER = (OURS_LATER, OURS_LATER_FROM_ZARR, *PEERS_LATER)
"""Those whose outcome has the places of the later map."""

MAPS = ("tiendo, former map", OURS_LATER)
"""Those that are put beside the reading of the months of both maps."""

ALL = (
    "tiendo from Zarr",
    OURS,
    *MAPS,
    OURS_LATER_FROM_ZARR,
    "DuckDB",
    "DuckDB, months side by side",
    *PEERS_LATER,
    "pandas",
)


def run(name: str, size: Size, sides: tuple[str, ...], rounds: int) -> dict[str, Any]:
    """Let all sides evaluate a country of a size, check that they agree, and print it all."""
    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        task = Task(Country(size), YEAR, MONTH, Path(folder))
        told = f"{size.places:,} places x {size.series} series x 60 months"
        print(f"({name}) {told}, evaluated for {YEAR}-{MONTH:02}", flush=True)
        in_own_process(lay_out, sides, task)
        if size.places <= _FEW:
            print(f"  {in_own_process(check_tiles, task.country)}")
        reading = in_own_process(read_months, task, len(task.country.places))
        of_both = in_own_process(read_months, task, Reformed(task.country).places_of_both)
        measured = {side: in_own_process(measure, side, task, rounds) for side in sides}
        print(f"  {in_own_process(compare, task, sides)}")
    report(measured, reading)
    report_maps(measured, reading, of_both)
    return {
        "size": asdict(size),
        "reading": asdict(reading),
        "reading_of_both_maps": asdict(of_both),
        "sides": {side: asdict(found) for side, found in measured.items()},
    }


def compare(task: Task, names: tuple[str, ...]) -> str:
    """Check that all sides of a map agree; return what they agree on, map by map.

    Raises:
        SidesDiffer: naming the side and the first cell that differs.
    """
    country, reformed = task.country, Reformed(task.country)

    def checks(on: Map, plans: Floats) -> Check:
        return Check(on, country.axis, evaluate(country, on, plans, task.year, task.month))

    former = checks(country.places.map(), country.plans(task.year))
    later = checks(reformed.map, reformed.plans(task.year))
    for name in names:
        check = later if name in LATER else former
        check.refuse_other(name, Outcome.load(outcome_file(task, name)))
    return "\n  ".join(f"{len(one.on):,} places: {one.agreed.tally()}" for one in (former, later))


def report(measured: dict[str, Measured], reading: Reading) -> None:
    """Print seconds, ratios to tiendo, CPU, peaks, and tiendo beside the limit of the memory."""
    ours = measured[OURS].best
    for side in measured.values():
        told = f"  {side.name:38} {side.best:8.3f} s {side.best / ours:7.1f} x {OURS}"
        if side.cpu_seconds is not None and side.peak_gib is not None:
            told += f"{min(side.cpu_seconds):9.3f} s of CPU {side.peak_gib:6.2f} GiB at most"
        print(f"{told}   ({', '.join(f'{seconds:.3f}' for seconds in side.seconds)})")
    limits = {
        "touched by one thread": reading.one_thread,
        "touched by two threads": reading.two_threads,
        "summed by one thread": reading.summed,
    }
    for how, seconds in limits.items():
        rate = reading.bytes / seconds / 1e9
        print(
            f"  24 months, {how:22} {1000 * seconds:8.2f} ms ({rate:4.1f} GB/s);"
            f" tiendo takes {ours / seconds:.1f} times that"
        )


def report_maps(measured: dict[str, Measured], reading: Reading, of_both: Reading) -> None:
    """Print each map beside the reading of the places of both maps and of the former one alone.

    The cube of both maps holds the places of both: more is read than of the former ones alone.
    Peers on the later map are put beside tiendo on it.
    """
    for name in MAPS:
        times = ", ".join(
            f"{measured[name].best / one.one_thread:.1f} times the reading of {one.places:,} places"
            f" ({1000 * one.one_thread:.2f} ms)"
            for one in (of_both, reading)
        )
        print(f"  {name}: {times}")
    for name in PEERS_LATER:
        times = measured[name].best / measured[OURS_LATER].best
        print(f"  {name}: {times:.1f} x {OURS_LATER}")


def main() -> None:
    """Run it and print what was measured."""
    parser = argparse.ArgumentParser(description="a country's evaluation beside others")
    parser.add_argument("--quick", action="store_true", help="only prove that it runs and agrees")
    parser.add_argument("--full", action="store_true", help="the default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to a file")
    asked = parser.parse_args()
    # The private server of the tests serves here too.
    sys.path.append(str(Path(__file__).parents[1]))
    from tests.postgres import missing

    with_server = ALL if missing() else (*ALL, "PostgreSQL")
    if missing():
        print(f"PostgreSQL is left out: {missing()}")
    if asked.quick:
        found = {"tiny": run("tiny", TINY, with_server, rounds=1)}
    else:
        found = {
            "a": run("a", SMALL, with_server, _ROUNDS),
            "b": run("b", LARGE, ALL, _ROUNDS),
        }
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
