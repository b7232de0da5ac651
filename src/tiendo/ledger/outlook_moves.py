"""What moved the outlooks of a place since a date: revised data, new months, another engine.

The outlooks in between are made in the same way as those that are shown, together and adding up,
so that the three parts give the whole change to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tiendo.ledger import selectors
from tiendo.ledger.outlook_making import Gathered, Made, gathered, key_of, looked_ahead
from tiendo.ledger.outlook_recast import map_of_outlook
from tiendo.ledger.outlook_series import LaidOut, evidence_for
from tiendo.ledger.outlook_sums import Key
from tiendo.outlook.changes import Moved, moved_by
from tiendo.outlook.engines import Engine
from tiendo.outlook.history import OutlookError
from tiendo.outlook.wording import OutlookReason, TargetsRefused, TargetsRemedy
from tiendo.outlook.year import YearOutlook
from tiendo.packs.loading import Pack
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.sentence import Sentence
from tiendo.vocabulary.series import Series


@dataclass(frozen=True, slots=True, eq=False)
class PlaceMove:
    """Why one outlook of a place moved.

    Attributes:
        months: the last month that was known then, and now; None where nothing was.
        moved: the change and its parts, in the card's unit; None where there is none to tell.
        reason: why not; None otherwise.
    """

    place: Place
    card: Indicator
    series: Series
    year: int
    months: tuple[int | None, int | None]
    moved: Moved | None
    reason: Sentence | None


def place_moves(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    since: date,
    as_of: date | None = None,
    engine: Engine = Engine.QUICK,
    engine_then: Engine | None = None,
    tree_as_of: date | None = None,
) -> list[PlaceMove]:
    """Return what moved the outlooks of a place, the largest relative moves first.

    Args:
        since: the outlook then knew what the world could know on this day.
        as_of: the same of the outlook now; None for today.
        engine, engine_then: of the outlook now and then; by default the same.
        tree_as_of: the day whose map is meant; None for that of the outlook now. Both are on one
            map: a change of territory is no move.

    Raises:
        OutlookError: if `since` is after the day of the outlook now.
    """
    day = min(as_of, selectors.today()) if as_of else selectors.today()
    if since > day:
        raise OutlookError(
            TargetsRefused.SINCE_TOO_LATE.said(since=since, day=day),
            remedy=TargetsRemedy.EARLIER_SINCE.said(),
        )
    before_engine = engine_then or engine
    map_day = tree_as_of or map_of_outlook(pack.register, place, run, day)
    then = gathered(evidence_for(pack, place, run, since, map_day), place, run)
    now = gathered(evidence_for(pack, place, run, day, map_day), place, run)
    steps = [
        _made(then, run, before_engine),
        _made(_as_far_as(then, now), run, before_engine),
        _made(now, run, before_engine),
    ]
    steps.append(steps[-1] if engine is before_engine else _made(now, run, engine))
    known_then = {key_of(one): one.month for one in then.own}
    told = [_move(one, known_then.get(key_of(one), 0), steps, run) for one in now.own]
    return sorted(told, key=_size, reverse=True)


def _made(found: Gathered, run: Period, engine: Engine) -> Made:
    return looked_ahead(found, year=run.year, engine=engine, vintage="")


def _as_far_as(then: Gathered, now: Gathered) -> Gathered:
    """Return what is known now, each series only up to the month that was known then."""
    months = {key_of(one): one.month for one in then.all}
    own, others = (
        tuple(
            replace(one, month=min(one.month, months[key_of(one)]))
            for one in some
            if key_of(one) in months
        )
        for some in (now.own, now.others)
    )
    return Gathered(own, others, now.sums)


def _move(one: LaidOut, month_then: int, steps: list[Made], run: Period) -> PlaceMove:
    key, medians, reason = key_of(one), list[float](), None
    for step in steps:
        median, why = _median(step, key)
        medians += [] if median is None else [median]
        reason = reason or why
    return PlaceMove(
        place=one.place,
        card=one.card,
        series=one.series,
        year=run.year,
        months=(month_then or None, one.month or None),
        moved=None if reason else moved_by(one.history.key, medians),
        reason=reason,
    )


def _median(step: Made, key: Key) -> tuple[float | None, Sentence | None]:
    outlook = step.outlooks.get(key)
    if isinstance(outlook, YearOutlook):
        return outlook.centre, None
    return None, outlook.reason if outlook else OutlookReason.NOTHING_THEN.said()


def _size(one: PlaceMove) -> float:
    if one.moved is None or one.moved.before == 0:
        return -1.0
    return abs(one.moved.after / one.moved.before - 1)
