"""Lan files; the ledger holds exactly what she said, and one event says so."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from tests.ledger.filing import SHA, draft, file, held, many, said
from tests.world import LAN, MINH, REGISTER, planned, stated
from tiendo.config.workspace import Workspace
from tiendo.ledger import selectors
from tiendo.ledger.chain import EMPTY, LogHead
from tiendo.ledger.models import Event, Filing, SeriesRow
from tiendo.ledger.services import Recorded, impose_obligation, record_filings, rehearse_filings
from tiendo.ledger.verification import verify_log
from tiendo.vocabulary.errors import TiendoError
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import Comparator, Operator, Status

MAY = stated("ben-tre-nho", "visitors", "2026-05", "1207", cell="line 2")


def test_a_filing_is_held_with_who_when_and_where_from(any_office: Workspace) -> None:
    before = datetime.now(UTC)
    assert file(MAY) == Recorded(filing=1, recorded=1, already_known=0)

    (figure,) = held("ben-tre-nho")
    assert figure.statement == MAY
    assert figure.id == 1
    assert (figure.filing.by, figure.filing.file_name) == (LAN, "may.csv")
    assert figure.filing.source == "Statistics Office"
    assert before <= figure.filing.recorded_at <= datetime.now(UTC)
    assert figure.filing.recorded_at.tzinfo is UTC


def test_every_field_comes_back(any_office: Workspace) -> None:
    full = replace(
        planned("song-xanh", "output", "2021/2025", "12345.670", cut="sector=services"),
        value_hi=Decimal("20000.5"),
        decimals=-3,
        stated_unit="triệu đồng",
        comparator=Comparator.RANGE,
        status=Status.PRELIMINARY,
        assigner="Hội đồng nhân dân",
        version="2",
        operator=Operator.AT_LEAST,
        decision="12/NQ-HĐND; §3 | \n\"'\\ \u202e",
        cell="Sheet1!C7",
    )
    hidden = stated("song-xanh", "visitors", "2026-05", None, state="confidential")
    file(full, hidden)
    assert said() == [full, hidden]
    assert str(said()[0].value) == "12345.670"


def test_several_files_are_several_filings_of_one_transaction(any_office: Workspace) -> None:
    steps: list[int] = []
    results = record_filings(
        drafts=[draft(*many(3)), draft(*many(2, first=3), by=MINH), draft(*many(3))],
        register=REGISTER,
        progress=steps.append,
    )
    assert results == [Recorded(1, 3, 0), Recorded(2, 2, 0), Recorded(None, 0, 3)]
    assert steps == [3, 5, 8]
    assert [event.subject for event in Event.objects.order_by("seq")] == ["filing:1", "filing:2"]
    assert [figure.id for figure in held()] == [1, 2, 3, 4, 5]


def test_the_event_names_the_filing_its_figures_and_its_series(any_office: Workspace) -> None:
    file(MAY)
    file(*many(2))
    first, second = Event.objects.order_by("seq")
    data = json.loads(second.data)
    assert (second.seq, second.actor, second.verb) == (2, LAN, "filing.recorded")
    assert (data["id"], data["first_figure"], data["figures"]) == (2, 2, 2)
    assert data["file_sha256"] == SHA
    assert json.loads(first.data)["series"] == [[1, "visitors", "", "not_applicable"]]
    assert "series" not in data
    assert second.prev_hash == first.hash


def test_if_one_file_cannot_be_recorded_none_is(any_office: Workspace) -> None:
    elsewhere = replace(MAY, place="atlantis")
    with pytest.raises(TiendoError, match="'atlantis' is no known place"):
        record_filings(drafts=[draft(MAY), draft(elsewhere)], register=REGISTER)
    assert selectors.is_empty()
    assert not held()
    assert not SeriesRow.objects.exists()
    assert file(MAY).filing == 1
    assert verify_log().ok


def test_a_rehearsal_tells_what_would_be_recorded(any_office: Workspace) -> None:
    file(*many(3))
    head = selectors.log_head()
    would = rehearse_filings(drafts=[draft(*many(5)), draft(*many(5))], register=REGISTER)
    assert would == [Recorded(None, 2, 3), Recorded(None, 0, 5)]
    assert len(held()) == 3
    assert selectors.log_head() == head
    assert file(*many(5)) == Recorded(2, 2, 3)
    assert verify_log().ok


def test_a_name_of_a_place_is_no_key(any_office: Workspace) -> None:
    with pytest.raises(TiendoError, match="is no key of a place"):
        file(replace(MAY, place="Sông Xanh"))


@pytest.mark.parametrize("value", [None, Decimal("NaN"), Decimal("Infinity")])
def test_a_statement_needs_a_finite_value_or_a_state(
    any_office: Workspace, value: Decimal | None
) -> None:
    with pytest.raises(TiendoError, match="must have either a finite value or a state") as refused:
        file(replace(MAY, value=value))
    assert "line 2" in refused.value.message
    assert selectors.is_empty()


def test_a_state_besides_a_value_is_refused(any_office: Workspace) -> None:
    with pytest.raises(TiendoError, match="either a finite value or a state"):
        file(replace(stated("song-xanh", "visitors", "2026", None, state="withdrawn"),
                     value=Decimal(1)))  # fmt: skip


def test_a_broken_text_is_refused(any_office: Workspace) -> None:
    with pytest.raises(TiendoError, match="no Unicode"):
        file(replace(MAY, decision="half a \ud800 letter"))
    assert selectors.is_empty()


def test_a_breakdown_that_could_not_be_read_back_is_refused(any_office: Workspace) -> None:
    odd = Series("output", Breakdown((("sector", "farming"), ("area", "north"))), "current")
    with pytest.raises(TiendoError, match="cannot be stored"):
        file(replace(MAY, series=odd))


def test_filing_nothing_records_nothing(any_office: Workspace) -> None:
    assert record_filings(drafts=[], register=REGISTER) == []
    assert file() == Recorded(None, 0, 0)
    assert selectors.is_empty()
    assert not any_office.log_head.exists()


def test_the_head_is_kept_beside_the_database(any_office: Workspace) -> None:
    assert selectors.log_head() == EMPTY
    file(MAY)
    file(*many(1))
    kept = LogHead.from_json(any_office.log_head.read_text())
    assert kept == selectors.log_head()
    assert kept.seq == 2


def test_figures_of_thousands_keep_their_order(any_office: Workspace) -> None:
    statements = many(1234)
    file(*statements)
    assert said() == statements
    assert [figure.id for figure in held()] == list(range(1, 1235))


def test_filings_are_listed_newest_first(any_office: Workspace) -> None:
    file(*many(3), name="first.csv")
    file(MAY, by=MINH, name="second.csv")
    second, first = selectors.filings()
    assert (second.filing.id, second.filing.by, second.figures, second.event) == (2, MINH, 1, 2)
    assert (first.filing.file_name, first.file_sha256, first.figures) == ("first.csv", SHA, 3)
    assert selectors.filings(newest=1) == (second,)


def test_filed_runs_are_counted_by_place(any_office: Workspace) -> None:
    file(MAY, stated("ben-tre-nho", "revenue", "2026-05", "5"), *many(1))
    counted = {
        (run.place, str(run.period)): run.figures for run in selectors.filed_periods(REGISTER)
    }
    assert counted == {("ben-tre-nho", "2026-05"): 2, ("song-xanh", "2000-01"): 1}


def test_obligations_are_recorded_and_found(any_office: Workspace) -> None:
    day = datetime(2026, 1, 1).date()
    number = impose_obligation(
        place="song-xanh", indicator="visitors", valid_from=day,
        valid_to=day.replace(year=2027), office="Sở Du lịch", by=MINH, register=REGISTER,
    )  # fmt: skip
    (owed,) = selectors.obligations(register=REGISTER, place="song-xanh", indicator="visitors")
    assert (owed.place, owed.office, owed.span.start) == ("song-xanh", "Sở Du lịch", day)
    assert selectors.obligations(register=REGISTER, on=day) == (owed,)
    assert selectors.obligations(register=REGISTER, on=day.replace(year=2027)) == ()
    assert selectors.obligations(register=REGISTER, place="nui-vang") == ()
    event = Event.objects.get()
    assert (event.verb, event.subject) == ("obligation.imposed", f"obligation:{number}")
    with pytest.raises(TiendoError, match="cannot end"):
        impose_obligation(
            place="song-xanh", indicator="visitors", valid_from=day, valid_to=day,
            office="", by=MINH, register=REGISTER,
        )  # fmt: skip
    assert verify_log().ok


def test_the_same_series_is_stored_once(any_office: Workspace) -> None:
    file(*many(2), stated("song-xanh", "output", "2026-Q1", "7", cut="sector=services"))
    file(*many(2, first=2))
    assert SeriesRow.objects.count() == 2
    source = selectors.ledger_figures(register=REGISTER)
    assert set(source.series_at("song-xanh")) == {
        Series("visitors", TOTAL),
        Series("output", Breakdown.of(sector="services"), "constant_2010"),
    }


def test_a_source_reads_each_place_once(any_office: Workspace) -> None:
    file(MAY)
    source = selectors.ledger_figures(register=REGISTER)
    assert len(source.figures("ben-tre-nho", MAY.series)) == 1
    file(replace(MAY, period=Period.parse("2026-04")))
    assert len(source.figures("ben-tre-nho", MAY.series)) == 1
    assert source.figures("nui-vang", MAY.series) == ()
    with pytest.raises(TiendoError, match="no known place"):
        source.load_places(["atlantis"])
    assert Filing.objects.count() == 2


def test_hidden_indicators_are_known_whatever_place_is_asked(any_office: Workspace) -> None:
    file(MAY, stated("nui-vang", "revenue", "2026-05", None, state="confidential"))
    file(stated("song-xanh", "output", "2026-Q1", None, state="withdrawn"))
    source = selectors.ledger_figures(register=REGISTER, windows=[Period.parse("1999")])
    assert source.hidden_indicators() == {"revenue"}


def test_hidden_figures_are_found_by_their_index(office: Workspace) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN "
            "SELECT DISTINCT series_id FROM ledger_figure WHERE state = 'confidential'"
        )
        assert "ledger_figure_state" in str(cursor.fetchall())
