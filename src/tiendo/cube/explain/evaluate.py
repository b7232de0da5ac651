"""Evaluating a place in a run: one row per series, each field with its trace."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import localcontext

from tiendo.cube.explain.answer import Answer, about, filed_answer
from tiendo.cube.explain.checks import findings_on
from tiendo.cube.explain.disclosure import must_hide
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.plans import Plan, plans_for
from tiendo.cube.explain.reader import HUNDRED, Reader
from tiendo.cube.explain.row import Completeness, Row
from tiendo.cube.explain.shares import contribution, rank, structure_share
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.indicator import MONTHS_OF
from tiendo.vocabulary.interval import UNBOUNDED
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Measure, Rule, State

PRECISION = 40
"""Significant digits of the arithmetic: far more than any printed figure has."""

DETACHED = {
    Kind.GROWTH: Measure.GROWTH,
    Kind.BASE_RATIO: Measure.BASE_RATIO,
    Kind.CHANGE_ABS: Measure.CHANGE_ABS,
    Kind.SHARE: Measure.SHARE,
    Kind.CONTRIBUTION: Measure.CONTRIBUTION,
}
"""Kinds that make a row of their own when filed without a level, and its measure."""

UNIT_OF = {
    Measure.GROWTH: "percent",
    Measure.BASE_RATIO: "percent",
    Measure.SHARE: "percent",
    Measure.CONTRIBUTION: "percentage_points",
}


def window_of(run: Period) -> Period:
    """Return the months that an evaluation of `run` looks at: the years it compares."""
    earliest = min(run.previous().first, run.same_period_last_year().first) // 12 * 12
    return Period(earliest, run.year * 12 + 11)


def evaluate(
    evidence: Evidence, place: str, run: Period, *, every_version: bool = False
) -> list[Row]:
    """Return the rows of a place for a run: what is filed, planned, owed or follows from it.

    Args:
        place: key of the place.
        every_version: list every version of every plan.
    """
    with localcontext(prec=PRECISION):
        reader = Reader(evidence)
        rows = []
        for series in _in_card_order(evidence, _series_to_ask(reader, place)):
            rows += rows_of(reader, place, series, run, every_version=every_version)
        return rows


def explain(
    evidence: Evidence, place: str, series: Series, run: Period, *, every_version: bool = False
) -> list[Row]:
    """Return the rows of one series, the level first, even where nothing is known of it."""
    with localcontext(prec=PRECISION):
        reader = Reader(evidence)
        rows = rows_of(reader, place, series, run, every_version=every_version)
        return rows or [_level_row(reader, place, series, run, ())]


def _series_to_ask(reader: Reader, place: str) -> set[Series]:
    """Return the series of the place and of those below it, residuals and duties included."""
    evidence = reader.evidence
    asked = _series_below(evidence, place)
    for series in list(asked):
        for tree in evidence.card(series).breakdowns:
            if tree.additive and tree.residual and series.breakdown.get(tree.dimension) is None:
                cut = series.breakdown.with_code(tree.dimension, tree.residual)
                asked.add(series.with_breakdown(cut))
    known = {series.indicator for series in asked if not series.breakdown}
    for duty in evidence.obligations:
        if duty.place == place and duty.indicator not in known:
            basis = evidence.catalogue[duty.indicator].price_bases[0]
            asked.add(Series(duty.indicator, price_basis=basis))
    return asked


def _series_below(evidence: Evidence, place: str) -> set[Series]:
    found = {s for s in evidence.series_at(place) if s.indicator in evidence.catalogue}
    for child in evidence.register.all_children(place):
        for series in _series_below(evidence, child.key):
            if evidence.card(series).place_rule in (Rule.SUM, Rule.MEAN):
                found.add(series)
    return found


def _in_card_order(evidence: Evidence, asked: Iterable[Series]) -> list[Series]:
    order = {code: number for number, code in enumerate(evidence.catalogue)}

    def position(series: Series) -> tuple[int, str, list[tuple[str, int]]]:
        card = evidence.card(series)
        cuts = []
        for dimension, code in series.breakdown.pairs:
            tree = card.tree(dimension)
            codes = [p.code for top in tree.parts for p in top.walk()] if tree else []
            cuts.append((dimension, codes.index(code) if code in codes else len(codes)))
        return order[series.indicator], series.price_basis, cuts

    return sorted(asked, key=position)


def rows_of(
    reader: Reader, place: str, series: Series, run: Period, *, every_version: bool = False
) -> list[Row]:
    """Return the row of the level, if anything is said of it, and those of detached statements."""
    evidence = reader.evidence
    plans = plans_for(reader, place, series, run, every_version)
    rows = []
    level = reader.level(place, series, run)
    owed = not series.breakdown and evidence.owed_by(place, series.indicator, run)
    if level.state is not State.MISSING or plans or owed:
        rows.append(_level_row(reader, place, series, run, plans))
    held = evidence.held(place, series)
    for kind, measure in DETACHED.items():
        if figure := held.detached(run, kind):
            answer = filed_answer(figure, held.vintages(run, kind))
            rows.append(_detached_row(evidence, place, series, run, measure, answer))
    return rows


def _detached_row(
    evidence: Evidence, place: str, series: Series, run: Period, measure: Measure, answer: Answer
) -> Row:
    """Return the row of a growth, ratio, ... that was stated without a level."""
    growth = ratio = None
    derived: tuple[str, ...] = ()
    if measure is Measure.GROWTH:
        growth, ratio, derived = answer.amount, HUNDRED + answer.amount, ("base_ratio_pct",)
    elif measure is Measure.BASE_RATIO:
        growth, ratio, derived = answer.amount - HUNDRED, answer.amount, ("growth_pct",)
    card = evidence.card(series)
    return Row(
        place=evidence.register[place],
        card=card,
        series=series,
        measure=measure,
        period=run,
        unit=UNIT_OF.get(measure, card.unit.text),
        state=answer.state,
        value=answer.value,
        bounds=answer.bounds,
        comparator=answer.comparator,
        status=answer.status,
        modality=answer.modality,
        known_at=answer.known_at,
        recorded_at=answer.recorded_at,
        growth_pct=growth,
        base_ratio_pct=ratio,
        difference=answer.value if measure is Measure.CHANGE_ABS else None,
        contribution_pp=answer.value if measure is Measure.CONTRIBUTION else None,
        derived=derived,
        traces=(answer.trace,),
    )


def _level_row(
    reader: Reader, place: str, series: Series, run: Period, plans: tuple[Plan, ...]
) -> Row:
    evidence = reader.evidence
    card = evidence.card(series)
    answer = _shown(reader, place, series, run, plans)
    if answer.state is State.CONFIDENTIAL:
        return _hidden_row(reader, place, series, run, answer, plans)
    base = reader.base(place, series, run)
    base_known = base.answer.state is not State.MISSING
    fields: dict[str, Answer | None] = {
        "value": answer,
        "previous_period": reader.level(place, series, run.previous()),
        "same_period": base.answer,
        "year_to_date": reader.level(place, series, run.year_to_date()),
        "growth_pct": reader.growth(place, series, run),
        "difference": reader.difference(place, series, run),
        "contribution_pp": contribution(reader, place, series, run),
        "structure_share_pct": structure_share(reader, place, series, run),
    }
    fields["base_ratio_pct"] = _base_ratio(reader, place, series, run, fields["growth_pct"])
    if answer.state is State.PARTIAL:
        fields |= dict.fromkeys(("growth_pct", "base_ratio_pct", "difference"), None)
    values = {name: a.value if a else None for name, a in fields.items()}
    derived = [n for n, a in fields.items() if a and a.value is not None and not a.filed]
    return Row(
        place=evidence.register[place],
        card=card,
        series=series,
        measure=Measure.LEVEL,
        period=run,
        unit=card.unit.text,
        state=answer.state,
        bounds=answer.bounds,
        comparator=answer.comparator,
        status=answer.status,
        modality=answer.modality,
        known_at=answer.known_at,
        recorded_at=answer.recorded_at,
        same_period_state=base.answer.state if base_known else State.MISSING,
        plans=plans,
        rank=rank(reader, place, series, run) if answer.known else None,
        completeness=_completeness(reader, place, series, run),
        derived=tuple(derived),
        findings=findings_on(reader, place, series, run, plans),
        traces=tuple(a.named(n).trace for n, a in fields.items() if a is not None),
        **values,
    )


def _base_ratio(
    reader: Reader, place: str, series: Series, run: Period, growth: Answer | None
) -> Answer | None:
    """Return 100 + growth; as stated where the ratio itself was stated."""
    stated = reader.comparison(place, series, run)
    if growth is None or growth.value is None:
        return None
    if stated and stated.statement.kind is Kind.BASE_RATIO:
        return filed_answer(stated, ()).named("base_ratio_pct")
    value = HUNDRED + growth.value
    trace = Trace(
        "base_ratio_pct", about(place, series, run), value, "100 + growth", parts=(growth.trace,)
    )
    return Answer(state=growth.state, trace=trace, value=value)


def _shown(
    reader: Reader, place: str, series: Series, run: Period, plans: tuple[Plan, ...]
) -> Answer:
    """Return the level as it may be shown, and what its absence means."""
    answer = reader.level(place, series, run)
    if answer.known and must_hide(reader, place, series, run):
        trace = Trace("value", about(place, series, run), None, "hidden beside a hidden part")
        return Answer(state=State.CONFIDENTIAL, trace=trace)
    if answer.state is not State.MISSING:
        return answer
    return Answer(state=_absence(reader, place, series, run, plans), trace=answer.trace)


def _absence(
    reader: Reader, place: str, series: Series, run: Period, plans: tuple[Plan, ...]
) -> State:
    """Return why there is no value: asked too finely, not due yet, or missing."""
    evidence = reader.evidence
    card = evidence.card(series)
    owed = evidence.owed_by(place, series.indicator, run)
    if (plans or owed) and run.months < MONTHS_OF[card.frequency]:
        return State.NOT_APPLICABLE
    if (plans or owed) and evidence.is_not_yet_due(card, run):
        return State.NOT_DUE
    return State.MISSING


def _hidden_row(
    reader: Reader,
    place: str,
    series: Series,
    run: Period,
    answer: Answer,
    plans: tuple[Plan, ...],
) -> Row:
    """Return the row of a confidential cell: nothing from which it could be computed."""
    card = reader.evidence.card(series)
    bare = tuple(plan.without_share() for plan in plans if not plan.derived)
    trace = Trace("value", about(place, series, run), None, answer.trace.operation)
    return Row(
        place=reader.evidence.register[place],
        card=card,
        series=series,
        measure=Measure.LEVEL,
        period=run,
        unit=card.unit.text,
        state=State.CONFIDENTIAL,
        bounds=UNBOUNDED,
        known_at=answer.known_at,
        plans=bare,
        completeness=_completeness(reader, place, series, run),
        traces=(trace,),
    )


def _completeness(reader: Reader, place: str, series: Series, run: Period) -> Completeness | None:
    """Return how many lowest-level places within that owe the run have filed it."""
    evidence = reader.evidence
    card = evidence.card(series)
    lowest = card.levels[-1]
    owing = [
        unit
        for unit in evidence.register.within(place, run.end)
        if unit.level is lowest and evidence.owed_by(unit.key, card.code, run)
    ]
    if not owing or run.months != MONTHS_OF[card.frequency]:
        return None
    filed = sum(reader.level(unit.key, series, run).state is not State.MISSING for unit in owing)
    return Completeness(filed=filed, due=len(owing))
