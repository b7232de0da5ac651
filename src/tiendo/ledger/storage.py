"""What differs between SQLite and PostgreSQL, and their refusals in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, Protocol

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection

from tiendo.ledger.columns import Columns
from tiendo.vocabulary.errors import TiendoError

_WRITERS_LOCK = 7_480_193_026_551
"""Number of PostgreSQL's advisory lock of those who write the ledger; any fixed one would do."""

_ROWS_A_STATEMENT = 150


class Cursor(Protocol):
    """The part of a database cursor that the ledger uses."""

    def execute(self, sql: str, params: Any = None, /) -> Any:
        """Run one statement."""

    def executemany(self, sql: str, param_list: Any, /) -> Any:
        """Run one statement once for each row."""

    def fetchone(self) -> Any:
        """Return the next row or None."""

    def fetchall(self) -> list[Any]:
        """Return all rows that are left."""


def lock_writers(cursor: Cursor) -> None:
    """Let no other process write the ledger until the transaction ends.

    On SQLite every transaction of ours begins with the write lock (see `config.settings`).
    """
    if connection.vendor == "postgresql":
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS_LOCK])


def insert(cursor: Any, table: str, columns: Columns) -> None:
    """Insert a table of plain values as fast as the database takes it.

    Args:
        cursor: a Django cursor within the transaction.
        table: name of the database's table.
        columns: the values by the names of its columns.
    """
    if connection.vendor == "postgresql":
        names = [*columns.same, *columns.own]
        with cursor.copy(f"COPY {table} ({_quoted(names)}) FROM STDIN") as copy:
            for row in columns.rows(names):
                copy.write_row(row)
    else:
        _insert_into_sqlite(table, columns)


def _insert_into_sqlite(table: str, columns: Columns) -> None:
    """Insert many rows a statement, giving what is the same in all of them once.

    Measured, 300 figures: executemany 2.5 ms; many rows a statement, without columns that nobody
    filled (Python's driver looks for an adapter of every None), 1.0 ms; and with one mark for a
    column that is the same in all rows, 0.8 ms. Django's cursor would search each long statement
    for marks to replace, 0.2 ms, so the driver's own is used.
    """
    same = {name: value for name, value in columns.same.items() if value is not None}
    marks = [f"?{number}" for number in range(1, len(same) + 1)] + ["?"] * len(columns.own)
    into = f"INSERT INTO {table} ({_quoted([*same, *columns.own])}) VALUES "  # noqa: S608 - ours
    row_of_marks = f"({','.join(marks)})"
    rows = columns.rows(list(columns.own)) if columns.own else [()]
    with connection.wrap_database_errors:
        for start in range(0, columns.count, _ROWS_A_STATEMENT):
            piece = rows[start : start + _ROWS_A_STATEMENT]
            connection.connection.execute(
                into + ",".join([row_of_marks] * len(piece)), [*same.values(), *chain(*piece)]
            )


def _quoted(columns: Iterable[str]) -> str:
    return ", ".join(f'"{column}"' for column in columns)


@contextmanager
def plain_refusals() -> Iterator[None]:
    """Turn what a database refuses into a TiendoError that says what to do; nothing was written.

    Raises:
        TiendoError: for a full disk, a locked, unreadable, missing or unreachable database.
    """
    try:
        yield
    except OperationalError as problem:
        said = str(problem).strip().splitlines()[0] if str(problem).strip() else "no reason given"
        raise TiendoError(
            f"the ledger's database refused: {said}; nothing was recorded", remedy=_remedy(said)
        ) from problem
    except DatabaseError as problem:
        raise TiendoError(
            f"the ledger's database refused: {str(problem).strip()}; nothing was recorded",
            remedy="run `tiendo verify-log`; if it finds a fault, restore a backup",
        ) from problem


def _remedy(said: str) -> str:
    if "full" in said or "No space left" in said:
        return f"free space on the disk that holds {settings.TIENDO_WORKSPACE.path} and try again"
    if "locked" in said:
        return "another program is writing; try again when it has finished"
    if "readonly" in said:
        return f"give this user the right to write {settings.TIENDO_WORKSPACE.path}"
    if "no such table" in said or "unable to open" in said:
        return "make the workspace with `tiendo load` or `tiendo demo`"
    return "see whether the database can be reached and has space"


@contextmanager
def lock_migrations() -> Iterator[None]:
    """Let no other process, on whatever machine, change the tables meanwhile."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_WRITERS_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_WRITERS_LOCK])
