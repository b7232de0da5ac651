"""Running rules: order, rounding, confidentiality, what has no card."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.validation.asking import HERE, found, measured, rule
from tests.world import evidence, filed, planned, stated
from tiendo.validation import running
from tiendo.validation.kinds import remarks
from tiendo.validation.rule import (
    Comparison,
    Cumulative,
    GrowthFromLevels,
    MonthInCumulative,
    Outlier,
    PartsWithinWhole,
    PlanMoved,
    PlanTriangle,
    PowerOfTen,
    Relation,
    Rule,
    Scope,
    StatedRange,
    TwoSources,
)
from tiendo.validation.running import findings, years_needed
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.words import Kind, Nature, Verdict

BN = "bn VND"
CHECKS = (
    Comparison(measured("revenue", BN), Relation.EQUAL, measured("investment + output", BN)),
    StatedRange((Kind.GROWTH, Kind.LEVEL), Decimal(0), Decimal(50)),
    PartsWithinWhole(),
    Cumulative(),
    MonthInCumulative(Decimal(0)),
    PlanTriangle(),
    GrowthFromLevels(),
    PlanMoved(Decimal(0)),
    PowerOfTen((2, 3), Decimal("0.3"), 4, 6, 2, Decimal("0.5")),
    Outlier(Decimal(2), Decimal(0), 6, 2),
    TwoSources((Kind.LEVEL,)),
)
RULES = [rule(check, id=f"rule-{number}") for number, check in enumerate(CHECKS)]
RUN = Period.parse("2025-03")


def told(figures: list[Figure], rules: list[Rule] = RULES) -> list[tuple[object, ...]]:
    """Return what is found, without the objects."""
    return [
        (f.check, f.verdict, f.detail, f.expected, f.stated, [figure.id for figure in f.figures])
        for f in findings(rules, evidence(figures), HERE, RUN)
    ]


WORLD = [
    *filed(
        stated(HERE, "revenue", "2025-01/2025-02", "60", known="2025-02-28"),
        stated(HERE, "revenue", "2025-01", "20", known="2025-02-28"),
        stated(HERE, "investment", "2025-01/2025-02", "30", known="2025-02-28"),
        stated(HERE, "investment", "2025-01/2025-02", "10", kind="plan_share", known="2025-02-28"),
        number=1,
    ),
    *filed(
        stated(HERE, "revenue", "2025-Q1", "55", known="2025-03-31"),
        stated(HERE, "revenue", "2025-03", "9", known="2025-03-31"),
        stated(HERE, "investment", "2025-Q1", "40", known="2025-03-31"),
        stated(HERE, "investment", "2025-Q1", "20", kind="plan_share", known="2025-03-31"),
        stated(HERE, "revenue", "2025-03", "180", kind="growth", known="2025-03-31"),
        stated(HERE, "output", "2025-03", "4", basis="current", known="2025-03-31"),
        stated(HERE, "investment", "2025-03", "1", known="2025-03-31"),
        number=2,
    ),
    *filed(
        stated(HERE, "revenue", "2025-03", "11", known="2025-03-31"),
        stated(HERE, "revenue", "2024", "100", known="2025-03-31"),
        planned(HERE, "revenue", "2025", "150", known="2025-03-31"),
        planned(HERE, "revenue", "2025", "10", kind="growth", known="2025-03-31"),
        by="Minh",
        number=3,
    ),
]


def test_the_world_of_the_next_test_has_findings_of_several_kinds() -> None:
    assert len({one[0] for one in told(WORLD)}) >= 6


@settings(max_examples=60, deadline=None)
@given(st.permutations(WORLD))
def test_findings_do_not_depend_on_the_order_of_figures(figures: list[Figure]) -> None:
    assert told(figures) == told(WORLD)


amounts = st.integers(1, 10**7).map(lambda number: Decimal(number) / 1000)


@settings(max_examples=150, deadline=None)
@given(
    january=amounts, february=amounts, march=amounts, base=amounts,
    digits=st.lists(st.integers(0, 2), min_size=8, max_size=8),
)  # fmt: skip
def test_rounding_never_fires(
    january: Decimal, february: Decimal, march: Decimal, base: Decimal, digits: list[int]
) -> None:
    """True numbers that fit each other are printed with few digits: no identity is broken."""
    to_march = january + february + march
    growth = 100 * (to_march / base - 1)
    plan = 2 * base

    def said(indicator: str, period: str, value: Decimal, places: int, **more: str) -> object:
        printed = value.quantize(Decimal(1).scaleb(-places))
        return stated(HERE, indicator, period, f"{printed:f}", **more)

    first = filed(
        said("revenue", "2025-01/2025-02", january + february, digits[0], known="2025-02-28"),
        number=1,
    )  # type: ignore[arg-type]
    second = filed(
        said("revenue", "2025-03", march, digits[1], known="2025-03-31"),
        said("revenue", "2025-Q1", to_march, digits[2], known="2025-03-31"),
        said("output", "2025-Q1", march, digits[3], basis="current", known="2025-03-31"),
        said("investment", "2025-Q1", january + february, digits[4], known="2025-03-31"),
        said("revenue", "2024-Q1", base, digits[5], known="2024-03-31"),
        number=2,
    )  # type: ignore[arg-type]
    third = filed(
        said("revenue", "2025-Q1", growth, digits[6], kind="growth", known="2025-03-31"),
        planned(HERE, "revenue", "2025-Q1", f"{plan.quantize(Decimal(1)):f}"),
        planned(HERE, "revenue", "2025-Q1", "100", kind="growth"),
        number=3,
    )  # type: ignore[arg-type]
    fitting = [
        rule(check)
        for check in CHECKS
        if isinstance(
            check,
            Comparison | Cumulative | MonthInCumulative | GrowthFromLevels | PlanTriangle,
        )
    ]
    known = evidence(first, second, third)
    assert findings(fitting, known, HERE, Period.parse("2025-Q1")) == ()


def test_a_growth_of_a_hidden_level_is_not_told_by_its_range() -> None:
    check = StatedRange((Kind.GROWTH,), Decimal(-100), Decimal(100))
    growth = filed(stated(HERE, "revenue", "2025", "180", kind="growth"))
    hidden = filed(stated(HERE, "revenue", "2024", None, state="confidential"), number=2)
    assert len(found(check, "2025", growth)) == 1
    assert found(check, "2025", growth, hidden) == ()


def test_a_rule_that_breaks_is_told_and_the_others_are_run(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = findings(RULES, evidence(WORLD), HERE, RUN)
    broken = whole[0].rule
    monkeypatch.setattr(
        running, "remarks", lambda rule, *asked: remarks(None if rule is broken else rule, *asked)
    )
    told_now = findings(RULES, evidence(WORLD), HERE, RUN)
    assert {one.detail for one in whole if one.rule is not broken} <= {f.detail for f in told_now}
    failures = [one for one in told_now if one.failure]
    assert {one.rule.id for one in failures} == {broken.id}
    assert {one.verdict for one in failures} == {Verdict.NOT_CHECKABLE}
    assert isinstance(failures[0].failure, AttributeError)


def test_only_the_series_asked_are_looked_at() -> None:
    all_of_them = findings(RULES, evidence(WORLD), HERE, RUN)
    some = all_of_them[0].cell.series
    only = findings(RULES, evidence(WORLD), HERE, RUN, only={some})
    assert only == tuple(one for one in all_of_them if one.cell.series == some)
    assert 0 < len(only) < len(all_of_them)


def test_a_rule_reads_as_many_years_as_it_needs() -> None:
    assert years_needed([]) == 1
    assert years_needed([rule(Cumulative())]) == 1
    assert years_needed(RULES) == 7
    late = Comparison(
        measured("revenue", BN), Relation.EQUAL, measured("lag(lag(revenue, 12), 13)", BN)
    )
    assert years_needed([rule(late)]) == 3


def test_a_scope_holds_what_fits_every_list() -> None:
    def card(code: str, **more: object) -> Indicator:
        from dataclasses import replace

        from tests.world import REVENUE

        return replace(REVENUE, code=code, **more)  # type: ignore[arg-type]

    scope = Scope(natures=(Nature.FLOW,), topics=("budget",), excluded=("loss",))
    assert scope.holds(card("a", topic="budget"))
    assert not scope.holds(card("a", topic="trade"))
    assert not scope.holds(card("a", topic="budget", nature=Nature.STOCK))
    assert not scope.holds(card("loss", topic="budget"))
    assert Scope().holds(card("anything"))
    assert Scope(indicators=("a",)).holds(card("a")) and not Scope(indicators=("a",)).holds(
        card("b")
    )
    assert Scope(units=("bn VND",)).holds(card("a")) and not Scope(units=("ha",)).holds(card("a"))
