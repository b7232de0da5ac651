"""Reading a long-form CSV, one figure a line, into statements.

Columns and words: the contract, "Columns of a long-form CSV". A line is either understood in full
or named with its line, column and remedy; nothing is guessed and nothing raises.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from tiendo.ledger.intake.decoding import decode
from tiendo.ledger.intake.fault import Fault, FileRefused, Intake
from tiendo.ledger.intake.line import Lines
from tiendo.ledger.intake.table import Table
from tiendo.validation.rule import Rule
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.place import PlaceRegister
from tiendo.vocabulary.words import Severity

Progress = Callable[[int, int], None]
"""Called with the number of lines read and of all lines, now and then and at the end."""

_EVERY = 1000


def read_long_csv(
    path_or_bytes: str | os.PathLike[str] | bytes,
    *,
    file_name: str = "",
    register: PlaceRegister,
    catalogue: Catalogue,
    today: date,
    known_at: date | None = None,
    rules: Sequence[Rule] = (),
    progress: Progress | None = None,
) -> Intake:
    """Return what a long-form CSV says, and what is wrong with it.

    Args:
        path_or_bytes: the file, or what it holds.
        file_name: how faults name it; by default the path's last part.
        register: the places that may be named.
        catalogue: the indicators that may be named.
        today: the day of the intake, in the workspace's time zone.
        known_at: since when the world knows the figures of lines without a date of their own.
        rules: those that say what cannot be refuse it.
        progress: told how far the reading is.
    """
    if not file_name and not isinstance(path_or_bytes, bytes):
        file_name = Path(path_or_bytes).name
    try:
        content = content_of(path_or_bytes)
    except FileRefused as refused:
        return _refused(refused, "", file_name)
    digest = hashlib.sha256(content).hexdigest()
    try:
        if known_at is not None and known_at > today:
            raise FileRefused(0, "", f"known_at {known_at} lies in the future", "state a past date")
        text = decode(content)
        table = Table(text)
    except FileRefused as refused:
        return _refused(refused, digest, file_name)
    lines = Lines(register, catalogue, today=today, known_at=known_at, rules=rules)
    total = text.count("\n") + (not text.endswith("\n"))
    statements, repeats = _statements(table, lines, progress, total)
    faults = sorted(table.faults + lines.faults, key=lambda fault: fault.line)
    if not statements and not faults:
        faults = [Fault(0, "", "the file has a header and no lines", "add one line per figure")]
    return Intake(
        statements=tuple(statements),
        faults=tuple(replace(fault, file_name=file_name) for fault in faults),
        sha256=digest,
        file_name=file_name,
        source=_source(table.comments),
        comments=tuple(table.comments),
        notes=tuple(replace(note, file_name=file_name) for note in repeats),
    )


def content_of(path_or_bytes: str | os.PathLike[str] | bytes) -> bytes:
    """Return what a file holds.

    Raises:
        FileRefused: if it cannot be read.
    """
    if isinstance(path_or_bytes, bytes):
        return path_or_bytes
    try:
        return Path(path_or_bytes).read_bytes()
    except OSError as error:
        raise FileRefused(
            0, "", f"the file cannot be read ({error.strerror})", "check its path and its rights"
        ) from None


def _refused(refused: FileRefused, digest: str, file_name: str) -> Intake:
    fault = replace(refused.fault, file_name=file_name)
    return Intake((), (fault,), digest, file_name=file_name)


def _source(comments: list[str]) -> str:
    """Return what a comment "source: ..." says, to the end of its line."""
    for comment in comments:
        name, colon, text = comment.partition(":")
        if colon and name.strip().lower() == "source":
            return " ".join(text.split())
    return ""


def _statements(
    table: Table, lines: Lines, progress: Progress | None, total: int
) -> tuple[list[Statement], list[Fault]]:
    """Read all rows; keep the first of two equal ones and refuse both of two unlike."""
    kept: dict[object, tuple[int, Statement]] = {}
    disputed: set[object] = set()
    repeats: list[Fault] = []
    for done, (number, row) in enumerate(table.rows()):
        if progress is not None and done % _EVERY == 0:
            progress(number, total)
        statement = lines.read(number, row)
        if statement is None:
            continue
        identity = _identity(statement)
        number_kept, first = kept.setdefault(identity, (number, statement))
        if first is statement:
            continue
        if difference := _difference(first, statement):
            column, message = difference
            lines.faults.append(_conflict(number, column, number_kept, message))
            if identity not in disputed:
                disputed.add(identity)
                lines.faults.append(_conflict(number_kept, column, number, "see there"))
        else:
            text = f"says the same as line {number_kept} and is left out"
            repeats.append(Fault(number, "", text, severity=Severity.INFO))
    if progress is not None:
        progress(total, total)
    undisputed = [said for identity, (_, said) in kept.items() if identity not in disputed]
    return undisputed, repeats


def _conflict(line: int, column: str, other: int, message: str) -> Fault:
    """Return the fault of one of two lines of which only one can be true."""
    return Fault(
        line,
        column,
        f"differs from line {other}: {message}",
        "keep one of the two, or tell them apart by status or known_at",
    )


def _identity(statement: Statement) -> object:
    """Return what two lines share if only one of them can be true."""
    return (
        statement.place,
        statement.series,
        statement.period.first,
        statement.period.last,
        statement.kind,
        statement.is_plan,
        statement.assigner,
        statement.status,
        statement.known_at,
    )


_COMPARED = (
    ("state", "state"),
    ("value", "value"),
    ("value_hi", "value_hi"),
    ("decimals", "value"),
    ("comparator", "comparator"),
    ("modality", "modality"),
    ("operator", "operator"),
    ("version", "version"),
    ("decision", "decision"),
)


def _difference(first: Statement, second: Statement) -> tuple[str, str] | None:
    """Return the column in which two lines differ and how, or None; where they stand is no matter.

    Nor is the unit they were filed in, as long as value and printed digits are the same.
    """
    for attribute, column in _COMPARED:
        here, there = getattr(second, attribute), getattr(first, attribute)
        if here != there:
            if attribute == "decimals":
                return column, f"{here} printed decimals here, {there} there"
            return column, f"{_shown(here)} here, {_shown(there)} there"
    return None


def _shown(value: object) -> str:
    return "nothing" if value is None else f"{value}"
