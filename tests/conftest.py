"""What all tests share: no test touches the workspace of the person who runs them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests import databases
from tests.postgres import Server, missing, running_server
from tiendo.config.workspace import Workspace, open_workspace

# A loaded machine is slow, not wrong; a failure prints how to repeat it. Where a change is taken,
# it is judged by the same examples each time; whoever works on it meets new ones.
hypothesis_settings.register_profile(
    "tiendo",
    deadline=None,
    print_blob=True,
    derandomize=os.environ.get("TIENDO_REQUIRE_ALL") == "1",
)
hypothesis_settings.load_profile("tiendo")


@pytest.fixture(scope="session", autouse=True)
def _no_real_workspace(tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.conf import settings

    settings.TIENDO_WORKSPACE = open_workspace(tmp_path_factory.mktemp("workspace"), create=True)


@pytest.fixture(scope="session")
def _empty_sqlite(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A migrated SQLite file, to be copied."""
    file = tmp_path_factory.mktemp("empty") / "tiendo.sqlite3"
    with django_db_blocker.unblock():
        databases.migrate(databases.sqlite(file))
    return file


@pytest.fixture
def office(
    tmp_path: Path, settings: Any, django_db_blocker: Any, _empty_sqlite: Path
) -> Iterator[Workspace]:
    """An empty workspace on the disk with a real SQLite file, committed to and not rolled back.

    For everything that the `db` fixture's transaction would hide, such as other processes.
    """
    workspace = settings.TIENDO_WORKSPACE = open_workspace(tmp_path / "office", create=True)
    databases.copy(_empty_sqlite, workspace.database)
    with django_db_blocker.unblock(), databases.using(databases.sqlite(workspace.database)):
        yield workspace


@pytest.fixture(scope="session")
def postgres_server(django_db_blocker: Any) -> Iterator[Server]:
    """A private PostgreSQL server for this run, reached through a socket in its own folder."""
    if reason := missing():
        databases.skip_or_fail(reason)
    with running_server() as server, django_db_blocker.unblock():
        server.create("empty")
        databases.migrate(server.settings("empty"))
        yield server


@pytest.fixture
def postgres_office(
    tmp_path: Path, settings: Any, django_db_blocker: Any, postgres_server: Server
) -> Iterator[Workspace]:
    """An empty workspace whose ledger is in PostgreSQL."""
    workspace = settings.TIENDO_WORKSPACE = open_workspace(tmp_path / "office", create=True)
    name = postgres_server.create_copy("empty")
    with django_db_blocker.unblock(), databases.using(postgres_server.settings(name)):
        yield workspace
    postgres_server.drop(name)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def any_office(request: pytest.FixtureRequest) -> Workspace:
    """An empty workspace, once on each kind of database."""
    name = "office" if request.param == "sqlite" else "postgres_office"
    found: Workspace = request.getfixturevalue(name)
    return found
