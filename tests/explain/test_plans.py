"""Plans of several assigners and versions, filed or implied by a stated share."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.explain.asking import checks, finding, row, rows
from tests.world import filed, planned, stated
from tiendo.vocabulary.words import Comparator, Measure, Operator, State, Verdict

PLACE = "song-xanh"


def test_two_shares_imply_two_plans() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-H1", "5570", comparator=Comparator.MORE_THAN),
        stated(PLACE, "revenue", "2024-H1", "43.78", kind="plan_share", assigner="province"),
        stated(PLACE, "revenue", "2024-H1", "43.69", kind="plan_share", assigner="own"),
    )
    plans = {plan.assigner: plan for plan in row(PLACE, "revenue", "2024-H1", lan).plans}
    assert float(plans["province"].answer.amount) == pytest.approx(12722.7, abs=0.05)
    assert float(plans["own"].answer.amount) == pytest.approx(12748.9, abs=0.05)
    assert all(plan.derived for plan in plans.values())
    assert plans["own"].share is not None and plans["own"].share.value == Decimal("43.69")
    assert plans["own"].year_elapsed_pct == 50


def test_the_interval_of_an_implied_plan() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "1207"),
        stated(PLACE, "revenue", "2024-Q1", "30.2", kind="plan_share"),
    )
    (plan,) = row(PLACE, "revenue", "2024-Q1", lan).plans
    assert plan.assigner is None
    assert float(plan.answer.amount) == pytest.approx(3996.7, abs=0.05)
    lo, hi = plan.answer.bounds.lo, plan.answer.bounds.hi
    assert lo is not None and hi is not None
    assert (round(lo), round(hi)) == (3988, 4005)


def test_a_filed_plan_beats_a_newer_implied_one_and_the_difference_is_found() -> None:
    lan = filed(
        planned(PLACE, "revenue", "2024", "4500", known="2023-12-10"),
        stated(PLACE, "revenue", "2024-Q1", "1207", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "30.2", kind="plan_share", known="2024-04-01"),
    )
    found = row(PLACE, "revenue", "2024-Q1", lan)
    (plan,) = found.plans
    assert (plan.answer.value, plan.derived) == (4500, False)
    contradictions = [f for f in found.findings if f.check == "implied_plan"]
    assert contradictions[0].verdict is Verdict.CONTRADICTION
    assert contradictions[0].stated == 4500


def test_the_latest_version_answers_and_all_can_be_listed() -> None:
    lan = filed(
        planned(
            PLACE, "revenue", "2024", "4500", known="2023-12-10", version="1", decision="36/NQ"
        ),
        planned(
            PLACE, "revenue", "2024", "4200", known="2024-07-10", version="2", decision="61/NQ"
        ),
    )
    (plan,) = row(PLACE, "revenue", "2024-Q1", lan).plans
    assert (plan.answer.value, plan.version, plan.decision) == (4200, "2", "61/NQ")
    (then,) = row(PLACE, "revenue", "2024-Q1", lan, as_of="2024-01-31").plans
    assert then.answer.value == 4500
    (whole,) = rows(PLACE, "2024-Q1", lan, every_version=True)
    assert [p.answer.value for p in whole.plans] == [4200, 4500]


def test_share_is_the_year_to_date_over_the_year_plan_for_a_flow() -> None:
    lan = filed(
        planned(PLACE, "revenue", "2024", "4000"),
        stated(PLACE, "revenue", "2024-Q1", "1000"),
        stated(PLACE, "revenue", "2024-Q2", "600"),
    )
    (plan,) = row(PLACE, "revenue", "2024-Q2", lan).plans
    assert plan.share is not None and plan.share.value == 40


def test_share_is_the_value_over_the_plan_for_a_stock() -> None:
    lan = filed(
        planned(PLACE, "poor-households", "2024", "100"),
        stated(PLACE, "poor-households", "2024", "120"),
    )
    (plan,) = row(PLACE, "poor-households", "2024", lan).plans
    assert plan.share is not None and plan.share.value == 120


def test_a_growth_target_stands_in_the_plans_of_the_levels_row() -> None:
    lan = filed(
        planned(
            PLACE,
            "output",
            "2025",
            "15",
            kind="growth",
            operator=Operator.MORE_THAN,
            basis="current",
        )
    )
    found = row(PLACE, "output", "2025", lan, basis="current", as_of="2026-06-30")
    (plan,) = found.plans
    assert (found.measure, found.value, found.state) == (Measure.LEVEL, None, State.MISSING)
    assert (plan.kind, plan.operator, plan.share) == (Measure.GROWTH, Operator.MORE_THAN, None)
    assert (plan.answer.bounds.lo, plan.answer.bounds.hi) == (15, None)


def test_none_left_is_a_plan_of_exactly_zero() -> None:
    lan = filed(
        planned(PLACE, "poor-households", "2025", "0", operator=Operator.NONE_LEFT),
        stated(PLACE, "poor-households", "2025", "3"),
    )
    (plan,) = row(PLACE, "poor-households", "2025", lan).plans
    assert (plan.answer.bounds.lo, plan.answer.bounds.hi) == (0, 0)
    assert plan.share is None


def test_a_plan_of_a_half_year_concerns_that_half_year_only() -> None:
    lan = filed(planned(PLACE, "output", "2024-H2", "7.7", kind="growth"))
    assert len(rows(PLACE, "2024-H2", lan)) == 1
    assert rows(PLACE, "2024-H1", lan) == []


def test_the_newest_share_implies_the_plan_known_then() -> None:
    """The year plan moved from 22,002 to 17,120 within a month (real case, Quảng Ninh 2024)."""
    lan = filed(
        stated(PLACE, "investment", "2024-01", "1139.268", known="2024-01-29"),
        stated(PLACE, "investment", "2024-01", "5.178", kind="plan_share", known="2024-01-29"),
        stated(PLACE, "investment", "2024-01", "831.341", known="2024-02-29"),
        stated(PLACE, "investment", "2024-01/2024-02", "1641.846", known="2024-02-29"),
        stated(
            PLACE, "investment", "2024-01/2024-02", "9.59", kind="plan_share", known="2024-02-29"
        ),
    )
    (then,) = row(PLACE, "investment", "2024-01", lan, as_of="2024-02-10").plans
    assert round(then.answer.amount) == 22002
    january = row(PLACE, "investment", "2024-01", lan)
    assert round(january.plans[0].answer.amount) == 17120
    other_plan = finding(january, "implied_plan")
    assert other_plan.verdict is Verdict.EXPLAINED
    assert (round(float(other_plan.expected or 0), 3), other_plan.stated) == (
        4.856,
        Decimal("5.178"),
    )


def test_a_share_of_zero_implies_no_plan() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-01", "0"),
        stated(PLACE, "investment", "2024-01", "0", kind="plan_share"),
    )
    assert row(PLACE, "investment", "2024-01", lan).plans == ()


def test_a_share_that_fits_its_plan_is_no_finding() -> None:
    lan = filed(
        planned(PLACE, "revenue", "2024", "4000"),
        stated(PLACE, "revenue", "2024-Q1", "1207"),
        stated(PLACE, "revenue", "2024-Q1", "30.2", kind="plan_share"),
    )
    assert checks(row(PLACE, "revenue", "2024-Q1", lan)) == []


def test_a_share_without_a_level_does_not_displace_the_plan_that_another_implies() -> None:
    lan = filed(
        stated(PLACE, "revenue", "2024-Q1", "310", known="2024-04-01"),
        stated(PLACE, "revenue", "2024-Q1", "25", kind="plan_share", known="2024-04-01"),
    )
    later = filed(
        stated(PLACE, "revenue", "2024-08", "60", kind="plan_share", known="2024-09-01"), number=2
    )
    for period in ("2024-Q1", "2024-08"):
        (plan,) = row(PLACE, "revenue", period, lan, later).plans
        assert (plan.answer.value, str(plan.known_at)) == (1240, "2024-04-01")


def test_a_stated_share_stands_on_the_version_that_it_implies_only() -> None:
    lan = filed(
        stated(PLACE, "investment", "2024-01", "100", known="2024-01-29"),
        stated(PLACE, "investment", "2024-01", "10", kind="plan_share", known="2024-01-29"),
        stated(PLACE, "investment", "2024-01/2024-02", "200", known="2024-02-29"),
        stated(PLACE, "investment", "2024-01/2024-02", "25", kind="plan_share", known="2024-02-29"),
    )
    (found,) = rows(PLACE, "2024-02", lan, every_version=True)
    shares = [(p.answer.value, p.share.value if p.share else None) for p in found.plans]
    assert shares == [(800, 25), (1000, 20)]
