"""Dates of release, several faults in a line, and lines that speak of the same thing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake.small_world import TODAY, fault, faults, one, read, table


def refused(column: str, said: str, **line: str) -> None:
    assert fault(**line).startswith(f"nộp.csv, line 2, column {column}: {said}")


# ---- dates ----------------------------------------------------------------------


def test_known_at_comes_from_the_column_or_the_argument_or_today() -> None:
    stated = one(known_at="2024-07-02")
    assert (stated.known_at, stated.known_at_given) == (date(2024, 7, 2), True)
    defaulted = one()
    assert (defaulted.known_at, defaulted.known_at_given) == (TODAY, False)
    both = read(table({"known_at": ""}, {"known_at": "2024-07-03"}), known_at=date(2024, 7, 1))
    assert [s.known_at.day for s in both.statements] == [1, 3]
    assert all(s.known_at_given for s in both.statements)


@pytest.mark.parametrize("text", ["02/07/2024", "20240702", "2024-W27-2", "2024-02-30", "today"])
def test_known_at_is_an_iso_date(text: str) -> None:
    refused("known_at", f"'{text}' is no date; write year-month-day, such", known_at=text)


def test_known_at_never_lies_in_the_future() -> None:
    refused("known_at", "2024-07-16 lies in the future; today is 2024-07-15", known_at="2024-07-16")
    intake = read(table({}), known_at=date(2024, 7, 16))
    assert [str(f) for f in intake.faults] == [
        "nộp.csv: known_at 2024-07-16 lies in the future; state a past date"
    ]


def test_nobody_knows_an_actual_figure_before_its_period_began() -> None:
    line = {"period": "2024-06", "known_at": "2024-05-31"}
    refused("known_at", "an actual figure of 2024-06 cannot be known on 2024-05-31", **line)
    refused("known_at", "an actual figure of 2025 cannot be known on 2024-07-15", period="2025")
    assert one(**line, modality="expected").value == 5
    assert one(**line, modality="target").value == 5
    assert one(**(line | {"known_at": "2024-06-01"})).value == 5


# ---- several faults, several lines --------------------------------------------------


def test_every_bad_cell_of_a_line_is_named() -> None:
    shown = faults(
        {
            "place": "nowhere",
            "period": "soon",
            "value": "much",
            "unit": "t",
            "status": "final",
            "known_at": "x",
        }
    )
    columns = [line.split("column ")[1].split(":")[0] for line in shown]
    assert columns == ["status", "unit", "place", "period", "value", "known_at"]


def test_two_different_figures_of_one_thing_are_both_refused() -> None:
    remedy = "keep one of the two, or tell them apart by status or known_at"
    assert faults({}, {"value": "6.0"}) == [
        f"nộp.csv, line 2, column value: differs from line 3: see there; {remedy}",
        f"nộp.csv, line 3, column value: differs from line 2: 6.0 here, 5.0 there; {remedy}",
    ]
    assert "differs from line 2: 0 printed decimals here, 1 there" in faults({}, {"value": "5"})[1]
    assert "column state: differs" in faults({}, {"value": "", "state": "confidential"})[1]
    assert "line 3, column modality: differs" in faults({}, {"modality": "expected"})[1]


@pytest.mark.parametrize(
    "other",
    [
        {"place": "lien-ha"},
        {"indicator": "visitors"},
        {"period": "2024-05"},
        {"kind": "growth"},
        {"modality": "target"},
        {"status": "official"},
        {"known_at": "2024-07-01"},
    ],
)
def test_figures_of_different_things_stand_side_by_side(other: dict[str, str]) -> None:
    assert faults({}, {"value": "6"} | other) == []


def test_the_same_figure_in_another_unit_is_the_same_figure() -> None:
    intake = read(table({"value": "5.000"}, {"value": "5000", "unit": "m VND"}))
    assert (len(intake.statements), len(intake.notes), intake.faults) == (1, 1, ())


def test_plans_of_different_assigners_stand_side_by_side() -> None:
    plan = {"modality": "target", "period": "2024"}
    assert faults(plan | {"assigner": "own"}, plan | {"assigner": "province", "value": "6"}) == []
    shown = faults(plan | {"assigner": "own"}, plan | {"assigner": "own", "value": "6"})
    assert "differs from line 2" in shown[1]


@pytest.mark.parametrize("kind", ["change_abs", "plan_share", "share", "contribution"])
def test_a_target_is_a_level_or_a_growth(kind: str) -> None:
    (shown,) = faults({"modality": "target", "kind": kind, "unit": ""})
    assert f"a target is not stated as {kind}; write it as level, growth or base_ratio" in shown
    assert faults({"modality": "target", "kind": "base_ratio", "unit": "percent"}) == []


@pytest.mark.parametrize("column", ["place", "assigner", "version", "decision"])
@pytest.mark.parametrize("unseen", ["\u202e", "\u2066", "\x07"])
def test_a_name_holds_nothing_that_cannot_be_seen(column: str, unseen: str) -> None:
    plan = {"modality": "target", "period": "2024", "assigner": "own"}
    named = plan | {column: f"{unseen}song-xanh"}
    assert f"column {column}: the cell holds a character that cannot be seen" in faults(named)[0]
