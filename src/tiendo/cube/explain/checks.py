"""Findings on a cell: figures that contradict each other, each with what was expected and stated.

Two figures contradict each other only when the intervals behind their printed digits cannot meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date

from tiendo.cube.explain.answer import Answer, Where, about, filed_answer
from tiendo.cube.explain.chain_link import linked_base
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.finding import Finding as Finding
from tiendo.cube.explain.held import Held
from tiendo.cube.explain.levels import add_up, own_level, rolled_up, sum_along
from tiendo.cube.explain.map_findings import recast_findings
from tiendo.cube.explain.paths import Path, best_path, current_tiles, latest_known
from tiendo.cube.explain.plans import Plan, implied_plans, reached_run, share_between
from tiendo.cube.explain.reader import (
    Reader,
    change_between,
    growth_as_stated,
    growth_between,
    implied_base,
)
from tiendo.cube.explain.targets import target_findings
from tiendo.cube.explain.wording import CheckFound
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Part
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Dimension, FieldName, InLanguages, Sentence, number
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import NOT_STATED, Kind, Rule, Severity, State, Status, Verdict


def findings_on(
    reader: Reader, place: str, series: Series, run: Period, plans: Sequence[Plan]
) -> tuple[Finding, ...]:
    """Return everything that the checks find on one cell."""
    found = [
        *_does_not_add_up(reader, place, series, run, "value"),
        *_stated_against_levels(reader, place, series, run),
        *_two_implied_bases(reader, place, series, run),
        *_own_against_children(reader, place, series, run),
        *_total_against_parts(reader, place, series, run),
        *_filed_against_implied_plans(reader, place, series, run, plans),
        *_share_of_another_plan(reader, place, series, run, plans),
        *_unstated_price_basis(reader, place, series, run),
        *_linkable_base(reader, place, series, run),
        *_break_in_series(reader, place, series, run),
        *recast_findings(reader, place, series, run),
        *target_findings(reader, place, series, run),
    ]
    to_date = run.year_to_date()
    if run.within_one_year and to_date != run:
        found += _does_not_add_up(reader, place, series, to_date, "year_to_date")
    return tuple(found)


def _does_not_add_up(
    reader: Reader, place: str, series: Series, run: Period, field: str
) -> Iterator[Finding]:
    """Yield the finding that other runs give a flow another value: at once, or by now."""
    answer = reader.own_level(place, series, run)
    if reader.evidence.card(series).time_rule is not Rule.SUM or not run.within_one_year:
        return
    if not answer.known:
        return
    told = {"field": FieldName(field), "where": Where(place, series, run)}
    held = reader.evidence.held(place, series)
    since = min(figure.statement.known_at for figure in answer.trace.figures())
    if answer.filed and (other := _contradicted_at_once(held, since, run, answer)):
        detail = CheckFound.NOT_THE_SUM.said(**told, day=since)
        yield _finding("sum", *_judged(answer, other), detail, other, answer)
    elif found := _contradicted_later(held, since, run, answer):
        now, day = found
        detail = CheckFound.REVISED.said(**told, since=since, day=day)
        yield _finding("revision", Verdict.EXPLAINED, Severity.WARNING, detail, now, answer)


def _contradicted_at_once(held: Held, day: date, run: Period, answer: Answer) -> Answer | None:
    """Return what the other runs gave on the day the answer became known, if that differed.

    A part known earlier to which the report of that day itself gives another value was revised by
    it, and contradicts nothing.
    """
    said = held.said_on(day)
    same_day = {period: figure for period, figure in said.items() if period != run}
    then = held.known_by(day)
    tiles = current_tiles(run, then.level_runs) or ()
    revised = any(_is_revised_by(said, step.figure, then) for step in tiles)
    for other in _sums((best_path(run, same_day), None if revised else tiles), then):
        if not other.bounds.meets(answer.bounds):
            return other
    return None


def _is_revised_by(said: dict[Period, Figure], part: Figure, held: Held) -> bool:
    """Whether one day's report gives another value to a part that was known before."""
    run = part.statement.period
    others = {period: figure for period, figure in said.items() if period != run}
    return part not in said.values() and any(
        not now.bounds.meets(part.statement.bounds) for now in _sums([best_path(run, others)], held)
    )


def _contradicted_later(
    held: Held, since: date, run: Period, answer: Answer
) -> tuple[Answer, date] | None:
    """Return what newer figures imply and since when, if it differs from the answer.

    The latest word on every part; else what one later report says by itself, since figures of
    different reports mix before and after a revision.
    """
    tiles = current_tiles(run, held.level_runs)
    if tiles and latest_known(tiles) > since:
        now = sum_along(tiles, held, answer.trace.about)
        return None if now.bounds.meets(answer.bounds) else (now, latest_known(tiles))
    for day in sorted((day for day in held.level_days() if day > since), reverse=True):
        others = {period: f for period, f in held.said_on(day).items() if period != run}
        for now in _sums([best_path(run, others)], held):
            return None if now.bounds.meets(answer.bounds) else (now, day)
    return None


def _sums(paths: Iterable[Path | None], held: Held) -> Iterator[Answer]:
    """Yield what each path that there is adds up to."""
    for path in paths:
        if path:
            yield sum_along(path, held, "")


def _judged(*answers: Answer) -> tuple[Verdict, Severity]:
    """Return how bad a contradiction is: estimates and preliminary figures may yet be revised."""
    unfinished = (Status.ESTIMATE, Status.PRELIMINARY)
    if any(answer.status in unfinished for answer in answers):
        return Verdict.SUSPECT, Severity.INFO
    return Verdict.CONTRADICTION, Severity.WARNING


def _stated_against_levels(
    reader: Reader, place: str, series: Series, run: Period
) -> Iterator[Finding]:
    """Yield the finding that a stated growth or change is not that between the levels."""
    evidence = reader.evidence
    base = reader.base(place, series, run)
    if base.broken_by or reader.growth(place, series, run) is None:
        return
    held = evidence.held(place, series)
    readings: list[tuple[Figure, Answer, Callable[[Answer, Answer], Answer | None]]] = []
    where = about(place, series, run)
    if stated := reader.comparison(place, series, run):
        readings.append(
            (stated, _reading(stated), lambda now, then: growth_between(now, then, where))
        )
    if change := held.attached(run, Kind.CHANGE_ABS):
        readings.append((change, _reading(change), change_between))
    for figure, reading, computed_from in readings:
        other = computed_from(reader.level(place, series, run), base.filed)
        if other is None or other.bounds.meets(reading.bounds):
            continue
        explained = _agreed_when_stated(evidence, place, series, figure, computed_from)
        judged = (Verdict.EXPLAINED, Severity.INFO) if explained else _judged(other)
        word = CheckFound.STATED_AND_REVISED if explained else CheckFound.STATED_OTHERWISE
        detail = word.said(kind=figure.statement.kind, where=Where(place, series, run))
        yield _finding("level_change_growth", *judged, detail, other, reading)


def _agreed_when_stated(
    evidence: Evidence,
    place: str,
    series: Series,
    figure: Figure,
    computed_from: Callable[[Answer, Answer], Answer | None],
) -> bool:
    """Whether the stated comparison met the levels as they were known when it was stated."""
    day = figure.statement.known_at
    run = figure.statement.period
    then = evidence.as_known_on(day)
    current = own_level(then, place, series, run)
    base = own_level(then, place, series, run.same_period_last_year())
    other = computed_from(current, base)
    return other is not None and other.bounds.meets(_reading(figure).bounds)


def _reading(figure: Figure) -> Answer:
    if figure.statement.kind is Kind.CHANGE_ABS:
        return filed_answer(figure, ())
    return growth_as_stated(figure)


def _two_implied_bases(
    reader: Reader, place: str, series: Series, run: Period
) -> Iterator[Finding]:
    """Yield the finding that a stated growth and a stated change imply different bases."""
    held = reader.evidence.held(place, series)
    if reader.base(place, series, run).answer.state is State.CONFIDENTIAL:
        return
    stated = [
        figure
        for kind in (Kind.GROWTH, Kind.BASE_RATIO, Kind.CHANGE_ABS)
        if (figure := held.attached(run, kind)) is not None
    ]
    bases = [
        base
        for figure in stated
        if (level := held.level_meant_by(figure)) is not None
        and (base := implied_base(level, figure)) is not None
    ]
    for other in bases[1:]:
        if not bases[0].bounds.meets(other.bounds):
            yield _finding(
                "implied_base",
                Verdict.CONTRADICTION,
                Severity.WARNING,
                CheckFound.TWO_BASES.said(where=Where(place, series, run)),
                other,
                bases[0],
            )


def _own_against_children(
    reader: Reader, place: str, series: Series, run: Period
) -> Iterator[Finding]:
    """Yield the finding that a place's own figure is not the sum of its children's."""
    own = reader.own_level(place, series, run)
    if not own.known or reader.evidence.card(series).place_rule is not Rule.SUM:
        return
    below = rolled_up(reader.evidence, place, series, run, reader.level)
    if below.known and not below.bounds.meets(own.bounds):
        detail = CheckFound.PLACES_BELOW.said(where=Where(place, series, run))
        yield _finding("sum", *_judged(own, below), detail, below, own)


def _total_against_parts(
    reader: Reader, place: str, series: Series, run: Period
) -> Iterator[Finding]:
    """Yield the finding that filed parts do not add up to their filed total."""
    total = reader.own_level(place, series, run)
    if not total.known:
        return
    where = about(place, series, run)
    for dimension, parts in _groups_of_parts(reader, series):
        cuts = [series.breakdown.with_code(dimension, part.code) for part in parts]
        answers = [reader.own_level(place, series.with_breakdown(cut), run) for cut in cuts]
        below = add_up(answers, where, "sum of parts")
        if below and below.known and not below.bounds.meets(total.bounds):
            detail = CheckFound.PARTS.said(
                where=Where(place, series, run), dimension=Dimension(series.indicator, dimension)
            )
            yield _finding("sum", *_judged(total, below), detail, below, total)


def _groups_of_parts(reader: Reader, series: Series) -> Iterator[tuple[str, Sequence[Part]]]:
    """Yield (dimension, parts) for every set of parts that should add up to this series."""
    for tree in reader.evidence.card(series).breakdowns:
        for whole, parts in tree.groups():
            if series.breakdown.get(tree.dimension) == whole:
                yield tree.dimension, parts


def _filed_against_implied_plans(
    reader: Reader, place: str, series: Series, run: Period, plans: Sequence[Plan]
) -> Iterator[Finding]:
    """Yield the finding that a filed plan is not the one its assigner's stated share implies."""
    implied = implied_plans(reader, place, series, run)
    for plan in plans:
        if plan.derived or plan.period != run.whole_year():
            continue
        others = [
            other
            for other in implied
            if (other.assigner, other.kind) == (plan.assigner, plan.kind)
            and other.answer.value is not None
        ]
        if not others:
            continue
        newest = max(others, key=lambda other: (other.known_at, other.order))
        if not newest.answer.bounds.meets(plan.answer.bounds):
            yield _finding(
                "implied_plan",
                Verdict.CONTRADICTION,
                Severity.WARNING,
                CheckFound.ANOTHER_PLAN_IMPLIED.said(where=Where(place, series, plan.period)),
                newest.answer,
                plan.answer,
            )


def _share_of_another_plan(
    reader: Reader, place: str, series: Series, run: Period, plans: Sequence[Plan]
) -> Iterator[Finding]:
    """Yield the finding that a stated share is not today's level over today's plan."""
    for plan in plans:
        if plan.share is None or not plan.share.filed or plan.period != run.whole_year():
            continue
        reached = reader.level(place, series, reached_run(reader, plan, series, run))
        today = share_between(reached, plan.answer, about(place, series, run))
        if today and not today.bounds.meets(plan.share.bounds):
            yield _finding(
                "implied_plan",
                Verdict.EXPLAINED,
                Severity.INFO,
                CheckFound.SHARE_OF_ANOTHER_PLAN.said(where=Where(place, series, run)),
                today,
                plan.share,
            )


def _linkable_base(reader: Reader, place: str, series: Series, run: Period) -> Iterator[Finding]:
    """Yield what chain-linking gives where the same period stands at older prices only."""
    current = reader.level(place, series, run)
    unknown = (State.MISSING, State.REFUSED)
    if reader.base(place, series, run).answer.state not in unknown or not current.known:
        return
    where = about(place, series, run)
    base = linked_base(reader, place, series, run)
    growth = growth_between(current, base, where) if base else None
    if base and growth:
        yield Finding(
            "price_basis",
            Verdict.EXPLAINED,
            Severity.INFO,
            CheckFound.CHAIN_LINKED.said(
                where=Where(place, series, run),
                base=number(base.amount, ".6g"),
                growth=number(growth.amount, ".4g"),
            ),
            growth.value,
        )


def _unstated_price_basis(
    reader: Reader, place: str, series: Series, run: Period
) -> Iterator[Finding]:
    """Yield the finding that growth or contribution rests on prices that nobody stated."""
    if series.price_basis == NOT_STATED and reader.growth(place, series, run):
        yield Finding(
            "price_basis",
            Verdict.NOT_CHECKABLE,
            Severity.WARNING,
            CheckFound.PRICES_NOT_STATED.said(where=Where(place, series, run)),
        )


def _break_in_series(reader: Reader, place: str, series: Series, run: Period) -> Iterator[Finding]:
    """Yield the finding that levels before and after a break were not compared."""
    base = reader.base(place, series, run)
    if base.broken_by and base.filed.known:
        yield Finding(
            "rule:series_break",
            Verdict.EXPLAINED,
            Severity.INFO,
            CheckFound.BREAK_IN_SERIES.said(
                where=Where(place, series, run),
                month=base.broken_by.at,
                reason=InLanguages(base.broken_by.reason),
            ),
        )


def _finding(
    check: str,
    verdict: Verdict,
    severity: Severity,
    detail: Sentence,
    expected: Answer,
    stated: Answer,
) -> Finding:
    return Finding(check, verdict, severity, detail, expected.value, stated.value)
