"""A second load of the same file adds nothing; anything new is kept beside the old."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.ledger.filing import file, said
from tests.world import MINH, planned, stated
from tiendo.config.workspace import Workspace
from tiendo.vocabulary.figure import Statement
from tiendo.vocabulary.words import Comparator, FiledState, Modality, Operator, Status

# known on 10 January 2026, where not said otherwise
ACTUAL = stated("song-xanh", "visitors", "2025-12", "1200.5", status=Status.PRELIMINARY)
PLAN = planned("song-xanh", "visitors", "2026", "15000", assigner="province", version="1")
SHARE = stated("song-xanh", "visitors", "2025", "98.5", kind="plan_share", assigner="province")
EXCEEDED = replace(SHARE, kind=SHARE.kind.OVER_PLAN)


def defaulted(statement: Statement, day: str = "2026-02-01", **changes: Any) -> Statement:
    """Return it as loaded on a day without saying when it became known."""
    return replace(statement, known_at=date.fromisoformat(day), known_at_given=False, **changes)


def is_new(statement: Statement) -> bool:
    return file(statement).recorded == 1


@pytest.mark.parametrize("statement", [ACTUAL, PLAN, SHARE], ids=["actual", "plan", "share"])
def test_the_same_again_is_known(any_office: Workspace, statement: Statement) -> None:
    assert is_new(statement)
    assert not is_new(statement)
    assert not is_new(defaulted(statement))
    assert not is_new(defaulted(statement, "2030-01-01"))
    assert len(said()) == 1


def test_where_it_stands_and_how_it_is_written_make_no_difference(office: Workspace) -> None:
    assert is_new(ACTUAL)
    moved = replace(ACTUAL, cell="line 99", stated_unit="thousand visitors")
    assert not is_new(moved)
    assert not is_new(defaulted(moved))
    same = replace(ACTUAL, value=Decimal("1.2005E+3"))
    assert not is_new(same)
    assert not is_new(defaulted(same))


_CHANGES: dict[str, dict[str, Any]] = {
    "value": {"value": Decimal("1200.6")},
    "decimals": {"decimals": 2},
    "value_hi": {"value_hi": Decimal("1300")},
    "comparator": {"comparator": Comparator.NEARLY},
    "modality": {"modality": Modality.EXPECTED},
    "status": {"status": Status.OFFICIAL},
    "no status": {"status": None},
    "state": {"value": None, "state": FiledState.WITHDRAWN},
    "assigner": {"assigner": "district"},
    "version": {"version": "2"},
    "operator": {"operator": Operator.AT_LEAST},
    "decision": {"decision": "12/NQ"},
}


@pytest.mark.parametrize("change", _CHANGES.values(), ids=_CHANGES.keys())
@pytest.mark.parametrize("dated", [lambda said: said, defaulted], ids=["given", "defaulted"])
def test_any_other_difference_is_new(
    office: Workspace, change: dict[str, Any], dated: Callable[[Statement], Statement]
) -> None:
    original = replace(ACTUAL, assigner="province", version="1")
    assert is_new(original)
    changed = dated(replace(original, **change))
    assert is_new(changed)
    assert not is_new(changed)


def test_another_place_series_run_or_kind_is_another_figure(office: Workspace) -> None:
    assert is_new(ACTUAL)
    others = [
        stated("nui-vang", "visitors", "2025-12", "1200.5"),
        stated("song-xanh", "revenue", "2025-12", "1200.5"),
        stated("song-xanh", "visitors", "2025", "1200.5"),
        stated("song-xanh", "visitors", "2025-12", "1200.5", kind="growth"),
    ]
    assert [is_new(replace(other, status=Status.PRELIMINARY)) for other in others] == [True] * 4


def test_a_plan_is_not_the_actual_of_the_same_value(office: Workspace) -> None:
    assert is_new(ACTUAL)
    plan = replace(ACTUAL, modality=Modality.TARGET)
    assert is_new(defaulted(plan))
    # And the newer plan does not hide the actual from its own second load.
    assert not is_new(defaulted(ACTUAL))
    assert not is_new(defaulted(plan))


def test_an_estimate_beside_its_official_figure_is_no_news_the_second_time(
    any_office: Workspace,
) -> None:
    both = [
        defaulted(replace(ACTUAL, status=Status.ESTIMATE, value=Decimal("1100.5"))),
        defaulted(replace(ACTUAL, status=Status.OFFICIAL)),
    ]
    assert [is_new(each) for each in both] == [True, True]
    assert [is_new(each) for each in both] == [False, False]


# ---- with a given date -------------------------------------------------------------


def test_a_given_date_makes_the_same_figure_another_vintage(office: Workspace) -> None:
    assert is_new(ACTUAL)
    later = replace(ACTUAL, known_at=date(2026, 3, 1))
    assert is_new(later)
    assert not is_new(later)
    assert not is_new(ACTUAL)


def test_of_one_date_the_latest_recorded_counts(office: Workspace) -> None:
    corrected = replace(ACTUAL, value=Decimal("1300"))
    assert is_new(ACTUAL)
    assert is_new(corrected)
    assert not is_new(corrected)
    # Saying the first thing again takes the correction back: that is news.
    assert is_new(ACTUAL)
    assert not is_new(ACTUAL)


def test_each_status_of_one_date_is_compared_with_its_own(office: Workspace) -> None:
    official = replace(ACTUAL, status=Status.OFFICIAL, value=Decimal("1210"))
    assert is_new(ACTUAL)
    assert is_new(official)
    assert not is_new(ACTUAL)
    assert not is_new(official)


@pytest.mark.parametrize("about_plan", [PLAN, SHARE], ids=["plan", "share"])
def test_of_one_date_each_assigner_is_compared_with_its_own(
    office: Workspace, about_plan: Statement
) -> None:
    other = replace(about_plan, assigner="government", value=Decimal("16000"))
    assert is_new(about_plan)
    assert is_new(other)
    assert not is_new(about_plan)
    assert not is_new(other)


@pytest.mark.parametrize("dated", [lambda said: said, defaulted], ids=["given", "defaulted"])
def test_one_state_is_not_another(
    office: Workspace, dated: Callable[[Statement], Statement]
) -> None:
    hidden = replace(ACTUAL, value=None, state=FiledState.CONFIDENTIAL)
    assert is_new(hidden)
    assert not is_new(dated(hidden))
    assert is_new(dated(replace(hidden, state=FiledState.NOT_APPLICABLE)))


# ---- with a date taken from today ---------------------------------------------------


def test_without_a_date_the_answering_figure_counts(office: Workspace) -> None:
    revised = replace(ACTUAL, value=Decimal("1300"), known_at=date(2026, 3, 1))
    assert is_new(ACTUAL)
    assert is_new(revised)
    assert not is_new(defaulted(revised, "2026-04-01"))
    # On 1 April the old value would be a correction back.
    assert is_new(defaulted(ACTUAL, "2026-04-01"))


def test_each_status_answers_for_itself(office: Workspace) -> None:
    official = replace(ACTUAL, status=Status.OFFICIAL, value=Decimal("1210"))
    assert is_new(official)
    assert is_new(ACTUAL)
    assert not is_new(defaulted(official))
    assert not is_new(defaulted(ACTUAL))


def test_of_one_date_and_status_the_latest_recorded_answers(office: Workspace) -> None:
    corrected = replace(ACTUAL, value=Decimal("1300"))
    assert is_new(ACTUAL)
    assert is_new(corrected)
    assert not is_new(defaulted(corrected))
    assert is_new(defaulted(ACTUAL))


def test_a_figure_that_nobody_can_know_yet_does_not_answer(office: Workspace) -> None:
    future = replace(ACTUAL, known_at=date(2030, 1, 1), value=Decimal("9"))
    assert is_new(ACTUAL)
    assert is_new(future)
    assert not is_new(defaulted(ACTUAL))
    assert is_new(defaulted(future))


@pytest.mark.parametrize("about_plan", [PLAN, SHARE, EXCEEDED], ids=["plan", "share", "over"])
def test_plans_and_their_shares_answer_per_assigner(
    office: Workspace, about_plan: Statement
) -> None:
    other = replace(about_plan, assigner="government", value=Decimal("16000"))
    unnamed = replace(about_plan, assigner=None, value=Decimal("17000"))
    assert is_new(about_plan)
    assert is_new(other)
    assert is_new(unnamed)
    assert not is_new(defaulted(about_plan))
    assert not is_new(defaulted(other))
    assert not is_new(defaulted(unnamed))


# ---- within one filing ---------------------------------------------------------------


def test_repeats_within_a_file_are_recorded_once(any_office: Workspace) -> None:
    result = file(ACTUAL, PLAN, replace(ACTUAL, cell="line 9"), ACTUAL)
    assert (result.recorded, result.already_known) == (2, 2)
    assert said() == [ACTUAL, PLAN]


def test_within_a_file_the_order_counts(office: Workspace) -> None:
    corrected = replace(ACTUAL, value=Decimal("1300"))
    assert file(ACTUAL, corrected, ACTUAL, ACTUAL).recorded == 3
    assert [str(each.value) for each in said()] == ["1200.5", "1300", "1200.5"]


def test_only_what_is_new_of_a_file_is_recorded(any_office: Workspace) -> None:
    months = [stated("song-xanh", "visitors", f"2025-{n:02d}", str(n)) for n in range(1, 13)]
    assert file(*months[:6]).recorded == 6
    result = file(*months, by=MINH)
    assert (result.filing, result.recorded, result.already_known) == (2, 6, 6)
    assert said() == months
