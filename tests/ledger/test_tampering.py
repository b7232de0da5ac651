"""Tuấn audits: whatever somebody changed behind the ledger's back is found and named."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from tests.ledger.filing import file, many
from tests.world import REGISTER, TUAN, stated
from tiendo.config.workspace import Workspace
from tiendo.ledger.chain import LogHead
from tiendo.ledger.guards import guard_names
from tiendo.ledger.services import impose_obligation
from tiendo.ledger.verification import export_head, verify_log


@pytest.fixture
def filed(any_office: Workspace) -> Workspace:
    """Three filings: figures 1 to 3, 4 and 5, and 6; then an obligation."""
    file(*many(3))
    file(*many(2, first=3), name="june.csv")
    file(stated("nui-vang", "revenue", "2026-05", "7"))
    impose_obligation(
        place="nui-vang", indicator="revenue", valid_from=date(2026, 1, 1),
        office="Finance", by=TUAN, register=REGISTER,
    )  # fmt: skip
    return any_office


def behind_the_back(*statements: str) -> None:
    """Do what only the owner of the database can: switch the guards off, change, switch on."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        guards = cursor.fetchall()
        for name, _ in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            cursor.execute(statement)
        for _, sql in guards:
            cursor.execute(sql)
        cursor.execute("PRAGMA foreign_keys = ON")


def faults(head: LogHead | None = None) -> list[str]:
    return [str(fault) for fault in verify_log(head=head).faults]


def test_an_untouched_ledger_verifies(filed: Workspace) -> None:
    steps: list[int] = []
    report = verify_log(head=export_head(), progress=steps.append)
    assert report.ok
    assert (report.events, report.filings, report.figures) == (4, 3, 6)
    assert report.head == export_head()
    assert report.notes == ()
    assert steps == [1, 2, 3, 4]


def test_an_empty_ledger_verifies(any_office: Workspace) -> None:
    report = verify_log()
    assert report.ok
    assert report.notes == ("there is no log-head.json in the workspace to compare with",)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            "UPDATE ledger_figure SET value = '999' WHERE id = 4",
            "event 2, filing:2: its figures 4 to 5 were changed",
        ),
        (
            "UPDATE ledger_figure SET decimals = 1 WHERE id = 4",
            "event 2, filing:2: its figures 4 to 5 were changed",
        ),
        (
            "UPDATE ledger_figure SET known_at = '2020-01-01' WHERE id = 6",
            "event 3, filing:3: its figures 6 to 6 were changed",
        ),
        (
            "UPDATE ledger_figure SET filing_id = 1 WHERE id = 5",
            "event 2, filing:2: figures moved to other filings: 5",
        ),
        (
            "DELETE FROM ledger_figure WHERE id = 2",
            "event 1, filing:1: 2 of its 3 figures are there; figure 2 is missing",
        ),
        (
            "INSERT INTO ledger_figure (id, filing_id, place_id, series_id, first, last, kind, "
            "value, decimals, stated_unit, comparator, modality, known_at, cell) SELECT 7, "
            "filing_id, place_id, series_id, first, last, kind, '8', decimals, stated_unit, "
            "comparator, modality, known_at, cell FROM ledger_figure WHERE id = 6",
            "figure:7: no event records figures 7",
        ),
        (
            "UPDATE ledger_filing SET \"by\" = 'nobody' WHERE id = 2",
            "event 2, filing:2: its by is 'nobody', recorded 'Lan'",
        ),
        (
            "UPDATE ledger_filing SET recorded_at = '2020-01-01 00:00:00' WHERE id = 2",
            "event 2, filing:2: its recorded_at is '2020-01-01T00:00:00.000000Z', recorded '20",
        ),
        ("DELETE FROM ledger_filing WHERE id = 2", "event 2, filing:2: the filing is missing"),
        (
            'INSERT INTO ledger_filing SELECT 9, "by", recorded_at, file_name, file_sha256, '
            "source FROM ledger_filing WHERE id = 1",
            "filing:9: no event records it",
        ),
        (
            "UPDATE ledger_seriesrow SET indicator = 'revenue2' WHERE id = 2",
            "event 3, series:2: it is [2, 'revenue2', '', 'current'], "
            "recorded [2, 'revenue', '', 'current']",
        ),
        (
            "INSERT INTO ledger_seriesrow (id, indicator, breakdown, price_basis) "
            "VALUES (5, 'a', '', 'current')",
            "series:5: no event records it",
        ),
        (
            "UPDATE ledger_event SET actor = 'nobody' WHERE seq = 2",
            "event 2, event:2: its fields hash to ",
        ),
        (
            "UPDATE ledger_event SET at = '2020-01-01 00:00:00' WHERE seq = 2",
            "event 2, event:2: its fields hash to ",
        ),
        (
            "UPDATE ledger_event SET data = 'nonsense' WHERE seq = 2",
            "event 2, filing:2: its data cannot be read",
        ),
        ("DELETE FROM ledger_event WHERE seq = 2", "event 3, event:2: missing from the log"),
        ("UPDATE ledger_event SET hash = 'abc' WHERE seq = 2", "event 3, event:3: it names "),
        ("DELETE FROM ledger_obligation", "event 4, obligation:1: it is None"),
        (
            "UPDATE ledger_obligation SET office = 'Nobody'",
            "event 4, obligation:1: it is {'id': 1, 'place_id': 3, 'indicator': 'revenue', "
            "'valid_from': '2026-01-01', 'valid_to': None, 'office': 'Nobody'}",
        ),
    ],
)
def test_a_change_is_found_and_named(filed: Workspace, change: str, expected: str) -> None:
    behind_the_back(change)
    found = faults()
    assert any(fault.startswith(expected) for fault in found), found


def test_a_tail_that_was_cut_off_is_found_through_the_kept_head(filed: Workspace) -> None:
    published = export_head()
    behind_the_back(
        "DELETE FROM ledger_event WHERE seq > 2",
        "DELETE FROM ledger_figure WHERE id > 5",
        "DELETE FROM ledger_filing WHERE id > 2",
        "DELETE FROM ledger_seriesrow WHERE id > 1",
        "DELETE FROM ledger_obligation",
    )
    (fault,) = faults()
    assert fault == (
        "event 4, event:4: the log ends at event 2, but log-head.json names event 4: "
        "the end of the log was cut off or lost"
    )

    # Whoever also removes the kept head is still told by a published one.
    filed.log_head.unlink()
    assert faults() == []
    assert "the head that was given names event 4" in faults(published)[0]


def test_a_cut_tail_stays_known_however_much_is_filed_afterwards(filed: Workspace) -> None:
    behind_the_back(
        "DELETE FROM ledger_event WHERE seq > 1",
        "DELETE FROM ledger_figure WHERE id > 3",
        "DELETE FROM ledger_filing WHERE id > 1",
        "DELETE FROM ledger_seriesrow WHERE id > 1",
        "DELETE FROM ledger_obligation",
    )
    for month in range(1, 7):
        file(stated("nui-vang", "visitors", f"2026-{month:02d}", "7"))
    (fault,) = faults()
    assert "but log-head.json says" in fault
    assert fault.endswith("the log was rewritten")


def test_a_rewritten_log_is_found_through_a_published_head(filed: Workspace) -> None:
    published = export_head()
    other = LogHead(published.seq, "f" * 64)
    assert verify_log(head=published).ok
    assert "the log was rewritten" in faults(other)[0]


@pytest.mark.parametrize("content", ["", "{}", "not json", '{"seq": "x", "hash": 1}'])
def test_a_spoilt_head_file_is_named_and_mended_by_the_next_filing(
    filed: Workspace, content: str
) -> None:
    filed.log_head.write_text(content)
    report = verify_log()
    assert [fault.subject for fault in report.faults] == (["log-head.json"] if content else [])
    file(*many(1, first=50))
    assert verify_log().ok
    assert LogHead.from_json(filed.log_head.read_text()) == export_head()


def test_a_guard_that_is_gone_is_named(filed: Workspace) -> None:
    with connection.cursor() as cursor:
        for name in sorted(guard_names(connection.vendor)):
            on = f" ON {name.rpartition('_no_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    assert {fault.subject for fault in verify_log().faults} == guard_names(connection.vendor)
