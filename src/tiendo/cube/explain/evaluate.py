"""Evaluating a place in a run: one row per series, each field with its trace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, localcontext

from tiendo.cube.explain.answer import Answer, about, filed_answer, hidden_answer
from tiendo.cube.explain.chain_link import link_year_of
from tiendo.cube.explain.checks import findings_on
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.plans import Plan
from tiendo.cube.explain.reader import HUNDRED, Reader
from tiendo.cube.explain.row import Completeness, Row
from tiendo.cube.explain.shares import contribution, rank, structure_share
from tiendo.cube.explain.targets import plans_for, series_with_recast_targets
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.formula import lags, parse
from tiendo.vocabulary.indicator import MONTHS_OF, Catalogue, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Kind, Level, Measure, Rule, State

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


def windows_of(run: Period, catalogue: Catalogue) -> tuple[Period, ...]:
    """Return the years whose figures an evaluation of `run` may need.

    Those that it compares, those that formulas look back to, and the base years of constant
    prices, which link one base to the next.
    """
    runs = [run, *(run.shifted(-months) for months in _lags_in(catalogue))]
    years = {
        year
        for one in runs
        for compared in (one, one.previous(), one.same_period_last_year())
        for year in range(compared.first // 12, compared.year + 1)
    }
    bases = {basis for card in catalogue.values() for basis in card.price_bases}
    years |= {link.year for basis in bases if (link := link_year_of(basis))}
    return tuple(Period.of_year(year) for year in sorted(years))


def runs_compared(run: Period) -> tuple[Period, ...]:
    """Return the runs that an evaluation compares, each once."""
    earlier = run.same_period_last_year()
    return tuple(dict.fromkeys((run, run.previous(), earlier, run.year_to_date())))


def _lags_in(catalogue: Catalogue) -> set[int]:
    """Return by how many months the cards' formulas look back."""
    return {
        months
        for card in catalogue.values()
        for version in card.formulas
        for months in lags(parse(version.expression))
    }


def evaluate(
    evidence: Evidence, place: str, run: Period, *, every_version: bool = False
) -> list[Row]:
    """Return the rows of a place for a run: what is filed, planned or owed, and what follows.

    Args:
        place: key of the place.
        every_version: list every version of every plan.
    """
    with localcontext(prec=PRECISION):
        reader = _reader(evidence, run)
        asked = _series_to_ask(reader, place, run)
        rows = []
        for series in _in_card_order(evidence, asked):
            rows += rows_of(reader, place, series, run, every_version=every_version)
        return rows


def explain(
    evidence: Evidence, place: str, series: Series, run: Period, *, every_version: bool = False
) -> list[Row]:
    """Return the rows of one series, the level first, even where nothing is known of it."""
    with localcontext(prec=PRECISION):
        reader = _reader(evidence, run)
        rows = rows_of(reader, place, series, run, every_version=every_version)
        return rows or [_level_row(reader, place, series, run, ())]


def _reader(evidence: Evidence, run: Period) -> Reader:
    """Return a reader on the map asked for, or else on that of the run's end, for every run."""
    return Reader(evidence if evidence.map_day else evidence.on_map(run.end))


def _series_to_ask(reader: Reader, place: str, run: Period) -> set[Series]:
    """Return the series of the place and of those below it, residuals and duties included."""
    evidence = reader.evidence
    own = {s for s in evidence.series_at(place) if s.indicator in evidence.catalogue}
    asked = own | {
        series
        for one in runs_compared(run)
        for series in evidence.series_within_reach(place, one)
        if evidence.card(series).place_rule in (Rule.SUM, Rule.MEAN)
    }
    for one in runs_compared(run):
        if (parts := evidence.parts(place, one)) and parts.same:
            filed = evidence.series_at(parts.parts[0].key)
            asked |= {series for series in filed if series.indicator in evidence.catalogue}
    asked |= series_with_recast_targets(reader, place, run)
    for series in list(asked):
        for tree in evidence.card(series).breakdowns:
            if tree.additive and tree.residual and series.breakdown.get(tree.dimension) is None:
                cut = series.breakdown.with_code(tree.dimension, tree.residual)
                asked.add(series.with_breakdown(cut))
    totals = {series.indicator for series in asked if not series.breakdown}
    for card in evidence.catalogue.values():
        owed = any(d.place == place and d.indicator == card.code for d in evidence.obligations)
        if card.code not in totals and (owed or card.formulas):
            asked.add(Series(card.code, price_basis=card.price_bases[0]))
    return asked


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
            if level.state is State.CONFIDENTIAL:
                answer = hidden_answer(answer.trace.about, "hidden beside a hidden level")
            rows.append(_detached_row(evidence, place, series, run, measure, answer))
    return rows


def _detached_row(
    evidence: Evidence, place: str, series: Series, run: Period, measure: Measure, answer: Answer
) -> Row:
    """Return the row of a growth, ratio, ... that was stated without a level."""
    growth = ratio = None
    derived: tuple[str, ...] = ()
    if answer.value is not None and measure is Measure.GROWTH:
        growth, ratio, derived = answer.value, HUNDRED + answer.value, ("base_ratio_pct",)
    elif answer.value is not None and measure is Measure.BASE_RATIO:
        growth, ratio, derived = answer.value - HUNDRED, answer.value, ("growth_pct",)
    return replace(
        _row(evidence, place, series, run, measure, answer),
        growth_pct=growth,
        base_ratio_pct=ratio,
        difference=answer.value if measure is Measure.CHANGE_ABS else None,
        contribution_pp=answer.value if measure is Measure.CONTRIBUTION else None,
        derived=derived,
        traces=(answer.trace,),
    )


def _row(
    evidence: Evidence, place: str, series: Series, run: Period, measure: Measure, answer: Answer
) -> Row:
    """Return a row with what its answer alone tells."""
    card = evidence.card(series)
    return Row(
        place=evidence.register[place],
        card=card,
        series=series,
        measure=measure,
        period=run,
        unit=unit_of(measure, card),
        state=answer.state,
        value=answer.value,
        bounds=answer.bounds,
        comparator=answer.comparator,
        status=answer.status,
        modality=answer.modality,
        known_at=answer.known_at,
        recorded_at=answer.recorded_at,
    )


def unit_of(measure: Measure, card: Indicator) -> str:
    """Return the unit of a row's value; a rate changes by percentage points, never by percent."""
    if measure is Measure.CHANGE_ABS and card.unit.converts_to(Unit.parse("percent")):
        return "percentage_points"
    return UNIT_OF.get(measure, card.unit.text)


def _level_row(
    reader: Reader, place: str, series: Series, run: Period, plans: tuple[Plan, ...]
) -> Row:
    evidence = reader.evidence
    answer = reader.level(place, series, run)
    if answer.state is State.CONFIDENTIAL:
        return _hidden_row(reader, place, series, run, answer, plans)
    if answer.state is State.MISSING:
        answer = replace(answer, state=_absence(reader, place, series, run, plans))
    fields = _fields(reader, place, series, run, answer)
    found = {name: field for name, field in fields.items() if field is not None}

    def value_of(name: str) -> Decimal | None:
        return found[name].value if name in found else None

    return replace(
        _row(evidence, place, series, run, Measure.LEVEL, answer),
        same_period_state=reader.base(place, series, run).answer.state,
        plans=plans,
        rank=rank(reader, place, series, run) if answer.known else None,
        completeness=_completeness(reader, place, series, run),
        derived=tuple(n for n, a in found.items() if a.value is not None and not a.filed),
        findings=findings_on(reader, place, series, run, plans),
        traces=tuple(field.named(name).trace for name, field in found.items()),
        previous_period=value_of("previous_period"),
        same_period=value_of("same_period"),
        year_to_date=value_of("year_to_date"),
        growth_pct=value_of("growth_pct"),
        base_ratio_pct=value_of("base_ratio_pct"),
        difference=value_of("difference"),
        contribution_pp=value_of("contribution_pp"),
        structure_share_pct=value_of("structure_share_pct"),
    )


def _fields(
    reader: Reader, place: str, series: Series, run: Period, answer: Answer
) -> dict[str, Answer | None]:
    """Return the answer of each field of a row; values of other runs only where they are whole."""
    growth = reader.growth(place, series, run) if answer.state is not State.PARTIAL else None
    return {
        "value": answer,
        "previous_period": _whole(reader.level(place, series, run.previous())),
        "same_period": _whole(reader.base(place, series, run).answer),
        "year_to_date": _whole(reader.level(place, series, run.year_to_date())),
        "growth_pct": growth,
        "base_ratio_pct": _base_ratio(reader, place, series, run, growth),
        "difference": (
            reader.difference(place, series, run) if answer.state is not State.PARTIAL else None
        ),
        "contribution_pp": contribution(reader, place, series, run),
        "structure_share_pct": structure_share(reader, place, series, run),
    }


def _whole(answer: Answer) -> Answer:
    """Return the answer without the value of a partial sum, which would pass as a whole there."""
    return replace(answer, value=None) if answer.state is State.PARTIAL else answer


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
    bare = tuple(plan.without_share() for plan in plans if not plan.derived)
    where = about(place, series, run)
    hidden = hidden_answer(where, answer.trace.operation)
    return replace(
        _row(reader.evidence, place, series, run, Measure.LEVEL, hidden),
        same_period_state=State.CONFIDENTIAL,
        plans=bare,
        completeness=_completeness(reader, place, series, run),
        traces=(hidden.trace,),
    )


def _completeness(reader: Reader, place: str, series: Series, run: Period) -> Completeness | None:
    """Return how many lowest-level places within that owe the run have filed it."""
    evidence = reader.evidence
    card = evidence.card(series)
    lowest = max(card.levels, key=list(Level).index)
    day = evidence.map_day or run.end
    owing = [
        unit
        for key in dict.fromkeys(d.place for d in evidence.obligations if d.indicator == card.code)
        if (unit := evidence.register[key]).level is lowest
        and evidence.register.stands_within(key, place, day)
        and evidence.owed_by(key, card.code, run)
    ]
    if not owing or not is_of_frequency(run, card):
        return None
    filed = sum(reader.level(unit.key, series, run).state is not State.MISSING for unit in owing)
    return Completeness(filed=filed, due=len(owing))


def is_of_frequency(run: Period, card: Indicator) -> bool:
    """Whether a run is one of those in which the card is reported: a whole quarter, a year, ..."""
    months = MONTHS_OF[card.frequency]
    return run.months == months and run.first % months == 0
