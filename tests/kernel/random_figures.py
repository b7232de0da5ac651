"""Random figures: reports of the places of a world on the truth, with all that happens to them.

Most places of a world report most series alike, so that growth, shares, sums and ranks come about;
some numbers are then wrong, vague, hidden, late, revised or withdrawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.kernel.random_runs import random_filed_runs
from tests.kernel.random_statements import Mood, Speaker, random_plans
from tests.kernel.truth import Truth
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.indicator import Catalogue, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place, PlaceRegister
from tiendo.vocabulary.series import TOTAL, Breakdown, Series
from tiendo.vocabulary.words import Level, Status

Report = list[Statement]
"""What one filing holds."""

_FIRST_RECORDED = datetime(2022, 1, 1, 8, 0, 0, 123456, tzinfo=UTC)
_DELAYS = (3, 10, 10, 10, 25, 40)
_LINK_YEARS = (Period.of_year(2010), Period.of_year(2020))


@dataclass(frozen=True)
class _Desk:
    """What the writing of reports needs.

    Attributes:
        runs: those that most cards are filed for, so that cards can be computed from each other.
        places: those that file most cards.
    """

    dice: Random
    register: PlaceRegister
    catalogue: Catalogue
    truth: Truth
    mood: Mood
    asked: Period
    runs: list[Period]
    places: list[Place]


def random_figures(
    dice: Random, register: PlaceRegister, catalogue: Catalogue, asked: Period
) -> tuple[Figure, ...]:
    """Return the figures of a world, dense around the run that will be asked for."""
    mood = Mood.drawn(dice)
    truth = Truth(dice, register, catalogue)
    runs, places = random_filed_runs(dice, asked), _who_files(dice, register)
    desk = _Desk(dice, register, catalogue, truth, mood, asked, runs, places)
    reports: dict[tuple[str, int], Report] = {}
    for card in catalogue.values():
        if card.formulas and dice.random() < 0.6:
            continue
        for statement in _levels(desk, card):
            reporter = _reporter(desk, statement.place)
            reports.setdefault((reporter, statement.period.last), []).append(statement)
    speaker = Speaker(dice, catalogue, truth, mood)
    filed = []
    for report in reports.values():
        filed += _with_stated(desk, speaker, _known_together(desk, report))
    filed += _revisions(desk, speaker, filed)
    filed += random_plans(speaker, _series_said(filed), asked)
    if dice.random() < 0.3:
        dice.shuffle(filed)
    return tuple(_numbered(filed))


def _levels(desk: _Desk, card: Indicator) -> Iterator[Statement]:
    """Yield the levels of a card: the same series and runs at all places, less what is missing."""
    dice, speaker = desk.dice, Speaker(desk.dice, desk.catalogue, desk.truth, desk.mood)
    runs, places = desk.runs, desk.places
    if dice.random() < 0.2:
        runs = random_filed_runs(dice, desk.asked)
    if dice.random() < 0.2:
        places = _who_files(dice, desk.register)
    for series in _series_of(dice, card):
        if dice.random() < 0.1:
            runs = random_filed_runs(dice, desk.asked)
        here = runs + _link_years(dice, series)
        for place in places:
            for run in here:
                if dice.random() >= desk.mood.gaps and place.span.holds(run.end):
                    yield speaker.level(place.key, series, run)


def _series_of(dice: Random, card: Indicator) -> Iterator[Series]:
    """Yield the series of a card that are filed."""
    cuts: list[Breakdown] = [TOTAL] if dice.random() < 0.85 else []
    for tree in card.breakdowns:
        codes = [part.code for top in tree.parts for part in top.walk()]
        filed_residual = dice.random() < 0.3
        cuts += [
            Breakdown(((tree.dimension, code),))
            for code in codes
            if dice.random() < 0.9 and (code != tree.residual or filed_residual)
        ]
    if len(card.breakdowns) == 2 and dice.random() < 0.3:
        one, other = card.breakdowns
        cuts += [
            Breakdown.of(**{one.dimension: part.code, other.dimension: end.code})
            for part in one.parts
            for end in other.parts
        ]
    bases = dice.sample(card.price_bases, min(len(card.price_bases), dice.choice((1, 2, 2))))
    for basis in bases:
        for cut in cuts:
            yield Series(card.code, cut, basis)


def _link_years(dice: Random, series: Series) -> list[Period]:
    """Return the base years of constant prices, by which one basis is linked to the other."""
    is_constant = series.price_basis.startswith("constant_")
    return [_LINK_YEARS[1]] if is_constant and dice.random() < 0.8 else []


def _who_files(dice: Random, register: PlaceRegister) -> list[Place]:
    """Return all places of some levels: the bottom mostly, all of them at times, or the top."""
    places = list(register)
    bottom = [place for place in places if not register.all_children(place.key)]
    top = [place for place in places if place.level in (Level.COUNTRY, Level.PROVINCE)]
    some = [place for place in places if dice.random() < 0.5]
    return dice.choice((bottom, bottom, bottom, [*bottom, *top], places, places, some, top))


def _reporter(desk: _Desk, place: str) -> str:
    """Return who writes the report: the place itself, or for a commune its first parent."""
    edges = desk.register[place].parents
    return edges[0].parent if edges and desk.mood.joint_reports else place


def _known_together(desk: _Desk, report: Report) -> Report:
    """Return the statements of a report as known some days after the runs' end."""
    dice = desk.dice
    day = report[0].period.end + timedelta(dice.choice(_DELAYS))
    status = dice.choice((None, *Status, Status.ESTIMATE))
    return [
        replace(
            said,
            known_at=day if dice.random() < 0.97 else day - timedelta(dice.choice((3, 12))),
            status=status if dice.random() < 0.9 else dice.choice((None, *Status)),
        )
        for said in report
    ]


def _with_stated(desk: _Desk, speaker: Speaker, report: Report) -> list[Report]:
    """Return the report with growths and shares beside its levels, or with a report of its own."""
    apart: Report = []
    beside: Report = []
    for level in report:
        near = level.period.last == desk.asked.last
        if level.state is None and desk.dice.random() < desk.mood.stated * (1 if near else 0.1):
            for _ in range(desk.dice.choice((1, 1, 1, 2, 3))):
                (beside if desk.dice.random() < 0.65 else apart).append(speaker.stated_of(level))
    alone = [said for said in apart if desk.dice.random() < 0.5]
    told = {id(said) for said in alone}
    late = [
        replace(said, known_at=said.known_at + timedelta(desk.dice.choice((0, 7, 30))))
        for said in apart
        if id(said) not in told
    ]
    forgotten = {(said.place, said.series, said.period) for said in alone}
    kept = [s for s in report if (s.place, s.series, s.period) not in forgotten]
    return [one for one in ([*kept, *beside], [*alone, *late]) if one]


def _revisions(desk: _Desk, speaker: Speaker, filed: Iterable[Report]) -> list[Report]:
    """Return later reports that tell some figures anew, better or worse, or withdraw them."""
    dice = desk.dice
    again: dict[tuple[date, str], Report] = {}
    for report in filed:
        for said in report:
            if dice.random() < desk.mood.revised:
                day = said.known_at + timedelta(dice.choice((0, 20, 30, 60, 60, 370)))
                revised = speaker.revised(said, day)
                again.setdefault((day, _reporter(desk, said.place)), []).append(revised)
    return list(again.values())


def _series_said(filed: Iterable[Report]) -> list[tuple[str, Series]]:
    """Return places and series of which anything was said, each once, in order."""
    return list(dict.fromkeys((said.place, said.series) for report in filed for said in report))


def _numbered(filed: Iterable[Report]) -> Iterator[Figure]:
    """Yield the figures of the reports, numbered as a ledger would."""
    number = 0
    for count, report in enumerate(filed, start=1):
        recorded = _FIRST_RECORDED + timedelta(hours=7 * count)
        filing = Filing(count, "Lan", recorded, f"filing-{count}.csv")
        for said in report:
            number += 1
            yield Figure(number, filing, said)
