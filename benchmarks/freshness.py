"""How soon is a new filing seen, and how fast is the past?

Each part works in a process and a workspace of its own; clock and processor are told, and how busy
the machine was.

1. A filing of 300 figures was recorded while the office is open: how long until the evaluation of
   its place shows it? Asked at three doors: the kernel on the present tiles; the same after half a
   minute without a question, when the store is opened anew; and the analyst's dataset. In the
   packaged data of Vietnam a province and a district file, in the made-up country a commune.
   The issue's target is less than 50 ms.
2. One place as of a day of the past, from the packaged data: less than 300 ms. The answers are
   compared with `explain`.
3. The packaged monthly reports on investment (5,817 rows of the source, 28,073 figures), recorded
   report by report with the cube kept current after each, and built at once: less than 10 s. Both
   must lead to the same numbers.

    python benchmarks/freshness.py [--quick] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from country.places import COMMUNE, Places, Size, key_of
from country.sides import in_own_process
from office import filings, past, replay
from office.filling import filled_office
from office.timing import Timing, load_of_machine

from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period

LOCALITIES = ("ninh-thuan-2024-q1.csv", "cam-pha-2024-h1.csv", replay.FILE)


@dataclass(frozen=True)
class Extent:
    """How much is measured.

    Attributes:
        files: names of the packaged files in the workspace; none for all.
        only: of these, lines in which this text occurs.
        country: the made-up country, and the number of months filed in it.
        rounds: how often each thing is measured.
        reports: of the reports that are recorded again, lines in which this text occurs.
    """

    files: tuple[str, ...]
    only: str
    country: Size
    months: int
    rounds: int
    reports: str


QUICK = Extent(LOCALITIES, "2024-", Size(1, 1, 3, 300), 2, 1, "2024-1")
FULL = Extent((), "", Size(4, 15, 180, 300), 13, 12, "")


def packaged(extent: Extent) -> list[Timing]:
    """Measure past days and new filings in the packaged data of Vietnam."""
    import tiendo

    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        office = filled_office(Path(folder), extent.files, extent.only)
        with tiendo.open(folder) as analyst:
            found = list(past.one_place_as_of(office.pack, analyst, extent.rounds))
            for key in ("quang-ninh", "cam-pha"):
                place = filings.locality_of(office.pack, key)
                doors = [*_kernels(office.pack), filings.Dataset(analyst)]
                found += filings.seen_after_filing(office.pack, place, doors, extent.rounds)
    return found


def made_up(extent: Extent) -> list[Timing]:
    """Measure new filings of a commune of the made-up country, to which the analyst has no door."""
    from tiendo.config.starting import open_office

    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        open_office(Path(folder), create=True)
        pack = filings.made_up(extent.country)
        last = Period.of_year(filings.YEAR).last
        months = [Period(at, at) for at in range(last - extent.months + 1, last + 1)]
        filings.fill_made_up(pack, extent.country, months)
        commune = key_of(int(Places(extent.country).of_level(COMMUNE)[0]))
        place = filings.locality_of(pack, commune)
        return filings.seen_after_filing(pack, place, _kernels(pack), extent.rounds)


def _kernels(pack: Pack) -> list[filings.Door]:
    return [filings.Kernel(pack), filings.KernelAfterRest(pack)]


def replayed(extent: Extent) -> tuple[str, list[Timing]]:
    """Measure how the packaged reports on investment are recorded again."""
    import tiendo
    from tiendo.config.starting import open_office

    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        office = open_office(Path(folder), create=True)
        with tiendo.open(folder) as analyst:
            return replay.replayed(office, analyst, extent.reports)


def run(extent: Extent) -> dict[str, Any]:
    """Measure everything and print it as it comes."""
    print(load_of_machine(), flush=True)
    asked = in_own_process(packaged, extent)
    asked += in_own_process(made_up, extent)
    print("new filings of 300 figures, and places as of past days; each once, several times:")
    print(*(timing.told_each() for timing in asked), sep="\n", flush=True)
    told, replays = in_own_process(replayed, extent)
    print(f"{told}, recorded again; all together:")
    print(*(timing.told_sum() for timing in replays), load_of_machine(), sep="\n")
    return {
        "asked": [timing.as_json() for timing in asked],
        "replayed": {"what": told, "timings": [timing.as_json() for timing in replays]},
    }


def main() -> None:
    """Run it and print what was measured."""
    parser = argparse.ArgumentParser(description="how soon a filing is seen, how fast the past is")
    parser.add_argument("--quick", action="store_true", help="only prove that it runs and agrees")
    parser.add_argument("--full", action="store_true", help="the default")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to a file")
    asked = parser.parse_args()
    found = run(QUICK if asked.quick else FULL)
    if asked.json:
        asked.json.write_text(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
