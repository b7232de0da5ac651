"""An outlook as the contract prints it: the numbers unrounded, unknown is null."""

from __future__ import annotations

from typing import Any

from tiendo.outlook.gate_notes import GateNote
from tiendo.outlook.of_file import SeriesOutlook
from tiendo.outlook.status import TargetJudgement
from tiendo.outlook.year import YearOutlook

QUANTILES = {
    "p2_5": 0.025,
    "p10": 0.1,
    "p25": 0.25,
    "p50": 0.5,
    "p75": 0.75,
    "p90": 0.9,
    "p97_5": 0.975,
}


def quantiles_as_json(outlook: YearOutlook | None) -> dict[str, float | None]:
    """Return the quantiles of the contract, all null without an outlook."""
    return {
        name: None if outlook is None else outlook.quantile(probability)
        for name, probability in QUANTILES.items()
    }


def gate_as_json(notes: tuple[GateNote, ...]) -> list[str]:
    """Return the words of what the gate found, each once."""
    return list(dict.fromkeys(note.check.value for note in notes if note.check is not None))


def judgement_as_json(judgement: TargetJudgement | None) -> dict[str, Any]:
    """Return target status and what it takes, null where there is no target."""
    pace = judgement.pace if judgement else None
    return {
        "target_status": judgement.status.value if judgement else None,
        "required_rest": pace.rest if pace else None,
        "required_growth_pct": pace.growth_pct if pace else None,
        "record_rest_growth_pct": pace.best_growth_pct if pace else None,
    }


def remarks_on(judgement: TargetJudgement | None, complaint: str | None) -> list[str]:
    """Return what is to be said of a target: why it cannot be judged, or what to bear in mind."""
    return [text for text in (complaint, judgement.caution if judgement else "") if text]


def past_as_json(outlook: YearOutlook | None) -> list[dict[str, Any]]:
    """Return how such outlooks erred before."""
    return [
        {"year": one.year, "outlook": one.outlook, "actual": one.actual, "error_pct": one.error_pct}
        for one in (outlook.past if outlook else ())
    ]


def series_outlook_as_json(one: SeriesOutlook, month: int) -> dict[str, Any]:
    """Return one line of `tiendo outlook --series`."""
    outlook = one.outlook if isinstance(one.outlook, YearOutlook) else None
    notes = getattr(one.outlook, "notes", ())
    return {
        "series": one.series,
        "at": month,
        "year": one.year or None,
        **quantiles_as_json(outlook),
        "target": one.stated.value if one.stated else None,
        "chance": one.judgement.chance if one.judgement else None,
        "method": outlook.method if outlook else None,
        "gate": gate_as_json(notes),
        "refused": one.refused,
        **judgement_as_json(one.judgement),
        "notes": [note.detail for note in notes] + remarks_on(one.judgement, one.complaint),
        "past": past_as_json(outlook),
    }
