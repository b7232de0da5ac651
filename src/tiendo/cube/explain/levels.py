"""The level of a cell: which filed figures answer, by the total order of the contract.

Rule 1: the figure filed for exactly the run. Rule 2: by the card's time rule, a path over filed
runs, the last month, or a mean of tiles. Rule 5: a place's own figures beat its formula, and both
beat the sum of its children. Never interpolated, never shared out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

from tiendo.cube.explain.answer import (
    Answer,
    about,
    computed_answer,
    filed_answer,
    stateful_answer,
)
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.held import Held, winner
from tiendo.cube.explain.paths import Path, best_path, fewest_tiles
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import FiledState, Kind, Rule, State

Lookup = Callable[[str, Series, Period], Answer]


def missing(place: str, series: Series, run: Period) -> Answer:
    """Return the answer that nothing is known."""
    trace = Trace("value", about(place, series, run), None, "not known")
    return stateful_answer(State.MISSING, trace)


def own_level(evidence: Evidence, place: str, series: Series, run: Period) -> Answer:
    """Return the level that the place's own filed figures give: rules 1 to 3."""
    held = evidence.held(place, series)
    if figure := held.level_runs.get(run):
        return filed_answer(figure, held.vintages(run, Kind.LEVEL))
    match evidence.card(series).time_rule:
        case Rule.SUM if run.within_one_year:
            return _by_path(held, place, series, run)
        case Rule.SUM:
            return _sum_of_years(evidence, place, series, run)
        case Rule.LAST:
            return _last(held, place, series, run)
        case Rule.MEAN:
            return _mean_of_tiles(evidence, held, place, series, run)
        case _:
            return missing(place, series, run)


def _answers_on(path: Path, held: Held) -> list[Answer]:
    """Return the answers of the runs on a path, each with its vintages."""
    return [
        filed_answer(step.figure, held.vintages(step.figure.statement.period, Kind.LEVEL)).named(
            "plus" if step.sign > 0 else "minus"
        )
        for step in path
    ]


def sum_along(path: Path, held: Held, where: str) -> Answer:
    """Return the sum of a path's runs, each added or subtracted."""
    path = tuple(sorted(path, key=lambda step: (-step.sign, step.figure.statement.period)))
    answers = _answers_on(path, held)
    value = sum((s.sign * a.amount for s, a in zip(path, answers, strict=True)), Decimal(0))
    bounds = Interval.point(Decimal(0))
    for step, answer in zip(path, answers, strict=True):
        bounds = bounds + (answer.bounds if step.sign > 0 else -answer.bounds)
    trace = Trace("value", where, value, "path", parts=tuple(a.trace for a in answers))
    return computed_answer(value, bounds, answers, trace)


def _by_path(held: Held, place: str, series: Series, run: Period) -> Answer:
    where = about(place, series, run)
    if path := best_path(run, held.level_runs):
        return sum_along(path, held, where)
    hidden = [f for p, f in held.level_runs.items() if run.covers(p) and f.statement.value is None]
    if any(f.statement.state is FiledState.CONFIDENTIAL for f in hidden) and _tiled(run, held):
        trace = Trace("value", where, None, "a part is confidential")
        return stateful_answer(State.CONFIDENTIAL, trace)
    return missing(place, series, run)


def _tiled(run: Period, held: Held) -> bool:
    """Whether filed runs, confidential ones included, tile the run."""
    reached = {run.first}
    for boundary in range(run.first, run.last + 1):
        if boundary in reached:
            onwards = [p for p in held.level_runs if p.first == boundary and run.covers(p)]
            reached |= {period.last + 1 for period in onwards}
    return run.last + 1 in reached


def _sum_of_years(evidence: Evidence, place: str, series: Series, run: Period) -> Answer:
    years = [own_level(evidence, place, series, year) for year in run.years()]
    return add_up(years, about(place, series, run), "sum of years") or missing(place, series, run)


def _last(held: Held, place: str, series: Series, run: Period) -> Answer:
    same_end = [figure for period, figure in held.level_runs.items() if period.last == run.last]
    figure = winner(same_end)
    if figure is None:
        return missing(place, series, run)
    return filed_answer(figure, held.vintages(figure.statement.period, Kind.LEVEL))


def _mean_of_tiles(
    evidence: Evidence, held: Held, place: str, series: Series, run: Period
) -> Answer:
    path = fewest_tiles(run, held.level_runs)
    if path is None:
        return missing(place, series, run)
    weight = evidence.weight_series(evidence.card(series), series)
    weights = []
    for step in path:
        period = step.figure.statement.period
        if weight is None:
            weights.append(Decimal(period.months))
            continue
        answer = own_level(evidence, place, weight, period)
        if not answer.known:
            return missing(place, series, run)
        weights.append(answer.amount)
    answers = _answers_on(path, held)
    mean = weighted_mean(answers, weights, about(place, series, run))
    return mean or missing(place, series, run)


def weighted_mean(
    answers: Sequence[Answer], weights: Sequence[Decimal], where: str
) -> Answer | None:
    """Return sum(w x) / sum(w), or None where the weights do not sum above zero.

    The interval is that of the values; the weights are taken as exact.
    """
    total = sum(weights, Decimal(0))
    if total <= 0:
        return None
    value = sum((a.amount * w for a, w in zip(answers, weights, strict=True)), Decimal(0)) / total
    bounds = Interval.point(Decimal(0))
    for answer, weight in zip(answers, weights, strict=True):
        bounds = bounds + answer.bounds.scaled(weight / total)
    trace = Trace("value", where, value, "weighted mean", parts=tuple(a.trace for a in answers))
    return computed_answer(value, bounds, answers, trace)


def add_up(answers: Sequence[Answer], where: str, operation: str) -> Answer | None:
    """Return the sum of known answers, confidential if a part is; None if a part is not known."""
    parts = tuple(answer.trace.named("plus") for answer in answers)
    if any(answer.state is State.CONFIDENTIAL for answer in answers):
        hidden = tuple(a.trace.named("plus") for a in answers if a.state is State.CONFIDENTIAL)
        trace = Trace("value", where, None, "a part is confidential", parts=hidden)
        return stateful_answer(State.CONFIDENTIAL, trace)
    if not answers or not all(answer.known for answer in answers):
        return None
    value = sum((answer.amount for answer in answers), Decimal(0))
    bounds = answers[0].bounds
    for answer in answers[1:]:
        bounds = bounds + answer.bounds
    trace = Trace("value", where, value, operation, parts=parts)
    return computed_answer(value, bounds, answers, trace)


def rolled_up(
    evidence: Evidence, place: str, series: Series, run: Period, lookup: Lookup
) -> Answer:
    """Return the level computed from the children by the card's place rule: rule 5."""
    card = evidence.card(series)
    place_has_rule = card.place_rule in (Rule.SUM, Rule.MEAN)
    if not place_has_rule or evidence.register[place].level not in card.levels:
        return missing(place, series, run)
    children = evidence.children(place, run)
    answers = [lookup(child.key, series, run) for child in children]
    if not any(a.value is not None or a.state is State.CONFIDENTIAL for a in answers):
        return missing(place, series, run)
    owed = [a for a in answers if a.state is not State.NOT_APPLICABLE]
    listed = evidence.register[place].lists_children_on(run.end)
    complete = listed and all(answer.known for answer in owed)
    where = about(place, series, run)
    hidden = any(answer.state is State.CONFIDENTIAL for answer in owed)
    if hidden or (complete and card.place_rule is Rule.SUM):
        return add_up(owed, where, "sum of places") or missing(place, series, run)
    if card.place_rule is Rule.MEAN:
        weighed = _mean_of_places(evidence, place, series, run, owed, lookup) if complete else None
        return weighed or missing(place, series, run)
    return _partial(owed, where)


def _partial(answers: Sequence[Answer], where: str) -> Answer:
    """Return the sum of the known parts, marked partial and without an interval."""
    known = [answer for answer in answers if answer.value is not None]
    value = sum((answer.amount for answer in known), Decimal(0))
    parts = tuple(answer.trace.named("plus") for answer in known)
    trace = Trace("value", where, value, "sum of known places", parts=parts)
    whole = computed_answer(value, Interval(None, None), known, trace)
    return Answer(
        state=State.PARTIAL,
        trace=whole.trace,
        value=value,
        modality=whole.modality,
        status=whole.status,
        known_at=whole.known_at,
        recorded_at=whole.recorded_at,
    )


def _mean_of_places(
    evidence: Evidence,
    place: str,
    series: Series,
    run: Period,
    answers: Sequence[Answer],
    lookup: Lookup,
) -> Answer | None:
    weight = evidence.weight_series(evidence.card(series), series)
    if weight is None:
        return None
    weights = []
    for child in evidence.children(place, run):
        if lookup(child.key, series, run).state is State.NOT_APPLICABLE:
            continue
        weighing = lookup(child.key, weight, run)
        if not weighing.known:
            return None
        weights.append(weighing.amount)
    return weighted_mean(answers, weights, about(place, series, run))
