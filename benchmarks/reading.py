"""How well are figures read out of published reports, and how well beside other extractors?

A folder holds texts and a gold file: JSON with a list `annotations` in the scheme of gold.json
(docs/reading.md), `doc` naming the text. Without a folder the reports of tests/reading/fixtures are
read, each half for itself: `seen` is what the packs were written with, `unseen` is not.

Strict: span overlap and exact value after the scale. F1: value, value+unit, tuple (value, unit,
kind, period), link (growth, change, plan share, ratio -> their level). Share of the figures found:
kind, modality, comparator, period, place, indicator.

On the English texts quantulum3 and Recognizers-Text run beside it where they are installed. They
are not among the developer's tools, for one of their dependencies comes without a wheel; make an
environment of their own and name its Python:

    python3 -m venv peers && peers/bin/pip install -r requirements-peers.txt
    python benchmarks/reading.py [FOLDER] [--peers peers/bin/python]

    python benchmarks/reading.py [FOLDER] [--misses] [--lang L] [--half H] [--json] [--quick]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the fixtures are the tests'

from benchmarks.published.gold import BadGold, Document, document, read_folder  # noqa: E402
from benchmarks.published.indicators import Names  # noqa: E402
from benchmarks.published.readers import (  # noqa: E402
    PEERS,
    Answers,
    names_of_cards,
    this_python,
    with_peer,
    with_tiendo,
)
from benchmarks.published.scoring import (  # noqa: E402
    MEASURES,
    SHARES,
    Score,
    gather,
    score,
)
from tests.reading.fixtures import marked_reports  # noqa: E402

COLUMNS = (*MEASURES, *SHARES)
_HEADS = {"value+unit": "v+unit", "comparator": "compar", "indicator": "indic"}


def main() -> int:
    """Read what was asked for, print the scores, return 0, or 1 where there is nothing to read."""
    asked = _arguments()
    try:
        docs = read_folder(asked.folder) if asked.folder else list(_fixtures())
    except BadGold as fault:
        print(f"reading: {fault}", file=sys.stderr)
        return 1
    docs = [
        doc
        for doc in docs
        if (not asked.lang or doc.lang in asked.lang) and asked.half in (None, doc.group)
    ]
    if asked.quick:
        docs = _few(docs)
    names = names_of_cards()
    ours = with_tiendo(docs)
    scores = _scores(docs, ours, names)
    peers = _beside(docs, ours, names, asked.peers or this_python())
    if asked.json:
        print(json.dumps(_as_json(docs, ours, scores, peers), ensure_ascii=False, indent=1))
        return 0
    _print_scores(scores)
    _print_speed(docs, ours)
    _print_peers(peers)
    if asked.misses:
        _print_misses(scores)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, help="texts with a gold file")
    parser.add_argument("--misses", action="store_true", help="list what was wrong")
    parser.add_argument("--lang", action="append", help="only texts of this language")
    parser.add_argument("--half", choices=["seen", "unseen"], help="of the fixtures only this half")
    parser.add_argument("--peers", help="the Python in whose environment the peers are installed")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="two texts of each kind")
    size.add_argument("--full", action="store_true", help="all texts (as without)")
    return parser.parse_args()


def _fixtures() -> Iterable[Document]:
    for report in marked_reports():
        yield document(
            f"{report.name}.txt", report.lang, report.text, report.annotations, report.half
        )


def _few(docs: Sequence[Document]) -> list[Document]:
    """Two documents of each language and half."""
    by: dict[tuple[str, str], list[Document]] = {}
    for doc in docs:
        by.setdefault((doc.lang, doc.group), []).append(doc)
    return [doc for some in by.values() for doc in some[:2]]


def _scores(docs: Sequence[Document], answers: Answers, names: Names) -> dict[str, Score]:
    """Scores of every language (and half), and of all together."""
    each = [(doc, score(doc, found, names)) for doc, found in zip(docs, answers.found, strict=True)]
    rows = dict(gather((f"{doc.lang} {doc.group}".strip(), one) for doc, one in each))
    totals = gather((f"all {doc.group}".strip(), one) for doc, one in each)
    return rows | dict(totals)


def _beside(
    docs: Sequence[Document], ours: Answers, names: Names, python: str
) -> dict[str, tuple[Score, float] | None]:
    """Our scores and those of the peers on the English texts, all without regard to the sign."""
    english = [number for number, doc in enumerate(docs) if doc.lang == "en"]
    if not english:
        return {}
    texts = [docs[number] for number in english]
    alone = with_tiendo(texts)
    found: dict[str, tuple[Score, float] | None] = {"tiendo": _unsigned(texts, alone, names)}
    for name in PEERS:
        answers = with_peer(name, texts, python)
        found[name] = _unsigned(texts, answers, names) if answers else None
    return found


def _unsigned(docs: Sequence[Document], answers: Answers, names: Names) -> tuple[Score, float]:
    total = Score()
    for doc, found in zip(docs, answers.found, strict=True):
        total.add(score(doc, found, names, signed=False))
    return total, len(docs) / answers.seconds


def _print_scores(scores: dict[str, Score]) -> None:
    heads = "".join(f"{_HEADS.get(name, name):>8}" for name in COLUMNS)
    print(f"{'':12}{'figures':>8}{heads}")
    for name, one in scores.items():
        cells = "".join(_cell(one.of(measure)) for measure in COLUMNS)
        print(f"{name:12}{one.gold['value']:8}{cells}")


def _cell(value: float | None) -> str:
    return f"{'-':>8}" if value is None else f"{value:8.3f}"


def _print_speed(docs: Sequence[Document], ours: Answers) -> None:
    size = sum(len(doc.text.encode()) for doc in docs)
    print(
        f"\n{len(docs)} documents of {size / len(docs) / 1000:.1f} kB on average, checks included: "
        f"{len(docs) / ours.seconds:.0f} documents, or {size / 5000 / ours.seconds:.0f} of 5 kB, "
        "per second of one processor"
    )


def _print_peers(peers: dict[str, tuple[Score, float] | None]) -> None:
    if not peers:
        return
    print("\nEnglish texts, beside others (a fall counts as its size, for they know no falls)")
    print(f"{'':20}{'value':>8}{'v+unit':>8}{'docs/s':>8} of one processor")
    for name, found in peers.items():
        if found is None:
            print(f"{name:20}not installed (see --help)")
            continue
        one, speed = found
        print(f"{name:20}{_cell(one.f1('value'))}{_cell(one.f1('value+unit'))}{speed:8.1f}")


def _print_misses(scores: dict[str, Score]) -> None:
    wanted: Callable[[str], bool] = lambda name: not name.startswith("all")  # noqa: E731
    for name, one in scores.items():
        if not wanted(name):
            continue
        for miss in sorted(one.misses, key=lambda miss: (miss.measure, miss.document)):
            print(
                f"{name} | {miss.measure} | {miss.document} | {miss.quote} | "
                f"right: {miss.right} | said: {miss.said}"
            )


def _as_json(
    docs: Sequence[Document],
    ours: Answers,
    scores: dict[str, Score],
    peers: dict[str, tuple[Score, float] | None],
) -> dict[str, object]:
    return {
        "documents": len(docs),
        "documents_per_second": len(docs) / ours.seconds,
        "scores": {
            name: {"figures": one.gold["value"]} | {m: one.of(m) for m in COLUMNS}
            for name, one in scores.items()
        },
        "peers": {
            name: found
            and {
                "value": found[0].f1("value"),
                "value+unit": found[0].f1("value+unit"),
                "documents_per_second": found[1],
            }
            for name, found in peers.items()
        },
    }


if __name__ == "__main__":
    sys.exit(main())
