"""How fast are filings of 300 figures recorded on SQLite, each in a transaction of its own?

Three ways write the same figures into the same tables, with the same indexes and settings (WAL,
synchronous=NORMAL, foreign keys), each in a file of its own, taking turns so that a busy machine
slows all of them:

tiendo       `record_filings`, all of it: the check for figures that are known already, the digest
             of all figures, the event with its hash, and the head of the log forced to the disk
bulk_create  Django's bulk_create of the same models: filing and figures only
executemany  sqlite3 of the standard library, from tuples made beforehand: filing and figures only

Afterwards the figures of 40 places are read back as the evaluation reads them.

    python benchmarks/ledger.py [--quick] [--json]
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import shutil
import sqlite3
import statistics
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

FIGURES, PLACES = 300, 200
DAY = date(2026, 1, 6)


class Contender(ABC):
    """One way of writing, with the seconds that each of its filings took.

    On a machine that others use too, the processor's own seconds say more than the clock's.
    """

    name: str

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.cpu_seconds: list[float] = []

    def run(self, filings: range) -> None:
        """Write some filings; only the writing is measured."""
        for number in filings:
            prepared = self.prepare(number, statements_of(number))
            began, cpu_began = time.perf_counter(), time.thread_time()
            self.write(number, prepared)
            self.seconds.append(time.perf_counter() - began)
            self.cpu_seconds.append(time.thread_time() - cpu_began)

    def prepare(self, number: int, statements: list[Any]) -> Any:
        """Return what it writes; outside the measured time."""
        return statements

    @abstractmethod
    def write(self, number: int, prepared: Any) -> None:
        """Write one filing in one transaction."""

    def result(self) -> dict[str, float]:
        """Return filings a second over all, checkpoints included, and milliseconds of one."""
        ordered = sorted(self.seconds)
        return {
            "filings": len(ordered),
            "filings_per_second": len(ordered) / sum(ordered),
            "filings_per_cpu_second": len(ordered) / sum(self.cpu_seconds),
            "median_ms": 1000 * statistics.median(ordered),
            "p99_ms": 1000 * ordered[len(ordered) * 99 // 100],
        }


class Tiendo(Contender):
    """The service of the ledger."""

    name = "tiendo"

    def __init__(self) -> None:
        super().__init__()
        from tiendo.vocabulary.place import Place, PlaceRegister
        from tiendo.vocabulary.words import Level

        self.register = PlaceRegister(
            Place(at + 1, f"place-{at}", Level.COMMUNE, ()) for at in range(PLACES)
        )

    def prepare(self, number: int, statements: list[Any]) -> Any:
        from tiendo.ledger.services import FilingDraft

        return FilingDraft("lan", f"{number}.csv", "0" * 64, "office", statements)

    def write(self, number: int, prepared: Any) -> None:
        from tiendo.ledger.services import record_filings

        (done,) = record_filings(drafts=[prepared], register=self.register)
        assert done.recorded == FIGURES


class BulkCreate(Contender):
    """What a Django programmer would write."""

    name = "bulk_create"

    def __init__(self) -> None:
        super().__init__()
        from tiendo.ledger.models import SeriesRow

        rows = [
            SeriesRow(indicator=f"indicator_{at}", breakdown="", price_basis="current")
            for at in range(FIGURES)
        ]
        made = SeriesRow.objects.using("bulk").bulk_create(rows)
        self._series = {row.indicator: row.pk for row in made}

    def write(self, number: int, prepared: Any) -> None:
        from django.db import transaction

        from tiendo.ledger.models import Figure, Filing

        with transaction.atomic(using="bulk"):
            filing = Filing.objects.using("bulk").create(
                by="lan", recorded_at=datetime.now(UTC), file_name=f"{number}.csv",
                file_sha256="0" * 64, source="office",
            )  # fmt: skip
            Figure.objects.using("bulk").bulk_create(
                Figure(
                    filing=filing, place_id=number % PLACES + 1,
                    series_id=self._series[said.series.indicator], first=said.period.first,
                    last=said.period.last, kind=said.kind, value=str(said.value), value_hi=None,
                    decimals=said.decimals, stated_unit=said.stated_unit,
                    comparator=said.comparator, modality=said.modality, status=said.status,
                    state=None, known_at=said.known_at, assigner=None, version=None,
                    operator=None, decision=None, cell=said.cell,
                )
                for said in prepared
            )  # fmt: skip


class ExecuteMany(Contender):
    """The fastest that the standard library does in one obvious step."""

    name = "executemany"

    def __init__(self, file: Path) -> None:
        super().__init__()
        from tiendo.ledger.rows import FIGURE_COLUMNS

        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.executescript("PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;")
        self._database.executemany(
            "INSERT INTO ledger_seriesrow VALUES (?, ?, '', 'current')",
            [(at + 1, f"indicator_{at}") for at in range(FIGURES)],
        )
        self._places = {f"place-{at}": at + 1 for at in range(PLACES)}
        self._series = {(f"indicator_{at}", (), "current"): at + 1 for at in range(FIGURES)}
        columns = ", ".join(f'"{column}"' for column in FIGURE_COLUMNS)
        marks = ", ".join("?" * len(FIGURE_COLUMNS))
        self._insert = f"INSERT INTO ledger_figure ({columns}) VALUES ({marks})"

    def prepare(self, number: int, statements: list[Any]) -> Any:
        from tiendo.ledger.rows import FIGURE_COLUMNS, columns_of_statements

        return columns_of_statements(
            statements, self._places, self._series, filing=number + 1, first_id=number * FIGURES + 1
        ).rows(FIGURE_COLUMNS)

    def write(self, number: int, prepared: Any) -> None:
        self._database.execute("BEGIN IMMEDIATE")
        self._database.execute(
            "INSERT INTO ledger_filing VALUES (?, 'lan', ?, ?, ?, 'office')",
            (number + 1, str(datetime.now(UTC)), f"{number}.csv", "0" * 64),
        )
        self._database.executemany(self._insert, prepared)
        self._database.execute("COMMIT")


def statements_of(number: int) -> list[Any]:
    """Return the figures of one place for one month: 300 indicators, one value each."""
    from tiendo.vocabulary.figure import Statement
    from tiendo.vocabulary.period import Period
    from tiendo.vocabulary.series import Series
    from tiendo.vocabulary.words import Kind, Status

    turn, place = divmod(number, PLACES)
    month = 2020 * 12 + turn
    return [
        Statement(
            place=f"place-{place}",
            series=Series(f"indicator_{at}", price_basis="current"),
            period=Period(month, month),
            kind=Kind.LEVEL,
            value=Decimal(f"{(number * 7919 + at * 104729) % 1_000_000}.{at % 10}"),
            known_at=DAY,
            decimals=1,
            stated_unit="bn VND",
            status=Status.OFFICIAL,
            cell=f"line {at + 2}",
        )
        for at in range(FIGURES)
    ]


def set_up(folder: Path) -> tuple[Tiendo, BulkCreate, ExecuteMany]:
    """Start Django on an empty workspace, copy its empty database twice, return who writes."""
    from tiendo.config.workspace import open_workspace

    workspace = open_workspace(folder / "workspace", create=True)
    os.environ["TIENDO_WORKSPACE"] = str(workspace.path)
    os.environ["TIENDO_DATABASE_URL"] = ""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tiendo.config.settings"
    import django
    from django.conf import settings

    settings.DATABASES["bulk"] = {**settings.DATABASES["default"], "NAME": str(folder / "bulk")}
    django.setup()
    from django.db import connection

    from tiendo.ledger.migrate import prepare

    prepare()
    connection.close()
    shutil.copyfile(workspace.database, folder / "bulk")
    shutil.copyfile(workspace.database, folder / "many")
    return Tiendo(), BulkCreate(), ExecuteMany(folder / "many")


def measure(contenders: Sequence[Contender], rounds: int, filings: int) -> None:
    """Let them take turns; statements of earlier turns are not held, as in an office's day."""
    for turn in range(rounds):
        for contender in contenders:
            gc.collect()
            contender.run(range(turn * filings, (turn + 1) * filings))


def check(contenders: Sequence[Contender]) -> None:
    """Refuse a result in which they did not write the same, or the log does not verify."""
    from django.db import connections

    from tiendo.ledger.verification import verify_log

    written = len(contenders[0].seconds) * FIGURES
    for alias in ("default", "bulk"):
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM ledger_figure")
            assert cursor.fetchone()[0] == written
    report = verify_log()
    assert report.ok and report.figures == written, report.faults[:3]


def read_back(contender: Tiendo) -> dict[str, float]:
    """Return how many figures 40 places filed for 2020, and the best of five times to read them."""
    from tiendo.ledger.selectors import ledger_figures
    from tiendo.vocabulary.period import Period

    places = [f"place-{at}" for at in range(40)]
    taken = []
    for _ in range(5):
        began = time.perf_counter()
        source = ledger_figures(
            register=contender.register, as_of=DAY, windows=[Period.of_year(2020)]
        )
        source.load_places(places)
        taken.append(time.perf_counter() - began)
    figures = sum(
        len(source.figures(place, series)) for place in places for series in source.series_at(place)
    )
    return {"figures": figures, "seconds": min(taken)}


def main() -> None:
    """Run it and print what was measured."""
    parser = argparse.ArgumentParser(description="filings of 300 figures a second, on SQLite")
    parser.add_argument("--quick", action="store_true", help="only prove that it runs")
    parser.add_argument("--full", action="store_true", help="the default")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    rounds, filings = (1, 20) if asked.quick else (20, 30)
    with tempfile.TemporaryDirectory(prefix="tiendo-bench-") as name:
        contenders = set_up(Path(name))
        measure(contenders, rounds, filings)
        check(contenders)
        reading = read_back(contenders[0])
    results = {each.name: each.result() for each in contenders}
    ours = results["tiendo"]["filings_per_second"]
    ratios = {
        name: ours / result["filings_per_second"]
        for name, result in results.items()
        if name != "tiendo"
    }
    if asked.json:
        found = {"results": results, "ratios": ratios, "reading": reading}
        print(json.dumps({"figures_per_filing": FIGURES, **found}))
        return
    for name, result in results.items():
        print(
            f"{name:12} {result['filings_per_second']:6.0f} filings/s"
            f" {result['filings_per_cpu_second']:6.0f} a CPU second"
            f"   median {result['median_ms']:6.2f} ms   p99 {result['p99_ms']:6.2f} ms"
        )
    for name, ratio in ratios.items():
        print(f"tiendo is {ratio:.2f} times as fast as {name}")
    print(f"{reading['figures']} figures of 40 places are read in {reading['seconds']:.3f} s")


if __name__ == "__main__":
    main()
