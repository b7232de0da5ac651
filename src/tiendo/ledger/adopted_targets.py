"""Adopted growth targets of a place in the ledger: a total's beside those of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import localcontext

from tiendo.cube.explain.plans import Plan, own_plans
from tiendo.cube.explain.reader import Reader
from tiendo.ledger import selectors
from tiendo.ledger.outlook_series import PRECISION, evidence_for
from tiendo.outlook.compatibility import (
    UNKNOWN_SHARE,
    HalfPlane,
    SectorTarget,
    TargetCheck,
    what_follows,
)
from tiendo.packs.loading import Pack
from tiendo.vocabulary.indicator import BreakdownTree, Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Measure

_ROUNDING = 0.005  # of the total: as far as printed parts may be from their sum
Growths = Mapping[str | None, float]
"""Growth targets in percent, by the one who assigned them."""


@dataclass(frozen=True, slots=True)
class AdoptedTargets:
    """A total's growth target beside those of its parts.

    Attributes:
        series: the total.
        dimension: what the parts cut it by.
        total: growth adopted for the total, percent.
        sectors: the parts that have a target, by code; shares of last year's total, all of them
            UNKNOWN_SHARE where last year's levels are not known.
        untargeted: parts without a target, by code; with any of them nothing can be checked.
    """

    place: Place
    card: Indicator
    series: Series
    dimension: str
    assigner: str | None
    year: int
    total: float
    sectors: tuple[SectorTarget, ...]
    untargeted: tuple[str, ...]

    def what_follows(self) -> tuple[TargetCheck | None, HalfPlane]:
        """Return the verdict, None where a share or a target is unknown, and the condition."""
        return what_follows(self.total, self.sectors, complete=not self.untargeted)


def adopted_targets(
    *, pack: Pack, place: Place, year: int, as_of: date | None = None
) -> list[AdoptedTargets]:
    """Return each total of a place that has growth targets beside those of parts of it.

    Shares are last year's levels on the price basis of the targets: growth at constant prices adds
    up with shares at constant prices only. Where one level is not known no share is told.

    Args:
        as_of: only what the world could know on this day; None for today.
    """
    day = min(as_of, selectors.today()) if as_of else selectors.today()
    run = Period.of_year(year)
    evidence = evidence_for(pack, place, run, day)
    order = {code: number for number, code in enumerate(evidence.catalogue)}
    planned = sorted(
        (
            one
            for one in evidence.series_at(place.key)
            if one.indicator in order and evidence.held(place.key, one).plans
        ),
        key=lambda one: (order[one.indicator], one.price_basis, str(one.breakdown)),
    )
    with localcontext(prec=PRECISION):
        reader = Reader(evidence)
        return [
            found for series in planned for found in _of_total(reader, place, series, run, planned)
        ]


def _of_total(
    reader: Reader, place: Place, series: Series, run: Period, planned: list[Series]
) -> Iterator[AdoptedTargets]:
    for assigner, total in _growths(reader, place, series, run).items():
        for tree in reader.evidence.card(series).breakdowns:
            if not tree.additive or series.breakdown.get(tree.dimension) is not None:
                continue
            parts = {
                part.code: series.with_breakdown(
                    series.breakdown.with_code(tree.dimension, part.code)
                )
                for part in tree.parts
            }
            minima = {
                code: growths[assigner]
                for code, part in parts.items()
                if part in planned and assigner in (growths := _growths(reader, place, part, run))
            }
            if minima:
                yield _beside(reader, place, series, run, tree, assigner, total, parts, minima)


def _beside(
    reader: Reader,
    place: Place,
    series: Series,
    run: Period,
    tree: BreakdownTree,
    assigner: str | None,
    total: float,
    parts: Mapping[str, Series],
    minima: Mapping[str, float],
) -> AdoptedTargets:
    shares = _shares(reader, place, series, run.same_period_last_year(), parts)
    untargeted = tuple(
        code for code in parts if code not in minima and not (shares and _is_nothing(shares[code]))
    )
    return AdoptedTargets(
        place=place,
        card=reader.evidence.card(series),
        series=series,
        dimension=tree.dimension,
        assigner=assigner,
        year=run.year,
        total=total,
        sectors=tuple(
            SectorTarget(code, shares[code] if shares else UNKNOWN_SHARE, minimum)
            for code, minimum in minima.items()
        ),
        untargeted=untargeted,
    )


def _growths(reader: Reader, place: Place, series: Series, run: Period) -> Growths:
    plans = own_plans(reader, place.key, series, run)
    return {plan.assigner: float(plan.answer.amount) for plan in plans if _is_growth(plan, run)}


def _is_growth(plan: Plan, run: Period) -> bool:
    return plan.kind is Measure.GROWTH and plan.period == run and plan.answer.value is not None


def _is_nothing(share: float) -> bool:
    return abs(share) <= _ROUNDING


def _shares(
    reader: Reader, place: Place, series: Series, before: Period, parts: Mapping[str, Series]
) -> dict[str, float] | None:
    """Return the parts' shares of last year's total; None unless all are known and add up."""
    total = reader.level(place.key, series, before)
    levels = {code: reader.level(place.key, one, before) for code, one in parts.items()}
    if not total.known or total.amount <= 0:
        return None
    if not all(level.known for level in levels.values()):
        return None
    shares = {code: float(level.amount / total.amount) for code, level in levels.items()}
    return shares if abs(sum(shares.values()) - 1) <= _ROUNDING else None
