"""A killed program, a full disk and many writers at once leave the ledger whole."""

from __future__ import annotations

import json
import signal
from contextlib import ExitStack
from dataclasses import replace
from unittest import mock

import pytest
from django.db import connection

from tests.ledger.child import child, line_of
from tests.ledger.filing import file, held, many, said
from tests.world import stated
from tiendo.config.workspace import Workspace
from tiendo.ledger import writing
from tiendo.ledger.chain import LogHead
from tiendo.ledger.models import Event, Figure, Filing
from tiendo.ledger.selectors import log_head
from tiendo.ledger.verification import verify_log
from tiendo.vocabulary.errors import TiendoError


def _url(workspace: Workspace) -> str:
    """Return the address by which another process reaches the same database."""
    if connection.vendor != "postgresql":
        return ""
    values = connection.settings_dict
    return f"postgresql://{values['USER']}@/{values['NAME']}?host={values['HOST']}"


def test_killed_in_the_middle_of_a_load_nothing_is_half_recorded(any_office: Workspace) -> None:
    file(*many(2))
    with child("half-way", 3000, any_office, _url(any_office)) as process:
        assert line_of(process) == "inserted 3000"
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
        assert Figure.objects.count() == 2
        assert Filing.objects.count() == Event.objects.count() == 1
        assert verify_log().ok
        # And the next load is not in its way.
        assert file(*many(3000)).recorded == 2998
    assert verify_log().ok


def test_killed_between_loads_everything_reported_is_there(any_office: Workspace) -> None:
    with child("for-ever", 20, any_office, _url(any_office)) as process:
        reported = [line_of(process) for _ in range(25)]
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert reported == [str(number) for number in range(1, 26)]
    report = verify_log()
    assert report.ok
    assert report.filings >= 25
    assert report.figures == 20 * report.filings


def test_many_writers_at_once_keep_one_chain(any_office: Workspace) -> None:
    with ExitStack() as stack:
        processes = [
            stack.enter_context(child("some", 12, any_office, _url(any_office))) for _ in range(4)
        ]
        for process in processes:
            assert line_of(process) == "ready"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in processes:
            assert line_of(process) == "done"
    report = verify_log()
    assert report.ok
    # All four filed the same 50 figures: each is there once, whoever came first.
    assert sorted(said(), key=lambda each: each.period) == many(50)
    assert report.figures == 50
    assert {figure.filing.id for figure in held()} == set(range(1, report.filings + 1))
    assert LogHead.from_json(any_office.log_head.read_text()) == log_head()


def test_a_full_disk_is_said_and_nothing_is_recorded(office: Workspace) -> None:
    file(*many(2))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(TiendoError, match="disk is full; nothing was recorded") as refused:
        file(*many(5000))
    assert "free space" in refused.value.remedy
    assert Figure.objects.count() == 2
    assert verify_log().ok
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1000000")
    assert file(*many(5000)).recorded == 4998
    assert verify_log().ok


def test_a_head_that_cannot_be_written_is_said(office: Workspace) -> None:
    office.log_head.mkdir()
    with pytest.raises(TiendoError, match="everything is recorded, but"):
        file(*many(2))
    assert Figure.objects.count() == 2
    office.log_head.rmdir()
    file(*many(1, first=2))
    assert verify_log().ok


def test_a_database_without_tables_is_said(office: Workspace) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE ledger_event")
    with pytest.raises(TiendoError, match="no such table") as refused:
        file(*many(1))
    assert "make the workspace" in refused.value.remedy


def test_what_the_process_remembers_of_one_ledger_is_not_believed_of_another(
    office: Workspace,
) -> None:
    file(*many(2))
    # Another ledger with as many events, but other series under the same numbers.
    other = writing._Memory(LogHead(1, "e" * 64), 7, 9, {("revenue", (), "current"): 1})
    with mock.patch.object(writing, "_memory", other):
        assert file(*many(2, first=1)).filing == 2
    assert said() == many(3)
    event = Event.objects.get(seq=2)
    assert json.loads(event.data)["first_figure"] == 3
    assert verify_log().ok


def test_a_refused_load_leaves_no_memory(office: Workspace) -> None:
    file(*many(1))
    elsewhere = replace(stated("song-xanh", "revenue", "2026-05", "1"), place="atlantis")
    with pytest.raises(TiendoError):
        file(*many(3, first=1), stated("song-xanh", "output", "2026-Q1", "1"), elsewhere)
    # Neither the ids nor the new series of the refused load are taken for given.
    assert file(*many(3), stated("song-xanh", "workers", "2026-05", "1")).recorded == 3
    assert verify_log().ok
