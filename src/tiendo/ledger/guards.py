"""The triggers that refuse to change or remove what was recorded (migration 0002_guards)."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("ledger_event", "ledger_figure", "ledger_filing", "ledger_seriesrow")


def guard_names(vendor: str) -> set[str]:
    """Return the names of all triggers that must be there on a kind of database."""
    verbs = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
    return {f"{table}_no_{verb}" for table in TABLES for verb in verbs}


def missing_guards(database: BaseDatabaseWrapper, cursor: Any) -> list[str]:
    """Return the names of those that are gone or, on PostgreSQL, switched off."""
    if database.vendor == "postgresql":
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D' "
            "AND tgrelid::regclass::text LIKE 'ledger_%%'",
            [],
        )
    else:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return sorted(guard_names(database.vendor) - {row[0] for row in cursor.fetchall()})
