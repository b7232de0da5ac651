"""The evaluation in SQL: DuckDB from its own file, PostgreSQL from a private server."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

import duckdb
import numpy as np
import psycopg
import pyarrow.csv
import pyarrow.parquet as pq

from tiendo.cube.cells.codes import STATES, Array

from .maps import Map
from .outcome import COUNTS, NUMBERS, Outcome, SidesDiffer
from .reformed import Reformed
from .sides import Side, Task
from .sql import COLUMNS, stages

_TABLES = ("months", "years", "plans", "places", "series")
_OF_THE_REFORM = ("later_places", "heirs")
_THREADS = 2
_COLUMNS = ("place", "series", *COLUMNS)
_RESULT = f"SELECT {', '.join(_COLUMNS)} FROM result"


def _outcome(on: Map, series: int, columns: dict[str, Array]) -> Outcome:
    """Return the columns of a result as arrays; NULL is NaN, or 0 for a count."""
    code_of = {state.value: code for code, state in enumerate(STATES)}
    columns["state"] = np.array([code_of[word] for word in columns["state"]])
    row = np.searchsorted(on.ids, columns["place"] + 1)
    if (on.ids.take(row, mode="clip") != columns["place"] + 1).any():
        raise SidesDiffer("a place that is not on the map has a row")
    cells = row, columns["series"] - 1
    found = Outcome.nothing(len(on), series)
    for name in (*NUMBERS, *COUNTS):
        values = np.ma.filled(np.ma.array(columns[name], dtype=np.float64), np.nan)
        found[name][cells] = np.nan_to_num(values) if name in COUNTS else values
    return found


class DuckDb(Side):
    """DuckDB on native tables, months one below the other: a snapshot of current values."""

    side_by_side = False
    later = False

    def load(self, task: Task) -> None:
        with duckdb.connect(task.folder / "country.duckdb") as database:
            for table in (*_TABLES, *_OF_THE_REFORM):
                file = task.folder / f"{table}.parquet"
                database.execute(f"CREATE TABLE {table} AS FROM '{file}'")

    def open(self, task: Task) -> None:
        self._task = task
        self._database = duckdb.connect(
            task.folder / "country.duckdb", read_only=True, config={"threads": _THREADS}
        )

    def evaluate(self) -> None:
        year, month = self._task.year, self._task.month
        wanted = stages(year, month, side_by_side=self.side_by_side, later=self.later)
        for table, query in wanted:
            self._database.execute(f'CREATE OR REPLACE TEMP TABLE "{table}" AS {query}')

    def outcome(self) -> Outcome:
        country = self._task.country
        on = Reformed(country).map if self.later else country.places.map()
        return _outcome(on, len(country.axis), self._database.sql(_RESULT).fetchnumpy())

    def close(self) -> None:
        self._database.close()


class DuckDbSideBySide(DuckDb):
    """The same with the twelve months of a year in one row, laid out for this very question."""

    side_by_side = True

    def load(self, task: Task) -> None:
        """Nothing: it reads the other one's file."""


class DuckDbOnTheLaterMap(DuckDb):
    """The same values on the map after the reform, by a table of what became of each place."""

    later = True

    def load(self, task: Task) -> None:
        """Nothing: it reads the other one's file."""


class DuckDbOnTheLaterMapSideBySide(DuckDbOnTheLaterMap):
    """That with the twelve months of a year in one row."""

    side_by_side = True


class PostgreSql(Side):
    """PostgreSQL from a server of its own; statistics of temporary tables are gathered, as asked.

    Without them it plans for tables of unknown size, which is slower.
    """

    def open(self, task: Task) -> None:
        from tests.postgres import USER, running_server

        self._task = task
        self._stack = ExitStack()
        server = self._stack.enter_context(running_server())
        self._database = self._stack.enter_context(
            psycopg.connect(host=str(server.folder), user=USER, dbname="postgres", autocommit=True)
        )
        self._database.execute("SET work_mem = '256MB'; SET temp_buffers = '256MB'")
        for table in _TABLES:
            self._copy_in(table)

    def _copy_in(self, table: str) -> None:
        content = pq.read_table(self._task.folder / f"{table}.parquet")
        types = {"int16": "smallint", "int32": "integer", "double": "float8", "bool": "boolean"}
        columns = ", ".join(f"{field.name} {types[str(field.type)]}" for field in content.schema)
        self._database.execute(f"CREATE TABLE {table} ({columns})")
        with self._database.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)") as copy:
            pyarrow.csv.write_csv(
                content, _Pipe(copy), pyarrow.csv.WriteOptions(include_header=False)
            )
        if table == "months":
            self._database.execute("CREATE INDEX ON months (month)")
        self._database.execute(f"VACUUM ANALYZE {table}")

    def evaluate(self) -> None:
        for table, query in stages(self._task.year, self._task.month):
            self._database.execute(f"DROP TABLE IF EXISTS {table}")
            self._database.execute(f"CREATE TEMP TABLE {table} AS {query}")
            self._database.execute(f"ANALYZE {table}")

    def outcome(self) -> Outcome:
        rows = self._database.execute(_RESULT).fetchall()
        columns = zip(_COLUMNS, zip(*rows, strict=True), strict=True)
        country = self._task.country
        arrays = {name: _column(name, values) for name, values in columns}
        return _outcome(country.places.map(), len(country.axis), arrays)

    def close(self) -> None:
        self._stack.close()

    @property
    def works_here(self) -> bool:
        return False


def _column(name: str, values: tuple[Any, ...]) -> Array:
    if name in ("place", "series", "state"):
        return np.array(values)
    return np.array([np.nan if value is None else float(value) for value in values])


class _Pipe:
    """What Arrow writes its CSV to: PostgreSQL's COPY, as a file."""

    closed = False

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy = copy

    def write(self, content: bytes) -> int:
        self._copy.write(content)
        return len(content)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """The copy is closed by whoever opened it."""
