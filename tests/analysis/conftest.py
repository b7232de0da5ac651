"""An office of the small world, opened as an analyst opens it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, connections

import tiendo
from tests.ledger.cube_world import PACK
from tests.world import TODAY
from tiendo.analysis import Office
from tiendo.config.workspace import VARIABLE, Workspace
from tiendo.ledger import selectors


@pytest.fixture
def everywhere(office: Workspace, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """An empty workspace of the small world, also for threads that connect by themselves."""
    monkeypatch.setitem(connections.settings, "default", connection.settings_dict)
    # Opening sets them for the process; they are put back afterwards.
    for name in (VARIABLE, "DJANGO_SETTINGS_MODULE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setattr("tiendo.packs.load_pack", lambda: PACK)
    monkeypatch.setattr(selectors, "today", lambda: TODAY)
    return office


@pytest.fixture
def analyst(everywhere: Workspace) -> Iterator[Office]:
    """The same, opened for analysis."""
    with tiendo.open(everywhere.path) as opened:
        yield opened
