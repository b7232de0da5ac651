"""The total order: which of several figures answers, as of a date."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.explain.asking import row, rows
from tests.world import filed, stated
from tiendo.vocabulary.words import State, Status

ESTIMATE, PRELIMINARY, OFFICIAL = Status.ESTIMATE, Status.PRELIMINARY, Status.OFFICIAL


def january(value: str, known: str, status: Status | None = None):  # type: ignore[no-untyped-def]
    return stated("song-xanh", "investment", "2024-01", value, known=known, status=status)


def test_the_latest_known_figure_answers() -> None:
    lan = filed(january("10", "2024-01-29", OFFICIAL), january("11", "2024-02-29", ESTIMATE))
    assert row("song-xanh", "investment", "2024-01", lan).value == 11


def test_of_one_day_the_more_final_answers() -> None:
    lan = filed(
        january("10", "2024-01-29", OFFICIAL),
        january("11", "2024-01-29", PRELIMINARY),
        january("12", "2024-01-29", ESTIMATE),
        january("13", "2024-01-29", None),
    )
    assert row("song-xanh", "investment", "2024-01", lan).value == 10


def test_of_one_day_and_status_the_last_recorded_answers() -> None:
    first = filed(january("10", "2024-01-29"), number=1)
    second = filed(january("11", "2024-01-29"), number=2)
    assert row("song-xanh", "investment", "2024-01", second, first).value == 11


@pytest.mark.parametrize(
    ("as_of", "value", "status"),
    [("2024-02-10", "1139.268", ESTIMATE), ("2024-02-29", "831.341", PRELIMINARY)],
)
def test_as_of_a_date_only_what_was_known_by_then(as_of: str, value: str, status: Status) -> None:
    lan = filed(
        january("1139.268", "2024-01-29", ESTIMATE), january("831.341", "2024-02-29", PRELIMINARY)
    )
    found = row("song-xanh", "investment", "2024-01", lan, as_of=as_of)
    assert (found.value, found.status) == (Decimal(value), status)
    assert rows("song-xanh", "2024-01", lan, as_of="2024-01-28") == []


def test_the_exact_run_beats_a_path_even_if_older() -> None:
    lan = filed(
        stated("song-xanh", "investment", "2024-Q1", "100", known="2024-04-01"),
        stated("song-xanh", "investment", "2024-01", "30", known="2024-05-01"),
        stated("song-xanh", "investment", "2024-02/2024-03", "60", known="2024-05-01"),
    )
    assert row("song-xanh", "investment", "2024-Q1", lan).value == 100


def test_a_withdrawn_figure_leaves_its_run_unfiled() -> None:
    lan = filed(
        stated("song-xanh", "investment", "2024-Q1", "100", known="2024-04-01"),
        stated("song-xanh", "investment", "2024-Q1", None, known="2024-05-01", state="withdrawn"),
        *(
            stated("song-xanh", "investment", f"2024-0{m}", "20", known="2024-04-01")
            for m in (1, 2, 3)
        ),
    )
    assert row("song-xanh", "investment", "2024-Q1", lan).value == 60
    assert row("song-xanh", "investment", "2024-Q1", lan, as_of="2024-04-30").value == 100


def test_a_confidential_figure_answers_like_a_value() -> None:
    lan = filed(
        stated("song-xanh", "investment", "2024-Q1", "100", known="2024-04-01"),
        stated(
            "song-xanh", "investment", "2024-Q1", None, known="2024-05-01", state="confidential"
        ),
    )
    found = row("song-xanh", "investment", "2024-Q1", lan)
    assert (found.state, found.value, found.growth_pct) == (State.CONFIDENTIAL, None, None)


def test_not_applicable_is_a_state_and_no_zero() -> None:
    lan = filed(stated("song-xanh", "investment", "2024-Q1", None, state="not_applicable"))
    found = row("song-xanh", "investment", "2024-Q1", lan)
    assert (found.state, found.value) == (State.NOT_APPLICABLE, None)


def test_zero_is_a_value() -> None:
    lan = filed(
        stated("song-xanh", "investment", "2024-01", "0"),
        stated("song-xanh", "investment", "2023-01", "4"),
    )
    found = row("song-xanh", "investment", "2024-01", lan)
    assert (found.state, found.value, found.growth_pct) == (State.ZERO, 0, -100)


def test_a_stock_is_that_of_the_last_month() -> None:
    lan = filed(
        stated("song-xanh", "poor-households", "2024", "120"),
        stated("song-xanh", "poor-households", "2024-H1", "150"),
    )
    assert row("song-xanh", "poor-households", "2024-12", lan).value == 120
    assert row("song-xanh", "poor-households", "2024-06", lan).value == 150
    assert rows("song-xanh", "2024-09", lan) == []


def test_a_mean_weighs_its_tiles() -> None:
    wages = filed(
        stated("song-xanh", "wage", "2024-H1", "10"),
        stated("song-xanh", "wage", "2024-H2", "13"),
        stated("song-xanh", "workers", "2024-06", "100"),
        stated("song-xanh", "workers", "2024-12", "200"),
    )
    assert row("song-xanh", "wage", "2024", wages).value == 12
    without_weight = wages[:3]
    assert [r.card.code for r in rows("song-xanh", "2024", without_weight)] == []


def test_a_ratio_answers_for_its_own_run_only() -> None:
    lan = filed(stated("song-xanh", "trained-rate", "2024", "61.5"))
    assert row("song-xanh", "trained-rate", "2024", lan).value == Decimal("61.5")
    assert rows("song-xanh", "2024-12", lan) == []


def test_known_at_of_a_computed_value_is_the_latest_and_status_the_least_final() -> None:
    lan = filed(
        stated("song-xanh", "investment", "2024-01", "1", known="2024-02-01", status=OFFICIAL),
        stated("song-xanh", "investment", "2024-02", "2", known="2024-03-01", status=ESTIMATE),
        stated("song-xanh", "investment", "2024-03", "3", known="2024-04-01"),
    )
    two = row("song-xanh", "investment", "2024-01/2024-02", lan)
    assert (str(two.known_at), two.status) == ("2024-03-01", ESTIMATE)
    assert row("song-xanh", "investment", "2024-Q1", lan).status is None


def test_a_trace_shows_every_vintage_with_who_filed_it() -> None:
    lan = filed(january("10", "2024-01-29"), number=1)
    minh = filed(january("11", "2024-02-29"), by="Minh", number=2)
    trace = row("song-xanh", "investment", "2024-01", lan, minh).trace("value")
    assert trace is not None
    assert [(f.filing.by, f.statement.value) for f in trace.vintages] == [("Lan", 10), ("Minh", 11)]
    assert trace.figure is trace.vintages[1]
