"""Rows of a result as the JSON of the contract: numbers unrounded, unknown is null."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

from tiendo.cube.cells.codes import (
    CHECKS,
    COMPARATORS,
    MEASURES,
    MODALITIES,
    NO_CODE,
    NO_TEXT,
    OPERATORS,
    SEVERITIES,
    STATES,
    STATUSES,
    VERDICTS,
    day_of,
    instant_of,
)
from tiendo.cube.cells.tables import SLOTS
from tiendo.cube.kernel.result import DERIVABLE, Result
from tiendo.vocabulary.indicator import Indicator
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.unit import Unit
from tiendo.vocabulary.words import Measure

_NUMBERS = (*DERIVABLE, "value_lo", "value_hi")
_HUNDRED = 100.0

FIELDS = (
    "place", "place_name", "indicator", "breakdown", "price_basis", "measure", "unit", "period",
    "value", "value_lo", "value_hi", "comparator", "status", "modality", "known_at", "recorded_at",
    "state", "previous_period", "same_period", "same_period_state", "year_to_date", "growth_pct",
    "base_ratio_pct", "difference", "plans", "contribution_pp", "structure_share_pct", "rank",
    "completeness", "derived", "findings", "source",
)  # fmt: skip
"""The keys of a row, in their order."""

_UNIT_OF = {
    Measure.GROWTH: "percent",
    Measure.BASE_RATIO: "percent",
    Measure.SHARE: "percent",
    Measure.CONTRIBUTION: "percentage_points",
}


def records(
    result: Result, language: str = "vi", places: Iterable[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield the rows of places (all that are answered for by default), in the cards' order.

    `source` is null: files and cells are in the ledger, under the id of the figure that `explain`
    names; details of findings are told by `explain`.
    """
    wanted = None if places is None else frozenset(places)
    rows = [r for r, p in enumerate(result.places) if wanted is None or p.key in wanted]
    reader = _Reader(result, language)
    for place, column in result.cells_in_order(rows):
        if result.rows[place, column]:
            yield reader.level_row(place, column)
        for number in reader.stated.get((place, column), ()):
            yield reader.stated_row(place, column, number)


class _Reader:
    """Reads one result row by row."""

    def __init__(self, result: Result, language: str) -> None:
        self._result = result
        self._language = language
        self._plans = _by_cell(result.plans.columns["place"], result.plans.columns["series"])
        self._findings = _by_cell(result.findings.place, result.findings.column)
        self.stated = _by_cell(result.stated.place, result.stated.column)

    def _named(self, place: int, column: int, measure: Measure, card: Indicator) -> dict[str, Any]:
        found, series = self._result.places[place], self._result.series[column]
        return dict.fromkeys(FIELDS) | {
            "place": found.key,
            "place_name": found.name(self._language),
            "indicator": series.indicator,
            "breakdown": series.breakdown.as_dict(),
            "price_basis": series.price_basis,
            "measure": measure.value,
            "unit": unit_of(measure, card),
            "period": str(self._result.run),
            "plans": [],
            "derived": [],
            "findings": [],
        }

    def level_row(self, place: int, column: int) -> dict[str, Any]:
        """Return the row of a level."""
        card = self._result.cards[column]
        if card is None:
            raise ValueError(f"{self._result.series[column]} has no card")
        fields = self._result.fields
        row = self._named(place, column, Measure.LEVEL, card)
        for name in _NUMBERS:
            if name in fields:
                row[name] = number(fields[name][place, column])
        row["state"] = STATES[fields["state"][place, column]].value
        row["same_period_state"] = STATES[fields["same_period_state"][place, column]].value
        row["rank"] = int(fields["rank"][place, column]) or None
        if due := int(fields["due"][place, column]):
            row["completeness"] = {"filed": int(fields["filed"][place, column]), "due": due}
        if "comparator" in fields:
            row |= _quality({name: fields[name][place, column] for name in _QUALITY})
            bits = int(fields["derived"][place, column])
            row["derived"] = [name for bit, name in enumerate(DERIVABLE) if bits >> bit & 1]
        row["plans"] = [self._plan(n, card) for n in self._plans.get((place, column), ())]
        row["findings"] = [self._finding(n) for n in self._findings.get((place, column), ())]
        return row

    def stated_row(self, place: int, column: int, position: int) -> dict[str, Any]:
        """Return the row of what was stated without a level."""
        stated, card = self._result.stated, self._result.cards[column]
        if card is None:
            raise ValueError(f"{self._result.series[column]} has no card")
        measure = Measure(SLOTS[stated.slot[position]].removeprefix("row_"))
        answers = stated.answers
        row = self._named(place, column, measure, card)
        value = number(answers.value[position])
        row["value"], row["state"] = value, STATES[answers.state[position]].value
        if answers.has_quality:
            row["value_lo"] = number(answers["lo"][position])
            row["value_hi"] = number(answers["hi"][position])
            row |= _quality({name: answers[name][position] for name in _QUALITY})
        if value is not None:
            row |= _filled_by(measure, value)
        return row

    def _plan(self, row: int, card: Indicator) -> dict[str, Any]:
        plans, texts = self._result.plans, self._result.texts
        columns = plans.columns
        kind = MEASURES[columns["kind"][row]]

        def text(name: str) -> str | None:
            at = int(columns[name][row])
            return None if at == NO_TEXT else texts[at]

        known_at = day_of(columns["known_at"][row])
        return {
            "kind": kind.value,
            "assigner": text("assigner"),
            "version": text("version"),
            "decision": text("decision"),
            "operator": OPERATORS[columns["operator"][row]].value,
            "period": str(Period(int(columns["first"][row]), int(columns["last"][row]))),
            "value": number(columns["value"][row]),
            "value_lo": number(columns["lo"][row]),
            "value_hi": number(columns["hi"][row]),
            "unit": "percent" if kind is Measure.GROWTH else card.unit.text,
            "derived": bool(columns["derived"][row]),
            "known_at": known_at.isoformat() if known_at else None,
            "share_pct": number(plans.share_pct[row]),
            "year_elapsed_pct": number(_HUNDRED * self._result.run.last_month / 12),
        }

    def _finding(self, row: int) -> dict[str, Any]:
        findings = self._result.findings
        return {
            "check": CHECKS[findings.check[row]],
            "verdict": VERDICTS[findings.verdict[row]].value,
            "severity": SEVERITIES[findings.severity[row]].value,
            "detail": None,
            "expected": number(findings.expected[row]),
            "stated": number(findings.stated[row]),
        }


_QUALITY = ("comparator", "status", "modality", "known_at", "recorded_at")


def _quality(codes: dict[str, Any]) -> dict[str, Any]:
    comparator, modality = int(codes["comparator"]), int(codes["modality"])
    status = STATUSES[codes["status"]]
    known_at, recorded_at = day_of(codes["known_at"]), instant_of(codes["recorded_at"])
    return {
        "comparator": None if comparator == NO_CODE else COMPARATORS[comparator].value,
        "status": status.value if status else None,
        "modality": None if modality == NO_CODE else MODALITIES[modality].value,
        "known_at": known_at.isoformat() if known_at else None,
        "recorded_at": recorded_at.isoformat().replace("+00:00", "Z") if recorded_at else None,
    }


def _filled_by(measure: Measure, value: float) -> dict[str, Any]:
    """Return the fields that a statement of its own fills."""
    match measure:
        case Measure.GROWTH:
            ratio = number(_HUNDRED + value)
            return {"growth_pct": value, "base_ratio_pct": ratio, "derived": ["base_ratio_pct"]}
        case Measure.BASE_RATIO:
            growth = number(value - _HUNDRED)
            return {"growth_pct": growth, "base_ratio_pct": value, "derived": ["growth_pct"]}
        case Measure.CHANGE_ABS:
            return {"difference": value}
        case Measure.CONTRIBUTION:
            return {"contribution_pp": value}
        case _:
            return {}


def unit_of(measure: Measure, card: Indicator) -> str:
    """Return the unit of a row's value; a rate changes by percentage points, never by percent."""
    if measure is Measure.CHANGE_ABS and card.unit.converts_to(Unit.parse("percent")):
        return "percentage_points"
    return _UNIT_OF.get(measure, card.unit.text)


def number(value: float) -> int | float | None:
    """Return a JSON number, a whole one without a point; None for NaN and open ends."""
    if not np.isfinite(value):
        return None
    plain = float(value)
    return int(plain) if plain.is_integer() else plain


def _by_cell(places: Any, columns: Any) -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for position, cell in enumerate(zip(places.tolist(), columns.tolist(), strict=True)):
        found.setdefault(cell, []).append(position)
    return found
