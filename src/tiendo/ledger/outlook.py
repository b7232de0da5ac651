"""The outlook of a place from the ledger: each series as known on a day, against each plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.plans import Plan
from tiendo.ledger import selectors
from tiendo.ledger.outlook_calibration import keep_calibrations, kept_calibrations, vintage_of
from tiendo.ledger.outlook_making import Made, gathered, key_of, looked_ahead
from tiendo.ledger.outlook_recast import OF_ITS_OWN, RecastHistory, map_of_outlook
from tiendo.ledger.outlook_series import LaidOut, evidence_for
from tiendo.outlook.calibration import Calibration
from tiendo.outlook.engines import Engine
from tiendo.outlook.gate_notes import GateNote
from tiendo.outlook.goals import Goal, NoGoal, goal_for
from tiendo.outlook.status import TargetJudgement, target_status
from tiendo.outlook.year import NoOutlook, YearOutlook
from tiendo.packs.loading import Pack
from tiendo.vocabulary.indicator import MONTHS_OF, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Measure, Nature, TargetStatus

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
        complaint: why the plan cannot be judged, None otherwise.
        so_far: the year to date at `month`, of a stock what there was; None where unknown.
        vintage: of the data that the outlook was calibrated with: the day and the log's last event.
        recast: which of its figures other places told, before the place began.
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
    complaint: Sentence | None
    so_far: float | None
    vintage: str
    recast: RecastHistory = OF_ITS_OWN

    @property
    def recast_notes(self) -> tuple[GateNote, ...]:
        """What is to be noted of a history that other places told, but for a refusal's reason."""
        told = self.recast.notes()
        return tuple(note for note in self.outlook.notes if note in told)

    @property
    def required_rest(self) -> float | None:
        """What is missing to the target; known even where nobody knows how the year will end."""
        if self.judgement is not None and self.judgement.pace is not None:
            return self.judgement.pace.rest
        level = self.plan is not None and self.plan.kind is Measure.LEVEL
        if self.judgement is not None and self.judgement.status is TargetStatus.NOT_COMPARABLE:
            return None
        if not level or self.so_far is None or self.card.nature is not Nature.FLOW:
            return None
        return float(self.plan.answer.amount) - self.so_far if self.plan else None


def place_outlooks(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None = None,
    engine: Engine = Engine.QUICK,
    tree_as_of: date | None = None,
) -> list[PlaceOutlook]:
    """Return the outlooks of a place's series, those that need a decision first.

    Parts and wholes add up where all of them have an outlook. A series that only the children tell
    is looked ahead from their sum, and of the time before the place began its parts' figures are
    recast. What the outlooks were calibrated with is kept in the workspace.

    Args:
        pack: cards and places.
        place: the place.
        run: its year is looked ahead in, from its last month; a whole year, from the last month of
            each series that is known.
        as_of: only what the world could know on this day; None for today.
        engine: quick or full.
        tree_as_of: the day whose map is meant; None for that of `as_of`, if the place is on it.
    """
    day = min(as_of, selectors.today()) if as_of else selectors.today()
    map_day = tree_as_of or map_of_outlook(pack.register, place, run, day)
    evidence = evidence_for(pack, place, run, day, map_day)
    vintage = vintage_of(place, run, day, engine, tree_as_of)
    kept = kept_calibrations(vintage)
    told, calibrations = outlooks_from(
        evidence, place, run, engine=engine, vintage=str(vintage), kept=kept
    )
    if calibrations.keys() != kept.keys():
        keep_calibrations(vintage, calibrations)
    return told


def outlooks_from(
    evidence: Evidence,
    place: Place,
    run: Period,
    *,
    engine: Engine = Engine.QUICK,
    vintage: str = "",
    kept: Mapping[int, Calibration] | None = None,
) -> tuple[list[PlaceOutlook], Mapping[int, Calibration]]:
    """Return the outlooks of a place from what is known, and their calibrations by month.

    Args:
        evidence: the figures, on the map that is meant.
        vintage: what the calibration is to be called.
        kept: calibrations made before from the same data.
    """
    found = gathered(evidence, place, run)
    made = looked_ahead(found, year=run.year, engine=engine, vintage=vintage, kept=kept)
    told: list[PlaceOutlook] = []
    for one in found.own:
        told += _against_plans(one, made, evidence, run)
    return sorted(told, key=_urgency), made.calibrations


def _against_plans(
    one: LaidOut, made: Made, evidence: Evidence, run: Period
) -> Iterator[PlaceOutlook]:
    foreign = {id(target.plan): target.reason for target in one.not_comparable}
    plans: Sequence[Plan | None] = one.plans if one.plans or foreign else (None,)
    outlook = made.outlooks[key_of(one)]
    for plan in (*plans, *(target.plan for target in one.not_comparable)):
        goal, judgement, complaint = None, None, made.remarks.get(key_of(one))
        if plan is not None and id(plan) in foreign:
            complaint = foreign[id(plan)]
            judgement = TargetJudgement(TargetStatus.NOT_COMPARABLE, None, None, complaint)
        elif plan is not None:
            goal, odd = _goal(outlook, plan)
            complaint = odd or complaint
            judgement = target_status(outlook, goal)
            if one.month == 0 and _is_not_due(evidence, one.card, run):
                judgement = TargetJudgement(TargetStatus.NOT_DUE, None, None, judgement.reason)
        yield PlaceOutlook(
            place=one.place,
            card=one.card,
            series=one.series,
            year=run.year,
            month=one.month or None,
            outlook=outlook,
            plan=plan,
            goal=goal,
            judgement=judgement,
            complaint=complaint,
            so_far=one.so_far,
            vintage=made.calibrations[one.month].vintage,
            recast=one.recast,
        )


def _is_not_due(evidence: Evidence, card: Indicator, run: Period) -> bool:
    january = run.year * 12
    first = Period(january, january + MONTHS_OF[card.frequency] - 1)
    return evidence.is_not_yet_due(card, first)


def _goal(outlook: YearOutlook | NoOutlook, plan: Plan) -> tuple[Goal | None, Sentence | None]:
    if isinstance(outlook, NoOutlook):
        return None, None
    try:
        goal = goal_for(
            outlook,
            float(plan.answer.amount),
            operator=plan.operator,
            growth=plan.kind is Measure.GROWTH,
        )
    except NoGoal as odd:
        return None, odd.reason
    return goal, None


def _urgency(one: PlaceOutlook) -> tuple[int, float]:
    if one.judgement is None:
        return len(_URGENCY), 0.0
    chance = one.judgement.chance
    return _URGENCY.index(one.judgement.status), 1.0 if chance is None else chance
