"""Running rules over the series of a place: findings with the figures concerned."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from decimal import localcontext

from tiendo.cube.explain.answer import Where
from tiendo.cube.explain.evaluate import PRECISION
from tiendo.cube.explain.evidence import Evidence
from tiendo.cube.explain.reader import Reader
from tiendo.validation.finding import Cell, Remark, RuleFinding
from tiendo.validation.ground import Ground
from tiendo.validation.kinds import remarks
from tiendo.validation.rule import CardFormula, Comparison, PerUnit, Rule, Within
from tiendo.validation.wording import RuleFound
from tiendo.vocabulary.figure import Figure
from tiendo.vocabulary.indicator import Catalogue
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series
from tiendo.vocabulary.words import Kind, Severity, Verdict

COMPARED = (Kind.GROWTH, Kind.BASE_RATIO, Kind.CHANGE_ABS)
"""Kinds that tell of the same period of the year before, too."""


def findings(
    rules: Iterable[Rule],
    evidence: Evidence,
    place: str,
    run: Period,
    only: Collection[Series] | None = None,
) -> tuple[RuleFinding, ...]:
    """Return what the rules find on a place in a run of months.

    Looked at is what was filed for the run itself, its year to date and the plans of its year.
    The order is that of the cards, then of the series, then of the rules; it does not depend on
    the order of the figures. A rule that raises an exception on a series is told as a finding with
    the verdict not_checkable and its `failure`; the other rules and series are looked at all the
    same.

    Args:
        evidence: what was known, with as many years of history as `years_needed` says.
        place: key of the place.
        only: only of these series; None for all.
    """
    with localcontext(prec=PRECISION):
        ground = Ground(Reader(evidence), place)
        filed = [s for s in evidence.series_at(place) if s.indicator in evidence.catalogue]
        order = {code: number for number, code in enumerate(evidence.catalogue)}
        filed.sort(key=lambda series: (order[series.indicator], series))
        listed = tuple(rules)
        return tuple(
            found
            for series in filed
            if only is None or series in only
            for rule in listed
            if _concerns(rule, series, evidence.catalogue)
            for found in _found(rule, ground, series, run)
        )


def years_needed(rules: Iterable[Rule]) -> int:
    """Return how many years before the one asked the rules look at."""
    return max((rule.years_back for rule in rules), default=1)


def _concerns(rule: Rule, series: Series, catalogue: Catalogue) -> bool:
    """Whether a rule is asked of a series: of its subject, or of what its scope holds."""
    match rule.check:
        case Comparison() as check:
            return (series.indicator, series.breakdown) == check.left.subject
        case PerUnit() as check:
            return (series.indicator, series.breakdown) == check.measured.subject
        case CardFormula() if not catalogue[series.indicator].formulas:
            return False
        case Within() as check:
            return any(series.indicator == part for part, _ in check.pairs)
        case _:
            return rule.scope.holds(catalogue[series.indicator])


def _found(rule: Rule, ground: Ground, series: Series, run: Period) -> Iterator[RuleFinding]:
    """Yield the findings of one rule on one series that may be told, or that it could not run."""
    try:
        for remark in remarks(rule, ground, series, run):
            if any(_gives_away(ground, figure) for figure in remark.figures):
                continue
            yield _named(rule, remark)
    except Exception as error:  # A fault of the rule must not cost the figures it looks at.
        yield _not_run(rule, ground.cell(series, run), error)


def _gives_away(ground: Ground, figure: Figure) -> bool:
    """Whether a figure tells of a level that is confidential, or with it of one year earlier."""
    said, reader = figure.statement, ground.reader
    if not reader.evidence.may_hide(said.series):
        return False
    runs = [said.period]
    if said.kind in COMPARED:
        runs.append(said.period.same_period_last_year())
    return any(reader.is_hidden(said.place, said.series, run) for run in runs)


def _not_run(rule: Rule, cell: Cell, error: Exception) -> RuleFinding:
    """Return that a rule raised an exception: its kind alone, since its words may tell numbers."""
    where = Where(cell.place, cell.series, cell.run)
    return RuleFinding(
        check=rule.check_name,
        verdict=Verdict.NOT_CHECKABLE,
        severity=Severity.WARNING,
        detail=RuleFound.COULD_NOT_RUN.said(where=where, error=type(error).__name__),
        expected=None,
        stated=None,
        rule=rule,
        cell=cell,
        unit="",
        figures=(),
        failure=error,
    )


def _named(rule: Rule, remark: Remark) -> RuleFinding:
    figures = {figure.id: figure for figure in remark.figures}
    return RuleFinding(
        check=rule.check_name,
        verdict=remark.verdict,
        severity=rule.severity,
        detail=remark.said,
        expected=remark.expected,
        stated=remark.stated,
        rule=rule,
        cell=remark.cell,
        unit=remark.unit,
        figures=tuple(figures[id] for id in sorted(figures)),
    )
