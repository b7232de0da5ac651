"""The outlook of a place from the ledger: its series laid out as they were known on a day.

A flow is read by its years to date, as reported: the reports' last word on the year so far counts,
even where it is not the sum of the months. A stock is read at the end of each month.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import localcontext

import numpy as np

from tiendo.cube.explain.answer import Answer
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.plans import Plan, plans_for
from tiendo.cube.explain.reader import Reader
from tiendo.ledger import selectors
from tiendo.outlook.arrays import Floats
from tiendo.outlook.engines import Engine
from tiendo.outlook.goals import Goal, goal_for
from tiendo.outlook.history import OutlookError, SeriesHistory
from tiendo.outlook.status import TargetJudgement, target_status
from tiendo.outlook.year import NoOutlook, YearOutlook, known_year, year_outlook
from tiendo.packs.loading import Pack
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Measure, Nature, TargetStatus

YEARS_BACK = 10
_PRECISION = 28
_QUARTERS, _DECEMBER = (2, 5, 8, 11), 12
_FEWEST_MONTHS = 8  # of the newest whole year: fewer make it a quarterly series
_URGENCY = (
    TargetStatus.BEYOND_REACH,
    TargetStatus.MISSED,
    TargetStatus.OFF_TRACK,
    TargetStatus.AT_RISK,
    TargetStatus.NOT_COMPARABLE,
    TargetStatus.NO_DATA,
    TargetStatus.NOT_DUE,
    TargetStatus.ON_TRACK,
    TargetStatus.AHEAD,
    TargetStatus.MET,
)


@dataclass(frozen=True, slots=True, eq=False)
class PlaceOutlook:
    """Where one series of a place will end its year, against one plan.

    Attributes:
        month: the last month that the outlook knows; None where nothing of the year is known.
        plan: the plan figure, None for a series without one.
        goal: the plan as the outlook judges it; None without one, or where it cannot.
        judgement: where the target stands; None without a plan.
        complaint: why the plan cannot be judged, empty otherwise.
        so_far: the year to date at `month`, of a stock what there was; None where unknown.
    """

    place: Place
    card: Indicator
    series: Series
    year: int
    month: int | None
    outlook: YearOutlook | NoOutlook
    plan: Plan | None
    goal: Goal | None
    judgement: TargetJudgement | None
    complaint: str
    so_far: float | None

    @property
    def required_rest(self) -> float | None:
        """What is missing to the target; known even where nobody knows how the year will end."""
        if self.judgement is not None and self.judgement.pace is not None:
            return self.judgement.pace.rest
        level = self.plan is not None and self.plan.kind is Measure.LEVEL
        if not level or self.so_far is None or self.card.nature is not Nature.FLOW:
            return None
        return float(self.plan.answer.amount) - self.so_far if self.plan else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """One series with its table and its plans; `month` and `so_far` are 0 and None if unknown."""

    series: Series
    card: Indicator
    history: SeriesHistory
    month: int
    so_far: float | None
    has_holes: bool
    plans: tuple[Plan, ...]


def place_outlooks(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None = None,
    engine: Engine = Engine.QUICK,
) -> list[PlaceOutlook]:
    """Return the outlooks of a place's own series, those that need a decision first.

    Args:
        pack: cards and places.
        place: the place.
        run: its year is looked ahead in, from its last month; a whole year, from the last month of
            each series that is known.
        as_of: only what the world could know on this day; None for today.
        engine: quick or full.
    """
    day = min(as_of, selectors.today()) if as_of else selectors.today()
    evidence = _evidence(pack, place, run, day)
    with localcontext(prec=_PRECISION):
        reader = Reader(evidence)
        asked = [
            one
            for series in _series(evidence, place)
            for one in _laid_out(reader, place, series, run)
        ]
    told: list[PlaceOutlook] = []
    for month in sorted({one.month for one in asked}):
        group = [one for one in asked if one.month == month]
        # A year of which nothing is known yet is asked in January, so that the gate says so.
        made = year_outlook(
            [one.history for one in group],
            max(month, 1),
            year=run.year,
            engine=engine,
            vintage=day.isoformat(),
        )
        for one, outlook in zip(group, made.outlooks, strict=True):
            told += _against_plans(place, one, outlook, evidence, run)
    return sorted(told, key=_urgency)


def _evidence(pack: Pack, place: Place, run: Period, day: date) -> Evidence:
    windows = (Period((run.year - YEARS_BACK) * 12, run.year * 12 + 11),)
    figures = selectors.ledger_figures(register=pack.register, as_of=day, windows=windows)
    figures.load_places([place.key])
    return Evidence(
        figures, pack.catalogue, pack.register, day, selectors.obligations(register=pack.register)
    )


def _series(evidence: Evidence, place: Place) -> list[Series]:
    order = {code: number for number, code in enumerate(evidence.catalogue)}
    known = [one for one in evidence.series_at(place.key) if one.indicator in order]
    return sorted(
        known, key=lambda one: (order[one.indicator], one.price_basis, str(one.breakdown))
    )


def _laid_out(reader: Reader, place: Place, series: Series, run: Period) -> Iterator[_Asked]:
    card = reader.evidence.card(series)
    year = run.whole_year()
    plans = tuple(
        plan
        for plan in plans_for(reader, place.key, series, year)
        if plan.period == year and plan.answer.value is not None
    )
    table = _known_by_month(reader, place.key, series, card, run)
    known = np.flatnonzero(np.isfinite(table[-1]))
    month = int(known[-1]) + 1 if len(known) else 0
    if month == 0 and not plans:
        return
    so_far = float(table[-1, month - 1]) if month else None
    table = _single_periods(table, card.nature is Nature.FLOW)
    holes = not np.isfinite(table[-1, : month * table.shape[1] // 12]).all()
    history = SeriesHistory(
        key=f"{series.indicator} {series.breakdown}".strip(),
        first_year=run.year - len(table) + 1,
        values=table,
        nature=card.nature,
        unit=str(card.unit),
        topic=series.indicator,
        constant_price=series.price_basis.startswith("constant"),
        direction=card.direction,
        breaks=tuple(one.at.first for one in card.breaks),
    )
    yield _Asked(series, card, history, month, so_far, holes, plans)


def _known_by_month(
    reader: Reader, place: str, series: Series, card: Indicator, run: Period
) -> Floats:
    """Return years x months up to the run's last month: of a flow years to date; NaN unknown."""
    table = np.full((YEARS_BACK + 1, 12), np.nan)
    for row in range(YEARS_BACK + 1):
        year = run.year - YEARS_BACK + row
        for column in range(12):
            month = Period.of_month(year, column + 1)
            if month.last > run.last:
                break
            asked = month.year_to_date() if card.nature is Nature.FLOW else month
            table[row, column] = _number(reader.own_level(place, series, asked))
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


def _against_plans(
    place: Place, one: _Asked, outlook: YearOutlook | NoOutlook, evidence: Evidence, run: Period
) -> Iterator[PlaceOutlook]:
    plans: Sequence[Plan | None] = one.plans or (None,)
    outlook = _in_words_of_the_ledger(one, outlook)
    for plan in plans:
        goal, judgement, complaint = None, None, ""
        if plan is not None:
            goal, complaint = _goal(outlook, plan)
            judgement = target_status(outlook, goal)
            if one.month == 0 and _is_not_due(evidence, one.card, run):
                judgement = TargetJudgement(TargetStatus.NOT_DUE, None, None, judgement.reason)
        month = one.month or None
        yield PlaceOutlook(
            place=place,
            card=one.card,
            series=one.series,
            year=run.year,
            month=month,
            outlook=outlook,
            plan=plan,
            goal=goal,
            judgement=judgement,
            complaint=complaint,
            so_far=one.so_far,
        )


def _in_words_of_the_ledger(
    one: _Asked, outlook: YearOutlook | NoOutlook
) -> YearOutlook | NoOutlook:
    """Return a refusal in terms of what is filed; a year that is over is known by its figure."""
    if isinstance(outlook, YearOutlook):
        return outlook
    if one.month == _DECEMBER and one.so_far is not None:
        return known_year(one.history, outlook.year, one.so_far)
    if one.month == 0:
        return replace(outlook, reason=f"nothing of {outlook.year} is known yet")
    if one.has_holes:
        run = Period(outlook.year * 12, outlook.year * 12 + one.month - 1)
        reason = f"of {run} only the sum is known, not all the months or quarters in it"
        return replace(outlook, reason=reason)
    return outlook


def _is_not_due(evidence: Evidence, card: Indicator, run: Period) -> bool:
    first = Period.of_month(run.year, 1)
    return evidence.is_not_yet_due(card, first)


def _goal(outlook: YearOutlook | NoOutlook, plan: Plan) -> tuple[Goal | None, str]:
    if isinstance(outlook, NoOutlook):
        return None, ""
    try:
        goal = goal_for(
            outlook,
            float(plan.answer.amount),
            operator=plan.operator,
            growth=plan.kind is Measure.GROWTH,
        )
    except OutlookError as odd:
        return None, odd.message
    return goal, ""


def _urgency(one: PlaceOutlook) -> tuple[int, float]:
    if one.judgement is None:
        return len(_URGENCY), 0.0
    chance = one.judgement.chance
    return _URGENCY.index(one.judgement.status), 1.0 if chance is None else chance
