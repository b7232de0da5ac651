"""Nobody changes or removes what was recorded, not even in SQL."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests.ledger.filing import draft, file, many
from tests.world import REGISTER
from tiendo.config.workspace import Workspace
from tiendo.ledger.guards import TABLES
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
