"""How fast are reports read, and does a text twice as long take twice as long?

Documents of 5 kB, made of the marked reports of each language, are read with all checks by one and
by two processes. Then texts that lead careless patterns astray grow to 1 MB: one number after
another ("1,1,1,1"), one sentence without an end, one word, one line of brackets, one report over
and over. The time for each size is printed beside that for half of it: 2.0 is linear. Memory is the
highest of the process that reads them.

    python benchmarks/reading_speed.py [--quick | --full] [--json]
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the fixtures are the tests'

from tests.reading.fixtures import marked_reports  # noqa: E402

from tiendo.packs import load_pack  # noqa: E402
from tiendo.packs.reading_words import load_languages  # noqa: E402
from tiendo.reading import Reading, ReadingContext, read_text  # noqa: E402

SIZE = 5_000
LONG = 1_000_000

TEXTS: dict[str, Callable[[int], str]] = {
    "1,1,1,1": lambda size: "1," * (size // 2),
    "1 1 1 1 1 1": lambda size: "1 " * (size // 2),
    "12% 12% 12%": lambda size: "tăng 12% và " * (size // 12),
    "one endless sentence": lambda size: (
        "budget revenue reached 5 billion dong and " * (size // 42)
    ),
    "one endless clause": lambda size: "of the plan of the province " * (size // 28),
    "one endless word": lambda size: "a" * size,
    "((((5": lambda size: "(" * (size // 2) + "5" * (size // 2),
    "one endless number": lambda size: "7" * size,
    "a report over and over": lambda size: (_report() * (size // len(_report()) + 1))[:size],
}


def main() -> int:
    """Measure, print, return 0."""
    asked = _arguments()
    rounds = 20 if asked.quick else 160
    long = LONG // 20 if asked.quick else LONG
    texts = documents(rounds)
    told: dict[str, object] = {"bytes per document": SIZE, "documents": len(texts)}
    for workers in (1, 2):
        told[f"documents/s, {workers} process(es)"] = throughput(texts, workers)
    print("" if asked.json else _lines(told), flush=True)
    growth = {}
    for name in TEXTS:
        growth[name] = one = in_own_process(name, long)
        if not asked.json:
            print(
                f"{name:24}{one['characters']:>10,} characters {one['seconds']:8.2f} s, "
                f"{one['ratio']:.1f} x the half, {one['memory_mb']:.0f} MB",
                flush=True,
            )
    if asked.json:
        print(json.dumps(told | {"long texts": growth}, indent=1))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="few documents, texts of 50 kB")
    size.add_argument("--full", action="store_true", help="all (as without)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    return parser.parse_args()


def documents(count: int) -> list[str]:
    """Documents of 5 kB: reports of one language put together, languages in turn."""
    by_language: dict[str, str] = {}
    for report in marked_reports():
        by_language[report.lang] = by_language.get(report.lang, "") + report.text + "\n"
    made: list[str] = []
    at = 0
    while len(made) < count:
        for text in by_language.values():
            data = (text * 2).encode()
            start = at % (len(data) // 2)
            made.append(data[start : start + SIZE].decode(errors="ignore"))
        at += SIZE
    return made[:count]


def read(text: str) -> Reading:
    """Read a text as `tiendo read` does, packs being loaded."""
    pack = load_pack("vietnam")
    known = ReadingContext(catalogue=pack.catalogue, register=pack.register)
    return read_text(text, load_languages(), known)


def _work(texts: Sequence[str]) -> int:
    return sum(len(read(text).figures) for text in texts)


def throughput(texts: Sequence[str], workers: int) -> float:
    """Documents per second of that many processes, each warmed up, best of three."""
    shares = [texts[at::workers] for at in range(workers)]
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        pool.map(_work, [share[:4] for share in shares], chunksize=1)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            pool.map(_work, shares, chunksize=1)
            best = min(best, time.perf_counter() - start)
    return len(texts) / best


def in_own_process(name: str, size: int) -> dict[str, float]:
    """Read one long text and its half in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_grow, (name, size))


def _grow(name: str, size: int) -> dict[str, float]:
    read("In 2024 revenue was 5 billion dong.")
    half, whole = (_seconds(TEXTS[name](part)) for part in (size // 2, size))
    return {
        "characters": len(TEXTS[name](size)),
        "seconds": whole,
        "ratio": whole / half,
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _seconds(text: str) -> float:
    """The processor's seconds, whatever else the machine is doing."""
    start = time.process_time()
    read(text)
    return time.process_time() - start


def _report() -> str:
    return next(report.text for report in marked_reports() if report.lang == "vi")


def _lines(told: dict[str, object]) -> str:
    return "\n".join(
        f"{name:28}{value:10,.1f}" if isinstance(value, float) else f"{name:28}{value:10,}"
        for name, value in told.items()
    )


if __name__ == "__main__":
    sys.exit(main())
