"""Targets across a reform: which of them a result may be judged by.

A target set for a former territory says nothing of a result for a new one, unless the new one is
exactly made of territories that all had such a target: then their sum is its recast target.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from tiendo.cube.explain.plans import Plan, plans_for
from tiendo.cube.explain.reader import Reader
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.territory import cover
from tiendo.vocabulary.words import Measure, Rule


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
        kind: level or growth.
        period: the run that it plans.
        assigner: who set it.
        value: in the card's unit or in percent; of a recast one the sum.
        set_for: the keys of the places that it was set for.
        reason: why it may not be compared, or how it was recast; empty for an own target.
    """

    comparability: Comparability
    kind: Measure
    period: Period
    assigner: str | None
    value: Decimal | None
    set_for: tuple[str, ...]
    reason: str = ""


def targets_on_map(
    reader: Reader, place: str, series: Series, run: Period
) -> tuple[TargetOnMap, ...]:
    """Return the targets that concern a place's result in a run, those of former territories too.

    Args:
        reader: the figures.
        place: key of the place whose result it is.
        series: what is planned.
        run: the run of the result.
    """
    own = plans_for(reader, place, series, run)
    found = [
        TargetOnMap(
            Comparability.COMPARABLE, p.kind, p.period, p.assigner, p.answer.value, (place,)
        )
        for p in own
    ]
    told = {(plan.assigner, plan.kind, plan.period) for plan in own}
    register = reader.evidence.register
    begins = register[place].span.begins
    if begins is None:
        return tuple(found)
    former = cover(register, place, begins - timedelta(days=1))
    by_target: dict[tuple[str | None, Measure, Period], dict[str, Plan]] = {}
    for part in former.parts:
        for plan in plans_for(reader, part.key, series, run):
            key = plan.assigner, plan.kind, plan.period
            by_target.setdefault(key, {})[part.key] = plan
    adds_up = reader.evidence.card(series).place_rule is Rule.SUM
    for key, plans in by_target.items():
        if key in told:
            continue
        assigner, kind, period = key
        lacking = [part.key for part in former.parts if part.key not in plans]
        reason = ""
        if kind is not Measure.LEVEL or not (adds_up or len(former.parts) == 1):
            reason = "it is no sum over places"
        elif former.divided:
            reason = f"what share of {', '.join(former.divided)} lies here is not known"
        elif lacking:
            reason = f"{', '.join(lacking)} had none"
        if reason:
            found += [
                TargetOnMap(
                    Comparability.NOT_COMPARABLE,
                    kind,
                    period,
                    assigner,
                    plan.answer.value,
                    (source,),
                    f"set for the territory of {source}; not recast: {reason}",
                )
                for source, plan in plans.items()
            ]
        else:
            values = [plan.answer.value for plan in plans.values() if plan.answer.value is not None]
            found.append(
                TargetOnMap(
                    Comparability.RECAST,
                    kind,
                    period,
                    assigner,
                    sum(values, Decimal(0)),
                    tuple(plans),
                    "sum of the targets of what it was made of",
                )
            )
    return tuple(found)
