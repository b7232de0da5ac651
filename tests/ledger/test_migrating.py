"""The tables are made when needed, once, and never by an older tiendo than made them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests import databases
from tests.ledger.filing import file, many
from tiendo.config.workspace import Workspace, open_workspace
from tiendo.ledger.migrate import prepare
from tiendo.ledger.verification import verify_log
from tiendo.vocabulary.errors import TiendoError


def test_an_empty_workspace_is_prepared_once(tmp_path: Path, settings, django_db_blocker) -> None:
    workspace = settings.TIENDO_WORKSPACE = open_workspace(tmp_path / "new", create=True)
    with (
        django_db_blocker.unblock(),
        databases.using(databases.sqlite(workspace.database)),
    ):
        assert prepare() is True
        assert prepare() is False
        assert file(*many(2)).recorded == 2
        assert verify_log().ok


@pytest.mark.postgres
def test_an_empty_postgresql_database_is_prepared_once(
    tmp_path: Path, settings, django_db_blocker, postgres_server
) -> None:
    settings.TIENDO_WORKSPACE = open_workspace(tmp_path / "new", create=True)
    postgres_server.create("fresh")
    with django_db_blocker.unblock(), databases.using(postgres_server.settings("fresh")):
        assert prepare() is True
        assert prepare() is False
        assert file(*many(2)).recorded == 2
        assert verify_log().ok
    postgres_server.drop("fresh")


def test_a_newer_database_is_refused(any_office: Workspace) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) "
            "VALUES ('ledger', '0099_future', '2030-01-01 00:00:00')"
        )
    with pytest.raises(TiendoError, match=r"newer tiendo: it has ledger\.0099_future") as refused:
        prepare()
    assert refused.value.remedy == "upgrade tiendo"


def test_an_unreachable_database_is_said(tmp_path: Path, django_db_blocker) -> None:
    missing = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "tiendo",
        "HOST": str(tmp_path),
    }
    with (
        django_db_blocker.unblock(),
        databases.using(missing),
        pytest.raises(TiendoError, match="cannot be used") as refused,
    ):
        prepare()
    assert "TIENDO_DATABASE_URL" in refused.value.remedy


def test_the_guards_can_be_taken_back(any_office: Workspace) -> None:
    call_command("migrate", "ledger", "0001", verbosity=0)
    assert len(verify_log().faults) in (8, 12)
    call_command("migrate", "ledger", verbosity=0)
    assert verify_log().ok


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
