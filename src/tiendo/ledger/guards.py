"""The triggers that refuse to change or remove what was recorded (migration 0002_guards).

A trigger of the right name may do nothing, so what it does is compared too. The texts are those of
the migration; a migration that installs others must change them here.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("ledger_event", "ledger_figure", "ledger_filing", "ledger_seriesrow")

_REFUSAL = "the ledger is append-only: file a correction instead"
_SQLITE = (
    "CREATE TRIGGER {table}_no_{lower} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
)
_FUNCTION = f"BEGIN RAISE EXCEPTION '{_REFUSAL}'; END"

# Bits of PostgreSQL's tgtype: 2 before (and not 1, for each row), 8 delete, 16 update, 32 truncate.
_KINDS = {"update": 2 + 16, "delete": 2 + 8, "truncate": 2 + 32}
_ON_POSTGRESQL = """
SELECT t.tgname, c.relname, t.tgtype, p.prosrc
FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
JOIN pg_language l ON l.oid = p.prolang
WHERE NOT t.tgisinternal AND t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL
  AND cardinality(t.tgattr::int2[]) = 0 AND pg_table_is_visible(c.oid)
  AND p.proname = 'ledger_refuse_change' AND l.lanname = 'plpgsql'
"""


def guard_names(vendor: str) -> set[str]:
    """Return the names of all triggers that must be there on a kind of database."""
    return {f"{table}_no_{verb}" for table in TABLES for verb in _verbs(vendor)}


def missing_guards(database: BaseDatabaseWrapper, cursor: Any) -> list[str]:
    """Return the names of those that are gone, switched off or do not what they are for."""
    vendor = database.vendor
    sound = _sound_on_postgresql(cursor) if vendor == "postgresql" else _sound_on_sqlite(cursor)
    return sorted(guard_names(vendor) - sound)


def _verbs(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _sound_on_sqlite(cursor: Any) -> set[str]:
    cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
    found = {(name, table, _one_line(sql)) for name, table, sql in cursor.fetchall()}
    return {
        f"{table}_no_{verb}"
        for table in TABLES
        for verb in _verbs("sqlite")
        if (
            f"{table}_no_{verb}",
            table,
            _SQLITE.format(table=table, lower=verb, verb=verb.upper()),
        )
        in found
    }


def _sound_on_postgresql(cursor: Any) -> set[str]:
    cursor.execute(_ON_POSTGRESQL)
    found = {
        (name, table, kind)
        for name, table, kind, source in cursor.fetchall()
        if _one_line(source) == _FUNCTION
    }
    return {
        f"{table}_no_{verb}"
        for table in TABLES
        for verb, kind in _KINDS.items()
        if (f"{table}_no_{verb}", table, kind) in found
    }


def _one_line(sql: Any) -> str:
    return " ".join(str(sql).split())
