"""Validation over the ledger: what the rules of the pack find on a place in a run of months."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from tiendo.cube.explain.checks import Finding
from tiendo.cube.explain.evaluate import windows_of
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.row import Row
from tiendo.cube.explain.trace import Trace
from tiendo.ledger import selectors
from tiendo.packs.loading import Pack
from tiendo.validation.finding import Cell, RuleFinding
from tiendo.validation.rule import Rule
from tiendo.validation.running import findings, years_needed
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.place import Place
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Severity

_GRAVEST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.INFO)

_RESTS_ON = {
    "level_change_growth": ("growth_pct", "difference", "value", "same_period"),
    "implied_base": ("growth_pct", "difference", "value"),
    "price_basis": ("value", "same_period"),
    "rule:series_break": ("value", "same_period"),
    "rule:territory": ("value", "same_period"),
}
"""Fields of a row whose figures a check of every evaluation looks at; else its value."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A finding on a cell, of a rule or of the checks of every evaluation.

    Attributes:
        figures: the filed figures that it rests on, each once.
        rule: the rule of the pack that says what it means and what to do; None without one.
    """

    cell: Cell
    finding: Finding
    figures: tuple[Figure, ...]
    rule: Rule | None


def rule_findings(
    *,
    pack: Pack,
    place: Place,
    run: Period,
    as_of: date | None = None,
    only: Collection[Series] | None = None,
) -> tuple[RuleFinding, ...]:
    """Return what the rules of the pack find, as known on `as_of` (None: today).

    They check figures as they were filed, each run on the map of its end: no other map is taken,
    since what is recast was filed by nobody.

    Args:
        only: only of these series; None for all.
    """
    if not pack.rules:
        return ()
    day = min(as_of, selectors.today()) if as_of else selectors.today()
    windows = {*windows_of(run, pack.catalogue), *history(run, years_needed(pack.rules))}
    figures = selectors.ledger_figures(register=pack.register, as_of=day, windows=sorted(windows))
    known = Evidence(figures, pack.catalogue, pack.register, day)
    return findings(pack.rules, known, place.key, run, only)


def history(run: Period, years: int) -> tuple[Period, ...]:
    """Return the calendar years before a run, as many as its rules need, and its own."""
    first = run.first // 12 - years
    return tuple(Period.of_year(year) for year in range(first, run.year + 1))


def checked(
    *, pack: Pack, place: Place, run: Period, rows: Sequence[Row], found: Sequence[RuleFinding]
) -> tuple[Checked, ...]:
    """Return all findings on a place in a run, the gravest first.

    Args:
        rows: the evaluation of the place, without what the rules found.
        found: what the rules found, also on series that have no row.
    """
    meant = {rule.check_name: rule for rule in pack.rules}
    listed = [
        Checked(
            Cell(place.key, row.series, run),
            finding,
            _figures(row, finding),
            meant.get(finding.check),
        )
        for row in rows
        for finding in row.findings
    ]
    listed += [Checked(finding.cell, finding, finding.figures, finding.rule) for finding in found]
    listed.sort(key=lambda one: _GRAVEST_FIRST.index(one.finding.severity))
    return tuple(listed)


def _figures(row: Row, finding: Finding) -> tuple[Figure, ...]:
    """Return the figures that a check of every evaluation looked at, in the order of their ids."""
    fields = _RESTS_ON.get(finding.check, ("value",))
    if finding.check in ("sum", "revision") and finding.stated == row.year_to_date:
        fields = ("year_to_date",)
    traces = [row.trace(field) for field in fields]
    if finding.check in ("implied_plan", "rule:target_territory"):
        traces += _plan_traces(row)
    figures = {f.id: f for trace in traces if trace is not None for f in trace.figures()}
    return tuple(figures[id] for id in sorted(figures))


def _plan_traces(row: Row) -> list[Trace | None]:
    shares = [plan.share.trace for plan in row.plans if plan.share]
    return [*shares, *(plan.answer.trace for plan in row.plans)]
