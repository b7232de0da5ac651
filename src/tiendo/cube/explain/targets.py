"""Targets across a reform: which of them a result may be judged by.

A target set for another territory says nothing of a result for this one, unless this one is exactly
made of territories that all had such a target: then their sum is its recast target. Which those
are, through any reforms in between, `vocabulary.former_targets` tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tiendo.cube.explain.answer import Where, about
from tiendo.cube.explain.finding import Finding
from tiendo.cube.explain.levels import add_up
from tiendo.cube.explain.plans import Plan, in_order, own_plans, with_share
from tiendo.cube.explain.reader import Reader
from tiendo.cube.explain.wording import CheckFound, TargetReason
from tiendo.vocabulary.former_targets import joined_operator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.sentence import Assigner, Listed, PlaceKey, Sentence, number
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.territory import Cover
from tiendo.vocabulary.words import Measure, Rule, Severity, Verdict

CHECK = "rule:target_territory"
RECAST = "recast: sum of the targets of places of another map"


class Comparability(StrEnum):
    """Whether a result for a place may be judged by a target."""

    COMPARABLE = "comparable"
    RECAST = "recast"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class TargetOnMap:
    """A target, seen from the place whose result it is to be compared with.

    Attributes:
        comparability: whether it may be.
        plan: the target; of a recast one the sum.
        set_for: the keys of the places that it was set for.
        reason: why it may not be compared, or how it was recast; None for an own target.
    """

    comparability: Comparability
    plan: Plan
    set_for: tuple[str, ...]
    reason: Sentence | None = None

    @property
    def kind(self) -> Measure:
        """Whether a level or a growth is aimed at."""
        return self.plan.kind

    @property
    def value(self) -> Decimal | None:
        """The number aimed at, in the card's unit or in percent."""
        return self.plan.answer.value


def plans_for(
    reader: Reader, place: str, series: Series, run: Period, every_version: bool = False
) -> tuple[Plan, ...]:
    """Return the plans by which a place's result in a run may be judged: own and recast ones.

    Args:
        every_version: list every version of own ones, not only the one that answers.
    """
    own = own_plans(reader, place, series, run, every_version)
    former = former_targets(reader, place, series, run, own)
    recast = [one.plan for one in former if one.comparability is Comparability.RECAST]
    return in_order([*own, *recast]) if recast else own


def targets_on_map(
    reader: Reader, place: str, series: Series, run: Period
) -> tuple[TargetOnMap, ...]:
    """Return the targets that concern a place's result in a run, those of former territories too.

    Args:
        reader: the figures, on the map that is asked for.
        place: key of the place whose result it is.
        series: what is planned.
        run: the run of the result.
    """
    own = own_plans(reader, place, series, run)
    comparable = (TargetOnMap(Comparability.COMPARABLE, plan, (place,)) for plan in own)
    return (*comparable, *former_targets(reader, place, series, run, own))


def series_with_recast_targets(reader: Reader, place: str, run: Period) -> set[Series]:
    """Return the series of which a place has a target that is recast from those of other places."""
    evidence = reader.evidence
    lineage = reader.evidence.target_lineage(place, run)
    planned = {
        series
        for key in (lineage.keys if lineage else ())
        for series in evidence.series_at(key)
        if series.indicator in evidence.catalogue
    }
    return {
        series
        for series in planned
        for target in former_targets(reader, place, series, run, ())
        if target.comparability is Comparability.RECAST
    }


def former_targets(
    reader: Reader, place: str, series: Series, run: Period, own: tuple[Plan, ...]
) -> list[TargetOnMap]:
    """Return the targets that places of another map had, beside the `own` ones of the place."""
    lineage = reader.evidence.target_lineage(place, run)
    if lineage is None:
        return []
    told = {_key(plan) for plan in own}
    by_target: dict[tuple[str, Measure, Period], dict[str, Plan]] = {}
    for key in lineage.keys:
        for plan in own_plans(reader, key, series, run):
            if plan.answer.value is not None and _key(plan) not in told:
                by_target.setdefault(_key(plan), {})[key] = plan
    found: list[TargetOnMap] = []
    for plans in by_target.values():
        parts = lineage.nearest(plans.keys())
        counted = {part.key: plans[part.key] for part in parts.parts if part.key in plans}
        found += _joined(reader, place, series, run, parts, counted)
    return found


def _key(plan: Plan) -> tuple[str, Measure, Period]:
    return plan.assigner or "", plan.kind, plan.period


def _joined(
    reader: Reader,
    place: str,
    series: Series,
    run: Period,
    parts: Cover,
    plans: Mapping[str, Plan],
) -> Iterator[TargetOnMap]:
    """Yield what one target of several parts is for the place that they make up."""
    if why := _why_not(reader, series, parts, plans):
        for source, plan in plans.items():
            reason = TargetReason.SET_ELSEWHERE.said(place=PlaceKey(source), why=why)
            yield TargetOnMap(Comparability.NOT_COMPARABLE, plan.without_share(), (source,), reason)
        return
    total = _sum_of(tuple(plans.values()), place, series)
    reason = TargetReason.SUM_OF_TARGETS.said(places=Listed.of(map(PlaceKey, plans)))
    plan = with_share(reader, total, place, series, run)
    yield TargetOnMap(Comparability.RECAST, plan, tuple(plans), reason)


def _why_not(
    reader: Reader, series: Series, parts: Cover, plans: Mapping[str, Plan]
) -> Sentence | None:
    """Return why targets do not make one of the place; None where they do."""
    kinds = {plan.kind for plan in plans.values()}
    lacking = [part.key for part in parts.parts if part.key not in plans]
    if parts.divided:
        return TargetReason.DIVIDED.said(places=Listed.of(map(PlaceKey, parts.divided)))
    if not parts.complete:
        return TargetReason.INCOMPLETE.said()
    if not parts.same and Measure.GROWTH in kinds:
        return TargetReason.GROWTHS.said()
    if not parts.same and reader.evidence.card(series).place_rule is not Rule.SUM:
        return TargetReason.NO_SUM.said()
    if lacking:
        return TargetReason.LACKING.said(places=Listed.of(map(PlaceKey, lacking)))
    if joined_operator(plan.operator for plan in plans.values()) is None:
        return TargetReason.TWO_WAYS.said()
    return None


def _sum_of(plans: tuple[Plan, ...], place: str, series: Series) -> Plan:
    """Return the plan that the plans of all parts make together."""
    first = plans[0]
    where = about(place, series, first.period)
    answer = add_up([plan.answer for plan in plans], where, RECAST)
    operator = joined_operator(plan.operator for plan in plans)
    if answer is None or operator is None:
        raise ValueError(f"the targets of {where} do not add up")
    return Plan(
        kind=first.kind,
        period=first.period,
        assigner=first.assigner,
        version=None,
        decision=None,
        operator=operator,
        answer=answer.named("plan"),
        derived=True,
        known_at=max(plan.known_at for plan in plans),
        order=max(plan.order for plan in plans),
        share=None,
        year_elapsed_pct=first.year_elapsed_pct,
    )


def target_findings(reader: Reader, place: str, series: Series, run: Period) -> Iterator[Finding]:
    """Yield, for each target of a former territory, that it was recast or does not compare."""
    own = own_plans(reader, place, series, run)
    for target in former_targets(reader, place, series, run, own):
        is_recast = target.comparability is Comparability.RECAST
        said = _said_of(target.plan, is_recast, Where(place, series, run), target.reason)
        if is_recast:
            yield Finding(CHECK, Verdict.EXPLAINED, Severity.INFO, said)
        else:
            yield Finding(CHECK, Verdict.NOT_CHECKABLE, Severity.WARNING, said)


def _said_of(plan: Plan, is_recast: bool, where: Where, reason: Sentence | None) -> Sentence:
    target = number(plan.answer.amount, "f")
    told = {"where": where, "kind": plan.kind, "target": target, "period": plan.period}
    if plan.assigner:
        word = CheckFound.TARGET_RECAST_BY if is_recast else CheckFound.TARGET_APART_BY
        return word.said(**told, assigner=Assigner(plan.assigner), reason=reason)
    word = CheckFound.TARGET_RECAST if is_recast else CheckFound.TARGET_APART
    return word.said(**told, reason=reason)
