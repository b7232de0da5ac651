"""The series of a place as tables of years and months, for the outlook.

A flow is read by its years to date, as reported: the reports' last word on the year so far counts,
even where it is not the sum of the months. A stock is read at the end of each month. Where the
place itself never told a level, what its formula, its other parts or its children give is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import localcontext

import numpy as np

from tiendo.cube.explain.answer import Answer
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.held import Held
from tiendo.cube.explain.plans import Plan
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.recast import OPERATIONS
from tiendo.cube.explain.targets import Comparability, TargetOnMap, targets_on_map
from tiendo.ledger import selectors
from tiendo.ledger.other_map import territory_keys
from tiendo.ledger.outlook_recast import (
    OF_ITS_OWN,
    YEARS_BACK,
    RecastHistory,
    lies_elsewhere,
    recast_into,
    runs_asked,
    series_of_parts,
    was_another,
)
from tiendo.outlook.arrays import Floats
from tiendo.outlook.history import SeriesHistory
from tiendo.packs.loading import Pack
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Nature, Rule, State

PRECISION = 28
_NOT_COMPARABLE = Comparability.NOT_COMPARABLE
_QUARTERS = (2, 5, 8, 11)
_FEWEST_MONTHS = 8  # of the newest whole year: fewer make it a quarterly series


@dataclass(frozen=True, slots=True, eq=False)
class LaidOut:
    """One series of a place with its table and its plans.

    Attributes:
        month: the last month that is known, 0 for none.
        so_far: the year to date at `month`, of a stock what there was; None where unknown.
        last_year: last year's figure as reported; None where unknown.
        origin: how the levels were found where the place told none: "sum of places"; else empty.
        lacking: places whose figures are missing to that sum.
        plans: of the year, those recast from former places among them.
        not_comparable: targets of former places that say nothing of this one.
        recast: which of the levels other places told, before the place began.
    """

    place: Place
    series: Series
    card: Indicator
    history: SeriesHistory
    month: int
    so_far: float | None
    last_year: float | None
    origin: str
    lacking: tuple[str, ...]
    plans: tuple[Plan, ...]
    not_comparable: tuple[TargetOnMap, ...] = ()
    recast: RecastHistory = OF_ITS_OWN


def evidence_for(
    pack: Pack, place: Place, run: Period, day: date, map_day: date | None = None
) -> Evidence:
    """Return what was known on a day of a place, and of all that ever stood below it.

    Args:
        map_day: the day whose map it is read on, with what was known of the places that the place
            is recast from; None for the map of each run's own time.
    """
    register = pack.register
    windows = (Period((run.year - YEARS_BACK) * 12, run.year * 12 + 11),)
    figures = selectors.ledger_figures(register=register, as_of=day, windows=windows)
    roots = territory_keys(register, place) if map_day else (place.key,)
    below = (
        key
        for key in figures.filing_places()
        if any(register.ever_stood_below(key, root) for root in roots)
    )
    figures.load_places(dict.fromkeys((place.key, *below)))
    obligations = selectors.obligations(register=register)
    return Evidence(figures, pack.catalogue, register, day, obligations, map_day)


def laid_out_at(evidence: Evidence, place: Place, run: Period) -> list[LaidOut]:
    """Return the series of a place that can be looked ahead, or that are planned."""
    order = {code: number for number, code in enumerate(evidence.catalogue)}
    own = {one for one in evidence.series_at(place.key) if one.indicator in order}
    others = evidence.series_within_reach(place.key, run) | _residuals(evidence, own)
    if was_another(evidence, place, run):
        others |= series_of_parts(evidence, place, run)
    wanted = sorted(
        own | others, key=lambda one: (order[one.indicator], one.price_basis, str(one.breakdown))
    )
    with localcontext(prec=PRECISION):
        reader = Reader(evidence)
        return [one for series in wanted for one in laid_out(reader, place, series, run)]


def _residuals(evidence: Evidence, own: set[Series]) -> set[Series]:
    """Return the series that close a sum of which the place tells the other parts."""
    found = set()
    for series in own:
        for dimension, _ in series.breakdown.pairs:
            tree = evidence.card(series).tree(dimension)
            if tree and tree.additive and tree.residual:
                cut = series.breakdown.with_code(dimension, tree.residual)
                found.add(series.with_breakdown(cut))
    return found


def laid_out(reader: Reader, place: Place, series: Series, run: Period) -> Iterator[LaidOut]:
    """Yield a series as a table, unless nothing of it is known or planned in the year."""
    card = reader.evidence.card(series)
    held = reader.evidence.held(place.key, series)
    recast = OF_ITS_OWN
    targets = _targets(reader, place, series, run)
    plans = tuple(one.plan for one in targets if one.comparability is not _NOT_COMPARABLE)
    origin, lacking = "", tuple[str, ...]()
    table = _own_table(reader, held, place.key, series, card, run)
    if not np.isfinite(table).any():
        latest = _this_year(reader, place.key, series, card, run)
        known = [answer for answer in latest if answer.known]
        if known:
            table = _derived_table(reader, place, series, card, run)
            last = known[-1].trace.operation
            origin = "" if last.startswith(OPERATIONS) else last
        elif any(answer.state is State.PARTIAL for answer in latest):
            lacking = _lacking(reader, place.key, series, card, run)
    if was_another(reader.evidence, place, run):
        table, recast = recast_into(reader, place, series, run, table)
    table = _from_first_known(table)
    months = np.flatnonzero(np.isfinite(table[-1]))
    month = int(months[-1]) + 1 if len(months) else 0
    is_cut_off = recast.gap is not None and recast.gap.run.year == run.year
    if month == 0 and not plans and not lacking and not is_cut_off:
        return
    so_far = float(table[-1, month - 1]) if month else None
    last_year = float(table[-2, -1]) if len(table) > 1 and np.isfinite(table[-2, -1]) else None
    is_flow = card.nature is Nature.FLOW
    history = SeriesHistory(
        key=f"{series.indicator} {series.breakdown}".strip(),
        first_year=run.year - len(table) + 1,
        values=_single_periods(table, is_flow),
        nature=card.nature,
        unit=str(card.unit),
        topic=series.indicator,
        constant_price=series.price_basis.startswith("constant"),
        direction=card.direction,
        breaks=tuple(one.at.first for one in card.breaks),
        to_date=table if is_flow else None,
    )
    yield LaidOut(
        place=place,
        series=series,
        card=card,
        history=history,
        month=month,
        so_far=so_far,
        last_year=last_year,
        origin=origin,
        lacking=lacking,
        plans=plans,
        not_comparable=tuple(one for one in targets if one.comparability is _NOT_COMPARABLE),
        recast=recast,
    )


def _targets(reader: Reader, place: Place, series: Series, run: Period) -> list[TargetOnMap]:
    year = run.whole_year()
    return [
        target
        for target in targets_on_map(reader, place.key, series, year)
        if target.plan.period == year and target.value is not None
    ]


def _own_table(
    reader: Reader, held: Held, place: str, series: Series, card: Indicator, run: Period
) -> Floats:
    """Return years x months that the place itself told: of a flow years to date; NaN unknown."""
    table = np.full((YEARS_BACK + 1, 12), np.nan)
    filed = held.level_runs
    told = {period.last // 12 for period in filed} | {period.first // 12 for period in filed}
    open_to_all = not reader.evidence.may_hide(series)
    for row in range(YEARS_BACK + 1):
        year = run.year - YEARS_BACK + row
        if year not in told:
            continue
        for column, asked in runs_asked(card, run, year):
            figure = filed.get(asked) if open_to_all else None
            if figure is not None and figure.statement.value is not None:
                table[row, column] = float(figure.statement.value)
            else:
                table[row, column] = _number(reader.own_level(place, series, asked))
    return table


def _derived_table(
    reader: Reader, place: Place, series: Series, card: Indicator, run: Period
) -> Floats:
    """Return the same of what the place's formula, its other parts or its children give.

    What other places told of the time before it is left unknown here: `recast_into` notes it.
    """
    table = np.full((YEARS_BACK + 1, 12), np.nan)
    changed = was_another(reader.evidence, place, run)
    for row in reversed(range(YEARS_BACK + 1)):
        own = [
            (column, asked)
            for column, asked in runs_asked(card, run, run.year - YEARS_BACK + row)
            if not (changed and lies_elsewhere(reader.evidence, place, asked))
        ]
        for column, asked in own:
            table[row, column] = _number(reader.level(place.key, series, asked))
        if own and not np.isfinite(table[row]).any():
            break  # older years would stand apart
    return table


def _this_year(
    reader: Reader, place: str, series: Series, card: Indicator, run: Period
) -> list[Answer]:
    return [reader.level(place, series, asked) for _, asked in runs_asked(card, run, run.year)]


def _lacking(
    reader: Reader, place: str, series: Series, card: Indicator, run: Period
) -> tuple[str, ...]:
    """Return the children that tell nothing in the latest month that any of them tells."""
    if card.place_rule not in (Rule.SUM, Rule.MEAN):
        return ()
    for _, asked in reversed(list(runs_asked(card, run, run.year))):
        children = [child.key for child in reader.evidence.children(place, asked)]
        silent = [key for key in children if not reader.level(key, series, asked).known]
        if len(silent) < len(children):
            return tuple(silent)
    return ()


def _from_first_known(table: Floats) -> Floats:
    known = np.isfinite(table).any(axis=1)
    return table[int(np.argmax(known)) if known.any() else YEARS_BACK :]


def _single_periods(table: Floats, cumulative: bool) -> Floats:
    """Return months, or quarters where only those are known; single ones of years to date."""
    known = np.isfinite(table)
    whole = [row for row in known if row[list(_QUARTERS)].all()]
    others = np.delete(known, _QUARTERS, axis=1)
    by_quarter = all(row.sum() < _FEWEST_MONTHS for row in whole) if whole else not others.any()
    periods = table[:, list(_QUARTERS)] if by_quarter else table
    single: Floats = np.diff(periods, axis=1, prepend=0.0) if cumulative else periods
    return single


def _number(answer: Answer) -> float:
    return float(answer.amount) if answer.known else float("nan")
