"""What does not lie on a grid, as tables: plans, findings and filed figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from tiendo.analysis.labels import label_of
from tiendo.cube.explain.json_form import figure_as_json
from tiendo.cube.kernel import Result
from tiendo.cube.parquet.details import detail_of
from tiendo.ledger.intake.stated_units import expected_unit
from tiendo.validation.finding import RuleFinding
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Measure, Verdict

PLANS = (
    "series", "kind", "assigner", "version", "decision", "period", "operator",
    "value", "value_lo", "value_hi", "unit", "derived", "known_at",
    "share_pct", "year_elapsed_pct",
)  # fmt: skip
"""Columns of the table of plans; share_pct is what is reached of one, in percent."""

FINDINGS = ("series", "check", "verdict", "severity", "expected", "stated", "detail")
"""Columns of the table of findings; expected and stated are in the unit of what was checked."""

FIGURES = (
    "series", "period", "kind", "value", "value_hi", "unit", "stated_unit", "decimals",
    "comparator", "modality", "status", "state", "known_at", "recorded_at",
    "assigner", "version", "operator", "decision", "by", "file", "cell", "source", "id",
)  # fmt: skip
"""Columns of the table of filed figures."""

_DATES = frozenset({"known_at", "recorded_at"})
_WORDS = frozenset(
    {"assigner", "version", "decision", "operator", "status", "state", "file", "cell", "source"}
)
_NUMBERS = frozenset({"value", "value_lo", "value_hi", "share_pct", "expected", "stated"})


def plans_table(result: Result, place: str) -> pd.DataFrame:
    """Return the plans of a place, one a line."""
    rows = result.records(places=[place])
    return _table(PLANS, ({"series": _label(row)} | plan for row in rows for plan in row["plans"]))


def findings_table(result: Result, place: str, ruled: Iterable[RuleFinding] = ()) -> pd.DataFrame:
    """Return the findings on a place's rows, one a line, behind them what the rules found."""
    rows = result.records(places=[place])
    found = [_explained(each) | {"series": _label(row)} for row in rows for each in row["findings"]]
    return _table(FINDINGS, [*found, *map(_of_rule, ruled)])


def _of_rule(found: RuleFinding) -> dict[str, Any]:
    return {
        "series": label_of(found.cell.series),
        "check": found.check,
        "verdict": found.verdict.value,
        "severity": found.severity.value,
        "expected": found.expected,
        "stated": found.stated,
        "detail": found.detail,
    }


def _explained(finding: Mapping[str, Any]) -> dict[str, Any]:
    return {**finding, "detail": detail_of(finding["check"], Verdict(finding["verdict"]))}


def figures_table(figures: Iterable[Figure], catalogue: Catalogue) -> pd.DataFrame:
    """Return filed figures, every vintage, by series and run, the oldest vintage first."""
    ordered = sorted(figures, key=_position)
    return _table(FIGURES, (_told(figure, catalogue) for figure in ordered))


def _position(figure: Figure) -> tuple[Any, ...]:
    said = figure.statement
    run = said.period.last, said.period.first
    return label_of(said.series), run, said.known_at, figure.id


def _told(figure: Figure, catalogue: Catalogue) -> dict[str, Any]:
    said = figure.statement
    told = figure_as_json(figure)
    return told | {"series": label_of(said.series), "unit": _unit(figure, catalogue)}


def _unit(figure: Figure, catalogue: Catalogue) -> str:
    """Return the unit of a figure's value; as it was filed where its card is gone."""
    said = figure.statement
    card = catalogue.get(said.series.indicator)
    return expected_unit(card, said.kind).text if card else said.stated_unit


def _label(row: Mapping[str, Any]) -> str:
    cut = Breakdown(tuple(sorted(row["breakdown"].items())))
    series = Series(row["indicator"], cut, row["price_basis"])
    return label_of(series, Measure(row["measure"]))


def _table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Return a table; a number that is unknown is NaN, a date NaT, a word ""."""
    table = pd.DataFrame([[row[name] for name in columns] for row in rows], columns=list(columns))
    for name in columns:
        if name in _NUMBERS:
            table[name] = table[name].astype("float64")
        elif name in _DATES:
            table[name] = pd.to_datetime(table[name], utc=name == "recorded_at", format="ISO8601")
        elif name in _WORDS:
            table[name] = table[name].fillna("")
    return table
