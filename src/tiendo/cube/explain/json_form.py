"""Rows and traces as the JSON of the contract: numbers unrounded, unknown is null."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tiendo.cube.explain.checks import Finding
from tiendo.cube.explain.plans import Plan
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.trace import Trace
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.words import Measure


def row_as_json(row: Row, language: str = "vi") -> dict[str, Any]:
    """Return a row of `evaluate` with exactly the contract's keys."""
    return {
        "place": row.place.key,
        "place_name": row.place.name(language),
        "indicator": row.card.code,
        "breakdown": row.series.breakdown.as_dict(),
        "price_basis": row.series.price_basis,
        "measure": row.measure.value,
        "unit": row.unit,
        "period": str(row.period),
        "value": number(row.value),
        "value_lo": number(row.bounds.lo),
        "value_hi": number(row.bounds.hi),
        "comparator": row.comparator,
        "status": row.status,
        "modality": row.modality,
        "known_at": _day(row.known_at),
        "recorded_at": _instant(row.recorded_at),
        "state": row.state.value,
        "previous_period": number(row.previous_period),
        "same_period": number(row.same_period),
        "same_period_state": row.same_period_state,
        "year_to_date": number(row.year_to_date),
        "growth_pct": number(row.growth_pct),
        "base_ratio_pct": number(row.base_ratio_pct),
        "difference": number(row.difference),
        "plans": [_plan_as_json(plan, row) for plan in row.plans],
        "contribution_pp": number(row.contribution_pp),
        "structure_share_pct": number(row.structure_share_pct),
        "rank": row.rank,
        "completeness": (
            {"filed": row.completeness.filed, "due": row.completeness.due}
            if row.completeness
            else None
        ),
        "derived": list(row.derived),
        "findings": [_finding_as_json(finding) for finding in row.findings],
        "source": row.source,
    }


def explanation_as_json(row: Row, language: str = "vi") -> dict[str, Any]:
    """Return the row with the trace of its value, and those of all its fields."""
    value = row.trace("value")
    return row_as_json(row, language) | {
        "trace": trace_as_json(value) if value else None,
        "traces": [trace_as_json(trace) for trace in (*row.traces, *_plan_traces(row))],
    }


def trace_as_json(trace: Trace) -> dict[str, Any]:
    """Return a trace with its parts, down to the filed figures."""
    return {
        "field": trace.field,
        "about": trace.about,
        "value": number(trace.value),
        "operation": trace.operation,
        "figure": figure_as_json(trace.figure) if trace.figure else None,
        "vintages": [figure_as_json(figure) for figure in trace.vintages],
        "parts": [trace_as_json(part) for part in trace.parts],
    }


def figure_as_json(figure: Figure) -> dict[str, Any]:
    """Return a filed figure with its clocks, its file and cell, and who filed it."""
    statement, filing = figure.statement, figure.filing
    return {
        "id": figure.id,
        "place": statement.place,
        "indicator": statement.series.indicator,
        "breakdown": statement.series.breakdown.as_dict(),
        "price_basis": statement.series.price_basis,
        "period": str(statement.period),
        "kind": statement.kind,
        "value": number(statement.value),
        "value_hi": number(statement.value_hi),
        "decimals": statement.decimals,
        "stated_unit": statement.stated_unit,
        "comparator": statement.comparator,
        "modality": statement.modality,
        "status": statement.status,
        "state": statement.state,
        "known_at": _day(statement.known_at),
        "recorded_at": _instant(filing.recorded_at),
        "assigner": statement.assigner,
        "version": statement.version,
        "operator": statement.operator,
        "decision": statement.decision,
        "filing": filing.id,
        "by": filing.by,
        "file": filing.file_name or None,
        "cell": statement.cell or None,
        "source": filing.source or None,
    }


def _plan_as_json(plan: Plan, row: Row) -> dict[str, Any]:
    return {
        "kind": plan.kind.value,
        "assigner": plan.assigner,
        "version": plan.version,
        "decision": plan.decision,
        "operator": plan.operator.value,
        "period": str(plan.period),
        "value": number(plan.answer.value),
        "value_lo": number(plan.answer.bounds.lo),
        "value_hi": number(plan.answer.bounds.hi),
        "unit": "percent" if plan.kind is Measure.GROWTH else row.card.unit.text,
        "derived": plan.derived,
        "known_at": _day(plan.known_at),
        "share_pct": number(plan.share.value) if plan.share else None,
        "year_elapsed_pct": number(plan.year_elapsed_pct),
    }


def _plan_traces(row: Row) -> list[Trace]:
    traces = []
    for plan in row.plans:
        traces.append(plan.answer.trace)
        if plan.share:
            traces.append(plan.share.trace)
    return traces


def _finding_as_json(finding: Finding) -> dict[str, Any]:
    return {
        "check": finding.check,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "detail": finding.detail,
        "expected": number(finding.expected),
        "stated": number(finding.stated),
    }


def number(value: Decimal | None) -> int | float | None:
    """Return a decimal as the nearest JSON number; a whole one without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _instant(instant: datetime | None) -> str | None:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z") if instant else None
