"""Series on the map of another day, asked of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tiendo.cube.explain.evaluate import explain
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.targets import TargetOnMap, targets_on_map
from tiendo.ledger.evaluation import evidence_of
from tiendo.packs.loading import Pack
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.reform import Weight
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.territory import Cover, counterparts, cover
from tiendo.vocabulary.words import State


@dataclass(frozen=True, slots=True)
class Recast:
    """One cell of a place of the map asked for.

    Attributes:
        row: the cell, as `explain` tells it; refused where a number is known of a larger territory
            only, and could not be shared out.
        made_of: of which places of the run's time the territory consists.
        undivided: keys of places whose number is known and cannot be shared out.
        targets: the targets that concern the run, each comparable or not.
    """

    row: Row
    made_of: Cover
    undivided: tuple[str, ...]
    targets: tuple[TargetOnMap, ...]


def recast_rows(
    *,
    pack: Pack,
    place: Place,
    indicator: str,
    runs: Sequence[Period],
    onto: date,
    by: Weight | None = None,
    as_of: date | None = None,
    only: Sequence[Series] = (),
) -> list[Recast]:
    """Return a place's series on the map of a day: for each place of it there, series and run.

    Args:
        pack: gives places and cards.
        place: any place, of any time.
        indicator: code of the indicator.
        runs: the runs of months.
        onto: the day whose map is asked for.
        by: share divided units out by this weight, where their shares are known; by default only
            people are shared by people and land by area.
        as_of: as known on that day; None for today.
        only: only these series; by default the total, else every series that is known.
    """
    found = []
    for target in counterparts(pack.register, place.key, onto):
        for run in runs:
            known = evidence_of(pack=pack, place=target, run=run, as_of=as_of, map_day=onto)
            known.recast_by = by
            for series in only or _series(known, place, target, indicator, run):
                found.append(_cell(known, place, target, series, run))
    return found


def _series(
    known: Evidence, place: Place, target: Place, indicator: str, run: Period
) -> list[Series]:
    reach = known.series_within_reach(target.key, run) | known.series_below(place.key)
    asked = sorted((s for s in reach if s.indicator == indicator), key=str)
    totals = [series for series in asked if not series.breakdown]
    card = known.catalogue[indicator]
    return totals or asked or [Series(indicator, price_basis=card.price_bases[0])]


def _cell(known: Evidence, place: Place, target: Place, series: Series, run: Period) -> Recast:
    row = next(row for row in explain(known, target.key, series, run) if row.series == series)
    made_of = cover(known.register, target.key, run.end)
    reader = Reader(known)
    undivided: tuple[str, ...] = ()
    if row.state is State.MISSING and place.key != target.key and place.span.holds(run.end):
        if reader.level(place.key, series, run).value is not None:
            undivided = (place.key,)
            row = replace(row, state=State.REFUSED)
    if row.state is State.REFUSED and not undivided:
        undivided = made_of.divided
    return Recast(row, made_of, undivided, targets_on_map(reader, target.key, series, run))
