"""Kinds about stated numbers themselves: their range, their parts, their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from tiendo.cube.explain.answer import Answer, filed_answer
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.held import COMPARISONS, LEVELS, Held, winner
from tiendo.cube.explain.levels import own_level
from tiendo.cube.explain.reader import growth_as_stated, growth_between
from tiendo.validation.finding import Remark, told, told_in
from tiendo.validation.ground import Ground, figures_of, judged, lacking
from tiendo.validation.kinds.expressions import range_in_words
from tiendo.validation.rule import Rule, StatedRange, TwoSources
from tiendo.validation.wording import RuleFound, RuleLacks
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import BreakdownTree, Part
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Dimension, Listed, Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Severity, State, Verdict

IN_PERCENT = (
    Kind.GROWTH,
    Kind.BASE_RATIO,
    Kind.PLAN_SHARE,
    Kind.OVER_PLAN,
    Kind.SHARE,
)

_OUT_OF_RANGE = {
    (False, True): RuleFound.NOT_POSSIBLE,
    (False, False): RuleFound.NOT_PLAUSIBLE,
    (True, True): RuleFound.PLANNED_NOT_POSSIBLE,
    (True, False): RuleFound.PLANNED_NOT_PLAUSIBLE,
}
"""What is said of a number by whether it is planned, and whether it cannot be."""


def out_of_range(
    rule: Rule, check: StatedRange, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield every number stated for the run, plans included, that cannot lie in the range.

    What an error rule forbids cannot be; what another rule finds is only hard to believe.
    """
    allowed = Interval(check.lowest, check.highest)
    impossible = rule.severity is Severity.ERROR
    for figure in _stated(ground, series, run, check.kinds):
        said = figure.statement
        if said.value is None or said.bounds.meets(allowed):
            continue
        low = check.lowest is not None and said.value < check.lowest
        unit = _unit(ground, series, said.kind)
        yield Remark(
            ground.cell(series, run),
            Verdict.CONTRADICTION if impossible else Verdict.SUSPECT,
            _OUT_OF_RANGE[said.is_plan, impossible].said(
                where=ground.about(series, said.period),
                kind=said.kind,
                value=told_in(said.value, unit),
                range=range_in_words(check.lowest, check.highest),
            ),
            (figure,),
            expected=check.lowest if low else check.highest,
            stated=said.value,
            unit=unit,
        )


def _stated(ground: Ground, series: Series, run: Period, kinds: Sequence[Kind]) -> Iterator[Figure]:
    """Yield the figures that answer for the run and its year to date, and the plans of its year."""
    held = ground.held(series)
    for one in _runs(run):
        for kind in kinds:
            for figures in _by_assigner(held.vintages(one, kind)):
                if best := winner(figures):
                    yield best
    groups: dict[tuple[str | None, Kind, Period], list[Figure]] = {}
    for plan in held.plans:
        said = plan.statement
        if said.kind in kinds and said.period in {run, run.whole_year()}:
            groups.setdefault((said.assigner, said.kind, said.period), []).append(plan)
    for _, versions in sorted(groups.items(), key=lambda group: str(group[0])):
        if best := winner(versions):
            yield best


def _runs(run: Period) -> tuple[Period, ...]:
    to_date = run.year_to_date()
    return (run, to_date) if run.within_one_year and to_date != run else (run,)


def _by_assigner(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    for assigner in sorted({figure.statement.assigner or "" for figure in figures}):
        yield [f for f in figures if (f.statement.assigner or "") == assigner]


def _unit(ground: Ground, series: Series, kind: Kind) -> str:
    if kind in IN_PERCENT:
        return "percent"
    return "percentage_points" if kind is Kind.CONTRIBUTION else ground.card(series).unit.text


def parts_exceed(rule: Rule, ground: Ground, series: Series, run: Period) -> Iterator[Remark]:
    """Yield that some filed parts alone are more than their filed whole.

    Where all parts are known the check of sums tells it. A residual that is not known may be
    negative, so that nothing can be said.
    """
    whole = ground.own(series, run)
    if not whole.known or whole.bounds.hi is None:
        return
    for tree in ground.card(series).breakdowns:
        for code, parts in tree.groups():
            if series.breakdown.get(tree.dimension) == code:
                yield from _parts_exceed(ground, series, run, whole, tree, parts)


def _parts_exceed(
    ground: Ground,
    series: Series,
    run: Period,
    whole: Answer,
    tree: BreakdownTree,
    parts: Sequence[Part],
) -> Iterator[Remark]:
    known, unknown = list[Answer](), list[str]()
    for part in parts:
        cut = series.breakdown.with_code(tree.dimension, part.code)
        answer = ground.own(series.with_breakdown(cut), run)
        if answer.state is State.CONFIDENTIAL:
            return
        if answer.known:
            known.append(answer)
        else:
            unknown.append(part.code)
    if not known or not unknown or tree.residual in unknown:
        return
    bounds = known[0].bounds
    for answer in known[1:]:
        bounds = bounds + answer.bounds
    if bounds.lo is None or whole.bounds.hi is None or bounds.lo <= whole.bounds.hi:
        return
    total = sum((answer.amount for answer in known), Decimal(0))
    yield Remark(
        ground.cell(series, run),
        judged([whole, *known]),
        RuleFound.PARTS_EXCEED.said(
            where=ground.about(series, run),
            count=len(known),
            dimension=Dimension(series.indicator, tree.dimension),
            total=told(total),
            whole=told(whole.amount),
            parts=Listed.of(Dimension(series.indicator, tree.dimension, code) for code in unknown),
        ),
        figures_of(whole, *known),
        expected=total,
        stated=whole.amount,
        unit=ground.card(series).unit.text,
    )


def growth_from_levels(rule: Rule, ground: Ground, series: Series, run: Period) -> Iterator[Remark]:
    """Yield that a growth stated without its level is not that between the levels known.

    A growth stated together with its level is checked by every evaluation.
    """
    held = ground.held(series)
    stated = [figure for kind in COMPARISONS if (figure := held.detached(run, kind))]
    best = winner(stated)
    if best is None or best.statement.value is None:
        return
    earlier = run.same_period_last_year()
    now, then = ground.own(series, run), ground.own(series, earlier)
    hidden = State.CONFIDENTIAL in (now.state, then.state)
    if hidden or ground.card(series).break_between(earlier, run):
        return
    cell, where = ground.cell(series, run), ground.about(series, run)
    computed = growth_between(now, then, str(where))
    if computed is None:
        yield from lacking(rule, rule.right_missing, cell, where, _either(run, earlier))
        return
    reading = growth_as_stated(best)
    if computed.bounds.meets(reading.bounds):
        return
    evidence = ground.reader.evidence.as_known_on(best.statement.known_at)
    agreed = _agreed(evidence, ground.place, series, run, reading)
    verdict = Verdict.EXPLAINED if agreed else judged([now, then, reading])
    word = RuleFound.GROWTH_REVISED if agreed else RuleFound.GROWTH_OTHERWISE
    yield Remark(
        cell,
        verdict,
        word.said(where=where, stated=told(reading.amount), computed=told(computed.amount)),
        figures_of(reading, now, then),
        expected=computed.value,
        stated=reading.value,
        unit="percent",
    )


def _agreed(evidence: Evidence, place: str, series: Series, run: Period, reading: Answer) -> bool:
    """Whether the stated growth met the levels as they were known when it was stated."""
    now = own_level(evidence, place, series, run)
    then = own_level(evidence, place, series, run.same_period_last_year())
    computed = growth_between(now, then, "")
    return computed is not None and computed.bounds.meets(reading.bounds)


def sources_differ(
    rule: Rule, check: TwoSources, ground: Ground, series: Series, run: Period
) -> Iterator[Remark]:
    """Yield that another source states another number than the one that answers; both are kept.

    A source is who published the figures or, where no file says so, who filed them; what one source
    says later is a revision, no conflict.
    """
    held = ground.held(series)
    for one in _runs(run):
        if ground.is_hidden(series, one):
            continue
        for kind in check.kinds:
            for figures in _by_assigner(_of_kind(held, one, kind)):
                yield from _sources_differ(ground, series, run, figures)


def _of_kind(held: Held, run: Period, kind: Kind) -> Sequence[Figure]:
    return held.vintages(run, Kind.LEVEL if kind in LEVELS else kind)


def _sources_differ(
    ground: Ground, series: Series, run: Period, figures: Sequence[Figure]
) -> Iterator[Remark]:
    by_source: dict[str, list[Figure]] = {}
    for figure in figures:
        by_source.setdefault(_source(figure), []).append(figure)
    latest = [best for group in by_source.values() if (best := winner(group))]
    valued = [figure for figure in latest if figure.statement.value is not None]
    answering = winner(valued)
    if answering is None:
        return
    said, ours = answering.statement, filed_answer(answering, ())
    for other in sorted(valued, key=lambda figure: figure.id):
        theirs = filed_answer(other, ())
        if other is answering or theirs.bounds.meets(ours.bounds):
            continue
        unit = _unit(ground, series, said.kind)
        yield Remark(
            ground.cell(series, run),
            judged([ours, theirs]),
            RuleFound.SOURCES_DIFFER.said(
                where=ground.about(series, said.period),
                kind=said.kind,
                ours=told_in(ours.amount, unit),
                source=_source(answering),
                theirs=told_in(theirs.amount, unit),
                other=_source(other),
            ),
            figures_of(ours, theirs),
            expected=theirs.amount,
            stated=ours.amount,
            unit=unit,
        )


def _either(run: Period, earlier: Period) -> Sentence:
    return RuleLacks.EITHER_PERIOD.said(period=run, earlier=earlier)


def _source(figure: Figure) -> str:
    return figure.filing.source or figure.filing.by
