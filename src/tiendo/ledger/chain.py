"""The hash chain: what exactly is hashed, so that anybody can recompute it.

Everything is hashed as UTF-8 JSON without blanks. An event's hash is the SHA-256 of the array
[seq, at, actor, verb, subject, data, prev_hash], where `data` is the text of a JSON object with
sorted keys, `at` is UTC with microseconds and a Z, and `prev_hash` is the hash of the event before
(64 zeros for the first). A filing's digest is the SHA-256 of the array [filing, same, own]: the
filing is [id, by, recorded_at, file_name, file_sha256, source]; its figures, in the order of their
ids, are told by the columns of `rows.FIGURE_COLUMNS`: `same` is the object of those columns in
which all figures have the same value, `own` that of the others, each with the array of its values.
Both have sorted keys.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any

from tiendo.ledger.columns import Columns
from tiendo.vocabulary.errors import TiendoError

GENESIS = "0" * 64
"""The prev_hash of the first event."""

canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode
"""JSON without blanks and with sorted keys."""


@dataclass(frozen=True, slots=True)
class LogHead:
    """The last event of a log; (0, GENESIS) for an empty one."""

    seq: int
    hash: str

    def to_json(self) -> str:
        """Return it as one line of JSON, to be published or kept."""
        return canonical({"hash": self.hash, "seq": self.seq})

    @classmethod
    def from_json(cls, text: str) -> LogHead:
        """Read what `to_json` wrote.

        Raises:
            TiendoError: if it is anything else.
        """
        try:
            said = json.loads(text)
            head = cls(int(said["seq"]), str(said["hash"]))
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as problem:
            raise TiendoError(
                "this is no head of a log", remedy='it reads {"hash":"...","seq":12}'
            ) from problem
        return head


_IN_MEMORY = 1 << 20
"""Bytes of a column that wait in memory."""

EMPTY = LogHead(0, GENESIS)


@dataclass(frozen=True, slots=True)
class EventRecord:
    """An event as it is stored; `at` and `data` are the texts that are hashed."""

    seq: int
    at: str
    actor: str
    verb: str
    subject: str
    data: str
    prev_hash: str
    hash: str

    def recomputed_hash(self) -> str:
        """Return the hash that its other fields give."""
        return _sha256(
            canonical(
                [self.seq, self.at, self.actor, self.verb, self.subject, self.data, self.prev_hash]
            )
        )


def next_event(
    head: LogHead, *, at: datetime, actor: str, verb: str, subject: str, data: Mapping[str, Any]
) -> EventRecord:
    """Return the event that follows `head`, with its hash."""
    said = canonical(data)
    seq, when = head.seq + 1, instant(at)
    digest = _sha256(canonical([seq, when, actor, verb, subject, said, head.hash]))
    return EventRecord(seq, when, actor, verb, subject, said, head.hash, digest)


def figures_digest(filing: Sequence[Any], figures: Columns) -> str:
    """Return the digest of a filing and its figures, which are in the order of their ids."""
    return _sha256(canonical([filing, figures.same, figures.own]))


class GrowingDigest:
    """The digest of a filing whose figures come in batches, in little memory.

    It is that of `figures_digest` on all of them: what is the same in all figures is told once,
    and what is not waits in a file for each column until the last figure has come.
    """

    def __init__(self) -> None:
        self._count = 0
        self._same: dict[str, Any] = {}
        self._own: dict[str, IO[bytes]] = {}

    def add(self, figures: Columns) -> None:
        """Add the next figures."""
        for name in (*figures.same, *figures.own):
            if self._is_same(name, figures):
                self._same[name] = figures.same[name]
                continue
            if name not in self._own:
                self._own[name] = tempfile.SpooledTemporaryFile(_IN_MEMORY)
                if self._count:
                    self._write(name, [self._same.pop(name)] * self._count, first=True)
            self._write(name, list(figures.values(name)), first=not self._count)
        self._count += figures.count

    def _is_same(self, name: str, figures: Columns) -> bool:
        """Whether a column still has one value in all figures."""
        if name in self._own or name not in figures.same:
            return False
        return not self._count or self._same[name] == figures.same[name]

    def _write(self, name: str, values: list[Any], *, first: bool) -> None:
        self._own[name].write(("" if first else ",").encode() + canonical(values)[1:-1].encode())

    def of_filing(self, filing: Sequence[Any]) -> str:
        """Return the digest of a filing and all figures that were added."""
        whole = hashlib.sha256(f"[{canonical(filing)},{canonical(self._same)},{{".encode())
        for number, name in enumerate(sorted(self._own)):
            whole.update(f"{',' if number else ''}{canonical(name)}:[".encode())
            self._own[name].seek(0)
            while piece := self._own[name].read(_IN_MEMORY):
                whole.update(piece)
            whole.update(b"]")
        whole.update(b"}]")
        return whole.hexdigest()


def instant(at: datetime) -> str:
    """Return an instant as 2026-11-22T08:15:30.000001Z; one without a zone is taken as UTC."""
    if at.tzinfo is not None:
        at = at.astimezone(UTC)
    return at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def moment(text: str) -> datetime:
    """Return the instant that a database's text names; one without a zone is taken as UTC.

    Raises:
        ValueError: if the text names none.
    """
    at = datetime.fromisoformat(text)
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError as problem:
        raise ValueError(f"{text} is beyond the calendar") from problem


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
