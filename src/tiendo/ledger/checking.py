"""One pass over a log and all that it records; `verification` is the door to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from tiendo.ledger.chain import EMPTY, EventRecord, LogHead, figures_digest, instant
from tiendo.ledger.columns import Columns
from tiendo.ledger.heads import read_head
from tiendo.ledger.rows import FIGURE_COLUMNS, FIGURE_SELECT, FILING, ID, Row
from tiendo.vocabulary.errors import TiendoError

_AT_ONCE = 1000
_FILED = "filing.recorded"
_FIRST_FEW = 5


@dataclass(frozen=True, slots=True)
class LogFault:
    """Something that is not as it was recorded.

    Attributes:
        seq: number of the event it was recorded with; None where there is none.
        subject: what is at fault, such as "filing:12" or "event:5".
        problem: what differs.
    """

    seq: int | None
    subject: str
    problem: str

    def __str__(self) -> str:
        at = "" if self.seq is None else f"event {self.seq}, "
        return f"{at}{self.subject}: {self.problem}"


@dataclass(slots=True)
class KnownHeads:
    """Heads that the log must hold, each with where it comes from."""

    named: list[tuple[str, LogHead]] = field(default_factory=list)
    faults: list[LogFault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, origin: str, head: LogHead | None) -> None:
        """Add a head, unless it is none or that of an empty log."""
        if head is not None and head != EMPTY:
            self.named.append((origin, head))

    def add_file(self, file: Path) -> None:
        """Add the head that a file holds; one that cannot be read is a fault, none a note."""
        try:
            head = read_head(file)
        except TiendoError as problem:
            self.faults.append(LogFault(None, file.name, problem.message))
            return
        if head is None:
            self.notes.append(f"there is no {file.name} in the workspace to compare with")
        self.add(file.name, head)


class LogCheck:
    """One pass over a log and all that it records."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.faults: list[LogFault] = []
        self.head = EMPTY
        self.events = self.figures = 0
        self.filings: dict[int, int] = {}
        self._ranges: list[tuple[int, int]] = []
        self._series: dict[int, tuple[int, list[Any]]] = {}
        self._obligations: dict[int, tuple[int, Mapping[str, Any]]] = {}

    def run(self, heads: KnownHeads, progress: Callable[[int], None] | None) -> None:
        """Read everything once; what is wrong is in `faults` afterwards."""
        # The last ids first, the events next, the rows that they record last: whatever is filed
        # meanwhile, rows up to these ids must have an event, and events that were read their rows.
        last = {
            table: self._scalar(f"SELECT MAX(id) FROM {table}") or 0  # noqa: S608 - names of ours
            for table in (
                "ledger_filing", "ledger_figure", "ledger_seriesrow", "ledger_obligation"
            )
        }  # fmt: skip
        wanted = {head.seq for _, head in heads.named}
        hashes: dict[int, str] = {}
        for event in self._read_events():
            self._check_link(event)
            self._check_content(event)
            self.head = LogHead(event.seq, event.hash)
            self.events += 1
            if event.seq in wanted:
                hashes[event.seq] = event.hash
            if progress is not None:
                progress(self.events)
        self._check_heads(heads, hashes)
        self._check_without_event(last)
        self._check_series(last["ledger_seriesrow"])
        self._check_obligations(last["ledger_obligation"])

    # ---- the chain ----------------------------------------------------------------

    def _read_events(self) -> Iterator[EventRecord]:
        # A last event that is there now; later ones are another verification's.
        end = self._scalar("SELECT MAX(seq) FROM ledger_event") or 0
        after = -1
        while True:
            self._cursor.execute(
                'SELECT "seq", CAST("at" AS TEXT), "actor", "verb", "subject", "data", '
                '"prev_hash", "hash" FROM ledger_event '
                'WHERE "seq" > %s AND "seq" <= %s ORDER BY "seq" LIMIT %s',
                [after, end, _AT_ONCE],
            )
            page = self._cursor.fetchall()
            if not page:
                return
            for seq, at, *others in page:
                yield EventRecord(seq, _instant(at), *others)
            after = page[-1][0]

    def _check_link(self, event: EventRecord) -> None:
        before = self.head
        if event.seq != before.seq + 1:
            gone = f"{before.seq + 1}" + (
                f" to {event.seq - 1}" if event.seq > before.seq + 2 else ""
            )
            self._fault(event.seq, f"event:{gone}", "missing from the log")
        elif event.prev_hash != before.hash:
            self._fault(
                event.seq,
                f"event:{event.seq}",
                f"it names {_short(event.prev_hash)} as the hash of the event before, "
                f"which is {_short(before.hash)}",
            )
        if event.recomputed_hash() != event.hash:
            self._fault(
                event.seq,
                f"event:{event.seq}",
                f"its fields hash to {_short(event.recomputed_hash())}, "
                f"its hash says {_short(event.hash)}",
            )

    def _check_heads(self, heads: KnownHeads, hashes: Mapping[int, str]) -> None:
        for origin, head in heads.named:
            if head.seq > self.head.seq:
                self._fault(
                    head.seq,
                    f"event:{head.seq}",
                    f"the log ends at event {self.head.seq}, but {origin} names event "
                    f"{head.seq}: the end of the log was cut off or lost",
                )
            elif hashes.get(head.seq) != head.hash:
                self._fault(
                    head.seq,
                    f"event:{head.seq}",
                    f"its hash is {_short(hashes.get(head.seq, 'missing'))}, but {origin} says "
                    f"{_short(head.hash)}: the log was rewritten",
                )

    # ---- what events record ---------------------------------------------------------

    def _check_content(self, event: EventRecord) -> None:
        try:
            data = json.loads(event.data)
            if event.verb == _FILED:
                self._check_filing(event, data)
            elif event.verb == "obligation.imposed":
                self._obligations[data["id"]] = event.seq, data
        except (ValueError, KeyError, TypeError) as problem:
            self._fault(event.seq, event.subject, f"its data cannot be read ({problem!r})")

    def _check_filing(self, event: EventRecord, data: Mapping[str, Any]) -> None:
        number, first, count = data["id"], data["first_figure"], data["figures"]
        if number in self.filings:
            self._fault(event.seq, event.subject, f"event {self.filings[number]} recorded it too")
        self.filings[number] = event.seq
        self._ranges.append((first, first + count - 1))
        for row in data.get("series", ()):
            self._series[row[0]] = event.seq, row
        filing = self._filing(number)
        if filing is None:
            self._fault(event.seq, event.subject, "the filing is missing")
            return
        for name, said in filing.items():
            if said != data[name]:
                self._fault(
                    event.seq, event.subject, f"its {name} is {said!r}, recorded {data[name]!r}"
                )
        self._check_figures(event, data, list(filing.values()))

    def _check_figures(
        self, event: EventRecord, data: Mapping[str, Any], filing: list[Any]
    ) -> None:
        first, count = data["first_figure"], data["figures"]
        self._cursor.execute(
            f"SELECT {FIGURE_SELECT} FROM ledger_figure "  # noqa: S608 - names of ours
            'WHERE "id" BETWEEN %s AND %s ORDER BY "id"',
            [first, first + count - 1],
        )
        found = self._cursor.fetchall()
        self.figures += len(found)
        if gone := len(found) != count:
            there = {row[ID] for row in found}
            first_gone = next(id for id in range(first, first + count) if id not in there)
            self._fault(
                event.seq,
                event.subject,
                f"{len(found)} of its {count} figures are there; figure {first_gone} is missing",
            )
        if moved := [row[ID] for row in found if row[FILING] != data["id"]]:
            self._fault(event.seq, event.subject, f"figures moved to other filings: {_few(moved)}")
        digest = _digest(filing, found)
        if digest != data["digest"] and not gone:
            self._fault(
                event.seq,
                event.subject,
                f"its figures {first} to {first + count - 1} were changed: they hash to "
                f"{_short(digest)}, recorded {_short(data['digest'])}",
            )

    def _filing(self, number: int) -> dict[str, Any] | None:
        self._cursor.execute(
            'SELECT "id", "by", CAST("recorded_at" AS TEXT), "file_name", "file_sha256", "source" '
            'FROM ledger_filing WHERE "id" = %s',
            [number],
        )
        found = self._cursor.fetchone()
        if found is None:
            return None
        id, by, at, name, sha256, source = found
        return {
            "id": id,
            "by": by,
            "recorded_at": _instant(at),
            "file_name": name,
            "file_sha256": sha256,
            "source": source,
        }

    # ---- what no event records --------------------------------------------------------

    def _check_without_event(self, last: Mapping[str, int]) -> None:
        for number in self._ids("ledger_filing", 0, last["ledger_filing"]):
            if number not in self.filings:
                self._fault(None, f"filing:{number}", "no event records it")
        before = 0
        for first, end in [*sorted(self._ranges), (last["ledger_figure"] + 1, 0)]:
            if first > before + 1 and (ids := self._ids("ledger_figure", before, first - 1)):
                self._fault(None, f"figure:{ids[0]}", f"no event records figures {_few(ids)}")
            before = max(before, end)

    def _check_series(self, last: int) -> None:
        self._cursor.execute(
            'SELECT "id", "indicator", "breakdown", "price_basis" FROM ledger_seriesrow'
        )
        found = {row[0]: list(row) for row in self._cursor.fetchall()}
        for number, (seq, recorded) in self._series.items():
            if found.get(number) != recorded:
                self._fault(
                    seq, f"series:{number}", f"it is {found.get(number)}, recorded {recorded}"
                )
        for number in sorted(found.keys() - self._series.keys()):
            if number <= last:
                self._fault(None, f"series:{number}", "no event records it")

    def _check_obligations(self, last: int) -> None:
        self._cursor.execute(
            'SELECT "id", "place_id", "indicator", CAST("valid_from" AS TEXT), '
            'CAST("valid_to" AS TEXT), "office" FROM ledger_obligation'
        )
        names = ("id", "place_id", "indicator", "valid_from", "valid_to", "office")
        found = {row[0]: dict(zip(names, row, strict=True)) for row in self._cursor.fetchall()}
        for number, (seq, recorded) in self._obligations.items():
            if found.get(number) != recorded:
                self._fault(
                    seq, f"obligation:{number}", f"it is {found.get(number)}, recorded {recorded}"
                )
        for number in sorted(found.keys() - self._obligations.keys()):
            if number <= last:
                self._fault(None, f"obligation:{number}", "no event records it")

    # ---- small things -----------------------------------------------------------------

    def _fault(self, seq: int | None, subject: str, problem: str) -> None:
        self.faults.append(LogFault(seq, subject, problem))

    def _scalar(self, sql: str) -> int | None:
        self._cursor.execute(sql)
        found: int | None = self._cursor.fetchone()[0]
        return found

    def _ids(self, table: str, after: int, last: int) -> list[int]:
        self._cursor.execute(
            f'SELECT "id" FROM {table} WHERE "id" > %s AND "id" <= %s ORDER BY "id"',  # noqa: S608
            [after, last],
        )
        return [row[0] for row in self._cursor.fetchall()]


def _digest(filing: list[Any], figures: list[Row]) -> str:
    if not figures:
        return "nothing"
    try:
        return figures_digest(filing, Columns.of_rows(FIGURE_COLUMNS, figures))
    except (TypeError, UnicodeEncodeError):
        return "unreadable values"


def _instant(text: str) -> str:
    """Return a database's text of an instant as the log writes it; garbage stays what it is."""
    try:
        return instant(datetime.fromisoformat(text))
    except (ValueError, TypeError):
        return str(text)


def _short(hash: str) -> str:
    return hash[:12]


def _few(ids: list[int]) -> str:
    shown = ", ".join(map(str, ids[:_FIRST_FEW]))
    return shown + (f" and {len(ids) - _FIRST_FEW} more" if len(ids) > _FIRST_FEW else "")
