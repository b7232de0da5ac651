"""A confidential figure must not come back through another field, row, plan, trace or finding."""

from __future__ import annotations

import json

import pytest

from tests.explain.asking import checks, row, rows
from tests.world import filed, planned, stated
from tiendo.cube.explain.json_form import explanation_as_json
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.words import State

PLACE = "song-xanh"


def beside_a_hidden_province() -> list[Figure]:
    """The country files 100; Núi Vàng is hidden, so Sông Xanh's 60 of January must be hidden."""
    return filed(
        stated("lien-ha", "revenue", "2024-01", "100"),
        stated(PLACE, "revenue", "2024-01", "60"),
        stated("nui-vang", "revenue", "2024-01", None, state="confidential"),
        stated(PLACE, "revenue", "2024-02", "65"),
        stated(PLACE, "revenue", "2025-01", "66"),
        stated(PLACE, "revenue", "2025-01", "10", kind="growth"),
        stated(PLACE, "visitors", "2024-01", "1000"),
    )


def test_the_cell_hidden_beside_a_hidden_one_shows_in_no_other_row() -> None:
    lan = beside_a_hidden_province()
    february = row(PLACE, "revenue", "2024-02", lan)
    assert (february.value, february.previous_period) == (65, None)
    later = row(PLACE, "revenue", "2025-01", lan)
    assert later.value == 66
    assert later.same_period_state is State.CONFIDENTIAL
    assert (later.same_period, later.growth_pct, later.difference) == (None, None, None)
    assert "spend-per-visitor" not in {r.card.code for r in rows(PLACE, "2024-01", lan) if r.value}


def test_a_superseded_value_of_a_hidden_figure_is_in_no_trace() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-01", "123456", known="2024-02-01"),
        stated(PLACE, "revenue", "2024-01", None, known="2024-03-01", state="confidential"),
        stated(PLACE, "revenue", "2024-02", "5"),
    )
    for period in ("2024-01", "2024-02"):
        told = json.dumps(explanation_as_json(row(PLACE, "revenue", period, lan), "vi"))
        assert "123456" not in told


def test_a_part_hidden_by_computation_hides_the_smallest_beside_it() -> None:
    lan = filed(
        stated("lien-ha", "revenue", "2024-01", "100"),
        stated("nui-vang", "revenue", "2024-01", "60"),
        stated("ben-tre-nho", "revenue", "2024-01", "10"),
        stated("doi-che", "revenue", "2024-01", None, state="confidential"),
    )
    assert row(PLACE, "revenue", "2024-01", lan).state is State.CONFIDENTIAL
    assert row("nui-vang", "revenue", "2024-01", lan).state is State.CONFIDENTIAL


def test_nested_parts_protect_each_other_too() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-01", "100", cut="management=local"),
        stated(PLACE, "investment", "2024-01", "70", cut="management=province"),
        stated(
            PLACE, "investment", "2024-01", None, cut="management=commune", state="confidential"
        ),
    )
    province = row(PLACE, "investment", "2024-01", lan, cut="management=province")
    assert province.state is State.CONFIDENTIAL


def test_a_detour_does_not_show_what_a_hidden_month_hides() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-H1", "200"),
        stated(PLACE, "investment", "2024-Q2", "100"),
        stated(PLACE, "investment", "2024-01", "30"),
        stated(PLACE, "investment", "2024-02", "30"),
        stated(PLACE, "investment", "2024-03", None, state="confidential"),
    )
    assert row(PLACE, "investment", "2024-Q1", lan).state is State.CONFIDENTIAL


def test_a_run_that_follows_only_through_a_hidden_one_is_hidden() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-H1", "200"),
        stated(PLACE, "investment", "2024-Q1", None, state="confidential"),
    )
    assert row(PLACE, "investment", "2024-Q2", lan).state is State.CONFIDENTIAL


def test_a_stated_growth_does_not_give_a_hidden_base_away() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2023", None, state="confidential"),
        stated(PLACE, "revenue", "2024", "110"),
        stated(PLACE, "revenue", "2024", "10", kind="growth"),
        stated(PLACE, "revenue", "2024", "25", kind="change_abs"),
    )
    found = row(PLACE, "revenue", "2024", lan)
    assert found.same_period_state is State.CONFIDENTIAL
    assert (found.same_period, found.growth_pct, found.difference) == (None, None, None)
    assert checks(found) == []


def test_a_hidden_level_shows_in_no_plan_and_no_growth_row() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "100", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "25", kind="plan_share", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", None, known="2024-05-01", state="confidential"),
        stated(PLACE, "revenue", "2024-03", "40", known="2024-04-01"),
    )
    growth = filed(stated(PLACE, "revenue", "2024-Q1", "10", kind="growth"), number=2)
    assert row(PLACE, "revenue", "2024-03", lan).plans == ()
    quarter = rows(PLACE, "2024-Q1", lan, growth)
    assert {(found.state, found.value) for found in quarter} == {(State.CONFIDENTIAL, None)}


def test_a_filed_plan_of_a_hidden_level_is_shown_without_its_share() -> None:
    lan = filed(
        planned(PLACE, "revenue", "2024", "400"),
        stated(PLACE, "revenue", "2024-Q1", None, state="confidential"),
        stated(PLACE, "revenue", "2024-Q1", "25", kind="plan_share"),
        stated(PLACE, "revenue", "2024-03", "40"),
    )
    for period in ("2024-Q1", "2024-03"):
        (plan,) = row(PLACE, "revenue", period, lan).plans
        assert (plan.answer.value, plan.share) == (400, None)


@pytest.mark.parametrize("kind", ["growth", "plan_share"])
def test_a_withdrawn_statement_no_longer_answers(kind: str) -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "110", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "10", kind=kind, known="2024-04-01"),
    )
    withdrawn = stated(
        PLACE, "revenue", "2024-Q1", None, kind=kind, known="2024-05-01", state="withdrawn"
    )
    before = row(PLACE, "revenue", "2024-Q1", lan)
    assert before.growth_pct == 10 if kind == "growth" else before.plans
    after = row(PLACE, "revenue", "2024-Q1", lan, filed(withdrawn, number=2))
    assert (after.growth_pct, after.plans) == (None, ())


def test_a_withdrawn_plan_no_longer_answers() -> None:
    lan = filed(
        planned(PLACE, "revenue", "2024", "4000", known="2023-12-01"),
        stated(PLACE, "revenue", "2024-Q1", "1000"),
    )
    gone = filed(
        planned(PLACE, "revenue", "2024", None, known="2024-02-01", state="withdrawn"), number=2
    )
    assert row(PLACE, "revenue", "2024-Q1", lan, gone).plans == ()
    (then,) = row(PLACE, "revenue", "2024-Q1", lan, gone, as_of="2024-01-31").plans
    assert then.answer.value == 4000
