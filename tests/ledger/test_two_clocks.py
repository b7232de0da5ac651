"""What the world could know on a day, against when the system wrote it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.ledger.filing import file, held
from tests.world import REGISTER, stated
from tiendo.config.workspace import Workspace
from tiendo.ledger import selectors
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
