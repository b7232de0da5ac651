"""Asking the shipped rules of the Vietnam pack about figures written here."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.world import RECORDED
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.source import MemoryFigures
from tiendo.packs import load_pack
from tiendo.validation.finding import RuleFinding
from tiendo.validation.running import findings
from tiendo.vocabulary.figure import Figure, Filing, Statement
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Breakdown, Series
from tiendo.vocabulary.words import Kind, Modality

PACK = load_pack()
HERE = "quang-ninh"
TODAY = date(2026, 6, 30)


def report(number: int, known: str, *lines: str, source: str = "statistics office") -> list[Figure]:
    """Return the figures of one report.

    Args:
        lines: "indicator period kind value" or "indicator[dim=code] period kind value"; a kind
            with "planned-" before it is a target.
    """
    filing = Filing(number, "Lan", RECORDED, f"report-{number}.csv", source)
    said = [_statement(line, known) for line in lines]
    return [Figure(1000 * number + i, filing, each) for i, each in enumerate(said, start=1)]


def _statement(line: str, known: str) -> Statement:
    name, period, kind, value = line.split()
    code, _, cut = name.rstrip("]").partition("[")
    is_plan = kind.startswith("planned-")
    card = PACK.catalogue[code]
    return Statement(
        place=HERE,
        series=Series(code, Breakdown.parse(cut), card.price_bases[0]),
        period=Period.parse(period),
        kind=Kind(kind.removeprefix("planned-")),
        value=Decimal(value),
        known_at=date.fromisoformat(known),
        decimals=max(0, -int(Decimal(value).as_tuple().exponent)),
        modality=Modality.TARGET if is_plan else Modality.ACTUAL,
    )


def found_by(rule_id: str, period: str, *reports: list[Figure]) -> tuple[RuleFinding, ...]:
    """Return what one shipped rule finds."""
    [rule] = [rule for rule in PACK.rules if rule.id == rule_id]
    figures = MemoryFigures(figure for report in reports for figure in report)
    known = Evidence(figures, PACK.catalogue, PACK.register, TODAY)
    return findings([rule], known, HERE, Period.parse(period))
