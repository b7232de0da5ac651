"""Plans: which plan figure answers for each assigner, and how much of it is reached.

Per assigner, kind and year: a filed plan beats one implied by a stated share; then the latest
known_at, where an implied plan has that of its share; then the highest id (contract, rule 6).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from tiendo.cube.explain.answer import Answer, about, computed_answer, filed_answer
from tiendo.cube.explain.held import LEVELS, Held, winner
from tiendo.cube.explain.reader import HUNDRED, Reader, growth_as_stated
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Measure, Nature, Operator, State

PLANNED_AS = {
    **dict.fromkeys(LEVELS, Kind.LEVEL),
    Kind.GROWTH: Kind.GROWTH,
    Kind.BASE_RATIO: Kind.GROWTH,
}
"""Kinds that a target may be stated in, and what it then is a plan of."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan figure, and the share of it that is reached.

    Attributes:
        kind: level or growth.
        period: the run that it plans, mostly a year.
        share_pct: percent reached; None for a growth target or without a value.
        year_elapsed_pct: percent of the year gone at the end of the run asked.
    """

    kind: Measure
    period: Period
    assigner: str | None
    version: str | None
    decision: str | None
    operator: Operator
    answer: Answer
    derived: bool
    known_at: date
    order: int
    share: Answer | None
    year_elapsed_pct: Decimal

    def without_share(self) -> Plan:
        """Return the plan without what is reached of it."""
        return replace(self, share=None)


def own_plans(
    reader: Reader, place: str, series: Series, run: Period, every_version: bool = False
) -> tuple[Plan, ...]:
    """Return a place's own plans that concern `run`: those of its year and of exactly the run.

    `targets.plans_for` adds those that are recast from places of another map.

    Args:
        every_version: list every version, newest first, not only the one that answers.
    """
    held = reader.evidence.held(place, series)
    found = [*_filed_plans(held, run), *implied_plans(reader, place, series, run)]
    groups: dict[tuple[str, str, Period], list[Plan]] = {}
    for plan in found:
        groups.setdefault(_position(plan), []).append(plan)
    chosen = []
    for _, versions in sorted(groups.items(), key=lambda group: group[0]):
        versions.sort(key=_precedence, reverse=True)
        answering, *older = versions
        chosen.append(with_share(reader, answering, place, series, run))
        if every_version:
            chosen += [with_share(reader, plan, place, series, run, stated=False) for plan in older]
    return tuple(chosen)


def in_order(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return plans by assigner, kind and run, versions as they stand."""
    return tuple(sorted(plans, key=_position))


def _position(plan: Plan) -> tuple[str, str, Period]:
    return plan.assigner or "", plan.kind, plan.period


def _precedence(plan: Plan) -> tuple[bool, bool, date, int]:
    return plan.answer.value is not None, not plan.derived, plan.known_at, plan.order


def _filed_plans(held: Held, run: Period) -> list[Plan]:
    wanted = {run, run.whole_year()} if run.within_one_year else {run}
    found = []
    for versions in _versions_by_plan(held):
        newest = max(versions, key=lambda f: (f.statement.known_at, f.id))
        if newest.statement.period not in wanted or newest.statement.value is None:
            continue
        for figure in versions:
            if figure.statement.value is not None:
                found.append(_filed_plan(figure, versions, run))
    return found


def _versions_by_plan(held: Held) -> list[list[Figure]]:
    """Return the plan figures, those of one assigner, kind and run together."""
    groups: dict[tuple[str | None, Kind, Period], list[Figure]] = {}
    for figure in held.plans:
        said = figure.statement
        if said.kind in PLANNED_AS:
            key = (said.assigner, PLANNED_AS[said.kind], said.period)
            groups.setdefault(key, []).append(figure)
    return list(groups.values())


def _filed_plan(figure: Figure, versions: Sequence[Figure], run: Period) -> Plan:
    """Return a filed plan; one stated as a ratio to the year before is a growth target."""
    said = figure.statement
    answer = filed_answer(figure, versions).named("plan")
    if said.kind is Kind.BASE_RATIO:
        answer = growth_as_stated(figure).named("plan")
    kind = Measure.GROWTH if PLANNED_AS[said.kind] is Kind.GROWTH else Measure.LEVEL
    return _plan(figure, kind, said.period, answer, said.kind is Kind.BASE_RATIO, run)


def implied_plans(reader: Reader, place: str, series: Series, run: Period) -> list[Plan]:
    """Return the plan behind each stated share: its level / share (evaluation.md, row 6)."""
    if not run.within_one_year:
        return []
    year = run.whole_year()
    held = reader.evidence.held(place, series)
    found = []
    for share in held.plan_shares():
        said = share.statement
        if not year.covers(said.period) or reader.is_hidden(place, series, said.period):
            continue
        level = held.level_meant_by(share)
        where = about(place, series, year)
        answer = implied_plan(level, share, where) if level else unknown_plan(where)
        if answer:
            found.append(_plan(share, Measure.LEVEL, year, answer, True, run))
    return found


def unknown_plan(where: str) -> Answer:
    """Return the plan of which a share is stated and nothing else is known."""
    return Answer(State.MISSING, Trace("plan", where, None, "a share is stated, but no level"))


def implied_plan(level: Figure, share: Figure, where: str) -> Answer | None:
    """Return level / share, with its interval; None for a share that is not above zero."""
    reached, stated = filed_answer(level, ()).named("level"), filed_answer(share, ())
    if stated.amount <= 0:
        return None
    value = HUNDRED * reached.amount / stated.amount
    bounds = (reached.bounds / stated.bounds).scaled(HUNDRED)
    parts = (reached.trace, stated.trace.named("plan_share"))
    trace = Trace("plan", where, value, "implied plan: 100 x level / stated share", parts=parts)
    return computed_answer(value, bounds, [reached, stated], trace)


def _plan(
    figure: Figure, kind: Measure, period: Period, answer: Answer, derived: bool, run: Period
) -> Plan:
    statement = figure.statement
    return Plan(
        kind=kind,
        period=period,
        assigner=statement.assigner,
        version=statement.version,
        decision=statement.decision,
        operator=statement.operator or Operator.EXACT,
        answer=answer,
        derived=derived,
        known_at=statement.known_at,
        order=figure.id,
        share=None,
        year_elapsed_pct=HUNDRED * run.last_month / 12,
    )


def with_share(
    reader: Reader, plan: Plan, place: str, series: Series, run: Period, *, stated: bool = True
) -> Plan:
    """Return the plan with what is reached of it.

    A share stated for exactly this run and assigner beats the computed one on the plan that answers
    (`stated`) and on the very plan that it implies; it says nothing of other versions.
    """
    if plan.kind is Measure.GROWTH:
        return plan
    reached_by = reached_run(reader, plan, series, run)
    if reader.is_hidden(place, series, reached_by):
        return plan
    shares = [
        figure
        for figure in reader.evidence.held(place, series).plan_shares()
        if (figure.statement.period, figure.statement.assigner) == (reached_by, plan.assigner)
    ]
    newest = winner(shares)
    if newest and (stated or (plan.derived and plan.order == newest.id)):
        return replace(plan, share=filed_answer(newest, shares).named("share_pct"))
    reached = reader.level(place, series, reached_by)
    return replace(plan, share=share_between(reached, plan.answer, about(place, series, run)))


def reached_run(reader: Reader, plan: Plan, series: Series, run: Period) -> Period:
    """Return the run measured against a plan: for the year of a flow, the year to date."""
    is_flow = reader.evidence.card(series).nature is Nature.FLOW
    of_year = is_flow and run.within_one_year and plan.period == run.whole_year()
    return run.year_to_date() if of_year else run


def share_between(reached: Answer, plan: Answer, where: str) -> Answer | None:
    """Return 100 x reached / plan; None where the reached value is partial or the plan is zero."""
    if not reached.known or not plan.value:
        return None
    value = HUNDRED * reached.amount / plan.value
    bounds = (reached.bounds / plan.bounds).scaled(HUNDRED)
    parts = (reached.trace.named("reached"), plan.trace)
    trace = Trace("share_pct", where, value, "100 x reached / plan", parts=parts)
    return computed_answer(value, bounds, [reached, plan], trace, scale=[HUNDRED])
