"""One outlook of a place as the contract prints it, for commands and files alike."""

from __future__ import annotations

from typing import Any

from tiendo.ledger.outlook import PlaceOutlook
from tiendo.outlook.json_form import (
    gate_as_json,
    judgement_as_json,
    past_as_json,
    quantiles_as_json,
    remarks_on,
)
from tiendo.outlook.year import YearOutlook
from tiendo.vocabulary.words import Measure


def outlook_record(one: PlaceOutlook, language: str) -> dict[str, Any]:
    """Return the keys of `tiendo outlook PLACE PERIOD --json`; unknown is None.

    Args:
        language: of the place's name.
    """
    outlook = one.outlook if isinstance(one.outlook, YearOutlook) else None
    notes: list[str] = [found.detail for found in one.outlook.notes]
    return {
        "place": one.place.key,
        "place_name": one.place.name(language),
        "indicator": one.card.code,
        "breakdown": one.series.breakdown.as_dict(),
        "price_basis": one.series.price_basis,
        "unit": str(one.card.unit),
        "assigner": one.plan.assigner if one.plan else None,
        "version": one.plan.version if one.plan else None,
        "at": one.month,
        "year": one.year,
        **quantiles_as_json(outlook),
        "target": target_level(one),
        "chance": one.judgement.chance if one.judgement else None,
        "method": outlook.method if outlook else None,
        "gate": gate_as_json(one.outlook.notes),
        "refused": None if outlook else getattr(one.outlook, "reason", None),
        **judgement_as_json(one.judgement),
        "required_rest": one.required_rest,
        "notes": notes + remarks_on(one.judgement, one.complaint),
        "past": past_as_json(outlook),
        "calibration": _calibration(one),
    }


def _calibration(one: PlaceOutlook) -> dict[str, Any] | None:
    """Return with what the intervals were made: the data's vintage and how many past errors."""
    if not isinstance(one.outlook, YearOutlook) or one.outlook.scale == 0:
        return None
    return {"vintage": one.vintage, "past_errors": one.outlook.law.count}


def target_level(one: PlaceOutlook) -> float | None:
    """Return the target as a level; of a growth target only where last year's level is known."""
    if one.goal is not None:
        return one.goal.level
    if one.plan is not None and one.plan.kind is Measure.LEVEL:
        return float(one.plan.answer.amount)
    return None
