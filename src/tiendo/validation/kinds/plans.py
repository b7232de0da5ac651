"""Kinds about plans: the three numbers of a growth target, and plans that move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tiendo.cube.explain.answer import Answer, filed_answer
from tiendo.cube.explain.held import COMPARISONS, LEVELS, Held
from tiendo.cube.explain.plans import Plan, implied_plans
from tiendo.cube.explain.reader import growth_as_stated, growth_between
from tiendo.validation.finding import Remark, told
from tiendo.validation.ground import Ground, figures_of, judged, lacking
from tiendo.validation.rule import PlanMoved, Rule
from tiendo.validation.wording import RuleFound, RuleLacks
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, State, Verdict


def triangle(rule: Rule, ground: Ground, series: Series, run: Period) -> Iterator[Remark]:
    """Yield that a planned growth is not that from the year before to the planned level."""
    held = ground.held(series)
    for levels in _versions(held, run, LEVELS):
        for growths in _versions(held, run, COMPARISONS):
            level, growth = levels[-1].statement, growths[-1].statement
            if (level.assigner, level.period) == (growth.assigner, growth.period):
                yield from _triangle(rule, ground, series, run, levels[-1], growths[-1])


def _triangle(
    rule: Rule, ground: Ground, series: Series, run: Period, level: Figure, growth: Figure
) -> Iterator[Remark]:
    year = level.statement.period
    earlier = year.same_period_last_year()
    base = ground.own(series, earlier)
    where = ground.about(series, year)
    if base.state is State.CONFIDENTIAL or ground.card(series).break_between(earlier, year):
        return
    if not base.known:
        cell = ground.cell(series, run)
        yield from lacking(
            rule, rule.right_missing, cell, where, RuleLacks.LEVEL_OF.said(period=earlier)
        )
        return
    planned, aim = filed_answer(level, ()), growth_as_stated(growth)
    computed = growth_between(planned, base, str(where))
    if computed is None or computed.bounds.meets(aim.bounds):
        return
    yield Remark(
        ground.cell(series, run),
        judged([base]),
        RuleFound.PLAN_TRIANGLE.said(
            where=where,
            aim=told(aim.amount),
            base=told(base.amount),
            earlier=earlier,
            planned=told(planned.amount),
            computed=told(computed.amount),
        ),
        figures_of(base, planned, aim),
        expected=computed.value,
        stated=aim.value,
        unit="percent",
    )


def _versions(held: Held, run: Period, kinds: Sequence[Kind]) -> Iterator[list[Figure]]:
    """Yield the plan figures of the run and of its year, by assigner and run, the oldest first.

    What was withdrawn has no versions left.
    """
    wanted = {run, run.whole_year()} if run.within_one_year else {run}
    groups: dict[tuple[str, Period], list[Figure]] = {}
    for plan in held.plans:
        said = plan.statement
        if said.kind in kinds and said.period in wanted:
            groups.setdefault((said.assigner or "", said.period), []).append(plan)
    for _, figures in sorted(groups.items()):
        figures.sort(key=lambda figure: (figure.statement.known_at, figure.id))
        if figures[-1].statement.value is not None:
            yield [figure for figure in figures if figure.statement.value is not None]


def moved(
    rule: Rule, check: PlanMoved, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that the plan of the year is not what it was one report before.

    Looked at are the plan that the share stated for the run implies, and the filed versions.
    Explained where a filed version says the new plan, suspect where only the shares tell.
    """
    if not run.within_one_year:
        return
    versions = [v for v in _versions(ground.held(series), run, LEVELS) if _is_of_year(v, run)]
    for figures in versions:
        filed = [_Version(f.statement.known_at, filed_answer(f, ())) for f in figures]
        yield from _last_move(ground, series, run, filed, check, Verdict.EXPLAINED)
    for plans in _by_assigner(_implied_until(ground, series, run)):
        newest = plans[-1]
        agreed = any(
            figure.statement.assigner == newest.assigner
            and figure.statement.bounds.meets(newest.answer.bounds)
            for figures in versions
            for figure in figures
        )
        verdict = Verdict.EXPLAINED if agreed else Verdict.SUSPECT
        implied = [_Version(plan.known_at, plan.answer) for plan in plans]
        yield from _last_move(ground, series, run, implied, check, verdict)


@dataclass(frozen=True, slots=True)
class _Version:
    """The plan of a year as it was known from a day on."""

    known_at: date
    plan: Answer


def _is_of_year(versions: Sequence[Figure], run: Period) -> bool:
    return versions[-1].statement.period == run.whole_year()


def _implied_until(ground: Ground, series: Series, run: Period) -> list[Plan]:
    """Return the implied plans of the year, up to the one that the run's own share implies."""
    if not ground.held(series).plan_shares():
        return []
    plans = implied_plans(ground.reader, ground.place, series, run)
    of_run = [plan for plan in plans if _share_of(plan) in (run, run.year_to_date())]
    newest = {
        assigner: max(_age(plan) for plan in of_run if plan.assigner == assigner)
        for assigner in {plan.assigner for plan in of_run if plan.answer.value is not None}
    }
    return [p for p in plans if p.assigner in newest and _age(p) <= newest[p.assigner]]


def _share_of(plan: Plan) -> Period | None:
    """Return the run of the share that implies a plan."""
    periods = [f.statement.period for f in plan.answer.trace.figures() if f.id == plan.order]
    return periods[0] if periods else None


def _age(plan: Plan) -> tuple[object, int]:
    return plan.known_at, plan.order


def _by_assigner(plans: Sequence[Plan]) -> Iterator[list[Plan]]:
    """Yield the plans of each assigner that have a value, the oldest first."""
    for assigner in sorted({plan.assigner or "" for plan in plans}):
        own = [p for p in plans if (p.assigner or "") == assigner and p.answer.value is not None]
        if own:
            yield sorted(own, key=lambda plan: (plan.known_at, plan.order))


def _last_move(
    ground: Ground,
    series: Series,
    run: Period,
    versions: Sequence[_Version],
    check: PlanMoved,
    verdict: Verdict,
) -> Iterator[Remark]:
    """Yield that the last two versions differ by more than the tolerance and than rounding."""
    if len(versions) < 2:
        return
    before, now = versions[-2], versions[-1]
    old, new = before.plan, now.plan
    if not _differ(old, new, check.tolerance_pct):
        return
    word = RuleFound.PLAN_MOVED if new.filed else RuleFound.PLAN_MOVED_BY_SHARE
    yield Remark(
        ground.cell(series, run),
        verdict,
        word.said(
            where=ground.about(series, run.whole_year()),
            old=told(old.amount),
            before=before.known_at,
            new=told(new.amount),
            now=now.known_at,
        ),
        figures_of(old, new),
        expected=old.value,
        stated=new.value,
        unit=ground.card(series).unit.text,
    )


def _differ(old: Answer, new: Answer, tolerance_pct: Decimal) -> bool:
    far = abs(new.amount - old.amount) > abs(old.amount) * tolerance_pct / 100
    return far and not old.bounds.meets(new.bounds)
