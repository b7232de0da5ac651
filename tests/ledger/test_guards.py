"""Nobody changes or removes what was recorded, not even in SQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.ledger.filing import draft, file, many
from tests.world import REGISTER
from tiendo.config.workspace import Workspace
from tiendo.ledger.guards import TABLES, guard_names
from tiendo.ledger.models import Event, Figure
from tiendo.ledger.services import record_filings
from tiendo.ledger.verification import verify_log

_COLUMNS = {
    "ledger_event": "actor",
    "ledger_figure": "value",
    "ledger_filing": "by",
    "ledger_seriesrow": "indicator",
}


@pytest.mark.parametrize("table", TABLES)
def test_changes_are_refused(any_office: Workspace, table: str) -> None:
    file(*many(2))
    statements = [f"UPDATE {table} SET \"{_COLUMNS[table]}\" = 'x'", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        statements.append(f"TRUNCATE {table} CASCADE")
    for statement in statements:
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert verify_log().ok


def test_the_orm_is_refused_too(any_office: Workspace) -> None:
    file(*many(2))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Figure.objects.update(value="9")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.get().delete()
    assert verify_log().ok


@pytest.mark.django_db
def test_recording_works_within_a_test_that_is_rolled_back() -> None:
    # Other rooms test with the `db` fixture.
    assert record_filings(drafts=[draft(*many(2))], register=REGISTER)[0].filing == 1


_NO_UPDATE = "ledger_figure_no_update"


def _guard_faults(*statements: str) -> list[str]:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    return [fault.subject for fault in verify_log().faults]


@pytest.mark.parametrize(
    "other",
    [
        "BEFORE UPDATE ON ledger_figure BEGIN SELECT 1; END",
        "BEFORE UPDATE ON ledger_obligation BEGIN SELECT RAISE(ABORT, 'no'); END",
        "BEFORE UPDATE OF cell ON ledger_figure BEGIN SELECT RAISE(ABORT, "
        "'the ledger is append-only: file a correction instead'); END",
    ],
)
def test_another_trigger_of_the_same_name_is_named(office: Workspace, other: str) -> None:
    file(*many(2))
    replaced = (f"DROP TRIGGER {_NO_UPDATE}", f"CREATE TRIGGER {_NO_UPDATE} {other}")
    assert _guard_faults(*replaced) == [_NO_UPDATE]


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statements",
    [
        [f"ALTER TABLE ledger_figure DISABLE TRIGGER {_NO_UPDATE}"],
        [f"ALTER TABLE ledger_figure ENABLE REPLICA TRIGGER {_NO_UPDATE}"],
        [
            f"DROP TRIGGER {_NO_UPDATE} ON ledger_figure",
            f"CREATE TRIGGER {_NO_UPDATE} BEFORE UPDATE ON ledger_obligation "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()",
        ],
        [
            f"CREATE OR REPLACE TRIGGER {_NO_UPDATE} BEFORE UPDATE OF cell ON ledger_figure "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()",
        ],
        [
            f"CREATE OR REPLACE TRIGGER {_NO_UPDATE} BEFORE UPDATE ON ledger_figure "
            "FOR EACH STATEMENT WHEN (false) EXECUTE FUNCTION ledger_refuse_change()",
        ],
        [
            f"CREATE OR REPLACE TRIGGER {_NO_UPDATE} BEFORE DELETE ON ledger_figure "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change()",
        ],
        [
            "CREATE FUNCTION allow() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RETURN NULL; END $$",
            f"CREATE OR REPLACE TRIGGER {_NO_UPDATE} BEFORE UPDATE ON ledger_figure "
            "FOR EACH STATEMENT EXECUTE FUNCTION allow()",
        ],
    ],
)
def test_a_guard_that_guards_no_more_is_named(
    postgres_office: Workspace, statements: list[str]
) -> None:
    file(*many(2))
    assert _guard_faults(*statements) == [_NO_UPDATE]


@pytest.mark.postgres
def test_a_guard_whose_function_refuses_nothing_is_named(postgres_office: Workspace) -> None:
    file(*many(2))
    found = _guard_faults(
        "CREATE OR REPLACE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NULL; END $$"
    )
    assert set(found) == guard_names("postgresql")


@pytest.mark.postgres
def test_a_guard_that_always_fires_is_no_fault(postgres_office: Workspace) -> None:
    assert not _guard_faults(f"ALTER TABLE ledger_figure ENABLE ALWAYS TRIGGER {_NO_UPDATE}")
