"""Tiles say what explain says of a place's own figures, whatever was filed.

Two implementations of the contract's total order on random figures: runs of any length in several
vintages, states, vague numbers, stated growth, shares of plans, plans and withdrawals.
"""

from __future__ import annotations

from datetime import date, timedelta
from math import isclose, isnan
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cells.random_filings import (
    FIRST_DAY,
    FLOW,
    JANUARY_2024,
    MEAN,
    PLACE,
    RATE,
    STOCK,
    Case,
    cases,
    comparisons,
    reports,
    runs_within,
)
from tests.cells.resolving import Block, Level, Tiles, block
from tests.world import evidence, filed, stated
from tiendo.cube.cells.codes import (
    CHECKS,
    KINDS,
    MEASURES,
    OPERATORS,
    SEVERITIES,
    STATES,
    VERDICTS,
    day_of,
)
from tiendo.cube.cells.tables import SLOTS
from tiendo.cube.explain.answer import Answer, filed_answer
from tiendo.cube.explain.checks import (
    _agreed_when_stated,
    _does_not_add_up,
    _two_implied_bases,
    change_between,
    growth_between,
)
from tiendo.cube.explain.evaluate import DETACHED
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.held import COMPARISONS, winner
from tiendo.cube.explain.levels import own_level
from tiendo.cube.explain.plans import Plan, own_plans
from tiendo.cube.explain.reader import Reader, implied_base
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, State


def close(a: float, b: Any, size: float) -> bool:
    if b is None:
        return isnan(a) or a in (float("inf"), float("-inf"))
    return isclose(a, float(b), rel_tol=1e-9, abs_tol=1e-9 * max(size, 1.0))


def assert_same(found: Level, wanted: Answer, what: object) -> None:
    size = abs(float(wanted.value or 0))
    told = (found.state, found.comparator, found.status, found.modality, found.known_at)
    told = (*told, found.recorded_at, found.figure)
    figure = wanted.trace.figure.id if wanted.filed and wanted.trace.figure else None
    expected = (wanted.state, wanted.comparator, wanted.status, wanted.modality, wanted.known_at)
    assert told == (*expected, wanted.recorded_at, figure), what
    assert close(found.value, wanted.value, size), what
    assert close(found.lo, wanted.bounds.lo, size), what
    assert close(found.hi, wanted.bounds.hi, size), what


def assert_levels(known: Evidence, tiles: Tiles, series: Series) -> None:
    filed_runs = known.held(PLACE, series).level_runs
    asked = {*runs_within(2024), *runs_within(2025)}
    if known.card(series).time_rule.value in ("mean", "none"):
        asked = set()
    for run in sorted({*asked, *filed_runs}):
        assert_same(tiles.level(run), own_level(known, PLACE, series, run), run)


def assert_findings(known: Evidence, tiles: Tiles, series: Series) -> None:
    reader = Reader(known)
    for run in (*runs_within(2024), *runs_within(2025), Period.parse("2024/2025")):
        wanted = [
            *_does_not_add_up(reader, PLACE, series, run, "value"),
            *_two_implied_bases(reader, PLACE, series, run),
        ]
        found = [
            row
            for row in tiles.rows("findings", run)
            if CHECKS[row["check"]] != "implied_base"
            or reader.base(PLACE, series, run).answer.state is not State.CONFIDENTIAL
        ]
        told = [
            (CHECKS[r["check"]], VERDICTS[r["verdict"]], SEVERITIES[r["severity"]]) for r in found
        ]
        assert told == [(each.check, each.verdict, each.severity) for each in wanted], run
        for row, finding in zip(found, wanted, strict=True):
            for name, value in (("expected", finding.expected), ("stated", finding.stated)):
                assert close(row[name], value, 0), run
            days = [day_of(row[name]) for name in ("since", "by") if row[name]]
            assert all(str(day) in finding.detail for day in days), run


def assert_stated(known: Evidence, tiles: Tiles, series: Series, run: Period) -> None:
    held = known.held(PLACE, series)
    attached = {
        "comparison": held.attached(run, *COMPARISONS),
        "change": held.attached(run, Kind.CHANGE_ABS),
        "contribution": held.attached(run, Kind.CONTRIBUTION),
    }
    detached = {f"row_{measure}": held.detached(run, kind) for kind, measure in DETACHED.items()}
    wanted = {slot: figure for slot, figure in (attached | detached).items() if figure}
    rows = {SLOTS[row["slot"]]: row for row in tiles.rows("stated", run)}
    assert rows.keys() == wanted.keys(), run
    for slot, figure in wanted.items():
        row, answer = rows[slot], filed_answer(figure, ())
        assert (row["figure"], KINDS[row["kind"]]) == (figure.id, figure.statement.kind)
        assert STATES[row["state"]] == answer.state
        assert close(row["value"], answer.value, 0)
        assert close(row["lo"], answer.bounds.lo, 0) and close(row["hi"], answer.bounds.hi, 0)
        if slot in ("comparison", "change"):
            assert_base(row, known, series, figure)
        else:
            assert isnan(row["base_value"]) and not row["agreed"]


def assert_base(row: dict[str, Any], known: Evidence, series: Series, figure: Figure) -> None:
    level = known.held(PLACE, series).level_meant_by(figure)
    base = implied_base(level, figure) if level else None
    assert isnan(row["base_value"]) == (base is None)
    if base:
        size = float(abs(base.amount))
        assert close(row["base_value"], base.amount, size)
        assert close(row["base_lo"], base.bounds.lo, size)
        assert close(row["base_hi"], base.bounds.hi, size)
        assert (STATES[row["base_state"]], day_of(row["base_known_at"])) == (
            base.state,
            base.known_at,
        )
    computed = (
        change_between
        if figure.statement.kind is Kind.CHANGE_ABS
        else lambda now, then: growth_between(now, then, "")
    )
    assert bool(row["agreed"]) == _agreed_when_stated(known, PLACE, series, figure, computed)


def assert_plans(known: Evidence, tiles: Tiles, series: Series, run: Period, of: Block) -> None:
    reader = Reader(known)
    wanted = [
        plan
        for plan in own_plans(reader, PLACE, series, run, every_version=True)
        if plan.period == run
    ]
    found = [
        row
        for row in tiles.rows("plans", run)
        if not row["shared_first"]
        or not reader.is_hidden(PLACE, series, Period(row["shared_first"], row["shared_last"]))
    ]
    assert [_told_of(row, of.texts) for row in found] == [_asked_of(plan) for plan in wanted], run
    for row, plan in zip(found, wanted, strict=True):
        size = float(abs(plan.answer.value or 0))
        assert close(row["value"], plan.answer.value, size)
        assert close(row["lo"], plan.answer.bounds.lo, size)
        assert close(row["hi"], plan.answer.bounds.hi, size)


def _told_of(row: dict[str, Any], texts: tuple[str, ...]) -> tuple[Any, ...]:
    words = [None if row[n] < 0 else texts[row[n]] for n in ("assigner", "version", "decision")]
    return (
        MEASURES[row["kind"]],
        *words,
        OPERATORS[row["operator"]],
        STATES[row["state"]],
        bool(row["derived"]),
        day_of(row["known_at"]),
        row["order"],
    )


def _asked_of(plan: Plan) -> tuple[Any, ...]:
    words = (plan.assigner, plan.version, plan.decision, plan.operator)
    return (plan.kind, *words, plan.answer.state, plan.derived, plan.known_at, plan.order)


def assert_shares(known: Evidence, tiles: Tiles, series: Series, run: Period, of: Block) -> None:
    shares: dict[str | None, list[Figure]] = {}
    for figure in known.held(PLACE, series).plan_shares():
        if figure.statement.period == run:
            shares.setdefault(figure.statement.assigner, []).append(figure)
    newest = {assigner: winner(figures) for assigner, figures in shares.items()}
    found = {
        None if row["assigner"] < 0 else of.texts[row["assigner"]]: row["order"]
        for row in tiles.rows("shares", run)
    }
    assert found == {assigner: figure.id for assigner, figure in newest.items() if figure}


def assert_tiles_say_what_explain_says(case: Case) -> None:
    of = block(*case.filings)
    tiles = of.resolved(case.as_of)
    known = evidence(*case.filings, as_of=case.as_of)
    for series in of.series:
        read = Tiles(tiles, PLACE, series, of.series)
        assert_levels(known, read, series)
        assert_findings(known, read, series)
        periods = {f.statement.period for f in case.figures if f.statement.series == series}
        for run in sorted(periods | {period.whole_year() for period in periods}):
            assert_stated(known, read, series, run)
            assert_plans(known, read, series, run, of)
            assert_shares(known, read, series, run, of)


@settings(max_examples=50)
@given(reports())
def test_reports_that_revise_each_other_are_resolved_as_explain_reads_them(case: Case) -> None:
    assert_tiles_say_what_explain_says(case)


@settings(max_examples=30)
@given(comparisons())
def test_stated_growth_is_compared_as_explain_compares_it(case: Case) -> None:
    assert_tiles_say_what_explain_says(case)


@settings(max_examples=50)
@given(cases((FLOW,)))
def test_flows_are_resolved_as_explain_reads_them(case: Case) -> None:
    assert_tiles_say_what_explain_says(case)


@settings(max_examples=30)
@given(cases((STOCK, MEAN, RATE)))
def test_stocks_means_and_ratios_are_resolved_as_explain_reads_them(case: Case) -> None:
    assert_tiles_say_what_explain_says(case)


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.sampled_from([1, 3, 12]), st.booleans()), min_size=1, max_size=12),
    st.booleans(),
    st.lists(st.sampled_from(["0", "1", "7.5", "1000", "20000000", "-4"]), min_size=1, max_size=12),
)
def test_regular_flows_with_gaps_are_resolved_as_explain_reads_them(
    lengths: list[tuple[int, bool]], cumulative: bool, values: list[str]
) -> None:
    first = JANUARY_2024
    said = []
    for number, (months, is_filed) in enumerate(lengths):
        last = first + months - 1
        if last > JANUARY_2024 + 11:
            break
        run = Period(JANUARY_2024 if cumulative else first, last)
        first = last + 1
        if is_filed:
            value = values[number % len(values)]
            day = str(FIRST_DAY + timedelta(days=number % 3))
            said.append(stated(PLACE, FLOW, str(run), value, known=day))
    revised = [stated(PLACE, FLOW, str(s.period), "5", known="2025-02-01") for s in said[:1]]
    case = Case((tuple(filed(*said)), tuple(filed(*revised, number=2))), date(2025, 3, 1))
    assert_tiles_say_what_explain_says(case)
