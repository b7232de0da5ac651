"""How long does a workbook of a million numbers take, and how much memory?

A province hands in the monthly tables of 3,334 communes, 34 on a sheet, 25 rows of 12 columns each:
1,000,200 numbers. Two read it, each in a process of its own so that its peak memory is its own:

tiendo   all of `tiendo load`: the gate, two readings that must agree, titles, headings, labels and
         units understood, the checks of ratios, sums and cumulatives, and the figures recorded in
         the ledger with their digest
pandas   read_excel and the same checks, with every position known beforehand; nothing recorded

The first also reads 100,000 and 2 million numbers (--sizes): its peak memory is to stay the same.

    python benchmarks/intake.py [--quick | --sizes] [--json]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.reports import writing  # noqa: E402
from benchmarks.reports.contenders import CONTENDERS  # noqa: E402

FULL, QUICK = 3_334, 34
SIZES = (334, 3_334, 6_667)
"""Communes of which the numbers are 100,000, a million and two."""


def main() -> None:
    """Run it and print what was measured."""
    parser = argparse.ArgumentParser(description="a workbook of a million numbers")
    parser.add_argument("--quick", action="store_true", help="only prove that it runs")
    parser.add_argument("--sizes", action="store_true", help="tiendo alone, three sizes")
    parser.add_argument("--full", action="store_true", help="the default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.run:
        name, path, communes = asked.run
        with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
            print(json.dumps(CONTENDERS[name](Path(path), int(communes), Path(folder))))
        return
    if asked.sizes:
        for communes in SIZES:
            found = measured(communes, ("tiendo",))
            print(json.dumps(found) if asked.json else told(found), flush=True)
        return
    found = measured(QUICK if asked.quick else FULL)
    print(json.dumps(found) if asked.json else told(found))


def measured(communes: int, names: Iterable[str] = tuple(CONTENDERS)) -> dict[str, Any]:
    """Write the workbook and return what each contender took."""
    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as folder:
        path = Path(folder) / "communes.xlsx"
        writing.write(path, communes, writing.world(communes).labels)
        return {name: _apart(name, path, communes) for name in names}


def _apart(name: str, path: Path, communes: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--run", name, str(path), str(communes)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def told(found: dict[str, Any]) -> str:
    """Return the results as lines of a table."""
    lines = []
    for name, result in found.items():
        steps = result["steps"]
        total = sum(step["seconds"] for step in steps.values())
        cpu = sum(step["cpu_seconds"] for step in steps.values())
        peak = max(step["peak_mb"] for step in steps.values())
        child = max(step["child_peak_mb"] for step in steps.values())
        lines.append(
            f"{name:8} {result['numbers']:9,} numbers {total:7.1f} s  CPU {cpu:7.1f} s  "
            f"peak {peak:6.0f} MB (reader apart {child:5.0f} MB)"
        )
        lines += [
            f"    {step:28} {taken['seconds']:7.1f} s  CPU {taken['cpu_seconds']:7.1f} s  "
            f"peak so far {taken['peak_mb']:6.0f} MB"
            for step, taken in steps.items()
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
