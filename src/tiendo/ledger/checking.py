"""One pass over a log and all that it records; `verification` is the door to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tiendo.ledger.chain import EMPTY, EventRecord, LogHead, figures_digest, instant, moment
from tiendo.ledger.columns import Columns
from tiendo.ledger.heads import KnownHeads, LogFault
from tiendo.ledger.rows import FIGURE_COLUMNS, FIGURE_SELECT, FILING, ID, Row

_AT_ONCE = 1000
_FILED = "filing.recorded"
_FIRST_FEW = 5
_LARGEST = 2**63 - 1
_UNREADABLE = (ValueError, KeyError, TypeError, OverflowError, RecursionError)
"""What reading an event's data raises if it is garbage, down to lists nested without end."""


class LogCheck:
    """One pass over a log and all that it records."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self.faults: list[LogFault] = []
        self.head = EMPTY
        self.events = self.figures = 0
        self._at = ""
        self._last_series = 0
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
            if event.seq < 1:
                subject = f"event:{event.seq}"
                self._fault(event.seq, subject, "events are numbered from 1; it was slipped in")
                continue
            self._check_link(event)
            self._check_content(event)
            self.head, self._at = LogHead(event.seq, event.hash), event.at
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
        after = -_LARGEST - 1
        while True:
            self._cursor.execute(
                'SELECT "seq", CAST("at" AS TEXT), "actor", "verb", "subject", "data", '
                '"prev_hash", "hash" FROM ledger_event '
                'WHERE "seq" >= %s AND "seq" <= %s ORDER BY "seq" LIMIT %s',
                [after, end, _AT_ONCE],
            )
            page = self._cursor.fetchall()
            if not page:
                return
            for seq, at, *others in page:
                yield EventRecord(seq, _instant(at), *map(_text, others))
            if page[-1][0] >= end:
                return
            after = page[-1][0] + 1

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
        recomputed = _hash_of(event)
        if recomputed != event.hash:
            self._fault(
                event.seq,
                f"event:{event.seq}",
                f"its fields hash to {_short(recomputed)}, its hash says {_short(event.hash)}",
            )
        if event.at < self._at:
            self._fault(
                event.seq,
                f"event:{event.seq}",
                f"its instant {event.at} is before that of event {before.seq}, {self._at}",
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
                self._note_obligation(event, data)
        except _UNREADABLE as problem:
            self._fault(event.seq, event.subject, f"its data cannot be read ({problem!r})")

    def _note_obligation(self, event: EventRecord, data: Mapping[str, Any]) -> None:
        number = _whole(data["id"])
        if any(isinstance(value, list | dict) for value in data.values()):
            raise ValueError("an obligation consists of plain values")
        if number in self._obligations:
            self._recorded_twice(event, f"obligation:{number}", self._obligations[number][0])
        else:
            self._obligations[number] = event.seq, data

    def _note_series(self, event: EventRecord, row: Any) -> None:
        number, *texts = row
        if [type(text) for text in texts] != [str, str, str]:
            raise ValueError("a series consists of its id and three texts")
        if (number := _whole(number)) in self._series:
            self._recorded_twice(event, f"series:{number}", self._series[number][0])
            return
        self._series[number] = event.seq, row
        if number < self._last_series:
            # Whoever files looks for new series above the last one, and would not see it.
            self._fault(
                event.seq,
                f"series:{number}",
                f"series {self._last_series} was recorded before it; ids only ever grow",
            )
        self._last_series = max(self._last_series, number)

    def _check_filing(self, event: EventRecord, data: Mapping[str, Any]) -> None:
        number, first, count = (_whole(data[name]) for name in ("id", "first_figure", "figures"))
        last = _whole(first + count - 1)
        if number in self.filings:
            self._recorded_twice(event, event.subject, self.filings[number])
        else:
            self.filings[number] = event.seq
        self._ranges.append((first, last))
        for row in data.get("series", ()):
            self._note_series(event, row)
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
            first_gone = next((id for id in range(first, first + count) if id not in there), first)
            self._fault(
                event.seq,
                event.subject,
                f"{len(found)} of its {count} figures are there; figure {first_gone} is missing",
            )
        if moved := [row[ID] for row in found if row[FILING] != data["id"]]:
            self._fault(event.seq, event.subject, f"figures moved to other filings: {_few(moved)}")
        digest = _digest(filing, found)
        if (digest is None or digest != data["digest"]) and not gone:
            self._fault(
                event.seq,
                event.subject,
                f"its figures {first} to {first + count - 1} were changed: they hash to "
                f"{_short(digest or 'nothing readable')}, recorded {_short(data['digest'])}",
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
        for number in self._ids("ledger_filing", None, last["ledger_filing"]):
            if number not in self.filings:
                self._fault(None, f"filing:{number}", "no event records it")
        before: int | None = None  # below the first event's figures there may be negative ids
        for first, end in [*sorted(self._ranges), (last["ledger_figure"] + 1, 0)]:
            beside = before is None or first > before + 1
            if beside and (ids := self._ids("ledger_figure", before, first - 1)):
                self._fault(None, f"figure:{ids[0]}", f"no event records figures {_few(ids)}")
            before = end if before is None else max(before, end)

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

    def _recorded_twice(self, event: EventRecord, subject: str, before: int) -> None:
        self._fault(event.seq, subject, f"event {before} recorded it too")

    def _fault(self, seq: int | None, subject: str, problem: str) -> None:
        self.faults.append(LogFault(seq, _printable(subject), _printable(problem)))

    def _scalar(self, sql: str) -> int | None:
        self._cursor.execute(sql)
        found: int | None = self._cursor.fetchone()[0]
        return found

    def _ids(self, table: str, after: int | None, last: int) -> list[int]:
        """Return the ids above `after`, or all there are, up to `last`."""
        least = -_LARGEST - 1 if after is None else after + 1
        self._cursor.execute(
            f'SELECT "id" FROM {table} WHERE "id" >= %s AND "id" <= %s ORDER BY "id"',  # noqa: S608
            [least, last],
        )
        return [row[0] for row in self._cursor.fetchall()]


def _digest(filing: list[Any], figures: list[Row]) -> str | None:
    """Return the digest of what was found; None of nothing or of values that are no text."""
    if not figures:
        return None
    try:
        return figures_digest(filing, Columns.of_rows(FIGURE_COLUMNS, figures))
    except (TypeError, UnicodeEncodeError):
        return None


def _hash_of(event: EventRecord) -> str:
    """Return the hash of an event's fields; no hash at all where they are no Unicode."""
    try:
        return event.recomputed_hash()
    except UnicodeEncodeError:
        return "no Unicode"


def _instant(text: Any) -> str:
    """Return a database's text of an instant as the log writes it; garbage stays what it is."""
    try:
        return instant(moment(text))
    except (ValueError, TypeError):
        return _text(text)


def _text(value: Any) -> str:
    """Return a text as it is; SQLite may hold bytes in its place, which are told as such."""
    return value if isinstance(value, str) else repr(value)


def _whole(value: Any) -> int:
    """Return a number that can be a row's id; JSON may hold anything in its place."""
    if type(value) is not int or not 1 <= value <= _LARGEST:
        raise ValueError("an id or a count is no whole number from 1 to 2^63 - 1")
    return value


def _printable(text: str) -> str:
    """Return a text whose bytes that are no UTF-8 are spelt out, so that it can be printed."""
    return text.encode(errors="backslashreplace").decode()


def _short(hash: Any) -> str:
    return str(hash)[:12]


def _few(ids: list[int]) -> str:
    shown = ", ".join(map(str, ids[:_FIRST_FEW]))
    return shown + (f" and {len(ids) - _FIRST_FEW} more" if len(ids) > _FIRST_FEW else "")
