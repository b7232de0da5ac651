"""What the world could know on a day, against when the system wrote it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.ledger.filing import draft, file, held
from tests.world import REGISTER, TUAN, stated
from tiendo.config.workspace import Workspace
from tiendo.ledger import selectors
from tiendo.ledger.models import Event, Filing
from tiendo.ledger.services import impose_obligation, record_filings
from tiendo.ledger.verification import verify_log
from tiendo.vocabulary.period import Period


def _values(as_of: date | None = None, *windows: Period) -> list[str]:
    source = selectors.ledger_figures(register=REGISTER, as_of=as_of, windows=windows)
    return [
        str(figure.statement.value)
        for series in source.series_at("song-xanh")
        for figure in source.figures("song-xanh", series)
    ]


def test_as_of_looks_at_the_release_date_alone(any_office: Workspace) -> None:
    # Recorded today, whatever the world knew when.
    file(stated("song-xanh", "visitors", "2024-01", "20", known="2024-03-10"))
    file(stated("song-xanh", "visitors", "2024-01", "10", known="2024-02-10"))
    assert _values(date(2024, 2, 9)) == []
    assert _values(date(2024, 2, 10)) == ["10"]
    assert _values(date(2024, 3, 9)) == ["10"]
    assert _values(date(2024, 3, 10)) == ["20", "10"]
    assert _values() == ["20", "10"]
    assert all(figure.filing.recorded_at > datetime(2025, 1, 1, tzinfo=UTC) for figure in held())


def test_a_window_holds_the_runs_that_end_inside(any_office: Workspace) -> None:
    file(
        stated("song-xanh", "visitors", "2023", "1"),
        stated("song-xanh", "visitors", "2023-10/2024-01", "2"),
        stated("song-xanh", "visitors", "2024-12", "3"),
        stated("song-xanh", "visitors", "2024-12/2025-01", "4"),
    )
    assert _values(None, Period.parse("2024")) == ["2", "3"]


@pytest.mark.parametrize(
    ("utc", "zone", "day"),
    [
        ("2026-05-31T16:59:59+00:00", "Asia/Ho_Chi_Minh", date(2026, 5, 31)),
        ("2026-05-31T17:00:00+00:00", "Asia/Ho_Chi_Minh", date(2026, 6, 1)),
        ("2026-05-31T17:00:00+00:00", "UTC", date(2026, 5, 31)),
    ],
)
def test_today_is_told_in_the_workspaces_time_zone(
    monkeypatch: pytest.MonkeyPatch, settings, utc: str, zone: str, day: date
) -> None:
    settings.TIENDO_TIME_ZONE = zone
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromisoformat(utc))
    assert selectors.today() == day


def test_recording_never_goes_back_in_time(
    any_office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def at(clock: str) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.fromisoformat(clock))

    at("2026-05-31T12:00:00+00:00")
    file(stated("song-xanh", "visitors", "2024-01", "1"))
    at("2026-05-31T11:00:00+00:00")
    file(stated("song-xanh", "visitors", "2024-02", "2"))
    impose_obligation(
        place="song-xanh", indicator="visitors", valid_from=date(2026, 1, 1),
        office="Finance", by=TUAN, register=REGISTER,
    )  # fmt: skip
    at("2026-05-31T13:00:00+00:00")
    drafts = [
        draft(stated("song-xanh", "visitors", month, "3")) for month in ("2024-03", "2024-04")
    ]
    record_filings(drafts=drafts, register=REGISTER)
    noon, one = datetime(2026, 5, 31, 12, tzinfo=UTC), datetime(2026, 5, 31, 13, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    assert list(Event.objects.order_by("seq").values_list("at", flat=True)) == [
        noon, noon + tick, noon + 2 * tick, one, one + tick,
    ]  # fmt: skip
    assert list(Filing.objects.order_by("id").values_list("recorded_at", flat=True)) == [
        noon, noon + tick, one, one + tick,
    ]  # fmt: skip
    assert verify_log().ok


def test_recording_goes_on_after_the_last_instant_of_all(
    office: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.max.replace(tzinfo=UTC))
    file(stated("song-xanh", "visitors", "2024-01", "1"))
    file(stated("song-xanh", "visitors", "2024-02", "2"))
    assert verify_log().ok
