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
    exact_number,
    filed_answer,
    hidden_answer,
    stateful_answer,
)
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.held import Held, winner
from tiendo.cube.explain.paths import Path, best_path, fewest_tiles, is_reachable
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.interval import Interval
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Rule, State

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
    path = best_path(run, held.level_runs)
    needs_hidden = path is None and is_reachable(run, _with_value_or_hidden(held))
    if needs_hidden or _holds_hidden(held, run):
        return hidden_answer(where, "a part is confidential")
    return sum_along(path, held, where) if path else missing(place, series, run)


def _holds_hidden(held: Held, run: Period) -> bool:
    """Whether a confidential run lies within `run`: what is computed over it is hidden too."""
    return any(held.is_hidden(period) for period in held.level_runs if run.covers(period))


def _with_value_or_hidden(held: Held) -> list[Period]:
    return [
        period
        for period, figure in held.level_runs.items()
        if figure.statement.value is not None or held.is_hidden(period)
    ]


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
    where = about(place, series, run)
    if _holds_hidden(held, run):
        return hidden_answer(where, "a part is confidential")
    path = fewest_tiles(run, held.level_runs)
    if path is None:
        return missing(place, series, run)
    tiles = [step.figure.statement.period for step in path]
    weights = _weights_of_tiles(evidence, place, series, tiles)
    mean = weighted_mean(_answers_on(path, held), weights, where) if weights else None
    return mean or missing(place, series, run)


def _weights_of_tiles(
    evidence: Evidence, place: str, series: Series, tiles: Sequence[Period]
) -> list[Answer] | None:
    """Return the weight of each tile: its months, or the place's own weight; None if unknown."""
    if evidence.card(series).weight is None:
        return [exact_number(Decimal(tile.months), "months") for tile in tiles]
    weight = evidence.weight_series(series)
    if weight is None:
        return None
    return [own_level(evidence, place, weight, tile) for tile in tiles]


def weighted_mean(
    answers: Sequence[Answer], weights: Sequence[Answer], where: str
) -> Answer | None:
    """Return sum(w x) / sum(w); None where a part is unknown or the weights are not above zero.

    The interval is what the intervals of values and weights allow, and never wider than the values.
    """
    if not all(answer.known for answer in (*answers, *weights)):
        return None
    total = sum((weight.amount for weight in weights), Decimal(0))
    if total <= 0:
        return None
    pairs = list(zip(answers, weights, strict=True))
    value = sum((a.amount * w.amount for a, w in pairs), Decimal(0)) / total
    parts = tuple(
        part for a, w in pairs for part in (a.trace.named("value"), w.trace.named("weight"))
    )
    trace = Trace("value", where, value, "weighted mean", parts=parts)
    return computed_answer(
        value, _bounds_of_mean(pairs), [*answers, *weights], trace, _sizes(answers)
    )


def _bounds_of_mean(pairs: Sequence[tuple[Answer, Answer]]) -> Interval:
    """Return the values' hull cut by interval arithmetic: both hold the mean of weights >= 0."""
    if all(weight.bounds.lo == weight.bounds.hi for _, weight in pairs):
        total = sum((weight.amount for _, weight in pairs), Decimal(0))
        bounds = Interval.point(Decimal(0))
        for answer, weight in pairs:
            bounds = bounds + answer.bounds * Interval.point(weight.amount)
        return bounds / Interval.point(total)
    lows = [answer.bounds.lo for answer, _ in pairs]
    highs = [answer.bounds.hi for answer, _ in pairs]
    return Interval(
        None if None in lows else min(lo for lo in lows if lo is not None),
        None if None in highs else max(hi for hi in highs if hi is not None),
    )


def _sizes(answers: Sequence[Answer]) -> list[Decimal]:
    return [answer.amount for answer in answers]


def add_up(answers: Sequence[Answer], where: str, operation: str) -> Answer | None:
    """Return the sum of known answers, confidential if a part is; None if a part is not known."""
    parts = tuple(answer.trace.named("plus") for answer in answers)
    if any(answer.state is State.CONFIDENTIAL for answer in answers):
        return hidden_answer(where, "a part is confidential")
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
    if not any(evidence.can_answer(child.key, series, run) for child in children):
        return missing(place, series, run)
    found = [(child.key, lookup(child.key, series, run)) for child in children]
    owed = [(key, answer) for key, answer in found if answer.state is not State.NOT_APPLICABLE]
    answers = [answer for _, answer in owed]
    where = about(place, series, run)
    if any(answer.state is State.CONFIDENTIAL for answer in answers):
        return hidden_answer(where, "a part is confidential")
    if not any(answer.value is not None for answer in answers):
        return missing(place, series, run)
    listed = evidence.view(run).lists_children(place)
    complete = listed and all(answer.known for answer in answers)
    if card.place_rule is Rule.MEAN:
        mean = _mean_of_places(evidence, place, series, run, owed, lookup) if complete else None
        return mean or missing(place, series, run)
    total = add_up(answers, where, "sum of places") if complete else None
    return total or partial_sum(answers, where)


def partial_sum(answers: Sequence[Answer], where: str) -> Answer:
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
    answers: Sequence[tuple[str, Answer]],
    lookup: Lookup,
) -> Answer | None:
    if evidence.card(series).weight is None:
        return None
    weight = evidence.weight_series(series)
    if weight is None:
        return None
    weights = [lookup(child, weight, run) for child, _ in answers]
    return weighted_mean([answer for _, answer in answers], weights, about(place, series, run))
