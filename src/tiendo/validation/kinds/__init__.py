"""The kinds of rules: each looks at one cell and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator

from tiendo.validation.finding import Remark
from tiendo.validation.ground import Ground
from tiendo.validation.kinds import cumulatives, expressions, history, plans, stated
from tiendo.validation.rule import (
    BuiltIn,
    CardFormula,
    Comparison,
    Cumulative,
    GrowthFromLevels,
    MonthInCumulative,
    Outlier,
    PartsWithinWhole,
    PerUnit,
    PlanMoved,
    PlanTriangle,
    PowerOfTen,
    Rule,
    StatedRange,
    TwoSources,
    Within,
)
from tiendo.vocabulary.period import Period
from tiendo.vocabulary.series import Series


def remarks(rule: Rule, ground: Ground, series: Series, run: Period) -> Iterator[Remark]:  # noqa: C901
    """Return what a rule says of a series in a run; what evaluations check themselves, nothing."""
    match rule.check:
        case Comparison() as check:
            return expressions.compared(rule, check, ground, series, run)
        case CardFormula() as check:
            return expressions.against_formula(rule, check, ground, series, run)
        case Within() as check:
            return expressions.more_than_all(rule, check, ground, series, run)
        case PerUnit() as check:
            return expressions.per_unit(rule, check, ground, series, run)
        case StatedRange() as check:
            return stated.out_of_range(rule, check, ground, series, run)
        case PartsWithinWhole():
            return stated.parts_exceed(rule, ground, series, run)
        case GrowthFromLevels():
            return stated.growth_from_levels(rule, ground, series, run)
        case TwoSources() as check:
            return stated.sources_differ(rule, check, ground, series, run)
        case Cumulative():
            return cumulatives.falls(rule, ground, series, run)
        case MonthInCumulative() as check:
            return cumulatives.month_added(rule, check, ground, series, run)
        case PlanTriangle():
            return plans.triangle(rule, ground, series, run)
        case PlanMoved() as check:
            return plans.moved(rule, check, ground, series, run)
        case PowerOfTen() as check:
            return history.slipped(rule, check, ground, series, run)
        case Outlier() as check:
            return history.outlying(rule, check, ground, series, run)
        case BuiltIn():
            return iter(())
