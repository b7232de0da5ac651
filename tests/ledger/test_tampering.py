"""Tuấn audits: whatever somebody changed behind the ledger's back is found and named."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from tests.ledger.filing import file, many
from tests.world import REGISTER, TUAN, stated
from tiendo.config.workspace import Workspace
from tiendo.ledger.chain import LogHead, canonical, instant
from tiendo.ledger.guards import guard_names
from tiendo.ledger.services import impose_obligation
from tiendo.ledger.verification import export_head, verify_log
from tiendo.vocabulary.errors import TiendoError

_FIGURE = (
    "INSERT INTO ledger_figure (id, filing_id, place_id, series_id, first, last, kind, "
    "value, decimals, stated_unit, comparator, modality, known_at, cell) SELECT {id}, "
    "filing_id, place_id, series_id, first, last, kind, '8', decimals, stated_unit, "
    "comparator, modality, known_at, cell FROM ledger_figure WHERE id = 6"
)


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
            _FIGURE.format(id=7),
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
    (missing,) = faults()
    assert missing.startswith("log-head.json: it is missing beside a log of 2 events")
    assert "the head that was given names event 4" in faults(published)[1]


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
    assert [fault.subject for fault in verify_log().faults] == ["log-head.json"]
    file(*many(1, first=50))
    assert verify_log().ok
    assert LogHead.from_json(filed.log_head.read_text()) == export_head()


def test_a_guard_that_is_gone_is_named(filed: Workspace) -> None:
    with connection.cursor() as cursor:
        for name in sorted(guard_names(connection.vendor)):
            on = f" ON {name.rpartition('_no_')[0]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {name}{on}")
    assert {fault.subject for fault in verify_log().faults} == guard_names(connection.vendor)


def append(data: str, *, subject: str = "filing:9", verb: str = "filing.recorded") -> None:
    """Append an event whose hash is right, as anybody can who may write the database."""
    head = export_head()
    at = datetime.now(UTC)
    fields = [head.seq + 1, instant(at), "Lan", verb, subject, data, head.hash]
    digest = hashlib.sha256(canonical(fields).encode()).hexdigest()
    stored = connection.ops.adapt_datetimefield_value(at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_event VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [fields[0], stored, *fields[2:], digest],
        )


def found(start: str) -> list[str]:
    """Return the faults that begin so, and fail where there is none."""
    all_found = faults()
    matching = [fault for fault in all_found if fault.startswith(start)]
    assert matching, all_found
    return matching


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (_FIGURE.format(id=-7), "figure:-7: no event records figures -7"),
        (_FIGURE.format(id=0), "figure:0: no event records figures 0"),
        (
            'INSERT INTO ledger_filing SELECT -3, "by", recorded_at, file_name, file_sha256, '
            "source FROM ledger_filing WHERE id = 1",
            "filing:-3: no event records it",
        ),
        *(
            (
                f"INSERT INTO ledger_event SELECT {seq}, at, actor, verb, subject, data, "
                "prev_hash, hash FROM ledger_event WHERE seq = 1",
                f"event {seq}, event:{seq}: events are numbered from 1",
            )
            for seq in (-9, 0)
        ),
    ],
)
def test_what_stands_below_the_first_number_is_named(
    filed: Workspace, change: str, expected: str
) -> None:
    behind_the_back(change)
    (fault,) = faults()
    assert fault.startswith(expected)


def test_an_id_that_is_recorded_twice_is_named(filed: Workspace) -> None:
    owed = {"id": 1, "place_id": 3, "indicator": "revenue", "valid_from": "2026-01-01"}
    again = owed | {"valid_to": None, "office": "Nobody"}
    behind_the_back(
        "UPDATE ledger_obligation SET office = 'Nobody'",
        "UPDATE ledger_seriesrow SET indicator = 'other' WHERE id = 2",
    )
    append(canonical(again), subject="obligation:1", verb="obligation.imposed")
    renamed = {"id": 9, "first_figure": 7, "figures": 1, "series": [[2, "other", "", "current"]]}
    append(canonical(renamed))
    found("event 5, obligation:1: event 4 recorded it too")
    found("event 4, obligation:1: it is {")
    found("event 6, series:2: event 3 recorded it too")
    found("event 3, series:2: it is [2, 'other'")


def test_a_series_numbered_below_an_earlier_one_is_named(filed: Workspace) -> None:
    rows = [[7, "a", "", "current"], [5, "b", "", "current"]]
    append(canonical({"id": 9, "first_figure": 7, "figures": 1, "series": rows}))
    found("event 5, series:5: series 7 was recorded before it")


def test_a_figure_left_out_of_an_index_is_named(office: Workspace) -> None:
    file(*many(6))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE INDEX partial ON ledger_figure (place_id, last, first, series_id) WHERE id <> 5"
        )
        cursor.execute("PRAGMA writable_schema = ON")
        cursor.execute(
            "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
            "WHERE name = 'partial') WHERE name = 'ledger_figure_run'"
        )
        cursor.execute("DELETE FROM sqlite_master WHERE name = 'partial'")
        cursor.execute("PRAGMA writable_schema = RESET")
    connection.close()
    found("database: row 5 missing from index ledger_figure_run")


def test_a_damaged_table_is_named(office: Workspace) -> None:
    file(*many(2))
    behind_the_back("ALTER TABLE ledger_obligation RENAME TO elsewhere")
    found(
        "database: it is damaged and cannot be read any further (no such table: ledger_obligation)"
    )


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        '{"id": 9223372036854775808, "first_figure": 7, "figures": 1}',
        '{"id": 9, "first_figure": 9223372036854775807, "figures": 2}',
        '{"id": 9, "first_figure": 7, "figures": 1e999}',
        '{"id": 9, "first_figure": -1, "figures": 1}',
        f'{{"id": 9, "first_figure": 7, "figures": 1, "series": [[5, {"[" * 900 + "]" * 900}]]}}',
        "[]",
    ],
)
def test_an_event_of_garbage_hides_no_other_fault(filed: Workspace, data: str) -> None:
    append(data)
    behind_the_back("UPDATE ledger_figure SET value = '999' WHERE id = 4")
    found("event 5, filing:9: its data cannot be read")
    found("event 2, filing:2: its figures 4 to 5 were changed")


@pytest.mark.parametrize("data", ['{"id": [1]}', '{"id": 7, "office": [[1]]}'])
def test_an_obligation_of_garbage_is_named(filed: Workspace, data: str) -> None:
    append(data, subject="obligation:9", verb="obligation.imposed")
    assert len(found("event 5, obligation:9: its data cannot be read")) == 1


@pytest.mark.parametrize(
    ("table", "column", "expected"),
    [
        ("ledger_event", "actor", "event 2, event:2: its fields hash to"),
        ("ledger_event", "verb", "event 2, event:2: its fields hash to"),
        ("ledger_event", "subject", "event 2, event:2: its fields hash to"),
        ("ledger_event", "data", "event 2, event:2: its fields hash to"),
        ("ledger_event", "at", "event 2, event:2: its fields hash to"),
        ("ledger_event", "prev_hash", "event 2, event:2: it names"),
        ("ledger_event", "hash", "event 3, event:3: it names"),
        ("ledger_filing", "by", "event 2, filing:2: its by is"),
        ("ledger_filing", "recorded_at", "event 2, filing:2: its recorded_at is"),
        ("ledger_figure", "value", "event 1, filing:1: its figures 1 to 3 were changed"),
        ("ledger_figure", "known_at", "event 1, filing:1: its figures 1 to 3 were changed"),
        ("ledger_seriesrow", "indicator", "event 3, series:2: it is"),
    ],
)
@pytest.mark.parametrize("garbage", ["CAST(x'ff41' AS TEXT)", "x'ff41'"])
def test_bytes_that_are_no_text_are_named(
    office: Workspace, table: str, column: str, expected: str, garbage: str
) -> None:
    file(*many(3))
    file(*many(2, first=3), name="june.csv")
    file(stated("nui-vang", "revenue", "2026-05", "7"))
    key = "seq" if table == "ledger_event" else "id"
    behind_the_back(
        f'UPDATE {table} SET "{column}" = {garbage} WHERE {key} = 2',
        "UPDATE ledger_filing SET file_name = 'other' WHERE id = 3",
    )
    found(expected)
    found("event 3, filing:3: its file_name is 'other'")
    for fault in faults():
        fault.encode()
    verify_log().head.to_json().encode()


def test_an_event_earlier_than_the_one_before_is_named(filed: Workspace) -> None:
    behind_the_back("UPDATE ledger_event SET at = '2020-01-01 00:00:00' WHERE seq = 2")
    found("event 2, event:2: its instant 2020-01-01T00:00:00.000000Z is before that of event 1")


def test_a_head_that_is_gone_is_named(filed: Workspace) -> None:
    filed.log_head.unlink()
    assert faults() == [
        "log-head.json: it is missing beside a log of 4 events, so that nothing in the "
        "workspace tells where the log ended"
    ]
    file(*many(1, first=50))
    assert verify_log().ok


@pytest.mark.parametrize("text", ["[" * 100_000, '{"seq": Infinity, "hash": ""}'])
def test_a_head_of_garbage_is_refused(text: str) -> None:
    with pytest.raises(TiendoError, match="no head of a log"):
        LogHead.from_json(text)
